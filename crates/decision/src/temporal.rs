//! Days, times and durations (DMN 1.5, clause 10.3.2.3).
//!
//! The calendar is the proleptic Gregorian one with a year 0, over a thousand million years
//! to either side; a zone is an offset or a region of the time zone database that is built
//! in, so that an answer does not depend on the machine. Values are small and `Copy`.
//!
//! `==` is identity, what the function `is` asks: the same fields and the same zone. What
//! the operator `=` asks, whether two values are the same moment, is `same`.

mod arithmetic;
mod calendar;
mod convert;
mod date;
mod date_time;
mod days_duration;
mod fault;
mod months_duration;
mod reader;
mod time;
mod zone;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod oracle;

pub use date::Date;
pub use date_time::DateTime;
pub use days_duration::DaysDuration;
pub use fault::Fault;
pub use months_duration::MonthsDuration;
pub use time::Time;
pub use zone::Zone;

/// Either kind of duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duration {
    /// Days, hours, minutes, seconds.
    Days(DaysDuration),
    /// Years and months.
    Months(MonthsDuration),
}

impl Duration {
    /// Reads what `duration("…")` takes.
    ///
    /// # Errors
    /// Where the text is no duration, mixes months with days, or is too long.
    pub fn parse(text: &str) -> Result<Duration, Fault> {
        reader::duration(text)
    }
}

/// What a literal `@"…"` may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Temporal {
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A day and a time.
    DateTime(DateTime),
    /// A days and time duration.
    DaysDuration(DaysDuration),
    /// A years and months duration.
    MonthsDuration(MonthsDuration),
}

impl Temporal {
    /// Reads the text of a literal `@"…"`: the shape of the text tells which kind it is.
    ///
    /// # Errors
    /// Where the text has the shape of none, or the values in it do not exist.
    pub fn parse(text: &str) -> Result<Temporal, Fault> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        if unsigned.starts_with('P') {
            return Ok(match Duration::parse(text)? {
                Duration::Days(it) => Temporal::DaysDuration(it),
                Duration::Months(it) => Temporal::MonthsDuration(it),
            });
        }
        // A time has its colon third; every year has four digits or more.
        if text.as_bytes().get(2) == Some(&b':') {
            return Time::parse(text).map(Temporal::Time);
        }
        if !unsigned.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(Fault::NoTemporal);
        }
        if text.contains('T') {
            return DateTime::parse(text).map(Temporal::DateTime);
        }
        Date::parse(text).map(Temporal::Date)
    }
}

/// The value of a literal `@"…"`, if it has one; [`Temporal::parse`] says why not.
#[must_use]
pub fn at_literal(text: &str) -> Option<Temporal> {
    Temporal::parse(text).ok()
}
