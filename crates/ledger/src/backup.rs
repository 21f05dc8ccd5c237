//! Writing a backup while the log goes on, and proving one.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use tar::{Builder, Header};
use youwei_tlog::{Frontier, TilePath, encode_bundle};

use crate::archive::values::Lines;
use crate::archive::{Contents, Visit, read, title};
use crate::backup_error::BackupError;
use crate::people::Beside;
use crate::people_file::PeopleWriter;
use crate::reader::{Store, ask};
use crate::{Broken, Head, Reader};

impl Reader {
    /// Writes the log as it stands now, and the files of this folder, as one archive
    /// (see `archive` for its form). Others may read and append meanwhile: entries never
    /// change, so the log up to one checkpoint is consistent by itself, and what stands
    /// beside it is read at one moment. `progress` is told how many entries of how many
    /// are done.
    ///
    /// Sealed values are in the archive and the keys of their persons are not: they are
    /// written to `people`, which is to be kept for days while the archive may be kept
    /// for years. Without both of the same day no value comes back; and while both are
    /// there an erasure can be undone.
    ///
    /// # Errors
    /// The log is broken (a backup of it would only preserve that), or something cannot
    /// be read or written. What was written is then no backup.
    pub fn backup(
        &self,
        out: impl Write,
        people: Option<&mut dyn Write>,
        files: Option<&Path>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Contents, BackupError> {
        let mut archive = Builder::new(out);
        let (head, values) = self.backup_beside(&mut archive, people)?;
        let mut contents = Contents {
            head,
            cosigned: 0,
            values,
            files: 0,
        };
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

    /// Writes the beginning of the archive, up to its values, and the file of persons.
    fn backup_beside(
        &self,
        archive: &mut Builder<impl Write>,
        people: Option<&mut dyn Write>,
    ) -> Result<(Head, u64), BackupError> {
        let mut head = Head::empty(self.log.suite);
        let mut lines = Lines::default();
        let (with_people, mut out, mut file) = (people.is_some(), people, None);
        ask!(
            self.store,
            show_beside(with_people, &mut |beside| {
                match beside {
                    Beside::Head(stored) => {
                        head = self.log.read_head(&stored)?.0;
                        add(archive, "youwei-backup", title(&self.log).as_bytes())?;
                        add(archive, "checkpoint", stored.checkpoint.as_bytes())?;
                        if let Some(out) = out.take() {
                            file = Some(PeopleWriter::begin(out, &self.log, head.size)?);
                        }
                    }
                    Beside::Person(person, row, erased) => {
                        if let Some(file) = &mut file {
                            file.person(person, &row, erased.as_deref())?;
                        }
                    }
                    Beside::Value(value) => {
                        if let Some((name, text)) = lines.add(&value)? {
                            add(archive, &name, text.as_bytes())?;
                        }
                    }
                }
                Ok(())
            })
        )?;
        if let Some((name, text)) = lines.rest() {
            add(archive, &name, text.as_bytes())?;
        }
        if let Some(file) = file {
            file.end()?;
        }
        Ok((head, lines.count))
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
