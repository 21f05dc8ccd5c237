//! Secret keys of logs.

use std::fmt;
use std::hint::black_box;
use std::str::FromStr;

use sm2::dsa::signature::Signer as _;
use zeroize::Zeroizing;

use super::{KeyError, KeyKind, PRIVATE, SM2_USER_ID, VerifierKey};
use crate::text::{base64, from_base64, id_from_hex, id_to_hex, is_key_name};
use crate::{Signature, Suite};

/// The secret key with which a log signs its checkpoints.
///
/// As text it is `PRIVATE+KEY+name+id+base64(type ‖ seed)`, as Go's `sumdb/note` has it.
/// For Ed25519 the seed is the 32 bytes of RFC 8032, for SM2 the secret number, big-endian.
///
/// Signing draws no random numbers: Ed25519 needs none, and SM2 derives its nonce from
/// key and message as RFC 6979 does, with HMAC-SM3. So the same text has the same
/// signature in every process.
///
/// The key is overwritten when dropped; what the processor copied while signing with SM2
/// is beyond our reach. `Debug` shows the name only.
///
/// ```
/// use youwei_tlog::SignerKey;
/// let key = SignerKey::from_seed("yunze.example/log", &[7; 32])?;
/// let signature = key.sign("a text\n");
/// assert!(key.verifier().verifies("a text\n", &signature));
/// # Ok::<(), youwei_tlog::KeyError>(())
/// ```
pub struct SignerKey {
    verifier: VerifierKey,
    secret: Secret,
}

/// On the heap, so that moving a key leaves no copy behind.
enum Secret {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    Sm2(Box<sm2::dsa::SigningKey>),
}

impl Drop for Secret {
    /// Ed25519 keys clear themselves; an SM2 key is overwritten by the one of secret 1.
    fn drop(&mut self) {
        if let Secret::Sm2(key) = self {
            let mut one = [0; 32];
            one[31] = 1;
            if let Ok(other) = sm2::dsa::SigningKey::from_slice(SM2_USER_ID, &one) {
                **key = other;
                black_box(key);
            }
        }
    }
}

impl SignerKey {
    /// The key of a log from 32 random bytes; its name, the log's origin, says the suite.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let (kind, secret, public) = match Suite::of_origin(name) {
            Suite::International => {
                let key = ed25519_dalek::SigningKey::from_bytes(seed);
                let public = key.verifying_key().as_bytes().to_vec();
                (KeyKind::Ed25519, Secret::Ed25519(Box::new(key)), public)
            }
            Suite::National => {
                let key = sm2::dsa::SigningKey::from_slice(SM2_USER_ID, seed)
                    .map_err(|_| KeyError::Seed)?;
                // The secret n - 1 gives a public key but no signatures (GB/T 32918.2 § 6.1).
                key.try_sign(b"").map_err(|_| KeyError::Seed)?;
                let public = key.verifying_key().to_sec1_bytes().into_vec();
                (KeyKind::Sm2, Secret::Sm2(Box::new(key)), public)
            }
        };
        Ok(SignerKey {
            verifier: VerifierKey::new(name, kind, &public)?,
            secret,
        })
    }

    /// The name of the key, which is the log's origin.
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    /// The suite of the log that this key signs.
    pub fn suite(&self) -> Suite {
        match self.secret {
            Secret::Ed25519(_) => Suite::International,
            Secret::Sm2(_) => Suite::National,
        }
    }

    /// The public key.
    pub fn verifier(&self) -> VerifierKey {
        self.verifier.clone()
    }

    /// Signs the text of a note, which must end in a newline to be one.
    pub fn sign(&self, text: &str) -> Signature {
        let bytes = match &self.secret {
            Secret::Ed25519(key) => key.sign(text.as_bytes()).to_bytes().to_vec(),
            // No nonce fits with probability 2^-255 or so (GB/T 32918.2 § 6.1, steps A5 and
            // A6), the one case in which this panics.
            Secret::Sm2(key) => key.sign(text.as_bytes()).to_vec(),
        };
        Signature {
            name: self.name().to_owned(),
            id: self.verifier.id(),
            bytes,
        }
    }

    /// The secret text of this key, to be kept in a file that only the log may read.
    pub fn secret_text(&self) -> Zeroizing<String> {
        let seed: Zeroizing<[u8; 32]> = Zeroizing::new(match &self.secret {
            Secret::Ed25519(key) => key.to_bytes(),
            Secret::Sm2(key) => key.to_bytes().into(),
        });
        secret_text(&self.verifier, &seed)
    }
}

/// Writes a secret key.
pub(super) fn secret_text(verifier: &VerifierKey, seed: &[u8; 32]) -> Zeroizing<String> {
    let kind = verifier.kind().type_bytes();
    let bytes = Zeroizing::new([kind.as_slice(), seed.as_slice()].concat());
    let key = Zeroizing::new(base64(&bytes));
    let (name, id) = (verifier.name(), id_to_hex(verifier.id()));
    Zeroizing::new(format!("{PRIVATE}{name}+{id}+{}", *key))
}

/// The parts of a secret key: name, id, type and seed.
pub(super) struct SecretParts<'a> {
    pub(super) name: &'a str,
    pub(super) id: [u8; 4],
    pub(super) kind: KeyKind,
    pub(super) seed: Zeroizing<[u8; 32]>,
}

impl SecretParts<'_> {
    pub(super) fn read(text: &str) -> Result<SecretParts<'_>, KeyError> {
        let rest = text.strip_prefix(PRIVATE).ok_or(KeyError::Format)?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Format);
        };
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        let id = id_from_hex(id).ok_or(KeyError::Format)?;
        let bytes = Zeroizing::new(from_base64(key).ok_or(KeyError::Format)?);
        let (kind, seed) = KeyKind::of(&bytes).ok_or(KeyError::Type)?;
        let seed = Zeroizing::new(seed.try_into().map_err(|_| KeyError::Seed)?);
        Ok(SecretParts {
            name,
            id,
            kind,
            seed,
        })
    }
}

impl FromStr for SignerKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let parts = SecretParts::read(text)?;
        if parts.kind == KeyKind::Cosigner {
            return Err(KeyError::Type);
        }
        let key = SignerKey::from_seed(parts.name, &parts.seed)?;
        if key.verifier.kind() != parts.kind {
            return Err(KeyError::Suite);
        }
        if key.verifier.id() != parts.id {
            return Err(KeyError::Id);
        }
        Ok(key)
    }
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SignerKey")
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}
