//! Signed notes, C2SP signed-note: a text, an empty line, signatures.

mod error;
mod signature;

use std::fmt;

pub use error::{NoteError, SignatureError};
pub use signature::Signature;

use crate::VerifierKey;
use crate::text::has_control;

/// The longest note that is read, in bytes; as Go's `sumdb/note` has it.
pub const NOTE_BYTES_MAX: usize = 1_000_000;

/// The most signatures that a note may have.
pub const SIGNATURES_MAX: usize = 100;

/// A text with signatures. Believe nothing in it before [`Note::verified`].
///
/// Its `Display` is the note; what [`Note::parse`] accepted comes out again byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, which ends in a newline.
    pub text: String,
    /// The signatures, at least one, in the order of their lines.
    pub signatures: Vec<Signature>,
}

impl Note {
    /// Reads a note of at most [`NOTE_BYTES_MAX`] bytes and [`SIGNATURES_MAX`] signatures.
    pub fn parse(bytes: &[u8]) -> Result<Note, NoteError> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteError::TooLong);
        }
        let note = std::str::from_utf8(bytes).map_err(|_| NoteError::Letters)?;
        if has_control(note) {
            return Err(NoteError::Letters);
        }
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::Format)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Format)?;
        if lines.split('\n').count() > SIGNATURES_MAX {
            return Err(NoteError::TooManySignatures);
        }
        let signatures = lines
            .split('\n')
            .map(str::parse)
            .collect::<Result<_, SignatureError>>()?;
        Ok(Note {
            text: format!("{text}\n"),
            signatures,
        })
    }

    /// The keys among `keys` that signed this note, in the order of their signatures, each
    /// once.
    ///
    /// A signature belongs to a key if name and id are equal. Signatures of no given key
    /// are passed over; one that belongs to a given key and does not fit the text rejects
    /// the note, as does a note without any signature of a given key.
    pub fn verified<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<&'k VerifierKey>, NoteError> {
        let mut signed = Vec::new();
        for signature in &self.signatures {
            let mut known = keys.iter().filter(|key| key.claims(signature)).peekable();
            if known.peek().is_none() {
                continue;
            }
            // Two keys may share name and id by accident; one of them must have signed.
            let key = known.find(|key| key.verifies(&self.text, signature));
            let key = key.ok_or_else(|| NoteError::Forged(signature.name.clone()))?;
            if !signed.contains(&key) {
                signed.push(key);
            }
        }
        if signed.is_empty() {
            return Err(NoteError::NoKnownKey);
        }
        Ok(signed)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", self.text)?;
        for signature in &self.signatures {
            writeln!(out, "{signature}")?;
        }
        Ok(())
    }
}
