//! The master key, which wraps the keys of persons: from a file or the environment.

use std::path::PathBuf;

use youwei_ledger::{MasterKey, MasterKeyError};

use crate::failure::Failure;

/// The arguments that name the master key.
#[derive(Default, clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The file of the master key, which opens personal values: 64 hexadecimal digits.
    /// Without it the variable YOUWEI_MASTER_KEY may hold them.
    #[arg(long, value_name = "FILE")]
    master: Option<PathBuf>,
}

impl Arguments {
    /// The key, if one is named.
    ///
    /// # Errors
    /// What is named cannot be read or is no key.
    pub fn key(&self) -> Result<Option<MasterKey>, Failure> {
        let key = match &self.master {
            Some(path) => MasterKey::from_file(path).map(Some),
            None => MasterKey::from_environment(),
        };
        key.map_err(|error: MasterKeyError| Failure::bad_input(error.sentence()))
    }
}
