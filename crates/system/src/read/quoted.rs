//! Where the bytes of a TOML string stand in the file: what is wrong inside a formula is
//! shown there.

use super::page::Bytes;

/// A string of a TOML file: for each byte of its value, and for its end, the place.
pub struct Quoted {
    places: Vec<usize>,
}

impl Quoted {
    /// The string that stands in `text` at `at`, with its quotes.
    pub fn of(text: &str, at: Bytes) -> Quoted {
        let raw = text.get(at.clone()).unwrap_or("");
        let (skip, escapes, many) = match raw {
            _ if raw.starts_with("\"\"\"") => (3, true, true),
            _ if raw.starts_with("'''") => (3, false, true),
            _ if raw.starts_with('"') => (1, true, false),
            _ => (1, false, false),
        };
        let inner = raw.get(skip..raw.len().saturating_sub(skip)).unwrap_or("");
        let mut first = at.start + skip;
        let mut inner = inner;
        if many {
            let fewer = inner.strip_prefix("\r\n").or(inner.strip_prefix('\n'));
            if let Some(fewer) = fewer {
                first += inner.len() - fewer.len();
                inner = fewer;
            }
        }
        let mut places = Vec::with_capacity(inner.len() + 1);
        let mut chars = inner.char_indices().peekable();
        while let Some((offset, char)) = chars.next() {
            let place = first + offset;
            if char != '\\' || !escapes {
                places.extend((0..char.len_utf8()).map(|more| place + more));
                continue;
            }
            let digits = match chars.next().map(|(_, it)| it) {
                Some('u') => 4,
                Some('U') => 8,
                Some('x') => 2,
                Some(it) if it.is_whitespace() => {
                    // A line that goes on: the spaces that follow are not in the value.
                    while chars.next_if(|(_, it)| it.is_whitespace()).is_some() {}
                    continue;
                }
                _ => 0,
            };
            let mut code = 0u32;
            for (_, digit) in chars.by_ref().take(digits) {
                code = (code << 4) | digit.to_digit(16).unwrap_or(0);
            }
            let length = match digits {
                0 => 1,
                _ => char::from_u32(code).map_or(1, char::len_utf8),
            };
            places.extend(std::iter::repeat_n(place, length));
        }
        places.push(first + inner.len());
        Quoted { places }
    }

    /// A value without quotes: all of it stands where it is written.
    pub fn bare(at: Bytes) -> Quoted {
        Quoted {
            places: vec![at.start, at.end],
        }
    }

    /// Where these bytes of the value stand in the file.
    pub fn place(&self, bytes: Bytes) -> Bytes {
        let at = |offset: usize| {
            let last = self.places.last().copied().unwrap_or(0);
            self.places.get(offset).copied().unwrap_or(last)
        };
        let (start, end) = (at(bytes.start), at(bytes.end));
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    /// The words of the file where `words` stand in the value of `a`.
    fn found(text: &str, words: &str) -> String {
        let table = DeTable::parse(text).unwrap().into_inner();
        let item = table.iter().next().unwrap().1;
        let value = item.get_ref().as_str().unwrap();
        let start = value.find(words).unwrap();
        let place = Quoted::of(text, item.span()).place(start..start + words.len());
        text[place].to_owned()
    }

    #[test]
    fn words_are_found_under_escapes_and_in_every_kind_of_string() {
        for text in [
            "a = \"x = \\\"甲\\\" and 坏 > 1\"",
            "a = 'x = \"甲\" and 坏 > 1'",
            "a = \"\"\"\nx = \"甲\" \\\n   and 坏 > 1\"\"\"",
            "a = '''\r\nx and\n坏 > 1'''",
            "a = \"\\u7532\\U0001F600 坏 > 1\"",
            "b = 1\na = '坏 > 1'",
        ] {
            let text = text.strip_prefix("b = 1\n").unwrap_or(text);
            assert_eq!(found(text, "坏"), "坏", "{text}");
            assert_eq!(found(text, "> 1"), "> 1", "{text}");
        }
    }

    #[test]
    fn a_place_behind_the_string_is_its_end() {
        let text = "a = 'abc'";
        assert_eq!(Quoted::of(text, 4..9).place(7..90), 8..8);
        assert_eq!(Quoted::of("", 0..0).place(0..1), 1..1);
    }
}
