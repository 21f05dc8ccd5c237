//! The log as whoever appends to it sees it.

use std::ops::Deref;
use std::sync::Arc;

use youwei_tlog::SignerKey;

use crate::log::Log;
use crate::plan::{Batch, Ready};
use crate::queue::{Commit, Queue};
use crate::reader::Store;
use crate::snapshot::StoredSnapshot;
use crate::{
    AppendError, Keys, LedgerError, NewEvent, Place, Reader, Snapshot, StorageError, event,
    postgres, sqlite,
};

/// How many events a stream must already have for a batch to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The stream.
    pub subject: String,
    /// The number of its events, 0 for a stream that must not exist yet.
    pub version: u64,
}

/// An open log that can be appended to: a [`Reader`] and one thread that writes.
/// Several processes may open the same log with the same key.
pub struct Ledger {
    // Before the queue, so that the writer closes last and a SQLite log is one file.
    reader: Reader,
    queue: Queue,
    signer: Arc<SignerKey>,
}

impl Deref for Ledger {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Ledger {
    /// Opens the log at this place, or makes one whose origin is the signing key's name.
    ///
    /// # Errors
    /// The key's name is no URI or belongs to another log; what lies there is something
    /// else or of another shape (it is left untouched); the store refuses.
    pub fn open(place: &Place, keys: Keys) -> Result<Ledger, LedgerError> {
        let signer = Arc::new(keys.signer);
        event::check_source(signer.verifier().name()).map_err(LedgerError::Origin)?;
        match place {
            Place::File(path) => {
                // Readers open the file later, when the program may have changed its folder;
                // and SQLite takes a relative name that begins with "file:" for a URI.
                let path = std::path::absolute(path).map_err(|_| StorageError::CannotOpen)?;
                let (connection, log) = sqlite::open(&path, &signer)?;
                let writer = sqlite::Writer::new(connection, log.clone(), Arc::clone(&signer));
                let store = Store::Sqlite(sqlite::Store::new(path));
                Ledger::start(log, store, writer, signer)
            }
            Place::Postgres(url) => {
                let target = postgres::Target::of(url)?;
                let (link, log) = postgres::open(&target, &signer)?;
                let (log_, signer_) = (log.clone(), Arc::clone(&signer));
                let writer = postgres::Writer::new(target.clone(), link, log_, signer_);
                let store = Store::Postgres(postgres::Store::new(target));
                Ledger::start(log, store, writer, signer)
            }
        }
    }

    /// The origin of the log at this place if it is there and no key has signed it yet,
    /// as it was before there were checkpoints. Opening it with a key of that name makes
    /// it a log of today.
    ///
    /// # Errors
    /// What lies there is something else, or the store refuses.
    pub fn unsigned(place: &Place) -> Result<Option<String>, LedgerError> {
        match place {
            Place::File(path) if path.exists() => sqlite::unsigned(path),
            Place::File(_) | Place::Postgres(_) => Ok(None),
        }
    }

    fn start(
        log: Log,
        store: Store,
        writer: impl Commit,
        signer: Arc<SignerKey>,
    ) -> Result<Ledger, LedgerError> {
        if log.key != signer.verifier() {
            return Err(LedgerError::OtherKey { origin: log.origin });
        }
        let reader = Reader::new(log, store);
        let queue = Queue::start(writer, Arc::clone(&reader.bell))?;
        Ok(Ledger {
            reader,
            queue,
            signer,
        })
    }

    /// Appends events, all or none, and answers when they are durable: the index of
    /// each, in the order given.
    ///
    /// Every expectation is about the log before this batch. An event whose id and
    /// content the log already has is not appended again but answered with its
    /// index, and a batch of only such events needs no expectation to hold: that is
    /// what asking again after a lost answer looks like.
    ///
    /// # Errors
    /// Nothing was appended: an event is unfit, a stream has moved on, an id belongs
    /// to other content (whichever is met first, in this order and the order of
    /// events). After a storage error ask again with the same ids.
    pub fn append(
        &self,
        events: Vec<NewEvent>,
        expected: &[Expected],
    ) -> Result<Vec<u64>, AppendError> {
        let events = events
            .into_iter()
            .map(|event| self.ready(event))
            .collect::<Result<_, _>>()?;
        self.queue.append(Batch {
            events,
            expected: expected.to_vec(),
        })
    }

    /// Checked, written and hashed here, in the caller's thread, so that the writer only
    /// writes.
    fn ready(&self, event: NewEvent) -> Result<Ready, AppendError> {
        let event = event.with_source(&self.log.origin);
        match event.bytes() {
            Ok(bytes) => Ok(Ready {
                id: event.id,
                subject: event.subject,
                kind: event.kind,
                micros: event::micros(event.time),
                leaf: self.log.suite.leaf_hash(&bytes),
                bytes,
            }),
            Err(unfit) => Err(AppendError::Unfit {
                subject: event.subject,
                unfit,
            }),
        }
    }

    /// Keeps a snapshot under this name in place of the one before.
    ///
    /// # Errors
    /// The store refuses.
    pub fn keep_snapshot(
        &self,
        name: &str,
        shape: u32,
        snapshot: Snapshot,
    ) -> Result<(), LedgerError> {
        let stored = StoredSnapshot::sign(&self.log, &self.signer, name, shape, snapshot);
        match &self.reader.store {
            Store::Sqlite(store) => store.keep_snapshot(&stored)?,
            Store::Postgres(store) => store.keep_snapshot(&stored)?,
        }
        Ok(())
    }
}
