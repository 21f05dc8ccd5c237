//! The file that holds a log's signing key: made with the log, kept beside it, never
//! sent anywhere.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use youwei_base::Bilingual;
use youwei_tlog::SignerKey;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::read::bytes_of;

/// Reads the key, or makes one with this name if there is no file.
///
/// # Errors
/// The file cannot be read or written, or holds something else.
pub fn read_or_make(path: &Path, name: &str) -> Result<SignerKey, Failure> {
    match path.try_exists() {
        Ok(false) => make(path, name),
        _ => read(path),
    }
}

/// Reads the key.
///
/// # Errors
/// As for [`read_or_make`].
pub fn read(path: &Path) -> Result<SignerKey, Failure> {
    let bytes = bytes_of(path)?;
    let text = String::from_utf8_lossy(&bytes);
    text.trim()
        .parse()
        .map_err(|error: youwei_tlog::KeyError| refused(path, &error.sentence()))
}

fn make(path: &Path, name: &str) -> Result<SignerKey, Failure> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed).map_err(|error| {
        Failure::broken(Bilingual::new(
            format!("系统没有给出随机数({error});请稍后重试。"),
            format!("The system gave no random numbers ({error}); try again."),
        ))
    })?;
    let key =
        SignerKey::from_seed(name, &seed).map_err(|error| refused(path, &error.sentence()))?;
    match keep(path, &key)? {
        true => Ok(key),
        // Another process was faster; both use its key.
        false => read(path),
    }
}

/// Writes a key to a new file that only this account may read. Says no if there is one.
///
/// # Errors
/// It cannot be written.
pub fn keep(path: &Path, key: &SignerKey) -> Result<bool, Failure> {
    // Written whole under another name first: a key cut in half is worse than none.
    let draft = path.with_extension(format!("key-{}", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let text = Zeroizing::new(format!("{}\n", *key.secret_text()));
    let written = options.open(&draft).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        // Never in place of a key that is there.
        std::fs::hard_link(&draft, path)
    });
    // A draft that stays is not a key of any log.
    let _ = std::fs::remove_file(&draft);
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(Failure::unreadable_file(path, &error)),
    }
}

fn refused(path: &Path, why: &Bilingual) -> Failure {
    Failure::broken(Bilingual::new(
        format!("签名密钥文件 {} 不能使用:{}", path.display(), why.zh),
        format!("The key file {} cannot be used: {}", path.display(), why.en),
    ))
}
