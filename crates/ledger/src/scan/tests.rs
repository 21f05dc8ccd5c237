//! What [`scan`](super::scan) takes and what it does not: by name, by file, and by the
//! law that it agrees with reading and writing again.

mod events;
mod law;
mod sloppy;

use std::borrow::Cow;

use jiff::Timestamp;

use super::{Flaw, Form, Scanned, scan};
use crate::event::Event;
use crate::{DATA_DEPTH_MAX, ENTRY_BYTES_MAX, Unfit};

/// An entry with something of everything.
const GOOD: &str = r#"{"actor":"李敏","data":{"a":[1,-2,0.5,true,false,null,{}],"b":"一\n\u0001\"\\/","c":[],"é":"\b\f\r\t"},"datacontenttype":"application/json","id":"019bbf46-15c0-7abc-8def-0123456789ab","source":"youwei:yunze","specversion":"1.0","subject":"commitment/017","time":"2026-01-15T01:30:07.25Z","type":"commitment.confirmed"}"#;

/// Whether the bytes are canonical by reading them into an event and writing it again;
/// panics if scanning says otherwise, or finds other attributes.
fn accepted(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let event = Event::from_bytes(bytes).ok();
    let event = event.filter(|event| event.bytes().is_ok_and(|written| written == bytes));
    match (scan(bytes), &event) {
        (Ok(scanned), Some(event)) => assert_eq!(scanned, attributes(event), "{text}"),
        (Err(flaw), None) => assert!(flaw.at <= bytes.len(), "{flaw} in {text}"),
        (scanned, event) => panic!("{scanned:?} but {event:?} in {text}"),
    }
    event.is_some()
}

fn attributes(event: &Event) -> Scanned<'_> {
    Scanned {
        id: event.id,
        source: Cow::Borrowed(&event.source),
        kind: Cow::Borrowed(&event.kind),
        subject: Cow::Borrowed(&event.subject),
        time: event.time,
        actor: Cow::Borrowed(&event.actor),
    }
}

#[test]
fn an_entry_is_read_without_a_copy() {
    let scanned = scan(GOOD.as_bytes()).unwrap();
    let expected = Scanned {
        id: "019bbf46-15c0-7abc-8def-0123456789ab".parse().unwrap(),
        source: "youwei:yunze".into(),
        kind: "commitment.confirmed".into(),
        subject: "commitment/017".into(),
        time: Timestamp::from_millisecond(1_768_440_607_250).unwrap(),
        actor: "李敏".into(),
    };
    assert_eq!(scanned, expected);
    assert!(matches!(scanned.actor, Cow::Borrowed("李敏")));
    assert!(accepted(GOOD.as_bytes()));
}

#[test]
fn quotation_marks_and_reverse_solidi_in_an_attribute_are_read() {
    let text = GOOD.replace("李敏", r#"李\"敏\\"#);
    assert_eq!(scan(text.as_bytes()).unwrap().actor, "李\"敏\\");
    assert!(accepted(text.as_bytes()));
}

#[test]
fn what_the_log_does_not_write_is_refused_at_its_byte() {
    let character = |attribute, character| Unfit::Character {
        attribute,
        character,
    };
    let reserved = |name: &str| Unfit::ReservedName { name: name.into() };
    let version_4 = "019bbf46-15c0-4abc-8def-0123456789ab".parse();
    let id = version_4.unwrap();
    // In a good entry this is replaced by that, and at the mark ‸ it is noticed as what.
    let cases: &[(&str, &str, Unfit)] = &[
        // The envelope: its members, their order, its constants, its ends.
        (r#"{"actor""#, r#"‸ {"actor""#, literal(r#"{"actor":"#)),
        (
            r#"{"actor""#,
            "‸\u{feff}{\"actor\"",
            literal(r#"{"actor":"#),
        ),
        (r#"{"actor""#, r#"‸{"Actor""#, literal(r#"{"actor":"#)),
        (r#","data":"#, r#"‸,"b":1,"data":"#, literal(r#","data":"#)),
        (
            r#","specversion":"1.0""#,
            r#"‸,"specversion":"1.1""#,
            literal(r#","specversion":"1.0","subject":"#),
        ),
        (r#"confirmed"}"#, r#"confirmed"‸"#, literal("}")),
        (r#"confirmed"}"#, r#"confirmed‸"#, literal("\"")),
        (r#"confirmed"}"#, r#"confirmed"‸,"x":1}"#, literal("}")),
        (r#"confirmed"}"#, "confirmed\"}‸\n", Form::End.into()),
        (r#"confirmed"}"#, r#"confirmed"}‸{}"#, Form::End.into()),
        // Attributes.
        (
            r#""李敏""#,
            r#"‸"""#,
            Unfit::EmptyAttribute { attribute: "actor" },
        ),
        (r#""李敏""#, r#"‸null"#, literal("\"")),
        (r#""李敏""#, r#"‸"李\n敏""#, character("actor", '\n')),
        (r#""李敏""#, "‸\"\u{7f}\"", character("actor", '\u{7f}')),
        (r#""李敏""#, "‸\"李\u{80}\"", character("actor", '\u{80}')),
        (
            r#""李敏""#,
            "‸\"李\u{ffff}\"",
            character("actor", '\u{ffff}'),
        ),
        (
            r#""李敏""#,
            "‸\"李\u{1fffe}\"",
            character("actor", '\u{1fffe}'),
        ),
        (
            r#""commitment/017""#,
            "‸\"\u{fdd0}\"",
            character("subject", '\u{fdd0}'),
        ),
        (
            r#""commitment.confirmed""#,
            r#"‸"\u0000""#,
            character("type", '\0'),
        ),
        (
            r#""youwei:yunze""#,
            r#"‸"yunze""#,
            Unfit::Source {
                origin: "yunze".into(),
            },
        ),
        (
            r#""youwei:yunze""#,
            r#"‸"""#,
            Unfit::EmptyAttribute {
                attribute: "source",
            },
        ),
        // Ids and times; their own tests have more.
        ("019bbf46-", "‸019BBF46-", Form::Id.into()),
        ("019bbf46-", "‸{019bbf46-", Form::Id.into()),
        ("019bbf46-", "‸019bbf46", Form::Id.into()),
        (r#"89ab""#, r#"89ab‸c""#, literal(r#"","source":"#)),
        (
            "019bbf46-15c0-7",
            "‸019bbf46-15c0-4",
            Unfit::IdVersion { id },
        ),
        (r#""2026-"#, r#"‸"-002026-"#, Form::Time.into()),
        (
            r#""2026-01-15T01:30:07.25Z""#,
            r#"‸"2026-01-15T01:30:07.250Z""#,
            Form::Time.into(),
        ),
        (
            r#""2026-01-15T01:30:07.25Z""#,
            r#"‸"2026-01-15T01:30:60Z""#,
            Form::Time.into(),
        ),
        ("07.25Z", r"07.25‸\u005a", Form::Escape.into()),
        // White space.
        (":[1,", ":‸ [1,", Form::Value.into()),
        (":[1,", "‸ :[1,", literal(":")),
        (":[1,", ":[‸ 1,", Form::Value.into()),
        (":[1,", ":[1,‸ ", Form::Value.into()),
        (":[1,", ":[1‸\t,", Form::Separator(']').into()),
        ("{}", "{‸ }", literal("\"")),
        ("[],", "[‸\n],", Form::Value.into()),
        // Values.
        ("true", "‸True", Form::Value.into()),
        ("true", "‸tru", literal("true")),
        ("true", "true‸s", Form::Separator(']').into()),
        ("null", "‸nul", literal("null")),
        ("false", "‸NaN", Form::Value.into()),
        ("[],", "[‸,],", Form::Value.into()),
        ("[],", "[1,‸],", Form::Value.into()),
        ("[],", "[1‸},", Form::Separator(']').into()),
        ("{}", r#"{"x":1,‸}"#, literal("\"")),
        ("{}", "{‸x:1}", literal("\"")),
        ("{}", r#"{"x"‸}"#, literal(":")),
        ("{}", r#"{"x":1‸]"#, Form::Separator('}').into()),
        // Numbers.
        ("-2", "‸-0", Form::Number.into()),
        ("-2", "‸-", Form::Number.into()),
        ("-2", "‸+2", Form::Value.into()),
        ("-2", "‸02", Form::Number.into()),
        ("-2", "‸-02", Form::Number.into()),
        ("-2", "‸2.0", Form::Number.into()),
        ("-2", "‸2e0", Form::Number.into()),
        ("-2", "‸1e+21", Form::Number.into()),
        ("-2", "‸1e400", Form::Number.into()),
        ("-2", "‸9007199254740992", Form::Number.into()),
        ("-2", "‸-9007199254740992", Form::Number.into()),
        ("-2", "‸18446744073709551617", Form::Number.into()),
        ("0.5", "‸.5", Form::Value.into()),
        ("0.5", "‸0.50", Form::Number.into()),
        ("0.5", "‸5e-1", Form::Number.into()),
        ("0.5", "‸1E-7", Form::Number.into()),
        ("0.5", "‸1e-07", Form::Number.into()),
        ("0.5", "‸0.1000000000000000055", Form::Number.into()),
        ("0.5", "‸0.", Form::Number.into()),
        // Strings and their escapes.
        ("一", "一‸\n", Form::Control.into()),
        ("一", "一‸\0", Form::Control.into()),
        (r"\n", r"‸\u000a", Form::Escape.into()),
        (r"\n", r"‸\/", Form::Escape.into()),
        (r"\n", r"‸\x", Form::Escape.into()),
        (r"\n", r"‸\u4e00", Form::Escape.into()),
        (r"\n", r"‸\ud83d\ude00", Form::Escape.into()),
        (r"\n", r"‸\ud800", Form::Escape.into()),
        (r"\u0001", r"‸\u001F", Form::Escape.into()),
        (r"\u0001", r"‸\u007f", Form::Escape.into()),
        // Members: out of order, twice, and named as serde_json's own.
        (r#""c""#, r#"‸"b""#, Form::Order.into()),
        (r#""c""#, r#"‸"ab""#, Form::Order.into()),
        (
            "{}",
            r#"{‸"$serde_json::private::RawValue":"1"}"#,
            reserved("$serde_json::private::RawValue"),
        ),
        (
            "{}",
            r#"{‸"$serde_json::private::Number":"1"}"#,
            reserved("$serde_json::private::Number"),
        ),
    ];
    for (old, new, what) in cases {
        assert_eq!(GOOD.matches(old).count(), 1, "{old}");
        let marked = GOOD.replacen(old, new, 1);
        let (before, after) = marked.split_once('‸').unwrap();
        let (text, at) = (format!("{before}{after}"), before.len());
        let what = what.clone();
        assert_eq!(scan(text.as_bytes()), Err(Flaw { at, what }), "{text}");
        assert!(!accepted(text.as_bytes()));
    }
}

fn literal(literal: &'static str) -> Unfit {
    Form::Literal(literal).into()
}

#[test]
fn every_beginning_of_an_entry_is_refused() {
    for length in 0..GOOD.len() {
        assert!(!accepted(&GOOD.as_bytes()[..length]));
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_where_they_stop_being_it() {
    let at = GOOD.find("一").unwrap();
    // Cut short, a lone surrogate, an overlong solidus, beyond U+10FFFF, a lone byte.
    for wrong in [
        &b"\xe4\xb8"[..],
        b"\xed\xa0\x80",
        b"\xc0\xaf",
        b"\xf4\x90\x80\x80",
        b"\xff",
    ] {
        let mut bytes = GOOD.as_bytes().to_vec();
        bytes.splice(at..at + 3, wrong.iter().copied());
        let what = Form::Encoding.into();
        assert_eq!(scan(&bytes), Err(Flaw { at, what }), "{wrong:x?}");
        assert!(!accepted(&bytes));
    }
}

#[test]
fn member_names_are_ordered_by_utf_16_units() {
    // In this order, and in no other; 😀 is D83D DE00 in UTF-16.
    let names = [
        "",
        "\\u0000",
        "\\t",
        "\\n",
        "\\n\\n",
        " ",
        "\\\"",
        "#",
        "A",
        "[",
        "\\\\",
        "\\\\a",
        "]",
        "a",
        "aa",
        "é",
        "一",
        "\u{d7ff}",
        "😀",
        "😁",
        "\u{10ffff}",
        "\u{e000}",
        "\u{fb33}",
        "\u{ffff}",
    ];
    for (left_place, left) in names.iter().enumerate() {
        for (right_place, right) in names.iter().enumerate() {
            let data = format!(r#"{{"{left}":1,"{right}":2}}"#);
            let text = GOOD.replacen("{}", &data, 1);
            assert_eq!(
                accepted(text.as_bytes()),
                left_place < right_place,
                "{data}"
            );
        }
    }
}

#[test]
fn data_may_lie_as_deep_and_an_entry_may_be_as_long_as_the_limits_say() {
    let (head, rest) = GOOD.split_once("{\"a\":").unwrap();
    let tail = &rest[rest.find(",\"datacontenttype\"").unwrap()..];
    let entry = |data: &str| format!("{head}{data}{tail}").into_bytes();
    let nested = |depth: usize| entry(&("[".repeat(depth) + &"]".repeat(depth)));
    assert!(accepted(&nested(DATA_DEPTH_MAX)));
    assert!(!accepted(&nested(DATA_DEPTH_MAX + 1)));
    assert!(!accepted(&nested(30_000)));
    let empty = entry("\"\"").len();
    let long = |length: usize| entry(&format!("\"{}\"", "x".repeat(length - empty)));
    assert!(accepted(&long(ENTRY_BYTES_MAX)));
    let size = ENTRY_BYTES_MAX + 1;
    assert!(!accepted(&long(size)));
    let (at, limit) = (ENTRY_BYTES_MAX, ENTRY_BYTES_MAX);
    let what = Unfit::TooLarge { size, limit };
    assert_eq!(scan(&long(size)), Err(Flaw { at, what }));
}

#[test]
fn scanning_and_reading_agree_on_every_file_of_the_corpus() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/event");
    let mut seen = [0, 0];
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let good = name.starts_with("good-");
        assert!(good || name.starts_with("bad-"), "{name}");
        assert_eq!(accepted(&std::fs::read(&path).unwrap()), good, "{name}");
        seen[usize::from(good)] += 1;
    }
    assert!(seen.iter().all(|count| *count > 5), "{seen:?}");
}
