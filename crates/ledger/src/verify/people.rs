//! The part of verification that is about persons: what lies beside the log agrees with
//! it, and with the master key every value is opened and compared with its seal.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Enough, Row, Verifier};
use crate::opened::open;
use crate::people::StoredValue;
use crate::personal::{self, ERASED_KIND, Kept};
use crate::{Broken, Event, MasterKey, Part, PersonId};

/// How far the personal values beside the log were checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// So many were opened, each is the one that its seal was made of, and none is
    /// missing but those of erased persons.
    Checked(u64),
    /// So many are there, and could not be opened without the master key.
    Unchecked(u64),
}

/// How a seal begins in canonical JSON. Within a text its quotes would be escaped.
const SEAL_BEGINS: &[u8] = b"{\"sealed\":\"";

/// What was met of persons.
#[derive(Debug)]
pub(super) struct People<'a> {
    master: Option<&'a MasterKey>,
    values: u64,
    /// How many seals have no value beside the log.
    without: u64,
    /// How many values the rows of erased persons say were deleted.
    deleted: u64,
}

impl<'a> People<'a> {
    pub(super) fn new(master: Option<&'a MasterKey>) -> People<'a> {
        People {
            master,
            values: 0,
            without: 0,
            deleted: 0,
        }
    }

    pub(super) fn values(&self) -> Values {
        match self.master {
            Some(_) => Values::Checked(self.values),
            None => Values::Unchecked(self.values),
        }
    }
}

impl Verifier<'_> {
    /// The values that the store holds for an entry, in any order; to be told for every
    /// entry, also if there are none.
    pub(crate) fn values(&mut self, row: &Row<'_>, values: Vec<StoredValue>) -> Result<(), Enough> {
        let has_seal = || {
            let mut places = row.bytes.windows(SEAL_BEGINS.len());
            self.people.master.is_some() && places.any(|place| place == SEAL_BEGINS)
        };
        if values.is_empty() && !has_seal() {
            return Ok(());
        }
        // Bytes that are no event have been found already.
        let Ok(event) = Event::from_bytes(row.bytes) else {
            return Ok(());
        };
        let mut places: BTreeSet<String> = personal::places(&event.data).into_iter().collect();
        for value in values {
            if !places.remove(&value.pointer) {
                self.found(Broken::new(
                    Part::Sealed(row.index),
                    "条目该处没有封记",
                    "the entry has no seal where it should stand",
                ))?;
                continue;
            }
            match self.people.master {
                Some(master) => self.open(&event, value, master)?,
                None => {
                    self.people.values += 1;
                    self.closed(&value)?;
                }
            }
        }
        self.people.without += places.len() as u64;
        Ok(())
    }

    fn open(
        &mut self,
        event: &Event,
        value: StoredValue,
        master: &MasterKey,
    ) -> Result<(), Enough> {
        let has_row = value.row.is_some();
        match open(&self.log.origin, event, value, master) {
            Ok(_) => self.people.values += 1,
            // Told once, of the row itself.
            Err(Broken {
                part: Part::Person(_),
                ..
            }) if has_row => {}
            Err(broken) => self.found(broken)?,
        }
        Ok(())
    }

    /// What can be seen of a value without the master key.
    fn closed(&mut self, value: &StoredValue) -> Result<(), Enough> {
        match &value.row {
            Some(row) if personal::says_erased(row) => self.found(Broken::new(
                Part::Sealed(value.index),
                "所属的个人已被删除,而值仍在",
                "its person was erased and it is still there",
            )),
            Some(_) => Ok(()),
            None => self.found(Broken::new(
                Part::Person(value.person),
                "缺少密钥,而仍有封存值",
                "it is missing while sealed values are there",
            )),
        }
    }

    /// A value of an entry that the log does not have.
    pub(crate) fn value_beyond(&mut self, index: u64) -> Result<(), Enough> {
        self.found(Broken::new(
            Part::Sealed(index),
            "账本没有该条",
            "the log does not have that entry",
        ))
    }

    /// Whose erasure an entry says, if any; the store then shows the row of that person.
    pub(crate) fn erasure(&mut self, row: &Row<'_>) -> Result<Option<PersonId>, Enough> {
        if row.kind != ERASED_KIND && !PersonId::owns(row.subject) {
            return Ok(None);
        }
        let person = PersonId::of_stream(row.subject);
        if row.kind == ERASED_KIND && row.version == 0 && person.is_some() {
            return Ok(person);
        }
        self.found(Broken::entry(
            row.index,
            "它不是删除某人的唯一记录",
            "it is not the one entry that says a person was erased",
        ))?;
        Ok(None)
    }

    /// The row of a person whom the log says was erased.
    pub(crate) fn erased(&mut self, person: PersonId, row: Option<&[u8]>) -> Result<(), Enough> {
        let (zh, en) = match row {
            Some(row) if personal::says_erased(row) => return Ok(()),
            Some(_) => (
                "账本记载此人已被删除,密钥却仍在",
                "the log says that this person was erased, and the key is there",
            ),
            None => (
                "账本记载此人已被删除,却没有这一记录",
                "the log says that this person was erased, and no row does",
            ),
        };
        self.found(Broken::new(Part::Person(person.uuid()), zh, en))
    }

    /// A row of the table of persons, and whether the log says that they were erased.
    pub(crate) fn person(&mut self, person: Uuid, row: &[u8], erased: bool) -> Result<(), Enough> {
        let part = Part::Person(person);
        if personal::says_erased(row) && !erased {
            self.found(Broken::new(
                part.clone(),
                "其中写明已删除,账本却没有记载",
                "it says that the person was erased, and the log does not",
            ))?;
        }
        let Some(master) = self.people.master else {
            return Ok(());
        };
        let Some(id) = PersonId::new(person) else {
            return self.found(Broken::new(
                part,
                "所记的不是化名",
                "what it names is not a pseudonym",
            ));
        };
        match personal::unwrap(&self.log.origin, id, row, master) {
            Ok(Kept::Key(_)) => Ok(()),
            Ok(Kept::Erased { values }) => {
                self.people.deleted = self.people.deleted.saturating_add(values);
                Ok(())
            }
            Err(wrong) => self.found(Broken {
                part,
                what: wrong.sentence(),
            }),
        }
    }

    /// After the last row: every seal without a value is accounted for.
    pub(super) fn check_people(&mut self) -> Result<(), Enough> {
        let People {
            without, deleted, ..
        } = self.people;
        if self.people.master.is_none() || without == deleted {
            return Ok(());
        }
        self.found(Broken::new(
            Part::Values,
            &format!("有 {without} 处没有值,而依法删除的有 {deleted} 个"),
            &format!("{without} seals have no value, and {deleted} values were erased"),
        ))
    }
}
