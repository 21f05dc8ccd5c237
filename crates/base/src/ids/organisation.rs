//! The organisation code 组织机构代码 (GB 11714): eight characters and a check
//! character, printed as `55138508-2`. It lives on inside the unified social credit code.

use super::{character, length, mended, mismatch, value36};
use crate::Bilingual;

const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A code that checks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrganisationCode {
    /// The nine characters, without a hyphen.
    pub text: String,
}

fn name() -> Bilingual {
    Bilingual::new("组织机构代码", "organisation code")
}

fn expected(values: &[u32]) -> char {
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(v, w)| v * w).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// Reads a code, with or without its hyphen.
///
/// # Errors
/// A sentence if it is no such code or its check character does not fit.
pub fn check(typed: &str) -> Result<OrganisationCode, Bilingual> {
    let mut text = mended(typed);
    if text.chars().nth(8) == Some('-') {
        text = text.replacen('-', "", 1);
    }
    let characters: Vec<char> = text.chars().collect();
    if characters.len() != 9 {
        return Err(length(&name(), 9, characters.len()));
    }
    let mut values = Vec::with_capacity(8);
    for (at, &c) in characters.iter().take(8).enumerate() {
        let Some(value) = value36(c) else {
            let may = Bilingual::new(
                "只用数字和大写字母",
                "only digits and capital letters are used",
            );
            return Err(character(&name(), at, c, &may));
        };
        values.push(value);
    }
    let fitting = expected(&values);
    match characters.get(8) {
        Some(&last) if last == fitting => Ok(OrganisationCode { text }),
        last => Err(mismatch(&name(), fitting, last.copied().unwrap_or(' '))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        for (typed, text) in [
            ("55138508-2", "551385082"),
            ("551385082", "551385082"),
            ("d2143569-x", "D2143569X"),
        ] {
            assert_eq!(check(typed).unwrap().text, text);
        }
        assert!(check("55138508-3").unwrap_err().zh.contains("应为“2”"));
        assert!(check("5513850-82").unwrap_err().zh.contains("有10位"));
        assert!(check("55-385082").unwrap_err().zh.contains("第3位"));
    }

    proptest! {
        // Letters are weighed by their place in the alphabet, so that 0 and B weigh the
        // same: of letters not every slip shows, of digits each.
        #[test]
        fn one_changed_digit_is_found(body in "[0-9]{8}", at in 0_usize..8, to in 0_u32..10) {
            let values: Vec<u32> = body.chars().filter_map(value36).collect();
            let code = format!("{body}{}", expected(&values));
            let mut changed: Vec<char> = code.chars().collect();
            changed[at] = char::from_digit(to, 10).unwrap();
            let changed: String = changed.into_iter().collect();
            prop_assert_eq!(check(&changed).is_ok(), changed == code);
        }
    }
}
