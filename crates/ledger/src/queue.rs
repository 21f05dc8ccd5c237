//! Group commit: one thread takes all that waits and commits it at once.
//!
//! A flush to the disk costs the same for one batch as for a hundred, so whoever
//! asks while a commit is under way shares the next one. Nobody is answered before
//! the commit that holds their batch, and nobody's refusal touches another batch.
//!
//! With many callers most of the time goes not to the disk but to putting threads to
//! sleep and waking them. So a group is woken by one call, not caller by caller, and
//! each caller frees its own batch, which another thread does slowly. What all callers of
//! a group want done next, such as folding it, one of them does while the others sleep on.
//! Who has other things to do does not sleep at all: an [`Appending`] is a future.

use std::collections::VecDeque;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread::{self, JoinHandle};

use crate::bell::Bell;
use crate::plan::{Answer, Batch};
use crate::recent::Recent;
use crate::{AppendError, Head, StorageError};

/// How many events one commit may hold before the rest waits for the next. A batch
/// that is longer by itself is still one commit.
const COMMIT_EVENTS_MAX: usize = 4096;

/// Writes a group of batches in one transaction: an answer for each once they are
/// durable, or an error, which means that nothing of the group was stored.
pub(crate) trait Commit: Send + 'static {
    fn commit(&mut self, group: &[Arc<Batch>]) -> Result<Vec<Answer>, AppendError>;

    /// The end of the log as of the last commit; none before the first and after one that
    /// failed.
    fn head(&self) -> Option<Head>;
}

/// What all callers of a group wait for, and find an answer each in.
#[derive(Default)]
struct Outcome {
    answers: OnceLock<Vec<Answer>>,
    /// Set once the caller who leads has done what follows the commit.
    followed: OnceLock<()>,
    /// Those who do not sleep until the answers are there.
    awake: Mutex<Vec<Waker>>,
}

impl Outcome {
    fn awake(&self) -> MutexGuard<'_, Vec<Waker>> {
        // A list of whom to call cannot be half changed.
        self.awake.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, answers: Vec<Answer>) {
        // They are answered once.
        let _ = self.answers.set(answers);
        let awake = mem::take(&mut *self.awake());
        awake.into_iter().for_each(Waker::wake);
    }
}

/// A caller's place in a group.
struct Joined {
    outcome: Arc<Outcome>,
    place: usize,
    /// Whether it does for all of the group what follows the commit.
    leads: bool,
}

impl Joined {
    fn answer(&self) -> Answer {
        let answers = self.outcome.answers.wait();
        let own = answers.get(self.place).cloned();
        own.unwrap_or_else(|| Err(StorageError::Stopped.into()))
    }
}

/// Events on their way into the log: ready when they are durable or refused. They are
/// appended whether or not somebody waits for it.
pub struct Appending {
    joined: Joined,
    /// Freed where it was made.
    _batch: Arc<Batch>,
}

impl Future for Appending {
    /// The index of each event, in the order given.
    type Output = Result<Vec<u64>, AppendError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = &self.joined.outcome;
        if outcome.answers.get().is_none() {
            outcome.awake().push(context.waker().clone());
            // If they came before that, nobody calls.
            if outcome.answers.get().is_none() {
                return Poll::Pending;
            }
        }
        Poll::Ready(self.joined.answer())
    }
}

/// Lets the others go on, even if the caller who leads has panicked.
struct Leading<'a>(&'a Outcome);

impl Drop for Leading<'_> {
    fn drop(&mut self) {
        // One leads, so it is set once.
        let _ = self.0.followed.set(());
    }
}

/// Batches that become durable together, and where their callers wait for the answers.
#[derive(Default)]
struct Group {
    batches: Vec<Arc<Batch>>,
    events: usize,
    outcome: Arc<Outcome>,
    /// Whether one of the callers leads.
    led: bool,
}

impl Group {
    fn is_full(&self) -> bool {
        self.events >= COMMIT_EVENTS_MAX
    }

    fn callers(&self) -> Callers {
        Callers {
            outcome: Arc::clone(&self.outcome),
            count: self.batches.len(),
        }
    }
}

/// What waits for the writer.
#[derive(Default)]
struct Line {
    /// All but the last have as many events as one commit may hold.
    groups: VecDeque<Group>,
    /// Whether the writer must be called.
    writer_sleeps: bool,
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
    /// What was appended last.
    pub(crate) recent: Arc<Recent>,
    thread: Option<JoinHandle<()>>,
}

impl Queue {
    pub(crate) fn start(writer: impl Commit, bell: Arc<Bell>) -> Result<Queue, StorageError> {
        let shared = Arc::new(Shared::default());
        let recent = Arc::new(Recent::default());
        let (own, kept) = (Arc::clone(&shared), Arc::clone(&recent));
        let thread = thread::Builder::new()
            .name("ledger-writer".to_owned())
            .spawn(move || run(writer, &own, &kept, &bell))
            .map_err(|_| StorageError::Stopped)?;
        Ok(Queue {
            shared,
            recent,
            thread: Some(thread),
        })
    }

    /// Queues a batch and waits until it is durable or refused.
    pub(crate) fn append(&self, batch: Batch) -> Answer {
        let batch = Arc::new(batch);
        self.shared.join(&batch, false)?.answer()
    }

    /// Queues a batch and comes back at once.
    pub(crate) fn append_later(&self, batch: Batch) -> Result<Appending, StorageError> {
        let batch = Arc::new(batch);
        let joined = self.shared.join(&batch, false)?;
        Ok(Appending {
            joined,
            _batch: batch,
        })
    }

    /// As [`Queue::append`], and comes back once one of the callers of its group has done what follows
    /// the commit; all of them give the same to do.
    pub(crate) fn append_then(&self, batch: Batch, then: &dyn Fn()) -> Answer {
        let batch = Arc::new(batch);
        let joined = self.shared.join(&batch, true)?;
        if joined.leads {
            let _leading = Leading(&joined.outcome);
            joined.outcome.answers.wait();
            then();
        } else {
            joined.outcome.followed.wait();
        }
        joined.answer()
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

    /// Puts a batch into the last group; the first who would lead it does.
    fn join(&self, batch: &Arc<Batch>, would_lead: bool) -> Result<Joined, StorageError> {
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
        let joined = Joined {
            outcome: Arc::clone(&group.outcome),
            place: group.batches.len(),
            leads: would_lead && !group.led,
        };
        group.led |= joined.leads;
        group.batches.push(Arc::clone(batch));
        group.events += batch.events.len();
        line.groups.push_back(group);
        // Calling one who does not sleep would cost as much.
        if mem::take(&mut line.writer_sleeps) {
            drop(line);
            self.called.notify_one();
        }
        Ok(joined)
    }

    /// The next group; none once the queue is closed and empty.
    fn next(&self) -> Option<Group> {
        let mut line = self.line();
        while line.groups.is_empty() && !line.closed {
            line.writer_sleeps = true;
            let called = self.called.wait(line);
            line = called.unwrap_or_else(PoisonError::into_inner);
        }
        line.writer_sleeps = false;
        line.groups.pop_front()
    }
}

/// Answers a group even if the writer panics.
struct Callers {
    outcome: Arc<Outcome>,
    count: usize,
}

impl Callers {
    fn answer(&self, answers: Vec<Answer>) {
        self.outcome.answer(answers);
    }
}

impl Drop for Callers {
    fn drop(&mut self) {
        if self.outcome.answers.get().is_none() {
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

fn run(mut writer: impl Commit, shared: &Shared, recent: &Recent, bell: &Bell) {
    let _ending = Ending(shared);
    while let Some(group) = shared.next() {
        let callers = group.callers();
        let answers = match writer.commit(&group.batches) {
            Ok(answers) => {
                // Before its callers wake and ask for it.
                recent.committed(&group.batches, &answers, writer.head());
                answers
            }
            // Nothing was stored. Refusals too must not be believed: they may have been
            // judged by entries that are gone again.
            Err(error) => vec![Err(error); callers.count],
        };
        // Before they wake, so that each frees what it has allocated.
        drop(group);
        callers.answer(answers);
        bell.ring();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    /// Says that it has a group, then waits for a word before it commits, and panics when
    /// that is the wrong one.
    struct Slow {
        has_group: Sender<()>,
        word: Receiver<bool>,
    }

    impl Commit for Slow {
        fn commit(&mut self, group: &[Arc<Batch>]) -> Result<Vec<Answer>, AppendError> {
            // Only the first group is waited for.
            let _ = self.has_group.send(());
            assert!(self.word.recv().unwrap(), "the writer must panic here");
            let size = group.len() as u64;
            Ok((0..size).map(|place| Ok(vec![size, place])).collect())
        }

        fn head(&self) -> Option<Head> {
            None
        }
    }

    fn empty() -> Batch {
        Batch {
            events: Vec::new(),
            expected: Vec::new(),
            sealers: Vec::new(),
            erasure: None,
        }
    }

    fn waiting(queue: &Queue) -> usize {
        let line = queue.shared.line();
        line.groups.iter().map(|group| group.batches.len()).sum()
    }

    /// One batch is with the writer, and four wait, before `words` are said to it.
    fn answers(words: &[bool]) -> (Queue, Vec<Answer>) {
        let (say, word) = channel();
        let (has_group, taken) = channel();
        let queue = Queue::start(Slow { has_group, word }, Arc::default()).unwrap();
        let answers = thread::scope(|scope| {
            let append = || scope.spawn(|| queue.append(empty()));
            let first = append();
            taken.recv().unwrap();
            let others = [append(), append(), append(), append()];
            while waiting(&queue) < 4 {
                thread::yield_now();
            }
            words.iter().for_each(|it| say.send(*it).unwrap());
            let all = [first].into_iter().chain(others);
            all.map(|caller| caller.join().unwrap()).collect()
        });
        (queue, answers)
    }

    #[test]
    fn who_comes_during_a_commit_shares_the_next_and_each_gets_the_own_answer() {
        let (_, mut answers) = answers(&[true, true]);
        assert_eq!(answers.remove(0), Ok(vec![1, 0]));
        answers.sort_by_key(|answer| answer.clone().unwrap());
        assert_eq!(answers, [0, 1, 2, 3].map(|place| Ok(vec![4, place])));
    }

    #[test]
    fn one_of_a_group_does_what_follows_and_the_others_come_back_after_it() {
        let (say, word) = channel();
        let (has_group, taken) = channel();
        let queue = Queue::start(Slow { has_group, word }, Arc::default()).unwrap();
        let done = AtomicUsize::new(0);
        let then = || {
            thread::sleep(std::time::Duration::from_millis(20));
            done.fetch_add(1, Ordering::SeqCst);
        };
        thread::scope(|scope| {
            let first = scope.spawn(|| queue.append(empty()));
            taken.recv().unwrap();
            let led: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let answer = queue.append_then(empty(), &then);
                        (answer, done.load(Ordering::SeqCst))
                    })
                })
                .collect();
            let other = scope.spawn(|| queue.append(empty()));
            while waiting(&queue) < 5 {
                thread::yield_now();
            }
            say.send(true).unwrap();
            say.send(true).unwrap();
            assert!(first.join().unwrap().is_ok() && other.join().unwrap().is_ok());
            let mut places: Vec<u64> = led
                .into_iter()
                .map(|it| {
                    let (answer, done) = it.join().unwrap();
                    assert_eq!(done, 1, "after what follows, which is done once");
                    answer.unwrap()[1]
                })
                .collect();
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), 4);
        });
        assert_eq!(done.load(Ordering::SeqCst), 1);
        // Who leads and panics holds nobody up, and the next group has one who leads anew.
        let panics = thread::scope(|scope| {
            let leads = scope.spawn(|| queue.append_then(empty(), &|| panic!("as it may")));
            say.send(true).unwrap();
            leads.join()
        });
        assert!(panics.is_err());
        say.send(true).unwrap();
        assert!(queue.append_then(empty(), &then).is_ok());
        assert_eq!(done.load(Ordering::SeqCst), 2);
    }

    /// Counts how often it is called.
    #[derive(Default)]
    struct Called(AtomicUsize);

    impl std::task::Wake for Called {
        fn wake(self: Arc<Called>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn who_does_not_sleep_is_called_when_the_answer_is_there() {
        for word in [true, false] {
            let (say, told) = channel();
            let (has_group, taken) = channel();
            let slow = Slow {
                has_group,
                word: told,
            };
            let queue = Queue::start(slow, Arc::default()).unwrap();
            let called = Arc::new(Called::default());
            let waker = Waker::from(Arc::clone(&called));
            let mut context = Context::from_waker(&waker);
            let mut appending = queue.append_later(empty()).unwrap();
            taken.recv().unwrap();
            assert!(Pin::new(&mut appending).poll(&mut context).is_pending());
            assert_eq!(called.0.load(Ordering::SeqCst), 0);
            say.send(word).unwrap();
            while called.0.load(Ordering::SeqCst) == 0 {
                thread::yield_now();
            }
            let answer = match word {
                true => Ok(vec![1, 0]),
                false => Err(StorageError::Stopped.into()),
            };
            let found = Pin::new(&mut appending).poll(&mut context);
            assert_eq!(found, Poll::Ready(answer));
            // Nobody need wait for it.
            drop(queue.append_later(empty()));
            drop(say);
        }
    }

    #[test]
    fn nobody_waits_for_a_writer_that_has_panicked() {
        let stopped: Answer = Err(StorageError::Stopped.into());
        let (queue, found) = answers(&[false]);
        assert_eq!(found, vec![stopped.clone(); 5]);
        assert_eq!(queue.append(empty()), stopped);
    }
}
