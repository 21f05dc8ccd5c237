//! Writing to the database: a group of batches in one statement.
//!
//! The statement changes the head from what this writer remembers and inserts the rows
//! if there was such a head. So in the ordinary case a group costs one round trip, and
//! nothing was read before it. Where the head is another one (some other process was
//! faster), an id is already there, or a stream is not as assumed, nothing is written,
//! and the group is done again slowly: the head is locked, read and checked, ids and
//! streams are looked up. So is a group with values about persons, of whom nothing is
//! remembered.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use postgres::error::SqlState;
use postgres::types::ToSql;
use uuid::Uuid;
use youwei_tlog::{Frontier, SignerKey};

use super::link::{Link, Target, Use, hash, natural, sql};
use super::people;
use super::reader::head;
use crate::log::Log;
use crate::plan::{Answer, Batch, Known, Plan, plan};
use crate::queue::Commit;
use crate::{AppendError, Broken, Head, StorageError};

/// How many streams' versions are remembered between commits.
const VERSIONS_REMEMBERED_MAX: usize = 100_000;

/// How long a group waits for a server that has gone away to come back.
const PATIENCE: Duration = Duration::from_secs(15);

/// Between two tries to reach it.
const BREATH: Duration = Duration::from_millis(100);

/// How often other processes are told of new entries, at most.
const TOLD_EVERY: Duration = Duration::from_millis(20);

/// The connection that writes, and what it remembers of the log's end.
pub(crate) struct Writer {
    target: Target,
    log: Log,
    signer: Arc<SignerKey>,
    /// None after it was lost.
    link: Option<Link>,
    /// The tree after the last commit that this writer made or checked.
    frontier: Option<Frontier>,
    /// The longest tree that was ever seen: the log never becomes shorter.
    seen: u64,
    /// Holds for as long as the database's head is `frontier`.
    known: Known,
    told: Option<Instant>,
}

impl Writer {
    pub(crate) fn new(target: Target, link: Link, log: Log, signer: Arc<SignerKey>) -> Writer {
        Writer {
            target,
            log,
            signer,
            link: Some(link),
            frontier: None,
            seen: 0,
            known: Known::default(),
            told: None,
        }
    }
}

impl Commit for Writer {
    /// A connection that is lost in the middle leaves open whether the group was stored.
    /// It is then asked again on a new connection: what the log has is found by its ids.
    fn commit(&mut self, group: &[Arc<Batch>]) -> Result<Vec<Answer>, AppendError> {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.attempt(group) {
                Err(AppendError::Storage(StorageError::Unreachable { .. }))
                    if Instant::now() < end =>
                {
                    self.link = None;
                    thread::sleep(BREATH);
                }
                outcome => return outcome,
            }
        }
    }

    fn head(&self) -> Option<Head> {
        let end = self.frontier.as_ref();
        end.map(|it| Head::of(it, self.log.suite))
    }
}

impl Writer {
    fn attempt(&mut self, group: &[Arc<Batch>]) -> Result<Vec<Answer>, AppendError> {
        let mut link = match self.link.take() {
            Some(link) => link,
            None => Link::open(&self.target, Use::Write)?,
        };
        // Forgotten unless this commit succeeds.
        let answers = match self.frontier.take() {
            Some(frontier) if !people::concerned(group) => self.at_once(&mut link, group, frontier),
            _ => Ok(None),
        };
        let answers = match answers {
            Ok(Some(answers)) => Ok(answers),
            Ok(None) => self.under_lock(&mut link, group),
            Err(error) => Err(error),
        };
        // A connection that is lost after all is replaced at the next attempt.
        self.link = Some(link);
        answers
    }

    /// The ordinary case; none if it was not one and nothing was written.
    fn at_once(
        &mut self,
        link: &mut Link,
        group: &[Arc<Batch>],
        frontier: Frontier,
    ) -> Result<Option<Vec<Answer>>, AppendError> {
        self.known.ids.clear();
        if self.known.versions.len() > VERSIONS_REMEMBERED_MAX {
            self.known.versions.clear();
        }
        let assumed = assume(group, &mut self.known);
        let plan = plan(
            self.log.suite,
            &frontier,
            group.iter().map(Arc::as_ref),
            &mut self.known,
        );
        // Refusals are not believed without the lock.
        if plan.rows.is_empty() || plan.refuses() {
            return Ok(None);
        }
        let tell = self.told.is_none_or(|told| told.elapsed() > TOLD_EVERY);
        match write(
            link,
            &self.log,
            &self.signer,
            &frontier,
            &plan,
            &assumed,
            tell,
        ) {
            Ok(true) => {
                if tell {
                    self.told = Some(Instant::now());
                }
                self.remember(plan.frontier);
                Ok(Some(plan.answers))
            }
            Ok(false) => Ok(None),
            Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Everything looked up while the head is locked.
    fn under_lock(
        &mut self,
        link: &mut Link,
        group: &[Arc<Batch>],
    ) -> Result<Vec<Answer>, AppendError> {
        link.client.batch_execute("BEGIN")?;
        let outcome = self.in_transaction(link, group);
        let (answers, frontier) = match outcome {
            Ok(done) => done,
            Err(error) => {
                // Where this fails too, the connection is lost and so is the transaction.
                let _ = link.client.batch_execute("ROLLBACK");
                return Err(error);
            }
        };
        link.client.batch_execute("COMMIT")?;
        self.remember(frontier);
        Ok(answers)
    }

    fn in_transaction(
        &mut self,
        link: &mut Link,
        group: &[Arc<Batch>],
    ) -> Result<(Vec<Answer>, Frontier), AppendError> {
        let locked = "SELECT size, frontier, checkpoint FROM youwei.head FOR UPDATE";
        let stored = link.query(locked, &[])?;
        let [stored] = &stored[..] else {
            return Err(Broken::head("应为一行", "it is not one row").into());
        };
        // What this writer did not write itself must bear the log's signature.
        let (stored, frontier) = self.log.read_head(&head(stored)?)?;
        if stored.size < self.seen {
            return Err(Broken::head(
                "比刚才短,账本被截断或换成旧本",
                "it is shorter than a moment ago: the ledger was cut or replaced by an older copy",
            )
            .into());
        }
        let rows = "SELECT coalesce(max(entry_index) + 1, 0) FROM youwei.entries";
        let rows = match &link.query(rows, &[])?[..] {
            [row] => natural(row, 0)?,
            _ => 0,
        };
        if rows != stored.size {
            return Err(Broken::missing(rows.min(stored.size)).into());
        }
        look_up(link, group, &mut self.known)?;
        people::look_up(link, group, &mut self.known)?;
        let plan = plan(
            self.log.suite,
            &frontier,
            group.iter().map(Arc::as_ref),
            &mut self.known,
        );
        people::write(link, &plan)?;
        if plan.rows.is_empty() {
            return Ok((plan.answers, frontier));
        }
        let nothing = Assumed::default();
        if !write(
            link,
            &self.log,
            &self.signer,
            &frontier,
            &plan,
            &nothing,
            true,
        )? {
            return Err(Broken::head("无法更新", "it cannot be changed").into());
        }
        Ok((plan.answers, plan.frontier))
    }

    fn remember(&mut self, frontier: Frontier) {
        self.seen = frontier.size();
        self.frontier = Some(frontier);
    }
}

/// Streams of which nothing is remembered, and how many events they are taken to have.
#[derive(Default)]
struct Assumed<'a> {
    subjects: Vec<&'a str>,
    versions: Vec<i64>,
}

/// Takes the streams that are not remembered to be as the group expects them, or new;
/// the statement that writes the group asks whether that is so.
fn assume<'a>(group: &'a [Arc<Batch>], known: &mut Known) -> Assumed<'a> {
    let mut assumed = Assumed::default();
    for batch in group {
        let mut add = |subject: &'a str, version: u64| {
            if !known.versions.contains_key(subject) {
                known.versions.insert(subject.to_owned(), version);
                assumed.subjects.push(subject);
                assumed.versions.push(sql(version));
            }
        };
        for expected in &batch.expected {
            add(&expected.subject, expected.version);
        }
        for event in &batch.events {
            add(&event.subject, 0);
        }
    }
    assumed
}

/// Finds out what the database knows of the ids and streams that a group names.
fn look_up(link: &mut Link, group: &[Arc<Batch>], known: &mut Known) -> Result<(), AppendError> {
    let events = group.iter().flat_map(|batch| &batch.events);
    let ids: Vec<Uuid> = events.map(|event| event.id).collect();
    let found = link.query(
        "SELECT id, entry_index, leaf FROM youwei.entries WHERE id = ANY ($1)",
        &[&ids],
    )?;
    known.ids = HashMap::with_capacity(ids.len());
    for row in &found {
        known
            .ids
            .insert(row.try_get(0)?, (natural(row, 1)?, hash(row, 2)?));
    }
    let subjects: HashSet<&str> = group.iter().flat_map(|batch| batch.subjects()).collect();
    let subjects: Vec<&str> = subjects.into_iter().collect();
    let found = link.query(
        "SELECT subject, coalesce((SELECT entries.version + 1 FROM youwei.entries
             WHERE entries.subject = named.subject ORDER BY version DESC LIMIT 1), 0)
         FROM unnest($1::text[]) AS named (subject)",
        &[&subjects],
    )?;
    known.versions.clear();
    for row in &found {
        known.versions.insert(row.try_get(0)?, natural(row, 1)?);
    }
    Ok(())
}

/// Changes the head if it is as remembered, and tells the other processes if asked to.
macro_rules! moved {
    () => {
        "WITH moved AS (
             UPDATE youwei.head SET size = $2, frontier = $4, checkpoint = $5
             WHERE size = $1 AND frontier = $3 AND NOT EXISTS (
                 SELECT FROM unnest($6::text[], $7::bigint[]) AS assumed (subject, size)
                 WHERE assumed.size <> coalesce((
                     SELECT entries.version + 1 FROM youwei.entries
                     WHERE entries.subject = assumed.subject
                     ORDER BY entries.version DESC LIMIT 1), 0))
             RETURNING CASE WHEN $8 THEN pg_notify('youwei', '') IS NULL END)"
    };
}

/// A group of one entry, which is what a quiet city writes.
const ONE: &str = concat!(
    moved!(),
    " INSERT INTO youwei.entries
          (entry_index, version, time, id, leaf, subject, kind, bytes)
      SELECT $1, $9, $10, $11, $12, $13, $14, $15 FROM moved"
);

macro_rules! rows {
    () => {
        " INSERT INTO youwei.entries
              (entry_index, version, time, id, leaf, subject, kind, bytes)
          SELECT $1 + place - 1, version, time, id, leaf, subject, kind, bytes
          FROM unnest($9::bigint[], $10::bigint[], $11::uuid[], $12::bytea[], $13::text[],
                      $14::text[], $15::bytea[]) WITH ORDINALITY
               AS given (version, time, id, leaf, subject, kind, bytes, place)
          WHERE EXISTS (SELECT FROM moved)"
    };
}

const MANY: &str = concat!(moved!(), rows!());

const MANY_AND_NODES: &str = concat!(
    moved!(),
    ", completed AS (
         INSERT INTO youwei.nodes (level, node_index, hash)
         SELECT * FROM unnest($16::smallint[], $17::bigint[], $18::bytea[])
         WHERE EXISTS (SELECT FROM moved))",
    rows!()
);

/// Writes a plan if the head is as remembered and the streams are as assumed; else
/// nothing, and answers so.
fn write(
    link: &mut Link,
    log: &Log,
    signer: &SignerKey,
    before: &Frontier,
    plan: &Plan<'_>,
    assumed: &Assumed<'_>,
    tell: bool,
) -> Result<bool, postgres::Error> {
    let (from, to) = (sql(before.size()), sql(plan.frontier.size()));
    let (old, new) = (before.to_bytes(), plan.frontier.to_bytes());
    let checkpoint = log.checkpoint(&plan.frontier, signer);
    let mut params: Vec<&(dyn ToSql + Sync)> = vec![
        &from,
        &to,
        &old,
        &new,
        &checkpoint,
        &assumed.subjects,
        &assumed.versions,
        &tell,
    ];
    let inserted = if let ([row], []) = (&plan.rows[..], &plan.nodes[..]) {
        let (event, version, leaf) = (row.event, sql(row.version), &row.event.leaf[..]);
        params.extend_from_slice(&[
            &version,
            &event.micros,
            &event.id,
            &leaf,
            &event.subject,
            &event.kind,
            &event.bytes,
        ]);
        link.execute(ONE, &params)?
    } else {
        let rows = &plan.rows;
        let versions: Vec<i64> = rows.iter().map(|row| sql(row.version)).collect();
        let times: Vec<i64> = rows.iter().map(|row| row.event.micros).collect();
        let ids: Vec<Uuid> = rows.iter().map(|row| row.event.id).collect();
        let leaves: Vec<&[u8]> = rows.iter().map(|row| &row.event.leaf[..]).collect();
        let subjects: Vec<&str> = rows.iter().map(|row| &row.event.subject[..]).collect();
        let kinds: Vec<&str> = rows.iter().map(|row| &row.event.kind[..]).collect();
        let bytes: Vec<&[u8]> = rows.iter().map(|row| &row.event.bytes[..]).collect();
        params.extend_from_slice(&[&versions, &times, &ids, &leaves, &subjects, &kinds, &bytes]);
        if plan.nodes.is_empty() {
            link.execute(MANY, &params)?
        } else {
            let nodes = &plan.nodes;
            let levels: Vec<i16> = nodes.iter().map(|node| i16::from(node.level)).collect();
            let indexes: Vec<i64> = nodes.iter().map(|node| sql(node.index)).collect();
            let hashes: Vec<&[u8]> = nodes.iter().map(|node| &node.hash[..]).collect();
            params.extend_from_slice(&[&levels, &indexes, &hashes]);
            link.execute(MANY_AND_NODES, &params)?
        }
    };
    Ok(inserted == plan.rows.len() as u64)
}
