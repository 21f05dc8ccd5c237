//! Models and parameters that are broken, one way each.

use crate::models::{Table, decision, definitions, file, input, knowledge, literal};

const DMN: &str = "https://www.omg.org/spec/DMN/20230324/MODEL/";

/// A model of one decision of two inputs with this logic.
pub(crate) fn one(of: &str, logic: &str) -> String {
    let inputs = [input("数", "number"), input("词", "string")].concat();
    definitions(&format!(
        "{inputs}{}",
        decision("答", of, &["数", "词"], logic)
    ))
}

pub(crate) fn feel(text: &str) -> String {
    one("", &literal(text))
}

pub(crate) fn table(hit: &str, rules: &[&[&str]]) -> String {
    let table = Table {
        hit,
        inputs: &[("数", "number", "[0..100]")],
        outputs: &[("", "\"甲\", \"乙\"", "")],
        rules,
    };
    one("string", &table.xml())
}

/// Codes, and a model of which each is said.
pub(crate) fn broken_models() -> Vec<(&'static str, String)> {
    let part = |elements: &str| definitions(elements);
    let in_decision = |logic: &str| part(&format!("<decision name='d'>{logic}</decision>"));
    let columns = |attributes: &str, outputs: &str, rest: &str| {
        in_decision(&format!(
            "<decisionTable {attributes}><input><inputExpression><text>1</text></inputExpression></input>{outputs}{rest}</decisionTable>"
        ))
    };
    let output = "<output/>";
    let rule = "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>";
    let twice = |name: &str, high: &str| {
        let table = Table {
            hit: "U",
            inputs: &[("数", "number", "")],
            outputs: &[("", "\"准\", \"不准\"", "")],
            rules: &[
                &[&format!("< {high}"), "\"准\""],
                &[&format!(">= {high}"), "\"不准\""],
            ],
        };
        decision(name, "string", &["数"], &table.xml())
    };
    vec![
        ("xml", "<a".to_owned()),
        ("not-dmn", "<a/>".to_owned()),
        ("doctype", format!("<!DOCTYPE d []>{}", part(""))),
        (
            "encoding",
            "<?xml version='1.0' encoding='甲骨'?><a/>".to_owned(),
        ),
        ("too-deep", part(&"<decision>".repeat(300))),
        (
            "too-many-attributes",
            part(&format!(
                "<decision{}/>",
                (0..200).map(|at| format!(" a{at}='1'")).collect::<String>()
            )),
        ),
        ("too-large", " ".repeat((32 << 20) + 1)),
        ("more", part(&"<decision/>".repeat(2_000))),
        ("unknown-element", part("<judgement/>")),
        ("no-name", part("<decision/>")),
        (
            "no-name",
            in_decision("<for><in><list/></in><return><list/></return></for>"),
        ),
        (
            "no-name",
            in_decision(
                "<context><contextEntry><list/></contextEntry><contextEntry><list/></contextEntry></context>",
            ),
        ),
        ("no-name", columns("", "<output/><output/>", "")),
        (
            "no-name",
            part(&format!("<import namespace='urn:x' importType='{DMN}'/>")),
        ),
        ("no-namespace", file(DMN, "", "")),
        ("no-namespace", part("<import name='x'/>")),
        (
            "import-not-found",
            part(&format!(
                "<import name='x' namespace='urn:x' importType='{DMN}'/>"
            )),
        ),
        ("missing-part", columns("", "", "")),
        (
            "missing-part",
            in_decision("<conditional><if/></conditional>"),
        ),
        ("no-expression", in_decision("")),
        ("no-expression", part("<businessKnowledgeModel name='k'/>")),
        (
            "bad-href",
            part(
                "<decision name='d'><informationRequirement><requiredInput href='#'/></informationRequirement></decision>",
            ),
        ),
        (
            "bad-href",
            part("<decision name='d'><informationRequirement/></decision>"),
        ),
        (
            "variable-name",
            part("<inputData name='a'><variable name='b'/></inputData>"),
        ),
        ("unknown-value", columns("hitPolicy='BEST'", output, rule)),
        (
            "duplicate-name",
            part("<inputData name='a'/><inputData name='a'/>"),
        ),
        (
            "duplicate-id",
            part("<inputData id='a' name='a'/><inputData id='a' name='b'/>"),
        ),
        (
            "not-supported",
            in_decision("<literalExpression><importedValues/></literalExpression>"),
        ),
        (
            "row-cells",
            in_decision("<relation><column name='a'/><row/></relation>"),
        ),
        ("no-rules", columns("", output, "")),
        (
            "aggregation-unused",
            columns("aggregation='SUM'", output, rule),
        ),
        ("rule-entries", columns("", output, "<rule/>")),
        (
            "unknown-reference",
            part(
                "<decision name='d'><informationRequirement><requiredInput href='#x'/></informationRequirement></decision>",
            ),
        ),
        (
            "unknown-reference",
            part(
                "<decision name='d'><informationRequirement><requiredInput href='urn:x#x'/></informationRequirement></decision>",
            ),
        ),
        (
            "circular-requirement",
            part(&format!(
                "{}{}",
                decision("甲", "", &["@d_乙"], &literal("1")),
                decision("乙", "", &["@d_甲"], &literal("1"))
            )),
        ),
        (
            "circular-type",
            part(
                "<itemDefinition name='T'><itemComponent name='a'><typeRef>T</typeRef></itemComponent></itemDefinition>",
            ),
        ),
        ("unknown-type", one("整数", &literal("1"))),
        ("unknown-type", feel("数 instance of 整数")),
        ("unknown-type", feel("function(x: 整数) x")),
        ("declared-type", one("string", &literal("1"))),
        ("declared-type", table("U", &[&["-", "1"]])),
        (
            "expression-language",
            in_decision(
                "<literalExpression expressionLanguage='python'><text>1</text></literalExpression>",
            ),
        ),
        ("syntax", feel("1 +")),
        ("unknown-name", feel("没有的")),
        ("unknown-name", in_decision(&literal("没有的"))),
        ("arguments", feel("abs()")),
        ("arguments", feel("abs(m: 1)")),
        ("arguments", feel("abs(\"一\")")),
        ("arguments", feel("abs(n: 1, n: 2)")),
        ("arguments", feel("{f: function(x) x, y: f(1, 2)}")),
        ("arguments", feel("{f: function(x) x, y: f(z: 2)}")),
        (
            "argument-type",
            feel("{f: function(x: number) x, y: f(\"一\")}"),
        ),
        ("not-a-function", feel("数(1)")),
        ("at-literal", feel("@\"昨天\"")),
        ("no-member", feel("数.整")),
        ("no-member", feel("date(\"2026-07-01\").yaer")),
        ("no-member", feel("{a: 1}.b")),
        ("filter-test", feel("[1][\"一\"]")),
        ("duplicate-entry", feel("{a: 1, a: 2}")),
        ("operands", feel("数 + 词")),
        ("operands", feel("数 < 词")),
        ("operands", feel("-词")),
        ("operands", feel("数 between 词 and 1")),
        ("operands", feel("[数..词]")),
        ("operands", feel("true * 2")),
        ("never-equal", feel("数 = 词")),
        ("not-boolean", feel("if 数 then 1 else 2")),
        ("impossible-test", feel("数 in (\"一\")")),
        (
            "rules-overlap",
            table("U", &[&["[0..50]", "\"甲\""], &["[50..100]", "\"乙\""]]),
        ),
        (
            "rules-conflict",
            table("A", &[&["[0..50]", "\"甲\""], &["[50..100]", "\"乙\""]]),
        ),
        ("rules-gap", table("U", &[&["[0..50]", "\"甲\""]])),
        (
            "rule-masked",
            table("F", &[&["-", "\"甲\""], &["[50..100]", "\"乙\""]]),
        ),
        (
            "rule-masked",
            table("P", &[&["-", "\"甲\""], &["[50..100]", "\"乙\""]]),
        ),
        (
            "rule-never-matches",
            table("U", &[&["[0..100]", "\"甲\""], &["> 100", "\"乙\""]]),
        ),
        (
            "decisions-contradict",
            part(&format!(
                "{}{}{}",
                input("数", "number"),
                twice("甲", "60"),
                twice("乙", "65")
            )),
        ),
        // More of a kind than are said one by one.
        ("rules-overlap", table("U", &[&["-", "\"甲\""][..]; 12])),
        (
            "arguments",
            part(&format!(
                "{}{}",
                knowledge("用", &[], &[("x", "number")], &literal("x")),
                decision("答", "", &["!b_用"], &literal("用()"))
            )),
        ),
    ]
}

/// Codes, and a file of parameters of which each is said.
pub(crate) fn broken_parameters() -> Vec<(&'static str, String)> {
    let head = "case_date = \"d\"\n[p]\nlabel = { zh = \"甲\", en = \"a\" }\nunit = \"\"\n";
    let value =
        |it: &str| format!("{head}values = [{{ from = 2025-01-01, {it}, source = \"s\" }}]");
    let dated = "{ from = 2025-01-01, value = 1, source = \"s\" }";
    vec![
        ("toml", "case_date =".to_owned()),
        ("missing-entry", String::new()),
        ("entry-kind", "case_date = 1".to_owned()),
        (
            "unknown-entry",
            format!("{head}more = 1\nvalues = [{dated}]"),
        ),
        ("one-value", value("value = 1, feel = \"1\"")),
        ("feel", value("feel = \"1 +\"")),
        ("feel", value("feel = \"null\"")),
        ("feel", value("feel = \"1 / 0\"")),
        ("day-order", format!("{head}values = [{dated}, {dated}]")),
        (
            "twice",
            format!(
                "{head}values = [{dated}]\n[\"p \"]\nlabel = {{ zh = \"甲\", en = \"a\" }}\nunit = \"\"\nvalues = [{dated}]"
            ),
        ),
    ]
}
