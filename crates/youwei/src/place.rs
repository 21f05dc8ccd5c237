//! Where the log of a command lies.

use std::path::PathBuf;

use youwei_ledger::{LedgerError, Place, Reader, Unwrapped};

use crate::failure::Failure;

/// The arguments that name a log.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The folder that keeps the log and the files.
    #[arg(long, default_value = "youwei-data", global = true)]
    pub data: PathBuf,
    /// Where the log lies if not in that folder: a SQLite file, or a postgres:// URL.
    #[arg(long, global = true)]
    pub database: Option<String>,
}

impl Arguments {
    /// The place of the log.
    pub fn place(&self) -> Place {
        match &self.database {
            Some(name) => Place::named(name),
            None => Place::File(self.data.join("ledger.sqlite3")),
        }
    }

    /// The log, to be read.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn reader(&self) -> Result<Reader, Failure> {
        Reader::open(&self.place()).map_err(|error| refused(&error))
    }
}

/// What the ledger said. Naming a place where no ledger of ours is, or another's key, is
/// the caller's fault; all else is the ledger's.
pub fn refused(error: &LedgerError) -> Failure {
    match error {
        LedgerError::NotALedger { .. }
        | LedgerError::Absent { .. }
        | LedgerError::Shape { .. }
        | LedgerError::OtherKey { .. }
        | LedgerError::NoRehearsal { .. }
        | LedgerError::NoMasterKey
        | LedgerError::Unwrapped(Unwrapped::OtherMasterKey)
        | LedgerError::Origin(_) => Failure::bad_input(error.sentence()),
        _ => Failure::broken(error.sentence()),
    }
}
