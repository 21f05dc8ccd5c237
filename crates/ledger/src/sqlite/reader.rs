//! Reading the file: connections of its own, so that a reader never waits.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use uuid::Uuid;
use youwei_tlog::Hash;

use super::open::{open_beside, open_reader};
use crate::StorageError;
use crate::cosigned::Cosigned;
use crate::filter::Filter;
use crate::log::StoredHead;
use crate::snapshot::StoredSnapshot;
use crate::stored::Stored;

/// How many idle connections are kept for the next readers.
const IDLE_MAX: usize = 16;

/// Every column of an entry.
pub(crate) const COLUMNS: &str = "entry_index, id, subject, version, kind, time, leaf, bytes";

/// A small pool. If no connection is idle, a reader gets a new one.
pub(crate) struct Store {
    pub(super) path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Store {
    pub(crate) fn new(path: PathBuf) -> Store {
        let idle = Mutex::new(Vec::new());
        Store { path, idle }
    }

    /// Runs `read` on a connection that nobody else uses meanwhile.
    pub(crate) fn with<T, E: From<StorageError>>(
        &self,
        read: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => open_reader(&self.path)?,
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

    pub(crate) fn head(&self) -> Result<StoredHead, StorageError> {
        self.with(|connection| Ok(read_head(connection)?))
    }

    pub(crate) fn entries(&self, from: u64, limit: usize) -> Result<Vec<Stored>, StorageError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let condition = "WHERE entry_index >= ?1 ORDER BY entry_index LIMIT ?2";
        self.select(condition, (sql(from), limit))
    }

    /// Shows the bytes of the first `size` entries until one is not wanted any more.
    pub(crate) fn walk(
        &self,
        size: u64,
        each: &mut dyn FnMut(u64, &[u8]) -> bool,
    ) -> Result<(), StorageError> {
        self.with(|connection| {
            // By the table itself, whatever its indexes say.
            let mut all = connection.prepare_cached(
                "SELECT entry_index, bytes FROM entries NOT INDEXED \
                 WHERE entry_index < ?1 ORDER BY entry_index",
            )?;
            let mut rows = all.query([sql(size)])?;
            while let Some(row) = rows.next()? {
                let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
                if !each(natural(row, 0)?, bytes) {
                    break;
                }
            }
            Ok(())
        })
    }

    pub(crate) fn stream(&self, subject: &str) -> Result<Vec<Stored>, StorageError> {
        self.select("WHERE subject = ?1 ORDER BY version", [subject])
    }

    pub(crate) fn by_id(&self, id: Uuid) -> Result<Option<Stored>, StorageError> {
        Ok(self.select("WHERE id = ?1", [id])?.pop())
    }

    pub(crate) fn find(&self, filter: &Filter<'_>) -> Result<Vec<Stored>, StorageError> {
        let limit = i64::try_from(filter.limit).unwrap_or(i64::MAX);
        let (since, until) = (filter.since_micros(), filter.until_micros());
        match filter.kind {
            Some(kind) => self.select(
                "WHERE kind = ?1 AND time BETWEEN ?2 AND ?3 AND entry_index >= ?4 \
                 ORDER BY entry_index LIMIT ?5",
                params![kind, since, until, sql(filter.from), limit],
            ),
            None => self.select(
                "WHERE time BETWEEN ?1 AND ?2 AND entry_index >= ?3 \
                 ORDER BY entry_index LIMIT ?4",
                params![since, until, sql(filter.from), limit],
            ),
        }
    }

    pub(crate) fn hashes(
        &self,
        level: u8,
        from: u64,
        count: usize,
    ) -> Result<Vec<Hash>, StorageError> {
        let end = sql(from.saturating_add(count as u64));
        self.with(|connection| {
            if level == 0 {
                let leaves = "SELECT leaf FROM entries WHERE entry_index >= ?1 AND \
                              entry_index < ?2 ORDER BY entry_index";
                column(connection, leaves, params![sql(from), end])
            } else {
                let nodes = "SELECT hash FROM nodes WHERE level = ?1 AND node_index >= ?2 AND \
                             node_index < ?3 ORDER BY node_index";
                column(connection, nodes, params![level, sql(from), end])
            }
        })
    }

    /// The newest one of at least this size.
    pub(crate) fn cosigned(&self, at_least: u64) -> Result<Option<Cosigned>, StorageError> {
        let newest =
            "SELECT size, note, keys FROM cosigned WHERE size >= ?1 ORDER BY size DESC LIMIT 1";
        self.with(|connection| {
            Ok(connection
                .query_row(newest, [sql(at_least)], cosigned)
                .optional()?)
        })
    }

    pub(crate) fn cosigned_at(&self, size: u64) -> Result<Option<Cosigned>, StorageError> {
        let by_size = "SELECT size, note, keys FROM cosigned WHERE size = ?1";
        self.with(|connection| {
            Ok(connection
                .query_row(by_size, [sql(size)], cosigned)
                .optional()?)
        })
    }

    pub(crate) fn all_cosigned(&self) -> Result<Vec<Cosigned>, StorageError> {
        self.with(|connection| {
            let mut all =
                connection.prepare("SELECT size, note, keys FROM cosigned ORDER BY size")?;
            let rows = all.query_map([], cosigned)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    pub(crate) fn keep_cosigned(&self, kept: &Cosigned) -> Result<(), StorageError> {
        self.beside(
            "INSERT INTO cosigned VALUES (?1, ?2, ?3) \
             ON CONFLICT (size) DO UPDATE SET note = ?2, keys = ?3",
            params![sql(kept.size), kept.note, kept.keys],
        )
    }

    pub(crate) fn snapshot(&self, name: &str) -> Result<Option<StoredSnapshot>, StorageError> {
        let by_name = "SELECT shape, size, bytes, signature FROM snapshots WHERE name = ?1";
        self.with(|connection| {
            Ok(connection
                .query_row(by_name, [name], |row| {
                    Ok(StoredSnapshot {
                        name: name.to_owned(),
                        shape: row.get(0)?,
                        size: natural(row, 1)?,
                        bytes: row.get(2)?,
                        signature: row.get(3)?,
                    })
                })
                .optional()?)
        })
    }

    pub(crate) fn keep_snapshot(&self, snapshot: &StoredSnapshot) -> Result<(), StorageError> {
        self.beside(
            "REPLACE INTO snapshots VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                snapshot.name,
                snapshot.shape,
                sql(snapshot.size),
                snapshot.bytes,
                snapshot.signature
            ],
        )
    }

    /// Writes what stands beside the log, in a transaction of its own.
    fn beside(&self, sql: &str, params: impl Params) -> Result<(), StorageError> {
        let connection = open_beside(&self.path)?;
        connection.execute(sql, params)?;
        Ok(())
    }

    fn select(&self, condition: &str, params: impl Params) -> Result<Vec<Stored>, StorageError> {
        self.with(|connection| {
            let select = format!("SELECT {COLUMNS} FROM entries {condition}");
            let mut statement = connection.prepare_cached(&select)?;
            let rows = statement.query_map(params, stored)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Takes a row of [`COLUMNS`].
fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        index: natural(row, 0)?,
        id: row.get(1)?,
        subject: row.get(2)?,
        version: natural(row, 3)?,
        kind: row.get(4)?,
        micros: row.get(5)?,
        leaf: row.get(6)?,
        bytes: row.get(7)?,
    })
}

/// Takes a row of size, note, keys.
pub(crate) fn cosigned(row: &Row<'_>) -> rusqlite::Result<Cosigned> {
    Ok(Cosigned {
        size: natural(row, 0)?,
        note: row.get(1)?,
        keys: row.get(2)?,
    })
}

fn column(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Vec<Hash>, StorageError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The row of the head.
pub(crate) fn read_head(connection: &Connection) -> rusqlite::Result<StoredHead> {
    connection
        .prepare_cached("SELECT size, frontier, checkpoint FROM head")?
        .query_row([], |row| {
            Ok(StoredHead {
                size: natural(row, 0)?,
                frontier: row.get(1)?,
                checkpoint: row.get(2)?,
            })
        })
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
