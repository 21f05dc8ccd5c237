//! The work-division plan 分工方案: the account as an office hands it out, and
//! the way back from a filled-in sheet.
//!
//! Every form of it (sheet, document, CSV, JSON) shows the same [`rows`]. The
//! sheet carries each commitment's id and version, so that [`import`] can tell
//! what came back, and whether somebody was faster.

mod cell;
mod claims;
mod column;
mod csv_form;
mod day;
mod docx_form;
mod import;
mod json_form;
mod row;
mod wishes;
mod xlsx_form;
mod xlsx_sheets;

pub use cell::{Cell, Grid, Sheet, sheets};
pub use csv_form::csv;
pub use day::read_day;
pub use docx_form::docx;
pub use import::{Import, May, Outcome, RowOutcome, import};
pub use json_form::json;
pub use row::{PlanRow, Task, WasAmended, rows};
pub use xlsx_form::xlsx;

use jiff::Timestamp;
use youwei_base::{Bilingual, Day};

use crate::{Account, Book};

/// What a form of the plan is made of.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    /// The account.
    pub account: &'a Account,
    /// The facts that its lights are computed from.
    pub book: &'a Book,
    /// The day for which the lights hold.
    pub today: Day,
    /// The moment that the file names as that of its making.
    pub at: Timestamp,
    /// Names of known units, offered in the sheet's lead column.
    pub units: &'a [&'a str],
}

/// A form of the plan could not be made: the writer of the format says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotMade {
    /// What went wrong and what to do.
    pub sentence: Bilingual,
}

impl std::fmt::Display for NotMade {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.sentence.fmt(out)
    }
}

impl std::error::Error for NotMade {}

fn not_made(error: impl std::fmt::Display) -> NotMade {
    NotMade {
        sentence: Bilingual::new(
            format!(
                "分工方案文件没有生成（{error}）。请改用另一种格式导出，并把这句话告诉维护人员。"
            ),
            format!(
                "The plan's file could not be made ({error}). Export another format and pass this sentence on."
            ),
        ),
    }
}

/// The title of the plan, such as 2026年云泽市政府工作报告重点任务分工方案.
pub(crate) fn title(account: &Account) -> String {
    let (place, year) = account
        .report()
        .map_or(("", None), |report| (report.place.as_str(), report.year));
    match year {
        Some(year) => format!("{year}年{place}政府工作报告重点任务分工方案"),
        None => format!("{place}政府工作报告重点任务分工方案"),
    }
}

/// The line under the title.
pub(crate) fn note(made: &Made, tasks: usize) -> String {
    let report = made.account.report();
    let revision = report.map_or(0, |report| report.revision);
    let text = if revision == 0 {
        "报告原稿".to_owned()
    } else {
        format!("报告第{revision}次修订稿")
    };
    format!(
        "共 {tasks} 项。依据{text}分解；状态灯为 {} 按事实记录计算；{} 导出。",
        made.today,
        crate::beijing_time(made.at)
    )
}
