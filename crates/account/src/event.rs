//! The events of an account, as the log keeps them.
//!
//! Each has a kind, the subject whose stream it belongs to and data in JSON.
//! **Invariant:** a shape once stored is read for ever: a field is only added,
//! with a default; `tests/events.jsonl` holds one line of every shape. Exact
//! decimals travel as strings, because JSON numbers would pass through doubles.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use youwei_base::Day;
use youwei_report::{Heading, Label, NumberKind, Part};

use crate::Target;
use crate::command::TargetChange;
use crate::commitment::{Claim, Due, Kind, Node, Place, Project, Suggestion};
use crate::{Proposed, Span};

/// The most that the data of one event may take in canonical JSON. The log
/// takes entries of 64 KiB; the rest is for what it puts around the data.
pub const EVENT_BYTES_MAX: usize = 48 * 1024;

/// What one event says.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    TakenIn(TakenIn),
    TextRead(TextRead),
    Revised(Revised),
    Moved(Moved),
    Read(Box<Read>),
    ReadOn(ReadOn),
    Reworded(Box<Reworded>),
    Dropped(Because),
    Confirmed(Because),
    Rejected(Because),
    Restored(Because),
    Corrected(Box<Corrected>),
    Amended(Box<Amended>),
    Split(Split),
    Merged(Merged),
    Absorbed(Absorbed),
    Assigned(Assigned),
    Scheduled(Scheduled),
    Claimed(Claimed),
    Bound(Bound),
    Unbound(Unbound),
    Disputed(Disputed),
    Answered(Answered),
    Explained(Explained),
    Published(Because),
    Hidden(Because),
}

/// Kinds with their shapes: one list makes reading and writing.
macro_rules! kinds {
    ($($kind:literal => $case:ident $(($wrap:path))?,)*) => {
        impl Event {
            /// The word in the log.
            pub fn kind(&self) -> &'static str {
                match self { $(Event::$case(_) => $kind,)* }
            }

            /// The event as the log will hold it.
            pub fn propose(&self, subject: &str) -> Proposed {
                let data = match self { $(Event::$case(data) => serde_json::to_value(data),)* };
                Proposed {
                    kind: self.kind().to_owned(),
                    subject: subject.to_owned(),
                    // These shapes have text keys and no maps, so they always serialise.
                    data: data.unwrap_or(Value::Null),
                }
            }

            /// The event of this kind and data; `Ok(None)` for a kind not known here.
            pub fn parse(kind: &str, data: &Value) -> Result<Option<Event>, serde_json::Error> {
                Ok(Some(match kind {
                    $($kind => Event::$case(Deserialize::deserialize(data)?),)*
                    _ => return Ok(None),
                }))
            }
        }

        /// Every kind, for the test that each has a stored line.
        #[cfg(test)]
        pub const KINDS: &[&str] = &[$($kind,)*];
    };
}

kinds! {
    "report.taken-in" => TakenIn,
    "report.text-read" => TextRead,
    "report.revised" => Revised,
    "report.moved" => Moved,
    "commitment.read" => Read,
    "commitment.read-on" => ReadOn,
    "commitment.reworded" => Reworded,
    "commitment.dropped" => Dropped,
    "commitment.confirmed" => Confirmed,
    "commitment.rejected" => Rejected,
    "commitment.restored" => Restored,
    "commitment.corrected" => Corrected,
    "commitment.amended" => Amended,
    "commitment.split" => Split,
    "commitment.merged" => Merged,
    "commitment.absorbed" => Absorbed,
    "commitment.assigned" => Assigned,
    "commitment.scheduled" => Scheduled,
    "commitment.claimed" => Claimed,
    "commitment.bound" => Bound,
    "commitment.unbound" => Unbound,
    "commitment.disputed" => Disputed,
    "commitment.dispute-answered" => Answered,
    "report.explained" => Explained,
    "commitment.published" => Published,
    "commitment.hidden" => Hidden,
}

/// A file that a report was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name as handed in.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// What it is, such as docx or txt.
    pub format: String,
    /// The version of the reader that read it.
    pub reader: String,
}

/// How much was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub characters: usize,
    pub sentences: usize,
    pub headings: usize,
    pub commitments: usize,
    pub targets: usize,
    pub projects: usize,
    pub remarks: usize,
}

/// `report.taken-in`: a report came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TakenIn {
    pub report: String,
    pub file: File,
    pub title: String,
    pub place: String,
    #[serde(default)]
    pub year: Option<i16>,
    pub counts: Counts,
}

/// `report.text-read`: one chunk of the text and what stands in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TextRead {
    /// The revision whose text it is.
    #[serde(default)]
    pub revision: u32,
    /// Counted from 1.
    pub part: usize,
    /// How many parts the text comes in.
    pub of: usize,
    /// Place of its first character.
    pub start: usize,
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<SentenceAt>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<Heading>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<RemarkAt>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<NumberAt>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<Project>,
}

/// A sentence in a chunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentenceAt {
    pub start: usize,
    pub end: usize,
    pub part: Part,
    pub label: Label,
    #[serde(default, skip_serializing_if = "is_false")]
    pub commitment: bool,
}

/// A margin note in a chunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkAt {
    pub start: usize,
    pub end: usize,
    pub kind: String,
    pub zh: String,
    pub en: String,
}

/// A number in a chunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberAt {
    pub start: usize,
    pub end: usize,
    pub kind: NumberKind,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// `report.revised`: a corrected text of the same report came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Revised {
    /// Counted from 1.
    pub revision: u32,
    pub file: File,
    pub title: String,
    pub place: String,
    #[serde(default)]
    pub year: Option<i16>,
    pub counts: Counts,
    /// Commitments whose words stayed.
    pub kept: usize,
    /// Commitments whose words changed.
    pub changed: usize,
    /// Commitments that are new.
    pub added: usize,
    /// Commitments that are gone.
    pub removed: usize,
}

/// `report.moved`: where the commitments whose words stayed now stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub moves: Vec<Move>,
}

/// The new place of one commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    pub id: String,
    pub span: Span,
    pub sentence: Span,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Span>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<Span>,
}

/// `commitment.read`: the reader found it, or a person cut it out of another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Read {
    pub id: String,
    /// The reader's own id of the words, where it is not `id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words_id: Option<String>,
    pub span: Span,
    pub sentence: Span,
    /// Its words; left out where too long, and then taken from the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub action: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<Suggestion>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<Project>,
    /// What it takes over from the commitment it was cut out of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<PartOf>,
}

/// What a part takes over from the commitment it was cut out of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartOf {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supporting: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leader: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled: Option<Day>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// Whether that one was once confirmed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub held: bool,
    /// Its quarter nodes, where this part has the number that they speak for.
    #[serde(default, skip_serializing_if = "Nodes::is_empty")]
    pub nodes: Nodes,
}

/// `commitment.read-on`: more of one whose parts did not fit into one event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReadOn {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<Project>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
}

/// `commitment.reworded`: a revised text says it in other words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reworded {
    /// How alike old and new words are, 0 to 1, as a decimal string.
    pub similarity: String,
    /// The words before.
    pub old: String,
    /// All that the reader took from the new words.
    pub read: Read,
}

/// A step that needs no more than a reason: confirmed, rejected, restored,
/// dropped, published, hidden.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// `commitment.corrected`: a person put right what the reader took from the page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Corrected {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Its own type, because JSON has one null only: absent leaves it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DueIs>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<TargetChange>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// `commitment.amended`: what was promised changes, with who approved it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amended {
    /// Its number on this commitment, from 1.
    pub number: u32,
    /// The old beside the new.
    pub change: crate::amendment::Amended,
    /// The first day on which the new holds.
    pub from: Day,
    pub approver: String,
    pub document: String,
    pub why: String,
    /// The day in China on which it was written down.
    pub recorded: Day,
}

/// New words of a commitment and where they are printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub span: Span,
    pub text: String,
}

/// A due day put right, or taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DueIs {
    /// It falls due then.
    To(Due),
    /// The text names no day.
    None,
}

/// `commitment.split`: its words went into several; each of them is read next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    pub into: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// `commitment.merged`: it took others in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Merged {
    pub from: Vec<String>,
    pub span: Span,
    pub sentence: Span,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// `commitment.absorbed`: it went into another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absorbed {
    pub into: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// `commitment.assigned`: who leads and who supports, from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    #[serde(default)]
    pub lead: Option<String>,
    #[serde(default)]
    pub supporting: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leader: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// `commitment.scheduled`: the due day and the quarter nodes, from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    #[serde(default)]
    pub due: Option<Day>,
    #[serde(default)]
    pub nodes: Nodes,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// The four quarter nodes, of which some may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nodes {
    /// By the end of the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q1: Option<Node>,
    /// By the end of the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q2: Option<Node>,
    /// By the end of the third.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q3: Option<Node>,
    /// By the end of the fourth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q4: Option<Node>,
}

impl From<[Option<Node>; 4]> for Nodes {
    fn from([q1, q2, q3, q4]: [Option<Node>; 4]) -> Self {
        Self { q1, q2, q3, q4 }
    }
}

impl From<Nodes> for [Option<Node>; 4] {
    fn from(nodes: Nodes) -> Self {
        [nodes.q1, nodes.q2, nodes.q3, nodes.q4]
    }
}

/// `commitment.claimed`: what the unit says of itself, from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    #[serde(flatten)]
    pub claim: Claim,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// `commitment.bound`: a person said which measure speaks for a number, or for its being
/// done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// Index of the number; none is the milestone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<usize>,
    #[serde(flatten)]
    pub bound: crate::target::Bound,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// `commitment.unbound`: that measure no longer speaks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unbound {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<usize>,
    pub measure: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// `commitment.disputed`: a unit holds something against its light.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disputed {
    /// Its number on this commitment, from 1.
    pub number: u32,
    pub unit: String,
    pub why: String,
}

/// `commitment.dispute-answered`: what was said to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub number: u32,
    pub why: String,
}

/// `report.explained`: a unit says why two sources disagree. It changes neither of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// What is explained, [`Contradiction::about`](crate::Contradiction::about).
    pub about: String,
    /// The unit that explains it.
    pub unit: String,
    pub why: String,
}
