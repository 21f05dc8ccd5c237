//! Numbers, strings and `@` literals (rules 33 to 37 and 62).

use super::cursor::{Parser, Part, Read, span};
use super::slip;
use crate::feel::ast::Kind;
use crate::number::Number;
use crate::types::Type;
use crate::value::Name;

impl Parser<'_, '_> {
    /// Whether a number starts here.
    pub fn at_digits(&self) -> bool {
        match self.byte() {
            b'0'..=b'9' => true,
            b'.' => self.byte_after(1).is_ascii_digit(),
            _ => false,
        }
    }

    /// `12`, `12.50`, `.5`, `1.2e-3`
    pub fn number(&mut self) -> Read<Part> {
        let start = self.at;
        let mut len = self.digits(0);
        if self.byte_after(len) == b'.' && self.byte_after(len + 1).is_ascii_digit() {
            len = self.digits(len + 1);
        }
        if matches!(self.byte_after(len), b'e' | b'E') {
            let signed = matches!(self.byte_after(len + 1), b'+' | b'-');
            let exponent = len + 1 + usize::from(signed);
            if self.byte_after(exponent).is_ascii_digit() {
                len = self.digits(exponent);
            }
        }
        let text = self.rest().get(..len).unwrap_or_default();
        let Ok(number) = text.parse::<Number>() else {
            return Err(slip::number(span(start, start + len), text));
        };
        self.at += len;
        if !self.word().is_empty() {
            return Err(slip::word_after_number(self, text));
        }
        self.step(0)?;
        self.part(Kind::Number(number), start, 0)
    }

    /// Where the digits end that start so many bytes on.
    fn digits(&self, mut len: usize) -> usize {
        while self.byte_after(len).is_ascii_digit() {
            len += 1;
        }
        len
    }

    /// `"text"`
    pub fn string(&mut self) -> Read<Part> {
        let start = self.at;
        let (text, len) = self.string_text(0)?;
        self.step(len)?;
        Ok(self.part(Kind::String(text), start, 0)?.typed(Type::String))
    }

    /// `@"2025-01-01"`
    pub fn at_literal(&mut self) -> Read<Part> {
        let start = self.at;
        let after = self.rest().get(1..).unwrap_or_default();
        let space = after.len() - after.trim_start().len();
        if self.byte_after(1 + space) != b'"' {
            return Err(slip::at_without_string(self));
        }
        let (text, len) = self.string_text(1 + space)?;
        self.step(1 + space + len)?;
        self.part(Kind::At(text), start, 0)
    }

    /// The string whose quotation mark is so many bytes on, and its length as written.
    pub fn string_text(&self, from: usize) -> Read<(Name, usize)> {
        let whole = self.rest().get(from + 1..).unwrap_or_default();
        let mut text = String::new();
        let mut rest = whole;
        loop {
            let Some(next) = rest.find(['"', '\\']) else {
                return Err(slip::unclosed_string(self.span_of(from + 1)));
            };
            let (plain, more) = rest.split_at(next);
            let len = whole.len() - more.len();
            if more.starts_with('"') {
                if text.is_empty() {
                    return Ok((plain.into(), len + 2));
                }
                text.push_str(plain);
                return Ok((text.into(), len + 2));
            }
            text.push_str(plain);
            let Some((escaped, used)) = escape(more) else {
                let start = self.at + from + 1 + len;
                return Err(slip::escape(span(start, start + 2)));
            };
            match escaped {
                Some(it) => text.push(it),
                None => text.push_str(more.get(..used).unwrap_or_default()),
            }
            rest = more.get(used..).unwrap_or_default();
        }
    }
}

/// The character that an escape stands for, and the length of the escape. A backslash
/// before any other character is itself, so that patterns can say `\d`; that is no
/// character here. Nothing if the escape stands for no character.
fn escape(text: &str) -> Option<(Option<char>, usize)> {
    let simple = |it| Some((Some(it), 2));
    match text.as_bytes().get(1)? {
        b'n' => simple('\n'),
        b'r' => simple('\r'),
        b't' => simple('\t'),
        b'"' => simple('"'),
        b'\'' => simple('\''),
        b'\\' => simple('\\'),
        b'u' => {
            let high = hex(text, 2, 4)?;
            if !(0xD800..0xDC00).contains(&high) {
                return Some((Some(char::from_u32(high)?), 6));
            }
            // A character beyond the first plane is written as a pair.
            let low = text.get(6..8).filter(|it| *it == "\\u");
            let low = low.and_then(|_| hex(text, 8, 4))?;
            let low = low.checked_sub(0xDC00).filter(|it| *it < 0x400)?;
            let code = 0x10000 + ((high - 0xD800) << 10) + low;
            Some((Some(char::from_u32(code)?), 12))
        }
        b'U' => Some((Some(char::from_u32(hex(text, 2, 6)?)?), 8)),
        _ => Some((None, 1)),
    }
}

fn hex(text: &str, from: usize, len: usize) -> Option<u32> {
    let digits = text.get(from..from + len)?;
    let all = digits.bytes().all(|it| it.is_ascii_hexdigit());
    all.then(|| u32::from_str_radix(digits, 16).ok())?
}
