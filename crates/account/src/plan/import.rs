//! The way back: what a filled-in sheet changes, row by row, and what in it was
//! not understood.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use youwei_base::{Bilingual, Day};

use super::cell::{Cell, Grid, Sheet, sheets};
use super::column::Column;
use super::row::{PlanRow, Task, rows};
use super::wishes::{Line, is_hint, wishes};
use crate::commitment::Commitment;
use crate::filter::folded;
use crate::{Account, Book, Command, Context, Refusal, decide};

/// What a sheet asks for.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Changes that were understood and may be made, in the order of the rows.
    /// Decide them together as [`Command::Several`].
    pub changes: Vec<Command>,
    /// One for each row that speaks of a commitment, or tries to.
    pub rows: Vec<RowOutcome>,
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOutcome {
    /// The row as the sheet numbers it, from 1.
    pub row: u32,
    /// The commitment it speaks of, if that was found.
    pub id: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// What was taken and what was not, and why.
    pub why: Bilingual,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It changes something; what else in it was not understood is in `why`.
    Applied,
    /// It says what the account says.
    Unchanged,
    /// Nothing of it could be taken.
    NotUnderstood,
    /// The account is newer than the sheet; nothing of it was taken.
    Conflict,
}

/// What stands against a change; nothing if it may be made.
pub type May<'a> = &'a dyn Fn(&Command) -> Result<(), Bilingual>;

/// How far down a sheet its header may stand.
const HEADER_ROWS_MAX: usize = 30;

/// Reads a filled-in plan against the account.
///
/// Columns are found by their headers, wherever they stand; blank rows and
/// section rows are passed over; a cell merged downwards speaks for all its rows.
/// `now` is the moment at which it comes back, and `may` says what stands against a change that the account itself would accept: that
/// whoever hands the sheet in may not make it, that a unit is none.
///
/// # Errors
/// A refusal if the file is no workbook, too large, or has no plan in it.
pub fn import(
    xlsx: &[u8],
    account: &Account,
    now: Timestamp,
    may: May<'_>,
) -> Result<Import, Refusal> {
    let mut sheets = sheets(xlsx)?;
    let found = sheets
        .iter()
        .enumerate()
        .find_map(|(index, sheet)| Some((index, header(&sheet.cells)?)));
    let Some((index, (header_row, columns))) = found else {
        return Err(Refusal::invalid(
            "表中没有找到分工方案的表头（至少要有“编号”或“具体任务”，以及“牵头单位”）。请用系统导出的表格填写。",
            "No header of a plan was found (编号 or 具体任务, and 牵头单位, at least). Fill in a sheet exported from here.",
        ));
    };
    let mut sheet = sheets.swap_remove(index);
    fill_merged(&mut sheet, &columns);

    // Lights are not looked at, and what was amended is as it is now.
    let today = Day::MAX;
    let tasks: Vec<Task> = rows(account, &Book::default(), today)
        .into_iter()
        .filter_map(|row| match row {
            PlanRow::Task(task) => Some(*task),
            PlanRow::Section { .. } => None,
        })
        .collect();
    let mut import = Import::default();
    let mut seen = BTreeSet::new();
    for (&at, cells) in sheet.cells.range(header_row + 1..) {
        let line = Line {
            number: at + 1,
            cells,
            columns: &columns,
        };
        if line.is_bare() || line.is_header() {
            continue;
        }
        let outcome = read_line(
            &line,
            account,
            (now, may),
            &tasks,
            &mut seen,
            &mut import.changes,
        );
        import.rows.push(outcome);
    }
    Ok(import)
}

/// Where the header stands, and which column is which.
fn header(cells: &Grid) -> Option<(u32, BTreeMap<Column, u32>)> {
    cells
        .iter()
        .take(HEADER_ROWS_MAX)
        .find_map(|(&row, cells)| {
            let columns = columns_of(cells);
            let known = columns.contains_key(&Column::Id) || columns.contains_key(&Column::Task);
            (known && columns.contains_key(&Column::Lead)).then_some((row, columns))
        })
}

fn columns_of(cells: &BTreeMap<u32, Cell>) -> BTreeMap<Column, u32> {
    let mut columns = BTreeMap::new();
    for (&at, cell) in cells {
        if let Cell::Text(text) = cell
            && let Some(column) = Column::of_header(text)
        {
            // The first of two columns with one name is meant.
            columns.entry(column).or_insert(at);
        }
    }
    columns
}

/// Puts the value of a cell that was merged downwards into all its rows, in the
/// columns where one value for several tasks makes sense.
fn fill_merged(sheet: &mut Sheet, columns: &BTreeMap<Column, u32>) {
    let shared: Vec<u32> = [
        Column::Leader,
        Column::Lead,
        Column::Supporting,
        Column::Due,
    ]
    .iter()
    .filter_map(|column| columns.get(column).copied())
    .collect();
    for area in &sheet.merged_down {
        let at = area.start.1;
        let Some(value) = sheet
            .cells
            .get(&area.start.0)
            .and_then(|cells| cells.get(&at))
            .cloned()
        else {
            continue;
        };
        if shared.contains(&at) {
            for (_, cells) in sheet.cells.range_mut(area.start.0 + 1..=area.end.0) {
                cells.entry(at).or_insert_with(|| value.clone());
            }
        }
    }
}

fn read_line(
    line: &Line,
    account: &Account,
    (now, may): (Timestamp, May<'_>),
    tasks: &[Task],
    seen: &mut BTreeSet<String>,
    changes: &mut Vec<Command>,
) -> RowOutcome {
    let told = |id: Option<&str>, outcome, zh: String, en: String| RowOutcome {
        row: line.number,
        id: id.map(str::to_owned),
        outcome,
        why: Bilingual::new(zh, en),
    };
    let (task, commitment) = match find(line, account, tasks) {
        Ok(found) => found,
        Err(why) => {
            return RowOutcome {
                row: line.number,
                id: None,
                outcome: Outcome::NotUnderstood,
                why,
            };
        }
    };
    let id = Some(task.id.as_str());
    if !seen.insert(task.id.clone()) {
        return told(
            id,
            Outcome::NotUnderstood,
            format!(
                "编号 {} 在表中出现了不止一次，只取第一行。请删去多余的行。",
                task.id
            ),
            format!(
                "{} stands in the sheet more than once; the first row counts. Delete the others.",
                task.id
            ),
        );
    }
    let wishes = wishes(line, task, commitment, account);
    let mut notes = wishes.notes;
    let asks = !wishes.commands.is_empty();
    if asks && let Some(stale) = stale(line, account, commitment) {
        return RowOutcome {
            row: line.number,
            id: id.map(str::to_owned),
            outcome: Outcome::Conflict,
            why: stale,
        };
    }
    let mut done = Vec::new();
    for (what, command) in wishes.commands {
        // Only what would be accepted is passed on; the actor decides nothing.
        let context = Context {
            now,
            actor: String::new(),
        };
        match decide(account, command.clone(), &context) {
            Ok(decision) if decision.events.is_empty() => {}
            Ok(_) => match may(&command) {
                Ok(()) => {
                    changes.push(command);
                    done.push(what);
                }
                Err(against) => notes.push(against),
            },
            Err(refusal) => notes.push(refusal.sentence),
        }
    }
    let outcome = match (done.is_empty(), notes.iter().any(|note| !is_hint(note))) {
        (false, _) => Outcome::Applied,
        (true, true) => Outcome::NotUnderstood,
        (true, false) => Outcome::Unchanged,
    };
    let mut zh: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    if done.is_empty() {
        zh.push("没有改动".to_owned());
        en.push("Nothing changed".to_owned());
    } else {
        zh.push(format!("采用：{}", join(&done, |what| &what.zh, "、")));
        en.push(format!("Taken: {}", join(&done, |what| &what.en, ", ")));
    }
    zh.extend(notes.iter().map(|note| note.zh.clone()));
    en.extend(notes.iter().map(|note| note.en.clone()));
    told(id, outcome, zh.join("。"), en.join(". "))
}

fn join<'a>(all: &'a [Bilingual], word: impl Fn(&'a Bilingual) -> &'a String, by: &str) -> String {
    let words: Vec<&str> = all.iter().map(|one| word(one).as_str()).collect();
    words.join(by)
}

/// The commitment that a row speaks of: by its id, else by its words alone.
fn find<'a>(
    line: &Line,
    account: &'a Account,
    tasks: &'a [Task],
) -> Result<(&'a Task, &'a Commitment), Bilingual> {
    let id = line.text(Column::Id);
    let words = folded(line.text(Column::Task));
    let by_id = tasks.iter().find(|task| task.id == id);
    let task = match by_id {
        Some(task) => Some(task),
        None if id.is_empty() && !words.is_empty() => {
            let mut same = tasks.iter().filter(|task| folded(&task.task) == words);
            same.next().filter(|_| same.next().is_none())
        }
        None => None,
    };
    let found = task.and_then(|task| Some((task, account.commitment(&task.id)?)));
    found.ok_or_else(|| match account.commitment(id) {
        Some(gone) => Bilingual::new(
            format!("编号 {id} 现为“{}”，不在分工之列。请删去这一行，或先在系统中恢复它。", gone.status.name().zh),
            format!("{id} is now “{}” and not part of the plan. Delete the row, or restore it first.", gone.status.name().en),
        ),
        None if id.is_empty() => Bilingual::new(
            "这一行没有编号，也没有与台账中某一条相同的具体任务。请从导出的表格中补上编号。",
            "The row has no id, nor the words of exactly one commitment. Copy the id from an exported sheet.",
        ),
        None => Bilingual::new(
            format!("台账中没有编号 {id}。请核对是否为本报告的分工方案。"),
            format!("There is no {id} in the account. Check that the sheet belongs to this report."),
        ),
    })
}

/// Why a row that asks for changes comes too late, if it does.
fn stale(line: &Line, account: &Account, commitment: &Commitment) -> Option<Bilingual> {
    let seen: u64 = line.text(Column::Version).parse().ok()?;
    if seen >= commitment.version {
        return None;
    }
    let last = account.history(&commitment.id).last()?;
    let time = crate::beijing_time(last.time);
    Some(Bilingual::new(
        format!(
            "表格是第 {seen} 版，系统已是第 {} 版：{}于 {time} {}。未采用这一行，请核对后重新导出再填。",
            commitment.version, last.actor, last.what.zh
        ),
        format!(
            "The sheet has version {seen}, the account {}: {} at {time} (Beijing), {}. The row was not taken; export again and fill it in anew.",
            commitment.version, last.actor, last.what.en
        ),
    ))
}
