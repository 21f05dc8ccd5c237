//! The commands about decision models, run as a person runs them.

#![allow(
    clippy::unwrap_used,
    reason = "the lint knows test functions but not what they share"
)]

mod common;

use std::fs;
use std::path::PathBuf;

use serde_json::Value as Json;
use tempfile::TempDir;

use common::{Said, program, said};

const HEAD: &str = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"";

/// A subsidy: the grade is a table, the amount rests on a parameter and on a function of
/// another file.
const SUBSIDY: &str = r##" name="补贴" namespace="https://example.com/subsidy">
  <import name="公共" namespace="https://example.com/common" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
  <itemDefinition name="结果型">
    <itemComponent name="档次"><typeRef>string</typeRef></itemComponent>
    <itemComponent name="金额"><typeRef>number</typeRef></itemComponent>
  </itemDefinition>
  <inputData id="i1" name="月收入"><variable name="月收入" typeRef="number"/></inputData>
  <inputData id="i2" name="人数"><variable name="人数" typeRef="number"/></inputData>
  <inputData id="i3" name="标准"><variable name="标准" typeRef="number"/></inputData>
  <inputData id="i4" name="受理日"><variable name="受理日" typeRef="date"/></inputData>
  <decision id="d1" name="档次">
    <variable name="档次" typeRef="string"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input label="月收入"><inputExpression typeRef="number"><text>月收入</text></inputExpression></input>
      <output typeRef="string"/>
      <rule id="r1"><inputEntry><text>&lt; 500</text></inputEntry><outputEntry><text>"甲"</text></outputEntry></rule>
      <rule id="r2"><inputEntry><text>[500..1000)</text></inputEntry><outputEntry><text>"乙"</text></outputEntry></rule>
      <rule id="r3"><inputEntry><text>&gt;= 1000</text></inputEntry><outputEntry><text>"丙"</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <decision id="d2" name="金额">
    <variable name="金额" typeRef="number"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement><requiredInput href="#i2"/></informationRequirement>
    <informationRequirement><requiredInput href="#i3"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="https://example.com/common#k1"/></knowledgeRequirement>
    <literalExpression><text>公共.到分(标准 * 人数 - 月收入)</text></literalExpression>
  </decision>
  <decision id="d3" name="结果">
    <variable name="结果" typeRef="结果型"/>
    <informationRequirement><requiredDecision href="#d1"/></informationRequirement>
    <informationRequirement><requiredDecision href="#d2"/></informationRequirement>
    <context>
      <contextEntry><variable name="档次"/><literalExpression><text>档次</text></literalExpression></contextEntry>
      <contextEntry><variable name="金额"/><literalExpression><text>金额</text></literalExpression></contextEntry>
    </context>
  </decision>
</definitions>
"##;

const COMMON: &str = r##" name="公共" namespace="https://example.com/common">
  <businessKnowledgeModel id="k1" name="到分">
    <variable name="到分"/>
    <encapsulatedLogic>
      <formalParameter name="数" typeRef="number"/>
      <literalExpression><text>round half up(数, 2)</text></literalExpression>
    </encapsulatedLogic>
  </businessKnowledgeModel>
</definitions>
"##;

const PARAMETERS: &str = r#"
case_date = "受理日"
["标准"]
label = { zh = "月标准", en = "Monthly standard" }
unit = "元"
values = [
  { from = 2025-07-01, value = "900.005", source = "甲市〔2025〕1号" },
  { from = 2026-07-01, value = 930, source = "甲市〔2026〕2号" },
]
"#;

const CASES: &str = r#"
[[case]]
name = { zh = "两人", en = "Two persons" }
model = "subsidy.dmn"
decision = "金额"
on = 2026-07-01
expected = 1360
source = "示例"
input = { "月收入" = 500, "人数" = 2 }
"#;

/// A folder with files of these names and texts.
struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        desk.keep("subsidy.dmn", &format!("{HEAD}{SUBSIDY}"));
        desk.keep("common.dmn", &format!("{HEAD}{COMMON}"));
        desk.keep("parameters.toml", PARAMETERS);
        desk
    }

    fn keep(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn run(&self, arguments: &[&str], input: &str) -> Said {
        said(program(arguments).current_dir(self.0.path()), input)
    }

    /// Decides rows that come on standard input.
    fn decide(&self, more: &[&str], rows: &str) -> Said {
        let fixed = ["decide", "subsidy.dmn", "--input", "-", "--decision"];
        self.run(&[&fixed, more].concat(), rows)
    }
}

/// What was said last, after all that is wrong with rows or files.
fn in_the_end(said: &Said) -> Said {
    let lines: Vec<&str> = said.wrong.lines().collect();
    Said {
        code: said.code,
        out: said.out.clone(),
        wrong: lines[lines.len().saturating_sub(2)..].join("\n"),
    }
}

/// The lines of what was said, as JSON.
fn json_lines(said: &Said) -> Vec<Json> {
    let lines = said.out.lines();
    lines.map(|it| serde_json::from_str(it).unwrap()).collect()
}

#[test]
fn rows_of_csv_are_decided_in_order_with_a_reason_where_nothing_can_be_said() {
    let rows = "月收入,人数,受理日\n500,2,2026-06-30\n,2,2026-07-01\n1000,2,2026-07-01\n100,,\n";
    let out = Desk::new()
        .decide(&["结果", "--format", "csv"], rows)
        .well();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "row,档次,金额,reason");
    assert_eq!(lines[1], "1,乙,1300.01,");
    assert_eq!(
        lines[2],
        "2,,,\"档次：未知：缺少月收入。 / 档次: unknown, because 月收入 is missing.; \
         金额：未知：缺少月收入。 / 金额: unknown, because 月收入 is missing.\""
    );
    assert_eq!(lines[3], "3,丙,860,");
    assert!(lines[4].starts_with("4,甲,,"), "{}", lines[4]);
    assert!(lines[4].contains("缺少人数、受理日。"), "{}", lines[4]);
}

#[test]
fn json_comes_as_an_array_as_lines_or_over_several_lines() {
    let desk = Desk::new();
    let shapes = [
        r#"[{"月收入":500,"人数":2},{"月收入":"10.5","人数":1}]"#,
        "{\"月收入\":500,\"人数\":2}\n\n{\"月收入\":10.5,\"人数\":1}",
        "\u{FEFF}{\n \"月收入\": 500,\n \"人数\": 2\n}\n{\"月收入\":10.5,\"人数\":1}\n",
    ];
    for rows in shapes {
        let out = desk.decide(&["金额", "--on", "2026-07-01", "--format", "json"], rows);
        let answers: Vec<String> = out.out.lines().map(str::to_owned).collect();
        assert_eq!(
            answers,
            [
                "{\"row\":1,\"answer\":1360}",
                "{\"row\":2,\"answer\":919.5}"
            ],
            "{rows}\n{out:?}"
        );
        assert_eq!(out.code, 0);
    }
}

#[test]
fn a_bad_row_is_said_with_its_number_and_the_others_are_decided() {
    let desk = Desk::new();
    let csv = desk.decide(
        &["档次", "--format", "csv"],
        "月收入,人数\n十,1\n1,2,3\n400,1\n",
    );
    in_the_end(&csv).refused(1, "2 rows were not decided");
    assert!(csv.wrong.contains("第 1 行（文件第 2 行）"), "{csv:?}");
    assert!(csv.wrong.contains("row 2 (line 3 of the file)"), "{csv:?}");
    let lines: Vec<&str> = csv.out.lines().collect();
    assert_eq!(lines.len(), 4, "{csv:?}");
    assert!(lines[1].starts_with("1,,“月收入”") && lines[3] == "3,甲,");
    let json = desk.decide(
        &["档次", "--format", "json"],
        "{\"月收入\":1\n{\"月收入\":400}\n7\n{\"收入\":1}\n{\"月收入\":500}\n",
    );
    in_the_end(&json).refused(1, "3 rows were not decided");
    let rows = json_lines(&json);
    assert_eq!(rows.len(), 5, "{json:?}");
    assert_eq!(
        (&rows[1]["answer"], &rows[4]["answer"]),
        (&"甲".into(), &"乙".into())
    );
    assert!(rows[3]["error"]["en"].as_str().unwrap().contains("“收入”"));
    let torn = desk.decide(&["档次"], "[{\"月收入\":400},{\"月收入\":]");
    in_the_end(&torn).refused(1, "Row 2 and what follows");
}

/// A table whose first rule looks at nothing, of an input that is one of two words.
const RESIDENCE: &str = r##" name="户籍" namespace="https://example.com/residence">
  <itemDefinition name="户籍型"><typeRef>string</typeRef><allowedValues><text>"本市", "外地"</text></allowedValues></itemDefinition>
  <inputData id="i1" name="户籍"><variable name="户籍" typeRef="户籍型"/></inputData>
  <inputData id="i2" name="人数"><variable name="人数" typeRef="number"/></inputData>
  <decision id="d1" name="收件">
    <variable name="收件" typeRef="string"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input label="户籍"><inputExpression typeRef="户籍型"><text>户籍</text></inputExpression></input>
      <output typeRef="string"/>
      <rule id="r1"><inputEntry><text>-</text></inputEntry><outputEntry><text>"收"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"##;

#[test]
fn a_row_with_a_value_that_is_not_allowed_is_refused_though_a_rule_would_answer_it() {
    let desk = Desk::new();
    desk.keep("subsidy.dmn", &format!("{HEAD}{RESIDENCE}"));
    let rows = "户籍,人数\n本市,1\n本是,2\n,3\n外地,4\n";
    let csv = desk.decide(&["收件", "--format", "csv"], rows);
    in_the_end(&csv).refused(1, "1 rows were not decided");
    let lines: Vec<&str> = csv.out.lines().collect();
    assert_eq!((lines[1], lines[3], lines[4]), ("1,收,", "3,收,", "4,收,"));
    assert!(
        lines[2].starts_with("2,,") && lines[2].contains("请写符合"),
        "{csv:?}"
    );
    for words in [
        "第 2 行（文件第 3 行）：“户籍”不允许取值 本是；请写符合 \"本市\", \"外地\" 的值。",
        "row 2 (line 3 of the file): 本是 is not among the values allowed for “户籍”; give one that fits \"本市\", \"外地\".",
    ] {
        assert!(csv.wrong.contains(words), "{csv:?}");
    }
    // What is missing is unknown; what is wrong is wrong even where null is asked for.
    let json = desk.decide(
        &["收件", "--null-if-missing", "--format", "json"],
        "[{\"户籍\":\"国外\"},{}]",
    );
    in_the_end(&json).refused(1, "1 rows were not decided");
    let answers = json_lines(&json);
    assert!(answers[0]["error"]["zh"].as_str().unwrap().contains("国外"));
    assert_eq!(answers[1]["answer"], "收");
}

#[test]
fn a_derivation_names_the_rule_the_values_and_the_parameter_with_its_source() {
    let desk = Desk::new();
    let row = "{\"月收入\":500,\"人数\":2,\"受理日\":\"2026-07-01\"}";
    let said = desk.decide(&["结果", "--trace", "--format", "json"], row);
    let steps = &json_lines(&said)[0]["steps"];
    let text = steps.to_string();
    assert_eq!(steps[0]["kind"], "decision");
    assert!(
        text.contains("甲市〔2026〕2号") && text.contains("\"from\":\"2026-07-01\""),
        "{text}"
    );
    assert!(text.contains("\"fired\":[2]"), "{text}");
    let tree = desk.decide(&["结果", "--trace"], row).well();
    for words in [
        "决策 decision 结果",
        "参数 parameter 标准 = 930 元  （2026-07-01 起 from 2026-07-01；甲市〔2026〕2号）",
        "▶   2 ✓ → \"乙\"",
        "  1 ✗",
    ] {
        assert!(tree.contains(words), "{words}\n{tree}");
    }
    let csv = desk.decide(&["结果", "--trace", "--format", "csv"], row);
    csv.refused(2, "use --format json");
}

#[test]
fn before_the_first_day_of_a_parameter_nothing_can_be_said() {
    let desk = Desk::new();
    let row = "月收入,人数\n1,1\n";
    let out = desk.decide(&["金额", "--on", "2025-06-30"], row).well();
    assert_eq!(
        out,
        "1  未知：缺少标准。 / unknown, because 标准 is missing.\n"
    );
    let given = desk.decide(&["金额", "--on", "2025-06-30"], "月收入,人数,标准\n1,1,3\n");
    assert_eq!(given.well(), "1  2\n");
    let null = desk.decide(&["金额", "--on", "2025-06-30", "--null-if-missing"], row);
    assert!(null.well().starts_with("1  null  ["));
}

#[test]
fn what_cannot_be_decided_is_refused_with_a_next_step() {
    let desk = Desk::new();
    let cases: [(&[&str], &str, &str); 4] = [
        (&["总额"], "", "choose one of: 档次, 金额, 结果"),
        (
            &["档次"],
            "收入\n1\n",
            "its inputs are: 月收入, 人数, 标准, 受理日",
        ),
        (&["档次", "--on", "7月"], "", "Write it as 2026-07-01"),
        (&["档次", "--parameters", "none.toml"], "", "check the path"),
    ];
    for (arguments, rows, why) in cases {
        desk.decide(arguments, rows).refused(2, why);
    }
    desk.keep("parameters.toml", "case_date = 1");
    let wrong = desk.decide(&["档次"], "");
    in_the_end(&wrong).refused(2, "are wrong, see above");
    desk.keep("subsidy.dmn", "<a/>");
    let wrong = desk.decide(&["档次"], "");
    in_the_end(&wrong).refused(2, "no DMN model");
}

#[test]
fn a_folder_is_checked_with_its_parameters_and_worked_cases() {
    let desk = Desk::new();
    desk.keep("cases.toml", CASES);
    let out = desk.run(&["check", "."], "").well();
    assert!(
        out.ends_with("Checked 2 models, 1 worked cases: 0 errors, 0 warnings.\n"),
        "{out}"
    );
    desk.keep(
        "parameters.toml",
        &PARAMETERS.replace("[\"标准\"]", "[\"标准线\"]"),
    );
    let misspelt = desk.run(&["check", "."], "");
    misspelt.refused(1, "There are 1 errors");
    assert!(
        misspelt.out.contains("“标准线” is no input of any model"),
        "{misspelt:?}"
    );
    assert!(
        misspelt.out.contains("unknown, because 标准 is missing"),
        "{misspelt:?}"
    );
    desk.keep("parameters.toml", PARAMETERS);
    desk.keep("cases.toml", &CASES.replace("1360", "1361"));
    let wrong = desk.run(&["check", "."], "");
    wrong.refused(1, "There are 1 errors");
    assert!(
        wrong.out.contains("“金额” should be 1361 and is 1360"),
        "{wrong:?}"
    );
    assert!(wrong.out.contains("cases.toml:2"), "{wrong:?}");
}

#[test]
fn an_error_is_shown_where_it_stands() {
    let desk = Desk::new();
    let broken = SUBSIDY.replace("标准 * 人数 - 月收入", "标准 * 人头 - 月收入");
    desk.keep("subsidy.dmn", &format!("{HEAD}{broken}"));
    let said = desk.run(&["check", "subsidy.dmn"], "");
    said.refused(1, "errors");
    assert!(
        said.out.contains("--> subsidy.dmn:28:") && said.out.contains("^^^^"),
        "{said:?}"
    );
    assert!(said.out.contains("人头"), "{said:?}");
    let json = desk.run(&["check", "subsidy.dmn", "--format", "json"], "");
    assert_eq!(json.code, 1);
    let found = &json_lines(&json)[0];
    assert_eq!(
        (&found["severity"], &found["line"]),
        (&"error".into(), &28.into())
    );
    let decided = desk.decide(&["金额", "--on", "2026-07-01"], "月收入,人数\n1,1\n");
    decided.refused(0, "run youwei check subsidy.dmn");
    assert!(decided.out.starts_with("1  null  ["), "{decided:?}");
    let empty = tempfile::tempdir().unwrap();
    let none = desk.run(&["check", empty.path().to_str().unwrap()], "");
    none.refused(2, "No .dmn files");
}

const KIT: &str = r#"<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <modelName>0001-grade.dmn</modelName>
  <testCase id="001"><inputNode name="月收入"><value xsi:type="xsd:decimal">100</value></inputNode>
    <resultNode name="档次" type="decision"><expected><value xsi:type="xsd:string">甲</value></expected></resultNode></testCase>
  <testCase id="002"><inputNode name="月收入"><value xsi:type="xsd:decimal">700</value></inputNode>
    <resultNode name="档次" type="decision"><expected><value xsi:type="xsd:string">甲</value></expected></resultNode></testCase>
</testCases>"#;

#[test]
fn the_kit_is_run_and_its_result_files_are_written() {
    let desk = Desk::new();
    let model = format!("{HEAD}{SUBSIDY}");
    desk.keep("kit/compliance-level-2/0001-grade/0001-grade.dmn", &model);
    desk.keep(
        "kit/compliance-level-2/0001-grade/0001-grade-test-01.xml",
        KIT,
    );
    desk.keep(
        "kit/compliance-level-3/0002-torn/0002-torn-test-01.xml",
        "<testCases>",
    );
    let said = desk.run(
        &[
            "tck",
            "kit",
            "--csv",
            "results/new/out.csv",
            "--vendor",
            "甲",
        ],
        "",
    );
    said.refused(1, "2 cases failed");
    assert!(
        said.out.contains("compliance-level-2/0001-grade  1 / 2"),
        "{said:?}"
    );
    assert!(
        said.out.contains("2 folders: 1 passed, 2 failed."),
        "{said:?}"
    );
    let csv = fs::read_to_string(desk.0.path().join("results/new/out.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[0],
        "\"compliance-level-2/0001-grade\",\"0001-grade-test-01\",\"001\",\"SUCCESS\",\"\""
    );
    assert!(
        lines[1].contains("\"002\",\"ERROR\",\"档次: expected"),
        "{csv}"
    );
    assert!(
        lines[2]
            .starts_with("\"compliance-level-3/0002-torn\",\"0002-torn-test-01\",\"\",\"ERROR\"")
    );
    let properties =
        fs::read_to_string(desk.0.path().join("results/new/tck_results.properties")).unwrap();
    let names: Vec<&str> = properties
        .lines()
        .filter_map(|it| it.split('=').next())
        .collect();
    let meant = "vendor.name vendor.url product.name product.url product.version product.comment last.update instructions.url";
    assert_eq!(names, meant.split(' ').collect::<Vec<_>>());
    assert!(
        properties.starts_with("vendor.name=\\u7532\n"),
        "{properties}"
    );
    let one = desk.run(&["tck", "kit/compliance-level-2/0001-grade"], "");
    assert!(
        one.out.contains("compliance-level-2/0001-grade  1 / 2"),
        "{one:?}"
    );
    desk.run(&["tck", "nowhere"], "")
        .refused(2, "check the path");
    let empty = tempfile::tempdir().unwrap();
    let none = desk.run(&["tck", empty.path().to_str().unwrap()], "");
    none.refused(2, "holds no tests");
}
