//! Two ways, one answer: the ledger beside a model of it that is a `Vec`.
//!
//! The model shares no code with the ledger: it writes the canonical bytes with one
//! `format!` and takes the tree's root by the recursion of RFC 6962 §2.1 itself.

use proptest::prelude::*;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use youwei_ledger::{AppendError, Expected, Head, Ledger, NewEvent, Unfit};

use crate::tools::{ORIGIN, Site, event, expect, id, proved};

/// What a random caller does next.
#[derive(Debug, Clone)]
enum Step {
    /// Appends a batch, with an expectation a stream: what it has, plus the number.
    Append(Vec<Pick>, Vec<(u8, u64)>),
    /// Closes the ledger and opens it again.
    Reopen,
}

#[derive(Debug, Clone)]
enum Pick {
    /// An event that was never seen, its text this long.
    New { stream: u8, length: usize },
    /// One that was made before, stored or refused, counted from the last.
    Again(usize),
    /// The id of one that was made before with another text.
    Changed(usize),
    /// One byte too long, or exactly as long as may be.
    AtTheLimit { stream: u8, over: usize },
    /// With a number that would be rounded.
    Rounded { stream: u8 },
}

fn any_pick() -> impl Strategy<Value = Pick> {
    prop_oneof![
        8 => (0..3_u8, 0..300_usize).prop_map(|(stream, length)| Pick::New { stream, length }),
        3 => (0..6_usize).prop_map(Pick::Again),
        1 => (0..6_usize).prop_map(Pick::Changed),
        1 => (0..3_u8, 0..2_usize).prop_map(|(stream, over)| Pick::AtTheLimit { stream, over }),
        1 => (0..3_u8).prop_map(|stream| Pick::Rounded { stream }),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    let off = prop_oneof![6 => Just(0_u64), 1 => 1..4_u64];
    let expected = prop::collection::vec((0..3_u8, off), 0..3);
    prop_oneof![
        12 => (prop::collection::vec(any_pick(), 0..5), expected)
            .prop_map(|(picks, expected)| Step::Append(picks, expected)),
        1 => Just(Step::Reopen),
    ]
}

fn subject(stream: u8) -> String {
    format!("事项/{stream}")
}

/// What the ledger should hold.
#[derive(Default)]
struct Model {
    entries: Vec<(Uuid, String, String)>,
}

/// The canonical JSON of a test event, its keys in their order.
fn written(event: &NewEvent) -> String {
    let (data, id, subject, time) = (&event.data, event.id, &event.subject, event.time);
    format!(
        "{{\"actor\":\"{}\",\"data\":{{\"n\":{},\"text\":{}}},\"datacontenttype\":\
         \"application/json\",\"id\":\"{id}\",\"source\":\"{ORIGIN}\",\"specversion\":\"1.0\",\
         \"subject\":\"{subject}\",\"time\":\"{time}\",\"type\":\"{}\"}}",
        event.actor, data["n"], data["text"], event.kind
    )
}

impl Model {
    fn version(&self, subject: &str) -> u64 {
        let entries = self.entries.iter();
        entries.filter(|(_, of, _)| of == subject).count() as u64
    }

    fn append(
        &mut self,
        events: &[NewEvent],
        expected: &[Expected],
    ) -> Result<Vec<u64>, AppendError> {
        for event in events {
            let size = written(event).len();
            let number = &event.data["n"];
            let unfit = if number.as_u64() >= Some(1 << 53) {
                let number = number.to_string();
                Unfit::Number { number }
            } else if size > 65_535 {
                let limit = 65_535;
                Unfit::TooLarge { size, limit }
            } else {
                continue;
            };
            let subject = event.subject.clone();
            return Err(AppendError::Unfit { subject, unfit });
        }
        let stale = expected.iter().find_map(|Expected { subject, version }| {
            let (expected, actual) = (*version, self.version(subject));
            let subject = subject.clone();
            (expected != actual).then_some(AppendError::Stale {
                subject,
                expected,
                actual,
            })
        });
        let mut entries = self.entries.clone();
        let mut indexes = Vec::new();
        for event in events {
            let text = written(event);
            match entries.iter().position(|(id, _, _)| *id == event.id) {
                Some(index) if entries[index].2 == text => indexes.push(index as u64),
                Some(index) => {
                    let (id, index) = (event.id, index as u64);
                    return Err(AppendError::IdTaken { id, index });
                }
                None => {
                    if let Some(stale) = stale {
                        return Err(stale);
                    }
                    indexes.push(entries.len() as u64);
                    entries.push((event.id, event.subject.clone(), text));
                }
            }
        }
        if let (true, Some(stale)) = (events.is_empty(), stale) {
            return Err(stale);
        }
        self.entries = entries;
        Ok(indexes)
    }

    fn head(&self) -> Head {
        let leaves = self
            .entries
            .iter()
            .map(|(_, _, text)| leaf(text.as_bytes()));
        let size = self.entries.len() as u64;
        let root = tree(&leaves.collect::<Vec<_>>());
        Head { size, root }
    }
}

fn leaf(text: &[u8]) -> [u8; 32] {
    Sha256::digest([&[0], text].concat()).into()
}

fn tree(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Sha256::digest([&[1], &tree(left)[..], &tree(right)].concat()).into()
        }
    }
}

/// Turns a pick into an event, given all events made so far.
fn made(pick: &Pick, past: &[NewEvent]) -> NewEvent {
    let number = past.len() as u32;
    let new = |stream: u8, n: u64, length: usize| {
        let data = json!({"n": n, "text": "字".repeat(length / 3) + &"x".repeat(length % 3)});
        event(number, &subject(stream), data)
    };
    let back = |steps: usize| past.iter().rev().cycle().take(past.len() * 6).nth(steps);
    match *pick {
        Pick::New { stream, length } => new(stream, 1, length),
        Pick::Again(steps) => back(steps).cloned().unwrap_or_else(|| new(0, 1, 0)),
        Pick::Changed(steps) => {
            let changed = NewEvent {
                actor: "王强".to_owned(),
                ..new(0, 1, 1)
            };
            let id = back(steps).map_or(id(number), |event| event.id);
            NewEvent { id, ..changed }
        }
        Pick::AtTheLimit { stream, over } => {
            let rest = 65_535 - written(&new(stream, 1, 0)).len();
            new(stream, 1, rest + over)
        }
        Pick::Rounded { stream } => new(stream, 1 << 53, 0),
    }
}

fn compare(ledger: &Ledger, model: &Model) {
    assert_eq!(proved(ledger), model.head());
    let entries = ledger.entries(0, usize::MAX).unwrap();
    let texts: Vec<_> = entries.iter().map(|it| (it.index, &it.bytes[..])).collect();
    let expected: Vec<_> = (0..)
        .zip(model.entries.iter().map(|it| it.2.as_bytes()))
        .collect();
    assert_eq!(texts, expected);
    for stream in 0..3 {
        let subject = subject(stream);
        let of_it: Vec<_> = entries
            .iter()
            .filter(|it| it.event.subject == subject)
            .cloned()
            .collect();
        assert_eq!(ledger.stream(&subject).unwrap(), of_it);
    }
    for entry in entries {
        assert_eq!(ledger.by_id(entry.event.id).unwrap(), Some(entry));
    }
}

/// Lets a random history happen to a log and to the model.
fn live(site: &Site, steps: &[Step]) {
    let (mut ledger, mut model, mut past) = (site.open(), Model::default(), Vec::new());
    for step in steps {
        let Step::Append(picks, expected) = step else {
            drop(ledger);
            ledger = site.open();
            continue;
        };
        let mut events = Vec::new();
        for pick in picks {
            let event = made(pick, &past);
            past.push(event.clone());
            events.push(event);
        }
        let expected: Vec<_> = expected
            .iter()
            .map(|(stream, off)| {
                let subject = subject(*stream);
                expect(&subject, model.version(&subject) + off)
            })
            .collect();
        let answer = ledger.append(events.clone(), &expected);
        assert_eq!(answer, model.append(&events, &expected));
    }
    compare(&ledger, &model);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_history_gives_the_answers_and_the_log_of_the_model_on_sqlite(
        steps in prop::collection::vec(any_step(), 1..40)
    ) {
        live(&Site::sqlite(), &steps);
    }

    #[test]
    fn any_history_gives_the_answers_and_the_log_of_the_model_on_postgres(
        steps in prop::collection::vec(any_step(), 1..40)
    ) {
        if let Some(site) = Site::postgres() {
            live(&site, &steps);
        }
    }
}
