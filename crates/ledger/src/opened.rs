//! Opening what is sealed, with the master key.

use std::sync::Arc;

use youwei_base::Bilingual;
use zeroize::Zeroizing;

use crate::people::StoredValue;
use crate::personal::{self, Kept, Sealed, Unopened};
use crate::reader::{Store, ask};
use crate::{
    Broken, Disclosure, Entry, Event, LedgerError, MasterKey, Part, PersonId, Reader, Unwrapped,
};

/// What a seal of an entry stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// The value, which is there and is the one that was sealed.
    Value {
        /// Whom it is about.
        person: PersonId,
        /// The value, with the salt that shows it to a stranger.
        disclosure: Disclosure,
    },
    /// The value is not there any more, because its person was erased. That no value is
    /// missing for another reason is for [`Reader::verify`] to say.
    Erased,
}

impl Reader {
    /// The same log, with the key that opens its personal values.
    ///
    /// # Errors
    /// It is not the master key that the log is used with, or the store refuses.
    pub fn with_master(self, master: MasterKey) -> Result<Reader, LedgerError> {
        if let Some((person, row)) = ask!(self.store, any_person())?
            && let Some(person) = PersonId::new(person)
            && let Err(wrong @ Unwrapped::OtherMasterKey) =
                personal::unwrap(&self.log.origin, person, &row, &master)
        {
            return Err(wrong.into());
        }
        Ok(Reader {
            master: Some(Arc::new(master)),
            ..self
        })
    }

    /// A key of 32 bytes for another purpose, such as signing sessions, that follows from
    /// the master key: every process with that key has the same. None without one.
    pub fn derived_key(&self, purpose: &str) -> Option<Zeroizing<[u8; 32]>> {
        let master = self.master.as_ref()?;
        Some(master.derived(self.log.suite, &self.log.origin, purpose))
    }

    /// What the seals of an entry of this log stand for, by their places in its data
    /// (JSON pointers).
    ///
    /// # Errors
    /// There is no master key, the store refuses, or a value is not the one that was
    /// sealed.
    pub fn open_personal(&self, entry: &Entry) -> Result<Vec<(String, Opened)>, LedgerError> {
        let places = personal::places(&entry.event.data);
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let master = self.master.as_ref().ok_or(LedgerError::NoMasterKey)?;
        let mut values = Vec::new();
        for stored in ask!(self.store, values(entry.index))? {
            values.push(open(&self.log.origin, &entry.event, stored, master)?);
        }
        let opened = places.into_iter().map(|place| {
            let found = values
                .iter()
                .find(|(_, disclosure)| disclosure.pointer == place);
            let opened = match found {
                Some((person, disclosure)) => Opened::Value {
                    person: *person,
                    disclosure: disclosure.clone(),
                },
                None => Opened::Erased,
            };
            (place, opened)
        });
        Ok(opened.collect())
    }

    /// What a row of the table of persons says.
    pub(crate) fn unwrap(
        &self,
        master: &MasterKey,
        person: PersonId,
        row: &[u8],
    ) -> Result<Kept, Unwrapped> {
        personal::unwrap(&self.log.origin, person, row, master)
    }
}

/// Opens a stored value of an event with its person's key.
pub(crate) fn open(
    origin: &str,
    event: &Event,
    stored: StoredValue,
    master: &MasterKey,
) -> Result<(PersonId, Disclosure), Broken> {
    let broken = |what| Broken {
        part: Part::Sealed(stored.index),
        what,
    };
    let person = PersonId::new(stored.person).ok_or_else(|| {
        Broken::new(
            Part::Sealed(stored.index),
            "所记的不是化名",
            "what it names is not a pseudonym",
        )
    })?;
    let row = stored.row.as_ref().ok_or_else(|| {
        Broken::new(
            Part::Person(stored.person),
            "缺少密钥,而仍有封存值",
            "it is missing while sealed values are there",
        )
    })?;
    let key = match personal::unwrap(origin, person, row, master) {
        Ok(Kept::Key(key)) => key,
        Ok(Kept::Erased { .. }) => {
            return Err(Broken::new(
                Part::Sealed(stored.index),
                "所属的个人已被删除,而值仍在",
                "its person was erased and it is still there",
            ));
        }
        Err(wrong) => {
            return Err(Broken {
                part: Part::Person(stored.person),
                what: wrong.sentence(),
            });
        }
    };
    let sealed = Sealed {
        pointer: stored.pointer,
        person,
        bytes: stored.bytes,
    };
    match personal::open(event, &sealed, &key) {
        Ok(disclosure) => Ok((person, disclosure)),
        Err(unopened) => Err(broken(sentence(&unopened))),
    }
}

fn sentence(unopened: &Unopened) -> Bilingual {
    let Bilingual { zh, en } = unopened.sentence();
    Bilingual::new(format!("{zh}。"), format!("{en}."))
}
