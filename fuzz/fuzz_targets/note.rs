//! A signed note: what is read is written again as it was, and no key is fooled.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use youwei_tlog::{Checkpoint, Note, SignerKey, VerifierKey};

/// Keys whose secrets nobody has who only changes bytes: seeds that the corpus does not use.
static KEYS: LazyLock<Vec<VerifierKey>> = LazyLock::new(|| {
    ["yunze.example/log", "yunze.example/log/sm2-sm3"]
        .iter()
        .filter_map(|name| SignerKey::from_seed(name, &[99; 32]).ok())
        .map(|key| key.verifier())
        .collect()
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes);
        assert!(Checkpoint::trusted(&note, &KEYS).is_err());
    }
});
