//! The facts of an event, read in place.

use std::fmt::Write;

use serde_json::{Map, Value};
use youwei_base::{AreaCode, Day, Decimal, Stated};

/// A fact as [`Stated`] has it, its words borrowed from the event.
pub(super) struct Read<'e> {
    pub metric: &'e str,
    pub key: &'e str,
    pub value: Option<Decimal>,
    pub on: Day,
    pub area: Option<AreaCode>,
    pub labels: Option<&'e Map<String, Value>>,
}

/// Reads a fact; none if it is none.
pub(super) fn read(value: &Value) -> Option<Read<'_>> {
    let table = value.as_object()?;
    let text = |name: &str| match table.get(name) {
        None => Some(""),
        Some(value) => value.as_str(),
    };
    Some(Read {
        metric: text("metric").filter(|it| !it.is_empty())?,
        key: text("key")?,
        value: match table.get("value") {
            None | Some(Value::Null) => None,
            Some(value) => Some(value.as_str()?.parse().ok()?),
        },
        on: day(table.get("on")?.as_str()?)?,
        area: match table.get("area") {
            None | Some(Value::Null) => None,
            Some(code) => Some(AreaCode(u32::try_from(code.as_u64()?).ok()?)),
        },
        labels: match table.get("labels") {
            None => None,
            Some(labels) => Some(labels.as_object()?),
        },
    })
}

impl<'e> From<&'e Stated> for Read<'e> {
    fn from(it: &'e Stated) -> Read<'e> {
        Read {
            metric: &it.metric,
            key: &it.key,
            value: it.value,
            on: it.on,
            area: it.area,
            labels: Some(&it.labels),
        }
    }
}

impl Read<'_> {
    /// Writes metric, place and labels down, the same for the same.
    pub fn tag(&self, out: &mut String) {
        out.clear();
        out.push_str(self.metric);
        if let Some(area) = self.area {
            // Writing to a text does not fail.
            let _ = write!(out, "\n{}", area.0);
        }
        for (name, value) in self.labels.into_iter().flatten() {
            match value {
                Value::String(text) => {
                    let _ = write!(out, "\n{name}\u{1}\"{}\u{2}{text}", text.len());
                }
                other => {
                    let _ = write!(out, "\n{name}\u{1}{other}");
                }
            }
        }
    }
}

/// A day as events write it, `2026-03-31`.
fn day(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        let mut number = 0_i16;
        for byte in bytes.get(range)? {
            let digit = byte.checked_sub(b'0').filter(|it| *it <= 9)?;
            number = number * 10 + i16::from(digit);
        }
        Some(number)
    };
    if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        // Years that are written otherwise.
        return text.parse().ok();
    }
    let small = |range| digits(range).and_then(|it| i8::try_from(it).ok());
    Day::new(digits(0..4)?, small(5..7)?, small(8..10)?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_read_in_place_is_what_the_shape_says() {
        let full = json!({"metric": "project.invested", "key": "2026-03", "value": "12.50", "on": "2026-03-31", "area": 990101, "labels": {"level": "city", "total": "100"}});
        for value in [
            full,
            json!({"metric": "m", "on": "2026-02-29"}),
            json!({"metric": "m", "on": "2024-02-29"}),
            json!({"metric": "m", "on": "2024-02-2x"}),
            json!({"metric": "m", "on": "-000001-02-01", "value": null}),
            json!({"metric": "m", "on": "2024-02-29", "value": 5}),
            json!({"metric": "m", "on": "2024-02-29", "value": "five"}),
            json!({"metric": 7, "on": "2024-02-29"}),
            json!({"metric": "m"}),
            json!([]),
        ] {
            let slow: Option<Stated> = serde_json::from_value(value.clone()).ok();
            let fast = read(&value);
            assert_eq!(slow.is_some(), fast.is_some(), "{value}");
            if let (Some(slow), Some(fast)) = (slow, fast) {
                let (mut one, mut other) = (String::new(), String::new());
                Read::from(&slow).tag(&mut one);
                fast.tag(&mut other);
                assert_eq!(one, other);
                assert_eq!((slow.value, slow.on), (fast.value, fast.on));
                assert_eq!((&*slow.metric, &*slow.key), (fast.metric, fast.key));
            }
        }
    }
}
