//! What has happened, line by line: always as a hash, and as text where somebody wants to read it.

use std::fmt::{Arguments, Write};

/// The trace of one run.
pub struct Trace {
    hash: u64,
    buffer: String,
    kept: Option<Vec<String>>,
}

impl Trace {
    pub(crate) fn new(keep: bool) -> Self {
        Self {
            hash: 0xcbf2_9ce4_8422_2325,
            buffer: String::new(),
            kept: keep.then(Vec::new),
        }
    }

    pub(crate) fn line(&mut self, milliseconds: u64, what: Arguments) {
        self.buffer.clear();
        let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
        let (minutes, hours) = (seconds / 60 % 60, seconds / 3600);
        // Writing into a string never fails.
        let _ = write!(
            self.buffer,
            "{hours:>3}:{minutes:02}:{:02}.{rest:03} {what}",
            seconds % 60
        );
        for byte in self.buffer.bytes() {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        if let Some(kept) = &mut self.kept {
            kept.push(self.buffer.clone());
        }
    }

    /// FNV-1a of all lines.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The lines, where they were kept.
    pub fn lines(&self) -> &[String] {
        self.kept.as_deref().unwrap_or_default()
    }
}
