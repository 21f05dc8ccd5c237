//! Words of a case as the values that they stand for.

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use super::line::day;
use super::run::Run;
use crate::declaration::FieldType;

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
                serde_json::from_str(text).unwrap_or_else(|_| text.into())
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
