//! What the reader hands on: the report as data, every sentence accounted for.
//!
//! These types are also the reader's published JSON (one object a report); a
//! field is only ever added. `start` and `end` count Unicode characters in
//! [`Reading::text`], the text as it was extracted from the file.

use serde::{Deserialize, Serialize};
use youwei_base::{AreaCode, Bilingual, Day, Decimal};

/// A report, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The title as printed, such as 2026年北京市政府工作报告; empty if none was found.
    pub title: String,
    /// Whose report it is, such as 北京市; empty if the text does not say.
    pub place: String,
    /// The year whose tasks the forward part sets; it resolves 年内 and 6月底前.
    pub year: Option<i16>,
    /// The heading tree in reading order.
    pub outline: Vec<Heading>,
    /// Every sentence in reading order; nothing of the text is outside them but
    /// white space and closing marks.
    pub sentences: Vec<Sentence>,
    /// What the government can be held to.
    pub commitments: Vec<Commitment>,
    /// Numbers that a later fact could meet or miss.
    pub targets: Vec<Target>,
    /// Every number of the forward part, targets and others.
    pub numbers: Vec<NumberMention>,
    /// Named works and what is promised of each.
    pub projects: Vec<Project>,
    /// What a careful reader would note in the margin.
    pub remarks: Vec<Remark>,
    /// How many sentences bear which label.
    pub coverage: Coverage,
    /// The text as extracted, which all places count in.
    #[serde(skip)]
    pub text: String,
}

/// Which part of a report a sentence or heading stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// What was done: last year, the past five years.
    Review,
    /// What is promised: goals, tasks, the government's own conduct.
    Forward,
    /// Neither: title, salutation, what the web page put around the text.
    Other,
}

/// What a sentence does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// It binds the government to something that can be checked.
    Commitment,
    /// It says what was done or how things are.
    State,
    /// It names a theme, salutes, gives reasons or encourages.
    Slogan,
}

/// One heading of the outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 for 一、, 2 for （一）, 3 for 1. and for run-in leads.
    pub level: u8,
    /// The marker as printed, empty for a lead without one.
    pub marker: String,
    /// The title without marker and closing mark.
    pub title: String,
    /// The part it opens or lies in.
    pub part: Part,
    /// First character of the title.
    pub start: usize,
    /// One past the last character of the title.
    pub end: usize,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its text without the closing mark.
    pub text: String,
    /// The part it stands in.
    pub part: Part,
    /// What it does.
    pub label: Label,
    /// Whether it is a commitment of the forward part.
    pub commitment: bool,
    /// First character.
    pub start: usize,
    /// One past the last character, the closing mark left out.
    pub end: usize,
}

/// A sentence or part of one that the government can be held to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commitment {
    /// Made from its words, so that reading twice gives the same.
    pub id: String,
    /// Index of its sentence.
    pub sentence: usize,
    /// Its own words.
    pub text: String,
    /// The verb that promises, such as 开工; empty if none was found.
    pub action: String,
    /// When it falls due, where the text says so.
    pub due: Option<Due>,
    /// Places it names.
    pub places: Vec<Place>,
    /// Up to three units that could lead it, best first.
    pub units: Vec<UnitSuggestion>,
    /// Indexes into [`Reading::targets`].
    pub targets: Vec<usize>,
    /// Indexes into [`Reading::projects`].
    pub projects: Vec<usize>,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A due day and the words it was resolved from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The words, such as 年内 or 6月底前.
    pub text: String,
    /// The last day on which it is still in time; none if the year is not known.
    pub by: Option<Day>,
}

/// A place by name, with its code where the name is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The name in the text.
    pub name: String,
    /// Its code of GB/T 2260.
    pub code: AreaCode,
}

/// A unit that could lead, and why it is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSuggestion {
    /// The unit's name.
    pub unit: String,
    /// The words of the commitment that its declared duties cover.
    pub why: String,
}

/// How the fact must compare with the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Op {
    /// As said.
    #[serde(rename = "=")]
    Equal,
    /// 以上, 不低于, 超.
    #[serde(rename = ">=")]
    AtLeast,
    /// More than.
    #[serde(rename = ">")]
    Above,
    /// 以内, 不超过, 控制在.
    #[serde(rename = "<=")]
    AtMost,
    /// Less than.
    #[serde(rename = "<")]
    Below,
    /// 左右, 约.
    #[serde(rename = "~")]
    About,
    /// Between value and value2.
    #[serde(rename = "range")]
    Range,
}

impl Op {
    /// The sign used in the published JSON and on chips.
    pub fn sign(self) -> &'static str {
        match self {
            Op::Equal => "=",
            Op::AtLeast => ">=",
            Op::Above => ">",
            Op::AtMost => "<=",
            Op::Below => "<",
            Op::About => "~",
            Op::Range => "range",
        }
    }
}

/// What kind of quantity a target sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// An amount reached or done in the period.
    Level,
    /// A change against the year before, in per cent.
    Growth,
    /// An amount added or taken away, or a move by points.
    Delta,
    /// A rate or part of a whole.
    Share,
    /// A place in an order or a class.
    Rank,
}

/// A number that promises something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The text of its sentence.
    pub sentence: String,
    /// The number with its unit, as printed.
    pub mention: String,
    /// What is counted or measured, in the text's own words.
    pub subject: String,
    /// How a fact must compare.
    pub op: Op,
    /// The value in base units.
    #[serde(with = "number")]
    pub value: Decimal,
    /// The upper end of a range.
    #[serde(with = "optional_number")]
    pub value2: Option<Decimal>,
    /// The base unit, such as 元, 人, %, 个百分点.
    pub unit: String,
    /// What kind of quantity it is.
    pub measure: Measure,
    /// The verb, such as 新增.
    pub action: String,
    /// The period words, such as 年内; empty if none.
    pub due: String,
    /// First character of the mention.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
}

/// Any number of the forward part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberMention {
    /// The text of its sentence.
    pub sentence: String,
    /// The number with its unit, as printed.
    pub mention: String,
    /// Target or other.
    pub kind: NumberKind,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// Whether a number promises something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberKind {
    /// It does.
    Target,
    /// A name, ordinal, date, slogan or list marker.
    Other,
}

/// A named work and what is promised of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// The text of its sentence.
    pub sentence: String,
    /// Its name as printed; a joint name stays one.
    pub name: String,
    /// The parts of a joint name; empty for a single one.
    pub parts: Vec<String>,
    /// The text's verb, such as 开工.
    pub action: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A note in the margin, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// What kind of note, such as `begins-mid-section`.
    pub kind: String,
    /// What was noticed and what to do about it.
    pub message: Bilingual,
    /// First character of the place.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
}

/// How many sentences bear which label; the three add up to `sentences`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// All sentences.
    pub sentences: usize,
    /// Those that commit.
    pub commitment: usize,
    /// Those that say what was or is.
    pub state: usize,
    /// The rest.
    pub slogan: usize,
}

/// A decimal as a JSON number. Whole numbers stay whole; others pass through
/// the nearest double, which gives back the same digits for up to 15 of them.
mod number {
    use serde::{Deserialize, Deserializer, Serializer};
    use youwei_base::Decimal;

    pub fn serialize<S: Serializer>(value: &Decimal, out: S) -> Result<S::Ok, S::Error> {
        let value = value.normalize();
        if value.scale() == 0
            && let Ok(whole) = i64::try_from(value)
        {
            return out.serialize_i64(whole);
        }
        out.serialize_f64(f64::try_from(value).unwrap_or(f64::NAN))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Decimal, D::Error> {
        let number = serde_json::Number::deserialize(input)?;
        let text = number.to_string();
        Decimal::from_str_exact(&text)
            .or_else(|_| Decimal::from_scientific(&text))
            .map_err(serde::de::Error::custom)
    }
}

mod optional_number {
    use serde::{Deserialize, Deserializer, Serializer};
    use youwei_base::Decimal;

    pub fn serialize<S: Serializer>(value: &Option<Decimal>, out: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::number::serialize(value, out),
            None => out.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Decimal>, D::Error> {
        #[derive(Deserialize)]
        struct One(#[serde(with = "super::number")] Decimal);
        Ok(Option::<One>::deserialize(input)?.map(|one| one.0))
    }
}
