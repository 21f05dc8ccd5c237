//! Where a log lies and what it takes to write it.

use std::fmt;
use std::path::PathBuf;

use youwei_tlog::SignerKey;

use crate::MasterKey;

/// Where a log lies.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// One SQLite file, on one machine and a local disk.
    File(PathBuf),
    /// A PostgreSQL database, by URL. Several machines may append to it.
    Postgres(String),
}

impl Place {
    /// The place that a command line names: a `postgres://` URL, or else a file.
    pub fn named(name: &str) -> Place {
        if name.starts_with("postgres://") || name.starts_with("postgresql://") {
            Place::Postgres(name.to_owned())
        } else {
            Place::File(PathBuf::from(name))
        }
    }
}

impl fmt::Debug for Place {
    /// Without the URL, which may hold a password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(path) => write!(out, "File({})", path.display()),
            Place::Postgres(_) => write!(out, "Postgres(…)"),
        }
    }
}

/// What it takes to append to a log.
pub struct Keys {
    /// Signs the checkpoints. Its name is the log's origin, the `source` of all its
    /// events, and names the suite.
    pub signer: SignerKey,
    /// Wraps the keys of persons. Without it the log takes no personal values, opens
    /// none and erases nobody; everything else works.
    pub master: Option<MasterKey>,
}

impl Keys {
    /// What it takes to append events without personal values.
    pub fn new(signer: SignerKey) -> Keys {
        Keys {
            signer,
            master: None,
        }
    }

    /// With personal values too.
    pub fn with_master(self, master: MasterKey) -> Keys {
        Keys {
            master: Some(master),
            ..self
        }
    }
}
