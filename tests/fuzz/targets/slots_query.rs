//! See `fuzz::slots_query`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    fuzz::slots_query::check(input);
});
