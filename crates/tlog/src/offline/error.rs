//! Why bytes are no offline proof, or a proof does not hold.

use thiserror::Error;
use youwei_base::Bilingual;

use crate::{NoteError, ProofError, TrustError};

/// Why bytes are no offline proof, or a proof does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OfflineProofError {
    /// More than the limit of bytes.
    #[error(
        "A proof of more than 2,000,000 bytes is not read; check that this is a .tlog-proof file."
    )]
    TooLong,
    /// Not UTF-8.
    #[error("A proof file is UTF-8 text; fetch it again as it is.")]
    Letters,
    /// Another first line.
    #[error(
        "A proof file begins with the line `c2sp.org/tlog-proof@v1`; check that this is a .tlog-proof file, with plain newlines."
    )]
    Header,
    /// No empty line before the checkpoint.
    #[error("The proof file ends before its checkpoint; fetch it again, whole.")]
    Cut,
    /// The extra line is not base64.
    #[error("The line `extra` of the proof file is not base64; fetch the file again.")]
    Extra,
    /// No index line.
    #[error(
        "The proof file must say the number of the entry as `index 123`, without leading zeros; fetch the file again."
    )]
    Index,
    /// A line between index and checkpoint is no hash, or there are more than 64.
    #[error(
        "The lines after the index must be at most 64 hashes of 32 bytes in base64; fetch the file again."
    )]
    Hashes,
    /// The checkpoint is no signed note.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The checkpoint is not to be believed.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The hashes do not lead from the entry to the checkpoint.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl OfflineProofError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            OfflineProofError::TooLong => {
                "超过2,000,000字节的证明不予读取;请确认这是 .tlog-proof 文件。"
            }
            OfflineProofError::Letters => "证明文件应为UTF-8文本;请原样重新获取。",
            OfflineProofError::Header => {
                "证明文件第一行应为 `c2sp.org/tlog-proof@v1`;请确认这是 .tlog-proof 文件,且换行未被改动。"
            }
            OfflineProofError::Cut => "证明文件在检查点之前就结束了;请重新完整获取。",
            OfflineProofError::Extra => "证明文件的 `extra` 一行不是base64;请重新获取文件。",
            OfflineProofError::Index => {
                "证明文件应以 `index 123` 写明记录编号,开头无多余的零;请重新获取文件。"
            }
            OfflineProofError::Hashes => {
                "编号之后应为至多64个base64写成的32字节散列值;请重新获取文件。"
            }
            OfflineProofError::Note(error) => return error.sentence(),
            OfflineProofError::Trust(error) => return error.sentence(),
            OfflineProofError::Proof(error) => return error.sentence(),
        };
        Bilingual::new(zh, self.to_string())
    }
}
