//! Small things that every text format of C2SP shares: base64, decimals, names.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Hash;

/// Base64 of RFC 4648 § 4, with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes behind base64; none where the text is not exactly what [`base64`] writes,
/// so that one value has one text.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A hash in base64.
pub(crate) fn hash_from_base64(text: &str) -> Option<Hash> {
    from_base64(text)?.try_into().ok()
}

/// A number in ASCII digits without leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = text.len() > 1 && text.starts_with('0');
    if !digits || leading_zero {
        return None;
    }
    text.parse().ok()
}

/// Four bytes in eight lower-case hexadecimal digits.
pub(crate) fn id_from_hex(text: &str) -> Option<[u8; 4]> {
    let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.len() != 8 || !text.bytes().all(lower) {
        return None;
    }
    u32::from_str_radix(text, 16).ok().map(u32::to_be_bytes)
}

/// Four bytes as eight lower-case hexadecimal digits.
pub(crate) fn id_to_hex(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}

/// Whether `name` may name a key (C2SP signed-note): not empty, no Unicode space, no
/// plus, and no control character, which a note could not hold.
pub(crate) fn is_key_name(name: &str) -> bool {
    let unfit = |letter: char| letter.is_whitespace() || letter == '+' || letter < ' ';
    !name.is_empty() && !name.contains(unfit)
}

/// Whether `text` holds an ASCII control character other than the newline.
pub(crate) fn has_control(text: &str) -> bool {
    text.bytes().any(|byte| byte < b' ' && byte != b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_has_one_text() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("18446744073709551615"), Some(u64::MAX));
        for text in [
            "",
            "00",
            "01",
            "+1",
            "-0",
            " 1",
            "1 ",
            "１",
            "18446744073709551616",
        ] {
            assert_eq!(decimal(text), None, "{text:?}");
        }
    }

    #[test]
    fn base64_has_one_text() {
        assert_eq!(from_base64("AA=="), Some(vec![0]));
        for text in ["AA", "AA=", "AB==", "AA==\n", "A A=", "_-==", "AA==AA=="] {
            assert_eq!(from_base64(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_id_is_eight_lower_case_digits() {
        assert_eq!(id_from_hex("00ff10ab"), Some([0, 0xff, 0x10, 0xab]));
        assert_eq!(id_to_hex([0, 0xff, 0x10, 0xab]), "00ff10ab");
        for text in ["", "0ff10ab", "00FF10AB", "+0ff10ab", "00ff10ab0", "中文ab"] {
            assert_eq!(id_from_hex(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_key_name_has_no_space_and_no_plus() {
        assert!(is_key_name("yunze.example/log"));
        assert!(is_key_name("云泽市/账本"));
        for name in [
            "",
            "a b",
            "a+b",
            "a\u{3000}b",
            "a\u{a0}b",
            "a\nb",
            "a\u{1}b",
        ] {
            assert!(!is_key_name(name), "{name:?}");
        }
    }
}
