//! Places in the text of an expression.

/// Where a part of an expression stands: bytes of its text, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}
