//! What people write, and what becomes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use youwei_base::{AreaCode, Bilingual, WorkCalendar};
use youwei_decision::span::Span;

use super::*;
use crate::declaration::{Choice, Shared, System};
use crate::record::Record;
use crate::town::PlainTown;
use crate::wish::InCommon;

/// Nothing else happened anywhere.
struct Nowhere;

impl World for Nowhere {
    fn sharing(&self, _: &str, _: &Shared, _: &Value) -> Vec<InCommon<'_>> {
        Vec::new()
    }

    fn record(&self, _: &str, _: &str) -> Option<(&System, &Record)> {
        None
    }

    fn holding(&self, _: &str, _: &str, _: &Value) -> Vec<(&System, &Record)> {
        Vec::new()
    }

    fn taken(&self, _: &str, _: &str, _: &str) -> Option<&str> {
        None
    }
}

fn town() -> PlainTown {
    PlainTown {
        units: BTreeMap::new(),
        roles: BTreeMap::new(),
        areas: [990_100, 990_101, 990_102]
            .map(|it| (AreaCode(it), None))
            .into(),
        users: BTreeSet::from(["li-jing".into()]),
        calendar: WorkCalendar::official().clone(),
        commitments: Some(BTreeSet::from(["2026-云泽市/c1".into()])),
        held: Vec::new(),
    }
}

fn field(of: FieldType) -> Field {
    named("it", of, false)
}

fn named(name: &str, of: FieldType, required: bool) -> Field {
    Field {
        name: name.into(),
        label: Bilingual::new("它", "it"),
        help: Bilingual::new("", ""),
        of,
        required,
        public: false,
        personal: false,
        unique: false,
        unheld: false,
        computed: None,
        span: Span::default(),
    }
}

fn given(json: &Json, of: FieldType) -> Result<Value, Vec<Fault>> {
    let among = Among {
        town: &town(),
        world: &Nowhere,
    };
    read(json, &field(of), among)
}

fn number(decimals: Option<u32>) -> FieldType {
    FieldType::Number {
        min: Some((-10).into()),
        max: Some(1_000_000.into()),
        decimals,
        unit: "亩".into(),
    }
}

fn text(lines: bool) -> FieldType {
    FieldType::Text {
        lines,
        chars_max: 5,
    }
}

fn choice() -> FieldType {
    FieldType::Choice(vec![Choice {
        key: "city".into(),
        name: Bilingual::new("市级", "City"),
    }])
}

fn month_and_amount() -> FieldType {
    FieldType::List(Box::new(FieldType::Table(vec![
        named("month", FieldType::Month, true),
        named("amount", FieldType::Money, false),
    ])))
}

/// A place in the list of what is asked, a value, its JSON in events.
fn good() -> Vec<(Json, FieldType, Json)> {
    use FieldType::{Area, Container, Date, Geo, Money, Month, Person, ProjectCode, YesNo};
    vec![
        (json!(" 望澜 "), text(false), json!("望澜")),
        (json!("一\r\n二"), text(true), json!("一\n二")),
        (json!("１，２３４．５亩"), number(Some(1)), json!("1234.5")),
        (json!(-3), number(None), json!("-3")),
        (json!("1.50"), number(Some(1)), json!("1.50")),
        (json!("581.8亿"), Money, json!("58180000000")),
        (json!("1,200万元"), Money, json!("12000000")),
        (json!("¥0.01"), Money, json!("0.01")),
        (json!("2026年3月5日"), Date, json!("2026-03-05")),
        (json!("2026.12.31"), Date, json!("2026-12-31")),
        (json!("2026/3"), Month, json!("2026-03")),
        (json!("2026年3月"), Month, json!("2026-03")),
        (json!("是"), YesNo, json!(true)),
        (json!("off"), YesNo, json!(false)),
        (json!("市级"), choice(), json!("city")),
        (json!("city"), choice(), json!("city")),
        (json!(990_101), Area, json!("990101")),
        (json!("li-jing"), Person, json!("li-jing")),
        (
            json!("26039901020401123456"),
            ProjectCode,
            json!("2603-990102-04-01-123456"),
        ),
        (
            json!("2603-000000-04-01-123456"),
            ProjectCode,
            json!("2603-000000-04-01-123456"),
        ),
        (
            json!("2503-130110-04-01-123456"),
            ProjectCode,
            json!("2503-130110-04-01-123456"),
        ),
        (json!("csqu 305438-3"), Container, json!("CSQU3054383")),
        (
            json!("114.5，38.04"),
            Geo,
            json!({"lon": "114.5", "lat": "38.04"}),
        ),
        (
            json!([{"month": "2026-03", "amount": "1万"}]),
            month_and_amount(),
            json!([{"month": "2026-03", "amount": "10000"}]),
        ),
        (
            json!(" 2026-云泽市/c1 "),
            FieldType::Commitment,
            json!("2026-云泽市/c1"),
        ),
        (json!("  "), number(None), Json::Null),
        (Json::Null, text(false), Json::Null),
    ]
}

#[test]
fn what_people_write_becomes_one_form() {
    for (json, of, stored_as) in good() {
        let value = given(&json, of.clone()).unwrap_or_else(|said| panic!("{json}: {said:?}"));
        let event = to_json(&value);
        // 1.50 may be kept as 1.5; the value is the same.
        let back = stored(&event, &of).unwrap_or_else(|| panic!("{event}"));
        assert!(youwei_decision::value::same(&back, &value), "{json}");
        let expected = stored(&stored_as, &of).unwrap_or_else(|| panic!("{stored_as}"));
        assert!(
            youwei_decision::value::same(&expected, &value),
            "{json}: {event}"
        );
        assert!(!event.is_number(), "exact numbers are text");
    }
}

#[test]
fn what_is_wrong_is_said_with_the_next_step() {
    use FieldType::{Area, Citizen, Date, Enterprise, Geo, Link, Money, Month, Person, YesNo};
    let file = |photo| FieldType::File { photo };
    let digest = "a".repeat(64);
    let cases = [
        (json!("一二三四五六"), text(false), "最多5个字"),
        (json!("一\n二"), text(false), "一行"),
        (json!("a\u{7}"), text(true), "控制字符"),
        (json!("十"), number(None), "不是数字"),
        (json!("1e40"), number(None), "不是数字"),
        (json!("-11"), number(None), "不能小于 -10"),
        (json!(1_000_001), number(None), "不能大于"),
        (json!("0.25"), number(Some(1)), "最多1位小数"),
        (json!("0.001"), Money, "最多2位小数"),
        (json!("99999999999亿"), Money, "超出金额"),
        (json!("NaN"), Money, "不是数字"),
        (json!("2026-02-30"), Date, "不是日期"),
        (json!("3月5日"), Date, "不是日期"),
        (json!("2026-13"), Month, "不是月份"),
        (json!("maybe"), YesNo, "不是“是”或“否”"),
        (json!("村级"), choice(), "市级"),
        (json!("110000"), Area, "没有代码"),
        (json!("nobody"), Person, "没有用户"),
        (json!("91130100MA0000000X"), Enterprise, ""),
        (json!("110105194912310021"), Citizen, ""),
        (
            json!("2601-999999-99-99-123456"),
            FieldType::ProjectCode,
            "地区代码 999999 不是任何地方的",
        ),
        (json!("2026-00001"), Link("lists".into()), "没有编号"),
        (json!("181,0"), Geo, "经度"),
        (json!({"lon": "1"}), Geo, "经度"),
        (json!("c1"), FieldType::Commitment, "报告编号/承诺编号"),
        (json!("2026-云泽市/c2"), FieldType::Commitment, "没有承诺"),
        (json!("/c1"), FieldType::Commitment, "报告编号"),
        (json!("文件"), file(false), "上传"),
        (json!({"sha256": "abc"}), file(false), "上传"),
        (
            json!({"sha256": digest, "taken": "2026-03-01"}),
            file(true),
            "拍摄日期和地点",
        ),
        (
            json!({"sha256": digest, "taken": "昨天"}),
            file(false),
            "不是日期",
        ),
        (json!(["一", "二"]), text(false), "一个值"),
    ];
    for (json, of, words) in cases {
        let said = given(&json, of).expect_err(&json.to_string());
        assert_eq!(said.len(), 1, "{json}");
        let (name, sentence) = &said[0];
        assert_eq!(name, "it");
        assert!(sentence.zh.contains(words), "{json}: {sentence}");
        assert!(
            sentence.zh.ends_with('。') && sentence.en.ends_with('.'),
            "{sentence}"
        );
    }
}

#[test]
fn every_item_of_a_list_says_its_own_fault() {
    let json = json!([{"amount": "x"}, {"month": "2026-03", "colour": 1}, "3"]);
    let said = given(&json, month_and_amount()).unwrap_err();
    let mut names: Vec<&str> = said.iter().map(|it| it.0.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["it[1].amount", "it[1].month", "it[2].colour", "it[3]"]
    );
    let many = Json::from(vec!["x"; super::compound::ITEMS_MAX + 1]);
    assert_eq!(
        given(&many, FieldType::List(Box::new(text(false))))
            .unwrap_err()
            .len(),
        1
    );
}

#[test]
fn what_an_older_declaration_stored_changes_nothing() {
    let cases = [
        (json!("yes"), FieldType::YesNo),
        (json!(20_260_305), FieldType::Date),
        (json!("2026-3-5"), FieldType::Date),
        (json!("much"), FieldType::Money),
        (json!(["a"]), text(false)),
        (json!("114,38"), FieldType::Geo),
        (json!([1]), month_and_amount()),
    ];
    for (json, of) in cases {
        assert!(stored(&json, &of).is_none(), "{json} as {of:?}");
    }
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "\\PC{0,12}".prop_map(Json::from),
        "[0-9，,.万亿元年月日/-]{0,12}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let names = prop_oneof![
            Just("lon"),
            Just("lat"),
            Just("sha256"),
            Just("month"),
            Just("amount"),
            Just("at")
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::btree_map(names.prop_map(str::to_owned), inner, 0..4)
                .prop_map(|it| Json::Object(it.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_given_is_refused_or_reads_back_from_its_event(json in any_json()) {
        use FieldType::{Area, Citizen, Date, Enterprise, Geo, Money, Month, ProjectCode, YesNo};
        let types = [
            text(true), number(None), Money, Date, Month, YesNo, choice(), Area, Enterprise,
            Citizen, ProjectCode, Geo, FieldType::File { photo: false }, month_and_amount(),
        ];
        for of in types {
            let Ok(value) = given(&json, of.clone()) else { continue };
            let event = to_json(&value);
            let back = stored(&event, &of);
            prop_assert!(back.is_some(), "{} as {:?}", event, of);
            let same = youwei_decision::value::same(&value, &back.unwrap_or(Value::Boolean(true)));
            prop_assert!(same, "{} as {:?}", event, of);
        }
    }
}

#[test]
fn keys_tell_the_same_from_the_other() {
    let digest: Arc<str> = "a".repeat(64).into();
    let photo = json!({"sha256": "A".repeat(64), "name": "x"});
    let photo = given(&photo, FieldType::File { photo: false }).unwrap();
    assert_eq!(key(&photo), Some(digest));
    let one = given(&json!("1.0"), number(None)).unwrap();
    let other = given(&json!("1"), number(None)).unwrap();
    assert_eq!(key(&one), key(&other));
    assert_eq!(key(&Value::Null(Null::WRITTEN)), None);
}
