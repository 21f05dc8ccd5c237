//! Why a text or some numbers are no day, time or duration.

use youwei_base::Bilingual;

/// What is wrong. The sentence follows the name of what was read, as in
/// “the argument “from” of date …”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not written as a day is.
    DateForm,
    /// Not written as a time is.
    TimeForm,
    /// Not written as a day with a time is.
    DateTimeForm,
    /// Not written as a duration is.
    DurationForm,
    /// Nothing that `@"…"` takes.
    NoTemporal,
    /// Months and days in one duration.
    MixedDuration,
    /// A duration longer than can be counted.
    DurationTooLong,
    /// More than nine digits after the point of a second.
    Fraction,
    /// A year outside −999,999,999 to 999,999,999.
    Year,
    /// No such month.
    Month(i64),
    /// No such day in this month.
    Day {
        /// The year.
        year: i64,
        /// The month.
        month: i64,
        /// The day that it does not have.
        day: i64,
    },
    /// No such time of day.
    Clock,
    /// An offset beyond 18 hours, or not of whole seconds.
    Offset,
    /// No region of this name in the time zone database.
    Region(String),
}

impl Fault {
    /// What is wrong, as a predicate.
    #[must_use]
    pub fn sentence(&self) -> Bilingual {
        match self {
            Fault::DateForm => say(
                "不是日期；日期写作 2026-07-01。",
                "is not a date; a date is written 2026-07-01.",
            ),
            Fault::TimeForm => say(
                "不是时刻；时刻写作 09:30:00、09:30:00+08:00 或 09:30:00@Asia/Shanghai。",
                "is not a time; a time is written 09:30:00, 09:30:00+08:00 or \
                 09:30:00@Asia/Shanghai.",
            ),
            Fault::DateTimeForm => say(
                "不是日期时刻；日期时刻写作 2026-07-01T09:30:00，可加时区。",
                "is not a date and time; it is written 2026-07-01T09:30:00, with a zone if \
                 there is one.",
            ),
            Fault::DurationForm => say(
                "不是时长；时长写作 P1Y2M 或 P1DT2H3M4S。",
                "is not a duration; a duration is written P1Y2M or P1DT2H3M4S.",
            ),
            Fault::NoTemporal => say(
                "不是日期、时刻、日期时刻或时长。",
                "is not a date, a time, a date and time or a duration.",
            ),
            Fault::MixedDuration => say(
                "既有年月又有日时，请分成两个时长。",
                "has both months and days; make two durations of it.",
            ),
            Fault::DurationTooLong => say(
                "长得无法计算，请用短一些的时长。",
                "is longer than can be counted; use a shorter one.",
            ),
            Fault::Fraction => say(
                "的秒有超过九位的小数，请写到纳秒为止。",
                "has more than nine digits of a second; write nanoseconds at most.",
            ),
            Fault::Year => say(
                "的年份不在 -999999999 到 999999999 之间。",
                "has a year outside -999999999 to 999999999.",
            ),
            Fault::Month(month) => say(
                format!("的月份是 {month}，应为 1 到 12。"),
                format!("has the month {month}; it should be 1 to 12."),
            ),
            Fault::Day { year, month, day } => say(
                format!("有误：{year} 年 {month} 月没有 {day} 日。"),
                format!("is no day: month {month} of the year {year} has no day {day}."),
            ),
            Fault::Clock => say(
                "超出一天的时刻；小时为 0 到 23，分和秒为 0 到 59。",
                "is no time of day; hours go to 23, minutes and seconds to 59.",
            ),
            Fault::Offset => say(
                "的时差超过 18 小时，或不是整秒。",
                "has an offset beyond 18 hours, or not of whole seconds.",
            ),
            Fault::Region(name) => say(
                format!("的时区“{name}”不在时区数据库里；可用的如 Asia/Shanghai。"),
                format!(
                    "has the zone “{name}”, which the time zone database does not know; \
                     Asia/Shanghai is one that it knows."
                ),
            ),
        }
    }
}

fn say(zh: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual::new(zh, en)
}
