//! `youwei backup` and `youwei restore`: a whole log in one file, and back.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use youwei_base::Bilingual;
use youwei_ledger::{BackupError, Contents, Keys, Ledger};

use crate::failure::Failure;
use crate::progress::watched;
use crate::{file, keyfile, master, place};

/// The arguments of `youwei backup`.
#[derive(clap::Args)]
pub struct BackupArguments {
    #[command(flatten)]
    place: place::Arguments,
    /// The file to write; it must not be there yet.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// A file to write the keys of persons to, for a log with personal values; it must
    /// not be there yet. Keep it for days only: as long as it is there, an erasure can be
    /// undone.
    #[arg(long, value_name = "FILE")]
    people: Option<PathBuf>,
}

/// The arguments of `youwei restore`.
#[derive(clap::Args)]
pub struct RestoreArguments {
    /// A file that youwei backup wrote.
    backup: PathBuf,
    #[command(flatten)]
    place: place::Arguments,
    /// The file of the key that signed the log; log.key in the data folder if left out.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The file of persons that youwei backup wrote at the same time or later. Without it
    /// no personal value comes back.
    #[arg(long, value_name = "FILE")]
    people: Option<PathBuf>,
    #[command(flatten)]
    master: master::Arguments,
}

/// Writes the log and its files as they stand, while others go on.
///
/// # Errors
/// The log is broken, or the file is there already or cannot be written.
pub fn backup(arguments: &BackupArguments) -> Result<(), Failure> {
    let reader = arguments.place.reader()?;
    let files = arguments.place.data.join("files");
    let archive = Draft::new(&arguments.output)?;
    let people = match &arguments.people {
        Some(path) => Some(Draft::new(path)?),
        None => None,
    };
    let path = &arguments.output;
    let contents = write(&reader, &archive, people.as_ref(), &files)?;
    if let Some(people) = people {
        people.finish()?;
    }
    archive.finish()?;
    let Contents {
        head,
        files,
        values,
        ..
    } = contents;
    let path = path.display();
    file::say(
        &format!(
            "已备份到 {path}：{} 条，{files} 个文件。签名密钥文件不在其中，请另行保管两份。",
            head.size
        ),
        &format!(
            "Backed up to {path}: {} entries, {files} files. The signing key's file is not in it; keep that apart, twice.",
            head.size
        ),
    )?;
    say_values(values, arguments.people.as_deref())?;
    file::print(&format!("{head}\n"))
}

fn write(
    reader: &youwei_ledger::Reader,
    archive: &Draft<'_>,
    people: Option<&Draft<'_>>,
    files: &Path,
) -> Result<Contents, Failure> {
    let mut out = BufWriter::new(&archive.out);
    let mut people = people.map(|people| BufWriter::new(&people.out));
    let people = people.as_mut().map(|people| people as &mut dyn Write);
    let contents = watched(|progress| reader.backup(&mut out, people, Some(files), progress))
        .map_err(|error| refused(archive.path, &error))?;
    out.flush()
        .map_err(|error| unwritable(archive.path, &error))?;
    Ok(contents)
}

/// Says what is with the values, whose keys are not in the backup.
fn say_values(values: u64, people: Option<&Path>) -> Result<(), Failure> {
    match people {
        _ if values == 0 => Ok(()),
        Some(people) => {
            let people = people.display();
            file::say(
                &format!(
                    "其中有 {values} 个封存的个人信息，所属个人的密钥在 {people}：只留几天，到期销毁。主密钥不在其中，请另行保管。"
                ),
                &format!(
                    "It has {values} sealed personal values, and the keys of their persons are in {people}: keep that for days only, then destroy it. The master key is in neither; keep it apart."
                ),
            )
        }
        None => file::say(
            &format!(
                "其中有 {values} 个封存的个人信息，没有所属个人的密钥，单凭此备份恢复不了；请用 --people 另存密钥。"
            ),
            &format!(
                "It has {values} sealed personal values without the keys of their persons, and they cannot come back from it alone; write the keys with --people."
            ),
        ),
    }
}

/// A file that gets its name only when it is whole.
struct Draft<'a> {
    path: &'a Path,
    part: PathBuf,
    out: File,
}

impl<'a> Draft<'a> {
    fn new(path: &'a Path) -> Result<Draft<'a>, Failure> {
        if path.exists() {
            let error = io::Error::from(io::ErrorKind::AlreadyExists);
            return Err(unwritable(path, &error));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // What a backup holds is not for everybody.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let out = options
            .open(&part)
            .map_err(|error| unwritable(&part, &error))?;
        Ok(Draft { path, part, out })
    }

    fn finish(self) -> Result<(), Failure> {
        self.out
            .sync_all()
            .and_then(|()| fs::rename(&self.part, self.path))
            .map_err(|error| unwritable(self.path, &error))
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        // What was finished has another name by now; what was not is no backup.
        let _ = fs::remove_file(&self.part);
    }
}

/// Brings a backup back, to a place without a log or with the beginning of this one.
///
/// # Errors
/// The backup does not verify, the key is not the one that signed it, or another log is
/// there.
pub fn restore(arguments: &RestoreArguments) -> Result<(), Failure> {
    let data = &arguments.place.data;
    let key = arguments.key.clone();
    let key = key.unwrap_or_else(|| data.join("log.key"));
    if !key.exists() {
        let key = key.display();
        return Err(Failure::bad_input(Bilingual::new(
            format!("没有签名密钥文件 {key}；请把保存的密钥文件放到那里，或用 --key 指明。"),
            format!(
                "There is no key file {key}; put the kept key file there, or name it with --key."
            ),
        )));
    }
    let mut keys = Keys::new(keyfile::read(&key)?);
    let people = arguments.people.as_deref();
    if people.is_some()
        && let Some(master) = arguments.master.key_or_beside(data)?
    {
        keys = keys.with_master(master);
    }
    fs::create_dir_all(data).map_err(|error| unwritable(data, &error))?;
    let (place, files) = (arguments.place.place(), data.join("files"));
    let path = &arguments.backup;
    let contents =
        watched(|progress| Ledger::restore(path, people, &place, keys, Some(&files), progress))
            .map_err(|error| refused(path, &error))?;
    let Contents {
        head,
        files,
        values,
        ..
    } = contents;
    file::say(
        &format!(
            "备份核对无误，已恢复：{} 条，{files} 个文件。请用 youwei serve 照常启动。",
            head.size
        ),
        &format!(
            "The backup verified and was restored: {} entries, {files} files. Start it as ever with youwei serve.",
            head.size
        ),
    )?;
    if values > 0 && people.is_none() {
        file::say(
            &format!(
                "备份中 {values} 个封存的个人信息没有恢复：没有用 --people 给出所属个人的密钥。"
            ),
            &format!(
                "{values} sealed personal values of the backup did not come back: the keys of their persons were not given with --people."
            ),
        )?;
    }
    file::print(&format!("{head}\n"))
}

fn refused(path: &Path, error: &BackupError) -> Failure {
    let sentence = error.sentence();
    match error {
        BackupError::Ledger(error) => place::refused(error),
        BackupError::NotABackup
        | BackupError::NotPeople
        | BackupError::PeopleOlder { .. }
        | BackupError::Taken => Failure::bad_input(file::about(path, &sentence)),
        _ => Failure::broken(file::about(path, &sentence)),
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    Failure::bad_input(Bilingual::new(
        format!("不能写入 {path}（{error}）；请换一个位置。"),
        format!("Cannot write {path} ({error}); choose another place."),
    ))
}
