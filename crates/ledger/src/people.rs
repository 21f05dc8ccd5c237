//! What a group of batches does to the tables of persons and of sealed values: part of
//! the plan, so that both stores judge a race with an erasure by the same lines.

use std::sync::Arc;

use uuid::Uuid;

use crate::backup_error::BackupError;
use crate::log::StoredHead;
use crate::personal::{Kept, unwrap, wrap};
use crate::plan::Known;
use crate::{AppendError, Chance, LedgerError, MasterKey, PersonId, Unwrapped};

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

/// What a backup takes of a store besides entries, as it stands at one moment; in this
/// order.
pub(crate) enum Beside {
    Head(StoredHead),
    /// A row of the table of persons, and the entry that says they were erased.
    Person(Uuid, Vec<u8>, Option<Vec<u8>>),
    /// In the order of entries and places.
    Value(StoredValue),
}

/// Takes these one after the other.
pub(crate) type Take<'a> = dyn FnMut(Beside) -> Result<(), BackupError> + 'a;

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
            &Chance::system(),
            &self.origin,
            self.person,
            &Kept::Erased { values },
            &self.master,
        );
        Ok(Some(row.map_err(Unwrapped::Cipher)?))
    }
}

#[cfg(test)]
mod tests {
    use youwei_tlog::{Frontier, Suite};

    use super::*;
    use crate::personal::{PersonKey, Sealed};
    use crate::plan::{Batch, Plan, Ready, plan};

    const ORIGIN: &str = "youwei:yunze";
    const SUITE: Suite = Suite::International;

    fn someone() -> PersonId {
        PersonId::random().unwrap()
    }

    fn master() -> Arc<MasterKey> {
        Arc::new(MasterKey::random().unwrap())
    }

    /// A batch of one event with this many values of a person.
    fn sealed(number: u8, person: PersonId, values: usize, row: &[u8], new: bool) -> Batch {
        let value = |at: usize| Sealed {
            pointer: format!("/{at}"),
            person,
            bytes: vec![number],
        };
        Batch {
            events: vec![Ready {
                id: Uuid::from_u128(u128::from(number)),
                subject: "s".to_owned(),
                kind: "k".to_owned(),
                micros: 0,
                leaf: [number; 32],
                bytes: vec![number],
                sealed: (0..values).map(value).collect(),
            }],
            expected: Vec::new(),
            sealers: vec![Sealer {
                person,
                row: row.to_vec(),
                new,
            }],
            erasure: None,
        }
    }

    fn erasing(number: u8, person: PersonId, master: &Arc<MasterKey>) -> Batch {
        let mut batch = sealed(number, person, 0, &[], false);
        batch.events[0].subject = person.stream();
        batch.sealers.clear();
        batch.erasure = Some(Erasure {
            person,
            origin: ORIGIN.to_owned(),
            master: Arc::clone(master),
        });
        batch
    }

    /// What a log of five entries knows of one person.
    fn known(person: PersonId, of: KnownPerson) -> Known {
        let mut known = Known::default();
        known.people.insert(person, of);
        known
    }

    fn planned<'a>(group: &'a [Batch], known: &mut Known) -> Plan<'a> {
        let mut frontier = Frontier::default();
        (100..105).for_each(|leaf| frontier.push(SUITE, [leaf; 32], |_| {}));
        plan(SUITE, &frontier, group, known)
    }

    /// How many values a planned row says were deleted.
    fn deleted(plan: &Plan<'_>, person: PersonId, master: &MasterKey) -> u64 {
        match unwrap(ORIGIN, person, &plan.people[&person], master) {
            Ok(Kept::Erased { values }) => values,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn of_two_who_make_a_key_at_once_the_first_wins_and_the_second_seals_again() {
        let person = someone();
        let group = [
            sealed(1, person, 1, b"first", true),
            sealed(2, person, 1, b"second", true),
            sealed(3, person, 1, b"first", false),
        ];
        let mut known = known(person, KnownPerson::default());
        let plan = planned(&group, &mut known);
        let again = Err(AppendError::KeyChanged);
        assert_eq!(plan.answers, [Ok(vec![5]), again, Ok(vec![6])]);
        assert_eq!(plan.people[&person], b"first");
        assert_eq!(plan.rows.len(), 2);
    }

    #[test]
    fn a_refused_batch_makes_nobody_known() {
        let (person, other) = (someone(), someone());
        let mut refused = sealed(1, person, 1, b"key", true);
        refused.expected.push(crate::Expected {
            subject: "s".to_owned(),
            version: 9,
        });
        let group = [refused, sealed(2, other, 1, b"row", true)];
        let plan = planned(&group, &mut Known::default());
        assert!(plan.answers[0].is_err() && plan.answers[1].is_ok());
        assert_eq!(plan.people.keys().collect::<Vec<_>>(), [&other]);
    }

    #[test]
    fn an_erasure_takes_the_values_of_its_own_group_too_and_ends_it_for_those_after() {
        let (person, master) = (someone(), master());
        let key = Kept::Key(PersonKey::random(&Chance::system()).unwrap());
        let row = wrap(&Chance::system(), ORIGIN, person, &key, &master).unwrap();
        let group = [
            sealed(1, person, 3, &row, false),
            erasing(2, person, &master),
            sealed(3, person, 1, &row, false),
            erasing(4, person, &master),
            sealed(5, person, 1, b"new", true),
        ];
        let mut known = known(
            person,
            KnownPerson {
                row: Some(row.clone()),
                erased_at: None,
                values: 4,
            },
        );
        let plan = planned(&group, &mut known);
        let again = || Err(AppendError::KeyChanged);
        let answers = [Ok(vec![5]), Ok(vec![6]), again(), Ok(vec![6]), again()];
        assert_eq!(plan.answers, answers);
        assert_eq!(deleted(&plan, person, &master), 7);
        assert_eq!(plan.erased, [person]);
        assert_eq!(plan.frontier.size(), 7);
    }

    #[test]
    fn who_was_erased_is_erased_again_only_if_something_came_back() {
        let (person, master) = (someone(), master());
        let row = |kept| wrap(&Chance::system(), ORIGIN, person, &kept, &master).unwrap();
        let tombstone = || row(Kept::Erased { values: 5 });
        let key = || row(Kept::Key(PersonKey::random(&Chance::system()).unwrap()));
        for (stored, values, expected) in [
            (Some(tombstone()), 0, None),
            (Some(tombstone()), 2, Some(7)),
            (Some(key()), 2, Some(2)),
            (Some(b"damaged".to_vec()), 2, Some(2)),
            (None, 0, Some(0)),
        ] {
            let group = [erasing(1, person, &master)];
            let mut known = known(
                person,
                KnownPerson {
                    row: stored,
                    erased_at: Some(3),
                    values,
                },
            );
            let plan = planned(&group, &mut known);
            assert_eq!(plan.answers, [Ok(vec![3])]);
            assert_eq!(plan.rows.len(), 0, "there is one event already");
            assert_eq!(plan.is_empty(), expected.is_none());
            if let Some(expected) = expected {
                assert_eq!(deleted(&plan, person, &master), expected);
            }
        }
    }

    #[test]
    fn with_another_master_key_nobody_is_erased() {
        let (person, ours) = (someone(), master());
        let key = Kept::Key(PersonKey::random(&Chance::system()).unwrap());
        let row = Some(wrap(&Chance::system(), ORIGIN, person, &key, &master()).unwrap());
        let group = [erasing(1, person, &ours)];
        let values = 1;
        let mut known = known(
            person,
            KnownPerson {
                row,
                erased_at: None,
                values,
            },
        );
        let plan = planned(&group, &mut known);
        let other = AppendError::Unwrapped(Unwrapped::OtherMasterKey);
        assert_eq!(plan.answers, [Err(other)]);
        assert!(plan.is_empty());
    }

    #[test]
    fn no_key_is_made_for_whom_the_log_says_was_erased() {
        let person = someone();
        let group = [sealed(1, person, 1, b"new", true)];
        let forgotten = KnownPerson {
            erased_at: Some(2),
            ..KnownPerson::default()
        };
        let plan = planned(&group, &mut known(person, forgotten));
        assert_eq!(plan.answers, [Err(AppendError::KeyChanged)]);
    }
}
