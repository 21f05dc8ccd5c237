//! The start: the whole log, read, proved and folded once.
//!
//! One thread reads and hashes while another folds. What is folded is shown to nobody
//! before all of it is proved.

use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use jiff::Timestamp;
use youwei_ledger::{Broken, Head, Ledger, LedgerError, Scanned};

use crate::state::{State, Words};

/// How many entries are handed over at a time.
const HANDED_AT_ONCE: usize = 512;

/// How many such heaps may wait.
const WAITING_MAX: usize = 8;

/// Entries as they are handed over: their words one after the other in one text, so that
/// an entry costs a copy and no memory of its own.
#[derive(Default)]
struct Heap {
    text: String,
    entries: Vec<Piece>,
}

/// An entry in a heap.
struct Piece {
    index: u64,
    time: Timestamp,
    actor: Range<usize>,
    kind: Range<usize>,
    subject: Range<usize>,
    data: Range<usize>,
}

impl Heap {
    fn push(&mut self, index: u64, entry: &Scanned<'_>, data: &str) {
        let mut keep = |text: &str| {
            let from = self.text.len();
            self.text.push_str(text);
            from..self.text.len()
        };
        let piece = Piece {
            index,
            time: entry.time,
            actor: keep(&entry.actor),
            kind: keep(&entry.kind),
            subject: keep(&entry.subject),
            data: keep(data),
        };
        self.entries.push(piece);
    }

    fn word(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn clear(&mut self) {
        self.text.clear();
        self.entries.clear();
    }
}

/// Folds the whole log into a state that has no records yet, with what came from a
/// snapshot.
///
/// # Errors
/// The ledger cannot be read, or is not what its key signed.
pub(crate) fn fold_all(ledger: &Ledger, state: &mut State) -> Result<(), LedgerError> {
    let stopped = || LedgerError::from(youwei_ledger::StorageError::Stopped);
    let head = thread::scope(|scope| {
        let (sender, heaps) = sync_channel::<Heap>(WAITING_MAX);
        // Heaps go back to be filled again.
        let (back, empty) = channel::<Heap>();
        let reader = thread::Builder::new().name("start".to_owned());
        let reader = reader.spawn_scoped(scope, move || read(ledger, &sender, &empty));
        let reader = reader.map_err(|_| stopped())?;
        fold(state, heaps, &back);
        reader.join().unwrap_or_else(|_| Err(stopped()))
    })?;
    if state.folded() != head.size {
        return Err(LedgerError::Broken(Broken::missing(state.folded())));
    }
    state.running.settle();
    if state.head.size <= head.size {
        state.head = head;
    }
    Ok(())
}

fn read(
    ledger: &Ledger,
    sender: &SyncSender<Heap>,
    empty: &Receiver<Heap>,
) -> Result<Head, LedgerError> {
    let mut heap = Heap::default();
    let head = ledger.walk(&mut |index, scanned, data| {
        heap.push(index, scanned, data);
        if heap.entries.len() == HANDED_AT_ONCE {
            let next = empty.try_recv().unwrap_or_default();
            // Who folds goes on until the sender is dropped.
            let _ = sender.send(std::mem::replace(&mut heap, next));
        }
    })?;
    let _ = sender.send(heap);
    Ok(head)
}

fn fold(state: &mut State, heaps: Receiver<Heap>, back: &Sender<Heap>) {
    for mut heap in heaps {
        for piece in &heap.entries {
            state.take_words(&Words {
                index: piece.index,
                time: piece.time,
                actor: heap.word(&piece.actor),
                kind: heap.word(&piece.kind),
                subject: heap.word(&piece.subject),
                data: heap.word(&piece.data),
            });
        }
        heap.clear();
        // The reader may be done.
        let _ = back.send(heap);
    }
}
