//! What remains of a division.

use super::Number;
use super::wide::{U256, power_of_ten};

impl Number {
    /// `self - other × floor(self / other)`, worked out exactly and rounded once: has the
    /// sign of the divisor. None if that is zero.
    #[must_use]
    pub fn modulo(self, other: Number) -> Option<Number> {
        if other.is_zero() {
            return None;
        }
        let (dividend, divisor) = (self.coefficient(), other.coefficient());
        let apart = self.exponent() - other.exponent();
        let (rest, exponent) = match u32::try_from(apart) {
            Ok(up) => (shifted_rest(dividend, up, divisor), other.exponent),
            // The divisor is not below 10^35 units of the dividend, which is.
            Err(_) if apart < -34 => (dividend, self.exponent),
            Err(_) => {
                let wide = U256::product(divisor, power_of_ten(apart.unsigned_abs()));
                let rest = match wide.high {
                    0 => dividend % wide.low.max(1),
                    _ => dividend,
                };
                (rest, self.exponent)
            }
        };
        let rest = Number::pack(other.negative, rest, exponent);
        if self.negative == other.negative || rest.is_zero() {
            return Some(rest);
        }
        other.checked_sub(rest)
    }
}

/// What remains of dividend × 10^up divided by the divisor, which is not zero.
fn shifted_rest(dividend: u128, up: u32, divisor: u128) -> u128 {
    let times = |left: u128, right: u128| U256::product(left, right).divide(divisor).1;
    let mut rest = dividend % divisor.max(1);
    let (mut factor, mut left) = (10 % divisor.max(1), up);
    while left > 0 && rest != 0 {
        if left & 1 == 1 {
            rest = times(rest, factor);
        }
        factor = times(factor, factor);
        left >>= 1;
    }
    rest
}
