//! Writing: one thread drains a queue and commits what waits there at once.
//!
//! A flush to the disk costs the same for one batch as for a hundred, so whoever
//! asks while a commit is under way shares the next one. Nobody is answered before
//! the commit that holds their batch, and nobody's refusal touches another batch.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use uuid::Uuid;

use crate::reader::{head, natural, sql};
use crate::{AppendError, Expected, Head, StorageError, entry_hash};

/// How many batches may wait; whoever comes later waits to be let in.
const WAITING_BATCHES_MAX: usize = 1024;

/// How many events one commit may hold before the rest waits for the next. A batch
/// that is longer by itself is still one commit.
const COMMIT_EVENTS_MAX: usize = 4096;

/// What a caller gets: the index of each event, in the order given.
pub(crate) type Answer = Result<Vec<u64>, AppendError>;

/// An event that has passed its checks.
pub(crate) struct Ready {
    pub(crate) id: Uuid,
    pub(crate) subject: String,
    pub(crate) bytes: Vec<u8>,
}

/// Events that are appended all or none.
pub(crate) struct Batch {
    pub(crate) events: Vec<Ready>,
    pub(crate) expected: Vec<Expected>,
}

struct Waiting {
    batch: Batch,
    answer: Sender<Answer>,
}

/// The thread and the queue before it. Dropping it waits for what is in the queue.
pub(crate) struct Writer {
    queue: Option<SyncSender<Waiting>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(connection: Connection) -> Result<Writer, StorageError> {
        let (queue, waiting) = sync_channel(WAITING_BATCHES_MAX);
        let thread = thread::Builder::new()
            .name("ledger-writer".to_owned())
            .spawn(move || run(connection, &waiting))
            .map_err(|_| StorageError::Stopped)?;
        Ok(Writer {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Queues a batch and waits until it is durable or refused.
    pub(crate) fn append(&self, batch: Batch) -> Answer {
        let queue = self.queue.as_ref().ok_or(StorageError::Stopped)?;
        let (answer, answered) = channel();
        queue
            .send(Waiting { batch, answer })
            .map_err(|_| StorageError::Stopped)?;
        answered.recv().map_err(|_| StorageError::Stopped)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // The thread ends when the queue's last sender is gone.
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A panic in the thread was reported where it happened.
            let _ = thread.join();
        }
    }
}

fn run(mut connection: Connection, waiting: &Receiver<Waiting>) {
    while let Ok(first) = waiting.recv() {
        let mut events = first.batch.events.len();
        let mut group = vec![first];
        while events < COMMIT_EVENTS_MAX
            && let Ok(next) = waiting.try_recv()
        {
            events += next.batch.events.len();
            group.push(next);
        }
        let batches = group.iter().map(|waiting| &waiting.batch);
        let answers = match commit(&mut connection, batches) {
            Ok(answers) => answers,
            // Nothing was stored. Refusals too must not be believed: they may have been
            // judged by entries that are gone again.
            Err(error) => vec![Err(AppendError::Storage(error)); group.len()],
        };
        for (waiting, answer) in group.into_iter().zip(answers) {
            // A caller who no longer listens loses nothing: the ids make asking again safe.
            let _ = waiting.answer.send(answer);
        }
    }
}

/// Appends batches in one transaction and answers each when all are on the disk.
fn commit<'a>(
    connection: &mut Connection,
    batches: impl Iterator<Item = &'a Batch>,
) -> Result<Vec<Answer>, StorageError> {
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read under the write lock: another process may have appended since.
    let mut end = head(&transaction)?;
    let mut answers = Vec::new();
    for batch in batches {
        let savepoint = transaction.savepoint()?;
        match append(&savepoint, end, batch) {
            Ok((indexes, head)) => {
                savepoint.commit()?;
                end = head;
                answers.push(Ok(indexes));
            }
            Err(AppendError::Storage(error)) => return Err(error),
            Err(refusal) => {
                savepoint.finish()?;
                answers.push(Err(refusal));
            }
        }
    }
    transaction.commit()?;
    Ok(answers)
}

/// Appends one batch after `end`; the caller takes back what a refusal leaves.
fn append(
    connection: &Connection,
    mut end: Head,
    batch: &Batch,
) -> Result<(Vec<u64>, Head), AppendError> {
    let stale = first_stale(connection, &batch.expected)?;
    if batch.events.is_empty()
        && let Some(stale) = stale
    {
        return Err(stale);
    }
    let mut indexes = Vec::with_capacity(batch.events.len());
    for event in &batch.events {
        let index = match find(connection, event.id)? {
            Some((index, bytes)) if bytes == event.bytes => index,
            Some((index, _)) => {
                let id = event.id;
                return Err(AppendError::IdTaken { id, index });
            }
            // A batch that is asked again finds all its events and never comes here,
            // though its own first success has made its expectations stale.
            None => match &stale {
                Some(stale) => return Err(stale.clone()),
                None => {
                    end = insert(connection, end, event)?;
                    end.size - 1
                }
            },
        };
        indexes.push(index);
    }
    Ok((indexes, end))
}

fn first_stale(
    connection: &Connection,
    expected: &[Expected],
) -> rusqlite::Result<Option<AppendError>> {
    for Expected { subject, version } in expected {
        let actual = stream_size(connection, subject)?;
        if actual != *version {
            return Ok(Some(AppendError::Stale {
                subject: subject.clone(),
                expected: *version,
                actual,
            }));
        }
    }
    Ok(None)
}

fn stream_size(connection: &Connection, subject: &str) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("SELECT coalesce(max(version) + 1, 0) FROM entries WHERE subject = ?1")?
        .query_row([subject], |row| natural(row, 0))
}

fn find(connection: &Connection, id: Uuid) -> rusqlite::Result<Option<(u64, Vec<u8>)>> {
    connection
        .prepare_cached("SELECT entry_index, bytes FROM entries WHERE id = ?1")?
        .query_row([id.to_string()], |row| Ok((natural(row, 0)?, row.get(1)?)))
        .optional()
}

fn insert(connection: &Connection, end: Head, event: &Ready) -> rusqlite::Result<Head> {
    let hash = entry_hash(&end.hash, &event.bytes);
    let version = stream_size(connection, &event.subject)?;
    connection
        .prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            sql(end.size),
            event.id.to_string(),
            event.subject,
            sql(version),
            event.bytes,
            hash
        ])?;
    Ok(Head {
        size: end.size + 1,
        hash,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::schema;

    fn open(folder: &Path) -> Connection {
        schema::open(&folder.join("ledger"), "youwei:yunze")
            .unwrap()
            .0
    }

    fn batch(numbers: &[u8], expected: u64, size: usize) -> Batch {
        let event = |number: &u8| Ready {
            id: Uuid::from_u128(u128::from(*number)),
            subject: "s".to_owned(),
            bytes: vec![*number; size],
        };
        Batch {
            events: numbers.iter().map(event).collect(),
            expected: vec![Expected {
                subject: "s".to_owned(),
                version: expected,
            }],
        }
    }

    #[test]
    fn a_refused_batch_leaves_the_others_of_its_commit_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = open(folder.path());
        // The third begins well, takes the place of 3 and 4, then clashes with 1.
        let mut clash = batch(&[3, 4, 1], 2, 10);
        clash.events[2].bytes = b"other".to_vec();
        let group = [
            batch(&[1, 2], 0, 10),
            batch(&[9], 0, 10),
            clash,
            batch(&[3], 2, 10),
            batch(&[1, 2], 0, 10),
        ];
        let stale = AppendError::Stale {
            subject: "s".to_owned(),
            expected: 0,
            actual: 2,
        };
        let taken = AppendError::IdTaken {
            id: Uuid::from_u128(1),
            index: 0,
        };
        assert_eq!(
            commit(&mut connection, group.iter()),
            Ok(vec![
                Ok(vec![0, 1]),
                Err(stale),
                Err(taken),
                Ok(vec![2]),
                Ok(vec![0, 1])
            ])
        );
        assert_eq!(head(&connection).unwrap().size, 3);
    }

    #[test]
    fn a_full_disk_stores_nothing_and_the_same_batch_fits_when_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = open(folder.path());
        let limit = |connection: &Connection, pages: i64| {
            let sql = format!("PRAGMA max_page_count = {pages}");
            connection.query_row(&sql, [], |_| Ok(())).unwrap();
        };
        limit(&connection, 20);
        let group = [batch(&[1], 0, 100), batch(&[2, 3, 4], 1, 60_000)];
        assert_eq!(
            commit(&mut connection, group.iter()),
            Err(StorageError::DiskFull)
        );
        assert_eq!(head(&connection).unwrap(), Head::EMPTY);
        limit(&connection, 1000);
        assert_eq!(
            commit(&mut connection, group.iter()),
            Ok(vec![Ok(vec![0]), Ok(vec![1, 2, 3])])
        );
    }

    #[test]
    fn a_file_that_another_program_locks_is_a_refusal_and_works_when_it_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = open(folder.path());
        connection.busy_timeout(Duration::from_millis(20)).unwrap();
        let other = Connection::open(folder.path().join("ledger")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let group = [batch(&[1], 0, 10)];
        assert_eq!(
            commit(&mut connection, group.iter()),
            Err(StorageError::Locked)
        );
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(commit(&mut connection, group.iter()), Ok(vec![Ok(vec![0])]));
    }
}
