//! See `fuzz::texts_file`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    fuzz::texts_file::check(input);
});
