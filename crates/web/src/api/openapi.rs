//! `GET /api/openapi.json`: OpenAPI 3.1 of the systems' JSON, from their declarations.

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};
use youwei_base::Bilingual;
use youwei_system::declaration::{Action, System};

use super::list::{PAGE_MAX, WORDS_MAX, names};
use super::{ON, only, schema};
use crate::ask::{Answer, Ask};
use crate::pages::systems::filter::{DUE, filtered};
use crate::pages::systems::given;
use crate::pages::systems::sight::Sight;
use crate::people::COOKIE_NAME;
use crate::systems::Names;

/// `GET /api/openapi.json`.
pub(crate) fn document(ask: &Ask) -> Answer {
    if let Err(problem) = only(ask, &[]) {
        return Ok(problem.into_response());
    }
    let systems: Vec<&System> = ask.app.ground.systems().iter().map(|it| &**it).collect();
    let document = describe(&systems, ask.app.names(), Sight::of(&ask.actor));
    Ok((StatusCode::OK, Json(document)).into_response())
}

/// The document of these systems, as somebody sees them.
pub(super) fn describe(systems: &[&System], names: &Names, sight: Sight) -> Value {
    let mut paths = Map::new();
    let mut schemas = common();
    paths.insert(
        "/api/openapi.json".into(),
        json!({ "get": get("openapi", "本文档 / this document", &[], json!({ "type": "object" }), &[400]) }),
    );
    paths.insert(
        "/api/systems".into(),
        json!({ "get": get("systems", "全部系统 / all systems", &[on()], json!({ "$ref": "#/components/schemas/Systems" }), &[400, 422]) }),
    );
    for system in systems {
        schemas.extend(of_system(system, sight));
        of_paths(system, names, sight, &mut paths);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "有为 / Youwei",
            "version": env!("CARGO_PKG_VERSION"),
            "description": format!("业务系统的台账：列表、条目、办理。数和日期都是文本，一位不差。办理要登录：向 /sign 提交表单 sign-user 和 sign-password，之后带着得到的 cookie {COOKIE_NAME}；不带的，只能看公开的、办公众能办的，其余答 403。 / The record books of the systems: lists, records, actions. Numbers and days are text, exact to the last digit. To act one signs in: send the form sign-user and sign-password to /sign and from then on the cookie {COOKIE_NAME} that it gives; without it one sees what is public and does what the public may, and is answered 403 elsewhere."),
        },
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": { "session": { "type": "apiKey", "in": "cookie", "name": COOKIE_NAME } } },
    })
}

fn said(it: &Bilingual) -> String {
    format!("{} / {}", it.zh, it.en)
}

/// Schemas that do not depend on a system.
fn common() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let count = json!({ "type": "integer", "minimum": 0 });
    let maybe = |it: &Value| json!({ "anyOf": [it, { "type": "null" }] });
    let day = json!({ "type": "string", "format": "date" });
    let both = json!({ "$ref": "#/components/schemas/Bilingual" });
    let all = json!({
        "Bilingual": object(json!({ "zh": text, "en": text })),
        "Problem": {
            "type": "object",
            "properties": {
                "type": text, "title": text, "status": { "type": "integer" }, "detail": text,
                "said": { "type": "array", "items": {
                    "type": "object", "properties": { "name": text, "zh": text, "en": text }, "required": ["zh", "en"], "additionalProperties": false } },
            },
            "required": ["type", "title", "status", "detail", "said"],
        },
        "Systems": object(json!({ "systems": { "type": "array", "items": object(json!({
            "id": text, "name": both, "record": both, "about": both, "source": text, "keeper": text, "version": text,
            "records": maybe(&count),
            "stages": { "type": "array", "items": object(json!({ "id": text, "name": both, "ends": { "type": "boolean" }, "records": maybe(&count) })) },
        })) } })),
        "Clock": object(json!({
            "clock": text, "started": day, "due": day, "suspended": maybe(&day), "extended": { "type": "boolean" },
            "ran_out": maybe(&day), "escalated": maybe(&text), "stopped": maybe(&day),
        })),
        "Notice": object(json!({
            "notice": text, "from": day, "until": day,
            "objections": { "type": "array", "items": object(json!({
                "number": count, "entry": count, "due": day, "answer": maybe(&count), "upheld": maybe(&json!({ "type": "boolean" })) })) },
        })),
        "Fact": object(json!({ "metric": text, "key": text, "value": text, "on": day, "entry": count })),
        "Flag": object(json!({ "flag": text, "entry": count })),
    });
    match all {
        Value::Object(all) => all,
        _ => Map::new(),
    }
}

/// An object of just these members, all of them there.
fn object(members: Value) -> Value {
    let names: Vec<String> = members
        .as_object()
        .map(|it| it.keys().cloned().collect())
        .unwrap_or_default();
    json!({ "type": "object", "properties": members, "required": names, "additionalProperties": false })
}

fn of_system(system: &System, sight: Sight) -> Map<String, Value> {
    let list_of = |name: &str| json!({ "type": "array", "items": { "$ref": format!("#/components/schemas/{name}") } });
    let stages: Vec<Value> = system
        .stages
        .iter()
        .map(|it| json!(it.id))
        .chain([Value::Null])
        .collect();
    let day = json!({ "type": "string", "format": "date" });
    let count = json!({ "type": "integer", "minimum": 0 });
    let mut short = json!({
        "id": { "type": "string" }, "version": count, "stage": { "enum": stages }, "since": day, "opened": day,
        "touched": { "type": "string", "format": "date-time" }, "fields": schema::fields(system, sight), "clocks": list_of("Clock"),
    });
    let brief = object(short.clone());
    if let Some(short) = short.as_object_mut() {
        short.insert("notices".into(), list_of("Notice"));
        short.insert("facts".into(), list_of("Fact"));
        short.insert("flags".into(), list_of("Flag"));
        short.insert("entries".into(), json!({ "type": "array", "items": count }));
        short.insert(
            "actions".into(),
            json!({ "type": "array", "items": { "type": "string" } }),
        );
    }
    let counts: Map<String, Value> = system
        .stages
        .iter()
        .map(|it| (it.id.to_string(), count.clone()))
        .collect();
    let page = object(json!({
        "total": count, "page": { "type": "integer", "minimum": 1 }, "pages": { "type": "integer", "minimum": 1 },
        "stages": object(Value::Object(counts)),
        "records": { "type": "array", "items": { "$ref": format!("#/components/schemas/{}", name(system, "brief")) } },
    }));
    [
        (name(system, "brief"), brief),
        (name(system, "record"), object(short)),
        (name(system, "page"), page),
    ]
    .into_iter()
    .collect()
}

fn name(system: &System, what: &str) -> String {
    format!("{}.{what}", system.id)
}

fn refers(system: &System, what: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", name(system, what)) })
}

fn of_paths(system: &System, known: &Names, sight: Sight, paths: &mut Map<String, Value>) {
    let base = format!("/api/systems/{}", system.id);
    let id = |what: &str| format!("{}.{what}", system.id);
    let list = get(
        &id("list"),
        &said(&system.name),
        &query(system, known, sight),
        refers(system, "page"),
        &[400, 403, 422],
    );
    paths.insert(format!("{base}/records"), json!({ "get": list }));
    let one = get(
        &id("get"),
        &said(&system.record),
        &[record(), on()],
        refers(system, "record"),
        &[400, 403, 404, 422],
    );
    paths.insert(format!("{base}/records/{{record}}"), json!({ "get": one }));
    for action in &system.actions {
        let opens = system.openings().any(|(_, it)| it.id == action.id);
        let path = match opens {
            true => format!("{base}/actions/{}", action.id),
            false => format!("{base}/records/{{record}}/actions/{}", action.id),
        };
        paths.insert(path, json!({ "post": post(system, action, opens, known) }));
    }
}

/// The parameters of a list; every name that [`names`] lets pass, and no other.
fn query(system: &System, known: &Names, sight: Sight) -> Vec<Value> {
    let stages: Vec<&str> = system.stages.iter().map(|it| &*it.id).collect();
    let fields: Vec<(String, Value)> = filtered(system, sight)
        .map(|(_, field)| (given::key(&field.name), schema::filter(&field.of, known)))
        .collect();
    names(system, sight)
        .into_iter()
        .map(|name| {
            if name == ON {
                return on();
            }
            let schema = match name.as_str() {
                "q" => json!({ "type": "string", "maxLength": WORDS_MAX }),
                "stage" => json!({ "enum": stages }),
                "due" => json!({ "enum": DUE }),
                "sort" => json!({ "enum": ["due"] }),
                "page" => json!({ "type": "integer", "minimum": 1, "maximum": PAGE_MAX }),
                own => fields
                    .iter()
                    .find(|it| it.0 == own)
                    .map_or(json!({}), |it| it.1.clone()),
            };
            json!({ "name": name, "in": "query", "required": false, "schema": schema })
        })
        .collect()
}

/// The past day as whose end is answered.
fn on() -> Value {
    json!({
        "name": ON, "in": "query", "required": false,
        "description": "某一天结束时的样子，不写就是现在；还没有到的日子答 422 / as it stood at the end of a day, now if left out; a day yet to come is answered with 422",
        "schema": { "type": "string", "format": "date" },
    })
}

fn record() -> Value {
    json!({ "name": "record", "in": "path", "required": true, "schema": { "type": "string", "pattern": schema::RECORD } })
}

fn get(id: &str, summary: &str, parameters: &[Value], answer: Value, problems: &[u16]) -> Value {
    json!({
        "operationId": id, "summary": summary, "parameters": parameters,
        "responses": responses(200, answer, problems),
    })
}

/// A UUID of version 7, also in quotes; nothing, or spaces, which HTTP does not carry, name
/// nothing.
fn key_pattern() -> String {
    const KEY: &str = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    format!("^[ \\t]*({KEY}|\"{KEY}\")?[ \\t]*$")
}

fn post(system: &System, action: &Action, opens: bool, known: &Names) -> Value {
    let mut parameters = vec![json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "事件编号（UUID 第 7 版）；同一编号只办一次 / the event's id, a UUID of version 7; one id happens once",
        "schema": { "type": "string", "pattern": key_pattern() },
    })];
    if !opens {
        parameters.push(record());
    }
    let mut post = json!({
        "operationId": format!("{}.{}", system.id, action.id),
        "summary": said(&action.name),
        "parameters": parameters,
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema::body(action, known) } } },
        "responses": responses(if opens { 201 } else { 200 }, refers(system, "record"), &[400, 403, 404, 409, 413, 415, 422, 503]),
    });
    if let Some(members) = post.as_object_mut()
        && !action.help.zh.is_empty()
    {
        members.insert("description".to_owned(), said(&action.help).into());
    }
    post
}

fn responses(status: u16, answer: Value, problems: &[u16]) -> Value {
    let problem = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    let reason = |status: u16| {
        StatusCode::from_u16(status)
            .ok()
            .and_then(|it| it.canonical_reason())
            .unwrap_or("")
    };
    let mut all = Map::new();
    all.insert(status.to_string(), json!({ "description": reason(status), "content": { "application/json": { "schema": answer } } }));
    for status in problems {
        all.insert(
            status.to_string(),
            json!({ "description": reason(*status), "content": problem }),
        );
    }
    Value::Object(all)
}
