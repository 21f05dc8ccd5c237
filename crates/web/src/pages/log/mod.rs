//! `/log`: the ledger: how to check it without trusting whoever keeps it, and its
//! entries, each as the canonical JSON that was hashed.

mod about;
mod check;
mod entry;
mod path;

use maud::{Markup, html};
use youwei_account::beijing_time;
use youwei_ledger::{Entry, Event};

pub(crate) use entry::show as entry;

use crate::ask::{Answer, Ask};
use crate::page::{Door, Sheet, show as frame};
use crate::people::is_unproved;
use crate::upload::hex;
use crate::words as w;

/// How many entries a page lists.
const ENTRIES_SHOWN: u64 = 100;

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
            td { (about::kind(ask, &event.kind)) }
            td { (about::subject(ask, event)) }
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
