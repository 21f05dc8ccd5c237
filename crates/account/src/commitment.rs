//! One commitment of the account: what the report says of it and what people
//! have decided since.

use serde::{Deserialize, Serialize};
use youwei_base::{AreaCode, Bilingual, Day, Decimal};

use crate::target::Bound;
use crate::{Span, Target};

/// A sentence or part of one that the government can be held to, as it stands.
///
/// `text`, `action`, `due` and `targets` are the present ones; what the reader
/// first took from the page stays in `as_read` for ever.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commitment {
    /// Stable over corrections and revisions of the report; unique in it.
    pub id: String,
    /// How many events have touched it. A form carries it as `seen`.
    pub version: u64,
    /// Its own words.
    pub text: String,
    /// Where they are printed.
    pub span: Span,
    /// The sentence (or adjacent sentences, after a merger) they stand in.
    pub sentence: Span,
    /// The verb that promises; empty if none was found.
    pub action: String,
    /// When the text says it falls due.
    pub due: Option<Due>,
    /// The due day that a person set; it goes before the text's.
    pub scheduled: Option<Day>,
    /// What is to be reached by the end of each quarter.
    pub nodes: [Option<Node>; 4],
    /// Places it names.
    pub places: Vec<Place>,
    /// Units that could lead it, best first.
    pub suggestions: Vec<Suggestion>,
    /// The one unit that leads it 牵头单位.
    pub lead: Option<String>,
    /// Units that support it 配合单位, in order, none twice, never the lead.
    pub supporting: Vec<String>,
    /// The leader who takes it up 牵头市领导.
    pub leader: Option<String>,
    /// Its numbers.
    pub targets: Vec<Target>,
    /// Named works in it.
    pub projects: Vec<Project>,
    /// Where it stands in its life.
    pub status: Status,
    /// Its class in the plan 任务分类.
    pub kind: Kind,
    /// Whether a person set the class, which then no longer follows the words.
    pub kind_by_hand: bool,
    /// Indexes into [`Report::headings`](crate::Report::headings), outermost first.
    pub section: Vec<usize>,
    /// Whether it is shown to the public 是否公开.
    pub public: bool,
    /// What the unit says of itself; shown beside the figure, never as it.
    pub claim: Claim,
    /// Every amount that was ever claimed, the earliest first.
    #[serde(default)]
    pub claims: Vec<ClaimSeen>,
    /// The measures that say whether it is done, beside those of its numbers: for a work
    /// that it names, that of the work's record.
    #[serde(default)]
    pub milestones: Vec<Bound>,
    /// What units hold against its light; shown beside it, and moves nothing.
    #[serde(default)]
    pub disputes: Vec<Dispute>,
    /// Whether a person once confirmed it, or what it was cut out of: from then on what it
    /// promises changes by amendments only, whatever else becomes of it.
    #[serde(default)]
    pub held: bool,
    /// What was amended of it, in the order of the log. Its present fields are those after
    /// all of them; [`Commitment::on`] gives those of a day.
    #[serde(default)]
    pub amendments: Vec<crate::Amendment>,
    /// The commitment whose words it is part of, if it came out of a split.
    pub part_of: Option<String>,
    /// What the reader took from the page, before any correction.
    pub as_read: Wording,
    /// What it was when a revised text dropped it, should it come back.
    pub(crate) dropped_as: Option<Status>,
}

impl Commitment {
    /// The day on which it falls due: a person's if one set it, else the text's.
    pub fn due_day(&self) -> Option<Day> {
        self.scheduled.or_else(|| self.text_day())
    }

    /// The day that the text says.
    pub(crate) fn text_day(&self) -> Option<Day> {
        self.due.as_ref().and_then(|due| due.by)
    }

    /// The amounts that were claimed of one of its numbers, the latest first.
    pub fn claims_of(&self, number: usize) -> impl Iterator<Item = &ClaimSeen> {
        let all = self.claims.iter().rev();
        all.filter(move |it| it.target == number)
    }

    /// Whether a number could meet or miss it.
    pub fn measurable(&self) -> bool {
        self.targets.iter().any(|target| !target.dropped)
    }

    /// Whether the government is held to it: neither rejected nor gone into
    /// others nor dropped from the text.
    pub fn is_live(&self) -> bool {
        matches!(self.status, Status::Read | Status::Confirmed)
    }

    /// Whether its words still stand in the account as its own.
    pub fn is_shown(&self) -> bool {
        self.is_live() || self.status == Status::Rejected
    }
}

/// What the reader took from the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wording {
    /// The reader's own id of these words.
    pub id: String,
    /// The words.
    pub text: String,
    /// Where they are printed.
    pub span: Span,
    /// The verb.
    pub action: String,
    /// When it falls due.
    pub due: Option<Due>,
    /// Its numbers.
    pub targets: Vec<Target>,
    /// Named works in it.
    pub projects: Vec<Project>,
}

/// Where a commitment stands in its life.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Read by the program, not yet looked at by a person.
    Read,
    /// A person has said that it is one.
    Confirmed,
    /// A person has said that it is not one.
    Rejected,
    /// Its words went into another.
    Merged {
        /// The id of that one.
        into: String,
    },
    /// Its words went into several.
    Split {
        /// Their ids, in the order of the text.
        into: Vec<String>,
    },
    /// A revised text no longer has it.
    Dropped,
}

impl Status {
    /// The word used for it in addresses and exports.
    pub fn key(&self) -> &'static str {
        match self {
            Status::Read => "read",
            Status::Confirmed => "confirmed",
            Status::Rejected => "rejected",
            Status::Merged { .. } => "merged",
            Status::Split { .. } => "split",
            Status::Dropped => "dropped",
        }
    }

    /// What it tells the reader of a page.
    pub fn name(&self) -> Bilingual {
        match self {
            Status::Read => Bilingual::new("待确认", "to be confirmed"),
            Status::Confirmed => Bilingual::new("已确认", "confirmed"),
            Status::Rejected => Bilingual::new("不作为承诺", "not a commitment"),
            Status::Merged { .. } => Bilingual::new("已并入", "merged"),
            Status::Split { .. } => Bilingual::new("已拆分", "split"),
            Status::Dropped => Bilingual::new("修订稿已无", "gone from the text"),
        }
    }
}

/// The class of a commitment in the plan 任务分类.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 量化指标: it has a number.
    Indicator,
    /// 重点工程: it names a work.
    Works,
    /// 民生实事: it is one of the year's livelihood items.
    Livelihood,
    /// 改革事项: it changes how things are done.
    Reform,
    /// 工作任务: anything else.
    Task,
}

impl Kind {
    /// Every class, in the order of the rule that gives it.
    pub const ALL: [Kind; 5] = [
        Kind::Indicator,
        Kind::Works,
        Kind::Livelihood,
        Kind::Reform,
        Kind::Task,
    ];

    /// The word used for it in addresses, events and exports.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Indicator => "indicator",
            Kind::Works => "works",
            Kind::Livelihood => "livelihood",
            Kind::Reform => "reform",
            Kind::Task => "task",
        }
    }

    /// Its name in the plan.
    pub fn name(self) -> Bilingual {
        match self {
            Kind::Indicator => Bilingual::new("量化指标", "indicator"),
            Kind::Works => Bilingual::new("重点工程", "key works"),
            Kind::Livelihood => Bilingual::new("民生实事", "livelihood item"),
            Kind::Reform => Bilingual::new("改革事项", "reform"),
            Kind::Task => Bilingual::new("工作任务", "task"),
        }
    }
}

/// A named work and what is promised of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its name as printed.
    pub name: String,
    /// The parts of a joint name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// The text's verb.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub action: String,
    /// Where it is printed.
    pub span: Span,
}

/// A due day and the words it was resolved from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The words.
    pub text: String,
    /// The last day on which it is still in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Day>,
}

/// A place that a commitment names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The name in the text.
    pub name: String,
    /// Its code of GB/T 2260.
    pub code: AreaCode,
}

/// A unit that could lead, and why it is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The unit's name.
    pub unit: String,
    /// The words of the commitment that its duties cover.
    pub why: String,
}

/// What is to be reached by the end of a quarter 季度节点.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// As a person wrote it, such as 主体完工 or 92个.
    pub text: String,
    /// The amount in the target's base unit, where the words are one.
    #[serde(
        with = "rust_decimal::serde::str_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<Decimal>,
}

/// What a unit holds against a light 异议.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Its number on this commitment, from 1.
    pub number: u32,
    /// The log entry that holds it.
    pub entry: u64,
    /// The unit.
    pub unit: String,
    /// What it holds against the light.
    pub why: String,
    /// The log entry of the answer and the answer, once there is one.
    pub answered: Option<(u64, String)>,
}

/// An amount that a unit claimed at some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimSeen {
    /// Index of the number at that time.
    pub target: usize,
    /// The log entry.
    pub entry: u64,
    /// The amount; none took the claim back.
    #[serde(with = "rust_decimal::serde::str_option", default)]
    pub value: Option<Decimal>,
    /// Up to which day it speaks; none where the unit did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
}

/// What a unit claims of one number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimedAmount {
    /// Index in [`Commitment::targets`].
    pub target: usize,
    /// The amount in the target's base unit; none takes the claim back.
    #[serde(
        with = "rust_decimal::serde::str_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<Decimal>,
    /// Up to which day it speaks, 2026-03-31 of a first quarter; none where the unit does
    /// not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
}

/// What a unit says of itself 自报.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// 进展.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub progress: String,
    /// 佐证.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// 存在问题.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub problems: String,
    /// 下步措施.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub next: String,
    /// What it claims to have reached: of the numbers that are named here, and the others
    /// stay. Empty in [`Commitment::claim`]; see [`Target::claimed`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<ClaimedAmount>,
}
