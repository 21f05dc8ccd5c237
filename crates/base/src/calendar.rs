//! The work calendar: which days count where a time limit is told in work days.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Weekday;
use serde::Deserialize;

use crate::{Bilingual, Day};

/// Rest and make-up days by the yearly notices of the State Council's General Office.
///
/// A day that a notice names is what the notice says, also where it names a day of the
/// year before; any other day of a year with a notice is a work day from Monday to
/// Friday. A year without a notice is never guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    named: BTreeMap<Day, bool>,
    years: BTreeSet<i16>,
}

/// The work days of this year are not published, so nothing that counts them is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NotPublished {
    /// The year.
    pub year: i16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: Vec<Notice>,
}

/// What was ordered for a year, and where.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notice {
    year: i16,
    source: Vec<String>,
    #[serde(default)]
    rest: Vec<Rest>,
    #[serde(default)]
    work: Vec<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rest {
    name: String,
    from: toml::value::Datetime,
    to: toml::value::Datetime,
}

/// The notices of the State Council, as [`WorkCalendar::read`] takes them.
const NOTICES: &str = include_str!("../data/calendar.toml");

static OFFICIAL: LazyLock<WorkCalendar> = LazyLock::new(|| {
    // That the embedded file reads is a test; an empty calendar refuses every year.
    WorkCalendar::read(NOTICES).unwrap_or_default()
});

/// The longest rest that a notice may order; a longer one is a slip of the pen.
const LONGEST_REST: i32 = 30;

impl WorkCalendar {
    /// The text of the calendar of 2013–2026, for whoever keeps one of their own.
    #[must_use]
    pub fn official_text() -> &'static str {
        NOTICES
    }

    /// The calendar of 2013–2026.
    #[must_use]
    pub fn official() -> &'static WorkCalendar {
        &OFFICIAL
    }

    /// Reads a calendar in the form of `data/calendar.toml`: a `[[year]]` each with
    /// `year`, `source`, `rest` (name, from, to) and `work`.
    ///
    /// # Errors
    /// A sentence if it is no TOML of that form, a year stands twice, a source is
    /// missing, or a day is both rest and work.
    pub fn read(text: &str) -> Result<WorkCalendar, Bilingual> {
        let file: File = toml::from_str(text).map_err(|error| {
            Bilingual::new(
                format!("工作日历读不懂，请对照格式修改：{error}"),
                format!("The work calendar does not read; mend it by the format: {error}"),
            )
        })?;
        let mut calendar = WorkCalendar::default();
        for notice in file.year {
            calendar.add(&notice)?;
        }
        Ok(calendar)
    }

    /// This calendar with the years of another one in place of its own: how a city adds
    /// a notice that came out after the program.
    #[must_use]
    pub fn overlaid(mut self, with: &WorkCalendar) -> WorkCalendar {
        self.named.extend(&with.named);
        self.years.extend(&with.years);
        self
    }

    /// The years that are published.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.iter().copied()
    }

    /// Whether offices work on this day.
    ///
    /// # Errors
    /// [`NotPublished`] if no notice tells.
    pub fn is_workday(&self, day: Day) -> Result<bool, NotPublished> {
        if let Some(work) = self.named.get(&day) {
            return Ok(*work);
        }
        if !self.years.contains(&day.year()) {
            return Err(NotPublished { year: day.year() });
        }
        Ok(!matches!(
            day.weekday(),
            Weekday::Saturday | Weekday::Sunday
        ))
    }

    /// The last day of a time limit of `n` days from `day`, which itself does not count:
    /// the n-th work day after it, or the n-th calendar day.
    ///
    /// # Errors
    /// [`NotPublished`] if a year on the way is not published. Calendar days need none.
    pub fn after(&self, day: Day, n: u32, workdays: bool) -> Result<Day, NotPublished> {
        self.walk(day, n, workdays, Day::tomorrow)
    }

    /// The day from which `n` days lead to `day`: the n-th work day before it, or the
    /// n-th calendar day.
    ///
    /// # Errors
    /// As of [`WorkCalendar::after`].
    pub fn before(&self, day: Day, n: u32, workdays: bool) -> Result<Day, NotPublished> {
        self.walk(day, n, workdays, Day::yesterday)
    }

    /// How many days count after `from` up to and with `to`; negative if `to` lies
    /// before. `between(day, after(day, n))` is n.
    ///
    /// # Errors
    /// As of [`WorkCalendar::after`].
    pub fn between(&self, from: Day, to: Day, workdays: bool) -> Result<i32, NotPublished> {
        if to < from {
            return Ok(-self.between(to, from, workdays)?);
        }
        if !workdays {
            return Ok(calendar_days(from, to));
        }
        let mut counted = 0;
        let mut at = from;
        while at < to {
            at = step(at, Day::tomorrow)?;
            counted += i32::from(self.is_workday(at)?);
        }
        Ok(counted)
    }

    /// Goes day by day until `n` of them counted. It ends: every published year has work
    /// days, and a year that is not published ends it.
    fn walk(
        &self,
        day: Day,
        n: u32,
        workdays: bool,
        next: fn(Day) -> Result<Day, jiff::Error>,
    ) -> Result<Day, NotPublished> {
        let mut at = day;
        let mut left = n;
        while left > 0 {
            at = step(at, next)?;
            if !workdays || self.is_workday(at)? {
                left -= 1;
            }
        }
        Ok(at)
    }

    fn add(&mut self, notice: &Notice) -> Result<(), Bilingual> {
        let year = notice.year;
        let wrong = |zh: String, en: String| {
            Bilingual::new(
                format!("工作日历{year}年：{zh}"),
                format!("Work calendar, {year}: {en}"),
            )
        };
        if notice.source.is_empty() {
            return Err(wrong(
                "没有写出处，请在 source 写上通知的网址。".to_owned(),
                "it has no source; write the notice's address there.".to_owned(),
            ));
        }
        if !self.years.insert(year) {
            return Err(wrong(
                "写了两次，请合成一个。".to_owned(),
                "it stands twice; make it one.".to_owned(),
            ));
        }
        let mut named = Vec::new();
        for rest in &notice.rest {
            let from = day_of(&rest.from);
            let to = day_of(&rest.to);
            let (Some(first), Some(last)) = (from, to) else {
                return Err(wrong(
                    format!("“{}”的 from、to 不是日期，请写成 2026-10-01。", rest.name),
                    format!(
                        "from and to of {} are no days; write 2026-10-01.",
                        rest.name
                    ),
                ));
            };
            if !(0..LONGEST_REST).contains(&calendar_days(first, last)) {
                return Err(wrong(
                    format!("“{}”从{first}到{last}，请核对起止日期。", rest.name),
                    format!(
                        "{} runs from {first} to {last}; check both days.",
                        rest.name
                    ),
                ));
            }
            let mut at = Some(first);
            while let Some(day) = at.filter(|day| *day <= last) {
                named.push((day, false));
                at = day.tomorrow().ok();
            }
        }
        for work in &notice.work {
            let Some(day) = day_of(work) else {
                return Err(wrong(
                    format!("work 里的“{work}”不是日期，请写成 2026-10-10。"),
                    format!("{work} in work is no day; write 2026-10-10."),
                ));
            };
            named.push((day, true));
        }
        for (day, work) in named {
            if self.named.insert(day, work).is_some() {
                return Err(wrong(
                    format!("{day}写了两次，请只留一处。"),
                    format!("{day} is named twice; leave it in one place."),
                ));
            }
        }
        Ok(())
    }
}

fn calendar_days(from: Day, to: Day) -> i32 {
    // A span between two days asked for in days has nothing but days.
    from.until(to).map_or(0, |span| span.get_days())
}

fn step(day: Day, next: fn(Day) -> Result<Day, jiff::Error>) -> Result<Day, NotPublished> {
    next(day).map_err(|_| NotPublished { year: day.year() })
}

fn day_of(written: &toml::value::Datetime) -> Option<Day> {
    let date = written.date.filter(|_| written.time.is_none())?;
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    Day::new(i16::try_from(date.year).ok()?, month, day).ok()
}

impl NotPublished {
    /// What is wrong, and the next step.
    #[must_use]
    pub fn said(self) -> Bilingual {
        let year = self.year;
        Bilingual::new(
            format!(
                "{year}年的放假调休安排还没有录入，工作日算不出来；国务院办公厅的通知发布后，请把它加进城市文件夹的 calendar.toml 再办。"
            ),
            format!(
                "The rest and make-up days of {year} are not in the work calendar, so its work days cannot be counted; add the State Council's notice, when it is out, to calendar.toml in the city's folder, and try again."
            ),
        )
    }
}

impl fmt::Display for NotPublished {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(out)
    }
}

impl std::error::Error for NotPublished {}

#[cfg(test)]
mod tests;
