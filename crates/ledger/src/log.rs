//! What a log is known by, and the checkpoint that its key signs.

use youwei_tlog::{Checkpoint, Frontier, Note, SignerKey, Suite, VerifierKey};

use crate::{Broken, Head, LedgerError, event};

/// Name and public key of a log.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    /// The `source` of all its events and the first line of its checkpoints.
    pub(crate) origin: String,
    /// Which cryptography it uses; the origin says.
    pub(crate) suite: Suite,
    /// Checks its checkpoints.
    pub(crate) key: VerifierKey,
}

/// The row of the head as a store holds it, nothing of it believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredHead {
    pub(crate) size: u64,
    pub(crate) frontier: Vec<u8>,
    pub(crate) checkpoint: String,
}

impl Log {
    /// The log that this key writes.
    pub(crate) fn of(signer: &SignerKey) -> Log {
        let key = signer.verifier();
        Log {
            origin: key.name().to_owned(),
            suite: Suite::of_origin(key.name()),
            key,
        }
    }

    /// The log whose store says so.
    pub(crate) fn stored(origin: String, key: &str) -> Result<Log, LedgerError> {
        event::check_source(&origin).map_err(LedgerError::Origin)?;
        match key.parse::<VerifierKey>() {
            Ok(key) if key.name() == origin => Ok(Log {
                suite: Suite::of_origin(&origin),
                origin,
                key,
            }),
            _ => Err(Broken::head(
                "所存公钥不是本账本的",
                "the stored public key is not this ledger's",
            )
            .into()),
        }
    }

    /// The signed note of the tree with this right edge.
    pub(crate) fn checkpoint(&self, frontier: &Frontier, signer: &SignerKey) -> String {
        let text = Checkpoint {
            origin: self.origin.clone(),
            size: frontier.size(),
            root: frontier.root(self.suite),
            extensions: Vec::new(),
        }
        .to_string();
        let signature = signer.sign(&text);
        Note {
            text,
            signatures: vec![signature],
        }
        .to_string()
    }

    /// Reads a signed note.
    pub(crate) fn read_note(&self, note: &str) -> Result<Note, Broken> {
        Note::parse(note.as_bytes())
            .map_err(|_| Broken::head("不是签名文本", "it is not a signed note"))
    }

    /// Reads a signed checkpoint of this log and checks the log's signature.
    pub(crate) fn read_checkpoint(&self, note: &str) -> Result<Checkpoint, Broken> {
        let wrong = |zh: &str, en: &str| Broken::head(zh, en);
        let note = self.read_note(note)?;
        note.verified(std::slice::from_ref(&self.key))
            .map_err(|_| {
                wrong(
                    "签名不是本账本密钥所签",
                    "its signature is not of this ledger's key",
                )
            })?;
        match note.text.parse::<Checkpoint>() {
            Ok(checkpoint) if checkpoint.origin == self.origin => Ok(checkpoint),
            _ => Err(wrong(
                "不是本账本的检查点",
                "it is not a checkpoint of this ledger",
            )),
        }
    }

    /// The head that a store holds, if its parts agree and the log's key signed it.
    pub(crate) fn read_head(&self, stored: &StoredHead) -> Result<(Head, Frontier), Broken> {
        let checkpoint = self.read_checkpoint(&stored.checkpoint)?;
        let differs = || {
            Broken::head(
                "与所存的默克尔树不符",
                "it does not agree with the stored Merkle tree",
            )
        };
        let frontier = Frontier::from_bytes(stored.size, &stored.frontier).ok_or_else(differs)?;
        let root = frontier.root(self.suite);
        if checkpoint.size != stored.size || checkpoint.root != root {
            return Err(differs());
        }
        let size = stored.size;
        Ok((Head { size, root }, frontier))
    }
}
