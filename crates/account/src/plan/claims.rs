//! What a row says of the unit's own progress: amounts, the day they speak of, words.

use youwei_base::Bilingual;

use super::cell::day_of_serial;
use super::column::Column;
use super::day::read_day;
use super::row::{Task, numbers};
use super::wishes::{CLEARS, Line, edit};
use crate::commitment::{Claim, ClaimedAmount, Commitment};
use crate::decide::node;
use crate::target::{Target, readable};
use crate::{Command, Edit, Pick};

/// The amounts that the unit claims, of those that differ: one cell for all its numbers,
/// in the order of their goals, and one for the day up to which they speak.
fn amounts(
    line: &Line,
    task: &Task,
    commitment: &Commitment,
    year: Option<i16>,
    notes: &mut Vec<Bilingual>,
) -> Vec<ClaimedAmount> {
    let on = match edit(line, Column::ClaimedOn, task, notes) {
        Edit::To(text) => match read_day(&text, year).or_else(|| day_of_serial(&text)) {
            Some(day) => Some(day),
            None => {
                notes.push(Bilingual::new(
                    format!("自报截至“{text}”看不懂，自报数未采用，请填日期（如 2026-06-30）"),
                    format!("The day “{text}” that the amounts speak of was not understood; write a date such as 2026-06-30"),
                ));
                return Vec::new();
            }
        },
        // The day that is there is of the amounts that are there.
        Edit::Keep | Edit::Clear => None,
    };
    let typed = match edit(line, Column::Claimed, task, notes) {
        Edit::To(text) => text,
        Edit::Clear => return taken_back(commitment),
        // The same amounts of another day.
        Edit::Keep if on.is_some() && !task.claimed.is_empty() => task.claimed.join("；"),
        Edit::Keep => return Vec::new(),
    };
    let parts: Vec<&str> = typed.split(['；', ';', '\n']).map(str::trim).collect();
    let numbers: Vec<(usize, &Target)> = numbers(commitment).collect();
    if parts.len() != numbers.len() {
        let (given, goals) = (parts.len(), numbers.len());
        notes.push(Bilingual::new(
            format!("自报数“{typed}”有 {given} 个数，年度目标值有 {goals} 个，未采用；请按目标的次序逐个填写，用“；”分开，没有的留空"),
            format!("“{typed}” has {given} amounts for {goals} goals and was not taken; write one for each in their order, parted by ；, and leave what there is none of empty"),
        ));
        return Vec::new();
    }
    if on.is_none() {
        notes.push(Bilingual::new(
            "没有填新的自报截至，自报数按交表时看",
            "No new day was given that the amounts speak of; they are taken as of when the sheet came in",
        ));
    }
    let mut amounts = Vec::new();
    for (part, (at, target)) in parts.into_iter().zip(numbers) {
        if part.is_empty() {
            continue;
        }
        // A share of the target, which a node may be, is no amount.
        let share = part.ends_with(['%', '％']) && !target.unit.contains('%');
        match node(part, Some(target)).value.filter(|_| !share) {
            Some(value) => amounts.push(ClaimedAmount {
                target: at,
                value: Some(value),
                on,
            }),
            None => notes.push(Bilingual::new(
                format!(
                    "自报数“{part}”不是数，未采用；请写成 {} 的样子",
                    readable(target.value)
                ),
                format!(
                    "“{part}” is no amount and was not taken; write it like {}",
                    readable(target.value)
                ),
            )),
        }
    }
    amounts
}

fn taken_back(commitment: &Commitment) -> Vec<ClaimedAmount> {
    let claimed = numbers(commitment).filter(|(_, target)| target.claimed.is_some());
    let none = |(target, _)| ClaimedAmount {
        target,
        ..ClaimedAmount::default()
    };
    claimed.map(none).collect()
}

pub(super) fn claims(
    line: &Line,
    task: &Task,
    commitment: &Commitment,
    year: Option<i16>,
    pick: &Pick,
    why: &str,
    notes: &mut Vec<Bilingual>,
) -> Option<Command> {
    let amounts = amounts(line, task, commitment, year, notes);
    let mut field = |column: Column| match edit(line, column, task, notes) {
        Edit::Keep => column.text(task),
        // "None" is an answer to "problems".
        Edit::Clear => CLEARS.to_owned(),
        Edit::To(text) => text,
    };
    let claim = Claim {
        amounts,
        progress: field(Column::Progress),
        evidence: field(Column::Evidence),
        problems: field(Column::Problems),
        next: field(Column::Next),
    };
    (claim != task.claim).then(|| Command::Claim {
        id: pick.clone(),
        claim,
        why: why.to_owned(),
    })
}
