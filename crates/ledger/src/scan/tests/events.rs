//! Random events, with a liking for what JSON, Unicode and calendars make difficult.

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::INTEGER_MAX;
use crate::event::Event;

/// Events of which most, but not all, can be an entry.
pub(super) fn any_event() -> impl Strategy<Value = Event> {
    let id = (
        any::<u128>(),
        prop::sample::select(vec![7_u128, 7, 7, 7, 7, 7, 7, 4, 0]),
    )
        .prop_map(|(id, version)| Uuid::from_u128(id & !(0xF << 76) | version << 76));
    let source = prop_oneof![
        8 => "[a-z][a-z0-9+.-]{0,5}:[a-zA-Z0-9._~!$&'()*,;=:@/-]{1,12}(%[0-9A-Fa-f]{2}){0,2}",
        1 => any_text(),
    ];
    let attribute = || {
        prop_oneof![
            4 => "[a-z]{1,12}[./][a-z0-9]{1,12}",
            8 => any_text().prop_map(|text| {
                text.replace(|c: char| c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE, "有") + "为"
            }),
            1 => any_text(),
        ]
    };
    let (source, attribute) = (source, attribute);
    (
        id,
        source,
        attribute(),
        attribute(),
        any_time(),
        attribute(),
        any_data(),
    )
        .prop_map(|(id, source, kind, subject, time, actor, data)| Event {
            id,
            source,
            kind,
            subject,
            time,
            actor,
            data,
        })
}

fn any_time() -> impl Strategy<Value = Timestamp> {
    let (min, max) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let year_0 = -62_167_219_200;
    let second = prop_oneof![
        1 => min..max,
        6 => year_0..max,
        6 => 1_700_000_000_i64..2_000_000_000,
        1 => prop::sample::select(vec![year_0 - 1, year_0, -1, 0, max - 1, max]),
    ];
    let nanosecond = prop_oneof![
        Just(0),
        Just(999_999_999),
        0..1_000_000_000,
        (0..1_000_000).prop_map(|micros| micros * 1_000),
        (0..1_000).prop_map(|millis| millis * 1_000_000),
    ];
    (second, nanosecond)
        .prop_map(|(second, nanosecond)| Timestamp::new(second, nanosecond).unwrap())
}

pub(super) fn any_text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        6 => prop::char::range(' ', '~'),
        3 => prop::char::range('\u{4e00}', '\u{9fff}'),
        2 => prop::sample::select(
            "\"\\/\u{0}\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f}\u{80}\u{9f}\u{a0}\u{2028}\u{d7ff}\
             \u{e000}\u{fdd0}\u{feff}\u{fffe}\u{ffff}\u{10000}\u{1f600}\u{10ffff}"
                .chars()
                .collect::<Vec<char>>()
        ),
        1 => any::<char>(),
    ];
    prop::collection::vec(character, 0..12).prop_map(String::from_iter)
}

fn any_data() -> impl Strategy<Value = Value> {
    let max = INTEGER_MAX as i64;
    let decimal = (-1_000_000_i64..1_000_000, 0..12)
        .prop_map(|(digits, places)| Value::from(digits as f64 / 10_f64.powi(places)));
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => (-20_i64..20).prop_map(Value::from),
        1 => (-max - 1..=max + 1).prop_map(Value::from),
        1 => decimal,
        1 => (0_u64..=u64::MAX).prop_map(|bits| {
            // Doubles of every size, and of these the ones that have a fraction.
            Value::from(Some(f64::from_bits(bits)).filter(|it| it.fract() != 0.0).unwrap_or(0.5))
        }),
        6 => any_text().prop_map(Value::from),
    ];
    let tree = leaf.prop_recursive(5, 30, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((any_text(), inner), 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    });
    let wraps = prop_oneof![12 => Just(0), 1 => 58_usize..68];
    (tree, wraps).prop_map(|(tree, wraps)| {
        (0..wraps).fold(tree, |inner, place| match place % 2 {
            0 => Value::from(vec![inner]),
            _ => serde_json::json!({ "in": inner }),
        })
    })
}
