//! What the program says of the rules of a table is so, and nothing is left unsaid: held
//! against trying every row.

use std::sync::Arc;

use proptest::prelude::*;
use youwei_decision::dmn::read::read;
use youwei_decision::model::{Case, Model};
use youwei_decision::number::Number;
use youwei_decision::trace::StepKind;
use youwei_decision::value::Value;

const STATES: [&str; 3] = ["在职", "失业", "退休"];

/// A model of one table over a number and an enumeration.
fn model(policy: &str, rules: &[(String, String, String)]) -> Model {
    let mut rows = String::new();
    for (age, state, answer) in rules {
        let cell = |it: &str| it.replace('<', "&lt;").replace('>', "&gt;");
        let (age, state) = (cell(age), cell(state));
        rows += &format!(
            "<rule><inputEntry><text>{age}</text></inputEntry>\
             <inputEntry><text>{state}</text></inputEntry>\
             <outputEntry><text>\"{answer}\"</text></outputEntry></rule>"
        );
    }
    let source = format!(
        r##"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="表" namespace="urn:t">
        <itemDefinition name="状况"><typeRef>string</typeRef><allowedValues><text>"在职","失业","退休"</text></allowedValues></itemDefinition>
        <inputData id="a" name="年龄"><variable name="年龄" typeRef="number"/></inputData>
        <inputData id="s" name="状态"><variable name="状态" typeRef="状况"/></inputData>
        <decision id="d" name="档次"><variable name="档次" typeRef="string"/>
        <informationRequirement><requiredInput href="#a"/></informationRequirement>
        <informationRequirement><requiredInput href="#s"/></informationRequirement>
        <decisionTable id="t" hitPolicy="{policy}">
        <input><inputExpression typeRef="number"><text>年龄</text></inputExpression></input>
        <input><inputExpression typeRef="状况"><text>状态</text></inputExpression></input>
        <output typeRef="string"/>{rows}</decisionTable></decision></definitions>"##
    );
    let (definitions, found) = read(source.as_bytes(), "表.dmn").unwrap();
    assert!(found.is_empty(), "{found:?}");
    Model::new(vec![Arc::new(definitions)])
}

/// The rules that match each row, and their answers.
fn tried(model: &Model) -> Vec<Vec<usize>> {
    let decision = model.node("档次").unwrap();
    let mut rows = Vec::new();
    // The cells have cuts at 0 to 4: between and beside them every value is alike.
    for half in -1..=9_i64 {
        for state in STATES {
            let age = Number::from(half).checked_div(Number::from(2_i64)).unwrap();
            let case = Case {
                given: [
                    ("年龄".into(), Value::Number(age)),
                    ("状态".into(), Value::from(state)),
                ]
                .into_iter()
                .collect(),
                trace: true,
                ..Case::default()
            };
            let answer = model.decide(decision, &case);
            let mut matched = None;
            let mut open = answer.steps;
            while let Some(step) = open.pop() {
                if let StepKind::Table(table) = step.kind {
                    let all = table.rules.iter().enumerate();
                    let held = all.filter(|(_, rule)| rule.cells.iter().all(Value::is_true));
                    matched = Some(held.map(|(at, _)| at).collect());
                }
                open.extend(step.parts);
            }
            rows.push(matched.unwrap());
        }
    }
    rows
}

fn age() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just("-".to_owned()),
        2 => (0..5).prop_map(|it| format!("< {it}")),
        2 => (0..5).prop_map(|it| format!(">= {it}")),
        1 => (0..5).prop_map(|it: i32| it.to_string()),
        1 => (0..5).prop_map(|it| format!("not({it})")),
        3 => (0..5_i32, 0..5_i32, any::<bool>(), any::<bool>()).prop_map(|(one, other, a, b)| {
            let (low, high) = (one.min(other), one.max(other));
            format!("{}{low}..{high}{}", if a { "[" } else { "(" }, if b { "]" } else { ")" })
        }),
        1 => (0..5_i32, 0..5_i32).prop_map(|(one, other)| format!("< {one}, > {other}")),
    ]
}

fn state() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just("-".to_owned()),
        3 => (0..3_usize).prop_map(|at| format!("\"{}\"", STATES[at])),
        1 => (0..3_usize).prop_map(|at| format!("not(\"{}\")", STATES[at])),
        1 => (0..3_usize, 0..3_usize)
            .prop_map(|(one, other)| format!("\"{}\", \"{}\"", STATES[one], STATES[other])),
    ]
}

fn rules() -> impl Strategy<Value = Vec<(String, String, String)>> {
    prop::collection::vec((age(), state(), "[甲乙]"), 1..7)
}

fn says(model: &Model, code: &str) -> bool {
    model.diagnostics.iter().any(|it| it.code == code)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn of_a_unique_table_gaps_and_overlaps_are_said_if_and_only_if_there_are_any(rules in rules()) {
        let model = model("UNIQUE", &rules);
        let rows = tried(&model);
        prop_assert_eq!(says(&model, "rules-gap"), rows.iter().any(Vec::is_empty));
        prop_assert_eq!(says(&model, "rules-overlap"), rows.iter().any(|it| it.len() > 1));
    }

    #[test]
    fn of_an_any_table_conflicts_are_said_if_and_only_if_answers_differ(rules in rules()) {
        let model = model("ANY", &rules);
        let conflict = tried(&model).iter().any(|matched| {
            matched.iter().any(|at| rules[*at].2 != rules[matched[0]].2)
        });
        prop_assert_eq!(says(&model, "rules-conflict"), conflict);
    }

    #[test]
    fn of_a_first_table_a_rule_is_masked_if_and_only_if_it_never_wins(rules in rules()) {
        let model = model("FIRST", &rules);
        let rows = tried(&model);
        let masked = (0..rules.len()).any(|rule| {
            let matches = rows.iter().any(|matched| matched.contains(&rule));
            matches && rows.iter().all(|matched| matched.first() != Some(&rule))
        });
        prop_assert_eq!(says(&model, "rule-masked"), masked);
        let never = (0..rules.len()).any(|rule| rows.iter().all(|it| !it.contains(&rule)));
        prop_assert_eq!(says(&model, "rule-never-matches"), never);
    }
}

#[test]
fn two_decisions_that_answer_the_same_question_differently_are_said() {
    let table = |id: &str, high: &str| {
        format!(
            r##"<decision id="{id}" name="{id}"><variable name="{id}" typeRef="string"/>
            <informationRequirement><requiredInput href="#a"/></informationRequirement>
            <decisionTable><input><inputExpression typeRef="number"><text>年龄</text></inputExpression></input>
            <output typeRef="string"><outputValues><text>"准","不准"</text></outputValues></output>
            <rule><inputEntry><text>&lt; {high}</text></inputEntry><outputEntry><text>"准"</text></outputEntry></rule>
            <rule><inputEntry><text>&gt;= {high}</text></inputEntry><outputEntry><text>"不准"</text></outputEntry></rule>
            </decisionTable></decision>"##
        )
    };
    let model = |one, other| {
        let source = format!(
            r#"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
            <inputData id="a" name="年龄"><variable name="年龄" typeRef="number"/></inputData>{}{}</definitions>"#,
            table("甲办法", one),
            table("乙办法", other)
        );
        let (definitions, _) = read(source.as_bytes(), "m.dmn").unwrap();
        Model::new(vec![Arc::new(definitions)])
    };
    let differ = model("60", "65");
    let said: Vec<_> = differ
        .diagnostics
        .iter()
        .filter(|it| it.code == "decisions-contradict")
        .collect();
    assert_eq!(said.len(), 1, "{:?}", differ.diagnostics);
    assert!(
        said[0].message.zh.contains("年龄 = 60"),
        "{}",
        said[0].message
    );
    assert!(!says(&model("60", "60"), "decisions-contradict"));
}
