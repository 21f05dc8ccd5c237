//! Numbers as FEEL has them (DMN 1.5, clause 10.3.2.3.1): 34 decimal digits and an exponent,
//! the finite values of the format decimal128 of IEEE 754-2008. What that format would call
//! infinite or not a number is `None` here; what is too small becomes zero.

mod arithmetic;
mod compare;
mod convert;
mod functions;
mod modulo;
mod rounding;
#[cfg(test)]
mod tests;
mod text;
mod wide;

pub use convert::{InexactNumber, NumberOutOfRange};
pub use rounding::Rounding;
pub use text::NotANumber;

/// The greatest number of digits.
pub const DIGITS: u32 = 34;
/// The exponent of the smallest number that is not zero.
pub const EXPONENT_MIN: i32 = -6176;
/// The greatest exponent of a whole coefficient.
pub const EXPONENT_MAX: i32 = 6111;
/// Coefficients are below this.
const COEFFICIENT_LIMIT: u128 = 10u128.pow(DIGITS);

/// A number: coefficient × 10^exponent. Equal values are equal however many zeros they were
/// written with.
///
/// Two words and a half of which the flag leaves room for the tags of enums around it: a
/// `Value` and an `Option<Number>` are no larger than the number itself. Zero is kept in one
/// form only, without a sign.
#[derive(Clone, Copy)]
pub struct Number {
    low: u64,
    high: u64,
    exponent: i16,
    negative: bool,
}

impl Number {
    /// 0.
    pub const ZERO: Number = Number::whole(0);
    /// 1.
    pub const ONE: Number = Number::whole(1);
    /// 2.
    pub const TWO: Number = Number::whole(2);
    /// 10.
    pub const TEN: Number = Number::whole(10);
    /// The greatest number, 9.999999999999999999999999999999999E6144.
    pub const MAX: Number = Number {
        low: (COEFFICIENT_LIMIT - 1) as u64,
        high: ((COEFFICIENT_LIMIT - 1) >> 64) as u64,
        exponent: EXPONENT_MAX as i16,
        negative: false,
    };
    /// The least number.
    pub const MIN: Number = Number {
        negative: true,
        ..Number::MAX
    };
    /// The smallest number above zero, 1E-6176.
    pub const SMALLEST: Number = Number {
        exponent: EXPONENT_MIN as i16,
        ..Number::ONE
    };

    /// A whole number, also in constants.
    #[must_use]
    pub const fn whole(value: u64) -> Number {
        Number {
            low: value,
            high: 0,
            exponent: 0,
            negative: false,
        }
    }

    /// ± coefficient × 10^exponent, rounded half to even if it has too many digits; none if
    /// it is too large.
    #[must_use]
    pub fn from_parts(negative: bool, coefficient: u128, exponent: i32) -> Option<Number> {
        if coefficient < COEFFICIENT_LIMIT && (EXPONENT_MIN..=EXPONENT_MAX).contains(&exponent) {
            return Some(Number::pack(negative, coefficient, exponent as i16));
        }
        rounding::finish(negative, wide::U256::from(coefficient), exponent, false)
    }

    /// Puts parts together that are known to be within bounds.
    #[inline]
    const fn pack(negative: bool, coefficient: u128, exponent: i16) -> Number {
        if coefficient == 0 {
            return Number::ZERO;
        }
        Number {
            low: coefficient as u64,
            high: (coefficient >> 64) as u64,
            exponent,
            negative,
        }
    }

    /// The digits as a whole number, below 10^34.
    #[inline]
    #[must_use]
    pub const fn coefficient(self) -> u128 {
        (self.high as u128) << 64 | self.low as u128
    }

    /// The power of ten that the coefficient is to be multiplied by. Not a property of the
    /// value: 1.0 and 1.00 differ in it.
    #[inline]
    #[must_use]
    pub const fn exponent(self) -> i32 {
        self.exponent as i32
    }

    /// Whether this is zero.
    #[inline]
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.low == 0 && self.high == 0
    }

    /// Whether this is below zero.
    #[inline]
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.negative
    }

    /// Whether this is above zero.
    #[inline]
    #[must_use]
    pub const fn is_positive(self) -> bool {
        !self.negative && !self.is_zero()
    }

    /// Whether there is nothing behind the decimal point.
    #[must_use]
    pub fn is_integer(self) -> bool {
        self.exponent >= 0 || self.canonical().exponent >= 0
    }

    /// Whether this is a whole multiple of two.
    #[must_use]
    pub fn is_even(self) -> bool {
        let it = self.canonical();
        it.exponent > 0 || it.exponent == 0 && it.low & 1 == 0
    }

    /// Whether this is whole and not a multiple of two.
    #[must_use]
    pub fn is_odd(self) -> bool {
        let it = self.canonical();
        it.exponent == 0 && it.low & 1 == 1
    }

    /// Without its sign.
    #[inline]
    #[must_use]
    pub const fn abs(self) -> Number {
        Number {
            negative: false,
            ..self
        }
    }

    /// The same value without zeros at the end of its coefficient.
    #[must_use]
    pub fn canonical(self) -> Number {
        if self.high == 0 {
            let (mut low, mut exponent) = (self.low, self.exponent);
            while low != 0 && low.is_multiple_of(10) {
                low /= 10;
                exponent += 1;
            }
            return Number {
                low,
                exponent,
                ..self
            };
        }
        let (mut coefficient, mut exponent) = (self.coefficient(), self.exponent);
        for step in [16, 8, 4, 2, 1] {
            let power = wide::power_of_ten(step);
            while coefficient.is_multiple_of(power) {
                coefficient /= power;
                exponent += step as i16;
            }
        }
        Number::pack(self.negative, coefficient, exponent)
    }

    /// How many digits stand behind the decimal point when it is written.
    #[must_use]
    pub fn decimal_places(self) -> u32 {
        self.canonical().exponent().min(0).unsigned_abs()
    }
}

impl std::ops::Neg for Number {
    type Output = Number;

    #[inline]
    fn neg(self) -> Number {
        Number {
            negative: !self.negative && !self.is_zero(),
            ..self
        }
    }
}

impl Default for Number {
    fn default() -> Number {
        Number::ZERO
    }
}
