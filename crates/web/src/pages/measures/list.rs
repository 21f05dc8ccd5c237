//! `GET /measures`: everything that is measured, with today's figure and what it is held
//! against.

use std::collections::BTreeMap;

use maud::{Markup, html};
use youwei_account::Measure;

use super::names::short;
use super::{Use, address, uses};
use crate::app::State;
use crate::ask::{Answer, Ask};
use crate::figures::{goal, reached};
use crate::marks::mark_alone;
use crate::page::{Door, Sheet, show as frame};
use crate::words as w;

/// The page.
pub(crate) fn show(ask: &Ask) -> Answer {
    let lang = ask.lang;
    let state = ask.state();
    let mut bound: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    if let Ok((account, _)) = ask.account(&state) {
        for (id, one) in uses(account, &state.book, None, ask.today()) {
            bound.entry(id).or_default().push(one);
        }
    }
    let measures = state.book.measures();
    let body = html! {
        main #main.wide.measures {
            h1 { (lang.say(w::MEASURES)) }
            p.hint {
                (lang.pick(
                    "口径写在业务系统里：哪些事实、怎样算成一个数。目标对应哪个口径由程序建议、由人确认；数只从事实算出，谁也不能填。",
                    "A measure is declared with its system: which facts, and how they become a figure. The program proposes which measure speaks for a target and a person confirms; a figure is computed from facts and nobody fills it in.",
                ))
            }
            p.exports { a href=(ask.to("/unbound")) { (lang.say(w::UNBOUND)) } }
            @if measures.iter().next().is_none() {
                p.hint { (lang.pick("还没有口径。请在业务系统的文件夹里写 measures.toml。", "There are no measures yet. Declare them in measures.toml of a system's folder.")) }
            } @else {
                table.list.of-measures {
                    thead { tr {
                        th scope="col" { (lang.say(w::MEASURES)) }
                        th.n scope="col" { (lang.say(w::TODAY)) }
                        th scope="col" { (lang.pick("对应的目标", "Targets")) }
                        th.n scope="col" { (lang.say(w::FACTS)) }
                        th scope="col" { (lang.say(w::SOURCE)) }
                    } }
                    tbody { @for measure in measures.iter() { (row(ask, &state, measure, bound.get(&*measure.id))) } }
                }
            }
        }
    };
    Ok(frame(
        ask,
        &state,
        Sheet::new(lang.say(w::MEASURES), Door::Overview, body),
    ))
}

fn row(ask: &Ask, state: &State, measure: &Measure, bound: Option<&Vec<Use<'_>>>) -> Markup {
    let lang = ask.lang;
    let figure = state.book.figure(&measure.id, ask.today());
    let value = figure.as_ref().and_then(|it| it.value);
    let facts = figure.as_ref().map_or(0, |it| it.facts);
    let today = lang.say(w::TODAY);
    html! {
        tr {
            td.what { a href=(ask.to(&address(&measure.id, None, None))) { (lang.of(&measure.name)) } }
            td.n.value data-label=(today) {
                @match value {
                    Some(value) => b { (reached(value, &measure.unit)) },
                    None => span.none { (lang.say(w::NO_FACTS)) },
                }
            }
            td.target data-label=(lang.pick("目标", "Targets")) {
                @match bound {
                    Some(bound) => { @for one in bound { p { (target(ask, one)) } } },
                    None => span.none { "—" },
                }
            }
            td.n.count data-label=(lang.say(w::FACTS)) { (facts) }
            td.source lang="zh-CN" data-label=(lang.say(w::SOURCE)) { (measure.source) }
        }
    }
}

/// One target or milestone that a measure speaks for.
pub(super) fn target(ask: &Ask, one: &Use<'_>) -> Markup {
    let number = one.target.and_then(|at| {
        Some((
            one.standing.numbers.get(at)?,
            one.commitment.targets.get(at)?,
        ))
    });
    let done = one.standing.milestone.as_ref();
    let light = number.map_or_else(|| done.map(|it| it.light), |(stands, _)| Some(stands.light));
    html! {
        @if let Some(light) = light { (mark_alone(light, ask.lang)) " " }
        a lang="zh-CN" href=(ask.to(&format!("/commitments/{}#figures", one.commitment.id))) {
            @match number {
                Some((_, target)) if !target.subject.is_empty() => { (target.subject) " " (goal(target)) }
                Some((_, target)) => { (one.commitment.text) " " (goal(target)) }
                None => (one.commitment.text),
            }
        }
        @if let Some(record) = one.record { small { (short(record)) } }
    }
}
