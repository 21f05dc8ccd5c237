//! A TOML text that people write, and everything that is wrong with it, each with its
//! place and what to write instead.

use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};
use youwei_base::Bilingual;
use youwei_decision::diagnostic::{Diagnostic, Severity};
use youwei_decision::document::{Document, entry};
use youwei_decision::resolve::nearest;
use youwei_decision::span::Span;

/// Bytes of the text.
pub type Bytes = Range<usize>;

/// So many names are listed where one of them has to be written.
const LISTED_MAX: usize = 16;

/// A word for a kind of thing, in Chinese and in English.
pub type Word = (&'static str, &'static str);

/// A text that is read.
pub struct Page<'t> {
    /// The text with what is wrong with it.
    pub document: Document<'t>,
    text: &'t str,
    file: Arc<str>,
}

impl<'t> Page<'t> {
    /// Reads a text; none if it is no TOML.
    pub fn read(text: &'t str, file: &str) -> (Page<'t>, Option<DeTable<'t>>) {
        let (document, table) = Document::read(text, file);
        let mut page = Page {
            document,
            text,
            file: file.into(),
        };
        if page.document.faults.is_empty() {
            return (page, Some(table));
        }
        page.document.faults.clear();
        let (_, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            let said = error.message().replace('\n', "; ");
            if said.starts_with("duplicate key") {
                let name = text.get(span.clone()).unwrap_or("");
                let message = Bilingual::new(
                    format!("“{name}”在这里写了两次。"),
                    format!("“{name}” is written twice here."),
                );
                let help = Bilingual::new(
                    "留下一处，或给另一处换个名字。",
                    "keep one of them, or give the other another name.",
                );
                page.say("twice", span, message, help);
            } else {
                let message = Bilingual::new(
                    format!("这里不是合格的 TOML（{said}）。"),
                    format!("this is not well-formed TOML ({said})."),
                );
                let help = Bilingual::new(
                    "核对等号、引号和括号；中文的名称写在引号里。",
                    "check equals signs, quotes and brackets; names in Chinese stand in quotes.",
                );
                page.say("toml", span, message, help);
            }
        }
        (page, None)
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Whether nothing is wrong so far.
    pub fn is_sound(&self) -> bool {
        let mut faults = self.document.faults.iter();
        faults.all(|it| it.severity != Severity::Error)
    }

    /// Notes an error at these bytes, and what to write.
    pub fn say(&mut self, code: &'static str, at: Bytes, message: Bilingual, help: Bilingual) {
        self.grave(Severity::Error, code, at, message, help);
    }

    /// Notes what is wrong or odd.
    pub fn grave(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: Bytes,
        message: Bilingual,
        help: Bilingual,
    ) {
        let place = self.document.place(at);
        let mut fault = Diagnostic::new(severity, code, &self.file, place, message);
        fault.help = Some(help);
        self.document.faults.push(fault);
    }

    /// Says that no such thing is declared, and which are.
    pub fn unknown<'n>(
        &mut self,
        code: &'static str,
        kind: Word,
        name: &str,
        at: Bytes,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        let message = Bilingual::new(
            format!("没有名为“{name}”的{}。", kind.0),
            format!("there is no {} “{name}”.", kind.1),
        );
        let help = instead(name, &known);
        self.say(code, at, message, help);
    }

    /// Says of every entry that is not among these that it means nothing.
    pub fn only(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            let name = &**key.get_ref();
            if !known.contains(&name) {
                let message = Bilingual::new(
                    format!("不认得“{name}”。"),
                    format!("“{name}” means nothing here."),
                );
                self.say("unknown-entry", key.span(), message, instead(name, known));
            }
        }
    }

    /// Whether something is so; not, if it is not written.
    pub fn flag(&mut self, table: &DeTable<'_>, name: &str) -> bool {
        self.maybe_flag(table, name).unwrap_or(false)
    }

    /// Whether something is so, if it is written.
    pub fn maybe_flag(&mut self, table: &DeTable<'_>, name: &str) -> Option<bool> {
        let item = entry(table, name)?;
        match item.get_ref() {
            DeValue::Boolean(it) => Some(*it),
            _ => self
                .document
                .unfit(item, name, (" true 或 false", "true or false")),
        }
    }

    /// A text that has to be there.
    pub fn needed_text(
        &mut self,
        table: &DeTable<'_>,
        name: &str,
        owner: Bytes,
    ) -> Option<Arc<str>> {
        let item = self.document.needed(table, name, owner)?;
        self.document.text(item, name)
    }

    /// A text in two languages that has to be there.
    pub fn needed_bilingual(
        &mut self,
        table: &DeTable<'_>,
        name: &str,
        owner: Bytes,
    ) -> Option<Bilingual> {
        let item = self.document.needed(table, name, owner)?;
        self.document.bilingual(item, name)
    }

    /// A text in two languages; empty if it is not written.
    pub fn bilingual(&mut self, table: &DeTable<'_>, name: &str) -> Bilingual {
        entry(table, name)
            .and_then(|item| self.document.bilingual(item, name))
            .unwrap_or_else(|| Bilingual::new("", ""))
    }

    /// A text with its place, if it is written.
    pub fn maybe_text(&mut self, table: &DeTable<'_>, name: &str) -> Option<(Arc<str>, Bytes)> {
        let item = entry(table, name)?;
        Some((self.document.text(item, name)?, item.span()))
    }

    /// A list of texts, each with its place; empty if it is not written. One that stands
    /// twice is said and left out.
    pub fn texts(&mut self, table: &DeTable<'_>, name: &str) -> Vec<(Arc<str>, Bytes)> {
        let mut all: Vec<(Arc<str>, Bytes)> = Vec::new();
        let Some(item) = entry(table, name) else {
            return all;
        };
        let Some(items) = self.document.list(item, name) else {
            return all;
        };
        for item in items {
            let Some(text) = self.document.text(item, name) else {
                continue;
            };
            if all.iter().any(|(other, _)| *other == text) {
                self.twice(&text, item.span());
            } else {
                all.push((text, item.span()));
            }
        }
        all
    }

    /// A whole number, if it is written.
    pub fn maybe_count(&mut self, table: &DeTable<'_>, name: &str, max: u64) -> Option<u64> {
        let item = entry(table, name)?;
        let number = match item.get_ref() {
            DeValue::Integer(it) => u64::from_str_radix(it.as_str(), it.radix()).ok(),
            _ => None,
        };
        match number.filter(|it| *it <= max) {
            Some(number) => Some(number),
            None => {
                let (zh, en) = (
                    format!("不大于 {max} 的整数"),
                    format!("a whole number up to {max}"),
                );
                self.document.unfit(item, name, (&zh, &en))
            }
        }
    }

    /// Says that a name was written before.
    pub fn twice(&mut self, name: &str, at: Bytes) {
        let message = Bilingual::new(
            format!("“{name}”已经写过。"),
            format!("“{name}” was written before."),
        );
        let help = Bilingual::new("删去一处。", "take one of them away.");
        self.say("twice", at, message, help);
    }

    /// Says of an id that it is none: ids stand in addresses and in the log.
    pub fn id(&mut self, kind: Word, id: &str, at: Bytes) {
        if !is_id(id) {
            let message = Bilingual::new(
                format!("“{id}”不能作{}的代号。", kind.0),
                format!("“{id}” cannot be the id of a {}.", kind.1),
            );
            let help = Bilingual::new(
                "用小写英文字母开头，只用小写字母、数字和连字符，如 confirm-start。",
                "start with a small letter and use small letters, digits and hyphens, such as confirm-start.",
            );
            self.say("id", at, message, help);
        }
    }
}

/// Whether this can be an id: `confirm-start`.
pub fn is_id(id: &str) -> bool {
    id.starts_with(|it: char| it.is_ascii_lowercase())
        && !id.ends_with('-')
        && id.len() <= 64
        && id
            .chars()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
}

/// What to write instead of a name that is not known.
pub fn instead(name: &str, known: &[&str]) -> Bilingual {
    if known.is_empty() {
        return Bilingual::new(
            "这里还一个也没有；先写上它，或删去这一处。",
            "there are none yet; declare it first, or take this away.",
        );
    }
    if let Some(near) = nearest(name, known.iter().copied()) {
        return Bilingual::new(
            format!("是不是“{near}”？"),
            format!("did you mean “{near}”?"),
        );
    }
    let mut listed: Vec<&str> = Vec::with_capacity(known.len());
    for it in known {
        if !listed.contains(it) {
            listed.push(it);
        }
    }
    let more = listed.len() > LISTED_MAX;
    listed.truncate(LISTED_MAX);
    Bilingual::new(
        format!(
            "可写的是 {}{}。",
            listed.join("、"),
            if more { " 等" } else { "" }
        ),
        format!(
            "what may be written is {}{}.",
            listed.join(", "),
            if more { " and others" } else { "" }
        ),
    )
}

/// A place as a declaration keeps it.
pub fn span(at: &Bytes) -> Span {
    let short = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    Span {
        start: short(at.start),
        end: short(at.end),
    }
}

/// A place as texts are cut.
pub fn bytes(at: Span) -> Bytes {
    let long = |it: u32| usize::try_from(it).unwrap_or(usize::MAX);
    long(at.start)..long(at.end)
}
