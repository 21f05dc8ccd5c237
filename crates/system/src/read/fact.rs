//! Reading what an action states as facts.

use toml::de::DeTable;
use youwei_base::Bilingual;
use youwei_decision::document::{Item, entry};

use super::body::Known;
use super::compile::{Names, Wanted};
use super::feel_type::is_unread;
use super::page::Page;
use crate::declaration::{FactRule, FieldAt, FieldType};

/// Reads the facts of an action.
pub fn read(
    page: &mut Page<'_>,
    known: &Known<'_>,
    names: &Names,
    table: &DeTable<'_>,
) -> Vec<FactRule> {
    let Some(item) = entry(table, "facts") else {
        return Vec::new();
    };
    let Some(items) = page.document.list(item, "facts") else {
        return Vec::new();
    };
    let facts = items.iter();
    facts
        .filter_map(|it| fact(page, known, names, it))
        .collect()
}

fn fact(
    page: &mut Page<'_>,
    known: &Known<'_>,
    names: &Names,
    item: &Item<'_>,
) -> Option<FactRule> {
    let table = page.document.table(item, "facts")?;
    page.only(
        table,
        &["metric", "value", "retract", "on", "key", "by", "when"],
    );
    // What a fact says, everybody may see; whether it is said, need not show why.
    let formula = |page: &mut Page<'_>, name: &str, wanted: Wanted<'_>, open: bool| {
        entry(table, name).map(|it| match open {
            true => names.compile_open(page, it, name, wanted),
            false => names.compile(page, it, name, wanted),
        })
    };
    let value = formula(page, "value", Wanted::Number, true);
    let on = formula(page, "on", Wanted::Day, true);
    let key = formula(page, "key", Wanted::Text, true);
    let when = formula(page, "when", Wanted::Truth, false);
    let retract = page.flag(table, "retract");
    if value.is_some() == retract {
        let message = Bilingual::new(
            "一个事实要么有 value，要么写 retract = true 收回，只能是其一。",
            "a fact has a value, or takes one back with retract = true; one of the two.",
        );
        let help = Bilingual::new(
            "例如 { metric = \"project.started\", value = \"1\" }。",
            "for example { metric = \"project.started\", value = \"1\" }.",
        );
        page.say("fact-value", item.span(), message, help);
    }
    let by = labels(page, known, table);
    page.document.needed(table, "metric", item.span());
    let metric = known.metrics.maybe(page, table, "metric");
    Some(FactRule {
        metric: metric?,
        value: value.flatten(),
        on: on.flatten(),
        key: key.flatten(),
        by,
        when: when.flatten(),
    })
}

/// The fields that become labels.
fn labels(page: &mut Page<'_>, known: &Known<'_>, table: &DeTable<'_>) -> Vec<FieldAt> {
    let mut labels = Vec::new();
    for (name, at) in page.texts(table, "by") {
        let Some(found) = known.field(page, &name, at.clone()) else {
            continue;
        };
        let Some(field) = known.fields.get(found) else {
            continue;
        };
        let fits = is_unread(&field.of)
            || !matches!(
                field.of,
                FieldType::List(_) | FieldType::Table(_) | FieldType::File { .. } | FieldType::Geo
            );
        if field.personal || !fits {
            let message = Bilingual::new(
                format!("“{name}”不能作事实的标签。"),
                format!("“{name}” cannot be a label of a fact."),
            );
            let help = Bilingual::new(
                "标签写进公开的日志：用选项、地区、单位、文字、数这样的字段，不用个人信息、列表和文件。",
                "labels stand in the log for all to see: take choices, areas, units, texts or numbers, and no personal field, list or file.",
            );
            page.say("fact-label", at, message, help);
            continue;
        }
        labels.push(found);
    }
    labels
}
