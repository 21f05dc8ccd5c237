//! From and to the other numbers of the house.

use rust_decimal::Decimal;

use super::wide::power_of_ten;
use super::{NotANumber, Number};

/// A number that has no exact counterpart in the type asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} cannot be held exactly")]
pub struct InexactNumber(pub Number);

/// A whole number of more than 34 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} has more than 34 digits")]
pub struct NumberOutOfRange(pub i128);

macro_rules! from_unsigned {
    ($($kind:ty)*) => {$(
        impl From<$kind> for Number {
            #[inline]
            fn from(value: $kind) -> Number {
                Number::whole(value as u64)
            }
        }
    )*};
}

macro_rules! from_signed {
    ($($kind:ty)*) => {$(
        impl From<$kind> for Number {
            #[inline]
            fn from(value: $kind) -> Number {
                Number {
                    negative: value < 0,
                    ..Number::whole((value as i64).unsigned_abs())
                }
            }
        }
    )*};
}

from_unsigned!(u8 u16 u32 u64 usize);
from_signed!(i8 i16 i32 i64 isize);

impl TryFrom<i128> for Number {
    type Error = NumberOutOfRange;

    /// A whole number; an error if it has more than 34 digits other than zeros at its end.
    fn try_from(value: i128) -> Result<Number, NumberOutOfRange> {
        Number::from_parts(value < 0, value.unsigned_abs(), 0)
            .filter(|number| number.to_i128() == Some(value))
            .ok_or(NumberOutOfRange(value))
    }
}

impl From<Decimal> for Number {
    /// Always exact: a `Decimal` has 29 digits at most.
    fn from(value: Decimal) -> Number {
        Number::pack(
            value.is_sign_negative(),
            value.mantissa().unsigned_abs(),
            -(value.scale() as i16),
        )
    }
}

impl TryFrom<Number> for Decimal {
    type Error = InexactNumber;

    /// The same value, or an error if it needs more than 96 bits or 28 decimal places.
    fn try_from(value: Number) -> Result<Decimal, InexactNumber> {
        let exact = |number: Number| {
            let (coefficient, scale) = match u32::try_from(-number.exponent()) {
                Ok(scale) => (number.coefficient(), scale),
                Err(_) if number.exponent() > 28 => return None,
                Err(_) => {
                    let power = power_of_ten(number.exponent().unsigned_abs());
                    (number.coefficient().checked_mul(power)?, 0)
                }
            };
            let signed = i128::try_from(coefficient).ok()?;
            let signed = if number.negative { -signed } else { signed };
            Decimal::try_from_i128_with_scale(signed, scale).ok()
        };
        exact(value)
            .or_else(|| exact(value.canonical()))
            .ok_or(InexactNumber(value))
    }
}

impl TryFrom<&serde_json::Number> for Number {
    type Error = NotANumber;

    /// What the JSON text says: a number of ordinary length comes through digit by digit.
    fn try_from(value: &serde_json::Number) -> Result<Number, NotANumber> {
        if let Some(whole) = value.as_i64() {
            return Ok(Number::from(whole));
        }
        if let Some(whole) = value.as_u64() {
            return Ok(Number::from(whole));
        }
        value.to_string().parse()
    }
}

impl Number {
    /// The whole number, if it is one and fits.
    #[must_use]
    pub fn to_i128(self) -> Option<i128> {
        let coefficient = match self.exponent() {
            0 => self.coefficient(),
            1..=38 => self
                .coefficient()
                .checked_mul(power_of_ten(self.exponent().unsigned_abs()))?,
            -34..=-1 => {
                let power = power_of_ten(self.exponent().unsigned_abs());
                let coefficient = self.coefficient();
                if !coefficient.is_multiple_of(power) {
                    return None;
                }
                coefficient / power
            }
            _ => return None,
        };
        let value = i128::try_from(coefficient).ok()?;
        Some(if self.negative { -value } else { value })
    }

    /// The whole number, if it is one and fits.
    #[inline]
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        if self.exponent == 0 && self.high == 0 && self.low <= i64::MAX as u64 {
            let value = self.low as i64;
            return Some(if self.negative { -value } else { value });
        }
        i64::try_from(self.to_i128()?).ok()
    }

    /// The whole number, if it is one and fits.
    #[must_use]
    pub fn to_usize(self) -> Option<usize> {
        usize::try_from(self.to_i128()?).ok()
    }

    /// The JSON number that reads back as this one, if there is one; others have to be
    /// given as text.
    #[must_use]
    pub fn to_json(self) -> Option<serde_json::Number> {
        if let Some(whole) = self.to_i64() {
            return Some(whole.into());
        }
        if let Some(whole) = self.to_i128().and_then(|it| u64::try_from(it).ok()) {
            return Some(whole.into());
        }
        let it = self.canonical();
        let sign = if it.negative { "-" } else { "" };
        let text = format!("{sign}{}E{}", it.coefficient(), it.exponent);
        let number = serde_json::Number::from_f64(text.parse().ok()?)?;
        Number::try_from(&number)
            .is_ok_and(|back| back == self)
            .then_some(number)
    }

    /// The whole part and what stands behind the point, if each fits a word and the latter
    /// is given in units of 10^-places; for printing and for times.
    #[must_use]
    pub fn split(self, places: u32) -> Option<(i64, u64)> {
        if places > 19 {
            return None;
        }
        let whole = self.truncate();
        let behind = self.checked_sub(whole)?.abs();
        let unit = Number::from_parts(false, power_of_ten(places), 0)?;
        let behind = behind.checked_mul(unit)?.truncate();
        Some((whole.to_i64()?, u64::try_from(behind.to_i128()?).ok()?))
    }
}
