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
