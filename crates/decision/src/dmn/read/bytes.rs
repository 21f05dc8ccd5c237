//! From bytes to characters: UTF-8, UTF-16, and the encodings that a declaration may
//! name, GB18030 and GBK among them.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Why bytes are not text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NotText {
    /// The declaration names an encoding that is not known.
    Unknown(String),
    /// The bytes are not of this encoding; so many of the first ones are, if known.
    Broken(&'static str, usize),
}

/// The text of a file, without byte order mark.
pub(super) fn decode(source: &[u8]) -> Result<Cow<'_, str>, NotText> {
    let (encoding, mark) = match Encoding::for_bom(source) {
        Some(found) => found,
        None => (declared(source)?, 0),
    };
    let body = source.get(mark..).unwrap_or_default();
    if encoding == UTF_8 {
        return match std::str::from_utf8(body) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(NotText::Broken("UTF-8", mark + error.valid_up_to())),
        };
    }
    encoding
        .decode_without_bom_handling_and_without_replacement(body)
        .ok_or(NotText::Broken(encoding.name(), 0))
}

/// The encoding of a file without byte order mark.
fn declared(source: &[u8]) -> Result<&'static Encoding, NotText> {
    match source {
        [b'<', 0, ..] => return Ok(UTF_16LE),
        [0, b'<', ..] => return Ok(UTF_16BE),
        _ => {}
    }
    let head = source.get(..source.len().min(256)).unwrap_or_default();
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    let Some((declaration, _)) = head
        .strip_prefix("<?xml")
        .and_then(|head| head.split_once("?>"))
    else {
        return Ok(UTF_8);
    };
    let Some((_, value)) = declaration.split_once("encoding") else {
        return Ok(UTF_8);
    };
    let value = value.trim_start().trim_start_matches('=').trim_start();
    let label = value
        .split(['"', '\''])
        .nth(1)
        .unwrap_or_default()
        .to_owned();
    match Encoding::for_label(label.as_bytes()) {
        // Its declaration could be read byte by byte, so it is not.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok(UTF_8),
        Some(encoding) => Ok(encoding),
        None => Err(NotText::Unknown(label)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_encodings_are_read() {
        let text = "<?xml version=\"1.0\" encoding=\"ENC\"?><a>低保标准</a>";
        let gbk = text.replace("ENC", "GBK");
        let (bytes, _, lost) = encoding_rs::GBK.encode(&gbk);
        assert!(!lost);
        assert_eq!(decode(&bytes).unwrap(), gbk);
        let utf16 = text.replace("ENC", "UTF-16");
        for little in [true, false] {
            let bytes: Vec<u8> = utf16
                .encode_utf16()
                .flat_map(|unit| {
                    if little {
                        unit.to_le_bytes()
                    } else {
                        unit.to_be_bytes()
                    }
                })
                .collect();
            assert_eq!(decode(&bytes).unwrap(), utf16);
            let mark: &[u8] = if little { b"\xFF\xFE" } else { b"\xFE\xFF" };
            assert_eq!(decode(&[mark, &bytes].concat()).unwrap(), utf16);
        }
        assert_eq!(decode("\u{FEFF}<a/>".as_bytes()).unwrap(), "<a/>");
        assert_eq!(decode(utf16.as_bytes()).unwrap(), utf16);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(
            decode(b"<?xml version='1.0' encoding='klingon'?><a/>"),
            Err(NotText::Unknown("klingon".to_owned()))
        );
        assert_eq!(decode(b"<a>\xFF</a>"), Err(NotText::Broken("UTF-8", 3)));
        let broken = b"<?xml version='1.0' encoding='GB18030'?><a>\xFF</a>";
        assert_eq!(decode(broken), Err(NotText::Broken("gb18030", 0)));
    }
}
