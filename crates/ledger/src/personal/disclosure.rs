//! Handing out one value so that a stranger can check it against the log.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use uuid::Uuid;
use youwei_base::Bilingual;

use super::hex;
use super::seal::{Field, Seal};
use crate::{Event, Unfit, canonical};

/// One personal value with its salt: whoever has the entry can check that this value
/// was sealed there, and learns nothing about any other.
///
/// As JSON: `{"event": "<id>", "pointer": "/…", "salt": "<64 digits>", "value": …}`.
/// It is itself personal data and outlives the erasure of the person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// The id of the event.
    pub event: Uuid,
    /// The place in the event's data, a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The salt of this one value.
    #[serde(with = "digits")]
    pub salt: [u8; 32],
    /// The value.
    pub value: Value,
}

/// Why a disclosure proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DisclosureError {
    /// The bytes are not an entry of a log.
    #[error("These bytes are not an entry of a log ({0}); take them from the log or its proof.")]
    NotAnEntry(Unfit),
    /// They say what an entry says in bytes that the log never writes.
    #[error(
        "These bytes are not the canonical JSON of an entry; take them from the log or its proof, unchanged."
    )]
    NotCanonical,
    /// The disclosure is about another event.
    #[error("The disclosure is about event {disclosed} and this is {entry}; take that entry.")]
    OtherEvent {
        /// The event of the disclosure.
        disclosed: Uuid,
        /// The event of the entry.
        entry: Uuid,
    },
    /// The entry has no sealed value there.
    #[error("The entry has no sealed value at {pointer:?}; ask who gave you the disclosure.")]
    NotSealed {
        /// The pointer.
        pointer: String,
    },
    /// The value cannot have been sealed.
    #[error("The value cannot stand in a log ({0}); ask who gave you the disclosure.")]
    Value(Unfit),
    /// The value or the salt is not the one that was sealed.
    #[error(
        "The value at {pointer:?} is not the one that was sealed, or its salt is wrong; do not rely on it."
    )]
    Differs {
        /// The pointer.
        pointer: String,
    },
}

impl DisclosureError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            DisclosureError::NotAnEntry(unfit) => format!(
                "这些字节不是账本条目({});请从账本或其证明文件中取用。",
                unfit.sentence().zh
            ),
            DisclosureError::NotCanonical => {
                "这些字节不是条目的规范 JSON;请从账本或其证明文件中原样取用。".to_owned()
            }
            DisclosureError::OtherEvent { disclosed, entry } => {
                format!("披露的是事件 {disclosed},而这条是 {entry};请取用那一条。")
            }
            DisclosureError::NotSealed { pointer } => {
                format!("条目的 {pointer:?} 处没有封存值;请询问提供披露的人。")
            }
            DisclosureError::Value(unfit) => format!(
                "该值不可能写入账本({});请询问提供披露的人。",
                unfit.sentence().zh
            ),
            DisclosureError::Differs { pointer } => {
                format!("{pointer:?} 的值不是当时封存的值,或盐值有误;请勿采信。")
            }
        };
        Bilingual::new(zh, self.to_string())
    }
}

impl Disclosure {
    /// Checks the value against an entry, given as its canonical bytes. That the entry
    /// stands in the log is for the log's own proof to say.
    ///
    /// # Errors
    /// The bytes are no entry or another, or the value is not the one sealed there.
    pub fn check(&self, entry: &[u8]) -> Result<(), DisclosureError> {
        let event = Event::from_bytes(entry).map_err(DisclosureError::NotAnEntry)?;
        // JSON can say one thing to one reader and another to the next (a name twice);
        // canonical JSON cannot.
        let bytes = event.bytes().map_err(DisclosureError::NotAnEntry)?;
        if bytes != entry {
            return Err(DisclosureError::NotCanonical);
        }
        if event.id != self.event {
            return Err(DisclosureError::OtherEvent {
                disclosed: self.event,
                entry: event.id,
            });
        }
        let pointer = || self.pointer.clone();
        let Some(committed) = Seal::at(&event.data, &self.pointer) else {
            return Err(DisclosureError::NotSealed { pointer: pointer() });
        };
        let value = canonical::check(&self.value).and_then(|()| canonical::bytes(&self.value));
        let field = Field {
            origin: &event.source,
            event: event.id,
            pointer: &self.pointer,
        };
        let value = value.map_err(DisclosureError::Value)?;
        if field.seal(&self.salt, &value) != committed {
            return Err(DisclosureError::Differs { pointer: pointer() });
        }
        Ok(())
    }
}

impl fmt::Debug for Disclosure {
    /// Without value and salt, which have no place in a program's own log.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Disclosure")
            .field("event", &self.event)
            .field("pointer", &self.pointer)
            .finish_non_exhaustive()
    }
}

/// A salt as 64 hexadecimal digits.
mod digits {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::hex;

    pub(super) fn serialize<S: Serializer>(salt: &[u8; 32], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&hex::encode(salt))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(from)?;
        hex::decode(&text).ok_or_else(|| D::Error::custom("a salt has 64 hexadecimal digits"))
    }
}
