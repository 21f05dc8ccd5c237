//! Public and secret keys as text: what is read is written again as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use youwei_tlog::{SignerKey, VerifierKey, WitnessKey};

fuzz_target!(|text: &str| {
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(key) = text.parse::<SignerKey>() {
        assert_eq!(*key.secret_text(), text);
    }
    if let Ok(key) = text.parse::<WitnessKey>() {
        assert_eq!(*key.secret_text(), text);
    }
});
