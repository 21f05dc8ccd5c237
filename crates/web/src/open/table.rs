//! What an open list is: its columns with all that a reader has to know of them, and
//! where its rows come from.

use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_system::declaration::{FieldAt, System};

use super::oc4ids::Mapping;

/// A list that everybody may have, whole.
pub(crate) struct Table {
    /// Its stable name in addresses, such as `key-projects` or `key-projects.monthly`.
    pub id: String,
    pub name: Bilingual,
    pub about: Bilingual,
    /// What asks for it: the report, a law.
    pub source: String,
    /// The unit that keeps it, by id; none for what is folded from the whole log.
    pub keeper: Option<Arc<str>>,
    pub columns: Vec<Column>,
    /// The columns that tell one row from every other.
    pub key: Vec<&'static str>,
    pub rows: Rows,
}

/// Where the rows come from.
pub(crate) enum Rows {
    /// The records of a system.
    Records(Arc<System>),
    /// The items of a field of records that is a list of tables.
    Items(Arc<System>, FieldAt),
    /// The records, each as a project of OC4IDS.
    Projects(Arc<System>, Arc<Mapping>),
    /// The clocks of records.
    Limits(Arc<System>),
    /// The facts of records that stand.
    Facts(Arc<System>),
    /// The commitments of every report, with their light of today.
    Commitments,
    /// Their numbers, with the figures of today.
    Targets,
    /// The measures, with their figures of today.
    Measures,
    /// Amendments of commitments.
    Amendments,
    /// Two sources that disagree today.
    Contradictions,
    /// Where the numbers of the reports will stand.
    Forecasts,
    /// Past forecasts beside what came.
    Scores,
    /// Lights that changed.
    Lights,
    /// The units of the city.
    Units,
    /// The places of the city.
    Areas,
    /// The words of every list of codes.
    Codes,
}

/// A column.
pub(crate) struct Column {
    /// As it stands in the first line, and in JSON.
    pub name: String,
    pub label: Bilingual,
    pub help: Bilingual,
    pub of: Kind,
    /// 元, 个, %; empty if none.
    pub unit: String,
    pub codes: Codes,
    /// Whether every row has it.
    pub required: bool,
    /// Where it comes from: a field, a formula, the log.
    pub source: Bilingual,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// An exact number.
    Number,
    /// A whole number.
    Whole,
    Day,
    /// A month, such as 2026-03.
    Month,
    /// A moment with its zone.
    Moment,
    YesNo,
    /// Several texts: in CSV parted by `;`.
    Texts,
}

/// Where the words of a column are listed.
#[derive(Debug, Clone)]
pub(crate) enum Codes {
    None,
    /// These: the word, and what it means.
    Of(Vec<(String, Bilingual)>),
    /// The first column of this open list.
    In(&'static str),
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    None,
    Text(String),
    /// The digits of a number, as JSON writes them.
    Number(String),
    YesNo(bool),
    Texts(Vec<String>),
    /// The whole line, in JSON.
    Json(String),
}

impl Cell {
    /// A text, if there is one.
    pub fn text(text: impl Into<String>) -> Cell {
        match text.into() {
            text if text.is_empty() => Cell::None,
            text => Cell::Text(text),
        }
    }

    /// What may be missing.
    pub fn maybe(value: Option<impl ToString>) -> Cell {
        value.map_or(Cell::None, |it| Cell::text(it.to_string()))
    }

    /// A number by its digits.
    pub fn number(value: impl ToString) -> Cell {
        Cell::Number(value.to_string())
    }

    /// A number that may be missing.
    pub fn maybe_number(value: Option<impl ToString>) -> Cell {
        value.map_or(Cell::None, Cell::number)
    }
}

impl Column {
    /// A column of what the log itself says.
    pub fn of_log(
        name: &str,
        of: Kind,
        (zh, en): (&str, &str),
        (help_zh, help_en): (&str, &str),
    ) -> Column {
        Column {
            name: name.to_owned(),
            label: Bilingual::new(zh, en),
            help: Bilingual::new(help_zh, help_en),
            of,
            unit: String::new(),
            codes: Codes::None,
            required: false,
            source: Bilingual::new("账本", "the log"),
        }
    }

    pub fn required(self) -> Column {
        Column {
            required: true,
            ..self
        }
    }

    pub fn coded(self, codes: Codes) -> Column {
        Column { codes, ..self }
    }

    pub fn computed(self) -> Column {
        Column {
            source: Bilingual::new("由事实算出", "computed from facts"),
            ..self
        }
    }

    pub fn read(self) -> Column {
        Column {
            source: Bilingual::new("工作报告", "the work report"),
            ..self
        }
    }
}

impl Kind {
    /// Its name in XML Schema, as CSVW writes it.
    pub fn datatype(self) -> &'static str {
        match self {
            Kind::Text | Kind::Texts => "string",
            Kind::Number => "decimal",
            Kind::Whole => "integer",
            Kind::Day => "date",
            Kind::Month => "gYearMonth",
            Kind::Moment => "dateTimeStamp",
            Kind::YesNo => "boolean",
        }
    }

    /// What people call it.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Kind::Text => ("文字", "text"),
            Kind::Texts => ("多项文字", "several texts"),
            Kind::Number => ("数", "number"),
            Kind::Whole => ("整数", "whole number"),
            Kind::Day => ("日期", "day"),
            Kind::Month => ("月份", "month"),
            Kind::Moment => ("时刻", "moment"),
            Kind::YesNo => ("是否", "yes or no"),
        };
        Bilingual::new(zh, en)
    }
}
