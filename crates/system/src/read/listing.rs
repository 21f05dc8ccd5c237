//! Reading the lists that people meet over, and what is proposed from the report.

use youwei_base::Bilingual;
use youwei_decision::document::entry;

use super::body::Known;
use super::compile::Wanted;
use super::feel_type::is_unread;
use super::outline::{Outline, section};
use super::page::{Page, span};
use crate::declaration::{FieldType, ListRule, Proposals};

/// Reads the lists of a system.
pub fn lists(page: &mut Page<'_>, outline: &Outline<'_, '_>, known: &Known<'_>) -> Vec<ListRule> {
    let mut lists = Vec::new();
    for (id, at, item) in section(page, outline.table, "lists") {
        page.id(("清单", "list"), id, at.clone());
        let Some(table) = page.document.table(item, id) else {
            continue;
        };
        page.only(table, &["name", "where", "columns"]);
        let name = page.needed_bilingual(table, "name", at.clone());
        let when = page.document.needed(table, "where", at.clone());
        let when = when.and_then(|it| known.names.compile(page, it, "where", Wanted::Truth));
        let columns = page.texts(table, "columns").into_iter();
        let columns = columns.filter_map(|(name, at)| known.field(page, &name, at));
        let columns = columns.collect();
        if let (Some(name), Some(when)) = (name, when) {
            lists.push(ListRule {
                id: id.into(),
                name,
                when,
                columns,
                span: span(&at),
            });
        }
    }
    lists
}

/// Reads what is proposed from the report.
pub fn proposals(
    page: &mut Page<'_>,
    outline: &Outline<'_, '_>,
    known: &Known<'_>,
) -> Option<Proposals> {
    let item = entry(outline.table, "proposals")?;
    let table = page.document.table(item, "proposals")?;
    page.only(table, &["from", "name", "words"]);
    page.document.needed(table, "from", item.span());
    if let Some((from, at)) = page.maybe_text(table, "from")
        && &*from != "projects"
    {
        page.unknown(
            "unknown-source",
            ("报告内容", "part of the report"),
            &from,
            at,
            ["projects"],
        );
    }
    let mut field = |name: &str| {
        page.document.needed(table, name, item.span());
        let (field, at) = page.maybe_text(table, name)?;
        let found = known.field(page, &field, at.clone())?;
        let text = known.fields.get(found).is_some_and(|it| {
            (matches!(it.of, FieldType::Text { .. }) || is_unread(&it.of))
                && !it.personal
                && !known.is_computed(found)
        });
        if !text {
            let message = Bilingual::new(
                format!("“{field}”放不下报告里的文字。"),
                format!("“{field}” cannot hold words of the report."),
            );
            let help = Bilingual::new(
                "改指一个填写的、不涉及个人的 text 字段。",
                "name a field of type text that is filled in and not personal.",
            );
            page.say("field-type", at, message, help);
            return None;
        }
        Some(found)
    };
    let (name, words) = (field("name"), field("words"));
    Some(Proposals {
        name: name?,
        words: words?,
    })
}
