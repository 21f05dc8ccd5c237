//! `POST /commitments/{id}`: from a form to a command, and back to the page.

use axum::http::StatusCode;
use youwei_account::{
    Command, Commitment, Correction, Due, Edit, Kind, Pick, Target, TargetChange, TargetFields,
};
use youwei_base::Decimal;

use super::bulk::day;
use super::forms::{MEASURES, OPERATORS};
use super::{Attempt, amend, bindings, cut, detail, pick, units_of};
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::figures::parse;

/// `POST /commitments/{id}`.
pub(crate) fn act(ask: &Ask) -> Answer {
    match change(ask) {
        Ok(()) => back_to(&ask.to(&format!("/commitments/{}", encoded(ask.part("id"))))),
        Err(fault) if fault.status == StatusCode::NOT_FOUND => Err(fault),
        Err(fault) => {
            let what = ask.form.get("do").to_owned();
            detail::page(ask, Some(&Attempt { what, fault }))
        }
    }
}

fn encoded(id: &str) -> String {
    form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

fn change(ask: &Ask) -> Result<(), Fault> {
    let (report, command) = {
        let state = ask.state();
        let (account, report) = ask.account(&state)?;
        let id = ask.part("id");
        let commitment = account
            .commitment(id)
            .ok_or_else(|| Fault::no_commitment(id))?;
        let own = match bindings::command(ask, &state, commitment)? {
            Some(command) => Some(command),
            None => amend::command(ask, &state, commitment)?,
        };
        let command = match own {
            Some(command) => command,
            None => command(&ask.form, commitment)?,
        };
        (report.id.clone(), command)
    };
    let events = ask.app.act(&report, &command, &ask.actor)?;
    if events == 0 && matches!(command, Command::Correct { .. } | Command::Claim { .. }) {
        return Err(unchanged());
    }
    Ok(())
}

fn unchanged() -> Fault {
    Fault::invalid(
        "没有改动任何一项。请填好或改好内容再提交。",
        "Nothing was changed. Fill in or change something, then send it.",
    )
}

fn command(form: &Fields, commitment: &Commitment) -> Result<Command, Fault> {
    let seen = form.get("seen").parse().map_err(|_| {
        Fault::invalid(
            "表单里没有页面的版本号。请刷新页面后重新填写。",
            "The form does not say which version it was made from. Reload the page and fill it in again.",
        )
    })?;
    let id = Pick {
        id: commitment.id.clone(),
        seen: Some(seen),
    };
    let why = form.get("why").to_owned();
    let ids = vec![id.clone()];
    Ok(match form.get("do") {
        "confirm" => Command::Confirm { ids },
        "reject" => Command::Reject { ids, why },
        "restore" => Command::Restore { ids, why },
        "publish" => Command::Publish { ids, why },
        "hide" => Command::Hide { ids, why },
        "assign" => Command::Assign {
            ids,
            lead: Some(form.get("lead").to_owned()).filter(|lead| !lead.is_empty()),
            supporting: units_of(form.get("supporting")),
            leader: edit(form.get("leader"), commitment.leader.is_some()),
            why,
        },
        "schedule" => schedule(form, commitment, ids, why)?,
        "correct" => Command::Correct {
            id,
            correction: correction(form, commitment)?,
            why,
        },
        "split" => {
            let cuts: Vec<usize> = form.all("cut").filter_map(|cut| cut.parse().ok()).collect();
            if cuts.is_empty() {
                return Err(Fault::invalid(
                    "没有勾选断开的地方。请至少勾选一处。",
                    "No place to cut was ticked. Tick at least one.",
                ));
            }
            Command::Split {
                id,
                parts: cut::parts(&commitment.text, &cuts),
                why,
            }
        }
        "merge" => {
            let others: Vec<Pick> = form.all("with").filter_map(pick).collect();
            if others.is_empty() {
                return Err(Fault::invalid(
                    "没有勾选要合并的承诺。请至少勾选一条。",
                    "No commitment to merge with was ticked. Tick at least one.",
                ));
            }
            Command::Merge {
                ids: ids.into_iter().chain(others).collect(),
                why,
            }
        }
        _ => {
            return Err(Fault::invalid(
                "没有选择要做什么。请点表单里的按钮提交。",
                "Nothing was chosen to be done. Use a button of the form.",
            ));
        }
    })
}

/// An empty field empties what was there, and leaves what was not.
fn edit(typed: &str, was_there: bool) -> Edit<String> {
    match (typed.is_empty(), was_there) {
        (true, true) => Edit::Clear,
        (true, false) => Edit::Keep,
        (false, _) => Edit::To(typed.to_owned()),
    }
}

fn schedule(
    form: &Fields,
    commitment: &Commitment,
    ids: Vec<Pick>,
    why: String,
) -> Result<Command, Fault> {
    let due = match form.get("due") {
        "" if commitment.scheduled.is_some() => Edit::Clear,
        "" => Edit::Keep,
        typed => Edit::To(day(typed)?),
    };
    Ok(Command::Schedule {
        ids,
        due,
        nodes: nodes(form, commitment),
        why,
    })
}

/// The four quarter nodes of a form; a blank field clears what was there.
pub(super) fn nodes(form: &Fields, commitment: &Commitment) -> [Edit<String>; 4] {
    let mut was_there = commitment.nodes.iter().map(Option::is_some);
    ["q1", "q2", "q3", "q4"].map(|name| match form.given(name) {
        Some(typed) => edit(typed, was_there.next().unwrap_or(false)),
        None => Edit::Keep,
    })
}

/// Only what differs from what holds now; a field that is not in the form stays.
fn correction(form: &Fields, commitment: &Commitment) -> Result<Correction, Fault> {
    let changed = |name: &str, now: &str| {
        let typed = form.given(name).map(|typed| typed.replace("\r\n", "\n"));
        typed
            .map(|typed| typed.trim().to_owned())
            .filter(|typed| typed != now)
    };
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| kind.key() == form.get("kind"))
        .filter(|kind| *kind != commitment.kind);
    let mut targets = Vec::new();
    for (index, target) in commitment.targets.iter().enumerate() {
        targets.extend(target_change(form, index, target)?);
    }
    let added = fields(form, "n-", None)?;
    if added.mention.is_some() || added.subject.is_some() || added.value.is_some() {
        targets.push(TargetChange::Add { fields: added });
    }
    Ok(Correction {
        text: changed("text", &commitment.text),
        action: changed("action", &commitment.action),
        due: due(form, commitment)?,
        kind,
        targets,
    })
}

fn due(form: &Fields, commitment: &Commitment) -> Result<Edit<Due>, Fault> {
    if form.given("due-text").is_none() {
        return Ok(Edit::Keep);
    }
    let by = match form.get("due-by") {
        "" => None,
        typed => Some(day(typed)?),
    };
    let text = form.get("due-text").to_owned();
    let new = (by.is_some() || !text.is_empty()).then_some(Due { text, by });
    Ok(match new {
        new if new == commitment.due => Edit::Keep,
        None => Edit::Clear,
        Some(new) => Edit::To(new),
    })
}

fn target_change(
    form: &Fields,
    index: usize,
    target: &Target,
) -> Result<Option<TargetChange>, Fault> {
    let prefix = format!("t{index}-");
    if !form.get(&format!("{prefix}remove")).is_empty() {
        return Ok(Some(TargetChange::Remove { index }));
    }
    let fields = fields(form, &prefix, Some(target))?;
    let any = fields != TargetFields::default();
    Ok(any.then_some(TargetChange::Set { index, fields }))
}

/// The fields of a target that differ from what holds now; for a new one, all that
/// are not empty.
fn fields(form: &Fields, prefix: &str, now: Option<&Target>) -> Result<TargetFields, Fault> {
    let given = |name: &str| form.given(&format!("{prefix}{name}")).map(str::trim);
    let text = |name: &str, now: Option<&String>| {
        given(name)
            .filter(|typed| *typed != now.map_or("", String::as_str))
            .map(str::to_owned)
    };
    let number = |name: &str, now: Option<Decimal>| -> Result<Option<Decimal>, Fault> {
        let Some(typed) = given(name).filter(|typed| !typed.is_empty()) else {
            return Ok(None);
        };
        let value = parse(typed).ok_or_else(|| not_a_number(typed))?;
        Ok(Some(value).filter(|value| Some(*value) != now))
    };
    let op = OPERATORS
        .iter()
        .find(|(_, key, _)| Some(*key) == given("op"))
        .map(|(op, _, _)| *op)
        .filter(|op| Some(*op) != now.map(|t| t.op));
    let measure = MEASURES
        .iter()
        .find(|(_, key)| Some(*key) == given("measure"))
        .map(|(measure, _)| *measure)
        .filter(|measure| Some(*measure) != now.map(|t| t.measure));
    Ok(TargetFields {
        mention: text("mention", now.map(|t| &t.mention)),
        subject: text("subject", now.map(|t| &t.subject)),
        op,
        value: number("value", now.map(|t| t.value))?,
        value2: number("value2", now.and_then(|t| t.value2))?,
        unit: text("unit", now.map(|t| &t.unit)),
        measure,
        action: None,
        due: None,
        span: None,
    })
}

pub(super) fn not_a_number(typed: &str) -> Fault {
    Fault::invalid(
        format!("“{typed}”不是数。请写成 300、58.18 或 650亿 的样子。"),
        format!("“{typed}” is not a number. Write it like 300, 58.18 or 650亿."),
    )
}
