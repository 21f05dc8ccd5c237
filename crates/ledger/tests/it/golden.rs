//! Fixed events, their exact bytes and hashes: the form that must never change.
//!
//! The hashes were not taken from this program but from Python's hashlib, and the
//! bytes from its json module (`sort_keys=True, ensure_ascii=False,
//! separators=(",", ":")`, which for these keys and numbers is RFC 8785):
//! `h = sha256(b"\0" + h + line).digest()`, starting from `h = bytes(32)`.

use serde_json::json;
use youwei_ledger::{EMPTY_HASH, Head, NewEvent, entry_hash};

use crate::tools::Place;

const GOLDEN: [(&str, &str); 2] = [
    (
        r#"{"actor":"云泽市政府督查室 / supervision office","data":{"invested":"581.80","line":"a\tb\"c\\d/e\u0001","note":null,"past":[2024,2025],"sentences":412,"share":0.125,"title":"云泽市2026年政府工作报告","unit":"亿元"},"datacontenttype":"application/json","id":"019b5a2c-7d00-7abc-8def-0123456789ab","source":"youwei:yunze","specversion":"1.0","subject":"report/2026","time":"2026-01-15T01:30:00Z","type":"report.taken-in"}"#,
        "d8013da0dc08861dea628876482656f76f606186a6af1692b92075e822d97495",
    ),
    (
        r#"{"actor":"李敏","data":{},"datacontenttype":"application/json","id":"019b5a2c-7d01-7abc-8def-0123456789ab","source":"youwei:yunze","specversion":"1.0","subject":"commitment/017","time":"2026-01-15T01:30:00.25Z","type":"commitment.confirmed"}"#,
        "cd9b14889165a726f09ddd94a07a23c9f1aebbbb7e2d9062c58157b91618a8e4",
    ),
];

fn events() -> Vec<NewEvent> {
    vec![
        NewEvent {
            id: "019b5a2c-7d00-7abc-8def-0123456789ab".parse().unwrap(),
            kind: "report.taken-in".to_owned(),
            subject: "report/2026".to_owned(),
            time: "2026-01-15T09:30:00+08:00".parse().unwrap(),
            actor: "云泽市政府督查室 / supervision office".to_owned(),
            data: json!({
                "title": "云泽市2026年政府工作报告", "sentences": 412, "invested": "581.80",
                "unit": "亿元", "share": 0.125, "past": [2024, 2025], "note": null,
                "line": "a\tb\"c\\d/e\u{1}"
            }),
        },
        NewEvent {
            id: "019b5a2c-7d01-7abc-8def-0123456789ab".parse().unwrap(),
            kind: "commitment.confirmed".to_owned(),
            subject: "commitment/017".to_owned(),
            time: "2026-01-15T01:30:00.250Z".parse().unwrap(),
            actor: "李敏".to_owned(),
            data: json!({}),
        },
    ]
}

fn hex(hash: &[u8; 32]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn two_fixed_events_have_the_bytes_and_hashes_that_python_gives() {
    let place = Place::new();
    let ledger = place.open();
    assert_eq!(ledger.head().unwrap(), Head::EMPTY);
    assert_eq!(ledger.append(events(), &[]), Ok(vec![0, 1]));
    let entries = ledger.entries(0, 10).unwrap();
    let mut before = EMPTY_HASH;
    for (entry, (bytes, hash)) in entries.iter().zip(GOLDEN) {
        assert_eq!(std::str::from_utf8(&entry.bytes).unwrap(), bytes);
        assert_eq!(hex(&entry.hash), hash);
        assert_eq!(hex(&entry_hash(&before, &entry.bytes)), hash);
        before = entry.hash;
    }
    assert_eq!(entries.len(), GOLDEN.len());
    let head = ledger.verify().unwrap();
    assert_eq!(head.to_string(), format!("2 {}", GOLDEN[1].1));
}

#[test]
fn what_is_read_back_is_what_was_given() {
    let place = Place::new();
    place.open().append(events(), &[]).unwrap();
    let ledger = place.open();
    for (given, entry) in events().into_iter().zip(ledger.entries(0, 2).unwrap()) {
        let event = entry.event;
        assert_eq!(event.source, "youwei:yunze");
        let read = NewEvent {
            id: event.id,
            kind: event.kind,
            subject: event.subject,
            time: event.time,
            actor: event.actor,
            data: event.data,
        };
        assert_eq!(read, given);
    }
}
