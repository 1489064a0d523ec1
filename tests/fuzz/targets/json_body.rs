//! See `fuzz::json_body`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    fuzz::json_body::check(input);
});
