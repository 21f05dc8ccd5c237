//! Erasing a person: their key and values go, the log says so, every proof stays valid.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;
use thiserror::Error;
use uuid::Uuid;
use youwei_base::Bilingual;

use crate::people::Erasure;
use crate::personal::ERASED_KIND;
use crate::plan::Batch;
use crate::reader::{Store, ask};
use crate::{AppendError, Ledger, NewEvent, PersonId, StorageError, Unsealable};

/// What became of an erasure. The person's key and values are gone from the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "remains may be left on the disk"]
pub struct Erased {
    /// The entry that says so; an older one, if the person had been erased before.
    pub index: u64,
    /// Why what was deleted may still be read off the disk. Asking again tries again.
    pub remains: Option<StorageError>,
}

/// Why a person was not erased. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EraseError {
    /// The ledger was opened without the key that wraps the keys of persons.
    #[error(
        "Nobody can be erased without the master key, which vouches for the number of values that go; name its file or set YOUWEI_MASTER_KEY."
    )]
    NoMasterKey,
    /// The log never had a value of this person.
    #[error(
        "This ledger has nothing of the person {person}; check the pseudonym, letter by letter."
    )]
    Unknown {
        /// The pseudonym.
        person: PersonId,
    },
    /// The event that says so was not appended.
    #[error(transparent)]
    Append(#[from] AppendError),
}

impl EraseError {
    /// The refusal, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            EraseError::NoMasterKey => {
                "没有主密钥不能删除个人信息(删除的数目须由它作证);请指定主密钥文件或设置 YOUWEI_MASTER_KEY。"
                    .to_owned()
            }
            EraseError::Unknown { person } => {
                format!("本账本没有 {person} 的任何信息;请逐字核对化名。")
            }
            EraseError::Append(error) => return error.sentence(),
        };
        Bilingual::new(zh, self.to_string())
    }
}

impl From<StorageError> for EraseError {
    fn from(error: StorageError) -> Self {
        EraseError::Append(error.into())
    }
}

impl Ledger {
    /// Erases a person: destroys their key, deletes their values and appends the event
    /// that says so (`person.erased`, with this id, time and actor), in one
    /// transaction; then removes what is left of the deleted on the disk. The pseudonym
    /// stays erased for ever. Whoever is erased again is answered with the entry that is
    /// there, and what was put back by an old copy of the tables goes again.
    ///
    /// # Errors
    /// The ledger was opened without a master key, or has nothing of this person; the
    /// event is unfit or its id taken; the store refuses. Nothing was erased then.
    pub fn erase(
        &self,
        person: PersonId,
        id: Uuid,
        time: Timestamp,
        actor: &str,
    ) -> Result<Erased, EraseError> {
        if self.master.is_none() {
            return Err(EraseError::NoMasterKey);
        }
        let mut known = ask!(self.store, person(person, false))?;
        if known.row.is_none() && known.erased_at.is_none() {
            known = ask!(self.store, person(person, true))?;
        }
        if known.row.is_none() && known.erased_at.is_none() && known.values == 0 {
            return Err(EraseError::Unknown { person });
        }
        let event = NewEvent {
            id,
            kind: ERASED_KIND.to_owned(),
            subject: person.stream(),
            time,
            actor: actor.to_owned(),
            data: json!({}),
        };
        Ok(Erased {
            index: self.erase_by(person, event)?,
            remains: ask!(self.store, remove_remains()).err(),
        })
    }

    /// Erases a person by the event that says so; remains may be left on the disk.
    pub(crate) fn erase_by(&self, person: PersonId, event: NewEvent) -> Result<u64, AppendError> {
        let unsealable = |unsealable| AppendError::Unsealable {
            subject: person.stream(),
            unsealable,
        };
        let master = self.master.as_ref();
        let master = master.ok_or_else(|| unsealable(Unsealable::NoMasterKey))?;
        let event = self.unsealed(event)?;
        let indexes = self.queue.append(Batch {
            events: vec![event],
            expected: Vec::new(),
            sealers: Vec::new(),
            erasure: Some(Erasure {
                person,
                origin: self.log.origin.clone(),
                master: Arc::clone(master),
            }),
        })?;
        // A batch is answered with an index for each of its events.
        Ok(*indexes.first().ok_or(StorageError::Stopped)?)
    }
}
