//! A days and time duration.

use std::cmp::Ordering;
use std::fmt;

use super::time::{NANOS, write_fraction};
use super::{Duration, Fault};

/// Days, hours, minutes, seconds: a signed count of nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DaysDuration {
    // Rounded down, so that the derived order is right; in two words, so that a value that
    // holds it need not be aligned to sixteen bytes.
    seconds: i64,
    nanos: u32,
}

impl DaysDuration {
    /// No time at all.
    pub const ZERO: DaysDuration = DaysDuration {
        seconds: 0,
        nanos: 0,
    };

    /// So many seconds.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> DaysDuration {
        DaysDuration { seconds, nanos: 0 }
    }

    /// So many nanoseconds; none where the seconds are more than 63 bits hold.
    #[must_use]
    pub fn from_nanos(nanos: i128) -> Option<DaysDuration> {
        Some(DaysDuration {
            seconds: i64::try_from(nanos.div_euclid(NANOS.into())).ok()?,
            nanos: nanos.rem_euclid(NANOS.into()) as u32,
        })
    }

    /// Reads `P1DT2H3M4.5S`.
    ///
    /// # Errors
    /// Where the text is no duration of this kind.
    pub fn parse(text: &str) -> Result<DaysDuration, Fault> {
        match Duration::parse(text)? {
            Duration::Days(it) => Ok(it),
            Duration::Months(_) => Err(Fault::DurationForm),
        }
    }

    /// All of it in nanoseconds.
    #[must_use]
    pub fn nanos(self) -> i128 {
        i128::from(self.seconds) * i128::from(NANOS) + i128::from(self.nanos)
    }

    /// All of it in seconds, without the fraction; the caller adds
    /// [`DaysDuration::fraction`] for the exact number.
    #[must_use]
    pub fn total_seconds(self) -> i64 {
        self.parts().0
    }

    /// The fraction of a second in nanoseconds, with the sign of the duration.
    #[must_use]
    pub fn fraction(self) -> i32 {
        self.parts().1
    }

    /// Whole seconds and nanoseconds, both with the sign of the duration.
    fn parts(self) -> (i64, i32) {
        if self.seconds < 0 && self.nanos > 0 {
            return (self.seconds + 1, self.nanos as i32 - NANOS as i32);
        }
        (self.seconds, self.nanos as i32)
    }

    /// The property `days`.
    #[must_use]
    pub fn days(self) -> i64 {
        self.total_seconds() / 86_400
    }

    /// The property `hours`, −23 to 23.
    #[must_use]
    pub fn hours(self) -> i64 {
        self.total_seconds() / 3_600 % 24
    }

    /// The property `minutes`, −59 to 59.
    #[must_use]
    pub fn minutes(self) -> i64 {
        self.total_seconds() / 60 % 60
    }

    /// The property `seconds` without its [`DaysDuration::fraction`], −59 to 59.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.total_seconds() % 60
    }

    /// The same length the other way.
    #[must_use]
    pub fn negate(self) -> Option<DaysDuration> {
        DaysDuration::from_nanos(-self.nanos())
    }

    /// The length.
    #[must_use]
    pub fn abs(self) -> Option<DaysDuration> {
        DaysDuration::from_nanos(self.nanos().abs())
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: DaysDuration) -> Option<DaysDuration> {
        DaysDuration::from_nanos(self.nanos() + other.nanos())
    }

    /// One without the other.
    #[must_use]
    pub fn minus(self, other: DaysDuration) -> Option<DaysDuration> {
        DaysDuration::from_nanos(self.nanos() - other.nanos())
    }

    /// Which is shorter; always an answer.
    #[must_use]
    pub fn compare(&self, other: &DaysDuration) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    /// Whether both are as long; always an answer.
    #[must_use]
    pub fn same(&self, other: &DaysDuration) -> Option<bool> {
        Some(self == other)
    }
}

impl fmt::Display for DaysDuration {
    /// `P1DT2H3M4.5S`, `-PT1H`, `PT0S`: as `string()` writes it, parts that are zero left
    /// out.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.nanos();
        if total == 0 {
            return out.write_str("PT0S");
        }
        if total < 0 {
            out.write_str("-")?;
        }
        out.write_str("P")?;
        let total = total.unsigned_abs();
        let nanos = (total % u128::from(NANOS)) as u32;
        let seconds = total / u128::from(NANOS);
        if seconds >= 86_400 {
            write!(out, "{}D", seconds / 86_400)?;
        }
        if seconds.is_multiple_of(86_400) && nanos == 0 {
            return Ok(());
        }
        out.write_str("T")?;
        for (count, letter) in [(seconds / 3_600 % 24, 'H'), (seconds / 60 % 60, 'M')] {
            if count != 0 {
                write!(out, "{count}{letter}")?;
            }
        }
        if !seconds.is_multiple_of(60) || nanos != 0 {
            write!(out, "{}", seconds % 60)?;
            write_fraction(nanos, out)?;
            out.write_str("S")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> DaysDuration {
        DaysDuration::parse(text).expect(text)
    }

    #[test]
    fn durations_are_written_the_one_way() {
        for (text, written) in [
            ("P1D", "P1D"),
            ("PT2H", "PT2H"),
            ("PT0.999S", "PT0.999S"),
            ("P1DT2H3M4.123456789S", "P1DT2H3M4.123456789S"),
            ("PT0S", "PT0S"),
            ("PT0.000S", "PT0S"),
            ("PT0.S", "PT0S"),
            ("-PT0M", "PT0S"),
            ("P0D", "PT0S"),
            ("-PT1H2M", "-PT1H2M"),
            ("-PT0.5S", "-PT0.5S"),
            ("PT1000M0.999999999S", "PT16H40M0.999999999S"),
            ("PT24H", "P1D"),
            ("P2DT274M", "P2DT4H34M"),
            ("PT3600S", "PT1H"),
            ("P1DT1S", "P1DT1S"),
            ("PT86400.50S", "P1DT0.5S"),
            ("PT9223372036854775807S", "P106751991167300DT15H30M7S"),
        ] {
            assert_eq!(days(text).to_string(), written, "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_told() {
        for (text, fault) in [
            ("", Fault::DurationForm),
            ("P", Fault::DurationForm),
            ("-P", Fault::DurationForm),
            ("PT", Fault::DurationForm),
            ("P1DT", Fault::DurationForm),
            ("P0", Fault::DurationForm),
            ("1D", Fault::DurationForm),
            ("P1H", Fault::DurationForm),
            ("P1S", Fault::DurationForm),
            ("PT1D", Fault::DurationForm),
            ("PT1S1M", Fault::DurationForm),
            ("PT1M1M", Fault::DurationForm),
            ("PT1H1H", Fault::DurationForm),
            ("PTT1H", Fault::DurationForm),
            ("P1DD", Fault::DurationForm),
            ("P-1D", Fault::DurationForm),
            ("+P1D", Fault::DurationForm),
            ("--P1D", Fault::DurationForm),
            ("P1.5D", Fault::DurationForm),
            ("PT1.5H", Fault::DurationForm),
            ("PT.5S", Fault::DurationForm),
            ("PT1日", Fault::DurationForm),
            ("P1W", Fault::DurationForm),
            ("p1d", Fault::DurationForm),
            ("P1D ", Fault::DurationForm),
            ("PT1.0000000001S", Fault::Fraction),
            ("P1Y1D", Fault::MixedDuration),
            ("P1MT1M", Fault::MixedDuration),
            ("PT9223372036854775808S", Fault::DurationTooLong),
            ("P99999999999999999999999D", Fault::DurationTooLong),
        ] {
            assert_eq!(Duration::parse(text), Err(fault), "{text}");
        }
        assert_eq!(DaysDuration::parse("P1Y"), Err(Fault::DurationForm));
    }

    #[test]
    fn the_parts_have_the_sign_of_the_whole() {
        let parts = |text| {
            let it = days(text);
            (
                it.days(),
                it.hours(),
                it.minutes(),
                it.seconds(),
                it.fraction(),
            )
        };
        assert_eq!(parts("P13DT2H14S"), (13, 2, 0, 14, 0));
        assert_eq!(parts("-P1DT2H3M4.5S"), (-1, -2, -3, -4, -500_000_000));
        assert_eq!(parts("-PT0.25S"), (0, 0, 0, 0, -250_000_000));
        assert_eq!(parts("PT0.25S"), (0, 0, 0, 0, 250_000_000));
    }

    #[test]
    fn sums_that_are_too_long_are_none() {
        let longest = days("PT9223372036854775807S");
        let shortest = longest.negate().and_then(|it| it.minus(days("PT1S")));
        let shortest = shortest.expect("one second more");
        assert_eq!(longest.plus(days("PT1S")), None);
        assert_eq!(shortest.minus(days("PT0.1S")), None);
        assert_eq!(shortest.abs(), None);
        assert_eq!(shortest.negate(), None);
        assert_eq!(days("-P1D").abs(), Some(days("P1D")));
        assert_eq!(days("-P1D").minus(days("-PT2H")), Some(days("-PT22H")));
    }

    #[test]
    fn durations_compare_by_length() {
        assert_eq!(days("PT24H").compare(&days("P1D")), Some(Ordering::Equal));
        assert_eq!(
            days("-PT0.5S").compare(&days("-PT0.4S")),
            Some(Ordering::Less)
        );
        assert_eq!(days("-PT0.5S").compare(&days("PT0S")), Some(Ordering::Less));
        assert_eq!(days("PT24H").same(&days("P1D")), Some(true));
    }
}
