//! A day and a time.

use std::cmp::Ordering;
use std::fmt;

use super::time::{DAY, NANOS};
use super::{Date, DaysDuration, Fault, Time, Zone, reader};

/// Nanoseconds of a day.
const DAY_NANOS: i128 = DAY as i128 * NANOS as i128;

/// A day and a time, with or without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    date: Date,
    time: Time,
}

impl DateTime {
    /// This day at this time, in the time's zone.
    #[must_use]
    pub fn new(date: Date, time: Time) -> DateTime {
        DateTime { date, time }
    }

    /// Reads what `date and time("…")` takes: `2026-07-01T09:30:00` with or without a
    /// fraction and a zone, or only a day, whose midnight it is then. `24:00:00` is the
    /// midnight that ends the day, as XML Schema has it.
    ///
    /// # Errors
    /// Where the text is no day with a time.
    pub fn parse(text: &str) -> Result<DateTime, Fault> {
        reader::date_time(text)
    }

    /// The moment so many nanoseconds after 1970-01-01T00:00:00Z, as the clocks of a zone
    /// show it; none outside the years that there are.
    #[must_use]
    pub fn from_instant(nanos: i128, zone: Zone) -> Option<DateTime> {
        let offset = zone.offset_at_instant(i64::try_from(nanos.div_euclid(NANOS.into())).ok()?);
        let local = nanos.checked_add(i128::from(offset) * i128::from(NANOS))?;
        DateTime::from_clock(local, Some(zone))
    }

    /// The day and time that the clock shows so many nanoseconds after 1970-01-01T00:00:00
    /// where it stands.
    pub(super) fn from_clock(nanos: i128, zone: Option<Zone>) -> Option<DateTime> {
        let date = Date::from_epoch_day(i64::try_from(nanos.div_euclid(DAY_NANOS)).ok()?)?;
        let time = Time::from_nanos(u64::try_from(nanos.rem_euclid(DAY_NANOS)).ok()?, zone)?;
        Some(DateTime { date, time })
    }

    /// Nanoseconds after 1970-01-01T00:00:00, by the clock where it stands.
    pub(super) fn clock(self) -> i128 {
        i128::from(self.date.epoch_day()) * DAY_NANOS + i128::from(self.time.nanos_of_day())
    }

    /// Nanoseconds after 1970-01-01T00:00:00Z; none without a zone.
    #[must_use]
    pub fn instant(self) -> Option<i128> {
        Some(self.clock() - i128::from(self.offset()?) * i128::from(NANOS))
    }

    /// The offset from UTC in seconds, on that day at that time; none without a zone.
    #[must_use]
    pub fn offset(self) -> Option<i32> {
        Some(self.time.zone()?.offset_at(self.date, self.time))
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        self.date
    }

    /// The time, with the zone.
    #[must_use]
    pub fn time(self) -> Time {
        self.time
    }

    /// The zone.
    #[must_use]
    pub fn zone(self) -> Option<Zone> {
        self.time.zone()
    }

    /// The property `time offset`.
    #[must_use]
    pub fn time_offset(self) -> Option<DaysDuration> {
        Some(DaysDuration::from_seconds(self.offset()?.into()))
    }

    /// The property `timezone`: the name of the region.
    #[must_use]
    pub fn timezone(self) -> Option<&'static str> {
        self.time.timezone()
    }

    /// Nanoseconds from one to the other; none where only one has a zone.
    pub(super) fn nanos_since(self, other: DateTime) -> Option<i128> {
        match (self.instant(), other.instant()) {
            (None, None) => Some(self.clock() - other.clock()),
            (one, other) => Some(one? - other?),
        }
    }

    /// Which is first; none where only one has a zone.
    #[must_use]
    pub fn compare(&self, other: &DateTime) -> Option<Ordering> {
        Some(self.nanos_since(*other)?.cmp(&0))
    }

    /// Whether both are one moment; one with a zone and one without never are.
    #[must_use]
    pub fn same(&self, other: &DateTime) -> Option<bool> {
        Some(self.nanos_since(*other) == Some(0))
    }
}

impl fmt::Display for DateTime {
    /// `2026-07-01T09:30:00+08:00`, as `string()` writes it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}T{}", self.date, self.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        DateTime::parse(text).expect(text)
    }

    #[test]
    fn days_with_times_are_written_the_one_way() {
        for (text, written) in [
            ("2012-12-24", "2012-12-24T00:00:00"),
            ("2017-12-31T11:22:33", "2017-12-31T11:22:33"),
            (
                "-2017-12-31T11:22:33.456+01:35",
                "-2017-12-31T11:22:33.456+01:35",
            ),
            ("99999-12-31T11:22:33-00:00", "99999-12-31T11:22:33Z"),
            ("2021-12-31T24:00:00", "2022-01-01T00:00:00"),
            ("2020-02-28T24:00:00.0Z", "2020-02-29T00:00:00Z"),
            (
                "999999999-12-31T23:59:59.999999999@Europe/Paris",
                "999999999-12-31T23:59:59.999999999@Europe/Paris",
            ),
            (
                "-999999999-12-31T23:59:59.999999999+02:00",
                "-999999999-12-31T23:59:59.999999999+02:00",
            ),
        ] {
            assert_eq!(at(text).to_string(), written, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_with_a_time_is_told() {
        for (text, fault) in [
            ("", Fault::DateTimeForm),
            ("11:00:00", Fault::DateTimeForm),
            ("2011-12-0310:15:30", Fault::DateTimeForm),
            ("2011-12-03 10:15:30", Fault::DateTimeForm),
            ("2011-12-03T", Fault::DateTimeForm),
            ("2011-12-03T10:15", Fault::DateTimeForm),
            ("2011-12-03t10:15:30", Fault::DateTimeForm),
            ("2011-12-03Z", Fault::DateTimeForm),
            ("2017-13-0T11:22:33", Fault::DateTimeForm),
            ("01211-12-31T11:22:33", Fault::DateTimeForm),
            ("+99999-12-01T11:22:33", Fault::DateTimeForm),
            (
                "2011-12-03T10:15:30+01:00@Europe/Paris",
                Fault::DateTimeForm,
            ),
            ("2017-00-10T11:22:33", Fault::Month(0)),
            ("2017-12-31T24:00:01", Fault::Clock),
            ("2017-12-31T13:20:00-19:00", Fault::Offset),
            ("9999999999-12-27T11:22:33", Fault::Year),
            ("999999999-12-31T24:00:00", Fault::Year),
        ] {
            assert_eq!(DateTime::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn moments_compare_across_zones() {
        use Ordering::{Equal, Greater, Less};
        for (one, other, order, same) in [
            ("2021-01-01", "2021-01-01T00:00:01", Some(Less), false),
            (
                "2021-01-01T10:00:00+01:00",
                "2021-01-01T09:00:00Z",
                Some(Equal),
                true,
            ),
            (
                "2021-01-01T10:00:00@Europe/Paris",
                "2021-01-01T09:00:00Z",
                Some(Equal),
                true,
            ),
            (
                "2021-07-01T10:00:00@Europe/Paris",
                "2021-07-01T09:00:00Z",
                Some(Less),
                false,
            ),
            (
                "2021-07-01T10:00:00@Asia/Shanghai",
                "2021-07-01T10:00:00@Asia/Tokyo",
                Some(Greater),
                false,
            ),
            ("2021-01-01T00:00:00", "2021-01-01T00:00:00Z", None, false),
            ("2021-01-01T00:00:00", "2022-01-01T00:00:00Z", None, false),
        ] {
            let (one, other) = (at(one), at(other));
            assert_eq!(one.compare(&other), order, "{one} {other}");
            assert_eq!(other.compare(&one), order.map(Ordering::reverse));
            assert_eq!(one.same(&other), Some(same), "{one} {other}");
        }
        assert_ne!(at("2021-01-01T10:00:00+01:00"), at("2021-01-01T09:00:00Z"));
    }

    #[test]
    fn the_offset_is_that_of_the_day() {
        let offset = |text| at(text).time_offset().map(|it| it.to_string());
        assert_eq!(
            offset("2021-07-01T10:00:00@Europe/Paris").as_deref(),
            Some("PT2H")
        );
        assert_eq!(
            offset("2021-01-01T10:00:00@Europe/Paris").as_deref(),
            Some("PT1H")
        );
        assert_eq!(offset("2021-01-01T10:00:00"), None);
        let zone = at("2021-07-01T10:00:00@Europe/Paris").timezone();
        assert_eq!(zone, Some("Europe/Paris"));
    }

    #[test]
    fn values_stay_small() {
        use std::mem::size_of;
        assert_eq!(size_of::<Date>(), 8);
        assert_eq!(size_of::<Time>(), 16);
        assert_eq!(size_of::<DateTime>(), 24);
        assert_eq!(size_of::<DaysDuration>(), 16);
    }
}
