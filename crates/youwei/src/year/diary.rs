//! What people do in the year, by day: the story as data, before anybody does it.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use youwei_base::Day;

use super::photo::Photo;

/// A record that the story opens, by the order in which it thinks of them.
pub type Slot = usize;

/// Who does something: whoever holds the role in the unit. Nobody's unit is the public.
pub type Who = (&'static str, &'static str);

/// Whoever did not sign in.
pub const ANYBODY: Who = ("", youwei_base::PUBLIC);

/// A deceit of the story, and what is to notice it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraud {
    pub id: &'static str,
    /// What is tried, in Chinese and English.
    pub zh: &'static str,
    pub en: &'static str,
    pub caught: Check,
}

/// What notices a deceit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// It is refused with a sentence that has these words.
    Refusal(&'static str),
    /// It is done, and the entry bears this oddity.
    Flag(&'static str),
}

/// How the story thinks that it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    Done,
    Refused,
    /// It would begin a clock that runs into the next year, whose work days are not
    /// published: it is refused with a sentence that says so, and waits for them.
    Unpublished,
}

/// A file that is handed in.
#[derive(Debug, Clone)]
pub enum Paper {
    /// A text of this name.
    Text(String, String),
    /// A photograph with day and place.
    Photo(Photo),
}

/// Something that somebody does to a record.
#[derive(Debug, Clone)]
pub struct Step {
    pub who: Who,
    pub system: &'static str,
    pub action: &'static str,
    pub slot: Slot,
    pub opens: bool,
    pub input: Map<String, Json>,
    /// The record that an input links to.
    pub link: Option<(&'static str, Slot)>,
    /// An input that names the commitment of the report that has these words.
    pub promise: Option<(&'static str, &'static str)>,
    /// The stage that the record has to stand in; else the deed is left out, because it
    /// was for the log to say which way it goes.
    pub stage: Option<&'static str>,
    pub papers: Vec<(&'static str, Paper)>,
    pub expect: Expect,
    pub fraud: Option<Fraud>,
}

impl Step {
    /// A deed on a record.
    pub fn of(who: Who, system: &'static str, action: &'static str, slot: Slot) -> Step {
        Step {
            who,
            system,
            action,
            slot,
            opens: false,
            input: Map::new(),
            link: None,
            promise: None,
            stage: None,
            papers: Vec::new(),
            expect: Expect::Done,
            fraud: None,
        }
    }

    /// The same, which opens the record.
    pub fn opening(self) -> Step {
        Step {
            opens: true,
            ..self
        }
    }

    /// With an input.
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Step {
        self.input.insert(name.to_owned(), value.into());
        self
    }

    /// With the record of another slot as an input.
    pub fn linked(self, name: &'static str, slot: Slot) -> Step {
        let link = Some((name, slot));
        Step { link, ..self }
    }

    /// With the commitment of the report that has these words as an input.
    pub fn promised(self, name: &'static str, words: &'static str) -> Step {
        let promise = Some((name, words));
        Step { promise, ..self }
    }

    /// Only if the record stands in this stage.
    pub fn standing(self, stage: &'static str) -> Step {
        let stage = Some(stage);
        Step { stage, ..self }
    }

    /// With a file.
    pub fn handing(mut self, name: &'static str, paper: Paper) -> Step {
        self.papers.push((name, paper));
        self
    }

    /// A mistake that is refused.
    pub fn refused(self) -> Step {
        let expect = Expect::Refused;
        Step { expect, ..self }
    }

    /// Begun so late that its clock would run into the next year.
    pub fn unpublished(self) -> Step {
        let expect = Expect::Unpublished;
        Step { expect, ..self }
    }

    /// A deceit.
    pub fn deceiving(self, fraud: Fraud) -> Step {
        let expect = match fraud.caught {
            Check::Refusal(_) => Expect::Refused,
            Check::Flag(_) => Expect::Done,
        };
        let fraud = Some(fraud);
        Step {
            expect,
            fraud,
            ..self
        }
    }
}

/// Something about the report.
#[derive(Debug, Clone)]
pub enum Said {
    /// The supervision office goes through all that the reader found.
    Confirm,
    /// Every commitment gets the unit whose duties fit best.
    Assign,
    /// A measure speaks for the first number, or the milestone, of the commitment that
    /// has these words; of one record, if a slot is named.
    Bind {
        words: &'static str,
        measure: &'static str,
        record: Option<Slot>,
    },
    /// What a unit says of itself.
    Claim {
        who: Who,
        words: &'static str,
        progress: &'static str,
        value: Option<&'static str>,
        /// Up to which day it speaks, where it says so.
        until: Option<Day>,
    },
    /// A unit holds something against a light, and is answered some days later.
    Dispute {
        who: Who,
        words: &'static str,
        why: &'static str,
    },
    Answer {
        words: &'static str,
        answer: &'static str,
    },
    /// What is to be reached by the end of each quarter.
    Declare {
        words: &'static str,
        nodes: [&'static str; 4],
    },
    /// A commitment promises something else from now on, as somebody approved.
    Amend {
        words: &'static str,
        to: Amended,
        approver: &'static str,
        document: &'static str,
        why: &'static str,
    },
    /// A unit says why what it claimed of a commitment's first number is not what the
    /// facts come to; left out where the two agree by then.
    Explain {
        who: Who,
        words: &'static str,
        why: &'static str,
    },
}

/// What an amendment of the story changes.
#[derive(Debug, Clone, Copy)]
pub enum Amended {
    /// The first number.
    Number(&'static str),
    /// Some of the quarter nodes.
    Nodes([Option<&'static str>; 4]),
}

/// Who confirms, assigns, binds and amends.
pub const SUPERVISOR: Who = ("supervision-office", "supervisor");

impl Said {
    /// Who says it.
    pub fn who(&self) -> Who {
        match self {
            Said::Claim { who, .. } | Said::Dispute { who, .. } | Said::Explain { who, .. } => *who,
            Said::Confirm
            | Said::Assign
            | Said::Bind { .. }
            | Said::Answer { .. }
            | Said::Declare { .. }
            | Said::Amend { .. } => SUPERVISOR,
        }
    }
}

/// All that is done, by day.
#[derive(Debug, Default)]
pub struct Diary {
    pub steps: BTreeMap<Day, Vec<Step>>,
    pub said: BTreeMap<Day, Vec<Said>>,
    slots: Slot,
}

impl Diary {
    /// A record to come.
    pub fn slot(&mut self) -> Slot {
        self.slots += 1;
        self.slots - 1
    }

    /// Writes a deed down for a day.
    pub fn write(&mut self, day: Day, step: Step) {
        self.steps.entry(day).or_default().push(step);
    }

    /// Writes something about the report down.
    pub fn say(&mut self, day: Day, said: Said) {
        self.said.entry(day).or_default().push(said);
    }

    /// Everybody who does or says something on a day.
    pub fn people(&self, day: Day) -> impl Iterator<Item = Who> {
        let steps = self.steps.get(&day).into_iter().flatten().map(|it| it.who);
        let said = self.said.get(&day).into_iter().flatten().map(Said::who);
        steps.chain(said)
    }

    /// All deceits of the story up to a day, in order, each once.
    pub fn frauds(&self, through: Day) -> Vec<Fraud> {
        let mut found: Vec<Fraud> = Vec::new();
        let steps = self.steps.range(..=through).flat_map(|(_, it)| it);
        for fraud in steps.filter_map(|it| it.fraud) {
            if !found.iter().any(|it| it.id == fraud.id) {
                found.push(fraud);
            }
        }
        found
    }
}
