//! `/systems/{system}/new/{action}`: the form that opens a record.

use axum::http::StatusCode;
use maud::html;

use super::forms::{self, Attempt};
use super::{Here, act};
use crate::app::ActFault;
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;
use crate::page::{Door, Sheet, refusal, show as frame};

/// `GET /systems/{system}/new/{action}`.
pub(crate) fn show(ask: &Ask) -> Answer {
    page(ask, None, StatusCode::OK)
}

/// `POST /systems/{system}/new/{action}`.
pub(crate) fn act(ask: &Ask) -> Answer {
    if ask.form.given("more").is_some() {
        return show(ask);
    }
    let (at, done) = act::take(ask, None)?;
    match done {
        Ok(record) => back_to(&format!("/systems/{}/records/{record}", ask.part("system"))),
        Err(ActFault::Refused(refusal)) => {
            let (attempt, kind) =
                act::with_system(ask, |system| Ok(act::attempt(system, at, refusal)))?;
            page(ask, Some(&attempt), act::status(kind))
        }
        Err(ActFault::Fault(fault)) => Err(fault),
    }
}

fn page(ask: &Ask, attempt: Option<&Attempt>, status: StatusCode) -> Answer {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let (at, action) = here.asked_action()?;
    let lang = ask.lang;
    if !action.from.is_empty() || !here.system.openings().any(|(it, _)| it == at) {
        return Err(Fault::not_found(
            "这一步要在已有条目上办理。请先打开条目。",
            "This is done to a record that is there already. Open the record first.",
        ));
    }
    if attempt.is_none() && !here.may_open(at) {
        return Err(Fault::new(
            StatusCode::FORBIDDEN,
            format!(
                "您现在的身份不能办理“{}”。请用有这项权限的账号登录。",
                action.name.zh
            ),
            format!(
                "You may not do “{}” as you are. Sign in as somebody who may.",
                action.name.en
            ),
        ));
    }
    let title = lang.of(&action.name).to_owned();
    let below = [(
        title.clone(),
        format!("/systems/{}/new/{}", here.system.id, action.id),
    )];
    let general = attempt.and_then(|it| it.said.first());
    let several = attempt.filter(|it| it.said.is_empty() && !it.wrong.is_empty());
    let body = html! {
        main #main.narrow.systems.open {
            (here.way(&below))
            @if let Some(sentence) = general { (refusal(ask, sentence)) }
            @if let Some(attempt) = several { (refusal(ask, &not_yet(attempt.wrong.len()))) }
            h1 { (title) }
            (forms::form(&here, at, None, attempt))
        }
    };
    let sheet = Sheet {
        styles: &["systems.css"],
        status,
        ..Sheet::new(title, Door::Systems, body)
    };
    Ok(frame(ask, &state, sheet))
}

fn not_yet(count: usize) -> youwei_base::Bilingual {
    youwei_base::Bilingual::new(
        format!("还有 {count} 项要改，什么也没有存入；请看各项下面的说明，改好再提交。"),
        format!(
            "{count} of the fields must be put right; nothing was stored. See what is said at each, then send it again."
        ),
    )
}
