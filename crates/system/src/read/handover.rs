//! Reading where records lead: a record of another system that a person opens from one of
//! ours, with what is known filled in.

use std::mem::discriminant;
use std::sync::Arc;

use toml::de::DeTable;
use youwei_base::Bilingual;
use youwei_decision::document::{entries, entry};

use super::body::Known;
use super::compile::Wanted;
use super::feel_type::is_unread;
use super::outline::{Outline, find, section};
use super::page::{Bytes, Page, span};
use crate::declaration::{Field, FieldAt, FieldType, Handover, System};

/// Reads the handovers of a system.
pub fn read(page: &mut Page<'_>, outline: &Outline<'_, '_>, known: &Known<'_>) -> Vec<Handover> {
    let mut all = Vec::new();
    for (id, at, item) in section(page, outline.table, "handovers") {
        page.id(("转入", "handover"), id, at.clone());
        let Some(table) = page.document.table(item, id) else {
            continue;
        };
        page.only(table, &["name", "to", "action", "where", "gives"]);
        let name = page.needed_bilingual(table, "name", at.clone());
        let when = page.document.needed(table, "where", at.clone());
        let when = when.and_then(|it| known.names.compile(page, it, "where", Wanted::Truth));
        for needed in ["to", "action", "gives"] {
            page.document.needed(table, needed, at.clone());
        }
        let to = page.maybe_text(table, "to");
        let other = to.and_then(|(to, place)| known.around.system(page, &to, place));
        let Some(other) = other else {
            continue;
        };
        let action = action(page, known, other, table);
        let gives = gives(page, known, other, action.as_ref(), table);
        if let (Some(name), Some(when), Some((action, _))) = (name, when, action) {
            all.push(Handover {
                id: id.into(),
                name,
                to: other.id.clone(),
                action,
                when,
                gives,
                span: span(&at),
            });
        }
    }
    all
}

/// The action that opens a record there, with the fields that it takes in.
fn action(
    page: &mut Page<'_>,
    known: &Known<'_>,
    other: &System,
    table: &DeTable<'_>,
) -> Option<(Arc<str>, Vec<Arc<str>>)> {
    let (action, place) = page.maybe_text(table, "action")?;
    let mut outlines = known.around.outlines.iter().flatten();
    let declared = outlines.find(|it| it.system.id == other.id)?;
    let actions = entry(declared.table, "actions")?.get_ref().as_table()?;
    let tables = entries(actions).into_iter();
    let tables = tables.filter_map(|(id, _, item)| Some((id, item.get_ref().as_table()?)));
    let opening: Vec<(&str, &DeTable<'_>)> = tables
        .filter(|(_, it)| entry(it, "from").is_none())
        .collect();
    let Some((_, found)) = opening.iter().find(|(id, _)| *id == &*action) else {
        let ids = opening.iter().map(|(id, _)| *id);
        let kind = ("新开条目的动作", "action that opens a record");
        page.unknown("unknown-action", kind, &action, place, ids);
        return None;
    };
    let input = entry(found, "input").and_then(|it| it.get_ref().as_table());
    let taken = input
        .into_iter()
        .flat_map(|it| entries(it))
        .filter(|(_, _, item)| {
            let own = item.get_ref().as_table();
            own.is_some_and(|it| entry(it, "type").is_none())
        });
    let taken = taken.map(|(name, _, _)| name.into()).collect();
    Some((action, taken))
}

fn gives(
    page: &mut Page<'_>,
    known: &Known<'_>,
    other: &System,
    action: Option<&(Arc<str>, Vec<Arc<str>>)>,
    table: &DeTable<'_>,
) -> Vec<(Arc<str>, FieldAt)> {
    let table = entry(table, "gives").and_then(|it| page.document.table(it, "gives"));
    let mut gives = Vec::new();
    for (theirs, at, item) in table.map(entries).unwrap_or_default() {
        let Some(ours) = page.document.text(item, theirs) else {
            continue;
        };
        let (there, here) = (
            find(page, &other.fields, theirs, at.clone()),
            known.field(page, &ours, item.span()),
        );
        let fields = there
            .and_then(|it| other.fields.get(it))
            .zip(here.and_then(|it| known.fields.get(it)));
        let (Some((there, of)), Some(here)) = (fields, here) else {
            continue;
        };
        if let Some((action, taken)) = action
            && !taken.iter().any(|it| **it == *theirs)
        {
            let message = Bilingual::new(
                format!("“{}”的动作“{action}”不填“{theirs}”。", other.id),
                format!(
                    "the action “{action}” of “{}” does not take “{theirs}” in.",
                    other.id
                ),
            );
            let help = Bilingual::new(
                format!("它填的有 {}。", taken.join("、")),
                format!("it takes in {}.", taken.join(", ")),
            );
            page.say("handover-input", at, message, help);
        } else if fits(page, there, of, item.span()) {
            gives.push((theirs.into(), here));
        }
    }
    gives
}

/// Whether what we hold can be held there.
fn fits(page: &mut Page<'_>, there: &Field, here: &Field, at: Bytes) -> bool {
    if is_unread(&there.of) || is_unread(&here.of) {
        return false;
    }
    let holds = match (&there.of, &here.of) {
        (FieldType::Choice(theirs), FieldType::Choice(ours)) => ours
            .iter()
            .all(|it| theirs.iter().any(|other| other.key == it.key)),
        (FieldType::Link(theirs), FieldType::Link(ours)) => theirs == ours,
        (FieldType::List(_) | FieldType::Table(_) | FieldType::File { .. }, _) => false,
        (theirs, ours) => discriminant(theirs) == discriminant(ours),
    };
    if holds && !here.personal && !there.personal {
        return true;
    }
    let (ours, theirs) = (&here.name, &there.name);
    let message = Bilingual::new(
        format!("“{ours}”的内容不能转入“{theirs}”。"),
        format!("what “{ours}” holds cannot be given to “{theirs}”."),
    );
    let help = Bilingual::new(
        "两边类型要相同，选项要都有；个人信息、列表和文件不能转入，由人另填。",
        "both are of one type, with the same choices; what is personal, lists and files are not given but entered by a person.",
    );
    page.say("handover-type", at, message, help);
    false
}
