//! Dated parameters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use youwei_decision::parameters::Parameters;

fuzz_target!(|text: &str| {
    let _ = Parameters::read(text, "fuzz.toml");
});
