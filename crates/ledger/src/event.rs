//! The event: CloudEvents 1.0, structured JSON, in canonical bytes.
//!
//! Source: CloudEvents specification v1.0.2 (attributes, type system) and its JSON
//! event format. `actor` is an extension attribute of ours.

use jiff::{Timestamp, tz::TimeZone};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;
use youwei_tlog::Hash;

use crate::{Unfit, canonical};

/// The longest entry, in bytes of its canonical JSON: what the two-byte length before
/// an entry can say in a bundle of C2SP tlog-tiles. Files belong beside the log, their
/// hash in it.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// More than most entries have.
const USUAL_BYTES: usize = 1024;

const SPECVERSION: &str = "1.0";
const DATACONTENTTYPE: &str = "application/json";

/// An event as its caller makes it; the log adds where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// A UUID version 7, made once by the caller. Appending it again is safe.
    pub id: Uuid,
    /// CloudEvents `type`: what happened, such as `commitment.confirmed`.
    pub kind: String,
    /// The stream that it belongs to, such as `commitment/017`.
    pub subject: String,
    /// When it happened.
    pub time: Timestamp,
    /// Who did it, in plain text.
    pub actor: String,
    /// What it says. Money and rates as strings; numbers within ±[`crate::INTEGER_MAX`].
    pub data: Value,
}

/// An event as the log holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// A UUID version 7, unique in the log.
    pub id: Uuid,
    /// CloudEvents `source`: the log's origin, such as `youwei:yunze`.
    pub source: String,
    /// CloudEvents `type`: what happened, such as `commitment.confirmed`.
    pub kind: String,
    /// The stream that it belongs to, such as `commitment/017`.
    pub subject: String,
    /// When it happened, by the clock of who appended it.
    pub time: Timestamp,
    /// Who did it, in plain text.
    pub actor: String,
    /// What it says.
    pub data: Value,
}

/// An event in its place in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place, from 0 without a gap.
    pub index: u64,
    /// What the bytes say.
    pub event: Event,
    /// Its leaf hash in the Merkle tree (RFC 6962 §2.1): H(0x00 ‖ `bytes`).
    pub leaf: Hash,
    /// The canonical JSON, as stored and hashed; to be handed out as it is.
    pub bytes: Vec<u8>,
}

/// The JSON members as they are read, by the names of the specification. A member that
/// we never wrote is an error.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    specversion: String,
    id: Uuid,
    source: String,
    #[serde(rename = "type")]
    kind: String,
    subject: String,
    time: Timestamp,
    actor: String,
    datacontenttype: String,
    data: Value,
}

impl NewEvent {
    /// The event as the log with this origin would hold it.
    pub(crate) fn with_source(self, source: &str) -> Event {
        Event {
            id: self.id,
            source: source.to_owned(),
            kind: self.kind,
            subject: self.subject,
            time: self.time,
            actor: self.actor,
            data: self.data,
        }
    }
}

impl Event {
    /// The canonical bytes, or what the specification or the log's limits forbid.
    pub fn bytes(&self) -> Result<Vec<u8>, Unfit> {
        if self.id.get_version_num() != 7 {
            return Err(Unfit::IdVersion { id: self.id });
        }
        check_source(&self.source)?;
        check_text("type", &self.kind)?;
        check_text("subject", &self.subject)?;
        check_text("actor", &self.actor)?;
        // RFC 3339 has four digits for the year and no sign.
        if self.time.to_zoned(TimeZone::UTC).year() < 0 {
            return Err(Unfit::Year { time: self.time });
        }
        canonical::check(&self.data)?;
        let bytes = self.write()?;
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(Unfit::TooLarge {
                size: bytes.len(),
                limit: ENTRY_BYTES_MAX,
            });
        }
        Ok(bytes)
    }

    /// The members in the order of their names.
    fn write(&self) -> Result<Vec<u8>, Unfit> {
        let mut out = Vec::with_capacity(USUAL_BYTES);
        out.extend(br#"{"actor":"#);
        canonical::string(&self.actor, &mut out);
        out.extend(br#","data":"#);
        canonical::value(&self.data, &mut out)?;
        out.extend(br#","datacontenttype":"application/json","id":""#);
        let mut id = Uuid::encode_buffer();
        out.extend(self.id.hyphenated().encode_lower(&mut id).as_bytes());
        out.extend(br#"","source":"#);
        canonical::string(&self.source, &mut out);
        out.extend(br#","specversion":"1.0","subject":"#);
        canonical::string(&self.subject, &mut out);
        out.extend(br#","time":""#);
        out.extend(self.time.to_string().as_bytes());
        out.extend(br#"","type":"#);
        canonical::string(&self.kind, &mut out);
        out.push(b'}');
        Ok(out)
    }

    /// Reads an event from its JSON. Whether these are the very bytes that a log would
    /// hold is for [`crate::scan()`] to say.
    pub fn from_bytes(bytes: &[u8]) -> Result<Event, Unfit> {
        let not_json = |reason: String| Unfit::NotJson { reason };
        let read: Read = serde_json::from_slice(bytes).map_err(|e| not_json(e.to_string()))?;
        if read.specversion != SPECVERSION || read.datacontenttype != DATACONTENTTYPE {
            return Err(not_json(format!(
                "specversion {}, datacontenttype {}",
                read.specversion, read.datacontenttype
            )));
        }
        Ok(Event {
            id: read.id,
            source: read.source,
            kind: read.kind,
            subject: read.subject,
            time: read.time,
            actor: read.actor,
            data: read.data,
        })
    }
}

/// Microseconds since 1970, rounded down: what a store looks a time up by.
pub(crate) fn micros(time: Timestamp) -> i64 {
    // Before 1970 both parts are negative or zero. Years −9999 to 9999 in microseconds
    // fit an i64 twentyfold.
    time.as_second() * 1_000_000 + i64::from(time.subsec_nanosecond().div_euclid(1_000))
}

/// CloudEvents `String`: not empty, no control character, no noncharacter.
pub(crate) fn check_text(attribute: &'static str, text: &str) -> Result<(), Unfit> {
    if text.is_empty() {
        return Err(Unfit::EmptyAttribute { attribute });
    }
    let forbidden = |c: &char| c.is_control() || is_noncharacter(*c);
    match text.chars().find(forbidden) {
        Some(character) => Err(Unfit::Character {
            attribute,
            character,
        }),
        None => Ok(()),
    }
}

/// Unicode §23.7: the last two code points of each plane, and U+FDD0 to U+FDEF.
fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}

/// An origin is a URI (RFC 3986) of scheme and path: no query, no fragment, and no
/// `+` beyond the scheme, because a signed note's key name may not hold one.
pub(crate) fn check_source(source: &str) -> Result<(), Unfit> {
    check_text("source", source)?;
    let wrong = || Unfit::Source {
        origin: source.to_owned(),
    };
    let (scheme, path) = source.split_once(':').ok_or_else(wrong)?;
    let scheme_fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    // A percent sign must be followed by two hexadecimal digits.
    let plain = |part: &str| {
        part.bytes().all(|byte| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'')
                || matches!(
                    byte,
                    b'(' | b')' | b'*' | b',' | b';' | b'=' | b':' | b'@' | b'/'
                )
        })
    };
    let escaped = |part: &str| {
        part.len() >= 2
            && part.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit)
            && plain(&part[2..])
    };
    let mut parts = path.split('%');
    let path_fits = !path.is_empty() && parts.next().is_some_and(plain) && parts.all(escaped);
    if scheme_fits && path_fits {
        Ok(())
    } else {
        Err(wrong())
    }
}
