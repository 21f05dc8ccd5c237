//! Names for things in feeds that never change and depend on no address: a UUID made of
//! what the thing is (RFC 9562, version 8, from SHA-256).

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The name of what these words say together.
pub(super) fn uuid_of(words: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for word in words {
        // With its length, so that no two lists of words run together.
        hash.update((word.len() as u64).to_be_bytes());
        hash.update(word.as_bytes());
    }
    let mut bytes = [0u8; 16];
    for (to, from) in bytes.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    Uuid::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::uuid_of;

    #[test]
    fn words_that_run_together_differ_and_the_same_words_are_one() {
        assert_eq!(uuid_of(&["a", "b"]), uuid_of(&["a", "b"]));
        assert_ne!(uuid_of(&["a", "b"]), uuid_of(&["ab", ""]));
        let id = uuid_of(&["youwei:yunze", "lights"]);
        assert_eq!(
            (id.get_version_num(), id.get_variant()),
            (8, uuid::Variant::RFC4122)
        );
    }
}
