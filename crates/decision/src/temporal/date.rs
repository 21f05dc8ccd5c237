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
