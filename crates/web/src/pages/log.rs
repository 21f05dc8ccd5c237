//! `/log`: the ledger, entry by entry, each as the canonical JSON that was hashed.

use axum::http::header::{ACCEPT, CONTENT_TYPE, ETAG};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use youwei_account::beijing_time;
use youwei_ledger::Entry;

use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::page::{Door, Sheet, show as frame};
use crate::upload::hex;
use crate::words as w;
use crate::words::Lang;

/// How many entries a page lists.
const ENTRIES_SHOWN: u64 = 100;

/// What is shown of a kind of event.
const KINDS: [(&str, &str, &str); 20] = [
    ("report.taken-in", "收入报告", "report taken in"),
    ("report.text-read", "存入正文", "text stored"),
    ("report.revised", "收入修订稿", "revision taken in"),
    ("report.moved", "原文位置移动", "places moved"),
    ("commitment.read", "读出承诺", "commitment read"),
    ("commitment.read-on", "续存承诺", "commitment read on"),
    ("commitment.reworded", "修订改写", "reworded by a revision"),
    ("commitment.dropped", "修订删去", "dropped by a revision"),
    ("commitment.confirmed", "确认承诺", "confirmed"),
    ("commitment.rejected", "不作为承诺", "rejected"),
    ("commitment.restored", "恢复承诺", "restored"),
    ("commitment.corrected", "更正", "corrected"),
    ("commitment.split", "拆分", "split"),
    ("commitment.merged", "合并", "merged"),
    ("commitment.absorbed", "并入", "absorbed"),
    ("commitment.assigned", "指定单位", "assigned"),
    ("commitment.scheduled", "排期", "scheduled"),
    ("commitment.claimed", "单位自报", "claimed"),
    ("commitment.published", "公开", "published"),
    ("commitment.hidden", "不公开", "hidden"),
];

/// What a kind of event is called; an unknown one by its own word.
fn kind_said(kind: &str, lang: Lang) -> &str {
    KINDS
        .iter()
        .find(|(one, _, _)| *one == kind)
        .map_or(kind, |(_, zh, en)| lang.pick(zh, en))
}

/// `GET /log`: the latest entries, or those before one.
pub(crate) fn list(ask: &Ask) -> Answer {
    let lang = ask.lang;
    let head = ask.app.ledger.head()?;
    let before = match ask.query.get("before") {
        "" => head.size,
        typed => typed.parse::<u64>().unwrap_or(head.size).min(head.size),
    };
    let from = before.saturating_sub(ENTRIES_SHOWN);
    let limit = usize::try_from(before - from).unwrap_or(0);
    let entries = ask.app.ledger.entries(from, limit)?;
    let body = html! {
        main #main.wide {
            h1 { (lang.say(w::LOG)) }
            p {
                (lang.pick(
                    "这里发生过的一切，一条不少，按先后排列。每一条的哈希都包含前一条的哈希：改动、抽走或调换任何一条，后面的哈希就全都对不上。",
                    "All that ever happened here, in its order, nothing left out. The hash of each entry covers the hash before it: change, remove or move one, and no hash after it fits.",
                ))
            }
            p.head { (lang.pick("共 ", "Entries: ")) b { (head.size) } (lang.pick(" 条，根哈希 ", ", root hash ")) code { (hex(&head.root)) } }
            table.plain.log {
                thead { tr {
                    th scope="col" { (lang.say(w::ENTRY)) }
                    th scope="col" { (lang.say(w::TIME)) }
                    th scope="col" { (lang.say(w::WHO)) }
                    th scope="col" { (lang.say(w::KIND_OF_EVENT)) }
                    th scope="col" { (lang.say(w::WHAT)) }
                    th scope="col" { (lang.say(w::HASH)) }
                } }
                tbody { @for entry in entries.iter().rev() { (line(ask, entry)) } }
            }
            p.next {
                @if before < head.size {
                    a.button href={ "/log?before=" ((before + ENTRIES_SHOWN).min(head.size)) } { "← " (lang.say(w::NEWER)) }
                }
                @if from > 0 { a.button href={ "/log?before=" (from) } { (lang.say(w::OLDER)) " →" } }
            }
        }
    };
    let state = ask.app.state();
    Ok(frame(
        ask,
        &state,
        Sheet::new(lang.say(w::LOG), Door::Log, body),
    ))
}

fn line(ask: &Ask, entry: &Entry) -> Markup {
    let event = &entry.event;
    html! {
        tr {
            td { a href={ "/log/" (entry.index) } { (entry.index) } }
            td { time datetime=(event.time) { (beijing_time(event.time)) } }
            td lang="zh-CN" { (event.actor) }
            td { (kind_said(&event.kind, ask.lang)) }
            td { (subject(&event.subject)) }
            td { code title=(hex(&entry.leaf)) { (hex(&entry.leaf).get(..12).unwrap_or("")) "…" } }
        }
    }
}

/// The stream, as a link where it is a commitment's.
fn subject(subject: &str) -> Markup {
    match subject.split_once('/') {
        Some((report, id)) => {
            let report: String = form_urlencoded::byte_serialize(report.as_bytes()).collect();
            html! { a href={ "/commitments/" (id) "?report=" (report) } { code { (id) } } }
        }
        None => html! { span lang="zh-CN" { (subject) } },
    }
}

/// `GET /log/{index}`: one entry, as a page for people and as its very bytes for
/// programs (`/log/{index}.json`, or to whoever does not ask for HTML).
pub(crate) fn entry(ask: &Ask) -> Answer {
    let asked = ask.part("index");
    let (index, raw) = match asked.strip_suffix(".json") {
        Some(index) => (index, true),
        None => (asked, !wants_html(ask)),
    };
    let missing = || {
        Fault::not_found(
            format!("账本没有第 {asked} 条。请从账本页查看现有条目。"),
            format!("The ledger has no entry {asked}. Look at the ledger's page for those it has."),
        )
    };
    let index: u64 = index.parse().map_err(|_| missing())?;
    let mut found = ask.app.ledger.entries(index, 1)?;
    let entry = found.pop().ok_or_else(missing)?;
    if raw {
        return Ok(bytes(entry));
    }
    let lang = ask.lang;
    let title = lang.pick(format!("账本第 {index} 条"), format!("Entry {index}"));
    let event = &entry.event;
    let body = html! {
        main #main.wide {
            h1 { (title) }
            dl.facts {
                dt { (lang.say(w::TIME)) } dd { time datetime=(event.time) { (beijing_time(event.time)) } }
                dt { (lang.say(w::WHO)) } dd lang="zh-CN" { (event.actor) }
                dt { (lang.say(w::KIND_OF_EVENT)) } dd { (kind_said(&event.kind, lang)) " " code { (event.kind) } }
                dt { (lang.say(w::WHAT)) } dd { (subject(&event.subject)) }
                dt { (lang.say(w::HASH)) } dd { code { (hex(&entry.leaf)) } }
            }
            h2.part { (lang.pick("原样内容（规范 JSON，RFC 8785）", "The entry as stored (canonical JSON, RFC 8785)")) }
            pre { code { (String::from_utf8_lossy(&entry.bytes)) } }
            p.quiet {
                (lang.pick("自己核对：SHA-256（一个 0 字节 ‖ 前一条哈希的 32 字节 ‖ 上面的原样字节）应等于本条哈希。", "Check it yourself: SHA-256 (one zero byte ‖ the 32 bytes of the hash before ‖ the bytes above) must be this entry's hash."))
                " " a href={ "/log/" (index) ".json" } { (lang.pick("下载原样字节", "Download the bytes")) }
            }
            p.next {
                @if index > 0 { a.button href={ "/log/" (index - 1) } { "← " (index - 1) } }
                a.button href="/log" { (lang.say(w::LOG)) }
                @if index + 1 < ask.app.state().head.size { a.button href={ "/log/" (index + 1) } { (index + 1) " →" } }
            }
        }
    };
    let state = ask.app.state();
    Ok(frame(ask, &state, Sheet::new(title, Door::Log, body)))
}

fn wants_html(ask: &Ask) -> bool {
    let accept = ask
        .headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

fn bytes(entry: Entry) -> Response {
    let hash = hex(&entry.leaf);
    let mut response = ([(CONTENT_TYPE, "application/json")], entry.bytes).into_response();
    let head = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&hash) {
        head.insert(HeaderName::from_static("youwei-entry-hash"), value);
    }
    if let Ok(value) = HeaderValue::from_str(&format!("\"{hash}\"")) {
        head.insert(ETAG, value);
    }
    response
}
