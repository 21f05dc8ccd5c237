//! The file of persons: what a backup leaves out so that it can be kept for years.
//!
//! Whoever has it and the master key can open what was sealed before it was written, so
//! it is kept for days only and then deleted: after that an erasure cannot be undone.
//! Nothing signs the whole of it, because whoever makes backups has no master key; each
//! row is proved by itself. A text, line by line:
//!
//! | line | holds |
//! | --- | --- |
//! | 1 | `youwei-people 1` |
//! | 2, 3 | the origin and the public key of the log |
//! | 4 | `size`, a space, how many entries the log had |
//! | then for each person | the pseudonym, a space, the row in hexadecimal digits; for an erased one another space and the entry that says so |
//! | last | `end`, a space, how many persons |

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use uuid::Uuid;

use crate::archive::{hex, values::unhex};
use crate::backup_error::BackupError;
use crate::log::Log;
use crate::personal::{self, ERASED_KIND, Kept};
use crate::{Event, MasterKey, PersonId, scan};

const FORMAT: &str = "youwei-people 1";

/// Writes the file, a person at a time.
pub(crate) struct PeopleWriter<'a> {
    out: &'a mut dyn Write,
    persons: u64,
}

/// What the file says of a person.
pub(crate) struct Person {
    pub(crate) row: Vec<u8>,
    /// The event that says that they were erased.
    pub(crate) erased: Option<Event>,
}

/// The file as it was read, proved as far as the master key can prove it.
pub(crate) struct PeopleFile {
    /// How many entries the log had.
    pub(crate) size: u64,
    pub(crate) people: BTreeMap<PersonId, Person>,
}

impl<'a> PeopleWriter<'a> {
    pub(crate) fn begin(
        out: &'a mut dyn Write,
        log: &Log,
        size: u64,
    ) -> Result<PeopleWriter<'a>, BackupError> {
        writeln!(out, "{FORMAT}\n{}\n{}\nsize {size}", log.origin, log.key)
            .map_err(BackupError::io)?;
        Ok(PeopleWriter { out, persons: 0 })
    }

    pub(crate) fn person(
        &mut self,
        person: Uuid,
        row: &[u8],
        erased: Option<&[u8]>,
    ) -> Result<(), BackupError> {
        let mut line = format!("{person} {}", hex(row)).into_bytes();
        if let Some(entry) = erased {
            line.push(b' ');
            line.extend_from_slice(entry);
        }
        line.push(b'\n');
        self.out.write_all(&line).map_err(BackupError::io)?;
        self.persons += 1;
        Ok(())
    }

    pub(crate) fn end(self) -> Result<(), BackupError> {
        writeln!(self.out, "end {}", self.persons)
            .and_then(|()| self.out.flush())
            .map_err(BackupError::io)
    }
}

impl PeopleFile {
    /// Reads the file of this log and unwraps every row.
    pub(crate) fn read(
        input: impl BufRead,
        log: &Log,
        master: &MasterKey,
    ) -> Result<PeopleFile, BackupError> {
        let mut lines = input.lines();
        let mut next = || match lines.next() {
            Some(line) => line.map_err(|error| match error.kind() {
                std::io::ErrorKind::InvalidData => BackupError::NotPeople,
                _ => BackupError::io(error),
            }),
            None => Err(BackupError::Cut),
        };
        let title = [next(), next(), next()].map(Result::ok);
        let of_this_log = [FORMAT.to_owned(), log.origin.clone(), log.key.to_string()];
        if title != of_this_log.map(Some) {
            return Err(BackupError::NotPeople);
        }
        let size = counted(&next()?, "size ").ok_or(BackupError::NotPeople)?;
        let mut people = BTreeMap::new();
        loop {
            let line = next()?;
            if let Some(persons) = counted(&line, "end ") {
                if persons != people.len() as u64 {
                    return Err(BackupError::Cut);
                }
                return Ok(PeopleFile { size, people });
            }
            let named = line.split(' ').next().unwrap_or_default().to_owned();
            let (person, read) =
                read_person(&line, log, master).ok_or_else(|| BackupError::strange(&named))??;
            people.insert(person, read);
        }
    }
}

fn counted(line: &str, label: &str) -> Option<u64> {
    let number: u64 = line.strip_prefix(label)?.parse().ok()?;
    (line == format!("{label}{number}")).then_some(number)
}

/// A line of a person; none if it is not one, and an error if the row does not unwrap.
fn read_person(
    line: &str,
    log: &Log,
    master: &MasterKey,
) -> Option<Result<(PersonId, Person), BackupError>> {
    let mut parts = line.splitn(3, ' ');
    let named = parts.next()?;
    let person = PersonId::new(named.parse().ok()?).filter(|it| it.to_string() == named)?;
    let row = unhex(parts.next()?)?;
    let entry = parts.next();
    let kept = match personal::unwrap(&log.origin, person, &row, master) {
        Ok(kept) => kept,
        Err(wrong) => return Some(Err(crate::LedgerError::Unwrapped(wrong).into())),
    };
    let erased = match (kept, entry) {
        (Kept::Key(_), None) => None,
        (Kept::Erased { .. }, Some(entry)) => {
            let said = scan(entry.as_bytes()).ok()?;
            let fits = said.source == log.origin
                && said.kind == ERASED_KIND
                && PersonId::of_stream(&said.subject) == Some(person);
            if !fits {
                return None;
            }
            Some(Event::from_bytes(entry.as_bytes()).ok()?)
        }
        _ => return None,
    };
    Some(Ok((person, Person { row, erased })))
}
