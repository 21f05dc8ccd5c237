//! Reading a file of worked cases.

use std::ops::Range;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use toml::de::{DeTable, DeValue};
use youwei_base::Bilingual;

use crate::cases::{Expected, WorkedCase};
use crate::diagnostic::Diagnostic;
use crate::document::{self, Document, Item};
use crate::feel::names::normal_name;
use crate::parameters::feel;

const ENTRIES: [&str; 10] = [
    "name",
    "model",
    "decision",
    "on",
    "input",
    "expected",
    "expected_feel",
    "expected_unknown",
    "source",
    "why",
];

pub(super) fn read(text: &str, file: &str) -> Result<Vec<WorkedCase>, Vec<Diagnostic>> {
    let (mut document, table) = Document::read(text, file);
    if !document.faults.is_empty() {
        return Err(document.faults);
    }
    document.only(&table, &["case"]);
    let mut all = Vec::new();
    if let Some(cases) = document.needed(&table, "case", 0..0)
        && let Some(cases) = document.list(cases, "case")
    {
        for item in cases {
            all.extend(case(&mut document, item));
        }
    }
    document.done(all)
}

fn case(document: &mut Document<'_>, item: &Item<'_>) -> Option<WorkedCase> {
    let table = document.table(item, "case")?;
    document.only(table, &ENTRIES);
    let name = document.needed(table, "name", item.span());
    let name = name.and_then(|it| document.bilingual(it, "name"));
    let mut word = |name: &str| {
        let found = document.needed(table, name, item.span());
        found.and_then(|it| document.text(it, name))
    };
    let (model, decision, source) = (word("model"), word("decision"), word("source"));
    let on = document::entry(table, "on").map(|it| document.day(it, "on"));
    let why = document::entry(table, "why").map(|it| document.text(it, "why"));
    let input = match document::entry(table, "input") {
        Some(it) => document.table(it, "input").map(|it| object(document, it)),
        None => Some(Map::new()),
    };
    let expected = expected(document, table, item.span());
    Some(WorkedCase {
        name: name?,
        model: model?,
        decision: normal_name(&decision?),
        // An entry that is there and wrong has been said.
        on: on.flatten(),
        input: input?,
        expected: expected?,
        source: source?,
        why: why.flatten(),
        place: document.place(item.span()),
    })
}

fn expected(
    document: &mut Document<'_>,
    table: &DeTable<'_>,
    span: Range<usize>,
) -> Option<Expected> {
    let ways = ["expected", "expected_feel", "expected_unknown"];
    let mut found = ways
        .into_iter()
        .filter_map(|way| Some((way, document::entry(table, way)?)));
    let (Some((way, item)), None) = (found.next(), found.next()) else {
        document.wrong(
            "one-expected",
            span,
            Bilingual::new(
                "expected、expected_feel、expected_unknown 应当写且只写一个。",
                "one of expected, expected_feel and expected_unknown has to be written, and only one.",
            ),
            Bilingual::new(
                "值写作 expected = …；null 之类写作 expected_feel = \"null\"；缺了输入而说不准的，写作 expected_unknown = [\"输入\"]。",
                "write a value as expected = …, null and the like as expected_feel = \"null\", and what cannot be said for want of inputs as expected_unknown = [\"input\"].",
            ),
        );
        return None;
    };
    match way {
        "expected" => Some(Expected::Json(json(document, item))),
        "expected_feel" => {
            let text = document.text(item, way)?;
            let value =
                feel(&text).map_err(|it| document.wrong("feel", item.span(), it.message, it.help));
            value.ok().map(Expected::Value)
        }
        _ => {
            let items = document.list(item, way)?;
            let names = items.iter().map(|it| document.text(it, way));
            let names: Option<Vec<Arc<str>>> = names.collect();
            let names = names?.iter().map(|it| normal_name(it)).collect();
            Some(Expected::Unknown(names))
        }
    }
}

fn object(document: &mut Document<'_>, table: &DeTable<'_>) -> Map<String, Json> {
    let entries = document::entries(table).into_iter();
    entries
        .map(|(name, _, item)| (name.to_owned(), json(document, item)))
        .collect()
}

/// A value as JSON; days are text, and so is a number that JSON would not keep exactly.
/// TOML itself bounds how deep values nest.
fn json(document: &mut Document<'_>, item: &Item<'_>) -> Json {
    match item.get_ref() {
        DeValue::String(text) => Json::from(&**text),
        DeValue::Boolean(it) => Json::Bool(*it),
        DeValue::Datetime(it) => Json::from(it.to_string()),
        DeValue::Array(items) => items.iter().map(|it| json(document, it)).collect(),
        DeValue::Table(table) => Json::Object(object(document, table)),
        number @ (DeValue::Integer(_) | DeValue::Float(_)) => match document::number(number) {
            Some(number) => number
                .to_json()
                .map_or_else(|| Json::from(number.to_string()), Json::Number),
            None => {
                document.unfit::<()>(item, "case", ("有限的数", "a finite number"));
                Json::Null
            }
        },
    }
}
