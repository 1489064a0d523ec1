//! See `fuzz::smtp_answer`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    fuzz::smtp_answer::check(input);
});
