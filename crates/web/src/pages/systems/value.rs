//! Values as people read them, by the type of their field.

use maud::{Markup, html};
use youwei_base::Decimal;
use youwei_decision::value::Value;
use youwei_system::declaration::{Field, FieldType};

use super::promise::Promises;
use crate::figures;
use crate::systems::Names;
use crate::words::Lang;

/// In which words values are said.
#[derive(Clone, Copy)]
pub(crate) struct Say<'a> {
    pub names: &'a Names,
    pub lang: Lang,
    /// What the reports promise; without, a commitment is said by its ids.
    pub promises: Option<Promises<'a>>,
}

impl Say<'_> {
    /// A value in one line; empty if there is none.
    pub fn text(self, of: &FieldType, value: &Value) -> String {
        match (of, value) {
            (_, Value::Null(_) | Value::Unknown(_)) => String::new(),
            (FieldType::Money, Value::Number(_)) => amount(value, "元"),
            (FieldType::Number { unit, .. }, Value::Number(_)) => amount(value, unit),
            (FieldType::YesNo, Value::Boolean(true)) => self.lang.pick("是", "yes").to_owned(),
            (FieldType::YesNo, Value::Boolean(false)) => self.lang.pick("否", "no").to_owned(),
            (FieldType::List(of), Value::List(items)) => {
                let items: Vec<String> = items.iter().map(|it| self.text(of, it)).collect();
                items.join(self.lang.pick("；", "; "))
            }
            (FieldType::Table(fields), Value::Context(entries)) => {
                let given = fields.iter().filter_map(|field| {
                    let said = self.text(&field.of, entries.get(&field.name)?);
                    let label = self.lang.of(&field.label);
                    let colon = self.lang.pick("：", ": ");
                    (!said.is_empty()).then(|| format!("{label}{colon}{said}"))
                });
                let given: Vec<String> = given.collect();
                given.join(self.lang.pick("，", ", "))
            }
            (FieldType::File { .. }, Value::Context(entries)) => {
                entries.get("name").map(plain).unwrap_or_default()
            }
            (FieldType::Geo, Value::Context(entries)) => {
                let part = |name: &str| entries.get(name).map(plain).unwrap_or_default();
                format!("{}, {}", part("lon"), part("lat"))
            }
            (FieldType::Commitment, Value::String(id)) => {
                let words = self.promises.and_then(|it| it.words(id));
                words.unwrap_or(id).to_owned()
            }
            (of, value) => {
                let id = plain(value);
                self.name(of, &id).unwrap_or(id)
            }
        }
    }

    /// The name of what an id stands for.
    pub fn name(self, of: &FieldType, id: &str) -> Option<String> {
        let name = match of {
            FieldType::Choice(all) => all.iter().find(|it| &*it.key == id).map(|it| &it.name),
            FieldType::Unit => self.names.units.name(id),
            FieldType::Area => self.names.areas.name(id),
            FieldType::Person => self.names.people.name(id),
            _ => None,
        };
        name.map(|it| self.lang.of(it).to_owned())
    }

    /// A value on a page of its own: lists as tables, links as links. `file` is the
    /// address under which a file of this hash is kept.
    pub fn show(self, of: &FieldType, value: &Value, file: &dyn Fn(&str) -> String) -> Markup {
        match (of, value) {
            (FieldType::List(of), Value::List(items)) => self.list(of, items, file),
            (FieldType::File { photo }, Value::Context(entries)) => {
                let part = |name: &str| entries.get(name).map(plain).unwrap_or_default();
                let hash = part("sha256");
                let taken = part("taken");
                let at = entries.get("at").map(|it| self.text(&FieldType::Geo, it));
                html! {
                    a href=(file(&hash)) { (part("name")) }
                    @if *photo && !taken.is_empty() { " " small { (self.lang.pick("摄于 ", "taken ")) (taken) } }
                    @if let Some(at) = at.filter(|it| *photo && !it.is_empty()) { " " small { (at) } }
                    small.hash title=(hash) { "SHA-256 " code { (hash.get(..12).unwrap_or(&hash)) } }
                }
            }
            (FieldType::Commitment, Value::String(id)) => match self.promises {
                Some(promises) => promises.show(id, self.lang),
                None => html! { (id) },
            },
            (FieldType::Link(system), Value::String(id)) => {
                html! { a href=(format!("/systems/{system}/records/{id}")) { (id) } }
            }
            (FieldType::Text { lines: true, .. }, Value::String(text)) => {
                html! { @for line in text.lines() { span.line { (line) } } }
            }
            (FieldType::Table(fields), Value::Context(entries)) => html! {
                dl.worth {
                    @for field in fields {
                        dt { (self.lang.of(&field.label)) }
                        dd { @if let Some(value) = entries.get(&field.name) { (self.show(&field.of, value, file)) } }
                    }
                }
            },
            _ => html! { (self.text(of, value)) },
        }
    }

    fn list(self, of: &FieldType, items: &[Value], file: &dyn Fn(&str) -> String) -> Markup {
        let FieldType::Table(fields) = of else {
            return html! {
                ul.items { @for item in items { li { (self.show(of, item, file)) } } }
            };
        };
        let cell = |field: &Field, item: &Value| match item {
            Value::Context(entries) => match entries.get(&field.name) {
                Some(value) => self.show(&field.of, value, file),
                None => html! {},
            },
            _ => html! {},
        };
        html! {
            div.scroll { table.rows {
                thead { tr { @for field in fields { th.n[is_amount(&field.of)] scope="col" { (self.lang.of(&field.label)) } } } }
                tbody {
                    @for item in items { tr { @for field in fields { td.n[is_amount(&field.of)] { (cell(field, item)) } } } }
                }
            } }
        }
    }
}

/// Whether values of this type stand under one another by their last digit.
pub(crate) fn is_amount(of: &FieldType) -> bool {
    matches!(of, FieldType::Money | FieldType::Number { .. })
}

/// A number with its unit, in 万 and 亿 where that is exact.
fn amount(value: &Value, unit: &str) -> String {
    let digits = plain(value);
    match digits.parse::<Decimal>() {
        Ok(number) => figures::amount(number, unit),
        Err(_) => format!("{digits}{unit}"),
    }
}

/// A value that stands for itself: the string without quotes, the digits, the day.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Null(_) | Value::Unknown(_) => String::new(),
        Value::Boolean(it) => it.to_string(),
        Value::String(it) => it.to_string(),
        Value::Number(it) => it.to_string(),
        Value::Date(it) => it.to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use indexmap::IndexMap;
    use youwei_base::Bilingual;
    use youwei_decision::temporal::Date;
    use youwei_decision::value::Why;
    use youwei_system::declaration::Choice;

    use super::*;
    use crate::pages::systems::sample;
    use crate::systems::{Book, Named};

    fn context(entries: &[(&str, Value)]) -> Value {
        let entries = entries
            .iter()
            .map(|(name, value)| (Arc::from(*name), value.clone()));
        Value::context(entries.collect::<IndexMap<_, _>>())
    }

    #[test]
    fn values_are_said_as_people_say_them() {
        let names = Names {
            units: Book::new(vec![Named {
                id: "wr".into(),
                name: Bilingual::new("市水利局", "Water Bureau"),
                also: Vec::new(),
            }]),
            ..Names::default()
        };
        let number = |text: &str| Value::Number(text.parse().unwrap());
        let level = FieldType::Choice(vec![Choice {
            key: "city".into(),
            name: Bilingual::new("市级", "city"),
        }]);
        let monthly = FieldType::List(Box::new(FieldType::Table(vec![
            sample::field("month", FieldType::Month),
            sample::field("amount", FieldType::Money),
        ])));
        let row = context(&[
            ("month", Value::string("2026-03")),
            ("amount", number("120000")),
        ]);
        let photo = context(&[
            ("sha256", Value::string("ab")),
            ("name", Value::string("a.jpg")),
        ]);
        let point = context(&[("lon", number("114.5")), ("lat", number("38"))]);
        for (of, value, zh, en) in [
            (FieldType::Money, number("650000000"), "6.5亿元", "6.5亿元"),
            (FieldType::YesNo, Value::Boolean(true), "是", "yes"),
            (
                FieldType::Date,
                Value::Date(Date::parse("2026-03-31").unwrap()),
                "2026-03-31",
                "2026-03-31",
            ),
            (
                FieldType::Unit,
                Value::string("wr"),
                "市水利局",
                "Water Bureau",
            ),
            (FieldType::Unit, Value::string("gone"), "gone", "gone"),
            (level, Value::string("city"), "市级", "city"),
            (
                monthly,
                Value::list(vec![row]),
                "month：2026-03，amount：12万元",
                "month: 2026-03, amount: 12万元",
            ),
            (FieldType::File { photo: true }, photo, "a.jpg", "a.jpg"),
            (FieldType::Geo, point, "114.5, 38", "114.5, 38"),
            (
                FieldType::Money,
                Value::null(Why::Given("total".into())),
                "",
                "",
            ),
        ] {
            for (lang, said) in [(Lang::Zh, zh), (Lang::En, en)] {
                let say = Say {
                    names: &names,
                    lang,
                    promises: None,
                };
                assert_eq!(say.text(&of, &value), said, "{of:?}");
            }
        }
    }
}
