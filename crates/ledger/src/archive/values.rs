//! The members that hold sealed values.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::backup_error::BackupError;
use crate::people::StoredValue;

/// A member is full when it has this many bytes.
const FULL: usize = 1024 * 1024;

/// What a member has at most: a full one and the values of a last entry, twice as long
/// in digits.
pub(super) const BYTES_MAX: u64 = 8 * FULL as u64;

/// A value as it stands on its line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    entry: u64,
    pointer: String,
    person: Uuid,
    /// In hexadecimal digits.
    bytes: String,
}

/// Members on the way through an archive.
#[derive(Default)]
pub(super) struct Values {
    members: u64,
    pub(super) count: u64,
    last: Option<(u64, String)>,
}

impl Values {
    /// The values of the next member.
    pub(super) fn read(
        &mut self,
        name: &str,
        number: &str,
        lines: &str,
    ) -> Result<Vec<StoredValue>, BackupError> {
        let strange = || BackupError::strange(name);
        if number != self.members.to_string() {
            return Err(strange());
        }
        self.members += 1;
        let mut values = Vec::new();
        for line in lines.lines() {
            let line: Line = serde_json::from_str(line).map_err(|_| strange())?;
            let place = Some((line.entry, line.pointer.clone()));
            if self.last >= place {
                return Err(strange());
            }
            self.last = place;
            values.push(StoredValue {
                index: line.entry,
                pointer: line.pointer,
                person: line.person,
                bytes: unhex(&line.bytes).ok_or_else(strange)?,
                row: None,
            });
        }
        self.count += values.len() as u64;
        Ok(values)
    }

    /// Whether all belong to the first `size` entries.
    pub(super) fn all_below(&self, size: u64) -> bool {
        self.last.as_ref().is_none_or(|(entry, _)| *entry < size)
    }
}

/// Values on the way into an archive.
#[derive(Default)]
pub(crate) struct Lines {
    text: String,
    members: u64,
    pub(crate) count: u64,
}

impl Lines {
    /// Takes the next value; answers with a member that is full.
    pub(crate) fn add(
        &mut self,
        value: &StoredValue,
    ) -> Result<Option<(String, String)>, BackupError> {
        let line = serde_json::to_string(&Line {
            entry: value.index,
            pointer: value.pointer.clone(),
            person: value.person,
            bytes: super::hex(&value.bytes),
        });
        let line = line.map_err(|error| BackupError::io(error.into()))?;
        self.text.push_str(&line);
        self.text.push('\n');
        self.count += 1;
        Ok((self.text.len() >= FULL).then(|| self.member()))
    }

    /// The last member, unless it is empty.
    pub(crate) fn rest(&mut self) -> Option<(String, String)> {
        (!self.text.is_empty()).then(|| self.member())
    }

    fn member(&mut self) -> (String, String) {
        let name = format!("values/{}", self.members);
        self.members += 1;
        (name, std::mem::take(&mut self.text))
    }
}

/// Bytes from lower-case digits, two each.
pub(crate) fn unhex(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some(value(*high)? << 4 | value(*low)?),
            _ => None,
        })
        .collect()
}
