//! Reading what an action changes, and what has to be shown for it.

use std::sync::Arc;

use toml::de::DeTable;
use youwei_base::Bilingual;
use youwei_decision::document::{Item, entries, entry};

use super::action::computed;
use super::body::Known;
use super::compile::{Names, Wanted};
use super::feel_type::is_unread;
use super::field::given_number;
use super::page::{Bytes, Page};
use crate::declaration::{Evidence, FieldAt, FieldType, Input};
use crate::formula::Formula;

/// The word of an official number is no longer, in characters.
const WORD_MAX: usize = 12;

/// The sources of evidence of which each must have said something.
pub fn evidence(
    page: &mut Page<'_>,
    known: &Known<'_>,
    inputs: &[Input],
    table: &DeTable<'_>,
) -> Vec<Evidence> {
    let mut all: Vec<Evidence> = Vec::new();
    let mut named: Vec<Arc<str>> = Vec::new();
    let Some(item) = entry(table, "evidence") else {
        return all;
    };
    let Some(items) = page.document.list(item, "evidence") else {
        return all;
    };
    for item in items {
        let Some(table) = page.document.table(item, "evidence") else {
            continue;
        };
        page.only(table, &["name", "any"]);
        let name = page.needed_bilingual(table, "name", item.span());
        page.document.needed(table, "any", item.span());
        let (mut given, mut held) = (Vec::new(), Vec::new());
        for (of, at) in page.texts(table, "any") {
            let input = inputs.iter().position(|it| *it.field.name == *of);
            let field = known.fields.iter().position(|it| *it.name == *of);
            if input.is_none() && field.is_none() {
                let names = inputs.iter().map(|it| &*it.field.name);
                let names = names.chain(known.fields.iter().map(|it| &*it.name));
                page.unknown(
                    "unknown-evidence",
                    ("输入或字段", "input or field"),
                    &of,
                    at,
                    names,
                );
            } else if named.contains(&of) {
                let message = Bilingual::new(
                    format!("“{of}”已经算在另一项凭证里；一份凭证不能作两个来源。"),
                    format!(
                        "“{of}” is counted for another source already; one thing cannot be two sources."
                    ),
                );
                let help =
                    Bilingual::new("另取一个独立的来源。", "take another, independent source.");
                page.say("evidence-twice", at, message, help);
            }
            given.extend(input);
            held.extend(field);
            named.push(of);
        }
        all.extend(name.map(|name| Evidence {
            name,
            inputs: given,
            fields: held,
        }));
    }
    all
}

/// The entries of `set` or `add`: a field and a formula.
fn changes<'a, 't>(
    page: &mut Page<'_>,
    known: &Known<'_>,
    table: &'a DeTable<'t>,
    name: &str,
) -> Vec<(FieldAt, Bytes, &'a Item<'t>)> {
    let mut all = Vec::new();
    let Some(item) = entry(table, name) else {
        return all;
    };
    let Some(table) = page.document.table(item, name) else {
        return all;
    };
    for (field, at, item) in entries(table) {
        let Some(found) = known.field(page, field, at.clone()) else {
            continue;
        };
        if known.is_computed(found) {
            computed(page, field, at);
        } else {
            all.push((found, at, item));
        }
    }
    all
}

/// What it sets.
pub fn sets(
    page: &mut Page<'_>,
    known: &Known<'_>,
    inputs: &[Input],
    names: &Names,
    table: &DeTable<'_>,
) -> Vec<(FieldAt, Formula)> {
    let mut sets = Vec::new();
    for (at, place, item) in changes(page, known, table, "set") {
        let Some(field) = known.fields.get(at) else {
            continue;
        };
        if inputs.iter().any(|it| it.sets == Some(at)) {
            let name = &field.name;
            let message = Bilingual::new(
                format!("“{name}”由同名的输入填写，又在 set 里赋值。"),
                format!("“{name}” is filled by the input of that name and set as well."),
            );
            let help = Bilingual::new("留下一处。", "keep one of them.");
            page.say("set-twice", place.clone(), message, help);
        }
        if matches!(field.of, FieldType::DocumentNumber) {
            given_number(page, &field.name, place);
            continue;
        }
        let wanted = Wanted::Held(&field.of);
        let formula = match field.personal {
            true => names.compile(page, item, &field.name, wanted),
            false => names.compile_open(page, item, &field.name, wanted),
        };
        sets.extend(formula.map(|it| (at, it)));
    }
    sets
}

/// The official numbers that it gives: the field and the word of the series.
pub fn numbers(
    page: &mut Page<'_>,
    known: &Known<'_>,
    table: &DeTable<'_>,
) -> Vec<(FieldAt, Arc<str>)> {
    let mut numbers = Vec::new();
    for (at, place, item) in changes(page, known, table, "numbers") {
        let Some(field) = known.fields.get(at) else {
            continue;
        };
        let Some(word) = page.document.text(item, &field.name) else {
            continue;
        };
        let numbered = matches!(field.of, FieldType::DocumentNumber);
        let fine = !word.is_empty()
            && word.chars().count() <= WORD_MAX
            && !word.contains(|it: char| it.is_ascii_digit() || "〔〕号/ ".contains(it));
        if !numbered && !is_unread(&field.of) {
            let name = &field.name;
            let message = Bilingual::new(
                format!("“{name}”不是发文字号，不能编号。"),
                format!("“{name}” is no official number; none can be given to it."),
            );
            let help = Bilingual::new(
                "把字段的类型改成 document-number。",
                "make the field of type document-number.",
            );
            page.say("number-field", place, message, help);
        } else if !fine {
            page.document.unfit::<()>(
                item,
                &field.name,
                (
                    "不带数字和括号的字，如 督办",
                    "a word without digits and brackets, such as 督办",
                ),
            );
        } else {
            numbers.push((at, word));
        }
    }
    numbers
}

/// What it adds to lists.
pub fn adds(
    page: &mut Page<'_>,
    known: &Known<'_>,
    names: &Names,
    table: &DeTable<'_>,
) -> Vec<(FieldAt, Formula)> {
    let mut adds = Vec::new();
    for (at, place, item) in changes(page, known, table, "add") {
        let Some(field) = known.fields.get(at) else {
            continue;
        };
        let FieldType::List(of) = &field.of else {
            if is_unread(&field.of) {
                continue;
            }
            let name = &field.name;
            let message = Bilingual::new(
                format!("“{name}”不是列表，不能往里添。"),
                format!("“{name}” is no list; nothing can be added to it."),
            );
            let help = Bilingual::new(
                "用 set 改它的值，或把字段的类型改成 list。",
                "change its value with set, or make the field a list.",
            );
            page.say("add-list", place, message, help);
            continue;
        };
        let wanted = Wanted::Held(of);
        let formula = match field.personal {
            true => names.compile(page, item, &field.name, wanted),
            false => names.compile_open(page, item, &field.name, wanted),
        };
        adds.extend(formula.map(|it| (at, it)));
    }
    adds
}
