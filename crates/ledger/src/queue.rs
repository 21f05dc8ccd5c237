//! Group commit: one thread drains a queue and commits what waits there at once.
//!
//! A flush to the disk costs the same for one batch as for a hundred, so whoever
//! asks while a commit is under way shares the next one. Nobody is answered before
//! the commit that holds their batch, and nobody's refusal touches another batch.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::bell::Bell;
use crate::plan::{Answer, Batch};
use crate::{AppendError, StorageError};

/// How many batches may wait; whoever comes later waits to be let in.
const WAITING_BATCHES_MAX: usize = 1024;

/// How many events one commit may hold before the rest waits for the next. A batch
/// that is longer by itself is still one commit.
const COMMIT_EVENTS_MAX: usize = 4096;

/// Writes a group of batches in one transaction: an answer for each once they are
/// durable, or an error, which means that nothing of the group was stored.
pub(crate) trait Commit: Send + 'static {
    fn commit(&mut self, group: &[Batch]) -> Result<Vec<Answer>, AppendError>;
}

struct Waiting {
    batch: Batch,
    answer: SyncSender<Answer>,
}

/// The thread and the queue before it. Dropping it waits for what is in the queue.
pub(crate) struct Queue {
    queue: Option<SyncSender<Waiting>>,
    thread: Option<JoinHandle<()>>,
}

impl Queue {
    pub(crate) fn start(writer: impl Commit, bell: Arc<Bell>) -> Result<Queue, StorageError> {
        let (queue, waiting) = sync_channel(WAITING_BATCHES_MAX);
        let thread = thread::Builder::new()
            .name("ledger-writer".to_owned())
            .spawn(move || run(writer, &waiting, &bell))
            .map_err(|_| StorageError::Stopped)?;
        Ok(Queue {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Queues a batch and waits until it is durable or refused.
    pub(crate) fn append(&self, batch: Batch) -> Answer {
        let queue = self.queue.as_ref().ok_or(StorageError::Stopped)?;
        let (answer, answered) = sync_channel(1);
        queue
            .send(Waiting { batch, answer })
            .map_err(|_| StorageError::Stopped)?;
        answered.recv().map_err(|_| StorageError::Stopped)?
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        // The thread ends when the queue's last sender is gone.
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A panic in the thread was reported where it happened.
            let _ = thread.join();
        }
    }
}

fn run(mut writer: impl Commit, waiting: &Receiver<Waiting>, bell: &Bell) {
    while let Ok(first) = waiting.recv() {
        let mut events = first.batch.events.len();
        let mut group = vec![first.batch];
        let mut callers = vec![first.answer];
        while events < COMMIT_EVENTS_MAX
            && let Ok(next) = waiting.try_recv()
        {
            events += next.batch.events.len();
            group.push(next.batch);
            callers.push(next.answer);
        }
        let answers = match writer.commit(&group) {
            Ok(answers) => answers,
            // Nothing was stored. Refusals too must not be believed: they may have been
            // judged by entries that are gone again.
            Err(error) => vec![Err(error); group.len()],
        };
        for (caller, answer) in callers.into_iter().zip(answers) {
            // A caller who no longer listens loses nothing: the ids make asking again safe.
            let _ = caller.send(answer);
        }
        bell.ring();
    }
}
