//! What people may ask for, and the answers: events or a refusal.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use youwei_base::{Bilingual, Day, Decimal};
use youwei_report::{Measure as Quantity, Op, Reading};

use crate::Span;
use crate::amendment::Aim;
use crate::commitment::{Claim, Due, Kind};
use crate::event::File;
use crate::measure::Measure;
use crate::measure::propose::BindTo;

/// A wish to change the account. [`decide`](crate::decide) answers it.
#[derive(Debug, Clone)]
pub enum Command {
    /// Take a report in, or a corrected text of the one that is there.
    /// The same file or the same text again gives no events.
    TakeIn {
        /// What is known of the file.
        file: FileFacts,
        /// What the reader made of it.
        reading: Box<Reading>,
    },
    /// Say of these that they are commitments.
    Confirm {
        /// Which.
        ids: Vec<Pick>,
    },
    /// Say of these that they are none.
    Reject {
        /// Which.
        ids: Vec<Pick>,
        /// The reason; needed.
        why: String,
    },
    /// Take a rejection back; they wait for confirmation again.
    Restore {
        /// Which.
        ids: Vec<Pick>,
        /// The reason; needed.
        why: String,
    },
    /// Put right what the reader took from the page. Of what was once confirmed, a number
    /// or day can only become what is printed; anything else is an [`Command::Amend`].
    Correct {
        /// Which.
        id: Pick,
        /// What is put right.
        correction: Correction,
        /// The reason; needed.
        why: String,
    },
    /// Cut one into several, each a stretch of its words.
    Split {
        /// Which.
        id: Pick,
        /// Stretches of its own text, counted from its first character; they may
        /// leave words between them out. See [`spans_of_lines`](crate::spans_of_lines).
        parts: Vec<Span>,
        /// The reason; may be empty.
        why: String,
    },
    /// Make one of several that stand in the same or adjacent sentences. The
    /// first in the text takes the others in and keeps its id.
    Merge {
        /// Which, in any order.
        ids: Vec<Pick>,
        /// The reason; may be empty.
        why: String,
    },
    /// Change what a confirmed commitment promises, with who approved it.
    Amend {
        /// Which.
        id: Pick,
        /// What changes, to what.
        to: AmendTo,
        /// The first day on which the new holds.
        from: Day,
        /// Who approved it; needed.
        approver: String,
        /// The number of the document that approves it; needed.
        document: String,
        /// The reason; needed.
        why: String,
    },
    /// Set who leads and who supports.
    Assign {
        /// Which.
        ids: Vec<Pick>,
        /// The one lead unit; none takes the owner away.
        lead: Option<String>,
        /// All supporting units.
        supporting: Vec<String>,
        /// The leader who takes it up.
        leader: Edit<String>,
        /// The reason; may be empty.
        why: String,
    },
    /// Set the due day and the quarter nodes. Of what was once confirmed, a day can only
    /// come sooner, and a node only be declared in time; another one is a
    /// [`Command::Amend`].
    Schedule {
        /// Which.
        ids: Vec<Pick>,
        /// The due day; cleared, the text's own day holds again.
        due: Edit<Day>,
        /// The nodes of the four quarters, as a person writes them.
        nodes: [Edit<String>; 4],
        /// The reason; may be empty.
        why: String,
    },
    /// Record what the unit says of itself.
    Claim {
        /// Which.
        id: Pick,
        /// All four fields as they shall stand, and the amounts that change.
        claim: Claim,
        /// The reason; may be empty.
        why: String,
    },
    /// Say which measure speaks for a number, or for the commitment's being done; see
    /// [`propose`](crate::propose).
    Bind {
        /// Which.
        id: Pick,
        /// Its number or milestone. A number has one measure, which another takes the
        /// place of; a milestone may wait for several.
        to: BindTo,
        /// The measure, of [`Book::measures`](crate::Book::measures).
        measure: Arc<Measure>,
        /// The one record whose facts count, such as a named project; all if none.
        record: Option<String>,
        /// The reason; may be empty.
        why: String,
    },
    /// Take that back.
    Unbind {
        /// Which.
        id: Pick,
        /// Its number or milestone.
        to: BindTo,
        /// The id of the measure; it need not be declared any more.
        measure: String,
        /// The record that was named.
        record: Option<String>,
        /// The reason; needed.
        why: String,
    },
    /// Hold something against the light, which stays what it is.
    Dispute {
        /// Which.
        id: Pick,
        /// The unit that does.
        unit: String,
        /// What it holds against it; needed.
        why: String,
    },
    /// Answer a dispute.
    AnswerDispute {
        /// Which.
        id: Pick,
        /// The dispute's number.
        number: u32,
        /// The answer; needed.
        answer: String,
    },
    /// Say why two sources disagree. It is kept beside them and changes neither.
    Explain {
        /// What is explained, [`Contradiction::about`](crate::Contradiction::about).
        about: String,
        /// The id of the unit that must explain, for whoever checks who may.
        by: String,
        /// The name of the unit that explains.
        unit: String,
        /// The explanation; needed.
        why: String,
    },
    /// Show these to the public.
    Publish {
        /// Which.
        ids: Vec<Pick>,
        /// The reason; may be empty.
        why: String,
    },
    /// Stop showing these to the public.
    Hide {
        /// Which.
        ids: Vec<Pick>,
        /// The reason; needed.
        why: String,
    },
    /// Several at once, all or none; each is decided on what those before it did,
    /// and every `seen` counts against the account as it was before the first.
    Several(Vec<Command>),
}

/// What an amendment changes.
#[derive(Debug, Clone)]
pub enum AmendTo {
    /// What a number must be.
    Number {
        /// Which.
        index: usize,
        /// From now on.
        aim: Aim,
    },
    /// A number is promised no more.
    Drop {
        /// Which.
        index: usize,
    },
    /// It is due on another day.
    Due(Day),
    /// Other quarter nodes, as a person writes them.
    Nodes([Edit<String>; 4]),
    /// Another measure speaks for a number, or for its being done.
    Measure {
        /// Its number or milestone.
        to: BindTo,
        /// The measure and record before, of a milestone; a number has one only.
        old: Option<(String, Option<String>)>,
        /// The measure and record from now on; none for none.
        new: Option<(Arc<Measure>, Option<String>)>,
    },
    /// The whole is promised no more.
    Cancel,
}

/// A commitment and the version of it that the asking page showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// The commitment's id.
    pub id: String,
    /// Its version on the page; none asks for no check.
    pub seen: Option<u64>,
}

impl From<&str> for Pick {
    fn from(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            seen: None,
        }
    }
}

impl From<String> for Pick {
    fn from(id: String) -> Self {
        Self { id, seen: None }
    }
}

impl From<(&str, u64)> for Pick {
    fn from((id, seen): (&str, u64)) -> Self {
        Self {
            id: id.to_owned(),
            seen: Some(seen),
        }
    }
}

/// What to do with a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Edit<T> {
    /// Leave it as it is.
    #[default]
    Keep,
    /// Empty it.
    Clear,
    /// Set it.
    To(T),
}

impl<T: Clone> Edit<T> {
    /// The field after the edit.
    pub fn applied_to(&self, present: &Option<T>) -> Option<T> {
        match self {
            Edit::Keep => present.clone(),
            Edit::Clear => None,
            Edit::To(value) => Some(value.clone()),
        }
    }
}

/// What a person puts right in a commitment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Correction {
    /// Its words: a piece of the sentence it stands in, as printed there.
    pub text: Option<String>,
    /// The verb.
    pub action: Option<String>,
    /// When the text says it falls due.
    pub due: Edit<Due>,
    /// The class in the plan.
    pub kind: Option<Kind>,
    /// Its numbers.
    pub targets: Vec<TargetChange>,
}

/// A change to one number of a commitment. Indexes count in
/// [`Commitment::targets`](crate::Commitment::targets) before the correction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetChange {
    /// Set some fields.
    Set {
        /// Which.
        index: usize,
        /// What it shall be.
        fields: TargetFields,
    },
    /// It promises nothing.
    Remove {
        /// Which.
        index: usize,
    },
    /// One that the reader missed. Needs a mention, a subject and a value.
    Add {
        /// What it is.
        fields: TargetFields,
    },
}

/// Fields of a target; none leaves the present one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TargetFields {
    /// The number with its unit, as it is printed in the commitment's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
    /// What is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// How a fact must compare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub op: Option<Op>,
    /// The value in base units.
    #[serde(
        with = "rust_decimal::serde::str_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<Decimal>,
    /// The upper end of a range.
    #[serde(
        with = "rust_decimal::serde::str_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub value2: Option<Decimal>,
    /// The base unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What kind of quantity it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Quantity>,
    /// The verb.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// The period words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Where the mention is printed. [`decide`](crate::decide) finds it; what a
    /// caller puts here is not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

/// What is known of a file that was handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// The report it belongs to; see [`report_id`](crate::report_id).
    pub report: String,
    /// Name, hash, size, format, reader.
    pub file: File,
}

/// Who asks, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The moment of asking.
    pub now: Timestamp,
    /// Who asks.
    pub actor: String,
}

impl Context {
    /// The day of asking in China.
    pub(crate) fn day(&self) -> Day {
        let zone = TimeZone::fixed(Offset::constant(8));
        self.now.to_zoned(zone).date()
    }
}

/// An event that the log is asked to append.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    /// Its kind, such as `commitment.assigned`.
    pub kind: String,
    /// The stream it belongs to; see [`subject_of`](crate::subject_of).
    pub subject: String,
    /// What it says.
    pub data: Value,
}

/// The answer to an accepted command.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// To be appended together, in this order. None: all was so already.
    pub events: Vec<Proposed>,
    /// Subjects and the versions on which this was decided; if the log's differ,
    /// somebody was faster and the command must be decided anew.
    pub expected: Vec<(String, u64)>,
}

/// The answer to a command that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, then the next step.
    pub sentence: Bilingual,
    /// What kind of refusal it is.
    pub kind: RefusalKind,
}

/// Why a command was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// There is no such commitment.
    NotFound,
    /// Somebody changed it since the page was made.
    Stale,
    /// The input itself is wrong.
    Invalid,
    /// It does not go with how things stand.
    Conflict,
}

impl Refusal {
    pub(crate) fn new(kind: RefusalKind, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            sentence: Bilingual::new(zh, en),
            kind,
        }
    }

    pub(crate) fn invalid(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(RefusalKind::Invalid, zh, en)
    }

    pub(crate) fn conflict(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(RefusalKind::Conflict, zh, en)
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.sentence.fmt(out)
    }
}

impl std::error::Error for Refusal {}
