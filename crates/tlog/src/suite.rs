//! Which cryptography a log uses.

use sha2::{Digest, Sha256};
use sm3::Sm3;

use crate::Hash;

/// A hash function and the signature that goes with it, for one log.
///
/// The tree is that of RFC 6962 § 2.1 with either hash: a leaf is `H(0x00 ‖ entry)`, an
/// inner node `H(0x01 ‖ left ‖ right)`, the empty tree `H("")`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suite {
    /// SHA-256 (FIPS 180-4) and Ed25519 (RFC 8032), as C2SP has it.
    International,
    /// SM3 (GB/T 32905-2016) and SM2 (GB/T 32918.2-2016), for logs that must use
    /// national cryptography. The formats stay those of C2SP.
    National,
}

/// The last segment of the origin of a log in the national suite.
const NATIONAL_SEGMENT: &str = "sm2-sm3";

impl Suite {
    /// The suite that an origin (or a log's key name, which equals it) names: national
    /// where the segment after the last `/` is `sm2-sm3`, otherwise international.
    pub fn of_origin(origin: &str) -> Suite {
        match origin.rsplit_once('/') {
            Some((_, NATIONAL_SEGMENT)) => Suite::National,
            _ => Suite::International,
        }
    }

    /// The plain hash of `bytes`.
    pub fn hash(self, bytes: &[u8]) -> Hash {
        self.hash_parts(&[bytes])
    }

    /// The hash of an entry as a leaf of the tree, `H(0x00 ‖ entry)`.
    pub fn leaf_hash(self, entry: &[u8]) -> Hash {
        self.hash_parts(&[&[0], entry])
    }

    /// The hash over two subtrees, `H(0x01 ‖ left ‖ right)`.
    pub fn node_hash(self, left: &Hash, right: &Hash) -> Hash {
        let mut bytes = [1; 65];
        bytes[1..33].copy_from_slice(left);
        bytes[33..].copy_from_slice(right);
        self.hash_parts(&[&bytes])
    }

    /// The root of the tree without entries, `H("")`.
    pub fn empty_root(self) -> Hash {
        self.hash_parts(&[])
    }

    pub(crate) fn hash_parts(self, parts: &[&[u8]]) -> Hash {
        match self {
            Suite::International => digest::<Sha256>(parts),
            Suite::National => digest::<Sm3>(parts),
        }
    }
}

fn digest<D: Digest>(parts: &[&[u8]]) -> Hash
where
    Hash: From<sha2::digest::Output<D>>,
{
    let mut hasher = D::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_origin_names_the_suite_by_its_last_segment() {
        for (origin, suite) in [
            ("yunze.example/log", Suite::International),
            ("yunze.example/log/sm2-sm3", Suite::National),
            ("yunze.example/sm2-sm3", Suite::National),
            ("yunze.example/sm2-sm3/log", Suite::International),
            ("yunze.example/sm2-sm3/", Suite::International),
            ("yunze.example/SM2-SM3", Suite::International),
            ("yunze.example/not-sm2-sm3", Suite::International),
            ("sm2-sm3", Suite::International),
            ("", Suite::International),
        ] {
            assert_eq!(Suite::of_origin(origin), suite, "{origin}");
        }
    }

    /// GB/T 32905-2016, appendix A.
    #[test]
    fn sm3_answers_as_its_standard_says() {
        let sm3 = |bytes: &[u8]| hex(&Suite::National.hash(bytes));
        assert_eq!(
            sm3(b"abc"),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
        assert_eq!(
            sm3(&b"abcd".repeat(16)),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
        );
    }

    /// FIPS 180-4 ("abc", the empty text) and the leaf hash of the empty entry as
    /// every RFC 6962 log has it.
    #[test]
    fn sha_256_answers_as_its_standard_says() {
        let suite = Suite::International;
        assert_eq!(
            hex(&suite.hash(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            hex(&suite.empty_root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            hex(&suite.leaf_hash(b"")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }

    #[test]
    fn a_node_is_the_hash_of_one_left_and_right() {
        for suite in [Suite::International, Suite::National] {
            let (left, right) = (suite.leaf_hash(b"l"), suite.leaf_hash(b"r"));
            let joined = [&[1][..], &left, &right].concat();
            assert_eq!(suite.node_hash(&left, &right), suite.hash(&joined));
            assert_eq!(suite.leaf_hash(b"l"), suite.hash(b"\0l"));
        }
    }
}
