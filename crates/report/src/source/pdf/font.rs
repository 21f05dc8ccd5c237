//! Fonts: how a shown string splits into codes, which character each code is, and how
//! far it moves the pen.

use std::collections::HashMap;

use encoding_rs::{BIG5, Encoding, GB18030};
use lopdf::{Dictionary, Document, Object};

use super::cmap::CMap;
use super::plain::plain;
use super::simple;

/// The most bytes that a CMap may unpack to.
const CMAP_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Glyph numbers for which a font may state a width one by one.
const WIDTHS_MAX: usize = 100_000;

/// One code of a shown string.
#[derive(Debug, PartialEq)]
pub(super) struct Shown {
    /// Its text; `None` if the font does not say.
    pub(super) text: Option<String>,
    /// How far it moves the pen, in units of the font size.
    pub(super) advance: f64,
    /// Whether it is the single byte 32, to which word spacing applies.
    pub(super) is_word_space: bool,
}

/// A font as far as text needs it.
pub(super) struct Font {
    to_unicode: Option<CMap>,
    codes: Codes,
    simple: Vec<Option<String>>,
    widths: Widths,
    /// Whether it is written from top to bottom.
    pub(super) is_vertical: bool,
}

/// How a string splits into codes and what they mean without a ToUnicode map.
enum Codes {
    /// One byte each; the meaning is in `Font::simple`.
    Simple,
    /// Two bytes each, numbers of glyphs: no meaning of their own.
    Glyphs,
    /// UTF-16BE, or UCS-2, which is the same for what exists.
    Utf16,
    Utf8,
    /// A national encoding whose lead bytes begin at the number.
    National(&'static Encoding, u8),
    /// A CMap that the file brings along.
    Own(Box<CMap>),
}

#[derive(Default)]
struct Widths {
    by_code: HashMap<u32, f64>,
    /// First and last glyph, and their width, sorted by first glyph.
    ranges: Vec<(u32, u32, f64)>,
    default: f64,
    /// What the glyph number of the space is in a predefined CMap; ASCII follows it.
    ascii_from: Option<u32>,
}

impl Font {
    /// Reads a font dictionary. A damaged one gives a font whose codes mean nothing. The
    /// bytes of its CMaps are taken from `budget_bytes`.
    pub(super) fn read(document: &Document, font: &Dictionary, budget_bytes: &mut usize) -> Self {
        let to_unicode = stream(document, font, b"ToUnicode", budget_bytes)
            .map(|it| CMap::parse(&it))
            .filter(CMap::has_characters);
        let is_composite = name(document, font, b"Subtype").as_deref() == Some(b"Type0");
        if !is_composite {
            return Self {
                to_unicode,
                codes: Codes::Simple,
                simple: simple::meanings(document, font),
                widths: simple_widths(document, font),
                is_vertical: false,
            };
        }
        let encoding = name(document, font, b"Encoding").unwrap_or_default();
        let descendant = array(document, font, b"DescendantFonts")
            .first()
            .and_then(|it| resolved(document, it).as_dict().ok().cloned())
            .unwrap_or_default();
        let own = stream(document, font, b"Encoding", budget_bytes).map(|it| CMap::parse(&it));
        let named = own
            .as_ref()
            .and_then(|it| it.base.clone())
            .unwrap_or(encoding);
        let is_vertical = named.ends_with(b"-V");
        let (mut codes, ascii_from) = predefined(&named);
        if let Some(own) = own
            && matches!(codes, Codes::Glyphs)
        {
            codes = Codes::Own(Box::new(own));
        }
        let mut widths = glyph_widths(document, &descendant);
        widths.ascii_from = ascii_from;
        Self {
            to_unicode,
            codes,
            simple: Vec::new(),
            widths,
            is_vertical,
        }
    }

    /// The codes of a shown string.
    pub(super) fn show(&self, bytes: &[u8]) -> Vec<Shown> {
        let mut out = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = self.code_length(rest).clamp(1, rest.len());
            let (code, after) = rest.split_at(length);
            rest = after;
            let number = code.iter().fold(0, |sum, it| (sum << 8) | u32::from(*it));
            let text = self.text(code, number).map(|it| plain(&it));
            out.push(Shown {
                text: text.filter(|it| !it.is_empty()),
                advance: self.advance(number),
                is_word_space: code == [32],
            });
        }
        out
    }

    fn code_length(&self, bytes: &[u8]) -> usize {
        let first = bytes[0];
        let second = bytes.get(1).copied().unwrap_or(0);
        match &self.codes {
            Codes::Simple => 1,
            Codes::Glyphs => 2,
            Codes::Utf16 if (0xD8..=0xDB).contains(&first) && bytes.len() >= 4 => 4,
            Codes::Utf16 => 2,
            Codes::Utf8 => match first {
                0xF0.. => 4,
                0xE0.. => 3,
                0xC0.. => 2,
                _ => 1,
            },
            Codes::National(_, lead) if first < *lead => 1,
            Codes::National(encoding, _)
                if *encoding == GB18030 && second.is_ascii_digit() && bytes.len() >= 4 =>
            {
                4
            }
            Codes::National(..) => 2,
            Codes::Own(map) => map.code_length(bytes).unwrap_or(2),
        }
    }

    fn text(&self, code: &[u8], number: u32) -> Option<String> {
        if let Some(text) = self.to_unicode.as_ref().and_then(|it| it.text(number)) {
            return Some(text);
        }
        let text = match &self.codes {
            Codes::Simple => self.simple.get(number as usize).cloned().flatten()?,
            Codes::Glyphs => return None,
            Codes::Own(map) => return map.text(number),
            Codes::Utf16 => {
                let units = code
                    .chunks_exact(2)
                    .map(|it| u16::from_be_bytes([it[0], it[1]]));
                char::decode_utf16(units).collect::<Result<_, _>>().ok()?
            }
            Codes::Utf8 => std::str::from_utf8(code).ok()?.to_owned(),
            Codes::National(encoding, _) => encoding
                .decode_without_bom_handling_and_without_replacement(code)?
                .into_owned(),
        };
        (text != "\0").then_some(text)
    }

    fn advance(&self, number: u32) -> f64 {
        if self.is_vertical {
            // DW2 of ISO 32000-1, 9.7.4.3; fonts that state another are not in use.
            return 1.0;
        }
        let glyph = match &self.codes {
            Codes::Own(map) if map.has_glyphs() => map.glyph(number).unwrap_or(number),
            _ => match self.widths.ascii_from {
                Some(space) if (32..127).contains(&number) => space + number - 32,
                // Which glyph another code is only the CMap itself knows; they are wide.
                Some(_) => return self.widths.default,
                None => number,
            },
        };
        self.widths.of(glyph, self.widths.ascii_from.is_some())
    }
}

impl Widths {
    fn of(&self, glyph: u32, is_ascii: bool) -> f64 {
        if let Some(width) = self.by_code.get(&glyph) {
            return *width;
        }
        let after = self.ranges.partition_point(|it| it.0 <= glyph);
        let range = after.checked_sub(1).and_then(|at| self.ranges.get(at));
        match range.filter(|it| glyph <= it.1) {
            Some(range) => range.2,
            None if is_ascii && self.by_code.is_empty() && self.ranges.is_empty() => 0.5,
            None => self.default,
        }
    }
}

/// The predefined CMaps of ISO 32000-1, table 118, and where ASCII begins among the
/// glyph numbers of their collection. Unknown names are taken for numbers of glyphs.
fn predefined(name: &[u8]) -> (Codes, Option<u32>) {
    let text = String::from_utf8_lossy(name);
    let has = |part: &str| text.contains(part);
    if text.starts_with("Uni") && (has("UCS2") || has("UTF16")) {
        (Codes::Utf16, Some(1))
    } else if text.starts_with("Uni") && has("UTF8") {
        (Codes::Utf8, Some(1))
    } else if text.starts_with("GBK") {
        // GBKp and GBK2K number the proportional Latin glyphs, GBK the half-width ones.
        let space = if text.starts_with("GBK-EUC") { 814 } else { 1 };
        (Codes::National(GB18030, 0x81), Some(space))
    } else if text.starts_with("GB-EUC") || text.starts_with("GBpc-EUC") {
        let space = if text.starts_with("GB-EUC") { 814 } else { 1 };
        (Codes::National(GB18030, 0xA1), Some(space))
    } else if text.starts_with("ETen") || text.starts_with("B5pc") || text.starts_with("HKscs") {
        (Codes::National(BIG5, 0x81), Some(1))
    } else {
        (Codes::Glyphs, None)
    }
}

/// `Widths` of a simple font (ISO 32000-1, 9.2.4), or of a Type 3 font by its matrix.
fn simple_widths(document: &Document, font: &Dictionary) -> Widths {
    let scale = array(document, font, b"FontMatrix")
        .first()
        .and_then(|it| number(resolved(document, it)))
        .filter(|it| it.is_finite() && *it != 0.0)
        .unwrap_or(0.001);
    let first = font
        .get_deref(b"FirstChar", document)
        .ok()
        .and_then(|it| it.as_i64().ok())
        .and_then(|it| u32::try_from(it).ok())
        .unwrap_or(0);
    let by_code: HashMap<u32, f64> = array(document, font, b"Widths")
        .iter()
        .take(256)
        .zip(first..)
        .filter_map(|(it, code)| Some((code, number(resolved(document, it))? * scale)))
        .collect();
    Widths {
        by_code,
        // The standard fonts need not state widths; most figures and letters are near.
        default: 0.5,
        ..Widths::default()
    }
}

/// `W` and `DW` of a font of glyph numbers (ISO 32000-1, 9.7.4.3).
fn glyph_widths(document: &Document, font: &Dictionary) -> Widths {
    let default = font
        .get_deref(b"DW", document)
        .ok()
        .and_then(number)
        .unwrap_or(1000.0);
    let mut widths = Widths {
        default: default / 1000.0,
        ..Widths::default()
    };
    let items = array(document, font, b"W");
    let code = |it: Option<&Object>| {
        it.and_then(|it| resolved(document, it).as_i64().ok())
            .and_then(|it| u32::try_from(it).ok())
    };
    let mut at = 0;
    while let Some(first) = code(items.get(at)) {
        match items.get(at + 1).map(|it| resolved(document, it)) {
            Some(Object::Array(list)) => {
                for (width, code) in list.iter().zip(first..) {
                    if let Some(width) = number(resolved(document, width))
                        && widths.by_code.len() < WIDTHS_MAX
                    {
                        widths.by_code.insert(code, width / 1000.0);
                    }
                }
                at += 2;
            }
            Some(_) => {
                if let (Some(last), Some(width)) = (
                    code(items.get(at + 1)),
                    items
                        .get(at + 2)
                        .and_then(|it| number(resolved(document, it))),
                ) && widths.ranges.len() < WIDTHS_MAX
                {
                    widths.ranges.push((first, last, width / 1000.0));
                }
                at += 3;
            }
            None => break,
        }
    }
    widths.ranges.sort_by_key(|it| it.0);
    widths
}

/// The object behind a reference, or the object itself.
pub(super) fn resolved<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document
        .dereference(object)
        .map_or(&Object::Null, |it| it.1)
}

fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(it) => Some(*it as f64),
        Object::Real(it) => Some(f64::from(*it)),
        _ => None,
    }
}

fn array<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> &'a [Object] {
    dictionary
        .get_deref(key, document)
        .and_then(Object::as_array)
        .map_or(&[], Vec::as_slice)
}

fn name(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<Vec<u8>> {
    dictionary
        .get_deref(key, document)
        .and_then(Object::as_name)
        .ok()
        .map(<[u8]>::to_vec)
}

fn stream(
    document: &Document,
    dictionary: &Dictionary,
    key: &[u8],
    budget_bytes: &mut usize,
) -> Option<Vec<u8>> {
    let content = dictionary
        .get_deref(key, document)
        .and_then(Object::as_stream)
        .and_then(|it| it.get_plain_content_with_limit(CMAP_BYTES_MAX.min(*budget_bytes)))
        .ok()?;
    *budget_bytes = budget_bytes.saturating_sub(content.len());
    Some(content)
}
