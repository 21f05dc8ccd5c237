use super::*;

const ONE: &str = r#"
[[case]]
name = { zh = "甲", en = "one" }
model = "m.dmn"
decision = "金额"
on = 2026-05-20
expected = "806.10"
source = "第一条"
why = "取整一次"
[case.input]
"收入" = 1894
"日" = 2026-01-02
"表" = [{ "比例" = 0.1 }]
"#;

#[test]
fn a_case_is_read_as_it_is_written() {
    let cases = read(ONE, "cases.toml").unwrap();
    let [case] = cases.as_slice() else {
        panic!("{cases:?}");
    };
    assert_eq!(case.name, Bilingual::new("甲", "one"));
    assert_eq!(case.on.unwrap().to_string(), "2026-05-20");
    assert_eq!(case.place.line, 2);
    let input = Json::Object(case.input.clone());
    let meant = serde_json::json!({ "收入": 1894, "日": "2026-01-02", "表": [{ "比例": 0.1 }] });
    assert_eq!(input, meant);
    assert!(matches!(&case.expected, Expected::Json(it) if it == "806.10"));
}

#[test]
fn everything_that_is_wrong_is_said_with_its_line() {
    for (from, to, code, line) in [
        ("expected = \"806.10\"\n", "", "one-expected", 2),
        (
            "expected = \"806.10\"",
            "expected_feel = \"1 +\"",
            "feel",
            7,
        ),
        (
            "expected = \"806.10\"",
            "expected_unknown = \"收入\"",
            "entry-kind",
            7,
        ),
        ("why =", "remark =", "unknown-entry", 9),
        ("model = \"m.dmn\"\n", "", "missing-entry", 2),
        ("on = 2026-05-20", "on = \"2026-05-20\"", "entry-kind", 6),
    ] {
        let found = read(&ONE.replace(from, to), "cases.toml");
        let found = found.unwrap_err();
        let found: Vec<_> = found.iter().map(|it| (it.code, it.place.line)).collect();
        assert_eq!(found, [(code, line)], "{to}");
    }
}
