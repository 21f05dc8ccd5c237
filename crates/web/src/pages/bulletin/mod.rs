//! `/bulletins`: 督查通报, monthly and quarterly, written from the facts as they stood at the
//! end of the period. Nothing in it is typed; every number leads to what it was counted from.

mod counted;
mod found;
pub(crate) mod period;
mod records;
mod text;

use maud::{Markup, html};

use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::page::{Door, Sheet, show as frame};
use found::Found;
use period::Period;
use text::Paper;

/// So many periods of each kind are listed.
const LISTED_MAX: usize = 24;

/// `GET /bulletins`.
pub(crate) fn list(ask: &Ask) -> Answer {
    let state = ask.state();
    let lang = ask.lang;
    let (account, _) = ask.account(&state)?;
    let first = account.report().and_then(|it| it.year);
    let today = ask.today();
    let back = |from: Period| {
        let all = std::iter::successors(Some(from), |it| Some(it.before()));
        all.take(LISTED_MAX)
            .take_while(|it| first.is_none_or(|year| it.last().year() >= year))
            .collect::<Vec<Period>>()
    };
    let kinds = [
        (lang.pick("月度", "Monthly"), back(Period::month_of(today))),
        (
            lang.pick("季度", "Quarterly"),
            back(Period::quarter_of(today)),
        ),
    ];
    let title = lang.pick("督查通报", "Bulletins");
    let body = html! {
        main #main.narrow.public {
            h1 { (title) }
            p.lede { (lang.pick(
                "每月、每季一期，由事实直接写成：没有一个数是填的，每个数都能点开看它从哪里来。",
                "One a month and one a quarter, written from the facts: no number is typed, and each opens to what it was counted from.",
            )) }
            @for (name, all) in &kinds {
                h2.part { (name) }
                ul.periods { @for it in all {
                    li { a href=(ask.to(&format!("/bulletins/{}", it.key()))) { (lang.of(&it.name())) }
                        @if it.last() >= today { " " small { (lang.pick("本期未完", "not over yet")) } } }
                } }
            }
        }
    };
    let sheet = Sheet {
        styles: &["public.css"],
        ..Sheet::new(title, Door::Overview, body)
    };
    Ok(frame(ask, &state, sheet))
}

/// `GET /bulletins/{period}`.
pub(crate) fn show(ask: &Ask) -> Answer {
    written(ask, |paper| {
        let Paper { period, .. } = *paper;
        let body = html! {
            main #main.bulletin {
                (text::article(paper))
                p.next.exports {
                    a.button href=(ask.to(&format!("/bulletins/{}", period.before().key()))) { "← " (ask.lang.of(&period.before().name())) }
                    a.button href=(ask.to("/bulletins")) { (ask.lang.pick("各期通报", "All bulletins")) }
                }
            }
        };
        Ok((text::title(period, ask.lang), body))
    })
}

/// `GET /bulletins/{period}/{what}`.
pub(crate) fn counted(ask: &Ask) -> Answer {
    written(ask, |paper| {
        let counted = counted::counted(paper, ask.part("what")).ok_or_else(|| {
            Fault::not_found(
                "通报里没有这一项。请从通报里的数点进来。",
                "The bulletin has no such number. Come from one of its numbers.",
            )
        })?;
        let (period, lang) = (paper.period, ask.lang);
        let name = lang.of(&period.name()).to_owned();
        let title = lang.of(&counted.title).to_owned();
        let body = html! {
            main #main.bulletin {
                article {
                    p.number { a href=(ask.to(&format!("/bulletins/{}", period.key()))) { (text::title(period, lang)) } }
                    h1 { (title) (lang.pick("：", ": ")) (name) }
                    @if let Some(table) = &counted.table { (table) }
                    @else {
                        p { (lang.pick(format!("共 {} 项，到 {}。", counted.lines.len(), paper.found.day), format!("{} in all, as of {}.", counted.lines.len(), paper.found.day))) }
                        @if !counted.lines.is_empty() { ul { @for line in &counted.lines { li { (line) } } } }
                    }
                }
            }
        };
        Ok((format!("{title} · {name}"), body))
    })
}

/// The page that is made of a bulletin's paper.
fn written(ask: &Ask, page: impl FnOnce(&Paper<'_>) -> Result<(String, Markup), Fault>) -> Answer {
    let none = || {
        Fault::not_found(
            "没有这一期通报。期号写作 2026-06（月度）或 2026-Q2（季度），请从通报目录里选。",
            "There is no such bulletin. They are called 2026-06 or 2026-Q2; choose one of the list.",
        )
    };
    let period = Period::parse(ask.part("period")).ok_or_else(none)?;
    let today = ask.today();
    if period.first() > today {
        return Err(none());
    }
    let day = period.last().min(today);
    let now = ask.app.state_as_of(day)?;
    let before = ask.app.state_as_of(period.before().last())?;
    let Some(found) = Found::of(period, day, ask.report_named(), &now, &before) else {
        return Err(Fault::not_found(
            "那时还没有收入报告，写不出通报。请选以后的一期。",
            "No report had been taken in then, so there is nothing to write. Choose a later one.",
        ));
    };
    let found = &found;
    let (title, body) = page(&Paper { ask, period, found })?;
    let state = ask.state();
    let sheet = Sheet {
        styles: &["public.css"],
        ..Sheet::new(title, Door::Overview, body)
    };
    Ok(frame(ask, &state, sheet))
}
