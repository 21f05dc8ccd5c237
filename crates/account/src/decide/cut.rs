//! The words of a commitment cut apart, or put together with their neighbours'.

use super::chunk::read_events;
use super::distinct;
use super::draft::{Draft, bytes, reason};
use super::held;
use super::take_in::fresh_id;
use crate::commitment::{Commitment, Place, Project};
use crate::event::{Absorbed, Assigned, Event, Merged, PartOf, Read, Scheduled, Split};
use crate::history::quoted;
use crate::span::{find_chars, in_print};
use crate::{Pick, Refusal, Span, Target};

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
    held::may_split(parent, &reads)?;
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

/// A part of a commitment: numbers and works follow their place, the quarter nodes the
/// number that they speak for; owners and the due day hold for every part until somebody
/// says otherwise.
fn part_of(parent: &Commitment, id: String, span: Span, words: String) -> Read {
    let targets: Vec<Target> = parent
        .targets
        .iter()
        .filter(|target| span.contains(target.span))
        .cloned()
        .map(|target| Target {
            claimed: None,
            ..target
        })
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
    let first = parent.targets.first();
    let nodes = match first.is_some_and(|it| span.contains(it.span)) {
        true => parent.nodes.clone(),
        false => Default::default(),
    };
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
            held: parent.held,
            nodes: nodes.into(),
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
    held::may_merge(first, others)?;
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
        && (!first.held || first.due_day().is_none_or(|day| due <= day))
    {
        let scheduled = Scheduled {
            due: Some(due),
            nodes: first.nodes.clone().into(),
            why: String::new(),
        };
        draft.push(&first.id, &Event::Scheduled(scheduled));
    }
}
