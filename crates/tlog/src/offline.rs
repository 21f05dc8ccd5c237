//! Offline proofs, C2SP tlog-proof: a file that shows one entry to be in a log, to be
//! checked with the log's key and nothing else.

mod error;

use std::fmt;

pub use error::OfflineProofError;

use crate::text::{base64, decimal, from_base64, hash_from_base64};
use crate::{Checkpoint, Hash, NOTE_BYTES_MAX, Note, VerifierKey, verify_inclusion};

/// The longest file that is read, in bytes: a note and as much before it.
pub const OFFLINE_PROOF_BYTES_MAX: usize = 2 * NOTE_BYTES_MAX;

/// The first line.
const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// No tree of 2^64 leaves has a longer way to its root.
const HASHES_MAX: usize = 64;

/// A proof that one entry is in a log. Believe nothing in it before
/// [`OfflineProof::check`], and `extra` not even then, unless it is the entry itself.
///
/// Its `Display` is the file (`.tlog-proof`); what [`OfflineProof::parse`] accepted comes
/// out again byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfflineProof {
    /// Bytes that the application wants beside the proof; Youwei puts the entry here.
    pub extra: Option<Vec<u8>>,
    /// The number of the entry, from 0 on.
    pub index: u64,
    /// The inclusion proof, sibling of the leaf first; at most 64.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint that the hashes lead to.
    pub checkpoint: Note,
}

impl OfflineProof {
    /// Reads a file of at most [`OFFLINE_PROOF_BYTES_MAX`] bytes.
    pub fn parse(bytes: &[u8]) -> Result<OfflineProof, OfflineProofError> {
        if bytes.len() > OFFLINE_PROOF_BYTES_MAX {
            return Err(OfflineProofError::TooLong);
        }
        // The checkpoint may have letters beyond ASCII, and all before it is ASCII.
        let text = std::str::from_utf8(bytes).map_err(|_| OfflineProofError::Letters)?;
        let rest = text.strip_prefix(HEADER).ok_or(OfflineProofError::Header)?;
        let rest = rest.strip_prefix('\n').ok_or(OfflineProofError::Header)?;
        let (lines, note) = rest.split_once("\n\n").ok_or(OfflineProofError::Cut)?;
        let mut lines = lines.split('\n').peekable();
        let extra = match lines.next_if(|line| line.starts_with("extra ")) {
            None => None,
            Some(line) => Some(extra_from(line).ok_or(OfflineProofError::Extra)?),
        };
        let index = lines
            .next()
            .and_then(|line| decimal(line.strip_prefix("index ")?))
            .ok_or(OfflineProofError::Index)?;
        let hashes = lines
            .map(|line| hash_from_base64(line).ok_or(OfflineProofError::Hashes))
            .collect::<Result<Vec<Hash>, _>>()?;
        if hashes.len() > HASHES_MAX {
            return Err(OfflineProofError::Hashes);
        }
        Ok(OfflineProof {
            extra,
            index,
            hashes,
            checkpoint: Note::parse(note.as_bytes())?,
        })
    }

    /// Checks that the log whose key is among `keys` signed the checkpoint
    /// ([`Checkpoint::trusted`]) and that `entry` is its entry number `index`; the suite is
    /// that of the checkpoint's origin. Answers with the checkpoint.
    ///
    /// Keys of witnesses may be among `keys`; a false signature of one rejects the proof,
    /// a missing one does not. Who wants witnesses asks [`Note::verified`] which of them
    /// signed.
    pub fn check(
        &self,
        keys: &[VerifierKey],
        entry: &[u8],
    ) -> Result<Checkpoint, OfflineProofError> {
        let checkpoint = Checkpoint::trusted(&self.checkpoint, keys)?;
        let suite = checkpoint.suite();
        verify_inclusion(
            suite,
            &suite.leaf_hash(entry),
            self.index,
            checkpoint.size,
            &self.hashes,
            &checkpoint.root,
        )?;
        Ok(checkpoint)
    }
}

fn extra_from(line: &str) -> Option<Vec<u8>> {
    from_base64(line.strip_prefix("extra ")?)
}

impl fmt::Display for OfflineProof {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(out, "extra {}", base64(extra))?;
        }
        writeln!(out, "index {}", self.index)?;
        for hash in &self.hashes {
            writeln!(out, "{}", base64(hash))?;
        }
        write!(out, "\n{}", self.checkpoint)
    }
}
