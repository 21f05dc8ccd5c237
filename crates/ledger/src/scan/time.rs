//! Moments as the log writes them: RFC 3339 in UTC, `Z`, the shortest fraction.

use jiff::Timestamp;

/// The moment, if this is the one way in which it is written.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let (whole, rest) = text.as_bytes().split_first_chunk::<19>()?;
    let [
        y0,
        y1,
        y2,
        y3,
        b'-',
        m0,
        m1,
        b'-',
        d0,
        d1,
        b'T',
        rest_of_day @ ..,
    ] = whole
    else {
        return None;
    };
    let [h0, h1, b':', n0, n1, b':', s0, s1] = rest_of_day else {
        return None;
    };
    let year = number(&[*y0, *y1, *y2, *y3])?;
    let (month, day) = (number(&[*m0, *m1])?, number(&[*d0, *d1])?);
    let (hour, minute, second) = (
        number(&[*h0, *h1])?,
        number(&[*n0, *n1])?,
        number(&[*s0, *s1])?,
    );
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = days_since_epoch(year, month, day)?;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    // Its own limit, a day and some hours before the year 10000, is jiff's to keep.
    Timestamp::new(seconds, nanoseconds(rest)?).ok()
}

/// What follows the seconds: `Z`, or a point, one to nine digits, the last not 0, and `Z`.
fn nanoseconds(rest: &[u8]) -> Option<i32> {
    let digits = match rest {
        b"Z" => return Some(0),
        [b'.', digits @ .., b'Z'] => digits,
        _ => return None,
    };
    if digits.len() > 9 || digits.last().is_none_or(|last| *last == b'0') {
        return None;
    }
    let mut nanoseconds = number(digits)?;
    for _ in digits.len()..9 {
        nanoseconds *= 10;
    }
    i32::try_from(nanoseconds).ok()
}

/// Decimal digits and nothing else.
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit <= 9).then_some(number * 10 + i64::from(digit))
    })
}

/// Days from 1970-01-01 in the Gregorian calendar, if there is such a day.
fn days_since_epoch(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if day < 1 || day > length {
        return None;
    }
    // Years are counted from 1 March, so that the leap day is a year's last; the first
    // of each month then lies (153 m + 2) / 5 days into it.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 719468 days lie between 1 March of the year 0 and 1970-01-01.
    Some(year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::micros;

    #[test]
    fn a_moment_is_read_in_the_one_way_in_which_it_is_written() {
        for (text, fits) in [
            ("0000-01-01T00:00:00Z", true),
            ("0000-02-29T23:59:59.999999999Z", true),
            ("1969-12-31T23:59:59.999999999Z", true),
            ("1970-01-01T00:00:00Z", true),
            ("2000-02-29T00:00:00Z", true),
            ("2026-01-15T01:30:07.25Z", true),
            ("9999-12-30T22:00:00.999999999Z", true),
            // Beyond what jiff knows, and beyond the calendar and the clock.
            ("9999-12-30T22:00:01Z", false),
            ("9999-12-31T23:59:59Z", false),
            ("2026-02-29T00:00:00Z", false),
            ("1900-02-29T00:00:00Z", false),
            ("2026-04-31T00:00:00Z", false),
            ("2026-00-10T00:00:00Z", false),
            ("2026-13-10T00:00:00Z", false),
            ("2026-01-00T00:00:00Z", false),
            ("2026-01-15T24:00:00Z", false),
            ("2026-01-15T01:60:00Z", false),
            ("2016-12-31T23:59:60Z", false),
            // The same moment in another form.
            ("2026-01-15T01:30:07.250Z", false),
            ("2026-01-15T01:30:07.0Z", false),
            ("2026-01-15T01:30:07.Z", false),
            ("2026-01-15T01:30:07,25Z", false),
            ("2026-01-15T01:30:07.0000000001Z", false),
            ("2026-01-15t01:30:07Z", false),
            ("2026-01-15 01:30:07Z", false),
            ("2026-01-15T01:30:07z", false),
            ("2026-01-15T01:30:07+00:00", false),
            ("2026-01-15T09:30:07+08:00", false),
            ("2026-01-15T01:30:07", false),
            ("2026-01-15T01:30Z", false),
            ("+002026-01-15T01:30:07Z", false),
            ("-000001-12-31T23:59:59Z", false),
            ("2026-01-15T01:30:07Z[UTC]", false),
            ("２026-01-15T01:30:07Z", false),
            ("2026-01-15T01:30:0/Z", false),
            ("2026-01-15T01:30:0:Z", false),
            ("", false),
        ] {
            // Before the year 0 jiff writes six digits, and the log nothing.
            let by_jiff = text.parse::<Timestamp>().ok();
            let by_jiff = by_jiff.filter(|time| time.to_string() == text && !text.starts_with('-'));
            assert_eq!(by_jiff.is_some(), fits, "{text}");
            assert_eq!(read(text), by_jiff, "{text}");
        }
    }

    #[test]
    fn every_day_of_two_centuries_and_of_the_outermost_years_is_the_one_of_jiff() {
        for years in [0..=5, 1895..=2101, 9_995..=9_999] {
            for (year, month, day) in years.flat_map(|year| {
                (0..=13).flat_map(move |month| (0..=32).map(move |day| (year, month, day)))
            }) {
                let date = jiff::civil::Date::new(year, month, day).ok();
                let epoch = jiff::civil::date(1970, 1, 1);
                let expected = date.map(|date| i64::from((date - epoch).get_days()));
                let (year, month, day) = (year.into(), month.into(), day.into());
                assert_eq!(days_since_epoch(year, month, day), expected);
            }
        }
    }

    #[test]
    fn microseconds_are_rounded_towards_the_past() {
        for (text, expected) in [
            ("1970-01-01T00:00:00.000000999Z", 0),
            ("1970-01-01T00:00:00.000001Z", 1),
            ("1969-12-31T23:59:59.999999999Z", -1),
            ("1969-12-31T23:59:59.999999Z", -1),
            ("1969-12-31T23:59:59.999998999Z", -2),
            ("1969-12-31T23:59:59Z", -1_000_000),
            ("2026-01-15T01:30:07.25Z", 1_768_440_607_250_000),
            ("0000-01-01T00:00:00.000000001Z", -62_167_219_200_000_000),
            ("9999-12-30T22:00:00.999999999Z", 253_402_207_200_999_999),
        ] {
            assert_eq!(read(text).map(micros), Some(expected), "{text}");
        }
    }
}
