//! Reading an entry's bytes where they lie, and proving that they are canonical.
//!
//! [`scan`] takes the bytes that writing an event gives, and no others. Reading into
//! values and writing them again would say the same at twenty times the cost; the tests
//! hold the two together. Only a number with a fraction is written again.

mod flaw;
mod id;
mod json;
mod time;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::Timestamp;
use uuid::Uuid;

pub use flaw::{Flaw, Form};

use crate::event::{check_source, check_text, micros};
use crate::{ENTRY_BYTES_MAX, Unfit};
use json::{Cursor, Found, unescaped};

/// The attributes of an entry, as its bytes say them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned<'a> {
    /// A UUID version 7.
    pub id: Uuid,
    /// The origin of the log.
    pub source: Cow<'a, str>,
    /// CloudEvents `type`: what happened.
    pub kind: Cow<'a, str>,
    /// The stream that it belongs to.
    pub subject: Cow<'a, str>,
    /// When it happened.
    pub time: Timestamp,
    /// Who did it.
    pub actor: Cow<'a, str>,
}

impl Scanned<'_> {
    /// When it happened, in microseconds since 1970, rounded down, as stores keep it.
    pub fn micros(&self) -> i64 {
        micros(self.time)
    }
}

/// Reads the attributes of an entry from its bytes, or says which byte shows that
/// the log has not written them.
///
/// Accepts exactly the canonical JSON (RFC 8785) of an event that keeps the rules of
/// CloudEvents 1.0 and the limits of the log. Which log it is from, and whether the id
/// is new, is for the caller to compare. Memory is taken only for what is rare: an
/// attribute or member name with escapes, a number with a fraction.
pub fn scan(bytes: &[u8]) -> Result<Scanned<'_>, Flaw> {
    event(bytes).map(|it| it.0).map_err(|flaw| *flaw)
}

/// The same with the data, the canonical JSON of what the event says.
pub(crate) fn scan_data(bytes: &[u8]) -> Result<(Scanned<'_>, &str), Flaw> {
    event(bytes).map_err(|flaw| *flaw)
}

fn event(bytes: &[u8]) -> Found<(Scanned<'_>, &str)> {
    let size = bytes.len();
    if size > ENTRY_BYTES_MAX {
        let limit = ENTRY_BYTES_MAX;
        return Err(Flaw::new(limit, Unfit::TooLarge { size, limit }));
    }
    // Chinese text takes the standard library's reader of UTF-8 as long as hashing it.
    let text = simdutf8::compat::from_utf8(bytes)
        .map_err(|error| Flaw::new(error.valid_up_to(), Form::Encoding))?;
    let mut cursor = Cursor::new(text);
    cursor.expect(r#"{"actor":"#)?;
    let actor = attribute(&mut cursor, "actor")?;
    cursor.expect(r#","data":"#)?;
    let data = cursor.at();
    cursor.value(0)?;
    let data = &text[data..cursor.at()];
    cursor.expect(r#","datacontenttype":"application/json","id":""#)?;
    let id = id(&mut cursor)?;
    cursor.expect(r#"","source":"#)?;
    let source = source(&mut cursor)?;
    cursor.expect(r#","specversion":"1.0","subject":"#)?;
    let subject = attribute(&mut cursor, "subject")?;
    cursor.expect(r#","time":"#)?;
    let time = timestamp(&mut cursor)?;
    cursor.expect(r#","type":"#)?;
    let kind = attribute(&mut cursor, "type")?;
    cursor.expect("}")?;
    cursor.end()?;
    let scanned = Scanned {
        id,
        source,
        kind,
        subject,
        time,
        actor,
    };
    Ok((scanned, data))
}

fn attribute<'a>(cursor: &mut Cursor<'a>, name: &'static str) -> Found<Cow<'a, str>> {
    let at = cursor.at();
    let raw = cursor.string()?;
    // Nearly all are plain ASCII and need no second look.
    let plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'\\';
    if !raw.is_empty() && raw.as_bytes().iter().all(plain) {
        return Ok(Cow::Borrowed(raw));
    }
    let text = unescaped(raw);
    check_text(name, &text).map_err(|unfit| Flaw::new(at, unfit))?;
    Ok(text)
}

fn source<'a>(cursor: &mut Cursor<'a>) -> Found<Cow<'a, str>> {
    let at = cursor.at();
    let text = unescaped(cursor.string()?);
    check_source(&text).map_err(|unfit| Flaw::new(at, unfit))?;
    Ok(text)
}

fn id(cursor: &mut Cursor<'_>) -> Found<Uuid> {
    let at = cursor.at();
    let id = cursor
        .rest()
        .first_chunk()
        .and_then(id::read)
        .ok_or_else(|| Flaw::new(at, Form::Id))?;
    if id.get_version_num() != 7 {
        return Err(Flaw::new(at, Unfit::IdVersion { id }));
    }
    cursor.skip(id::LENGTH);
    Ok(id)
}

fn timestamp(cursor: &mut Cursor<'_>) -> Found<Timestamp> {
    let at = cursor.at();
    // No escape is in such a text, so that it need not be decoded.
    let text = cursor.string()?;
    time::read(text).ok_or_else(|| Flaw::new(at, Form::Time))
}
