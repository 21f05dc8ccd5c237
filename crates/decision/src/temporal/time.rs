//! A time of day.

use std::cmp::Ordering;
use std::fmt;

use super::{DaysDuration, Fault, Zone, reader};

/// Nanoseconds of a second.
pub(super) const NANOS: u64 = 1_000_000_000;
/// Seconds of a day.
pub(super) const DAY: u32 = 86_400;

/// A time of day to the nanosecond, with or without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    seconds: u32,
    nanos: u32,
    zone: Option<Zone>,
}

impl Time {
    /// 00:00:00 without a zone.
    pub const MIDNIGHT: Time = Time {
        seconds: 0,
        nanos: 0,
        zone: None,
    };

    /// The time of hour, minute, second and nanosecond.
    ///
    /// # Errors
    /// Where a day has no such time.
    pub fn new(
        hour: i64,
        minute: i64,
        second: i64,
        nanos: u32,
        zone: Option<Zone>,
    ) -> Result<Time, Fault> {
        let fits = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second)
            && u64::from(nanos) < NANOS;
        if !fits {
            return Err(Fault::Clock);
        }
        Ok(Time {
            seconds: (hour * 3_600 + minute * 60 + second) as u32,
            nanos,
            zone,
        })
    }

    /// The time so many nanoseconds after midnight, if that is the same day.
    #[must_use]
    pub fn from_nanos(nanos: u64, zone: Option<Zone>) -> Option<Time> {
        let seconds = u32::try_from(nanos / NANOS).ok()?;
        (seconds < DAY).then_some(Time {
            seconds,
            nanos: (nanos % NANOS) as u32,
            zone,
        })
    }

    /// Reads what `time("…")` takes: `09:30:00`, `09:30:00.5Z`, `09:30:00+08:00`,
    /// `09:30:00@Asia/Shanghai`. `24:00:00` is midnight, as XML Schema has it.
    ///
    /// # Errors
    /// Where the text is no time.
    pub fn parse(text: &str) -> Result<Time, Fault> {
        reader::time(text)
    }

    /// Nanoseconds after midnight, where it stands.
    #[must_use]
    pub fn nanos_of_day(self) -> u64 {
        u64::from(self.seconds) * NANOS + u64::from(self.nanos)
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u8 {
        (self.seconds / 3_600) as u8
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub fn minute(self) -> u8 {
        (self.seconds / 60 % 60) as u8
    }

    /// The second without its fraction, 0 to 59.
    #[must_use]
    pub fn second(self) -> u8 {
        (self.seconds % 60) as u8
    }

    /// The fraction of the second, in nanoseconds.
    #[must_use]
    pub fn nanos(self) -> u32 {
        self.nanos
    }

    /// The zone.
    #[must_use]
    pub fn zone(self) -> Option<Zone> {
        self.zone
    }

    /// The same time of day in another zone, or in none.
    #[must_use]
    pub fn with_zone(self, zone: Option<Zone>) -> Time {
        Time { zone, ..self }
    }

    /// The property `time offset`. A region whose clocks still change has none without a
    /// day: 10:00 in Paris is one moment in summer and another in winter.
    #[must_use]
    pub fn time_offset(self) -> Option<DaysDuration> {
        let offset = self.zone?.steady_offset()?;
        Some(DaysDuration::from_seconds(offset.into()))
    }

    /// The property `timezone`: the name of the region.
    #[must_use]
    pub fn timezone(self) -> Option<&'static str> {
        self.zone?.region_name()
    }

    /// Nanoseconds from one time to the other: by the clock where both have no zone or the
    /// same one, else by their offsets.
    pub(super) fn nanos_since(self, other: Time) -> Option<i128> {
        let clock = i128::from(self.nanos_of_day()) - i128::from(other.nanos_of_day());
        if self.zone == other.zone {
            return Some(clock);
        }
        let offset = self.zone?.steady_offset()? - other.zone?.steady_offset()?;
        Some(clock - i128::from(offset) * i128::from(NANOS))
    }

    /// Which time is first. None where only one has a zone, and where the clocks of a
    /// region still change and the zones differ.
    #[must_use]
    pub fn compare(&self, other: &Time) -> Option<Ordering> {
        Some(self.nanos_since(*other)?.cmp(&0))
    }

    /// Whether both are one time; a time with a zone and one without never are. None
    /// where the clocks of a region still change and the zones differ.
    #[must_use]
    pub fn same(&self, other: &Time) -> Option<bool> {
        if self.zone.is_some() != other.zone.is_some() {
            return Some(false);
        }
        Some(self.nanos_since(*other)? == 0)
    }
}

impl fmt::Display for Time {
    /// `09:30:00.5+08:00`, as `string()` writes it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = (self.hour(), self.minute(), self.second());
        write!(out, "{hour:02}:{minute:02}:{second:02}")?;
        write_fraction(self.nanos, out)?;
        self.zone.map_or(Ok(()), |zone| zone.fmt(out))
    }
}

/// `.5`; nothing for a whole second.
pub(super) fn write_fraction(nanos: u32, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    if nanos == 0 {
        return Ok(());
    }
    let digits = format!("{nanos:09}");
    write!(out, ".{}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        Time::parse(text).expect(text)
    }

    #[test]
    fn times_are_written_the_one_way() {
        for (text, written) in [
            ("01:02:03", "01:02:03"),
            ("00:00:00", "00:00:00"),
            ("24:00:00", "00:00:00"),
            ("24:00:00.000Z", "00:00:00Z"),
            ("11:22:33.444", "11:22:33.444"),
            ("11:22:33.440", "11:22:33.44"),
            ("11:22:33.000", "11:22:33"),
            ("11:22:33.123456789", "11:22:33.123456789"),
            ("11:22:33.000000001", "11:22:33.000000001"),
            ("11:22:33.1234567890", "11:22:33.123456789"),
            ("23:59:00Z", "23:59:00Z"),
            ("23:00:50z", "23:00:50Z"),
            ("11:22:33-00:00", "11:22:33Z"),
            ("11:22:33+00:00", "11:22:33Z"),
            ("13:20:00+02:00", "13:20:00+02:00"),
            ("13:20:00-05:30", "13:20:00-05:30"),
            ("13:20:00+02:45:55", "13:20:00+02:45:55"),
            ("00:01:00@Etc/UTC", "00:01:00@Etc/UTC"),
            ("00:01:00.5@Europe/Paris", "00:01:00.5@Europe/Paris"),
        ] {
            assert_eq!(time(text).to_string(), written, "{text}");
            assert_eq!(time(written), time(text));
        }
    }

    #[test]
    fn what_is_no_time_is_told() {
        for (text, fault) in [
            ("", Fault::TimeForm),
            ("7:00:00", Fault::TimeForm),
            ("07:1:00", Fault::TimeForm),
            ("07:01:2", Fault::TimeForm),
            ("07:02", Fault::TimeForm),
            ("11:30:00T", Fault::TimeForm),
            ("T11:30:00", Fault::TimeForm),
            ("11:30:00.", Fault::TimeForm),
            ("11:30:00,5", Fault::TimeForm),
            ("11:30:00.5.5", Fault::TimeForm),
            ("11:30:00 Z", Fault::TimeForm),
            ("11:30:00ZZ", Fault::TimeForm),
            ("13:20:00+5:00", Fault::TimeForm),
            ("13:20:00+05", Fault::TimeForm),
            ("13:20:00+02:00@Europe/Paris", Fault::TimeForm),
            ("23:59:60", Fault::Clock),
            ("00:60:00", Fault::Clock),
            ("24:00:01", Fault::Clock),
            ("24:01:00", Fault::Clock),
            ("24:00:00.1", Fault::Clock),
            ("25:00:00", Fault::Clock),
            ("13:20:00+19:00", Fault::Offset),
            ("13:20:00-18:00:01", Fault::Offset),
            ("13:20:00+02:60", Fault::Offset),
            ("11:22:33.1234567891", Fault::Fraction),
            ("13:20:00@xyz/abc", Fault::Region("xyz/abc".to_owned())),
            ("13:20:00@", Fault::Region(String::new())),
            ("13:20:00Z@Etc/UTC", Fault::TimeForm),
        ] {
            assert_eq!(Time::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn times_are_made_of_numbers_that_fit() {
        let zone = Zone::from_offset(9_955).expect("an offset");
        let made = Time::new(11, 59, 45, 300_000_000, Some(zone)).expect("a time");
        assert_eq!(made.to_string(), "11:59:45.3+02:45:55");
        let fields = (made.hour(), made.minute(), made.second(), made.nanos());
        assert_eq!(fields, (11, 59, 45, 300_000_000));
        for (hour, minute, second, nanos) in [
            (24, 0, 0, 0),
            (-1, 0, 0, 0),
            (0, 60, 0, 0),
            (0, 0, 60, 0),
            (0, 0, 0, 1_000_000_000),
            (i64::MAX, i64::MIN, 0, 0),
        ] {
            assert_eq!(
                Time::new(hour, minute, second, nanos, None),
                Err(Fault::Clock)
            );
        }
        assert_eq!(Time::from_nanos(86_400_000_000_000, None), None);
        assert_eq!(Time::from_nanos(u64::MAX, None), None);
    }

    #[test]
    fn times_compare_by_their_offsets() {
        use Ordering::{Equal, Greater, Less};
        for (one, other, order, same) in [
            ("10:00:00", "10:00:01", Some(Less), Some(false)),
            ("10:00:00", "10:00:00.000", Some(Equal), Some(true)),
            ("10:00:00Z", "10:00:00+00:00", Some(Equal), Some(true)),
            ("10:00:00Z", "10:00:00@Etc/UTC", Some(Equal), Some(true)),
            ("10:00:00+08:00", "02:00:00Z", Some(Equal), Some(true)),
            (
                "10:00:00@Asia/Shanghai",
                "10:00:00+08:00",
                Some(Equal),
                Some(true),
            ),
            (
                "10:00:00@Asia/Shanghai",
                "10:00:00+09:00",
                Some(Greater),
                Some(false),
            ),
            (
                "10:00:00@Europe/Paris",
                "11:00:00@Europe/Paris",
                Some(Less),
                Some(false),
            ),
            // Only one has a zone.
            ("10:00:00", "10:00:00Z", None, Some(false)),
            // Summer or winter is not known.
            ("10:00:00@Europe/Paris", "10:00:00Z", None, None),
        ] {
            let (one, other) = (time(one), time(other));
            assert_eq!(one.compare(&other), order, "{one} {other}");
            assert_eq!(other.compare(&one), order.map(Ordering::reverse));
            assert_eq!(one.same(&other), same, "{one} {other}");
        }
    }

    #[test]
    fn identity_is_stricter_than_the_same_time() {
        assert_eq!(time("23:00:50z"), time("23:00:50+00:00"));
        assert_ne!(time("23:00:50z"), time("23:00:50"));
        assert_ne!(time("23:00:50Z"), time("23:00:50@Etc/UTC"));
        assert_ne!(time("10:00:00+08:00"), time("02:00:00Z"));
    }

    #[test]
    fn the_offset_of_a_time_is_a_duration() {
        let offset = |text| time(text).time_offset().map(|it| it.to_string());
        assert_eq!(offset("00:00:01-01:00").as_deref(), Some("-PT1H"));
        assert_eq!(offset("00:00:01Z").as_deref(), Some("PT0S"));
        assert_eq!(offset("00:00:01@Asia/Shanghai").as_deref(), Some("PT8H"));
        assert_eq!(offset("00:00:01@Europe/Paris"), None);
        assert_eq!(offset("00:00:01"), None);
        assert_eq!(
            time("00:00:01@Asia/Shanghai").timezone(),
            Some("Asia/Shanghai")
        );
        assert_eq!(time("00:00:01+08:00").timezone(), None);
    }
}
