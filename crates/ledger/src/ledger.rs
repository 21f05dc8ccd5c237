//! The ledger as its callers see it.

use std::path::Path;

use uuid::Uuid;

use crate::reader::{Readers, head, select, sql, wrong};
use crate::writer::{Batch, Ready, Writer};
use crate::{
    AppendError, Broken, Entry, Head, LedgerError, NewEvent, StorageError, schema, verify,
};

/// How many events a stream must already have for a batch to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The stream.
    pub subject: String,
    /// The number of its events, 0 for a stream that must not exist yet.
    pub version: u64,
}

/// An open log. Share it by reference or in an `Arc`; every method blocks, so call
/// it from `spawn_blocking` in an async program. Several processes may open the same
/// file, on one machine and a local disk.
pub struct Ledger {
    origin: String,
    // Before the writer, so that the writer closes last and leaves one file behind.
    readers: Readers,
    writer: Writer,
}

impl Ledger {
    /// Opens the ledger in this file, or makes one with this origin, a URI such as
    /// `youwei:yunze`. A ledger that exists keeps the origin it was made with.
    ///
    /// # Errors
    /// The origin is no URI; the file is something else or newer (it is left
    /// untouched); the disk refuses.
    pub fn open(path: &Path, origin: &str) -> Result<Ledger, LedgerError> {
        // Readers open the file later, when the program may have changed its folder; and
        // SQLite takes a relative name that begins with "file:" for a URI.
        let path = std::path::absolute(path).map_err(|_| StorageError::CannotOpen)?;
        let (connection, origin) = schema::open(&path, origin)?;
        Ok(Ledger {
            origin,
            readers: Readers::new(path),
            writer: Writer::start(connection)?,
        })
    }

    /// The origin that the ledger was made with: the `source` of all its events.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Appends events, all or none, and answers when they are on the disk: the index
    /// of each, in the order given.
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
        self.writer.append(Batch {
            events,
            expected: expected.to_vec(),
        })
    }

    /// Checked and written here, in the caller's thread, so that the writer only writes.
    fn ready(&self, event: NewEvent) -> Result<Ready, AppendError> {
        let event = event.with_source(&self.origin);
        match event.bytes() {
            Ok(bytes) => Ok(Ready {
                id: event.id,
                subject: event.subject,
                bytes,
            }),
            Err(unfit) => Err(AppendError::Unfit {
                subject: event.subject,
                unfit,
            }),
        }
    }

    /// The entries from this index on, at most `limit`, in their order.
    ///
    /// # Errors
    /// The disk refuses, or an entry is broken (each is checked against the hash of
    /// the entry before it).
    pub fn entries(&self, from: u64, limit: usize) -> Result<Vec<Entry>, LedgerError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let condition = "WHERE entries.entry_index >= ?1 ORDER BY entries.entry_index LIMIT ?2";
        let found = self
            .readers
            .with(|connection| select(connection, condition, (sql(from), limit)))?;
        // A gap needs no look of its own: the entry after it has none before it.
        Ok(found.into_iter().map(|(_, entry)| entry).collect())
    }

    /// The entries of one stream, in their order; how many there are is its version.
    ///
    /// # Errors
    /// As for [`Ledger::entries`], and if the stream has a gap.
    pub fn stream(&self, subject: &str) -> Result<Vec<Entry>, LedgerError> {
        let condition = "WHERE entries.subject = ?1 ORDER BY entries.version";
        let found = self
            .readers
            .with(|connection| select(connection, condition, [subject]))?;
        let mut stream = Vec::with_capacity(found.len());
        for (place, (version, entry)) in (0..).zip(found) {
            if version != place || entry.event.subject != subject {
                let what = wrong(
                    "在事项中的序号不对",
                    "its place in its stream is not the next one",
                );
                let index = entry.index;
                return Err(Broken { index, what }.into());
            }
            stream.push(entry);
        }
        Ok(stream)
    }

    /// The entry with this event id, if there is one.
    ///
    /// # Errors
    /// As for [`Ledger::entries`].
    pub fn by_id(&self, id: Uuid) -> Result<Option<Entry>, LedgerError> {
        let found = self
            .readers
            .with(|connection| select(connection, "WHERE entries.id = ?1", [id.to_string()]))?;
        match found.into_iter().next() {
            Some((_, entry)) if entry.event.id != id => {
                let what = wrong("按编号检索到了另一条", "a look-up by id finds another");
                let index = entry.index;
                Err(Broken { index, what }.into())
            }
            found => Ok(found.map(|(_, entry)| entry)),
        }
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn size(&self) -> Result<u64, LedgerError> {
        Ok(self.head()?.size)
    }

    /// The size of the log and the hash of its last entry, as stored.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn head(&self) -> Result<Head, LedgerError> {
        self.readers.with(|connection| Ok(head(connection)?))
    }

    /// Recomputes everything from entry 0: the indexes have no gap, every hash
    /// follows, the bytes are the canonical ones of a fit event of this log, the
    /// columns and the look-ups agree with them. Answers the head, to be compared
    /// with one that was noted elsewhere: a log cut short at its end is whole in
    /// itself.
    ///
    /// # Errors
    /// The first entry that is not proved, or could not be read.
    pub fn verify(&self) -> Result<Head, Broken> {
        let verified = self.readers.with(|connection| {
            verify::verify(connection, &self.origin).map_err(LedgerError::Broken)
        });
        verified.map_err(|error| match error {
            LedgerError::Broken(broken) => broken,
            other => Broken {
                index: 0,
                what: other.sentence(),
            },
        })
    }
}
