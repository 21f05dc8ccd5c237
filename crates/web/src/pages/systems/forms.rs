//! The forms of actions: those that this actor may take now, and no others.

use maud::{Markup, html};
use uuid::Uuid;
use youwei_base::Bilingual;
use youwei_system::declaration::{Action, ActionAt, FieldType, Input, Notice, System};
use youwei_system::record::Record;

use super::Here;
use super::given::{PREFIX, key, spread};
use super::widget::{Widgets, Wrong};
use crate::fields::Fields;

/// What was tried and refused: shown again as typed, with what is wrong with it.
pub(crate) struct Attempt {
    /// The action.
    pub action: ActionAt,
    /// What is wrong with single inputs.
    pub wrong: Wrong,
    /// What is wrong besides.
    pub said: Vec<Bilingual>,
}

/// The form of an action. `record` is the one it is taken on; none opens one.
pub(crate) fn form(
    here: &Here<'_>,
    at: ActionAt,
    record: Option<&Record>,
    attempt: Option<&Attempt>,
) -> Markup {
    let Some(action) = here.system.actions.get(at) else {
        return html! {};
    };
    let attempt = attempt.filter(|it| it.action == at);
    let form = &here.ask.form;
    let tried = attempt.is_some() || form.get("do") == &*action.id;
    let prefilled = match record {
        Some(record) if !tried => prefilled(here, action, record),
        // What led here may know some of it, such as the name of a work of the report.
        None if !tried => {
            let query = here.ask.query.0.iter();
            let given = query.filter(|(name, _)| name.starts_with(PREFIX));
            Fields(given.cloned().collect())
        }
        _ => Fields::default(),
    };
    let none = Wrong::new();
    let widgets = Widgets {
        names: here.say.names,
        lang: here.say.lang,
        promises: here.say.promises,
        filled: if tried { form } else { &prefilled },
        wrong: attempt.map_or(&none, |it| &it.wrong),
        form: &action.id,
    };
    let address = match record {
        Some(record) => here.address(&record.id),
        None => format!("/systems/{}/new/{}", here.system.id, action.id),
    };
    let files = action.input.iter().any(|it| holds_file(&it.field.of));
    let encoding = files.then_some("multipart/form-data");
    // Sent twice, it is one event.
    let event = match form.get("event") {
        typed if tried && Uuid::try_parse(typed).is_ok() => typed.to_owned(),
        _ => Uuid::now_v7().to_string(),
    };
    html! {
        form.act method="post" action=(address) enctype=[encoding] {
            input type="hidden" name="do" value=(action.id);
            input type="hidden" name="event" value=(event);
            @if let Some(record) = record { input type="hidden" name="seen" value=(record.version); }
            @if !here.say.lang.of(&action.help).is_empty() { p.quiet { (here.say.lang.of(&action.help)) } }
            @if let Some(attempt) = attempt { (said(here, attempt)) }
            (evidence(here, action))
            div.fields { @for input in &action.input { (widgets.field(&asked(input))) } }
            p.next { button.primary type="submit" { (here.say.lang.of(&action.name)) } }
        }
    }
}

/// An input as it is asked for. What is computed is not.
fn asked(input: &Input) -> youwei_system::declaration::Field {
    input.field.clone()
}

/// What is wrong that belongs to no single input.
fn said(here: &Here<'_>, attempt: &Attempt) -> Markup {
    html! {
        @if !attempt.said.is_empty() {
            div.wrong role="alert" { @for it in &attempt.said { p { (here.say.lang.of(it)) } } }
        }
    }
}

/// Which sources must each have said something.
fn evidence(here: &Here<'_>, action: &Action) -> Markup {
    let (lang, system) = (here.say.lang, here.system);
    let label = |input: &usize| action.input.get(*input).map(|it| lang.of(&it.field.label));
    let known = |field: &usize| system.fields.get(*field).map(|it| lang.of(&it.label));
    html! {
        @if !action.evidence.is_empty() {
            div.evidence {
                p { (lang.pick("需要以下各类证据，每类至少一项：", "Each of these needs at least one piece of evidence:")) }
                ol { @for one in &action.evidence {
                    @let names: Vec<&str> = one.inputs.iter().filter_map(label).chain(one.fields.iter().filter_map(known)).collect();
                    li { b { (lang.of(&one.name)) } small { (names.join(lang.pick("、", ", "))) } }
                } }
            }
        }
    }
}

/// What the record holds now, in the inputs that set its fields.
fn prefilled(here: &Here<'_>, action: &Action, record: &Record) -> Fields {
    let mut fields = Fields::default();
    for input in &action.input {
        let value = input.sets.and_then(|at| record.values.get(at));
        if let Some(value) = value {
            spread(
                &input.field.of,
                value,
                &key(&input.field.name),
                here.say.names,
                &mut fields,
            );
        }
    }
    fields
}

/// Whether an input takes a file.
pub(crate) fn holds_file(of: &FieldType) -> bool {
    match of {
        FieldType::File { .. } => true,
        FieldType::List(of) => holds_file(of),
        FieldType::Table(fields) => fields.iter().any(|it| holds_file(&it.of)),
        _ => false,
    }
}

/// The forms of a record, each to be unfolded; the one that was tried is open.
pub(crate) fn all(here: &Here<'_>, record: &Record, attempt: Option<&Attempt>) -> Markup {
    if here.ask.on.is_some() {
        return html! {};
    }
    let lang = here.say.lang;
    let may: Vec<(ActionAt, &Action)> = here.may_now(record);
    let of_notices: Vec<ActionAt> = here.system.notices.iter().map(|it| it.object).collect();
    let may: Vec<_> = may
        .into_iter()
        .filter(|(at, _)| !of_notices.contains(at))
        .collect();
    let tried = attempt.map(|it| it.action);
    html! {
        section.actions #do {
            h2.part { (lang.pick("可以办理", "What you may do")) }
            @if may.is_empty() { p.quiet { (nothing(here)) } }
            @for (at, action) in &may {
                @let open = tried == Some(*at) || here.ask.form.get("do") == &*action.id || may.len() == 1;
                details.tool open[open] id=(format!("do-{}", action.id)) {
                    summary { (lang.of(&action.name)) (leads_to(here.system, action, here)) }
                    (form(here, *at, Some(record), attempt))
                }
            }
        }
    }
}

fn nothing(here: &Here<'_>) -> &'static str {
    let lang = here.say.lang;
    match here.sight {
        super::sight::Sight::Public => lang.pick(
            "登录后可以看到您能办理的事项。",
            "Sign in to see what you may do.",
        ),
        super::sight::Sight::Inside => lang.pick(
            "目前没有您能办理的事项：由其他角色或单位办理，或时候未到。",
            "There is nothing for you to do now: others must act, or it is too early.",
        ),
    }
}

fn leads_to(system: &System, action: &Action, here: &Here<'_>) -> Markup {
    let to = action.to.and_then(|at| system.stages.get(at));
    html! { @if let Some(stage) = to { small.to { "→ " (here.say.lang.of(&stage.name)) } } }
}

/// The form with which anybody objects while a notice runs.
pub(crate) fn objection(
    here: &Here<'_>,
    notice: &Notice,
    record: &Record,
    attempt: Option<&Attempt>,
) -> Markup {
    let lang = here.say.lang;
    let open = attempt.is_some_and(|it| it.action == notice.object);
    html! {
        details.tool open[open] id=(format!("do-{}-object", notice.id)) {
            summary { (lang.pick("提出异议", "Object")) }
            (form(here, notice.object, Some(record), attempt))
        }
    }
}
