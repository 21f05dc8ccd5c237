//! Witnesses: others who saw the log grow and say so, C2SP tlog-cosignature.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signer as _, SigningKey};
use zeroize::Zeroizing;

use super::signer::{SecretParts, secret_text};
use super::{KeyError, KeyKind, VerifierKey};
use crate::Signature;

/// The secret key of a witness, `cosignature/v1` with Ed25519 (type `0x04`), for logs of
/// either suite.
///
/// Its text is that of a log's secret key with this other type.
pub struct WitnessKey {
    verifier: VerifierKey,
    secret: Box<SigningKey>,
}

impl WitnessKey {
    /// The key of a witness from 32 random bytes.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let secret = Box::new(SigningKey::from_bytes(seed));
        let public = secret.verifying_key();
        Ok(WitnessKey {
            verifier: VerifierKey::new(name, KeyKind::Cosigner, public.as_bytes())?,
            secret,
        })
    }

    /// The public key.
    pub fn verifier(&self) -> VerifierKey {
        self.verifier.clone()
    }

    /// Signs a checkpoint's text as the largest that this witness has seen of the log at
    /// `time`, in seconds since 1970-01-01 UTC. The signature holds the time, big-endian,
    /// before the 64 bytes of Ed25519.
    pub fn sign(&self, checkpoint: &str, time: u64) -> Signature {
        let signature = self.secret.sign(message(checkpoint, time).as_bytes());
        Signature {
            name: self.verifier.name().to_owned(),
            id: self.verifier.id(),
            bytes: [&time.to_be_bytes()[..], &signature.to_bytes()].concat(),
        }
    }

    /// The secret text of this key.
    pub fn secret_text(&self) -> Zeroizing<String> {
        secret_text(&self.verifier, self.secret.as_bytes())
    }
}

/// What a witness signs.
pub(super) fn message(checkpoint: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{checkpoint}")
}

/// The time in a cosignature and the signature after it. Times beyond 2^63 - 1 are not
/// allowed.
pub(super) fn split(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (time, rest) = bytes.split_first_chunk()?;
    let time = u64::from_be_bytes(*time);
    i64::try_from(time).is_ok().then_some((time, rest))
}

impl FromStr for WitnessKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let parts = SecretParts::read(text)?;
        if parts.kind != KeyKind::Cosigner {
            return Err(KeyError::Type);
        }
        let key = WitnessKey::from_seed(parts.name, &parts.seed)?;
        if key.verifier.id() != parts.id {
            return Err(KeyError::Id);
        }
        Ok(key)
    }
}

impl fmt::Debug for WitnessKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("WitnessKey")
            .field("name", &self.verifier.name())
            .finish_non_exhaustive()
    }
}
