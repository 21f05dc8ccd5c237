//! The backup file: a tar archive that holds the log as it is published, so that a
//! stranger can unpack and check it with the same tools.
//!
//! Its members, in this order:
//!
//! | name | holds |
//! | --- | --- |
//! | `youwei-backup` | three lines: `youwei-backup 1`, the origin, the public key |
//! | `checkpoint` | the signed checkpoint of all its entries |
//! | `values/NUMBER` | sealed values, a JSON object a line; without the keys of their persons |
//! | `cosigned/SIZE/note`, `cosigned/SIZE/keys` | a checkpoint that witnesses signed, and their keys |
//! | `tile/entries/…` | the entries, in bundles of C2SP tlog-tiles |
//! | `files/SHA256` | a file that entries name by its hash |
//! | `end` | how many entries, cosigned checkpoints, sealed values and files there are |
//!
//! Without `end` an archive was cut off. The signing key is not in it.

pub(crate) mod values;

use std::collections::BTreeMap;
use std::io::Read;

use tar::{Archive, Entry as Member};
use youwei_tlog::{Checkpoint, Frontier, Hash, Suite, TileKind, TilePath, decode_bundle};

use crate::backup_error::BackupError;
use crate::cosigned::Cosigned;
use crate::log::Log;
use crate::people::StoredValue;
use crate::{Head, scan};

use values::Values;

/// The first line of the first member.
const FORMAT: &str = "youwei-backup 1";

/// What a small text member may have at most, in bytes.
const TEXT_BYTES_MAX: u64 = 2 * 1024 * 1024;

/// What a bundle of 256 entries may have at most, in bytes.
const BUNDLE_BYTES_MAX: u64 = 256 * (2 + 65_535);

/// What a file may have at most, in bytes. A longer one was never taken in.
const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// How much of everything an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contents {
    /// The size and root of the log.
    pub head: Head,
    /// How many checkpoints with the signatures of witnesses.
    pub cosigned: u64,
    /// How many sealed values.
    pub values: u64,
    /// How many files.
    pub files: u64,
}

impl Contents {
    /// The text of the last member.
    pub(crate) fn end(&self) -> String {
        let Contents {
            head,
            cosigned,
            values,
            files,
        } = self;
        format!(
            "entries {}\ncosigned {cosigned}\nvalues {values}\nfiles {files}\n",
            head.size
        )
    }
}

/// The text of the first member.
pub(crate) fn title(log: &Log) -> String {
    format!("{FORMAT}\n{}\n{}\n", log.origin, log.key)
}

/// What becomes of the parts of an archive as they are read. Nothing of it is proved
/// before the whole was read once.
pub(crate) trait Visit {
    /// Entries in their order, each of them canonical and of this log.
    fn entries(&mut self, _first: u64, _entries: &[&[u8]]) -> Result<(), BackupError> {
        Ok(())
    }

    /// A cosigned checkpoint whose signatures fit.
    fn cosigned(&mut self, _cosigned: Cosigned) -> Result<(), BackupError> {
        Ok(())
    }

    /// Sealed values, in the order of entries and places. Whether they can be opened
    /// takes keys to say.
    fn values(&mut self, _values: Vec<StoredValue>) -> Result<(), BackupError> {
        Ok(())
    }

    /// A file and its name, which is its SHA-256.
    fn file(&mut self, _name: &str, _bytes: &[u8]) -> Result<(), BackupError> {
        Ok(())
    }
}

/// Reads an archive from end to end and proves it: every entry is canonical and of this
/// log, their tree is the one that its key signed, every cosigned checkpoint is one of
/// its past, every file is the one it is named for, and nothing is missing.
pub(crate) fn read(
    input: impl Read,
    visit: &mut dyn Visit,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Log, Contents), BackupError> {
    let mut archive = Archive::new(input);
    let mut members = archive.entries().map_err(BackupError::io)?;
    let mut next = || -> Result<Option<(String, Member<'_, _>)>, BackupError> {
        match members.next() {
            None => Ok(None),
            Some(Err(error)) => Err(BackupError::unreadable(&error)),
            Some(Ok(member)) => {
                let name = member.path_bytes().into_owned();
                let name = String::from_utf8(name).map_err(|_| BackupError::strange("?"))?;
                Ok(Some((name, member)))
            }
        }
    };
    let (name, member) = match next() {
        Ok(Some(first)) if first.0 == "youwei-backup" => first,
        // What tar cannot read at all is no backup of ours either.
        Ok(_) | Err(BackupError::Part { .. }) => return Err(BackupError::NotABackup),
        Err(error) => return Err(error),
    };
    let log = titled(&text(&name, member)?)?;
    let checkpoint = match next()? {
        Some((name, member)) if name == "checkpoint" => {
            let note = text(&name, member)?;
            log.read_checkpoint(&note)
                .map_err(|_| BackupError::strange("checkpoint"))?
        }
        _ => return Err(BackupError::Cut),
    };
    let mut reading = Reading {
        log,
        checkpoint,
        frontier: Frontier::default(),
        awaited: BTreeMap::new(),
        cosigned: 0,
        values: Values::default(),
        files: 0,
    };
    while let Some((name, member)) = next()? {
        if name == "end" {
            let contents = reading.finish(&text(&name, member)?)?;
            progress(contents.head.size, contents.head.size);
            return Ok((reading.log, contents));
        }
        if let Some(path) = name.strip_prefix("tile/") {
            let bundle = bytes(&name, member, BUNDLE_BYTES_MAX)?;
            reading.bundle(&name, path, &bundle, visit)?;
            progress(reading.frontier.size(), reading.checkpoint.size);
        } else if let Some(size) = between(&name, "cosigned/", "/note") {
            let note = text(&name, member)?;
            let keys = match next()? {
                Some((keys, member)) if keys == format!("cosigned/{size}/keys") => {
                    text(&keys, member)?
                }
                _ => return Err(BackupError::strange(&name)),
            };
            reading.cosigned(&name, size, note, keys, visit)?;
        } else if let Some(number) = name.strip_prefix("values/") {
            let lines = text_up_to(&name, member, values::BYTES_MAX)?;
            let values = reading.values.read(&name, number, &lines)?;
            visit.values(values)?;
        } else if let Some(sha256) = name.strip_prefix("files/") {
            let file = bytes(&name, member, FILE_BYTES_MAX)?;
            if hex(&Suite::International.hash(&file)) != sha256 {
                return Err(BackupError::strange(&name));
            }
            reading.files += 1;
            visit.file(sha256, &file)?;
        } else {
            return Err(BackupError::strange(&name));
        }
    }
    Err(BackupError::Cut)
}

/// An archive on the way through it.
struct Reading {
    log: Log,
    /// What its key signed of all its entries.
    checkpoint: Checkpoint,
    frontier: Frontier,
    /// Roots that the tree must have on its way, by size.
    awaited: BTreeMap<u64, Hash>,
    cosigned: u64,
    values: Values,
    files: u64,
}

impl Reading {
    fn bundle(
        &mut self,
        name: &str,
        path: &str,
        bundle: &[u8],
        visit: &mut dyn Visit,
    ) -> Result<(), BackupError> {
        let strange = || BackupError::strange(name);
        let path: TilePath = path.parse().map_err(|_| strange())?;
        let first = self.frontier.size();
        let entries = decode_bundle(bundle).map_err(|_| strange())?;
        let in_place = path.kind == TileKind::Entries
            && path.first() == first
            && entries.len() == usize::from(path.width);
        if !in_place {
            return Err(strange());
        }
        for entry in &entries {
            match scan(entry) {
                Ok(said) if said.source == self.log.origin => {}
                _ => {
                    return Err(BackupError::Entry {
                        index: self.frontier.size(),
                    });
                }
            }
            let leaf = self.log.suite.leaf_hash(entry);
            self.frontier.push(self.log.suite, leaf, |_| {});
            self.compare()?;
        }
        visit.entries(first, &entries)
    }

    fn compare(&mut self) -> Result<(), BackupError> {
        match self.awaited.remove(&self.frontier.size()) {
            Some(root) if root != self.frontier.root(self.log.suite) => Err(BackupError::Root),
            _ => Ok(()),
        }
    }

    fn cosigned(
        &mut self,
        name: &str,
        size: &str,
        note: String,
        keys: String,
        visit: &mut dyn Visit,
    ) -> Result<(), BackupError> {
        let strange = || BackupError::strange(name);
        let size = size.parse().map_err(|_| strange())?;
        let cosigned = Cosigned { size, note, keys };
        let checkpoint = cosigned.check(&self.log).map_err(|_| strange())?;
        // They come before the entries, whose tree is compared with them on its way.
        let twice = self.awaited.insert(size, checkpoint.root).is_some();
        if twice || self.frontier.size() > 0 {
            return Err(strange());
        }
        self.cosigned += 1;
        self.compare()?;
        visit.cosigned(cosigned)
    }

    fn finish(&self, end: &str) -> Result<Contents, BackupError> {
        let contents = Contents {
            head: Head {
                size: self.frontier.size(),
                root: self.frontier.root(self.log.suite),
            },
            cosigned: self.cosigned,
            values: self.values.count,
            files: self.files,
        };
        let size = contents.head.size;
        let whole =
            size == self.checkpoint.size && self.awaited.is_empty() && self.values.all_below(size);
        if !whole || end != contents.end() {
            return Err(BackupError::Cut);
        }
        if contents.head.root != self.checkpoint.root {
            return Err(BackupError::Root);
        }
        Ok(contents)
    }
}

fn titled(text: &str) -> Result<Log, BackupError> {
    let mut lines = text.lines();
    if lines.next() != Some(FORMAT) {
        return Err(BackupError::NotABackup);
    }
    let (Some(origin), Some(key), None) = (lines.next(), lines.next(), lines.next()) else {
        return Err(BackupError::NotABackup);
    };
    Log::stored(origin.to_owned(), key).map_err(|_| BackupError::NotABackup)
}

fn between<'a>(name: &'a str, before: &str, after: &str) -> Option<&'a str> {
    name.strip_prefix(before)?.strip_suffix(after)
}

fn text(name: &str, member: Member<'_, impl Read>) -> Result<String, BackupError> {
    text_up_to(name, member, TEXT_BYTES_MAX)
}

fn text_up_to(
    name: &str,
    member: Member<'_, impl Read>,
    limit: u64,
) -> Result<String, BackupError> {
    let bytes = bytes(name, member, limit)?;
    String::from_utf8(bytes).map_err(|_| BackupError::strange(name))
}

fn bytes(name: &str, member: Member<'_, impl Read>, limit: u64) -> Result<Vec<u8>, BackupError> {
    let size = member.size();
    if !member.header().entry_type().is_file() || size > limit {
        return Err(BackupError::strange(name));
    }
    let mut bytes = Vec::new();
    member
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| BackupError::unreadable(&error))?;
    if bytes.len() as u64 == size {
        Ok(bytes)
    } else {
        Err(BackupError::Cut)
    }
}

pub(crate) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
