//! `GET /api/systems/{system}/records/{record}`.

use axum::http::StatusCode;
use jiff::Timestamp;
use serde::ser::{Serialize, SerializeMap, Serializer};
use youwei_base::Day;
use youwei_decision::value::Value;
use youwei_system::record::{ClockState, NoticeState, ObjectionState, Record};

use super::list::not_public;
use super::{ON, Told, answered, only, text_of};
use crate::ask::{Answer, Ask};
use crate::pages::systems::Here;
use crate::pages::systems::sight::Sight;
use crate::pages::systems::value::plain;

/// `GET /api/systems/{system}/records/{record}`.
pub(crate) fn one(ask: &Ask) -> Answer {
    answered(told(ask))
}

fn told(ask: &Ask) -> Told {
    only(ask, &[ON])?;
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    if !here.sight.any(here.system) {
        return Err(not_public());
    }
    let record = here.asked_record()?;
    Ok((StatusCode::OK, text_of(&Shown::new(&here, record, true))))
}

/// A record as programs get it, written without a step between: every deed is answered
/// with one.
#[derive(serde::Serialize)]
pub(super) struct Shown<'a> {
    id: &'a str,
    version: u64,
    stage: Option<&'a str>,
    since: Day,
    opened: Day,
    touched: Timestamp,
    fields: Fields<'a>,
    clocks: Vec<Clock<'a>>,
    #[serde(flatten)]
    more: Option<More<'a>>,
}

/// What only a record by itself is shown with.
#[derive(serde::Serialize)]
struct More<'a> {
    notices: Vec<Notice<'a>>,
    facts: Vec<Fact<'a>>,
    entries: &'a [u64],
    /// What may be done to it.
    actions: Vec<&'a str>,
    flags: Vec<Flag<'a>>,
}

impl<'a> Shown<'a> {
    /// In full with what may be done to it.
    pub fn new(here: &'a Here<'_>, record: &'a Record, full: bool) -> Shown<'a> {
        let stages = &here.system.stages;
        let stage = record.stage.and_then(|at| stages.get(at));
        Shown {
            id: &record.id,
            version: record.version,
            stage: stage.map(|it| &*it.id),
            since: record.since,
            opened: record.opened,
            touched: record.touched,
            fields: Fields(here, record),
            clocks: record.clocks.iter().map(Clock::of).collect(),
            more: full.then(|| More::new(here, record)),
        }
    }
}

impl<'a> More<'a> {
    fn new(here: &'a Here<'_>, record: &'a Record) -> More<'a> {
        let metrics = &here.system.metrics;
        let facts = record.facts.iter();
        let flags = match here.sight {
            Sight::Inside => &record.flags[..],
            Sight::Public => &[],
        };
        More {
            notices: record.notices.iter().map(Notice::of).collect(),
            facts: facts
                .filter_map(|it| {
                    Some(Fact {
                        metric: &metrics.get(it.metric)?.id,
                        key: &it.key,
                        value: it.value.to_string(),
                        on: it.on,
                        entry: it.entry,
                    })
                })
                .collect(),
            entries: &record.entries,
            actions: {
                let may = match here.ask.on {
                    // What is past is past.
                    Some(_) => Vec::new(),
                    None => here.may_now(record),
                };
                may.into_iter().map(|(_, action)| &*action.id).collect()
            },
            flags: {
                let flags = flags.iter().map(|(flag, entry)| (&**flag, *entry));
                flags.map(|(flag, entry)| Flag { flag, entry }).collect()
            },
        }
    }
}

#[derive(serde::Serialize)]
struct Clock<'a> {
    clock: &'a str,
    started: Day,
    due: Day,
    suspended: Option<Day>,
    extended: bool,
    ran_out: Option<Day>,
    escalated: Option<&'a str>,
    stopped: Option<Day>,
}

impl<'a> Clock<'a> {
    fn of(state: &'a ClockState) -> Clock<'a> {
        Clock {
            clock: &state.clock,
            started: state.started,
            due: state.due,
            suspended: state.suspended,
            extended: state.extended,
            ran_out: state.ran_out,
            escalated: state.escalated.as_deref(),
            stopped: state.stopped,
        }
    }
}

#[derive(serde::Serialize)]
struct Notice<'a> {
    notice: &'a str,
    from: Day,
    until: Day,
    objections: Vec<Objection>,
}

impl<'a> Notice<'a> {
    fn of(state: &'a NoticeState) -> Notice<'a> {
        Notice {
            notice: &state.notice,
            from: state.from,
            until: state.until,
            objections: state.objections.iter().map(Objection::of).collect(),
        }
    }
}

#[derive(serde::Serialize)]
struct Objection {
    number: u32,
    entry: u64,
    due: Day,
    /// The entry of the answer.
    answer: Option<u64>,
    upheld: Option<bool>,
}

impl Objection {
    fn of(state: &ObjectionState) -> Objection {
        Objection {
            number: state.number,
            entry: state.entry,
            due: state.due,
            answer: state.answered.map(|it| it.0),
            upheld: state.answered.map(|it| it.1),
        }
    }
}

#[derive(serde::Serialize)]
struct Fact<'a> {
    metric: &'a str,
    key: &'a str,
    value: String,
    on: Day,
    entry: u64,
}

#[derive(serde::Serialize)]
struct Flag<'a> {
    flag: &'a str,
    entry: u64,
}

/// The fields that are shown, by name.
struct Fields<'a>(&'a Here<'a>, &'a Record);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Fields(here, record) = self;
        let fields = here.sight.fields(here.system);
        out.collect_map(fields.map(|(at, field)| {
            let value = record.values.get(at);
            (&*field.name, value.map(|it| Exact(it, 0)))
        }))
    }
}

/// A value with all its digits: numbers and days are text.
struct Exact<'a>(&'a Value, usize);

impl Serialize for Exact<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        /// Types of fields nest no deeper.
        const DEPTH_MAX: usize = 16;
        let Exact(value, depth) = *self;
        match value {
            _ if depth > DEPTH_MAX => out.serialize_unit(),
            Value::Null(_) | Value::Unknown(_) => out.serialize_unit(),
            Value::Boolean(it) => out.serialize_bool(*it),
            Value::String(it) => out.serialize_str(it),
            Value::List(items) => out.collect_seq(items.iter().map(|it| Exact(it, depth + 1))),
            Value::Context(entries) => {
                let mut map = out.serialize_map(Some(entries.len()))?;
                for (name, it) in entries.iter() {
                    map.serialize_entry(&**name, &Exact(it, depth + 1))?;
                }
                map.end()
            }
            other => out.serialize_str(&plain(other)),
        }
    }
}
