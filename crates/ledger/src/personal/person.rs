//! Who a value is about, and the value as its caller gives it.

use std::fmt;

use serde_json::Value;
use uuid::{Builder, Uuid, Variant};

use super::secret::{CipherFault, Secret};
use crate::Chance;

/// The most that the personal values of one event may have together, in bytes of
/// canonical JSON: what an entry could hold if they stood in it.
pub const PERSONAL_BYTES_MAX: usize = crate::ENTRY_BYTES_MAX;

/// What the erasure of a person is called in the log, as the `type` of the event.
pub(crate) const ERASED_KIND: &str = "person.erased";

const STREAM: &str = "person/";

/// A person's pseudonym in this log: a random UUID (version 4) that says nothing about
/// the person. It stands in no entry but the one that says this person was erased, so
/// it must be made for this purpose alone and used nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(Uuid);

/// A value about a person, and its place in the data of an event.
#[derive(Clone, PartialEq)]
pub struct Personal {
    /// Where the seal is to stand: a JSON pointer (RFC 6901) into the event's
    /// data, such as `/applicant/name`. What holds the place must be there; the place
    /// itself must be absent or null.
    pub pointer: String,
    /// Whom the value is about.
    pub person: PersonId,
    /// The value: any JSON that could stand in an event.
    pub value: Value,
}

/// The 32 bytes that all of a person's values depend on.
#[derive(Debug, Clone)]
pub(crate) struct PersonKey(pub(super) Secret);

impl PersonId {
    /// A new pseudonym.
    ///
    /// # Errors
    /// The operating system has no random bytes.
    pub fn random() -> Result<PersonId, CipherFault> {
        PersonId::drawn(&Chance::system())
    }

    /// The same from a log's own source of chance.
    ///
    /// # Errors
    /// As for [`PersonId::random`].
    pub fn drawn(chance: &Chance) -> Result<PersonId, CipherFault> {
        let mut bytes = [0; 16];
        chance.fill(&mut bytes)?;
        Ok(PersonId(Builder::from_random_bytes(bytes).into_uuid()))
    }

    /// A pseudonym that was made before. `None` unless it is a UUID version 4: one of
    /// version 7 tells when it was made, one of version 5 can be worked out from a name.
    pub fn new(id: Uuid) -> Option<PersonId> {
        let random = id.get_version_num() == 4 && id.get_variant() == Variant::RFC4122;
        random.then_some(PersonId(id))
    }

    /// The UUID, for the tables beside the log.
    pub fn uuid(self) -> Uuid {
        self.0
    }

    /// The stream that holds the erasure of this person and nothing else.
    pub(crate) fn stream(self) -> String {
        format!("{STREAM}{self}")
    }

    /// Whether a stream of this name is one for erasures, or looks like one.
    pub(crate) fn owns(subject: &str) -> bool {
        subject.starts_with(STREAM)
    }

    /// Whose erasure this stream holds.
    pub(crate) fn of_stream(subject: &str) -> Option<PersonId> {
        let person = PersonId::new(Uuid::try_parse(subject.strip_prefix(STREAM)?).ok()?)?;
        // A UUID can be written in several ways, a stream in one.
        (person.stream() == subject).then_some(person)
    }

    /// Whether the pseudonym stands in these bytes as we would write it.
    pub(crate) fn stands_in(self, bytes: &[u8]) -> bool {
        let mut text = Uuid::encode_buffer();
        let text = self.0.hyphenated().encode_lower(&mut text).as_bytes();
        bytes.windows(text.len()).any(|window| window == text)
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl fmt::Debug for Personal {
    /// Without the value, which has no place in a program's own log.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Personal")
            .field("pointer", &self.pointer)
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

impl PersonKey {
    pub(crate) fn random(chance: &Chance) -> Result<PersonKey, CipherFault> {
        Secret::random(chance).map(PersonKey)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_random_uuid_is_a_pseudonym() {
        for (id, fits) in [
            ("6f1c2a4e-0b1d-4c3e-9a5f-112233445566", true),
            ("6f1c2a4e-0b1d-7c3e-9a5f-112233445566", false),
            ("6f1c2a4e-0b1d-5c3e-9a5f-112233445566", false),
            ("6f1c2a4e-0b1d-4c3e-0a5f-112233445566", false),
            ("00000000-0000-0000-0000-000000000000", false),
        ] {
            assert_eq!(PersonId::new(id.parse().unwrap()).is_some(), fits, "{id}");
        }
        let made = PersonId::random().unwrap();
        assert_eq!(PersonId::new(made.uuid()), Some(made));
        assert_ne!(made, PersonId::random().unwrap());
    }

    #[test]
    fn a_stream_names_its_person_and_no_other_stream_does() {
        let person = PersonId::random().unwrap();
        assert_eq!(PersonId::of_stream(&person.stream()), Some(person));
        for other in [
            person.to_string(),
            person.stream().to_uppercase(),
            format!("person/{}", person.uuid().simple()),
            format!("{}/1", person.stream()),
            format!("person/{}", Uuid::nil()),
        ] {
            assert_eq!(PersonId::of_stream(&other), None, "{other}");
        }
    }

    #[test]
    fn a_pseudonym_is_found_wherever_it_stands() {
        let (one, other) = (PersonId::random().unwrap(), PersonId::random().unwrap());
        for text in [
            one.to_string(),
            format!("{{\"x\":\"{one}\"}}"),
            one.stream(),
        ] {
            assert!(one.stands_in(text.as_bytes()), "{text}");
            assert!(!other.stands_in(text.as_bytes()), "{text}");
        }
        assert!(!one.stands_in(b""));
    }

    #[test]
    fn the_value_is_not_printed() {
        let personal = Personal {
            pointer: "/name".to_owned(),
            person: PersonId::random().unwrap(),
            value: json!("章小满"),
        };
        let printed = format!("{personal:?}");
        assert!(
            printed.contains("/name") && !printed.contains("小满"),
            "{printed}"
        );
    }
}
