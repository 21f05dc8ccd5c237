//! Why two sources disagree, said by the unit that must say it.

use super::draft::{Draft, needed_reason, tidy};
use super::owner::UNIT_CHARS_MAX;
use crate::Refusal;
use crate::contradiction::claim_key;
use crate::event::{Event, Explained};

/// The longest name of a contradiction.
const ABOUT_CHARS_MAX: usize = 240;

pub(super) fn explain(
    draft: &mut Draft,
    about: &str,
    unit: &str,
    why: &str,
) -> Result<(), Refusal> {
    let why = needed_reason(why, "说明两处为何不一致", "Explaining a contradiction")?;
    let about = tidy(about, ABOUT_CHARS_MAX, "矛盾编号", "contradiction's id")?;
    let unit = tidy(unit, UNIT_CHARS_MAX, "单位名称", "unit's name")?;
    if about.is_empty() || unit.is_empty() {
        return Err(Refusal::invalid(
            "没有写明是哪一处矛盾、由哪个单位说明。请刷新页面后重新填写。",
            "It does not say what is explained, or by which unit. Reload the page and fill it in again.",
        ));
    }
    let last = draft.account.explanations_of(&about).last();
    // The same words explain anew what was claimed since.
    let said = last.is_some_and(|it| {
        let claims = draft.account.commitments().flat_map(|one| {
            let all = one.claims.iter();
            all.filter(|it| claim_key(&one.id, it.target) == about)
        });
        it.unit == unit && it.why == why && claims.map(|it| it.entry).max() < Some(it.entry)
    });
    if said {
        return Ok(());
    }
    draft.push_to_report(&Event::Explained(Explained { about, unit, why }));
    Ok(())
}
