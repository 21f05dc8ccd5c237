//! `POST /systems/{system}/records/{record}`: from a form to a wish, and back to the page.

use axum::http::StatusCode;
use uuid::Uuid;
use youwei_system::declaration::{Action, ActionAt, System};
use youwei_system::wish::{Refusal, RefusalKind, Wish};

use super::forms::Attempt;
use super::given::given;
use super::{Here, detail, files};
use crate::app::ActFault;
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;

/// `POST /systems/{system}/records/{record}`.
pub(crate) fn act(ask: &Ask) -> Answer {
    // A row was asked for, nothing else.
    if ask.form.given("more").is_some() {
        return detail::page(ask, None, None);
    }
    let (system, record) = (ask.part("system"), ask.part("record"));
    let (at, done) = take(ask, Some(record))?;
    match done {
        Ok(_) => back_to(&format!("/systems/{system}/records/{record}")),
        Err(ActFault::Refused(refusal)) => {
            let attempt = with_system(ask, |system| Ok(attempt(system, at, refusal)))?;
            let status = status(attempt.1);
            detail::page(ask, Some(&attempt.0), Some(status))
        }
        Err(ActFault::Fault(fault)) => Err(fault),
    }
}

/// What came of a wish: the record it was about.
type Done = Result<String, ActFault>;

/// Takes the action that a form names; answers which it was, and what came of it.
pub(super) fn take(ask: &Ask, record: Option<&str>) -> Result<(ActionAt, Done), Fault> {
    let (form, id) = (files::kept(ask)?, ask.form.get("do"));
    let (system, at, input) = with_system(ask, |system| {
        let (at, action) = named(system, id)?;
        Ok((
            system.id.clone(),
            at,
            given(&action.input, &form, ask.app.names()),
        ))
    })?;
    let wish = Wish {
        action: at,
        input,
        seen: ask.form.get("seen").parse().ok(),
    };
    // A form that was sent twice is one event.
    let event = Uuid::try_parse(ask.form.get("event")).ok();
    let event = event.filter(|it| it.get_version_num() == 7);
    let done = ask.app.act_on(&system, record, wish, &ask.actor, event);
    Ok((at, done.map(|it| it.record)))
}

/// The declaration that the address names.
pub(super) fn with_system<T>(
    ask: &Ask,
    with: impl FnOnce(&System) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let system = ask.app.ground.system(ask.part("system"));
    with(system.ok_or_else(super::no_system)?)
}

/// An action by its id.
pub(crate) fn named<'a>(system: &'a System, id: &str) -> Result<(ActionAt, &'a Action), Fault> {
    let at = system.action(id);
    let action = at.and_then(|at| Some((at, system.actions.get(at)?)));
    action.ok_or_else(|| {
        Fault::not_found(
            format!("没有“{id}”这个办理事项。请从页面上列出的事项中选择。"),
            format!("There is no action “{id}”. Choose one of those on the page."),
        )
    })
}

/// A refusal as the form shows it: each sentence at its input.
pub(crate) fn attempt(system: &System, at: ActionAt, refusal: Refusal) -> (Attempt, RefusalKind) {
    let inputs = system.actions.get(at).map_or(&[][..], |it| &it.input);
    let mut attempt = Attempt {
        action: at,
        wrong: Default::default(),
        said: Vec::new(),
    };
    for (name, sentence) in refusal.said {
        let root = name
            .as_deref()
            .map(|it| it.split(['.', '[']).next().unwrap_or(it));
        let known = root.filter(|root| inputs.iter().any(|it| *it.field.name == **root));
        match known {
            Some(root) => attempt
                .wrong
                .entry(root.to_owned())
                .or_default()
                .push(sentence),
            None => attempt.said.push(sentence),
        }
    }
    (attempt, refusal.kind)
}

/// The status of a refusal.
pub(crate) fn status(kind: RefusalKind) -> StatusCode {
    match kind {
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::Conflict | RefusalKind::Stale => StatusCode::CONFLICT,
        RefusalKind::Invalid | RefusalKind::Unknown => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl Here<'_> {
    /// The action that the address names.
    pub(super) fn asked_action(&self) -> Result<(ActionAt, &Action), Fault> {
        named(self.system, self.ask.part("action"))
    }
}
