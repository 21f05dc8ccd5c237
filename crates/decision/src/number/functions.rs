//! Roots, powers, the exponential function and the logarithm.

use super::Number;

impl Number {
    /// The square root; none of a negative number.
    #[must_use]
    pub fn sqrt(self) -> Option<Number> {
        None
    }

    /// e to the power of this; none if that is too large.
    #[must_use]
    pub fn exp(self) -> Option<Number> {
        None
    }

    /// The natural logarithm; none of zero and below.
    #[must_use]
    pub fn ln(self) -> Option<Number> {
        None
    }

    /// To the power of the exponent; none if that is not defined or too large.
    #[must_use]
    pub fn power(self, _exponent: Number) -> Option<Number> {
        None
    }
}
