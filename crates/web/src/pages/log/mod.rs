//! `/log`: the ledger: how to check it without trusting whoever keeps it, and its
//! entries, each as the canonical JSON that was hashed.

mod check;
mod entry;
mod path;

use maud::{Markup, html};
use youwei_account::beijing_time;
use youwei_base::RoleClass;
use youwei_ledger::{Entry, Event};
use youwei_people::EVERY_KIND;

pub(crate) use entry::show as entry;

use crate::ask::{Answer, Ask};
use crate::page::{Door, Sheet, show as frame};
use crate::pages::people::class;
use crate::people::is_unproved;
use crate::upload::hex;
use crate::words as w;

/// How many entries a page lists.
const ENTRIES_SHOWN: u64 = 100;

/// What is shown of a kind of event.
const KINDS: [(&str, &str, &str); 27] = [
    ("report.taken-in", "收入报告", "report taken in"),
    ("report.text-read", "存入正文", "text stored"),
    ("report.revised", "收入修订稿", "revision taken in"),
    ("report.moved", "原文位置移动", "places moved"),
    ("commitment.read", "读出承诺", "commitment read"),
    ("commitment.read-on", "续存承诺", "commitment read on"),
    ("commitment.reworded", "修订改写", "reworded by a revision"),
    ("commitment.dropped", "修订删去", "dropped by a revision"),
    ("commitment.confirmed", "确认承诺", "confirmed"),
    ("commitment.rejected", "不作为承诺", "rejected"),
    ("commitment.restored", "恢复承诺", "restored"),
    ("commitment.corrected", "更正", "corrected"),
    ("commitment.split", "拆分", "split"),
    ("commitment.merged", "合并", "merged"),
    ("commitment.absorbed", "并入", "absorbed"),
    ("commitment.assigned", "指定单位", "assigned"),
    ("commitment.scheduled", "排期", "scheduled"),
    ("commitment.claimed", "单位自报", "claimed"),
    ("commitment.published", "公开", "published"),
    ("commitment.hidden", "不公开", "hidden"),
    ("commitment.bound", "对应口径", "bound to a measure"),
    ("commitment.unbound", "解除口径", "no longer bound"),
    ("commitment.amended", "调整目标", "amended"),
    ("commitment.disputed", "提出异议", "light disputed"),
    (
        "commitment.dispute-answered",
        "答复异议",
        "dispute answered",
    ),
    ("report.explained", "说明矛盾", "contradiction explained"),
    ("unique.taken", "占用不重复的值", "unique value taken"),
];

/// What a kind of event is called: an action of a system by its name and the system's, an
/// unknown kind by its own word.
fn kind_said(ask: &Ask, kind: &str) -> String {
    let lang = ask.lang;
    let known = KINDS.iter().chain(&EVERY_KIND);
    if let Some((_, zh, en)) = known.into_iter().find(|(one, _, _)| *one == kind) {
        return (*lang.pick(zh, en)).to_owned();
    }
    let (system, action) = kind.split_once('.').unwrap_or((kind, ""));
    let Some(system) = ask.app.ground.system(system) else {
        return kind.to_owned();
    };
    let named = system.actions.iter().find(|it| *it.id == *action);
    let action = match (named, action) {
        (Some(named), _) => lang.of(&named.name),
        (None, "clock") => lang.pick("时限", "time limit"),
        (None, other) => other,
    };
    format!("{} · {action}", lang.of(&system.name))
}

/// `GET /log`: the latest entries, or those before one.
pub(crate) fn list(ask: &Ask) -> Answer {
    let lang = ask.lang;
    let head = ask.app.ledger.head()?;
    let before = match ask.query.get("before") {
        "" => head.size,
        typed => typed.parse::<u64>().unwrap_or(head.size).min(head.size),
    };
    let from = before.saturating_sub(ENTRIES_SHOWN);
    let limit = usize::try_from(before - from).unwrap_or(0);
    let entries = ask.app.ledger.entries(from, limit)?;
    let body = html! {
        main #main.wide {
            h1 { (lang.say(w::LOG)) }
            p {
                (lang.pick(
                    "这里发生过的一切，一条不少，按先后排列，只增不改。全部条目合成一个数，叫根哈希：改动、抽走或调换任何一条，这个数就变了。",
                    "All that ever happened here, in its order, only ever added to. All entries together make one number, the root hash: change, remove or move one of them, and the number is another.",
                ))
            }
            (check::section(ask, &head)?)
            h2.part #entries { (lang.pick("全部条目", "The entries")) }
            table.plain.log {
                thead { tr {
                    th scope="col" { (lang.say(w::ENTRY)) }
                    th scope="col" { (lang.say(w::TIME)) }
                    th scope="col" { (lang.say(w::WHO)) }
                    th scope="col" { (lang.say(w::KIND_OF_EVENT)) }
                    th scope="col" { (lang.say(w::ABOUT_WHAT)) }
                    th scope="col" { (lang.say(w::HASH)) }
                } }
                tbody { @for entry in entries.iter().rev() { (line(ask, entry)) } }
            }
            p.next {
                @if before < head.size {
                    a.button href={ "/log?before=" ((before + ENTRIES_SHOWN).min(head.size)) } { "← " (lang.say(w::NEWER)) }
                }
                @if from > 0 { a.button href={ "/log?before=" (from) } { (lang.say(w::OLDER)) " →" } }
            }
        }
    };
    let state = ask.state();
    Ok(frame(
        ask,
        &state,
        Sheet::new(lang.say(w::LOG), Door::Log, body),
    ))
}

fn line(ask: &Ask, entry: &Entry) -> Markup {
    let event = &entry.event;
    html! {
        tr {
            td { a href={ "/log/" (entry.index) } { (entry.index) } }
            td { time datetime=(event.time) { (beijing_time(event.time)) } }
            td { (who(ask, event)) }
            td { (kind_said(ask, &event.kind)) }
            td { (subject(ask, &event.subject)) }
            td { code title=(hex(&entry.leaf)) { (hex(&entry.leaf).get(..12).unwrap_or("")) "…" } }
        }
    }
}

/// Who did it; where nobody proved that, it says so.
fn who(ask: &Ask, event: &Event) -> Markup {
    html! {
        span lang="zh-CN" { (event.actor) }
        @if is_unproved(event) { " " small.quiet { (ask.lang.say(w::UNPROVED)) } }
    }
}

/// The stream, as a link where it is a commitment's.
fn subject(ask: &Ask, subject: &str) -> Markup {
    match subject.split_once('/') {
        Some(("user", id)) if class(ask) == RoleClass::Business => html! { code { (id) } },
        Some(("user", id)) => html! { a href={ "/people/" (id) } { code { (id) } } },
        Some((system, id)) if ask.app.ground.system(system).is_some() => {
            html! { a href={ "/systems/" (system) "/records/" (id) } { code { (id) } } }
        }
        Some((report, id)) => {
            let report: String = form_urlencoded::byte_serialize(report.as_bytes()).collect();
            html! { a href={ "/commitments/" (id) "?report=" (report) } { code { (id) } } }
        }
        None => html! { span lang="zh-CN" { (subject) } },
    }
}
