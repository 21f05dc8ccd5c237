//! Numbers of 34 decimal digits.

/// A number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number;
