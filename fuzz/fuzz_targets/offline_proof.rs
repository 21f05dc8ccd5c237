//! An offline proof: what is read is written again as it was, and checking it ends.
#![no_main]

use libfuzzer_sys::fuzz_target;
use youwei_tlog::{Checkpoint, OfflineProof, verify_inclusion};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(proof) = OfflineProof::parse(bytes) {
        assert_eq!(proof.to_string().as_bytes(), bytes);
        if let Ok(head) = proof.checkpoint.text.parse::<Checkpoint>() {
            let leaf = head.suite().leaf_hash(b"no entry of any log");
            let OfflineProof { index, hashes, .. } = &proof;
            let answer =
                verify_inclusion(head.suite(), &leaf, *index, head.size, hashes, &head.root);
            assert!(answer.is_err());
        }
    }
});
