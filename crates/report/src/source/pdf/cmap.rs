//! CMaps that a file brings along: codes to characters (ToUnicode, ISO 32000-1, 9.10.3)
//! and codes to glyph numbers (9.7.5.3).

use std::collections::HashMap;

use super::token::{Token, Tokens};

/// More entries than any font has glyphs.
const ENTRIES_MAX: usize = 200_000;

/// The predefined CMaps have at most a handful of code spaces.
const SPACES_MAX: usize = 64;

/// A parsed CMap.
#[derive(Debug, Default, Clone)]
pub(super) struct CMap {
    /// Byte length, first and last code of each code space.
    spaces: Vec<(usize, u32, u32)>,
    characters: HashMap<u32, String>,
    /// First and last code, and the text of the first, sorted by first code.
    ranges: Vec<(u32, u32, String)>,
    /// First and last code, and the glyph number of the first, sorted by first code.
    glyphs: Vec<(u32, u32, u32)>,
    /// The name of the CMap that this one extends.
    pub(super) base: Option<Vec<u8>>,
}

impl CMap {
    /// Parses a CMap. What is damaged is left out.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut entries = 0_usize;
        for token in Tokens::new(bytes) {
            let Token::Word(word) = token else {
                operands.push(token);
                entries += 1;
                if entries > ENTRIES_MAX * 3 {
                    break;
                }
                continue;
            };
            match word {
                b"usecmap" => {
                    if let Some(Token::Name(name)) = operands.last() {
                        map.base = Some(name.clone());
                    }
                }
                b"endcodespacerange" => map.take_spaces(&operands),
                b"endbfchar" => map.take_characters(&operands),
                b"endbfrange" => map.take_ranges(&operands),
                b"endcidchar" => map.take_glyphs(&operands, 2),
                b"endcidrange" => map.take_glyphs(&operands, 3),
                _ => {}
            }
            operands.clear();
        }
        map.ranges.sort_by_key(|it| it.0);
        map.glyphs.sort_by_key(|it| it.0);
        map
    }

    /// Whether it maps any code to a character.
    pub(super) fn has_characters(&self) -> bool {
        !self.characters.is_empty() || !self.ranges.is_empty()
    }

    /// Whether it maps any code to a glyph number.
    pub(super) fn has_glyphs(&self) -> bool {
        !self.glyphs.is_empty()
    }

    /// How many bytes the next code has, if the code spaces say so.
    pub(super) fn code_length(&self, bytes: &[u8]) -> Option<usize> {
        (1..=4.min(bytes.len())).find(|&length| {
            self.spaces.iter().any(|&(space_length, first, last)| {
                // Every byte must lie in the range of its own place (9.7.6.2).
                space_length == length
                    && bytes[..length].iter().enumerate().all(|(at, byte)| {
                        let shift = 8 * (length - 1 - at);
                        let (low, high) = ((first >> shift) & 0xFF, (last >> shift) & 0xFF);
                        (low..=high).contains(&u32::from(*byte))
                    })
            })
        })
    }

    /// The text of a code.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        if let Some(text) = self.characters.get(&code) {
            return Some(text.clone());
        }
        let after = self.ranges.partition_point(|it| it.0 <= code);
        let (first, last, text) = self.ranges.get(after.checked_sub(1)?)?;
        if code > *last {
            return None;
        }
        let mut chars: Vec<char> = text.chars().collect();
        let end = chars.pop()?;
        chars.push(char::from_u32(end as u32 + (code - first))?);
        Some(chars.into_iter().collect())
    }

    /// The glyph number of a code.
    pub(super) fn glyph(&self, code: u32) -> Option<u32> {
        let after = self.glyphs.partition_point(|it| it.0 <= code);
        let (first, last, glyph) = self.glyphs.get(after.checked_sub(1)?)?;
        (code <= *last).then(|| glyph.saturating_add(code - first))
    }

    fn take_spaces(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(first), Token::Text(last)] = pair
                && first.len() == last.len()
                && (1..=4).contains(&first.len())
                && self.spaces.len() < SPACES_MAX
            {
                self.spaces.push((first.len(), code(first), code(last)));
            }
        }
    }

    fn take_characters(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(from), Token::Text(to)] = pair
                && let Some(text) = utf16(to)
            {
                self.characters.insert(code(from), text);
            }
        }
    }

    fn take_ranges(&mut self, operands: &[Token<'_>]) {
        let mut rest = operands;
        while let [Token::Text(first), Token::Text(last), target, after @ ..] = rest {
            let (first, last) = (code(first), code(last));
            rest = after;
            match target {
                Token::Text(to) => {
                    if let Some(text) = utf16(to) {
                        self.ranges.push((first, last, text));
                    }
                }
                Token::ArrayOpen => {
                    let end = rest
                        .iter()
                        .position(|it| *it == Token::ArrayClose)
                        .unwrap_or(rest.len());
                    for (at, item) in (first..=last).zip(&rest[..end]) {
                        if let Token::Text(to) = item
                            && let Some(text) = utf16(to)
                        {
                            self.characters.insert(at, text);
                        }
                    }
                    rest = rest.get(end + 1..).unwrap_or_default();
                }
                _ => {}
            }
        }
    }

    fn take_glyphs(&mut self, operands: &[Token<'_>], size: usize) {
        for entry in operands.chunks_exact(size) {
            if let (Token::Text(first), Some(Token::Text(last)), Some(Token::Number(glyph))) =
                (&entry[0], entry.get(size - 2), entry.last())
                && (0.0..=65_535.0).contains(glyph)
            {
                self.glyphs.push((code(first), code(last), *glyph as u32));
            }
        }
    }
}

fn code(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |code, byte| (code << 8) | u32::from(*byte))
}

/// The text of a target: UTF-16BE, or a single byte as careless programs write it.
/// A zero character stands for no character.
fn utf16(bytes: &[u8]) -> Option<String> {
    let text = if let [byte] = bytes {
        char::from(*byte).to_string()
    } else {
        let units = bytes
            .chunks_exact(2)
            .map(|it| u16::from_be_bytes([it[0], it[1]]));
        char::decode_utf16(units).collect::<Result<_, _>>().ok()?
    };
    (!text.is_empty() && !text.contains(['\0', '\u{FFFD}'])).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_text_by_character_range_and_list() {
        let map = CMap::parse(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange \
              2 beginbfchar <0001> <9752> <0002> <D842DFB7> endbfchar \
              2 beginbfrange <0010> <0012> <4E00> <0020> <0021> [<0041> <00420043>] endbfrange end",
        );
        let cases = [
            (1, Some("青")),
            (2, Some("𠮷")),
            (0x10, Some("一")),
            (0x12, Some("丂")),
            (0x13, None),
            (0x20, Some("A")),
            (0x21, Some("BC")),
            (0x22, None),
        ];
        for (code, expected) in cases {
            assert_eq!(map.text(code).as_deref(), expected, "{code:x}");
        }
        assert_eq!(map.code_length(&[0, 1, 2]), Some(2));
        assert_eq!(map.code_length(&[0]), None);
    }

    #[test]
    fn code_spaces_of_mixed_length_split_a_string() {
        let map = CMap::parse(
            b"2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange \
              1 begincidrange <20> <7e> 814 endcidrange 1 begincidchar <B0A1> 939 endcidchar",
        );
        assert_eq!(map.code_length(b"A"), Some(1));
        assert_eq!(map.code_length(&[0xB0, 0xA1]), Some(2));
        assert_eq!(map.code_length(&[0xB0, 0x20]), None);
        assert_eq!(map.glyph(0x21), Some(815));
        assert_eq!(map.glyph(0xB0A1), Some(939));
    }
}
