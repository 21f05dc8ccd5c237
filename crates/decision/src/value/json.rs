//! Values from JSON and to JSON: numbers exactly, days, times and durations as text.

use std::fmt::Write;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;
use youwei_base::Bilingual;

use crate::number::Number;
use crate::temporal::{Date, DateTime, DaysDuration, Fault, MonthsDuration, Time};
use crate::types::Type;
use crate::value::{Missing, Name, Null, Value, Why, kind_zh};

/// What is wrong, and the entries and items on the way to it, the innermost first.
struct Problem {
    path: Vec<String>,
    zh: String,
    en: String,
}

/// Reads a value of this type. Days, times and durations are read from text, a number also
/// from text, so that all its digits can be given; a single item is taken for a list of
/// one and the other way round, as FEEL does. An entry that a context type has and the
/// object has not is null, because it is missing.
///
/// # Errors
/// Where the JSON is not of the type: where in it, and what should be there.
pub fn from_json(json: &Json, of: &Type) -> Result<Value, Bilingual> {
    let read = match nests_within(json, NESTING_MAX) {
        true => read(json, of),
        false => Err(problem("嵌套太深。", "nests too deep.")),
    };
    read.map_err(|problem| {
        let path: String = problem.path.into_iter().rev().collect();
        let path = path.strip_prefix('.').unwrap_or(&path);
        if path.is_empty() {
            Bilingual::new(
                format!("输入{}", problem.zh),
                format!("the input {}", problem.en),
            )
        } else {
            Bilingual::new(
                format!("输入里的“{path}”{}", problem.zh),
                format!("“{path}” in the input {}", problem.en),
            )
        }
    })
}

/// JSON that nests deeper is refused; readers of JSON as text allow no more than this.
const NESTING_MAX: u32 = 128;

fn nests_within(json: &Json, levels: u32) -> bool {
    let Some(below) = levels.checked_sub(1) else {
        return false;
    };
    match json {
        Json::Array(items) => items.iter().all(|it| nests_within(it, below)),
        Json::Object(entries) => entries.values().all(|it| nests_within(it, below)),
        _ => true,
    }
}

fn problem(zh: impl Into<String>, en: impl Into<String>) -> Problem {
    Problem {
        path: Vec::new(),
        zh: zh.into(),
        en: en.into(),
    }
}

fn faulty(fault: &Fault) -> Problem {
    let sentence = fault.sentence();
    problem(sentence.zh, sentence.en)
}

fn read(json: &Json, of: &Type) -> Result<Value, Problem> {
    match (of, json) {
        (_, Json::Null) => Ok(Value::Null(Null::WRITTEN)),
        (Type::List(item), Json::Array(items)) => list(items, item),
        (Type::List(item), other) => Ok(Value::list(vec![read(other, item)?])),
        (Type::Any, json) => untyped(json),
        (of, Json::Array(items)) if items.len() == 1 => match items.first() {
            Some(item) => read(item, of),
            None => Err(unfit(of, json)),
        },
        (Type::Boolean, Json::Bool(it)) => Ok(Value::Boolean(*it)),
        (Type::Number, Json::Number(_)) => untyped(json),
        (Type::Number, Json::String(text)) => match text.trim().parse() {
            Ok(number) => Ok(Value::Number(number)),
            Err(_) => Err(unfit(of, json)),
        },
        (Type::String, Json::String(text)) => Ok(Value::from(text.as_str())),
        (Type::Date, Json::String(text)) => {
            let date = Date::parse(text);
            date.map(Value::Date).map_err(|fault| faulty(&fault))
        }
        (Type::Time, Json::String(text)) => {
            let time = Time::parse(text);
            time.map(Value::Time).map_err(|fault| faulty(&fault))
        }
        (Type::DateTime, Json::String(text)) => {
            let moment = DateTime::parse(text).map(|it| Value::DateTime(Arc::new(it)));
            moment.map_err(|fault| faulty(&fault))
        }
        (Type::DaysDuration, Json::String(text)) => {
            let duration = DaysDuration::parse(text).map(Value::DaysDuration);
            duration.map_err(|fault| faulty(&fault))
        }
        (Type::MonthsDuration, Json::String(text)) => {
            let duration = MonthsDuration::parse(text).map(Value::MonthsDuration);
            duration.map_err(|fault| faulty(&fault))
        }
        (Type::Context(of), Json::Object(entries)) => {
            let mut made: IndexMap<Name, Value> = IndexMap::with_capacity(entries.len());
            // First those of the type, in its order, so that rows of one type look alike.
            for (name, of) in of.iter() {
                let value = match entries.get(&**name) {
                    Some(json) => read(json, of).map_err(|it| it.within(format!(".{name}")))?,
                    None => Value::null(Why::Missing(name.clone())),
                };
                made.insert(name.clone(), value);
            }
            for (name, json) in entries {
                if !made.contains_key(name.as_str()) {
                    let value = untyped(json).map_err(|it| it.within(format!(".{name}")))?;
                    made.insert(name.as_str().into(), value);
                }
            }
            nested(Value::context(made))
        }
        (of, json) => Err(unfit(of, json)),
    }
}

fn list(items: &[Json], of: &Type) -> Result<Value, Problem> {
    let mut made = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        made.push(read(item, of).map_err(|it| it.within(format!("[{}]", at + 1)))?);
    }
    nested(Value::list(made))
}

/// Lists and contexts are null if they nest too deep.
fn nested(value: Value) -> Result<Value, Problem> {
    match value {
        Value::Null(_) => Err(problem("嵌套太深。", "nests too deep.")),
        value => Ok(value),
    }
}

/// Reads a value whose type is not known: text stays text.
fn untyped(json: &Json) -> Result<Value, Problem> {
    match json {
        Json::Null => Ok(Value::Null(Null::WRITTEN)),
        Json::Bool(it) => Ok(Value::Boolean(*it)),
        Json::Number(it) => Number::try_from(it).map(Value::Number).map_err(|_| {
            problem(
                format!("是 {it}，超出数字的范围。"),
                format!("is {it}, which is beyond what numbers can be."),
            )
        }),
        Json::String(text) => Ok(Value::from(text.as_str())),
        Json::Array(items) => list(items, &Type::Any),
        Json::Object(entries) => {
            let mut made: IndexMap<Name, Value> = IndexMap::with_capacity(entries.len());
            for (name, json) in entries {
                let value = untyped(json).map_err(|it| it.within(format!(".{name}")))?;
                made.insert(name.as_str().into(), value);
            }
            nested(Value::context(made))
        }
    }
}

impl Problem {
    fn within(mut self, step: String) -> Problem {
        self.path.push(step);
        self
    }
}

fn unfit(of: &Type, json: &Json) -> Problem {
    let found = match json {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "list",
        Json::Object(_) => "context",
    };
    problem(
        format!("应为 {of}，实为{}。", kind_zh(found)),
        format!("should be {of} and is a {found}."),
    )
}

/// The value as JSON. A number that JSON readers would not give back exactly is text, as
/// are days, times and durations; ranges and functions are text as they are written; what
/// was not given is an object that names it: `{"unknown": ["income"]}`.
#[must_use]
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null(_) => Json::Null,
        Value::Unknown(missing) => unknown(missing),
        Value::Boolean(it) => Json::Bool(*it),
        Value::Number(it) => it
            .to_json()
            .map_or_else(|| Json::String(it.to_string()), Json::Number),
        Value::List(items) => Json::Array(items.iter().map(to_json).collect()),
        Value::Context(entries) => {
            let entries = entries.iter();
            let pairs = entries.map(|(name, entry)| (name.to_string(), to_json(entry)));
            Json::Object(pairs.collect())
        }
        other => Json::String(other.to_string()),
    }
}

fn unknown(missing: &Missing) -> Json {
    let names = missing.0.iter().map(|name| Json::from(&**name)).collect();
    Json::Object(
        [("unknown".to_owned(), Json::Array(names))]
            .into_iter()
            .collect(),
    )
}

/// The value as the text of JSON, on one line: as [`to_json`], but contexts in their order
/// and every number as a number with all its digits.
#[must_use]
pub fn to_json_text(value: &Value) -> String {
    let mut text = String::new();
    write_json(value, &mut text);
    text
}

fn write_json(value: &Value, out: &mut String) {
    match value {
        Value::Number(it) => {
            // Writing to a string does not fail.
            let _ = write!(out, "{it}");
        }
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                write_json(item, out);
            }
            out.push(']');
        }
        Value::Context(entries) => {
            out.push('{');
            for (at, (name, entry)) in entries.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                out.push_str(&Json::from(&**name).to_string());
                out.push(':');
                write_json(entry, out);
            }
            out.push('}');
        }
        other => out.push_str(&to_json(other).to_string()),
    }
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
