//! Canonical JSON, byte by byte: RFC 8785 with the limits of the log.

use std::borrow::Cow;

use crate::canonical::{self, RESERVED_NAMES};
use crate::plain::plain;
use crate::{DATA_DEPTH_MAX, INTEGER_MAX, Unfit};

use super::flaw::{Flaw, Form};

/// A flaw ends everything; it is boxed so that the way without one passes in registers.
pub(super) type Found<T> = Result<T, Box<Flaw>>;

/// A place in canonical JSON, moving on over what it has found right.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Cursor { text, at: 0 }
    }

    /// How many bytes are behind it.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The bytes before it.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Moves on over whole characters that the caller has found right.
    pub(super) fn skip(&mut self, length: usize) {
        self.at += length;
    }

    /// Moves on over the only bytes that may stand here.
    #[inline]
    pub(super) fn expect(&mut self, literal: &'static str) -> Found<()> {
        if self.rest().starts_with(literal.as_bytes()) {
            self.at += literal.len();
            Ok(())
        } else {
            Err(Flaw::new(self.at, Form::Literal(literal)))
        }
    }

    /// Nothing may follow.
    pub(super) fn end(&self) -> Found<()> {
        if self.at == self.text.len() {
            Ok(())
        } else {
            Err(Flaw::new(self.at, Form::End))
        }
    }

    /// Any value; `depth` arrays and objects lie around it.
    pub(super) fn value(&mut self, depth: usize) -> Found<()> {
        match self.peek() {
            Some(b'"') => self.over_string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b't') => self.expect("true"),
            Some(b'f') => self.expect("false"),
            Some(b'n') => self.expect("null"),
            _ => Err(Flaw::new(self.at, Form::Value)),
        }
    }

    /// Moves into an array or object and says whether it ends at once.
    fn open(&mut self, depth: usize, end: u8) -> Found<bool> {
        if depth == DATA_DEPTH_MAX {
            let limit = DATA_DEPTH_MAX;
            return Err(Flaw::new(self.at, Unfit::TooDeep { limit }));
        }
        self.at += 1;
        let empty = self.peek() == Some(end);
        self.at += usize::from(empty);
        Ok(empty)
    }

    /// Moves on over a comma, or over the end, and says whether it was the end.
    fn close(&mut self, end: u8) -> Found<bool> {
        match self.peek() {
            Some(byte) if byte == b',' || byte == end => {
                self.at += 1;
                Ok(byte == end)
            }
            _ => Err(Flaw::new(self.at, Form::Separator(char::from(end)))),
        }
    }

    fn array(&mut self, depth: usize) -> Found<()> {
        let mut ended = self.open(depth, b']')?;
        while !ended {
            self.value(depth + 1)?;
            ended = self.close(b']')?;
        }
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Found<()> {
        let mut ended = self.open(depth, b'}')?;
        let mut before = None;
        while !ended {
            let at = self.at;
            let name = self.string()?;
            if before.is_some_and(|before| !precedes(before, name)) {
                return Err(Flaw::new(at, Form::Order));
            }
            if name.starts_with(RESERVED_NAMES) {
                let name = unescaped(name).into_owned();
                return Err(Flaw::new(at, Unfit::ReservedName { name }));
            }
            before = Some(name);
            self.expect(":")?;
            self.value(depth + 1)?;
            ended = self.close(b'}')?;
        }
        Ok(())
    }

    /// A string, and nothing escaped in it that need not be, nor otherwise than RFC
    /// 8785 §3.2.2.2 says. Gives what stands between the quotation marks, escapes and all.
    pub(super) fn string(&mut self) -> Found<&'a str> {
        let start = self.at + 1;
        self.over_string()?;
        Ok(&self.text[start..self.at - 1])
    }

    fn over_string(&mut self) -> Found<()> {
        self.expect("\"")?;
        loop {
            self.at += plain(self.rest());
            match self.rest() {
                [b'"', ..] => {
                    self.at += 1;
                    return Ok(());
                }
                [b'\\', escape @ ..] => {
                    self.at += 1 + escape_length(escape)
                        .ok_or_else(|| Flaw::new(self.at, Form::Escape))?;
                }
                [] => return Err(Flaw::new(self.at, Form::Literal("\""))),
                _ => return Err(Flaw::new(self.at, Form::Control)),
            }
        }
    }

    /// A number as ECMAScript writes it, which a double can keep.
    fn number(&mut self) -> Found<()> {
        let token = self.rest();
        let negative = token.starts_with(b"-");
        let digits = &token[usize::from(negative)..];
        let length = digits.iter().take_while(|it| it.is_ascii_digit()).count();
        let (whole, after) = digits.split_at(length);
        let fits = match (whole, after) {
            (_, [b'.' | b'e' | b'E', ..]) => return self.fraction(),
            ([], _) => false,
            ([b'0', rest @ ..], _) => rest.is_empty() && !negative,
            // 2^53 − 1 has 16 digits.
            _ => length <= 16 && value_of(whole) <= INTEGER_MAX,
        };
        if !fits {
            return Err(Flaw::new(self.at, Form::Number));
        }
        self.at += usize::from(negative) + length;
        Ok(())
    }

    /// A number with a point or an exponent. Money and rates travel as strings, so that
    /// one of these is rare and may be written again to compare.
    #[inline(never)]
    fn fraction(&mut self) -> Found<()> {
        let belongs = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let length = self.rest().iter().take_while(belongs).count();
        let token = &self.text[self.at..self.at + length];
        // Without a fraction and yet in this form, it is beyond what a double keeps.
        let fits = token.parse().is_ok_and(|number: f64| {
            number.fract() != 0.0
                && canonical::number(&number).is_ok_and(|written| written == token.as_bytes())
        });
        if !fits {
            return Err(Flaw::new(self.at, Form::Number));
        }
        self.at += length;
        Ok(())
    }
}

/// The number that at most 19 decimal digits say.
fn value_of(digits: &[u8]) -> u64 {
    digits
        .iter()
        .fold(0, |value, digit| value * 10 + u64::from(digit - b'0'))
}

/// How many bytes an escape has after its reverse solidus, if it is the one of its
/// character and that needs it.
fn escape_length(escape: &[u8]) -> Option<usize> {
    match escape {
        [b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't', ..] => Some(1),
        // Those with a letter of their own are not written by their number.
        [b'u', b'0', b'0', b'0', b'0'..=b'7' | b'b' | b'e' | b'f', ..]
        | [b'u', b'0', b'0', b'1', b'0'..=b'9' | b'a'..=b'f', ..] => Some(5),
        _ => None,
    }
}

/// What a string says that stands so between its quotation marks.
pub(super) fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '\\' => match characters.next() {
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('u') => {
                    let digits = characters.by_ref().take(4);
                    let digits = digits.filter_map(|digit| digit.to_digit(16));
                    let code = digits.fold(0, |code, digit| code << 4 | digit as u8);
                    char::from(code)
                }
                Some(itself) => itself,
                None => break,
            },
            itself => itself,
        });
    }
    Cow::Owned(text)
}

/// Whether a member name comes before another: by UTF-16 units, RFC 8785 §3.2.3. Both
/// as they stand between their quotation marks.
fn precedes(before: &str, name: &str) -> bool {
    let (left, right) = (before.as_bytes(), name.as_bytes());
    let same = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    let (Some(l), Some(r)) = (left.get(same), right.get(same)) else {
        return left.len() < right.len();
    };
    if *l == b'\\' || *r == b'\\' || left[..same].contains(&b'\\') {
        let (before, name) = (unescaped(before), unescaped(name));
        return before.encode_utf16().lt(name.encode_utf16());
    }
    // UTF-8 sorts as UTF-16 does, but for what lies beyond U+FFFF: its surrogates from
    // U+D800 on come before U+E000 to U+FFFF, which begin with the bytes EE and EF.
    let rank = |byte: u8| match byte {
        0xEE | 0xEF => byte + 0x10,
        _ => byte,
    };
    rank(*l) < rank(*r)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_special_byte_is_found_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            let special = byte < 0x20 || byte == b'"' || byte == b'\\';
            for (length, place) in
                (0..20).flat_map(|length| (0..length).map(move |at| (length, at)))
            {
                let mut bytes = vec![0xE4; length];
                bytes[place] = byte;
                let expected = if special { place } else { length };
                assert_eq!(plain(&bytes), expected, "{byte:#x} at {place} of {length}");
            }
        }
    }

    #[test]
    fn each_character_is_escaped_in_one_way_or_not_at_all() {
        for character in (0..=0xFF_u8).map(char::from) {
            let code = u32::from(character);
            let ways = [
                character.to_string(),
                format!("\\{character}"),
                format!("\\u{code:04x}"),
                format!("\\u{code:04X}"),
            ];
            for text in ways.map(|raw| format!("\"{raw}\"")) {
                let mut cursor = Cursor::new(&text);
                let taken = cursor.over_string().and_then(|()| cursor.end()).is_ok();
                let said = serde_json::from_str::<String>(&text).ok();
                let again = said.map(|said| serde_json::to_string(&said).unwrap());
                assert_eq!(taken, again.as_ref() == Some(&text), "{text}");
            }
            let canonical = serde_json::to_string(&character).unwrap();
            let raw = &canonical[1..canonical.len() - 1];
            assert_eq!(unescaped(raw), character.to_string(), "{raw}");
            let both = format!("有{raw}{raw}a");
            assert_eq!(
                unescaped(&both),
                format!("有{character}{character}a"),
                "{both}"
            );
        }
    }
}
