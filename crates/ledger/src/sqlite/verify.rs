//! The walk through a file that verification makes.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};
use uuid::Uuid;
use youwei_tlog::Hash;

use super::people::value;
use super::reader::{COLUMNS, Store, cosigned, natural, read_head, sql};
use crate::snapshot::StoredSnapshot;
use crate::verify::{Enough, Lookup, Row, Verified, Verifier};
use crate::{PersonId, StorageError};

/// Why the walk ended before the end of the log.
enum Stop {
    Enough,
    Storage(StorageError),
}

impl From<Enough> for Stop {
    fn from(_: Enough) -> Self {
        Stop::Enough
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Stop::Storage(error.into())
    }
}

impl Store {
    /// Shows everything to the verifier, as it stands in one transaction.
    pub(crate) fn verify(&self, mut verifier: Verifier<'_>) -> Result<Verified, StorageError> {
        self.with(|connection| {
            let transaction = connection.transaction()?;
            match walk(&transaction, &mut verifier) {
                Ok(()) => {}
                Err(Stop::Enough) => return Ok(verifier.end()),
                Err(Stop::Storage(error)) => return Err(error),
            }
            let head = read_head(&transaction)?;
            Ok(verifier.finish(&head))
        })
    }
}

fn walk(connection: &Connection, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    verifier.expect(read_head(connection)?.size);
    let mut notes = connection.prepare("SELECT size, note, keys FROM cosigned ORDER BY size")?;
    let mut rows = notes.query([])?;
    while let Some(row) = rows.next()? {
        verifier.cosigned(&cosigned(row)?)?;
    }
    entries(connection, verifier)?;
    nodes(connection, verifier)?;
    lookups(connection, verifier)?;
    people(connection, verifier)?;
    let mut snapshots =
        connection.prepare("SELECT name, shape, size, bytes, signature FROM snapshots")?;
    let mut rows = snapshots.query([])?;
    while let Some(row) = rows.next()? {
        verifier.snapshot(StoredSnapshot {
            name: row.get(0)?,
            shape: row.get(1)?,
            size: natural(row, 2)?,
            bytes: row.get(3)?,
            signature: row.get(4)?,
        })?;
    }
    Ok(())
}

fn entries(connection: &Connection, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    // By the table itself, whatever its indexes say.
    let all = format!("SELECT {COLUMNS} FROM entries NOT INDEXED ORDER BY entry_index");
    let mut statement = connection.prepare(&all)?;
    let mut node =
        connection.prepare("SELECT hash FROM nodes WHERE level = ?1 AND node_index = ?2")?;
    let mut person = connection.prepare("SELECT wrapped FROM people WHERE person = ?1")?;
    let mut values = connection.prepare(
        "SELECT entry_index, pointer, s.person, bytes, wrapped \
         FROM sealed AS s LEFT JOIN people AS p ON p.person = s.person \
         ORDER BY entry_index, pointer",
    )?;
    let mut values = values.query_map([], value)?;
    let mut waiting = values.next().transpose()?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let row = Row {
            index: natural(row, 0)?,
            id: id(row, 1)?,
            subject: text(row, 2)?,
            version: natural(row, 3)?,
            kind: text(row, 4)?,
            micros: row.get(5)?,
            leaf: row.get(6)?,
            bytes: row.get_ref(7)?.as_blob().map_err(rusqlite::Error::from)?,
        };
        verifier.entry(&row, |level, index| -> Result<Option<Hash>, Stop> {
            Ok(node
                .query_row(params![level, sql(index)], |row| row.get(0))
                .optional()?)
        })?;
        let mut own = Vec::new();
        while let Some(value) = waiting.take_if(|value| value.index <= row.index) {
            own.push(value);
            waiting = values.next().transpose()?;
        }
        verifier.values(&row, own)?;
        if let Some(erased) = verifier.erasure(&row)? {
            let found: Option<Vec<u8>> = person
                .query_row([erased.uuid()], |row| row.get(0))
                .optional()?;
            verifier.erased(erased, found.as_deref())?;
        }
    }
    while let Some(value) = waiting {
        verifier.value_beyond(value.index)?;
        waiting = values.next().transpose()?;
    }
    Ok(())
}

fn people(connection: &Connection, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    let mut statement = connection.prepare("SELECT person, wrapped FROM people")?;
    let mut erased =
        connection.prepare("SELECT EXISTS (SELECT 1 FROM entries WHERE subject = ?1)")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let person = id(row, 0)?;
        let erased = match PersonId::new(person) {
            Some(person) => erased.query_row([person.stream()], |row| row.get(0))?,
            None => false,
        };
        let wrapped = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        verifier.person(person, wrapped, erased)?;
    }
    Ok(())
}

/// Every node that the tree has was compared; here, that there are no others.
fn nodes(connection: &Connection, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    let stored = connection.query_row("SELECT count(*) FROM nodes", [], |row| natural(row, 0))?;
    if stored > verifier.nodes() {
        verifier.lookup_is_wrong(None, "nodes")?;
    }
    Ok(())
}

fn lookups(connection: &Connection, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    // Each of these is answered by the index alone.
    let mut statement =
        connection.prepare("SELECT id, entry_index FROM entries INDEXED BY entries_by_id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        verifier.lookup_by_id(id(row, 0)?, natural(row, 1)?);
    }
    let mut statement = connection.prepare(
        "SELECT subject, version, entry_index FROM entries INDEXED BY entries_by_stream \
         ORDER BY subject, version",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        verifier.lookup_by_stream(text(row, 0)?, natural(row, 1)?, natural(row, 2)?)?;
    }
    let mut statement = connection
        .prepare("SELECT kind, time, entry_index FROM entries INDEXED BY entries_by_kind")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        verifier.lookup_by_kind(text(row, 0)?, row.get(1)?, natural(row, 2)?);
    }
    for (lookup, name, differing) in [
        (Lookup::Id, "entries_by_id", DIFFERING_IDS),
        (Lookup::Stream, "entries_by_stream", DIFFERING_STREAMS),
        (Lookup::Kind, "entries_by_kind", DIFFERING_KINDS),
    ] {
        if !verifier.agrees(lookup) {
            let mut statement = connection.prepare(differing)?;
            let mut rows = statement.query([])?;
            let mut places = 0;
            while let Some(row) = rows.next()? {
                verifier.lookup_is_wrong(Some(natural(row, 0)?), name)?;
                places += 1;
            }
            if places == 0 {
                verifier.lookup_is_wrong(None, name)?;
            }
        }
    }
    Ok(())
}

/// What the table says and the index does not, then the other way round. Slow, and
/// asked only when the two are known to differ.
const DIFFERING_IDS: &str = "
    SELECT entry_index FROM (
        SELECT entry_index, id FROM entries NOT INDEXED
        EXCEPT SELECT entry_index, id FROM entries INDEXED BY entries_by_id WHERE id IS NOT NULL)
    UNION SELECT entry_index FROM (
        SELECT entry_index, id FROM entries INDEXED BY entries_by_id WHERE id IS NOT NULL
        EXCEPT SELECT entry_index, id FROM entries NOT INDEXED)
    ORDER BY entry_index LIMIT 100";
const DIFFERING_STREAMS: &str = "
    SELECT entry_index FROM (
        SELECT entry_index, subject, version FROM entries NOT INDEXED
        EXCEPT SELECT entry_index, subject, version FROM entries INDEXED BY entries_by_stream)
    UNION SELECT entry_index FROM (
        SELECT entry_index, subject, version FROM entries INDEXED BY entries_by_stream
        EXCEPT SELECT entry_index, subject, version FROM entries NOT INDEXED)
    ORDER BY entry_index LIMIT 100";
const DIFFERING_KINDS: &str = "
    SELECT entry_index FROM (
        SELECT entry_index, kind, time FROM entries NOT INDEXED
        EXCEPT SELECT entry_index, kind, time FROM entries INDEXED BY entries_by_kind)
    UNION SELECT entry_index FROM (
        SELECT entry_index, kind, time FROM entries INDEXED BY entries_by_kind
        EXCEPT SELECT entry_index, kind, time FROM entries NOT INDEXED)
    ORDER BY entry_index LIMIT 100";

/// A text where the row has it.
fn text<'a>(row: &'a SqlRow<'_>, column: usize) -> rusqlite::Result<&'a str> {
    Ok(row.get_ref(column)?.as_str()?)
}

fn id(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<Uuid> {
    match row.get_ref(column)? {
        ValueRef::Blob(bytes) => {
            Uuid::from_slice(bytes).map_err(|_| rusqlite::Error::InvalidColumnIndex(column))
        }
        other => Err(rusqlite::Error::InvalidColumnType(
            column,
            "id".to_owned(),
            other.data_type(),
        )),
    }
}
