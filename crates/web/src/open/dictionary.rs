//! The dictionary of an open list for programs: CSV on the Web (W3C Recommendation of
//! 17 December 2015), which a list's address leads to (`<list>.csv-metadata.json`).
//!
//! CSVW and not a Frictionless Table Schema: it has labels in several languages, it is
//! linked data like the catalogue, and a program that knows the list alone finds it.

use serde_json::{Map, Value, json};

use super::CSVM;
use super::site::{Changed, Site};
use super::table::{Codes, Column, Kind, Rows, Table};
use crate::ask::{Answer, Ask};
use crate::kept::{Kept, answer};
use youwei_base::Bilingual;

/// Says of a column that it holds nothing of a person (W3C Data Privacy Vocabulary).
const HAS_DATA: &str = "https://w3id.org/dpv#hasData";
const NOT_PERSONAL: &str = "https://w3id.org/dpv#NonPersonalData";

/// `GET /open/{list}.csv-metadata.json`.
pub(super) fn csvw(ask: &Ask, table: Table) -> Answer {
    let site = Site::of(ask);
    let changed = Changed::of(ask, &table)?;
    let mut bytes =
        serde_json::to_vec_pretty(&metadata(&site, &table, &changed)).unwrap_or_default();
    bytes.push(b'\n');
    Ok(answer(&ask.headers, CSVM, Kept::Seconds, bytes))
}

fn metadata(site: &Site, table: &Table, changed: &Changed) -> Value {
    let mut schema = json!({
        "columns": table.columns.iter().map(|it| column(site, it)).collect::<Vec<_>>(),
        "primaryKey": table.key,
    });
    if let (Some(about), Some(members)) = (about(site, table), schema.as_object_mut()) {
        members.insert("aboutUrl".to_owned(), json!(about));
    }
    let mut whole = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "zh" }],
        "url": site.list(&table.id, "csv"),
        "dc:title": both(&table.name),
        "dc:description": both(&table.about),
        "dc:source": table.source,
        "dc:publisher": both(&site.city),
        "dialect": { "encoding": "utf-8", "delimiter": ",", "header": true, "lineTerminators": ["\r\n"] },
        "tableSchema": schema,
    });
    if let Some(members) = whole.as_object_mut() {
        if let Some(licence) = site.licence() {
            members.insert("dc:license".to_owned(), json!({ "@id": licence }));
        }
        if let Some(time) = changed.time {
            let time = json!({ "@value": time.to_string(), "@type": "xsd:dateTime" });
            members.insert("dc:modified".to_owned(), time);
        }
    }
    whole
}

/// What a line is about: the page of a record or a commitment.
fn about(site: &Site, table: &Table) -> Option<String> {
    let path = match &table.rows {
        Rows::Records(system) => format!("/systems/{}/records/{{id}}", system.id),
        Rows::Commitments => "/commitments/{id}?report={report}".to_owned(),
        Rows::Measures => "/measures/{id}".to_owned(),
        Rows::Amendments => "/commitments/{commitment}?report={report}#a{entry}".to_owned(),
        _ => return None,
    };
    Some(site.page(&path))
}

fn both(said: &Bilingual) -> Value {
    json!([{ "@value": said.zh, "@language": "zh" }, { "@value": said.en, "@language": "en" }])
}

fn column(site: &Site, it: &Column) -> Value {
    let mut of = Map::new();
    let mut say = |name: &str, value: Value| of.insert(name.to_owned(), value);
    say("name", json!(it.name));
    say("titles", json!(it.name));
    say("rdfs:label", both(&it.label));
    if !it.help.zh.is_empty() || !it.help.en.is_empty() {
        say("dc:description", both(&it.help));
    }
    say("dc:source", both(&it.source));
    say("required", json!(it.required));
    say("datatype", datatype(it));
    if it.of == Kind::Texts {
        say("separator", json!(";"));
    }
    if !it.unit.is_empty() {
        say("schema:unitText", json!(it.unit));
    }
    match &it.codes {
        Codes::None => {}
        Codes::Of(all) => {
            let terms = all.iter().map(|(code, name)| {
                json!({ "@type": "schema:DefinedTerm", "schema:termCode": code, "schema:name": both(name) })
            });
            say("schema:valueReference", terms.collect());
        }
        Codes::In(list) => {
            say("dc:references", json!({ "@id": site.list(list, "csv") }));
        }
    }
    say(HAS_DATA, json!({ "@id": NOT_PERSONAL }));
    Value::Object(of)
}

/// The type, with the words that may stand there.
fn datatype(it: &Column) -> Value {
    match &it.codes {
        Codes::Of(all) if !all.is_empty() => {
            let words: Vec<String> = all.iter().map(|(code, _)| quoted(code)).collect();
            json!({ "base": "string", "format": words.join("|") })
        }
        _ => json!(it.of.datatype()),
    }
}

/// A word as a pattern that means it alone.
fn quoted(word: &str) -> String {
    let special = |c: char| "\\^$.|?*+()[]{}".contains(c);
    let mut pattern = String::new();
    for c in word.chars() {
        if special(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
