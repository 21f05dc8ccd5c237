//! The walk through a database that verification makes.
//!
//! Every look-up is read by its own index and nothing else, which the planner is told by
//! forbidding it all other ways; so an index that does not agree with its table shows.

use postgres::types::ToSql;
use postgres::{IsolationLevel, Row as SqlRow, Statement, Transaction};
use youwei_tlog::Hash;

use super::link::{Link, Use, hash, natural, one_row, sql};
use super::people::Values;
use super::reader::{Store, cosigned, head, snapshot};
use crate::StorageError;
use crate::verify::{Enough, Lookup, Row, Verified, Verifier};

/// How many rows are fetched at a time.
const ROWS_AT_ONCE: i32 = 1024;

/// Rows come by an index, in its order.
const BY_INDEX: &str = "
    SET LOCAL enable_seqscan = off;
    SET LOCAL enable_bitmapscan = off;
    SET LOCAL enable_sort = off;
    SET LOCAL enable_incremental_sort = off;
    SET LOCAL enable_hashjoin = off;
    SET LOCAL enable_mergejoin = off;
    SET LOCAL enable_indexscan = on;
    SET LOCAL enable_indexonlyscan = on;
    SET LOCAL max_parallel_workers_per_gather = 0";

/// Rows come from the table itself.
const BY_TABLE: &str = "
    SET LOCAL enable_seqscan = on;
    SET LOCAL enable_indexscan = off;
    SET LOCAL enable_indexonlyscan = off";

/// The indexes as the schema makes them.
pub(super) const INDEXES: [(&str, &str); 4] = [
    ("entries_in_order", "UNIQUE (entry_index)"),
    ("entries_by_id", "UNIQUE (id) INCLUDE (entry_index)"),
    (
        "entries_by_stream",
        "UNIQUE (subject, version) INCLUDE (entry_index)",
    ),
    ("entries_by_kind", "(kind, \"time\") INCLUDE (entry_index)"),
];

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

impl From<StorageError> for Stop {
    fn from(error: StorageError) -> Self {
        Stop::Storage(error)
    }
}

impl From<postgres::Error> for Stop {
    fn from(error: postgres::Error) -> Self {
        Stop::Storage(error.into())
    }
}

impl Store {
    /// Shows everything to the verifier, as it stands in one transaction.
    pub(crate) fn verify(&self, mut verifier: Verifier<'_>) -> Result<Verified, StorageError> {
        let mut link = Link::open(&self.target, Use::Read)?;
        let mut transaction = link
            .client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()?;
        match walk(&mut transaction, &mut verifier) {
            Ok(()) => {}
            Err(Stop::Enough) => return Ok(verifier.end()),
            Err(Stop::Storage(error)) => return Err(error),
        }
        let stored = one_row(&mut transaction, HEAD)?;
        Ok(verifier.finish(&head(&stored)?))
    }
}

const HEAD: &str = "SELECT size, frontier, checkpoint FROM youwei.head";

fn walk(transaction: &mut Transaction<'_>, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    verifier.expect(head(&one_row(transaction, HEAD)?)?.size);
    let notes = "SELECT size, note, keys FROM youwei.cosigned ORDER BY size";
    for row in &transaction.query(notes, &[])? {
        verifier.cosigned(&cosigned(row)?)?;
    }
    transaction.batch_execute(BY_INDEX)?;
    indexes(transaction, verifier)?;
    entries(transaction, verifier)?;
    lookups(transaction, verifier)?;
    people(transaction, verifier)?;
    transaction.batch_execute(BY_TABLE)?;
    counts(transaction, verifier)?;
    let snapshots = "SELECT name, shape, size, bytes, signature FROM youwei.snapshots";
    for row in &transaction.query(snapshots, &[])? {
        verifier.snapshot(snapshot(row)?)?;
    }
    Ok(())
}

/// An index that is gone, another one or not in use cannot be read by itself.
fn indexes(transaction: &mut Transaction<'_>, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    let defined = "SELECT pg_get_indexdef(indexrelid) FROM pg_index
        WHERE indexrelid = to_regclass('youwei.' || $1) AND indisvalid AND indisready AND indislive
          AND indrelid = 'youwei.entries'::regclass";
    for (name, shape) in INDEXES {
        let definition = match transaction.query_opt(defined, &[&name])? {
            Some(row) => row.try_get(0)?,
            None => String::new(),
        };
        let (unique, columns) = match shape.strip_prefix("UNIQUE ") {
            Some(columns) => ("UNIQUE ", columns),
            None => ("", shape),
        };
        let expected =
            format!("CREATE {unique}INDEX {name} ON youwei.entries USING btree {columns}");
        if definition != expected {
            verifier.lookup_is_wrong(None, name)?;
        }
    }
    Ok(())
}

fn entries(transaction: &mut Transaction<'_>, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    let node = "SELECT hash FROM youwei.nodes WHERE level = $1 AND node_index = $2";
    let node = transaction.prepare(node)?;
    let all = "SELECT entry_index, id, subject, version, kind, time, leaf, bytes
               FROM youwei.entries ORDER BY entry_index";
    let person = transaction.prepare("SELECT wrapped FROM youwei.people WHERE person = $1")?;
    let mut values = Values::all(transaction)?;
    each(transaction, all, |transaction, row| {
        let row = Row {
            index: natural(row, 0)?,
            id: row.try_get(1)?,
            subject: row.try_get(2)?,
            version: natural(row, 3)?,
            kind: row.try_get(4)?,
            micros: row.try_get(5)?,
            leaf: hash(row, 6)?,
            bytes: row.try_get(7)?,
        };
        verifier.entry(&row, |level, index| {
            stored_node(transaction, &node, level, index)
        })?;
        let mut own = Vec::new();
        while let Some(value) = values.next(transaction, row.index)? {
            own.push(value);
        }
        verifier.values(&row, own)?;
        if let Some(erased) = verifier.erasure(&row)? {
            let found = transaction.query_opt(&person, &[&erased.uuid()])?;
            let found: Option<&[u8]> = found.as_ref().map(|row| row.try_get(0)).transpose()?;
            verifier.erased(erased, found)?;
        }
        Ok::<_, Stop>(())
    })?;
    while let Some(value) = values.next(transaction, u64::MAX)? {
        verifier.value_beyond(value.index)?;
    }
    Ok(())
}

fn people(transaction: &mut Transaction<'_>, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    let all = "SELECT person, wrapped, EXISTS (
                   SELECT FROM youwei.entries WHERE subject = 'person/' || people.person)
               FROM youwei.people";
    each(transaction, all, |_, row| {
        verifier.person(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)?;
        Ok::<_, Stop>(())
    })
}

fn stored_node(
    transaction: &mut Transaction<'_>,
    node: &Statement,
    level: u8,
    index: u64,
) -> Result<Option<Hash>, Stop> {
    let place: [&(dyn ToSql + Sync); 2] = [&i16::from(level), &sql(index)];
    let found = transaction.query_opt(node, &place)?;
    Ok(found.map(|row| hash(&row, 0)).transpose()?)
}

/// Shows each row of a query, a few at a time.
pub(super) fn each<E: From<postgres::Error>>(
    transaction: &mut Transaction<'_>,
    query: &str,
    mut show: impl FnMut(&mut Transaction<'_>, &SqlRow) -> Result<(), E>,
) -> Result<(), E> {
    let portal = transaction.bind(query, &[])?;
    loop {
        let rows = transaction.query_portal(&portal, ROWS_AT_ONCE)?;
        for row in &rows {
            show(transaction, row)?;
        }
        if rows.is_empty() {
            return Ok(());
        }
    }
}

fn lookups(transaction: &mut Transaction<'_>, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    let by_id = "SELECT id, entry_index FROM youwei.entries ORDER BY id";
    each(transaction, by_id, |_, row| {
        verifier.lookup_by_id(row.try_get(0)?, natural(row, 1)?);
        Ok::<_, Stop>(())
    })?;
    let by_stream = "SELECT subject, version, entry_index FROM youwei.entries
                     ORDER BY subject, version";
    each(transaction, by_stream, |_, row| {
        let (version, index) = (natural(row, 1)?, natural(row, 2)?);
        verifier.lookup_by_stream(row.try_get(0)?, version, index)?;
        Ok::<_, Stop>(())
    })?;
    let by_kind = "SELECT kind, time, entry_index FROM youwei.entries ORDER BY kind, time";
    each(transaction, by_kind, |_, row| {
        verifier.lookup_by_kind(row.try_get(0)?, row.try_get(1)?, natural(row, 2)?);
        Ok::<_, Stop>(())
    })?;
    for (lookup, name, lost) in [
        (Lookup::Id, "entries_by_id", LOST_IDS),
        (Lookup::Stream, "entries_by_stream", LOST_STREAMS),
        (Lookup::Kind, "entries_by_kind", LOST_KINDS),
    ] {
        if !verifier.agrees(lookup) {
            let lost = transaction.query(lost, &[])?;
            for row in &lost {
                verifier.lookup_is_wrong(Some(natural(row, 0)?), name)?;
            }
            if lost.is_empty() {
                verifier.lookup_is_wrong(None, name)?;
            }
        }
    }
    Ok(())
}

/// Entries that their look-up does not lead to. Slow, and asked only when the two are
/// known to differ.
const LOST_IDS: &str = "
    SELECT entry_index FROM youwei.entries AS entry WHERE NOT EXISTS (
        SELECT FROM youwei.entries AS found
        WHERE found.id = entry.id AND found.entry_index = entry.entry_index)
    ORDER BY entry_index LIMIT 100";
const LOST_STREAMS: &str = "
    SELECT entry_index FROM youwei.entries AS entry WHERE NOT EXISTS (
        SELECT FROM youwei.entries AS found
        WHERE found.subject = entry.subject AND found.version = entry.version
          AND found.entry_index = entry.entry_index)
    ORDER BY entry_index LIMIT 100";
const LOST_KINDS: &str = "
    SELECT entry_index FROM youwei.entries AS entry WHERE NOT EXISTS (
        SELECT FROM youwei.entries AS found
        WHERE found.kind = entry.kind AND found.time = entry.time
          AND found.entry_index = entry.entry_index)
    ORDER BY entry_index LIMIT 100";

/// Every entry that the index of places knows and every node that the tree has was
/// compared; here, that the tables hold no others.
fn counts(transaction: &mut Transaction<'_>, verifier: &mut Verifier<'_>) -> Result<(), Stop> {
    let entries = one_row(transaction, "SELECT count(*) FROM youwei.entries")?;
    if natural(&entries, 0)? != verifier.size() {
        verifier.lookup_is_wrong(None, "entries_in_order")?;
    }
    let nodes = one_row(transaction, "SELECT count(*) FROM youwei.nodes")?;
    if natural(&nodes, 0)? > verifier.nodes() {
        verifier.lookup_is_wrong(None, "nodes")?;
    }
    Ok(())
}
