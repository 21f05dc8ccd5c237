//! `GET /measures/{measure}`: one measure: its figure, how it is computed, what it is held
//! against, the months, and every fact behind it.

use maud::{Markup, html};
use youwei_account::forecast::forecast;
use youwei_account::{Account, Figure, How, Per, Side};
use youwei_base::{Day, Decimal};

use super::curve::{Curve, Expected, draw};
use super::how::how;
use super::{Asked, Use, address, export, facts, list, names, parts, record_address, uses};
use crate::app::State;
use crate::ask::{Answer, Ask};
use crate::figures::{amount, goal};
use crate::page::{Door, Sheet, show as frame};
use crate::pages::flagged;
use crate::pages::forecasts::outlook;
use crate::words as w;

/// The page.
pub(crate) fn show(ask: &Ask) -> Answer {
    let lang = ask.lang;
    let state = ask.state();
    let asked = Asked::of(ask, &state)?;
    let account = ask.account(&state).ok().map(|(account, _)| account);
    let figure = asked.figure(&state.book, asked.day);
    let count = figure.as_ref().map_or(0, |it| it.facts);
    let measure = &asked.measure;
    let bound = bound(ask, &state, account, &asked);
    let body = html! {
        main #main.wide.measure {
            p.quiet { a href=(ask.to("/measures")) { (lang.say(w::MEASURES)) } " › " code { (measure.id) } }
            h1 { (lang.of(&measure.name)) }
            (narrowed(ask, &asked))
            div.columns {
                div.left {
                    (today(ask, &asked, figure.as_ref()))
                    @if let (Some(account), None) = (account, asked.part) {
                        (flagged::said(ask, &state, account, &flagged::Of { measure, record: asked.record, day: asked.day }))
                    }
                    (parts::tables(ask, &state, &asked))
                    (months(ask, &state, &asked, &bound))
                    h2.part #facts { (lang.say(w::FACTS_BEHIND)) }
                    (sides(ask, &asked))
                    (facts::table(ask, &state, &asked, count))
                    (files(ask, &asked, count))
                }
                aside.side {
                    section.card.on {
                        p.tags { b { (lang.say(w::HOW_COMPUTED)) } }
                        p { (lang.own(how(measure, &|id| names::metric(ask, id)))) }
                        dl {
                            dt { (lang.say(w::SOURCE)) } dd lang="zh-CN" { (measure.source) }
                            dt { (lang.pick("声明在", "Declared in")) } dd { code { (measure.file) } }
                        }
                    }
                    section.card.on {
                        p.tags { b { (lang.pick("对应的目标", "Targets that it speaks for")) } }
                        @for one in &bound { p { (list::target(ask, one)) } }
                        @if bound.is_empty() { p.none { (lang.pick("还没有目标对应它。", "No target is bound to it.")) " " a href=(ask.to("/unbound")) { (lang.say(w::UNBOUND)) } } }
                    }
                }
            }
        }
    };
    let title = lang.of(&measure.name).to_owned();
    Ok(frame(ask, &state, Sheet::new(title, Door::Overview, body)))
}

/// What the measure speaks for; of one record, what named it.
fn bound<'a>(
    ask: &Ask,
    state: &State,
    account: Option<&'a Account>,
    asked: &Asked<'_>,
) -> Vec<Use<'a>> {
    let all = account.map(|it| uses(it, &state.book, Some(&asked.measure.id), ask.today()));
    let named = |one: &Use<'_>| asked.record.is_none() || one.record == asked.record;
    let all = all.into_iter().flatten().map(|(_, one)| one);
    all.filter(named).collect()
}

/// Which day is looked at, and whether at one record alone.
fn narrowed(ask: &Ask, asked: &Asked<'_>) -> Markup {
    let lang = ask.lang;
    html! {
        form.as-of method="get" action=(ask.path) {
            @if let Some(report) = ask.report_named() { input type="hidden" name="report" value=(report); }
            @if let Some(record) = asked.record {
                input type="hidden" name="record" value=(record);
                span {
                    (lang.pick("只看 ", "Only "))
                    @match record_address(record) { Some(to) => a href=(ask.to(&to)) { (record) }, None => (record) }
                    " · " a href=(ask.to(&address(&asked.measure.id, None, None))) { (lang.pick("看全部", "all records")) }
                }
            }
            @if let Some((label, value)) = asked.part {
                input type="hidden" name="by" value=(label);
                input type="hidden" name="is" value=(if value.is_empty() { parts::UNSAID } else { value });
                span {
                    (lang.pick("只看 ", "Only ")) (parts::said(ask, asked, label, value))
                    " · " a href=(ask.to(&address(&asked.measure.id, None, Some(asked.day)))) { (lang.pick("看全部", "all")) }
                }
            }
            label { (lang.pick("截至", "As of")) " " input type="date" name="day" value=(asked.day); }
            button type="submit" { (lang.pick("看这一天", "Show")) }
        }
    }
}

/// The figure, large, with how much stands behind it.
fn today(ask: &Ask, asked: &Asked<'_>, figure: Option<&Figure>) -> Markup {
    let lang = ask.lang;
    let Some((figure, value)) = figure.and_then(|it| Some((it, it.value?))) else {
        return html! { p.figure-today.none { b { (lang.say(w::NO_FACTS)) } } };
    };
    let as_of = figure.as_of.unwrap_or(figure.day);
    html! {
        p.figure-today {
            b { (amount(value.round_dp(4), &asked.measure.unit)) }
            span {
                @if figure.facts == 0 {
                    (lang.pick("还没有计入的事实；分母有的，按 0 计", "no fact counts yet; where there is something to divide by, that is 0"))
                } @else {
                    (lang.pick("最近一条事实在 ", "last fact on ")) (as_of)
                    (lang.pick("，依据 ", ", ")) (figure.facts) (lang.pick(" 条事实", " facts behind it"))
                }
                @if figure.corrected > 0 { (lang.pick("，更正或撤回过 ", ", ")) (figure.corrected) (lang.pick(" 条", " corrected or taken back")) }
            }
        }
    }
}

/// The ends of the months of a day's year, up to the day.
fn ends(day: Day) -> impl Iterator<Item = Day> {
    let firsts = (1..=day.month()).filter_map(move |month| Day::new(day.year(), month, 1).ok());
    firsts.map(move |first| first.last_of_month().min(day))
}

fn months(ask: &Ask, state: &State, asked: &Asked<'_>, bound: &[Use<'_>]) -> Markup {
    let lang = ask.lang;
    let measure = &asked.measure;
    let all: Vec<(Day, Figure)> = ends(asked.day)
        .filter_map(|end| Some((end, asked.figure(&state.book, end)?)))
        .collect();
    let points: Vec<(i8, Decimal)> = all
        .iter()
        .filter_map(|(end, figure)| Some((end.month(), figure.value?)))
        .collect();
    let last = points
        .last()
        .map(|(_, value)| amount(value.round_dp(4), &measure.unit));
    // One line is drawn for one number in the figure's own unit; several would be a riddle.
    let target = match bound {
        [one] => one.target.and_then(|at| one.commitment.targets.get(at)),
        _ => None,
    };
    let target = target.filter(|it| *it.unit == *measure.unit);
    let curve = Curve {
        points,
        target: target.map(|it| (it.value, goal(it))),
        last: last.unwrap_or_default(),
        fan: fan(state, asked),
    };
    let adds = matches!(measure.how, How::Count | How::Sum);
    let mut before = match measure.per {
        Per::Year => Some(Decimal::ZERO),
        Per::Cumulative => Day::new(asked.day.year(), 1, 1)
            .and_then(Day::yesterday)
            .ok()
            .and_then(|day| asked.figure(&state.book, day))
            .map(|it| it.value.unwrap_or_default()),
    };
    let rows: Vec<(Day, &Figure, Option<Decimal>)> = all
        .iter()
        .map(|(end, figure)| {
            let now = figure.value.unwrap_or_default();
            let added = before
                .replace(now)
                .and_then(|before| now.checked_sub(before));
            (*end, figure, added.filter(|_| adds))
        })
        .collect();
    html! {
        h2.part { (lang.pick(format!("{}年各月", asked.day.year()), format!("The months of {}", asked.day.year()))) }
        (draw(&curve))
        (outlook::of_measure(ask, state, measure, asked.record.is_some(), asked.day))
        table.plain.fits.months {
            thead { tr {
                th scope="col" { (lang.say(w::MONTH)) }
                @if adds { th.n scope="col" { (lang.pick("当月", "In the month")) } }
                th.n scope="col" { (lang.pick("月末的数", "At its end")) }
                th.n scope="col" { (lang.say(w::FACTS)) }
            } }
            tbody {
                @for (end, figure, added) in rows {
                    tr {
                        th scope="row" { a href=(ask.to(&asked.address("", Some(end)))) { (end.strftime("%Y-%m")) } }
                        @if adds { td.n { @match added { Some(added) => (amount(added.round_dp(4), &measure.unit)), None => "—" } } }
                        td.n {
                            @match figure.value {
                                Some(value) => b { (amount(value.round_dp(4), &measure.unit)) },
                                None => span.none { (lang.say(w::NO_FACTS)) },
                            }
                        }
                        td.n { (figure.facts) }
                    }
                }
            }
        }
    }
}

/// What is expected at the ends of the months to come.
fn fan(state: &State, asked: &Asked<'_>) -> Vec<Expected> {
    if asked.record.is_some() {
        return Vec::new();
    }
    let (year, month) = (asked.day.year(), asked.day.month());
    let later = (month + 1..=12).filter_map(|month| Day::new(year, month, 1).ok());
    let expected = later.filter_map(|first| {
        let end = first.last_of_month();
        let made = forecast(&state.book, &asked.measure, asked.day, end, None).ok()?;
        Some(Expected {
            month: first.month(),
            low: made.low,
            point: made.point,
            high: made.high,
        })
    });
    expected.collect()
}

/// The facts counted, or those they are held against.
fn sides(ask: &Ask, asked: &Asked<'_>) -> Markup {
    let lang = ask.lang;
    if matches!(asked.measure.how, How::Count | How::Sum | How::Last) {
        return html! {};
    }
    let to = |side: &str| {
        format!(
            "{}{}#facts",
            ask.path,
            ask.query.query(&["from", "lang"], &[("side", side)])
        )
    };
    let here = |side: Side| (asked.side == side).then_some("true");
    html! {
        p.exports {
            a href=(to("")) aria-current=[here(Side::Own)] { (lang.pick("计入的事实", "what is counted")) }
            a href=(to("against")) aria-current=[here(Side::Against)] { (lang.pick("与之相比的事实", "what it is held against")) }
        }
    }
}

/// The same facts as files.
fn files(ask: &Ask, asked: &Asked<'_>, count: u64) -> Markup {
    let step = export::FACTS_MAX as u64;
    let starts: Vec<u64> = (0..=count / step).map(|at| at * step).collect();
    html! {
        p.exports {
            (ask.lang.say(w::DOWNLOAD))
            @for from in starts {
                a href=(ask.to(&facts::csv(asked, from))) { "CSV" @if count >= step { " " (from + 1) "–" (from + step) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_on_their_last_day_and_the_one_at_hand_on_the_day() {
        let day = "2024-03-15".parse().unwrap();
        let said: Vec<String> = ends(day).map(|it| it.to_string()).collect();
        assert_eq!(said, ["2024-01-31", "2024-02-29", "2024-03-15"]);
    }
}
