//! Who may do what to the account of a report: one table, and what is not in it nobody
//! may. Reading needs no right.

use maud::{Markup, html};
use youwei_account::{Account, Command};
use youwei_base::Actor;
use youwei_people::Offices;

use crate::ask::Ask;
use crate::fault::Fault;
use crate::page::sign_and_return;
use crate::people::named;
use crate::words as w;

/// What somebody does to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Takes a report in, confirms, corrects, assigns, schedules, publishes …
    Keep,
    /// Writes down that a promise was amended, by whom it was approved.
    Amend,
    /// Records what the unit says of itself, or holds against a light.
    Claim,
}

/// To which commitments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// All.
    Any,
    /// Those that the actor's unit leads.
    Led,
}

/// Which role may do which acts to which commitments.
pub(crate) const RIGHTS: [(&str, Act, Of); 5] = [
    ("supervisor", Act::Keep, Of::Any),
    ("supervisor", Act::Amend, Of::Any),
    ("supervisor", Act::Claim, Of::Any),
    ("project-clerk", Act::Claim, Of::Led),
    ("list-clerk", Act::Claim, Of::Led),
];

/// Refuses a command on an account that the actor's role may not give, or that gives a
/// commitment to a unit that is none.
pub(crate) fn check(
    command: &Command,
    actor: &Actor,
    account: &Account,
    offices: &Offices,
) -> Result<(), Fault> {
    match command {
        Command::Several(commands) => {
            if commands.is_empty() {
                return may(Act::Keep, actor, &[]);
            }
            let mut each = commands.iter();
            each.try_for_each(|one| check(one, actor, account, offices))
        }
        Command::Amend { .. } => check_amender(actor),
        Command::Claim { id, .. } | Command::Dispute { id, .. } => {
            check_led(actor, account, &id.id, offices)
        }
        Command::Explain { by, .. } => check_explains(actor, by),
        Command::Assign {
            ids,
            lead,
            supporting,
            ..
        } => {
            may(Act::Keep, actor, &[])?;
            let units = lead.iter().chain(supporting).map(String::as_str);
            named::check(account, ids, units, offices)
        }
        _ => may(Act::Keep, actor, &[]),
    }
}

/// Refuses who may not speak for the unit, by id, that must explain a contradiction.
pub(crate) fn check_explains(actor: &Actor, unit: &str) -> Result<(), Fault> {
    let unit: Vec<&str> = Some(unit).filter(|it| !it.is_empty()).into_iter().collect();
    may(Act::Claim, actor, &unit)
}

/// Refuses who may not speak for the unit that leads a commitment.
pub(crate) fn check_led(
    actor: &Actor,
    account: &Account,
    commitment: &str,
    offices: &Offices,
) -> Result<(), Fault> {
    let commitment = account.commitment(commitment);
    let lead = commitment.and_then(|one| one.lead.as_deref());
    let lead = lead.and_then(|name| offices.unit_called(name));
    let lead: Vec<&str> = lead.map(|unit| &*unit.id).into_iter().collect();
    may(Act::Claim, actor, &lead)
}

/// Refuses who may not keep the account at all, before a file is looked at.
pub(crate) fn check_keeper(actor: &Actor) -> Result<(), Fault> {
    may(Act::Keep, actor, &[])
}

/// Refuses who may not write amendments down. Whoever may still needs an approver above
/// the supervision office, who is named with the document; the account asks for both.
pub(crate) fn check_amender(actor: &Actor) -> Result<(), Fault> {
    may(Act::Amend, actor, &[])
}

/// Whether the forms of the account are shown: to those alone who may send them, and not
/// on a past day.
pub(crate) fn may_keep(ask: &Ask) -> bool {
    ask.on.is_none() && check_keeper(&ask.actor).is_ok()
}

/// In the place of forms, for whoever did not sign in: one line that leads there.
pub(crate) fn sign_to_act(ask: &Ask) -> Markup {
    let lang = ask.lang;
    html! {
        @if ask.on.is_none() && ask.signed.is_none() {
            p.quiet.sign-to-act {
                (lang.pick("工作人员", "Officials: "))
                a href=(sign_and_return(ask)) { (lang.pick("登录", "sign in")) }
                (lang.pick("后可在这里办理本岗位的事。", " to do here what your post may."))
            }
        }
    }
}

/// A form of the account for those who may send it; for others why they may not, and who
/// may.
pub(crate) fn for_keepers(ask: &Ask, form: Markup) -> Markup {
    if check_keeper(&ask.actor).is_ok() {
        return form;
    }
    let lang = ask.lang;
    let keepers = RIGHTS.iter().filter(|(_, act, _)| *act == Act::Keep);
    let names: Vec<String> = keepers
        .map(|(role, _, _)| lang.own(ask.app.offices().role_name(role)))
        .collect();
    let names = names.join(lang.pick("、", ", "));
    html! {
        div.note.closed {
            @if ask.signed.is_none() {
                p { (lang.pick(
                    format!("这里由{names}办理。您还没有登录。"),
                    format!("This is for: {names}. You have not signed in."),
                )) }
                p.next { a.button href=(sign_and_return(ask)) { (lang.say(w::SIGN)) } }
            } @else {
                p { (lang.pick(
                    format!("这里由{names}办理，您现在的岗位只能查看。请转请他们办理；您有这个岗位的，在“我的账号”里换岗。"),
                    format!("This is for: {names}; in your present post you may look at it only. Pass it on to them, or change to that post under “My account” if you hold it."),
                )) }
            }
        }
    }
}

/// Refuses who may do nothing at all, before a file is looked at.
pub(crate) fn check_any(actor: &Actor) -> Result<(), Fault> {
    match RIGHTS.iter().any(|(role, _, _)| **role == *actor.role) {
        true => Ok(()),
        false => may(Act::Keep, actor, &[]),
    }
}

fn may(act: Act, actor: &Actor, led_by: &[&str]) -> Result<(), Fault> {
    let mut rows = RIGHTS
        .iter()
        .filter(|(role, does, _)| **role == *actor.role && *does == act);
    let allowed = rows.any(|(_, _, of)| match of {
        Of::Any => true,
        Of::Led => !actor.unit.is_empty() && led_by.contains(&&*actor.unit),
    });
    if allowed {
        return Ok(());
    }
    let own = RIGHTS
        .iter()
        .any(|(role, does, _)| **role == *actor.role && *does == act);
    Err(match (act, own) {
        (Act::Claim, true) => Fault::forbidden(
            "只能填报本单位牵头的承诺、对它们提出异议；这一项请由它的牵头单位办理，或请督查室核对牵头单位。",
            "A unit reports on commitments that it leads, and objects to their lights; have the leading unit do it, or ask the supervision office to check who leads.",
        ),
        _ => Fault::forbidden(
            "您现在的岗位只能查看，不能改这里；请由督查室办理，或在右上角换成有权的岗位。",
            "In your present post you may look at this and not change it; ask the supervision office, or change to a post that may, at the top right.",
        ),
    })
}

#[cfg(test)]
mod tests {
    use youwei_account::{BindTo, Claim, Correction, Edit, Pick};
    use youwei_base::{Bilingual, Reach, Role, RoleClass, Unit};

    use super::*;

    fn offices() -> Offices {
        let unit = Unit {
            id: "water".into(),
            name: Bilingual::new("云泽市水利局", "water"),
            also: vec!["市水利局".into()],
            above: None,
            area: serde_json::from_str("990100").unwrap(),
            duties: Vec::new(),
            source: "虚构".into(),
            vertical: false,
            roles: vec!["project-clerk".into()],
        };
        let role = Role {
            id: "project-clerk".into(),
            name: Bilingual::new("项目经办人", "project clerk"),
            class: RoleClass::Business,
            reach: Reach::Own,
        };
        Offices::new([unit], [role])
    }

    fn actor(role: &str, unit: &str) -> Actor {
        Actor {
            user: "li-jing".into(),
            name: "李静".into(),
            unit: unit.into(),
            role: role.into(),
            area: None,
        }
    }

    /// Every command, once.
    fn commands() -> Vec<(&'static str, Command)> {
        let (ids, id) = (|| vec![Pick::from("c1")], || Pick::from("c1"));
        let why = String::new;
        vec![
            ("confirm", Command::Confirm { ids: ids() }),
            (
                "reject",
                Command::Reject {
                    ids: ids(),
                    why: why(),
                },
            ),
            (
                "restore",
                Command::Restore {
                    ids: ids(),
                    why: why(),
                },
            ),
            (
                "publish",
                Command::Publish {
                    ids: ids(),
                    why: why(),
                },
            ),
            (
                "hide",
                Command::Hide {
                    ids: ids(),
                    why: why(),
                },
            ),
            (
                "split",
                Command::Split {
                    id: id(),
                    parts: Vec::new(),
                    why: why(),
                },
            ),
            (
                "merge",
                Command::Merge {
                    ids: ids(),
                    why: why(),
                },
            ),
            (
                "correct",
                Command::Correct {
                    id: id(),
                    correction: Correction::default(),
                    why: why(),
                },
            ),
            (
                "assign",
                Command::Assign {
                    ids: ids(),
                    lead: None,
                    supporting: Vec::new(),
                    leader: Edit::Keep,
                    why: why(),
                },
            ),
            (
                "schedule",
                Command::Schedule {
                    ids: ids(),
                    due: Edit::Keep,
                    nodes: [Edit::Keep, Edit::Keep, Edit::Keep, Edit::Keep],
                    why: why(),
                },
            ),
            (
                "claim",
                Command::Claim {
                    id: id(),
                    claim: Claim::default(),
                    why: why(),
                },
            ),
            (
                "unbind",
                Command::Unbind {
                    id: id(),
                    to: BindTo::Milestone,
                    measure: "m".to_owned(),
                    record: None,
                    why: why(),
                },
            ),
            (
                "amend",
                Command::Amend {
                    id: id(),
                    to: youwei_account::AmendTo::Cancel,
                    from: "2026-09-10".parse().unwrap(),
                    approver: "市政府常务会议".to_owned(),
                    document: "云政办〔2026〕31号".to_owned(),
                    why: why(),
                },
            ),
            (
                "dispute",
                Command::Dispute {
                    id: id(),
                    unit: "市水利局".to_owned(),
                    why: why(),
                },
            ),
            (
                "answer",
                Command::AnswerDispute {
                    id: id(),
                    number: 1,
                    answer: why(),
                },
            ),
            (
                "explain",
                Command::Explain {
                    about: "pair:x".to_owned(),
                    by: "finance".to_owned(),
                    unit: "市财政局".to_owned(),
                    why: why(),
                },
            ),
            ("nothing at once", Command::Several(Vec::new())),
        ]
    }

    const ROLES: [&str; 11] = [
        "supervisor",
        "project-clerk",
        "list-clerk",
        "project-inspector",
        "project-lead",
        "list-inspector",
        "leader",
        "deputy",
        "system-administrator",
        "auditor",
        "public",
    ];

    #[test]
    fn whoever_is_not_in_the_table_changes_nothing() {
        let (offices, account) = (offices(), Account::default());
        for role in ROLES {
            for (name, command) in commands() {
                let several = Command::Several(vec![command.clone()]);
                for command in [command, several] {
                    // The commitment is not there, so nobody's unit leads it.
                    let answer = check(&command, &actor(role, "water"), &account, &offices);
                    assert_eq!(answer.is_ok(), role == "supervisor", "{role}: {name}");
                }
            }
        }
    }

    #[test]
    fn a_clerk_reports_on_what_the_own_unit_leads() {
        for (role, unit, led, allowed) in [
            ("project-clerk", "water", &["water"][..], true),
            ("list-clerk", "water", &["water"], true),
            ("project-clerk", "water", &["finance"], false),
            ("project-clerk", "water", &[], false),
            ("project-clerk", "", &[""], false),
            ("leader", "water", &["water"], false),
            ("supervisor", "supervision-office", &["water"], true),
        ] {
            let answer = may(Act::Claim, &actor(role, unit), led);
            assert_eq!(answer.is_ok(), allowed, "{role} of {unit}, led by {led:?}");
        }
        let called = offices()
            .unit_called("市水利局")
            .map(|unit| unit.id.clone());
        assert_eq!(called.as_deref(), Some("water"));
    }
}
