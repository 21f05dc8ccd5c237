//! The decision: somebody wants to do something to a record; the answer is one event, or
//! a refusal that says what is wrong and the next step.
//!
//! Guards (`when`) and evidence see the record with the inputs in its fields: they say
//! whether it may be done. Facts see what is `set` and `add`ed too, and flags the new
//! totals besides: they say what has become.

mod effects;
mod facts;
mod frame;
mod given;

use youwei_base::{Actor, Bilingual};
use youwei_decision::value::Value;

use crate::authority;
use crate::clock;
use crate::declaration::{Action, Guard, System};
use crate::formula::Formula;
use crate::notice;
use crate::record::Record;
use crate::town::Town;
use crate::wish::{Decision, Moment, Refusal, RefusalKind, Wish, World};
use frame::Frame;

/// Decides what somebody wants to do to a record, or without one to open one.
///
/// Everything that is not declared is refused.
///
/// # Errors
/// Why it cannot be done, in this order: the role, its reach, the stage, that the
/// actor did not do what this checks, a page that is
/// out of date, the inputs (all that is wrong with them), evidence, guards, a notice that
/// has not ended, a calendar that is not published.
pub fn decide(
    system: &System,
    record: Option<&Record>,
    wish: &Wish,
    actor: &Actor,
    town: &dyn Town,
    at: Moment,
    world: &dyn World,
) -> Result<Decision, Refusal> {
    authority::may(system, wish.action, record, actor, town, at)?;
    let action = system.actions.get(wish.action);
    let action = action.ok_or_else(|| authority::undeclared(system))?;
    if let Some(record) = record {
        fresh(record, wish)?;
    }
    let mut frame = Frame::new(system, record, actor, at, world);
    let given = given::take(&mut frame, action, wish, town)?;
    if record.is_none() {
        opens_within_reach(&frame, action, town)?;
    }
    frame.compute();
    evidence(&frame, action, &given)?;
    guards(&frame, action)?;
    if let Some(after) = action.after.and_then(|it| system.notices.get(it)) {
        let record = record.ok_or_else(|| authority::undeclared(system))?;
        notice::ended_well(after, record, at.today)?;
    }
    clock::may_extend(system, wish.action, record, at.today)?;
    effects::decided(frame, wish.action, action, &given, town)
}

/// Whether a boolean formula over fields, words, reads and parameters holds for a record
/// now, as for a list that people meet over.
#[must_use]
pub fn holds(
    system: &System,
    record: &Record,
    formula: &Formula,
    actor: &Actor,
    at: Moment,
    world: &dyn World,
) -> bool {
    let mut frame = Frame::new(system, Some(record), actor, at, world);
    frame.compute();
    frame.eval(formula).is_true()
}

/// Whether the asking page showed the record as it is.
fn fresh(record: &Record, wish: &Wish) -> Result<(), Refusal> {
    match wish.seen {
        Some(seen) if seen != record.version => Err(Refusal::of(
            RefusalKind::Stale,
            "您打开页面以后，这条台账已有人办理过；请看最新情况后再办。",
            "somebody did something to this record after you opened the page; look at it again first.",
        )),
        _ => Ok(()),
    }
}

/// Whether the record that is opened is one that the actor may act on.
fn opens_within_reach(frame: &Frame<'_>, action: &Action, town: &dyn Town) -> Result<(), Refusal> {
    let value = |field| match action.set.iter().find(|(it, _)| *it == field) {
        Some((_, formula)) => frame.eval(formula),
        None => frame.values.get(field).cloned().unwrap_or(Value::from("")),
    };
    let (unit, place) = (frame.system.owner.map(value), frame.system.place.map(value));
    let of = authority::belongs(frame.system, |field| {
        match (
            Some(field) == frame.system.owner,
            Some(field) == frame.system.place,
        ) {
            (true, _) => unit.as_ref(),
            (_, true) => place.as_ref(),
            _ => None,
        }
    });
    authority::reaches(frame.system, action, of, None, frame.actor, town)
}

/// Whether every source of evidence has said something.
fn evidence(frame: &Frame<'_>, action: &Action, given: &[bool]) -> Result<(), Refusal> {
    let record = frame.record;
    let filled = |field: &usize| {
        frame.values.get(*field).is_some_and(|it| !it.is_null())
            || record.is_some_and(|it| it.sealed.iter().any(|(at, _)| at == field))
    };
    let lacking = action.evidence.iter().filter(|source| {
        let input = |at: &usize| given.get(*at).copied().unwrap_or(false);
        !source.inputs.iter().any(input) && !source.fields.iter().any(filled)
    });
    let said: Vec<(Option<String>, Bilingual)> = lacking
        .map(|source| {
            let inputs = source.inputs.iter().filter_map(|at| action.input.get(*at));
            let fields = source
                .fields
                .iter()
                .filter_map(|at| frame.system.fields.get(*at));
            let labels = inputs.map(|it| &it.field).chain(fields).map(|it| &it.label);
            let labels: Vec<&Bilingual> = labels.collect();
            let zh: Vec<&str> = labels.iter().map(|it| it.zh.as_str()).collect();
            let en: Vec<&str> = labels.iter().map(|it| it.en.as_str()).collect();
            let sentence = Bilingual::new(
                format!(
                    "缺少证据“{}”；请至少提供一项：{}。",
                    source.name.zh,
                    zh.join("、")
                ),
                format!(
                    "{} is lacking; give at least one of: {}.",
                    source.name.en,
                    en.join(", ")
                ),
            );
            (None, sentence)
        })
        .collect();
    refused(RefusalKind::Conflict, said)
}

/// Whether everything holds that must; all that does not is said.
fn guards(frame: &Frame<'_>, action: &Action) -> Result<(), Refusal> {
    let failing = action
        .when
        .iter()
        .filter(|it| !frame.eval(&it.when).is_true());
    let said = failing.map(|it| (None, pointed(frame, it))).collect();
    refused(RefusalKind::Conflict, said)
}

/// The sentence of a guard, with what it points to.
fn pointed(frame: &Frame<'_>, guard: &Guard) -> Bilingual {
    let see = guard.see.as_ref().map(|it| frame.eval(it));
    match see {
        Some(Value::String(see)) if !see.is_empty() => Bilingual::new(
            format!("{}见：{see}。", guard.refusal.zh),
            format!("{} See: {see}.", guard.refusal.en),
        ),
        _ => guard.refusal.clone(),
    }
}

fn refused(kind: RefusalKind, said: Vec<(Option<String>, Bilingual)>) -> Result<(), Refusal> {
    match said.is_empty() {
        true => Ok(()),
        false => Err(Refusal { kind, said }),
    }
}
