//! What one row of a filled-in sheet wishes.

use std::collections::BTreeMap;

use youwei_base::{Bilingual, Light};

use super::cell::{Cell, day_of_serial};
use super::claims::claims;
use super::column::{Column, light_word};
use super::day::read_day;
use super::row::Task;
use crate::commitment::Commitment;
use crate::decide::{node, parts_units};
use crate::{Account, Command, Edit, Pick};

/// The word that empties a field; a blank cell leaves it as it is.
pub(super) const CLEARS: &str = "无";

/// One row of the sheet.
pub(super) struct Line<'a> {
    pub number: u32,
    pub cells: &'a BTreeMap<u32, Cell>,
    pub columns: &'a BTreeMap<Column, u32>,
}

impl Line<'_> {
    pub fn cell(&self, column: Column) -> Option<&Cell> {
        self.cells.get(self.columns.get(&column)?)
    }

    pub fn text(&self, column: Column) -> &str {
        match self.cell(column) {
            Some(Cell::Text(text)) => text,
            _ => "",
        }
    }

    /// A blank row, a section row or a remark under the table: nothing in it
    /// names a commitment or asks for a change.
    pub fn is_bare(&self) -> bool {
        [
            Column::Id,
            Column::Task,
            Column::Lead,
            Column::Supporting,
            Column::Due,
        ]
        .iter()
        .all(|&column| self.cell(column).is_none())
    }

    /// A header repeated for print.
    pub fn is_header(&self) -> bool {
        Column::of_header(self.text(Column::Lead)) == Some(Column::Lead)
    }
}

/// What a row wishes, and what of it was not understood.
#[derive(Default)]
pub(super) struct Wishes {
    pub commands: Vec<(Bilingual, Command)>,
    pub notes: Vec<Bilingual>,
}

/// Marks a note that needs no answer.
const HINT: &str = "留空";

pub(super) fn is_hint(note: &Bilingual) -> bool {
    note.zh.starts_with(HINT)
}

/// How a cell differs from what the account would print in it.
pub(super) fn edit(
    line: &Line,
    column: Column,
    task: &Task,
    notes: &mut Vec<Bilingual>,
) -> Edit<String> {
    let now = column.text(task);
    match line.cell(column) {
        None if now.is_empty() || !line.columns.contains_key(&column) => Edit::Keep,
        None => {
            let header = column.header();
            notes.push(Bilingual::new(
                format!("{HINT}的“{header}”保持原值“{now}”；要清除请填“{CLEARS}”"),
                format!("The blank {header} keeps “{now}”; write {CLEARS} to clear it"),
            ));
            Edit::Keep
        }
        Some(Cell::Wrong(error)) => {
            let header = column.header();
            notes.push(Bilingual::new(
                format!("“{header}”的单元格是错误值 {error}，未采用，请改正"),
                format!("The cell of {header} holds the error {error}; put it right"),
            ));
            Edit::Keep
        }
        Some(Cell::Day(day)) if day.to_string() == now => Edit::Keep,
        Some(Cell::Day(day)) => Edit::To(day.to_string()),
        Some(Cell::Text(text)) if squeezed(text) == squeezed(&now) => Edit::Keep,
        Some(Cell::Text(text)) if text == CLEARS => Edit::Clear,
        Some(Cell::Text(text)) => Edit::To(text.clone()),
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

pub(super) fn wishes(
    line: &Line,
    task: &Task,
    commitment: &Commitment,
    account: &Account,
) -> Wishes {
    let mut wishes = Wishes::default();
    let pick = Pick {
        id: task.id.clone(),
        seen: line.text(Column::Version).parse().ok(),
    };
    let why = format!("分工方案表格第 {} 行", line.number);
    let names = |zh: &str, en: &str| Bilingual::new(zh, en);
    let mut commands = Vec::new();
    let notes = &mut wishes.notes;
    if let Some(command) = owners(line, task, commitment, &pick, &why, notes) {
        commands.push((names("领导和单位", "leader and units"), command));
    }
    let year = account.report().and_then(|report| report.year);
    if let Some(command) = days(line, task, commitment, year, &pick, &why, notes) {
        commands.push((names("时限和节点", "due day and nodes"), command));
    }
    if let Some(command) = claims(line, task, commitment, year, &pick, &why, notes) {
        commands.push((names("自报情况", "what the unit claims"), command));
    }
    if let Some(command) = visibility(line, task, &pick, &why, notes) {
        commands.push((names("是否公开", "visibility"), command));
    }
    // In a sheet of before a correction the old words are no wish.
    if pick.seen.is_none_or(|seen| seen >= commitment.version) {
        untouched(line, task, notes);
    }
    wishes.commands = commands;
    wishes
}

/// What was written where a sheet changes nothing.
fn untouched(line: &Line, task: &Task, notes: &mut Vec<Bilingual>) {
    let written = |column: Column| match line.cell(column) {
        Some(Cell::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    // A light of another day is no wish either.
    let light = |text: &str| {
        let first = text.lines().next().unwrap_or("");
        Light::ALL.into_iter().any(|it| light_word(it) == first)
    };
    if let Some(text) = written(Column::Light).filter(|it| !light(it)) {
        notes.push(Bilingual::new(
            format!("状态灯由事实算出，不能填，“{text}”未采用"),
            format!("The light follows from facts and is not filled in; “{text}” was not taken"),
        ));
    }
    for column in [Column::Goal, Column::Kind, Column::Task] {
        let now = column.text(task);
        // What was amended reads otherwise before and after its day.
        let other = |it: &&str| squeezed(it) != squeezed(&now);
        if let Some(text) = written(column).filter(other)
            && column.before(task).next().is_none()
        {
            let header = column.header();
            notes.push(Bilingual::new(
                format!("“{header}”不能在表里改，“{text}”未采用；读错了的在承诺页更正，确有变动的在那里调整"),
                format!("{header} is not changed in a sheet and “{text}” was not taken; correct it on the commitment's page if it was read wrongly, amend it there if it has changed"),
            ));
        }
    }
}

fn units(text: &str) -> Vec<String> {
    text.split(parts_units)
        .filter(|unit| !unit.is_empty())
        .map(str::to_owned)
        .collect()
}

fn owners(
    line: &Line,
    task: &Task,
    commitment: &Commitment,
    pick: &Pick,
    why: &str,
    notes: &mut Vec<Bilingual>,
) -> Option<Command> {
    let lead = match edit(line, Column::Lead, task, notes) {
        Edit::To(text) => {
            let named = units(&text);
            if named.len() > 1 {
                notes.push(Bilingual::new(
                    format!("牵头单位只能有一个，“{text}”未采用，请只留一个"),
                    format!("There is one lead unit only; “{text}” was not taken, keep one"),
                ));
                Edit::Keep
            } else {
                named.into_iter().next().map_or(Edit::Keep, Edit::To)
            }
        }
        other => other,
    };
    let supporting = match edit(line, Column::Supporting, task, notes) {
        Edit::To(text) => Edit::To(units(&text)),
        Edit::Clear => Edit::To(Vec::new()),
        Edit::Keep => Edit::Keep,
    };
    let leader = edit(line, Column::Leader, task, notes);
    if (&lead, &supporting, &leader) == (&Edit::Keep, &Edit::Keep, &Edit::Keep) {
        return None;
    }
    let supporting = supporting.applied_to(&Some(commitment.supporting.clone()));
    Some(Command::Assign {
        ids: vec![pick.clone()],
        lead: lead.applied_to(&commitment.lead),
        supporting: supporting.unwrap_or_default(),
        leader,
        why: why.to_owned(),
    })
}

/// What stands in a cell before the lines of old values, as [`Column::text`] writes them.
fn without_old(text: &str) -> String {
    let kept = text.lines().take_while(|line| !line.starts_with("原 "));
    kept.collect::<Vec<_>>().join("\n")
}

fn days(
    line: &Line,
    task: &Task,
    commitment: &Commitment,
    year: Option<i16>,
    pick: &Pick,
    why: &str,
    notes: &mut Vec<Bilingual>,
) -> Option<Command> {
    let due = match edit(line, Column::Due, task, notes) {
        Edit::Keep => Edit::Keep,
        Edit::Clear if commitment.scheduled.is_none() => {
            notes.push(Bilingual::new(
                "这个完成时限来自报告原文，不能在表中清除；如有误，请在系统中更正",
                "This due day is the report's own, which a sheet does not clear; correct it in the account if it is wrong",
            ));
            Edit::Keep
        }
        Edit::Clear => Edit::Clear,
        Edit::To(text) => {
            // Old days stand on lines of their own behind it.
            let text = text.lines().next().unwrap_or("").trim();
            match read_day(text, year).or_else(|| day_of_serial(text)) {
                Some(day) if Some(day) == task.due => Edit::Keep,
                Some(day) => Edit::To(day),
                None => {
                    notes.push(Bilingual::new(
                    format!("完成时限“{text}”看不懂，未采用，请填日期（如 2026-06-30）或“6月底”“年底”"),
                    format!("The due day “{text}” was not understood; write a date such as 2026-06-30"),
                ));
                    Edit::Keep
                }
            }
        }
    };
    let mut nodes: [Edit<String>; 4] = Default::default();
    let now = task.nodes.iter();
    for ((wish, now), column) in nodes.iter_mut().zip(now).zip(Column::QUARTERS) {
        *wish = match edit(line, column, task, notes) {
            Edit::To(text) => match without_old(&text) {
                text if squeezed(&text) == squeezed(now) => Edit::Keep,
                text => Edit::To(text),
            },
            other => other,
        };
        let target = commitment.targets.first();
        if let (Edit::To(text), Some(_)) = (&*wish, target)
            && node(text, target).value.is_none()
        {
            let header = column.header();
            notes.push(Bilingual::new(
                format!("“{header}”的“{text}”不是数，只作文字记下，不作进度的依据"),
                format!("“{text}” of {header} is no amount; it is kept as words and no pace is told from it"),
            ));
        }
    }
    if due == Edit::Keep && nodes.iter().all(|node| *node == Edit::Keep) {
        return None;
    }
    Some(Command::Schedule {
        ids: vec![pick.clone()],
        due,
        nodes,
        why: why.to_owned(),
    })
}

fn visibility(
    line: &Line,
    task: &Task,
    pick: &Pick,
    why: &str,
    notes: &mut Vec<Bilingual>,
) -> Option<Command> {
    let ids = vec![pick.clone()];
    let why = why.to_owned();
    match edit(line, Column::Public, task, notes) {
        Edit::Keep => None,
        Edit::To(text) if text == "是" => Some(Command::Publish { ids, why }),
        Edit::To(text) if text == "否" => Some(Command::Hide { ids, why }),
        Edit::To(_) | Edit::Clear => {
            notes.push(Bilingual::new(
                "“是否公开”只能填“是”或“否”，未采用",
                "是否公开 takes 是 or 否 only; not taken",
            ));
            None
        }
    }
}
