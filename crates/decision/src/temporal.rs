//! Days, times, and durations.

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date;
/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time;
/// A day and a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateTime;
/// A days and time duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaysDuration;
/// A years and months duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthsDuration;
