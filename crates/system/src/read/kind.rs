//! Reading the type of a field.

use std::sync::Arc;

use toml::de::DeTable;
use youwei_base::{Bilingual, Decimal};
use youwei_decision::document::{self, Item, entry};

use super::field::{self, Where};
use super::page::{Bytes, Page};
use crate::declaration::{Choice, Field, FieldType};

/// The words for types.
const KINDS: [&str; 21] = [
    "text",
    "number",
    "money",
    "date",
    "month",
    "yes-no",
    "choice",
    "area",
    "unit",
    "person",
    "enterprise",
    "citizen",
    "project-code",
    "container",
    "file",
    "photo",
    "geo",
    "link",
    "commitment",
    "document-number",
    "list",
];
/// The most characters of a line, where nothing else is said.
const LINE_MAX: usize = 200;
/// The most characters of a text of many lines, where nothing else is said.
const LINES_MAX: usize = 5_000;
/// The most characters that may be declared.
const CHARS_MAX: u64 = 100_000;
/// Lists in lists.
const DEPTH_MAX: usize = 3;

/// A system that a field links to, with its place.
pub type Link = (Arc<str>, Bytes);

/// The entries that belong to the type that is written.
pub fn entries(table: &DeTable<'_>) -> &'static [&'static str] {
    let kind = entry(table, "type").and_then(|it| it.get_ref().as_str());
    match kind.unwrap_or("") {
        "text" => &["lines", "max", "unheld"],
        "number" => &["min", "max", "decimals", "unit"],
        "choice" | "list" => &["of"],
        "link" => &["to"],
        _ => &[],
    }
}

/// Reads the type of a field from its table.
pub fn read(
    page: &mut Page<'_>,
    table: &DeTable<'_>,
    at: Bytes,
    links: &mut Vec<Link>,
) -> Option<FieldType> {
    within(page, table, at, links, 0)
}

fn within(
    page: &mut Page<'_>,
    table: &DeTable<'_>,
    at: Bytes,
    links: &mut Vec<Link>,
    depth: usize,
) -> Option<FieldType> {
    let item = page.document.needed(table, "type", at.clone())?;
    let kind = page.document.text(item, "type")?;
    Some(match &*kind {
        "text" => {
            let lines = page.flag(table, "lines");
            let max = page.maybe_count(table, "max", CHARS_MAX);
            let max = max.and_then(|it| usize::try_from(it).ok());
            FieldType::Text {
                lines,
                chars_max: max.unwrap_or(if lines { LINES_MAX } else { LINE_MAX }),
            }
        }
        "number" => number(page, table),
        "money" => FieldType::Money,
        "date" => FieldType::Date,
        "month" => FieldType::Month,
        "yes-no" => FieldType::YesNo,
        "choice" => FieldType::Choice(choices(page, table, at)?),
        "area" => FieldType::Area,
        "unit" => FieldType::Unit,
        "person" => FieldType::Person,
        "enterprise" => FieldType::Enterprise,
        "citizen" => FieldType::Citizen,
        "project-code" => FieldType::ProjectCode,
        "container" => FieldType::Container,
        "file" => FieldType::File { photo: false },
        "photo" => FieldType::File { photo: true },
        "geo" => FieldType::Geo,
        "link" => {
            let to = page.document.needed(table, "to", at)?;
            let id = page.document.text(to, "to")?;
            links.push((id.clone(), to.span()));
            FieldType::Link(id)
        }
        "commitment" => FieldType::Commitment,
        "document-number" => FieldType::DocumentNumber,
        "list" => {
            let of = page.document.needed(table, "of", at)?;
            FieldType::List(Box::new(item_of(page, of, links, depth + 1)?))
        }
        other => {
            page.unknown("unknown-type", ("类型", "type"), other, item.span(), KINDS);
            return None;
        }
    })
}

fn number(page: &mut Page<'_>, table: &DeTable<'_>) -> FieldType {
    let min = bound(page, table, "min");
    let max = bound(page, table, "max");
    if let (Some((least, _)), Some((most, at))) = (&min, &max)
        && least > most
    {
        let message = Bilingual::new(
            format!("max（{most}）比 min（{least}）小，没有数能填。"),
            format!("max ({most}) is less than min ({least}); no number fits."),
        );
        let help = Bilingual::new(
            "把两个数换过来，或删去一个。",
            "swap them, or take one away.",
        );
        page.say("bounds", at.clone(), message, help);
    }
    let decimals = page.maybe_count(table, "decimals", 28);
    let unit = page.maybe_text(table, "unit");
    FieldType::Number {
        min: min.map(|it| it.0),
        max: max.map(|it| it.0),
        decimals: decimals.and_then(|it| u32::try_from(it).ok()),
        unit: unit.map_or_else(|| "".into(), |it| it.0),
    }
}

fn bound(page: &mut Page<'_>, table: &DeTable<'_>, name: &str) -> Option<(Decimal, Bytes)> {
    let item = entry(table, name)?;
    let number = document::number(item.get_ref());
    match number.and_then(|it| Decimal::try_from(it).ok()) {
        Some(number) => Some((number, item.span())),
        None => page.document.unfit(item, name, ("数", "a number")),
    }
}

fn choices(page: &mut Page<'_>, table: &DeTable<'_>, at: Bytes) -> Option<Vec<Choice>> {
    let item = page.document.needed(table, "of", at)?;
    let items = page.document.list(item, "of")?;
    let mut all: Vec<Choice> = Vec::new();
    for item in items {
        let Some(table) = page.document.table(item, "of") else {
            continue;
        };
        page.only(table, &["key", "zh", "en"]);
        let key = page.needed_text(table, "key", item.span());
        let zh = page.needed_text(table, "zh", item.span());
        let en = page.needed_text(table, "en", item.span());
        let (Some(key), Some(zh), Some(en)) = (key, zh, en) else {
            continue;
        };
        if all.iter().any(|it| it.key == key) {
            page.twice(&key, item.span());
            continue;
        }
        page.id(("选项", "choice"), &key, item.span());
        all.push(Choice {
            key,
            name: Bilingual::new(&*zh, &*en),
        });
    }
    if items.len() < 2 {
        let message = Bilingual::new(
            "只有一项，没有什么可选。",
            "with fewer than two there is nothing to choose.",
        );
        let help = Bilingual::new(
            "写上各选项：of = [ { key = \"city\", zh = \"市级\", en = \"city\" }, … ]。",
            "write the choices: of = [ { key = \"city\", zh = \"市级\", en = \"city\" }, … ].",
        );
        page.say("choices", item.span(), message, help);
    }
    Some(all)
}

/// What a list is of: a type, or a table of fields.
fn item_of(
    page: &mut Page<'_>,
    item: &Item<'_>,
    links: &mut Vec<Link>,
    depth: usize,
) -> Option<FieldType> {
    let table = page.document.table(item, "of")?;
    if depth > DEPTH_MAX {
        let message = Bilingual::new("列表套列表太深。", "lists stand too deep in lists.");
        let help = Bilingual::new(
            "把里层的列表做成另一个系统，用 link 连起来。",
            "make the inner list a system of its own and link to it.",
        );
        page.say("depth", item.span(), message, help);
        return None;
    }
    if entry(table, "type").is_some_and(|it| it.get_ref().as_str().is_some()) {
        let mut known = vec!["type"];
        known.extend(entries(table));
        page.only(table, &known);
        return within(page, table, item.span(), links, depth);
    }
    let mut fields: Vec<Field> = Vec::new();
    for (name, at, item) in document::entries(table) {
        // A table in a list in a table is not a form that anybody fills in.
        if let Some(drafted) = field::read(page, name, at, item, Where::Table) {
            links.extend(drafted.links);
            fields.push(drafted.field);
        }
    }
    if table.is_empty() {
        let message = Bilingual::new("这里一项也没有。", "there is nothing here.");
        let help = Bilingual::new(
            "写上一项的字段：of = { month = { type = \"month\" }, amount = { type = \"money\" } }。",
            "write the fields of an item: of = { month = { type = \"month\" }, amount = { type = \"money\" } }.",
        );
        page.say("empty", item.span(), message, help);
    }
    Some(FieldType::Table(fields))
}
