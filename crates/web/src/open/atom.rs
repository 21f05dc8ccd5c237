//! `/lights.atom` and `/units/{unit}/lights.atom`: an entry for every light that changed
//! (RFC 4287), from what to what, and the entry of the log that did it.

use jiff::Timestamp;
use youwei_base::{Bilingual, Light};

use super::due::unit;
use super::ids::uuid_of;
use super::lights::{Change, told};
use super::site::{Changed, Site};
use crate::ask::{Answer, Ask};
use crate::kept::{Kept, answer};

const ATOM: &str = "application/atom+xml; charset=utf-8";

/// So many changes stand in a feed, the newest.
const ENTRIES_MAX: usize = 200;

/// `GET /lights.atom`.
pub(crate) fn overall(ask: &Ask) -> Answer {
    let title = Bilingual::new("变化的灯", "Changed lights");
    feed(ask, None, &title, "/lights.atom")
}

/// `GET /units/{unit}/lights.atom`: of the commitments that a unit leads.
pub(crate) fn of_unit(ask: &Ask) -> Answer {
    let (id, name) = unit(ask)?;
    let title = Bilingual::new(
        format!("{}：变化的灯", name.zh),
        format!("{}: changed lights", name.en),
    );
    feed(ask, Some(&id), &title, &format!("/units/{id}/lights.atom"))
}

fn feed(ask: &Ask, unit: Option<&str>, title: &Bilingual, path: &str) -> Answer {
    let site = Site::of(ask);
    let changes = told(ask)?;
    let state = ask.state();
    let units = &ask.app.names().units;
    let mut entries = Vec::new();
    for change in changes {
        let account = state.accounts.get(&change.report);
        let found = account.and_then(|it| it.commitment(&change.commitment));
        let Some(commitment) = found else {
            continue;
        };
        let lead = commitment.lead.as_deref().and_then(|it| units.meant(it));
        if unit.is_none() || lead.map(|it| &**it) == unit {
            entries.push((change, commitment.text.clone()));
        }
        if entries.len() == ENTRIES_MAX {
            break;
        }
    }
    let size = state.head.size;
    drop(state);
    let newest = entries.iter().map(|it| it.0.time).max();
    let updated = match newest {
        Some(time) => Some(time),
        None => Changed::whole(ask, size)?.time,
    };
    let id = uuid_of(&[&site.origin, "lights", unit.unwrap_or("")]);
    let mut out = Xml::default();
    out.open(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", ask.lang.tag()),
        ],
    );
    out.text("id", &format!("urn:uuid:{id}"));
    out.text("title", ask.lang.of(title));
    out.text(
        "subtitle",
        ask.lang.pick(
            "每天结束时与前一天比较，当天的以此刻为准；灯只由事实和日子算出，没有人能手工设置。",
            "Compared at the end of each day, today's as they stand now. Lights follow from facts and days; nobody sets them by hand.",
        ),
    );
    out.text(
        "updated",
        &updated.unwrap_or(Timestamp::UNIX_EPOCH).to_string(),
    );
    out.empty(
        "link",
        &[
            ("rel", "self"),
            ("type", "application/atom+xml"),
            ("href", &site.page(path)),
        ],
    );
    out.empty(
        "link",
        &[
            ("rel", "alternate"),
            ("type", "text/html"),
            ("href", &site.page("/")),
        ],
    );
    if let Some(licence) = site.licence() {
        out.empty("link", &[("rel", "license"), ("href", licence)]);
    }
    out.open("author", &[]);
    out.text("name", ask.lang.of(&site.city));
    out.close("author");
    for (change, text) in &entries {
        entry(ask, &site, change, text, &mut out);
    }
    out.close("feed");
    Ok(answer(&ask.headers, ATOM, Kept::Seconds, out.0))
}

fn entry(ask: &Ask, site: &Site, change: &Change, text: &str, out: &mut Xml) {
    let (lang, light) = (ask.lang, |it: Light| ask.lang.own(it.name()));
    let cause = change
        .entry
        .map_or_else(|| "day".to_owned(), |it| it.to_string());
    let day = change.day.to_string();
    let id = uuid_of(&[
        &site.origin,
        &change.report,
        &change.commitment,
        &day,
        &cause,
        change.now.key(),
    ]);
    let (then, now) = (light(change.then), light(change.now));
    let query: String = form_urlencoded::byte_serialize(change.report.as_bytes()).collect();
    let page = site.page(&format!(
        "/commitments/{}?report={query}",
        change.commitment
    ));
    let why = match change.entry {
        Some(entry) => lang.pick(
            format!("起因是账本第 {entry} 条。"),
            format!("Entry {entry} of the log did it."),
        ),
        None => lang.pick(
            "没有新的事实，是日子到了。".to_owned(),
            "No new fact: the day did it.".to_owned(),
        ),
    };
    out.open("entry", &[]);
    out.text("id", &format!("urn:uuid:{id}"));
    out.text(
        "title",
        &format!("{then} → {now}{}{text}", lang.pick("：", ": ")),
    );
    out.text("updated", &change.time.to_string());
    out.empty(
        "link",
        &[("rel", "alternate"), ("type", "text/html"), ("href", &page)],
    );
    if let Some(entry) = change.entry {
        out.empty(
            "link",
            &[
                ("rel", "via"),
                ("type", "text/html"),
                ("href", &site.page(&format!("/log/{entry}"))),
            ],
        );
    }
    out.empty("category", &[("term", change.now.key()), ("label", &now)]);
    let said = lang.pick(
        format!("{day}：{then} → {now}。{why}"),
        format!("{day}: {then} → {now}. {why}"),
    );
    out.text("summary", &said);
    out.close("entry");
}

/// XML that is written from its head to its end.
struct Xml(String);

impl Default for Xml {
    fn default() -> Xml {
        Xml("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned())
    }
}

impl Xml {
    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.0.push_str(">\n");
    }

    fn close(&mut self, name: &str) {
        self.0.push_str(&format!("</{name}>\n"));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.0.push_str("/>\n");
    }

    fn text(&mut self, name: &str, text: &str) {
        self.0
            .push_str(&format!("<{name}>{}</{name}>\n", escaped(text)));
    }
}

/// A text as XML 1.0 holds it; characters that it cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if u32::from(c) < 0x20 => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_text_ends_it() {
        for (text, said) in [
            ("a<b>&\"c\"", "a&lt;b&gt;&amp;&quot;c&quot;"),
            ("一\n二\u{0}", "一 二"),
        ] {
            assert_eq!(escaped(text), said);
        }
    }
}
