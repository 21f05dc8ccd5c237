//! From bytes to characters: which encoding a Chinese text is in, and which characters
//! of it are no text.
//!
//! Valid UTF-8 is believed. Otherwise every candidate is decoded and the one whose
//! characters look most like Chinese prose wins: level 1 of GB 2312 holds the 3,755
//! Hanzi that make up nearly all of a modern text, and a wrong guess hits them no
//! more often than chance.

use std::collections::HashSet;
use std::sync::LazyLock;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use youwei_base::Bilingual;

/// How much of a file is decoded to choose the encoding.
const SAMPLE_BYTES_MAX: usize = 256 * 1024;

/// A candidate below this mean score per character (0 to 1) is no text. Chinese prose
/// scores above 0.95 in its own encoding, random bytes below 0.5 in every one.
const SCORE_MIN: f64 = 0.75;

/// Bytes that have become characters.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// How many places held bytes that mean nothing in this encoding.
    pub(super) replaced: usize,
}

impl Decoded {
    /// A remark if characters were lost.
    pub(super) fn remarks(&self) -> Vec<Bilingual> {
        if self.replaced == 0 {
            return Vec::new();
        }
        vec![Bilingual::new(
            format!(
                "文件中有 {} 处字节无法识别，已用“\u{FFFD}”代替，请对照原文核对这些地方。",
                self.replaced
            ),
            format!(
                "{} place(s) in the file hold bytes that mean nothing; they read “\u{FFFD}” now. Check them against the original.",
                self.replaced
            ),
        )]
    }
}

/// Decodes a text file. `declared` is the encoding that the file names for itself, if
/// it does. `None` if the bytes are not text.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Option<Decoded> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        return Some(decode_as(encoding, &bytes[mark_bytes..]));
    }
    if bytes.starts_with(&[0x84, 0x31, 0x95, 0x33]) {
        return Some(decode_as(GB18030, &bytes[4..]));
    }
    // A page saved again by a browser is UTF-8 whatever its old meta tag says, and
    // Chinese in another encoding is not valid UTF-8 by chance. NUL is valid UTF-8 but
    // in a text it is the sign of UTF-16.
    let has_nul = bytes.contains(&0);
    if !has_nul
        && let Ok(text) = std::str::from_utf8(bytes)
        && is_text(text)
    {
        return Some(Decoded {
            text: text.to_owned(),
            replaced: 0,
        });
    }
    if let Some(declared) = declared.map(widened)
        && !has_nul
    {
        let decoded = decode_as(declared, bytes);
        if decoded.replaced == 0 && is_text(&decoded.text) {
            return Some(decoded);
        }
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES_MAX)];
    let (encoding, best) = [UTF_8, GB18030, UTF_16LE, UTF_16BE]
        .into_iter()
        .chain(declared)
        .map(|it| (it, score(&decode_as(it, sample).text)))
        .max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    let decoded = decode_as(encoding, bytes);
    (best >= SCORE_MIN && is_text(&decoded.text)).then_some(decoded)
}

/// GB 2312 and GBK are subsets of GB 18030, and pages that name the former hold
/// characters of the latter.
fn widened(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let replaced = if had_errors {
        text.chars().filter(|&it| it == '\u{FFFD}').count()
    } else {
        0
    };
    Decoded {
        text: text.into_owned(),
        replaced,
    }
}

/// How much a decoding looks like a text: the mean over its visible characters, 0 to 1.
fn score(text: &str) -> f64 {
    let (mut sum, mut count) = (0.0_f64, 0_u32);
    for it in text.chars().filter(|it| !it.is_whitespace()) {
        count += 1;
        sum += match it {
            '\u{FFFD}' => -1.0,
            '!'..='~' => 1.0,
            '\u{3001}'..='\u{3020}' | '\u{FF01}'..='\u{FF5E}' => 1.0,
            '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '①'..='⑳' | '￥' => 1.0,
            '\u{4E00}'..='\u{9FFF}' => {
                if COMMON_HANZI.contains(&it) {
                    1.0
                } else {
                    0.3
                }
            }
            _ if it.is_control() => -1.0,
            _ => 0.0,
        };
    }
    if count == 0 {
        0.0
    } else {
        sum / f64::from(count)
    }
}

/// Level 1 of GB 2312 (rows 16 to 55), which the standard orders by frequency of use.
static COMMON_HANZI: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let codes: Vec<u8> = (0xB0_u8..=0xD7)
        .flat_map(|row| (0xA1_u8..=0xFE).flat_map(move |cell| [row, cell]))
        .collect();
    decode_as(GB18030, &codes)
        .text
        .chars()
        .filter(|it| matches!(it, '\u{4E00}'..='\u{9FFF}'))
        .collect()
});

/// Whether hardly any character is a control character: machine code can be valid in
/// any encoding, but it is full of them.
fn is_text(text: &str) -> bool {
    let (mut controls, mut count) = (0_usize, 0_usize);
    for it in text.chars() {
        count += 1;
        if it.is_control() && !matches!(it, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}') {
            controls += 1;
        }
    }
    controls * 100 <= count
}

/// The text without what is no character of it: every line break becomes `'\n'`, and
/// marks, joiners and control characters are dropped. Spaces of every width stay.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut it = text.chars().peekable();
    while let Some(c) = it.next() {
        match c {
            '\r' => {
                it.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            c if is_dropped(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Characters that have no place in a text: controls other than tab and line feed,
/// soft hyphens, zero-width and directional marks, noncharacters, object placeholders.
pub(super) fn is_dropped(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{FEFF}' => true,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => true,
        '\u{2060}'..='\u{206F}' | '\u{FFF0}'..='\u{FFFC}' => true,
        '\u{FE00}'..='\u{FE0F}' => true,
        c => c.is_control() || (c as u32) & 0xFFFE == 0xFFFE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "今年青溪市生产总值增长5%左右，新增城镇就业1.2万人，建成社区食堂30个。";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|it| {
                if big {
                    it.to_be_bytes()
                } else {
                    it.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn every_usual_encoding_of_chinese_is_found() {
        let gb = GB18030.encode(SAMPLE).0.into_owned();
        let with = |mark: &[u8], body: &[u8]| [mark, body].concat();
        let cases = [
            ("utf-8", SAMPLE.as_bytes().to_vec()),
            ("utf-8 bom", with(b"\xEF\xBB\xBF", SAMPLE.as_bytes())),
            ("gb18030", gb.clone()),
            ("gb18030 bom", with(&[0x84, 0x31, 0x95, 0x33], &gb)),
            ("utf-16le", utf16(SAMPLE, false)),
            ("utf-16be", utf16(SAMPLE, true)),
            ("utf-16le bom", with(b"\xFF\xFE", &utf16(SAMPLE, false))),
            ("utf-16be bom", with(b"\xFE\xFF", &utf16(SAMPLE, true))),
        ];
        for (name, bytes) in cases {
            let decoded = decode(&bytes, None);
            assert_eq!(
                decoded.map(|it| (it.text, it.replaced)),
                Some((SAMPLE.to_owned(), 0)),
                "{name}"
            );
        }
    }

    #[test]
    fn two_hanzi_are_enough_to_find_gbk_and_utf16() {
        for word in ["政府", "工作报告", "就业", "一、"] {
            let gb = GB18030.encode(word).0.into_owned();
            for bytes in [gb, utf16(word, false), utf16(word, true)] {
                assert_eq!(
                    decode(&bytes, None).map(|it| it.text).as_deref(),
                    Some(word)
                );
            }
        }
    }

    #[test]
    fn plain_ascii_in_utf16_is_found_by_its_nuls() {
        for big in [false, true] {
            let decoded = decode(&utf16("Report of 2026\n", big), None);
            assert_eq!(
                decoded.map(|it| it.text).as_deref(),
                Some("Report of 2026\n")
            );
        }
    }

    #[test]
    fn rare_and_four_byte_hanzi_survive_gb18030() {
        let text = "堃喆㐀𠮷两地，新建泵站3座，治理河道12公里。";
        let decoded = decode(&GB18030.encode(text).0, None);
        assert_eq!(decoded.map(|it| it.text).as_deref(), Some(text));
    }

    #[test]
    fn broken_utf8_is_still_utf8_with_a_remark() {
        let mut bytes = SAMPLE.repeat(5).into_bytes();
        let boundary = SAMPLE.len();
        bytes.insert(boundary, 0xFF);
        bytes.pop();
        let decoded = decode(&bytes, None).expect("text");
        assert_eq!(decoded.replaced, 2);
        assert!(decoded.text.starts_with(SAMPLE));
        assert_eq!(decoded.remarks().len(), 1);
    }

    #[test]
    fn a_declared_encoding_is_believed_only_if_it_fits() {
        let gb = GB18030.encode(SAMPLE).0.into_owned();
        for (bytes, declared) in [
            (gb.clone(), GBK),
            (gb, UTF_8),
            (SAMPLE.as_bytes().to_vec(), GBK),
        ] {
            assert_eq!(
                decode(&bytes, Some(declared)).map(|it| it.text).as_deref(),
                Some(SAMPLE)
            );
        }
    }

    #[test]
    fn noise_is_not_text() {
        let noise: Vec<u8> = (0_u32..4096)
            .map(|it| (it.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        assert_eq!(decode(&noise, None), None);
        assert_eq!(decode(&[1, 2, 3, 4, 5, 6], None), None);
    }

    #[test]
    fn cleaning_keeps_spaces_and_drops_marks() {
        let cases = [
            ("一\r\n二\r三\u{2028}四", "一\n二\n三\n四"),
            ("\u{3000}\u{3000}首行 空格", "\u{3000}\u{3000}首行 空格"),
            ("\u{FEFF}零\u{200B}宽\u{AD}", "零宽"),
            ("响\u{7}铃\u{0}\tA", "响铃\tA"),
        ];
        for (raw, expected) in cases {
            assert_eq!(clean(raw), expected);
        }
    }
}
