//! Chance that falls the same way in each run.

/// xorshift64.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice of their own for each seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// 64 bits.
    pub const fn throw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`.
    pub const fn below(&mut self, end: usize) -> usize {
        ((self.throw() >> 11) % end as u64) as usize
    }

    /// 16 bytes.
    pub const fn bytes(&mut self) -> [u8; 16] {
        let (high, low) = (self.throw() as u128, self.throw() as u128);
        ((high << 64) | low).to_be_bytes()
    }

    /// Puts things into any order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}
