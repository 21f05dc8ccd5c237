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

#[cfg(test)]
mod tests {
    use super::super::Temporal;
    use super::*;

    fn days(text: &str) -> DaysDuration {
        DaysDuration::parse(text).expect(text)
    }

    fn months(text: &str) -> MonthsDuration {
        MonthsDuration::parse(text).expect(text)
    }

    fn at(text: &str) -> DateTime {
        DateTime::parse(text).expect(text)
    }

    #[test]
    fn sums_of_a_day_or_a_time_and_a_duration() {
        for (text, duration, sum) in [
            ("2021-01-01", "P1Y", "2022-01-01"),
            ("2021-01-31", "P1M", "2021-02-28"),
            ("2020-02-29", "P1Y", "2021-02-28"),
            ("2020-02-29", "-P4Y", "2016-02-29"),
            ("2021-01-01", "PT36H", "2021-01-02"),
            ("2021-01-02", "-PT1S", "2021-01-01"),
            ("2021-01-02", "-PT25H", "2020-12-31"),
            ("2021-01-02", "PT25H", "2021-01-03"),
            ("2020-03-01", "-PT24H", "2020-02-29"),
            ("10:15:00", "PT1H", "11:15:00"),
            ("10:15:00@Europe/Paris", "-P1D", "10:15:00@Europe/Paris"),
            ("23:30:00+11:00", "PT1H0.5S", "00:30:00.5+11:00"),
            ("00:00:00", "-PT0.000000001S", "23:59:59.999999999"),
            (
                "2021-01-12T10:10:10+11:00",
                "P1DT1H",
                "2021-01-13T11:10:10+11:00",
            ),
            ("2021-01-01T24:00:00", "-PT1S", "2021-01-01T23:59:59"),
            ("-2021-01-01T10:10:10", "-P1D", "-2022-12-31T10:10:10"),
            (
                "-2021-01-01T10:10:10+11:00",
                "-P1M",
                "-2022-12-01T10:10:10+11:00",
            ),
            // An hour passes while the clocks go on by two.
            (
                "2021-03-28T01:30:00@Europe/Paris",
                "PT1H",
                "2021-03-28T03:30:00@Europe/Paris",
            ),
            // A month later it is the same time by the clock, summer or not.
            (
                "2021-03-01T10:00:00@Europe/Paris",
                "P1M",
                "2021-04-01T10:00:00@Europe/Paris",
            ),
            (
                "-2021-01-01T10:10:10@Australia/Melbourne",
                "-PT1H",
                "-2021-01-01T09:10:10@Australia/Melbourne",
            ),
            (
                "99999-07-01T23:00:00@Europe/Paris",
                "PT2H",
                "99999-07-02T01:00:00@Europe/Paris",
            ),
        ] {
            let it = Temporal::parse(text).expect(text);
            let by = Temporal::parse(duration).expect(duration);
            let made = match (it, by) {
                (Temporal::Date(it), Temporal::MonthsDuration(by)) => {
                    it.plus_months(by).map(Temporal::Date)
                }
                (Temporal::Date(it), Temporal::DaysDuration(by)) => {
                    it.plus_days(by).map(Temporal::Date)
                }
                (Temporal::Time(it), Temporal::DaysDuration(by)) => {
                    Some(Temporal::Time(it.plus_days(by)))
                }
                (Temporal::DateTime(it), Temporal::MonthsDuration(by)) => {
                    it.plus_months(by).map(Temporal::DateTime)
                }
                (Temporal::DateTime(it), Temporal::DaysDuration(by)) => {
                    it.plus_days(by).map(Temporal::DateTime)
                }
                _ => None,
            };
            assert_eq!(made, Temporal::parse(sum).ok(), "{text} {duration}");
        }
    }

    #[test]
    fn differences_of_moments() {
        for (one, other, length) in [
            ("2021-01-02T10:10:10", "2021-01-01T10:10:10", Some("P1D")),
            (
                "2021-01-02T10:10:10@Europe/Paris",
                "2021-01-01T10:10:10",
                None,
            ),
            ("2021-01-02T10:10:10", "2021-01-01T10:10:10+02:00", None),
            (
                "2021-01-02T10:10:10@Europe/Paris",
                "2021-01-01T10:10:10@Asia/Dhaka",
                Some("P1DT5H"),
            ),
            (
                "2021-01-02T10:10:10@Europe/Paris",
                "1995-01-01T10:10:10@Asia/Dhaka",
                Some("P9498DT5H"),
            ),
            (
                "2021-01-02T10:10:10@Europe/Paris",
                "2021-01-01T00:00:00Z",
                Some("P1DT9H10M10S"),
            ),
            (
                "2021-01-02T00:00:00Z",
                "2021-01-01T10:10:10@Australia/Melbourne",
                Some("P1DT49M50S"),
            ),
            (
                "2016-12-24T23:59:00-08:00",
                "2015-12-24T00:00:01-01:00",
                Some("P367DT6H58M59S"),
            ),
        ] {
            let made = at(one).since(at(other));
            assert_eq!(made, length.map(days), "{one} {other}");
        }
        let whole = at("999999999-12-31T23:59:59.999999999Z");
        let whole = whole.since(at("-999999999-01-01T00:00:00Z"));
        assert!(whole.is_some_and(|it| it.days() == 730_484_999_633));
    }

    #[test]
    fn differences_of_times() {
        for (one, other, length) in [
            ("10:10:10", "09:10:10", Some("PT1H")),
            ("10:10:10+11:00", "11:10:10+11:00", Some("-PT1H")),
            ("10:10:10+08:00", "10:10:10+09:00", Some("PT1H")),
            (
                "10:10:10@Australia/Melbourne",
                "09:10:10@Australia/Melbourne",
                Some("PT1H"),
            ),
            ("10:10:10", "09:10:10Z", None),
            ("10:10:10@Australia/Melbourne", "09:10:10Z", None),
        ] {
            let time = |text| Time::parse(text).expect(text);
            assert_eq!(
                time(one).since(time(other)),
                length.map(days),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn what_leaves_the_years_is_none() {
        assert_eq!(Date::MAX.plus_months(months("P1M")), None);
        assert_eq!(Date::MIN.minus_months(months("P1M")), None);
        let most = MonthsDuration::from_months(i64::MAX);
        let least = MonthsDuration::from_months(i64::MIN);
        assert_eq!(Date::MAX.plus_months(most), None);
        assert_eq!(Date::MIN.plus_months(least), None);
        assert_eq!(Date::MIN.minus_months(least), None);
        assert_eq!(Date::MAX.plus_days(days("P1D")), None);
        assert_eq!(Date::MAX.plus_days(days("PT23H")), Some(Date::MAX));
        assert_eq!(Date::MIN.minus_days(days("PT0.1S")), None);
        let long = days("PT9223372036854775807S");
        assert_eq!(at("2021-01-01").plus_days(long), None);
        assert_eq!(
            at("2021-01-01T00:00:00@Europe/Paris").minus_days(long),
            None
        );
        assert_eq!(Date::MAX.at_midnight_utc().plus_days(days("P1D")), None);
    }
}
