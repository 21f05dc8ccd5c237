//! What can be refused or go wrong, each as a sentence with a next step.
//!
//! The `Display` of every error is its English sentence; `sentence()` gives both.

use rusqlite::ErrorCode;
use thiserror::Error;
use uuid::Uuid;
use youwei_base::Bilingual;
use youwei_tlog::ProofError;

use crate::{Broken, Unfit, Unsealable, Unwrapped};

/// What the disk or the database refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StorageError {
    /// No space is left for the file.
    #[error("The disk is full, nothing was stored; free some space and ask again.")]
    DiskFull,
    /// Another program holds the file for longer than we wait.
    #[error(
        "Another program keeps the ledger locked; close it (a backup, a database browser) and ask again."
    )]
    Locked,
    /// The file cannot be opened or made.
    #[error(
        "The ledger file cannot be opened; check that its folder exists and that this account may write there."
    )]
    CannotOpen,
    /// The file or its folder may not be written.
    #[error(
        "The ledger file may not be written; give this account the right to write it and its folder."
    )]
    ReadOnly,
    /// The file is damaged below the level of entries.
    #[error("The ledger file is damaged ({reason}); stop using it and restore a backup.")]
    Damaged {
        /// What the database said.
        reason: String,
    },
    /// The database server does not answer, or stopped doing so.
    #[error(
        "The database server cannot be reached ({reason}); see that it runs and that the URL leads to it, then ask again with the same event ids."
    )]
    Unreachable {
        /// What failed.
        reason: String,
    },
    /// The database server does not let this account in, or not write.
    #[error(
        "The database server refuses this account ({reason}); name in the URL a user, a password and a server that it may write to."
    )]
    Denied {
        /// What the server said.
        reason: String,
    },
    /// The server has no such database.
    #[error("There is no such database ({reason}); make it with createdb, or name another one.")]
    NoDatabase {
        /// What the server said.
        reason: String,
    },
    /// The server is too old or set up to lose entries.
    #[error(
        "The database server has {setting} and a ledger needs {needed}; have its administrator change that, then open the ledger again."
    )]
    Unfit {
        /// What it has.
        setting: String,
        /// What it should have.
        needed: String,
    },
    /// The URL asks for an encrypted connection.
    #[error(
        "This program speaks to PostgreSQL without TLS; use a local socket or a tunnel, and leave sslmode out of the URL."
    )]
    Tls,
    /// The URL is none.
    #[error(
        "The database URL is not understood ({reason}); write it as postgres://user@host/database."
    )]
    Url {
        /// What is wrong with it.
        reason: String,
    },
    /// The writing thread is gone or could not be started.
    #[error(
        "The ledger's writer has stopped; start the program again, then ask again with the same event ids."
    )]
    Stopped,
    /// Anything else that the database reports.
    #[error(
        "The database reports: {reason}; check the disk, then ask again with the same event ids."
    )]
    Other {
        /// What the database said.
        reason: String,
    },
}

impl StorageError {
    /// What happened, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            StorageError::DiskFull => "磁盘已满,什么也没有存入;请腾出空间后重试。".to_owned(),
            StorageError::Locked => {
                "账本被另一个程序锁住;请关闭它(如备份、数据库浏览器)后重试。".to_owned()
            }
            StorageError::CannotOpen => {
                "打不开账本文件;请确认所在文件夹存在,且本账户可以写入。".to_owned()
            }
            StorageError::ReadOnly => {
                "账本文件不可写;请授予本账户对该文件及其文件夹的写权限。".to_owned()
            }
            StorageError::Damaged { reason } => {
                format!("账本文件已损坏({reason});请停止使用并恢复备份。")
            }
            StorageError::Unreachable { reason } => format!(
                "连不上数据库服务器({reason});请确认它在运行、网址无误,再用相同的事件编号重试。"
            ),
            StorageError::Denied { reason } => format!(
                "数据库服务器拒绝此账户({reason});请在网址中写明可写入的用户、密码和服务器。"
            ),
            StorageError::NoDatabase { reason } => {
                format!("没有这个数据库({reason});请用 createdb 新建,或另指一个。")
            }
            StorageError::Unfit { setting, needed } => {
                format!("数据库服务器为 {setting},账本要求 {needed};请管理员更改后重新打开账本。")
            }
            StorageError::Tls => {
                "本程序不以 TLS 连接 PostgreSQL;请用本机套接字或隧道,并从网址中去掉 sslmode。"
                    .to_owned()
            }
            StorageError::Url { reason } => {
                format!("看不懂数据库网址({reason});请写成 postgres://用户@主机/数据库。")
            }
            StorageError::Stopped => {
                "账本的写入线程已停止;请重新启动程序,再用相同的事件编号重试。".to_owned()
            }
            StorageError::Other { reason } => {
                format!("数据库报告:{reason};请检查磁盘,再用相同的事件编号重试。")
            }
        };
        Bilingual::new(zh, self.to_string())
    }
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        let reason = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StorageError::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StorageError::Locked,
            Some(ErrorCode::CannotOpen) => StorageError::CannotOpen,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StorageError::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StorageError::Damaged { reason }
            }
            Some(_) => StorageError::Other { reason },
            // Not SQLite but the reading of a column: it holds what we never wrote.
            None => StorageError::Damaged { reason },
        }
    }
}

/// Why a ledger cannot be opened or read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// It is not a database, or the database of another program.
    #[error("{place} is not a ledger of Youwei; it was left untouched, name another place.")]
    NotALedger {
        /// The file or database.
        place: String,
    },
    /// There is nothing to be read.
    #[error("There is no ledger at {place}; name the place of one, or make it with youwei serve.")]
    Absent {
        /// The file or database.
        place: String,
    },
    /// It was written by another version.
    #[error(
        "The ledger has shape {found} and this program knows shape {known}; use the version of the program that belongs to it."
    )]
    Shape {
        /// The ledger's shape.
        found: i64,
        /// The shape that this program knows.
        known: i64,
    },
    /// The signing key is not the one that the log was made with.
    #[error(
        "This signing key does not belong to the ledger of {origin}; name the key file that was made with it."
    )]
    OtherKey {
        /// The ledger's origin.
        origin: String,
    },
    /// A log was to draw from a seed, or to be shown on another day, and is no rehearsal.
    #[error(
        "The ledger of {origin} is no rehearsal, and only a rehearsal may have a day and keys of its own choice; make one with youwei rehearse --year, or leave these options out."
    )]
    NoRehearsal {
        /// The ledger's origin.
        origin: String,
    },
    /// The origin cannot be the source of events.
    #[error("No ledger was opened: {0}.")]
    Origin(Unfit),
    /// The disk or the database refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Personal values were to be opened and there is no key to do it.
    #[error(
        "Personal values cannot be opened without the master key; name its file or set YOUWEI_MASTER_KEY."
    )]
    NoMasterKey,
    /// What is kept of a person cannot be read with the master key given.
    #[error(transparent)]
    Unwrapped(#[from] Unwrapped),
    /// No proof can be made of what was asked for.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// What was read is not what was appended.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl LedgerError {
    /// What happened, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            LedgerError::NotALedger { place } => {
                format!("{place} 不是有为的账本;未作任何改动,请另选位置。")
            }
            LedgerError::Absent { place } => {
                format!("{place} 处没有账本;请指明账本位置,或用 youwei serve 新建。")
            }
            LedgerError::Shape { found, known } => {
                format!(
                    "账本的格式为第 {found} 版,本程序只认识第 {known} 版;请使用与之相配的程序。"
                )
            }
            LedgerError::OtherKey { origin } => {
                format!("此签名密钥不属于账本 {origin};请指明建账时生成的密钥文件。")
            }
            LedgerError::NoRehearsal { origin } => {
                format!(
                    "账本 {origin} 不是演练,只有演练才可自定日期和密钥;请用 youwei rehearse --year 生成演练,或去掉这些选项。"
                )
            }
            LedgerError::Origin(unfit) => format!("未打开账本:{}。", unfit.sentence().zh),
            LedgerError::Storage(error) => return error.sentence(),
            LedgerError::NoMasterKey => {
                "没有主密钥,打不开个人信息;请指定主密钥文件或设置 YOUWEI_MASTER_KEY。".to_owned()
            }
            LedgerError::Unwrapped(error) => return error.sentence(),
            LedgerError::Proof(error) => return error.sentence(),
            LedgerError::Broken(broken) => return broken.sentence(),
        };
        Bilingual::new(zh, self.to_string())
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        LedgerError::Storage(error.into())
    }
}

/// Why a batch was not appended. Nothing of it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AppendError {
    /// An event cannot be an entry.
    #[error("An event for {subject:?} was refused: {unfit}.")]
    Unfit {
        /// Its stream.
        subject: String,
        /// Why.
        unfit: Unfit,
    },
    /// A personal value of an event cannot be sealed.
    #[error("An event for {subject:?} was refused: {unsealable}.")]
    Unsealable {
        /// Its stream.
        subject: String,
        /// Why.
        unsealable: Unsealable,
    },
    /// Its type or its stream is one that only the ledger itself writes.
    #[error(
        "An event for {subject:?} was refused: the type person.erased and streams that begin with person/ are the ledger's own; use other names, and to erase somebody run youwei erase."
    )]
    Reserved {
        /// Its stream.
        subject: String,
    },
    /// What is kept of its persons changed again and again while it was being sealed.
    #[error(
        "The keys of its persons changed while an event was being sealed, nothing was stored; ask again with the same event ids."
    )]
    KeyChanged,
    /// What is kept of a person cannot be read with the master key in use.
    #[error(transparent)]
    Unwrapped(#[from] Unwrapped),
    /// The stream has another number of events than the batch was made for.
    #[error(
        "{subject:?} was expected to have {expected} events and has {actual}; read it again, decide again, append again."
    )]
    Stale {
        /// The stream.
        subject: String,
        /// How many events the caller had seen.
        expected: u64,
        /// How many there are.
        actual: u64,
    },
    /// The id belongs to an entry that says something else.
    #[error(
        "The id {id} already belongs to entry {index}, which says something else; give the new event its own id."
    )]
    IdTaken {
        /// The id.
        id: Uuid,
        /// The entry that has it.
        index: u64,
    },
    /// The disk or the database refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The log's end is not what its key signed, so nothing may be built on it.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl AppendError {
    /// The refusal, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            AppendError::Unfit { subject, unfit } => {
                format!("{subject:?} 的事件被拒绝:{}。", unfit.sentence().zh)
            }
            AppendError::Unsealable {
                subject,
                unsealable,
            } => format!("{subject:?} 的事件被拒绝:{}。", unsealable.sentence().zh),
            AppendError::Reserved { subject } => format!(
                "{subject:?} 的事件被拒绝:类型 person.erased 与事项 person/… 由账本自用;请另取名称,要删除某人请运行 youwei erase。"
            ),
            AppendError::KeyChanged => {
                "封存时相关个人的密钥屡有变动,什么也没有存入;请用相同的事件编号重试。".to_owned()
            }
            AppendError::Unwrapped(error) => return error.sentence(),
            AppendError::Stale {
                subject,
                expected,
                actual,
            } => format!(
                "{subject:?} 应有 {expected} 个事件,实有 {actual} 个;请重新读取、重新判断后再提交。"
            ),
            AppendError::IdTaken { id, index } => {
                format!("编号 {id} 已属于第 {index} 条,而内容不同;请给新事件另取编号。")
            }
            AppendError::Storage(error) => return error.sentence(),
            AppendError::Broken(broken) => return broken.sentence(),
        };
        Bilingual::new(zh, self.to_string())
    }
}

impl From<rusqlite::Error> for AppendError {
    fn from(error: rusqlite::Error) -> Self {
        AppendError::Storage(error.into())
    }
}
