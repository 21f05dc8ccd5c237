//! The facts of an event, read in place.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::{Map, Value};
use youwei_base::{AreaCode, Day, Decimal, Stated, Told};

/// A fact as [`Stated`] has it, its words borrowed from the event.
pub(super) struct Read<'e> {
    pub metric: &'e str,
    pub key: &'e str,
    pub value: Option<Decimal>,
    pub on: Day,
    pub area: Option<AreaCode>,
    pub labels: Cow<'e, [Label<'e>]>,
}

/// Name and value.
type Label<'e> = (Cow<'e, str>, Told<'e>);

/// Reads a fact; none if it is none.
pub(super) fn read<'e>(told: &'e Told<'e>) -> Option<Read<'e>> {
    let [mut metric, mut key, mut value, mut on, mut area, mut labels] = [None; 6];
    for (name, told) in told.members()? {
        let place = match &**name {
            "metric" => &mut metric,
            "key" => &mut key,
            "value" => &mut value,
            "on" => &mut on,
            "area" => &mut area,
            "labels" => &mut labels,
            _ => continue,
        };
        *place = Some(told);
    }
    let text = |told: Option<&'e Told<'e>>| told.map_or(Some(""), Told::as_str);
    Some(Read {
        metric: text(metric).filter(|it| !it.is_empty())?,
        key: text(key)?,
        value: match value {
            None | Some(Told::Null) => None,
            Some(value) => Some(value.as_str()?.parse().ok()?),
        },
        on: day(on?.as_str()?)?,
        area: match area {
            None | Some(Told::Null) => None,
            Some(Told::Number(code)) => Some(AreaCode(u32::try_from(code.as_u64()?).ok()?)),
            Some(_) => return None,
        },
        labels: match labels {
            None => Cow::Borrowed(&[]),
            Some(labels) => Cow::Borrowed(labels.members()?),
        },
    })
}

impl<'e> From<&'e Stated> for Read<'e> {
    fn from(it: &'e Stated) -> Read<'e> {
        let labels = it.labels.iter();
        let labels = labels.map(|(name, value)| (Cow::Borrowed(&**name), Told::from(value)));
        Read {
            metric: &it.metric,
            key: &it.key,
            value: it.value,
            on: it.on,
            area: it.area,
            labels: labels.collect(),
        }
    }
}

impl Read<'_> {
    /// The labels with words of their own.
    pub fn labels_owned(&self) -> Map<String, Value> {
        let labels = self.labels.iter();
        labels
            .map(|(name, value)| (name.to_string(), value.to_json()))
            .collect()
    }

    /// Writes metric, place and labels down, the same for the same.
    pub fn tag(&self, out: &mut String) {
        out.clear();
        out.push_str(self.metric);
        if let Some(area) = self.area {
            // Writing to a text does not fail.
            let _ = write!(out, "\n{}", area.0);
        }
        for (name, value) in &*self.labels {
            match value {
                Told::Text(text) => {
                    let _ = write!(out, "\n{name}\u{1}\"{}\u{2}{text}", text.len());
                }
                other => {
                    let _ = write!(out, "\n{name}\u{1}{}", other.to_json());
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
            let told = Told::from(&value);
            let fast = read(&told);
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
