//! Public keys.

use std::fmt;
use std::str::FromStr;

use sm2::dsa::signature::Verifier;

use super::{KeyError, SM2_USER_ID, witness};
use crate::text::{base64, from_base64, id_from_hex, id_to_hex, is_key_name};
use crate::{Signature, Suite};

/// What a key signs, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Ed25519 over the text of a note (`0x01`).
    Ed25519,
    /// A witness: Ed25519 over a time and a checkpoint, `cosignature/v1` (`0x04`).
    Cosigner,
    /// SM2 with SM3 over the text of a note (`0xff ‖ "SM2-with-SM3"`).
    Sm2,
}

/// A public key that checks signatures on notes.
///
/// As text (C2SP signed-note calls it a vkey) it is `name+id+base64(type ‖ key)`, the id
/// in eight lower-case hexadecimal digits; a name, a key and a type have one text.
///
/// ```
/// let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
/// let key: youwei_tlog::VerifierKey = text.parse()?;
/// assert_eq!(key.name(), "PeterNeumann");
/// assert_eq!(key.to_string(), text);
/// # Ok::<(), youwei_tlog::KeyError>(())
/// ```
#[derive(Debug, Clone)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    public: Public,
}

#[derive(Debug, Clone)]
enum Public {
    Ed25519(ed25519_dalek::VerifyingKey),
    Cosigner(ed25519_dalek::VerifyingKey),
    Sm2(Box<sm2::dsa::VerifyingKey>),
}

impl VerifierKey {
    /// The key of this type from its public bytes.
    pub(super) fn new(name: &str, kind: KeyKind, public: &[u8]) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        let ed25519 = || {
            let bytes = public.try_into().map_err(|_| KeyError::Public)?;
            ed25519_dalek::VerifyingKey::from_bytes(bytes)
                .ok()
                .filter(|key| !key.is_weak())
                .ok_or(KeyError::Public)
        };
        let key = match kind {
            KeyKind::Ed25519 => Public::Ed25519(ed25519()?),
            KeyKind::Cosigner => Public::Cosigner(ed25519()?),
            KeyKind::Sm2 => Public::Sm2(Box::new(sm2_key(public)?)),
        };
        Ok(VerifierKey {
            name: name.to_owned(),
            id: kind.id(name, public),
            public: key,
        })
    }

    /// The name of whose key it is; for a log, its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The four bytes that stand before this key's signatures.
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// What this key signs.
    pub fn kind(&self) -> KeyKind {
        match self.public {
            Public::Ed25519(_) => KeyKind::Ed25519,
            Public::Cosigner(_) => KeyKind::Cosigner,
            Public::Sm2(_) => KeyKind::Sm2,
        }
    }

    /// Whether this is a key that signs the log of this origin: it has the origin as its
    /// name and the type of the suite that the origin says.
    pub fn signs_log(&self, origin: &str) -> bool {
        let kind = match Suite::of_origin(origin) {
            Suite::International => KeyKind::Ed25519,
            Suite::National => KeyKind::Sm2,
        };
        self.name == origin && self.kind() == kind
    }

    /// Whether a signature says that it is by this key: same name, same id.
    pub fn claims(&self, signature: &Signature) -> bool {
        self.id == signature.id && self.name == signature.name
    }

    /// Whether the bytes of a signature are by this key over this text. Name and id are
    /// not looked at; see [`VerifierKey::claims`].
    pub fn verifies(&self, text: &str, signature: &Signature) -> bool {
        let bytes = signature.bytes.as_slice();
        match &self.public {
            Public::Ed25519(key) => verifies_ed25519(key, text.as_bytes(), bytes),
            Public::Cosigner(key) => match witness::split(bytes) {
                Some((time, rest)) => {
                    verifies_ed25519(key, witness::message(text, time).as_bytes(), rest)
                }
                None => false,
            },
            Public::Sm2(key) => match sm2::dsa::Signature::from_slice(bytes) {
                Ok(signature) => key.verify(text.as_bytes(), &signature).is_ok(),
                Err(_) => false,
            },
        }
    }

    /// When a witness says it signed, in seconds since 1970-01-01 UTC; none for a log's
    /// key or bytes that are no such signature. Believe it only of a verified signature.
    pub fn cosigned_at(&self, signature: &Signature) -> Option<u64> {
        match self.kind() {
            KeyKind::Cosigner => witness::split(&signature.bytes).map(|(time, _)| time),
            KeyKind::Ed25519 | KeyKind::Sm2 => None,
        }
    }

    /// The public key without its type.
    fn public_bytes(&self) -> Vec<u8> {
        match &self.public {
            Public::Ed25519(key) | Public::Cosigner(key) => key.as_bytes().to_vec(),
            Public::Sm2(key) => key.to_sec1_bytes().into_vec(),
        }
    }
}

/// The check of RFC 8032 § 5.1.7, and stricter: points of small order are refused.
fn verifies_ed25519(key: &ed25519_dalek::VerifyingKey, message: &[u8], bytes: &[u8]) -> bool {
    match ed25519_dalek::Signature::from_slice(bytes) {
        Ok(signature) => key.verify_strict(message, &signature).is_ok(),
        Err(_) => false,
    }
}

/// An SM2 key from the uncompressed point; a compressed one would give the same key a
/// second text.
fn sm2_key(public: &[u8]) -> Result<sm2::dsa::VerifyingKey, KeyError> {
    if public.len() != 65 {
        return Err(KeyError::Public);
    }
    sm2::dsa::VerifyingKey::from_sec1_bytes(SM2_USER_ID, public).map_err(|_| KeyError::Public)
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Format);
        };
        let id = id_from_hex(id).ok_or(KeyError::Format)?;
        let bytes = from_base64(key).ok_or(KeyError::Format)?;
        let (kind, public) = KeyKind::of(&bytes).ok_or(KeyError::Type)?;
        let key = VerifierKey::new(name, kind, public)?;
        if key.id != id {
            return Err(KeyError::Id);
        }
        Ok(key)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.kind().type_bytes(), self.public_bytes()].concat();
        write!(
            out,
            "{}+{}+{}",
            self.name,
            id_to_hex(self.id),
            base64(&bytes)
        )
    }
}

impl PartialEq for VerifierKey {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.kind() == other.kind()
            && self.public_bytes() == other.public_bytes()
    }
}

impl Eq for VerifierKey {}
