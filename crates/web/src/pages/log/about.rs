//! What an entry is about, with the way there, and what its kind is called.

use maud::{Markup, html};
use serde_json::Value;
use youwei_base::RoleClass;
use youwei_ledger::Event;
use youwei_people::EVERY_KIND;
use youwei_system::declaration::System;

use crate::ask::Ask;
use crate::pages::people::class;
use crate::pages::systems::Sight;
use crate::running::TAKEN;

/// What is shown of a kind of event.
const KINDS: [(&str, &str, &str); 27] = [
    ("report.taken-in", "收入报告", "report taken in"),
    ("report.text-read", "存入正文", "text stored"),
    ("report.revised", "收入修订稿", "revision taken in"),
    ("report.moved", "原文位置移动", "places moved"),
    ("report.explained", "说明矛盾", "contradiction explained"),
    ("commitment.read", "读出承诺", "commitment read"),
    ("commitment.read-on", "续存承诺", "commitment read on"),
    ("commitment.reworded", "修订改写", "reworded by a revision"),
    ("commitment.dropped", "修订删去", "dropped by a revision"),
    ("commitment.confirmed", "确认承诺", "confirmed"),
    ("commitment.rejected", "不作为承诺", "rejected"),
    ("commitment.restored", "恢复承诺", "restored"),
    ("commitment.corrected", "更正", "corrected"),
    ("commitment.amended", "调整目标", "amended"),
    ("commitment.split", "拆分", "split"),
    ("commitment.merged", "合并", "merged"),
    ("commitment.absorbed", "并入", "absorbed"),
    ("commitment.assigned", "指定单位", "assigned"),
    ("commitment.scheduled", "排期", "scheduled"),
    ("commitment.claimed", "单位自报", "claimed"),
    ("commitment.bound", "对应口径", "bound to a measure"),
    ("commitment.unbound", "解除口径", "no longer bound"),
    ("commitment.disputed", "提出异议", "light disputed"),
    (
        "commitment.dispute-answered",
        "答复异议",
        "dispute answered",
    ),
    ("commitment.published", "公开", "published"),
    ("commitment.hidden", "不公开", "hidden"),
    (TAKEN, "占用不重复的值", "unique value taken"),
];

/// The end of the kind of what clocks do by themselves.
const CLOCK: &str = "clock";

/// What a kind of event is called: of a declared system its name and the action's; an
/// unknown one by its own word.
pub(super) fn kind(ask: &Ask, kind: &str) -> String {
    let lang = ask.lang;
    let mut known = KINDS.iter().chain(&EVERY_KIND);
    if let Some((_, zh, en)) = known.find(|(one, _, _)| *one == kind) {
        return lang.pick(zh, en).to_string();
    }
    let (id, action) = kind.split_once('.').unwrap_or((kind, ""));
    let Some(system) = system(ask, id) else {
        return kind.to_owned();
    };
    let mut actions = system.actions.iter();
    let action = match actions.find(|it| &*it.id == action) {
        Some(action) => lang.of(&action.name),
        None if action == CLOCK => lang.pick("时限", "time limit"),
        None => action,
    };
    format!("{} · {action}", lang.of(&system.name))
}

/// What it is about: a record, a commitment, a report, a user. A link where there is a
/// page of it that whoever asks may see.
pub(super) fn subject(ask: &Ask, event: &Event) -> Markup {
    // A value is taken for a record, which says more.
    let record = event.data.get("record").and_then(Value::as_str);
    let subject = match record.filter(|_| event.kind == TAKEN) {
        Some(record) => record,
        None => &event.subject,
    };
    let shown = subject.split_once('/').map_or(subject, |(_, id)| id);
    html! {
        @match address(ask, subject) {
            Some(address) => a href=(address) { code { (shown) } },
            None => code { (shown) },
        }
    }
}

/// The page of a stream, if there is one.
fn address(ask: &Ask, subject: &str) -> Option<String> {
    let state = ask.state();
    match subject.split_once('/') {
        Some(("user", _)) if class(ask) == RoleClass::Business => None,
        Some(("user", id)) => Some(format!("/people/{id}")),
        Some((of, id)) => match system(ask, of) {
            Some(system) => {
                state.record(of, id)?;
                let shown = Sight::of(&ask.actor).any(system);
                shown.then(|| format!("/systems/{of}/records/{id}"))
            }
            None => {
                state.account(Some(of))?.commitment(id)?;
                Some(format!("/commitments/{id}?report={}", encoded(of)))
            }
        },
        None => {
            state.account(Some(subject))?;
            Some(format!("/?report={}", encoded(subject)))
        }
    }
}

fn encoded(report: &str) -> String {
    form_urlencoded::byte_serialize(report.as_bytes()).collect()
}

fn system<'a>(ask: &'a Ask, id: &str) -> Option<&'a System> {
    let mut all = ask.app.ground.systems().iter();
    all.find(|it| &*it.id == id).map(|it| &**it)
}
