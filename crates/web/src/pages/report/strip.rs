//! The strip over the report: the year gone, the lights, the promises, the proof.

use maud::{Markup, html};
use youwei_account::Summary;
use youwei_base::{Decimal, Light};

use super::View;
use crate::marks::mark;
use crate::upload::hex;
use crate::words as w;

pub(super) fn strip(view: &View, summary: &Summary) -> Markup {
    let lang = view.ask.lang;
    let today = view.ask.today();
    let (gone, days) = summary.year_gone;
    let permille = match days > 0 {
        true => (gone * 1000 + days / 2) / days,
        false => 0,
    };
    let percent = Decimal::new(permille.into(), 1).normalize();
    let all = &summary.all;
    let head = view.state.head;
    let hash = hex(&head.root);
    let short = |range: std::ops::Range<usize>| hash.get(range).unwrap_or("").to_owned();
    let date = match lang {
        w::Lang::Zh => format!("{}年{}月{}日", today.year(), today.month(), today.day()),
        w::Lang::En => today.strftime("%-d %B %Y").to_string(),
    };
    let year = view.report.year.unwrap_or_else(|| today.year());
    let gone_said = match (gone, lang) {
        (0, w::Lang::Zh) => format!("{year}年尚未开始"),
        (0, w::Lang::En) => format!("{year} has not begun"),
        (_, w::Lang::Zh) => format!("{year}年已过 {percent}%"),
        (_, w::Lang::En) => format!("{percent}% of {year} gone"),
    };
    let counts = [
        (lang.pick("项承诺", "commitments"), all.commitments),
        (lang.pick("有牵头单位", "with a lead"), all.with_owner),
        (lang.pick("有数字可量", "with a number"), all.with_measure),
        (lang.pick("经人确认", "confirmed"), all.confirmed),
    ];
    let amendments = || view.account.commitments().flat_map(|it| &it.amendments);
    let amended = amendments().count();
    let eased = amendments().filter(|it| it.turn().eases()).count();
    html! {
        section.strip aria-label=(lang.pick("今天的情况", "Today")) {
            div.year {
                p { b { (date) } " · " (gone_said) }
                svg.bar viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" {
                    rect.rail width="1000" height="10" {}
                    rect.gone width=(permille) height="10" {}
                }
            }
            ul.lights {
                @for light in Light::ALL {
                    @let count = all.of(light);
                    li {
                        a href=(view.ask.to(&format!("/?light={}", light.key()))) class=[(count == 0).then_some("nil")] {
                            (mark(light)) b { (count) } span { (lang.own(light.name())) }
                            @if let Some(said) = since(view, light) { small { (said) } }
                        }
                    }
                }
            }
            div.grounds {
            ul.counts {
                @for (name, count) in counts { li { b { (count) } span { (name) } } }
                @if amended > 0 { li class=[(eased > 0).then_some("eases")] { a href=(view.ask.to("/amendments")) { b { (amended) } span { (lang.pick("次调整", if amended == 1 { "amendment" } else { "amendments" })) } } } }
            }
            p.proof {
                a href=(view.ask.to("/log")) {
                    (lang.pick("账本 ", "Ledger: ")) b { (head.size) } (lang.pick(" 条", " entries"))
                    " " span { (lang.pick("根哈希", "root hash")) } " " code title=(hash) { (short(0..6)) "…" (short(58..64)) }
                }
            }
            }
        }
    }
}

/// How many more or fewer there are than at the end of last month; none if as many.
fn since(view: &View, light: Light) -> Option<String> {
    let turned = view.turned.as_ref()?;
    let came = turned.iter().filter(|it| it.now == light).count();
    let went = turned.iter().filter(|it| it.then == light).count();
    let lang = view.ask.lang;
    match came.checked_sub(went) {
        Some(0) => None,
        Some(more) => Some(lang.pick(format!("本月 +{more}"), format!("+{more} this month"))),
        None => Some(lang.pick(
            format!("本月 −{}", went - came),
            format!("−{} this month", went - came),
        )),
    }
}
