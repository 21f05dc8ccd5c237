//! Why a backup was not written, or not restored.

use thiserror::Error;
use youwei_base::Bilingual;

use crate::{AppendError, Broken, CosignError, LedgerError, StorageError};

/// Why a backup was not written, or not restored.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BackupError {
    /// The file could not be read or written.
    #[error("The backup could not be read or written ({reason}); check the disk and try again.")]
    File {
        /// What the system said.
        reason: String,
    },
    /// It does not begin as a backup does.
    #[error("This is not a backup of Youwei; name a file that youwei backup wrote.")]
    NotABackup,
    /// It ends too early, or counts more than it holds.
    #[error("The backup was cut off or parts of it are missing; use another copy.")]
    Cut,
    /// A part of it is not what it should be.
    #[error("The backup's part {name:?} is damaged or does not belong there; use another copy.")]
    Part {
        /// The name of the part.
        name: String,
    },
    /// An entry of it is no entry of the log.
    #[error("Entry {index} in the backup is not what its ledger wrote; use another copy.")]
    Entry {
        /// Its index.
        index: u64,
    },
    /// Its entries are not those that its key signed.
    #[error(
        "The entries in the backup do not give the root that its checkpoint signs: they were changed; use another copy."
    )]
    Root,
    /// It does not begin as a file of persons of this log does.
    #[error(
        "This is not the file of persons of this ledger; name the one that youwei backup wrote with --people."
    )]
    NotPeople,
    /// The file of persons knows less than the backup.
    #[error(
        "The file of persons was written when the ledger had {size} entries and the backup has {needed}; name one that was written with this backup or later."
    )]
    PeopleOlder {
        /// The size of the log when the file was written.
        size: u64,
        /// The size of the log in the backup.
        needed: u64,
    },
    /// Another log lies at the place.
    #[error(
        "There is a ledger at this place already that is not the beginning of this backup; restore to another place."
    )]
    Taken,
    /// The log refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// An entry could not be appended.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// A cosigned checkpoint could not be kept.
    #[error(transparent)]
    Cosign(#[from] CosignError),
}

impl BackupError {
    /// What happened, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            BackupError::File { reason } => {
                format!("备份读写失败({reason});请检查磁盘后重试。")
            }
            BackupError::NotABackup => {
                "这不是有为的备份;请指明 youwei backup 写出的文件。".to_owned()
            }
            BackupError::Cut => "备份不完整,有部分缺失;请换用另一份。".to_owned(),
            BackupError::Part { name } => {
                format!("备份中的 {name:?} 已损坏或不应在此;请换用另一份。")
            }
            BackupError::Entry { index } => {
                format!("备份中第 {index} 条不是账本所写;请换用另一份。")
            }
            BackupError::Root => {
                "备份各条算不出检查点所签的根,内容被改动过;请换用另一份。".to_owned()
            }
            BackupError::NotPeople => {
                "这不是本账本的个人密钥备份;请指明 youwei backup 用 --people 写出的文件。"
                    .to_owned()
            }
            BackupError::PeopleOlder { size, needed } => format!(
                "写这份个人密钥备份时账本有 {size} 条,而账本备份有 {needed} 条;请指明与账本备份同时或其后写出的那份。"
            ),
            BackupError::Taken => "此处已有账本,且不是该备份的前段;请恢复到别处。".to_owned(),
            BackupError::Ledger(error) => return error.sentence(),
            BackupError::Append(error) => return error.sentence(),
            BackupError::Cosign(error) => return error.sentence(),
        };
        Bilingual::new(zh, self.to_string())
    }

    pub(crate) fn io(error: std::io::Error) -> BackupError {
        BackupError::File {
            reason: error.to_string(),
        }
    }

    /// What an archive cannot be read for. One that ends in the middle is cut.
    pub(crate) fn unreadable(error: &std::io::Error) -> BackupError {
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof => BackupError::Cut,
            std::io::ErrorKind::Other | std::io::ErrorKind::InvalidData => BackupError::Part {
                name: error.to_string(),
            },
            _ => BackupError::File {
                reason: error.to_string(),
            },
        }
    }

    pub(crate) fn strange(name: &str) -> BackupError {
        BackupError::Part {
            name: name.to_owned(),
        }
    }
}

impl From<Broken> for BackupError {
    fn from(broken: Broken) -> Self {
        BackupError::Ledger(broken.into())
    }
}

impl From<StorageError> for BackupError {
    fn from(error: StorageError) -> Self {
        BackupError::Ledger(error.into())
    }
}
