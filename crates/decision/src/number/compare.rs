//! Equality, order and hash: by value, whatever the number of zeros.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::Number;
use super::wide::{digits, power_of_ten};

/// The coefficients of two numbers of one word each, brought to one exponent, if the
/// exponents are near; with that exponent. Nearly all numbers of nearly all tables.
#[inline]
pub(super) fn align_short(left: Number, right: Number) -> Option<(u128, u128, i16)> {
    if left.high | right.high != 0 {
        return None;
    }
    let (a, b) = (u128::from(left.low), u128::from(right.low));
    let apart = i32::from(left.exponent) - i32::from(right.exponent);
    // A word times 10^19 is below 2^128.
    match apart {
        0 => Some((a, b, left.exponent)),
        1..=19 => Some((a * power_of_ten(apart as u32), b, right.exponent)),
        -19..=-1 => Some((a, b * power_of_ten(-apart as u32), left.exponent)),
        _ => None,
    }
}

/// Compares without signs.
#[inline]
pub(super) fn compare_magnitudes(left: Number, right: Number) -> Ordering {
    if left.exponent == right.exponent {
        return left.coefficient().cmp(&right.coefficient());
    }
    match align_short(left, right) {
        Some((a, b, _)) => a.cmp(&b),
        None => compare_far(left, right),
    }
}

#[cold]
fn compare_far(left: Number, right: Number) -> Ordering {
    let (a, b) = (left.coefficient(), right.coefficient());
    if a == 0 || b == 0 {
        return a.cmp(&b);
    }
    let size = |number: Number| number.exponent() + digits(number.coefficient()) as i32;
    size(left).cmp(&size(right)).then_with(|| {
        // Equally large, so the exponents are less than 34 apart.
        let apart = left.exponent() - right.exponent();
        let power = power_of_ten(apart.unsigned_abs());
        if apart > 0 {
            (a * power).cmp(&b)
        } else {
            a.cmp(&(b * power))
        }
    })
}

impl Ord for Number {
    #[inline]
    fn cmp(&self, other: &Number) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => compare_magnitudes(*self, *other),
            (true, true) => compare_magnitudes(*other, *self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Number {
    #[inline]
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    #[inline]
    fn eq(&self, other: &Number) -> bool {
        self.negative == other.negative && compare_magnitudes(*self, *other).is_eq()
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let it = self.canonical();
        it.low.hash(state);
        it.high.hash(state);
        (i32::from(it.exponent) << 1 | i32::from(it.negative)).hash(state);
    }
}
