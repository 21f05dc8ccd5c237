//! Past forecasts against what came: how far off they were, whether what came lay in their
//! range, and how going on at the same pace would have done.

use maud::{Markup, html};
use youwei_account::forecast::{Score, Scores};
use youwei_base::Decimal;

use super::draw::draw;
use super::outlook::ranged;
use crate::ask::Ask;
use crate::figures::about;
use crate::pages::measures::address;

pub(super) fn section(ask: &Ask, all: &[Scores]) -> Markup {
    let lang = ask.lang;
    if all.is_empty() {
        return html! {
            p.quiet { (lang.pick(
                "还没有到期的预测：预测在三个月后、年底两个时点对照，到期满一个月才算数。",
                "No past forecast is due yet: they are scored three months on and at the year's end, a month after that day.",
            )) }
        };
    }
    html! {
        (total(ask, all))
        (draw(ask, all))
        @for scores in all { (of_measure(ask, scores)) }
        p.quiet { (lang.pick(
            "偏差是预测与实际之差占实际的百分比。“照原速”是拿当时的数按天数直推，作为对照。口径和季度节点用今天声明的。",
            "Off by: the difference in per cent of what came. “Same pace” takes the figure of that day on by the days, for comparison. Measures and nodes are those declared today.",
        )) }
    }
}

/// All of them together.
fn total(ask: &Ask, all: &[Scores]) -> Markup {
    let lang = ask.lang;
    let count: usize = all.iter().map(|it| it.scored.len()).sum();
    let inside: usize = all.iter().map(Scores::inside).sum();
    let each = |error: fn(&Score) -> Option<Decimal>| {
        let errors = all.iter().flat_map(|it| it.scored.iter().filter_map(error));
        let errors: Vec<Decimal> = errors.collect();
        let sum: Decimal = errors
            .iter()
            .filter_map(|it| it.checked_div(Decimal::from(errors.len())))
            .sum();
        (!errors.is_empty()).then(|| sum.round_dp(1).normalize())
    };
    let percent = |value: Option<Decimal>| value.map_or("—".to_owned(), |it| format!("{it}%"));
    html! {
        dl.tally {
            div { dt { (lang.pick("对照过的预测", "Scored")) } dd { b { (count) } } }
            div { dt { (lang.pick("平均偏差", "Mean error")) } dd { b { (percent(each(|it| it.error))) } } }
            div { dt { (lang.pick("照原速的平均偏差", "Mean error at the same pace")) } dd { b { (percent(each(|it| it.naive_error))) } } }
            div { dt { (lang.pick("实际落在区间内", "Came within the range")) } dd { b { (inside) "/" (count) } } }
        }
    }
}

fn of_measure(ask: &Ask, scores: &Scores) -> Markup {
    let lang = ask.lang;
    let unit = &*scores.measure.unit;
    let heads = [
        lang.pick("作于", "Made"),
        lang.pick("预测到", "For"),
        lang.pick("当时的数", "Figure then"),
        lang.pick("预测", "Forecast"),
        lang.pick("实际", "Came"),
        lang.pick("偏差", "Off by"),
        lang.pick("照原速的偏差", "Same pace"),
        lang.pick("在区间内", "In range"),
    ];
    let percent = |value: Option<Decimal>| value.map_or("—".to_owned(), |it| format!("{it}%"));
    html! {
        h3 { a href=(ask.to(&address(&scores.measure.id, None, None))) { (lang.of(&scores.measure.name)) }
            small { " " (lang.pick("平均偏差 ", "mean error ")) (percent(scores.mean_error()))
                (lang.pick("，照原速 ", ", same pace ")) (percent(scores.mean_naive_error()))
                @if scores.hidden > 0 { (lang.pick("；数据不足未作 ", "; not made for want of data: ")) (scores.hidden) } } }
        table.list.of-scores {
            thead { tr { @for (at, head) in heads.iter().enumerate() { th.n[at > 1] scope="col" { (head) } } } }
            tbody { @for one in &scores.scored {
                tr {
                    td.what { a href=(ask.to(&address(&scores.measure.id, None, Some(one.forecast.made)))) { (one.forecast.made) } }
                    td data-label=(heads[1]) { (one.forecast.due) @if one.year_end { " " small { (lang.pick("年底", "year's end")) } } }
                    td.n data-label=(heads[2]) { (about(one.forecast.reached, unit)) }
                    td.n data-label=(heads[3]) { (ranged(&one.forecast, unit)) }
                    td.n data-label=(heads[4]) { (about(one.truth, unit)) }
                    td.n data-label=(heads[5]) { b { (percent(one.error)) } }
                    td.n data-label=(heads[6]) { (percent(one.naive_error)) }
                    td.n data-label=(heads[7]) { (if one.inside { lang.pick("是", "yes") } else { lang.pick("否", "no") }) }
                }
            } }
        }
    }
}
