//! Bringing a backup back.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::Path;

use youwei_tlog::Frontier;

use crate::archive::{Contents, Visit, read};
use crate::backup_error::BackupError;
use crate::cosigned::Cosigned;
use crate::log::Log;
use crate::people::StoredValue;
use crate::people_file::{PeopleFile, Person};
use crate::personal::ERASED_KIND;
use crate::reader::{Store, ask};
use crate::{Event, Head, Keys, Ledger, NewEvent, PersonId, Place, Reader, scan};

impl Ledger {
    /// Brings a backup back: proves it from end to end first, then appends its entries to
    /// a new log at this place, or goes on with one that an earlier restore of the same
    /// backup began, and puts its files into this folder. `keys` must hold the key that
    /// signed it.
    ///
    /// `people` is the file of persons that was written with the backup or later, and then
    /// `keys` must hold the master key too; without it no personal value comes back.
    /// Whoever was erased by the time that file was written is erased in the restored log,
    /// by the same event if the backup is from before.
    ///
    /// # Errors
    /// The backup or the file does not verify (nothing was written), another log lies at
    /// the place, or something cannot be read or written; then asking again goes on from
    /// there. A value that cannot be opened is told last, when all else is there.
    pub fn restore(
        backup: &Path,
        people: Option<&Path>,
        place: &Place,
        keys: Keys,
        files: Option<&Path>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Contents, BackupError> {
        let open = || File::open(backup).map_err(BackupError::io);
        let mut before = Prefix {
            size: size_at(place)?,
            head: None,
            erased: BTreeSet::new(),
            frontier: Frontier::default(),
            suite: keys.signer.suite(),
        };
        let (log, contents) = read(open()?, &mut before, progress)?;
        if log.key != keys.signer.verifier() {
            let origin = log.origin;
            return Err(crate::LedgerError::OtherKey { origin }.into());
        }
        let people = match people {
            Some(path) => Some(people_of(path, &log, &before.erased, &contents, &keys)?),
            None => None,
        };
        if before.size > 0 && before.head != Some(Reader::open(place)?.head()?) {
            return Err(BackupError::Taken);
        }
        let ledger = Ledger::open(place, keys)?;
        let mut restoring = Restoring {
            ledger: &ledger,
            files,
            with_values: people.is_some(),
            cosigned: Vec::new(),
        };
        read(open()?, &mut restoring, progress)?;
        for cosigned in restoring.cosigned {
            ask!(ledger.store, keep_cosigned(&cosigned))?;
        }
        if ledger.head()? != contents.head {
            return Err(BackupError::Root);
        }
        if let Some(people) = people {
            ledger.restore_people(people, &before.erased)?;
        }
        Ok(contents)
    }

    /// Brings persons back, but for those who were erased by then, and checks all values.
    fn restore_people(
        &self,
        file: PeopleFile,
        erased: &BTreeSet<PersonId>,
    ) -> Result<(), BackupError> {
        let mut rows = Vec::new();
        let mut again = Vec::new();
        for (person, Person { row, erased: event }) in file.people {
            match event {
                // Erased after the backup was made.
                Some(event) if !erased.contains(&person) => again.push((person, event)),
                _ => rows.push((person.uuid(), row)),
            }
        }
        ask!(self.store, put_people(&rows))?;
        for (person, event) in again {
            self.erase_by(person, again_new(event))?;
        }
        ask!(self.store, remove_remains())?;
        let verified = self.verify(None, &mut |_, _| {})?;
        match verified.findings.into_iter().next() {
            Some(broken) => Err(broken.into()),
            None => Ok(()),
        }
    }
}

/// Reads the file of persons that belongs to a backup.
fn people_of(
    path: &Path,
    log: &Log,
    erased: &BTreeSet<PersonId>,
    contents: &Contents,
    keys: &Keys,
) -> Result<PeopleFile, BackupError> {
    let master = keys
        .master
        .as_ref()
        .ok_or(crate::LedgerError::NoMasterKey)?;
    let file = BufReader::new(File::open(path).map_err(BackupError::io)?);
    let people = PeopleFile::read(file, log, master)?;
    let (size, needed) = (people.size, contents.head.size);
    if size < needed {
        return Err(BackupError::PeopleOlder { size, needed });
    }
    // Nobody whom the log says was erased gets a key back.
    let mut kept = people.people.iter();
    match kept.find(|(person, kept)| kept.erased.is_none() && erased.contains(person)) {
        None => Ok(people),
        Some((person, _)) => Err(BackupError::strange(&person.to_string())),
    }
}

/// An event as it is to be appended to another copy of its log.
fn again_new(event: Event) -> NewEvent {
    NewEvent {
        id: event.id,
        kind: event.kind,
        subject: event.subject,
        time: event.time,
        actor: event.actor,
        data: event.data,
    }
}

/// How many entries the place has already.
fn size_at(place: &Place) -> Result<u64, BackupError> {
    match Reader::open(place) {
        Ok(reader) => Ok(reader.size()?),
        Err(crate::LedgerError::Absent { .. }) => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// Finds out what head the backup's log had when it was as long as the one at the place,
/// and whom it says was erased.
struct Prefix {
    size: u64,
    head: Option<Head>,
    erased: BTreeSet<PersonId>,
    frontier: Frontier,
    suite: youwei_tlog::Suite,
}

impl Visit for Prefix {
    fn entries(&mut self, _first: u64, entries: &[&[u8]]) -> Result<(), BackupError> {
        for entry in entries {
            self.erased.extend(erased_by(entry));
            if self.frontier.size() == self.size {
                continue;
            }
            let leaf = self.suite.leaf_hash(entry);
            self.frontier.push(self.suite, leaf, |_| {});
            if self.frontier.size() == self.size {
                let (size, root) = (self.size, self.frontier.root(self.suite));
                self.head = Some(Head { size, root });
            }
        }
        Ok(())
    }
}

/// Whose erasure an entry says, if any.
fn erased_by(entry: &[u8]) -> Option<PersonId> {
    // Nearly none does, and that is seen at a glance.
    let kind = ERASED_KIND.as_bytes();
    let named = entry.windows(kind.len()).any(|piece| piece == kind);
    let said = named.then(|| scan(entry).ok())??;
    (said.kind == ERASED_KIND).then(|| PersonId::of_stream(&said.subject))?
}

struct Restoring<'a> {
    ledger: &'a Ledger,
    files: Option<&'a Path>,
    /// Whether their persons' keys come back too.
    with_values: bool,
    cosigned: Vec<Cosigned>,
}

impl Visit for Restoring<'_> {
    fn entries(&mut self, first: u64, entries: &[&[u8]]) -> Result<(), BackupError> {
        let mut events = Vec::with_capacity(entries.len());
        for (index, entry) in (first..).zip(entries) {
            let event = Event::from_bytes(entry).map_err(|_| BackupError::Entry { index })?;
            events.push(again_new(event));
        }
        // Those that an earlier restore brought are answered with their index.
        let indexes = self.ledger.append_again(events)?;
        match (first..).zip(indexes).find(|(index, given)| index != given) {
            None => Ok(()),
            Some(_) => Err(BackupError::Taken),
        }
    }

    fn cosigned(&mut self, cosigned: Cosigned) -> Result<(), BackupError> {
        self.cosigned.push(cosigned);
        Ok(())
    }

    fn values(&mut self, values: Vec<StoredValue>) -> Result<(), BackupError> {
        if self.with_values {
            ask!(self.ledger.store, put_values(&values))?;
        }
        Ok(())
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        let Some(folder) = self.files else {
            return Ok(());
        };
        fs::create_dir_all(folder).map_err(BackupError::io)?;
        // Under its name only when it is whole.
        let part = folder.join(format!("{name}.part"));
        let mut file = File::create(&part).map_err(BackupError::io)?;
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&part, folder.join(name)))
            .map_err(BackupError::io)
    }
}
