//! Days and months as people write them: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日.

use youwei_base::{Bilingual, Day};
use youwei_decision::temporal::Date;
use youwei_decision::value::Value;

use super::number::half_width;

/// A day.
pub(super) fn date(text: &str) -> Result<Value, Bilingual> {
    let day = match parts(text).as_deref() {
        Some([year, month, day]) => civil(*year, *month, *day),
        _ => None,
    };
    day.map(|day| Value::Date(Date::from(day))).ok_or_else(|| {
        Bilingual::new(
            format!("“{text}”不是日期；请写成 2026-03-05 这样。"),
            format!("“{text}” is no day; write it like 2026-03-05."),
        )
    })
}

/// A month, as the text of it.
pub(super) fn month(text: &str) -> Result<Value, Bilingual> {
    let first = match parts(text).as_deref() {
        Some([year, month]) => civil(*year, *month, 1),
        _ => None,
    };
    let text_of = |day: Day| format!("{:04}-{:02}", day.year(), day.month());
    first
        .map(|day| Value::from(text_of(day).as_str()))
        .ok_or_else(|| {
            Bilingual::new(
                format!("“{text}”不是月份；请写成 2026-03 这样。"),
                format!("“{text}” is no month; write it like 2026-03."),
            )
        })
}

/// The numbers between the signs; none if something else stands there.
fn parts(text: &str) -> Option<Vec<u16>> {
    let text = half_width(text);
    let text = text.trim().trim_end_matches(['日', '月']);
    if text.len() > 24 {
        return None;
    }
    let parts = text.split(['-', '/', '.', '年', '月']);
    parts
        .map(|part| match part.bytes().all(|it| it.is_ascii_digit()) {
            true => part.parse().ok(),
            false => None,
        })
        .collect()
}

fn civil(year: u16, month: u16, day: u16) -> Option<Day> {
    if !(1900..=2200).contains(&year) {
        return None;
    }
    let year = i16::try_from(year).ok()?;
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
