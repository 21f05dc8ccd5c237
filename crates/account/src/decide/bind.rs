//! Which measure speaks for a number or milestone, and what a unit holds against a light.

use super::draft::{Draft, needed_reason, reason, tidy};
use super::held;
use super::owner::UNIT_CHARS_MAX;
use crate::event::{Answered, Bound as BoundEvent, Disputed, Event, Unbound};
use crate::history::quoted;
use crate::measure::Measure;
use crate::measure::propose::BindTo;
use crate::measure::unit::fit;
use crate::target::Bound;
use crate::{Commitment, Pick, Refusal};

/// The most measures that a milestone waits for.
const MILESTONES_MAX: usize = 50;
/// The longest id of a record.
const RECORD_CHARS_MAX: usize = 120;
/// The most disputes of one commitment.
const DISPUTES_MAX: usize = 200;

pub(super) fn bind(
    draft: &mut Draft,
    pick: &Pick,
    to: BindTo,
    measure: &Measure,
    record: Option<String>,
    why: &str,
) -> Result<(), Refusal> {
    let why = reason(why)?;
    let bound = bound_to(measure, record)?;
    let commitment = draft.live(pick)?;
    let target = match to {
        BindTo::Target(index) => {
            let target = commitment
                .targets
                .get(index)
                .ok_or_else(|| no_target(commitment, index))?;
            fits_unit(measure, target)?;
            if target.bound.as_ref() == Some(&bound) {
                return Ok(());
            }
            held::may_bind(commitment, target)?;
            Some(index)
        }
        BindTo::Milestone => {
            if commitment.milestones.contains(&bound) {
                return Ok(());
            }
            if commitment.milestones.len() >= MILESTONES_MAX {
                return Err(Refusal::invalid(
                    format!(
                        "一条承诺最多对应 {MILESTONES_MAX} 个节点。请先解除不用的，或拆分承诺。"
                    ),
                    format!(
                        "A commitment waits for {MILESTONES_MAX} things at most. Unbind one first, or split it."
                    ),
                ));
            }
            None
        }
    };
    let event = BoundEvent { target, bound, why };
    draft.push(&commitment.id, &Event::Bound(event));
    Ok(())
}

pub(super) fn unbind(
    draft: &mut Draft,
    pick: &Pick,
    to: BindTo,
    measure: &str,
    record: Option<&str>,
    why: &str,
) -> Result<(), Refusal> {
    let why = needed_reason(why, "解除对应口径", "Unbinding a measure")?;
    let commitment = draft.live(pick)?;
    let is = |it: &Bound| it.measure == measure && it.record.as_deref() == record;
    let (target, there) = match to {
        BindTo::Target(index) => {
            let target = commitment.targets.get(index);
            let target = target.ok_or_else(|| no_target(commitment, index))?;
            (Some(index), target.bound.as_ref().is_some_and(is))
        }
        BindTo::Milestone => (None, commitment.milestones.iter().any(is)),
    };
    if !there {
        return Err(Refusal::conflict(
            format!("它没有对应口径“{measure}”，无须解除。请刷新页面。"),
            format!(
                "It is not bound to the measure “{measure}”, so there is nothing to undo. Reload the page."
            ),
        ));
    }
    held::may_unbind(commitment)?;
    let event = Unbound {
        target,
        measure: measure.to_owned(),
        record: record.map(str::to_owned),
        why,
    };
    draft.push(&commitment.id, &Event::Unbound(event));
    Ok(())
}

pub(super) fn dispute(
    draft: &mut Draft,
    pick: &Pick,
    unit: &str,
    why: &str,
) -> Result<(), Refusal> {
    let why = needed_reason(why, "对灯提出异议", "Disputing a light")?;
    let unit = tidy(unit, UNIT_CHARS_MAX, "单位名称", "unit's name")?;
    if unit.is_empty() {
        return Err(Refusal::invalid(
            "没有写明是哪个单位提出异议。请填写单位名称。",
            "It does not say which unit disputes the light. Fill in the unit's name.",
        ));
    }
    let commitment = draft.live(pick)?;
    let open = |it: &&crate::Dispute| it.unit == unit && it.answered.is_none();
    if let Some(open) = commitment.disputes.iter().find(open) {
        return Err(Refusal::conflict(
            format!(
                "{unit}对它的第 {} 号异议还没有答复。请等答复之后再提。",
                open.number
            ),
            format!(
                "Objection {} of {unit} has not been answered yet. Wait for the answer first.",
                open.number
            ),
        ));
    }
    if commitment.disputes.len() >= DISPUTES_MAX {
        return Err(Refusal::conflict(
            "这一条的异议过多，不再接收。请联系督查室当面核对。",
            "There are too many disputes of this one. Settle it with the supervision office.",
        ));
    }
    let number = u32::try_from(commitment.disputes.len() + 1).unwrap_or(u32::MAX);
    let event = Disputed { number, unit, why };
    draft.push(&commitment.id, &Event::Disputed(event));
    Ok(())
}

pub(super) fn answer(
    draft: &mut Draft,
    pick: &Pick,
    number: u32,
    answer: &str,
) -> Result<(), Refusal> {
    let why = needed_reason(answer, "答复异议", "Answering a dispute")?;
    let commitment = draft.live(pick)?;
    let found = commitment.disputes.iter().find(|it| it.number == number);
    let words = quoted(&commitment.text);
    let Some(found) = found else {
        return Err(Refusal::invalid(
            format!("“{words}”没有第 {number} 号异议。请刷新页面后重新选择。"),
            format!("“{words}” has no dispute {number}. Reload the page and choose again."),
        ));
    };
    if found.answered.is_some() {
        return Err(Refusal::conflict(
            format!("第 {number} 号异议已经答复过。请刷新页面查看。"),
            format!("Dispute {number} was answered already. Reload the page to see the answer."),
        ));
    }
    draft.push(&commitment.id, &Event::Answered(Answered { number, why }));
    Ok(())
}

/// What is bound, of a measure and perhaps one record.
pub(super) fn bound_to(measure: &Measure, record: Option<String>) -> Result<Bound, Refusal> {
    let record = match record {
        Some(record) => Some(tidy(&record, RECORD_CHARS_MAX, "记录编号", "record's id")?),
        None => None,
    };
    Ok(Bound {
        measure: measure.id.to_string(),
        record: record.filter(|it| !it.is_empty()),
        declared: measure.declared.to_string(),
    })
}

/// Refuses a measure whose unit cannot become that of a number.
pub(super) fn fits_unit(measure: &Measure, target: &crate::Target) -> Result<(), Refusal> {
    if fit(&measure.unit, &target.unit).is_some() {
        return Ok(());
    }
    Err(Refusal::invalid(
        format!(
            "口径“{}”的单位是“{}”，与目标“{}”的单位“{}”不能换算。请改选单位相合的口径，或先更正目标的单位。",
            measure.name.zh,
            measure.unit,
            target.line(),
            target.unit
        ),
        format!(
            "The measure “{}” is in “{}”, which cannot become “{}”, the unit of “{}”. Choose a measure whose unit fits, or correct the target's unit first.",
            measure.name.en,
            measure.unit,
            target.unit,
            target.line()
        ),
    ))
}

pub(super) fn no_target(commitment: &Commitment, index: usize) -> Refusal {
    let words = quoted(&commitment.text);
    Refusal::invalid(
        format!(
            "“{words}”没有第 {} 个指标。请刷新页面后重新选择。",
            index + 1
        ),
        format!(
            "“{words}” has no target {}. Reload the page and choose again.",
            index + 1
        ),
    )
}
