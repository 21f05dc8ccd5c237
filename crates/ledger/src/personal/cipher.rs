//! Encrypting: AES-256-GCM, or SM4-GCM in the national suite.
//!
//! A box is `nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes)`. The nonce is random;
//! a key of ours encrypts far fewer than the 2^32 texts that NIST SP 800-38D §8.3
//! allows under random nonces.

use aes_gcm::aead::{Aead, KeyInit, Payload, consts::U12};
use aes_gcm::{Aes256Gcm, AesGcm};
use sm4::Sm4;
use youwei_tlog::Suite;
use zeroize::Zeroizing;

use super::secret::{CipherFault, Secret};
use crate::Chance;

/// GCM over SM4, as RFC 8998 has it for TLS.
type Sm4Gcm = AesGcm<Sm4, U12>;

const NONCE_BYTES: usize = 12;
#[cfg(test)]
const TAG_BYTES: usize = 16;

/// A box that opens only with the same key and the same context.
pub(crate) fn close(
    chance: &Chance,
    suite: Suite,
    key: &Secret,
    context: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, CipherFault> {
    let mut nonce = [0; NONCE_BYTES];
    chance.fill(&mut nonce)?;
    close_with(suite, key, nonce, context, plain)
}

/// The same with a nonce given, which must never be used twice with one key.
fn close_with(
    suite: Suite,
    key: &Secret,
    nonce: [u8; NONCE_BYTES],
    context: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, CipherFault> {
    let payload = Payload {
        msg: plain,
        aad: context,
    };
    let encrypted = match suite {
        Suite::International => Aes256Gcm::new(key.bytes().into()).encrypt(&nonce.into(), payload),
        Suite::National => Sm4Gcm::new((&*sm4_key(key)).into()).encrypt(&nonce.into(), payload),
    };
    let encrypted = encrypted.map_err(|_| CipherFault::Refused)?;
    Ok([&nonce[..], &encrypted].concat())
}

/// What was put into the box, or nothing if a bit of it, of the key or of the context
/// is another.
pub(crate) fn open(
    suite: Suite,
    key: &Secret,
    context: &[u8],
    boxed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, encrypted) = boxed.split_first_chunk::<NONCE_BYTES>()?;
    let payload = Payload {
        msg: encrypted,
        aad: context,
    };
    let plain = match suite {
        Suite::International => Aes256Gcm::new(key.bytes().into()).decrypt(nonce.into(), payload),
        Suite::National => Sm4Gcm::new((&*sm4_key(key)).into()).decrypt(nonce.into(), payload),
    };
    plain.ok().map(Zeroizing::new)
}

/// SM4 has keys of 128 bits: the first half of what HMAC-SM3 gave.
fn sm4_key(key: &Secret) -> Zeroizing<[u8; 16]> {
    let mut half = Zeroizing::new([0; 16]);
    half.copy_from_slice(&key.bytes()[..16]);
    half
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::hex;
    use super::*;

    /// RFC 8998 appendix A.1.
    #[test]
    fn sm4_gcm_answers_as_its_rfc_says() {
        let mut key = [0xFF; 32];
        let half = 0x0123_4567_89AB_CDEF_FEDC_BA98_7654_3210_u128;
        key[..16].copy_from_slice(&half.to_be_bytes());
        let nonce = [0, 0, 0x12, 0x34, 0x56, 0x78, 0, 0, 0, 0, 0xAB, 0xCD];
        let context = [0xFE, 0xED, 0xFA, 0xCE, 0xDE, 0xAD, 0xBE, 0xEF].repeat(2);
        let context = [&context[..], &[0xAB, 0xAD, 0xDA, 0xD2]].concat();
        let plain: Vec<u8> = [0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA]
            .iter()
            .flat_map(|byte| [*byte; 8])
            .collect();
        let key = Secret::new(key);
        let boxed = close_with(Suite::National, &key, nonce, &context, &plain).unwrap();
        assert_eq!(
            hex::encode(&boxed[NONCE_BYTES..]),
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735\
             d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d\
             83de3541e4c2b58177e065a9bf7b62ec"
        );
    }

    /// Python's cryptography 48: `AESGCM(bytes(range(32))).encrypt(bytes(range(12)),
    /// b"plain", b"context")`.
    #[test]
    fn aes_gcm_answers_as_another_program_does() {
        let key = Secret::new(std::array::from_fn(|at| at as u8));
        let nonce = std::array::from_fn(|at| at as u8);
        let boxed = close_with(Suite::International, &key, nonce, b"context", b"plain");
        assert_eq!(
            hex::encode(&boxed.unwrap()[NONCE_BYTES..]),
            "376eb772abc3065fcef0ce0c967bfcb7092f8fb594"
        );
    }

    proptest! {
        // Each case flips every bit.
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn a_box_opens_with_its_key_and_context_and_with_nothing_else(
            key: [u8; 32],
            context in prop::collection::vec(any::<u8>(), 1..40),
            plain in prop::collection::vec(any::<u8>(), 0..80),
            national: bool,
        ) {
            let suite = if national { Suite::National } else { Suite::International };
            let secret = Secret::new(key);
            let boxed = close(&Chance::system(), suite, &secret, &context, &plain).unwrap();
            prop_assert_eq!(boxed.len(), NONCE_BYTES + plain.len() + TAG_BYTES);
            let opened = open(suite, &secret, &context, &boxed).unwrap();
            prop_assert_eq!(&*opened, &plain);

            for bit in 0..boxed.len() * 8 {
                prop_assert!(open(suite, &secret, &context, &flipped(&boxed, bit)).is_none());
            }
            for bit in 0..context.len() * 8 {
                prop_assert!(open(suite, &secret, &flipped(&context, bit), &boxed).is_none());
            }
            // SM4 uses the first half of the key only.
            let key_bits = if national { 128 } else { 256 };
            for bit in 0..key_bits {
                let other = flipped(&key, bit).try_into().unwrap();
                prop_assert!(open(suite, &Secret::new(other), &context, &boxed).is_none());
            }
            for end in 0..boxed.len() {
                prop_assert!(open(suite, &secret, &context, &boxed[..end]).is_none());
            }
            // A nonce is not used again.
            prop_assert_ne!(close(&Chance::system(), suite, &secret, &context, &plain).unwrap(), boxed);
        }
    }

    fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        bytes
    }
}
