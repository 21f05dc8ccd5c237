//! What an event of a system says, as the log keeps it.
//!
//! The event's kind is `<system>.<action>`, its subject `<system>/<record>`. All that
//! follows from the action is worked out when it is decided and stands in the event, so
//! that records and facts are folded from events alone, under whatever declaration.
//!
//! **Invariant:** a shape once stored is read for ever; a member is only added, with a
//! default. Exact numbers are strings, days `2026-03-31`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use youwei_base::{Actor, Day, Stated};

/// The data of an event of a system.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Happened {
    /// Who, in which role of which unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Actor>,
    /// The version of the declaration, [`crate::declaration::System::digest`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub declared: String,
    /// The dated parameters that were looked at, by name: value, first day and source.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub parameters: Map<String, Value>,
    /// What was given and sets no field; what sets one stands in `set`. Personal values
    /// are absent here and sealed beside the log, under `/input/…`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub input: Map<String, Value>,
    /// The stage that the record came to, if it moved or was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The fields that changed: new value by name, null for one that was emptied. A
    /// personal field is sealed under `/set/…`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    /// What was added to fields that are lists.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub add: Map<String, Value>,
    /// What became of clocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<ClockMove>,
    /// What became of a public notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeMove>,
    /// What became of a random sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<SampleMove>,
    /// The facts that it states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Stated>,
    /// Oddities that were seen, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_false(it: &bool) -> bool {
    !*it
}

/// What became of a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "kebab-case")]
pub enum ClockMove {
    /// It runs until the end of this day.
    Started {
        /// Its id.
        clock: String,
        /// The last day in time.
        due: Day,
        /// The day on which the unit is reminded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remind: Option<Day>,
    },
    /// What it was for was done.
    Stopped {
        /// Its id.
        clock: String,
    },
    /// It stands still from this day on.
    Suspended {
        /// Its id.
        clock: String,
        /// The first day that does not count.
        on: Day,
    },
    /// It runs again, until this day.
    Resumed {
        /// Its id.
        clock: String,
        /// The new last day.
        due: Day,
        /// The day on which the unit is reminded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remind: Option<Day>,
    },
    /// It was extended, which can be once.
    Extended {
        /// Its id.
        clock: String,
        /// The new last day.
        due: Day,
        /// The day on which the unit is reminded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remind: Option<Day>,
    },
    /// The unit was reminded that it runs out.
    Reminded {
        /// Its id.
        clock: String,
    },
    /// It ran out.
    RanOut {
        /// Its id.
        clock: String,
        /// The day that it ran to.
        due: Day,
        /// The unit that the case went up to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        escalated: Option<String>,
    },
}

/// What became of a random sample 抽查.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "kebab-case")]
pub enum SampleMove {
    /// This event is an application of which one is drawn: its entry decides.
    Asked {
        /// The sample's id.
        sample: String,
        /// The share that is chosen, in per cent.
        share: String,
        /// Whether it is drawn only once a number was entered that came about in public
        /// after the application.
        #[serde(default, skip_serializing_if = "is_false")]
        waits: bool,
    },
    /// The number was entered that it waited for.
    Numbered {
        /// The sample's id.
        sample: String,
        /// The number, and what it is of, in words.
        number: String,
    },
    /// The log has said whether it is looked into, see [`crate::sample`].
    Drawn {
        /// The sample's id.
        sample: String,
        /// The entry of the application.
        entry: u64,
        /// The root of the tree whose last entry that is, in hexadecimal digits.
        root: String,
        /// The number that came about in public, where it waited for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// The share, in per cent.
        share: String,
        /// The lot, below 2³².
        lot: u32,
        /// Whether it is looked into.
        chosen: bool,
    },
}

/// What became of a public notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "kebab-case")]
pub enum NoticeMove {
    /// It runs from one day to another, both included.
    Opened {
        /// Its id.
        notice: String,
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
    },
    /// Somebody objected; the words are the event's input.
    Objected {
        /// Its id.
        notice: String,
        /// The number of the objection on this record, from 1.
        objection: u32,
        /// The last day for an answer.
        due: Day,
    },
    /// An objection was answered; the words are the event's input.
    Answered {
        /// Its id.
        notice: String,
        /// The number of the objection.
        objection: u32,
        /// Whether it was found right, and the matter must be mended.
        upheld: bool,
    },
}
