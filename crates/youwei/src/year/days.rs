//! The days of the rehearsed year: when people are at work.

use youwei_base::{Day, WorkCalendar};

/// The year that is lived.
pub const YEAR: i16 = 2026;

/// A day of the year.
pub fn on(month: i8, day: i8) -> Day {
    Day::new(YEAR, month, day).unwrap_or(Day::MIN)
}

/// This many days later.
pub fn later(day: Day, days: i64) -> Day {
    let span = jiff::Span::new().try_days(days);
    span.and_then(|span| day.checked_add(span)).unwrap_or(day)
}

/// The day itself if people work then, else the next on which they do.
pub fn workday(day: Day) -> Day {
    /// No rest is longer.
    const REST_MAX: i64 = 20;
    let works = |day: &Day| WorkCalendar::official().is_workday(*day).unwrap_or(true);
    (0..REST_MAX)
        .map(|more| later(day, more))
        .find(works)
        .unwrap_or(day)
}

/// The same, looking back.
pub fn workday_before(day: Day) -> Day {
    const REST_MAX: i64 = 20;
    let works = |day: &Day| WorkCalendar::official().is_workday(*day).unwrap_or(true);
    (0..REST_MAX)
        .map(|less| later(day, -less))
        .find(works)
        .unwrap_or(day)
}

/// This many work days later.
pub fn work_days_later(day: Day, days: i64) -> Day {
    (0..days).fold(workday(day), |at, _| workday(later(at, 1)))
}

/// Whether so many work days from a day on lie in this year: those of the next are not
/// published before it ends.
pub fn published(day: Day, days: u32) -> bool {
    WorkCalendar::official().after(day, days, true).is_ok()
}

/// A month as declarations write it: 2026-03.
pub fn month(month: i8) -> String {
    format!("{YEAR:04}-{month:02}")
}
