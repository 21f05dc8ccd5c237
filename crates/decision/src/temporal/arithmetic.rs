//! Days and times with durations (DMN 1.5, tables 53 to 55). What leaves the years or the
//! durations that there are is none.

use super::calendar::days_of_month;
use super::time::{DAY, NANOS};
use super::{Date, DateTime, DaysDuration, MonthsDuration, Time};

impl Date {
    /// The day so many months on; where the month is too short, its last day.
    #[must_use]
    pub fn plus_months(self, duration: MonthsDuration) -> Option<Date> {
        let months = self.year() * 12 + i64::from(self.month()) - 1;
        let months = months.checked_add(duration.total_months())?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let day = i64::from(self.day()).min(days_of_month(year, month));
        Date::new(year, month, day).ok()
    }

    /// The day so many months back; where the month is too short, its last day.
    #[must_use]
    pub fn minus_months(self, duration: MonthsDuration) -> Option<Date> {
        self.plus_months(duration.negate()?)
    }

    /// The day on which it is so long after this day's midnight.
    #[must_use]
    pub fn plus_days(self, duration: DaysDuration) -> Option<Date> {
        Some(self.at_midnight().plus_days(duration)?.date())
    }

    /// The day on which it is so long before this day's midnight.
    #[must_use]
    pub fn minus_days(self, duration: DaysDuration) -> Option<Date> {
        Some(self.at_midnight().minus_days(duration)?.date())
    }

    /// The day after this.
    #[must_use]
    pub fn next(self) -> Option<Date> {
        Date::from_epoch_day(self.epoch_day() + 1)
    }

    /// The day before this.
    #[must_use]
    pub fn previous(self) -> Option<Date> {
        Date::from_epoch_day(self.epoch_day() - 1)
    }

    /// The time from another day to this.
    #[must_use]
    pub fn since(self, other: Date) -> Option<DaysDuration> {
        let days = self.epoch_day() - other.epoch_day();
        Some(DaysDuration::from_seconds(days.checked_mul(DAY.into())?))
    }
}

impl DateTime {
    /// The same time so many months on; where the month is too short, on its last day.
    #[must_use]
    pub fn plus_months(self, duration: MonthsDuration) -> Option<DateTime> {
        Some(self.date().plus_months(duration)?.at(self.time()))
    }

    /// The same time so many months back; where the month is too short, on its last day.
    #[must_use]
    pub fn minus_months(self, duration: MonthsDuration) -> Option<DateTime> {
        Some(self.date().minus_months(duration)?.at(self.time()))
    }

    /// So long after this, in the same zone: hours that pass, not hours by the clock,
    /// where a region's clocks change in between.
    #[must_use]
    pub fn plus_days(self, duration: DaysDuration) -> Option<DateTime> {
        self.shifted(duration.nanos())
    }

    /// So long before this, in the same zone.
    #[must_use]
    pub fn minus_days(self, duration: DaysDuration) -> Option<DateTime> {
        self.shifted(-duration.nanos())
    }

    fn shifted(self, nanos: i128) -> Option<DateTime> {
        match (self.zone(), self.instant()) {
            (Some(zone), Some(instant)) => DateTime::from_instant(instant + nanos, zone),
            _ => DateTime::from_clock(self.clock() + nanos, None),
        }
    }

    /// The time from another moment to this; none where only one has a zone.
    #[must_use]
    pub fn since(self, other: DateTime) -> Option<DaysDuration> {
        DaysDuration::from_nanos(self.nanos_since(other)?)
    }
}

impl Time {
    /// So long after this by the clock, past midnight from the start.
    #[must_use]
    pub fn plus_days(self, duration: DaysDuration) -> Time {
        self.wrapped(duration.nanos())
    }

    /// So long before this by the clock.
    #[must_use]
    pub fn minus_days(self, duration: DaysDuration) -> Time {
        self.wrapped(-duration.nanos())
    }

    fn wrapped(self, nanos: i128) -> Time {
        let day = i128::from(DAY) * i128::from(NANOS);
        let nanos = (i128::from(self.nanos_of_day()) + nanos).rem_euclid(day);
        Time::from_nanos(nanos as u64, self.zone()).unwrap_or(self)
    }

    /// The time from another time to this, within a day to either side; none where only
    /// one has a zone, and where the clocks of a region still change and the zones differ.
    #[must_use]
    pub fn since(self, other: Time) -> Option<DaysDuration> {
        DaysDuration::from_nanos(self.nanos_since(other)?)
    }
}
