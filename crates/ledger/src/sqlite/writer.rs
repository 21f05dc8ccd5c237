//! Writing to the file: a group of batches in one transaction.

use std::sync::Arc;

use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, params};
use youwei_tlog::{Frontier, SignerKey};

use super::people;
use super::reader::{natural, read_head, sql};
use crate::log::Log;
use crate::plan::{Answer, Batch, Known, Plan, plan};
use crate::queue::Commit;
use crate::{AppendError, Broken, Head};

/// How many streams' versions are remembered between commits.
const VERSIONS_REMEMBERED_MAX: usize = 100_000;

/// The connection that writes, and what it remembers of the log's end.
pub(crate) struct Writer {
    connection: Connection,
    log: Log,
    signer: Arc<SignerKey>,
    /// The tree after the last commit that this writer made or checked.
    frontier: Option<Frontier>,
    /// Holds for as long as the file's head is `frontier`.
    known: Known,
}

impl Writer {
    pub(crate) fn new(connection: Connection, log: Log, signer: Arc<SignerKey>) -> Writer {
        Writer {
            connection,
            log,
            signer,
            frontier: None,
            known: Known::default(),
        }
    }
}

impl Commit for Writer {
    fn commit(&mut self, group: &[Arc<Batch>]) -> Result<Vec<Answer>, AppendError> {
        match self.attempt(group, Ids::Taken)? {
            Some(answers) => Ok(answers),
            None => self
                .attempt(group, Ids::LookedUp)?
                .ok_or_else(|| Broken::head("无法更新", "it cannot be changed").into()),
        }
    }

    fn head(&self) -> Option<Head> {
        let end = self.frontier.as_ref();
        end.map(|it| Head::of(it, self.log.suite))
    }
}

/// What is known of the ids of a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ids {
    /// Taken to be new, as nearly all are. The file's own index says if one is not.
    Taken,
    LookedUp,
}

impl Writer {
    /// None if an id was taken to be new and that cannot be relied on; nothing was written.
    fn attempt(
        &mut self,
        group: &[Arc<Batch>],
        ids: Ids,
    ) -> Result<Option<Vec<Answer>>, AppendError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Forgotten unless this commit succeeds.
        let remembered = self.frontier.take();
        let frontier = end(&transaction, &self.log, remembered, &mut self.known)?;
        if ids == Ids::LookedUp {
            look_up_ids(&transaction, group, &mut self.known)?;
        }
        look_up_streams(&transaction, group, &mut self.known)?;
        people::look_up_all(&transaction, group, &mut self.known)?;
        let plan = plan(
            self.log.suite,
            &frontier,
            group.iter().map(Arc::as_ref),
            &mut self.known,
        );
        let doubtful = ids == Ids::Taken && plan.refuses();
        if doubtful || plan.is_empty() {
            transaction.rollback()?;
            if doubtful {
                self.known.versions.clear();
            }
            self.frontier = Some(frontier);
            return Ok((!doubtful).then_some(plan.answers));
        }
        match write_rows(&transaction, &plan) {
            Err(error) if ids == Ids::Taken && is_there_already(&error) => {
                transaction.rollback()?;
                self.known.versions.clear();
                self.frontier = Some(frontier);
                return Ok(None);
            }
            written => written?,
        }
        people::write(&transaction, &plan)?;
        write_head(&transaction, &plan.frontier, &self.log, &self.signer)?;
        transaction.commit()?;
        self.frontier = Some(plan.frontier);
        Ok(Some(plan.answers))
    }
}

/// Whether a row was refused by an index.
fn is_there_already(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}

/// The right edge of the tree, read under the write lock: another process may have
/// appended since. What this writer did not write itself must bear the log's signature.
fn end(
    connection: &Connection,
    log: &Log,
    remembered: Option<Frontier>,
    known: &mut Known,
) -> Result<Frontier, AppendError> {
    let stored = read_head(connection)?;
    // The writer's connection has no triggers: that rows only follow one another is seen
    // to here, once a group and not once a row.
    let rows = connection
        .prepare_cached("SELECT coalesce(max(entry_index) + 1, 0) FROM entries")?
        .query_row([], |row| natural(row, 0))?;
    known.ids.clear();
    known.people.clear();
    if let Some(frontier) = &remembered
        && rows == stored.size
        && stored.size == frontier.size()
        && stored.frontier == frontier.to_bytes()
    {
        if known.versions.len() > VERSIONS_REMEMBERED_MAX {
            known.versions.clear();
        }
        return Ok(frontier.clone());
    }
    known.versions.clear();
    let (head, frontier) = log.read_head(&stored)?;
    if remembered.is_some_and(|remembered| remembered.size() > head.size) {
        return Err(Broken::head(
            "比刚才短,账本被截断或换成旧本",
            "it is shorter than a moment ago: the ledger was cut or replaced by an older copy",
        )
        .into());
    }
    if rows != head.size {
        return Err(Broken::missing(rows.min(head.size)).into());
    }
    Ok(frontier)
}

/// Finds out which ids of a group the file has.
fn look_up_ids(
    connection: &Connection,
    group: &[Arc<Batch>],
    known: &mut Known,
) -> rusqlite::Result<()> {
    let mut by_id =
        connection.prepare_cached("SELECT entry_index, leaf FROM entries WHERE id = ?1")?;
    for event in group.iter().flat_map(|batch| &batch.events) {
        let found = by_id
            .query_row([event.id], |row| Ok((natural(row, 0)?, row.get(1)?)))
            .optional()?;
        if let Some(found) = found {
            known.ids.insert(event.id, found);
        }
    }
    Ok(())
}

/// Finds out how many events the streams of a group have.
fn look_up_streams(
    connection: &Connection,
    group: &[Arc<Batch>],
    known: &mut Known,
) -> rusqlite::Result<()> {
    let mut version = connection
        .prepare_cached("SELECT coalesce(max(version) + 1, 0) FROM entries WHERE subject = ?1")?;
    for subject in group.iter().flat_map(|batch| batch.subjects()) {
        if !known.versions.contains_key(subject) {
            let size = version.query_row([subject], |row| natural(row, 0))?;
            known.versions.insert(subject.to_owned(), size);
        }
    }
    Ok(())
}

fn write_rows(connection: &Connection, plan: &Plan<'_>) -> rusqlite::Result<()> {
    let mut insert =
        connection.prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for row in &plan.rows {
        let event = row.event;
        insert.execute(params![
            sql(row.index),
            event.id,
            event.subject,
            sql(row.version),
            event.kind,
            event.micros,
            event.leaf,
            event.bytes,
        ])?;
    }
    let mut insert = connection.prepare_cached("INSERT INTO nodes VALUES (?1, ?2, ?3)")?;
    for node in &plan.nodes {
        insert.execute(params![node.level, sql(node.index), node.hash])?;
    }
    Ok(())
}

/// Writes the right edge of the tree and its signed checkpoint.
pub(crate) fn write_head(
    connection: &Connection,
    frontier: &Frontier,
    log: &Log,
    signer: &SignerKey,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("REPLACE INTO head VALUES (1, ?1, ?2, ?3)")?
        .execute(params![
            sql(frontier.size()),
            frontier.to_bytes(),
            log.checkpoint(frontier, signer),
        ])?;
    Ok(())
}
