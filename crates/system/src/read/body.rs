//! What a system says about what it has: actions, clocks, notices, computed fields.

use std::collections::BTreeSet;
use std::sync::Arc;

use youwei_base::{Bilingual, PUBLIC};
use youwei_decision::types::Type;

use super::action::{self, Asked};
use super::compile::{Named, Names, Wanted};
use super::lookup::{Around, Ids};
use super::outline::{Entry, Outline, find, section};
use super::page::{Page, span};
use super::{clock, computed, fact, listing, reads};
use crate::declaration::{Action, Field, FieldAt, FieldType, Flag, Input, Notice, System};
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
    let mut asked = Vec::with_capacity(actions.len());
    for entry in &actions {
        let (action, more) = action::read(page, &known, entry);
        system.actions.push(action);
        asked.push(more);
    }
    for (at, entry) in clocks.iter().enumerate() {
        let clock = clock::read(page, &known, entry, stops(&asked, at));
        system.clocks.extend(clock);
    }
    for entry in &notices {
        notice(page, &known, entry, &mut system);
    }
    unopened(page, &system, &notices);
    system.flags = flags(page, outline, &known, &system.actions);
    system.lists = listing::lists(page, outline, &known);
    system.proposals = listing::proposals(page, outline, &known);
    fact::leaks(page, &system);
    system
}

/// The actions that are to be taken within a clock.
fn stops(asked: &[Asked], clock: usize) -> Vec<usize> {
    let within = asked.iter().enumerate();
    let within = within.filter(|(_, it)| it.within == Some(clock));
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
            closed: None,
        });
    }
    for read in &system.reads {
        names.push(read.name.clone(), reads::type_of(read, system, around));
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
    names
}

/// A public notice, and the two actions about it.
fn notice(page: &mut Page<'_>, known: &Known<'_>, entry: &Entry<'_, '_>, system: &mut System) {
    let (id, at, item) = entry;
    page.id(("公示", "notice"), id, at.clone());
    let Some(table) = page.document.table(item, id) else {
        return;
    };
    page.only(table, &["name", "days", "count", "answered_by", "answer"]);
    let name = page.needed_bilingual(table, "name", at.clone());
    let length = clock::length(page, &known.names, table, at, None);
    page.document.needed(table, "answered_by", at.clone());
    let answered_by: Vec<Arc<str>> = action::roles(page, table, "answered_by");
    let answer = page.document.needed(table, "answer", at.clone());
    let answer = answer.and_then(|item| {
        let table = page.document.table(item, "answer")?;
        page.only(table, &["days", "count"]);
        clock::length(page, &known.names, table, &item.span(), None)
    });
    let (Some(name), Some(length), Some(answer_within)) = (name, length, answer) else {
        return;
    };
    let (object, answer) = about(id, &name, &answered_by, system, span(at));
    system.actions.push(object);
    system.actions.push(answer);
    system.notices.push(Notice {
        id: (*id).into(),
        name,
        object: system.actions.len() - 2,
        answer: system.actions.len() - 1,
        length,
        answered_by,
        answer_within,
        span: span(at),
    });
}

/// The actions of objecting and answering.
fn about(
    id: &str,
    name: &Bilingual,
    answered_by: &[Arc<str>],
    system: &System,
    span: youwei_decision::span::Span,
) -> (Action, Action) {
    let input =
        |name: &str, label: (&str, &str), of: FieldType, required: bool, personal: bool| Input {
            field: Field {
                name: name.into(),
                label: Bilingual::new(label.0, label.1),
                help: Bilingual::new("", ""),
                of,
                required,
                public: false,
                personal,
                unique: false,
                computed: None,
                span,
            },
            sets: None,
        };
    let lines = |lines: bool, chars_max: usize| FieldType::Text { lines, chars_max };
    let action = |ending: &str, name: Bilingual, by: Vec<Arc<str>>, input: Vec<Input>| Action {
        id: format!("{id}-{ending}").into(),
        name,
        help: Bilingual::new("", ""),
        from: (0..system.stages.len()).collect(),
        to: None,
        by,
        reach: None,
        input,
        when: Vec::new(),
        evidence: Vec::new(),
        set: Vec::new(),
        add: Vec::new(),
        within: None,
        opens: None,
        after: None,
        facts: Vec::new(),
        span,
    };
    let number = FieldType::Number {
        min: Some(1.into()),
        max: None,
        decimals: Some(0),
        unit: "".into(),
    };
    let object = action(
        "object",
        Bilingual::new(
            format!("对{}提出异议", name.zh),
            format!("Object: {}", name.en),
        ),
        vec![PUBLIC.into()],
        vec![
            input(
                "who",
                ("姓名和联系方式", "name and how to reach you"),
                lines(false, 200),
                true,
                true,
            ),
            input(
                "words",
                ("异议和理由", "objection and reasons"),
                lines(true, 5_000),
                true,
                false,
            ),
        ],
    );
    let answer = action(
        "answer",
        Bilingual::new(
            format!("答复对{}的异议", name.zh),
            format!("Answer an objection: {}", name.en),
        ),
        answered_by.to_vec(),
        vec![
            input(
                "objection",
                ("第几件异议", "number of the objection"),
                number,
                false,
                false,
            ),
            input(
                "upheld",
                ("异议成立", "the objection is right"),
                FieldType::YesNo,
                true,
                false,
            ),
            input("words", ("答复", "answer"), lines(true, 5_000), true, false),
        ],
    );
    (object, answer)
}

/// Says of notices that no action opens.
fn unopened(page: &mut Page<'_>, system: &System, notices: &[Entry<'_, '_>]) {
    for (at, notice) in system.notices.iter().enumerate() {
        if system.actions.iter().any(|it| it.opens == Some(at)) {
            continue;
        }
        let place = notices.iter().find(|it| *it.0 == *notice.id);
        let message = Bilingual::new(
            format!("没有动作开启公示“{}”。", notice.id),
            format!("no action opens the notice “{}”.", notice.id),
        );
        let help = Bilingual::new(
            format!("在开始公示的动作里写 opens = \"{}\"。", notice.id),
            format!(
                "write opens = \"{}\" in the action that begins it.",
                notice.id
            ),
        );
        page.say(
            "notice-never-opens",
            place.map_or(0..0, |it| it.1.clone()),
            message,
            help,
        );
    }
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
