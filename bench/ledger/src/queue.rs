//! The queue of the plain stores, which works as the ledger's does: one thread takes what
//! waits, commits it at once and wakes all callers together; a commit is put off a little
//! until those who were just answered have come again.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Writes what waits, from this index on, in one durable transaction.
pub trait Commit: Send + 'static {
    fn commit(&mut self, first: u64, group: &[Arc<Vec<u8>>]);
}

/// What waits, and where its callers will find the index of the first.
#[derive(Default)]
struct Line {
    group: Vec<Arc<Vec<u8>>>,
    first: Arc<OnceLock<u64>>,
    /// The writer sleeps until so many wait.
    wanted: Option<usize>,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    line: Mutex<Line>,
    called: Condvar,
}

pub struct Queue {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Queue {
    pub fn start(writer: impl Commit) -> Queue {
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        Queue {
            shared,
            thread: Some(thread::spawn(move || drain(writer, &own))),
        }
    }

    /// Answers with the index once it is durable.
    pub fn append(&self, bytes: Vec<u8>) -> u64 {
        let bytes = Arc::new(bytes);
        let mut line = self.shared.line.lock().expect("no panic");
        let (first, place) = (Arc::clone(&line.first), line.group.len() as u64);
        line.group.push(Arc::clone(&bytes));
        if line.wanted.is_some_and(|it| line.group.len() >= it) {
            line.wanted = None;
            drop(line);
            self.shared.called.notify_one();
        } else {
            drop(line);
        }
        first.wait() + place
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.shared.line.lock().expect("no panic").closed = true;
        self.shared.called.notify_one();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the writer did not panic");
        }
    }
}

impl Shared {
    fn sleep<'a>(
        &'a self,
        mut line: MutexGuard<'a, Line>,
        wanted: usize,
        patience: Option<Duration>,
    ) -> MutexGuard<'a, Line> {
        let begun = Instant::now();
        while !line.closed && line.group.len() < wanted {
            line.wanted = Some(wanted);
            line = match patience.map(|it| it.saturating_sub(begun.elapsed())) {
                Some(Duration::ZERO) => break,
                Some(left) => self.called.wait_timeout(line, left).expect("no panic").0,
                None => self.called.wait(line).expect("no panic"),
            };
        }
        line.wanted = None;
        line
    }
}

fn drain(mut writer: impl Commit, shared: &Shared) {
    let (mut next, mut hoped, mut put_off) = (0, 1, Duration::ZERO);
    loop {
        let line = shared.line.lock().expect("no panic");
        let line = shared.sleep(line, hoped, Some(put_off));
        let mut line = shared.sleep(line, 1, None);
        let group = std::mem::take(&mut line.group);
        let first = std::mem::take(&mut line.first);
        drop(line);
        if group.is_empty() {
            return;
        }
        let started = Instant::now();
        writer.commit(next, &group);
        (hoped, put_off) = (group.len(), started.elapsed() / 4);
        drop(group);
        first.set(next).expect("it is answered once");
        next += hoped as u64;
    }
}
