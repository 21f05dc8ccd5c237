//! Months as numbers that can be counted on.

use youwei_base::Day;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Day) -> Month {
        Month(i32::from(day.year()) * 12 + i32::from(day.month()) - 1)
    }

    /// The first month of a year.
    #[must_use]
    pub fn january(year: i16) -> Month {
        Month(i32::from(year) * 12)
    }

    /// So many months later; earlier if negative.
    #[must_use]
    pub fn plus(self, months: i32) -> Month {
        Month(self.0.saturating_add(months))
    }

    /// How many months this is after another.
    #[must_use]
    pub fn since(self, other: Month) -> i32 {
        self.0.saturating_sub(other.0)
    }

    /// Its place in the year, 1 to 12.
    #[must_use]
    pub fn in_year(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Day {
        let year = i16::try_from(self.0.div_euclid(12)).unwrap_or(i16::MAX);
        let month = i8::try_from(self.in_year()).unwrap_or(1);
        Day::new(year, month, 1).unwrap_or(Day::MAX)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Day {
        self.first_day().last_of_month()
    }

    /// Its day of this number, or its last one where it has no such day.
    #[must_use]
    pub fn day(self, number: i8) -> Day {
        let last = self.last_day();
        Day::new(last.year(), last.month(), number.clamp(1, last.day())).unwrap_or(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_over_the_years() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let month = Month::of(day("2026-01-31"));
        assert_eq!((month, month.in_year()), (Month::january(2026), 1));
        for (plus, first, last) in [
            (0, "2026-01-01", "2026-01-31"),
            (1, "2026-02-01", "2026-02-28"),
            (-1, "2025-12-01", "2025-12-31"),
            (-23, "2024-02-01", "2024-02-29"),
        ] {
            let other = month.plus(plus);
            assert_eq!(
                (other.first_day(), other.last_day()),
                (day(first), day(last))
            );
            assert_eq!(other.since(month), plus);
        }
        assert_eq!(month.plus(1).day(31), day("2026-02-28"));
        assert_eq!(month.plus(1).day(5), day("2026-02-05"));
    }
}
