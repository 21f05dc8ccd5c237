//! `GET /api/systems` and `GET /api/systems/{system}/records`.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};
use youwei_base::Bilingual;
use youwei_system::declaration::System;

use super::problem::Problem;
use super::record::Shown;
use super::{ON, Told, answered, both, only, schema, text_of};
use crate::ask::{Answer, Ask};
use crate::pages::systems::list::PAGE;
use crate::pages::systems::sight::Sight;
use crate::pages::systems::{Here, filter, given};

/// No page lies further on.
pub(super) const PAGE_MAX: usize = 1_000_000;

/// No search is for more characters.
pub(super) const WORDS_MAX: usize = 200;

/// `GET /api/systems`.
pub(crate) fn systems(ask: &Ask) -> Answer {
    answered(all(ask))
}

fn all(ask: &Ask) -> Told {
    only(ask, &[ON])?;
    let state = ask.state();
    let systems: Vec<Value> = Here::all(ask, &state)
        .into_iter()
        .map(|here| {
            let system = here.system;
            let counts = here.listing.count(system.stages.len(), |_| true);
            let stages = system.stages.iter().zip(counts);
            let shown = here.sight.any(system);
            json!({
                "id": system.id, "name": both(&system.name), "record": both(&system.record), "about": both(&system.about),
                "source": system.source, "keeper": system.keeper, "version": system.digest,
                "records": if shown { json!(here.listing.len()) } else { Value::Null },
                "stages": stages.map(|(stage, count)| json!({
                    "id": stage.id, "name": both(&stage.name), "ends": stage.ends,
                    "records": if shown { json!(count) } else { Value::Null },
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    Ok((StatusCode::OK, text_of(&json!({ "systems": systems }))))
}

/// `GET /api/systems/{system}/records`.
pub(crate) fn records(ask: &Ask) -> Answer {
    answered(page(ask))
}

/// The names of the query of a list.
pub(super) fn names(system: &System, sight: Sight) -> Vec<String> {
    let own = ["q", "stage", "due", "sort", "page", ON].map(str::to_owned);
    let fields = filter::filtered(system, sight).map(|(_, field)| given::key(&field.name));
    own.into_iter().chain(fields).collect()
}

fn page(ask: &Ask) -> Told {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let (system, sight) = (here.system, here.sight);
    let names = names(system, sight);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    only(ask, &names)?;
    if !sight.any(system) {
        return Err(not_public());
    }
    let (query, mut wrong) = filter::query(system, sight, &ask.query, ask.today());
    if ask.query.get("q").chars().count() > WORDS_MAX {
        let sentence = Bilingual::new(
            format!("最多 {WORDS_MAX} 个字；请少写几个。"),
            format!("At most {WORDS_MAX} characters; give fewer."),
        );
        wrong.push(("q".to_owned(), sentence));
    }
    for name in ["stage", "due"] {
        if ask.query.given(name).is_some_and(|it| it.trim().is_empty()) {
            wrong.push((
                name.to_owned(),
                Bilingual::new(
                    "不能为空；请不写，或写一个值。",
                    "It cannot be empty; leave it out or give a value.",
                ),
            ));
        }
    }
    for (_, field) in filter::filtered(system, sight) {
        let name = given::key(&field.name);
        let known = schema::filter(&field.of, ask.app.names());
        let known = known["enum"].as_array();
        if let (Some(value), Some(known)) = (ask.query.given(&name), known)
            && !known.iter().any(|it| it == value)
        {
            let sentence = Bilingual::new(
                "没有这个值；请从文档列出的值中选一个。",
                "There is no such value; choose one of those that the document lists.",
            );
            wrong.push((name, sentence));
        }
    }
    let number = match ask.query.given("page") {
        None => Some(1),
        Some(text) => text
            .parse::<usize>()
            .ok()
            .filter(|it| (1..=PAGE_MAX).contains(it)),
    };
    if number.is_none() {
        wrong.push((
            "page".to_owned(),
            Bilingual::new(
                "页码是从 1 开始的整数。",
                "A page is a whole number from 1.",
            ),
        ));
    }
    if !wrong.is_empty() {
        let said = wrong
            .into_iter()
            .map(|(name, it)| (Some(name), it))
            .collect();
        return Err(Problem::said(StatusCode::BAD_REQUEST, said));
    }
    let number = number.unwrap_or(1);
    let found = here
        .listing
        .find(system, &query, (number - 1).saturating_mul(PAGE), PAGE);
    let stages = system.stages.iter().map(|it| &*it.id);
    let records = found.page.iter().filter_map(|id| here.record(id));
    let page = Page {
        total: found.total,
        page: number,
        pages: found.total.div_ceil(PAGE).max(1),
        stages: stages.zip(found.stages).collect(),
        records: records.map(|it| Shown::new(&here, it, false)).collect(),
    };
    Ok((StatusCode::OK, text_of(&page)))
}

/// A page of a list.
#[derive(serde::Serialize)]
struct Page<'a> {
    total: usize,
    page: usize,
    pages: usize,
    /// How many stand in each stage.
    stages: BTreeMap<&'a str, usize>,
    records: Vec<Shown<'a>>,
}

pub(super) fn not_public() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "这个系统的条目不向公众公开。请先登录。",
        "The records of this system are not public. Sign in first.",
    )
}
