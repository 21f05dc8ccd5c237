//! A years and months duration.

use std::cmp::Ordering;
use std::fmt;

use super::{Date, Duration, Fault};

/// Years and months: a signed count of months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthsDuration(i64);

impl MonthsDuration {
    /// No month at all.
    pub const ZERO: MonthsDuration = MonthsDuration(0);

    /// So many months.
    #[must_use]
    pub fn from_months(months: i64) -> MonthsDuration {
        MonthsDuration(months)
    }

    /// Reads `P1Y2M`.
    ///
    /// # Errors
    /// Where the text is no duration of this kind.
    pub fn parse(text: &str) -> Result<MonthsDuration, Fault> {
        match Duration::parse(text)? {
            Duration::Months(it) => Ok(it),
            Duration::Days(_) => Err(Fault::DurationForm),
        }
    }

    /// What `years and months duration(from, to)` says: the whole months from one day to
    /// another, those not completed left out, negative where `to` is first. The times of
    /// day do not matter.
    #[must_use]
    pub fn between(from: Date, to: Date) -> MonthsDuration {
        let months =
            (to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
        let unfinished = match months.cmp(&0) {
            Ordering::Greater if to.day() < from.day() => -1,
            Ordering::Less if to.day() > from.day() => 1,
            _ => 0,
        };
        MonthsDuration(months + unfinished)
    }

    /// All of it in months.
    #[must_use]
    pub fn total_months(self) -> i64 {
        self.0
    }

    /// The property `years`.
    #[must_use]
    pub fn years(self) -> i64 {
        self.0 / 12
    }

    /// The property `months`, −11 to 11.
    #[must_use]
    pub fn months(self) -> i64 {
        self.0 % 12
    }

    /// The same length the other way.
    #[must_use]
    pub fn negate(self) -> Option<MonthsDuration> {
        self.0.checked_neg().map(MonthsDuration)
    }

    /// The length.
    #[must_use]
    pub fn abs(self) -> Option<MonthsDuration> {
        self.0.checked_abs().map(MonthsDuration)
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: MonthsDuration) -> Option<MonthsDuration> {
        self.0.checked_add(other.0).map(MonthsDuration)
    }

    /// One without the other.
    #[must_use]
    pub fn minus(self, other: MonthsDuration) -> Option<MonthsDuration> {
        self.0.checked_sub(other.0).map(MonthsDuration)
    }

    /// Which is shorter; always an answer.
    #[must_use]
    pub fn compare(&self, other: &MonthsDuration) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    /// Whether both are as long; always an answer.
    #[must_use]
    pub fn same(&self, other: &MonthsDuration) -> Option<bool> {
        Some(self == other)
    }
}

impl fmt::Display for MonthsDuration {
    /// `P1Y2M`, `-P3M`, `P0M`: as `string()` writes it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (years, months) = (self.0.unsigned_abs() / 12, self.0.unsigned_abs() % 12);
        match (years, months) {
            (0, months) => write!(out, "{sign}P{months}M"),
            (years, 0) => write!(out, "{sign}P{years}Y"),
            (years, months) => write!(out, "{sign}P{years}Y{months}M"),
        }
    }
}
