use super::*;
use crate::number::Number;

const TWO: &str = r#"
case_date = "受理 日期"
["补贴 标准"]
label = { zh = "补贴标准", en = "Allowance" }
unit = "元"
values = [
  { from = 2024-07-01, value = 850, source = "甲" },
  { from = 2025-07-01, value = "900.10", source = "乙" },
  { from = 2026-07-01, value = 1_000.5, source = "丙" },
]
["分档"]
label = { zh = "分档", en = "Bands" }
unit = ""
values = [{ from = 2025-01-01, feel = '[{起点: 0, 比例: 0.1}, {起点: 100, 比例: 0.20}]', source = "丁" }]
"#;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn the_last_value_that_has_begun_is_in_force() {
    let parameters = Parameters::read(TWO, "p.toml").unwrap();
    assert_eq!(&**parameters.case_date(), "受理 日期");
    for (on, worth, source) in [
        ("2024-07-01", "850", "甲"),
        ("2025-06-30", "850", "甲"),
        ("2025-07-01", "900.10", "乙"),
        ("2030-01-01", "1000.5", "丙"),
    ] {
        let in_force = parameters.on(day(on));
        let found = &in_force["补贴 标准"];
        let worth: Number = worth.parse().unwrap();
        assert!(
            matches!(found.value, Value::Number(it) if it == worth),
            "{on}"
        );
        assert_eq!((&*found.source, &*found.unit), (source, "元"));
    }
    let none = parameters.on(day("2024-06-30"));
    assert!(none.is_empty());
    let names: Vec<String> = parameters
        .all()
        .iter()
        .map(|it| it.name.to_string())
        .collect();
    assert_eq!(names, ["补贴 标准", "分档"]);
}

#[test]
fn what_is_written_as_feel_is_worked_out_once() {
    let parameters = Parameters::read(TWO, "p.toml").unwrap();
    let in_force = parameters.on(day("2025-01-01"));
    assert_eq!(
        in_force["分档"].value.literal(),
        "[{起点: 0, 比例: 0.1}, {起点: 100, 比例: 0.2}]"
    );
}

#[test]
fn everything_that_is_wrong_is_said_with_its_line() {
    let head = "case_date = \"d\"\n[\"p\"]\nlabel = { zh = \"甲\", en = \"a\" }\n";
    let cases = [
        ("case_date = ", "toml", 1),
        ("", "missing-entry", 1),
        ("case_date = 1", "entry-kind", 1),
        ("case_date = \"d\"\np = 1", "entry-kind", 2),
        (&format!("{head}unit = \"\"\nvalues = []"), "entry-kind", 5),
        (&format!("{head}unit = 3\nvalues = []"), "entry-kind", 4),
        (&format!("{head}values = []"), "missing-entry", 2),
        (
            &format!(
                "{head}unit = \"\"\nvalue = []\nvalues = [{{ from = 2025-01-01, value = 1, source = \"s\" }}]"
            ),
            "unknown-entry",
            5,
        ),
        (
            &format!(
                "{head}unit = \"\"\nvalues = [{{ from = 2025-01-01, value = 1, source = \" \" }}]"
            ),
            "entry-kind",
            5,
        ),
        (
            &format!(
                "{head}unit = \"\"\nvalues = [{{ from = 2025-01-01, value = \"十\", source = \"s\" }}]"
            ),
            "entry-kind",
            5,
        ),
        (
            &format!(
                "{head}unit = \"\"\nvalues = [{{ from = 2025-01-01T00:00:00, value = 1, source = \"s\" }}]"
            ),
            "entry-kind",
            5,
        ),
        (
            &format!(
                "{head}unit = \"\"\nvalues = [{{ from = 2025-01-01, value = 1, feel = \"1\", source = \"s\" }}]"
            ),
            "one-value",
            5,
        ),
        (
            &format!("{head}unit = \"\"\nvalues = [{{ from = 2025-01-01, source = \"s\" }}]"),
            "one-value",
            5,
        ),
        (
            &format!(
                "{head}unit = \"\"\nvalues = [{{ from = 2025-01-01, feel = \"1 +\", source = \"s\" }}]"
            ),
            "feel",
            5,
        ),
        (
            &format!(
                "{head}unit = \"\"\nvalues = [{{ from = 2025-01-01, feel = \"1 / 0\", source = \"s\" }}]"
            ),
            "feel",
            5,
        ),
        (
            &format!(
                "{head}unit = \"\"\nvalues = [{{ from = 2025-01-01, feel = \"for i in 1..100000000 return i\", source = \"s\" }}]"
            ),
            "feel",
            5,
        ),
        (
            &format!(
                "{head}unit = \"\"\nvalues = [\n{{ from = 2025-01-01, value = 1, source = \"s\" }},\n{{ from = 2025-01-01, value = 2, source = \"s\" }}]"
            ),
            "day-order",
            7,
        ),
    ];
    for (text, code, line) in cases {
        let faults = Parameters::read(text, "p.toml").unwrap_err();
        let found: Vec<_> = faults.iter().map(|it| (it.code, it.place.line)).collect();
        assert_eq!(found, [(code, line)], "{text}");
    }
}

#[test]
fn names_that_differ_in_spaces_only_are_one() {
    let again = TWO.replace("[\"分档\"]", "[\"补贴  标准\"]");
    let faults = Parameters::read(&again, "p.toml").unwrap_err();
    assert_eq!(
        faults.iter().map(|it| it.code).collect::<Vec<_>>(),
        ["twice"]
    );
}

proptest::proptest! {
    #[test]
    fn the_value_in_force_is_the_last_that_is_not_after_the_day(
        days in proptest::collection::btree_set(1i64..4_000, 1..8),
        on in 0i64..4_001,
    ) {
        let written: Vec<String> = days
            .iter()
            .map(|it| {
                let from = Date::from_epoch_day(*it).unwrap();
                format!("{{ from = {from}, value = {it}, source = \"s\" }}")
            })
            .collect();
        let text = format!(
            "case_date = \"d\"\n[p]\nlabel = {{ zh = \"甲\", en = \"a\" }}\nunit = \"\"\nvalues = [{}]",
            written.join(", ")
        );
        let parameters = Parameters::read(&text, "p.toml").unwrap();
        let in_force = parameters.on(Date::from_epoch_day(on).unwrap());
        let found = in_force.get("p").map(|it| it.from.epoch_day());
        let meant = days.iter().copied().rfind(|it| *it <= on);
        proptest::prop_assert_eq!(found, meant);
    }
}

#[test]
fn a_place_adds_and_replaces_values_by_their_first_day() {
    let place = r#"
case_date = "受理 日期"
["补贴 标准"]
label = { zh = "补贴标准", en = "Allowance" }
unit = "元"
values = [
  { from = 2025-01-01, value = 870, source = "本地甲" },
  { from = 2025-07-01, value = 910, source = "本地乙" },
]
["本地"]
label = { zh = "本地", en = "Local" }
unit = ""
values = [{ from = 2025-01-01, value = true, source = "本地丙" }]
"#;
    let read = |text| Parameters::read(text, "p.toml").unwrap();
    let both = read(TWO).overlaid(read(place));
    let sources = |at: usize| -> Vec<String> {
        let values = &both.all()[at].values;
        values.iter().map(|it| it.source.to_string()).collect()
    };
    assert_eq!(sources(0), ["甲", "本地甲", "本地乙", "丙"]);
    assert_eq!(sources(1), ["丁"]);
    assert_eq!(sources(2), ["本地丙"]);
    let in_force = both.on(day("2025-08-01"));
    assert_eq!(&*in_force["补贴 标准"].source, "本地乙");
}
