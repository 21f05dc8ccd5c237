//! The site as it stood on a past day: `?on=2026-06-30` on any page.
//!
//! A page takes its state and its day from the [`Ask`] and needs no code of its own. What
//! comes out of it is set into the past here, in one place: forms that change something
//! are taken out, every link keeps the day, and a banner says so.

use axum::http::Method;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use maud::{Markup, html};
use youwei_base::Day;

use crate::app::day_in_china;
use crate::ask::Ask;
use crate::fault::Fault;
use crate::words::Lang;

/// Places that have no past of their own: the ledger is always whole, people sign in now,
/// and what programs may ask is what this program answers.
const PRESENT: [&str; 8] = [
    "/log",
    "/sign",
    "/me",
    "/people",
    "/assets",
    "/healthz",
    "/reports/new",
    "/api/openapi.json",
];

/// Whether an address has no past.
fn is_present(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    PRESENT.iter().any(|one| {
        path.strip_prefix(one)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// The past day that was asked for; none for today.
///
/// # Errors
/// It is no day, or one yet to come, or something was to be changed on it.
pub(crate) fn asked(
    path: &str,
    text: Option<&str>,
    method: &Method,
    now: Timestamp,
) -> Result<Option<Day>, Fault> {
    let Some(text) = text.filter(|_| !is_present(path)) else {
        return Ok(None);
    };
    let today = day_in_china(now);
    let plain = text.len() == 10 && text.bytes().all(|c| c.is_ascii_digit() || c == b'-');
    let day: Option<Day> = text.parse().ok().filter(|_| plain);
    let Some(day) = day else {
        return Err(Fault::invalid(
            format!("“{text}”不是日期。请写成 on=2026-06-30 的样子。"),
            format!("“{text}” is not a date. Write it like on=2026-06-30."),
        ));
    };
    if day > today {
        return Err(Fault::invalid(
            format!("{day} 还没有到，账本里没有那一天。请选今天（{today}）或以前的日子。"),
            format!(
                "{day} is yet to come; the ledger does not know it. Choose today ({today}) or a day before."
            ),
        ));
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(Fault::new(
            axum::http::StatusCode::CONFLICT,
            format!(
                "{day} 已经过去，不能在那一天改动什么，这次提交没有存入。请回到今天的页面再提交。"
            ),
            format!(
                "{day} is past and nothing can be changed on it; this was not stored. Go back to today's page and send it there."
            ),
        ));
    }
    Ok(Some(day).filter(|day| *day < today))
}

/// The last moment of a day in China.
pub(crate) fn end_of(day: Day) -> Option<Timestamp> {
    let night = day.at(23, 59, 59, 0);
    let zone = TimeZone::fixed(Offset::constant(8));
    night.to_zoned(zone).ok().map(|it| it.timestamp())
}

/// A day as a sentence names it.
pub(crate) fn spoken(day: Day, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => day.strftime("%-d %B %Y").to_string(),
    }
}

/// The line over a past page, with the way back.
pub(crate) fn banner(ask: &Ask) -> Markup {
    let Some(day) = ask.on else { return html! {} };
    let lang = ask.lang;
    let today = format!("{}{}", ask.path, ask.query.query(&["on", "lang"], &[]));
    let said = spoken(day, lang);
    html! {
        aside.past-day role="note" {
            p { (lang.pick("这是 ", "This is how it stood on ")) b { time datetime=(day) { (said) } } (lang.pick(" 的样子，只供查看。那天之后记下的都不在里面。", ". What was written down later is not in it, and nothing can be changed here.")) }
            p { a data-today="" href=(today) { (lang.pick("回到今天", "Back to today")) } }
        }
    }
}

/// Sets a page into the past: without forms that change something, and with the day in
/// every link and question.
pub(crate) fn set(page: &str, day: Day) -> String {
    let mut out = String::with_capacity(page.len() + page.len() / 8);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        out.push_str(text);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        rest = after;
        if tag.starts_with("<form") {
            if tag.contains("method=\"post\"") {
                rest = after
                    .find("</form>")
                    .map_or("", |end| after.get(end + "</form>".len()..).unwrap_or(""));
            } else {
                out.push_str(tag);
                out.push_str(&format!(
                    "<input type=\"hidden\" name=\"on\" value=\"{day}\">"
                ));
            }
            continue;
        }
        match kept(tag, day) {
            Some(tag) => out.push_str(&tag),
            None => out.push_str(tag),
        }
    }
    out.push_str(rest);
    without_empty_tools(&out)
}

/// A tag whose link keeps the day; none if it stays as it is.
fn kept(tag: &str, day: Day) -> Option<String> {
    if !tag.starts_with("<a ") || tag.contains(" data-today") {
        return None;
    }
    let start = tag.find(" href=\"")? + " href=\"".len();
    let length = tag.get(start..)?.find('"')?;
    let address = tag.get(start..start + length)?;
    let inside = address.starts_with('/') && !address.starts_with("//");
    let has = ["?on=", ";on=", "&on="]
        .iter()
        .any(|it| address.contains(it));
    if !inside || has || is_present(address) {
        return None;
    }
    let (path, anchor) = match address.split_once('#') {
        Some((path, anchor)) => (path, format!("#{anchor}")),
        None => (address, String::new()),
    };
    let mark = if path.contains('?') { "&amp;" } else { "?" };
    let (before, behind) = (tag.get(..start)?, tag.get(start + length..)?);
    Some(format!("{before}{path}{mark}on={day}{anchor}{behind}"))
}

/// Without the folded tools in which nothing is left but their title.
fn without_empty_tools(page: &str) -> String {
    const OPEN: &str = "<details class=\"tool\"";
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find(OPEN) {
        let (text, tool) = rest.split_at(at);
        out.push_str(text);
        let end = tool
            .find("</details>")
            .map_or(tool.len(), |end| end + "</details>".len());
        let (tool, after) = tool.split_at(end);
        let inner = tool.split_once("</summary>").map_or("", |(_, inner)| inner);
        if inner.trim() != "</details>" {
            out.push_str(tool);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Day {
        "2026-06-30".parse().unwrap()
    }

    #[test]
    fn a_past_page_keeps_its_day_and_loses_its_forms() {
        for (page, expected) in [
            (
                "<a href=\"/work\">x</a>",
                "<a href=\"/work?on=2026-06-30\">x</a>",
            ),
            (
                "<a class=\"c\" href=\"/?q=1&amp;r=2#top\">x</a>",
                "<a class=\"c\" href=\"/?q=1&amp;r=2&amp;on=2026-06-30#top\">x</a>",
            ),
            (
                "<a href=\"/?on=2026-05-31\">x</a>",
                "<a href=\"/?on=2026-05-31\">x</a>",
            ),
            ("<a href=\"/log/3\">x</a>", "<a href=\"/log/3\">x</a>"),
            ("<a href=\"#s1\">x</a>", "<a href=\"#s1\">x</a>"),
            (
                "<a href=\"//x.example\">x</a>",
                "<a href=\"//x.example\">x</a>",
            ),
            (
                "<a data-today=\"\" href=\"/\">x</a>",
                "<a data-today=\"\" href=\"/\">x</a>",
            ),
            ("a<form method=\"post\"><input></form>b", "ab"),
            (
                "<details class=\"tool\"><summary>t</summary><form id=\"x\" method=\"post\">f</form></details>b",
                "b",
            ),
            (
                "<details class=\"tool\"><summary>t</summary><p>w</p></details>",
                "<details class=\"tool\"><summary>t</summary><p>w</p></details>",
            ),
            (
                "<form role=\"search\" method=\"get\"><i></i></form>",
                "<form role=\"search\" method=\"get\"><input type=\"hidden\" name=\"on\" value=\"2026-06-30\"><i></i></form>",
            ),
            ("3 < 4", "3 < 4"),
        ] {
            assert_eq!(set(page, day()), expected);
        }
    }

    #[test]
    fn a_day_is_one_that_was() {
        let now: Timestamp = "2026-11-23T02:00:00Z".parse().unwrap();
        for (path, text, method, expected) in [
            ("/", "2026-06-30", Method::GET, Ok(Some(day()))),
            ("/", "2026-11-23", Method::GET, Ok(None)),
            ("/log", "2026-06-30", Method::GET, Ok(None)),
            ("/login", "2026-06-30", Method::GET, Ok(Some(day()))),
            ("/", "2026-11-24", Method::GET, Err("还没有到")),
            ("/", "2026-02-30", Method::GET, Err("不是日期")),
            ("/", "20260630", Method::GET, Err("不是日期")),
            ("/", "", Method::GET, Err("不是日期")),
            ("/", "2026-06-30", Method::POST, Err("不能在那一天改动")),
        ] {
            let got = asked(path, Some(text), &method, now);
            match (got, expected) {
                (Ok(got), Ok(expected)) => assert_eq!(got, expected, "{path} {text}"),
                (Err(fault), Err(words)) => assert!(fault.sentence.zh.contains(words)),
                (got, _) => panic!("{path} {text}: {got:?}"),
            }
        }
        assert_eq!(asked("/", None, &Method::POST, now), Ok(None));
        assert_eq!(end_of(day()), "2026-06-30T15:59:59Z".parse().ok());
    }
}
