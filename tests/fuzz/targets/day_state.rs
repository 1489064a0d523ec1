//! See `fuzz::day_state`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    fuzz::day_state::check(input);
});
