//! Zones: offsets from UTC, and regions of the time zone database.

use std::fmt;
use std::sync::{LazyLock, OnceLock};

use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

use super::calendar::days_from_civil;
use super::time::DAY;
use super::{Date, DaysDuration, Fault, Time};

/// The largest offset to either side. XML Schema stops at 14 hours; the engines that there
/// are take 18, and a model written for them should not become null here.
const OFFSET_MAX: i32 = 18 * 3_600;
/// Rules of regions repeat every 400 years, as the calendar does with its weekdays. Years
/// outside these are looked up in the cycle at their end.
const YEARS: std::ops::Range<i64> = -9_200..9_600;
/// The length of the cycle.
const CYCLE: i64 = 400;

/// An offset from UTC, or a region whose offset depends on the day.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Kind);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    /// Seconds east of UTC.
    Offset(i32),
    /// An index into the regions.
    Region(u16),
}

/// A region, its rules read when it is first used.
struct Region {
    name: String,
    rules: OnceLock<Option<Rules>>,
}

struct Rules {
    zone: TimeZone,
    /// The offset, if it does not change any more.
    steady: Option<i32>,
}

/// Every region of the database that is built in, by name.
static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let database = TimeZoneDatabase::bundled();
    let mut names: Vec<_> = database.available().map(|it| it.to_string()).collect();
    names.sort_unstable();
    let region = |name| Region {
        name,
        rules: OnceLock::new(),
    };
    names.into_iter().map(region).collect()
});

impl Region {
    fn rules(&self) -> Option<&Rules> {
        let rules = self.rules.get_or_init(|| Rules::read(&self.name));
        rules.as_ref()
    }
}

impl Rules {
    fn read(name: &str) -> Option<Rules> {
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        // Past the years that the database lists one by one, only rules are left.
        let late = Timestamp::from_second(days_from_civil(2_038, 1, 1) * i64::from(DAY)).ok()?;
        let changes = zone.following(late).next().is_some();
        let steady = (!changes).then(|| zone.to_offset(late).seconds());
        Some(Rules { zone, steady })
    }
}

impl Zone {
    /// `Z`
    pub const UTC: Zone = Zone(Kind::Offset(0));

    /// So many seconds east of UTC.
    ///
    /// # Errors
    /// Beyond 18 hours.
    pub fn from_offset(seconds: i64) -> Result<Zone, Fault> {
        match i32::try_from(seconds) {
            Ok(seconds) if (-OFFSET_MAX..=OFFSET_MAX).contains(&seconds) => {
                Ok(Zone(Kind::Offset(seconds)))
            }
            _ => Err(Fault::Offset),
        }
    }

    /// The offset that `time(hour, minute, second, offset)` takes.
    ///
    /// # Errors
    /// Beyond 18 hours, and with a fraction of a second.
    pub fn from_duration(offset: DaysDuration) -> Result<Zone, Fault> {
        if offset.fraction() != 0 {
            return Err(Fault::Offset);
        }
        Zone::from_offset(offset.total_seconds())
    }

    /// A region of the time zone database, `Asia/Shanghai`; its name is read to the letter.
    ///
    /// # Errors
    /// Where the database has none of this name.
    pub fn region(name: &str) -> Result<Zone, Fault> {
        let unknown = || Fault::Region(name.chars().take(80).collect());
        let index = REGIONS
            .binary_search_by(|region| region.name.as_str().cmp(name))
            .map_err(|_| unknown())?;
        let known = REGIONS.get(index).and_then(Region::rules).is_some();
        match u16::try_from(index) {
            Ok(index) if known => Ok(Zone(Kind::Region(index))),
            _ => Err(unknown()),
        }
    }

    /// The name of the region.
    #[must_use]
    pub fn region_name(self) -> Option<&'static str> {
        match self.0 {
            Kind::Offset(_) => None,
            Kind::Region(index) => Some(&REGIONS.get(usize::from(index))?.name),
        }
    }

    /// The offset in seconds, if no day is needed to know it: that of an offset, and of a
    /// region whose clocks do not change any more.
    #[must_use]
    pub fn steady_offset(self) -> Option<i32> {
        match self.0 {
            Kind::Offset(seconds) => Some(seconds),
            Kind::Region(_) => self.rules()?.steady,
        }
    }

    /// The offset in seconds when the clocks show this day and time. Of a time that comes
    /// twice it is the first; a time that clocks skip is counted from before the change.
    #[must_use]
    pub fn offset_at(self, date: Date, time: Time) -> i32 {
        let Kind::Offset(seconds) = self.0 else {
            return self.region_offset_at(date, time).unwrap_or(0);
        };
        seconds
    }

    fn region_offset_at(self, date: Date, time: Time) -> Option<i32> {
        let year = i16::try_from(familiar_year(date.year())).ok()?;
        let date = jiff::civil::Date::new(year, date.month() as i8, date.day() as i8).ok()?;
        let clock = date.at(
            time.hour() as i8,
            time.minute() as i8,
            time.second() as i8,
            time.nanos() as i32,
        );
        let offset = match self.rules()?.zone.to_ambiguous_timestamp(clock).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before,
        };
        Some(offset.seconds())
    }

    /// The offset in seconds at a moment, in seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn offset_at_instant(self, second: i64) -> i32 {
        let Kind::Offset(seconds) = self.0 else {
            let moment = Timestamp::from_second(familiar_second(second)).ok();
            let rules = self.rules();
            let offset = moment.zip(rules).map(|(at, it)| it.zone.to_offset(at));
            return offset.map_or(0, |offset| offset.seconds());
        };
        seconds
    }

    fn rules(self) -> Option<&'static Rules> {
        match self.0 {
            Kind::Offset(_) => None,
            Kind::Region(index) => REGIONS.get(usize::from(index))?.rules(),
        }
    }
}

/// A year that clocks treat as they do this one, within what the database answers for.
fn familiar_year(year: i64) -> i64 {
    if year >= YEARS.end {
        YEARS.end - CYCLE + (year - YEARS.end).rem_euclid(CYCLE)
    } else if year < YEARS.start {
        YEARS.start + (year - YEARS.start).rem_euclid(CYCLE)
    } else {
        year
    }
}

/// The same for a moment.
fn familiar_second(second: i64) -> i64 {
    let first_of = |year| days_from_civil(year, 1, 1) * i64::from(DAY);
    let (start, end) = (first_of(YEARS.start), first_of(YEARS.end));
    let cycle = first_of(1_970 + CYCLE);
    if second >= end {
        end - cycle + (second - end).rem_euclid(cycle)
    } else if second < start {
        start + (second - start).rem_euclid(cycle)
    } else {
        second
    }
}

impl fmt::Display for Zone {
    /// `Z`, `+08:00`, `-02:45:55`, `@Asia/Shanghai`: as it stands behind a time.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Kind::Offset(seconds) = self.0 else {
            return write!(out, "@{}", self.region_name().unwrap_or_default());
        };
        if seconds == 0 {
            return out.write_str("Z");
        }
        let sign = if seconds < 0 { '-' } else { '+' };
        let size = seconds.unsigned_abs();
        write!(out, "{sign}{:02}:{:02}", size / 3_600, size / 60 % 60)?;
        match size % 60 {
            0 => Ok(()),
            rest => write!(out, ":{rest:02}"),
        }
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_known_to_the_letter() {
        for name in [
            "Asia/Shanghai",
            "Europe/Paris",
            "Etc/UTC",
            "UTC",
            "Asia/Urumqi",
        ] {
            let zone = Zone::region(name).expect(name);
            assert_eq!(zone.region_name(), Some(name));
            assert_eq!(zone.to_string(), format!("@{name}"));
        }
        for name in [
            "",
            "xyz/abc",
            "asia/shanghai",
            "Asia/Shanghai ",
            "+08:00",
            "Z",
        ] {
            assert_eq!(Zone::region(name), Err(Fault::Region(name.to_owned())));
        }
    }

    #[test]
    fn offsets_end_at_eighteen_hours() {
        for (seconds, text) in [
            (0, "Z"),
            (28_800, "+08:00"),
            (-60, "-00:01"),
            (9_955, "+02:45:55"),
            (64_800, "+18:00"),
            (-64_800, "-18:00"),
        ] {
            let zone = Zone::from_offset(seconds).expect(text);
            assert_eq!(zone.to_string(), text);
            assert_eq!(zone.steady_offset().map(i64::from), Some(seconds));
            assert_eq!(zone.region_name(), None);
        }
        for seconds in [64_801, -64_801, i64::from(i32::MIN), i64::MAX, i64::MIN] {
            assert_eq!(Zone::from_offset(seconds), Err(Fault::Offset));
        }
        let half = DaysDuration::from_nanos(500_000_000).expect("half a second");
        assert_eq!(Zone::from_duration(half), Err(Fault::Offset));
    }

    #[test]
    fn a_region_without_summer_time_has_a_steady_offset() {
        for (name, offset) in [
            ("Asia/Shanghai", Some(28_800)),
            ("Asia/Dhaka", Some(21_600)),
            ("Etc/UTC", Some(0)),
            ("Europe/Paris", None),
            ("Australia/Melbourne", None),
        ] {
            let zone = Zone::region(name).expect(name);
            assert_eq!(zone.steady_offset(), offset, "{name}");
        }
    }

    #[test]
    fn the_offset_of_a_region_is_that_of_the_day() {
        for (name, at, offset) in [
            ("Europe/Paris", "2021-01-02T10:10:10", 3_600),
            ("Europe/Paris", "2021-07-02T10:10:10", 7_200),
            ("Asia/Shanghai", "1988-07-01T00:00:00", 32_400),
            ("Asia/Shanghai", "2026-07-01T00:00:00", 28_800),
            // Skipped by the clocks: counted from before the change.
            ("Europe/Paris", "2021-03-28T02:30:00", 3_600),
            // Comes twice: the first.
            ("Europe/Paris", "2021-10-31T02:30:00", 7_200),
            // Beyond the years of the database the rules go on.
            ("Europe/Paris", "999999999-07-01T00:00:00", 7_200),
            ("Europe/Paris", "999999999-12-31T23:59:59", 3_600),
            ("Europe/Paris", "10000-07-01T00:00:00", 7_200),
            // Before there were zones, the sun's own time.
            ("Europe/Paris", "-999999999-07-01T00:00:00", 561),
        ] {
            let zone = Zone::region(name).expect(name);
            let clock = super::super::DateTime::parse(at).expect(at);
            assert_eq!(
                zone.offset_at(clock.date(), clock.time()),
                offset,
                "{name} {at}"
            );
        }
    }
}
