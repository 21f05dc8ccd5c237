//! Words of a case as the values that they stand for.

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use youwei_base::ids::container;

use super::line::day;
use super::run::Run;
use crate::declaration::FieldType;
use crate::input::ITEMS_MAX;

/// What words may stand for something else than themselves in.
pub struct Words<'r, 'a> {
    run: &'r Run<'a>,
}

impl<'r, 'a> Words<'r, 'a> {
    /// Those of a running case.
    pub fn of(run: &'r Run<'a>) -> Words<'r, 'a> {
        Words { run }
    }

    /// What is given for a field of this type, as a form would hand it in: units and
    /// places by name, records by what the case calls them, files by a name that stands
    /// for their bytes. 空 is nothing.
    pub fn json(&self, of: &FieldType, text: &str) -> Json {
        if matches!(text, "空" | "无" | "null") {
            return Json::Null;
        }
        let city = self.run.setting.city;
        match of {
            FieldType::Unit => {
                let unit = city.unit(text).or_else(|| city.unit_named(text));
                unit.map_or_else(|| text.into(), |it| it.id.to_string().into())
            }
            FieldType::Area => {
                let place = city.place_named(text);
                place.map_or_else(|| text.into(), |it| format!("{:06}", it.code.0).into())
            }
            FieldType::Person => {
                let mut users = city.users.iter();
                let user = users.find(|it| *it.name == *text);
                user.map_or_else(|| text.into(), |it| it.id.to_string().into())
            }
            FieldType::Link(_) => {
                let record = self.run.called.get(text);
                record.map_or_else(|| text.into(), |(_, id)| id.to_string().into())
            }
            FieldType::File { .. } => file(text),
            FieldType::List(_) | FieldType::Table(_) => {
                many(of, text).unwrap_or_else(|| text.into())
            }
            _ => text.into(),
        }
    }
}

/// A file as 照片一 2026-03-19 114.5,38.0: name, day and place, the last two of
/// photographs. Its bytes are taken to be its name, so that the same name is the same file.
fn file(text: &str) -> Json {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or("");
    let digest = Sha256::digest(name.as_bytes());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = Map::new();
    file.insert("sha256".to_owned(), digest.into());
    file.insert("name".to_owned(), name.into());
    for word in words {
        let point = word.split_once([',', '，']);
        match (day(word), point) {
            (Some(_), _) => file.insert("taken".to_owned(), word.into()),
            (_, Some((lon, lat))) => file.insert("at".to_owned(), json!({"lon": lon, "lat": lat})),
            _ => None,
        };
    }
    Json::Object(file)
}

/// A list of tables as in JSON, or one item after the other, each as often as stands before
/// it: 38×{"number": "YZLU2000014"} {"number": "YZLU3000019"}. Numbers of containers count on from
/// the one that is written, each with its own check digit.
fn many(of: &FieldType, text: &str) -> Option<Json> {
    if let Ok(json) = serde_json::from_str(text) {
        return Some(json);
    }
    let FieldType::List(of) = of else {
        return None;
    };
    let mut items = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (times, after) = match rest.starts_with('{') {
            true => (1, rest),
            false => {
                let (times, after) = rest.split_once(['×', '*'])?;
                (times.trim().parse::<u32>().ok()?, after)
            }
        };
        let mut stream = serde_json::Deserializer::from_str(after).into_iter::<Json>();
        let item = stream.next()?.ok()?;
        rest = after.get(stream.byte_offset()..)?.trim_start();
        if items.len() + times as usize > ITEMS_MAX {
            return None;
        }
        items.extend((0..times).map(|nth| counted_on(of, &item, nth)));
    }
    Some(Json::Array(items))
}

/// An item, with the numbers of containers in it counted on.
fn counted_on(of: &FieldType, item: &Json, nth: u32) -> Json {
    let (FieldType::Table(fields), Json::Object(entries)) = (of, item) else {
        return item.clone();
    };
    let mut entries = entries.clone();
    for field in fields {
        if let (FieldType::Container, Some(Json::String(first))) =
            (&field.of, entries.get(&*field.name))
            && let Some(number) = container::after(first, nth)
        {
            entries.insert(field.name.to_string(), number.into());
        }
    }
    Json::Object(entries)
}
