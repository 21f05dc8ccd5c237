//! What was not given makes the result unknown where it decides, and only there.

use super::{Case, run};

const CASES: &[Case] = &[
    ("abs", r#"["?x"]"#, "unknown(x)"),
    ("abs", r#"[["?x"]]"#, "unknown(x)"),
    ("sum", r#"[[1, "?x", "?y"]]"#, "unknown(x, y)"),
    ("sum", r#"["?x", 1, "?y"]"#, "unknown(x, y)"),
    // Null is refused whatever was not given.
    ("substring", r#"["?x", null]"#, "null"),
    ("sum", r#"["?x", "a"]"#, "null"),
    ("abs", r#"["?x", 1]"#, "null"),
    ("string", r#"[{"a": ["?x"]}]"#, "unknown(x)"),
    ("is", r#"[{"a": ["?x"]}, 1]"#, "unknown(x)"),
    ("count", r#"[[1, "?x"]]"#, "2"),
    ("count", r#"["?x"]"#, "unknown(x)"),
    ("append", r#"[[1], "?x"]"#, "[1, unknown(x)]"),
    ("append", r#"["?x", 1]"#, "unknown(x)"),
    ("concatenate", r#"[[1], ["?x"]]"#, "[1, unknown(x)]"),
    ("insert before", r#"[[1], 1, "?x"]"#, "[unknown(x), 1]"),
    ("insert before", r#"[[1], "?x", 1]"#, "unknown(x)"),
    ("remove", r#"[["?x", 2], 1]"#, "[2]"),
    ("sublist", r#"[["?x", 2], 2]"#, "[2]"),
    ("reverse", r#"[["?x", 2]]"#, "[2, unknown(x)]"),
    ("list replace", r#"[["?x", 2], 1, 1]"#, "[1, 2]"),
    ("flatten", r#"[["?x", [2]]]"#, "unknown(x)"),
    ("union", r#"[["?x"], [2]]"#, "unknown(x)"),
    ("list contains", r#"[[1, "?x"], 1]"#, "true"),
    ("list contains", r#"[[1, "?x"], 2]"#, "unknown(x)"),
    ("list contains", r#"[[1, "?x"], "?y"]"#, "unknown(x, y)"),
    ("list contains", r#"[[], "?y"]"#, "false"),
    ("all", r#"[["?x", false]]"#, "false"),
    ("all", r#"[["?x", true]]"#, "unknown(x)"),
    ("all", r#"["?x", false]"#, "false"),
    ("any", r#"[["?x", true]]"#, "true"),
    ("any", r#"[["?x", null]]"#, "unknown(x)"),
    ("get value", r#"[{"a": 1, "b": "?x"}, "a"]"#, "1"),
    ("get value", r#"[{"a": 1, "b": "?x"}, "b"]"#, "unknown(x)"),
    (
        "context put",
        r#"[{"a": 1}, "b", "?x"]"#,
        "{a: 1, b: unknown(x)}",
    ),
    (
        "context put",
        r#"[{"a": "?x"}, ["a", "b"], 1]"#,
        "unknown(x)",
    ),
    (
        "context",
        r#"[[{"key": "a", "value": "?x"}]]"#,
        "{a: unknown(x)}",
    ),
    ("context merge", r#"[[{"a": "?x"}, {"a": 1}]]"#, "{a: 1}"),
    (
        "get entries",
        r#"[{"a": "?x"}]"#,
        r#"[{key: "a", value: unknown(x)}]"#,
    ),
];

#[test]
fn what_was_not_given_spreads_only_where_it_decides() {
    run(CASES);
}
