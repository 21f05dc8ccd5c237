//! Who did what when and why, old → new, each with its place in the ledger.

use maud::{Markup, html};
use youwei_account::{Change, beijing_time};
use youwei_ledger::Entry;

use crate::ask::Ask;
use crate::people::is_unproved;
use crate::upload::hex;
use crate::words as w;

/// The steps, newest first, each with the hash of its entry.
pub(crate) fn table(ask: &Ask, changes: &[Change], entries: &[Entry]) -> Markup {
    let lang = ask.lang;
    let entry = |change: &Change| entries.iter().find(|entry| entry.index == change.index);
    html! {
        h2.part #history { (lang.say(w::HISTORY)) }
        ol.history {
            @for change in changes.iter().rev() {
                li {
                    p.when { time datetime=(change.time) { (beijing_time(change.time)) } " " b lang="zh-CN" { (change.actor) }
                        @if entry(change).is_some_and(|entry| is_unproved(&entry.event)) { " " small { (lang.say(w::UNPROVED)) } }
                    }
                    p { (lang.of(&change.what)) }
                    @if let Some(why) = &change.why { p.why { (lang.say(w::WHY)) (lang.pick("：", ": ")) span lang="zh-CN" { (why) } } }
                    p.entry {
                        a href={ "/log/" (change.index) } { (lang.pick("账本第 ", "entry ")) (change.index) (lang.pick(" 条", "")) }
                        @if let Some(entry) = entry(change) {
                            " " code title=(hex(&entry.leaf)) { (hex(&entry.leaf).get(..16).unwrap_or("")) "…" }
                        }
                        " " a href={ "/log/" (change.index) "/proof" } download { (lang.say(w::PROVE)) }
                    }
                }
            }
        }
    }
}
