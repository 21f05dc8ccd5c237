//! Checkpoints that witnesses have signed too.
//!
//! A witness is somebody outside who has seen the log grow and never shrink. Their
//! signature is kept with the key that it was checked with, so that verification can
//! check it again.

use thiserror::Error;
use youwei_base::Bilingual;
use youwei_tlog::{Checkpoint, Note, Signature, VerifierKey};

use crate::log::Log;
use crate::{Broken, LedgerError, Part, StorageError};

/// What a store holds, nothing of it believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cosigned {
    pub(crate) size: u64,
    /// The log's signature first, then those of witnesses.
    pub(crate) note: String,
    /// The witnesses' keys, a line each.
    pub(crate) keys: String,
}

impl Cosigned {
    /// A checkpoint with the log's signature alone.
    pub(crate) fn new(log: &Log, size: u64, note: &Note) -> Result<Cosigned, Broken> {
        let own = note.signatures.iter().filter(|line| log.key.claims(line));
        let note = Note {
            text: note.text.clone(),
            signatures: own.take(1).cloned().collect(),
        };
        log.read_checkpoint(&note.to_string())?;
        Ok(Cosigned {
            size,
            note: note.to_string(),
            keys: String::new(),
        })
    }

    /// Adds signatures of witnesses that have none here yet; answers how many.
    pub(crate) fn add(
        &mut self,
        log: &Log,
        signed: Vec<(VerifierKey, Signature)>,
    ) -> Result<usize, Broken> {
        let mut note = log.read_note(&self.note)?;
        let before = note.signatures.len();
        for (witness, line) in signed {
            if !note.signatures.iter().any(|kept| witness.claims(kept)) {
                note.signatures.push(line);
                self.keys.push_str(&format!("{witness}\n"));
            }
        }
        self.note = note.to_string();
        Ok(note.signatures.len() - before)
    }

    /// The checkpoint, if the log and every witness named here signed it.
    pub(crate) fn check(&self, log: &Log) -> Result<Checkpoint, Broken> {
        let part = || Part::Cosigned(self.size);
        let checkpoint = log.read_checkpoint(&self.note).map_err(|broken| Broken {
            part: part(),
            ..broken
        })?;
        if checkpoint.size != self.size {
            return Err(Broken::new(
                part(),
                "长度不是所记的",
                "it is of another size",
            ));
        }
        let keys: Result<Vec<VerifierKey>, _> = self.keys.lines().map(str::parse).collect();
        let all_signed = |keys: Vec<VerifierKey>| {
            let note = log.read_note(&self.note).ok()?;
            let signed = keys.iter().all(|witness| {
                let mut lines = note.signatures.iter().filter(|line| witness.claims(line));
                lines
                    .next()
                    .is_some_and(|line| witness.verifies(&note.text, line))
            });
            (signed && keys.len() + 1 == note.signatures.len()).then_some(())
        };
        match keys.ok().and_then(all_signed) {
            Some(()) => Ok(checkpoint),
            None => Err(Broken::new(
                part(),
                "见证人的签名不符",
                "a signature of a witness does not fit",
            )),
        }
    }
}

/// Why signatures of witnesses were not kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CosignError {
    /// None of the lines is of a witness that was named.
    #[error(
        "None of the named witnesses has signed this checkpoint; give the key of one who has, with --witness."
    )]
    NoWitness,
    /// A line says that it is of a witness, and is not.
    #[error("The signature of {name} does not fit the checkpoint; ask the witness for it again.")]
    Signature {
        /// The witness.
        name: String,
    },
    /// The checkpoint is of a longer log than this.
    #[error(
        "This ledger is shorter than {size} entries, so the checkpoint is not of it as it stands; compare with a backup before anything else."
    )]
    Ahead {
        /// The size that was signed.
        size: u64,
    },
    /// The log refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl CosignError {
    /// What happened, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            CosignError::NoWitness => {
                "所列见证人都没有签署这个检查点;请用 --witness 给出签署者的公钥。".to_owned()
            }
            CosignError::Signature { name } => {
                format!("{name} 的签名与检查点不符;请向见证人重新索取。")
            }
            CosignError::Ahead { size } => {
                format!("本账本不足 {size} 条,该检查点不是它现在的样子;请先与备份比对。")
            }
            CosignError::Ledger(error) => return error.sentence(),
        };
        Bilingual::new(zh, self.to_string())
    }
}

impl From<Broken> for CosignError {
    fn from(broken: Broken) -> Self {
        CosignError::Ledger(broken.into())
    }
}

impl From<StorageError> for CosignError {
    fn from(error: StorageError) -> Self {
        CosignError::Ledger(error.into())
    }
}
