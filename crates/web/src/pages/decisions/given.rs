//! What a case's form is made of, from the declared types of the inputs; and the way
//! from its fields to values and back.

use indexmap::IndexMap;
use serde_json::Value as Json;
use youwei_base::Bilingual;
use youwei_decision::shape::{Parts, Shape};
use youwei_decision::temporal::Date;
use youwei_decision::tree::Test;
use youwei_decision::types::Type;
use youwei_decision::value::json::from_json;
use youwei_decision::value::{Missing, Name, Value};

use crate::fields::Fields;

/// What all fields of a case begin with, so that none is taken for another of the page.
pub(super) const PREFIX: &str = "i.";
/// A list that is given and empty.
pub(super) const NONE_OF_THEM: &str = "[]";
/// The most rows of a list.
pub(super) const ROWS_MAX: usize = 60;
/// Types within types deeper than this are typed in as text.
const DEPTH_MAX: usize = 6;

/// A field, or several.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Field {
    /// One of a few texts.
    Choice(Vec<String>),
    Boolean,
    Number,
    Date,
    /// Text that is read as a value of this type.
    Text(Type),
    Group(Vec<(Name, Field)>),
    Rows(Box<Field>),
}

/// What is wrong with a field.
pub(super) type Wrong = IndexMap<String, Bilingual>;

impl Field {
    /// The field of a type with its declared constraints.
    pub fn of(of: &Type, shape: Option<&Shape>) -> Field {
        made(of, shape, DEPTH_MAX)
    }

    /// The value typed in; none if nothing was.
    pub fn read(&self, key: &str, fields: &Fields, wrong: &mut Wrong) -> Option<Value> {
        let typed = fields.get(key);
        match self {
            Field::Group(parts) => {
                let values: Vec<(Name, Option<Value>)> = parts
                    .iter()
                    .map(|(name, field)| {
                        (
                            name.clone(),
                            field.read(&format!("{key}.{name}"), fields, wrong),
                        )
                    })
                    .collect();
                if values.iter().all(|(_, value)| value.is_none()) {
                    return None;
                }
                let entry = |(name, value): (Name, Option<Value>)| {
                    let missing = || Value::Unknown(Missing::one(name.clone()));
                    let value = value.unwrap_or_else(missing);
                    (name, value)
                };
                Some(Value::context(values.into_iter().map(entry).collect()))
            }
            Field::Rows(item) => {
                let rows = rows_typed(key, fields);
                let items: Vec<Value> = (0..rows)
                    .filter_map(|at| item.read(&format!("{key}.{at}"), fields, wrong))
                    .collect();
                match items.is_empty() && typed != NONE_OF_THEM {
                    true => None,
                    false => Some(Value::list(items)),
                }
            }
            _ if typed.is_empty() => None,
            Field::Choice(choices) if choices.iter().any(|it| it == typed) => {
                Some(Value::from(typed))
            }
            Field::Choice(_) => unfit(
                key,
                wrong,
                &format!("“{typed}”不在可选的几项之中，请另选一项。"),
                &format!("“{typed}” is not among the choices; choose another."),
            ),
            Field::Boolean => match typed {
                "true" => Some(Value::from(true)),
                "false" => Some(Value::from(false)),
                _ => unfit(key, wrong, "请选“是”或“否”。", "Choose yes or no."),
            },
            Field::Number => {
                let plain: String = typed
                    .chars()
                    .filter(|it| !matches!(it, ',' | '，' | ' '))
                    .collect();
                match plain.parse() {
                    Ok(number) => Some(Value::Number(number)),
                    Err(_) => unfit(
                        key,
                        wrong,
                        &format!("“{typed}”不是数，请写成 1200 或 0.5 那样。"),
                        &format!("“{typed}” is not a number; write it like 1200 or 0.5."),
                    ),
                }
            }
            Field::Date => match Date::parse(typed) {
                Ok(day) => Some(Value::Date(day)),
                Err(_) => unfit(
                    key,
                    wrong,
                    &format!("“{typed}”不是日期，请写成 2026-06-30 那样。"),
                    &format!("“{typed}” is not a day; write it like 2026-06-30."),
                ),
            },
            Field::Text(of) => match from_json(&Json::from(typed), of) {
                Ok(value) => Some(value),
                Err(sentence) => unfit(key, wrong, &sentence.zh, &sentence.en),
            },
        }
    }

    /// The fields of a value.
    pub fn write(&self, key: &str, value: &Value, out: &mut Vec<(String, String)>) {
        match (self, value) {
            (_, Value::Null(_) | Value::Unknown(_)) => {}
            (Field::Group(parts), Value::Context(entries)) => {
                for (name, field) in parts {
                    if let Some(value) = entries.get(name) {
                        field.write(&format!("{key}.{name}"), value, out);
                    }
                }
            }
            (Field::Rows(_), Value::List(items)) if items.is_empty() => {
                out.push((key.to_owned(), NONE_OF_THEM.to_owned()));
            }
            (Field::Rows(item), Value::List(items)) => {
                for (at, value) in items.iter().enumerate().take(ROWS_MAX) {
                    item.write(&format!("{key}.{at}"), value, out);
                }
            }
            (Field::Rows(item), value) => item.write(&format!("{key}.0"), value, out),
            (_, value) => out.push((key.to_owned(), value.to_string())),
        }
    }
}

/// How many rows of a list were typed in, blank ones among them counted.
pub(super) fn rows_typed(key: &str, fields: &Fields) -> usize {
    let numbers = fields.0.iter().filter_map(|(name, value)| {
        let rest = name.strip_prefix(key)?.strip_prefix('.')?;
        let number: usize = rest.split('.').next()?.parse().ok()?;
        (!value.trim().is_empty()).then_some(number + 1)
    });
    numbers.max().unwrap_or(0).min(ROWS_MAX)
}

fn unfit(key: &str, wrong: &mut Wrong, zh: &str, en: &str) -> Option<Value> {
    wrong.insert(key.to_owned(), Bilingual::new(zh, en));
    None
}

fn made(of: &Type, shape: Option<&Shape>, depth: usize) -> Field {
    if let Some(choices) = choices(shape)
        && matches!(of, Type::String)
    {
        return Field::Choice(choices);
    }
    match of {
        Type::Boolean => Field::Boolean,
        Type::Number => Field::Number,
        Type::Date => Field::Date,
        Type::List(item) if depth > 0 => {
            let inner = part(shape, |parts| match parts {
                Parts::Items(of) => Some(of),
                _ => None,
            });
            // The values allowed for a list are those of its items.
            match (choices(shape), &**item) {
                (Some(choices), Type::String) => Field::Rows(Box::new(Field::Choice(choices))),
                (_, item) => Field::Rows(Box::new(made(item, inner, depth - 1))),
            }
        }
        Type::Context(entries) if depth > 0 && !entries.is_empty() => Field::Group(
            entries
                .iter()
                .map(|(name, of)| {
                    let inner = part(shape, |parts| match parts {
                        Parts::Entries(all) => all.iter().find(|it| it.0 == *name).map(|it| &it.1),
                        _ => None,
                    });
                    (name.clone(), made(of, inner, depth - 1))
                })
                .collect(),
        ),
        other => Field::Text(other.clone()),
    }
}

/// A part of a shape, or of one that it narrows.
fn part<'a>(
    shape: Option<&'a Shape>,
    find: impl Fn(&'a Parts) -> Option<&'a std::sync::Arc<Shape>>,
) -> Option<&'a Shape> {
    let mut shape = shape?;
    loop {
        if let Some(found) = find(&shape.parts) {
            return Some(found);
        }
        match &shape.parts {
            Parts::Same(of) => shape = of,
            _ => return None,
        }
    }
}

/// The texts that a type allows, if they are enumerated.
fn choices(shape: Option<&Shape>) -> Option<Vec<String>> {
    let mut shape = shape?;
    loop {
        if let Some(allowed) = &shape.allowed
            && let Test::OneOf(values) = &allowed.test
        {
            let texts = values.iter().map(|value| match value {
                Value::String(text) => Some(text.to_string()),
                _ => None,
            });
            return texts.collect();
        }
        match &shape.parts {
            Parts::Same(of) => shape = of,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn household() -> Field {
        let member = Field::Group(vec![
            (
                "称谓".into(),
                Field::Choice(vec!["申请人".into(), "配偶".into()]),
            ),
            ("在读".into(), Field::Boolean),
            ("收入".into(), Field::Number),
            ("生日".into(), Field::Date),
        ]);
        Field::Rows(Box::new(member))
    }

    #[test]
    fn a_value_goes_to_the_form_and_comes_back() {
        let field = household();
        let query = "i.m.0.称谓=申请人&i.m.0.在读=false&i.m.0.收入=1200.50&i.m.0.生日=1990-02-28&i.m.2.称谓=配偶";
        let fields = Fields::parse(query.as_bytes());
        let mut wrong = Wrong::new();
        let value = field.read("i.m", &fields, &mut wrong).unwrap();
        assert!(wrong.is_empty(), "{wrong:?}");
        let Value::List(items) = &value else {
            panic!("{value:?}")
        };
        assert_eq!(items.len(), 2, "the blank row in between is passed over");
        let mut out = Vec::new();
        field.write("i.m", &value, &mut out);
        let again = field.read("i.m", &Fields(out), &mut wrong).unwrap();
        assert_eq!(again.to_string(), value.to_string());
    }

    #[test]
    fn what_is_not_typed_is_missing_and_an_empty_list_is_not() {
        let field = household();
        let mut wrong = Wrong::new();
        let none = field.read("i.m", &Fields::default(), &mut wrong);
        assert!(none.is_none());
        let empty = Fields::parse("i.m=[]".as_bytes());
        let empty = field.read("i.m", &empty, &mut wrong).unwrap();
        assert_eq!(empty.to_string(), "[]");
        let part = Fields::parse("i.m.0.称谓=配偶".as_bytes());
        let part = field.read("i.m", &part, &mut wrong).unwrap();
        assert!(part.to_string().contains("unknown(收入)"), "{part}");
    }

    #[test]
    fn what_does_not_fit_is_said_beside_its_field() {
        let fields =
            Fields::parse("i.m.0.收入=许多&i.m.0.生日=2026-02-30&i.m.0.在读=也许".as_bytes());
        let mut wrong = Wrong::new();
        household().read("i.m", &fields, &mut wrong);
        assert_eq!(wrong.len(), 3);
        assert!(wrong["i.m.0.收入"].zh.contains("许多"));
    }

    #[test]
    fn a_hostile_row_number_makes_no_long_form() {
        let fields = Fields::parse("i.m.4000000000.收入=1&i.m.x=2".as_bytes());
        assert_eq!(rows_typed("i.m", &fields), ROWS_MAX);
    }
}
