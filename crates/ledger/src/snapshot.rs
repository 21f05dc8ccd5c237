//! Snapshots: state that was folded from the log, kept to start faster.
//!
//! A snapshot is a convenience and never the truth: it bears the log key's signature,
//! and one that is missing, of another shape, damaged or forged is passed over, which
//! means folding from entry 0.

use youwei_tlog::{Note, SignerKey};

use crate::log::Log;

/// What a store holds, nothing of it believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredSnapshot {
    pub(crate) name: String,
    pub(crate) shape: u32,
    pub(crate) size: u64,
    pub(crate) bytes: Vec<u8>,
    pub(crate) signature: String,
}

/// State as of one size of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// How many entries were folded.
    pub size: u64,
    /// The state, in whatever form its maker reads again.
    pub bytes: Vec<u8>,
}

impl StoredSnapshot {
    /// Signs state as of `size`.
    pub(crate) fn sign(
        log: &Log,
        signer: &SignerKey,
        name: &str,
        shape: u32,
        snapshot: Snapshot,
    ) -> StoredSnapshot {
        let text = text(log, name, shape, &snapshot);
        let signature = signer.sign(&text);
        let note = Note {
            text,
            signatures: vec![signature],
        };
        StoredSnapshot {
            name: name.to_owned(),
            shape,
            size: snapshot.size,
            bytes: snapshot.bytes,
            signature: note.to_string(),
        }
    }

    /// The state, if the log's key signed just this.
    pub(crate) fn check(self, log: &Log) -> Option<Snapshot> {
        let note = Note::parse(self.signature.as_bytes()).ok()?;
        note.verified(std::slice::from_ref(&log.key)).ok()?;
        let snapshot = Snapshot {
            size: self.size,
            bytes: self.bytes,
        };
        (note.text == text(log, &self.name, self.shape, &snapshot)).then_some(snapshot)
    }
}

/// What is signed. Its first line is no origin, so it can never pass for a checkpoint.
fn text(log: &Log, name: &str, shape: u32, snapshot: &Snapshot) -> String {
    let hash = log.suite.hash(&snapshot.bytes);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "snapshot of {}\n{name:?} shape {shape}\n{} {hash}\n",
        log.origin, snapshot.size
    )
}
