//! The four operations, rounded half to even at 34 digits.

use std::cmp::Ordering;

use super::compare::align_short;
use super::rounding::finish;
use super::wide::{U256, digits, power_of_ten};
use super::{COEFFICIENT_LIMIT, DIGITS, Number};

/// As many digits as sums are worked out with: beyond twice 34, what is cut off can only
/// break a tie.
const SUM_DIGITS: u32 = 72;

impl Number {
    /// The sum; none if it is too large.
    #[inline]
    #[must_use]
    pub fn checked_add(self, other: Number) -> Option<Number> {
        match align_short(self, other) {
            Some((left, right, exponent))
                if left < COEFFICIENT_LIMIT && right < COEFFICIENT_LIMIT =>
            {
                let (negative, sum) = if self.negative == other.negative {
                    (self.negative, left + right)
                } else if left >= right {
                    (self.negative, left - right)
                } else {
                    (other.negative, right - left)
                };
                if sum < COEFFICIENT_LIMIT {
                    return Some(Number::pack(negative, sum, exponent));
                }
                self.add_far(other)
            }
            _ => self.add_far(other),
        }
    }

    /// The difference; none if it is too large.
    #[inline]
    #[must_use]
    pub fn checked_sub(self, other: Number) -> Option<Number> {
        self.checked_add(-other)
    }

    fn add_far(self, other: Number) -> Option<Number> {
        if other.is_zero() {
            return Some(self);
        }
        if self.is_zero() {
            return Some(other);
        }
        let (above, below) = if self.exponent >= other.exponent {
            (self, other)
        } else {
            (other, self)
        };
        let apart = (above.exponent() - below.exponent()).unsigned_abs();
        let up = apart.min(SUM_DIGITS - digits(above.coefficient()));
        let down = apart - up;
        let left = U256::from(above.coefficient()).times_power_of_ten(up);
        let (right, rest) = match down {
            0 => (below.coefficient(), false),
            1..=38 => {
                let power = power_of_ten(down);
                let coefficient = below.coefficient();
                (coefficient / power, !coefficient.is_multiple_of(power))
            }
            _ => (0, true),
        };
        let right = U256::from(right);
        let exponent = above.exponent() - up as i32;
        if above.negative == below.negative {
            return finish(above.negative, left.plus(right), exponent, rest);
        }
        match left.cmp(&right) {
            // Digits are only cut off when the other has 72 of them.
            Ordering::Greater => {
                let more = U256::from(u128::from(rest));
                finish(
                    above.negative,
                    left.minus(right).minus(more),
                    exponent,
                    rest,
                )
            }
            Ordering::Less => finish(below.negative, right.minus(left), exponent, false),
            Ordering::Equal => Some(Number::ZERO),
        }
    }

    /// The product; none if it is too large.
    #[inline]
    #[must_use]
    pub fn checked_mul(self, other: Number) -> Option<Number> {
        let negative = self.negative != other.negative;
        let exponent = self.exponent() + other.exponent();
        if self.high | other.high == 0 {
            let product = u128::from(self.low) * u128::from(other.low);
            return Number::from_parts(negative, product, exponent);
        }
        let product = U256::product(self.coefficient(), other.coefficient());
        finish(negative, product, exponent, false)
    }

    /// The quotient; none if the divisor is zero or the quotient too large.
    #[must_use]
    pub fn checked_div(self, other: Number) -> Option<Number> {
        if other.is_zero() {
            return None;
        }
        let negative = self.negative != other.negative;
        let exponent = self.exponent() - other.exponent();
        if self.high | other.high == 0 && self.low.is_multiple_of(other.low) {
            return Number::from_parts(negative, u128::from(self.low / other.low), exponent);
        }
        let (dividend, divisor) = (self.coefficient(), other.coefficient());
        // So many zeros that the quotient has 35 digits or 36.
        let zeros = DIGITS + 1 + digits(divisor) - digits(dividend);
        let wide = U256::from(dividend).times_power_of_ten(zeros);
        let (quotient, remainder) = wide.divide(divisor);
        let exponent = exponent - zeros as i32;
        if remainder != 0 {
            return finish(negative, quotient, exponent, true);
        }
        let it = finish(negative, quotient, exponent, false)?;
        // The zeros were only added to divide.
        Some(it.canonical())
    }

    /// The sum of many, from the first to the last; zero of none.
    #[must_use]
    pub fn sum(numbers: impl IntoIterator<Item = Number>) -> Option<Number> {
        numbers
            .into_iter()
            .try_fold(Number::ZERO, Number::checked_add)
    }

    /// The product of many, from the first to the last; one of none.
    #[must_use]
    pub fn product(numbers: impl IntoIterator<Item = Number>) -> Option<Number> {
        numbers
            .into_iter()
            .try_fold(Number::ONE, Number::checked_mul)
    }

    /// The sum of many divided by how many; none of none.
    #[must_use]
    pub fn mean(numbers: impl IntoIterator<Item = Number>) -> Option<Number> {
        let mut count = 0u64;
        let sum = Number::sum(numbers.into_iter().inspect(|_| count += 1))?;
        sum.checked_div(Number::from(count))
    }
}
