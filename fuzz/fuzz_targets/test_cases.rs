//! Test cases of the Technology Compatibility Kit.
#![no_main]

use libfuzzer_sys::fuzz_target;
use youwei_decision::tck;

fuzz_target!(|text: &str| {
    let _ = tck::read(text);
});
