//! The master key: 32 bytes that wrap the keys of all persons.
//!
//! It is written as 64 hexadecimal digits, in a file or in the environment, in one form
//! only, so that no key can be read two ways: `openssl rand -hex 32` makes one.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use thiserror::Error;
use youwei_base::Bilingual;
use youwei_tlog::Suite;
use zeroize::Zeroizing;

use super::hex;
use super::secret::{CipherFault, Secret};
use crate::Chance;

/// The label of keys for other purposes than persons.
const DERIVED: &str = "youwei/derived/v1";

/// How many different bytes a key has at least. Of 32 random bytes about 30 differ;
/// that fewer than 16 do will not happen in the life of the universe.
const DIFFERENT_BYTES_MIN: usize = 16;

/// A key file has 64 digits and a line end; more is read only to see that it is none.
const FILE_BYTES_MAX: u64 = 1024;

/// The key that wraps the keys of persons. Whoever has it and the database can read
/// every personal value that was not erased; without it nobody can.
#[derive(Debug, Clone)]
pub struct MasterKey(Secret);

/// Why there is no master key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MasterKeyError {
    /// Not 64 hexadecimal digits.
    #[error(
        "The master key must be 64 hexadecimal digits and nothing else; make one with `openssl rand -hex 32`."
    )]
    NotAKey,
    /// Digits that nobody threw: all the same, counted up, repeated.
    #[error(
        "The master key is not random (too few of its bytes differ); make one with `openssl rand -hex 32`."
    )]
    NotRandom,
    /// The file cannot be read.
    #[error(
        "The master key file {} cannot be read ({reason}); check its path and that this account may read it.",
        .path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
    /// Everybody on the machine may read the file, or others may write it.
    #[error(
        "Others may read or write the master key file {} (mode {mode:03o}); run `chmod 600` on it, and if strangers use this machine make a new key.",
        .path.display()
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A new file cannot be written.
    #[error(
        "The master key file {} cannot be made ({reason}); name a new file in a folder that this account may write.",
        .path.display()
    )]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
    /// No randomness.
    #[error(transparent)]
    Cipher(#[from] CipherFault),
}

impl MasterKeyError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            MasterKeyError::NotAKey => {
                "主密钥须为 64 位十六进制数字,别无其他;可用 `openssl rand -hex 32` 生成。"
                    .to_owned()
            }
            MasterKeyError::NotRandom => {
                "主密钥不是随机数(不同的字节太少);请用 `openssl rand -hex 32` 生成。".to_owned()
            }
            MasterKeyError::Unreadable { path, reason } => format!(
                "读不了主密钥文件 {}({reason});请检查路径及本账户的读权限。",
                path.display()
            ),
            MasterKeyError::Exposed { path, mode } => format!(
                "主密钥文件 {} 可被他人读写(权限 {mode:03o});请执行 `chmod 600`,如有外人使用本机,请更换主密钥。",
                path.display()
            ),
            MasterKeyError::Unwritable { path, reason } => format!(
                "无法新建主密钥文件 {}({reason});请在本账户可写的文件夹中另选新文件。",
                path.display()
            ),
            MasterKeyError::Cipher(fault) => return fault.sentence(),
        };
        Bilingual::new(zh, self.to_string())
    }
}

impl MasterKey {
    /// The environment variable that may hold the key.
    pub const VARIABLE: &'static str = "YOUWEI_MASTER_KEY";

    /// A new key.
    ///
    /// # Errors
    /// The operating system has no random bytes.
    pub fn random() -> Result<MasterKey, CipherFault> {
        MasterKey::drawn(&Chance::system())
    }

    /// The same from a source of chance.
    ///
    /// # Errors
    /// As for [`MasterKey::random`].
    pub fn drawn(chance: &Chance) -> Result<MasterKey, CipherFault> {
        Secret::random(chance).map(MasterKey)
    }

    /// The key in the environment variable [`MasterKey::VARIABLE`], if it is set.
    ///
    /// # Errors
    /// It is set to something else than a key; to nothing counts as that.
    pub fn from_environment() -> Result<Option<MasterKey>, MasterKeyError> {
        std::env::var_os(MasterKey::VARIABLE)
            .map(|value| MasterKey::from_variable(&value))
            .transpose()
    }

    fn from_variable(value: &OsStr) -> Result<MasterKey, MasterKeyError> {
        value.to_str().ok_or(MasterKeyError::NotAKey)?.parse()
    }

    /// The key in a file: the digits, and white space around them.
    ///
    /// # Errors
    /// The file cannot be read or holds something else; on Unix also if everybody may
    /// read it or its group may write it. Its group may read it, so that root can own
    /// it and a service use it.
    pub fn from_file(path: &Path) -> Result<MasterKey, MasterKeyError> {
        let unreadable = |error: io::Error| MasterKeyError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        let file = File::open(path).map_err(unreadable)?;
        check_mode(path, &file)?;
        // Room for all of it at once, so that no copy is left behind by growing.
        let mut text = Zeroizing::new(Vec::with_capacity(2 * FILE_BYTES_MAX as usize));
        file.take(FILE_BYTES_MAX)
            .read_to_end(&mut text)
            .map_err(unreadable)?;
        let text = str::from_utf8(&text).map_err(|_| MasterKeyError::NotAKey)?;
        text.trim_ascii().parse()
    }

    /// Makes a new key in a new file that only this account may read. The file and its
    /// folder are on the disk when this returns.
    ///
    /// # Errors
    /// The file exists or cannot be written; the operating system has no random bytes.
    pub fn create_file(path: &Path) -> Result<MasterKey, MasterKeyError> {
        MasterKey::random()?.keep_in(path)
    }

    /// Writes this key to such a file.
    ///
    /// # Errors
    /// As for [`MasterKey::create_file`].
    pub fn keep_in(self, path: &Path) -> Result<MasterKey, MasterKeyError> {
        let master = self;
        let text = Zeroizing::new(hex::encode(master.0.bytes()) + "\n");
        write_new(path, text.as_bytes()).map_err(|error| MasterKeyError::Unwritable {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
        Ok(master)
    }

    /// 32 bytes for another purpose of the log with this origin, which say nothing about
    /// this key.
    pub(crate) fn derived(&self, suite: Suite, origin: &str, purpose: &str) -> Zeroizing<[u8; 32]> {
        let parts = [origin.as_bytes(), purpose.as_bytes()];
        let derived = self.0.derive(suite, DERIVED, &parts);
        Zeroizing::new(*derived.bytes())
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.0
    }
}

impl FromStr for MasterKey {
    type Err = MasterKeyError;

    /// From exactly 64 hexadecimal digits.
    fn from_str(digits: &str) -> Result<MasterKey, MasterKeyError> {
        let bytes = Zeroizing::new(hex::decode(digits).ok_or(MasterKeyError::NotAKey)?);
        let mut different = *bytes;
        different.sort_unstable();
        let changes = different.windows(2).filter(|pair| pair[0] != pair[1]);
        if changes.count() + 1 < DIFFERENT_BYTES_MIN {
            return Err(MasterKeyError::NotRandom);
        }
        Ok(MasterKey(Secret::new(*bytes)))
    }
}

#[cfg(unix)]
fn check_mode(path: &Path, file: &File) -> Result<(), MasterKeyError> {
    use std::os::unix::fs::PermissionsExt;

    // Of the open file, not of the path: it cannot be exchanged in between.
    let metadata = file
        .metadata()
        .map_err(|error| MasterKeyError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o027 != 0 {
        let path = path.to_owned();
        return Err(MasterKeyError::Exposed { path, mode });
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_mode(_: &Path, _: &File) -> Result<(), MasterKeyError> {
    Ok(())
}

fn write_new(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text)?;
    file.sync_all()?;
    #[cfg(unix)]
    {
        let parent = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        File::open(parent.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGITS: &str = "8f3c0a5d9e7b1264c8f0a1b2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f507";

    fn read(text: impl AsRef<[u8]>) -> Result<MasterKey, MasterKeyError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        write_new(&path, text.as_ref()).unwrap();
        MasterKey::from_file(&path)
    }

    #[test]
    fn a_key_is_64_digits_that_were_thrown() {
        let counted: String = (0..32).map(|at| format!("{:02x}", at % 15)).collect();
        for (text, expected) in [
            (DIGITS.to_owned(), Ok(())),
            (DIGITS.to_uppercase(), Ok(())),
            (DIGITS[2..].to_owned(), Err(MasterKeyError::NotAKey)),
            (format!("{DIGITS}00"), Err(MasterKeyError::NotAKey)),
            (format!(" {DIGITS}"), Err(MasterKeyError::NotAKey)),
            (format!("0x{}", &DIGITS[2..]), Err(MasterKeyError::NotAKey)),
            (String::new(), Err(MasterKeyError::NotAKey)),
            ("0".repeat(64), Err(MasterKeyError::NotRandom)),
            ("0123456789abcdef".repeat(4), Err(MasterKeyError::NotRandom)),
            (counted, Err(MasterKeyError::NotRandom)),
        ] {
            assert_eq!(text.parse::<MasterKey>().map(drop), expected, "{text}");
            let variable = MasterKey::from_variable(OsStr::new(&text));
            assert_eq!(variable.map(drop), expected, "{text}");
        }
        let key: MasterKey = DIGITS.parse().unwrap();
        assert_eq!(hex::encode(key.secret().bytes()), DIGITS);
        let shouted: MasterKey = DIGITS.to_uppercase().parse().unwrap();
        assert_eq!(shouted.secret().bytes(), key.secret().bytes());
    }

    #[test]
    fn keys_that_are_made_are_keys_and_each_another() {
        let one = MasterKey::random().unwrap();
        let digits = hex::encode(one.secret().bytes());
        let again: MasterKey = digits.parse().unwrap();
        assert_eq!(again.secret().bytes(), one.secret().bytes());
        assert_ne!(
            MasterKey::random().unwrap().secret().bytes(),
            one.secret().bytes()
        );
    }

    #[test]
    fn a_file_may_have_white_space_around_the_digits_and_nothing_else() {
        for text in [
            DIGITS.to_owned(),
            format!("{DIGITS}\n"),
            format!("  {DIGITS}\r\n\n"),
        ] {
            let key = read(&text).unwrap();
            assert_eq!(hex::encode(key.secret().bytes()), DIGITS, "{text:?}");
        }
        for wrong in [
            format!("{DIGITS}\n{DIGITS}\n"),
            format!("{DIGITS}{}x", " ".repeat(900)),
            format!("key={DIGITS}"),
            String::new(),
        ] {
            assert_eq!(
                read(&wrong).map(drop),
                Err(MasterKeyError::NotAKey),
                "{wrong:?}"
            );
        }
        assert_eq!(read([0xFF; 32]).map(drop), Err(MasterKeyError::NotAKey));
    }

    #[test]
    fn a_file_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        assert!(matches!(
            MasterKey::from_file(&path),
            Err(MasterKeyError::Unreadable { .. })
        ));
        let made = MasterKey::create_file(&path).unwrap();
        let read = MasterKey::from_file(&path).unwrap();
        assert_eq!(read.secret().bytes(), made.secret().bytes());
        assert!(matches!(
            MasterKey::create_file(&path),
            Err(MasterKeyError::Unwritable { .. })
        ));
        let kept = MasterKey::from_file(&path).unwrap();
        assert_eq!(kept.secret().bytes(), made.secret().bytes());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_everybody_may_read_is_no_secret() {
        use std::fs::{self, Permissions};
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        MasterKey::create_file(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        for (mode, fits) in [
            (0o400, true),
            (0o600, true),
            (0o440, true),
            (0o640, true),
            (0o644, false),
            (0o604, false),
            (0o660, false),
            (0o602, false),
            (0o601, false),
        ] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let exposed = MasterKeyError::Exposed {
                path: path.clone(),
                mode,
            };
            let expected = if fits { Ok(()) } else { Err(exposed) };
            assert_eq!(MasterKey::from_file(&path).map(drop), expected, "{mode:o}");
        }
    }

    #[test]
    fn a_key_is_not_printed() {
        let key: MasterKey = DIGITS.parse().unwrap();
        assert_eq!(format!("{key:?}"), "MasterKey(Secret(hidden))");
    }
}
