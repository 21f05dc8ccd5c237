//! CloudEvents 1.0, attribute by attribute, and the limits of an entry.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;
use youwei_ledger::{AppendError, ENTRY_BYTES_MAX, Keys, Ledger, LedgerError, NewEvent, Unfit};
use youwei_tlog::SignerKey;

use crate::tools::{ORIGIN, Site, event};

/// Where an attribute lies in an event.
type Field = fn(&mut NewEvent) -> &mut String;

fn refusal(ledger: &Ledger, event: NewEvent) -> Option<Unfit> {
    match ledger.append(vec![event], &[]) {
        Ok(_) => None,
        Err(AppendError::Unfit { unfit, .. }) => Some(unfit),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn every_attribute_stands_as_the_specification_names_it() {
    let site = Site::sqlite();
    let ledger = site.open();
    let given = event(7, "commitment/017", json!({"text": "新建学校20所"}));
    ledger.append(vec![given.clone()], &[]).unwrap();
    let entry = ledger.by_id(given.id).unwrap().unwrap();
    let written: Value = serde_json::from_slice(&entry.bytes).unwrap();
    let written = written.as_object().unwrap();

    assert_eq!(written["specversion"], "1.0");
    assert_eq!(written["id"], given.id.to_string());
    assert_eq!(written["source"], ORIGIN);
    assert_eq!(written["type"], "commitment.confirmed");
    assert_eq!(written["subject"], "commitment/017");
    assert_eq!(written["time"], "2026-01-15T01:30:07Z");
    assert_eq!(written["datacontenttype"], "application/json");
    assert_eq!(written["data"], json!({"text": "新建学校20所"}));
    assert_eq!(written["actor"], "李敏");
    assert_eq!(written.len(), 9, "and nothing else");
    for name in written.keys() {
        // Naming conventions of attributes: lower-case ASCII letters and digits, at
        // most 20 of them.
        assert!(name.len() <= 20 && name.chars().all(|c| c.is_ascii_lowercase()));
    }
}

#[test]
fn an_attribute_that_the_specification_forbids_is_refused() {
    let site = Site::sqlite();
    let ledger = site.open();
    let cases: [(&str, Option<char>); 10] = [
        ("a", None),
        ("事项/一 \u{1f600}", None),
        ("\u{e000}", None),
        ("a\u{0}", Some('\u{0}')),
        ("a\nb", Some('\n')),
        ("\u{7f}", Some('\u{7f}')),
        ("\u{9f}", Some('\u{9f}')),
        ("\u{fdd0}", Some('\u{fdd0}')),
        ("\u{fffe}", Some('\u{fffe}')),
        ("\u{10ffff}", Some('\u{10ffff}')),
    ];
    let attributes: [(&'static str, Field); 3] = [
        ("type", |event| &mut event.kind),
        ("subject", |event| &mut event.subject),
        ("actor", |event| &mut event.actor),
    ];
    let mut number = 0;
    for (attribute, field) in attributes {
        for (text, wrong) in cases {
            number += 1;
            let mut event = event(number, "s", json!(1));
            *field(&mut event) = text.to_owned();
            let expected = wrong.map(|character| Unfit::Character {
                attribute,
                character,
            });
            assert_eq!(refusal(&ledger, event), expected, "{attribute} {text:?}");
        }
        let mut event = event(number, "s", json!(1));
        field(&mut event).clear();
        let expected = Unfit::EmptyAttribute { attribute };
        assert_eq!(refusal(&ledger, event), Some(expected));
    }
}

#[test]
fn an_origin_is_a_uri_of_scheme_and_path() {
    for (origin, fits) in [
        ("youwei:yunze", true),
        ("https://log.yunze.example/2026", true),
        ("youwei:%E4%BA%91%E6%B3%BD", true),
        ("x-1.a:b", true),
        ("", false),
        ("yunze", false),
        (":yunze", false),
        ("youwei:", false),
        ("1a:b", false),
        ("youwei:云泽", false),
        ("youwei:a b", false),
        ("youwei:a+b", false),
        ("youwei:a#b", false),
        ("youwei:a?b", false),
        ("youwei:%E", false),
        ("youwei:%", false),
        ("youwei:%GG", false),
        ("youwei:a\n", false),
    ] {
        let site = Site::sqlite();
        // A key's name may be less than an origin, so a key may refuse it first.
        let opened = SignerKey::from_seed(origin, &[7; 32])
            .ok()
            .map(|signer| Ledger::open(&site.place(), Keys::new(signer)));
        assert_eq!(matches!(opened, Some(Ok(_))), fits, "{origin:?}");
        assert_eq!(site.path().exists(), fits, "no file is left behind");
        if let Some(Err(error)) = opened {
            assert!(matches!(error, LedgerError::Origin(_)), "{error}");
        }
    }
}

#[test]
fn an_id_is_a_uuid_of_version_seven() {
    let site = Site::sqlite();
    let ledger = site.open();
    for id in [
        Uuid::nil(),
        Uuid::max(),
        "f47ac10b-58cc-4372-a567-0e02b2c3d479".parse().unwrap(),
    ] {
        let event = NewEvent {
            id,
            ..event(1, "s", json!(1))
        };
        assert_eq!(refusal(&ledger, event), Some(Unfit::IdVersion { id }));
    }
    let id = Uuid::now_v7();
    let event = NewEvent {
        id,
        ..event(1, "s", json!(1))
    };
    assert_eq!(refusal(&ledger, event), None);
}

#[test]
fn a_time_is_written_as_rfc_3339_or_refused() {
    let site = Site::sqlite();
    let ledger = site.open();
    let years = [
        ("-000001-12-31T23:59:59.999999999Z", false),
        ("0000-01-01T00:00:00Z", true),
        ("2026-02-28T23:59:59.000000001Z", true),
        ("9999-12-30T00:00:00Z", true),
    ];
    for (number, (time, fits)) in (1..).zip(years) {
        let time: Timestamp = time.parse().unwrap();
        let event = NewEvent {
            time,
            ..event(number, "s", json!(1))
        };
        let expected = (!fits).then_some(Unfit::Year { time });
        assert_eq!(refusal(&ledger, event), expected);
    }
    for (entry, (_, (time, _))) in ledger
        .entries(0, 9)
        .unwrap()
        .iter()
        .zip((1..).zip(years).filter(|(_, (_, fits))| *fits))
    {
        let written: Value = serde_json::from_slice(&entry.bytes).unwrap();
        assert_eq!(written["time"], time);
    }
}

#[test]
fn an_entry_may_have_65_535_bytes_and_not_one_more() {
    let site = Site::sqlite();
    let ledger = site.open();
    ledger.append(vec![event(1, "s", json!(""))], &[]).unwrap();
    let empty = ledger.entries(0, 1).unwrap()[0].bytes.len();
    let text = |size: usize| json!("x".repeat(size - empty));
    assert_eq!(refusal(&ledger, event(2, "s", text(ENTRY_BYTES_MAX))), None);
    assert_eq!(
        ledger.entries(1, 1).unwrap()[0].bytes.len(),
        ENTRY_BYTES_MAX
    );
    assert_eq!(
        refusal(&ledger, event(3, "s", text(ENTRY_BYTES_MAX + 1))),
        Some(Unfit::TooLarge {
            size: 65_536,
            limit: 65_535
        })
    );
}

#[test]
fn a_number_that_would_be_rounded_is_refused_and_its_text_is_not() {
    let site = Site::sqlite();
    let ledger = site.open();
    let yuan = 9_007_199_254_740_993_u64;
    assert_eq!(
        refusal(&ledger, event(1, "s", json!({"yuan": yuan}))),
        Some(Unfit::Number {
            number: yuan.to_string()
        })
    );
    assert_eq!(
        refusal(&ledger, event(2, "s", json!({"yuan": yuan.to_string()}))),
        None
    );
}

#[test]
fn the_deepest_data_that_is_taken_can_be_read_again() {
    let site = Site::sqlite();
    let ledger = site.open();
    let nest = |depth| (0..depth).fold(json!(1), |inner, _| json!({"in": inner}));
    let deepest = nest(youwei_ledger::DATA_DEPTH_MAX);
    assert_eq!(refusal(&ledger, event(1, "s", deepest.clone())), None);
    assert_eq!(ledger.entries(0, 1).unwrap()[0].event.data, deepest);
    let limit = youwei_ledger::DATA_DEPTH_MAX;
    assert_eq!(
        refusal(&ledger, event(2, "s", nest(limit + 1))),
        Some(Unfit::TooDeep { limit })
    );
}
