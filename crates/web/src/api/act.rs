//! `POST /api/systems/{system}/actions/{action}` opens a record,
//! `POST /api/systems/{system}/records/{record}/actions/{action}` acts on one.
//!
//! `Idempotency-Key` is the id of the event, a UUID of version 7: what is sent twice
//! happens once.

use std::sync::Arc;

use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use youwei_base::{Bilingual, Decimal};
use youwei_ledger::Appending;
use youwei_system::declaration::System;
use youwei_system::wish::Wish;

use super::problem::Problem;
use super::record::Shown;
use super::{answered, only, strict, text_of};
use crate::ask::{Answer, Ask, Deed};
use crate::pages::systems::Here;
use crate::pages::systems::act::named;

/// `POST /api/systems/{system}/actions/{action}`.
pub(crate) const OPEN: Deed = Deed {
    begin: |ask| begin(ask, None),
    end: opened,
    whole: |ask| match done(ask, None) {
        Ok(record) => opened(ask, &record),
        Err(problem) => answered(Err(problem)),
    },
};

/// `POST /api/systems/{system}/records/{record}/actions/{action}`.
pub(crate) const ACT: Deed = Deed {
    begin: |ask| begin(ask, Some(ask.part("record"))),
    end: |ask, record| answered(text(ask, record).map(|it| (StatusCode::OK, it))),
    whole: |ask| {
        let record = done(ask, Some(ask.part("record")));
        let told = record.and_then(|record| text(ask, &record));
        answered(told.map(|it| (StatusCode::OK, it)))
    },
};

/// The answer to whoever opened a record: it, and where it is.
fn opened(ask: &Ask, record: &str) -> Answer {
    let mut answer = answered(text(ask, record).map(|it| (StatusCode::CREATED, it)))?;
    let place = format!("/api/systems/{}/records/{record}", ask.part("system"));
    if answer.status() == StatusCode::CREATED
        && let Ok(place) = HeaderValue::from_str(&place)
    {
        answer.headers_mut().insert(LOCATION, place);
    }
    Ok(answer)
}

/// A record as it is answered with.
fn text(ask: &Ask, record: &str) -> Result<String, Problem> {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let shown = here.record(record);
    Ok(text_of(&shown.map(|it| Shown::new(&here, it, true))))
}

/// Does what is asked for, as long as it takes; the id of the record.
fn done(ask: &Ask, record: Option<&str>) -> Result<String, Problem> {
    let (system, wish) = wished(ask, record)?;
    let event = key_of(ask)?;
    let done = ask
        .app
        .act_on(&system.id, record, wish, &ask.actor, event)?;
    Ok(done.record)
}

/// Decides what is asked for and has it appended, if that is all there is to it.
fn begin(ask: &Ask, record: Option<&str>) -> Option<(String, Appending)> {
    let (system, wish) = wished(ask, record).ok()?;
    // What may have been done already must be looked up.
    let new = key_of(ask).is_ok_and(|it| it.is_none());
    let decided = new.then(|| ask.app.act_later(&system, record, &wish, &ask.actor));
    decided?.ok()?
}

/// What is asked for, of which system.
fn wished(ask: &Ask, record: Option<&str>) -> Result<(Arc<System>, Wish), Problem> {
    only(ask, &[])?;
    let (input, seen) = body_of(ask)?;
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    if record.is_some() {
        here.asked_record()?;
    }
    let (action, declared) = named(here.system, ask.part("action"))?;
    if here.system.openings().any(|(it, _)| it == action) != record.is_none() {
        return Err(Problem::new(
            StatusCode::NOT_FOUND,
            "新建条目的事项不针对已有条目，其他事项须指明条目；请核对地址。",
            "What opens a record is not done to one, and anything else is; check the address.",
        ));
    }
    let faults = strict::faults(declared.input.iter().map(|it| &it.field), &input);
    if !faults.is_empty() {
        return Err(Problem::said(StatusCode::UNPROCESSABLE_ENTITY, faults));
    }
    let system = ask.app.declared(&here.system.id)?;
    Ok((
        system,
        Wish {
            action,
            input,
            seen,
        },
    ))
}

/// The id of the event, if the caller names one.
fn key_of(ask: &Ask) -> Result<Option<Uuid>, Problem> {
    // A header that holds nothing names nothing.
    let named = ask.headers.get("idempotency-key");
    let Some(key) = named.filter(|it| !it.as_bytes().trim_ascii().is_empty()) else {
        return Ok(None);
    };
    let key = key.to_str().ok().and_then(|written| {
        let written = written.trim();
        let quoted = written
            .strip_prefix('"')
            .and_then(|it| it.strip_suffix('"'));
        let written = quoted.unwrap_or(written);
        let id = Uuid::try_parse(written).ok()?;
        // As the document says and no other way that it may be written.
        let plain = id.to_string() == written && id.get_variant() == uuid::Variant::RFC4122;
        (plain && id.get_version_num() == 7).then_some(id)
    });
    key.map(Some).ok_or_else(|| {
        let sentence = Bilingual::new(
            "须是第 7 版 UUID，每件事用一个新的。",
            "It must be a UUID of version 7, a new one for each deed.",
        );
        Problem::said(
            StatusCode::BAD_REQUEST,
            vec![(Some("Idempotency-Key".to_owned()), sentence)],
        )
    })
}

/// The largest whole number that JSON readers agree on (RFC 8259, section 6).
const WHOLE_MAX: u64 = 9_007_199_254_740_991;

/// A whole number, however it is written: JSON Schema takes 3.0 for one.
fn natural(json: &Json) -> Option<u64> {
    let Json::Number(number) = json else {
        return None;
    };
    let number: Decimal = number.to_string().parse().ok()?;
    number
        .is_integer()
        .then(|| number.normalize().to_string().parse().ok())?
        .filter(|it| *it <= WHOLE_MAX)
}

/// The body: `{"input": {…}, "seen": 3}`, both may be left out.
fn body_of(ask: &Ask) -> Result<(Map<String, Json>, Option<u64>), Problem> {
    let kind = ask
        .headers
        .get(CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "正文须是 application/json。",
            "The body must be application/json.",
        ));
    }
    let bad = |zh: &str, en: &str| Problem::new(StatusCode::BAD_REQUEST, zh, en);
    let body: Json = serde_json::from_slice(&ask.body).map_err(|_| {
        bad(
            "正文不是完整的 JSON；请核对。",
            "The body is not whole JSON; check it.",
        )
    })?;
    let Json::Object(mut body) = body else {
        return Err(bad(
            "正文须是对象，如 {\"input\": {}}。",
            "The body must be an object such as {\"input\": {}}.",
        ));
    };
    let input = match body.remove("input") {
        None => Map::new(),
        Some(Json::Object(input)) => input,
        Some(_) => return Err(bad("input 须是对象。", "input must be an object.")),
    };
    let seen = match body.remove("seen") {
        None => None,
        Some(seen) => Some(
            natural(&seen)
                .ok_or_else(|| bad("seen 须是非负整数。", "seen must be a whole number."))?,
        ),
    };
    match body.keys().next() {
        None => Ok((input, seen)),
        Some(name) => {
            let sentence = Bilingual::new(
                "没有这一项；只有 input 和 seen。",
                "There is no such member; there are input and seen.",
            );
            Err(Problem::said(
                StatusCode::BAD_REQUEST,
                vec![(Some(name.clone()), sentence)],
            ))
        }
    }
}
