//! A number as it was found in a sentence.

use youwei_base::Decimal;

/// A number as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    /// First byte of the mention in the sentence.
    pub start: usize,
    /// One past its last byte: number and unit, without 以上 and the like.
    pub end: usize,
    /// Value in base units.
    pub value: Decimal,
    /// The upper end of a range.
    pub value2: Option<Decimal>,
    /// Base unit; empty if none follows.
    pub unit: String,
    /// 多 or 余 stands between number and unit: at least so many.
    pub many: bool,
    /// How it is written.
    pub kind: Kind,
}

/// How a number is written, as far as that tells what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Digits with or without a unit.
    Arabic,
    /// Chinese numerals before a measure word.
    Han,
    /// A year, month or day.
    Date,
    /// 第三, or a list marker.
    Ordinal,
    /// Part of a word of letters or a longer code: G60, PM2.5, 12345.
    Code,
    /// 翻一番, 半, 三分之一, 零.
    Figure,
    /// 第3位, 前十, Ⅲ类.
    Rank,
}
