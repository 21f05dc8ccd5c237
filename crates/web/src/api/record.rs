//! `GET /api/systems/{system}/records/{record}`.

use axum::http::StatusCode;
use serde_json::{Map, Value as Json, json};
use youwei_decision::value::Value;
use youwei_system::record::Record;

use super::list::not_public;
use super::{ON, Told, answered, only};
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
    Ok((StatusCode::OK, record_json(&here, record, true)))
}

/// A record as programs get it; in full with what may be done to it.
pub(super) fn record_json(here: &Here<'_>, record: &Record, full: bool) -> Json {
    let system = here.system;
    let stage = record
        .stage
        .and_then(|at| system.stages.get(at))
        .map(|it| &it.id);
    let fields: Map<String, Json> = here
        .sight
        .fields(system)
        .map(|(at, field)| {
            (
                field.name.to_string(),
                record.values.get(at).map_or(Json::Null, |it| exact(it, 0)),
            )
        })
        .collect();
    let clocks: Vec<Json> = record
        .clocks
        .iter()
        .map(|it| {
            json!({
                "clock": it.clock, "started": it.started, "due": it.due, "suspended": it.suspended, "extended": it.extended,
                "ran_out": it.ran_out, "escalated": it.escalated, "stopped": it.stopped,
            })
        })
        .collect();
    let mut json = json!({
        "id": record.id, "version": record.version, "stage": stage, "since": record.since, "opened": record.opened,
        "touched": record.touched, "fields": fields, "clocks": clocks,
    });
    if full && let Some(json) = json.as_object_mut() {
        json.insert("notices".to_owned(), notices(record));
        json.insert("facts".to_owned(), facts(here, record));
        json.insert("entries".to_owned(), json!(record.entries));
        // What is past is past.
        let may = match here.ask.on {
            Some(_) => Vec::new(),
            None => here.may_now(record),
        };
        let may: Vec<_> = may.iter().map(|(_, action)| &action.id).collect();
        json.insert("actions".to_owned(), json!(may));
        let flags: Vec<Json> = match here.sight {
            Sight::Inside => record
                .flags
                .iter()
                .map(|(flag, entry)| json!({ "flag": flag, "entry": entry }))
                .collect(),
            Sight::Public => Vec::new(),
        };
        json.insert("flags".to_owned(), json!(flags));
    }
    json
}

fn notices(record: &Record) -> Json {
    let all = record.notices.iter().map(|it| {
        let objections = it.objections.iter().map(|it| {
            json!({
                "number": it.number, "entry": it.entry, "due": it.due,
                "answer": it.answered.map(|(entry, _)| entry), "upheld": it.answered.map(|(_, upheld)| upheld),
            })
        });
        json!({ "notice": it.notice, "from": it.from, "until": it.until, "objections": objections.collect::<Vec<_>>() })
    });
    Json::Array(all.collect())
}

fn facts(here: &Here<'_>, record: &Record) -> Json {
    let all = record.facts.iter().filter_map(|it| {
        let metric = here.system.metrics.get(it.metric)?;
        Some(json!({ "metric": metric.id, "key": it.key, "value": it.value.to_string(), "on": it.on, "entry": it.entry }))
    });
    Json::Array(all.collect())
}

/// A value with all its digits: numbers and days are text.
fn exact(value: &Value, depth: usize) -> Json {
    /// Types of fields nest no deeper.
    const DEPTH_MAX: usize = 16;
    match value {
        _ if depth > DEPTH_MAX => Json::Null,
        Value::Null(_) | Value::Unknown(_) => Json::Null,
        Value::Boolean(it) => Json::Bool(*it),
        Value::List(items) => Json::Array(items.iter().map(|it| exact(it, depth + 1)).collect()),
        Value::Context(entries) => Json::Object(
            entries
                .iter()
                .map(|(name, it)| (name.to_string(), exact(it, depth + 1)))
                .collect(),
        ),
        other => Json::String(plain(other)),
    }
}
