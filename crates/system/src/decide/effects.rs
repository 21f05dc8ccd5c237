//! What follows from an action that may be taken: fields, clocks, notice, facts, flags.

use serde_json::{Map, Value as Json};
use youwei_base::{Day, Decimal};
use youwei_decision::value::{Value, same};

use super::facts;
use super::frame::{Frame, fitted};
use super::given;
use crate::clock;
use crate::declaration::{Action, ActionAt, Field, FieldAt, System};
use crate::document_number;
use crate::formula::Formula;
use crate::happened::{Happened, NoticeMove, SampleMove};
use crate::input::{decimal, keys, to_json};
use crate::notice::{self, Step};
use crate::record::Record;
use crate::town::Town;
use crate::wish::{Decision, PHOTOGRAPHS, Refusal, RefusalKind};

/// A number of a sample has no more bytes than this.
const NUMBER_MAX: usize = 200;

/// Works everything out. Guards and evidence have been asked.
pub(super) fn decided(
    mut frame: Frame<'_>,
    at: ActionAt,
    action: &Action,
    given: &[bool],
    town: &dyn Town,
) -> Result<Decision, Refusal> {
    numbers(&mut frame, action);
    set(&mut frame, action)?;
    let add = add(&mut frame, action)?;
    frame.compute();
    let facts = facts::stated(&frame, action)?;
    facts::total(&mut frame, &facts);
    frame.compute();
    let clocks = clock::moves(&ClockSight(&frame), at, action, town)?;
    let notice = notice_move(&frame, at, action, given, town)?;
    let mut happened = Happened {
        by: Some(frame.actor.clone()),
        declared: frame.system.digest.to_string(),
        to: to(&frame, action),
        add: named(&frame, &add),
        clocks,
        notice,
        sample: sample(&frame, at)?,
        facts,
        flags: flags(&frame, at),
        ..Happened::default()
    };
    let mut personal = Vec::new();
    let added: Vec<FieldAt> = add.iter().map(|(at, _)| *at).collect();
    let inputs = action.input.iter().zip(given);
    let set_by_input: Vec<FieldAt> = inputs
        .filter_map(|(it, given)| it.sets.filter(|_| *given))
        .collect();
    changed(
        &frame,
        &added,
        &set_by_input,
        &mut happened.set,
        &mut personal,
    );
    for ((input, value), given) in action.input.iter().zip(&frame.inputs).zip(given) {
        // What sets a field stands with the fields.
        if !given || input.sets.is_some() {
            continue;
        }
        let json = to_json(value);
        match input.field.personal {
            true => personal.push((format!("/input/{}", pointer(&input.field.name)), json)),
            false => {
                happened.input.insert(input.field.name.to_string(), json);
            }
        }
    }
    let unique = unique(&frame, action, given)?;
    // Last, when all formulas have been worked out.
    happened.parameters = frame.parameters();
    Ok(Decision {
        happened,
        personal,
        unique,
    })
}

fn named(frame: &Frame<'_>, add: &[(FieldAt, Json)]) -> Map<String, Json> {
    let field = |at: &FieldAt| frame.system.fields.get(*at);
    let all = add.iter();
    all.filter_map(|(at, items)| Some((field(at)?.name.to_string(), items.clone())))
        .collect()
}

/// What a clock sees of a decision.
struct ClockSight<'a, 'b>(&'a Frame<'b>);

impl clock::Sight for ClockSight<'_, '_> {
    fn system(&self) -> &System {
        self.0.system
    }

    fn record(&self) -> Option<&Record> {
        self.0.record
    }

    fn value(&self, field: FieldAt) -> Option<&Value> {
        self.0.values.get(field)
    }

    fn eval(&self, formula: &Formula) -> Value {
        self.0.eval(formula)
    }

    fn today(&self) -> Day {
        self.0.at.today
    }
}

/// Gives the official numbers that the action gives, each the next of its series: what is
/// set and added may read them.
fn numbers(frame: &mut Frame<'_>, action: &Action) {
    for (at, word) in &action.numbers {
        let series = document_number::series(word, frame.at.today.year());
        let system = &frame.system.id;
        let last = frame.world.last_number(system, *at, &series);
        let number = document_number::next(&series, last);
        frame.put(*at, Value::from(number.as_str()));
    }
}

/// What the action means for a sample: that one is to be drawn of it, with the share as it is
/// today, or that it gives the number that one waits for.
fn sample(frame: &Frame<'_>, at: ActionAt) -> Result<Option<SampleMove>, Refusal> {
    if frame.system.samples.iter().any(|it| it.is_numbered_by(at)) {
        return numbered(frame, at).map(Some);
    }
    let Some(sample) = frame.system.samples.iter().find(|it| it.of == at) else {
        return Ok(None);
    };
    let value = frame.eval(&sample.share);
    let share = decimal(&value)
        .filter(|it| *it >= Decimal::ZERO && *it <= Decimal::ONE_HUNDRED)
        .ok_or_else(|| {
            Refusal::of(
                RefusalKind::Unknown,
                format!("抽查比例算出来是 {value}，不是 0 到 100 的数；请管理员检查参数。"),
                format!(
                    "the share of the sample is {value}, which is no per cent; have the parameters checked."
                ),
            )
        })?;
    Ok(Some(SampleMove::Asked {
        sample: sample.id.to_string(),
        share: share.normalize().to_string(),
        // Where all or none are chosen, there is nothing to draw.
        waits: sample.number.is_some() && share > Decimal::ZERO && share < Decimal::ONE_HUNDRED,
    }))
}

/// The number that the record's sample waits for.
fn numbered(frame: &Frame<'_>, at: ActionAt) -> Result<SampleMove, Refusal> {
    let state = frame.record.and_then(|it| it.samples.last());
    let state = state.filter(|it| it.awaits_number());
    let declared = frame
        .system
        .samples
        .iter()
        .find(|it| it.is_numbered_by(at) && state.is_some_and(|state| state.sample == it.id));
    let Some((declared, (_, formula))) = declared.and_then(|it| Some((it, it.number.as_ref()?)))
    else {
        return Err(Refusal::of(
            RefusalKind::Conflict,
            "这条台账现在没有等号码的抽查：号码只用登记的第一个，登记过的不能再改。",
            "nothing here waits for a number: the first that is entered counts, and it is not entered again.",
        ));
    };
    let value = frame.eval(formula);
    let fits = |it: &&str| {
        !it.trim().is_empty() && it.len() <= NUMBER_MAX && !it.contains(char::is_control)
    };
    let number = match &value {
        Value::String(text) => Some(&**text).filter(fits),
        _ => None,
    };
    let number = number.ok_or_else(|| {
        Refusal::of(
            RefusalKind::Unknown,
            format!("抽查用的号码算出来是 {value}，不是一行文字；请管理员检查声明。"),
            format!("the number of the sample is {value}, which is no line of text; have the declaration checked."),
        )
    })?;
    Ok(SampleMove::Numbered {
        sample: declared.id.to_string(),
        number: number.to_owned(),
    })
}

/// All that is set is worked out on what was there before, whatever the order.
fn set(frame: &mut Frame<'_>, action: &Action) -> Result<(), Refusal> {
    let mut values: Vec<(FieldAt, Value)> = Vec::with_capacity(action.set.len());
    for (at, formula) in &action.set {
        let Some(field) = frame.system.fields.get(*at) else {
            continue;
        };
        let value = frame.eval(formula);
        let value = fitted(value.clone(), &field.of).ok_or_else(|| unfit(field, &value))?;
        values.push((*at, value));
    }
    for (at, value) in values {
        frame.put(at, value);
    }
    Ok(())
}

/// Adds to the fields that are lists; what was added, as the event holds it.
fn add(frame: &mut Frame<'_>, action: &Action) -> Result<Vec<(FieldAt, Json)>, Refusal> {
    let mut added: Vec<(FieldAt, Value)> = Vec::with_capacity(action.add.len());
    for (at, formula) in &action.add {
        let Some(field) = frame.system.fields.get(*at) else {
            continue;
        };
        let value = match frame.eval(formula) {
            list @ Value::List(_) => list,
            Value::Null(_) => Value::list(Vec::new()),
            item => Value::list(vec![item]),
        };
        let value = fitted(value.clone(), &field.of).ok_or_else(|| unfit(field, &value))?;
        added.push((*at, value));
    }
    let mut stored = Vec::with_capacity(added.len());
    for (at, value) in added {
        let Value::List(new) = &value else {
            continue;
        };
        if new.is_empty() {
            continue;
        }
        let mut items = match frame.values.get(at) {
            Some(Value::List(items)) => items.to_vec(),
            _ => Vec::new(),
        };
        items.extend(new.iter().cloned());
        stored.push((at, to_json(&value)));
        frame.put(at, Value::list(items));
    }
    Ok(stored)
}

fn unfit(field: &Field, value: &Value) -> Refusal {
    Refusal::of(
        RefusalKind::Unknown,
        format!(
            "算出的“{}”是 {value}，不合这一项的类型；请管理员检查本系统的声明。",
            field.label.zh
        ),
        format!(
            "“{}” was worked out as {value}, which it cannot be; have the declaration checked.",
            field.label.en
        ),
    )
}

/// The stage that the record comes to, if it moves or is opened.
fn to(frame: &Frame<'_>, action: &Action) -> Option<String> {
    let stage = match (action.to, frame.record) {
        (Some(to), Some(record)) if record.stage == Some(to) => return None,
        (Some(to), _) => to,
        // A record that is opened has to stand somewhere.
        (None, None) => 0,
        (None, Some(_)) => return None,
    };
    frame.system.stages.get(stage).map(|it| it.id.to_string())
}

/// The fields that are others than before: to the event, or beside the log if personal.
fn changed(
    frame: &Frame<'_>,
    added: &[FieldAt],
    given: &[FieldAt],
    set: &mut Map<String, Json>,
    personal: &mut Vec<(String, Json)>,
) {
    let fields = frame.system.fields.iter().zip(&frame.values).enumerate();
    for (at, (field, value)) in fields {
        let before = frame.record.and_then(|it| it.values.get(at));
        let as_before = match before {
            Some(before) => same(before, value),
            None => value.is_null(),
        };
        // What is sealed cannot be compared: it changes if it is given.
        let as_before = as_before && !(field.personal && given.contains(&at));
        if as_before || added.contains(&at) {
            continue;
        }
        match field.personal {
            true => personal.push((format!("/set/{}", pointer(&field.name)), to_json(value))),
            false => {
                set.insert(field.name.to_string(), to_json(value));
            }
        }
    }
}

/// A name as a part of a JSON pointer (RFC 6901).
fn pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn notice_move(
    frame: &Frame<'_>,
    at: ActionAt,
    action: &Action,
    given: &[bool],
    town: &dyn Town,
) -> Result<Option<NoticeMove>, Refusal> {
    let today = frame.at.today;
    let sight = ClockSight(frame);
    if let Some(notice) = action.opens.and_then(|it| frame.system.notices.get(it)) {
        let until = clock::after(&sight, &notice.length, today, town)?;
        return Ok(Some(NoticeMove::Opened {
            notice: notice.id.to_string(),
            from: today,
            until,
        }));
    }
    let Some((notice, step)) = notice::step_of(frame.system, at) else {
        return Ok(None);
    };
    let (Some(notice), Some(record)) = (frame.system.notices.get(notice), frame.record) else {
        return Ok(None);
    };
    let named = |name: &str| {
        let at = action.input.iter().position(|it| &*it.field.name == name)?;
        let value = frame
            .inputs
            .get(at)
            .filter(|_| given.get(at) == Some(&true))?;
        Some(value.clone())
    };
    Ok(Some(match step {
        Step::Object => NoticeMove::Objected {
            notice: notice.id.to_string(),
            objection: notice::next_number(record),
            due: clock::after(&sight, &notice.answer_within, today, town)?,
        },
        Step::Answer => {
            let number = match named("objection") {
                Some(Value::Number(number)) => number.to_usize(),
                _ => None,
            };
            let number = number.and_then(|it| u32::try_from(it).ok());
            NoticeMove::Answered {
                notice: notice.id.to_string(),
                objection: notice::answered(notice, record, number)?,
                upheld: named("upheld").is_some_and(|it| it.is_true()),
            }
        }
    }))
}

/// The oddities that are seen after this action.
fn flags(frame: &Frame<'_>, at: ActionAt) -> Vec<String> {
    let flags = frame.system.flags.iter().filter(|it| it.on.contains(&at));
    let odd = flags.filter(|it| frame.eval(&it.when).is_true());
    odd.map(|it| it.id.to_string()).collect()
}

/// The values that nobody may give again: those of the inputs, and of fields that were
/// set otherwise.
fn unique(
    frame: &Frame<'_>,
    action: &Action,
    given: &[bool],
) -> Result<Vec<(String, String)>, Refusal> {
    let system = frame.system;
    let inputs = given::unique(frame, action, given).into_iter();
    let inputs = inputs.filter(|(input, _)| !input.field.of.is_photo());
    let mut all: Vec<(String, String)> = inputs
        .map(|(input, key)| (input.field.name.to_string(), key.to_string()))
        .collect();
    let set = action.set.iter().map(|it| &it.0);
    for at in set.chain(action.numbers.iter().map(|it| &it.0)) {
        let field = system.fields.get(*at);
        let own_key = |it: &&Field| it.unique && !it.personal && !it.of.is_photo();
        let Some(field) = field.filter(own_key) else {
            continue;
        };
        let own = frame.record.map(|it| &*it.id);
        for key in frame.values.get(*at).map(keys).unwrap_or_default() {
            match frame.world.taken(&system.id, &field.name, &key) {
                Some(by) if Some(by) != own => {
                    return Err(given::repeated(None, &field.label, by));
                }
                _ => all.push((field.name.to_string(), key.to_string())),
            }
        }
    }
    all.retain(|(name, key)| frame.world.taken(&system.id, name, key).is_none());
    for (name, _) in &mut all {
        *name = format!("{}.{name}", system.id);
    }
    // A photograph counts as used wherever it was handed in, also where it need not be new.
    let photographs = given::photographs(frame, action, given).into_iter();
    let new = photographs.filter(|it| frame.world.photograph(it).is_none());
    all.extend(new.map(|it| (PHOTOGRAPHS.to_owned(), it.to_string())));
    all.sort();
    all.dedup();
    Ok(all)
}
