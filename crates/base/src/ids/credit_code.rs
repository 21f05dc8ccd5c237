//! The unified social credit code 统一社会信用代码 (GB 32100-2015) of an enterprise or
//! any other organisation.

use super::{character, length, mended, mismatch, organisation};
use crate::{AreaCode, Bilingual};

/// The characters of the code by their value; I, O, S, V and Z are not used.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of 3 modulo 31, for the first 17 characters.
const WEIGHTS: [u32; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];

/// A code that checks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CreditCode {
    /// The 18 characters.
    pub text: String,
    /// The authority that registers such bodies, such as `9` of market regulation.
    pub authority: char,
    /// What kind of body it is there, such as `1` of an enterprise.
    pub kind: char,
    /// Where it was registered; the code stays when the place is renamed.
    pub area: AreaCode,
    /// Its organisation code, nine characters without a hyphen.
    pub organisation: String,
    /// Whether the organisation code's own check character fits. The standard asks for
    /// it, and codes in force are known where it does not, so it refuses nothing.
    pub organisation_fits: bool,
}

fn name() -> Bilingual {
    Bilingual::new("统一社会信用代码", "unified social credit code")
}

fn value(c: char) -> Option<u32> {
    let at = ALPHABET.iter().position(|known| char::from(*known) == c)?;
    u32::try_from(at).ok()
}

/// The check character of 17 characters by their values.
fn expected(values: &[u32]) -> char {
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(v, w)| v * w).sum();
    let at = (31 - sum % 31) % 31;
    ALPHABET
        .get(usize::try_from(at).unwrap_or_default())
        .map_or('0', |c| char::from(*c))
}

/// Reads a code.
///
/// # Errors
/// A sentence if it is no such code or its check character does not fit.
pub fn check(typed: &str) -> Result<CreditCode, Bilingual> {
    let text = mended(typed);
    let characters: Vec<char> = text.chars().collect();
    if characters.len() != 18 {
        return Err(length(&name(), 18, characters.len()));
    }
    let mut values = Vec::with_capacity(18);
    for (at, &c) in characters.iter().enumerate() {
        if (2..8).contains(&at) && !c.is_ascii_digit() {
            let may = Bilingual::new(
                "第3至8位是行政区划代码，只用数字",
                "characters 3 to 8 are the area code, digits only",
            );
            return Err(character(&name(), at, c, &may));
        }
        let Some(value) = value(c) else {
            let may = Bilingual::new(
                "只用数字和大写字母，不用 I、O、S、V、Z",
                "only digits and capital letters without I, O, S, V, Z are used",
            );
            return Err(character(&name(), at, c, &may));
        };
        values.push(value);
    }
    let (Some(body), Some(&last)) = (values.get(..17), characters.get(17)) else {
        return Err(length(&name(), 18, characters.len()));
    };
    let fitting = expected(body);
    if fitting != last {
        return Err(mismatch(&name(), fitting, last));
    }
    let part = |from: usize, to: usize| -> String {
        characters.iter().skip(from).take(to - from).collect()
    };
    let organisation = part(8, 17);
    Ok(CreditCode {
        authority: characters.first().copied().unwrap_or('0'),
        kind: characters.get(1).copied().unwrap_or('0'),
        area: AreaCode(part(2, 8).parse().unwrap_or_default()),
        organisation_fits: organisation::check(&organisation).is_ok(),
        organisation,
        text,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        for (body, last) in [
            ("91110108551385082", 'Q'),
            ("11130100000000001", '7'),
            ("91130100MA0000000", 'Y'),
            ("9113010071318877X", '3'),
        ] {
            let parsed = check(&format!("{body}{last}")).unwrap();
            assert_eq!(parsed.text, format!("{body}{last}"));
            for wrong in ALPHABET
                .iter()
                .map(|c| char::from(*c))
                .filter(|c| *c != last)
            {
                let refused = check(&format!("{body}{wrong}")).unwrap_err();
                assert!(refused.zh.contains(&format!("应为“{last}”")), "{refused}");
            }
        }
    }

    #[test]
    fn a_code_is_taken_apart() {
        let parsed = check(" 91110108551385082q ").unwrap();
        assert_eq!((parsed.authority, parsed.kind), ('9', '1'));
        assert_eq!(parsed.area, AreaCode(110_108));
        assert_eq!(parsed.organisation, "551385082");
        assert!(parsed.organisation_fits);
        assert!(!check("111301000000000017").unwrap().organisation_fits);
    }

    #[test]
    fn what_is_no_code_is_told_so() {
        for (typed, says) in [
            ("", "有0位"),
            ("91110108551385082", "有17位"),
            ("91110108551385082QQ", "有19位"),
            ("9111010855138508OQ", "第17位不能是“O”"),
            ("911101O8551385082Q", "第7位不能是“O”"),
            ("9111A108551385082Q", "行政区划"),
            ("91110108项目1385082Q", "第9位不能是“项”"),
        ] {
            let refused = check(typed).unwrap_err();
            assert!(refused.zh.contains(says), "{typed}: {refused}");
        }
    }

    proptest! {
        #[test]
        fn one_changed_character_is_found(
            body in "[1-9NY][1-9][0-9]{6}[0-9ABCDEFGHJKLMNPQRTUWXY]{9}",
            at in 0_usize..18,
            to in 0_usize..31,
        ) {
            let values: Vec<u32> = body.chars().filter_map(value).collect();
            let code = format!("{body}{}", expected(&values));
            prop_assert!(check(&code).is_ok());
            let mut changed: Vec<char> = code.chars().collect();
            changed[at] = char::from(ALPHABET[to]);
            let changed: String = changed.into_iter().collect();
            prop_assert_eq!(check(&changed).is_ok(), changed == code);
        }

        #[test]
        fn any_text_is_answered(typed in ".{0,40}") {
            if let Err(refused) = check(&typed) {
                prop_assert!(refused.zh.ends_with('。') && refused.en.ends_with('.'));
            }
        }
    }
}
