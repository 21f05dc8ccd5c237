//! A day.

use std::cmp::Ordering;
use std::fmt;

use super::calendar::{civil_from_days, days_from_civil, days_of_month, weekday};
use super::{DateTime, Fault, Time, Zone, reader};

/// A day of the proleptic Gregorian calendar, years −999,999,999 to 999,999,999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The first day that there is.
    pub const MIN: Date = Date {
        year: -999_999_999,
        month: 1,
        day: 1,
    };
    /// The last day that there is.
    pub const MAX: Date = Date {
        year: 999_999_999,
        month: 12,
        day: 31,
    };

    /// The day of a year, month and day.
    ///
    /// # Errors
    /// Where there is no such day.
    pub fn new(year: i64, month: i64, day: i64) -> Result<Date, Fault> {
        if !(-999_999_999..=999_999_999).contains(&year) {
            return Err(Fault::Year);
        }
        if !(1..=12).contains(&month) {
            return Err(Fault::Month(month));
        }
        if day < 1 || day > days_of_month(year, month) {
            return Err(Fault::Day { year, month, day });
        }
        Ok(Date {
            year: year as i32,
            month: month as u8,
            day: day as u8,
        })
    }

    /// Reads what `date("…")` takes: `2026-07-01`, `-0044-03-15`, `12026-01-01`.
    ///
    /// # Errors
    /// Where the text is no day.
    pub fn parse(text: &str) -> Result<Date, Fault> {
        reader::date(text)
    }

    /// The day that is so many days after 1970-01-01.
    #[must_use]
    pub fn from_epoch_day(days: i64) -> Option<Date> {
        if days < Date::MIN.epoch_day() || days > Date::MAX.epoch_day() {
            return None;
        }
        let (year, month, day) = civil_from_days(days);
        Some(Date {
            year: i32::try_from(year).ok()?,
            month,
            day,
        })
    }

    /// Days from 1970-01-01 to this day.
    #[must_use]
    pub fn epoch_day(self) -> i64 {
        days_from_civil(self.year(), self.month.into(), self.day.into())
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i64 {
        self.year.into()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// The day of the week: 1 is Monday, 7 is Sunday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        weekday(self.epoch_day())
    }

    /// What `day of week()` says: `Monday` to `Sunday`.
    #[must_use]
    pub fn weekday_name(self) -> &'static str {
        match self.weekday() {
            1 => "Monday",
            2 => "Tuesday",
            3 => "Wednesday",
            4 => "Thursday",
            5 => "Friday",
            6 => "Saturday",
            _ => "Sunday",
        }
    }

    /// What `month of year()` says: `January` to `December`.
    #[must_use]
    pub fn month_name(self) -> &'static str {
        match self.month {
            1 => "January",
            2 => "February",
            3 => "March",
            4 => "April",
            5 => "May",
            6 => "June",
            7 => "July",
            8 => "August",
            9 => "September",
            10 => "October",
            11 => "November",
            _ => "December",
        }
    }

    /// The day of the year, from 1.
    #[must_use]
    pub fn day_of_year(self) -> u16 {
        (self.epoch_day() - days_from_civil(self.year(), 1, 1) + 1) as u16
    }

    /// The week of ISO 8601, 1 to 53: that of the Thursday of this day's week.
    #[must_use]
    pub fn week_of_year(self) -> u8 {
        let thursday = self.epoch_day() + 4 - i64::from(self.weekday());
        let (year, _, _) = civil_from_days(thursday);
        ((thursday - days_from_civil(year, 1, 1)) / 7 + 1) as u8
    }

    /// This day at a time.
    #[must_use]
    pub fn at(self, time: Time) -> DateTime {
        DateTime::new(self, time)
    }

    /// This day at midnight without a zone: what `date and time("2026-07-01")` is.
    #[must_use]
    pub fn at_midnight(self) -> DateTime {
        self.at(Time::MIDNIGHT)
    }

    /// This day at midnight UTC: what a date is where a date and time is wanted.
    #[must_use]
    pub fn at_midnight_utc(self) -> DateTime {
        self.at(Time::MIDNIGHT.with_zone(Some(Zone::UTC)))
    }

    /// Which day is first; always an answer.
    #[must_use]
    pub fn compare(&self, other: &Date) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    /// Whether both are one day; always an answer.
    #[must_use]
    pub fn same(&self, other: &Date) -> Option<bool> {
        Some(self == other)
    }
}

impl fmt::Display for Date {
    /// `2026-07-01`, as `string()` writes it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        let year = self.year.unsigned_abs();
        write!(out, "{sign}{year:04}-{:02}-{:02}", self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_written_alike() {
        for text in [
            "2017-12-31",
            "2017-01-01",
            "2020-02-29",
            "2000-02-29",
            "-2017-12-31",
            "0000-02-29",
            "0999-01-01",
            "12026-01-01",
            "999999999-12-31",
            "-999999999-01-01",
        ] {
            let date = Date::parse(text).expect(text);
            assert_eq!(date.to_string(), text);
            assert_eq!(Date::from_epoch_day(date.epoch_day()), Some(date));
        }
    }

    #[test]
    fn what_is_no_day_is_told() {
        let day = |year, month, day| Fault::Day { year, month, day };
        for (text, fault) in [
            ("", Fault::DateForm),
            ("2012/12/25", Fault::DateForm),
            ("2012-12-25T", Fault::DateForm),
            ("2012-12-25Z", Fault::DateForm),
            ("+2012-12-02", Fault::DateForm),
            ("998-12-31", Fault::DateForm),
            ("01211-12-31", Fault::DateForm),
            ("2012-1-31", Fault::DateForm),
            ("2012-001-31", Fault::DateForm),
            (" 2012-12-31", Fault::DateForm),
            ("2012-12-31 ", Fault::DateForm),
            ("--2012-12-31", Fault::DateForm),
            ("２０１２-12-31", Fault::DateForm),
            ("2012-12-3１", Fault::DateForm),
            ("9999999999-12-25", Fault::Year),
            ("2017-13-10", Fault::Month(13)),
            ("2017-00-10", Fault::Month(0)),
            ("2017-12-32", day(2017, 12, 32)),
            ("2017-12-00", day(2017, 12, 0)),
            ("2019-02-29", day(2019, 2, 29)),
            ("1900-02-29", day(1900, 2, 29)),
            ("-0001-02-29", day(-1, 2, 29)),
        ] {
            assert_eq!(Date::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn days_are_made_of_numbers_that_fit() {
        assert_eq!(Date::new(999_999_999, 12, 31), Ok(Date::MAX));
        assert_eq!(Date::new(-999_999_999, 1, 1), Ok(Date::MIN));
        assert_eq!(Date::new(1_000_000_000, 1, 1), Err(Fault::Year));
        assert_eq!(Date::new(i64::MIN, 1, 1), Err(Fault::Year));
        assert_eq!(Date::new(2017, i64::MAX, 1), Err(Fault::Month(i64::MAX)));
        assert_eq!(Date::new(2017, -8, 2), Err(Fault::Month(-8)));
        assert!(Date::new(2017, 8, i64::MIN).is_err());
    }

    #[test]
    fn a_day_knows_its_place_in_the_week_and_the_year() {
        for (text, weekday, of_year, week) in [
            ("2019-09-17", "Tuesday", 260, 38),
            ("2003-12-29", "Monday", 363, 1),
            ("2004-01-01", "Thursday", 1, 1),
            ("2010-01-01", "Friday", 1, 53),
            ("2005-01-01", "Saturday", 1, 53),
            ("2005-01-03", "Monday", 3, 1),
            ("2005-01-09", "Sunday", 9, 1),
            ("1970-01-01", "Thursday", 1, 1),
            ("2020-12-31", "Thursday", 366, 53),
            ("2026-07-01", "Wednesday", 182, 27),
        ] {
            let date = Date::parse(text).expect(text);
            assert_eq!(date.weekday_name(), weekday, "{text}");
            assert_eq!(date.day_of_year(), of_year, "{text}");
            assert_eq!(date.week_of_year(), week, "{text}");
        }
        let names = (1..=12).map(|month| Date::new(2026, month, 1).expect("a day").month_name());
        let names: Vec<_> = names.collect();
        assert_eq!(names.first(), Some(&"January"));
        assert_eq!(names.get(8), Some(&"September"));
        assert_eq!(names.last(), Some(&"December"));
    }

    #[test]
    fn days_end_where_the_years_end() {
        assert_eq!(Date::from_epoch_day(Date::MAX.epoch_day() + 1), None);
        assert_eq!(Date::from_epoch_day(Date::MIN.epoch_day() - 1), None);
        assert_eq!(Date::from_epoch_day(i64::MAX), None);
        assert_eq!(Date::from_epoch_day(i64::MIN), None);
        assert_eq!(Date::MAX.next(), None);
        assert_eq!(Date::MIN.previous(), None);
    }
}
