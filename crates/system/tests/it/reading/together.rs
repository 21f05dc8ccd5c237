//! Systems that are read together, with their parameters.

use youwei_decision::limits::Limits;
use youwei_decision::machine::Machine;
use youwei_decision::types::Type;
use youwei_decision::value::Value;
use youwei_system::read::{self, File, Reading, Source, feel_type};

/// A small system with what is to be tried.
fn system(id: &str, fields: &str, rest: &str) -> String {
    format!(
        r#"
id = "{id}"
name = {{ zh = "甲", en = "a" }}
record = {{ zh = "条", en = "record" }}
about = {{ zh = "甲。", en = "a." }}
source = "示例"
keeper = "bureau"
title = "name"
[fields]
name = {{ type = "text", label = {{ zh = "名称", en = "Name" }} }}
{fields}
[stages]
open = {{ zh = "在办", en = "open" }}
closed = {{ zh = "办结", en = "closed", end = true }}
[actions.open]
name = {{ zh = "开", en = "Open" }}
to = "open"
by = ["clerk"]
input = {{ name = {{}} }}
{rest}
"#
    )
}

const LINK: &str = r#"to = { type = "link", to = "b", label = { zh = "乙", en = "b" } }"#;
const GRADE: &str = r#"grade = { type = "choice", label = { zh = "等级", en = "Grade" }, of = [ { key = "high", zh = "高", en = "high" }, { key = "low", zh = "低", en = "low" } ] }"#;

fn both(a: &str, b: &str) -> Reading {
    let source = |id, text| Source {
        id,
        file: id,
        text,
        parameters: None,
        overlay: None,
    };
    read::all(&[source("a", a), source("b", b)])
}

fn codes(reading: &Reading) -> Vec<String> {
    let said = reading.diagnostics.iter();
    said.map(|it| format!("{} {}", it.file, it.code)).collect()
}

/// Whether a guard over the reads of `b` is right, and what is said.
fn guard(reads: &str, when: &str) -> Vec<String> {
    let b = system(
        "b",
        GRADE,
        &format!(
            r#"when = [{{ is = '{when}', else = {{ zh = "不行；请等。", en = "No; wait." }} }}]
[reads]
{reads}"#
        ),
    );
    codes(&both(&system("a", &format!("{LINK}\n{GRADE}"), ""), &b))
}

#[test]
fn formulas_look_at_records_of_other_systems_with_their_types() {
    let reads = r#"others = { of = "a", linking_by = "to", fields = ["grade", "stage"] }"#;
    for (when, said) in [
        ("count(others[stage = \"open\"]) = 0", None),
        (
            "count(others[stage = \"opened\"]) = 0",
            Some("b unknown-choice"),
        ),
        (
            "count(others[grade in (\"high\", \"mid\")]) = 0",
            Some("b unknown-choice"),
        ),
        (
            "some it in others satisfies it.stage = \"shut\"",
            Some("b unknown-choice"),
        ),
        (
            "every it in others[grade = \"low\"] satisfies it.stage = \"closed\"",
            None,
        ),
        ("others[1].grade = \"hihg\"", Some("b unknown-choice")),
        ("count(others[name = \"x\"]) = 0", None),
        ("others.grade > 1", Some("b operands")),
        ("grade = \"high\"", None),
    ] {
        let found = guard(reads, when);
        let expected: Vec<&str> = said.into_iter().collect();
        assert_eq!(found, expected, "{when}");
    }
}

#[test]
fn what_leads_to_another_system_has_to_be_a_link_to_it() {
    for (reads, said) in [
        (
            r#"x = { of = "a", linking_by = "name", fields = ["grade"] }"#,
            "b field-type",
        ),
        (
            r#"x = { of = "a", linking_by = "too", fields = ["grade"] }"#,
            "b unknown-field",
        ),
        (
            r#"x = { of = "c", linking_by = "to", fields = ["grade"] }"#,
            "b unknown-system",
        ),
        (
            r#"x = { of = "a", same = "name", fields = ["grade"] }"#,
            "b read-of",
        ),
        (
            r#"grade = { same = "name", fields = ["grade"] }"#,
            "b twice",
        ),
    ] {
        assert_eq!(guard(reads, "true"), [said], "{reads}");
    }
}

#[test]
fn a_system_that_is_wrong_can_still_be_linked_to() {
    let broken = system(
        "b",
        "cost = { type = \"mony\", label = { zh = \"费用\", en = \"Cost\" } }",
        "",
    );
    let reading = both(&system("a", LINK, ""), &broken);
    assert_eq!(codes(&reading), ["b unknown-type"]);
    let ids: Vec<&str> = reading.systems.iter().map(|it| &*it.id).collect();
    assert_eq!(ids, ["a"]);
    // Not even TOML.
    let reading = both(&system("a", LINK, ""), "id = ");
    assert_eq!(codes(&reading), ["b toml"]);
    assert_eq!(reading.systems.len(), 1);
}

#[test]
fn a_metric_belongs_to_one_system() {
    let metrics = r#"[metrics]
"x.y" = { zh = "某数", en = "a number", unit = "个" }"#;
    let reading = both(&system("a", "", metrics), &system("b", "", metrics));
    assert_eq!(codes(&reading), ["b metric-twice"]);
    assert_eq!(reading.systems.len(), 1);
}

/// Reads a system whose clock runs for `days` of its parameters.
fn dated(parameters: &str, overlay: Option<&str>) -> Reading {
    let text = system(
        "a",
        "",
        "[clocks.c]\nname = { zh = \"时限\", en = \"limit\" }\nstarts = [\"open\"]\ndays = \"limit_days\"\ncount = \"days\"",
    );
    read::all(&[Source {
        id: "a",
        file: "a",
        text: &text,
        parameters: Some(File {
            name: "parameters.toml",
            text: parameters,
        }),
        overlay: overlay.map(|text| File {
            name: "overlay.toml",
            text,
        }),
    }])
}

/// A parameter worth this from a day on.
fn parameter(name: &str, from: &str, value: &str, source: &str) -> String {
    format!(
        "case_date = \"today\"\n[\"{name}\"]\nlabel = {{ zh = \"数\", en = \"number\" }}\nunit = \"天\"\nvalues = [{{ from = {from}, value = {value}, source = \"{source}\" }}]\n"
    )
}

#[test]
fn a_citys_parameters_lie_over_the_systems() {
    let ours = parameter("limit_days", "2020-01-01", "10", "全国");
    let theirs = parameter("limit_days", "2026-01-01", "7", "本市");
    let reading = dated(&ours, Some(&theirs));
    assert_eq!(codes(&reading), [""; 0]);
    let system = &reading.systems[0];
    let parameter = &system.parameters.as_ref().unwrap().all()[0];
    let sources: Vec<&str> = parameter.values.iter().map(|it| &*it.source).collect();
    assert_eq!(sources, ["全国", "本市"]);
    assert_eq!(system.layout().parameters, 1);
}

#[test]
fn a_parameter_that_nothing_uses_is_said_where_it_stands() {
    let ours = parameter("limit_days", "2020-01-01", "10", "全国");
    let more = |name: &str| {
        let more = parameter(name, "2020-01-01", "1", "本市");
        more.replace("case_date = \"today\"\n", "")
    };
    for (ours, theirs, place) in [
        (
            ours.clone(),
            format!("case_date = \"today\"\n{}", more("nope_days")),
            ("overlay.toml", 2),
        ),
        (
            format!("{ours}{}", more("idle_days")),
            parameter("limit_days", "2026-01-01", "7", "本市"),
            ("parameters.toml", 6),
        ),
    ] {
        let reading = dated(&ours, Some(&theirs));
        assert_eq!(codes(&reading), [""; 0]);
        let all: Vec<_> = reading.systems.iter().collect();
        let said = youwei_system::proof::check(&all, None, &[], |_| "");
        let unused: Vec<_> = said
            .iter()
            .filter(|it| it.code == "parameter-unused")
            .map(|it| (&*it.file, it.place.line))
            .collect();
        assert_eq!(unused, [place]);
    }
}

#[test]
fn what_is_wrong_with_parameters_is_said() {
    let good = parameter("limit_days", "2020-01-01", "10", "全国");
    for (ours, theirs, said) in [
        (good.replace("limit_days", "limit"), None, "a unknown-name"),
        (
            good.replace("value = 10", "feel = '\"ten\"'"),
            None,
            "a type",
        ),
        (
            good.replace("\"today\"", "\"办理日期\""),
            None,
            "parameters.toml case-date",
        ),
        (
            good.clone(),
            Some(good.replace("\"today\"", "\"x\"")),
            "overlay.toml case-date",
        ),
        (
            good.clone(),
            Some(good.replace("values", "value")),
            "overlay.toml missing-entry",
        ),
        (
            format!(
                "{good}{}",
                parameter("name", "2020-01-01", "1", "x").replace("case_date = \"today\"", "")
            ),
            None,
            "a name-clash",
        ),
    ] {
        let reading = dated(&ours, theirs.as_deref());
        assert!(
            codes(&reading).contains(&said.to_owned()),
            "{said}: {:?}",
            codes(&reading)
        );
        assert!(reading.systems.is_empty(), "{said}");
    }
}

#[test]
fn a_list_of_tables_is_a_list_of_contexts_in_formulas() {
    let fields = r#"rows = { type = "list", label = { zh = "行", en = "Rows" }, of = { month = { type = "month" }, photo = { type = "photo" } } }"#;
    let reading = both(&system("a", fields, ""), &system("b", "", ""));
    let of = feel_type(&reading.systems[0].fields[1].of);
    assert_eq!(
        of.to_string(),
        "list<context<month: string, photo: context<sha256: string, name: string, taken: date, at: context<lon: number, lat: number>>>>"
    );
    assert_ne!(of, Type::Any);
}

const MODEL: &str = r##"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="https://youwei.example/m">
  <inputData id="i1" name="天数"><variable name="天数" typeRef="number"/></inputData>
  <inputData id="i2" name="grade"><variable name="grade" typeRef="string"/></inputData>
  <decision id="d1" name="办理 时限">
    <variable name="办理 时限" typeRef="number"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement><requiredInput href="#i2"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="string"><text>grade</text></inputExpression></input>
      <output typeRef="number"/>
      <rule><inputEntry><text>"high"</text></inputEntry><outputEntry><text>天数</text></outputEntry></rule>
      <rule><inputEntry><text>not("high")</text></inputEntry><outputEntry><text>天数 * 2</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"##;

/// A system with a clock of so many days, beside a decision model.
fn deciding(days: &str, model: &str) -> Reading {
    let rest = format!(
        "[clocks.c]\nname = {{ zh = \"时限\", en = \"limit\" }}\nstarts = [\"open\"]\ndays = '{days}'\ncount = \"days\""
    );
    let text = system("a", GRADE, &rest);
    let source = Source {
        id: "a",
        file: "a",
        text: &text,
        parameters: None,
        overlay: None,
    };
    let model = File {
        name: "m.dmn",
        text: model,
    };
    read::all_with_models(&[source], &[("a", model), ("b", model)])
}

#[test]
fn a_formula_calls_a_decision_of_the_folder_by_name() {
    let reading = deciding("办理 时限(天数: 5, grade: grade) + 1", MODEL);
    assert_eq!(codes(&reading), [""; 0]);
    let days = &reading.systems[0].clocks[0].length.days;
    let limits = Limits::default();
    for (grade, expected) in [("high", "6"), ("low", "11")] {
        let mut machine = Machine::new(None, &limits);
        let value = days.evaluate(&mut machine, |_| Value::from(grade));
        assert_eq!(value.literal(), expected, "{grade}");
    }
    assert_eq!(reading.systems[0].models.len(), 1);
}

#[test]
fn what_is_wrong_with_a_call_of_a_decision_is_said() {
    for (days, said) in [
        ("办理 时限(天数: 5)", "a arguments"),
        ("办理 时限(5)", "a arguments"),
        ("办理 时限(天数: 5, grad: grade)", "a arguments"),
        ("办理 时限(天数: 5, grade: grade) = 1", "a type"),
        ("办理 时限", "a type"),
    ] {
        assert_eq!(codes(&deciding(days, MODEL)), [said], "{days}");
    }
    let gap = MODEL.replace("not(\"high\")", "\"low\"");
    let reading = deciding("1", &gap);
    assert_eq!(codes(&reading), ["m.dmn rules-gap"]);
    assert_eq!(reading.systems.len(), 1, "a gap is a warning");
    let clash = MODEL.replace("not(\"high\")", "-");
    let reading = deciding("1", &clash);
    assert_eq!(codes(&reading), ["m.dmn rules-overlap"]);
    assert!(reading.systems.is_empty());
    assert_eq!(deciding("1", "<not-dmn/>").systems.len(), 0);
    let named = MODEL.replace("办理 时限", "name");
    assert_eq!(codes(&deciding("1", &named)), ["a name-clash"]);
}
