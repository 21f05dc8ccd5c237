//! `/open/{system}.oc4ids.json`: the records of a system that has a mapping, as a package
//! of OC4IDS projects.

use std::sync::Arc;

use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LINK};
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};
use youwei_base::Bilingual;
use youwei_system::declaration::System;

use super::oc4ids::{self, Mapping};
use super::send::{Form, Sending};
use super::site::{Changed, Site};
use super::table::{Rows, Table};
use super::{JSON, headed, no_table};
use crate::app::App;
use crate::ask::{Answer, Ask};
use crate::fault::Fault;

/// The standard.
pub(super) const STANDARD: &str = "https://standard.open-contracting.org/infrastructure/0.9/en/";

/// The systems whose records are published as projects.
pub(super) fn systems(ask: &Ask) -> Vec<Arc<System>> {
    let all = ask.app.ground.systems().iter();
    all.filter(|it| mapping(&ask.app, &it.id).is_some())
        .cloned()
        .collect()
}

pub(super) fn mapping(app: &App, system: &str) -> Option<Arc<Mapping>> {
    app.ground.house()?.oc4ids.get(system).cloned()
}

/// What the ids of the city's projects begin with. The standard has a prefix of six letters
/// and digits that the Open Contracting Partnership gives out; until a city has one, its
/// code of GB/T 2260 tells it from every other city of the country.
fn prefix(app: &App) -> String {
    let city = app.ground.city();
    format!("oc4ids-{:06}", city.map_or(0, |it| it.area.0))
}

/// `GET /open/{system}.oc4ids.json`.
pub(super) fn package(ask: &Ask, id: &str) -> Answer {
    let missing = || no_table(&format!("{id}.oc4ids"));
    let system = ask.app.ground.system(id).cloned().ok_or_else(missing)?;
    let mapping = mapping(&ask.app, id).ok_or_else(missing)?;
    let site = Site::of(ask);
    let table = Table {
        id: format!("{id}.oc4ids"),
        name: system.name.clone(),
        about: Bilingual::new("", ""),
        source: system.source.to_string(),
        keeper: Some(system.keeper.clone()),
        columns: Vec::new(),
        key: Vec::new(),
        rows: Rows::Projects(system.clone(), mapping),
    };
    let none = ask.state().listing(id).is_none_or(|it| it.len() == 0);
    if none {
        // The standard knows no package without projects.
        return Err(Fault::not_found(
            "还没有项目入账，OC4IDS 不允许空的数据包。入账后这个地址就有内容。",
            "There is no project yet, and OC4IDS has no empty packages. This address has content once there is one.",
        ));
    }
    let changed = Changed::of(ask, &table)?;
    let tag = changed.tag("oc4ids");
    if changed.is_had(&ask.headers, &tag) {
        return Ok(headed(
            StatusCode::NOT_MODIFIED.into_response(),
            &changed,
            &tag,
        ));
    }
    let sending = Sending {
        app: Arc::clone(&ask.app),
        past: ask.past(),
        changes: Vec::new(),
        today: ask.today(),
        head: head(ask, &site, &table, &changed),
        more: String::new(),
        foot: "\n]}\n".to_owned(),
        form: Form::Json,
        from: 0,
        most: usize::MAX,
        base: site.base.clone(),
        prefix: prefix(&ask.app),
        table,
    };
    let mut response = ([(CONTENT_TYPE, JSON)], sending.body()).into_response();
    if let Ok(profile) = HeaderValue::from_str(&format!("<{STANDARD}>; rel=\"profile\"")) {
        response.headers_mut().insert(LINK, profile);
    }
    Ok(headed(response, &changed, &tag))
}

/// Everything before the first project.
fn head(ask: &Ask, site: &Site, table: &Table, changed: &Changed) -> String {
    let keeper = table.keeper.as_deref().unwrap_or("");
    let name = ask
        .app
        .names()
        .units
        .name(keeper)
        .map_or(site.city.zh.as_str(), |it| &it.zh);
    let mut members = Map::new();
    let mut say = |name: &str, value: Value| members.insert(name.to_owned(), value);
    say("uri", json!(site.list(&table.id, "json")));
    say("version", json!("0.9"));
    say(
        "publishedDate",
        json!(changed.time.unwrap_or_default().to_string()),
    );
    say(
        "publisher",
        json!({ "name": format!("{}{name}", match name.starts_with(&*site.city.zh) { true => "", false => &site.city.zh }), "uri": site.page("/open") }),
    );
    if let Some(licence) = site.licence() {
        say("license", json!(licence));
    }
    say("publicationPolicy", json!(site.page("/open")));
    let text = Value::Object(members).to_string();
    format!("{},\"projects\":[", text.trim_end_matches('}'))
}

/// A record as a project, in JSON.
pub(super) fn line(
    app: &App,
    (base, prefix): (&str, &str),
    system: &System,
    mapping: &Mapping,
    record: &youwei_system::record::Record,
) -> Option<String> {
    let around = oc4ids::Around {
        system,
        record,
        names: app.names(),
        base,
        prefix,
    };
    oc4ids::project(mapping, &around).map(|it| it.to_string())
}
