//! `/reports/compare`: two reports that were taken in, beside each other.

use axum::Json;
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde_json::json;
use youwei_account::{Account, Beside, Comparison, Fate, Promised, Report, YearOf, compare};

use super::reviewed;
use crate::app::State;
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::page::{Door, Sheet, show as frame};
use crate::words as w;

/// The two reports that are compared, the earlier first.
struct Two<'a> {
    last: (&'a Account, &'a Report),
    this: (&'a Account, &'a Report),
}

fn known<'a>(state: &'a State, id: &str) -> Result<(&'a Account, &'a Report), Fault> {
    let account = state.accounts.get(id).ok_or_else(Fault::no_report)?;
    Ok((account, account.report().ok_or_else(Fault::no_report)?))
}

/// Those asked for by name, or the newest and the one before it of the same place.
fn two<'a>(ask: &Ask, state: &'a State) -> Result<Option<Two<'a>>, Fault> {
    let this = match ask.query.get("this") {
        "" => match ask.report_named().or_else(|| state.newest()) {
            Some(id) => known(state, id)?,
            None => return Ok(None),
        },
        id => known(state, id)?,
    };
    let last = match ask.query.get("last") {
        "" => {
            let others = state
                .accounts
                .iter()
                .filter_map(|(_, it)| Some((it, it.report()?)));
            let before = others.filter(|(_, it)| it.place == this.1.place && it.year < this.1.year);
            match before.max_by_key(|(_, it)| it.year) {
                Some(found) => found,
                None => return Ok(None),
            }
        }
        id => known(state, id)?,
    };
    Ok(Some(Two { last, this }))
}

fn of(two: &Two) -> Comparison {
    let [last, this] = [two.last.0, two.this.0].map(YearOf::of_account);
    compare(&last, &this)
}

/// `GET /reports/compare`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let lang = ask.lang;
    let found = two(ask, &state)?;
    let title = lang.pick("比两年", "Two years beside each other");
    let body = html! {
        main #main.wide.compared {
            h1 { (title) }
            @match &found {
                Some(two) => (beside(ask, &state, two)),
                None => {
                    p { (lang.pick("还没有收入同一地方的两份报告，没有可比的。请把上一年的报告也收进来。", "Two reports of one place have not been taken in yet, so there is nothing to compare. Take in last year's report as well.")) }
                    @if ask.on.is_none() { p.next { a.button.primary href="/reports/new" { (lang.say(w::REPORTS)) } } }
                }
            }
        }
    };
    Ok(frame(ask, &state, Sheet::new(title, Door::Reports, body)))
}

fn beside(ask: &Ask, state: &State, two: &Two) -> Markup {
    let lang = ask.lang;
    let comparison = of(two);
    let year = |report: &Report| {
        report
            .year
            .map_or_else(|| report.id.clone(), |it| it.to_string())
    };
    let (last, this) = (year(two.last.1), year(two.this.1));
    let silent = comparison
        .of(Fate::Dropped)
        .filter(|it| it.told.is_none())
        .count();
    let choice = |name: &'static str, chosen: &str| {
        html! { select name=(name) { @for (id, _) in state.accounts.iter() { option value=(id) selected[id == chosen] { (id) } } } }
    };
    html! {
        form.pick method="get" action="/reports/compare" {
            label { (lang.pick("上年 ", "Last ")) (choice("last", &two.last.1.id)) }
            label { (lang.pick("今年 ", "This ")) (choice("this", &two.this.1.id)) }
            button type="submit" { (lang.pick("比较", "Compare")) }
        }
        p.quiet { (lang.pick(
            "按词语的相似找对应，每一对都写明相似多少；增速只同增速比，总量只同总量比，单位换算后再比。调整过的承诺按确认时的原值比。",
            "What belongs together is found by likeness of words, and each pair says how alike it is; growth is held against growth, amounts against amounts, units converted. Amended promises count as they were confirmed.",
        )) }
        ul.turns { @for fate in Fate::ALL {
            li class=[(fate == Fate::Lowered || fate == Fate::Dropped).then_some("eases")] { a href={ "#" (fate.key()) } { b { (comparison.count(fate)) } " " (lang.own(fate.name())) } }
        } }
        @if silent > 0 { p.loud { b { (silent) } (lang.pick(" 项上年的承诺今年不再提，回顾里也没有说到。", " of last year's promises are not spoken of any more, in the review neither.")) } }
        p.quiet { a href="#review" { (lang.pick("今年的回顾说去年的承诺做到了多少", "What this year's review says was done of last year's promises")) } }
        @for fate in Fate::ALL { @if comparison.count(fate) > 0 {
            h2.part id=(fate.key()) { (lang.own(fate.name())) " " small { (comparison.count(fate)) } }
            table.beside {
                thead { tr { th { (last) } th { (this) } th { (lang.pick("相似", "Alike")) } } }
                tbody { @for it in comparison.of(fate) { (row(ask, two, it, (&last, &this))) } }
            }
        } }
        (reviewed::section(ask, state, (two.last.0, two.this.0), &last))
        p.quiet { a href={ "/api/compare?last=" (encoded(&two.last.1.id)) "&this=" (encoded(&two.this.1.id)) } { "JSON" } }
    }
}

fn row(ask: &Ask, two: &Two, it: &Beside, (last, this): (&str, &str)) -> Markup {
    let lang = ask.lang;
    let cell = |of: &Option<Promised>, report: &Report, label: &str| {
        html! { td data-label=(label) lang="zh-CN" { @match of {
            Some(of) => {
                @if of.aim.is_some() { b { (of.line()) } br; }
                a href={ "/commitments/" (encoded(&of.commitment)) "?report=" (encoded(&report.id)) } { (of.words) }
            }
            None => span.none { "—" },
        } } }
    };
    html! {
        tr class=(it.fate.key()) {
            (cell(&it.last, two.last.1, last))
            @match &it.told {
                Some((words, permille)) => td data-label=(this) lang="zh-CN" { small { (lang.pick("回顾中说到：", "Told of in the review: ")) } (words) small { " " (percent(*permille)) } },
                None if it.fate == Fate::Dropped => td data-label=(this) { b.differs { (lang.pick("没有下文", "nothing more is said of it")) } },
                None => (cell(&it.this, two.this.1, this)),
            }
            td.sure data-label=(lang.pick("相似", "Alike")) { @if it.permille > 0 { (percent(it.permille)) } @else { "—" } }
        }
    }
}

pub(super) fn percent(permille: u32) -> String {
    match (permille / 10, permille % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, tenth) => format!("{whole}.{tenth}%"),
    }
}

pub(super) fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// `GET /api/compare`.
pub(crate) fn api(ask: &Ask) -> Answer {
    let state = ask.state();
    let Some(two) = two(ask, &state)? else {
        return Err(Fault::not_found(
            "还没有收入同一地方的两份报告。请用 last 和 this 写明两份报告的编号，或先收入上一年的。",
            "Two reports of one place have not been taken in. Name two with last and this, or take last year's in first.",
        ));
    };
    let comparison = of(&two);
    let answer = json!({
        "last": two.last.1.id, "this": two.this.1.id,
        "counts": Fate::ALL.map(|fate| (fate.key(), comparison.count(fate))).into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        "promises": comparison.beside,
        "review": reviewed::json(&state, two.last.0, two.this.0),
    });
    Ok(Json(answer).into_response())
}
