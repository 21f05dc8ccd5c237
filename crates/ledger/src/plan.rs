//! What a group of batches does to a log, without touching it.
//!
//! A store fetches what it knows of the ids and streams that a group names, asks for
//! the plan, and writes it in its own way. So both stores judge a race, a repeated
//! event and a clash of ids by the same lines.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;
use youwei_tlog::{Frontier, Hash, Node, Suite};

use crate::people::{Erasure, KnownPerson, Sealer};
use crate::personal::Sealed;
use crate::{AppendError, Expected, PersonId};

/// What a caller gets: the index of each event, in the order given.
pub(crate) type Answer = Result<Vec<u64>, AppendError>;

/// An event that has passed its checks, with everything that its row will hold but
/// its place.
#[derive(Debug, Clone)]
pub(crate) struct Ready {
    pub(crate) id: Uuid,
    pub(crate) subject: String,
    pub(crate) kind: String,
    /// Microseconds since 1970, rounded down: what it is looked up by.
    pub(crate) micros: i64,
    /// The leaf hash of `bytes`.
    pub(crate) leaf: Hash,
    pub(crate) bytes: Vec<u8>,
    /// The values of its seals, to be stored if the event is new.
    pub(crate) sealed: Vec<Sealed>,
}

/// Events that are appended all or none.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    pub(crate) events: Vec<Ready>,
    pub(crate) expected: Vec<Expected>,
    /// Whose values its events hold.
    pub(crate) sealers: Vec<Sealer>,
    /// Whom its one event erases.
    pub(crate) erasure: Option<Erasure>,
}

impl Batch {
    /// The streams that it adds to or expects something of.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = &str> {
        let events = self.events.iter().map(|event| event.subject.as_str());
        events.chain(
            self.expected
                .iter()
                .map(|expected| expected.subject.as_str()),
        )
    }

    /// The persons of which something must be known.
    pub(crate) fn persons(&self) -> impl Iterator<Item = PersonId> {
        let sealers = self.sealers.iter().map(|sealer| sealer.person);
        sealers.chain(self.erasure.iter().map(|erasure| erasure.person))
    }
}

/// What a store found of the ids, streams and persons that a group names.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Entries with an id of the group: index and leaf hash.
    pub(crate) ids: HashMap<Uuid, (u64, Hash)>,
    /// How many events a stream has. Every subject of the group must stand here.
    pub(crate) versions: HashMap<String, u64>,
    /// Every person of the group must stand here.
    pub(crate) people: HashMap<PersonId, KnownPerson>,
}

/// One new entry.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) index: u64,
    /// Its place in its stream, from 0.
    pub(crate) version: u64,
    pub(crate) event: &'a Ready,
}

/// What is to be written, and what each batch is told once that is durable.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) rows: Vec<Row<'a>>,
    /// Rows of the table of persons that are new or replace the one there.
    pub(crate) people: BTreeMap<PersonId, Vec<u8>>,
    /// Whose sealed values are to be deleted, those of `rows` included.
    pub(crate) erased: Vec<PersonId>,
    /// The tree's nodes that these rows complete.
    pub(crate) nodes: Vec<Node>,
    /// The right edge of the tree with these rows.
    pub(crate) frontier: Frontier,
    /// One for each batch, in order.
    pub(crate) answers: Vec<Answer>,
}

impl Plan<'_> {
    /// Whether a batch is refused. If ids were not looked up, that may be wrong: a batch
    /// whose events are all there is answered, however stale what it expects has become.
    pub(crate) fn refuses(&self) -> bool {
        self.answers.iter().any(Result::is_err)
    }

    /// Whether the store stays as it is.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.people.is_empty()
    }
}

/// Judges each batch by what the log and the batches before it hold. `known.versions`
/// is left as the log will be once the plan is written.
pub(crate) fn plan<'a>(
    suite: Suite,
    frontier: &Frontier,
    group: impl IntoIterator<Item = &'a Batch>,
    known: &mut Known,
) -> Plan<'a> {
    let start = frontier.size();
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut people = BTreeMap::new();
    let mut erased = Vec::new();
    let answers = group
        .into_iter()
        .map(|batch| {
            let next = start + rows.len() as u64;
            for sealer in &batch.sealers {
                sealer.check(known)?;
            }
            let indexes = match erased_before(batch, known) {
                Some(index) => vec![index],
                None => judge(batch, next, known)?,
            };
            let tombstone = match &batch.erasure {
                Some(erasure) => erasure.row(known.people.entry(erasure.person).or_default())?,
                None => None,
            };
            for sealer in &batch.sealers {
                if sealer.new {
                    let known = known.people.entry(sealer.person).or_default();
                    known.row = Some(sealer.row.clone());
                    people.insert(sealer.person, sealer.row.clone());
                }
            }
            if let (Some(erasure), Some(row)) = (&batch.erasure, tombstone) {
                let known = known.people.entry(erasure.person).or_default();
                (known.row, known.values) = (Some(row.clone()), 0);
                known.erased_at = indexes.first().copied();
                people.insert(erasure.person, row);
                erased.push(erasure.person);
            }
            let mut index = next;
            for (event, given) in batch.events.iter().zip(&indexes) {
                // An event that the log already has was answered with its old index.
                if *given != index {
                    continue;
                }
                let version = match known.versions.get_mut(&event.subject) {
                    Some(version) => version,
                    None => known.versions.entry(event.subject.clone()).or_default(),
                };
                rows.push(Row {
                    index,
                    version: *version,
                    event,
                });
                *version += 1;
                for sealed in &event.sealed {
                    known.people.entry(sealed.person).or_default().values += 1;
                }
                known.ids.insert(event.id, (index, event.leaf));
                index += 1;
            }
            Ok(indexes)
        })
        .collect();
    let mut frontier = frontier.clone();
    let mut nodes = Vec::new();
    for row in &rows {
        frontier.push(suite, row.event.leaf, |node| nodes.push(node));
    }
    Plan {
        rows,
        people,
        erased,
        nodes,
        frontier,
        answers,
    }
}

/// Where the log says that the person whom this batch is to erase was erased before.
fn erased_before(batch: &Batch, known: &Known) -> Option<u64> {
    let erasure = batch.erasure.as_ref()?;
    known.people.get(&erasure.person)?.erased_at
}

/// The indexes of a batch's events if they follow `next`, or why it is refused.
fn judge(batch: &Batch, next: u64, known: &Known) -> Answer {
    let stale = first_stale(batch, known);
    if batch.events.is_empty()
        && let Some(stale) = stale
    {
        return Err(stale);
    }
    // Ids that come twice in this one batch.
    let mut own: HashMap<Uuid, (u64, Hash)> = HashMap::new();
    let mut new = next;
    let mut indexes = Vec::with_capacity(batch.events.len());
    for event in &batch.events {
        let before = known.ids.get(&event.id).or_else(|| own.get(&event.id));
        let index = match before {
            // Equal leaf hashes are equal bytes.
            Some((index, leaf)) if *leaf == event.leaf => *index,
            Some((index, _)) => {
                return Err(AppendError::IdTaken {
                    id: event.id,
                    index: *index,
                });
            }
            // A batch that is asked again finds all its events and never comes here,
            // though its own first success has made its expectations stale.
            None => match stale {
                Some(stale) => return Err(stale),
                None => {
                    if batch.events.len() > 1 {
                        own.insert(event.id, (new, event.leaf));
                    }
                    new += 1;
                    new - 1
                }
            },
        };
        indexes.push(index);
    }
    Ok(indexes)
}

fn first_stale(batch: &Batch, known: &Known) -> Option<AppendError> {
    batch.expected.iter().find_map(|expected| {
        let actual = known.versions.get(&expected.subject).copied().unwrap_or(0);
        (actual != expected.version).then(|| AppendError::Stale {
            subject: expected.subject.clone(),
            expected: expected.version,
            actual,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUITE: Suite = Suite::International;

    fn batch(numbers: &[u8], expected: u64) -> Batch {
        let event = |number: &u8| Ready {
            id: Uuid::from_u128(u128::from(*number)),
            subject: "s".to_owned(),
            kind: "k".to_owned(),
            micros: 0,
            leaf: [*number; 32],
            bytes: vec![*number],
            sealed: Vec::new(),
        };
        Batch {
            events: numbers.iter().map(event).collect(),
            expected: vec![Expected {
                subject: "s".to_owned(),
                version: expected,
            }],
            sealers: Vec::new(),
            erasure: None,
        }
    }

    #[test]
    fn a_refused_batch_leaves_the_others_of_its_group_untouched() {
        // The third begins well, takes the place of 3 and 4, then clashes with 1.
        let mut clash = batch(&[3, 4, 1], 2);
        clash.events[2].leaf = [99; 32];
        let group = [
            batch(&[1, 2], 0),
            batch(&[9], 0),
            clash,
            batch(&[3], 2),
            batch(&[1, 2], 0),
        ];
        let mut known = Known::default();
        let plan = plan(SUITE, &Frontier::default(), &group, &mut known);
        let stale = AppendError::Stale {
            subject: "s".to_owned(),
            expected: 0,
            actual: 2,
        };
        let taken = AppendError::IdTaken {
            id: Uuid::from_u128(1),
            index: 0,
        };
        let answers = [
            Ok(vec![0, 1]),
            Err(stale),
            Err(taken),
            Ok(vec![2]),
            Ok(vec![0, 1]),
        ];
        assert_eq!(plan.answers, answers);
        let rows: Vec<_> = plan
            .rows
            .iter()
            .map(|row| (row.index, row.version, row.event.leaf[0]))
            .collect();
        assert_eq!(rows, [(0, 0, 1), (1, 1, 2), (2, 2, 3)]);
        assert_eq!(plan.frontier.size(), 3);
        assert_eq!(known.versions["s"], 3);
    }

    #[test]
    fn an_event_given_twice_in_one_batch_is_stored_once() {
        let mut known = Known::default();
        let group = [batch(&[1, 2, 1, 3], 0)];
        let plan = plan(SUITE, &Frontier::default(), &group, &mut known);
        assert_eq!(plan.answers, [Ok(vec![0, 1, 0, 2])]);
        assert_eq!(plan.rows.len(), 3);
    }

    #[test]
    fn what_the_log_has_is_answered_and_not_stored_again_even_in_the_middle() {
        let mut known = Known::default();
        known.ids.insert(Uuid::from_u128(7), (2, [7; 32]));
        known.versions.insert("s".to_owned(), 5);
        let mut frontier = Frontier::default();
        (0..5).for_each(|leaf| frontier.push(SUITE, [leaf; 32], |_| {}));
        let group = [batch(&[1, 7, 2], 5)];
        let plan = plan(SUITE, &frontier, &group, &mut known);
        assert_eq!(plan.answers, [Ok(vec![5, 2, 6])]);
        let rows: Vec<_> = plan
            .rows
            .iter()
            .map(|row| (row.index, row.version))
            .collect();
        assert_eq!(rows, [(5, 5), (6, 6)]);
    }

    #[test]
    fn a_full_tile_is_a_node_of_the_level_above() {
        let mut known = Known::default();
        let numbers: Vec<u8> = (0..=255).collect();
        let group = [batch(&numbers, 0)];
        let plan = plan(SUITE, &Frontier::default(), &group, &mut known);
        let [node] = &plan.nodes[..] else {
            panic!("{:?}", plan.nodes)
        };
        assert_eq!(
            (node.level, node.index, node.hash),
            (1, 0, plan.frontier.root(SUITE))
        );
    }
}
