//! The master key, which wraps the keys of persons: from a file or the environment, or
//! beside the log.

use std::path::{Path, PathBuf};

use youwei_ledger::{MasterKey, MasterKeyError};

use crate::failure::Failure;

/// The arguments that name the master key.
#[derive(Default, clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The file of the master key, which opens personal values: 64 hexadecimal digits.
    /// Without it the variable YOUWEI_MASTER_KEY may hold them, then master.key in the
    /// data folder.
    #[arg(long, value_name = "FILE")]
    master: Option<PathBuf>,
}

impl Arguments {
    fn named(&self) -> Result<Option<MasterKey>, Failure> {
        let key = match &self.master {
            Some(path) => MasterKey::from_file(path).map(Some),
            None => MasterKey::from_environment(),
        };
        key.map_err(refused)
    }

    /// The key that is named, or else the one in `master.key` in the data folder.
    ///
    /// # Errors
    /// What is named, or lies there, cannot be read or is no key.
    pub fn key_or_beside(&self, data: &Path) -> Result<Option<MasterKey>, Failure> {
        if let Some(key) = self.named()? {
            return Ok(Some(key));
        }
        let path = beside(data);
        match path.exists() {
            true => MasterKey::from_file(&path).map(Some).map_err(refused),
            false => Ok(None),
        }
    }
}

/// Where a master key lies that nobody named.
pub fn beside(data: &Path) -> PathBuf {
    data.join("master.key")
}

/// Makes a master key for a new log, in the data folder.
///
/// # Errors
/// The file cannot be written, or the system has no random numbers.
pub fn make(data: &Path) -> Result<MasterKey, Failure> {
    MasterKey::create_file(&beside(data)).map_err(refused)
}

#[allow(clippy::needless_pass_by_value, reason = "to stand in map_err")]
fn refused(error: MasterKeyError) -> Failure {
    Failure::bad_input(error.sentence())
}
