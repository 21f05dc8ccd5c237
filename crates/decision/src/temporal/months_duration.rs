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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_the_one_way() {
        for (text, written) in [
            ("P1Y2M", "P1Y2M"),
            ("P1Y", "P1Y"),
            ("P0Y", "P0M"),
            ("-P0M", "P0M"),
            ("-P1Y", "-P1Y"),
            ("P26M", "P2Y2M"),
            ("P1Y27M", "P3Y3M"),
            ("-P100M", "-P8Y4M"),
            ("P999999999M", "P83333333Y3M"),
            ("-P99999999Y", "-P99999999Y"),
        ] {
            let it = MonthsDuration::parse(text).expect(text);
            assert_eq!(it.to_string(), written, "{text}");
        }
        for text in ["P1M1Y", "P1Y1", "P1.5Y", "P1YT", "PT1M"] {
            assert_eq!(
                MonthsDuration::parse(text),
                Err(Fault::DurationForm),
                "{text}"
            );
        }
        let long = MonthsDuration::parse("P768614336404564651Y");
        assert_eq!(long, Err(Fault::DurationTooLong));
    }

    #[test]
    fn only_whole_months_count() {
        for (from, to, months) in [
            ("2011-12-22", "2013-08-24", "P1Y8M"),
            ("2013-08-24", "2011-12-22", "-P1Y8M"),
            ("2015-01-21", "2016-01-21", "P1Y"),
            ("2016-01-01", "2016-01-01", "P0M"),
            ("2016-09-30", "2017-12-28", "P1Y2M"),
            ("2014-12-31", "2019-10-01", "P4Y9M"),
            ("2019-10-01", "2014-12-31", "-P4Y9M"),
            ("-2016-01-30", "-2017-02-28", "-P11M"),
            ("2014-12-31", "-2019-10-01", "-P4033Y2M"),
            ("2017-09-05", "-2019-10-01", "-P4035Y11M"),
            ("2020-01-31", "2020-02-29", "P0M"),
            ("-999999999-01-01", "999999999-12-31", "P1999999998Y11M"),
        ] {
            let day = |text| Date::parse(text).expect(text);
            let it = MonthsDuration::between(day(from), day(to));
            assert_eq!(it.to_string(), months, "{from} {to}");
        }
    }

    #[test]
    fn the_parts_have_the_sign_of_the_whole() {
        let it = MonthsDuration::from_months(-14);
        assert_eq!((it.years(), it.months()), (-1, -2));
        let least = MonthsDuration::from_months(i64::MIN);
        assert_eq!(least.abs(), None);
        assert_eq!(least.negate(), None);
        assert_eq!(least.minus(MonthsDuration::from_months(1)), None);
        assert_eq!(least.to_string(), "-P768614336404564650Y8M");
    }
}
