//! Keys that sign notes, in the text forms of C2SP signed-note and Go's `sumdb/note`.
//!
//! A key has a name, a type and an id of four bytes, the beginning of
//! `H(name ‖ 0x0A ‖ type ‖ public key)`. Three types are known here:
//!
//! | type | who signs | signature |
//! |---|---|---|
//! | `0x01` | a log in the international suite | Ed25519 over the text |
//! | `0x04` | a witness (C2SP tlog-cosignature) | time, Ed25519 over `cosignature/v1`, time and text |
//! | `0xff ‖ "SM2-with-SM3"` | a log in the national suite | SM2 over the text |
//!
//! C2SP assigns no type to SM2, therefore `0xff` and a long identifier, as it recommends.
//! The id of an SM2 key is made with SM3, all others with SHA-256. Its public key is the
//! uncompressed point `0x04 ‖ x ‖ y` (GB/T 32918.1), its signature `r ‖ s`, 64 bytes
//! (GB/T 32918.2), over the text and the customary user id `1234567812345678`
//! (GB/T 35276).

mod error;
mod signer;
mod verifier;
mod witness;

pub use error::KeyError;
pub use signer::SignerKey;
pub use verifier::{KeyKind, VerifierKey};
pub use witness::WitnessKey;

use crate::Suite;

/// What follows `0xff` in the type of an SM2 key.
const SM2_IDENTIFIER: &[u8] = b"SM2-with-SM3";

/// The user id that SM2 hashes before the text (GB/T 35276).
const SM2_USER_ID: &str = "1234567812345678";

/// What every secret key begins with in text.
const PRIVATE: &str = "PRIVATE+KEY+";

impl KeyKind {
    /// The bytes that name this type before the key.
    fn type_bytes(self) -> Vec<u8> {
        match self {
            KeyKind::Ed25519 => vec![0x01],
            KeyKind::Cosigner => vec![0x04],
            KeyKind::Sm2 => [&[0xff], SM2_IDENTIFIER].concat(),
        }
    }

    /// The type that `bytes` begin with, and the key after it.
    fn of(bytes: &[u8]) -> Option<(KeyKind, &[u8])> {
        let (first, rest) = bytes.split_first()?;
        match first {
            0x01 => Some((KeyKind::Ed25519, rest)),
            0x04 => Some((KeyKind::Cosigner, rest)),
            0xff => Some((KeyKind::Sm2, rest.strip_prefix(SM2_IDENTIFIER)?)),
            _ => None,
        }
    }

    /// The id of the key `public` of this type under a name.
    fn id(self, name: &str, public: &[u8]) -> [u8; 4] {
        let suite = match self {
            KeyKind::Ed25519 | KeyKind::Cosigner => Suite::International,
            KeyKind::Sm2 => Suite::National,
        };
        let hash = suite.hash_parts(&[name.as_bytes(), b"\n", &self.type_bytes(), public]);
        [hash[0], hash[1], hash[2], hash[3]]
    }
}
