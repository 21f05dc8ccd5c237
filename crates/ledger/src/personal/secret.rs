//! A secret of 32 bytes, and what is worked out from it.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sm3::Sm3;
use thiserror::Error;
use youwei_base::Bilingual;
use youwei_tlog::Suite;
use zeroize::{Zeroize, Zeroizing};

use crate::Chance;

/// 32 bytes that are wiped when dropped and never printed.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<[u8; 32]>);

/// The machine gave no randomness, or the cipher refused to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CipherFault {
    /// The operating system has no random bytes to give.
    #[error(
        "The operating system gave no random bytes, nothing was encrypted; check the machine and ask again."
    )]
    NoRandomness,
    /// The cipher takes any input that we give it; that it did not is our fault.
    #[error(
        "The cipher refused its input, nothing was encrypted; this is a fault of the program, please report it."
    )]
    Refused,
}

impl CipherFault {
    /// What happened, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            CipherFault::NoRandomness => "操作系统未能提供随机数,什么也没有加密;请检查本机后重试。",
            CipherFault::Refused => {
                "密码算法拒绝了输入,什么也没有加密;这是程序的错误,请反馈给我们。"
            }
        };
        Bilingual::new(zh, self.to_string())
    }
}

impl Secret {
    pub(crate) fn new(bytes: [u8; 32]) -> Secret {
        Secret(Zeroizing::new(bytes))
    }

    pub(crate) fn random(chance: &Chance) -> Result<Secret, CipherFault> {
        let mut secret = Secret::new([0; 32]);
        chance.fill(&mut secret.0[..])?;
        Ok(secret)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// `HMAC(secret, labelled(label, parts))` with the hash of the suite: a value that
    /// says nothing about the secret or about what other inputs give.
    pub(crate) fn derive(&self, suite: Suite, label: &str, parts: &[&[u8]]) -> Secret {
        match suite {
            Suite::International => self.mac::<Hmac<Sha256>>(label, parts),
            Suite::National => self.mac::<Hmac<Sm3>>(label, parts),
        }
    }

    fn mac<M>(&self, label: &str, parts: &[&[u8]]) -> Secret
    where
        M: Mac + KeyInit,
        hmac::digest::Key<M>: From<[u8; BLOCK_BYTES]>,
        [u8; 32]: From<hmac::digest::Output<M>>,
    {
        // RFC 2104 fills a short key up with zeros to the block of the hash.
        let mut block = [0; BLOCK_BYTES];
        block[..32].copy_from_slice(self.bytes());
        let mut mac = <M as KeyInit>::new(&block.into());
        block.zeroize();
        in_pieces(label, parts, |piece| mac.update(piece));
        Secret::new(mac.finalize().into_bytes().into())
    }
}

/// The block of SHA-256 and of SM3.
const BLOCK_BYTES: usize = 64;

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(hidden)")
    }
}

/// `label ‖ "\n" ‖ (length of the part as 8 bytes, big-endian ‖ part) for each part`.
///
/// No two different lists give the same bytes: no label holds a line feed, and no
/// part can pass for the end of another.
pub(crate) fn labelled(label: &str, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let size = parts.iter().map(|part| 8 + part.len()).sum::<usize>();
    // With its full size at once: growing would leave copies that nobody wipes.
    let mut bytes = Zeroizing::new(Vec::with_capacity(label.len() + 1 + size));
    in_pieces(label, parts, |piece| bytes.extend_from_slice(piece));
    bytes
}

fn in_pieces(label: &str, parts: &[&[u8]], mut take: impl FnMut(&[u8])) {
    take(label.as_bytes());
    take(b"\n");
    for part in parts {
        take(&(part.len() as u64).to_be_bytes());
        take(part);
    }
}

#[cfg(test)]
mod tests {
    use super::super::hex;
    use super::*;

    #[test]
    fn parts_cannot_pass_for_one_another() {
        let given: [(&str, &[&[u8]]); 7] = [
            ("a", &[]),
            ("a", &[b""]),
            ("a", &[b"", b""]),
            ("a", &[b"bc", b"d"]),
            ("a", &[b"b", b"cd"]),
            ("a", &[b"b\0\0\0\0\0\0\0\x02cd"]),
            ("ab", &[b"c", b"d"]),
        ];
        let secret = Secret::new([7; 32]);
        for suite in [Suite::International, Suite::National] {
            let mut derived: Vec<_> = given
                .iter()
                .map(|(label, parts)| *secret.derive(suite, label, parts).bytes())
                .collect();
            derived.sort_unstable();
            derived.dedup();
            assert_eq!(derived.len(), given.len());
        }
        assert_eq!(
            **labelled("a", &[b"bc", b""]),
            *b"a\n\0\0\0\0\0\0\0\x02bc\0\0\0\0\0\0\0\0"
        );
    }

    /// Python's `hmac.new(bytes(range(32)), message, name).hexdigest()` with `message =
    /// b"label\n" + bytes(7) + b"\1x" + bytes(8)` and the names `sha256` and `sm3`.
    #[test]
    fn another_program_derives_the_same() {
        let secret = Secret::new(std::array::from_fn(|at| at as u8));
        for (suite, expected) in [
            (
                Suite::International,
                "37f50efa521d5ab3a164344a8de3dcc164a3bf9b2c2960b3cdfedc7db98a39c4",
            ),
            (
                Suite::National,
                "ef8eaec925e62b4bfcb7aeb232b59285ecc195f20389994ebee125c9ffeb7e05",
            ),
        ] {
            let derived = secret.derive(suite, "label", &[b"x", b""]);
            assert_eq!(hex::encode(derived.bytes()), expected);
        }
    }

    #[test]
    fn a_secret_is_not_printed_and_two_are_not_alike() {
        let system = Chance::system();
        let (one, two) = (
            Secret::random(&system).unwrap(),
            Secret::random(&system).unwrap(),
        );
        assert_ne!(one.bytes(), two.bytes());
        assert_eq!(format!("{one:?}"), "Secret(hidden)");
    }
}
