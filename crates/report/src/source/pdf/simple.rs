//! What the 256 codes of a simple font mean (ISO 32000-1, 9.6.6): a base encoding and
//! differences by glyph name. The tables and the list of glyph names are lopdf's.

use lopdf::{Dictionary, Document, Object, dictionary};

/// The text of each code.
pub(super) fn meanings(document: &Document, font: &Dictionary) -> Vec<Option<String>> {
    let encoding = font.get_deref(b"Encoding", document).ok();
    let named = match encoding {
        Some(Object::Name(name)) => Some(name.clone()),
        Some(Object::Dictionary(it)) => it
            .get_deref(b"BaseEncoding", document)
            .and_then(Object::as_name)
            .ok()
            .map(<[u8]>::to_vec),
        _ => None,
    };
    // Fonts that are not embedded and say nothing are the system's, which follow Windows.
    let base = named
        .filter(|it| it.as_slice() == b"MacRomanEncoding" || it.as_slice() == b"StandardEncoding")
        .unwrap_or_else(|| b"WinAnsiEncoding".to_vec());
    let mut meanings = table(document, Object::Name(base));
    if let Some(Object::Dictionary(it)) = encoding
        && let Ok(Object::Array(differences)) = it.get_deref(b"Differences", document)
    {
        let mut code = 0_usize;
        for item in differences {
            match item {
                Object::Integer(it) => code = usize::try_from(*it).unwrap_or(256),
                Object::Name(name) => {
                    if let Some(meaning) = meanings.get_mut(code) {
                        *meaning = of_glyph_name(document, name);
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }
    meanings
}

/// All codes under one of lopdf's encodings.
fn table(document: &Document, encoding: Object) -> Vec<Option<String>> {
    let font = dictionary! { "Type" => "Font", "Encoding" => encoding };
    let Ok(encoding) = font.get_font_encoding(document) else {
        return vec![None; 256];
    };
    (0..=255_u8)
        .map(|code| {
            Document::decode_text(&encoding, &[code])
                .ok()
                .filter(|it| !it.is_empty())
        })
        .collect()
}

/// The text that a glyph name stands for: the Adobe Glyph List, or a code point in the
/// name (`uni4E00`, `u20BB7`). Variants after a dot are the same text.
fn of_glyph_name(document: &Document, name: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(name).ok()?;
    let text = text.split('.').next().filter(|it| !it.is_empty())?;
    let hex = text
        .strip_prefix("uni")
        .and_then(|it| it.get(..4))
        .or_else(|| {
            text.strip_prefix('u')
                .filter(|it| (4..=6).contains(&it.len()))
        });
    if let Some(c) = hex
        .and_then(|it| u32::from_str_radix(it, 16).ok())
        .and_then(char::from_u32)
    {
        return Some(c.to_string());
    }
    let encoding = dictionary! {
        "Type" => "Encoding",
        "Differences" => vec![Object::Integer(0), Object::Name(text.as_bytes().to_vec())],
    };
    let font = dictionary! { "Type" => "Font", "Encoding" => encoding };
    let encoding = font.get_font_encoding(document).ok()?;
    let found = Document::decode_text(&encoding, &[0]).ok()?;
    (!found.is_empty() && found != "\0").then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyph_names_become_characters() {
        let document = Document::new();
        let cases: [(&[u8], Option<&str>); 8] = [
            (b"A", Some("A")),
            (b"five", Some("5")),
            (b"emdash", Some("—")),
            (b"uni9752", Some("青")),
            (b"u20BB7", Some("𠮷")),
            (b"percent.tab", Some("%")),
            (b"g123", None),
            (b".notdef", None),
        ];
        for (name, expected) in cases {
            assert_eq!(of_glyph_name(&document, name).as_deref(), expected);
        }
    }

    #[test]
    fn differences_change_single_codes_of_the_base() {
        let document = Document::new();
        let font = dictionary! {
            "Type" => "Font",
            "Encoding" => dictionary! {
                "BaseEncoding" => "WinAnsiEncoding",
                "Differences" => vec![Object::Integer(65), "five".into(), "noSuchGlyph".into()],
            },
        };
        let meanings = meanings(&document, &font);
        let at = |code: u8| meanings[usize::from(code)].as_deref();
        assert_eq!(
            [at(b'A'), at(b'B'), at(b'C'), at(0x93)],
            [Some("5"), None, Some("C"), Some("“")]
        );
    }
}
