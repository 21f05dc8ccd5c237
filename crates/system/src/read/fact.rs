//! Reading what an action states as facts, and where a person's data would become public.

use toml::de::DeTable;
use youwei_base::Bilingual;
use youwei_decision::document::{Item, entry};

use super::body::Known;
use super::compile::{Names, Wanted};
use super::page::{Page, bytes};
use crate::declaration::{Action, FactRule, FieldAt, FieldType, System};
use crate::formula::{Formula, Held};

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
    let formula = |page: &mut Page<'_>, name: &str, wanted: Wanted<'_>| {
        entry(table, name).map(|it| names.compile(page, it, name, wanted))
    };
    let value = formula(page, "value", Wanted::Number);
    let on = formula(page, "on", Wanted::Day);
    let key = formula(page, "key", Wanted::Text);
    let when = formula(page, "when", Wanted::Truth);
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
        let fits = !matches!(
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

/// Says where a personal input would come into a field or a fact that is not sealed.
pub fn leaks(page: &mut Page<'_>, system: &System) {
    let layout = system.layout();
    for action in &system.actions {
        let open = |at: &FieldAt| system.fields.get(*at).is_some_and(|it| !it.personal);
        let changes = action.set.iter().chain(&action.add);
        let changes = changes
            .filter(|(at, _)| open(at))
            .map(|(_, formula)| formula);
        let facts = action.facts.iter();
        let facts = facts.flat_map(|it| [&it.value, &it.on, &it.key]).flatten();
        for formula in changes.chain(facts) {
            let personal = personal(formula, action, layout);
            if let Some(name) = personal {
                let message = Bilingual::new(
                    format!(
                        "动作“{}”把个人信息“{name}”写进了不封存的地方：{}",
                        action.id, formula.text
                    ),
                    format!(
                        "the action “{}” writes the personal “{name}” where nothing is sealed: {}",
                        action.id, formula.text
                    ),
                );
                let help = Bilingual::new(
                    "目标字段也写 personal = true，或不用这个输入。",
                    "make the field personal = true as well, or leave that input out.",
                );
                page.say("personal-leak", bytes(action.span), message, help);
            }
        }
    }
}

fn personal<'a>(
    formula: &Formula,
    action: &'a Action,
    layout: crate::formula::Layout,
) -> Option<&'a str> {
    let inputs = formula
        .needs
        .iter()
        .filter_map(|slot| match layout.held(*slot) {
            Held::Input(at) => action.input.get(at),
            _ => None,
        });
    let mut personal = inputs.filter(|it| it.field.personal);
    personal.next().map(|it| &*it.field.name)
}
