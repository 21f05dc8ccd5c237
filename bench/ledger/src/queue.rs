//! The queue of the plain stores, equal to the ledger's: one thread drains what waits,
//! commits it at once and answers each caller.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// Writes what waits, from this index on, in one durable transaction.
pub trait Commit: Send + 'static {
    fn commit(&mut self, first: u64, group: &[Vec<u8>]);
}

struct Waiting {
    bytes: Vec<u8>,
    answer: SyncSender<u64>,
}

pub struct Queue {
    queue: Option<SyncSender<Waiting>>,
    thread: Option<JoinHandle<()>>,
}

impl Queue {
    pub fn start(writer: impl Commit) -> Queue {
        let (queue, waiting) = sync_channel(1024);
        let thread = thread::spawn(move || drain(writer, &waiting));
        Queue {
            queue: Some(queue),
            thread: Some(thread),
        }
    }

    /// Answers with the index once it is durable.
    pub fn append(&self, bytes: Vec<u8>) -> u64 {
        let (answer, answered) = sync_channel(1);
        let queue = self.queue.as_ref().expect("it is open");
        queue
            .send(Waiting { bytes, answer })
            .expect("the writer lives");
        answered.recv().expect("the writer lives")
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the writer did not panic");
        }
    }
}

fn drain(mut writer: impl Commit, waiting: &Receiver<Waiting>) {
    let mut next = 0;
    while let Ok(first) = waiting.recv() {
        let mut group = vec![first.bytes];
        let mut callers = vec![first.answer];
        while group.len() < 4096
            && let Ok(one) = waiting.try_recv()
        {
            group.push(one.bytes);
            callers.push(one.answer);
        }
        writer.commit(next, &group);
        for caller in callers {
            caller.send(next).expect("the caller waits");
            next += 1;
        }
    }
}
