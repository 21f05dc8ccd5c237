//! The facts behind a figure as a table, fifty a page; what was corrected or taken back is
//! struck through beside what holds.

use maud::{Markup, html};
use youwei_account::{FactSeen, How, Side};
use youwei_base::Decimal;

use super::names::short;
use super::{Asked, names, record_address};
use crate::app::State;
use crate::ask::Ask;
use crate::figures::amount;
use crate::words as w;

/// How many are shown at a time.
const FACTS_AT_ONCE: usize = 50;

/// The table with its pages.
pub(super) fn table(ask: &Ask, state: &State, asked: &Asked<'_>, all: u64) -> Markup {
    let (lang, book) = (ask.lang, &state.book);
    let mut found: Vec<FactSeen<'_>> = asked
        .evidence(book)
        .skip(asked.from)
        .take(FACTS_AT_ONCE + 1)
        .collect();
    let more = found.len() > FACTS_AT_ONCE;
    found.truncate(FACTS_AT_ONCE);
    let page = |from: usize| {
        let from = if from == 0 {
            String::new()
        } else {
            from.to_string()
        };
        format!(
            "{}{}#facts",
            ask.path,
            ask.query.query(&["lang"], &[("from", &from)])
        )
    };
    html! {
        @if found.is_empty() {
            p.hint { (lang.pick("还没有事实。业务系统里的记录走到相应的一步，事实就会出现在这里。", "No facts yet. They appear here once a record of a system takes the step that states them.")) }
        } @else {
            table.list.facts-of {
                thead { tr {
                    th scope="col" { (lang.pick("日期", "Day")) }
                    th.n scope="col" { (lang.pick("数", "Value")) }
                    th scope="col" { (lang.pick("记录", "Record")) }
                    th scope="col" { (lang.pick("标签", "Labels")) }
                    th scope="col" { (lang.say(w::LOG)) }
                } }
                tbody { @for fact in &found { (row(ask, state, asked, fact)) } }
            }
            nav.pages aria-label=(lang.pick("翻页", "Pages")) {
                @if asked.from > 0 { a rel="prev" href=(page(asked.from.saturating_sub(FACTS_AT_ONCE))) { "← " (lang.pick("前 50 条", "Previous 50")) } }
                span.quiet { (asked.from + 1) "–" (asked.from + found.len()) @if asked.side == Side::Own { (lang.pick("，计入 ", ", ")) (all) (lang.pick(" 条", " count")) } }
                @if more { a rel="next" href=(page(asked.from + FACTS_AT_ONCE)) { (lang.pick("后 50 条", "Next 50")) " →" } }
            }
        }
    }
}

fn row(ask: &Ask, state: &State, asked: &Asked<'_>, fact: &FactSeen<'_>) -> Markup {
    let lang = ask.lang;
    let earlier: Vec<_> = match fact.corrected {
        true => state.book.versions(fact).skip(1).collect(),
        false => Vec::new(),
    };
    let said = |value: Decimal| said(asked, value);
    let (value, day, log) = (
        lang.pick("数", "Value"),
        lang.pick("日期", "Day"),
        lang.say(w::LOG),
    );
    html! {
        tr class=[fact.value.is_none().then_some("gone")] {
            td.day data-label=(day) {
                (fact.on)
                @for old in earlier.iter().filter(|it| it.on != fact.on) { " " del { (old.on) } }
            }
            td.n.value data-label=(value) {
                @match fact.value {
                    Some(value) => b { (said(value)) },
                    None => span.unset { (lang.pick("已撤回", "taken back")) },
                }
                @for old in &earlier {
                    @if let Some(value) = old.value {
                        " " del { a href=(ask.to(&format!("/log/{}", old.entry))) title=(lang.pick("先前的说法所在的条目", "the entry that said so")) { (said(value)) } }
                    }
                }
            }
            td.record data-label=(lang.pick("记录", "Record")) {
                @let name = names::record(ask, state, fact.record);
                @match record_address(fact.record) {
                    Some(address) => a href=(ask.to(&address)) { (name.as_deref().unwrap_or(fact.record)) },
                    None => (fact.record),
                }
                @if name.is_some() { small { (short(fact.record)) } }
                @if !fact.key.is_empty() { small { (fact.key) } }
            }
            td.labels data-label=(lang.pick("标签", "Labels")) { (labels(ask, fact)) }
            td.log data-label=(log) {
                a href=(ask.to(&format!("/log/{}", fact.entry))) { "#" (fact.entry) }
                " " a href=(format!("/log/{}/proof", fact.entry)) { (lang.pick("证明", "proof")) }
            }
        }
    }
}

/// An amount, in the measure's unit where that is the unit of its facts.
fn said(asked: &Asked<'_>, value: Decimal) -> String {
    match asked.measure.how {
        How::Sum | How::Last => amount(value, &asked.measure.unit),
        _ => value.normalize().to_string(),
    }
}

/// Place and labels.
fn labels(ask: &Ask, fact: &FactSeen<'_>) -> Markup {
    html! {
        @if let Some(area) = names::area(ask, fact) { span.item { (area) } " " }
        @for (name, value) in names::labels(ask, fact) { span.item { (name) " " b { (value) } } " " }
    }
}

/// The address of the same facts as CSV.
pub(super) fn csv(asked: &Asked<'_>, from: u64) -> String {
    let address = asked.address("/facts.csv", Some(asked.day));
    let side = match asked.side {
        Side::Own => "",
        Side::Against => "&side=against",
    };
    let from = if from == 0 {
        String::new()
    } else {
        format!("&from={from}")
    };
    format!("{address}{side}{from}")
}
