//! Who does it and by when: units, leaders, due days, quarter nodes, claims.

use jiff::tz::{Offset, TimeZone};
use youwei_base::Day;

use super::distinct;
use super::draft::{Draft, needed_reason, reason, tidy};
use super::held;
use super::node::{make_sense, may_declare, node};
use crate::commitment::{Claim, Commitment, Node};
use crate::event::{Assigned, Claimed, Event, Scheduled};
use crate::{Context, Edit, Pick, Refusal};

/// The longest name of a unit or leader.
pub(super) const UNIT_CHARS_MAX: usize = 60;
/// The most supporting units of one commitment.
pub(super) const SUPPORTING_MAX: usize = 50;
/// The longest text of a quarter node.
const NODE_CHARS_MAX: usize = 200;
/// The longest text of one field of a claim.
const CLAIM_CHARS_MAX: usize = 2_000;
/// How many years after the report's a due day may lie; further off it is a slip.
const DUE_YEARS_MAX: i16 = 10;

/// Marks that part several units in one field.
pub(crate) fn parts_units(c: char) -> bool {
    matches!(c, '、' | ',' | '，' | ';' | '；' | '/' | '／' | '|') || c.is_whitespace()
}

pub(super) fn assign(
    draft: &mut Draft,
    ids: &[Pick],
    lead: Option<String>,
    supporting: Vec<String>,
    leader: Edit<String>,
    why: &str,
) -> Result<(), Refusal> {
    let why = reason(why)?;
    let unit = |name: &str| tidy(name, UNIT_CHARS_MAX, "单位名称", "unit's name");
    let lead = match lead {
        Some(lead) => Some(unit(&lead)?).filter(|lead| !lead.is_empty()),
        None => None,
    };
    if let Some(lead) = &lead
        && lead.contains(['、', ',', '，', ';', '；', '\n'])
    {
        return Err(Refusal::invalid(
            format!("牵头单位只能有一个，“{lead}”像是多个。请只留一个，其余填入配合单位。"),
            format!(
                "There is one lead unit only, and “{lead}” looks like several. Keep one and make the others supporting units."
            ),
        ));
    }
    let mut units: Vec<String> = Vec::new();
    for name in &supporting {
        let name = unit(name)?;
        if name.is_empty() || units.contains(&name) {
            continue;
        }
        if lead.as_ref() == Some(&name) {
            return Err(Refusal::invalid(
                format!("“{name}”已是牵头单位，不能同时作配合单位。请从配合单位中去掉它。"),
                format!(
                    "“{name}” leads already and cannot support as well. Take it out of the supporting units."
                ),
            ));
        }
        units.push(name);
    }
    if units.len() > SUPPORTING_MAX {
        return Err(Refusal::invalid(
            format!(
                "配合单位有 {} 个，最多 {SUPPORTING_MAX} 个。请精简。",
                units.len()
            ),
            format!(
                "{} supporting units are too many; at most {SUPPORTING_MAX}.",
                units.len()
            ),
        ));
    }
    let leader = match leader {
        Edit::To(name) => match tidy(&name, UNIT_CHARS_MAX, "市领导姓名", "leader's name")? {
            name if name.is_empty() => Edit::Clear,
            name => Edit::To(name),
        },
        other => other,
    };
    for pick in distinct(ids)? {
        let commitment = draft.live(pick)?;
        let leader = leader.applied_to(&commitment.leader);
        if commitment.lead == lead && commitment.supporting == units && commitment.leader == leader
        {
            continue;
        }
        let assigned = Assigned {
            lead: lead.clone(),
            supporting: units.clone(),
            leader,
            why: why.clone(),
        };
        draft.push(&commitment.id, &Event::Assigned(assigned));
    }
    Ok(())
}

/// Refuses a due day that the report's year cannot mean.
pub(super) fn due_makes_sense(draft: &Draft, due: Day) -> Result<(), Refusal> {
    let Some(year) = draft.report.year else {
        return Ok(());
    };
    if due.year() < year {
        return Err(Refusal::invalid(
            format!(
                "完成时限 {due} 早于报告所定年度 {year} 年 1 月 1 日。请改为当年或以后的日期。"
            ),
            format!(
                "The due day {due} lies before 1 January {year}, when the report's year begins. Set a later day."
            ),
        ));
    }
    if due.year() > year.saturating_add(DUE_YEARS_MAX) {
        return Err(Refusal::invalid(
            format!("完成时限 {due} 距报告年度超过 {DUE_YEARS_MAX} 年，可能是笔误。请核对年份。"),
            format!(
                "The due day {due} is more than {DUE_YEARS_MAX} years after the report, perhaps a slip. Check the year."
            ),
        ));
    }
    Ok(())
}

pub(super) fn schedule(
    draft: &mut Draft,
    ids: &[Pick],
    due: Edit<Day>,
    nodes: [Edit<String>; 4],
    why: &str,
    today: Day,
) -> Result<(), Refusal> {
    let why = reason(why)?;
    if let Edit::To(due) = due {
        due_makes_sense(draft, due)?;
    }
    let edits = tidied(nodes)?;
    for pick in distinct(ids)? {
        let commitment = draft.live(pick)?;
        let scheduled = due.applied_to(&commitment.scheduled);
        let nodes = nodes_after(commitment, &edits);
        // The text's own day, written out, sets nothing.
        let same_day = scheduled == commitment.scheduled
            || (commitment.scheduled.is_none() && scheduled == commitment.due_day());
        let scheduled = if same_day {
            commitment.scheduled
        } else {
            scheduled
        };
        if same_day && nodes == commitment.nodes {
            continue;
        }
        if !same_day {
            held::may_schedule(draft.report, commitment, scheduled)?;
        }
        may_declare(draft.report, commitment, &nodes, today)?;
        let mut set = commitment.nodes.iter().zip(&nodes);
        let later = |old: Day| {
            scheduled
                .or(commitment.text_day())
                .is_none_or(|new| new > old)
        };
        if set.any(|(old, new)| old.is_some() && old != new)
            || (!same_day && commitment.due_day().is_some_and(later))
        {
            needed_reason(
                &why,
                "改动已定的节点或推迟时限",
                "Changing a node that was set, or a later day,",
            )?;
        }
        if nodes != commitment.nodes {
            make_sense(commitment, &nodes)?;
        }
        let event = Scheduled {
            due: scheduled,
            nodes: nodes.into(),
            why: why.clone(),
        };
        draft.push(&commitment.id, &Event::Scheduled(event));
    }
    Ok(())
}

/// Edits of the four nodes, kept within their bounds.
pub(super) fn tidied(nodes: [Edit<String>; 4]) -> Result<[Edit<String>; 4], Refusal> {
    let mut edits: [Edit<String>; 4] = Default::default();
    for (edit, wish) in edits.iter_mut().zip(nodes) {
        *edit = match wish {
            Edit::To(text) => match tidy(&text, NODE_CHARS_MAX, "季度节点", "quarter node")? {
                text if text.is_empty() => Edit::Clear,
                text => Edit::To(text),
            },
            other => other,
        };
    }
    Ok(edits)
}

/// The four nodes of a commitment after edits.
pub(super) fn nodes_after(commitment: &Commitment, edits: &[Edit<String>; 4]) -> [Option<Node>; 4] {
    let mut nodes = commitment.nodes.clone();
    for (present, edit) in nodes.iter_mut().zip(edits) {
        let edit = match edit {
            Edit::Keep => continue,
            Edit::Clear => None,
            Edit::To(text) => Some(node(text, commitment.targets.first())),
        };
        // The same words stay the same node, whatever the target has become.
        if edit.as_ref().map(|node| &node.text) != present.as_ref().map(|node| &node.text) {
            *present = edit;
        }
    }
    nodes
}

pub(super) fn claim(
    draft: &mut Draft,
    pick: &Pick,
    claim: Claim,
    why: &str,
    context: &Context,
) -> Result<(), Refusal> {
    let why = reason(why)?;
    let field = |text: &str, zh: &str, en: &str| tidy(text, CLAIM_CHARS_MAX, zh, en);
    let claim = Claim {
        progress: field(&claim.progress, "进展", "progress")?,
        evidence: field(&claim.evidence, "佐证", "evidence")?,
        problems: field(&claim.problems, "存在问题", "problems field")?,
        next: field(&claim.next, "下步措施", "next steps field")?,
        amounts: claim.amounts,
    };
    let commitment = draft.live(pick)?;
    if let Some(amount) = claim
        .amounts
        .iter()
        .find(|it| it.target >= commitment.targets.len())
    {
        let number = amount.target + 1;
        return Err(Refusal::invalid(
            format!("这一条没有第 {number} 个指标，自报数无处可记。请刷新页面后重新填写。"),
            format!(
                "There is no target {number} here that the amount could be claimed of. Reload the page and fill it in again."
            ),
        ));
    }
    let china = TimeZone::fixed(Offset::constant(8));
    let today = context.now.to_zoned(china).date();
    let latest = claim.amounts.iter().filter_map(|it| it.on).max();
    if let Some(day) = latest.filter(|day| *day > today) {
        return Err(Refusal::invalid(
            format!("自报数截至 {day}，这一天还没有到。请改成今天或以前的日期。"),
            format!(
                "The amount is claimed as of {day}, which is still to come. Write today or a day before."
            ),
        ));
    }
    // The same amount of a later day says more than before; without a day it says nothing new.
    let amounts = claim.amounts.iter().filter(|it| {
        let target = commitment.targets.get(it.target);
        let before = commitment.claims_of(it.target).next().and_then(|it| it.on);
        let later = it.value.is_some() && it.on.is_some() && it.on != before;
        target.is_some_and(|target| target.claimed != it.value) || later
    });
    let claim = Claim {
        amounts: amounts.cloned().collect(),
        ..claim
    };
    if commitment.claim != claim {
        draft.push(&commitment.id, &Event::Claimed(Claimed { claim, why }));
    }
    Ok(())
}
