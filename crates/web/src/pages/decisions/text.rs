//! Names, anchors and texts that carry both languages one after the other.

use maud::{Markup, html};
use youwei_base::Bilingual;
use youwei_decision::dmn::raw::Head;

use crate::words::Lang;

/// The id of an element, or its name if it has none.
pub(super) fn id_of(head: &Head) -> String {
    match &head.id {
        Some(id) => id.to_string(),
        None => head.name.to_string(),
    }
}

/// The anchor of an element's section.
pub(super) fn anchor(id: &str) -> String {
    format!("e-{}", plain(id))
}

/// The anchor of a rule of a table, counted from 0.
pub(super) fn rule_anchor(table: &str, rule: usize) -> String {
    format!("rule-{}-{}", plain(table), rule + 1)
}

/// An id without what does not belong into an address.
fn plain(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("-")
}

/// The name in a diagram: what the language calls it.
pub(super) fn short_name(head: &Head, lang: Lang) -> String {
    match (&head.label, lang) {
        (Some(label), Lang::En) => label.to_string(),
        _ => head.name.to_string(),
    }
}

/// A name as a heading: in English the label, and the name that rules use beside it.
pub(super) fn name(head: &Head, lang: Lang) -> Markup {
    html! {
        @match (&head.label, lang) {
            (Some(label), Lang::En) => { (label) " " small lang="zh-CN" { (head.name) } },
            _ => span lang="zh-CN" { (head.name) },
        }
    }
}

/// A text in Chinese that goes on in English, cut in two. A text in one language is the
/// same in both.
pub(super) fn two(text: &str) -> Bilingual {
    let text = text.trim();
    let last = text.char_indices().rev().find(|(_, it)| is_chinese(*it));
    let cut = last.map(|(at, it)| at + it.len_utf8());
    let (zh, en) = cut
        .and_then(|at| text.split_at_checked(at))
        .unwrap_or((text, ""));
    match en.trim().chars().next() {
        Some(first) if first.is_ascii_uppercase() => Bilingual::new(zh.trim(), en.trim()),
        _ => Bilingual::new(text, text),
    }
}

fn is_chinese(it: char) -> bool {
    ('\u{3000}'..='\u{9fff}').contains(&it) || ('\u{ff00}'..='\u{ffef}').contains(&it)
}

/// One of the languages of such a text.
pub(super) fn said(text: &str, lang: Lang) -> String {
    lang.own(two(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_two_languages_is_cut_where_the_english_begins() {
        for (text, zh, en) in [
            ("应付多少？ What is due?", "应付多少？", "What is due?"),
            ("办理哪一项。", "办理哪一项。", "办理哪一项。"),
            ("Only English", "Only English", "Only English"),
            (
                "15、30或45 15, 30 or 45",
                "15、30或45 15, 30 or 45",
                "15、30或45 15, 30 or 45",
            ),
            (
                "参数，期内。Dated parameter.",
                "参数，期内。",
                "Dated parameter.",
            ),
        ] {
            let found = two(text);
            assert_eq!((found.zh.as_str(), found.en.as_str()), (zh, en));
        }
    }

    #[test]
    fn a_rule_has_an_anchor_of_its_own() {
        assert_eq!(rule_anchor("t 1", 0), "rule-t-1-1");
    }
}
