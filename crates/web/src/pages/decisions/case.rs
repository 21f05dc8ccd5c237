//! Deciding a case within limits that keep a server answering.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use indexmap::IndexMap;
use jiff::Timestamp;
use youwei_decision::limits::Limits;
use youwei_decision::model::Case;
use youwei_decision::temporal::DateTime;
use youwei_decision::value::{Name, Value};

use super::form::Asked;
use super::given::{PREFIX, Wrong};
use super::lit::Lit;
use crate::app::day_in_china;
use crate::fields::Fields;
use crate::systems::{Entry, System};

/// Expressions evaluated, and items made, for one page.
const STEPS_MAX: u64 = 3_000_000;
const ITEMS_MAX: u64 = 3_000_000;
/// How long one page may compute.
const TIME_MAX: Duration = Duration::from_secs(2);

/// A case that was decided.
pub(super) struct Decided {
    /// The decision that was asked for, by its number in the model.
    pub decision: usize,
    pub value: Value,
    pub lit: Lit,
}

/// What was typed in, by the names of the inputs.
pub(super) fn given(inputs: &[Asked], fields: &Fields) -> (IndexMap<Name, Value>, Wrong) {
    let mut wrong = Wrong::new();
    let mut given = IndexMap::new();
    for input in inputs {
        let key = format!("{PREFIX}{}", input.name);
        if let Some(value) = input.field.read(&key, fields, &mut wrong) {
            given.insert(input.name.clone(), value);
        }
    }
    (given, wrong)
}

/// Decides.
///
/// # Errors
/// The inputs whose values are not what their declared types allow.
pub(super) fn decide(
    system: &System,
    entry: &Entry,
    decision: usize,
    given: IndexMap<Name, Value>,
    now: Timestamp,
) -> Result<Decided, Wrong> {
    let stop = Arc::new(AtomicBool::new(false));
    let mut case = Case {
        given,
        now: DateTime::parse(&format!("{}T00:00:00+08:00", day_in_china(now))).ok(),
        limits: Limits {
            steps_max: STEPS_MAX,
            items_max: ITEMS_MAX,
            stop: Some(stop.clone()),
            ..Limits::default()
        },
        trace: true,
        third_answer: true,
        ..Case::default()
    };
    if let Some(parameters) = &system.parameters {
        case.date(parameters, None);
    }
    let (done, waiting) = mpsc::channel::<()>();
    let clock = std::thread::spawn(move || {
        // It ends at once when the answer is there and `done` is dropped.
        if waiting.recv_timeout(TIME_MAX) == Err(mpsc::RecvTimeoutError::Timeout) {
            stop.store(true, Ordering::Relaxed);
        }
    });
    let refused = entry.model.refused(&case);
    let answer = match refused.is_empty() {
        true => Ok(entry.model.decide(decision, &case)),
        false => Err(refused),
    };
    drop(done);
    let _ = clock.join();
    match answer {
        Ok(answer) => Ok(Decided {
            decision,
            value: answer.value,
            lit: Lit::of(answer.steps),
        }),
        Err(refused) => {
            let by_field = refused.into_iter();
            Err(by_field
                .map(|(name, why)| (format!("{PREFIX}{name}"), why))
                .collect())
        }
    }
}
