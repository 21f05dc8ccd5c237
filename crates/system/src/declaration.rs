//! A declared system, compiled: every name in it is resolved to a place.
//!
//! Indexes ([`FieldAt`], [`StageAt`], …) count in the vectors of the same [`System`].

use std::collections::BTreeSet;
use std::sync::Arc;

use youwei_base::{Bilingual, Reach};
use youwei_decision::model::Model;
use youwei_decision::parameters::Parameters;
use youwei_decision::span::Span;
use youwei_decision::value::Value;

use crate::formula::{Formula, Layout};
use crate::input::key;

/// Index in [`System::fields`].
pub type FieldAt = usize;
/// Index in [`System::stages`].
pub type StageAt = usize;
/// Index in [`System::actions`].
pub type ActionAt = usize;
/// Index in [`System::clocks`].
pub type ClockAt = usize;
/// Index in [`System::notices`].
pub type NoticeAt = usize;
/// Index in [`System::metrics`].
pub type MetricAt = usize;

/// A system 系统: one mechanism that the report names.
#[derive(Debug, Clone)]
pub struct System {
    /// The name of its folder, such as `key-projects`.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// What one of its records is called, such as 项目.
    pub record: Bilingual,
    /// What it is for, in a sentence.
    pub about: Bilingual,
    /// Where the report asks for it.
    pub source: Arc<str>,
    /// The unit that keeps its records.
    pub keeper: Arc<str>,
    /// The file, for what is said about it.
    pub file: Arc<str>,
    /// The first 16 hexadecimal digits of the SHA-256 of the declaration's text: the
    /// version under which an event was made.
    pub digest: Arc<str>,
    /// What a record holds.
    pub fields: Vec<Field>,
    /// The fields with [`Field::computed`], each after those that it reads: in this order
    /// they are worked out.
    pub computed: Vec<FieldAt>,
    /// The field that names a record in lists.
    pub title: FieldAt,
    /// The field of type unit whose unit a record belongs to, for [`Reach::Own`]; none if
    /// records belong to the keeper.
    pub owner: Option<FieldAt>,
    /// The field of type area where a record is, for [`Reach::Area`].
    pub place: Option<FieldAt>,
    /// Where a record may stand, in their usual order.
    pub stages: Vec<Stage>,
    /// What may be done.
    pub actions: Vec<Action>,
    /// Time limits.
    pub clocks: Vec<Clock>,
    /// Public notices 公示.
    pub notices: Vec<Notice>,
    /// Other records that formulas may look at.
    pub reads: Vec<Read>,
    /// Oddities that are noted on a record and refuse nothing.
    pub flags: Vec<Flag>,
    /// Random samples 抽查 that nobody can choose.
    pub samples: Vec<Sample>,
    /// Its dated parameters, overlaid by the city's.
    pub parameters: Option<Parameters>,
    /// The decision models in its folder, whose decisions formulas may call by name.
    pub models: Vec<Arc<Model>>,
    /// What its facts measure.
    pub metrics: Vec<Metric>,
    /// The lists that people meet over, such as the monthly dispatch 月调度.
    pub lists: Vec<ListRule>,
    /// Whether the named works of the report are proposed as records.
    pub proposals: Option<Proposals>,
    /// Where its records lead: what is opened in other systems from one of them.
    pub handovers: Vec<Handover>,
}

/// That a person opens a record of another system from a record, with what is known of it
/// filled in. Nothing is done by itself: the other system decides as always.
#[derive(Debug, Clone)]
pub struct Handover {
    /// Its id.
    pub id: Arc<str>,
    /// What is done, in words.
    pub name: Bilingual,
    /// The other system.
    pub to: Arc<str>,
    /// The action of it that opens the record.
    pub action: Arc<str>,
    /// When it is offered.
    pub when: Formula,
    /// What is filled in: the field there, and the field here whose value it takes.
    pub gives: Vec<(Arc<str>, FieldAt)>,
    /// Where it is declared.
    pub span: Span,
}

/// A list of records that people meet over, made by a rule.
#[derive(Debug, Clone)]
pub struct ListRule {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// Which records stand on it: a boolean formula over fields, words, reads and
    /// parameters. Records in a stage that ends are not looked at.
    pub when: Formula,
    /// The fields that it shows, besides title and stage.
    pub columns: Vec<FieldAt>,
    /// Where it is declared.
    pub span: Span,
}

/// That the named works of the report are proposed as records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposals {
    /// The field that takes the name of the work.
    pub name: FieldAt,
    /// The field that takes what the report promises of it.
    pub words: FieldAt,
}

/// What a record holds, or an action takes in.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in formulas and JSON.
    pub name: Arc<str>,
    /// What people call it.
    pub label: Bilingual,
    /// What is to be written there, in a sentence; empty if the label says it.
    pub help: Bilingual,
    /// What it may hold.
    pub of: FieldType,
    /// Whether it must be given: of a field, when a record is opened by an action that
    /// takes it in; of an input, always.
    pub required: bool,
    /// Whether everybody may see it.
    pub public: bool,
    /// Whether it is about a person: sealed in the log, shown to those who act on the
    /// record alone. Never public.
    pub personal: bool,
    /// Whether no two records may hold the same.
    pub unique: bool,
    /// Whether it says what somebody asks for, so that it is refused where the city holds
    /// it already ([`crate::town::Town::held`]).
    pub unheld: bool,
    /// How it is computed, if nobody fills it in.
    pub computed: Option<Computed>,
    /// Where it is declared.
    pub span: Span,
}

/// How a field comes about by itself.
#[derive(Debug, Clone)]
pub enum Computed {
    /// From the other fields.
    By(Formula),
    /// The sum of the record's facts of this metric that stand.
    Total(MetricAt),
}

/// What a field may hold.
#[derive(Debug, Clone)]
pub enum FieldType {
    /// One line, or many.
    Text {
        /// Whether line breaks may stand in it.
        lines: bool,
        /// The most characters.
        chars_max: usize,
    },
    /// An exact number.
    Number {
        /// The least it may be.
        min: Option<youwei_base::Decimal>,
        /// The most it may be.
        max: Option<youwei_base::Decimal>,
        /// The most decimals.
        decimals: Option<u32>,
        /// Its unit; empty if none.
        unit: Arc<str>,
    },
    /// Yuan, exact to the fen.
    Money,
    /// A day.
    Date,
    /// A month, such as 2026-03; the string of it in formulas.
    Month,
    /// true or false.
    YesNo,
    /// One of these.
    Choice(Vec<Choice>),
    /// A place of GB/T 2260 in the city, by its code of six digits, as a string.
    Area,
    /// A unit of the city, by its id.
    Unit,
    /// A user, by id.
    Person,
    /// An enterprise or other organisation, by its unified social credit code
    /// (GB 32100-2015).
    Enterprise,
    /// A citizen, by the identity number (GB 11643-1999); always personal.
    Citizen,
    /// A project by its national code, such as 2603-990102-04-01-123456.
    ProjectCode,
    /// A freight container by its number (ISO 6346), such as CSQU3054383.
    Container,
    /// A file, by the SHA-256 of its bytes: a context of `sha256`, `name`, `taken` (a
    /// day) and `at` (a geo point), the last two for photographs.
    File {
        /// Whether it must be a photograph with day and place.
        photo: bool,
    },
    /// A point: a context of `lon` and `lat` in degrees (CGCS2000).
    Geo,
    /// A link to a record of the system of this id, by the record's id.
    Link(Arc<str>),
    /// A commitment of a report that was taken in, as `<report>/<commitment>`, the ids that
    /// stand in addresses.
    Commitment,
    /// An official number 发文字号, such as 督办〔2026〕12号 (GB/T 9704): given by an action
    /// ([`Action::numbers`]), never typed, and always unique.
    DocumentNumber,
    /// A list of these; an item that is a table has its own fields.
    List(Box<FieldType>),
    /// A table of fields, as an item of a list.
    Table(Vec<Field>),
}

impl FieldType {
    /// Whether it holds a photograph, or several.
    #[must_use]
    pub fn is_photo(&self) -> bool {
        match self {
            FieldType::File { photo } => *photo,
            FieldType::List(of) => matches!(**of, FieldType::File { photo: true }),
            _ => false,
        }
    }
}

/// One of several values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As it stands in formulas and JSON.
    pub key: Arc<str>,
    /// What people call it.
    pub name: Bilingual,
}

/// A stage 阶段.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// Whether a record may rest here for ever.
    pub ends: bool,
    /// Where it is declared.
    pub span: Span,
}

/// An action 动作.
#[derive(Debug, Clone)]
pub struct Action {
    /// Its id, the second half of its events' kind.
    pub id: Arc<str>,
    /// What people call it.
    pub name: Bilingual,
    /// What it is for; empty if the name says it.
    pub help: Bilingual,
    /// The stages that it may be taken in; none for one that opens a record.
    pub from: Vec<StageAt>,
    /// The stage that it leads to; none leaves the record where it is.
    pub to: Option<StageAt>,
    /// Who may take it, by role id; [`youwei_base::PUBLIC`] for anybody.
    pub by: Vec<Arc<str>>,
    /// Actions of this system: who took one of them on a record may not take this one on it,
    /// in whatever role, so that nobody checks what he did himself.
    pub not_by: Vec<ActionAt>,
    /// Which records, where the role does not say it right.
    pub reach: Option<Reach>,
    /// What it takes in. One that bears the name of a field sets that field.
    pub input: Vec<Input>,
    /// What must hold, each part with its own refusal. It sees the fields as the inputs
    /// leave them, and not yet what is set and added.
    pub when: Vec<Guard>,
    /// Sources of which each must have said something: of every one, at least one of
    /// these inputs or fields must be given.
    pub evidence: Vec<Evidence>,
    /// What it sets besides, all worked out on what the inputs leave.
    pub set: Vec<(FieldAt, Formula)>,
    /// What it adds to fields that are lists.
    pub add: Vec<(FieldAt, Formula)>,
    /// The official numbers that it gives: a field of type [`FieldType::DocumentNumber`] and
    /// the word of the series, such as 督办. The number is the next of word and year.
    pub numbers: Vec<(FieldAt, Arc<str>)>,
    /// The clock that it is meant to be taken within, which it stops.
    pub within: Option<ClockAt>,
    /// The notice that it opens.
    pub opens: Option<NoticeAt>,
    /// The notice that must have ended without an objection still open.
    pub after: Option<NoticeAt>,
    /// The facts that it states; they see what is set and added, and the totals as they
    /// were.
    pub facts: Vec<FactRule>,
    /// Where it is declared.
    pub span: Span,
}

/// What an action takes in.
#[derive(Debug, Clone)]
pub struct Input {
    /// Name, type and whether it must be given.
    pub field: Field,
    /// The field that it sets.
    pub sets: Option<FieldAt>,
}

/// A condition and what is said if it does not hold.
#[derive(Debug, Clone)]
pub struct Guard {
    /// A boolean formula. Unless it is true, the action is refused.
    pub when: Formula,
    /// What is wrong, and the next step.
    pub refusal: Bilingual,
    /// What the refusal points to, a string such as the number of another record; it is
    /// said after the sentence.
    pub see: Option<Formula>,
}

/// A source of evidence that cannot be replaced by another one.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// What it is called, such as 独立旁证.
    pub name: Bilingual,
    /// The inputs of the action (by index) of which one must be given.
    pub inputs: Vec<usize>,
    /// The fields of which one may be given already instead.
    pub fields: Vec<FieldAt>,
}

/// A fact that an action states.
#[derive(Debug, Clone)]
pub struct FactRule {
    /// What is measured.
    pub metric: MetricAt,
    /// How much, a number; none takes back what the record stated of this metric (of this
    /// key, if there is one).
    pub value: Option<Formula>,
    /// The day that it counts for; today if none.
    pub on: Option<Formula>,
    /// Which of the record's facts of this metric, a string; none for the only one.
    pub key: Option<Formula>,
    /// Fields that become its labels.
    pub by: Vec<FieldAt>,
    /// Whether it is stated; always, if none.
    pub when: Option<Formula>,
}

/// What facts measure.
#[derive(Debug, Clone)]
pub struct Metric {
    /// Its id, such as `project.started`; unique over all systems.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// The unit of its values, such as 个 or 元.
    pub unit: Arc<str>,
    /// Where it is declared.
    pub span: Span,
}

/// A length of time.
#[derive(Debug, Clone)]
pub struct Length {
    /// How many days: a number, often a dated parameter.
    pub days: Formula,
    /// Whether only work days count.
    pub workdays: bool,
}

/// A time limit 时限.
#[derive(Debug, Clone)]
pub struct Clock {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// The actions that start it, anew if it runs.
    pub starts: Vec<ActionAt>,
    /// The actions that stop it; those taken `within` it are among them.
    pub stops: Vec<ActionAt>,
    /// How long it runs. The day on which it starts does not count.
    pub length: Length,
    /// A field whose day it runs to, instead of `length`.
    pub until: Option<FieldAt>,
    /// The actions that suspend it, and those that let it run on; the days between do not
    /// count.
    pub suspends: Vec<ActionAt>,
    /// See [`Clock::suspends`].
    pub resumes: Vec<ActionAt>,
    /// The action that extends it, once, and by how much.
    pub extends: Option<(ActionAt, Length)>,
    /// How long before its end the unit is reminded.
    pub reminds: Option<Length>,
    /// What happens when it has run out.
    pub then: Overdue,
    /// Where it is declared.
    pub span: Span,
}

/// What happens when a clock has run out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overdue {
    /// The case goes to the unit above the one that should have acted.
    pub escalates: bool,
    /// The record shows red until the action is taken.
    pub light: bool,
    /// The stage that the record falls to by law, if any.
    pub to: Option<StageAt>,
}

/// A public notice 公示: a time in which anybody may object.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Its id.
    pub id: Arc<str>,
    /// The action `<id>-object`, which comes with it: by the public, in every stage, with
    /// the inputs `who` (personal) and `words`.
    pub object: ActionAt,
    /// The action `<id>-answer`, which comes with it: by [`Notice::answered_by`], with the
    /// inputs `objection` (its number; the oldest open one if not given), `upheld` and
    /// `words`.
    pub answer: ActionAt,
    /// Its name.
    pub name: Bilingual,
    /// How long it runs from the day after it was opened.
    pub length: Length,
    /// Who answers an objection 异议, by role id.
    pub answered_by: Vec<Arc<str>>,
    /// Within what time of the objection.
    pub answer_within: Length,
    /// Where it is declared.
    pub span: Span,
}

/// Other records that formulas may look at, by one name.
#[derive(Debug, Clone)]
pub struct Read {
    /// The name in formulas.
    pub name: Arc<str>,
    /// The system whose records they are.
    pub system: Arc<str>,
    /// Which of them.
    pub which: Which,
    /// The names of the fields that formulas may look at, with `id` and `stage`.
    pub fields: BTreeSet<Arc<str>>,
    /// Where it is declared.
    pub span: Span,
}

/// Which records are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// The one that this field of ours links to: a context, or null.
    LinkedFrom(FieldAt),
    /// All whose field of this name links to us: a list of contexts.
    LinkingBy(Arc<str>),
    /// All of ours whose named field holds the same as our field: a list of contexts,
    /// without this record.
    Same(FieldAt),
    /// All of ours that have something in common with us in a list: a list of contexts with
    /// `shared`, what is in common, without this record.
    Sharing(Shared),
}

/// The entry of a record read by [`Which::Sharing`] that lists what is in common.
pub const SHARED: &str = "shared";

/// Where records of one system may have something in common, such as the numbers of the
/// containers on a train.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// A field that is a list.
    pub list: FieldAt,
    /// The entry of its items, where they are tables.
    pub entry: Option<Arc<str>>,
}

impl Shared {
    /// What a list has there, each once, in order.
    #[must_use]
    pub fn keys(&self, list: &Value) -> BTreeSet<Arc<str>> {
        let Value::List(items) = list else {
            return BTreeSet::new();
        };
        let of = |item: &Value| match (&self.entry, item) {
            (None, item) => key(item),
            (Some(entry), Value::Context(entries)) => entries.get(entry).and_then(key),
            (Some(_), _) => None,
        };
        items.iter().filter_map(of).collect()
    }
}

/// A random sample 抽查: whether an application is looked into follows from the log alone,
/// once the application stands in it ([`crate::sample`]).
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// The action whose entry in the log decides.
    pub of: ActionAt,
    /// The share that is chosen, in per cent, worked out when the action is taken.
    pub share: Formula,
    /// Where the log alone shall not decide: the action by which the office enters a number
    /// that came about in public after the application, and the number as a string.
    pub number: Option<(ActionAt, Formula)>,
    /// The stage of those that are chosen.
    pub chosen: StageAt,
    /// The stage of the others.
    pub spared: StageAt,
    /// Where it is declared.
    pub span: Span,
}

impl Sample {
    /// Whether this action gives the number that it waits for.
    #[must_use]
    pub fn is_numbered_by(&self, action: ActionAt) -> bool {
        self.number.as_ref().is_some_and(|(by, _)| *by == action)
    }
}

/// An oddity: noted in the event and shown on the record, for a person to look at.
#[derive(Debug, Clone)]
pub struct Flag {
    /// Its id.
    pub id: Arc<str>,
    /// The actions after which it is looked for.
    pub on: Vec<ActionAt>,
    /// A boolean formula; true is odd. It sees the fields as the action leaves them.
    pub when: Formula,
    /// What is odd, and what to look at.
    pub says: Bilingual,
}

impl System {
    /// The layout of the frames of its formulas.
    #[must_use]
    pub fn layout(&self) -> Layout {
        Layout {
            fields: self.fields.len(),
            reads: self.reads.len(),
            parameters: self.parameters.as_ref().map_or(0, |it| it.all().len()),
        }
    }

    /// A field by name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<FieldAt> {
        self.fields.iter().position(|it| &*it.name == name)
    }

    /// A stage by id.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<StageAt> {
        self.stages.iter().position(|it| &*it.id == id)
    }

    /// An action by id.
    #[must_use]
    pub fn action(&self, id: &str) -> Option<ActionAt> {
        self.actions.iter().position(|it| &*it.id == id)
    }

    /// The actions that open a record.
    pub fn openings(&self) -> impl Iterator<Item = (ActionAt, &Action)> {
        let all = self.actions.iter().enumerate();
        all.filter(|(_, action)| action.from.is_empty())
    }
}
