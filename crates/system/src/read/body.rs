//! What a system says about what it has: actions, clocks, notices, computed fields.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_decision::types::Type;

use super::action;
use super::compile::{Named, Names, Wanted};
use super::lookup::{Around, Ids};
use super::outline::{Entry, Outline, find, section};
use super::page::Page;
use super::{clock, computed, handover, listing, models, notice, reads, samples};
use crate::declaration::{Action, ActionAt, ClockAt, Field, FieldAt, Flag, System};
use crate::formula::Word;

/// What the parts of a declaration refer to.
pub struct Known<'s> {
    /// The fields.
    pub fields: &'s [Field],
    /// The names of formulas, without inputs.
    pub names: Names,
    /// The stages.
    pub stages: Ids,
    /// The actions, those about notices after the others.
    pub actions: Ids,
    /// The clocks.
    pub clocks: Ids,
    /// The notices.
    pub notices: Ids,
    /// The metrics.
    pub metrics: Ids,
    /// The fields that come about by themselves.
    pub computed: BTreeSet<FieldAt>,
    /// All systems.
    pub around: &'s Around<'s>,
}

/// Reads the rest of a system.
pub fn read(page: &mut Page<'_>, outline: &Outline<'_, '_>, around: &Around<'_>) -> System {
    let mut system = outline.system.clone();
    for (id, at) in outline.drafts.iter().flat_map(|it| &it.links) {
        around.system(page, id, at.clone());
    }
    system.reads = reads::read(page, outline, around);
    let actions = section(page, outline.table, "actions");
    let clocks = section(page, outline.table, "clocks");
    let notices = section(page, outline.table, "notices");
    let known = Known {
        fields: &outline.system.fields,
        names: names(page, &system, around),
        stages: Ids {
            kind: ("阶段", "stage"),
            code: "unknown-stage",
            all: system.stages.iter().map(|it| it.id.clone()).collect(),
        },
        actions: action_ids(page, &actions, &notices),
        clocks: ids(("时限", "clock"), "unknown-clock", &clocks),
        notices: ids(("公示", "notice"), "unknown-notice", &notices),
        metrics: Ids {
            kind: ("指标", "metric"),
            code: "unknown-metric",
            all: system.metrics.iter().map(|it| it.id.clone()).collect(),
        },
        computed: computed::written(outline),
        around,
    };
    computed::read(page, outline, &known, &mut system);
    for entry in &actions {
        let action = action::read(page, &known, entry);
        system.actions.push(action);
    }
    for (at, entry) in clocks.iter().enumerate() {
        let stops = within(&system.actions, at);
        let clock = clock::read(page, &known, entry, stops);
        system.clocks.extend(clock);
    }
    for entry in &notices {
        notice::read(page, &known, entry, &mut system);
    }
    notice::unopened(page, &system, &notices);
    system.flags = flags(page, outline, &known, &system.actions);
    system.samples = samples::read(page, outline, &known, &system.actions);
    system.lists = listing::lists(page, outline, &known);
    system.proposals = listing::proposals(page, outline, &known);
    system.handovers = handover::read(page, outline, &known);
    system
}

/// The actions that are to be taken within a clock.
fn within(actions: &[Action], clock: ClockAt) -> Vec<ActionAt> {
    let actions = actions.iter().enumerate();
    let within = actions.filter(|(_, it)| it.within == Some(clock));
    within.map(|(action, _)| action).collect()
}

fn ids(kind: super::page::Word, code: &'static str, entries: &[Entry<'_, '_>]) -> Ids {
    Ids {
        kind,
        code,
        all: entries.iter().map(|(id, _, _)| (*id).into()).collect(),
    }
}

/// The actions as declared, and two for each notice.
fn action_ids(page: &mut Page<'_>, actions: &[Entry<'_, '_>], notices: &[Entry<'_, '_>]) -> Ids {
    let mut ids = ids(("动作", "action"), "unknown-action", actions);
    for (notice, at, _) in notices {
        for ending in ["object", "answer"] {
            let id: Arc<str> = format!("{notice}-{ending}").into();
            if ids.all.contains(&id) {
                let message = Bilingual::new(
                    format!("动作“{id}”随公示“{notice}”而有，不能另写。"),
                    format!(
                        "the action “{id}” comes with the notice “{notice}” and cannot be declared."
                    ),
                );
                let help = Bilingual::new(
                    "给另写的动作换个名字。",
                    "give the declared action another name.",
                );
                page.say("twice", at.clone(), message, help);
            }
            ids.all.push(id);
        }
    }
    ids
}

/// The names that every formula of the system may use, in the order of the slots.
fn names(page: &mut Page<'_>, system: &System, around: &Around<'_>) -> Names {
    let mut names = Names::default();
    for field in &system.fields {
        names.field(field, false);
    }
    let text = || Type::String;
    for (word, name) in Word::ALL {
        let of = match word {
            Word::Today | Word::Opened | Word::Since => Type::Date,
            Word::Stage | Word::Id => text(),
            Word::Actor => Type::context([
                ("user".into(), text()),
                ("unit".into(), text()),
                ("role".into(), text()),
            ]),
        };
        let choices = match word {
            Word::Stage => system.stages.iter().map(|it| it.id.clone()).collect(),
            _ => Vec::new(),
        };
        names.enter(Named {
            name: name.into(),
            of,
            choices,
            entries: BTreeMap::new(),
            personal: false,
            closed: None,
        });
    }
    for read in &system.reads {
        names.enter(reads::named(read, system, around));
    }
    let parameters = system.parameters.as_ref().map_or(&[][..], |it| it.all());
    for parameter in parameters {
        let before = names.all.iter().any(|it| it.name == parameter.name);
        if before {
            let name = &parameter.name;
            let message = Bilingual::new(
                format!("参数“{name}”与一个字段、词或 reads 同名。"),
                format!("the parameter “{name}” has the name of a field, a word or a read."),
            );
            let help = Bilingual::new("给参数换个名字。", "give the parameter another name.");
            page.say("name-clash", 0..0, message, help);
        }
        let types = parameter.values.iter().map(|it| Type::of(&it.value));
        let of = types.reduce(|one, other| one.join(&other));
        names.push(parameter.name.clone(), of.unwrap_or(Type::Any));
    }
    models::names(page, system, &mut names);
    names
}

/// Oddities to look for.
fn flags(
    page: &mut Page<'_>,
    outline: &Outline<'_, '_>,
    known: &Known<'_>,
    actions: &[Action],
) -> Vec<Flag> {
    let mut flags = Vec::new();
    for (id, at, item) in section(page, outline.table, "flags") {
        page.id(("疑点", "flag"), id, at.clone());
        let Some(table) = page.document.table(item, id) else {
            continue;
        };
        page.only(table, &["on", "when", "says"]);
        page.document.needed(table, "on", at.clone());
        let on = known.actions.list(page, table, "on");
        // The inputs are known where one action is looked at.
        let names = match on.as_slice() {
            [one] => actions.get(*one).map(|it| known.names.with(&it.input)),
            _ => None,
        };
        let names = names.as_ref().unwrap_or(&known.names);
        let when = page.document.needed(table, "when", at.clone());
        let when = when.and_then(|it| names.compile(page, it, "when", Wanted::Truth));
        let says = page.needed_bilingual(table, "says", at.clone());
        if let (Some(when), Some(says)) = (when, says) {
            flags.push(Flag {
                id: id.into(),
                on,
                when,
                says,
            });
        }
    }
    flags
}

impl Known<'_> {
    /// A field by name; says so if there is none.
    pub fn field(&self, page: &mut Page<'_>, name: &str, at: super::page::Bytes) -> Option<usize> {
        find(page, self.fields, name, at)
    }
}
