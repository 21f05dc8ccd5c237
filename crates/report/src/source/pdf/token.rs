//! The lexical layer that content streams and CMaps share (ISO 32000-1, 7.2 and 7.8.2).
//!
//! Any bytes are some run of tokens; nothing here fails or recurses.

/// A token. Arrays and dictionaries are left flat.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    Number(f64),
    /// A name without its slash, escapes undone.
    Name(Vec<u8>),
    /// The bytes of a literal or hexadecimal string.
    Text(Vec<u8>),
    ArrayOpen,
    ArrayClose,
    DictionaryOpen,
    DictionaryClose,
    /// An operator or a keyword.
    Word(&'a [u8]),
}

/// The tokens of some bytes.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Goes past the data of an inline image, after its `ID`. Its bytes may contain
    /// `EI`, so the operator counts only between white space (ISO 32000-1, 8.9.7).
    pub(super) fn skip_inline_image(&mut self) {
        let rest = &self.bytes[self.at..];
        let end = rest.windows(4).position(|it| {
            is_space(it[0]) && &it[1..3] == b"EI" && (is_space(it[3]) || is_delimiter(it[3]))
        });
        self.at = match end {
            Some(at) => self.at + at + 3,
            None => self.bytes.len(),
        };
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take_while(&mut self, keeps: impl Fn(u8) -> bool) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(&keeps) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut depth = 1_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut out);
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\n' => {}
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            code = code * 8 + u32::from(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                out.push((code & 0xFF) as u8);
            }
            other => out.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let digits: Vec<u8> = self
            .take_while(|it| it != b'>')
            .iter()
            .filter_map(|it| char::from(*it).to_digit(16))
            .map(|it| it as u8)
            .collect();
        self.at += 1;
        digits
            .chunks(2)
            .map(|it| (it[0] << 4) | it.get(1).copied().unwrap_or(0))
            .collect()
    }

    fn name(&mut self) -> Vec<u8> {
        let raw = self.take_while(is_regular);
        let mut out = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let [first, after @ ..] = rest {
            let escaped = (*first == b'#')
                .then(|| after.get(..2))
                .flatten()
                .and_then(|it| std::str::from_utf8(it).ok())
                .and_then(|it| u8::from_str_radix(it, 16).ok());
            match escaped {
                Some(byte) => {
                    out.push(byte);
                    rest = &after[2..];
                }
                None => {
                    out.push(*first);
                    rest = after;
                }
            }
        }
        out
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek()?;
            if is_regular(byte) {
                let word = self.take_while(is_regular);
                return Some(match number(word) {
                    Some(value) => Token::Number(value),
                    None => Token::Word(word),
                });
            }
            self.at += 1;
            match byte {
                b'%' => {
                    self.take_while(|it| it != b'\n' && it != b'\r');
                }
                b'/' => return Some(Token::Name(self.name())),
                b'(' => return Some(Token::Text(self.literal())),
                b'[' => return Some(Token::ArrayOpen),
                b']' => return Some(Token::ArrayClose),
                b'<' if self.peek() == Some(b'<') => {
                    self.at += 1;
                    return Some(Token::DictionaryOpen);
                }
                b'<' => return Some(Token::Text(self.hexadecimal())),
                b'>' if self.peek() == Some(b'>') => {
                    self.at += 1;
                    return Some(Token::DictionaryClose);
                }
                _ => {}
            }
        }
    }
}

/// A number, also in the shapes that viewers forgive: `+.5`, `--3`, `4.`.
fn number(word: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(word).ok()?;
    let signless = text.trim_start_matches(['+', '-']);
    if signless.is_empty() || !signless.bytes().all(|it| it.is_ascii_digit() || it == b'.') {
        return None;
    }
    let value: f64 = signless.parse().ok()?;
    Some(if text.starts_with('-') { -value } else { value })
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_as_the_standard_says() {
        let text = |it: &[u8]| Token::Text(it.to_vec());
        let name = |it: &[u8]| Token::Name(it.to_vec());
        let cases: Vec<(&[u8], Vec<Token<'_>>)> = vec![
            (
                b"1 -2.5 .5 4. --3",
                [1.0, -2.5, 0.5, 4.0, -3.0].map(Token::Number).to_vec(),
            ),
            (
                b"(a(b)c\\)\\101\\n)Tj",
                vec![text(b"a(b)c)A\n"), Token::Word(b"Tj")],
            ),
            (b"<48 656C6>", vec![text(b"Hel\x60")]),
            (b"/F1 /A#20B", vec![name(b"F1"), name(b"A B")]),
            (
                b"% note\n[<<>>]",
                vec![
                    Token::ArrayOpen,
                    Token::DictionaryOpen,
                    Token::DictionaryClose,
                    Token::ArrayClose,
                ],
            ),
            (b"(never closed", vec![text(b"never closed")]),
            (b"<4", vec![text(b"\x40")]),
            (b"T* '", vec![Token::Word(b"T*"), Token::Word(b"'")]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(Tokens::new(bytes).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn the_data_of_an_inline_image_is_skipped() {
        let mut tokens = Tokens::new(b"BI /W 1 ID \x01EI(\xFF)\nEI Q");
        assert!(tokens.any(|it| it == Token::Word(b"ID")));
        tokens.skip_inline_image();
        assert_eq!(tokens.next(), Some(Token::Word(b"Q")));
    }
}
