//! What the server reports, as what it means for a ledger.

use postgres::error::SqlState;

use crate::{AppendError, LedgerError, StorageError};

impl From<postgres::Error> for StorageError {
    fn from(error: postgres::Error) -> Self {
        let Some(reported) = error.as_db_error() else {
            let reason = whole(&error);
            return if is_lost(&error) {
                StorageError::Unreachable { reason }
            } else {
                // The reading of a column: it holds what we never wrote.
                StorageError::Damaged { reason }
            };
        };
        let reason = reported.message().to_owned();
        match reported.code() {
            &SqlState::DISK_FULL => StorageError::DiskFull,
            &SqlState::LOCK_NOT_AVAILABLE => StorageError::Locked,
            &SqlState::INVALID_CATALOG_NAME => StorageError::NoDatabase { reason },
            &SqlState::READ_ONLY_SQL_TRANSACTION | &SqlState::INSUFFICIENT_PRIVILEGE => {
                StorageError::Denied { reason }
            }
            // What was made with the ledger is gone or of another shape.
            &SqlState::UNDEFINED_TABLE | &SqlState::UNDEFINED_COLUMN => {
                StorageError::Damaged { reason }
            }
            code => match &code.code()[..2] {
                "28" => StorageError::Denied { reason },
                // Data corrupted, index corrupted.
                "XX" if code.code() != "XX000" => StorageError::Damaged { reason },
                _ if is_lost(&error) => StorageError::Unreachable { reason },
                _ => StorageError::Other { reason },
            },
        }
    }
}

impl From<postgres::Error> for LedgerError {
    fn from(error: postgres::Error) -> Self {
        LedgerError::Storage(error.into())
    }
}

impl From<postgres::Error> for AppendError {
    fn from(error: postgres::Error) -> Self {
        AppendError::Storage(error.into())
    }
}

/// Whether the connection is gone or was not made, so that another one may do better.
pub(crate) fn is_lost(error: &postgres::Error) -> bool {
    match error.code() {
        Some(code) => {
            let code = code.code();
            // Connection exceptions; shut down by the administrator, by a crash, not up
            // yet, idle for too long; no connection left.
            code.starts_with("08") || ["57P01", "57P02", "57P03", "57P05", "53300"].contains(&code)
        }
        None => error.is_closed() || caused_by_io(error),
    }
}

fn caused_by_io(error: &postgres::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if error.is::<std::io::Error>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The error with what caused it.
fn whole(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}
