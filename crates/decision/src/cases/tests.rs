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

/// A model whose answer does not rest on what is given.
const HEEDLESS: &str = r##"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
  <itemDefinition name="户籍型"><typeRef>string</typeRef><allowedValues><text>"本市", "外地"</text></allowedValues></itemDefinition>
  <inputData id="i" name="户籍"><variable name="户籍" typeRef="户籍型"/></inputData>
  <decision id="d" name="金额"><informationRequirement><requiredInput href="#i"/></informationRequirement>
  <literalExpression><text>if 户籍 = null then 1 else 1</text></literalExpression></decision>
  <decision id="e" name="户"><informationRequirement><requiredInput href="#i"/></informationRequirement>
  <literalExpression><text>户籍</text></literalExpression></decision></definitions>"##;

#[test]
fn a_case_is_not_right_by_accident() {
    let (definitions, _) = crate::dmn::read::read(HEEDLESS.as_bytes(), "m.dmn").unwrap();
    let model = Model::new(vec![Arc::new(definitions)]);
    let head = "[[case]]\nname = { zh = \"甲\", en = \"one\" }\nmodel = \"m.dmn\"\nsource = \"s\"";
    for (rest, wrong) in [
        (
            "decision = \"金额\"\nexpected = 1\ninput = { \"户籍\" = \"外地\" }",
            "",
        ),
        (
            "decision = \"金额\"\nexpected = 1\ninput = { \"户籍\" = \"外地人\" }",
            "外地人 is not among the values allowed for “户籍”; give one that fits \"本市\", \"外地\".",
        ),
        (
            "decision = \"户\"\nexpected_feel = \"null\"\ninput = { \"户籍\" = \"外地人\" }",
            "",
        ),
        (
            "decision = \"总额\"\nexpected = 1",
            "the model has no decision “总额”; write one of: 金额, 户.",
        ),
    ] {
        let cases = read(&format!("{head}\n{rest}"), "cases.toml").unwrap();
        let said = cases[0].judge(&model, None).err();
        assert_eq!(said.map_or(String::new(), |it| it.en), wrong, "{rest}");
    }
}
