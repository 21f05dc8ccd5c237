//! What a group of batches does to the tables of persons and of sealed values: part of
//! the plan, so that both stores judge a race with an erasure by the same lines.

use std::sync::Arc;

use uuid::Uuid;

use crate::personal::{Kept, unwrap, wrap};
use crate::plan::Known;
use crate::{AppendError, LedgerError, MasterKey, PersonId, Unwrapped};

/// What a store found of a person.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownPerson {
    /// Their row in the table of persons.
    pub(crate) row: Option<Vec<u8>>,
    /// The entry that says that they were erased: the first of their stream.
    pub(crate) erased_at: Option<u64>,
    /// How many sealed values they have. Counted for an erasure, and otherwise 0.
    pub(crate) values: u64,
}

/// A sealed value as a store holds it, with the row of its person; nothing of it
/// believed yet.
#[derive(Debug, Clone)]
pub(crate) struct StoredValue {
    pub(crate) index: u64,
    pub(crate) pointer: String,
    pub(crate) person: Uuid,
    pub(crate) bytes: Vec<u8>,
    pub(crate) row: Option<Vec<u8>>,
}

/// Gives the row that is to replace the one of a person, or none if it may stay.
pub(crate) type Wrap<'a> = dyn FnMut(Uuid, &[u8]) -> Result<Option<Vec<u8>>, LedgerError> + 'a;

/// A person that values of a batch were sealed for.
#[derive(Debug, Clone)]
pub(crate) struct Sealer {
    pub(crate) person: PersonId,
    /// The row that holds the key they were sealed with.
    pub(crate) row: Vec<u8>,
    /// Whether the person is new and the row to be stored with the batch.
    pub(crate) new: bool,
}

/// A person that a batch erases. It has one event, which says so.
#[derive(Debug, Clone)]
pub(crate) struct Erasure {
    pub(crate) person: PersonId,
    pub(crate) origin: String,
    pub(crate) master: Arc<MasterKey>,
}

impl Sealer {
    /// Refuses what was sealed with another key than the log has for the person now.
    pub(crate) fn check(&self, known: &Known) -> Result<(), AppendError> {
        let as_sealed = match known.people.get(&self.person) {
            Some(KnownPerson { row: Some(row), .. }) => *row == self.row,
            // No key is made again for somebody whom the log says was erased, even
            // where the table has lost that.
            Some(known) => self.new && known.erased_at.is_none(),
            None => self.new,
        };
        as_sealed.then_some(()).ok_or(AppendError::KeyChanged)
    }
}

impl Erasure {
    /// The row that says how many values were deleted, those before included; none if
    /// the table says so already.
    pub(crate) fn row(&self, known: &KnownPerson) -> Result<Option<Vec<u8>>, AppendError> {
        let kept = known
            .row
            .as_ref()
            .map(|row| unwrap(&self.origin, self.person, row, &self.master));
        let before = match kept {
            Some(Ok(Kept::Erased { .. })) if known.erased_at.is_some() && known.values == 0 => {
                return Ok(None);
            }
            Some(Ok(Kept::Erased { values })) => values,
            // A damaged row is destroyed like a whole one.
            None | Some(Ok(Kept::Key(_)) | Err(Unwrapped::Changed)) => 0,
            Some(Err(other)) => return Err(other.into()),
        };
        let values = before + known.values;
        let row = wrap(
            &self.origin,
            self.person,
            &Kept::Erased { values },
            &self.master,
        );
        Ok(Some(row.map_err(Unwrapped::Cipher)?))
    }
}
