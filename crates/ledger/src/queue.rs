//! Group commit: one thread takes all that waits and commits it at once.
//!
//! A flush to the disk costs the same for one batch as for a hundred, so whoever
//! asks while a commit is under way shares the next one. Nobody is answered before
//! the commit that holds their batch, and nobody's refusal touches another batch.
//!
//! With many callers most of the time goes not to the disk but to putting threads to
//! sleep and waking them. So a group is woken by one call, not caller by caller; the
//! writer sleeps until those whom it has just woken have come again; and each caller
//! frees its own batch, which another thread does slowly.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::bell::Bell;
use crate::plan::{Answer, Batch};
use crate::{AppendError, StorageError};

/// How many events one commit may hold before the rest waits for the next. A batch
/// that is longer by itself is still one commit.
const COMMIT_EVENTS_MAX: usize = 4096;

/// Which part of the time of a commit the next one is put off at most, so that those
/// who were just answered can share it.
const PUT_OFF: u32 = 4;

/// Writes a group of batches in one transaction: an answer for each once they are
/// durable, or an error, which means that nothing of the group was stored.
pub(crate) trait Commit: Send + 'static {
    fn commit(&mut self, group: &[Arc<Batch>]) -> Result<Vec<Answer>, AppendError>;
}

/// Batches that become durable together, and where their callers wait for the answers.
#[derive(Default)]
struct Group {
    batches: Vec<Arc<Batch>>,
    events: usize,
    answers: Arc<OnceLock<Vec<Answer>>>,
}

impl Group {
    fn is_full(&self) -> bool {
        self.events >= COMMIT_EVENTS_MAX
    }

    /// Whether it need not wait for more.
    fn has(&self, batches: usize) -> bool {
        self.batches.len() >= batches || self.is_full()
    }

    fn callers(&self) -> Callers {
        Callers {
            answers: Arc::clone(&self.answers),
            count: self.batches.len(),
        }
    }
}

/// What waits for the writer.
#[derive(Default)]
struct Line {
    /// All but the last have as many events as one commit may hold.
    groups: VecDeque<Group>,
    /// The writer sleeps until so many batches wait.
    wanted: Option<usize>,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    line: Mutex<Line>,
    called: Condvar,
}

/// The thread and the queue before it. Dropping it waits for what is in the queue.
pub(crate) struct Queue {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Queue {
    pub(crate) fn start(writer: impl Commit, bell: Arc<Bell>) -> Result<Queue, StorageError> {
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("ledger-writer".to_owned())
            .spawn(move || run(writer, &own, &bell))
            .map_err(|_| StorageError::Stopped)?;
        Ok(Queue {
            shared,
            thread: Some(thread),
        })
    }

    /// Queues a batch and waits until it is durable or refused.
    pub(crate) fn append(&self, batch: Batch) -> Answer {
        let batch = Arc::new(batch);
        let (answers, place) = self.shared.join(&batch)?;
        let answers = answers.wait();
        answers
            .get(place)
            .cloned()
            .unwrap_or_else(|| Err(StorageError::Stopped.into()))
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.shared.line().closed = true;
        self.shared.called.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panic in the thread was reported where it happened.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn line(&self) -> MutexGuard<'_, Line> {
        // Nothing that could panic is done while it is held.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a batch into the last group; where its answer will be, and at which place.
    fn join(
        &self,
        batch: &Arc<Batch>,
    ) -> Result<(Arc<OnceLock<Vec<Answer>>>, usize), StorageError> {
        let mut line = self.line();
        if line.closed {
            return Err(StorageError::Stopped);
        }
        let mut group = match line.groups.pop_back() {
            Some(last) if !last.is_full() => last,
            full => {
                line.groups.extend(full);
                Group::default()
            }
        };
        let (answers, place) = (Arc::clone(&group.answers), group.batches.len());
        group.batches.push(Arc::clone(batch));
        group.events += batch.events.len();
        let enough = line.wanted.is_some_and(|wanted| group.has(wanted));
        line.groups.push_back(group);
        if enough {
            line.wanted = None;
            drop(line);
            self.called.notify_one();
        }
        Ok((answers, place))
    }

    /// The next group; none once the queue is closed and empty. For as many batches as
    /// are hoped for it waits so long at most.
    fn next(&self, hoped: usize, put_off: Duration) -> Option<Group> {
        let line = self.sleep(self.line(), hoped, Some(put_off));
        self.sleep(line, 1, None).groups.pop_front()
    }

    /// Waits until so many batches wait, or as many as one commit may hold.
    fn sleep<'a>(
        &'a self,
        mut line: MutexGuard<'a, Line>,
        wanted: usize,
        patience: Option<Duration>,
    ) -> MutexGuard<'a, Line> {
        let begun = Instant::now();
        while !line.closed && !line.groups.front().is_some_and(|it| it.has(wanted)) {
            line.wanted = Some(wanted);
            line = match patience.map(|it| it.saturating_sub(begun.elapsed())) {
                Some(Duration::ZERO) => break,
                Some(left) => {
                    let waited = self.called.wait_timeout(line, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => {
                    let waited = self.called.wait(line);
                    waited.unwrap_or_else(PoisonError::into_inner)
                }
            };
        }
        line.wanted = None;
        line
    }
}

/// Answers a group even if the writer panics.
struct Callers {
    answers: Arc<OnceLock<Vec<Answer>>>,
    count: usize,
}

impl Callers {
    fn answer(&self, answers: Vec<Answer>) {
        // They are answered once.
        let _ = self.answers.set(answers);
    }
}

impl Drop for Callers {
    fn drop(&mut self) {
        if self.answers.get().is_none() {
            self.answer(vec![Err(StorageError::Stopped.into()); self.count]);
        }
    }
}

/// Lets nobody wait for a writer that has ended, even by a panic.
struct Ending<'a>(&'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let mut line = self.0.line();
        line.closed = true;
        for group in line.groups.drain(..) {
            drop(group.callers());
        }
    }
}

fn run(mut writer: impl Commit, shared: &Shared, bell: &Bell) {
    let _ending = Ending(shared);
    let (mut hoped, mut put_off) = (1, Duration::ZERO);
    while let Some(group) = shared.next(hoped, put_off) {
        let callers = group.callers();
        let started = Instant::now();
        let answers = match writer.commit(&group.batches) {
            Ok(answers) => answers,
            // Nothing was stored. Refusals too must not be believed: they may have been
            // judged by entries that are gone again.
            Err(error) => vec![Err(error); callers.count],
        };
        (hoped, put_off) = (callers.count, started.elapsed() / PUT_OFF);
        // Before they wake, so that each frees what it has allocated.
        drop(group);
        callers.answer(answers);
        bell.ring();
    }
}
