//! Past forecasts as a drawing: what came is the line in the middle, each range a bar beside
//! it, so that one sees at a glance which held it.

use maud::{Markup, html};
use youwei_account::forecast::{Score, Scores};
use youwei_base::Decimal;

use crate::ask::Ask;

const WIDTH: i64 = 860;
const LEFT: i64 = 230;
const RIGHT: i64 = 840;
const HEAD: i64 = 30;
const LINE: i64 = 19;
/// The most that is drawn; what lies beyond is drawn at the edge.
const WIDEST: i64 = 100;
/// The most lines; a drawing of more says less than the table.
const LINES_MOST: usize = 60;

/// The drawing; it is hidden from readers of the tables below it.
pub(super) fn draw(ask: &Ask, all: &[Scores]) -> Markup {
    let lang = ask.lang;
    let lines: Vec<(&Scores, &Score)> = all
        .iter()
        .flat_map(|it| it.scored.iter().map(move |one| (it, one)))
        .filter(|(_, one)| one.truth > Decimal::ZERO)
        .take(LINES_MOST)
        .collect();
    let off = |value: Decimal, truth: Decimal| {
        let off = value
            .checked_sub(truth)?
            .checked_mul(Decimal::ONE_HUNDRED)?;
        i64::try_from(off.checked_div(truth)?.round()).ok()
    };
    let most = lines
        .iter()
        .flat_map(|(_, it)| {
            let values = [it.forecast.low, it.forecast.high, it.naive];
            values.map(|value| off(value, it.truth).unwrap_or(WIDEST).abs())
        })
        .max();
    let Some(most) = most.map(|it| it.clamp(10, WIDEST)) else {
        return html! {};
    };
    let x = |value: Decimal, truth: Decimal| {
        let off = off(value, truth).unwrap_or(WIDEST).clamp(-most, most);
        (LEFT + RIGHT) / 2 + (RIGHT - LEFT) / 2 * off / most
    };
    let height = HEAD + LINE * i64::try_from(lines.len()).unwrap_or(0) + 8;
    let middle = (LEFT + RIGHT) / 2;
    html! {
        p.quiet { (lang.pick(
            "竖线是实际；横条是当时的区间，圆点是预测，圆圈是照原速推算。红条没有包住实际。",
            "The upright line is what came; a bar is the range as it was, the dot the forecast, the circle the same pace. A red bar did not hold what came.",
        )) }
        div.over { svg.past viewBox={ "0 0 " (WIDTH) " " (height) } aria-hidden="true" {
            text x=(LEFT) y="14" { "−" (most) "%" }
            text x=(middle) y="14" text-anchor="middle" { (lang.pick("实际", "what came")) }
            text x=(RIGHT) y="14" text-anchor="end" { "+" (most) "%" }
            line.truth x1=(middle) y1="20" x2=(middle) y2=(height - 4) {}
            @for (at, (scores, one)) in (0_i64..).zip(&lines) {
                @let y = HEAD + LINE * at + LINE / 2;
                text x="0" y=(y + 4) { (short(lang.of(&scores.measure.name))) " " (one.forecast.made.strftime("%Y-%m")) " → " (one.forecast.due.strftime("%m")) }
                line class=(if one.inside { "span" } else { "span out" }) x1=(x(one.forecast.low, one.truth)) y1=(y) x2=(x(one.forecast.high, one.truth)) y2=(y) {}
                circle.dot cx=(x(one.forecast.point, one.truth)) cy=(y) r="4" {}
                circle.pace cx=(x(one.naive, one.truth)) cy=(y) r="4" {}
            }
        } }
    }
}

/// A name that fits beside its line.
fn short(name: &str) -> String {
    const CHARS_MAX: usize = 9;
    match name.chars().count() > CHARS_MAX {
        true => name.chars().take(CHARS_MAX).chain(['…']).collect(),
        false => name.to_owned(),
    }
}
