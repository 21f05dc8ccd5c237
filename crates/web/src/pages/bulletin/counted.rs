//! `/bulletins/{period}/{what}`: what a number of a bulletin counts, one line each, and
//! nothing else: the number is the length of the list.

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};
use youwei_account::Commitment;
use youwei_base::{Bilingual, Light};
use youwei_decision::value::Value;

use super::found::Found;
use super::records::Line;
use super::text::Paper;
use crate::marks::mark;
use crate::pages::burden::{Spent, field, hours};
use crate::words::Lang;

/// What stands on the page behind a number.
pub(super) struct Counted {
    pub title: Bilingual,
    /// Of a sum, which is no length of a list: a table.
    pub table: Option<Markup>,
    pub lines: Vec<Markup>,
}

/// The list behind a number; none if no number is called so.
pub(super) fn counted(paper: &Paper<'_>, what: &str) -> Option<Counted> {
    let found = paper.found;
    let lang = paper.lang();
    if what == "spent" {
        return Some(Counted {
            title: Bilingual::new("要数要材料和填表花的时间", "Hours for requests and forms"),
            table: Some(spent(paper)),
            lines: Vec::new(),
        });
    }
    let (zh, en, lines) = of_promises(paper, what).or_else(|| {
        let (zh, en, all) = of_records(found, what)?;
        let all = all.iter().filter(|it| wanted(paper, it));
        Some((zh, en, all.map(|it| dated(paper, it, lang)).collect()))
    })?;
    Some(Counted {
        title: Bilingual::new(zh, en),
        table: None,
        lines,
    })
}

type Told = (&'static str, &'static str, Vec<Markup>);

fn of_promises(paper: &Paper<'_>, what: &str) -> Option<Told> {
    let (found, lang) = (paper.found, paper.lang());
    let named = |light: Light| html! { (mark(light)) (lang.own(light.name())) };
    let plain = |it: &Commitment| paper.commitment(it);
    Some(match what {
        "changed" => {
            let all = found.changed.iter().map(|(it, was, is)| {
                html! { (plain(it)) (lang.pick("：", ": ")) (named(*was)) " → " (named(*is)) }
            });
            ("变了灯的承诺", "Lights that changed", all.collect())
        }
        "long-grey" => (
            "上期和本期期末都没有事实依据的承诺",
            "Without facts at the end of both periods",
            found.long_grey.iter().map(|it| plain(it)).collect(),
        ),
        "late" => {
            let all = found.late.iter().map(|(it, days)| {
                html! { (plain(it)) (lang.pick(format!("：晚 {days} 天"), format!(": {days} days late"))) }
            });
            (
                "逾期以后才完成的承诺",
                "Done after their due day",
                all.collect(),
            )
        }
        "amended" => {
            let all = found.amended.iter().map(|(it, change)| {
                html! { (plain(it)) (lang.pick("：", ": ")) (lang.of(&change.what)) " " a href=(format!("/log/{}", change.index)) { (lang.pick("账本 #", "entry #")) (change.index) } }
            });
            ("调整", "Amendments", all.collect())
        }
        _ => return None,
    })
}

fn of_records<'f, 'a>(
    found: &'f Found<'a>,
    what: &str,
) -> Option<(&'static str, &'static str, &'f [Line<'a>])> {
    let (closings, requests) = (&found.closings, &found.requests);
    let orders = found.orders.as_ref();
    Some(match what {
        "issued" => ("发出的督办文书", "Papers issued", &orders?.issued),
        "fed-back" => ("收到的反馈", "Answers", &orders?.fed_back),
        "returned" => ("退回的反馈", "Answers returned", &orders?.returned),
        "ran-out" => ("逾期没有反馈的", "Not answered in time", &orders?.ran_out),
        "concluded" => ("作出的结论", "Conclusions", &orders?.concluded),
        "verified" => (
            "核验整改后办结的督办",
            "Closed after a check",
            &orders?.verified,
        ),
        "open" => ("期末还在办的督办", "Orders still open", &orders?.open),
        "applied" => ("销号申请", "Applications to close", &closings.applied),
        "chosen" => (
            "由账本抽中现场复核的",
            "Chosen by the log for a check on site",
            &closings.chosen,
        ),
        "spared" => ("未抽中的", "Not chosen", &closings.spared),
        "site-passed" => (
            "现场复核通过的",
            "Checks on site passed",
            &closings.passed_on_site,
        ),
        "site-failed" => (
            "现场复核退回的",
            "Checks on site failed",
            &closings.failed_on_site,
        ),
        "closed" => ("销号", "Closed", &closings.closed),
        "asked" => ("发出的要数单", "Requests", &requests.asked),
        "joined" => ("合并的要数单", "Requests joined", &requests.joined),
        "refused" => ("不予办理的要数单", "Requests refused", &requests.refused),
        _ => return None,
    })
}

/// Whether a line is among those that the address narrows the list to.
fn wanted(paper: &Paper<'_>, line: &Line<'_>) -> bool {
    let (kind, unit) = (paper.ask.query.get("kind"), paper.ask.query.get("unit"));
    let asker = || match field(line.system, line.record, "asker") {
        Some(Value::String(id)) => &**id == unit,
        _ => false,
    };
    (kind.is_empty() || line.kind.as_deref() == Some(kind)) && (unit.is_empty() || asker())
}

fn dated(paper: &Paper<'_>, line: &Line<'_>, lang: Lang) -> Markup {
    html! { @if let Some(on) = line.on { (on) (lang.pick("　", " ")) } (paper.line(line)) }
}

/// Hours and forms by unit: the sums that the bulletin tells.
fn spent(paper: &Paper<'_>) -> Markup {
    let lang = paper.lang();
    let burden = &paper.found.burden;
    let (all, _) = burden.total();
    let row = |spent: &Spent| {
        html! {
            td.n { (hours(spent.requests)) } td.n { (spent.forms) }
            td.n { (hours(spent.forms_hours)) } td.n { b { (hours(spent.hours())) } }
        }
    };
    let by_system: &BTreeMap<Arc<str>, u32> = &burden.by_system;
    html! {
        div.scroll { table {
            thead { tr {
                th scope="col" { (lang.pick("单位", "Unit")) }
                th.n scope="col" { (lang.pick("要数要材料，小时", "requests, hours")) }
                th.n scope="col" { (lang.pick("表，张", "forms")) }
                th.n scope="col" { (lang.pick("填表，小时", "forms, hours")) }
                th.n scope="col" { (lang.pick("合计，小时", "in all, hours")) }
            } }
            tbody {
                @for (unit, spent) in burden.by_unit() { tr { th scope="row" { (paper.unit(&unit)) } (row(&spent)) } }
                tr { th scope="row" { (lang.pick("合计", "In all")) } (row(&all)) }
            }
        } }
        @if !by_system.is_empty() {
            p { (lang.pick("表出自：", "The forms are of: "))
                @for (at, (system, count)) in by_system.iter().enumerate() {
                    @if at > 0 { (lang.pick("、", ", ")) }
                    a href=(paper.then(&format!("/systems/{system}"))) { (paper.system(system)) } " " (count)
                } (lang.pick("。", ".")) }
        }
        p { (lang.pick("要数要材料的小时，由答复的单位在要数单上填写；填表的小时，按张数和一张表的时间折算。", "Hours for requests are what the units that answered wrote; hours for forms are their number times what one takes.")) }
    }
}
