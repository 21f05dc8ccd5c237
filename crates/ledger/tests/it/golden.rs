//! Fixed events, their exact bytes and hashes: the form that must never change.
//!
//! The hashes were not taken from this program but from Python's hashlib, and the
//! bytes from its json module (`sort_keys=True, ensure_ascii=False,
//! separators=(",", ":")`, which for these keys and numbers is RFC 8785):
//! a leaf is `sha256(b"\0" + line)`, the root of two `sha256(b"\1" + a + b)`, and with
//! `hashlib.new("sm3")` in the national suite, whose origin stands in the lines.

use serde_json::json;
use youwei_ledger::NewEvent;

use crate::tools::{NATIONAL, ORIGIN, Site, proved};

const ROOT: &str = "584a47e82d1007124396a7c3090e33070e02725dea1eb3f33f17029bc6f91950";
const NATIONAL_LEAVES: [&str; 2] = [
    "05322b5b0418b0a63668a65d063396ac470d0a4a5e248de5fa14da5c77ca1855",
    "28a2d29a1f27ad8a63d3a495b23ab63f3df8dfc1d847a089c58fb3411fd70e1c",
];
const NATIONAL_ROOT: &str = "4366aba82524ae331b6b06443d3493eb9d2f0c3fa27552cf1deaf83a40415a14";

const GOLDEN: [(&str, &str); 2] = [
    (
        r#"{"actor":"云泽市政府督查室 / supervision office","data":{"invested":"581.80","line":"a\tb\"c\\d/e\u0001","note":null,"past":[2024,2025],"sentences":412,"share":0.125,"title":"云泽市2026年政府工作报告","unit":"亿元"},"datacontenttype":"application/json","id":"019b5a2c-7d00-7abc-8def-0123456789ab","source":"youwei:yunze","specversion":"1.0","subject":"report/2026","time":"2026-01-15T01:30:00Z","type":"report.taken-in"}"#,
        "e2d1fec48c0e02f429f76e9b6ac95f4730e1eeeedeaefbbcce8fa24f3a695b34",
    ),
    (
        r#"{"actor":"李敏","data":{},"datacontenttype":"application/json","id":"019b5a2c-7d01-7abc-8def-0123456789ab","source":"youwei:yunze","specversion":"1.0","subject":"commitment/017","time":"2026-01-15T01:30:00.25Z","type":"commitment.confirmed"}"#,
        "3b9274e6cf54a28da7029b2fba1dabdcb595d646024e31c24ee5478980a3c2bf",
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
    let site = Site::sqlite();
    let ledger = site.open();
    assert_eq!(ledger.append(events(), &[]), Ok(vec![0, 1]));
    let entries = ledger.entries(0, 10).unwrap();
    for (entry, (bytes, leaf)) in entries.iter().zip(GOLDEN) {
        assert_eq!(std::str::from_utf8(&entry.bytes).unwrap(), bytes);
        assert_eq!(hex(&entry.leaf), leaf);
    }
    assert_eq!(entries.len(), GOLDEN.len());
    assert_eq!(proved(&ledger).to_string(), format!("2 {ROOT}"));
}

#[test]
fn they_have_their_sm3_hashes_in_a_log_of_the_national_suite() {
    let site = Site::sqlite().national();
    let ledger = site.open();
    assert_eq!(ledger.append(events(), &[]), Ok(vec![0, 1]));
    let entries = ledger.entries(0, 10).unwrap();
    for ((entry, (bytes, _)), leaf) in entries.iter().zip(GOLDEN).zip(NATIONAL_LEAVES) {
        let bytes = bytes.replace(ORIGIN, NATIONAL);
        assert_eq!(std::str::from_utf8(&entry.bytes).unwrap(), bytes);
        assert_eq!(hex(&entry.leaf), leaf);
    }
    assert_eq!(proved(&ledger).to_string(), format!("2 {NATIONAL_ROOT}"));
}

#[test]
fn what_is_read_back_is_what_was_given() {
    let site = Site::sqlite();
    site.open().append(events(), &[]).unwrap();
    let ledger = site.open();
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
