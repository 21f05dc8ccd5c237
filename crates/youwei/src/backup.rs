//! `youwei backup` and `youwei restore`: a whole log in one file, and back.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use youwei_base::Bilingual;
use youwei_ledger::{BackupError, Contents, Keys, Ledger};

use crate::failure::Failure;
use crate::progress::watched;
use crate::{file, keyfile, place};

/// The arguments of `youwei backup`.
#[derive(clap::Args)]
pub struct BackupArguments {
    #[command(flatten)]
    place: place::Arguments,
    /// The file to write; it must not be there yet.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
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
}

/// Writes the log and its files as they stand, while others go on.
///
/// # Errors
/// The log is broken, or the file is there already or cannot be written.
pub fn backup(arguments: &BackupArguments) -> Result<(), Failure> {
    let reader = arguments.place.reader()?;
    let path = &arguments.output;
    // Under its name only when it is whole.
    let mut part = path.clone().into_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    if path.exists() {
        let error = io::Error::from(io::ErrorKind::AlreadyExists);
        return Err(unwritable(path, &error));
    }
    let files = arguments.place.data.join("files");
    let written = File::create(&part)
        .map_err(|error| unwritable(&part, &error))
        .and_then(|out| write(&reader, out, &files, path))
        .and_then(|contents| {
            fs::rename(&part, path).map_err(|error| unwritable(path, &error))?;
            Ok(contents)
        });
    if written.is_err() {
        // What is left of it is no backup.
        let _ = fs::remove_file(&part);
    }
    let Contents { head, files, .. } = written?;
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
    file::print(&format!("{head}\n"))
}

fn write(
    reader: &youwei_ledger::Reader,
    out: File,
    files: &Path,
    path: &Path,
) -> Result<Contents, Failure> {
    let mut out = BufWriter::new(out);
    let contents = watched(|progress| reader.backup(&mut out, Some(files), progress))
        .map_err(|error| refused(path, &error))?;
    out.flush()
        .and_then(|()| out.get_ref().sync_all())
        .map_err(|error| unwritable(path, &error))?;
    Ok(contents)
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
    let signer = keyfile::read(&key)?;
    fs::create_dir_all(data).map_err(|error| unwritable(data, &error))?;
    let (place, files) = (arguments.place.place(), data.join("files"));
    let path = &arguments.backup;
    let contents = watched(|progress| {
        Ledger::restore(path, &place, Keys::new(signer), Some(&files), progress)
    })
    .map_err(|error| refused(path, &error))?;
    let Contents { head, files, .. } = contents;
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
    file::print(&format!("{head}\n"))
}

fn refused(path: &Path, error: &BackupError) -> Failure {
    let sentence = error.sentence();
    match error {
        BackupError::Ledger(error) => place::refused(error),
        BackupError::NotABackup | BackupError::Taken => {
            Failure::bad_input(file::about(path, &sentence))
        }
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
