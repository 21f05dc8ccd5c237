//! The start: the whole log, read, proved and folded once.
//!
//! One thread reads and hashes while another folds. What is folded is shown to nobody
//! before all of it is proved.

use std::borrow::Cow;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use jiff::Timestamp;
use serde_json::Value;
use youwei_account::Recorded;
use youwei_ledger::{Broken, Head, Ledger, LedgerError, Scanned};
use youwei_system::declaration::System;
use youwei_system::records::told;

use crate::running::TAKEN;
use crate::state::State;

/// How many entries are handed over at a time.
const HANDED_AT_ONCE: usize = 512;

/// How many such heaps may wait.
const WAITING_MAX: usize = 8;

/// An entry as it is folded.
enum Read {
    /// It changes nothing but the length of the log.
    Nothing(u64, Timestamp),
    /// It is about a record: kind, subject, and of the data what folding looks at.
    Record(u64, Timestamp, String, String, Value),
    /// Any other.
    Whole(Recorded),
}

/// Folds the whole log into a state that has no records yet, with what came from a
/// snapshot.
///
/// # Errors
/// The ledger cannot be read, or is not what its key signed.
pub(crate) fn fold_all(
    ledger: &Ledger,
    systems: &[std::sync::Arc<System>],
    state: &mut State,
) -> Result<(), LedgerError> {
    let stopped = || LedgerError::from(youwei_ledger::StorageError::Stopped);
    let head = thread::scope(|scope| {
        let (sender, heaps) = sync_channel::<Vec<Read>>(WAITING_MAX);
        let reader = thread::Builder::new().name("start".to_owned());
        let reader = reader.spawn_scoped(scope, move || read(ledger, systems, &sender));
        let reader = reader.map_err(|_| stopped())?;
        for heap in heaps {
            heap.into_iter().for_each(|it| take(state, it));
        }
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
    systems: &[std::sync::Arc<System>],
    sender: &SyncSender<Vec<Read>>,
) -> Result<Head, LedgerError> {
    let mut heap = Vec::with_capacity(HANDED_AT_ONCE);
    let head = ledger.walk(&mut |index, scanned, data| {
        heap.push(read_one(systems, index, scanned, data));
        if heap.len() == HANDED_AT_ONCE {
            let full = std::mem::replace(&mut heap, Vec::with_capacity(HANDED_AT_ONCE));
            // Who folds goes on until the sender is dropped.
            let _ = sender.send(full);
        }
    })?;
    let _ = sender.send(heap);
    Ok(head)
}

fn read_one(
    systems: &[std::sync::Arc<System>],
    index: u64,
    scanned: &Scanned<'_>,
    data: &str,
) -> Read {
    let (kind, subject) = (&*scanned.kind, &*scanned.subject);
    // Taking a value states nothing.
    if kind == TAKEN && !data.contains("\"facts\"") {
        return Read::Nothing(index, scanned.time);
    }
    let of = subject.split_once('/').map_or("", |(system, _)| system);
    let of_system = systems.iter().any(|it| &*it.id == of)
        && kind.strip_prefix(of).is_some_and(|it| it.starts_with('.'));
    let owned = |text: &Cow<'_, str>| text.clone().into_owned();
    if let Some(told) = of_system.then(|| told(data)).flatten() {
        return Read::Record(
            index,
            scanned.time,
            owned(&scanned.kind),
            owned(&scanned.subject),
            told,
        );
    }
    Read::Whole(Recorded {
        index,
        time: scanned.time,
        actor: owned(&scanned.actor),
        kind: owned(&scanned.kind),
        subject: owned(&scanned.subject),
        // The walk has found it to be JSON.
        data: serde_json::from_str(data).unwrap_or_default(),
    })
}

fn take(state: &mut State, read: Read) {
    match read {
        Read::Whole(entry) => state.take(&entry),
        Read::Nothing(index, time) => state.take_nothing(index, time),
        Read::Record(index, time, kind, subject, told) => {
            state.take_record(index, time, &kind, &subject, &told);
        }
    }
}
