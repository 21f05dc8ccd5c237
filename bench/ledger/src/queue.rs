//! The queue of the plain stores, which works as the ledger's does: one thread takes what
//! waits, commits it at once and wakes all callers together.

use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::thread::{self, JoinHandle};

/// Writes what waits, from this index on, in one durable transaction.
pub trait Commit: Send + 'static {
    fn commit(&mut self, first: u64, group: &[Arc<Vec<u8>>]);
}

/// What waits, and where its callers will find the index of the first.
#[derive(Default)]
struct Line {
    group: Vec<Arc<Vec<u8>>>,
    first: Arc<OnceLock<u64>>,
    writer_sleeps: bool,
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
        if std::mem::take(&mut line.writer_sleeps) {
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

fn drain(mut writer: impl Commit, shared: &Shared) {
    let mut next = 0;
    loop {
        let mut line = shared.line.lock().expect("no panic");
        while line.group.is_empty() && !line.closed {
            line.writer_sleeps = true;
            line = shared.called.wait(line).expect("no panic");
        }
        line.writer_sleeps = false;
        let group = std::mem::take(&mut line.group);
        let first = std::mem::take(&mut line.first);
        drop(line);
        if group.is_empty() {
            return;
        }
        writer.commit(next, &group);
        let size = group.len() as u64;
        // Before its callers wake, so that each frees its own bytes.
        drop(group);
        first.set(next).expect("it is answered once");
        next += size;
    }
}
