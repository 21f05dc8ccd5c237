//! Work on the words of a commitment: put right, cut apart, put together.

use super::draft::{Draft, bytes, needed_reason, reason, tidy};
use super::owner::due_makes_sense;
use super::take_in::fresh_id;
use super::{chunk::read_events, distinct};
use crate::command::TargetFields;
use crate::commitment::{Commitment, Due, Place, Project, Target};
use crate::event::{
    Absorbed, Assigned, Corrected, DueIs, Event, Merged, PartOf, Read, Scheduled, Split, Words,
};
use crate::history::{quoted, with_fields};
use crate::printed::joined;
use crate::span::{find_chars, in_print};
use crate::{Correction, Edit, Pick, Refusal, Span, TargetChange};

/// The longest verb, unit or subject that a correction may set.
const FIELD_CHARS_MAX: usize = 120;
/// The most parts of one split.
const PARTS_MAX: usize = 50;
/// Words longer than this are not repeated in an event; the text has them.
const WORDS_BYTES_MAX: usize = 16 * 1024;

/// The stretches of `text` that the lines of a form stand for: each line is a
/// piece of the text, in its order. Empty lines are passed over.
///
/// # Errors
/// A refusal that names the line which is not in the text after the one before.
pub fn spans_of_lines(text: &str, lines: &str) -> Result<Vec<Span>, Refusal> {
    let mut from = 0;
    let mut spans = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some(span) = find_chars(text, line, from) else {
            let line = quoted(line);
            return Err(Refusal::invalid(
                format!(
                    "原文中（在上一段之后）找不到“{line}”。拆分只能照原文、按顺序截取，请核对这一行。"
                ),
                format!(
                    "“{line}” is not in the text after the line before. A split takes pieces of the text as they are and in their order; check this line."
                ),
            ));
        };
        from = span.end;
        spans.push(span);
    }
    Ok(spans)
}

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
            let Some(new) = crate::history::from_fields(&fields) else {
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
    let range = target.op == youwei_report::Op::Range;
    let sound = match target.value2 {
        Some(upper) => range && upper > target.value,
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

pub(super) fn split(
    draft: &mut Draft,
    pick: &Pick,
    mut parts: Vec<Span>,
    why: &str,
) -> Result<(), Refusal> {
    let why = reason(why)?;
    let parent = draft.live(pick)?;
    parts.sort_unstable();
    let len = parent.text.chars().count();
    if parts.len() < 2 || parts.len() > PARTS_MAX {
        return Err(Refusal::invalid(
            format!(
                "拆分须有 2 到 {PARTS_MAX} 段，现有 {} 段。请重新划分。",
                parts.len()
            ),
            format!(
                "A split needs 2 to {PARTS_MAX} parts, not {}. Divide it again.",
                parts.len()
            ),
        ));
    }
    for pair in parts.windows(2) {
        if let [first, second] = pair
            && first.overlaps(*second)
        {
            return Err(Refusal::invalid(
                "拆分的各段互相重叠。每个字只能归入一段，请重新划分。",
                "The parts overlap. Each word goes into one part only; divide it again.",
            ));
        }
    }
    let printed = draft.report.slice(parent.span);
    let mut reads = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let words: String = parent
            .text
            .chars()
            .skip(part.start)
            .take(part.len())
            .collect();
        if part.end > len || !words.chars().any(char::is_alphanumeric) {
            return Err(Refusal::invalid(
                format!(
                    "拆分的第 {} 段是空的，或超出了原文。请重新划分。",
                    number + 1
                ),
                format!(
                    "Part {} of the split is empty or goes beyond the text. Divide it again.",
                    number + 1
                ),
            ));
        }
        let Some(span) = in_print(&parent.text, printed, *part) else {
            return Err(Refusal::conflict(
                "这条承诺的文字与报告正文对不上，无法拆分。请先“更正”其文字。",
                "The commitment's words do not match the report's text. Correct its words first.",
            ));
        };
        let id = fresh_id(&format!("{}.{}", parent.id, number + 1), |id| {
            draft.account.commitment(id).is_some() || ids.iter().any(|known| known == id)
        });
        ids.push(id.clone());
        reads.push(part_of(
            parent,
            id,
            span.moved_right(parent.span.start),
            words,
        ));
    }
    draft.expect_text();
    draft.push(&parent.id, &Event::Split(Split { into: ids, why }));
    for read in reads {
        let id = read.id.clone();
        for event in read_events(read, |read| Event::Read(Box::new(read))) {
            draft.push(&id, &event);
        }
    }
    Ok(())
}

/// A part of a commitment: numbers and works follow their place; owners and the
/// due day hold for every part until somebody says otherwise.
fn part_of(parent: &Commitment, id: String, span: Span, words: String) -> Read {
    let targets: Vec<Target> = parent
        .targets
        .iter()
        .filter(|target| span.contains(target.span))
        .cloned()
        .collect();
    let projects: Vec<Project> = parent
        .projects
        .iter()
        .filter(|project| span.contains(project.span))
        .cloned()
        .collect();
    let places: Vec<Place> = parent
        .places
        .iter()
        .filter(|place| words.contains(&place.name))
        .cloned()
        .collect();
    let mut units: Vec<_> = parent.suggestions.clone();
    units.retain(|unit| words.contains(&unit.why));
    Read {
        id,
        words_id: None,
        span,
        sentence: parent.sentence,
        action: if words.contains(&parent.action) {
            parent.action.clone()
        } else {
            String::new()
        },
        text: Some(words),
        due: parent.due.clone(),
        places,
        units: if units.is_empty() {
            parent.suggestions.clone()
        } else {
            units
        },
        targets,
        projects,
        part_of: Some(PartOf {
            id: parent.id.clone(),
            lead: parent.lead.clone(),
            supporting: parent.supporting.clone(),
            leader: parent.leader.clone(),
            scheduled: parent.scheduled,
            hidden: !parent.public,
        }),
    }
}

pub(super) fn merge(draft: &mut Draft, ids: &[Pick], why: &str) -> Result<(), Refusal> {
    let why = reason(why)?;
    let mut members = Vec::new();
    for pick in distinct(ids)? {
        members.push(draft.live(pick)?);
    }
    members.sort_by_key(|commitment| commitment.span);
    let Some((first, others)) = members.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return Err(Refusal::invalid(
            "合并至少要两条承诺。请再勾选一条。",
            "A merger needs two commitments at least. Tick another.",
        ));
    };
    let hull = others
        .iter()
        .fold(first.span, |hull, it| hull.hull(it.span));
    let sentence = others
        .iter()
        .fold(first.sentence, |hull, it| hull.hull(it.sentence));
    adjacent(draft, &members)?;
    if let Some(between) = draft.account.commitments().find(|it| {
        it.is_live() && it.span.overlaps(hull) && members.iter().all(|one| one.id != it.id)
    }) {
        let words = quoted(&between.text);
        return Err(Refusal::conflict(
            format!("要合并的各条之间还有“{words}”。请把它一并勾选，或改合并相邻的。"),
            format!("“{words}” stands between them. Tick it too, or merge neighbours only."),
        ));
    }
    let text = draft.report.words(hull);
    draft.expect_text();
    let merged = Merged {
        from: others.iter().map(|it| it.id.clone()).collect(),
        span: hull,
        sentence,
        text: (bytes(&text) <= WORDS_BYTES_MAX).then_some(text),
        why: why.clone(),
    };
    draft.push(&first.id, &Event::Merged(merged));
    for other in others {
        let gone = Absorbed {
            into: first.id.clone(),
            why: why.clone(),
        };
        draft.push(&other.id, &Event::Absorbed(gone));
    }
    carry_owners(draft, first, others);
    Ok(())
}

/// Refuses members that stand further apart than in neighbouring sentences.
fn adjacent(draft: &Draft, members: &[&Commitment]) -> Result<(), Refusal> {
    let index = |place: usize| draft.report.sentence_index(place);
    for pair in members.windows(2) {
        if let [one, next] = pair
            && let (Some(end), Some(start)) = (
                index(one.span.end.saturating_sub(1)),
                index(next.span.start),
            )
            && start > end + 1
        {
            let (one, next) = (quoted(&one.text), quoted(&next.text));
            return Err(Refusal::conflict(
                format!("“{one}”与“{next}”不在同一句或相邻两句，不能合并。请分别确认。"),
                format!(
                    "“{one}” and “{next}” are neither in one sentence nor in neighbouring ones, so they stay apart."
                ),
            ));
        }
    }
    Ok(())
}

/// What was decided of the absorbed ones is not lost: their units support the
/// survivor, or lead it if nobody does.
fn carry_owners(draft: &mut Draft, first: &Commitment, others: &[&Commitment]) {
    let mut lead = first.lead.clone();
    let mut leader = first.leader.clone();
    let mut supporting = first.supporting.clone();
    for other in others {
        if lead.is_none() {
            lead.clone_from(&other.lead);
        }
        if leader.is_none() {
            leader.clone_from(&other.leader);
        }
        for unit in other.lead.iter().chain(&other.supporting) {
            if !supporting.contains(unit) {
                supporting.push(unit.clone());
            }
        }
    }
    supporting.retain(|unit| lead.as_ref() != Some(unit));
    supporting.truncate(super::owner::SUPPORTING_MAX);
    if lead != first.lead || leader != first.leader || supporting != first.supporting {
        let assigned = Assigned {
            lead,
            supporting,
            leader,
            why: String::new(),
        };
        draft.push(&first.id, &Event::Assigned(assigned));
    }
    if first.scheduled.is_none()
        && let Some(due) = others.iter().filter_map(|other| other.scheduled).max()
    {
        let scheduled = Scheduled {
            due: Some(due),
            nodes: first.nodes.clone().into(),
            why: String::new(),
        };
        draft.push(&first.id, &Event::Scheduled(scheduled));
    }
}
