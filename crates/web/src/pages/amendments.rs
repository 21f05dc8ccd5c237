//! `/amendments`: every amendment of a report's year, the loudest first; and the same as
//! JSON.

use axum::Json;
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde_json::json;
use youwei_account::{Account, Amendment, Commitment, Turn};

use crate::ask::{Answer, Ask};
use crate::page::{Door, Sheet, show as frame};
use crate::words as w;

/// All amendments of an account with their commitments, the newest first.
fn all(account: &Account) -> Vec<(&Commitment, &Amendment)> {
    let shown = account.commitments();
    let mut found: Vec<_> = shown
        .flat_map(|of| of.amendments.iter().map(move |it| (of, it)))
        .collect();
    found.sort_by_key(|(of, it)| (std::cmp::Reverse(it.entry), of.span));
    // What was merged or cut carries its amendments along; each is told once.
    found.dedup_by_key(|(_, it)| it.entry);
    found
}

/// `GET /amendments`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let (account, report) = ask.account(&state)?;
    let lang = ask.lang;
    let found = all(account);
    let of = |turn: Turn| found.iter().filter(move |(_, it)| it.turn() == turn);
    let eased = found.iter().filter(|(_, it)| it.turn().eases()).count();
    let year = report
        .year
        .map_or_else(String::new, |year| year.to_string());
    let body = html! {
        main #main.narrow.amended {
            h1 { (year) (lang.pick("年的调整", " amendments")) }
            p.lead { (lang.pick(
                "承诺确认之后，目标、时限、口径和已声明的季度节点只能经原批准层级书面批准调整。每次调整都写明原值、现值、理由、批准人、文号和生效日，原值永远划线公开。",
                "After a confirmation, target, due day, measure and declared quarter nodes change by written approval only. Each amendment names old and new, reason, approver, document and first day; the old stays public for ever, struck through.",
            )) }
            @if found.is_empty() {
                p.none { (lang.pick("今年还没有调整过任何一项承诺。", "No promise has been amended this year.")) }
            } @else {
                @if eased > 0 { p.loud { b { (eased) } (lang.pick(" 次调整使承诺变轻：调低、推迟或取消。", if eased == 1 { " amendment made a promise lighter: lowered, put off or cancelled." } else { " amendments made a promise lighter: lowered, put off or cancelled." })) } }
                ul.turns { @for turn in Turn::ALL {
                    @let count = of(turn).count();
                    @if count > 0 { li class=[turn.eases().then_some("eases")] { a href={ "#" (turn.key()) } { b { (count) } " " (lang.own(turn.name())) } } }
                } }
                @for turn in Turn::ALL {
                    @if of(turn).next().is_some() {
                        h2.part id=(turn.key()) { (lang.own(turn.name())) }
                        ul.amendments { @for (commitment, it) in of(turn) {
                            li {
                                p.whose lang="zh-CN" { a href=(ask.to(&format!("/commitments/{}", commitment.id))) { (commitment.text) } @if let Some(lead) = &commitment.lead { small { (lead) } } }
                                (entry(ask, commitment, it))
                            }
                        } }
                    }
                }
            }
            p.quiet { a href=(ask.to("/api/amendments")) { "JSON" } }
        }
    };
    let title = lang.pick("调整", "Amendments");
    Ok(frame(ask, &state, Sheet::new(title, Door::Report, body)))
}

/// One amendment: old and new, since when, by whom, why, and its place in the ledger.
pub(crate) fn entry(ask: &Ask, of: &Commitment, it: &Amendment) -> Markup {
    let lang = ask.lang;
    let (told, turn) = (it.told(of), it.turn());
    let class = if turn.eases() {
        "amendment eases"
    } else {
        "amendment"
    };
    let ahead = it.from > ask.today();
    html! {
        div class=(class) id={ "a" (it.entry) } {
            p.change {
                b.turn { (lang.own(turn.name())) } " "
                span { (lang.of(&told.what)) (lang.pick("：", ": ")) }
                @if !told.old.zh.is_empty() { s.was { (lang.of(&told.old)) } " → " }
                b { (lang.of(&told.new)) }
            }
            dl {
                dt { (lang.pick("生效", "From")) }
                dd { time datetime=(it.from) { (it.from) }
                    @if ahead { " " small { (lang.pick("尚未生效，仍按原值判灯", "not yet; the light still goes by the old")) } }
                    @if it.looks_back() { " " b.differs { (lang.pick("追溯：", "looks back: written down on ")) (it.recorded) (lang.pick(" 才登记", "")) } }
                }
                dt { (lang.pick("批准", "Approved")) } dd lang="zh-CN" { (it.approver) "，" (it.document) }
                dt { (lang.say(w::WHY)) } dd lang="zh-CN" { (it.why) }
                dt { (lang.pick("账本", "Ledger")) } dd { a href={ "/log/" (it.entry) } { (lang.pick("第 ", "entry ")) (it.entry) (lang.pick(" 条", "")) } }
            }
        }
    }
}

/// `GET /api/amendments`.
pub(crate) fn api(ask: &Ask) -> Answer {
    let state = ask.state();
    let (account, report) = ask.account(&state)?;
    let found: Vec<_> = all(account)
        .into_iter()
        .map(|(of, it)| {
            let told = it.told(of);
            json!({
                "commitment": of.id, "text": of.text, "number": it.number, "turn": it.turn().key(),
                "eases": it.turn().eases(), "what": told.what.zh, "old": told.old.zh, "new": told.new.zh,
                "change": it.change, "from": it.from, "recorded": it.recorded,
                "approver": it.approver, "document": it.document, "why": it.why, "entry": it.entry,
            })
        })
        .collect();
    let answer = json!({
        "report": report.id, "today": ask.today(), "count": found.len(), "amendments": found,
    });
    Ok(Json(answer).into_response())
}
