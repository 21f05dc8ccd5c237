//! Values to the JSON of events, and back.

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use youwei_base::{Day, Told};
use youwei_decision::number::Number;
use youwei_decision::temporal::Date;
use youwei_decision::value::{Null, Value};

use crate::declaration::FieldType;

/// A value as events hold it: exact numbers as text, days as `2026-03-31`.
#[must_use]
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null(_) | Value::Unknown(_) | Value::Function(_) => Json::Null,
        Value::Boolean(it) => Json::Bool(*it),
        Value::List(items) => Json::Array(items.iter().map(to_json).collect()),
        Value::Context(entries) => {
            let entries = entries.iter();
            let pairs = entries.map(|(name, entry)| (name.to_string(), to_json(entry)));
            Json::Object(pairs.collect())
        }
        other => Json::String(other.to_string()),
    }
}

/// A value as an event holds it, of a field of this type; none if it is of another type,
/// as under an older declaration. What was taken in once is not checked again.
#[must_use]
pub fn stored(json: &Json, of: &FieldType) -> Option<Value> {
    stored_told(&Told::from(json), of)
}

/// The same of JSON that lies in the text of an entry.
pub(crate) fn stored_told(json: &Told<'_>, of: &FieldType) -> Option<Value> {
    Some(match (json, of) {
        (Told::Null, _) => Value::Null(Null::WRITTEN),
        (Told::Bool(it), FieldType::YesNo) => Value::Boolean(*it),
        (Told::Text(text), FieldType::Number { .. } | FieldType::Money) => {
            Value::Number(text.parse().ok()?)
        }
        (Told::Number(number), FieldType::Number { .. } | FieldType::Money) => {
            Value::Number(Number::try_from(number).ok()?)
        }
        (Told::Text(text), FieldType::Date) => Value::Date(date(text)?),
        (_, FieldType::Date | FieldType::YesNo) => return None,
        (Told::List(items), FieldType::List(of)) => Value::list(
            items
                .iter()
                .map(|it| stored_told(it, of))
                .collect::<Option<_>>()?,
        ),
        (Told::Table(_), FieldType::Table(fields)) => {
            let mut made: IndexMap<Arc<str>, Value> = IndexMap::with_capacity(fields.len());
            for field in fields {
                let entry = json.get(&field.name).unwrap_or(&Told::Null);
                made.insert(field.name.clone(), stored_told(entry, &field.of)?);
            }
            Value::context(made)
        }
        (Told::Table(_), FieldType::Geo) => {
            let part = |name: &str| stored_told(json.get(name)?, &FieldType::Money);
            super::compound::context([("lon", part("lon")?), ("lat", part("lat")?)])
        }
        (Told::Table(_), FieldType::File { .. }) => {
            let text = |name: &str| {
                let text = json.get(name).and_then(Told::as_str);
                text.map_or(Value::Null(Null::WRITTEN), Value::from)
            };
            let part = |name: &str, of: &FieldType| {
                let part = json.get(name).and_then(|it| stored_told(it, of));
                part.unwrap_or(Value::Null(Null::WRITTEN))
            };
            super::compound::context([
                ("sha256", text("sha256")),
                ("name", text("name")),
                ("taken", part("taken", &FieldType::Date)),
                ("at", part("at", &FieldType::Geo)),
            ])
        }
        (_, FieldType::List(_) | FieldType::Table(_) | FieldType::Geo | FieldType::File { .. }) => {
            return None;
        }
        (Told::Text(text), _) => Value::from(&**text),
        _ => return None,
    })
}

/// `2026-03-31`, the only form that events have.
pub(crate) fn day(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<i16> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0i16, |sum, digit| {
            let digit = char::from(*digit).to_digit(10)?;
            Some(sum * 10 + i16::try_from(digit).ok()?)
        })
    };
    let (month, day) = (number(5, 7)?, number(8, 10)?);
    Day::new(
        number(0, 4)?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

fn date(text: &str) -> Option<Date> {
    day(text).map(Date::from)
}

/// A number as an exact decimal; none if it needs more than 28 digits.
#[must_use]
pub fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Decimal::try_from(*number).ok(),
        _ => None,
    }
}

/// The text under which a value is the same as another one of its field: of a file the
/// hash of its bytes, of anything else the value as text. None where nothing is given.
#[must_use]
pub fn key(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::Null(_) | Value::Unknown(_) => None,
        Value::String(text) => Some(text.clone()),
        Value::Context(entries) => match entries.get("sha256") {
            Some(Value::String(digest)) => Some(digest.clone()),
            _ => Some(value.to_string().into()),
        },
        Value::Number(number) => Some(number.canonical().to_string().into()),
        other => Some(other.to_string().into()),
    }
}

/// The texts under which a value must be new: of a list, those of each item.
#[must_use]
pub fn keys(value: &Value) -> Vec<Arc<str>> {
    match value {
        Value::List(items) => items.iter().filter_map(key).collect(),
        value => key(value).into_iter().collect(),
    }
}
