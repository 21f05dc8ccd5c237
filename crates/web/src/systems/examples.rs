//! The example cases of a system, for its pages.

use serde::Deserialize;
use serde_json::{Map, Value as Json};
use youwei_base::Bilingual;

/// An example.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Example {
    pub name: Bilingual,
    /// The file of its model.
    pub model: String,
    /// The decision that it asks for.
    pub decision: String,
    /// Its day.
    pub on: Option<String>,
    pub input: Map<String, Json>,
    /// Where its answer is from.
    pub source: String,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: Name,
    model: String,
    decision: String,
    on: Option<toml::value::Datetime>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    input: toml::Table,
}

#[derive(Deserialize)]
struct Name {
    zh: String,
    en: String,
}

/// Reads them.
///
/// # Errors
/// What is wrong with the file.
pub(super) fn read(text: &str) -> Result<Vec<Example>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let example = |case: Case| Example {
        name: Bilingual::new(case.name.zh, case.name.en),
        model: case.model,
        decision: case.decision,
        on: case.on.map(|it| it.to_string()),
        input: case.input.into_iter().map(|(name, it)| (name, json(it))).collect(),
        source: case.source,
    };
    Ok(file.case.into_iter().map(example).collect())
}

fn json(value: toml::Value) -> Json {
    match value {
        toml::Value::String(it) => Json::from(it),
        toml::Value::Integer(it) => Json::from(it),
        toml::Value::Float(it) => Json::from(it),
        toml::Value::Boolean(it) => Json::from(it),
        toml::Value::Datetime(it) => Json::from(it.to_string()),
        toml::Value::Array(items) => Json::Array(items.into_iter().map(json).collect()),
        toml::Value::Table(entries) => {
            Json::Object(entries.into_iter().map(|(name, it)| (name, json(it))).collect())
        }
    }
}
