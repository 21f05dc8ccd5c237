//! `/forecasts`: what is expected of every number, and every past forecast against what
//! came, made anew from what the log held then.

mod draw;
pub(crate) mod outlook;
mod scored;

use std::collections::BTreeSet;

use maud::{Markup, html};
use youwei_account::forecast::{Outlook, Outlooks, Scores, scores};
use youwei_account::{Account, Commitment, Target};

use crate::app::State;
use crate::ask::{Answer, Ask};
use crate::figures::{goal, reached_of};
use crate::page::{Door, Sheet, show as frame};
use crate::pages::measures::address;
use crate::words as w;

/// A number with a measure, and where it will stand.
struct Seen<'a> {
    commitment: &'a Commitment,
    target: &'a Target,
    made: Outlook,
}

/// `GET /forecasts`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let lang = ask.lang;
    let state = ask.state();
    let today = ask.today();
    let account = ask.account(&state).ok().map(|(account, _)| account);
    let all = account.map_or_else(Vec::new, |it| seen(ask, &state, it));
    let (made, hidden): (Vec<_>, Vec<_>) = all.iter().partition(|it| it.made.forecast.is_ok());
    let bound = bound(&state);
    let measures = state.book.measures().iter();
    let scores: Vec<Scores> = measures
        .filter(|it| bound.contains(&*it.id))
        .filter_map(|it| scores(&state.book, it, today))
        .filter(|it| !it.scored.is_empty())
        .collect();
    let body = html! {
        main #main.wide.forecasts {
            h1 { (lang.pick("预测和它的准头", "Forecasts and how they did")) }
            p.hint {
                (lang.pick(
                    "预测只从事实推算，不影响灯。以往的预测不靠记忆：每个月末能作的预测，都用账本当时已有的事实重新算出，再与后来的实际对照，谁也美化不了。",
                    "Forecasts come from facts alone and move no light. Past ones are not remembered but made anew: what the log held at each month's end gives what would have been said then, and it stands beside what came. Nobody can make them look better.",
                ))
            }
            h2.part #expected { (lang.pick("现在的预测", "Expected now")) }
            @if made.is_empty() { p.quiet { (lang.pick("现在没有够得上预测的指标；原因见下。", "No number can be forecast now; see below why.")) } }
            @else { (expected(ask, &made)) }
            @if !hidden.is_empty() {
                details.outlook { summary { (lang.pick(format!("不作预测的 {} 个", hidden.len()), format!("{} without a forecast", hidden.len()))) }
                    ul.reasons { @for one in &hidden {
                        @if let Err(why) = &one.made.forecast { li { (named(ask, one)) " " span.quiet { (outlook::reason(ask, why)) } } }
                    } }
                }
            }
            h2.part #scores { (lang.pick("以往的预测", "Past forecasts")) }
            (scored::section(ask, &scores))
            @if ask.on.is_none() { p.exports #data {
                (lang.pick("整份数据：", "All of it as data: "))
                @for (list, name) in [("forecasts", lang.pick("现在的预测", "expected now")), ("forecast-scores", lang.pick("以往的预测", "past forecasts"))] {
                    (name) " " a href={ "/open/" (list) ".json" } { "JSON" } " " a href={ "/open/" (list) ".csv" } { "CSV" } " "
                    a href={ "/open/" (list) "/dictionary" } { (lang.pick("数据字典", "dictionary")) } " · "
                }
                a href="/open" { (lang.pick("开放数据", "open data")) }
            } }
        }
    };
    let title = lang.pick("预测", "Forecasts");
    Ok(frame(ask, &state, Sheet::new(title, Door::Overview, body)))
}

/// The measures that speak for a number of some report: their past forecasts are scored.
pub(crate) fn bound(state: &State) -> BTreeSet<&str> {
    let commitments = state.accounts.iter().flat_map(|(_, it)| it.commitments());
    let targets = commitments
        .filter(|it| it.is_live())
        .flat_map(|it| &it.targets);
    let bound = targets.filter_map(|it| it.bound.as_ref());
    bound
        .filter(|it| it.record.is_none())
        .map(|it| it.measure.as_str())
        .collect()
}

/// Every number that a measure speaks for, in the order of the report.
fn seen<'a>(ask: &Ask, state: &State, account: &'a Account) -> Vec<Seen<'a>> {
    let mut outlooks = Outlooks::new(&state.book, ask.today());
    let mut found = Vec::new();
    for commitment in account.commitments().filter(|it| it.is_live()) {
        for (index, target) in commitment.targets.iter().enumerate() {
            if let Some(made) = outlooks.of(account, commitment, index) {
                found.push(Seen {
                    commitment,
                    target,
                    made,
                });
            }
        }
    }
    found
}

fn named(ask: &Ask, one: &Seen<'_>) -> Markup {
    let to = format!(
        "/commitments/{}#n{}",
        one.commitment.id,
        one.made.target + 1
    );
    // What is counted is often called the same of starts and of finishes.
    html! { a lang="zh-CN" href=(ask.to(&to)) { (one.commitment.text) } " " small lang="zh-CN" { (goal(one.target)) } }
}

fn expected(ask: &Ask, all: &[&Seen<'_>]) -> Markup {
    let lang = ask.lang;
    let heads = [
        lang.pick("指标", "Number"),
        lang.say(w::TODAY),
        lang.pick("预计", "Expected"),
        lang.pick("要怎样", "What must happen"),
        lang.pick("照此", "Verdict"),
    ];
    html! {
        table.list.of-forecasts {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody { @for one in all { @if let Ok(made) = &one.made.forecast {
                tr {
                    td.what { (named(ask, one)) }
                    td data-label=(heads[1]) {
                        @let bound = one.target.bound.as_ref();
                        @match bound {
                            Some(bound) => a href=(ask.to(&address(&bound.measure, bound.record.as_deref(), None))) { (reached_of(made.reached, one.target)) },
                            None => (reached_of(made.reached, one.target)),
                        }
                    }
                    td data-label=(heads[2]) { (outlook::ranged(made, &one.target.unit)) " " small { (one.made.due) } }
                    td data-label=(heads[3]) { (outlook::must(ask, &one.made, one.target)) }
                    td data-label=(heads[4]) { @if let Some(verdict) = one.made.verdict { (lang.own(verdict.say())) } }
                }
            } } }
        }
    }
}
