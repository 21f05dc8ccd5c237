//! `cases.md`: examples of a system's work that an office can read and write, and that run.
//!
//! The file is prose; what runs stands in blocks fenced by ```` ```case ````:
//!
//! ````text
//! ```case
//! 案例：证据不足不能认定开工
//! # 一行一步：日期、谁、做什么、哪一条台账；冒号后是填写的内容，箭头后是到达的阶段。
//! 2026-03-02 项目经办人@市住房和城乡建设局 申报入库 P1：项目名称 = 云泽湖大桥，总投资 = 1.2亿 → 储备
//!   级别 = 市级，建设地点 = 泽北区          （缩进的行接着上一步）
//! 2026-03-20 重点项目核查员@市发展和改革委员会 认定开工 P1：开工日期 = 2026-03-18
//!   拒绝：独立旁证                          （不准；答复里要有这些字）
//! 2026-03-23 重点项目核查员@市发展和改革委员会 认定开工 P1：现场照片 = 照片一 2026-03-19 114.5,38.0
//!   事实：project.started = 1（2026-03-18）
//!   时限：开工核查 停止
//!   异常：started-without-account
//! 2026-04-03 提醒 P1：月报
//! 2026-04-09 到期 P1：月报，升级到 city-government
//! 2026-04-09 查看 P1：阶段 = 在建，累计完成投资 = 1.2亿
//!   时限：月报 至 2026-04-08
//! 2026-06-30 口径 projects-started = 1，projects-started（级别：市级） = 1
//! 2026-06-30 已有 95×project.started（级别：市级） = 1        （例子以外的台账陈述的事实）
//! 2026-06-30 灯 projects-started 目标 184个 按日历 = 绿（完成 52.17%，应有 49.59%）
//! ```
//! ````
//!
//! Stages, actions, fields, clocks, units, roles and places are called by id or by name.
//! `接：` and the title of an earlier case begins where that one ended. A record of another
//! system is opened by `<system>.<action>`. English words do as well: `case:`, `after:`,
//! `refused:`, `facts:`, `flags:`, `clock:`, `notice:`, `result:`, `due`, `reminded`,
//! `look`, `measure`, `given`, `light`.

mod act;
mod continued;
mod expect;
mod figures;
mod given;
mod lights;
mod line;
mod read;
mod run;
mod seen;
#[cfg(test)]
mod tests;
mod value;

use youwei_base::Day;
use youwei_decision::diagnostic::Diagnostic;
use youwei_decision::dmn::raw::Place;

pub use figures::{Figures, Lit, Measured, Promised, Told};
pub use read::read;
pub use run::{Outcome, Setting, run};

/// What a `cases.md` says.
#[derive(Debug, Default)]
pub struct Reading {
    /// Its cases, in their order. One with a mistake in it is left out.
    pub cases: Vec<Case>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// An example.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it shows.
    pub title: String,
    /// Where it begins.
    pub place: Place,
    /// The file, for what is said about it.
    pub file: std::sync::Arc<str>,
    /// What happens, day by day.
    pub steps: Vec<Step>,
}

/// Words of the file with their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub place: Place,
}

/// A step of an example.
#[derive(Debug, Clone)]
pub struct Step {
    /// The day.
    pub day: Day,
    /// The line.
    pub place: Place,
    /// What is done.
    pub what: What,
    /// What has to come of it.
    pub expects: Vec<Expect>,
}

/// What is done in a step.
#[derive(Debug, Clone)]
pub enum What {
    /// Somebody acts.
    Act {
        /// The role.
        role: Word,
        /// The unit; none for the public.
        unit: Option<Word>,
        /// The action.
        action: Word,
        /// What the record is called in this case.
        record: Word,
        /// What is filled in, by name.
        input: Vec<(Word, Word)>,
    },
    /// The day came, and time did what it does.
    Time {
        /// The record.
        record: Word,
    },
    /// The log says whether the record's application is looked into.
    Draw {
        /// The record.
        record: Word,
        /// Whether it is.
        chosen: bool,
    },
    /// Somebody looks at a record.
    Look {
        /// The record.
        record: Word,
    },
    /// Somebody looks at figures.
    Measures,
    /// Somebody looks at lights.
    Lights,
    /// Facts that records besides those of the case have stated.
    Given(Vec<Given>),
}

/// Facts that are there already, all alike.
#[derive(Debug, Clone)]
pub struct Given {
    /// How many of them.
    pub times: u32,
    /// The metric.
    pub metric: Word,
    /// A label that they bear, and its value.
    pub label: Option<(Word, Word)>,
    /// How much each of them says.
    pub value: Word,
    /// The day that they count for, if it is another than the step's.
    pub on: Option<Day>,
}

/// What has to come of a step.
#[derive(Debug, Clone)]
pub struct Expect {
    /// Where it stands.
    pub place: Place,
    /// What.
    pub what: Expected,
}

/// What has to come of a step.
#[derive(Debug, Clone)]
pub enum Expected {
    /// The record stands in this stage.
    Stage(Word),
    /// The action is refused with a sentence that has all of these words in it.
    Refused(Vec<Word>),
    /// A field holds this.
    Holds(Word, Word),
    /// The action states this fact, or takes it back.
    Fact {
        /// The metric.
        metric: Word,
        /// How much; none if it is taken back.
        value: Option<Word>,
        /// The day that it counts for, if that is said.
        on: Option<Day>,
    },
    /// Exactly these oddities are seen.
    Flags(Vec<Word>),
    /// A clock is so.
    Clock(Word, ClockIs),
    /// A public notice runs until this day.
    Notice(Word, Day),
    /// On this day a clock ran out, and took the case up to a unit if one is named.
    RanOut(Word, Option<Word>),
    /// On this day the unit was reminded of a clock.
    Reminded(Word),
    /// A measure gives this figure.
    Figure {
        /// The measure.
        measure: Word,
        /// Of the part with this label and value; none of the whole.
        part: Option<(Word, Word)>,
        /// How much.
        value: Word,
    },
    /// A target has this light.
    Light(Box<LightWanted>),
}

/// A light that a step expects.
#[derive(Debug, Clone)]
pub struct LightWanted {
    /// The measure that speaks for the target.
    pub measure: Word,
    /// What is promised, such as 184个; none of what is done or not, or must be 0.
    pub target: Option<Word>,
    /// Whether that is a ceiling.
    pub at_most: bool,
    /// Whether the calendar is its pace, in place of the course that the measure declares.
    pub by_calendar: bool,
    /// The due day; none for the end of the year.
    pub due: Option<Day>,
    /// The light.
    pub light: Word,
    /// What share of the target is reached, in per cent, if that is said.
    pub done: Option<Word>,
    /// The same of what ought to be reached.
    pub pace: Option<Word>,
}

/// How a clock is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockIs {
    /// It runs until this day.
    Until(Day),
    /// What it is for is done.
    Stopped,
    /// It stands still.
    Suspended,
    /// It ran out and nothing was done yet.
    Overdue,
    /// It was not started.
    Never,
}
