//! One signature line of a note.

use std::fmt;
use std::str::FromStr;

use super::SignatureError;
use crate::text::{base64, from_base64, is_key_name};

/// A signature on a note, as its line says it: `— name base64(id ‖ bytes)`, without the
/// newline.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signature {
    /// The name of the key that is said to have signed.
    pub name: String,
    /// The id of that key.
    pub id: [u8; 4],
    /// What the key's algorithm made, at least one byte.
    pub bytes: Vec<u8>,
}

impl FromStr for Signature {
    type Err = SignatureError;

    fn from_str(line: &str) -> Result<Self, SignatureError> {
        let rest = line.strip_prefix("— ").ok_or(SignatureError)?;
        let (name, signature) = rest.split_once(' ').ok_or(SignatureError)?;
        let bytes = from_base64(signature).ok_or(SignatureError)?;
        match bytes.split_first_chunk() {
            Some((id, bytes)) if is_key_name(name) && !bytes.is_empty() => Ok(Signature {
                name: name.to_owned(),
                id: *id,
                bytes: bytes.to_vec(),
            }),
            _ => Err(SignatureError),
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id[..], &self.bytes].concat();
        write!(out, "— {} {}", self.name, base64(&bytes))
    }
}
