//! Identifiers that carry their own check: typed wrong, they are known to be wrong.
//!
//! Each module has `check`, which takes what somebody typed (blanks around, small letters
//! and full-width characters are mended), and answers with its parts or with a sentence
//! that says what is wrong, where, and which check character was expected.

pub mod citizen;
pub mod container;
pub mod credit_code;
pub mod organisation;
pub mod project_code;

use crate::Bilingual;

/// What was typed, with the slips of an input method mended: full-width characters are
/// made half-width, letters large, blanks go.
fn mended(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '‐' | '‑' | '–' | '—' | '−' => '-',
            c => c,
        })
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The refusal of a text that is too long or too short.
fn length(name: &Bilingual, want: usize, have: usize) -> Bilingual {
    Bilingual::new(
        format!(
            "{}应为{want}位，这里有{have}位；请对照证照补全或删去多余的字符。",
            name.zh
        ),
        format!(
            "A {} has {want} characters, this has {have}; compare it with the document.",
            name.en
        ),
    )
}

/// The refusal of a character that cannot stand at this place (from 0).
fn character(name: &Bilingual, at: usize, found: char, may: &Bilingual) -> Bilingual {
    let place = at + 1;
    Bilingual::new(
        format!(
            "{}第{place}位不能是“{found}”，{}；请对照证照改正这一位。",
            name.zh, may.zh
        ),
        format!(
            "Character {place} of the {} cannot be {found:?}: {}; compare it with the document.",
            name.en, may.en
        ),
    )
}

/// The refusal of a text whose check character does not fit the others.
fn mismatch(name: &Bilingual, expected: char, found: char) -> Bilingual {
    Bilingual::new(
        format!(
            "{}的校验位对不上：按前面各位应为“{expected}”，写的是“{found}”；请对照证照逐位核对。",
            name.zh
        ),
        format!(
            "The check character of the {} does not fit: the others ask for {expected:?}, it is {found:?}; compare every character with the document.",
            name.en
        ),
    )
}

/// The value of a digit or capital letter, 0–35.
fn value36(c: char) -> Option<u32> {
    c.to_digit(36).filter(|_| !c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_input_method_are_mended() {
        for (typed, mended_text) in [
            (" ９１１1 a-b ", "9111A-B"),
            ("1　2\t3", "123"),
            ("2603–990102", "2603-990102"),
            ("项目", "项目"),
        ] {
            assert_eq!(mended(typed), mended_text);
        }
    }
}
