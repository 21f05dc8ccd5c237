//! Verification: everything recomputed from entry 0, nothing taken on trust.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, ToSql};

use crate::reader::{SELECT, Stored, missing, natural, sql, wrong};
use crate::{Broken, Entry, Head, StorageError};
use youwei_base::Bilingual;

/// Checks the log as it stands in one transaction, first entry first.
pub(crate) fn verify(connection: &mut Connection, origin: &str) -> Result<Head, Broken> {
    let mut head = Head::EMPTY;
    // What cannot be read is not proved, and neither is anything after it.
    walk(connection, origin, &mut head).map_err(|stop| match stop {
        Stop::Broken(broken) => broken,
        Stop::Storage(error) => Broken {
            index: head.size,
            what: error.sentence(),
        },
    })?;
    Ok(head)
}

/// Why the walk ended before the end of the log.
enum Stop {
    Broken(Broken),
    Storage(StorageError),
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Self {
        Stop::Broken(broken)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Stop::Storage(error.into())
    }
}

/// Leaves in `head` what is proved so far.
fn walk(connection: &mut Connection, origin: &str, head: &mut Head) -> Result<(), Stop> {
    let transaction = connection.transaction()?;
    let mut statement = transaction.prepare(&format!("{SELECT} ORDER BY entries.entry_index"))?;
    let mut rows = statement.query([])?;
    // How many entries each stream has so far.
    let mut streams: HashMap<String, u64> = HashMap::new();
    while let Some(row) = rows.next()? {
        let index = head.size;
        if natural(row, 0)? != index {
            return Err(missing(index).into());
        }
        let stored = Stored::from_row(row)?;
        let version = stored.version;
        let entry = stored.check()?;
        check_content(&entry, origin)?;
        let size = streams.entry(entry.event.subject.clone()).or_default();
        if version != *size {
            return Err(broken(
                index,
                wrong(
                    "在事项中的序号不对",
                    "its place in its stream is not the next one",
                ),
            ));
        }
        *size += 1;
        check_lookups(&transaction, &entry, version)?;
        *head = Head {
            size: index + 1,
            hash: entry.hash,
        };
    }
    check_sizes(&transaction, head.size)
}

fn broken(index: u64, what: Bilingual) -> Stop {
    Stop::Broken(Broken { index, what })
}

/// The bytes are the canonical ones of a fit event of this log.
fn check_content(entry: &Entry, origin: &str) -> Result<(), Stop> {
    if entry.event.source != origin {
        return Err(broken(
            entry.index,
            wrong("来源不是本账本", "its source is not this ledger"),
        ));
    }
    match entry.event.bytes() {
        Ok(bytes) if bytes == entry.bytes => Ok(()),
        Ok(_) => Err(broken(
            entry.index,
            wrong("内容不是规范 JSON", "its content is not canonical JSON"),
        )),
        Err(unfit) => {
            let why = unfit.sentence();
            Err(broken(entry.index, wrong(&why.zh, &why.en)))
        }
    }
}

/// Whoever looks the entry up by id or by stream finds it, and not another.
fn check_lookups(connection: &Connection, entry: &Entry, version: u64) -> Result<(), Stop> {
    let by_id = "SELECT entry_index FROM entries INDEXED BY entries_by_id WHERE id = ?1";
    let by_stream = "SELECT entry_index FROM entries INDEXED BY entries_by_stream \
                     WHERE subject = ?1 AND version = ?2";
    let id = entry.event.id.to_string();
    let subject = &entry.event.subject;
    let lookups: [(&str, &[&dyn ToSql]); 2] =
        [(by_id, &[&id]), (by_stream, &[subject, &sql(version)])];
    for (lookup, params) in lookups {
        let found = connection
            .prepare_cached(lookup)?
            .query_row(params, |row| natural(row, 0))
            .optional()?;
        if found != Some(entry.index) {
            return Err(broken(
                entry.index,
                wrong("检索不到该条", "a look-up does not find it"),
            ));
        }
    }
    Ok(())
}

/// The look-ups know of no entry that the log does not have.
fn check_sizes(connection: &Connection, size: u64) -> Result<(), Stop> {
    for lookup in ["entries_by_id", "entries_by_stream"] {
        let sql = format!("SELECT count(*) FROM entries INDEXED BY {lookup}");
        let known = connection.query_row(&sql, [], |row| natural(row, 0))?;
        if known != size {
            return Err(broken(
                size,
                wrong(
                    "检索表中有账本没有的条目",
                    "a look-up knows an entry that the log does not have",
                ),
            ));
        }
    }
    Ok(())
}
