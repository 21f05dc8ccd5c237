//! What may still be put right after a confirmation, and what is an amendment.
//!
//! A correction says what the page says. Once a person has confirmed a commitment, a
//! number or day can be corrected only to what is printed, and no number can vanish;
//! whatever changes the promise itself carries an approver and shows its old value.

use youwei_base::Day;
use youwei_report::{PrintedNumber, day_of_words, printed_number};

use crate::amendment::Aim;
use crate::commitment::{Commitment, Due};
use crate::event::{Corrected, DueIs, Read};
use crate::history::quoted;
use crate::pace::last_day;
use crate::printed::{Report, joined};
use crate::target::{Target, from_fields, with_fields};
use crate::{Refusal, Span, TargetChange};

pub(super) fn amend_instead(zh: impl std::fmt::Display, en: impl std::fmt::Display) -> Refusal {
    Refusal::conflict(
        format!(
            "{zh}确认之后改变承诺，须走“调整”：请写明批准人、批准文号、理由和生效日，原值公开保留。"
        ),
        format!(
            "{en} After a confirmation a promise changes by an amendment only: give approver, document number, reason and first day; the old value stays public."
        ),
    )
}

/// Refuses to drop what was confirmed as if it had never been promised.
pub(super) fn may_reject(commitment: &Commitment) -> Result<(), Refusal> {
    if !commitment.held {
        return Ok(());
    }
    let words = quoted(&commitment.text);
    Err(amend_instead(
        format!("“{words}”已经确认过，不能再直接认定为不作为承诺。"),
        format!("“{words}” was confirmed and cannot simply be rejected any more."),
    ))
}

/// Refuses to mark as not public what everybody was promised.
pub(super) fn may_hide(commitment: &Commitment) -> Result<(), Refusal> {
    if !commitment.held {
        return Ok(());
    }
    let words = quoted(&commitment.text);
    Err(amend_instead(
        format!("“{words}”已经确认，不能改为不公开。"),
        format!("“{words}” was confirmed and stays public."),
    ))
}

/// Refuses a correction that would be a change of the promise.
pub(super) fn may_correct(
    report: &Report,
    commitment: &Commitment,
    event: &Corrected,
) -> Result<(), Refusal> {
    if !commitment.held {
        return Ok(());
    }
    if let Some(words) = &event.words
        && let Some(lost) = commitment
            .targets
            .iter()
            .find(|it| !words.span.contains(it.span))
    {
        return Err(amend_instead(
            format!("这样截取文字会去掉指标“{}”。", lost.line()),
            format!("These words would leave out the target “{}”.", lost.line()),
        ));
    }
    if let Some(due) = &event.due {
        may_correct_due(report, commitment, due)?;
    }
    for change in &event.targets {
        may_change(report, commitment, change)?;
    }
    Ok(())
}

fn may_change(
    report: &Report,
    commitment: &Commitment,
    change: &TargetChange,
) -> Result<(), Refusal> {
    let (old, new) = match change {
        TargetChange::Remove { index } => {
            let line = commitment.targets.get(*index).map(Target::line);
            let line = line.unwrap_or_default();
            return Err(amend_instead(
                format!("指标“{line}”已随承诺确认，不能直接删去。"),
                format!("The target “{line}” was confirmed and cannot simply be taken out."),
            ));
        }
        TargetChange::Set { index, fields } => {
            let Some(old) = commitment.targets.get(*index) else {
                return Ok(());
            };
            (Some(old), with_fields(old, fields))
        }
        TargetChange::Add { fields } => match from_fields(fields) {
            Some(new) => (None, new),
            None => return Ok(()),
        },
    };
    if let Some(old) = old {
        if !old.span.overlaps(new.span) {
            return Err(amend_instead(
                format!(
                    "“{}”与“{}”不是同一个数，不能把指标改指到另一个数上。",
                    old.mention, new.mention
                ),
                format!(
                    "“{}” and “{}” are two numbers; a target cannot be pointed at another one.",
                    old.mention, new.mention
                ),
            ));
        }
        if old.measure != new.measure {
            return Err(amend_instead(
                format!("“{}”改成另一种量，判灯办法随之改变。", old.line()),
                format!(
                    "Another kind of quantity changes how “{}” is judged.",
                    old.line()
                ),
            ));
        }
        if (Aim::of(old), &old.unit) == (Aim::of(&new), &new.unit) {
            return Ok(());
        }
    }
    let printed = printed_at(report, commitment.sentence, new.span);
    let says = |it: &PrintedNumber| {
        (it.op, it.value, it.value2) == (new.op, new.value, new.value2)
            && (it.unit == new.unit || old.is_some_and(|old| old.unit == new.unit))
    };
    if printed.as_ref().is_some_and(says) {
        return Ok(());
    }
    let said = printed.map_or_else(
        || report.words(new.span),
        |it| crate::target::amount(it.op, it.value, it.value2, &it.unit),
    );
    Err(amend_instead(
        format!(
            "报告此处印的是“{said}”，不是“{}”；更正只能改回报告所印的数。",
            new.line()
        ),
        format!(
            "What is printed there is “{said}”, not “{}”; a correction can only say what is printed.",
            new.line()
        ),
    ))
}

/// The number printed at a place, read with the words beside it in its sentence.
fn printed_at(report: &Report, sentence: Span, at: Span) -> Option<PrintedNumber> {
    let before = joined(report.slice(Span::new(sentence.start, at.start)));
    let behind = joined(report.slice(Span::new(at.end, sentence.end)));
    printed_number(&before, &joined(report.slice(at)), &behind)
}

fn may_correct_due(report: &Report, commitment: &Commitment, due: &DueIs) -> Result<(), Refusal> {
    let before = commitment.due.as_ref().and_then(|due| due.by);
    let Some(before) = before else { return Ok(()) };
    let new = match due {
        DueIs::To(due) => Some(due),
        DueIs::None => None,
    };
    let sentence = report.words(commitment.sentence);
    let printed = |due: &&Due| {
        let day = report.year.and_then(|year| day_of_words(&due.text, year));
        day.is_some() && due.by == day && sentence.contains(&due.text)
    };
    if new.is_some_and(|it| it.by.is_some_and(|by| by <= before))
        || new.is_some_and(|it| printed(&it))
    {
        return Ok(());
    }
    let to = new
        .and_then(|it| it.by)
        .map_or_else(String::new, |it| it.to_string());
    Err(amend_instead(
        format!("完成时限已按 {before} 确认，报告句中没有可读作“{to}”的词。"),
        format!("The due day was confirmed as {before}, and no words of the sentence mean “{to}”."),
    ))
}

/// Refuses to put off the day of what was confirmed. An earlier day may be set at any
/// time: it asks for more.
pub(super) fn may_schedule(
    report: &Report,
    commitment: &Commitment,
    scheduled: Option<Day>,
) -> Result<(), Refusal> {
    if !commitment.held {
        return Ok(());
    }
    // Without a day of its own it is promised for the report's year.
    let bound = commitment.due_day().or_else(|| report.year.map(last_day));
    let text = commitment.due.as_ref().and_then(|due| due.by);
    let new = scheduled.or(text);
    let later = match (bound, new) {
        (Some(bound), Some(new)) => new > bound,
        (Some(_), None) => commitment.due_day().is_some(),
        (None, _) => false,
    };
    if !later {
        return Ok(());
    }
    let bound = bound.map_or_else(String::new, |it| it.to_string());
    Err(amend_instead(
        format!("完成时限 {bound} 已经确认，不能直接推迟或取消。"),
        format!("The due day {bound} was confirmed and cannot simply be put off or taken away."),
    ))
}

/// Refuses to bind a number of a confirmed commitment to another measure by the way.
pub(super) fn may_bind(commitment: &Commitment, target: &Target) -> Result<(), Refusal> {
    match &target.bound {
        Some(bound) if commitment.held => Err(amend_instead(
            format!("“{}”已对应口径“{}”。", target.line(), bound.measure),
            format!(
                "“{}” is bound to the measure “{}” already.",
                target.line(),
                bound.measure
            ),
        )),
        _ => Ok(()),
    }
}

/// Refuses to take the measure from a confirmed commitment by the way.
pub(super) fn may_unbind(commitment: &Commitment) -> Result<(), Refusal> {
    if !commitment.held {
        return Ok(());
    }
    let words = quoted(&commitment.text);
    Err(amend_instead(
        format!("“{words}”已经确认，它的口径不能直接解除。"),
        format!("“{words}” was confirmed; its measure cannot simply be taken away."),
    ))
}

/// Refuses a cut that would lose a confirmed number.
pub(super) fn may_split(parent: &Commitment, parts: &[Read]) -> Result<(), Refusal> {
    let kept = |target: &Target| parts.iter().any(|part| part.span.contains(target.span));
    match parent.targets.iter().find(|it| parent.held && !kept(it)) {
        None => Ok(()),
        Some(lost) => Err(amend_instead(
            format!("这样拆分会丢掉指标“{}”。", lost.line()),
            format!("This split would lose the target “{}”.", lost.line()),
        )),
    }
}

/// Refuses a merger in which an earlier confirmed day, or quarter nodes that were declared
/// of what goes into another, would get lost.
pub(super) fn may_merge(first: &Commitment, others: &[&Commitment]) -> Result<(), Refusal> {
    let paced = |it: &Commitment| it.held && it.nodes.iter().any(Option::is_some);
    let lost = others.iter().copied().find(|it| paced(it));
    // Nodes speak for the first number, and a merger puts numbers in the order of the text.
    let turned = || {
        let (speaks, rest) = first.targets.split_first()?;
        let earlier = rest.iter().any(|it| it.span < speaks.span);
        (paced(first) && earlier).then_some(first)
    };
    if let Some(lost) = lost.or_else(turned) {
        let words = quoted(&lost.text);
        return Err(amend_instead(
            format!("“{words}”已声明的季度节点会随合并消失。"),
            format!("The quarter nodes declared of “{words}” would vanish with the merger."),
        ));
    }
    let lost = others.iter().find(|it| {
        it.held
            && it
                .due_day()
                .is_some_and(|day| first.due_day().is_none_or(|to| to > day))
    });
    match lost {
        None => Ok(()),
        Some(lost) => {
            let day = lost.due_day().map_or_else(String::new, |it| it.to_string());
            let words = quoted(&lost.text);
            Err(amend_instead(
                format!("“{words}”已确认的时限 {day} 早于并入后的时限。"),
                format!(
                    "The confirmed due day {day} of “{words}” is earlier than that after the merger."
                ),
            ))
        }
    }
}
