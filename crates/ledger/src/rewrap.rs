//! A change of master keys.

use crate::personal;
use crate::reader::{Store, ask};
use crate::{LedgerError, MasterKey, PersonId, Reader, StorageError, Unwrapped};

/// What became of a change of master keys. The log is used with the new one from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "remains may be left on the disk"]
pub struct Rewrapped {
    /// How many rows were wrapped anew. Those that were under the new key already, from
    /// an earlier run, are not counted.
    pub rows: u64,
    /// Why what the old key opens may still be read off the disk. Asking again tries
    /// again.
    pub remains: Option<StorageError>,
}

impl Reader {
    /// Wraps what is kept of every person with a new master key, all or nothing. Every
    /// program that uses the old one must be started again; until then it can neither
    /// seal nor open values.
    ///
    /// # Errors
    /// A row is wrapped by neither key or was changed, or the store refuses. Nothing was
    /// changed then.
    pub fn rewrap(&self, old: &MasterKey, new: &MasterKey) -> Result<Rewrapped, LedgerError> {
        let origin = &self.log.origin;
        let rows = ask!(
            self.store,
            rewrap(&mut |person, row| {
                let person = PersonId::new(person).ok_or(Unwrapped::Changed)?;
                Ok(personal::rewrap(origin, person, row, old, new)?)
            })
        )?;
        let remains = ask!(self.store, remove_remains()).err();
        Ok(Rewrapped { rows, remains })
    }
}
