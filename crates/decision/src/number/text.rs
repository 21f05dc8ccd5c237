//! Numbers as text.

use std::fmt;
use std::str::FromStr;

use super::rounding::finish;
use super::wide::U256;
use super::{Number, Rounding};

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotANumber {
    /// Not written as a number is.
    #[error(
        "not a number: digits are needed, with a sign, a decimal point and an exponent at most"
    )]
    Form,
    /// Above what a number can be.
    #[error("the number is larger than numbers can be")]
    TooLarge,
}

/// Digits read so far. Those beyond the 38th only matter for rounding.
#[derive(Default)]
struct Reading {
    coefficient: u128,
    held: u32,
    exponent: i64,
    rest: bool,
    any: bool,
}

impl Reading {
    /// Takes digits until something else comes; returns what is left.
    fn digits<'a>(&mut self, text: &'a [u8], behind_point: bool) -> (&'a [u8], bool) {
        let mut left = text;
        let mut some = false;
        while let [digit @ b'0'..=b'9', more @ ..] = left {
            (left, some) = (more, true);
            if self.held < 38 {
                self.coefficient = self.coefficient * 10 + u128::from(digit - b'0');
                self.held += u32::from(self.coefficient != 0);
                self.exponent -= i64::from(behind_point);
            } else {
                self.rest |= *digit != b'0';
                self.exponent += i64::from(!behind_point);
            }
        }
        self.any |= some;
        (left, some)
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    /// Reads digits with a sign, a decimal point and an exponent, all of which may be
    /// missing, as in `-12.50`, `.5` and `1.2E-3`. More than 34 digits are rounded.
    fn from_str(text: &str) -> Result<Number, NotANumber> {
        let (negative, mut left) = match text.as_bytes() {
            [b'-', more @ ..] => (true, more),
            [b'+', more @ ..] => (false, more),
            all => (false, all),
        };
        let mut reading = Reading::default();
        (left, _) = reading.digits(left, false);
        if let [b'.', more @ ..] = left {
            let some;
            (left, some) = reading.digits(more, true);
            if !some {
                return Err(NotANumber::Form);
            }
        }
        if !reading.any {
            return Err(NotANumber::Form);
        }
        if let [b'e' | b'E', more @ ..] = left {
            let (below, more) = match more {
                [b'-', more @ ..] => (true, more),
                [b'+', more @ ..] => (false, more),
                all => (false, all),
            };
            if more.is_empty() || !more.iter().all(u8::is_ascii_digit) {
                return Err(NotANumber::Form);
            }
            let size = more.iter().fold(0i64, |sum, digit| {
                sum.saturating_mul(10)
                    .saturating_add(i64::from(digit - b'0'))
            });
            let size = if below { -size } else { size };
            reading.exponent = reading.exponent.saturating_add(size);
            left = &[];
        }
        if !left.is_empty() {
            return Err(NotANumber::Form);
        }
        // Far beyond the bounds it does not matter how far.
        let exponent = reading.exponent.clamp(-20_000, 20_000) as i32;
        finish(
            negative,
            U256::from(reading.coefficient),
            exponent,
            reading.rest,
        )
        .ok_or(NotANumber::TooLarge)
    }
}

impl fmt::Display for Number {
    /// Digits with a decimal point where needed: no exponent and no zeros at the end. The
    /// longest have some 6,200 characters. A precision rounds half to even and fills up with
    /// zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision();
        let scale = places.and_then(|places| i32::try_from(places).ok());
        let it = scale
            .and_then(|scale| self.round(scale, Rounding::HalfEven))
            .unwrap_or(*self)
            .canonical();
        let mut text = it.coefficient().to_string();
        if it.exponent >= 0 {
            text.extend(std::iter::repeat_n('0', it.exponent as usize));
        } else {
            let behind = it.exponent.unsigned_abs() as usize;
            if text.len() <= behind {
                let zeros = behind + 1 - text.len();
                text.insert_str(0, &"0".repeat(zeros));
            }
            text.insert(text.len() - behind, '.');
        }
        if let Some(places) = places {
            let behind = it.exponent.min(0).unsigned_abs() as usize;
            if behind == 0 && places > 0 {
                text.push('.');
            }
            text.extend(std::iter::repeat_n('0', places.saturating_sub(behind)));
        }
        f.pad_integral(!it.negative, "", &text)
    }
}

impl fmt::Debug for Number {
    /// The coefficient and the exponent, so that tests show which zeros there are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        write!(f, "{sign}{}E{}", self.coefficient(), self.exponent)
    }
}
