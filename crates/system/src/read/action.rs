//! Reading actions.

use std::sync::Arc;

use toml::de::DeTable;
use youwei_base::{Bilingual, PUBLIC, Reach};
use youwei_decision::document::{Item, entries, entry};

use super::body::Known;
use super::compile::{Names, Wanted};
use super::field::{self, Where};
use super::outline::Entry;
use super::page::{Bytes, Page, span};
use super::{change, fact};
use crate::declaration::{Action, FieldType, Guard, Input};

const KNOWN: [&str; 17] = [
    "name", "help", "from", "to", "by", "not_by", "reach", "input", "when", "evidence", "within",
    "set", "add", "facts", "opens", "after", "numbers",
];

/// Reads an action.
pub fn read(page: &mut Page<'_>, known: &Known<'_>, entry_: &Entry<'_, '_>) -> Action {
    let (id, at, item) = entry_;
    page.id(("动作", "action"), id, at.clone());
    let mut action = Action {
        id: (*id).into(),
        name: Bilingual::new("", ""),
        help: Bilingual::new("", ""),
        from: Vec::new(),
        to: None,
        by: Vec::new(),
        not_by: Vec::new(),
        reach: None,
        input: Vec::new(),
        when: Vec::new(),
        evidence: Vec::new(),
        set: Vec::new(),
        add: Vec::new(),
        numbers: Vec::new(),
        within: None,
        opens: None,
        after: None,
        facts: Vec::new(),
        span: span(at),
    };
    let Some(table) = page.document.table(item, id) else {
        return action;
    };
    page.only(table, &KNOWN);
    let name = page.needed_bilingual(table, "name", at.clone());
    action.name = name.unwrap_or(action.name);
    action.help = page.bilingual(table, "help");
    action.from = known.stages.list(page, table, "from");
    action.to = known.stages.maybe(page, table, "to");
    opening(page, table, at, id);
    action.by = roles(page, table, "by");
    if entry(table, "by").is_none() {
        let message = Bilingual::new(
            format!("动作“{id}”没有写谁可以办（by），没有人办得了。"),
            format!("the action “{id}” does not say by whom; nobody may take it."),
        );
        let help = Bilingual::new(
            "写上角色，如 by = [\"project-clerk\"]；任何人都可以办的写 by = [\"public\"]。",
            "write the roles, such as by = [\"project-clerk\"]; anybody is by = [\"public\"].",
        );
        page.say("no-one", at.clone(), message, help);
    }
    action.not_by = known.actions.list(page, table, "not_by");
    somebody_known(page, table, &action);
    action.reach = reach(page, table);
    action.input = inputs(page, known, table);
    let names = known.names.with(&action.input);
    action.when = guards(page, &names, table);
    action.evidence = change::evidence(page, known, &action.input, table);
    action.set = change::sets(page, known, &action.input, &names, table);
    action.add = change::adds(page, known, &names, table);
    action.numbers = change::numbers(page, known, table);
    action.within = known.clocks.maybe(page, table, "within");
    action.opens = known.notices.maybe(page, table, "opens");
    action.after = known.notices.maybe(page, table, "after");
    action.facts = fact::read(page, known, &names, table);
    action
}

/// An action that opens a record has to say where the record stands then.
fn opening(page: &mut Page<'_>, table: &DeTable<'_>, at: &Bytes, id: &str) {
    let (from, to) = (entry(table, "from"), entry(table, "to"));
    let (message, help) = match (from, to) {
        (None, None) => (
            Bilingual::new(
                format!("动作“{id}”没有 from，是新开一个条目，却没有写开到哪个阶段（to）。"),
                format!(
                    "the action “{id}” has no “from” and opens a record, and does not say in which stage."
                ),
            ),
            Bilingual::new(
                "写 to = \"…\"；如果是办理已有的条目，写 from = [\"…\"]。",
                "write to = \"…\"; if it is taken on a record that is there, write from = [\"…\"].",
            ),
        ),
        (Some(from), _) if from.get_ref().as_array().is_some_and(|it| it.is_empty()) => (
            Bilingual::new(
                format!("动作“{id}”的 from 是空的，哪个阶段都办不了。"),
                format!("“from” of the action “{id}” is empty; it can be taken in no stage."),
            ),
            Bilingual::new(
                "写上可以办理的阶段；新开条目的动作不写 from。",
                "write the stages in which it may be taken; an action that opens a record has no “from”.",
            ),
        ),
        _ => return,
    };
    page.say("opens-nowhere", at.clone(), message, help);
}

/// Who did what another action did can be told only of people who signed in, and only on a
/// record that is there.
fn somebody_known(page: &mut Page<'_>, table: &DeTable<'_>, action: &Action) {
    let Some(item) = entry(table, "not_by") else {
        return;
    };
    let id = &action.id;
    let opens = entry(table, "from").is_none();
    let (message, help) = match () {
        () if opens => (
            Bilingual::new(
                format!("动作“{id}”新开一个条目，还没有人在它上面办过什么，not_by 拦不住谁。"),
                format!(
                    "the action “{id}” opens a record, on which nobody has done anything; “not_by” stops nobody."
                ),
            ),
            Bilingual::new(
                "删去 not_by，或把它写在后面核查的动作上。",
                "take “not_by” away, or write it with the action that checks what was done.",
            ),
        ),
        () if action.by.iter().any(|it| &**it == PUBLIC) => (
            Bilingual::new(
                format!("动作“{id}”任何人都可以办，不登录也行，not_by 认不出是谁。"),
                format!(
                    "anybody may take the action “{id}”, also without signing in; “not_by” cannot tell who it is."
                ),
            ),
            Bilingual::new(
                "在 by 里只写要登录的角色，或删去 not_by。",
                "name only roles that sign in, or take “not_by” away.",
            ),
        ),
        () => return,
    };
    page.say("not-by-nobody", item.span(), message, help);
}

/// Ids of roles.
pub fn roles(page: &mut Page<'_>, table: &DeTable<'_>, name: &str) -> Vec<Arc<str>> {
    let roles = page.texts(table, name);
    for (role, at) in &roles {
        page.id(("角色", "role"), role, at.clone());
    }
    if let Some(item) = entry(table, name)
        && item.get_ref().as_array().is_some_and(|it| it.is_empty())
    {
        let message = Bilingual::new(
            format!("“{name}”是空的，没有人办得了。"),
            format!("“{name}” is empty; nobody may take it."),
        );
        let help = Bilingual::new(
            "写上角色，如 [\"project-clerk\"]；任何人都可以办的写 [\"public\"]。",
            "write the roles, such as [\"project-clerk\"]; anybody is [\"public\"].",
        );
        page.say("no-one", item.span(), message, help);
    }
    roles.into_iter().map(|it| it.0).collect()
}

/// The word for a reach.
pub fn reach(page: &mut Page<'_>, table: &DeTable<'_>) -> Option<Reach> {
    let (word, at) = page.maybe_text(table, "reach")?;
    match &*word {
        "own" => Some(Reach::Own),
        "area" => Some(Reach::Area),
        "keeper" => Some(Reach::Keeper),
        "all" => Some(Reach::All),
        _ => {
            let known = ["own", "area", "keeper", "all"];
            page.unknown("unknown-reach", ("范围", "reach"), &word, at, known);
            None
        }
    }
}

fn inputs(page: &mut Page<'_>, known: &Known<'_>, table: &DeTable<'_>) -> Vec<Input> {
    let mut inputs = Vec::new();
    let Some(item) = entry(table, "input") else {
        return inputs;
    };
    let Some(table) = page.document.table(item, "input") else {
        return inputs;
    };
    for (name, at, item) in entries(table) {
        inputs.extend(input(page, known, name, at, item));
    }
    inputs
}

fn input(
    page: &mut Page<'_>,
    known: &Known<'_>,
    name: &str,
    at: Bytes,
    item: &Item<'_>,
) -> Option<Input> {
    let table = page.document.table(item, name)?;
    let field = known.fields.iter().position(|it| &*it.name == name);
    if entry(table, "type").is_some() {
        if field.is_some() {
            let message = Bilingual::new(
                format!("“{name}”是一个字段，已经有类型。"),
                format!("“{name}” is a field and has a type already."),
            );
            let help = Bilingual::new(
                format!("收进这个字段写 {name} = {{}}；另收别的换个名字。"),
                format!(
                    "to take in the field write {name} = {{}}; for something else take another name."
                ),
            );
            page.say("input-type", at, message, help);
            return None;
        }
        let drafted = field::read(page, name, at.clone(), item, Where::Input)?;
        for (id, at) in &drafted.links {
            known.around.system(page, id, at.clone());
        }
        if known.names.all.iter().any(|it| &*it.name == name) {
            let message = Bilingual::new(
                format!("输入“{name}”与一个词、reads 或参数同名。"),
                format!("the input “{name}” has the name of a word, a read or a parameter."),
            );
            let help = Bilingual::new("给输入换个名字。", "give the input another name.");
            page.say("name-clash", at, message, help);
        }
        return Some(Input {
            field: drafted.field,
            sets: None,
        });
    }
    let Some(sets) = field else {
        let names = known.fields.iter().map(|it| &*it.name);
        page.unknown("unknown-field", ("字段", "field"), name, at, names);
        return None;
    };
    let mut field = known.fields.get(sets)?.clone();
    page.only(table, &["optional", "required", "label", "help"]);
    let (optional, required) = (
        page.maybe_flag(table, "optional"),
        page.maybe_flag(table, "required"),
    );
    field.required = match (optional, required) {
        (Some(optional), _) => !optional,
        (None, Some(required)) => required,
        (None, None) => field.required,
    };
    if entry(table, "label").is_some() {
        field.label = page.bilingual(table, "label");
    }
    if entry(table, "help").is_some() {
        field.help = page.bilingual(table, "help");
    }
    if known.is_computed(sets) {
        computed(page, name, at);
        return None;
    }
    if matches!(field.of, FieldType::DocumentNumber) {
        field::given_number(page, name, at);
        return None;
    }
    Some(Input {
        field,
        sets: Some(sets),
    })
}

/// Says that a field is worked out and cannot be filled in.
pub fn computed(page: &mut Page<'_>, name: &str, at: Bytes) {
    let message = Bilingual::new(
        format!("“{name}”是计算出来的，不能填写。"),
        format!("“{name}” is computed and cannot be filled in."),
    );
    let help = Bilingual::new(
        "改它所依据的字段，或删去字段的 computed、total。",
        "change the fields that it comes from, or take computed or total off the field.",
    );
    page.say("computed-set", at, message, help);
}

fn guards(page: &mut Page<'_>, names: &Names, table: &DeTable<'_>) -> Vec<Guard> {
    let mut guards = Vec::new();
    let Some(item) = entry(table, "when") else {
        return guards;
    };
    let Some(items) = page.document.list(item, "when") else {
        return guards;
    };
    for item in items {
        let Some(table) = page.document.table(item, "when") else {
            continue;
        };
        page.only(table, &["is", "else", "see"]);
        let is = page.document.needed(table, "is", item.span());
        let is = is.and_then(|it| names.compile(page, it, "is", Wanted::Truth));
        let refusal = page.needed_bilingual(table, "else", item.span());
        let see = entry(table, "see");
        let see = see.and_then(|it| names.compile_open(page, it, "see", Wanted::Text));
        if let (Some(when), Some(refusal)) = (is, refusal) {
            guards.push(Guard { when, refusal, see });
        }
    }
    guards
}
