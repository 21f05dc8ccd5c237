//! Ranges (DMN 1.5, clause 10.3.2.7).

use crate::value::Value;

/// A range; an end that is null is open without bound, as in `(> 5)`.
#[derive(Debug, Clone)]
pub struct Range {
    /// The lower end, or null.
    pub start: Value,
    /// Whether the lower end belongs to the range.
    pub start_included: bool,
    /// The upper end, or null.
    pub end: Value,
    /// Whether the upper end belongs to the range.
    pub end_included: bool,
}
