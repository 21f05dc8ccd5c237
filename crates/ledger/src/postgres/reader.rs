//! Reading the database: connections of its own, so that a reader never waits.

use std::sync::{Arc, Mutex, PoisonError};

use postgres::Row;
use postgres::types::ToSql;
use uuid::Uuid;
use youwei_tlog::Hash;

use super::error::is_lost;
use super::link::{Link, Target, Use, hash, natural, sql};
use super::listen::Listener;
use crate::StorageError;
use crate::bell::Bell;
use crate::cosigned::Cosigned;
use crate::filter::Filter;
use crate::log::StoredHead;
use crate::snapshot::StoredSnapshot;
use crate::stored::Stored;

/// How many idle connections are kept for the next readers.
const IDLE_MAX: usize = 4;

/// How many entries are fetched at a time in a walk through all of them.
const WALKED_AT_ONCE: u64 = 2_000;

/// A small pool. If no connection is idle, a reader gets a new one.
pub(crate) struct Store {
    pub(super) target: Target,
    idle: Mutex<Vec<Link>>,
    listener: Listener,
}

/// What a query can end in: the connection may be worth another try.
type Answer<T> = Result<T, postgres::Error>;

impl Store {
    pub(crate) fn new(target: Target) -> Store {
        Store {
            target,
            idle: Mutex::new(Vec::new()),
            listener: Listener::default(),
        }
    }

    /// Has the bell rung when other processes append.
    pub(crate) fn listen(&self, bell: &Arc<Bell>) {
        self.listener.start(&self.target, bell);
    }

    /// Runs `read` on a connection that nobody else uses meanwhile. A connection that
    /// was lost while it lay idle, as when the server was started again, is replaced.
    fn with<T>(&self, read: impl Fn(&mut Link) -> Answer<T>) -> Result<T, StorageError> {
        loop {
            // The lock is let go before the connection is used.
            let idle = self.idle().pop();
            let Some(mut link) = idle else { break };
            match read(&mut link) {
                Err(error) if is_lost(&error) => {}
                answer => {
                    self.put_back(link);
                    return Ok(answer?);
                }
            }
        }
        let mut link = Link::open(&self.target, Use::Read)?;
        let answer = read(&mut link);
        if !answer.as_ref().is_err_and(is_lost) {
            self.put_back(link);
        }
        Ok(answer?)
    }

    fn put_back(&self, link: Link) {
        let mut idle = self.idle();
        if idle.len() < IDLE_MAX {
            idle.push(link);
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Link>> {
        // A list of connections cannot be half changed, so a panic elsewhere is no harm.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn rows(
        &self,
        query: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StorageError> {
        self.with(|link| link.query(query, params))
    }

    fn row(
        &self,
        query: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, StorageError> {
        Ok(self.rows(query, params)?.into_iter().next())
    }

    fn entries_of(
        &self,
        query: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Stored>, StorageError> {
        self.rows(query, params)?.iter().map(stored).collect()
    }

    /// Writes what stands beside the log, in a transaction of its own.
    pub(super) fn beside(
        &self,
        statement: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<(), StorageError> {
        let mut link = Link::open(&self.target, Use::Write)?;
        link.execute(statement, params)?;
        Ok(())
    }

    pub(crate) fn head(&self) -> Result<StoredHead, StorageError> {
        let row = self.row("SELECT size, frontier, checkpoint FROM youwei.head", &[])?;
        head(&row.ok_or_else(no_head)?)
    }

    pub(crate) fn entries(&self, from: u64, limit: usize) -> Result<Vec<Stored>, StorageError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.entries_of(
            "SELECT entry_index, id, subject, version, kind, time, leaf, bytes FROM youwei.entries \
             WHERE entry_index >= $1 ORDER BY entry_index LIMIT $2",
            &[&sql(from), &limit],
        )
    }

    /// Shows the bytes of the first `size` entries until one is not wanted any more.
    pub(crate) fn walk(
        &self,
        size: u64,
        each: &mut dyn FnMut(u64, &[u8]) -> bool,
    ) -> Result<(), StorageError> {
        let mut next = 0;
        loop {
            let end = sql(size.min(next + WALKED_AT_ONCE));
            let rows = self.rows(
                "SELECT entry_index, bytes FROM youwei.entries \
                 WHERE entry_index >= $1 AND entry_index < $2 ORDER BY entry_index",
                &[&sql(next), &end],
            )?;
            for row in &rows {
                if !each(natural(row, 0)?, row.try_get(1)?) {
                    return Ok(());
                }
            }
            next += WALKED_AT_ONCE;
            if next >= size {
                return Ok(());
            }
        }
    }

    pub(crate) fn stream(&self, subject: &str) -> Result<Vec<Stored>, StorageError> {
        self.entries_of(
            "SELECT entry_index, id, subject, version, kind, time, leaf, bytes FROM youwei.entries \
             WHERE subject = $1 ORDER BY version",
            &[&subject],
        )
    }

    pub(crate) fn by_id(&self, id: Uuid) -> Result<Option<Stored>, StorageError> {
        let found = self.entries_of(
            "SELECT entry_index, id, subject, version, kind, time, leaf, bytes FROM youwei.entries \
             WHERE id = $1",
            &[&id],
        )?;
        Ok(found.into_iter().next())
    }

    pub(crate) fn find(&self, filter: &Filter<'_>) -> Result<Vec<Stored>, StorageError> {
        let limit = i64::try_from(filter.limit).unwrap_or(i64::MAX);
        let (since, until) = (filter.since_micros(), filter.until_micros());
        match filter.kind {
            Some(kind) => self.entries_of(
                "SELECT entry_index, id, subject, version, kind, time, leaf, bytes \
                 FROM youwei.entries \
                 WHERE kind = $1 AND time BETWEEN $2 AND $3 AND entry_index >= $4 \
                 ORDER BY entry_index LIMIT $5",
                &[&kind, &since, &until, &sql(filter.from), &limit],
            ),
            None => self.entries_of(
                "SELECT entry_index, id, subject, version, kind, time, leaf, bytes \
                 FROM youwei.entries \
                 WHERE time BETWEEN $1 AND $2 AND entry_index >= $3 \
                 ORDER BY entry_index LIMIT $4",
                &[&since, &until, &sql(filter.from), &limit],
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
        let rows = if level == 0 {
            self.rows(
                "SELECT leaf FROM youwei.entries WHERE entry_index >= $1 AND entry_index < $2 \
                 ORDER BY entry_index",
                &[&sql(from), &end],
            )
        } else {
            self.rows(
                "SELECT hash FROM youwei.nodes WHERE level = $1 AND node_index >= $2 \
                 AND node_index < $3 ORDER BY node_index",
                &[&i16::from(level), &sql(from), &end],
            )
        };
        rows?.iter().map(|row| hash(row, 0)).collect()
    }

    /// The newest one of at least this size.
    pub(crate) fn cosigned(&self, at_least: u64) -> Result<Option<Cosigned>, StorageError> {
        let newest = "SELECT size, note, keys FROM youwei.cosigned WHERE size >= $1 \
                      ORDER BY size DESC LIMIT 1";
        let row = self.row(newest, &[&sql(at_least)])?;
        row.as_ref().map(cosigned).transpose()
    }

    pub(crate) fn cosigned_at(&self, size: u64) -> Result<Option<Cosigned>, StorageError> {
        let by_size = "SELECT size, note, keys FROM youwei.cosigned WHERE size = $1";
        let row = self.row(by_size, &[&sql(size)])?;
        row.as_ref().map(cosigned).transpose()
    }

    pub(crate) fn all_cosigned(&self) -> Result<Vec<Cosigned>, StorageError> {
        let all = "SELECT size, note, keys FROM youwei.cosigned ORDER BY size";
        self.rows(all, &[])?.iter().map(cosigned).collect()
    }

    pub(crate) fn keep_cosigned(&self, kept: &Cosigned) -> Result<(), StorageError> {
        self.beside(
            "INSERT INTO youwei.cosigned VALUES ($1, $2, $3) \
             ON CONFLICT (size) DO UPDATE SET note = $2, keys = $3",
            &[&sql(kept.size), &kept.note, &kept.keys],
        )
    }

    pub(crate) fn snapshot(&self, name: &str) -> Result<Option<StoredSnapshot>, StorageError> {
        let by_name = "SELECT name, shape, size, bytes, signature FROM youwei.snapshots \
                       WHERE name = $1";
        let row = self.row(by_name, &[&name])?;
        row.as_ref().map(snapshot).transpose()
    }

    pub(crate) fn keep_snapshot(&self, snapshot: &StoredSnapshot) -> Result<(), StorageError> {
        self.beside(
            "INSERT INTO youwei.snapshots VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) \
             DO UPDATE SET shape = $2, size = $3, bytes = $4, signature = $5",
            &[
                &snapshot.name,
                &i64::from(snapshot.shape),
                &sql(snapshot.size),
                &snapshot.bytes,
                &snapshot.signature,
            ],
        )
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // A connection may not be closed by a thread that runs async code, and a ledger may
        // be dropped by one.
        let idle = std::mem::take(&mut *self.idle());
        if !idle.is_empty() {
            let _ = std::thread::spawn(move || drop(idle)).join();
        }
    }
}

fn no_head() -> StorageError {
    StorageError::Damaged {
        reason: "no row in youwei.head".to_owned(),
    }
}

/// Takes a row of index, id, subject, version, kind, time, leaf, bytes.
fn stored(row: &Row) -> Result<Stored, StorageError> {
    Ok(Stored {
        index: natural(row, 0)?,
        id: row.try_get(1)?,
        subject: row.try_get(2)?,
        version: natural(row, 3)?,
        kind: row.try_get(4)?,
        micros: row.try_get(5)?,
        leaf: hash(row, 6)?,
        bytes: row.try_get(7)?,
    })
}

/// Takes a row of size, frontier, checkpoint.
pub(super) fn head(row: &Row) -> Result<StoredHead, StorageError> {
    Ok(StoredHead {
        size: natural(row, 0)?,
        frontier: row.try_get(1)?,
        checkpoint: row.try_get(2)?,
    })
}

/// Takes a row of size, note, keys.
pub(super) fn cosigned(row: &Row) -> Result<Cosigned, StorageError> {
    Ok(Cosigned {
        size: natural(row, 0)?,
        note: row.try_get(1)?,
        keys: row.try_get(2)?,
    })
}

/// Takes a row of name, shape, size, bytes, signature.
pub(super) fn snapshot(row: &Row) -> Result<StoredSnapshot, StorageError> {
    let shape = natural(row, 1)?;
    Ok(StoredSnapshot {
        name: row.try_get(0)?,
        shape: u32::try_from(shape).map_err(|_| StorageError::Damaged {
            reason: format!("snapshot of shape {shape}"),
        })?,
        size: natural(row, 2)?,
        bytes: row.try_get(3)?,
        signature: row.try_get(4)?,
    })
}
