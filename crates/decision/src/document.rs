//! TOML that people write beside a model: what is wrong with it is said with its place.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use youwei_base::Bilingual;

use crate::diagnostic::{Diagnostic, Severity};
use crate::dmn::raw::Place;
use crate::number::Number;
use crate::temporal::Date;

/// A value with its place in the text.
pub type Item<'t> = Spanned<DeValue<'t>>;

/// A text that is read, and what is wrong with it so far.
pub struct Document<'t> {
    text: &'t str,
    file: Arc<str>,
    /// The first byte of each line.
    lines: Vec<usize>,
    /// What is wrong.
    pub faults: Vec<Diagnostic>,
}

impl<'t> Document<'t> {
    /// Reads the text as TOML; an empty table if it is none.
    pub fn read(text: &'t str, file: &str) -> (Document<'t>, DeTable<'t>) {
        let after = |(at, _)| at + 1;
        let lines = [0].into_iter().chain(text.match_indices('\n').map(after));
        let mut document = Document {
            text,
            file: file.into(),
            lines: lines.collect(),
            faults: Vec::new(),
        };
        let table = DeTable::parse(text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            let said = error.message().replace('\n', "; ");
            document.wrong(
                "toml",
                span,
                Bilingual::new(
                    format!("这里不是合格的 TOML（{said}）。"),
                    format!("this is not well-formed TOML ({said})."),
                ),
                Bilingual::new(
                    "核对等号、引号和括号；中文的名称写在引号里。",
                    "check equals signs, quotes and brackets; names in Chinese stand in quotes.",
                ),
            );
        });
        let table = table.map_or_else(|()| DeTable::new(), Spanned::into_inner);
        (document, table)
    }

    /// Notes what is wrong at these bytes.
    pub fn wrong(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: Bilingual,
        help: Bilingual,
    ) {
        let place = self.place(span);
        let fault = Diagnostic::new(Severity::Error, code, &self.file, place, message);
        self.faults.push(fault.help(help));
    }

    /// What the file is called in what is said about it.
    #[must_use]
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// What was read, if nothing is wrong.
    pub fn done<T>(self, read: T) -> Result<T, Vec<Diagnostic>> {
        match self.faults.is_empty() {
            true => Ok(read),
            false => Err(self.faults),
        }
    }

    /// Where these bytes are.
    pub fn place(&self, span: Range<usize>) -> Place {
        let line = self.lines.partition_point(|first| *first <= span.start);
        let first = line.checked_sub(1).and_then(|it| self.lines.get(it));
        let first = first.copied().unwrap_or(0);
        let chars = |range: Range<usize>| {
            let text = self.text.get(range).unwrap_or("");
            let length = text.lines().next().unwrap_or("").chars().count();
            u32::try_from(length).unwrap_or(u32::MAX)
        };
        Place {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: chars(first..span.start).saturating_add(1),
            length: chars(span),
        }
    }

    /// Says of every entry that is not among these that it means nothing.
    pub fn only(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            let name = &**key.get_ref();
            if !known.contains(&name) {
                let known = (known.join("、"), known.join(", "));
                self.wrong(
                    "unknown-entry",
                    key.span(),
                    Bilingual::new(
                        format!("不认得“{name}”。"),
                        format!("“{name}” means nothing here."),
                    ),
                    Bilingual::new(
                        format!("这里可写的是 {}。", known.0),
                        format!("what may be written is {}.", known.1),
                    ),
                );
            }
        }
    }

    /// An entry that has to be there; `owner` is where to say that it is not.
    pub fn needed<'a, 'b>(
        &mut self,
        table: &'a DeTable<'b>,
        name: &str,
        owner: Range<usize>,
    ) -> Option<&'a Item<'b>> {
        let found = entry(table, name);
        if found.is_none() {
            self.wrong(
                "missing-entry",
                owner,
                Bilingual::new(
                    format!("这里缺少“{name}”。"),
                    format!("“{name}” is missing here."),
                ),
                Bilingual::new(format!("补上 {name} = …。"), format!("add {name} = ….")),
            );
        }
        found
    }

    /// A text that is not empty.
    pub fn text(&mut self, item: &Item<'_>, name: &str) -> Option<Arc<str>> {
        match item.get_ref().as_str().map(str::trim) {
            Some(text) if !text.is_empty() => Some(text.into()),
            _ => self.unfit(item, name, ("非空的文字", "text that is not empty")),
        }
    }

    /// A text in both languages.
    pub fn bilingual(&mut self, item: &Item<'_>, name: &str) -> Option<Bilingual> {
        let Some(table) = item.get_ref().as_table() else {
            return self.unfit(
                item,
                name,
                ("{ zh = \"…\", en = \"…\" }", "{ zh = \"…\", en = \"…\" }"),
            );
        };
        self.only(table, &["zh", "en"]);
        let zh = self.needed(table, "zh", item.span());
        let zh = zh.and_then(|it| self.text(it, "zh"))?;
        let en = self.needed(table, "en", item.span());
        let en = en.and_then(|it| self.text(it, "en"))?;
        Some(Bilingual::new(&*zh, &*en))
    }

    /// A day.
    pub fn day(&mut self, item: &Item<'_>, name: &str) -> Option<Date> {
        match day(item.get_ref()) {
            Some(day) => Some(day),
            None => self.unfit(
                item,
                name,
                ("日期，如 2026-07-01", "a day such as 2026-07-01"),
            ),
        }
    }

    /// A list.
    pub fn list<'a, 'b>(&mut self, item: &'a Item<'b>, name: &str) -> Option<&'a [Item<'b>]> {
        match item.get_ref().as_array() {
            Some(items) => Some(items),
            None => self.unfit(item, name, ("列表", "a list")),
        }
    }

    /// A table.
    pub fn table<'a, 'b>(&mut self, item: &'a Item<'b>, name: &str) -> Option<&'a DeTable<'b>> {
        match item.get_ref().as_table() {
            Some(table) => Some(table),
            None => self.unfit(item, name, ("表", "a table")),
        }
    }

    /// Says that an entry should be something else.
    pub fn unfit<T>(&mut self, item: &Item<'_>, name: &str, (zh, en): (&str, &str)) -> Option<T> {
        self.wrong(
            "entry-kind",
            item.span(),
            Bilingual::new(
                format!("“{name}”应为{zh}。"),
                format!("“{name}” should be {en}."),
            ),
            Bilingual::new(format!("写{zh}。"), format!("write {en}.")),
        );
        None
    }
}

/// The entry of this name.
pub fn entry<'a, 'b>(table: &'a DeTable<'b>, name: &str) -> Option<&'a Item<'b>> {
    let mut entries = table.iter();
    entries
        .find(|(key, _)| &**key.get_ref() == name)
        .map(|(_, item)| item)
}

/// The entries in the order in which they are written.
pub fn entries<'a, 'b>(table: &'a DeTable<'b>) -> Vec<(&'a str, Range<usize>, &'a Item<'b>)> {
    let named = table.iter();
    let mut all: Vec<_> = named
        .map(|(key, item)| (&**key.get_ref(), key.span(), item))
        .collect();
    all.sort_by_key(|(_, span, _)| span.start);
    all
}

/// A number with all the digits that are written.
pub fn number(value: &DeValue<'_>) -> Option<Number> {
    match value {
        DeValue::Integer(it) if it.radix() == 10 => it.as_str().parse().ok(),
        DeValue::Integer(it) => i64::from_str_radix(it.as_str(), it.radix())
            .ok()
            .map(Number::from),
        DeValue::Float(it) => it.as_str().parse().ok(),
        DeValue::String(it) => it.trim().parse().ok(),
        _ => None,
    }
}

/// A day without a time.
pub fn day(value: &DeValue<'_>) -> Option<Date> {
    let moment = value.as_datetime()?;
    match (moment.date, moment.time, moment.offset) {
        (Some(day), None, None) => {
            Date::new(day.year.into(), day.month.into(), day.day.into()).ok()
        }
        _ => None,
    }
}
