//! To and from the types of `jiff`.

use jiff::{Timestamp, Zoned, civil};

use super::{Date, DateTime, Fault, Time, Zone};

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Date {
        // Every day of jiff's years is one here too.
        Date::new(date.year().into(), date.month().into(), date.day().into()).unwrap_or(Date::MIN)
    }
}

impl TryFrom<Date> for civil::Date {
    type Error = Fault;

    /// # Errors
    /// Outside the years −9999 to 9999.
    fn try_from(date: Date) -> Result<civil::Date, Fault> {
        let year = i16::try_from(date.year()).map_err(|_| Fault::Year)?;
        let (month, day) = (date.month() as i8, date.day() as i8);
        civil::Date::new(year, month, day).map_err(|_| Fault::Year)
    }
}

impl From<Timestamp> for DateTime {
    /// The moment, in UTC.
    fn from(moment: Timestamp) -> DateTime {
        let start = Date::MIN.at_midnight_utc();
        DateTime::from_instant(moment.as_nanosecond(), Zone::UTC).unwrap_or(start)
    }
}

impl From<&Zoned> for DateTime {
    /// The same clock; the zone is the region where it has a name that is known here, else
    /// the offset.
    fn from(now: &Zoned) -> DateTime {
        let region = now.time_zone().iana_name();
        let offset = || Zone::from_offset(now.offset().seconds().into());
        let zone = region
            .filter(|name| *name != "UTC")
            .map_or_else(offset, |name| Zone::region(name).or_else(|_| offset()));
        let clock = now.time();
        let nanos = u64::try_from(clock.duration_since(civil::Time::midnight()).as_nanos());
        let time = Time::from_nanos(nanos.unwrap_or(0), zone.ok());
        Date::from(now.date()).at(time.unwrap_or(Time::MIDNIGHT))
    }
}

impl TryFrom<DateTime> for Timestamp {
    type Error = Fault;

    /// # Errors
    /// Outside the years −9999 to 9999, and without a zone.
    fn try_from(at: DateTime) -> Result<Timestamp, Fault> {
        let instant = at.instant().ok_or(Fault::DateTimeForm)?;
        Timestamp::from_nanosecond(instant).map_err(|_| Fault::Year)
    }
}
