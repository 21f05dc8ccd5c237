//! The log as whoever appends to it sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use youwei_tlog::SignerKey;

use crate::log::Log;
use crate::people::Sealer;
use crate::personal::{self, ERASED_KIND, Kept, PersonKey};
use crate::plan::{Batch, Ready};
use crate::queue::{Appending, Commit, Queue};
use crate::reader::{Store, ask};
use crate::snapshot::StoredSnapshot;
use crate::{
    AppendError, Chance, Followed, Head, Keys, LedgerError, MasterKey, NewEvent, PersonId,
    Personal, Place, Reader, Snapshot, StorageError, Unsealable, Unwrapped, event, postgres,
    sqlite,
};

/// How often an event is sealed again because what is kept of its persons changed. A
/// person's row changes when they are first known, when master keys are changed, and
/// when they are erased, which ends it.
const SEALINGS_MAX: usize = 8;

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
    pub(crate) queue: Queue,
    signer: Arc<SignerKey>,
    chance: Chance,
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
    /// The key's name is no URI or belongs to another log; the master key is not the one
    /// that the log is used with; what lies there is something else or of another shape
    /// (it is left untouched); the store refuses.
    pub fn open(place: &Place, keys: Keys) -> Result<Ledger, LedgerError> {
        let Keys { signer, master } = keys;
        let signer = Arc::new(signer);
        event::check_source(signer.verifier().name()).map_err(LedgerError::Origin)?;
        match place {
            Place::File(path) => {
                // Readers open the file later, when the program may have changed its folder;
                // and SQLite takes a relative name that begins with "file:" for a URI.
                let path = std::path::absolute(path).map_err(|_| StorageError::CannotOpen)?;
                let (connection, log) = sqlite::open(&path, &signer)?;
                let writer = sqlite::Writer::new(connection, log.clone(), Arc::clone(&signer));
                let store = Store::Sqlite(sqlite::Store::new(path));
                Ledger::start(log, store, writer, signer, master)
            }
            Place::Postgres(url) => {
                let target = postgres::Target::of(url)?;
                let (link, log) = postgres::open(&target, &signer)?;
                let (log_, signer_) = (log.clone(), Arc::clone(&signer));
                let writer = postgres::Writer::new(target.clone(), link, log_, signer_);
                let store = Store::Postgres(postgres::Store::new(target));
                Ledger::start(log, store, writer, signer, master)
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
        master: Option<MasterKey>,
    ) -> Result<Ledger, LedgerError> {
        if log.key != signer.verifier() {
            return Err(LedgerError::OtherKey { origin: log.origin });
        }
        let mut reader = Reader::new(log, store);
        if let Some(master) = master {
            reader = reader.with_master(master)?;
        }
        let queue = Queue::start(writer, Arc::clone(&reader.bell))?;
        Ok(Ledger {
            reader,
            queue,
            signer,
            chance: Chance::system(),
        })
    }

    /// The same log, whose keys, nonces and ids come from a seed.
    ///
    /// # Errors
    /// It is no rehearsal by its origin: what anybody can draw again guards nobody.
    pub fn rehearsing(self, chance: Chance) -> Result<Ledger, LedgerError> {
        match self.reader.is_rehearsal() {
            true => Ok(Ledger { chance, ..self }),
            false => Err(LedgerError::NoRehearsal {
                origin: self.reader.origin().to_owned(),
            }),
        }
    }

    /// Where this log's random bytes and ids come from.
    pub fn chance(&self) -> &Chance {
        &self.chance
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
        self.queue.append(self.batch(events, expected)?)
    }

    /// The same for who must not sleep: the events are checked and on their way when it
    /// comes back, and what it answers is awaited.
    ///
    /// # Errors
    /// As for [`Ledger::append`], of which what needs no look into the log is said at once.
    pub fn append_later(
        &self,
        events: Vec<NewEvent>,
        expected: &[Expected],
    ) -> Result<Appending, AppendError> {
        let batch = self.batch(events, expected)?;
        Ok(self.queue.append_later(batch)?)
    }

    /// As [`Ledger::append`], and comes back once one of those whose events became durable together has
    /// done what follows: all of them give the same to do, such as folding what is new.
    ///
    /// # Errors
    /// As for [`Ledger::append`].
    pub fn append_then(
        &self,
        events: Vec<NewEvent>,
        expected: &[Expected],
        then: &dyn Fn(),
    ) -> Result<Vec<u64>, AppendError> {
        self.queue.append_then(self.batch(events, expected)?, then)
    }

    /// Events without personal values, fit to be appended.
    fn batch(&self, events: Vec<NewEvent>, expected: &[Expected]) -> Result<Batch, AppendError> {
        let nobody = BTreeMap::new();
        let events = events
            .into_iter()
            .map(|event| self.ready(event, &[], &nobody))
            .collect::<Result<_, _>>()?;
        Ok(Batch {
            events,
            expected: expected.to_vec(),
            sealers: Vec::new(),
            erasure: None,
        })
    }

    /// As [`Reader::entries`], for whoever follows the log from entry to entry: what this
    /// process itself appended a moment ago comes from the bytes that it hashed, signed and
    /// stored, and is not read and proved again.
    ///
    /// # Errors
    /// As for [`Reader::entries`].
    pub fn follow(&self, from: u64, limit: usize) -> Result<Vec<Followed>, LedgerError> {
        let recent = &self.queue.recent;
        recent.follow();
        let (own, next) = recent.from(from, limit);
        if !own.is_empty() {
            let seen = &self.reader.seen;
            seen.proved(
                own.iter()
                    .filter_map(|it| Some((it.index(), it.own_leaf()?))),
            );
            return Ok(own);
        }
        // Up to the next that need not be read.
        let others = next.map(|next| usize::try_from(next - from).unwrap_or(usize::MAX));
        let others = others.filter(|it| *it > 0).unwrap_or(limit);
        let read = self.entries(from, limit.min(others))?;
        Ok(read.into_iter().map(Followed::read).collect())
    }

    /// The end of the log as of the last commit of this process, which its key signed;
    /// none before the first. The log may have grown since.
    pub fn written(&self) -> Option<Head> {
        self.queue.recent.head()
    }

    /// Appends events as another copy of this log has them, with their seals.
    pub(crate) fn append_again(&self, events: Vec<NewEvent>) -> Result<Vec<u64>, AppendError> {
        let events = events
            .into_iter()
            .map(|event| self.unsealed(event))
            .collect::<Result<_, _>>()?;
        self.queue.append(Batch {
            events,
            expected: Vec::new(),
            sealers: Vec::new(),
            erasure: None,
        })
    }

    /// As [`Ledger::append`], with values about persons, which never stand in the log in
    /// the clear: in their places the log has seals, and the values lie encrypted beside
    /// it until their person is erased ([`Ledger::erase`]). A person who is not known
    /// yet becomes known with the batch.
    ///
    /// # Errors
    /// As for [`Ledger::append`]; also if the ledger was opened without a master key,
    /// if a value cannot be sealed, or if its person was erased. An event that was
    /// appended before its person was erased is refused too when it is asked again:
    /// whether it was appended, [`Reader::by_id`] says.
    pub fn append_sealed(
        &self,
        events: Vec<(NewEvent, Vec<Personal>)>,
        expected: &[Expected],
    ) -> Result<Vec<u64>, AppendError> {
        for _ in 0..SEALINGS_MAX {
            let (kept, sealers) = self.keys_of(&events)?;
            let ready = events
                .iter()
                .map(|(event, personal)| self.ready(event.clone(), personal, &kept))
                .collect::<Result<_, _>>()?;
            let answer = self.queue.append(Batch {
                events: ready,
                expected: expected.to_vec(),
                sealers,
                erasure: None,
            });
            if answer != Err(AppendError::KeyChanged) {
                return answer;
            }
        }
        Err(AppendError::KeyChanged)
    }

    /// What is kept of the persons of these events, and what the writer must find of
    /// them. Who is not known yet is given a key here; the writer stores it, or another
    /// was faster and theirs is taken the next time.
    fn keys_of(
        &self,
        events: &[(NewEvent, Vec<Personal>)],
    ) -> Result<(BTreeMap<PersonId, Kept>, Vec<Sealer>), AppendError> {
        let (mut kept, mut sealers) = (BTreeMap::new(), Vec::new());
        let Some(master) = &self.reader.master else {
            // Sealing then says that a master key is missing.
            return Ok((kept, sealers));
        };
        let values = events.iter().flat_map(|(_, personal)| personal);
        let persons: BTreeSet<PersonId> = values.map(|value| value.person).collect();
        for person in persons {
            let known = ask!(self.reader.store, person(person, false))?;
            let what = match &known.row {
                // The log has the last word, even if the table forgot an erasure.
                _ if known.erased_at.is_some() => Kept::Erased { values: 0 },
                None => Kept::Key(PersonKey::random(&self.chance).map_err(Unwrapped::Cipher)?),
                Some(row) => self.reader.unwrap(master, person, row)?,
            };
            if let Kept::Key(_) = &what {
                let new = known.row.is_none();
                let row = match known.row {
                    Some(row) => row,
                    None => personal::wrap(&self.chance, &self.log.origin, person, &what, master)
                        .map_err(Unwrapped::Cipher)?,
                };
                sealers.push(Sealer { person, row, new });
            }
            kept.insert(person, what);
        }
        Ok((kept, sealers))
    }

    /// Checked, sealed, written and hashed here, in the caller's thread, so that the writer only
    /// writes.
    fn ready(
        &self,
        mut event: NewEvent,
        personal: &[Personal],
        kept: &BTreeMap<PersonId, Kept>,
    ) -> Result<Ready, AppendError> {
        let subject = event.subject.clone();
        if event.kind == ERASED_KIND || PersonId::owns(&subject) {
            return Err(AppendError::Reserved { subject });
        }
        let origin = &self.log.origin;
        let unsealable = |unsealable: Unsealable| AppendError::Unsealable {
            subject: subject.clone(),
            unsealable,
        };
        let (data, sealed) =
            personal::seal(&self.chance, origin, event.id, event.data, personal, kept)
                .map_err(unsealable)?;
        event.data = data;
        let ready = Ready {
            sealed,
            ..self.unsealed(event)?
        };
        personal::check_unnamed(&ready.bytes, &ready.sealed).map_err(unsealable)?;
        Ok(ready)
    }

    /// An event that has no values beside the log, whatever its data holds.
    pub(crate) fn unsealed(&self, event: NewEvent) -> Result<Ready, AppendError> {
        let event = event.with_source(&self.log.origin);
        match event.bytes() {
            Ok(bytes) => Ok(Ready {
                id: event.id,
                subject: event.subject,
                kind: event.kind,
                micros: event::micros(event.time),
                leaf: self.log.suite.leaf_hash(&bytes),
                bytes,
                sealed: Vec::new(),
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
