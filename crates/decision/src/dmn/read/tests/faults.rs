//! What is wrong with a model is said, all at once, at the words at fault.

use super::{faults, model, take};
use crate::diagnostic::Severity::{Error, Note, Warning};

#[test]
fn each_fault_is_found_where_it_stands() {
    let table = |attributes: &str, inside: &str| {
        format!(
            "<decision name='d'><decisionTable {attributes}>{inside}</decisionTable></decision>"
        )
    };
    let cell = "<inputEntry><text>-</text></inputEntry>";
    let input = "<input><inputExpression><text>x</text></inputExpression></input>";
    let answer = "<outputEntry><text>1</text></outputEntry>";
    for (body, expected) in [
        ("<decision id='a' name='d'/>".to_owned(), vec![(Note, "no-expression", "<decision id='a' name='d'/>")]),
        ("<inputData id='a'/>".to_owned(), vec![(Error, "no-name", "<inputData id='a'/>")]),
        ("<inputData name=' '/>".to_owned(), vec![(Error, "no-name", "<inputData name=' '/>")]),
        ("<inputDate name='a'/>".to_owned(), vec![(Note, "unknown-element", "<inputDate name='a'/>")]),
        ("<x xmlns=''/>".to_owned(), vec![(Note, "unknown-element", "<x xmlns=''/>")]),
        ("<inputData id='a' name='x'/><inputData id='a' name='y'/>".to_owned(), vec![(Error, "duplicate-id", "a")]),
        ("<inputData name='收入'/><inputData name='收入 '/>".to_owned(), vec![(Error, "duplicate-name", "收入")]),
        ("<itemDefinition name='t'/><itemDefinition name='t'/>".to_owned(), vec![(Error, "duplicate-name", "t")]),
        ("<inputData name='a'><variable name='b'/></inputData>".to_owned(), vec![(Warning, "variable-name", "b")]),
        ("<import name='a'/>".to_owned(), vec![(Error, "no-namespace", "<import name='a'/>")]),
        (
            "<decision name='d'><informationRequirement><requiredInput href='urn:m#'/></informationRequirement><list/></decision>".to_owned(),
            vec![(Error, "bad-href", "urn:m#")],
        ),
        (
            "<decision name='d'><informationRequirement/><list/></decision>".to_owned(),
            vec![(Error, "bad-href", "<informationRequirement/>")],
        ),
        (
            table("hitPolicy='BEST'", &format!("<output/><rule>{answer}</rule>")),
            vec![(Error, "unknown-value", "BEST")],
        ),
        (
            table("aggregation='SUM'", &format!("<output/><rule>{answer}</rule>")),
            vec![(Warning, "aggregation-unused", "<decisionTable aggregation='SUM'>")],
        ),
        (table("", "<output/>"), vec![(Warning, "no-rules", "<decisionTable >")]),
        (
            table("", &format!("{input}<output/><rule id='r'>{cell}{cell}{answer}</rule><rule>{cell}</rule>")),
            vec![(Error, "rule-entries", "<rule id='r'>"), (Error, "rule-entries", "<rule>")],
        ),
        (
            table("", &format!("<output name='a'/><output/><rule>{answer}{answer}</rule>")),
            vec![(Error, "no-name", "<output/>")],
        ),
        (
            "<decision name='d'><relation><column name='x'/><row/></relation></decision>".to_owned(),
            vec![(Error, "row-cells", "<row/>")],
        ),
        (
            "<decision name='d'><filter><in/></filter></decision>".to_owned(),
            vec![(Error, "missing-part", "<filter>"), (Error, "missing-part", "<in/>")],
        ),
        (
            "<decision name='d'><for><in><list/></in><return><list/></return></for></decision>".to_owned(),
            vec![(Error, "no-name", "<for>")],
        ),
        (
            "<decision name='d'><functionDefinition><formalParameter name='a'/><formalParameter name='a'/><list/></functionDefinition></decision>".to_owned(),
            vec![(Error, "duplicate-name", "a")],
        ),
        (
            "<decision name='d'><literalExpression><importedValues><importedElement>x</importedElement></importedValues></literalExpression></decision>".to_owned(),
            vec![(Warning, "not-supported", "<importedValues>")],
        ),
        (
            "<decision name='d'><context><contextEntry><list/></contextEntry><contextEntry><variable name='a'/><list/></contextEntry></context></decision>".to_owned(),
            vec![(Error, "no-name", "<contextEntry>")],
        ),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(severity, code, words)| (severity, code, words.to_owned()))
            .collect();
        assert_eq!(faults(&body), expected, "{body}");
    }
}

#[test]
fn a_fault_names_the_nearest_element_and_the_first_of_two() {
    let text = model("\n<decision id='d1' name='档次'><list id='d1'/></decision>");
    let (_, found) = take(&text);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].severity, found[0].code),
        (Warning, "duplicate-id")
    );
    assert_eq!(found[0].element_name.as_deref(), Some("档次"));
    assert_eq!(found[0].notes[0].zh, "第一次在第 2 行第 15 列。");
}

#[test]
fn a_model_without_name_or_namespace_is_still_read() {
    let uri = crate::dmn::raw::Version::V1_5.namespace();
    let (_, found) = take(&format!("<definitions xmlns='{uri}'/>"));
    let codes: Vec<_> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["no-name", "no-namespace"]);
}
