//! Reads the texts of days, times and durations: the lexical forms of XML Schema that FEEL
//! takes over (DMN 1.5, clauses 10.3.2.3 and 10.3.4.1), and regions after `@`.

use super::time::{DAY, NANOS};
use super::{Date, DateTime, DaysDuration, Duration, Fault, MonthsDuration, Time, Zone};

/// The most digits of a year.
const YEAR_DIGITS: usize = 9;

/// Reads a whole text as a day.
pub(super) fn date(text: &str) -> Result<Date, Fault> {
    let mut reader = Reader::new(text, Fault::DateForm);
    let date = reader.date()?;
    reader.end()?;
    Ok(date)
}

/// Reads a whole text as a time.
pub(super) fn time(text: &str) -> Result<Time, Fault> {
    let mut reader = Reader::new(text, Fault::TimeForm);
    let (time, _) = reader.time()?;
    reader.end()?;
    Ok(time)
}

/// Reads a whole text as a day with a time, or a day for its midnight.
pub(super) fn date_time(text: &str) -> Result<DateTime, Fault> {
    let mut reader = Reader::new(text, Fault::DateTimeForm);
    let date = reader.date()?;
    if reader.rest.is_empty() {
        return Ok(date.at_midnight());
    }
    reader.expect(b'T')?;
    let (time, is_next_day) = reader.time()?;
    reader.end()?;
    let date = if is_next_day {
        date.next().ok_or(Fault::Year)?
    } else {
        date
    };
    Ok(date.at(time))
}

/// Reads a whole text as a duration of either kind.
pub(super) fn duration(text: &str) -> Result<Duration, Fault> {
    let mut reader = Reader::new(text, Fault::DurationForm);
    let sign = if reader.eat(b'-') { -1 } else { 1 };
    reader.expect(b'P')?;
    let parts = reader.parts()?;
    reader.end()?;
    match (parts.months, parts.nanos) {
        (Some(_), Some(_)) => Err(Fault::MixedDuration),
        (Some(months), None) => {
            let months = i64::try_from(sign * months).map_err(|_| Fault::DurationTooLong)?;
            Ok(Duration::Months(MonthsDuration::from_months(months)))
        }
        (None, Some(nanos)) => {
            let duration = DaysDuration::from_nanos(sign * nanos);
            duration.map(Duration::Days).ok_or(Fault::DurationTooLong)
        }
        (None, None) => reader.wrong(),
    }
}

/// The two halves of a duration, each absent where nothing of it is written.
#[derive(Default)]
struct Parts {
    months: Option<i128>,
    nanos: Option<i128>,
}

/// A text being read, and the fault where it has not the form.
struct Reader<'a> {
    rest: &'a str,
    form: Fault,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, form: Fault) -> Reader<'a> {
        Reader { rest: text, form }
    }

    fn wrong<T>(&self) -> Result<T, Fault> {
        Err(self.form.clone())
    }

    fn eat(&mut self, byte: u8) -> bool {
        match self.rest.strip_prefix(char::from(byte)) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        if self.eat(byte) { Ok(()) } else { self.wrong() }
    }

    fn end(&self) -> Result<(), Fault> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            self.wrong()
        }
    }

    /// The digits that come next, perhaps none.
    fn digits(&mut self) -> &'a str {
        let other = |it: char| !it.is_ascii_digit();
        let length = self.rest.find(other).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        digits
    }

    /// Two digits, no more.
    fn two(&mut self) -> Result<i64, Fault> {
        match self.digits() {
            digits if digits.len() == 2 => digits.parse().or_else(|_| self.wrong()),
            _ => self.wrong(),
        }
    }

    fn date(&mut self) -> Result<Date, Fault> {
        let sign = if self.eat(b'-') { -1 } else { 1 };
        let digits = self.digits();
        if digits.len() < 4 || digits.len() > 4 && digits.starts_with('0') {
            return self.wrong();
        }
        if digits.len() > YEAR_DIGITS {
            return Err(Fault::Year);
        }
        let year: i64 = digits.parse().or_else(|_| self.wrong())?;
        self.expect(b'-')?;
        let month = self.two()?;
        self.expect(b'-')?;
        let day = self.two()?;
        Date::new(sign * year, month, day)
    }

    /// A time, and whether it is the midnight that ends the day.
    fn time(&mut self) -> Result<(Time, bool), Fault> {
        let hour = self.two()?;
        self.expect(b':')?;
        let minute = self.two()?;
        self.expect(b':')?;
        let second = self.two()?;
        let nanos = if self.eat(b'.') {
            match self.digits() {
                "" => return self.wrong(),
                digits => nanos(digits)?,
            }
        } else {
            0
        };
        let zone = self.zone()?;
        if (hour, minute, second, nanos) == (24, 0, 0, 0) {
            return Ok((Time::MIDNIGHT.with_zone(zone), true));
        }
        Ok((Time::new(hour, minute, second, nanos, zone)?, false))
    }

    fn zone(&mut self) -> Result<Option<Zone>, Fault> {
        // The standard's own examples write a small z too.
        if self.eat(b'Z') || self.eat(b'z') {
            return Ok(Some(Zone::UTC));
        }
        if self.eat(b'@') {
            let name = std::mem::take(&mut self.rest);
            return Zone::region(name).map(Some);
        }
        let sign = if self.eat(b'-') {
            -1
        } else if self.eat(b'+') {
            1
        } else {
            return Ok(None);
        };
        let hours = self.two()?;
        self.expect(b':')?;
        let minutes = self.two()?;
        let seconds = if self.eat(b':') { self.two()? } else { 0 };
        if minutes > 59 || seconds > 59 {
            return Err(Fault::Offset);
        }
        Zone::from_offset(sign * (hours * 3_600 + minutes * 60 + seconds)).map(Some)
    }

    /// What follows the `P` of a duration: each unit at most once, in their order.
    fn parts(&mut self) -> Result<Parts, Fault> {
        let mut parts = Parts::default();
        for (letter, months) in [('Y', 12), ('M', 1)] {
            let count = self.whole(letter)?;
            Parts::add(&mut parts.months, count, months);
        }
        let second = i128::from(NANOS);
        let days = self.whole('D')?;
        Parts::add(&mut parts.nanos, days, i128::from(DAY) * second);
        if !self.eat(b'T') {
            return Ok(parts);
        }
        if self.rest.is_empty() {
            return self.wrong();
        }
        for (letter, seconds) in [('H', 3_600), ('M', 60)] {
            let count = self.whole(letter)?;
            Parts::add(&mut parts.nanos, count, seconds * second);
        }
        let seconds = self.seconds()?;
        Parts::add(&mut parts.nanos, seconds, 1);
        Ok(parts)
    }

    /// A whole number before a letter; none, and nothing read, where another letter follows.
    fn whole(&mut self, letter: char) -> Result<Option<i128>, Fault> {
        let start = self.rest;
        let digits = self.digits();
        match self.rest.strip_prefix(letter) {
            Some(rest) if !digits.is_empty() => {
                self.rest = rest;
                count(digits).map(Some)
            }
            _ => {
                self.rest = start;
                Ok(None)
            }
        }
    }

    /// Seconds with or without a fraction before `S`, in nanoseconds. The point may end the
    /// number, as the cases of the TCK have it.
    fn seconds(&mut self) -> Result<Option<i128>, Fault> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let digits = self.digits();
        let fraction = if self.eat(b'.') { self.digits() } else { "" };
        self.expect(b'S')?;
        if digits.is_empty() {
            return self.wrong();
        }
        let whole = count(digits)? * i128::from(NANOS);
        Ok(Some(whole + i128::from(nanos(fraction)?)))
    }
}

impl Parts {
    /// Adds so many units of a size, if any are written.
    fn add(half: &mut Option<i128>, count: Option<i128>, size: i128) {
        if let Some(count) = count {
            *half = Some(half.unwrap_or(0) + count * size);
        }
    }
}

/// A count of units; 64 bits of it, so that no sum of them can overflow.
fn count(digits: &str) -> Result<i128, Fault> {
    let count = digits.parse::<u64>();
    count.map(i128::from).map_err(|_| Fault::DurationTooLong)
}

/// The digits after the point of a second, as nanoseconds.
fn nanos(digits: &str) -> Result<u32, Fault> {
    let digits = digits.trim_end_matches('0');
    if digits.len() > 9 {
        return Err(Fault::Fraction);
    }
    let all = format!("{digits:0<9}");
    all.parse().map_err(|_| Fault::Fraction)
}
