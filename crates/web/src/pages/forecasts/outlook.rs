//! Where a number will stand, on the pages that speak of it: the forecast with its range,
//! what must happen, and how it was made or why there is none, to fold open.

use maud::{Markup, html};
use youwei_account::forecast::{Forecast, Outlook, forecast};
use youwei_account::{Measure, Target};
use youwei_base::{Bilingual, Day, Decimal};

use crate::app::State;
use crate::ask::Ask;
use crate::figures::about;

/// What it is called: 年底预计, or by the day.
fn called(due: Day) -> Bilingual {
    match (due.month(), due.day()) {
        (12, 31) => Bilingual::new("年底预计", "Expected by year's end"),
        (month, day) => Bilingual::new(
            format!("{month}月{day}日预计"),
            format!("Expected by {due}"),
        ),
    }
}

/// An amount as it is said of a forecast: things that are counted come whole.
fn amount(value: Decimal, unit: &str, count: bool) -> String {
    match count && value.abs() < Decimal::from(10_000) {
        true => format!("{}{unit}", value.normalize()),
        false => about(value, unit),
    }
}

/// The forecast and its range, such as 132个（109～153个）.
pub(crate) fn ranged(made: &Forecast, unit: &str) -> Markup {
    let said = |value: Decimal| amount(value, unit, made.count);
    let (low, high) = (said(made.low), said(made.high));
    html! {
        b { (said(made.point)) }
        @if low != high { span.range { "（" (low) "～" (high) "）" } }
    }
}

/// What must happen from now on.
fn needed(ask: &Ask, made: &Outlook, forecast: &Forecast, target: &Target) -> Option<String> {
    let need = made.need.as_ref()?;
    let said = |value: Decimal| amount(value, &target.unit, forecast.count);
    let all = said(need.amount);
    Some(match (need.a_month.map(said), need.at_most) {
        (Some(each), false) => ask.lang.pick(
            format!("还差 {all}，从现在起每月要 {each}"),
            format!("{all} to go: {each} a month from here"),
        ),
        (None, false) => ask
            .lang
            .pick(format!("到期前还差 {all}"), format!("{all} to go")),
        (Some(each), true) => ask.lang.pick(
            format!("还可以有 {all}，每月不超过 {each}"),
            format!("{all} left: {each} a month at most"),
        ),
        (None, true) => ask.lang.pick(
            format!("到期前还可以有 {all}"),
            format!("{all} left at most"),
        ),
    })
}

/// The same in a table; that nothing is left to be done where nothing is.
pub(super) fn must(ask: &Ask, made: &Outlook, target: &Target) -> String {
    let forecast = made.forecast.as_ref().ok();
    let said = forecast.and_then(|it| needed(ask, made, it, target));
    said.unwrap_or_else(|| ask.lang.pick("已到目标", "reached already").to_owned())
}

/// One line for a card; nothing where there is no forecast.
pub(crate) fn short(ask: &Ask, made: &Outlook, target: &Target) -> Markup {
    let lang = ask.lang;
    let Ok(forecast) = &made.forecast else {
        return html! {};
    };
    html! {
        details.outlook lang=(lang.tag()) {
            summary { (lang.own(called(made.due))) " " (ranged(forecast, &target.unit)) }
            @if let Some(verdict) = made.verdict { p { (lang.own(verdict.say())) (lang.pick("。", ".")) } }
            @if let Some(said) = needed(ask, made, forecast, target) { p { (said) (lang.pick("。", ".")) } }
            (how(ask, forecast, &target.unit))
        }
    }
}

/// The whole of it, on the page of a commitment.
pub(crate) fn of_number(ask: &Ask, made: &Outlook, target: &Target) -> Markup {
    let lang = ask.lang;
    html! {
        @match &made.forecast {
            Ok(forecast) => {
                div.outlook {
                    p.expects {
                        span.name { (lang.own(called(made.due))) } " " (ranged(forecast, &target.unit))
                        @if let Some(verdict) = made.verdict { " " small { (lang.own(verdict.say())) } }
                    }
                    @if let Some(said) = needed(ask, made, forecast, target) { p.need { (said) (lang.pick("。", ".")) } }
                    details { summary { (lang.pick("怎样推算", "How it is reckoned")) } (how(ask, forecast, &target.unit)) }
                }
            }
            Err(hidden) => details.outlook.hidden { summary { (lang.pick("不作预测", "No forecast")) } p { (lang.own(hidden.say())) } },
        }
    }
}

/// That of a measure's figure at the end of a day's year.
pub(crate) fn of_measure(
    ask: &Ask,
    state: &State,
    measure: &Measure,
    one_record: bool,
    day: Day,
) -> Markup {
    let lang = ask.lang;
    let Ok(end) = Day::new(day.year(), 12, 31) else {
        return html! {};
    };
    if one_record {
        return html! {};
    }
    html! {
        @match forecast(&state.book, measure, day, end, None) {
            Ok(made) => div.outlook {
                p.expects { span.name { (lang.own(called(end))) } " " (ranged(&made, &measure.unit)) }
                details { summary { (lang.pick("怎样推算", "How it is reckoned")) } (how(ask, &made, &measure.unit)) }
            },
            Err(hidden) => p.quiet.outlook { (lang.pick("不作预测：", "No forecast: ")) (reason(ask, &hidden)) },
        }
    }
}

/// Why there is none, without saying again that there is none.
pub(super) fn reason(ask: &Ask, hidden: &youwei_account::forecast::Hidden) -> String {
    ask.lang.own(hidden.say())
}

fn how(ask: &Ask, made: &Forecast, unit: &str) -> Markup {
    let said = made.how(&|value| about(value, unit));
    html! {
        p.how { (ask.lang.of(&said)) " " a href=(ask.to("/forecasts")) { (ask.lang.pick("以往的预测准不准", "How past forecasts did")) } }
    }
}
