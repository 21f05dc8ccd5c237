//! Decision tables: every hit policy and aggregation, one output and several, no match and
//! defaults, nulls, allowed values (DMN 1.5, clause 8.2).

use crate::feel::{evaluate, reason, same};
use crate::models::{Table, case, decide, decision, definitions, input, model};

/// A table of two inputs; each row is what is given and what comes of it, in FEEL, or
/// `null: ` and the kind of reason.
fn check(table: &Table<'_>, rows: &[(&str, &str)]) {
    let xml = definitions(&format!(
        "{}{}{}",
        input("入", "number"),
        input("类", "string"),
        decision("答", "", &["入", "类"], &table.xml())
    ));
    let model = model(&[&xml]);
    for (given, expected) in rows {
        for trace in [false, true] {
            let mut case = case(given);
            case.trace = trace;
            let found = decide(&model, "答", &case).value;
            let right = match expected.strip_prefix("null: ") {
                Some(why) => reason(&found) == why,
                None => same(&evaluate("{}", expected), &found),
            };
            assert!(
                right,
                "{} {given}: {} ({}), not {expected}",
                table.hit,
                found.literal(),
                reason(&found)
            );
        }
    }
}

const TWO: &[(&str, &str, &str)] = &[("入", "number", ""), ("类", "string", "")];
const ONE: &[(&str, &str, &str)] = &[("", "", "")];
const LEVELS: &[(&str, &str, &str)] = &[("", r#""高", "中", "低""#, "")];
const OVERLAPPING: &[&[&str]] = &[
    &["< 10", "-", r#""低""#],
    &["< 20", r#""甲""#, r#""中""#],
    &["< 30", "-", r#""高""#],
];
const EQUAL: &[&[&str]] = &[
    &["< 10", "-", r#""低""#],
    &["< 20", r#""甲""#, r#""低""#],
    &["[15..30]", r#""甲""#, r#""高""#],
];
const NUMBERS: &[&[&str]] = &[
    &["< 10", "-", "5"],
    &["< 20", r#""甲""#, "7"],
    &["< 30", "-", "-1"],
];
const PAIRS: &[(&str, &str, &str)] = &[("级", r#""高", "低""#, ""), ("额", "3, 2, 1", "")];
const OF_PAIRS: &[&[&str]] = &[
    &["< 10", "-", r#""低""#, "1"],
    &["< 20", r#""甲""#, r#""高""#, "2"],
    &["< 30", "-", r#""高""#, "3"],
];

#[test]
fn unique_takes_one_rule_and_no_more() {
    let table = Table {
        hit: "U",
        inputs: TWO,
        outputs: ONE,
        rules: OVERLAPPING,
    };
    check(
        &table,
        &[
            (r#"{入: 25, 类: "乙"}"#, r#""高""#),
            (r#"{入: 5, 类: "乙"}"#, "null: hit policy"),
            (r#"{入: 15, 类: "甲"}"#, "null: hit policy"),
            (r#"{入: 30, 类: "甲"}"#, "null: no rule"),
        ],
    );
    check(
        &Table { hit: "", ..table },
        &[(r#"{入: 5, 类: "乙"}"#, "null: hit policy")],
    );
}

#[test]
fn first_takes_the_first_rule() {
    check(
        &Table {
            hit: "F",
            inputs: TWO,
            outputs: ONE,
            rules: OVERLAPPING,
        },
        &[
            (r#"{入: 5, 类: "甲"}"#, r#""低""#),
            (r#"{入: 15, 类: "甲"}"#, r#""中""#),
            (r#"{入: 15, 类: "乙"}"#, r#""高""#),
            (r#"{入: 31, 类: "乙"}"#, "null: no rule"),
            (r#"{入: null, 类: "乙"}"#, "null: no rule"),
            (r#"{类: "乙"}"#, "null: no rule"),
            (r#"{入: 15, 类: null}"#, r#""高""#),
            (r#"{入: 15}"#, r#""高""#),
        ],
    );
}

#[test]
fn any_takes_rules_that_agree() {
    check(
        &Table {
            hit: "A",
            inputs: TWO,
            outputs: ONE,
            rules: EQUAL,
        },
        &[
            (r#"{入: 5, 类: "甲"}"#, r#""低""#),
            (r#"{入: 16, 类: "甲"}"#, "null: hit policy"),
            (r#"{入: 25, 类: "甲"}"#, r#""高""#),
            (r#"{入: 25, 类: "乙"}"#, "null: no rule"),
        ],
    );
}

#[test]
fn priority_takes_the_most_important_answer() {
    check(
        &Table {
            hit: "P",
            inputs: TWO,
            outputs: LEVELS,
            rules: OVERLAPPING,
        },
        &[
            (r#"{入: 5, 类: "甲"}"#, r#""高""#),
            (r#"{入: 25, 类: "甲"}"#, r#""高""#),
            (r#"{入: 30, 类: "甲"}"#, "null: no rule"),
        ],
    );
    check(
        &Table {
            hit: "P",
            inputs: TWO,
            outputs: PAIRS,
            rules: OF_PAIRS,
        },
        &[
            (r#"{入: 5, 类: "甲"}"#, r#"{级: "高", 额: 3}"#),
            (r#"{入: 5, 类: "乙"}"#, r#"{级: "高", 额: 3}"#),
        ],
    );
}

#[test]
fn lists_of_answers_have_the_order_of_the_policy() {
    let table = Table {
        hit: "R",
        inputs: TWO,
        outputs: LEVELS,
        rules: OVERLAPPING,
    };
    check(
        &table,
        &[
            (r#"{入: 5, 类: "甲"}"#, r#"["低", "中", "高"]"#),
            (r#"{入: 25, 类: "甲"}"#, r#"["高"]"#),
            (r#"{入: 30, 类: "甲"}"#, "null: no rule"),
        ],
    );
    check(
        &Table { hit: "O", ..table },
        &[(r#"{入: 5, 类: "甲"}"#, r#"["高", "中", "低"]"#)],
    );
    check(
        &Table {
            hit: "C",
            inputs: TWO,
            outputs: LEVELS,
            rules: OVERLAPPING,
        },
        &[(r#"{入: 15, 类: "甲"}"#, r#"["中", "高"]"#)],
    );
    let pairs = Table {
        hit: "O",
        inputs: TWO,
        outputs: PAIRS,
        rules: OF_PAIRS,
    };
    check(
        &pairs,
        &[(
            r#"{入: 5, 类: "甲"}"#,
            r#"[{级: "高", 额: 3}, {级: "高", 额: 2}, {级: "低", 额: 1}]"#,
        )],
    );
    check(
        &Table { hit: "R", ..pairs },
        &[(
            r#"{入: 5, 类: "乙"}"#,
            r#"[{级: "低", 额: 1}, {级: "高", 额: 3}]"#,
        )],
    );
}

#[test]
fn collected_answers_are_aggregated() {
    let of = |hit| Table {
        hit,
        inputs: TWO,
        outputs: ONE,
        rules: NUMBERS,
    };
    let all = r#"{入: 5, 类: "甲"}"#;
    let none = r#"{入: 30, 类: "甲"}"#;
    check(
        &of("C"),
        &[(all, "[5, 7, -1]"), (r#"{入: 25, 类: "甲"}"#, "[-1]")],
    );
    check(
        &of("C+"),
        &[
            (all, "11"),
            (r#"{入: 25, 类: "甲"}"#, "-1"),
            (none, "null: no rule"),
        ],
    );
    check(&of("C<"), &[(all, "-1"), (none, "null: no rule")]);
    check(&of("C>"), &[(all, "7"), (none, "null: no rule")]);
    check(&of("C#"), &[(all, "3"), (r#"{入: 15, 类: "乙"}"#, "1")]);
    // How many rules match, not how many answers differ: table 33 counts the outputs.
    let same: &[&[&str]] = &[&["< 10", "-", "5"], &["< 20", "-", "5"]];
    let table = Table {
        hit: "C#",
        inputs: TWO,
        outputs: ONE,
        rules: same,
    };
    check(&table, &[(all, "2")]);
    check(
        &Table {
            hit: "C+",
            inputs: TWO,
            outputs: ONE,
            rules: &[&["-", "-", r#"@"P1D""#], &["-", "-", r#"@"PT12H""#]],
        },
        &[(all, r#"@"PT36H""#)],
    );
    check(
        &Table {
            hit: "C>",
            inputs: TWO,
            outputs: ONE,
            rules: &[&["-", "-", r#""甲""#], &["-", "-", r#""乙""#]],
        },
        &[(all, r#""甲""#)],
    );
}

#[test]
fn defaults_answer_where_no_rule_does() {
    let one = &[("", "", r#""无""#)];
    for hit in ["U", "F", "A"] {
        check(
            &Table {
                hit,
                inputs: TWO,
                outputs: one,
                rules: EQUAL,
            },
            &[
                (r#"{入: 25, 类: "乙"}"#, r#""无""#),
                (r#"{入: 5, 类: "乙"}"#, r#""低""#),
            ],
        );
    }
    check(
        &Table {
            hit: "P",
            inputs: TWO,
            outputs: &[("", r#""高", "中", "低""#, r#""低""#)],
            rules: OVERLAPPING,
        },
        &[(r#"{入: 99, 类: "乙"}"#, r#""低""#)],
    );
    check(
        &Table {
            hit: "U",
            inputs: TWO,
            outputs: &[("级", "", r#""无""#), ("额", "", "0")],
            rules: &[&["< 10", "-", r#""低""#, "入 * 2"]],
        },
        &[
            (r#"{入: 5, 类: "乙"}"#, r#"{级: "低", 额: 10}"#),
            (r#"{入: 15, 类: "乙"}"#, r#"{级: "无", 额: 0}"#),
        ],
    );
}

#[test]
fn values_that_are_not_allowed_are_refused() {
    check(
        &Table {
            hit: "F",
            inputs: &[
                ("入", "number", "[0..100]"),
                ("类", "string", r#""甲", "乙""#),
            ],
            outputs: ONE,
            rules: OVERLAPPING,
        },
        &[
            (r#"{入: 5, 类: "甲"}"#, r#""低""#),
            (r#"{入: -1, 类: "甲"}"#, "null: not allowed"),
            (r#"{入: 5, 类: "丁"}"#, "null: not allowed"),
            (r#"{入: 5}"#, r#""低""#),
        ],
    );
}

#[test]
fn cells_may_name_inputs_and_work_things_out() {
    check(
        &Table {
            hit: "F",
            inputs: &[
                ("入 * 2", "number", ""),
                ("string length(类)", "number", ""),
            ],
            outputs: ONE,
            rules: &[
                &["< 入", "-", r#""负""#],
                &["? > 10 and ? < 20", "2", r#"类 + "！""#],
                &["null", "-", r#""空""#],
                &["not(10, 12)", "-", r#""非""#],
                &["-", "-", "null"],
            ],
        },
        &[
            (r#"{入: -1, 类: "甲"}"#, r#""负""#),
            (r#"{入: 6, 类: "甲乙"}"#, r#""甲乙！""#),
            (r#"{入: 6, 类: "甲"}"#, "null: written"),
            (r#"{入: 7, 类: "甲"}"#, r#""非""#),
            (r#"{类: "甲"}"#, r#""空""#),
        ],
    );
}

#[test]
fn a_table_without_inputs_answers_by_its_rules() {
    check(
        &Table {
            hit: "C",
            inputs: &[],
            outputs: ONE,
            rules: &[&["1"], &["2"]],
        },
        &[("{}", "[1, 2]")],
    );
}
