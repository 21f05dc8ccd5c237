//! What is done to several rows of the table at once.

use axum::http::StatusCode;
use maud::{Markup, html};
use youwei_account::{Account, Command, Edit, Pick};
use youwei_base::Day;

use super::{Attempt, pick, table, units_of};
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;
use crate::words as w;

/// The bar under the table.
pub(super) fn bar(ask: &Ask, attempt: Option<&Attempt>) -> Markup {
    let lang = ask.lang;
    let typed = |name: &str| ask.form.get(name).to_owned();
    let open = |what: &str| attempt.is_some_and(|attempt| attempt.what == what);
    html! {
        section.bulk aria-label=(lang.pick("对选中的各项", "For the selected rows")) {
            p.count { (lang.say(w::SELECTED)) " " b #chosen { "…" } " " (lang.pick("项", "")) }
            button.primary type="submit" name="do" value="confirm" { (lang.say(w::CONFIRM)) }
            details open[open("assign")] {
                summary { (lang.say(w::ASSIGN)) }
                div.fold {
                    label.pair { (lang.say(w::LEAD)) input type="text" name="lead" list="units" value=(typed("lead")); }
                    label.pair { (lang.pick("配合单位（用顿号分开；不填则不变）", "Supporting units (parted by commas; empty leaves them)"))
                        input type="text" name="supporting" value=(typed("supporting")); }
                    button type="submit" name="do" value="assign" { (lang.say(w::ASSIGN)) }
                }
            }
            details open[open("schedule")] {
                summary { (lang.say(w::DUE)) }
                div.fold {
                    label.pair { (lang.say(w::DUE)) input type="date" name="due" value=(typed("due")); }
                    button type="submit" name="do" value="schedule" { (lang.say(w::SCHEDULE)) }
                }
            }
            details open[open("reject")] {
                summary { (lang.say(w::REJECT)) }
                div.fold {
                    label.pair { (lang.say(w::WHY_NEEDED)) input type="text" name="why" value=(typed("why")); }
                    button type="submit" name="do" value="reject" { (lang.say(w::REJECT)) }
                }
            }
        }
    }
}

/// `POST /commitments`.
pub(crate) fn act(ask: &Ask) -> Answer {
    match change(ask) {
        Ok(()) => back_to(&format!("/commitments{}", ask.query.query(&["lang"], &[]))),
        Err(fault) if fault.status == StatusCode::NOT_FOUND => Err(fault),
        Err(fault) => {
            let what = ask.form.get("do").to_owned();
            table::page(ask, Some(&Attempt { what, fault }))
        }
    }
}

fn change(ask: &Ask) -> Result<(), Fault> {
    let (report, command) = {
        let state = ask.state();
        let (account, report) = ask.account(&state)?;
        (report.id.clone(), command(ask, account)?)
    };
    ask.app.act(&report, &command, &ask.actor)?;
    Ok(())
}

/// The rows that are ticked, by themselves or by their section.
fn picked(ask: &Ask) -> Vec<Pick> {
    let several = ask.form.all("picks").flat_map(|value| value.split(','));
    let mut picks: Vec<Pick> = Vec::new();
    for found in ask.form.all("pick").chain(several).filter_map(pick) {
        if !picks.iter().any(|known| known.id == found.id) {
            picks.push(found);
        }
    }
    picks
}

fn command(ask: &Ask, account: &Account) -> Result<Command, Fault> {
    let ids = picked(ask);
    let form = &ask.form;
    match form.get("do") {
        "confirm" => Ok(Command::Confirm { ids }),
        "reject" => Ok(Command::Reject {
            ids,
            why: form.get("why").to_owned(),
        }),
        "assign" => assign(ask, account, ids),
        "schedule" => Ok(Command::Schedule {
            ids,
            due: Edit::To(day(form.get("due"))?),
            nodes: Default::default(),
            why: String::new(),
        }),
        _ => Err(Fault::invalid(
            "没有选择要做什么。请点“确认”“指定单位”等按钮之一。",
            "Nothing was chosen to be done. Use one of the buttons, such as Confirm or Assign.",
        )),
    }
}

fn assign(ask: &Ask, account: &Account, ids: Vec<Pick>) -> Result<Command, Fault> {
    let lead = ask.form.get("lead").to_owned();
    if lead.is_empty() {
        return Err(Fault::invalid(
            "没有填牵头单位。请填写或从列表中选择一个单位。",
            "No lead unit is given. Type one or choose it from the list.",
        ));
    }
    let units = units_of(ask.form.get("supporting"));
    if ids.is_empty() || !units.is_empty() {
        return Ok(Command::Assign {
            ids,
            lead: Some(lead),
            supporting: units,
            leader: Edit::Keep,
            why: String::new(),
        });
    }
    // Left empty, the field leaves each row's own supporting units as they are.
    let kept = |pick: &Pick| -> Vec<String> {
        let supporting = account.commitment(&pick.id).map(|c| c.supporting.iter());
        let others = supporting
            .into_iter()
            .flatten()
            .filter(|unit| **unit != lead);
        others.cloned().collect()
    };
    let commands = ids.into_iter().map(|pick| Command::Assign {
        lead: Some(lead.clone()),
        supporting: kept(&pick),
        leader: Edit::Keep,
        why: String::new(),
        ids: vec![pick],
    });
    Ok(Command::Several(commands.collect()))
}

/// A day as a date field sends it.
pub(crate) fn day(text: &str) -> Result<Day, Fault> {
    text.parse().map_err(|_| {
        Fault::invalid(
            format!("“{text}”不是日期。请写成 2026-06-30 的样子。"),
            format!("“{text}” is not a date. Write it like 2026-06-30."),
        )
    })
}
