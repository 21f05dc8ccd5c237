//! What is given, from JSON or the text of a form to typed values, and values to the JSON
//! of events.
//!
//! A blank text counts as not given, so that a form may leave out what it does not ask
//! for; null says that there is nothing, and empties a field.

mod codes;
mod compound;
mod days;
mod number;
mod stored;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde_json::{Map, Value as Json};
use youwei_base::{AreaCode, Bilingual};
use youwei_decision::value::{Null, Value};

use crate::declaration::{Field, FieldType};
use crate::town::{Held, Town};
use crate::wish::World;

pub(crate) use compound::ITEMS_MAX;
pub(crate) use stored::{day, stored_told};
pub use stored::{decimal, key, keys, stored, to_json};

/// What a value may have to be found in.
#[derive(Clone, Copy)]
pub struct Among<'a> {
    /// Units, places and users.
    pub town: &'a dyn Town,
    /// Records that links lead to.
    pub world: &'a dyn World,
}

/// What is wrong with an input: its name, with the way to an item inside, and a sentence.
pub type Fault = (String, Bilingual);

/// Whether something is given at all.
#[must_use]
pub fn is_given(json: &Json) -> bool {
    match json {
        Json::Null => false,
        Json::String(text) => !text.trim().is_empty(),
        _ => true,
    }
}

/// Reads what is given for a field; null if nothing is.
///
/// # Errors
/// All that is wrong with it. Whether it must be given is not asked here.
pub fn read(json: &Json, field: &Field, among: Among<'_>) -> Result<Value, Vec<Fault>> {
    let mut faults = Vec::new();
    let value = typed(json, &field.of, &field.name, among, &mut faults);
    if let (true, Value::String(text)) = (field.unheld, &value)
        && let Some(held) = among.town.held(text)
    {
        faults.push((field.name.to_string(), held_already(held)));
    }
    match faults.is_empty() {
        true => Ok(value),
        false => Err(faults),
    }
}

/// Types nest no deeper than they are declared.
fn typed(
    json: &Json,
    of: &FieldType,
    path: &str,
    among: Among<'_>,
    faults: &mut Vec<Fault>,
) -> Value {
    if !is_given(json) {
        return Value::Null(Null::WRITTEN);
    }
    let read = match of {
        FieldType::List(of) => return compound::list(json, of, path, among, faults),
        FieldType::Table(fields) => return compound::table(json, fields, path, among, faults),
        FieldType::File { photo } => compound::file(json, *photo),
        FieldType::Geo => compound::geo(json),
        of => scalar(json, of, among),
    };
    read.unwrap_or_else(|sentence| {
        faults.push((path.to_owned(), sentence));
        Value::Null(Null::WRITTEN)
    })
}

/// What is given in one cell.
fn scalar(json: &Json, of: &FieldType, among: Among<'_>) -> Result<Value, Bilingual> {
    let text = match json {
        Json::String(text) => Cow::Borrowed(text.trim()),
        Json::Number(number) => Cow::Owned(number.to_string()),
        Json::Bool(true) => Cow::Borrowed("true"),
        Json::Bool(false) => Cow::Borrowed("false"),
        _ => {
            return Err(Bilingual::new(
                "这里只填一个值，不能是列表或表格。",
                "give one value here, not a list or a table.",
            ));
        }
    };
    match of {
        FieldType::Text { lines, chars_max } => words(&text, *lines, *chars_max),
        FieldType::Number {
            min,
            max,
            decimals,
            unit,
        } => number::number(&text, (*min, *max), *decimals, unit),
        FieldType::Money => number::money(&text),
        FieldType::Date => days::date(&text),
        FieldType::Month => days::month(&text),
        FieldType::YesNo => yes_no(&text),
        FieldType::Choice(choices) => {
            let found = choices.iter().find(|it| {
                *it.key == *text || it.name.zh == text || it.name.en.eq_ignore_ascii_case(&text)
            });
            found
                .map(|it| Value::String(it.key.clone()))
                .ok_or_else(|| {
                    let zh: Vec<&str> = choices.iter().map(|it| it.name.zh.as_str()).collect();
                    let en: Vec<&str> = choices.iter().map(|it| &*it.key).collect();
                    Bilingual::new(
                        format!("没有“{text}”这一项；请从{}中选。", zh.join("、")),
                        format!(
                            "“{text}” is not one of the choices; choose from {}.",
                            en.join(", ")
                        ),
                    )
                })
        }
        FieldType::Area => area(&text, among.town),
        FieldType::Unit => match among.town.unit(&text) {
            Some(unit) => Ok(Value::String(unit.id.clone())),
            None => Err(Bilingual::new(
                format!("本市没有单位“{text}”；请从单位名单中选。"),
                format!("the city has no unit “{text}”; choose one of its units."),
            )),
        },
        FieldType::Person => match among.town.has_user(&text) {
            true => Ok(Value::from(&*text)),
            false => Err(Bilingual::new(
                format!("没有用户“{text}”；请从用户名单中选。"),
                format!("there is no user “{text}”; choose one of the users."),
            )),
        },
        FieldType::Enterprise => codes::enterprise(&text),
        FieldType::Citizen => codes::citizen(&text),
        FieldType::ProjectCode => codes::project(&text, among.town),
        FieldType::Container => codes::container(&text),
        FieldType::Link(system) => match among.world.record(system, &text) {
            Some((_, record)) => Ok(Value::String(record.id.clone())),
            None => Err(Bilingual::new(
                format!("“{system}”里没有编号为“{text}”的台账条目；请核对编号。"),
                format!("“{system}” has no record “{text}”; check the number."),
            )),
        },
        FieldType::Commitment => codes::commitment(&text, among.town),
        FieldType::DocumentNumber => codes::document(&text),
        FieldType::File { .. } | FieldType::Geo | FieldType::List(_) | FieldType::Table(_) => {
            Ok(Value::Null(Null::WRITTEN))
        }
    }
}

fn words(text: &str, lines: bool, chars_max: usize) -> Result<Value, Bilingual> {
    let text = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n")),
        false => Cow::Borrowed(text),
    };
    let chars = text.chars().count();
    if chars > chars_max {
        return Err(Bilingual::new(
            format!("最多{chars_max}个字，这里有{chars}个；请删减。"),
            format!("at most {chars_max} characters, and this has {chars}; shorten it."),
        ));
    }
    let odd = |c: char| c.is_control() && !(lines && matches!(c, '\n' | '\t'));
    if text.chars().any(odd) {
        return Err(match lines {
            true => Bilingual::new(
                "含有看不见的控制字符；请重新输入，不要粘贴。",
                "has invisible control characters in it; type it instead of pasting.",
            ),
            false => Bilingual::new(
                "只能写一行；请去掉换行和控制字符。",
                "must be one line; take out line breaks and control characters.",
            ),
        });
    }
    Ok(Value::from(&*text))
}

fn yes_no(text: &str) -> Result<Value, Bilingual> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" | "是" => Ok(Value::Boolean(true)),
        "false" | "no" | "off" | "0" | "否" => Ok(Value::Boolean(false)),
        _ => Err(Bilingual::new(
            format!("“{text}”不是“是”或“否”；请选其一。"),
            format!("“{text}” is neither yes nor no; choose one."),
        )),
    }
}

fn area(text: &str, town: &dyn Town) -> Result<Value, Bilingual> {
    let code = match text.len() == 6 && text.bytes().all(|it| it.is_ascii_digit()) {
        true => text.parse().ok().map(AreaCode),
        false => None,
    };
    match code.filter(|code| town.has_area(*code)) {
        Some(_) => Ok(Value::from(text)),
        None => Err(Bilingual::new(
            format!("本市没有代码为“{text}”的地区；请从地区名单中选。"),
            format!("the city has no place with the code “{text}”; choose one of its places."),
        )),
    }
}

/// What is said of a request for something that the city holds.
fn held_already(held: &Held) -> Bilingual {
    let (name, address) = (&held.name, &held.address);
    Bilingual::new(
        format!("“{}”已经有了，不必再要；请到 {address} 直接取用。", name.zh),
        format!(
            "“{}” is there already and not to be asked for; take it from {address}.",
            name.en
        ),
    )
}

/// What is said of a field that must be given and is not.
pub(crate) fn missing(field: &Field) -> Bilingual {
    Bilingual::new(
        format!("“{}”没有填；请填写。", field.label.zh),
        format!("“{}” is not given; fill it in.", field.label.en),
    )
}

/// A fault for each name that nothing declares.
pub(crate) fn undeclared<'a>(
    given: &Map<String, Json>,
    names: impl Iterator<Item = &'a str> + Clone,
    path: &str,
) -> Vec<Fault> {
    let unknown = given
        .keys()
        .filter(|it| !names.clone().any(|name| name == *it));
    unknown
        .map(|it| {
            let all: Vec<&str> = names.clone().collect();
            let sentence = match all.is_empty() {
                true => Bilingual::new(
                    format!("没有名为“{it}”的输入；这里不要填任何内容，请去掉。"),
                    format!("there is no input “{it}”; nothing is asked for here, leave it out."),
                ),
                false => Bilingual::new(
                    format!("没有名为“{it}”的输入；可填的有：{}。", all.join("、")),
                    format!("there is no input “{it}”; there are: {}.", all.join(", ")),
                ),
            };
            let at = match path.is_empty() {
                true => it.clone(),
                false => format!("{path}.{it}"),
            };
            (at, sentence)
        })
        .collect()
}
