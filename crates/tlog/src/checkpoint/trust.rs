//! From a note to a checkpoint that its log signed.

use thiserror::Error;
use youwei_base::Bilingual;

use super::{Checkpoint, CheckpointError};
use crate::{Note, NoteError, VerifierKey};

impl Checkpoint {
    /// The checkpoint in a note, signed by the log it is of: [`Note::verified`] holds for
    /// `keys`, and among those that signed is one that [`VerifierKey::signs_log`] of the
    /// checkpoint's origin. A witness alone does not do.
    pub fn trusted(note: &Note, keys: &[VerifierKey]) -> Result<Checkpoint, TrustError> {
        let signed = note.verified(keys)?;
        let checkpoint: Checkpoint = note.text.parse()?;
        if !signed.iter().any(|key| key.signs_log(&checkpoint.origin)) {
            return Err(TrustError::NotTheLog(checkpoint.origin));
        }
        Ok(checkpoint)
    }
}

/// Why a note is not the trusted checkpoint of a log.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TrustError {
    /// The signatures do not hold.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// None of the keys that signed is the log's own.
    #[error(
        "This checkpoint is of the log {0}, and none of the keys you trust that signed it is that log's own; give the key of {0}."
    )]
    NotTheLog(String),
}

impl TrustError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        match self {
            TrustError::Note(error) => error.sentence(),
            TrustError::Checkpoint(error) => error.sentence(),
            TrustError::NotTheLog(origin) => Bilingual::new(
                format!(
                    "这是账本{origin}的检查点,而为它签名的受信密钥中没有该账本自己的;请给出{origin}的密钥。"
                ),
                self.to_string(),
            ),
        }
    }
}
