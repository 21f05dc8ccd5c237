//! The events that are appended: what a city office would write down.

use jiff::Timestamp;
use serde_json::json;
use uuid::{Builder, Uuid};
use youwei_ledger::{Expected, NewEvent};

/// The log's origin, which is the name of its key.
pub const ORIGIN: &str = "youwei:yunze";

/// When the first event happens, in milliseconds since 1970: 2026-01-15.
const FIRST_MILLIS: u64 = 1_768_440_600_000;

const KINDS: [&str; 8] = [
    "commitment.confirmed",
    "commitment.assigned",
    "commitment.revised",
    "figure.reported",
    "figure.corrected",
    "milestone.reached",
    "remark.made",
    "remark.answered",
];

/// What a caller appends at once, and what it knows of the stream.
pub type Append = (Vec<NewEvent>, [Expected; 1]);

/// One event; its canonical form has about 600 bytes.
pub fn event(number: u64, subject: String) -> NewEvent {
    NewEvent {
        id: id(number),
        kind: KINDS[(mixed(number) % 8) as usize].to_owned(),
        subject,
        time: Timestamp::from_millisecond((FIRST_MILLIS + number) as i64)
            .expect("the year 2026 is one that jiff knows"),
        actor: "云泽市发展和改革委员会 陈立群".to_owned(),
        data: json!({
            "amount": format!("{}.{:02}", number % 900 + 100, number % 100),
            "due": "2026-12-31",
            "lead": "市交通运输局",
            "measure": "新开通社区巴士线路",
            "text": "年内新开通社区巴士线路十二条，改造老旧站台二百处，让城东、城南新建小区居民步行十分钟可达公交站。",
            "unit": "条",
            "with": ["市财政局", "市自然资源局"],
        }),
    }
}

/// What one of several callers appends one after another: single events, turn by turn
/// to sixteen streams of its own, whose names lie scattered among those of the others.
pub fn appends(caller: usize, count: usize) -> Vec<Append> {
    let caller = caller as u64;
    (0..count as u64)
        .map(|turn| {
            let stream = (caller * 16 + turn % 16) * 40_503 % 65_536;
            let subject = format!("commitment/{stream:05}");
            let expected = Expected {
                subject: subject.clone(),
                version: turn / 16,
            };
            (vec![event(caller << 32 | turn, subject)], [expected])
        })
        .collect()
}

/// The bytes that the ledger would store of an event, to be stored by others as well.
pub fn bytes(event: &NewEvent) -> Vec<u8> {
    let json = json!({
        "actor": event.actor, "data": event.data, "datacontenttype": "application/json",
        "id": event.id, "source": ORIGIN, "specversion": "1.0", "subject": event.subject,
        "time": event.time.to_string(), "type": event.kind,
    });
    // Members are sorted, and nothing in the sample is written otherwise by RFC 8785.
    json.to_string().into_bytes()
}

/// A UUID version 7 of this number; its random part looks like one.
fn id(number: u64) -> Uuid {
    let mut random = [0; 10];
    random[..8].copy_from_slice(&mixed(number).to_be_bytes());
    random[8..].copy_from_slice(&(number as u16).to_be_bytes());
    Builder::from_unix_timestamp_millis(FIRST_MILLIS + number % (1 << 32), &random).into_uuid()
}

/// The number with its bits scattered, one to one (the finalizer of SplitMix64).
pub fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
