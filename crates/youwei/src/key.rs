//! `youwei key` and `youwei checkpoint`: print what to note down elsewhere, and nothing
//! else, so that it can go straight into a file.

use crate::failure::Failure;
use crate::{file, place};

/// Prints the log's public key, a line.
///
/// # Errors
/// The log cannot be read.
pub fn run(arguments: &place::Arguments) -> Result<(), Failure> {
    let reader = arguments.reader()?;
    file::print(&format!("{}\n", reader.key()))
}

/// Prints the latest checkpoint, a signed note.
///
/// # Errors
/// The log cannot be read.
pub fn checkpoint(arguments: &place::Arguments) -> Result<(), Failure> {
    let reader = arguments.reader()?;
    let note = reader.checkpoint();
    file::print(&note.map_err(|error| place::refused(&error))?)
}
