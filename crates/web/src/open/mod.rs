//! Open data: every public list whole, as CSV and JSON with a dictionary; projects in the
//! form of OC4IDS; a catalogue of all of it in DCAT; feeds of due days and changed lights.
//!
//! What is here is the same for everybody: who is signed in changes nothing.

mod amendments;
mod atom;
mod catalog;
mod codes;
mod contradictions;
mod dictionary;
mod due;
mod forecasts;
mod graph;
mod ids;
pub(crate) mod lights;
pub(crate) mod oc4ids;
mod page;
mod projects;
mod promises;
mod records;
mod send;
mod site;
mod table;

use std::sync::Arc;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, LAST_MODIFIED, LINK,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use youwei_base::Bilingual;

use crate::app::App;
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use send::{Form, Sending};
use site::{Changed, Site};
use table::{Codes, Column, Kind, Rows, Table};

pub(crate) use atom::{of_unit as unit_lights_atom, overall as lights_atom};
pub(crate) use due::calendar as due_calendar;
pub(crate) use page::{dictionary as dictionary_page, show as page};

const CSV: &str = "text/csv; charset=utf-8; header=present";
const JSON: &str = "application/json; charset=utf-8";
const CSVM: &str = "application/csvm+json; charset=utf-8";
const JSON_LD: &str = "application/ld+json; charset=utf-8";
const TURTLE: &str = "text/turtle; charset=utf-8";

/// Every open list.
fn tables(app: &App) -> Vec<Table> {
    let mut all: Vec<Table> = app
        .ground
        .systems()
        .iter()
        .flat_map(records::tables)
        .collect();
    all.extend(promises::tables());
    all.push(amendments::table());
    all.extend(forecasts::tables());
    all.push(changed_lights());
    all.push(contradictions::table());
    all.extend(codes::tables());
    all
}

/// The list of lights that changed.
fn changed_lights() -> Table {
    let text =
        |name: &str, zh: &str, en: &str| Column::of_log(name, Kind::Text, (zh, en), ("", ""));
    Table {
        id: "lights".to_owned(),
        name: Bilingual::new("变化的灯", "Changed lights"),
        about: Bilingual::new(
            "近三个月每天结束时与前一天不同的灯：由什么变成什么，因为哪一条账本条目，还是因为日子到了。",
            "Lights that at the end of a day of the last three months were not what they were the day before: then and now, and the entry that did it, or that the day did.",
        ),
        source: "政府工作报告".to_owned(),
        keeper: None,
        columns: vec![
            Column::of_log("day", Kind::Day, ("日期", "Day"), ("", "")).required(),
            text("report", "报告", "Report").required(),
            text("commitment", "承诺编号", "Commitment").required(),
            text("text", "承诺", "Commitment's words").required().read(),
            text("then", "原来的灯", "Then")
                .coded(promises::lights())
                .computed(),
            text("now", "现在的灯", "Now")
                .coded(promises::lights())
                .required()
                .computed(),
            text("cause", "起因", "Cause")
                .coded(Codes::Of(vec![
                    (
                        "entry".to_owned(),
                        Bilingual::new("账本条目", "an entry of the log"),
                    ),
                    (
                        "day".to_owned(),
                        Bilingual::new("日子到了", "the passing of the day"),
                    ),
                ]))
                .required()
                .computed(),
            Column::of_log("entry", Kind::Whole, ("账本条目", "Entry"), ("", "")),
        ],
        key: vec!["day", "report", "commitment"],
        rows: Rows::Lights,
    }
}

fn no_table(name: &str) -> Fault {
    Fault::not_found(
        format!("没有开放列表“{name}”。请在“开放数据”页（/open）选择一个。"),
        format!("There is no open list “{name}”. Choose one on the page “Open data” (/open)."),
    )
}

/// `GET /open/{file}`: a list, its dictionary or the catalogue.
pub(crate) fn file(ask: &Ask) -> Answer {
    let name = ask.part("file");
    match name {
        "catalog.jsonld" => return catalog::json_ld(ask),
        "catalog.ttl" => return catalog::turtle(ask),
        _ => {}
    }
    if let Some(system) = name.strip_suffix(".oc4ids.json") {
        return projects::package(ask, system);
    }
    if let Some(id) = name.strip_suffix(".csv-metadata.json") {
        return dictionary::csvw(ask, find(&ask.app, id)?);
    }
    let parts = name.rsplit_once('.');
    match parts {
        Some((id, "csv")) => list(ask, find(&ask.app, id)?, Form::Csv),
        Some((id, "json")) => list(ask, find(&ask.app, id)?, Form::Json),
        _ => Err(no_table(name)),
    }
}

fn find(app: &App, id: &str) -> Result<Table, Fault> {
    let mut all = tables(app).into_iter();
    all.find(|it| it.id == id).ok_or_else(|| no_table(id))
}

/// A number of the query; an error if it is none.
fn count(ask: &Ask, name: &str) -> Result<Option<usize>, Fault> {
    let Some(text) = ask.query.given(name) else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        Fault::new(
            StatusCode::BAD_REQUEST,
            format!("“{name}”应为不小于 0 的整数；请改正地址，或去掉它取整个列表。"),
            format!("“{name}” is a whole number from 0; correct the address, or leave it out for the whole list."),
        )
    })
}

fn list(ask: &Ask, table: Table, form: Form) -> Answer {
    let site = Site::of(ask);
    let from = count(ask, "from")?.unwrap_or(0);
    let most = count(ask, "limit")?;
    let changed = Changed::of(ask, &table)?;
    let (kind, end) = match form {
        Form::Csv => (CSV, "csv"),
        Form::Json => (JSON, "json"),
    };
    let tag = changed.tag(end);
    if changed.is_had(&ask.headers, &tag) {
        return Ok(headed(
            StatusCode::NOT_MODIFIED.into_response(),
            &changed,
            &tag,
        ));
    }
    let next = most.map(|most| {
        let from = from.saturating_add(most);
        let on = ask.on.map_or_else(String::new, |on| format!("&on={on}"));
        format!("{}?from={from}&limit={most}{on}", site.list(&table.id, end))
    });
    let (head, more, foot) = match form {
        Form::Csv => (send::csv_head(&table), String::new(), String::new()),
        Form::Json => json_frame(&site, &table, &changed, from, next.as_deref()),
    };
    let dictionary = site.metadata(&table.id);
    let id = table.id.clone();
    let sending = Sending {
        app: Arc::clone(&ask.app),
        past: ask.past(),
        changes: match table.rows {
            Rows::Lights => lights::told(ask)?,
            _ => Vec::new(),
        },
        table,
        form,
        today: ask.today(),
        base: site.base.clone(),
        prefix: String::new(),
        from,
        most: most.unwrap_or(usize::MAX),
        head,
        more,
        foot,
    };
    let mut links = vec![format!(
        "<{dictionary}>; rel=\"describedby\"; type=\"application/csvm+json\""
    )];
    if let Some(next) = next.filter(|_| sending.has_more()) {
        links.push(format!("<{next}>; rel=\"next\""));
    }
    if let Some(licence) = site.licence() {
        links.push(format!("<{licence}>; rel=\"license\""));
    }
    let mut response = ([(CONTENT_TYPE, kind)], sending.body()).into_response();
    let headers = response.headers_mut();
    if let Ok(links) = HeaderValue::from_str(&links.join(", ")) {
        headers.insert(LINK, links);
    }
    if let Ok(name) = HeaderValue::from_str(&format!("inline; filename=\"{id}.{end}\"")) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    Ok(headed(response, &changed, &tag))
}

/// What stands around the lines of the JSON.
fn json_frame(
    site: &Site,
    table: &Table,
    changed: &Changed,
    from: usize,
    next: Option<&str>,
) -> (String, String, String) {
    let text = |it: &str| serde_json::Value::from(it).to_string();
    let maybe = |it: Option<&str>| it.map_or_else(|| "null".to_owned(), text);
    let head = format!(
        "{{\"table\":{},\"name\":{{\"zh\":{},\"en\":{}}},\"dictionary\":{},\"licence\":{},\"changed\":{},\"entries\":{},\"from\":{from},\"rows\":[",
        text(&table.id),
        text(&table.name.zh),
        text(&table.name.en),
        text(&site.metadata(&table.id)),
        maybe(site.licence()),
        maybe(changed.time.map(|it| it.to_string()).as_deref()),
        changed.entries,
    );
    let end = |next: &str| format!("\n],\"next\":{next}}}\n");
    (head, end(&maybe(next)), end("null"))
}

/// The answer with what tells whether it changed.
fn headed(mut response: Response, changed: &Changed, tag: &str) -> Response {
    let headers = response.headers_mut();
    // Some seconds, so that a crowd asks once.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=5"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    if let Some(time) = changed
        .http_time()
        .and_then(|it| HeaderValue::from_str(&it).ok())
    {
        headers.insert(LAST_MODIFIED, time);
    }
    response
}
