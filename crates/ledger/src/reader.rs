//! The log as whoever reads it sees it; no private key is needed.

use std::sync::Arc;

use uuid::Uuid;
use youwei_tlog::{Checkpoint, Hash, Hashes, Suite, VerifierKey};

use crate::bell::Bell;
use crate::covered;
use crate::log::Log;
use crate::seen::Seen;
use crate::verify::{Verified, Verifier};
use crate::{
    Broken, Entry, Filter, Head, LedgerError, MasterKey, Part, Place, Snapshot, StorageError,
    Subscription, postgres, sqlite,
};

/// The two stores, each in its own natural way.
pub(crate) enum Store {
    Sqlite(sqlite::Store),
    Postgres(postgres::Store),
}

/// Asks whichever store it is.
macro_rules! ask {
    ($store:expr, $method:ident ( $($argument:expr),* )) => {
        match &$store {
            Store::Sqlite(store) => store.$method($($argument),*),
            Store::Postgres(store) => store.$method($($argument),*),
        }
    };
}

pub(crate) use ask;

/// An open log, to be read. Share it by reference or in an `Arc`; every method blocks,
/// so call it from `spawn_blocking` in an async program.
pub struct Reader {
    pub(crate) log: Log,
    pub(crate) store: Store,
    /// Opens personal values.
    pub(crate) master: Option<Arc<MasterKey>>,
    /// What was proved already.
    pub(crate) seen: Seen,
    /// Rung by the writer of this process.
    pub(crate) bell: Arc<Bell>,
}

impl Reader {
    /// Opens a log that is there.
    ///
    /// # Errors
    /// There is none, it is something else or of another shape, or it cannot be read.
    pub fn open(place: &Place) -> Result<Reader, LedgerError> {
        match place {
            Place::File(path) => {
                let path = std::path::absolute(path).map_err(|_| StorageError::CannotOpen)?;
                let log = sqlite::look(&path)?;
                Ok(Reader::new(log, Store::Sqlite(sqlite::Store::new(path))))
            }
            Place::Postgres(url) => {
                let target = postgres::Target::of(url)?;
                let log = postgres::look(&target)?;
                Ok(Reader::new(
                    log,
                    Store::Postgres(postgres::Store::new(target)),
                ))
            }
        }
    }

    pub(crate) fn new(log: Log, store: Store) -> Reader {
        Reader {
            log,
            store,
            master: None,
            seen: Seen::default(),
            bell: Arc::new(Bell::default()),
        }
    }

    /// The origin that the log was made with: the `source` of all its events and the
    /// first line of its checkpoints.
    pub fn origin(&self) -> &str {
        &self.log.origin
    }

    /// Whether the log is a rehearsal of invented people, by its origin.
    pub fn is_rehearsal(&self) -> bool {
        self.log.origin.starts_with(crate::REHEARSAL)
    }

    /// Which cryptography the log uses.
    pub fn suite(&self) -> Suite {
        self.log.suite
    }

    /// The public key of the log's checkpoints, as the log states it. Whoever distrusts
    /// the log compares it with one that was noted elsewhere.
    pub fn key(&self) -> &VerifierKey {
        &self.log.key
    }

    /// The entries from this index on, at most `limit`, in their order.
    ///
    /// # Errors
    /// The store refuses, or an entry is broken: each is proved to be in the tree that
    /// the log's key signed before it is handed out, and that none is left out.
    pub fn entries(&self, from: u64, limit: usize) -> Result<Vec<Entry>, LedgerError> {
        let found = ask!(self.store, entries(from, limit))?;
        let mut entries = Vec::with_capacity(found.len());
        for (offset, stored) in (0..).zip(found) {
            let index = from.saturating_add(offset);
            if stored.index != index {
                return Err(Broken::missing(index).into());
            }
            entries.push(stored.check(self.log.suite)?);
        }
        covered::check(self, &entries)?;
        Ok(entries)
    }

    /// The entries of one stream, in their order; how many there are is its version.
    ///
    /// # Errors
    /// As for [`Reader::entries`], and if the stream has a gap.
    pub fn stream(&self, subject: &str) -> Result<Vec<Entry>, LedgerError> {
        let found = ask!(self.store, stream(subject))?;
        let mut stream = Vec::with_capacity(found.len());
        for (place, stored) in (0..).zip(found) {
            let version = stored.version;
            let entry = stored.check(self.log.suite)?;
            if version != place || entry.event.subject != subject {
                return Err(Broken::entry(
                    entry.index,
                    "在事项中的序号不对",
                    "its place in its stream is not the next one",
                )
                .into());
            }
            stream.push(entry);
        }
        covered::check(self, &stream)?;
        Ok(stream)
    }

    /// The entry with this event id, if there is one.
    ///
    /// # Errors
    /// As for [`Reader::entries`].
    pub fn by_id(&self, id: Uuid) -> Result<Option<Entry>, LedgerError> {
        let Some(stored) = ask!(self.store, by_id(id))? else {
            return Ok(None);
        };
        let entry = stored.check(self.log.suite)?;
        if entry.event.id != id {
            return Err(Broken::entry(
                entry.index,
                "按编号检索到了另一条",
                "a look-up by id finds another",
            )
            .into());
        }
        covered::check(self, std::slice::from_ref(&entry))?;
        Ok(Some(entry))
    }

    /// The entries of a type, or of any, within a time, in the order of the log.
    ///
    /// # Errors
    /// As for [`Reader::entries`].
    pub fn find(&self, filter: &Filter<'_>) -> Result<Vec<Entry>, LedgerError> {
        let mut entries = Vec::new();
        for stored in ask!(self.store, find(filter))? {
            let entry = stored.check(self.log.suite)?;
            // The column is rounded to microseconds.
            if filter.takes(entry.event.time) {
                entries.push(entry);
            }
        }
        covered::check(self, &entries)?;
        Ok(entries)
    }

    /// The size of the log and the root of its tree, as its key last signed them.
    ///
    /// # Errors
    /// The store refuses, or the head is broken.
    pub fn head(&self) -> Result<Head, LedgerError> {
        let stored = ask!(self.store, head())?;
        Ok(self.log.read_head(&stored)?.0)
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// The store refuses.
    pub fn size(&self) -> Result<u64, LedgerError> {
        Ok(ask!(self.store, head())?.size)
    }

    /// The same where it is a look into a file of this machine; none where another machine
    /// would have to be asked, so that one would have to wait.
    ///
    /// # Errors
    /// As for [`Reader::size`].
    pub fn size_at_once(&self) -> Result<Option<u64>, LedgerError> {
        match &self.store {
            Store::Sqlite(store) => Ok(Some(store.head()?.size)),
            Store::Postgres(_) => Ok(None),
        }
    }

    /// The last checkpoint as it was signed, a C2SP signed note.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn checkpoint(&self) -> Result<String, LedgerError> {
        let stored = ask!(self.store, head())?;
        let (head, _) = self.log.read_head(&stored)?;
        // The same tree with the signatures of its witnesses, if they have come in.
        let cosigned = ask!(self.store, cosigned_at(head.size))?;
        Ok(cosigned.map_or(stored.checkpoint, |cosigned| cosigned.note))
    }

    /// Recomputes everything from entry 0: the indexes have no gap, the bytes are the
    /// canonical ones of a fit event of this log, the columns and look-ups agree with
    /// them, the tree follows from them and its root is the one that the log's key
    /// signed, and the log has grown from every cosigned checkpoint and from `noted`.
    /// With a master key every personal value is opened and compared with its seal.
    /// `progress` is told how many entries of how many are done.
    ///
    /// # Errors
    /// The store could not be read; what is not proved is no error but a finding.
    pub fn verify(
        &self,
        noted: Option<&Checkpoint>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Verified, LedgerError> {
        let verifier = Verifier::new(&self.log, noted, self.master.as_deref(), progress);
        Ok(ask!(self.store, verify(verifier))?)
    }

    /// Makes everything that is derived from the entries anew: the nodes of the tree and
    /// the look-ups; snapshots are dropped. Nobody can append meanwhile.
    ///
    /// # Errors
    /// The entries are not those that the log's key signed (nothing was changed then), or
    /// the store refuses.
    pub fn rebuild(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<(), LedgerError> {
        ask!(self.store, rebuild(&self.log, progress))
    }

    /// The entries from this index on, as they come.
    pub fn subscribe(&self, from: u64) -> Subscription<'_> {
        if let Store::Postgres(store) = &self.store {
            store.listen(&self.bell);
        }
        Subscription::new(self, from)
    }

    /// The snapshot of this name, if there is one of this shape that the log's key
    /// signed and that is not ahead of the log.
    ///
    /// # Errors
    /// The store refuses.
    pub fn snapshot(&self, name: &str, shape: u32) -> Result<Option<Snapshot>, LedgerError> {
        let Some(stored) = ask!(self.store, snapshot(name))? else {
            return Ok(None);
        };
        let size = self.size()?;
        if stored.shape != shape || stored.size > size {
            return Ok(None);
        }
        Ok(stored.check(&self.log))
    }
}

impl Hashes for Reader {
    type Error = LedgerError;

    fn hashes(&self, level: u8, from: u64, count: usize) -> Result<Vec<Hash>, LedgerError> {
        let hashes = ask!(self.store, hashes(level, from, count))?;
        if hashes.len() == count {
            return Ok(hashes);
        }
        let index = from + hashes.len() as u64;
        let part = match level {
            0 => Part::Entry(index),
            level => Part::Node { level, index },
        };
        Err(Broken::new(part, "缺少哈希", "its hash is missing").into())
    }
}
