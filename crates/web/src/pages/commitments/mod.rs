//! The commitments as a table and one by one, and what people do to them.

pub(crate) mod act;
mod amend;
pub(crate) mod bindings;
pub(crate) mod bulk;
pub(crate) mod claim;
pub(crate) mod cut;
pub(crate) mod detail;
pub(crate) mod forms;
pub(crate) mod history;
mod records;
pub(crate) mod table;

use maud::{Markup, html};
use youwei_account::{Account, Commitment, Pick};

use crate::ask::Ask;
use crate::filters;

/// What was typed into a form and refused, to be shown again with the reason.
pub(crate) struct Attempt {
    /// Which form: the value of its `do` field.
    pub what: String,
    pub fault: crate::fault::Fault,
}

/// A pick as a form carries it: the id, a colon, the version that the page showed.
pub(crate) fn pick(text: &str) -> Option<Pick> {
    let (id, version) = text.rsplit_once(':')?;
    let seen = Some(version.parse().ok()?);
    Some(Pick {
        id: id.to_owned(),
        seen,
    })
}

/// What units hold against the light, beside it: an answer does not make it go away.
pub(crate) fn disputes(ask: &Ask, commitment: &Commitment) -> Markup {
    let lang = ask.lang;
    let open = ask.to(&format!("/commitments/{}#disputes", commitment.id));
    html! {
        @for one in &commitment.disputes {
            p class=(if one.answered.is_none() { "differs" } else { "quiet" }) {
                a href=(open) { (match one.answered {
                    None => lang.pick("有异议，待答复：", "Objection, not answered yet: "),
                    Some(_) => lang.pick("有异议，已答复：", "Objection, answered: "),
                }) span lang="zh-CN" { (one.unit) } }
            }
        }
    }
}

/// Every unit that may be named, for the lists behind the unit fields.
pub(crate) fn known_units(account: &Account) -> Markup {
    html! { datalist #units { @for unit in filters::all_units(account) { option value=(unit) {} } } }
}

/// Units written into one field, parted by the marks that people use.
pub(crate) fn units_of(field: &str) -> Vec<String> {
    field
        .split(|c: char| "、，,；;/／|".contains(c) || c.is_whitespace())
        .map(str::trim)
        .filter(|unit| !unit.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pick_carries_the_version_that_was_seen() {
        assert_eq!(pick("a1:3"), Some(("a1", 3).into()));
        assert_eq!(pick("a:b:3"), Some(("a:b", 3).into()));
        for wrong in ["a1", "a1:", "a1:x", "", "a1:-1"] {
            assert_eq!(pick(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn units_are_parted_by_any_of_the_usual_marks() {
        assert_eq!(
            units_of(" 市教育局、市财政局,市水利局；市林业局\n"),
            ["市教育局", "市财政局", "市水利局", "市林业局"]
        );
        assert!(units_of(" 、").is_empty());
    }
}
