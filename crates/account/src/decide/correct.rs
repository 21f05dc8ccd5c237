//! What the reader took from the page, put right by a person.

use super::draft::{Draft, needed_reason, tidy};
use super::held;
use super::owner::due_makes_sense;
use crate::command::TargetFields;
use crate::commitment::{Commitment, Due};
use crate::event::{Corrected, DueIs, Event, Words};
use crate::history::quoted;
use crate::printed::joined;
use crate::span::{find_chars, in_print};
use crate::target::{Target, with_fields};
use crate::{Correction, Edit, Pick, Refusal, Span, TargetChange};

/// The longest verb, unit or subject that a correction may set.
const FIELD_CHARS_MAX: usize = 120;

pub(super) fn correct(
    draft: &mut Draft,
    pick: &Pick,
    wish: Correction,
    why: &str,
) -> Result<(), Refusal> {
    let commitment = draft.live(pick)?;
    let mut event = Corrected::default();
    if let Some(text) = &wish.text {
        event.words = new_words(draft, commitment, text)?;
    }
    if let Some(action) = &wish.action {
        let action = tidy(action, FIELD_CHARS_MAX, "动作", "action")?;
        event.action = (action != commitment.action).then_some(action);
    }
    event.due = match wish.due {
        Edit::Keep => None,
        Edit::Clear => commitment.due.as_ref().map(|_| DueIs::None),
        Edit::To(due) => {
            if let Some(by) = due.by {
                due_makes_sense(draft, by)?;
            }
            let due = Due {
                text: tidy(&due.text, FIELD_CHARS_MAX, "时限", "due words")?,
                by: due.by,
            };
            (commitment.due.as_ref() != Some(&due)).then_some(DueIs::To(due))
        }
    };
    event.kind = wish
        .kind
        .filter(|kind| *kind != commitment.kind || !commitment.kind_by_hand);
    let words = event
        .words
        .as_ref()
        .map_or((commitment.span, commitment.text.clone()), |words| {
            (words.span, words.text.clone())
        });
    for change in wish.targets {
        event
            .targets
            .extend(target_change(draft, commitment, &words, change)?);
    }
    if event == Corrected::default() {
        return Ok(());
    }
    held::may_correct(draft.report, commitment, &event)?;
    event.why = needed_reason(why, "更正", "A correction")?;
    if event.words.is_some() || !event.targets.is_empty() {
        draft.expect_text();
    }
    draft.push(&commitment.id, &Event::Corrected(Box::new(event)));
    Ok(())
}

/// The place of corrected words in the sentence; nearest to where they were.
fn new_words(draft: &Draft, commitment: &Commitment, text: &str) -> Result<Option<Words>, Refusal> {
    let text = joined(text.trim());
    if text == commitment.text {
        return Ok(None);
    }
    let printed = draft.report.slice(commitment.sentence);
    let sentence = joined(printed);
    let mut from = 0;
    let mut best: Option<(usize, Span)> = None;
    while let Some(found) = (!text.is_empty())
        .then(|| find_chars(&sentence, &text, from))
        .flatten()
    {
        from = found.start + 1;
        let Some(span) = in_print(&sentence, printed, found) else {
            continue;
        };
        let span = span.moved_right(commitment.sentence.start);
        let far = span.start.abs_diff(commitment.span.start);
        if best.is_none_or(|(nearest, _)| far < nearest) {
            best = Some((far, span));
        }
    }
    match best {
        Some((_, span)) => Ok(Some(Words { span, text })),
        None => Err(Refusal::invalid(
            format!(
                "更正后的文字不是所在句子“{}”中连续的一段。承诺只能照报告原文截取，请照原文填写。",
                quoted(&sentence)
            ),
            format!(
                "The corrected words are not one piece of their sentence “{}”. A commitment is always words of the report; give them as printed.",
                quoted(&sentence)
            ),
        )),
    }
}

fn target_change(
    draft: &Draft,
    commitment: &Commitment,
    words: &(Span, String),
    change: TargetChange,
) -> Result<Option<TargetChange>, Refusal> {
    let present = |index: usize| {
        commitment.targets.get(index).ok_or_else(|| {
            Refusal::invalid(
                format!(
                    "这条承诺没有第 {} 个指标。请刷新页面后重新填写。",
                    index + 1
                ),
                format!(
                    "This commitment has no target {}. Reload the page and fill it in again.",
                    index + 1
                ),
            )
        })
    };
    match change {
        TargetChange::Remove { index } => {
            present(index)?;
            Ok(Some(TargetChange::Remove { index }))
        }
        TargetChange::Set { index, fields } => {
            let old = present(index)?;
            let fields = tidy_fields(draft, words, fields, Some(old))?;
            let new = with_fields(old, &fields);
            range_makes_sense(&new)?;
            Ok((new != *old).then_some(TargetChange::Set { index, fields }))
        }
        TargetChange::Add { fields } => {
            let fields = tidy_fields(draft, words, fields, None)?;
            let Some(new) = crate::target::from_fields(&fields) else {
                return Err(Refusal::invalid(
                    "新增指标须填明原文数字、指标名称和数值。请补全。",
                    "A new target needs its number as printed, its subject and its value. Fill them in.",
                ));
            };
            range_makes_sense(&new)?;
            Ok(Some(TargetChange::Add { fields }))
        }
    }
}

fn range_makes_sense(target: &Target) -> Result<(), Refusal> {
    is_sound(target.op, target.value, target.value2)
}

/// Refuses a range with one end, or without an order, and two ends of anything else.
pub(super) fn is_sound(
    op: youwei_report::Op,
    value: youwei_base::Decimal,
    value2: Option<youwei_base::Decimal>,
) -> Result<(), Refusal> {
    let range = op == youwei_report::Op::Range;
    let sound = match value2 {
        Some(upper) => range && upper > value,
        None => !range,
    };
    if sound {
        return Ok(());
    }
    Err(Refusal::invalid(
        "区间指标须有上下限且上限大于下限，其他指标只有一个数值。请核对。",
        "A range needs a lower and a larger upper value, any other target just one. Check the values.",
    ))
}

/// Fields without stray marks, and with the place of a mention that they set.
fn tidy_fields(
    draft: &Draft,
    (span, text): &(Span, String),
    mut fields: TargetFields,
    old: Option<&Target>,
) -> Result<TargetFields, Refusal> {
    for field in [
        &mut fields.mention,
        &mut fields.subject,
        &mut fields.unit,
        &mut fields.action,
        &mut fields.due,
    ]
    .into_iter()
    .flatten()
    {
        *field = tidy(field, FIELD_CHARS_MAX, "指标各栏", "target's field")?;
    }
    fields.span = None;
    if let Some(mention) = &fields.mention
        && old.is_none_or(|old| old.mention != *mention)
    {
        let found = (!mention.is_empty())
            .then(|| find_chars(text, mention, 0))
            .flatten()
            .and_then(|inner| in_print(text, draft.report.slice(*span), inner));
        let Some(found) = found else {
            return Err(Refusal::invalid(
                format!("承诺的文字里没有“{mention}”。请照原文填写这个数字。"),
                format!(
                    "“{mention}” is not in the commitment's words. Give the number as printed."
                ),
            ));
        };
        fields.span = Some(found.moved_right(span.start));
    }
    Ok(fields)
}
