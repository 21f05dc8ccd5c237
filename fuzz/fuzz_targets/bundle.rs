//! A bundle of entries: what is read is written again as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use youwei_tlog::{decode_bundle, encode_bundle};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(entries) = decode_bundle(bytes) {
        assert_eq!(encode_bundle(&entries).as_deref(), Ok(bytes));
    }
});
