//! What is said about usual slips, and about texts that are too much.

use super::*;

#[test]
fn each_usual_slip_has_its_sentence() {
    let cases = [
        (
            "a == 1",
            "2..4: FEEL has no sign `==`",
            "equality is one `=`",
        ),
        ("a && b", "2..4: FEEL has no sign `&&`", "write `and`"),
        ("a || b", "2..4: FEEL has no sign `||`", "write `or`"),
        ("!a", "0..1: FEEL has no sign `!`", "not(…)"),
        ("a <> b", "2..4: FEEL has no sign `<>`", "write `!=`"),
        ("a ≥ 1", "2..5: `≥` is not a sign", "write `>=`"),
        ("a + 'text'", "4..5: FEEL has no sign `'`", "double quotes"),
        ("a = “文字”", "4..7: `“` is not a sign", "write `\"`"),
        ("sum（a）", "3..6: `（` is not a sign", "write `(`"),
        ("[a，b]", "2..5: `，` is not a sign", "write `,`"),
        ("{a：1}", "2..5: `：` is not a sign", "write `:`"),
        ("a＜b", "1..4: `＜` is not a sign", "write `<`"),
        ("a ＝ b", "2..5: `＝` is not a sign", "write `=`"),
        ("a × b", "2..4: `×` is not a sign", "write `*`"),
        ("a ^ 2", "2..3: FEEL has no sign `^`", "`**`"),
        ("5%", "1..2: FEEL has no sign `%`", "`0.05`"),
        (
            "if a b",
            "5..6: expected `then`, found `b`",
            "if condition then",
        ),
        (
            "if a then b",
            "11..11: expected `else`, found the end",
            "else null",
        ),
        ("\"abc", "0..1: this string never ends", "add `\"`"),
        ("1 + (a", "4..5: this `(` is never closed", "add `)`"),
        ("[1, 2", "0..1: this `[` is never closed", "add `]`"),
        ("1 /* 2", "2..4: this comment never ends", "add `*/`"),
        (
            "1 + then",
            "4..8: expected a value or a name, but `then` is a keyword",
            "rename",
        ),
        (
            "function(if) 1",
            "9..11: expected a value or a name, but `if` is a keyword",
            "rename",
        ),
        (
            "for x in a",
            "10..10: expected `return`, found the end",
            "for x in list return",
        ),
        ("a between 1", "11..11: expected `and`", "between 1 and 5"),
        ("(1, 2)", "2..3: a parenthesis holds one", "[a, b]"),
        (
            "f(a: 1, 2)",
            "8..9: this argument has no name",
            "name all or none",
        ),
        ("12abc", "2..5: `abc` follows the number", "do not start"),
        ("@2025", "0..1: `@` is followed by", "@\"2025-01-01\""),
        ("\"\\ud83d\"", "1..3: this escape stands for no", "a pair"),
        (
            "foo bar",
            "4..7: the expression is complete here, but `bar` follows",
            "several words",
        ),
        (
            "1 2",
            "2..3: the expression is complete here, but `2` follows",
            "operator",
        ),
    ];
    for (text, message, help) in cases {
        let error = parse_expression(text, &mut scope(&["a", "b", "f"])).unwrap_err();
        let span = format!("{}..{}: ", error.span.start, error.span.end);
        let said = format!("{span}{}", error.message.en);
        assert!(said.starts_with(message), "{text}: {said}");
        assert!(error.help.en.contains(help), "{text}: {}", error.help.en);
    }
}

#[test]
fn what_is_no_expression_is_refused() {
    let cases = [
        "",
        " ",
        "1 +",
        "a.",
        "a.1",
        "a)",
        "]",
        "[1..]",
        "[..2]",
        "[1,]",
        "{a: 1,}",
        "{a}",
        "{1: 2}",
        "f(1,)",
        "function(a,) 1",
        "for in x return 1",
        "x instance number",
        "x instance of",
        "a..b",
        "1..2",
        "@",
        "..",
        "return",
        "a in",
        "a in ()",
        "< ",
        "//",
        "\\",
        "#",
        "\0",
    ];
    for text in cases {
        let error = parse_expression(text, &mut scope(&["a"])).unwrap_err();
        assert_ne!(error.help.zh, "", "{text}");
    }
    for text in ["", ",", "1,", "not(", "- -", "<", "not(1) 2"] {
        assert!(
            parse_unary_tests(text, &mut scope(&["a"])).is_err(),
            "{text}"
        );
    }
}

#[test]
fn texts_that_are_too_much_are_refused_without_harm() {
    let many = 100_000;
    let hostile = [
        "(".repeat(many),
        "[".repeat(many),
        "{a:".repeat(many),
        "-".repeat(many),
        "if ".repeat(many),
        "a[".repeat(many),
        "a(".repeat(many),
        "a in (".repeat(many),
        "function()".repeat(many),
        "for x in ".repeat(many),
        format!("1{}", "+1".repeat(many)),
        format!("1{}", " and 1".repeat(many)),
        format!("a{}", ".a".repeat(many)),
        format!("a{}", "[1]".repeat(many)),
        format!("a{}", "()".repeat(many)),
        format!("a instance of {}", "list<".repeat(many)),
        format!("a instance of {}", "function<>->".repeat(many)),
        "x".repeat(TEXT_MAX + 1),
        format!("a{}", " in 1".repeat(many)),
    ];
    for text in hostile {
        let start: String = text.chars().take(20).collect();
        assert!(
            parse_expression(&text, &mut scope(&["a"])).is_err(),
            "{start}"
        );
    }
    assert!(parse_type(&"list<".repeat(many)).is_err());
}

#[test]
fn what_is_just_not_too_much_is_read_printed_and_dropped() {
    let nested = format!("{}1{}", "[".repeat(190), "]".repeat(190));
    assert_eq!(read(&nested, &[]), nested);
    let chain = format!("1{}", " + 1".repeat(HEIGHT_MAX as usize - 1));
    assert_eq!(read(&chain, &[]), chain);
    let list = format!("[1{}]", ", 1".repeat(100_000));
    assert_eq!(read(&list, &[]), list);
}
