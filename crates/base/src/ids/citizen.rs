//! The identity number of a citizen 公民身份号码 (GB 11643-1999), and of the residence
//! permits that are numbered alike.
//!
//! No sentence repeats the number: refusals are shown and logged, and it is personal.

use super::{character, length, mended, mismatch};
use crate::{AreaCode, Bilingual, Day};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character by the remainder of 11.
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// A number that checks.
#[derive(Clone, PartialEq, Eq)]
pub struct CitizenId {
    /// The 18 characters.
    pub text: String,
    /// Where it was given out; 810000, 820000 and 830000 for residents of Hong Kong,
    /// Macao and Taiwan.
    pub area: AreaCode,
    /// The day of birth.
    pub born: Day,
    /// Whether it was given to a man.
    pub male: bool,
}

impl std::fmt::Debug for CitizenId {
    /// Without the number.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("CitizenId(…)")
    }
}

fn name() -> Bilingual {
    Bilingual::new("公民身份号码", "citizen's identity number")
}

fn expected(digits: &[u32]) -> char {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| d * w).sum();
    let at = usize::try_from(sum % 11).unwrap_or_default();
    CHECKS.get(at).copied().unwrap_or('1')
}

/// Reads a number. Whether the place exists and the day of birth has come are for those
/// who know the places and the day.
///
/// # Errors
/// A sentence if it is no such number or its check character does not fit.
pub fn check(typed: &str) -> Result<CitizenId, Bilingual> {
    let text = mended(typed);
    let characters: Vec<char> = text.chars().collect();
    if characters.len() != 18 {
        return Err(length(&name(), 18, characters.len()));
    }
    let mut digits = Vec::with_capacity(17);
    for (at, &c) in characters.iter().take(17).enumerate() {
        let Some(digit) = c.to_digit(10) else {
            let may = Bilingual::new("前17位只用数字", "the first 17 are digits");
            return Err(character(&name(), at, c, &may));
        };
        digits.push(digit);
    }
    let number = |from: usize, many: usize| {
        digits
            .iter()
            .skip(from)
            .take(many)
            .fold(0, |sum, digit| sum * 10 + digit)
    };
    let born = i16::try_from(number(6, 4)).ok().and_then(|year| {
        let month = i8::try_from(number(10, 2)).ok()?;
        Day::new(year, month, i8::try_from(number(12, 2)).ok()?).ok()
    });
    let Some(born) = born else {
        return Err(Bilingual::new(
            "公民身份号码第7至14位应是出生日期（年月日），这里写的日期不存在；请对照身份证核对。",
            "Characters 7 to 14 of a citizen's identity number are the day of birth, and no such day exists; compare it with the card.",
        ));
    };
    let fitting = expected(&digits);
    match characters.get(17) {
        Some(&last) if last == fitting => Ok(CitizenId {
            area: AreaCode(number(0, 6)),
            born,
            male: number(14, 3) % 2 == 1,
            text,
        }),
        last => Err(mismatch(&name(), fitting, last.copied().unwrap_or(' '))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        for (text, born, male) in [
            ("11010519491231002X", "1949-12-31", false),
            ("130102199001010015", "1990-01-01", true),
            ("130102199003071006", "1990-03-07", false),
            ("11010519491231002x", "1949-12-31", false),
        ] {
            let parsed = check(text).unwrap();
            assert_eq!(parsed.text, text.to_uppercase());
            assert_eq!(
                (parsed.born.to_string().as_str(), parsed.male),
                (born, male)
            );
        }
        assert_eq!(check("130102199001010015").unwrap().area, AreaCode(130_102));
    }

    #[test]
    fn what_is_no_number_is_told_so_without_repeating_it() {
        for (typed, says) in [
            ("13010219900101001", "有17位"),
            ("13010290010100", "有14位"),
            ("1301021990010100A5", "第17位不能是“A”"),
            ("130102199002300015", "出生日期"),
            ("130102199013010015", "出生日期"),
            ("130102199001010016", "应为“5”"),
        ] {
            let refused = check(typed).unwrap_err();
            assert!(refused.zh.contains(says), "{refused}");
            assert!(!refused.zh.contains("19900") && !refused.en.contains("19900"));
        }
        let parsed = check("130102199001010015").unwrap();
        assert!(!format!("{parsed:?}").contains("1301"));
    }

    proptest! {
        #[test]
        fn one_changed_character_is_found(
            area in "[1-9][0-9]{5}",
            days in 0_i32..40_000,
            serial in "[0-9]{3}",
            at in 0_usize..18,
            to in "[0-9X]",
        ) {
            let born = Day::constant(1920, 1, 1).saturating_add(jiff::Span::new().days(days));
            let body = format!("{area}{}{serial}", born.strftime("%Y%m%d"));
            let digits: Vec<u32> = body.chars().filter_map(|c| c.to_digit(10)).collect();
            let code = format!("{body}{}", expected(&digits));
            prop_assert_eq!(check(&code).unwrap().born, born);
            let mut changed: Vec<char> = code.chars().collect();
            changed[at] = to.chars().next().unwrap();
            let changed: String = changed.into_iter().collect();
            prop_assert_eq!(check(&changed).is_ok(), changed == code);
        }
    }
}
