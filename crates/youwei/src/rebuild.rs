//! `youwei rebuild`: everything that is derived from the entries, made anew.

use crate::failure::Failure;
use crate::progress::watched;
use crate::{file, place};

/// Makes tree nodes and look-ups anew and drops snapshots; the accounts are folded from
/// entry 0 at the next start.
///
/// # Errors
/// The entries are not those that the log's key signed, or cannot be read.
pub fn run(arguments: &place::Arguments) -> Result<(), Failure> {
    let reader = arguments.reader()?;
    watched(|progress| reader.rebuild(progress)).map_err(|error| place::refused(&error))?;
    let head = reader.head().map_err(|error| place::refused(&error))?;
    file::say(
        "树和检索已按各条重做，快照已丢弃；下次启动从第 0 条重算。",
        "The tree and the look-ups were made anew from the entries, snapshots were dropped; the next start folds from entry 0.",
    )?;
    file::print(&format!("{head}\n"))
}
