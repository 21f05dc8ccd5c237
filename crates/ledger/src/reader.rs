//! Reading: connections of its own, and every entry checked on its way out.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, Params, Row};

use crate::{
    Broken, EMPTY_HASH, Entry, Event, Head, LedgerError, StorageError, entry_hash, schema,
};
use youwei_base::Bilingual;

/// How many idle connections are kept for the next readers.
const IDLE_MAX: usize = 4;

/// Every column of an entry, and the hash of the entry before it.
pub(crate) const SELECT: &str = "SELECT entries.entry_index, entries.id, entries.subject, \
     entries.version, entries.bytes, entries.hash, before.hash \
     FROM entries LEFT JOIN entries AS before ON before.entry_index = entries.entry_index - 1";

/// A small pool. A reader never waits: if no connection is idle, it gets a new one.
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Readers {
        let idle = Mutex::new(Vec::new());
        Readers { path, idle }
    }

    /// Runs `read` on a connection that nobody else uses meanwhile.
    pub(crate) fn with<T, E: From<StorageError>>(
        &self,
        read: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => schema::open_reader(&self.path)?,
        };
        let answer = read(&mut connection);
        let mut idle = self.idle();
        if idle.len() < IDLE_MAX {
            idle.push(connection);
        }
        answer
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        // A list of connections cannot be half changed, so a panic elsewhere is no harm.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A row of the table, nothing of it believed yet.
pub(crate) struct Stored {
    pub(crate) index: u64,
    pub(crate) version: u64,
    id: String,
    subject: String,
    bytes: Vec<u8>,
    hash: [u8; 32],
    before: Option<[u8; 32]>,
}

impl Stored {
    /// Takes a row of [`SELECT`].
    pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Stored> {
        Ok(Stored {
            index: natural(row, 0)?,
            id: row.get(1)?,
            subject: row.get(2)?,
            version: natural(row, 3)?,
            bytes: row.get(4)?,
            hash: row.get(5)?,
            before: row.get(6)?,
        })
    }

    /// The entry, if its hash follows from the hash before it and its columns say
    /// what its bytes say.
    pub(crate) fn check(self) -> Result<Entry, Broken> {
        let index = self.index;
        let broken = |what| Broken { index, what };
        let before = match (index, self.before) {
            (0, _) => EMPTY_HASH,
            (_, Some(hash)) => hash,
            (_, None) => return Err(missing(index - 1)),
        };
        if entry_hash(&before, &self.bytes) != self.hash {
            return Err(broken(wrong(
                "内容与其哈希不符",
                "its content does not give its hash",
            )));
        }
        let event = Event::from_bytes(&self.bytes).map_err(|unfit| {
            let why = unfit.sentence();
            broken(wrong(&why.zh, &why.en))
        })?;
        if event.id.to_string() != self.id {
            return Err(broken(wrong(
                "编号一栏与内容不符",
                "its id column does not agree with its content",
            )));
        }
        if event.subject != self.subject {
            return Err(broken(wrong(
                "所属一栏与内容不符",
                "its subject column does not agree with its content",
            )));
        }
        Ok(Entry {
            index,
            event,
            hash: self.hash,
            bytes: self.bytes,
        })
    }
}

/// Reads a column that holds a whole number from 0.
pub(crate) fn natural(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, number))
}

/// A number as SQLite takes it. No log has an entry beyond the largest one.
pub(crate) fn sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What is wrong with an entry, followed by what to do about it.
pub(crate) fn wrong(zh: &str, en: &str) -> Bilingual {
    Bilingual::new(
        format!("{zh};请停用此文件,并与备份及以前记下的账本头比对。"),
        format!(
            "{en}; stop using this file and compare it with a backup and with a head noted before."
        ),
    )
}

/// The entry that should stand here is not there.
pub(crate) fn missing(index: u64) -> Broken {
    Broken {
        index,
        what: wrong("缺少该条", "it is missing"),
    }
}

/// The entries that a condition on [`SELECT`] picks, each checked.
pub(crate) fn select(
    connection: &Connection,
    condition: &str,
    params: impl Params,
) -> Result<Vec<(u64, Entry)>, LedgerError> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} {condition}"))?;
    let rows = statement.query_map(params, Stored::from_row)?;
    rows.map(|row| {
        let stored = row?;
        Ok((stored.version, stored.check()?))
    })
    .collect()
}

/// The head as the last row gives it.
pub(crate) fn head(connection: &Connection) -> rusqlite::Result<Head> {
    let last = "SELECT entry_index, hash FROM entries ORDER BY entry_index DESC LIMIT 1";
    let head = connection
        .prepare_cached(last)?
        .query_row([], |row| {
            Ok(Head {
                size: natural(row, 0)? + 1,
                hash: row.get(1)?,
            })
        })
        .optional()?;
    Ok(head.unwrap_or(Head::EMPTY))
}
