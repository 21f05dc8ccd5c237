//! Rounding: to 34 digits, and to a number of decimal places in seven ways.

use super::wide::{U256, power_of_ten};
use super::{COEFFICIENT_LIMIT, DIGITS, EXPONENT_MAX, EXPONENT_MIN, Number};

/// Where to go from between two neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearer; from the middle to the even one: `decimal()`.
    HalfEven,
    /// To the nearer; from the middle away from zero: `round half up()`.
    HalfUp,
    /// To the nearer; from the middle towards zero: `round half down()`.
    HalfDown,
    /// Away from zero: `round up()`.
    Up,
    /// Towards zero: `round down()`.
    Down,
    /// To the lesser: `floor()`.
    Floor,
    /// To the greater: `ceiling()`.
    Ceiling,
}

/// What was cut off: its first digit, and whether anything else but zeros follows.
#[derive(Debug, Clone, Copy, Default)]
struct Cut {
    digit: u8,
    rest: bool,
}

impl Rounding {
    /// Whether a coefficient of this sign and with this last bit goes one up.
    fn goes_up(self, negative: bool, odd: bool, cut: Cut) -> bool {
        let any = cut.digit > 0 || cut.rest;
        let middle = cut.digit == 5 && !cut.rest;
        let above = cut.digit >= 5 && !middle;
        match self {
            Rounding::HalfEven => above || middle && odd,
            Rounding::HalfUp => above || middle,
            Rounding::HalfDown => above,
            Rounding::Up => any,
            Rounding::Down => false,
            Rounding::Floor => any && negative,
            Rounding::Ceiling => any && !negative,
        }
    }
}

/// Takes the last digits off. What remains must fit 128 bits.
fn cut(value: U256, count: u32, rest: bool) -> (u128, Cut) {
    if count == 0 {
        return (value.low, Cut { digit: 0, rest });
    }
    let (mut value, mut rest, mut left) = (value, rest, count - 1);
    while left > 0 && value != U256::from(0) {
        let step = left.min(19);
        let (quotient, remainder) = value.divide(power_of_ten(step));
        (value, rest, left) = (quotient, rest || remainder != 0, left - step);
    }
    if left > 0 {
        return (0, Cut { digit: 0, rest });
    }
    let (value, digit) = value.divide(10);
    let digit = digit as u8;
    (value.low, Cut { digit, rest })
}

/// The number nearest to ± value × 10^exponent, where `rest` says that the true value is a
/// little greater than the value given; ties go to even. None if it is too large.
pub(super) fn finish(negative: bool, value: U256, exponent: i32, rest: bool) -> Option<Number> {
    let excess = (value.digits() as i32 - DIGITS as i32)
        .max(EXPONENT_MIN.saturating_sub(exponent))
        .max(0);
    let (mut coefficient, off) = cut(value, excess as u32, rest);
    let mut exponent = exponent.saturating_add(excess);
    if Rounding::HalfEven.goes_up(negative, coefficient & 1 == 1, off) {
        coefficient += 1;
        if coefficient == COEFFICIENT_LIMIT {
            coefficient /= 10;
            exponent += 1;
        }
    }
    if coefficient == 0 {
        return Some(Number::ZERO);
    }
    if exponent > EXPONENT_MAX {
        // Room at the end of the coefficient can take some of it.
        let factor = power_of_ten(u32::try_from(exponent - EXPONENT_MAX).ok()?);
        coefficient = coefficient.checked_mul(factor)?;
        if coefficient >= COEFFICIENT_LIMIT {
            return None;
        }
        exponent = EXPONENT_MAX;
    }
    Some(Number::pack(
        negative,
        coefficient,
        i16::try_from(exponent).ok()?,
    ))
}

impl Number {
    /// Rounds to so many places behind the decimal point (before it, if negative). None if
    /// the scale is not within -6111 and 6176, the bounds of DMN 1.5.
    #[must_use]
    pub fn round(self, scale: i32, rounding: Rounding) -> Option<Number> {
        if !(-EXPONENT_MAX..=-EXPONENT_MIN).contains(&scale) {
            return None;
        }
        let excess = -scale - self.exponent();
        if excess <= 0 || self.is_zero() {
            return Some(self);
        }
        let (coefficient, off) = match (self.high, excess) {
            (0, 1..=19) => {
                let power = power_of_ten(excess as u32 - 1) as u64;
                let head = self.low / power;
                let off = Cut {
                    digit: (head % 10) as u8,
                    rest: !self.low.is_multiple_of(power),
                };
                (u128::from(head / 10), off)
            }
            _ => cut(U256::from(self.coefficient()), excess as u32, false),
        };
        let up = rounding.goes_up(self.negative, coefficient & 1 == 1, off);
        let exponent = i16::try_from(-scale).ok()?;
        Some(Number::pack(
            self.negative,
            coefficient + u128::from(up),
            exponent,
        ))
    }

    /// The greatest number of that many decimal places that is not greater.
    #[must_use]
    pub fn floor_to(self, scale: i32) -> Option<Number> {
        self.round(scale, Rounding::Floor)
    }

    /// The least number of that many decimal places that is not less.
    #[must_use]
    pub fn ceiling_to(self, scale: i32) -> Option<Number> {
        self.round(scale, Rounding::Ceiling)
    }

    /// The greatest whole number that is not greater.
    #[must_use]
    pub fn floor(self) -> Number {
        self.round(0, Rounding::Floor).unwrap_or(self)
    }

    /// The least whole number that is not less.
    #[must_use]
    pub fn ceiling(self) -> Number {
        self.round(0, Rounding::Ceiling).unwrap_or(self)
    }

    /// Without what stands behind the decimal point.
    #[must_use]
    pub fn truncate(self) -> Number {
        self.round(0, Rounding::Down).unwrap_or(self)
    }
}
