//! One event into one record. What it says is read where it lies in the JSON; nothing of
//! it is worked out again.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::Offset;
use rust_decimal::Decimal;
use serde::Deserialize;
use youwei_base::{Day, Told};
use youwei_decision::value::{Null, Value};

use super::book::{Book, Plan};
use crate::happened::{NoticeMove, SampleMove};
use crate::input::{self, stored_told};
use crate::record::{
    ClockState, DrawnState, NoticeState, ObjectionState, Record, SampleState, StandingFact,
};

/// The day in China, which has one time.
pub(crate) fn day_of(time: Timestamp) -> Day {
    Offset::constant(8).to_datetime(time).date()
}

impl Book {
    pub(super) fn evolve(
        &mut self,
        index: u64,
        id: &str,
        action: &str,
        time: Timestamp,
        data: &Told<'_>,
    ) {
        let Some(members) = data.members() else {
            return;
        };
        let told = Parts::of(members);
        let day = day_of(time);
        let row = match self.row(id) {
            Some(row) => row,
            None => match self.open(self.opened(id, day, time)) {
                Some(row) => row,
                None => return,
            },
        };
        let plan = self.plan.clone();
        let Some(record) = self.rows.get_mut(row) else {
            return;
        };
        record.version += 1;
        record.touched = time;
        record.entries.push(index);
        if let Some(action) = plan.noted.get(action)
            && let Some(user) = told.by.and_then(|it| texts(it, ["user"])[0])
            && !user.is_empty()
            && !record
                .took
                .iter()
                .any(|it| it.0 == *action && *it.1 == *user)
        {
            record.took.push((*action, user.into()));
        }
        if let Some(stage) = told.to.and_then(Told::as_str) {
            record.stage = plan.stages.get(stage).copied();
            record.since = day;
        }
        for clock in list(told.clocks) {
            clock_moves(record, clock, day);
        }
        if let Some(notice) = told.notice {
            notice_moves(record, notice, index);
        }
        if let Some(sample) = told.sample {
            sample_moves(record, sample, index);
        }
        for fact in list(told.facts) {
            fact_stands(record, &plan, fact, index);
        }
        for flag in list(told.flags).iter().filter_map(Told::as_str) {
            record.flags.push((flag.into(), index));
        }
        for (name, json) in table(told.set) {
            if let Some(field) = plan.fields.get(&**name) {
                self.set(row, *field, json, index);
            }
        }
        for (name, json) in table(told.add) {
            if let Some(field) = plan.fields.get(&**name) {
                self.add(row, *field, json);
            }
        }
        let looked_at = !plan.unique_inputs.is_empty() || !plan.photo_inputs.is_empty();
        if let Some(input) = told.input.filter(|_| looked_at) {
            self.inputs_taken(row, input);
        }
        self.settle(row);
    }

    fn opened(&self, id: &str, day: Day, time: Timestamp) -> Record {
        Record {
            id: id.into(),
            version: 0,
            stage: None,
            since: day,
            opened: day,
            values: vec![Value::Null(Null::WRITTEN); self.system.fields.len()],
            sealed: Vec::new(),
            clocks: Vec::new(),
            notices: Vec::new(),
            samples: Vec::new(),
            facts: Vec::new(),
            took: Vec::new(),
            flags: Vec::new(),
            entries: Vec::new(),
            touched: time,
        }
    }

    fn set(&mut self, row: usize, field: usize, json: &Told<'_>, index: u64) {
        let system = self.system.clone();
        let Some(declared) = system.fields.get(field) else {
            return;
        };
        if declared.personal {
            // A seal stands there; the value lies beside the log.
            if let Some(record) = self.rows.get_mut(row) {
                record.sealed.retain(|(at, _)| *at != field);
                if *json != Told::Null {
                    record.sealed.push((field, index));
                }
            }
        } else if let Some(value) = stored_told(json, &declared.of) {
            self.put(row, field, value);
        }
    }

    fn add(&mut self, row: usize, field: usize, json: &Told<'_>) {
        let system = self.system.clone();
        let of = system.fields.get(field).map(|it| &it.of);
        let added = of.and_then(|of| stored_told(json, of));
        let record = self.rows.get_mut(row);
        let place = record.and_then(|it| it.values.get_mut(field));
        if let (Some(Value::List(added)), Some(place)) = (added, place) {
            let before = std::mem::replace(place, Value::Null(Null::WRITTEN));
            let news = Value::List(added.clone());
            *place = match before {
                Value::List(_) => added.iter().fold(before, |all, item| match all {
                    Value::List(all) => Value::list_with(all, item.clone()),
                    other => other,
                }),
                _ => Value::List(added),
            };
            // What was there stays; only what is new has to be found too.
            self.share(row, field, &Value::Null(Null::WRITTEN), &news);
        }
    }

    fn inputs_taken(&mut self, row: usize, input: &Told<'_>) {
        let number = u32::try_from(row).unwrap_or(u32::MAX);
        for (name, of) in &self.plan.unique_inputs {
            let json = input.get(name);
            let value = json.and_then(|it| stored_told(it, of));
            for key in value.as_ref().map(input::keys).unwrap_or_default() {
                let taken = self.taken.entry(name.clone()).or_default();
                taken.entry(key).or_insert(number);
            }
        }
        for (name, of) in &self.plan.photo_inputs {
            let json = input.get(name);
            let value = json.and_then(|it| stored_told(it, of));
            for key in value.as_ref().map(input::keys).unwrap_or_default() {
                self.photographs.entry(key).or_insert(number);
            }
        }
    }
}

/// The members of an event's data that folding looks at, found in one pass.
#[derive(Default)]
struct Parts<'a> {
    by: Option<&'a Told<'a>>,
    to: Option<&'a Told<'a>>,
    set: Option<&'a Told<'a>>,
    add: Option<&'a Told<'a>>,
    input: Option<&'a Told<'a>>,
    clocks: Option<&'a Told<'a>>,
    notice: Option<&'a Told<'a>>,
    sample: Option<&'a Told<'a>>,
    facts: Option<&'a Told<'a>>,
    flags: Option<&'a Told<'a>>,
}

impl<'a> Parts<'a> {
    fn of(data: &'a [Member<'a>]) -> Parts<'a> {
        let mut parts = Parts::default();
        for (name, told) in data {
            let place = match &**name {
                "by" => &mut parts.by,
                "to" => &mut parts.to,
                "set" => &mut parts.set,
                "add" => &mut parts.add,
                "input" => &mut parts.input,
                "clocks" => &mut parts.clocks,
                "notice" => &mut parts.notice,
                "sample" => &mut parts.sample,
                "facts" => &mut parts.facts,
                "flags" => &mut parts.flags,
                _ => continue,
            };
            *place = Some(told);
        }
        parts
    }
}

/// Name and value.
type Member<'a> = (Cow<'a, str>, Told<'a>);

fn list<'a>(told: Option<&'a Told<'a>>) -> &'a [Told<'a>] {
    told.map_or(&[], Told::items)
}

fn table<'a>(told: Option<&'a Told<'a>>) -> &'a [Member<'a>] {
    told.and_then(Told::members).unwrap_or(&[])
}

/// The members of an object that are text, found in one pass.
fn texts<'a, const N: usize>(told: &'a Told<'a>, names: [&str; N]) -> [Option<&'a str>; N] {
    let mut found = [None; N];
    for (name, value) in table(Some(told)) {
        let place = names.iter().zip(&mut found).find(|(it, _)| *it == name);
        if let (Some((_, place)), Told::Text(text)) = (place, value) {
            *place = Some(&**text);
        }
    }
    found
}

fn clock_moves(record: &mut Record, json: &Told<'_>, today: Day) {
    let names = ["did", "clock", "due", "remind", "on", "escalated"];
    let [did, clock, due, remind, on, escalated] = texts(json, names);
    let (Some(did), Some(clock)) = (did, clock) else {
        return;
    };
    let (due, remind) = (due.and_then(input::day), remind.and_then(input::day));
    let known = record.clocks.iter().position(|it| &*it.clock == clock);
    let known = known.and_then(|at| record.clocks.get_mut(at));
    if did == "started" {
        let Some(due) = due else { return };
        let state = ClockState {
            clock: known
                .as_ref()
                .map_or_else(|| clock.into(), |it| it.clock.clone()),
            started: today,
            due,
            remind,
            reminded: false,
            suspended: None,
            extended: false,
            ran_out: None,
            escalated: None,
            stopped: None,
        };
        match known {
            Some(place) => *place = state,
            None => record.clocks.push(state),
        }
        return;
    }
    let Some(state) = known else {
        return;
    };
    match (did, due) {
        ("stopped", _) => state.stopped = Some(today),
        ("suspended", _) => state.suspended = on.and_then(input::day),
        ("reminded", _) => state.reminded = true,
        ("ran-out", _) => {
            state.ran_out = Some(today);
            state.escalated = escalated.map(Arc::from);
        }
        ("resumed" | "extended", Some(due)) => {
            state.due = due;
            state.remind = remind;
            state.reminded = false;
            match did {
                "resumed" => state.suspended = None,
                _ => state.extended = true,
            }
        }
        _ => {}
    }
}

fn fact_stands(record: &mut Record, plan: &Plan, json: &Told<'_>, index: u64) {
    let [metric, key, value, on] = texts(json, ["metric", "key", "value", "on"]);
    let Some(metric) = metric.and_then(|it| plan.metrics.get(it)).copied() else {
        return;
    };
    let key = key.unwrap_or_default();
    let mut known = record.facts.iter();
    let known = known.position(|it| it.metric == metric && *it.key == *key);
    let Some(value) = value.and_then(|it| Decimal::from_str_exact(it).ok()) else {
        if let Some(at) = known {
            record.facts.remove(at);
        }
        return;
    };
    let Some(on) = on.and_then(input::day) else {
        return;
    };
    match known.and_then(|at| record.facts.get_mut(at)) {
        Some(fact) => {
            fact.value = value;
            fact.on = on;
            fact.entry = index;
        }
        None => record.facts.push(StandingFact {
            metric,
            key: key.into(),
            value,
            on,
            entry: index,
        }),
    }
}

fn sample_moves(record: &mut Record, json: &Told<'_>, index: u64) {
    let Ok(moved) = SampleMove::deserialize(json.to_json()) else {
        return;
    };
    match moved {
        SampleMove::Asked {
            sample,
            share,
            waits,
        } => record.samples.push(SampleState {
            sample: sample.into(),
            entry: index,
            share: Decimal::from_str_exact(&share).unwrap_or(Decimal::ONE_HUNDRED),
            waits,
            number: None,
            drawn: None,
        }),
        SampleMove::Numbered { sample, number } => {
            let last = record.samples.last_mut();
            // The first number counts, whatever is written after it.
            if let Some(state) = last.filter(|it| *it.sample == *sample && it.awaits_number()) {
                state.number = Some((number.into(), index));
            }
        }
        SampleMove::Drawn {
            entry,
            root,
            lot,
            chosen,
            ..
        } => {
            let mut pending = record.samples.iter_mut().rev();
            if let Some(state) = pending.find(|it| it.entry == entry) {
                state.drawn = Some(DrawnState {
                    entry: index,
                    root: root.into(),
                    lot,
                    chosen,
                });
            }
        }
    }
}

fn notice_moves(record: &mut Record, json: &Told<'_>, index: u64) {
    let Ok(moved) = NoticeMove::deserialize(json.to_json()) else {
        return;
    };
    match moved {
        NoticeMove::Opened {
            notice,
            from,
            until,
        } => record.notices.push(NoticeState {
            notice: notice.into(),
            from,
            until,
            objections: Vec::new(),
        }),
        NoticeMove::Objected {
            notice,
            objection,
            due,
        } => {
            let mut notices = record.notices.iter_mut().rev();
            if let Some(state) = notices.find(|it| *it.notice == *notice) {
                state.objections.push(ObjectionState {
                    number: objection,
                    entry: index,
                    due,
                    answered: None,
                });
            }
        }
        NoticeMove::Answered {
            objection, upheld, ..
        } => {
            let all = record.notices.iter_mut().flat_map(|it| &mut it.objections);
            for it in all.filter(|it| it.number == objection) {
                it.answered = Some((index, upheld));
            }
        }
    }
}
