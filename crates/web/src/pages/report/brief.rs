//! What a mayor wants to know first: what is behind and who answers for it, what changed
//! since the end of last month, and which days come next.

use std::collections::BTreeMap;

use maud::{Markup, html};
use youwei_account::{Commitment, Stands, contradictions};
use youwei_base::{Day, Light};
use youwei_system::town::Town;

use super::{View, last_month};
use crate::app::day_in_china;
use crate::marks::{mark, mark_alone, stack};
use crate::open::lights::Turned;
use crate::pages::pressed;
use crate::pages::systems::clock::{Stand, badge, declared, nearest, stand_on};
use crate::stands::stands_by;
use crate::words::Lang;

/// So many commitments that are behind are told; the others are a list away.
const BEHIND_MAX: usize = 8;
/// So many changed lights.
const TURNED_MAX: usize = 6;
/// So many days that come next.
const NEXT_MAX: usize = 8;
/// How far one looks ahead, in days.
const AHEAD_DAYS: i32 = 60;
/// On one day so many commitments are named; more are counted.
const NAMED_MAX: usize = 1;

pub(super) fn brief(view: &View) -> Markup {
    let lang = view.ask.lang;
    html! {
        section.brief aria-label=(lang.pick("要点", "In brief")) {
            (behind(view))
            (turned(view))
            (next(view))
        }
    }
}

/// Red and yellow: red first, then what is due first.
fn behind(view: &View) -> Markup {
    let (ask, lang, today) = (view.ask, view.ask.lang, view.ask.today());
    let live = view.account.commitments().filter(|it| it.is_live());
    let lit = live.map(|it| (view.light(it), it));
    let mut all: Vec<(Light, &Commitment)> = lit
        .filter(|(light, _)| matches!(light, Light::Red | Light::Yellow))
        .collect();
    let due = |it: &Commitment| it.on(today).due_day().unwrap_or(Day::MAX);
    all.sort_by_key(|(light, it)| (*light != Light::Red, due(it)));
    let pressed_for = |it: &Commitment| view.pressed.contains_key(it.id.as_str());
    let reds = || all.iter().filter(|it| it.0 == Light::Red);
    let unpressed = reds().filter(|it| !pressed_for(it.1)).count();
    html! {
        section.behind {
            h2 {
                (lang.pick("落后的", "Behind")) " " b { (all.len()) } " "
                @if unpressed > 0 { small { (lang.pick(format!("红灯中 {unpressed} 项眼下没有在督办"), format!("{unpressed} of the red ones nobody is pressed for now"))) } }
            }
            @if all.is_empty() { p.quiet { (lang.pick("没有红灯，也没有黄灯。", "Nothing is red or yellow.")) } }
            ol { @for (light, it) in all.iter().take(BEHIND_MAX) {
                li {
                    (mark_alone(*light, lang))
                    div.what {
                        a lang="zh-CN" href={ "#c-" (it.id) } title=(it.text) { (it.text) }
                        @if let Some(standing) = view.standing(it) {
                            p { (lang.of(&stands_by(standing, view.account, &view.state.book, it, today))) }
                        }
                    }
                    div.who {
                        @match &it.lead {
                            Some(lead) => span lang="zh-CN" { (lead) },
                            None => span.unset { (lang.pick("未定牵头单位", "no lead yet")) },
                        }
                        @if let Some(first) = view.pressed.get(it.id.as_str()).and_then(|all| all.first()) {
                            a lang="zh-CN" href=(first.address()) { (first.name(lang)) }
                        }
                    }
                }
            } }
            @if all.len() > BEHIND_MAX {
                p.rest {
                    (lang.pick("还有 ", "Not shown: ")) (all.len() - BEHIND_MAX) (lang.pick(" 项没有列出：", ". All "))
                    @for light in [Light::Red, Light::Yellow] {
                        a href=(ask.to(&format!("/commitments?light={}", light.key()))) { (mark(light)) (lang.pick("全部", "")) (lang.own(light.name())) }
                    }
                }
            }
        }
    }
}

/// Lights that are others than at the end of last month.
fn turned(view: &View) -> Markup {
    let (ask, lang, today) = (view.ask, view.ask.lang, view.ask.today());
    let (Some(all), Some(from)) = (&view.turned, last_month(today)) else {
        return html! {};
    };
    let told: Vec<(&Turned, &Commitment)> = all
        .iter()
        .filter_map(|it| Some((it, view.account.commitment(&it.commitment)?)))
        .collect();
    let month = |day: Day| match lang {
        Lang::Zh => format!("{}月", day.month()),
        Lang::En => day.strftime("%B").to_string(),
    };
    let bulletin = format!("/bulletins/{}", from.strftime("%Y-%m"));
    html! {
        section.turned {
            h2 { (lang.pick("比上月底，灯变了", "Changed since last month")) " " b { (told.len()) } }
            @if told.is_empty() { p.quiet { (lang.pick("没有一盏灯变过。", "None changed.")) } }
            ol { @for (it, commitment) in told.iter().take(TURNED_MAX) {
                li {
                    p.turn {
                        (mark(it.then)) (lang.own(it.then.name())) " → " (mark(it.now)) b { (lang.own(it.now.name())) }
                        " " time datetime=(it.day) { (short(it.day, lang)) }
                    }
                    a lang="zh-CN" href={ "#c-" (commitment.id) } title=(commitment.text) { (commitment.text) }
                }
            } }
            p.rest {
                @if told.len() > TURNED_MAX { span { (lang.pick(format!("还有 {} 盏。", told.len() - TURNED_MAX), format!("{} more.", told.len() - TURNED_MAX))) } }
                @if was_there(view, from) { a href=(ask.to(&bulletin)) { (month(from)) (lang.pick("督查通报", " bulletin")) } }
            }
        }
    }
}

/// Whether the report had been taken in by the end of a day.
fn was_there(view: &View, day: Day) -> bool {
    let mut all = view.account.commitments();
    let first = all
        .next()
        .and_then(|it| view.account.history(&it.id).first());
    first.is_some_and(|it| day_in_china(it.time) <= day)
}

/// A day and what comes with it.
struct Coming {
    day: Day,
    said: Markup,
}

/// Time limits of orders, explanations that are owed, and due days of commitments.
fn next(view: &View) -> Markup {
    let (ask, lang, today) = (view.ask, view.ask.lang, view.ask.today());
    let mut all = orders(view);
    all.extend(explanations(view));
    all.extend(due_days(view));
    all.sort_by_key(|it| it.day);
    html! {
        section.coming {
            h2 { (lang.pick("接下来的日子", "What comes next")) }
            @if all.is_empty() { p.quiet { (lang.pick("两个月内没有到期的。", "Nothing falls due within two months.")) } }
            ol { @for it in all.iter().take(NEXT_MAX) {
                li {
                    p.day { time datetime=(it.day) { (short(it.day, lang)) } (badge(stand_on(it.day, today), lang)) }
                    (it.said)
                }
            } }
            p.rest {
                a href=(ask.to("/commitments?sort=due")) { (lang.pick("按时限看全部", "All by due day")) }
            }
        }
    }
}

/// The clock that runs out first of each order that is going on.
fn orders(view: &View) -> Vec<Coming> {
    let (lang, today) = (view.ask.lang, view.ask.today());
    let all = view.pressed.iter().flat_map(|(id, all)| {
        let commitment = view.account.commitment(id);
        all.iter().map(move |it| (it, commitment))
    });
    let running = all.filter_map(|(it, commitment): (&pressed::Stands<'_>, _)| {
        let (clock, stand) = nearest(it.record, today)?;
        let name = declared(it.system, clock).map(|it| lang.of(&it.name));
        let title = commitment.map_or("", |it| &*it.text);
        let unit = commitment.and_then(|it| it.lead.as_deref());
        (stand != Stand::Suspended).then(|| Coming {
            day: clock.due,
            said: html! {
                p.said lang="zh-CN" title=(title) {
                    a href=(it.address()) { (it.name(lang)) }
                    @if let Some(unit) = unit { " " (unit) }
                    @if let Some(name) = name { " " span.clock lang=(lang.tag()) { (name) } }
                }
            },
        })
    });
    running.collect()
}

/// Sources that disagree and nobody explained.
fn explanations(view: &View) -> Vec<Coming> {
    let (ask, lang, today) = (view.ask, view.ask.lang, view.ask.today());
    let town = ask.app.town(view.state);
    let found = contradictions(view.account, &view.state.book, today, town.calendar());
    let mut late: Vec<Day> = Vec::new();
    let mut days: BTreeMap<Day, usize> = BTreeMap::new();
    for one in found {
        match one.stands {
            Stands::Overdue(due) => late.push(due),
            Stands::Waiting(due) => *days.entry(due).or_default() += 1,
            _ => {}
        }
    }
    // What is late stands in one line, by the day that passed first.
    if let Some(first) = late.iter().min() {
        days.insert(*first, late.len());
    }
    let said = |count: usize| {
        lang.pick(
            format!("{count} 处自报和事实对不上，限期说明"),
            match count {
                1 => "1 claim that the facts deny, to be explained".to_owned(),
                _ => format!("{count} claims that the facts deny, to be explained"),
            },
        )
    };
    let coming = days.into_iter().map(|(day, count)| Coming {
        day,
        said: html! { p.said { a href=(ask.to("/contradictions")) { (said(count)) } } },
    });
    coming.collect()
}

/// The days within reach on which commitments are due that are not done.
fn due_days(view: &View) -> Vec<Coming> {
    let (ask, lang, today) = (view.ask, view.ask.lang, view.ask.today());
    let mut days: BTreeMap<Day, Vec<&Commitment>> = BTreeMap::new();
    for it in view.account.commitments().filter(|it| it.is_live()) {
        let due = it.on(today).due_day().filter(|due| *due >= today);
        let near = |due: &Day| crate::stands::days(today, *due) <= AHEAD_DAYS;
        if let Some(due) = due.filter(near).filter(|_| view.light(it) != Light::Blue) {
            days.entry(due).or_default().push(it);
        }
    }
    let coming = days.into_iter().map(|(day, all)| {
        let counts: Vec<(Light, usize)> = Light::ALL
            .into_iter()
            .map(|light| (light, all.iter().filter(|it| view.light(it) == light).count()))
            .collect();
        let said = match all.len() {
            1..=NAMED_MAX => html! { @for it in &all {
                p.said lang="zh-CN" { (mark_alone(view.light(it), lang)) " " a href={ "#c-" (it.id) } title=(it.text) { (it.text) } }
            } },
            count => html! {
                p.said { a href=(ask.to("/commitments?sort=due")) { (lang.pick(format!("{count} 项承诺到期，还没有完成"), format!("{count} commitments due and not done"))) } }
                (stack(&counts, lang))
            },
        };
        Coming { day, said }
    });
    coming.collect()
}

/// A day of this year or the next, such as 11月30日.
fn short(day: Day, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", day.month(), day.day()),
        Lang::En => day.strftime("%-d %b").to_string(),
    }
}
