//! Sealing the values of an event, and opening one again.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use thiserror::Error;
use uuid::Uuid;
use youwei_base::Bilingual;
use zeroize::Zeroizing;

use super::cipher;
use super::disclosure::Disclosure;
use super::person::{PERSONAL_BYTES_MAX, PersonId, PersonKey, Personal};
use super::pointer;
use super::seal::{self, Field, Seal};
use super::secret::{Secret, labelled};
use super::unsealable::Unsealable;
use super::wrap::Kept;
use crate::{Chance, Event, canonical};

const ENCRYPTION: &str = "youwei/personal/v1/encryption";
const VALUE: &str = "youwei/personal/v1/value";

/// The first byte of a sealed value: which of the formats it has.
const FORMAT: u8 = 1;

/// Values are filled up with spaces to a multiple of this many bytes, so that their
/// length says little: every usual name, number of an identity card and telephone
/// number has the same.
const STEP_BYTES: usize = 64;

/// A value as it lies beside the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub(crate) pointer: String,
    pub(crate) person: PersonId,
    /// `0x01 ‖ nonce ‖ ciphertext ‖ tag`.
    pub(crate) bytes: Vec<u8>,
}

/// Why a sealed value cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Unopened {
    /// The entry has no seal there.
    #[error(
        "the table of sealed values has one for {pointer:?}, where the entry has no seal; compare with a backup"
    )]
    NoSeal { pointer: String },
    /// Written by a newer version of the program.
    #[error(
        "the sealed value of {pointer:?} has a format this program does not know; use the newer version of the program"
    )]
    Newer { pointer: String },
    /// The bytes, their place or their person are not those that were stored.
    #[error(
        "the sealed value of {pointer:?} was changed or moved and cannot be opened; restore it from a backup"
    )]
    Changed { pointer: String },
    /// It opens, and is not what the log says.
    #[error(
        "the sealed value of {pointer:?} is not the one that the log has the seal of; restore it from a backup"
    )]
    Differs { pointer: String },
}

impl Unopened {
    /// What is wrong, with the next step.
    pub(crate) fn sentence(&self) -> Bilingual {
        let zh = match self {
            Unopened::NoSeal { pointer } => {
                format!("封存值表中有 {pointer:?} 的值,而条目该处没有封记;请与备份比对")
            }
            Unopened::Newer { pointer } => {
                format!("{pointer:?} 的封存值格式本程序不认识;请使用新版程序")
            }
            Unopened::Changed { pointer } => {
                format!("{pointer:?} 的封存值被改动或移动,无法打开;请从备份恢复")
            }
            Unopened::Differs { pointer } => {
                format!("{pointer:?} 的封存值与账本中的封记不符;请从备份恢复")
            }
        };
        Bilingual::new(zh, self.to_string())
    }
}

/// Puts the seals into the data of the event with this id, and gives the sealed
/// values that are to be stored with it, in the order given.
///
/// `kept` has what is kept of each of the persons; where one is missing, the ledger has no
/// master key. The same event with the same keys
/// gives the same data; the sealed values differ by their nonces.
pub(crate) fn seal(
    chance: &Chance,
    origin: &str,
    event: Uuid,
    mut data: Value,
    personal: &[Personal],
    kept: &BTreeMap<PersonId, Kept>,
) -> Result<(Value, Vec<Sealed>), Unsealable> {
    if let Some(pointer) = seal::places(&data).into_iter().next() {
        return Err(Unsealable::Copied { pointer });
    }
    let values = check(&data, personal)?;
    let mut stored = Vec::with_capacity(personal.len());
    for (
        Personal {
            pointer, person, ..
        },
        value,
    ) in personal.iter().zip(values)
    {
        let key = match kept.get(person) {
            Some(Kept::Key(key)) => key,
            Some(Kept::Erased { .. }) => {
                let pointer = pointer.clone();
                return Err(Unsealable::Erased { pointer });
            }
            None => return Err(Unsealable::NoMasterKey),
        };
        let field = Field {
            origin,
            event,
            pointer,
        };
        let salt = field.salt(key, &value);
        let seal = field.seal(salt.bytes(), &value);
        stored.push(Sealed {
            pointer: pointer.clone(),
            person: *person,
            bytes: encrypt(chance, &field, *person, key, value)?,
        });
        pointer::put(&mut data, pointer, seal.to_json());
    }
    Ok((data, stored))
}

/// The canonical bytes of the values, if each has a place of its own. All places are
/// judged by the data as given, so none lies within another.
fn check(data: &Value, personal: &[Personal]) -> Result<Vec<Zeroizing<Vec<u8>>>, Unsealable> {
    let mut taken = BTreeSet::new();
    let mut values = Vec::with_capacity(personal.len());
    for Personal { pointer, value, .. } in personal {
        pointer::check_vacant(data, pointer)?;
        // Strict pointers are different where their places are.
        if !taken.insert(pointer) {
            let pointer = pointer.clone();
            return Err(Unsealable::Twice { pointer });
        }
        let value = canonical::check(value).and_then(|()| canonical::bytes(value));
        values.push(Zeroizing::new(value.map_err(|unfit| {
            Unsealable::Value {
                pointer: pointer.clone(),
                unfit,
            }
        })?));
    }
    let size = values.iter().map(|value| value.len()).sum();
    if size > PERSONAL_BYTES_MAX {
        let limit = PERSONAL_BYTES_MAX;
        return Err(Unsealable::TooLarge { size, limit });
    }
    Ok(values)
}

/// Refuses an entry in which the pseudonym of one of its persons stands: it would tie
/// the entry to the erasure of that person. `entry` is all of its canonical bytes.
pub(crate) fn check_unnamed(entry: &[u8], sealed: &[Sealed]) -> Result<(), Unsealable> {
    match sealed.iter().find(|one| one.person.stands_in(entry)) {
        Some(Sealed { pointer, .. }) => {
            let pointer = pointer.clone();
            Err(Unsealable::NamesPerson { pointer })
        }
        None => Ok(()),
    }
}

/// Opens a value of the event and checks it against the seal there. What comes
/// back can be handed out: it convinces whoever has the entry.
pub(crate) fn open(
    event: &Event,
    sealed: &Sealed,
    key: &PersonKey,
) -> Result<Disclosure, Unopened> {
    let named = || sealed.pointer.clone();
    let Some(committed) = Seal::at(&event.data, &sealed.pointer) else {
        return Err(Unopened::NoSeal { pointer: named() });
    };
    let boxed = match sealed.bytes.split_first() {
        Some((&FORMAT, boxed)) => boxed,
        Some(_) => return Err(Unopened::Newer { pointer: named() }),
        None => return Err(Unopened::Changed { pointer: named() }),
    };
    let field = Field {
        origin: &event.source,
        event: event.id,
        pointer: &sealed.pointer,
    };
    let context = context(&field, sealed.person);
    let padded = cipher::open(field.suite(), &encryption(&field, key), &context, boxed)
        .ok_or_else(|| Unopened::Changed { pointer: named() })?;
    // Canonical JSON neither begins nor ends with a space.
    let value = padded.trim_ascii_end();
    let salt = field.salt(key, value);
    let differs = || Unopened::Differs { pointer: named() };
    if field.seal(salt.bytes(), value) != committed {
        return Err(differs());
    }
    Ok(Disclosure {
        event: event.id,
        pointer: named(),
        salt: *salt.bytes(),
        value: serde_json::from_slice(value).map_err(|_| differs())?,
    })
}

/// `0x01 ‖ box` of the value with its padding.
fn encrypt(
    chance: &Chance,
    field: &Field<'_>,
    person: PersonId,
    key: &PersonKey,
    mut value: Zeroizing<Vec<u8>>,
) -> Result<Vec<u8>, Unsealable> {
    let padded = value.len().next_multiple_of(STEP_BYTES);
    value.resize(padded, b' ');
    let context = context(field, person);
    let key = encryption(field, key);
    let boxed = cipher::close(chance, field.suite(), &key, &context, &value)?;
    Ok([&[FORMAT][..], &boxed].concat())
}

fn encryption(field: &Field<'_>, key: &PersonKey) -> Secret {
    key.0.derive(field.suite(), ENCRYPTION, &[])
}

/// What the ciphertext is tied to, so that it opens nowhere else.
fn context(field: &Field<'_>, person: PersonId) -> Zeroizing<Vec<u8>> {
    let person = person.to_string();
    field.with(&[person.as_bytes()], |parts| labelled(VALUE, parts))
}
