//! Values as text: as `string()` gives them, and as they are written in an expression.

use std::fmt::{self, Write};

use crate::value::{Function, Range, Value};

impl fmt::Display for Value {
    /// As `string()` gives it: strings, days, times and durations plain, what lies in
    /// lists, contexts and ranges as it is written.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::String(it) => out.write_str(it),
            Value::Date(it) => it.fmt(out),
            Value::Time(it) => it.fmt(out),
            Value::DateTime(it) => it.fmt(out),
            Value::DaysDuration(it) => it.fmt(out),
            Value::MonthsDuration(it) => it.fmt(out),
            other => literal(other, out),
        }
    }
}

impl Value {
    /// As it is written in an expression, so that it reads back: strings in quotes, days,
    /// times and durations as `@"…"`. Functions, and what was not given, do not read back.
    #[must_use]
    pub fn literal(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = literal(self, &mut text);
        text
    }

    /// About how many bytes its text has, counted no further than `limit`.
    #[must_use]
    pub fn text_size(&self, limit: usize) -> usize {
        let mut counter = Counter { size: 0, limit };
        // An error is the limit reached.
        let _ = write!(counter, "{self}");
        counter.size
    }
}

/// Counts what is written.
struct Counter {
    size: usize,
    limit: usize,
}

impl Write for Counter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.size = self.size.saturating_add(text.len());
        if self.size > self.limit {
            return Err(fmt::Error);
        }
        Ok(())
    }
}

fn literal(value: &Value, out: &mut impl Write) -> fmt::Result {
    match value {
        Value::Null(_) => out.write_str("null"),
        Value::Unknown(missing) => {
            out.write_str("unknown(")?;
            for (at, name) in missing.0.iter().enumerate() {
                write!(out, "{}{name}", if at == 0 { "" } else { ", " })?;
            }
            out.write_char(')')
        }
        Value::Boolean(it) => write!(out, "{it}"),
        Value::Number(it) => write!(out, "{it}"),
        Value::String(it) => quoted(it, out),
        Value::Date(it) => write!(out, "@\"{it}\""),
        Value::Time(it) => write!(out, "@\"{it}\""),
        Value::DateTime(it) => write!(out, "@\"{it}\""),
        Value::DaysDuration(it) => write!(out, "@\"{it}\""),
        Value::MonthsDuration(it) => write!(out, "@\"{it}\""),
        Value::List(items) => {
            out.write_char('[')?;
            for (at, item) in items.iter().enumerate() {
                out.write_str(if at == 0 { "" } else { ", " })?;
                literal(item, out)?;
            }
            out.write_char(']')
        }
        Value::Context(entries) => {
            out.write_char('{')?;
            for (at, (name, entry)) in entries.iter().enumerate() {
                out.write_str(if at == 0 { "" } else { ", " })?;
                if is_name(name) {
                    out.write_str(name)?;
                } else {
                    quoted(name, out)?;
                }
                out.write_str(": ")?;
                literal(entry, out)?;
            }
            out.write_char('}')
        }
        Value::Range(it) => range(it, out),
        Value::Function(function) => match &**function {
            Function::Builtin(builtin) => out.write_str(builtin.name),
            other => {
                out.write_str("function(")?;
                let parameters = other.signature().map(|of| &of.parameters);
                for (at, (name, of)) in parameters.into_iter().flatten().enumerate() {
                    write!(out, "{}{name}: {of}", if at == 0 { "" } else { ", " })?;
                }
                out.write_str(") …")
            }
        },
    }
}

/// `[1..5)`; without bound on one side, as the comparison that it is: `(> 5)`.
fn range(range: &Range, out: &mut impl Write) -> fmt::Result {
    let one_sided = |sign: &str, included: bool, end: &Value, out: &mut dyn Write| {
        write!(
            out,
            "({sign}{} {})",
            if included { "=" } else { "" },
            end.literal()
        )
    };
    match (range.start.is_null(), range.end.is_null()) {
        (false, true) => one_sided(">", range.start_included, &range.start, out),
        (true, false) => one_sided("<", range.end_included, &range.end, out),
        _ => {
            out.write_char(if range.start_included { '[' } else { '(' })?;
            literal(&range.start, out)?;
            out.write_str("..")?;
            literal(&range.end, out)?;
            out.write_char(if range.end_included { ']' } else { ')' })
        }
    }
}

fn quoted(text: &str, out: &mut impl Write) -> fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            c if c.is_control() => write!(out, "\\u{:04X}", u32::from(c))?,
            c => out.write_char(c)?,
        }
    }
    out.write_char('"')
}

/// Whether a key of a context can stand without quotes: words of letters, digits and signs
/// that names may have, one space between them, the first with no digit in front.
fn is_name(name: &str) -> bool {
    let start = |c: char| c == '_' || c == '?' || c.is_alphabetic() || !is_plain(c);
    let part = |c: char| start(c) || c.is_numeric() || c == '\'';
    name.starts_with(start)
        && name
            .split(' ')
            .all(|word| !word.is_empty() && word.chars().all(part))
        && !RESERVED
            .iter()
            .any(|word| name.split(' ').any(|it| it == *word))
}

/// Characters of the ranges that the grammar of names leaves out (ASCII, control and
/// general punctuation, private use).
fn is_plain(c: char) -> bool {
    !matches!(c,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// Words of the language: a key with one in it is quoted.
const RESERVED: [&str; 20] = [
    "and",
    "between",
    "else",
    "every",
    "external",
    "false",
    "for",
    "function",
    "if",
    "in",
    "instance",
    "not",
    "null",
    "of",
    "or",
    "return",
    "satisfies",
    "some",
    "then",
    "true",
];
