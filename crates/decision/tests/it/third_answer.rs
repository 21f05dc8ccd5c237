//! The third answer: unknown, because an input was not given, wherever the outcome really
//! depends on it and nowhere else.

use std::collections::BTreeSet;

use proptest::prelude::*;
use youwei_decision::model::{Case, Model};
use youwei_decision::value::Value;

use crate::feel::{evaluate, same};
use crate::models::{Table, case, decide, decision, definitions, input, literal, model};

fn third(given: &str) -> Case {
    Case {
        third_answer: true,
        ..case(given)
    }
}

/// The inputs that an answer depends on; none if it is known.
fn unknown(value: &Value) -> Option<BTreeSet<String>> {
    match value {
        Value::Unknown(missing) => Some(missing.0.iter().map(ToString::to_string).collect()),
        _ => None,
    }
}

fn check(model: &Model, name: &str, given: &str, expected: &str) {
    let found = decide(model, name, &third(given)).value;
    match expected.strip_prefix("unknown: ") {
        Some(names) => {
            let names = names.split('、').map(str::to_owned).collect();
            assert_eq!(
                unknown(&found),
                Some(names),
                "{name} {given}: {}",
                found.literal()
            );
        }
        None if expected == "null" => {
            assert!(found.is_null(), "{name} {given}: {}", found.literal());
        }
        None => {
            let expected = evaluate("{}", expected);
            assert!(
                same(&expected, &found),
                "{name} {given}: {}",
                found.literal()
            );
        }
    }
}

/// Expressions about a number, a number, a truth and a list; what is given; what comes of
/// it.
const EXPRESSIONS: &[(&str, &str, &str)] = &[
    ("数 + 1", "{}", "unknown: 数"),
    ("数 + 二", "{}", "unknown: 数、二"),
    ("数 + 二", "{数: 1}", "unknown: 二"),
    ("数 + 二", "{数: 1, 二: 2}", "3"),
    ("数 + null", "{}", "null"),
    ("数 < null", "{}", "null"),
    ("数 > 1 and false", "{}", "false"),
    ("false and 数 > 1", "{}", "false"),
    ("数 > 1 and true", "{}", "unknown: 数"),
    ("数 > 1 or true", "{}", "true"),
    ("真 or 数 > 1", "{真: true}", "true"),
    ("真 or 数 > 1", "{真: false}", "unknown: 数"),
    ("真 and 数 > 1", "{数: 1}", "false"),
    ("not(真)", "{}", "unknown: 真"),
    ("if 真 then 1 else 2", "{}", "unknown: 真"),
    ("if 真 then 1 else 1", "{}", "1"),
    ("if 真 then 数 else 二", "{}", "unknown: 数、二、真"),
    ("if 真 then 数 else 二", "{真: true, 二: 2}", "unknown: 数"),
    ("if 真 then 数 else 二", "{真: false, 二: 2}", "2"),
    ("if 真 then \"一样\" else \"一样\"", "{}", "\"一样\""),
    ("[数, 1][2]", "{}", "1"),
    ("[数, 1][1]", "{}", "unknown: 数"),
    ("count([数, 1])", "{}", "2"),
    ("sum([数, 1])", "{}", "unknown: 数"),
    ("{a: 数, b: 1}.b", "{}", "1"),
    ("{a: 数, b: 1}.a", "{}", "unknown: 数"),
    ("append([1], 数)[1]", "{}", "1"),
    ("reverse([数, 1])[1]", "{}", "1"),
    ("concatenate([数], [2])[2]", "{}", "2"),
    ("list contains([数, 1], 1)", "{}", "true"),
    ("list contains([数, 1], 2)", "{}", "unknown: 数"),
    ("all([数 > 1, false])", "{}", "false"),
    ("any([数 > 1, true])", "{}", "true"),
    ("any([数 > 1, false])", "{}", "unknown: 数"),
    ("some x in [数, 3] satisfies x = 3", "{}", "true"),
    ("every x in [数, 3] satisfies x = 4", "{}", "false"),
    ("every x in [数, 3] satisfies x = 3", "{}", "unknown: 数"),
    ("for x in [1, 2] return x", "{}", "[1, 2]"),
    ("(for x in [数, 2] return x + 1)[2]", "{}", "3"),
    ("for x in 列 return x", "{}", "unknown: 列"),
    ("列[1]", "{}", "unknown: 列"),
    ("count(列)", "{}", "unknown: 列"),
    ("数 in [1..3]", "{}", "unknown: 数"),
    ("2 in (数, 2)", "{}", "true"),
    ("3 in (数, 2)", "{}", "unknown: 数"),
    ("3 in [数, 2]", "{}", "unknown: 数"),
    ("2 in [数, 2]", "{}", "true"),
    ("数 between 1 and 3", "{}", "unknown: 数"),
    ("数 between 1 and 3", "{数: null}", "null"),
    ("5 between 数 and 3", "{}", "false"),
    ("数 instance of number", "{}", "unknown: 数"),
    ("数 = 数", "{}", "unknown: 数"),
    ("string length(string(数))", "{}", "unknown: 数"),
    ("get value({a: 数, b: 2}, \"b\")", "{}", "2"),
    ("(function(x, y) y)(数, 2)", "{}", "2"),
    ("(function(x: number, y: number) y)(数, 2)", "{}", "2"),
];

#[test]
fn an_expression_is_unknown_only_where_it_depends_on_what_is_missing() {
    for (text, given, expected) in EXPRESSIONS {
        let xml = definitions(&format!(
            "{}{}{}{}{}",
            input("数", "number"),
            input("二", "number"),
            input("真", "boolean"),
            input("列", ""),
            decision("答", "", &["数", "二", "真", "列"], &literal(text)),
        ));
        let model = model(&[&xml]);
        check(&model, "答", given, expected);
    }
}

#[test]
fn without_the_third_answer_what_is_missing_is_null() {
    let xml = definitions(&format!(
        "{}{}",
        input("数", "number"),
        decision(
            "答",
            "",
            &["数"],
            &literal("if 数 = null then \"空\" else \"有\"")
        ),
    ));
    let model = model(&[&xml]);
    assert_eq!(decide(&model, "答", &case("{}")).value.literal(), "\"空\"");
    assert!(unknown(&decide(&model, "答", &third("{}")).value).is_some());
}

#[test]
fn decisions_hand_on_what_they_depend_on() {
    let table = Table {
        hit: "U",
        inputs: &[
            ("收入", "number", ""),
            ("户籍", "string", r#""本市", "外地""#),
        ],
        outputs: &[("", "", "")],
        rules: &[
            &["< 1000", r#""本市""#, r#""全额""#],
            &["[1000..2000]", r#""本市""#, r#""半额""#],
            &["> 2000", r#""本市""#, r#""无""#],
            &["-", r#""外地""#, r#""无""#],
        ],
    };
    let xml = definitions(&format!(
        "{}{}{}{}{}{}",
        input("收入", "number"),
        input("户籍", "string"),
        input("人口", "number"),
        decision("低保", "string", &["收入", "户籍"], &table.xml()),
        decision(
            "通知",
            "string",
            &["@d_低保", "人口"],
            &literal("if 低保 = \"无\" then \"不予\" else \"准予\" + string(人口)")
        ),
        decision("再", "", &["@d_通知"], &literal("[通知, 1][2]")),
    ));
    let model = model(&[&xml]);
    for (name, given, expected) in [
        ("低保", "{}", "unknown: 收入、户籍"),
        ("低保", r#"{户籍: "外地"}"#, r#""无""#),
        ("低保", r#"{户籍: "本市"}"#, "unknown: 收入"),
        ("低保", "{收入: 3000}", r#""无""#),
        ("低保", "{收入: 500}", "unknown: 户籍"),
        ("低保", r#"{收入: null, 户籍: "本市"}"#, "null"),
        ("通知", r#"{户籍: "外地"}"#, r#""不予""#),
        ("通知", "{收入: 3000}", r#""不予""#),
        ("通知", r#"{收入: 500, 户籍: "本市"}"#, "unknown: 人口"),
        ("再", "{}", "1"),
    ] {
        check(&model, name, given, expected);
    }
}

const NUMBERS: [&str; 6] = ["-1", "0", "1", "2", "3", "4"];
const WORDS: [&str; 4] = ["\"甲\"", "\"乙\"", "\"丙\"", "\"别的\""];
const TRUTHS: [&str; 2] = ["true", "false"];

/// Columns: a number, a word, a truth, a number.
const DOMAINS: [&[&str]; 4] = [&NUMBERS, &WORDS, &TRUTHS, &NUMBERS];
const COLUMNS: [&str; 4] = ["数", "词", "真", "量"];

/// Cells that tell no more values apart than the domains have.
fn cell(column: usize) -> BoxedStrategy<&'static str> {
    let cells: &[&str] = match column {
        1 => &[
            "-",
            "-",
            "\"甲\"",
            "\"乙\"",
            "\"甲\", \"乙\"",
            "not(\"甲\")",
            "not(\"乙\", \"丙\")",
            "\"丙\"",
        ],
        2 => &["-", "-", "true", "false"],
        _ => &[
            "-", "-", "0", "< 2", ">= 2", "[0..3]", "(0..3)", "< 0, > 3", "not(1)", "1, 3", "<= 0",
        ],
    };
    prop::sample::select(cells.to_vec()).boxed()
}

pub(crate) fn rule() -> impl Strategy<Value = Vec<String>> {
    let answers = prop::sample::select(vec!["1", "2", "3", "1", "2", "null"]);
    (cell(0), cell(1), cell(2), cell(3), answers)
        .prop_map(|(a, b, c, d, answer)| [a, b, c, d, answer].map(str::to_owned).to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// What is not given is tried with every value of a domain that the cells cannot tell
    /// apart further: where all answers agree, that is the answer; else it is unknown,
    /// because of those inputs of which one alone can change it.
    #[test]
    fn a_table_is_unknown_where_trying_everything_says_so(
        hit in prop::sample::select(vec!["U", "F", "A", "P", "R", "O", "C", "C+", "C#", "C<"]),
        rules in prop::collection::vec(rule(), 1..6),
        default in any::<bool>(),
        given in prop::collection::vec((any::<bool>(), 0_usize..6), 4),
    ) {
        let rules: Vec<Vec<&str>> = rules.iter().map(|it| it.iter().map(String::as_str).collect()).collect();
        let rules: Vec<&[&str]> = rules.iter().map(Vec::as_slice).collect();
        let values = if matches!(hit, "P" | "O") { "3, 2, 1" } else { "" };
        let default = if default && !matches!(hit, "C+" | "C#" | "C<") { "9" } else { "" };
        let table = Table {
            hit,
            inputs: &[("数", "number", ""), ("词", "string", ""), ("真", "boolean", ""), ("量", "number", "")],
            outputs: &[("", values, default)],
            rules: &rules,
        };
        let xml = definitions(&format!(
            "{}{}{}{}{}",
            input("数", "number"), input("词", "string"), input("真", "boolean"), input("量", "number"),
            decision("答", "", &COLUMNS, &table.xml()),
        ));
        let model = model(&[&xml]);
        // All completions, as places in the domains.
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for (column, (is_given, place)) in given.iter().enumerate() {
            let domain = DOMAINS[column];
            let places: Vec<usize> = match is_given {
                true => vec![place % domain.len()],
                false => (0..domain.len()).collect(),
            };
            all = all
                .iter()
                .flat_map(|so_far| places.iter().map(move |at| [so_far.as_slice(), &[*at]].concat()))
                .collect();
        }
        let entry = |column: usize, at: usize| format!("{}: {}", COLUMNS[column], DOMAINS[column][at]);
        let answers: Vec<String> = all
            .iter()
            .map(|places| {
                let entries: Vec<_> = places.iter().enumerate().map(|(column, at)| entry(column, *at)).collect();
                decide(&model, "答", &case(&format!("{{{}}}", entries.join(", ")))).value.literal()
            })
            .collect();
        let mut matters = BTreeSet::new();
        for (one, answer) in all.iter().zip(&answers) {
            for (other, other_answer) in all.iter().zip(&answers) {
                let apart: Vec<_> = (0..4).filter(|at| one[*at] != other[*at]).collect();
                if let [column] = apart.as_slice() && answer != other_answer {
                    matters.insert(COLUMNS[*column].to_owned());
                }
            }
        }
        let entries: Vec<_> = (0..4).filter(|at| given[*at].0).map(|at| entry(at, all[0][at])).collect();
        let found = decide(&model, "答", &third(&format!("{{{}}}", entries.join(", ")))).value;
        let shown = format!("{hit} {entries:?} {rules:?}: {}", found.literal());
        if matters.is_empty() {
            prop_assert_eq!(found.literal(), answers[0].clone(), "{}", shown);
        } else {
            prop_assert_eq!(unknown(&found), Some(matters), "{}", shown);
        }
    }
}

fn expression() -> impl Strategy<Value = String> {
    let leaves = vec![
        "数", "数", "词", "真", "真", "量", "1", "2", "\"甲\"", "true", "false", "null", "[数, 2]",
        "[1, 3]",
    ];
    let leaf = prop::sample::select(leaves).prop_map(str::to_owned);
    let names: Vec<&str> = youwei_decision::builtin::names().collect();
    leaf.prop_recursive(4, 24, 3, move |inner| {
        let two = (inner.clone(), inner.clone()).boxed();
        let three = (inner.clone(), inner.clone(), inner.clone()).boxed();
        let sign = prop::sample::select(vec!["+", "*", "=", "!=", "<", ">=", "and", "or", "and", "or"]);
        let some = prop::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            4 => (two.clone(), sign).prop_map(|((a, b), sign)| format!("({a}) {sign} ({b})")),
            2 => three.clone().prop_map(|(a, b, c)| format!("if {a} then {b} else {c}")),
            3 => (prop::sample::select(names.clone()), some.clone()).prop_map(|(name, with)| format!("{name}({})", with.join(", "))),
            1 => some.prop_map(|items| format!("[{}]", items.join(", "))),
            1 => two.clone().prop_map(|(a, b)| format!("({a})[{b}]")),
            1 => two.clone().prop_map(|(a, b)| format!("({a})[item = ({b})]")),
            1 => three.clone().prop_map(|(a, b, c)| format!("({a}) in (({b}), < ({c}))")),
            1 => three.prop_map(|(a, b, c)| format!("({a}) between ({b}) and ({c})")),
            1 => two.clone().prop_map(|(a, b)| format!("some i in ({a}) satisfies i = ({b})")),
            1 => two.clone().prop_map(|(a, b)| format!("every i in ({a}) satisfies i = ({b})")),
            1 => two.clone().prop_map(|(a, b)| format!("{{a: {a}, b: {b}}}.b")),
            1 => two.clone().prop_map(|(a, b)| format!("(function(x, y) x)({a}, {b})")),
            1 => two.prop_map(|(a, b)| format!("for i in ({a}) return ({b})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// What is said to be known is so, whatever is given later.
    #[test]
    fn an_answer_that_is_known_stays(text in expression(), given in prop::collection::vec(any::<bool>(), 4)) {
        let xml = definitions(&format!(
            "{}{}{}{}{}",
            input("数", "number"), input("词", "string"), input("真", "boolean"), input("量", "number"),
            decision("答", "", &COLUMNS, &literal(&text)),
        ));
        let model = model(&[&xml]);
        let of = |places: &[usize], which: &dyn Fn(usize) -> bool| {
            let entries = places.iter().enumerate().filter(|(column, _)| which(*column));
            let entries: Vec<_> = entries.map(|(column, at)| format!("{}: {}", COLUMNS[column], DOMAINS[column][at % DOMAINS[column].len()])).collect();
            format!("{{{}}}", entries.join(", "))
        };
        let found = decide(&model, "答", &third(&of(&[2, 0, 0, 3], &|column| given[column]))).value;
        if found.missing().is_some() {
            return Ok(());
        }
        for later in [[2, 0, 0, 3], [0, 1, 1, 0], [1, 2, 0, 4], [3, 0, 1, 2], [5, 3, 1, 1]] {
            let places: Vec<usize> = (0..4).map(|at| if given[at] { [2, 0, 0, 3][at] } else { later[at] }).collect();
            let row = of(&places, &|_| true);
            let answer = decide(&model, "答", &case(&row)).value;
            prop_assert_eq!(found.literal(), answer.literal(), "{} {:?} {}", text, given, row);
        }
    }
}
