//! From the fields of a form to what somebody wishes, and from a record's values back to
//! the fields of a form.
//!
//! An input `total` is the field `f.total`; the rows of a list are `f.monthly.0`, `.1`, …,
//! the parts of a table `f.monthly.0.amount`; of a point `.lon` and `.lat`; of a file
//! `.sha256`, `.name`, `.taken`, `.at.lon` and `.at.lat`, its bytes under the bare name.

use serde_json::{Map, Value as Json};
use youwei_decision::value::Value;
use youwei_system::declaration::{Field, FieldType, Input};

use super::value::plain;
use crate::fields::Fields;
use crate::figures;
use crate::systems::Names;

/// What stands before the name of an input in a form.
pub(crate) const PREFIX: &str = "f.";

/// No list of a form has more rows.
pub(crate) const ROWS_MAX: usize = 500;

/// A list in a list in a table …: no form goes deeper.
const DEPTH_MAX: usize = 6;

/// The name in a form.
pub(crate) fn key(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// What a form gives for the inputs of an action, as decisions take it: text for what is
/// one value, lists and objects for what has parts. What was left empty is null.
pub(crate) fn given(inputs: &[Input], form: &Fields, names: &Names) -> Map<String, Json> {
    let reading = Reading { form, names };
    let inputs = inputs.iter().filter_map(|input| {
        let value = reading.one(&input.field.of, &key(&input.field.name), 0);
        // What is sealed is not shown again, so that leaving it empty does not empty it.
        let says = !(input.field.personal && value.is_null());
        says.then(|| (input.field.name.to_string(), value))
    });
    inputs.collect()
}

/// One value as typed in a cell of a sheet or of a form; null if it is empty.
pub(crate) fn typed(of: &FieldType, text: &str, names: &Names) -> Json {
    let text = text.trim();
    if text.is_empty() {
        return Json::Null;
    }
    let meant = match of {
        FieldType::Money | FieldType::Number { .. } => {
            figures::parse(text).map(|it| it.normalize().to_string())
        }
        FieldType::Unit => names.units.meant(text).map(|it| it.to_string()),
        FieldType::Area => names.areas.meant(text).map(|it| it.to_string()),
        FieldType::Person => names.people.meant(text).map(|it| it.to_string()),
        FieldType::Choice(all) => {
            let called = |it: &&youwei_system::declaration::Choice| {
                *it.key == *text || it.name.zh == text || it.name.en == text
            };
            all.iter().find(called).map(|it| it.key.to_string())
        }
        FieldType::YesNo => match text {
            "是" | "yes" | "true" => return Json::Bool(true),
            "否" | "no" | "false" => return Json::Bool(false),
            _ => None,
        },
        FieldType::Text { lines: true, .. } => Some(text.replace("\r\n", "\n")),
        _ => None,
    };
    Json::String(meant.unwrap_or_else(|| text.to_owned()))
}

struct Reading<'a> {
    form: &'a Fields,
    names: &'a Names,
}

impl Reading<'_> {
    fn one(&self, of: &FieldType, key: &str, depth: usize) -> Json {
        if depth > DEPTH_MAX {
            return Json::Null;
        }
        match of {
            FieldType::List(of) => {
                let rows = (0..rows_of(self.form, key))
                    .map(|at| self.one(of, &format!("{key}.{at}"), depth + 1));
                let rows: Vec<Json> = rows.filter(|it| !is_empty(it)).collect();
                if rows.is_empty() {
                    Json::Null
                } else {
                    Json::Array(rows)
                }
            }
            FieldType::Table(fields) => self.parts(fields.iter().map(|it: &Field| {
                (
                    &*it.name,
                    self.one(&it.of, &format!("{key}.{}", it.name), depth + 1),
                )
            })),
            FieldType::Geo => self.point(key),
            FieldType::File { .. } => {
                let hash = self.text(&format!("{key}.sha256"));
                if is_empty(&hash) {
                    return Json::Null;
                }
                self.parts([
                    ("sha256", hash),
                    ("name", self.text(&format!("{key}.name"))),
                    ("taken", self.text(&format!("{key}.taken"))),
                    ("at", self.point(&format!("{key}.at"))),
                ])
            }
            of => typed(of, self.form.given(key).unwrap_or(""), self.names),
        }
    }

    fn point(&self, key: &str) -> Json {
        let part = |name| (name, self.text(&format!("{key}.{name}")));
        self.parts([part("lon"), part("lat")])
    }

    fn text(&self, key: &str) -> Json {
        match self.form.get(key) {
            "" => Json::Null,
            text => Json::String(text.to_owned()),
        }
    }

    /// An object of the parts that were filled in; null if none was.
    fn parts<'p>(&self, parts: impl IntoIterator<Item = (&'p str, Json)>) -> Json {
        let filled = parts.into_iter().filter(|(_, value)| !is_empty(value));
        let filled: Map<String, Json> = filled
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        if filled.is_empty() {
            Json::Null
        } else {
            Json::Object(filled)
        }
    }
}

fn is_empty(value: &Json) -> bool {
    value.is_null()
}

/// How many rows of a list a form has: one more than the largest number in it.
pub(crate) fn rows_of(form: &Fields, key: &str) -> usize {
    let numbers = form.0.iter().filter_map(|(name, _)| {
        let rest = name.strip_prefix(key)?.strip_prefix('.')?;
        let number = rest.split('.').next()?;
        number.parse::<usize>().ok()
    });
    numbers
        .max()
        .map_or(0, |last| last.saturating_add(1).min(ROWS_MAX))
}

/// A value as the fields of a form; nothing for null. Units, places and people stand by
/// their names, which is how they are typed.
pub(crate) fn spread(of: &FieldType, value: &Value, key: &str, names: &Names, out: &mut Fields) {
    let mut put = |key: String, text: String| {
        if !text.is_empty() {
            out.0.push((key, text));
        }
    };
    match (of, value) {
        (_, Value::Null(_) | Value::Unknown(_)) => {}
        (FieldType::List(of), Value::List(items)) => {
            for (at, item) in items.iter().enumerate().take(ROWS_MAX) {
                spread(of, item, &format!("{key}.{at}"), names, out);
            }
        }
        (FieldType::Table(fields), Value::Context(entries)) => {
            for field in fields {
                if let Some(value) = entries.get(&field.name) {
                    spread(
                        &field.of,
                        value,
                        &format!("{key}.{}", field.name),
                        names,
                        out,
                    );
                }
            }
        }
        (FieldType::Geo, Value::Context(entries)) => {
            for part in ["lon", "lat"] {
                let text = entries.get(part).map(plain).unwrap_or_default();
                put(format!("{key}.{part}"), text);
            }
        }
        (FieldType::File { .. }, Value::Context(entries)) => {
            for part in ["sha256", "name", "taken"] {
                let text = entries.get(part).map(plain).unwrap_or_default();
                put(format!("{key}.{part}"), text);
            }
            if let Some(at) = entries.get("at") {
                spread(&FieldType::Geo, at, &format!("{key}.at"), names, out);
            }
        }
        (of, value) => {
            let id = plain(value);
            let book = match of {
                FieldType::Unit => Some(&names.units),
                FieldType::Area => Some(&names.areas),
                FieldType::Person => Some(&names.people),
                _ => None,
            };
            let name = book.and_then(|it| it.name(&id)).map(|it| it.zh.clone());
            put(key.to_owned(), name.unwrap_or(id));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use youwei_base::Bilingual;
    use youwei_decision::types::Type;
    use youwei_decision::value::json::from_json;
    use youwei_system::declaration::Choice;

    use super::*;
    use crate::pages::systems::sample::{field, input};
    use crate::systems::{Book, Named};

    fn names() -> Names {
        let named = |id: &str, zh: &str| Named {
            id: id.into(),
            name: Bilingual::new(zh, id),
            also: Vec::new(),
        };
        Names {
            units: Book::new(vec![named("wr", "市水利局")]),
            areas: Book::new(vec![named("990102", "云泽区")]),
            ..Names::default()
        }
    }

    fn inputs() -> Vec<Input> {
        let level = Choice {
            key: "city".into(),
            name: Bilingual::new("市级", "city level"),
        };
        vec![
            input("total", FieldType::Money),
            input("unit", FieldType::Unit),
            input("area", FieldType::Area),
            input("level", FieldType::Choice(vec![level])),
            input("ready", FieldType::YesNo),
            input("site", FieldType::Geo),
            input("photo", FieldType::File { photo: true }),
            input(
                "monthly",
                FieldType::List(Box::new(FieldType::Table(vec![
                    field("month", FieldType::Month),
                    field("amount", FieldType::Money),
                ]))),
            ),
        ]
    }

    #[test]
    fn a_form_becomes_what_is_wished() {
        let form = Fields::parse(
            "f.total=6.5亿&f.unit=市水利局&f.area=990102&f.level=市级&f.ready=是&f.site.lon=114.5&f.site.lat=38\
             &f.photo.sha256=ab&f.photo.name=a.jpg&f.photo.at.lon=1&f.photo.at.lat=2\
             &f.monthly.0.month=2026-03&f.monthly.0.amount=12万&f.monthly.1.month=&f.monthly.1.amount=&f.monthly.2.month=2026-04"
                .as_bytes(),
        );
        assert_eq!(
            Json::Object(given(&inputs(), &form, &names())),
            json!({
                "total": "650000000", "unit": "wr", "area": "990102", "level": "city", "ready": true,
                "site": { "lon": "114.5", "lat": "38" },
                "photo": { "sha256": "ab", "name": "a.jpg", "at": { "lon": "1", "lat": "2" } },
                "monthly": [ { "month": "2026-03", "amount": "120000" }, { "month": "2026-04" } ],
            })
        );
    }

    #[test]
    fn what_is_not_understood_is_handed_on_as_typed() {
        let form = Fields::parse("f.total=很多&f.unit=没有的局&f.level=x&f.ready=也许".as_bytes());
        let found = given(&inputs(), &form, &names());
        assert_eq!(found["total"], "很多");
        assert_eq!(found["unit"], "没有的局");
        assert_eq!(found["level"], "x");
        assert_eq!(found["ready"], "也许");
        assert_eq!(found["monthly"], Json::Null);
    }

    #[test]
    fn a_row_number_beyond_reason_is_cut() {
        let form =
            Fields::parse(b"f.monthly.99999999999.month=2026-01&f.monthly.600.month=2026-01");
        assert_eq!(rows_of(&form, "f.monthly"), ROWS_MAX);
    }

    #[test]
    fn values_go_into_a_form_and_come_back() {
        let all = json!({
            "total": "650000000", "unit": "wr", "area": "990102", "level": "city",
            "site": { "lon": "114.5", "lat": "38" },
            "photo": { "sha256": "ab", "name": "a.jpg", "taken": "2026-03-01" },
            "monthly": [ { "month": "2026-03", "amount": "120000" } ],
        });
        let mut form = Fields::default();
        for input in inputs() {
            let name = &*input.field.name;
            let value = from_json(&all[name], &Type::Any).unwrap();
            spread(&input.field.of, &value, &key(name), &names(), &mut form);
        }
        let mut back = given(&inputs(), &form, &names());
        back.retain(|_, value| !value.is_null());
        assert_eq!(Json::Object(back), all);
    }
}
