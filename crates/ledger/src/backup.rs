//! Writing a backup while the log goes on, and bringing one back.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use tar::{Builder, Header};
use youwei_tlog::{Frontier, TilePath, encode_bundle};

use crate::archive::{Contents, Visit, read, title};
use crate::backup_error::BackupError;
use crate::cosigned::Cosigned;
use crate::reader::{Store, ask};
use crate::{Broken, Event, Head, Keys, Ledger, NewEvent, Place, Reader};

impl Reader {
    /// Writes the log as it stands now, and the files of this folder, as one archive
    /// (see `archive` for its form). Others may read and append meanwhile: entries never
    /// change, so the log up to one checkpoint is consistent by itself. `progress` is told
    /// how many entries of how many are done.
    ///
    /// # Errors
    /// The log is broken (a backup of it would only preserve that), or something cannot
    /// be read or written. What was written is then no backup.
    pub fn backup(
        &self,
        out: impl Write,
        files: Option<&Path>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Contents, BackupError> {
        let stored = ask!(self.store, head())?;
        let (head, _) = self.log.read_head(&stored)?;
        let mut contents = Contents {
            head,
            cosigned: 0,
            files: 0,
        };
        let mut archive = Builder::new(out);
        add(&mut archive, "youwei-backup", title(&self.log).as_bytes())?;
        add(&mut archive, "checkpoint", stored.checkpoint.as_bytes())?;
        for cosigned in ask!(self.store, all_cosigned())? {
            if cosigned.size <= head.size {
                let name = |what| format!("cosigned/{}/{what}", cosigned.size);
                add(&mut archive, &name("note"), cosigned.note.as_bytes())?;
                add(&mut archive, &name("keys"), cosigned.keys.as_bytes())?;
                contents.cosigned += 1;
            }
        }
        let mut frontier = Frontier::default();
        for path in TilePath::bundles(head.size) {
            let entries = self.entries(path.first(), usize::from(path.width))?;
            for entry in &entries {
                frontier.push(self.log.suite, entry.leaf, |_| {});
            }
            let bytes: Vec<&[u8]> = entries.iter().map(|entry| &entry.bytes[..]).collect();
            let bundle = encode_bundle(&bytes).map_err(|_| Broken::missing(path.first()))?;
            add(&mut archive, &format!("tile/{path}"), &bundle)?;
            progress(frontier.size(), head.size);
        }
        if frontier.root(self.log.suite) != head.root {
            return Err(Broken::head(
                "与各条重算的默克尔树不符",
                "it is not the root that the entries give",
            )
            .into());
        }
        if let Some(files) = files {
            contents.files = add_files(&mut archive, files)?;
        }
        add(&mut archive, "end", contents.end().as_bytes())?;
        let mut out = archive.into_inner().map_err(BackupError::io)?;
        out.flush().map_err(BackupError::io)?;
        Ok(contents)
    }
}

/// Files in the order of their names; whatever is not named by a hash is not ours.
fn add_files(archive: &mut Builder<impl Write>, folder: &Path) -> Result<u64, BackupError> {
    let mut names = Vec::new();
    if folder.is_dir() {
        for file in fs::read_dir(folder).map_err(BackupError::io)? {
            let name = file.map_err(BackupError::io)?.file_name();
            let name = name.to_string_lossy().into_owned();
            if name.len() == 64 && name.bytes().all(|c| c.is_ascii_hexdigit()) {
                names.push(name);
            }
        }
    }
    names.sort();
    for name in &names {
        let bytes = fs::read(folder.join(name)).map_err(BackupError::io)?;
        add(archive, &format!("files/{name}"), &bytes)?;
    }
    Ok(names.len() as u64)
}

fn add(archive: &mut Builder<impl Write>, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
    let mut header = Header::new_ustar();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    // No owner and no time: the same log gives the same archive.
    header.set_mtime(0);
    archive
        .append_data(&mut header, name, bytes)
        .map_err(BackupError::io)
}

/// Proves a backup from end to end and says what it holds. Nothing is kept.
///
/// # Errors
/// The first thing that is not as it should be.
pub fn check_backup(
    backup: impl Read,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Contents, BackupError> {
    struct Nothing;
    impl Visit for Nothing {}
    Ok(read(backup, &mut Nothing, progress)?.1)
}

impl Ledger {
    /// Brings a backup back: proves it from end to end first, then appends its entries to
    /// a new log at this place, or goes on with one that an earlier restore of the same
    /// backup began, and puts its files into this folder. `keys` must hold the key that
    /// signed it.
    ///
    /// # Errors
    /// The backup does not verify (nothing was written), another log lies at the place, or
    /// something cannot be read or written; then asking again goes on from there.
    pub fn restore(
        backup: &Path,
        place: &Place,
        keys: Keys,
        files: Option<&Path>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Contents, BackupError> {
        let open = || File::open(backup).map_err(BackupError::io);
        let mut before = Prefix {
            size: size_at(place)?,
            head: None,
            frontier: Frontier::default(),
            suite: keys.signer.suite(),
        };
        let (log, contents) = read(open()?, &mut before, progress)?;
        if log.key != keys.signer.verifier() {
            let origin = log.origin;
            return Err(crate::LedgerError::OtherKey { origin }.into());
        }
        if before.size > 0 && before.head != Some(Reader::open(place)?.head()?) {
            return Err(BackupError::Taken);
        }
        let ledger = Ledger::open(place, keys)?;
        let mut restoring = Restoring {
            ledger: &ledger,
            files,
            cosigned: Vec::new(),
        };
        read(open()?, &mut restoring, progress)?;
        for cosigned in restoring.cosigned {
            ask!(ledger.store, keep_cosigned(&cosigned))?;
        }
        if ledger.head()? != contents.head {
            return Err(BackupError::Root);
        }
        Ok(contents)
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

/// Finds out what head the backup's log had when it was as long as the one at the place.
struct Prefix {
    size: u64,
    head: Option<Head>,
    frontier: Frontier,
    suite: youwei_tlog::Suite,
}

impl Visit for Prefix {
    fn entries(&mut self, _first: u64, entries: &[&[u8]]) -> Result<(), BackupError> {
        for entry in entries {
            if self.frontier.size() == self.size {
                break;
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

struct Restoring<'a> {
    ledger: &'a Ledger,
    files: Option<&'a Path>,
    cosigned: Vec<Cosigned>,
}

impl Visit for Restoring<'_> {
    fn entries(&mut self, first: u64, entries: &[&[u8]]) -> Result<(), BackupError> {
        let mut events = Vec::with_capacity(entries.len());
        for (index, entry) in (first..).zip(entries) {
            let event = Event::from_bytes(entry).map_err(|_| BackupError::Entry { index })?;
            events.push(NewEvent {
                id: event.id,
                kind: event.kind,
                subject: event.subject,
                time: event.time,
                actor: event.actor,
                data: event.data,
            });
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
