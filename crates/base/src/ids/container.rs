//! The number of a freight container (ISO 6346): owner of three letters, category, serial
//! of six digits, check digit, such as `CSQU3054383`.

use super::{character, length, mended, mismatch, value36};
use crate::Bilingual;

/// A number that checks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Container {
    /// The eleven characters.
    pub text: String,
    /// The owner's letters, such as `CSQ`.
    pub owner: String,
    /// The category: `U` a container, `J` what is fixed to one, `Z` a trailer or chassis.
    pub category: char,
}

fn name() -> Bilingual {
    Bilingual::new("集装箱号", "container number")
}

/// Digits are worth themselves; letters count from 10 and leave out multiples of 11.
fn worth(c: char) -> Option<u32> {
    let value = value36(c)?;
    Some(if c.is_ascii_digit() {
        value
    } else {
        // A is 10; B would be 11 and is 12; L would be 22 and is 23; V is 34.
        value + (value - 1) / 10
    })
}

/// The remainder of 11; 10 is written as the digit 0.
fn remainder(characters: &[char]) -> Option<u32> {
    let mut sum = 0;
    for (at, &c) in characters.iter().take(10).enumerate() {
        sum += worth(c)? << at;
    }
    Some(sum % 11)
}

/// Reads a number. Blanks and hyphens between its parts are left out.
///
/// # Errors
/// A sentence if it is no such number or its check digit does not fit.
pub fn check(typed: &str) -> Result<Container, Bilingual> {
    let text = mended(typed).replace('-', "");
    let characters: Vec<char> = text.chars().collect();
    if characters.len() != 11 {
        return Err(length(&name(), 11, characters.len()));
    }
    for (at, &c) in characters.iter().enumerate() {
        let (fits, may) = match at {
            0..3 => (
                c.is_ascii_uppercase(),
                Bilingual::new(
                    "前三位是箱主代码，只用字母",
                    "the first three are the owner's letters",
                ),
            ),
            3 => (
                matches!(c, 'U' | 'J' | 'Z'),
                Bilingual::new(
                    "第四位是设备识别码，为 U、J 或 Z",
                    "the fourth is the category, U, J or Z",
                ),
            ),
            _ => (
                c.is_ascii_digit(),
                Bilingual::new("后七位只用数字", "the last seven are digits"),
            ),
        };
        if !fits {
            return Err(character(&name(), at, c, &may));
        }
    }
    let fitting = remainder(&characters)
        .and_then(|left| char::from_digit(left % 10, 10))
        .unwrap_or('0');
    match characters.get(10) {
        Some(&last) if last == fitting => Ok(Container {
            owner: characters.iter().take(3).collect(),
            category: characters.get(3).copied().unwrap_or('U'),
            text,
        }),
        last => Err(mismatch(&name(), fitting, last.copied().unwrap_or(' '))),
    }
}

/// The number whose serial comes `nth` after that of a number, of the same owner and with
/// its own check digit; none if the first is no number, or the serials of six digits end.
#[must_use]
pub fn after(first: &str, nth: u32) -> Option<String> {
    let first = check(first).ok()?;
    let (owner, serial) = first.text.get(..10)?.split_at_checked(4)?;
    let serial = serial.parse::<u32>().ok()?.checked_add(nth)?;
    let body = format!("{owner}{serial:06}");
    let characters: Vec<char> = body.chars().collect();
    let digit = remainder(&characters)?.checked_rem(10)?;
    (characters.len() == 10).then(|| format!("{body}{digit}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_leave_out_the_multiples_of_eleven() {
        for (letter, value) in [
            ('0', 0),
            ('9', 9),
            ('A', 10),
            ('B', 12),
            ('K', 21),
            ('L', 23),
            ('U', 32),
            ('V', 34),
            ('Z', 38),
        ] {
            assert_eq!(worth(letter), Some(value), "{letter}");
        }
    }

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        let parsed = check("csqu 305438-3").unwrap();
        assert_eq!(
            (parsed.text.as_str(), parsed.owner.as_str()),
            ("CSQU3054383", "CSQ")
        );
        assert_eq!(parsed.category, 'U');
        for (typed, says) in [
            ("CSQU3054384", "应为“3”"),
            ("CSQU305438", "有10位"),
            ("CS1U3054383", "第3位不能是“1”"),
            ("CSQX3054383", "第4位不能是“X”"),
            ("CSQU30543B3", "第10位不能是“B”"),
        ] {
            let refused = check(typed).unwrap_err();
            assert!(refused.zh.contains(says), "{refused}");
        }
    }

    #[test]
    fn a_number_counted_on_has_its_own_check_digit() {
        assert_eq!(after("CSQU3054383", 0).as_deref(), Some("CSQU3054383"));
        for nth in [1, 7, 694_561] {
            let next = after("CSQU3054383", nth).unwrap();
            assert_eq!(check(&next).unwrap().text, next);
            assert_eq!(next[4..10].parse::<u32>(), Ok(305_438 + nth));
        }
        assert_eq!(after("CSQU3054383", 694_562), None);
        assert_eq!(after("CSQU3054384", 1), None);
    }

    proptest! {
        // A remainder of 10 is written 0, so that one slip in a hundred hides there; the
        // standard advises against serials that have it.
        #[test]
        fn one_changed_digit_is_found_but_between_the_remainders_0_and_10(
            body in "[A-Z]{3}U[0-9]{6}",
            at in 4_usize..11,
            to in 0_u32..10,
        ) {
            let left = remainder(&body.chars().collect::<Vec<_>>()).unwrap();
            let code = format!("{body}{}", left % 10);
            prop_assert!(check(&code).is_ok());
            let mut changed: Vec<char> = code.chars().collect();
            changed[at] = char::from_digit(to, 10).unwrap();
            let now = remainder(&changed).unwrap();
            let changed: String = changed.into_iter().collect();
            let hidden = at < 10 && left != now && left % 10 == now % 10;
            prop_assert_eq!(check(&changed).is_ok(), changed == code || hidden);
        }
    }
}
