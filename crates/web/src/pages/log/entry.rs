//! `/log/{index}`: one entry, with the proof that it is in the ledger.

use axum::http::header::{ACCEPT, CONTENT_TYPE, ETAG};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use maud::{Markup, html};
use youwei_account::beijing_time;
use youwei_ledger::Entry;
use youwei_tlog::{OfflineProof, Signature};

use super::{kind_said, path, subject, who};
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::upload::hex;
use crate::words as w;
use crate::words::Lang;

/// `GET /log/{index}`: one entry, as a page for people and as its very bytes for
/// programs (`/log/{index}.json`, or to whoever does not ask for HTML).
pub(crate) fn show(ask: &Ask) -> Answer {
    let asked = ask.part("index");
    let (index, raw) = match asked.strip_suffix(".json") {
        Some(index) => (index, true),
        None => (asked, !wants_html(ask)),
    };
    let missing = || Fault::no_entry(asked);
    let index: u64 = index.parse().map_err(|_| missing())?;
    let mut found = ask.app.ledger.entries(index, 1)?;
    let entry = found.pop().ok_or_else(missing)?;
    if raw {
        return Ok(bytes(entry));
    }
    let proof = ask.app.ledger.prove(index)?.ok_or_else(missing)?;
    let lang = ask.lang;
    let title = lang.pick(format!("账本第 {index} 条"), format!("Entry {index}"));
    let event = &entry.event;
    let body = html! {
        main #main.wide {
            h1 { (title) }
            div.columns {
                div.left {
                    dl.facts {
                        dt { (lang.say(w::TIME)) } dd { time datetime=(event.time) { (beijing_time(event.time)) } }
                        dt { (lang.say(w::WHO)) } dd { (who(ask, event)) }
                        dt { (lang.say(w::KIND_OF_EVENT)) } dd { (kind_said(ask, &event.kind)) " " code { (event.kind) } }
                        dt { (lang.say(w::ABOUT_WHAT)) } dd { (subject(ask, &event.subject)) }
                        dt { (lang.say(w::HASH)) } dd { code { (hex(&entry.leaf)) } }
                    }
                    h2.part { (lang.pick("原样内容（规范 JSON，RFC 8785）", "The entry as stored (canonical JSON, RFC 8785)")) }
                    pre tabindex="0" { code { (String::from_utf8_lossy(&entry.bytes)) } }
                    p.quiet { a href={ "/log/" (index) ".json" } { (lang.pick("下载原样字节", "Download the bytes")) } }
                }
                aside.side { (proved(ask, &entry, &proof)) }
            }
            p.next {
                @if index > 0 { a.button href={ "/log/" (index - 1) } { "← " (index - 1) } }
                a.button href="/log" { (lang.say(w::LOG)) }
                @if index + 1 < ask.state().head.size { a.button href={ "/log/" (index + 1) } { (index + 1) " →" } }
            }
        }
    };
    let state = ask.state();
    Ok(frame(ask, &state, Sheet::new(title, Door::Log, body)))
}

/// The proof: its file, its picture, who signed. It is checked here as a stranger would,
/// so that this page never says more than the file shows.
fn proved(ask: &Ask, entry: &Entry, proof: &OfflineProof) -> Markup {
    let lang = ask.lang;
    let ledger = &ask.app.ledger;
    let checkpoint = match proof.check(std::slice::from_ref(ledger.key()), &entry.bytes) {
        Ok(checkpoint) => checkpoint,
        Err(error) => return refusal(ask, &error.sentence()),
    };
    let suite = ledger.suite();
    let index = entry.index;
    let steps = path::steps(suite, entry.leaf, index, checkpoint.size, &proof.hashes);
    html! {
        section.card.on.proved aria-labelledby="proof" {
            h2 #proof { (lang.pick("它在账上的证明", "The proof that it is in the ledger")) }
            p {
                (lang.pick(
                    format!("从本条的哈希，一步步与旁边的哈希合并，到 {} 条的账的根哈希，共 {} 步。根哈希有签名，所以本条改动一个字都到不了那里。", checkpoint.size, steps.len()),
                    format!("From the hash of this entry, joined step by step with the hash beside it, to the root hash of the ledger of {} entries: {} steps. The root hash is signed, so with one letter changed the path does not lead there.", checkpoint.size, steps.len()),
                ))
            }
            (path::picture(lang, index, &entry.leaf, &steps))
            p.quiet { (lang.pick("圆圈是旁边的哈希，下面的数是它代表的条目。", "A circle is a hash beside the path; below it, the entries that it stands for.")) }
            p { a.button.primary href={ "/log/" (index) "/proof" } download { (lang.say(w::PROVE)) } }
            p.quiet {
                (lang.pick("得到一个文件，不用联网就能核对。", "Gives a file that is checked offline. "))
                a href="/log#check" { (lang.pick("怎样核对", "How to check it")) }
            }
            h3 { (lang.pick("谁在根哈希下签了名", "Who signed the root hash")) }
            ul.signed {
                @for line in &proof.checkpoint.signatures {
                    li {
                        code { (line.name) }
                        @if ledger.key().claims(line) { " " (lang.pick("本账本", "the ledger itself")) }
                        @else { " " (lang.pick("见证人", "a witness")) (signed_at(lang, line)) }
                    }
                }
            }
            details {
                summary { (lang.pick("一步步自己算", "Compute along")) }
                (path::list(lang, suite, &entry.leaf, &steps))
            }
        }
    }
}

/// When a witness says it signed: eight bytes before the 64 of the signature (C2SP
/// tlog-cosignature). The ledger kept the line only after checking it.
fn signed_at(lang: Lang, line: &Signature) -> Markup {
    let seconds = match line.bytes.split_first_chunk::<8>() {
        Some((time, rest)) if rest.len() == 64 => i64::try_from(u64::from_be_bytes(*time)).ok(),
        _ => None,
    };
    let moment = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    html! {
        @if let Some(moment) = moment {
            (lang.pick("，", ", ")) time datetime=(moment) { (beijing_time(moment)) }
        }
    }
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
