//! Amendments: what a confirmed commitment promises changes, with old and new value,
//! reason, approver, document and first day.

use youwei_base::Day;

use super::bind::{bound_to, fits_unit, no_target};
use super::correct::is_sound;
use super::draft::{Draft, needed_reason, tidy};
use super::node::make_sense;
use super::owner::{due_makes_sense, nodes_after, tidied};
use crate::amendment::{Aim, Amended};
use crate::commitment::Commitment;
use crate::event::{Amended as AmendedEvent, Event};
use crate::history::quoted;
use crate::measure::propose::BindTo;
use crate::{AmendTo, Context, Pick, Refusal};

/// The longest name of an approver, and number of a document.
const NAME_CHARS_MAX: usize = 120;
/// The most amendments of one commitment.
const AMENDMENTS_MAX: usize = 200;
/// How many days ahead an amendment may be written down before it holds.
const DAYS_AHEAD_MAX: i64 = 366;

/// What every amendment says beside what it changes.
pub(super) struct Asked {
    pub from: Day,
    pub approver: String,
    pub document: String,
    pub why: String,
}

pub(super) fn amend(
    draft: &mut Draft,
    pick: &Pick,
    to: AmendTo,
    asked: Asked,
    context: &Context,
) -> Result<(), Refusal> {
    let why = needed_reason(&asked.why, "调整", "An amendment")?;
    let approver = tidy(&asked.approver, NAME_CHARS_MAX, "批准人", "approver")?;
    let document = tidy(
        &asked.document,
        NAME_CHARS_MAX,
        "批准文号",
        "document number",
    )?;
    if approver.is_empty() || document.is_empty() {
        return Err(Refusal::invalid(
            "调整须由原批准层级书面批准。请填写批准人和批准文号。",
            "An amendment needs a written approval of those who approved the plan. Give the approver and the number of the document.",
        ));
    }
    let writer = context.actor.split(['（', '(']).next().unwrap_or("").trim();
    if approver == writer || approver == context.actor {
        return Err(Refusal::invalid(
            "登记人不能自己批准调整。请填写原批准层级的批准人。",
            "Whoever writes an amendment down cannot approve it. Give the approver of the level that approved the plan.",
        ));
    }
    let commitment = draft.live(pick)?;
    if !commitment.held {
        let words = quoted(&commitment.text);
        return Err(Refusal::conflict(
            format!("“{words}”还没有确认过，谈不上调整。读错的请“更正”，然后确认。"),
            format!(
                "“{words}” was never confirmed, so there is nothing to amend. Correct what was misread, then confirm it."
            ),
        ));
    }
    if commitment.amendments.len() >= AMENDMENTS_MAX {
        return Err(Refusal::conflict(
            "这一条的调整过多，不再接收。请联系督查室核对。",
            "There are too many amendments of this one. Settle it with the supervision office.",
        ));
    }
    let recorded = context.day();
    let change = change(draft, commitment, to)?;
    first_day_makes_sense(draft, commitment, &change, asked.from, recorded)?;
    let last = commitment.amendments.iter().map(|it| it.number).max();
    let event = AmendedEvent {
        number: last.unwrap_or(0).saturating_add(1),
        change,
        from: asked.from,
        approver,
        document,
        why,
        recorded,
    };
    draft.push(&commitment.id, &Event::Amended(Box::new(event)));
    Ok(())
}

fn change(draft: &Draft, commitment: &Commitment, to: AmendTo) -> Result<Amended, Refusal> {
    let target = |index: usize| {
        let target = commitment.targets.get(index);
        let target = target.ok_or_else(|| no_target(commitment, index))?;
        match target.dropped {
            false => Ok(target),
            true => Err(Refusal::conflict(
                format!("指标“{}”已经取消，不能再调整。请刷新页面。", target.line()),
                format!(
                    "The target “{}” was cancelled already. Reload the page.",
                    target.line()
                ),
            )),
        }
    };
    Ok(match to {
        AmendTo::Number { index, aim } => {
            let old = Aim::of(target(index)?);
            is_sound(aim.op, aim.value, aim.value2)?;
            if old == aim {
                return Err(unchanged());
            }
            Amended::Number {
                index,
                old,
                new: aim,
            }
        }
        AmendTo::Drop { index } => {
            target(index)?;
            Amended::Dropped { index }
        }
        AmendTo::Due(new) => {
            due_makes_sense(draft, new)?;
            let old = commitment.due_day();
            if old == Some(new) {
                return Err(unchanged());
            }
            Amended::Due { old, new }
        }
        AmendTo::Nodes(nodes) => {
            let new = nodes_after(commitment, &tidied(nodes)?);
            if new == commitment.nodes {
                return Err(unchanged());
            }
            make_sense(commitment, &new)?;
            Amended::Nodes {
                old: Box::new(commitment.nodes.clone().into()),
                new: Box::new(new.into()),
            }
        }
        AmendTo::Measure { to, old, new } => {
            let new = match new {
                Some((measure, record)) => {
                    if let BindTo::Target(index) = to {
                        fits_unit(&measure, target(index)?)?;
                    }
                    Some(bound_to(&measure, record)?)
                }
                None => None,
            };
            let (index, old) = match to {
                BindTo::Target(index) => (Some(index), target(index)?.bound.clone()),
                BindTo::Milestone => {
                    let is = |it: &&crate::Bound| {
                        old.as_ref().is_some_and(|(measure, record)| {
                            it.measure == *measure && it.record == *record
                        })
                    };
                    (None, commitment.milestones.iter().find(is).cloned())
                }
            };
            let Some(old) = old else {
                return Err(Refusal::conflict(
                    "它还没有对应口径，直接对应即可，无须调整。请刷新页面。",
                    "It has no measure yet: bind one, there is nothing to amend. Reload the page.",
                ));
            };
            if new.as_ref() == Some(&old) {
                return Err(unchanged());
            }
            Amended::Measured { index, old, new }
        }
        AmendTo::Cancel => Amended::Cancelled,
    })
}

fn unchanged() -> Refusal {
    Refusal::invalid(
        "新旧相同，没有调整。请改好要调整的内容再提交。",
        "Old and new are the same. Change what is to be amended, then send it.",
    )
}

/// Refuses a first day outside the report's time, before that of an earlier amendment of
/// the same thing, or, where the whole is cancelled, one yet to come.
fn first_day_makes_sense(
    draft: &Draft,
    commitment: &Commitment,
    change: &Amended,
    from: Day,
    recorded: Day,
) -> Result<(), Refusal> {
    if draft.report.year.is_some_and(|year| from.year() < year) {
        return Err(Refusal::invalid(
            format!("生效日 {from} 早于报告所定年度。请核对日期。"),
            format!("The first day {from} lies before the report's year. Check the date."),
        ));
    }
    let ahead = recorded
        .until(from)
        .map_or(i64::MAX, |span| i64::from(span.get_days()));
    let too_far = ahead > DAYS_AHEAD_MAX || (matches!(change, Amended::Cancelled) && ahead > 0);
    if too_far {
        return Err(Refusal::invalid(
            format!("生效日 {from} 还没有到。请到生效时再登记，或核对日期。"),
            format!(
                "The first day {from} is yet to come. Write it down when it holds, or check the date."
            ),
        ));
    }
    let about = |change: &Amended| match change {
        Amended::Number { index, .. } | Amended::Dropped { index } => (0, Some(*index)),
        Amended::Due { .. } => (1, None),
        Amended::Measured { index, .. } => (2, *index),
        Amended::Cancelled => (3, None),
        Amended::Nodes { .. } => (4, None),
    };
    let same = commitment
        .amendments
        .iter()
        .filter(|it| about(&it.change) == about(change));
    if let Some(last) = same.map(|it| it.from).max().filter(|last| *last > from) {
        return Err(Refusal::invalid(
            format!("这一项上次调整自 {last} 起生效，新的生效日不能早于它。请核对日期。"),
            format!(
                "The last amendment of it holds from {last}; a new one cannot hold from an earlier day. Check the date."
            ),
        ));
    }
    Ok(())
}
