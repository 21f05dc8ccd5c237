//! Roots, powers, the exponential function and the logarithm.

use std::cmp::Ordering;

use dashu_float::round::mode::HalfEven;
use dashu_float::{Context, FBig, Repr};

use super::rounding::finish;
use super::wide::{U256, digits, power_of_ten};
use super::{DIGITS, Number};

/// A decimal of any number of digits.
type Big = FBig<HalfEven, 10>;

/// e to the power of this is above the greatest number (ln 1E6145 = 14149.4).
const TOO_LARGE: Number = Number::whole(14_150);
/// e to the power of less than minus this is zero (ln 5E-6177 = -14221.4).
const TOO_SMALL: Number = Number::whole(14_300);
/// e to the power of less than this is 1 to 34 digits.
const NEGLIGIBLE: Number = Number {
    exponent: -36,
    ..Number::ONE
};
/// The digits of powers on the way: an exponent of 19 digits takes 20 of them away.
const WORKING_DIGITS: usize = 120;
/// The digits that powers are rounded to before the last rounding, so that an exact result
/// is met exactly, and so is a tie after 34 digits. Near misses need them as well: the root
/// of 1 - 1E-34 lies no more than 1.25E-69 below a tie.
const SETTLED_DIGITS: usize = 76;

impl Number {
    /// The square root, rounded half to even; none of a negative number.
    #[must_use]
    pub fn sqrt(self) -> Option<Number> {
        if self.is_zero() {
            return Some(Number::ZERO);
        }
        if self.negative {
            return None;
        }
        // A radicand of 71 or 72 digits with an even exponent has a root of 36 digits.
        let zeros = 72 - digits(self.coefficient());
        let zeros = zeros - u32::from((self.exponent() - zeros as i32) & 1 != 0);
        let radicand = U256::from(self.coefficient()).times_power_of_ten(zeros);
        let root = integer_root(radicand);
        let exact = U256::product(root, root) == radicand;
        let exponent = (self.exponent() - zeros as i32) / 2;
        let it = finish(false, U256::from(root), exponent, !exact)?;
        Some(if exact { it.canonical() } else { it })
    }

    /// e to the power of this, correctly rounded; none if that is too large.
    #[must_use]
    pub fn exp(self) -> Option<Number> {
        if self >= TOO_LARGE {
            return None;
        }
        if self <= -TOO_SMALL {
            return Some(Number::ZERO);
        }
        if self.abs() < NEGLIGIBLE {
            return Some(Number::ONE);
        }
        // Below 1E-6143 there are fewer than 34 digits to round to.
        let precision = if self < -Number::whole(14_100) {
            SETTLED_DIGITS
        } else {
            DIGITS as usize
        };
        let power = context(precision).exp(&self.to_big(), None).ok()?;
        from_big(false, power.value())
    }

    /// The natural logarithm, correctly rounded; none of zero and below.
    #[must_use]
    pub fn ln(self) -> Option<Number> {
        if self.negative || self.is_zero() {
            return None;
        }
        if self == Number::ONE {
            return Some(Number::ZERO);
        }
        let logarithm = context(DIGITS as usize).ln(&self.to_big(), None).ok()?;
        from_big(self < Number::ONE, logarithm.value())
    }

    /// To the power of the exponent. Anything to the power of zero is one. None of zero to a
    /// negative power, of a negative number to a power that is not whole, and if the result
    /// is too large.
    #[must_use]
    pub fn power(self, exponent: Number) -> Option<Number> {
        if exponent.is_zero() {
            return Some(Number::ONE);
        }
        if self.is_zero() {
            return (!exponent.negative).then_some(Number::ZERO);
        }
        if self.negative && !exponent.is_integer() {
            return None;
        }
        let negative = self.negative && exponent.is_odd();
        let base = self.abs();
        if base == Number::ONE {
            return Some(if negative { -base } else { base });
        }
        let whole = exponent.to_i64();
        if let Some(it) = whole.and_then(|whole| short_power(negative, base, whole)) {
            return Some(it);
        }
        let logarithm = context(WORKING_DIGITS).ln(&base.to_big(), None).ok()?;
        let product = context(WORKING_DIGITS)
            .mul(logarithm.value().repr(), &exponent.to_big())
            .ok()?
            .value();
        match reach(&product) {
            Reach::TooLarge => None,
            Reach::TooSmall => Some(Number::ZERO),
            Reach::One if negative => Some(-Number::ONE),
            Reach::One => Some(Number::ONE),
            Reach::Within => {
                let power = match whole {
                    Some(whole) => big_power(base.canonical(), whole)?,
                    None => context(WORKING_DIGITS)
                        .exp(product.repr(), None)
                        .ok()?
                        .value(),
                };
                from_big(negative, power).map(Number::canonical)
            }
        }
    }

    pub(super) fn to_big(self) -> Repr<10> {
        let coefficient = self.coefficient() as i128;
        let signed = if self.negative {
            -coefficient
        } else {
            coefficient
        };
        Repr::new(signed.into(), self.exponent as isize)
    }
}

fn context(precision: usize) -> Context<HalfEven> {
    Context::new(precision)
}

/// The greatest whole number whose square is not greater than the radicand, which has at
/// most 72 digits (Newton's method from above).
fn integer_root(radicand: U256) -> u128 {
    let mut root = power_of_ten(36);
    loop {
        let next = (root + radicand.divide(root).0.low) / 2;
        if next >= root {
            return root;
        }
        root = next;
    }
}

/// A whole power that can be worked out without rounding in 128 bits.
fn short_power(negative: bool, base: Number, power: i64) -> Option<Number> {
    let power = u32::try_from(power).ok()?;
    let exponent = base
        .exponent()
        .checked_mul(i32::try_from(power).ok()?)
        .filter(|exponent| exponent.abs() < 6_000)?;
    let coefficient = base.coefficient().checked_pow(power)?;
    Number::from_parts(negative, coefficient, exponent)
}

/// Where e to the power of something lies.
enum Reach {
    TooLarge,
    TooSmall,
    One,
    Within,
}

/// Keeps hostile exponents from costing anything: what is beyond the bounds is not computed.
fn reach(logarithm: &Big) -> Reach {
    let beyond = |bound: Number, sign: i8| {
        let bound = if sign < 0 { -bound } else { bound };
        logarithm.repr().cmp(&bound.to_big())
    };
    if beyond(TOO_LARGE, 1) == Ordering::Greater {
        Reach::TooLarge
    } else if beyond(TOO_SMALL, -1) == Ordering::Less {
        Reach::TooSmall
    } else if beyond(NEGLIGIBLE, 1) == Ordering::Less && beyond(NEGLIGIBLE, -1) == Ordering::Greater
    {
        Reach::One
    } else {
        Reach::Within
    }
}

/// Squares and multiplies. Each squaring doubles the error there is, so the working digits
/// less those of the exponent hold; a result of fewer digits is exact.
fn big_power(base: Number, power: i64) -> Option<Big> {
    let context = context(WORKING_DIGITS);
    let mut square = base.to_big();
    let mut result = Repr::<10>::one();
    let mut left = power.unsigned_abs();
    while left > 0 {
        if left & 1 == 1 {
            result = context.mul(&result, &square).ok()?.value().into_repr();
        }
        left >>= 1;
        if left > 0 {
            square = context.mul(&square, &square).ok()?.value().into_repr();
        }
    }
    if power < 0 {
        return Some(context.div(&Repr::one(), &result).ok()?.value());
    }
    Some(Big::from_repr(result, context))
}

/// The number nearest to the magnitude of a value.
fn from_big(negative: bool, value: Big) -> Option<Number> {
    let settled = value.with_precision(SETTLED_DIGITS).value();
    let (significand, exponent) = settled.into_repr().into_parts();
    let (_, magnitude) = significand.into_parts();
    let mut bytes = [0u8; 32];
    for (to, from) in bytes.iter_mut().zip(magnitude.to_le_bytes().iter()) {
        *to = *from;
    }
    let (low, high) = bytes.split_at(16);
    let value = U256 {
        low: u128::from_le_bytes(low.try_into().ok()?),
        high: u128::from_le_bytes(high.try_into().ok()?),
    };
    let exponent = exponent.clamp(-20_000, 20_000) as i32;
    finish(negative, value, exponent, false)
}
