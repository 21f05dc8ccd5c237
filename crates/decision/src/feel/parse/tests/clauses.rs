//! Each rule of the grammar.

use super::*;

#[test]
fn operators_bind_as_the_grammar_orders_them() {
    let cases = [
        ("1 + 2 * 3", "(+ 1 (* 2 3))"),
        ("1 - 2 - 3", "(- (- 1 2) 3)"),
        ("3 ** 4 ** 5", "(** (** 3 4) 5)"),
        ("-3 ** 2", "(** (- 3) 2)"),
        ("2 ** -a", "(** 2 (- <a>))"),
        ("--10", "(- (- 10))"),
        ("a or b and c", "(or <a> (and <b> <c>))"),
        ("a = b and c != d", "(and (= <a> <b>) (!= <c> <d>))"),
        ("a < b = c", "(= (< <a> <b>) <c>)"),
        ("a between 1 and 2 and b", "(and (between <a> 1 2) <b>)"),
        (
            "a between 1 + 1 and 2 * 3 or b",
            "(or (between <a> (+ 1 1) (* 2 3)) <b>)",
        ),
        ("-1 instance of number", "(instance (- 1) number)"),
        ("-a instance of number", "(- (instance <a> number))"),
        ("1 + a instance of number", "(+ 1 (instance <a> number))"),
        ("(a + b) * c", "(* (+ <a> <b>) <c>)"),
        ("(a)-(b)", "(- <a> <b>)"),
        ("a**-b.c", "(** <a> (- (. <b> <c>)))"),
        ("a.b[c](d).e", "(. (call (filter (. <a> <b>) <c>) <d>) <e>)"),
        ("a(1)(2)", "(call (call <a> 1) 2)"),
        ("\"abs\"(-1)", "(call \"abs\" (- 1))"),
        ("null.b", "(. null <b>)"),
        ("1 + /* 1 + */ 1 // one", "(+ 1 1)"),
        ("// first\n1\u{3000}+\u{A0}1", "(+ 1 1)"),
    ];
    for (text, expected) in cases {
        assert_eq!(shape(text, &["a", "b", "c", "d"]), expected, "{text}");
    }
}

#[test]
fn what_stands_after_in_is_a_test_or_a_list_of_tests() {
    let cases = [
        ("a in 1", "(in <a> 1)"),
        ("a in (1)", "(in <a> 1)"),
        ("a in (1, < 5, >=10)", "(in <a> 1 (test < 5) (test >= 10))"),
        ("a in !=\"b\"", "(in <a> (test != \"b\"))"),
        ("a in (=1)", "(in <a> (test = 1))"),
        ("a in [1, 2]", "(in <a> [1, 2])"),
        ("a in [1..2)", "(in <a> [1..2))"),
        ("a in (1..2] and b", "(and (in <a> (1..2]) <b>)"),
        ("a in ]1..2[ and b", "(and (in <a> (1..2)) <b>)"),
        ("a in (b + c) * 2", "(in <a> (* (+ <b> <c>) 2))"),
        ("a in (b).c", "(in <a> (. <b> <c>))"),
        ("a in ([1..2], [3..4[)", "(in <a> [1..2] [3..4))"),
        ("a in < b + 1 or c", "(or (in <a> (test < (+ <b> 1))) <c>)"),
        ("a in ((1..2), 3)", "(in <a> (1..2) 3)"),
    ];
    for (text, expected) in cases {
        assert_eq!(shape(text, &["a", "b", "c"]), expected, "{text}");
    }
}

#[test]
fn every_kind_of_expression_is_printed_as_it_is_read() {
    let texts = [
        "null",
        "true",
        "12.5",
        "@\"2025-01-01\"",
        "if a then b else c",
        "for x in a, y in 1..x return x + y",
        "for x in a return sum(partial) + x",
        "some x in a satisfies x > 1",
        "every x in a, y in x satisfies y = x",
        "function() 1",
        "function(x: number, y) x + y",
        "function(x: list<string>) external {java: {class: \"a.B\"}}",
        "function(x) function(y) x * y",
        "{}",
        "{a: 1, \"b c!\": 2, foo bar: {d: a}}",
        "[]",
        "[1, < 2, [3..4]]",
        "[a..b]",
        "(a..b)",
        "< 5",
        "a[item > 1]",
        "a instance of date and time",
        "a instance of years and months duration",
        "a instance of list<context<x: string, y z: range<date>>>",
        "a instance of function<> -> Any",
        "a instance of function<number, string> -> list<Any>",
        "a instance of other model.tPerson",
        "a instance of tPerson and b",
        "substring(string: \"abc\", start position: 2)",
        "date and time(\"2025-01-01T00:00:00\").time offset",
        "[1..2].start included and true",
    ];
    for text in texts {
        assert_eq!(read(text, &["a", "b", "c"]), text);
    }
}

#[test]
fn other_ways_to_write_come_out_canonical() {
    let cases = [
        (".5", "0.5"),
        ("1.50", "1.5"),
        ("1.2e3", "1200"),
        ("1E-2", "0.01"),
        ("((a))", "a"),
        ("]1..2[", "(1..2)"),
        ("[a..b[", "[a..b)"),
        ("[1..a[b]]", "[1..(a[b])]"),
        ("[ ]1..2], [] ]", "[(1..2], []]"),
        ("[ ].a + []()[1]", "[].a + []()[1]"),
        ("[1..a[.5]]", "[1..(a[0.5])]"),
        ("@ \"P1D\"", "@\"P1D\""),
        ("{🐎: 1}", "{🐎: 1}"),
        ("{金额（元）: 1}", "{\"金额（元）\": 1}"),
        ("{\"\": 1, if: 2}", "{\"\": 1, if: 2}"),
        (
            "a instance of function<>->Any",
            "a instance of function<> -> Any",
        ),
        ("( < 5 )", "< 5"),
        ("function(external) external", "function(external) external"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text, &["a", "b"]), expected, "{text}");
    }
}

#[test]
fn escapes_stand_for_their_characters() {
    use crate::feel::ast::Kind;
    let cases = [
        (r#""\n\r\t\"\'\\""#, "\n\r\t\"'\\"),
        (r#""\u4E2D\u6587""#, "中文"),
        (r#""\U01F40E""#, "🐎"),
        (r#""\ud83d\uDC0e!""#, "🐎!"),
        (r#""\\u0009""#, "\\u0009"),
        (r#""\s\d""#, "\\s\\d"),
        ("\"two\nlines\"", "two\nlines"),
    ];
    for (text, expected) in cases {
        let tree = parse_expression(text, &mut Scope::default()).unwrap();
        assert_eq!(tree.kind, Kind::String(expected.into()), "{text}");
    }
}

#[test]
fn unary_tests_have_their_own_forms() {
    let cases = [
        ("-", "-"),
        (" - ", "-"),
        ("-1", "-1"),
        ("<18,>=60", "< 18, >= 60"),
        ("not(1, 2)", "not(1, 2)"),
        ("not( \"a\" )", "not(\"a\")"),
        ("not(a) and b", "not(a) and b"),
        ("(not(a))", "(not(a))"),
        ("not eligible", "not eligible"),
        ("? > 5 and ? < 10", "? > 5 and ? < 10"),
        ("[1..2], null", "[1..2], null"),
        ("ends with(?, \"x\")", "ends with(?, \"x\")"),
        ("?.a b", "?.a b"),
        ("= 5, != 6", "= 5, != 6"),
    ];
    for (text, expected) in cases {
        let mut scope = scope(&["a", "b", "not eligible"]);
        let tests = parse_unary_tests(text, &mut scope).unwrap();
        assert_eq!(tests.to_string(), expected, "{text}");
        assert_eq!(scope.depth(), 3, "{text}");
    }
}

#[test]
fn types_alone_may_have_any_names() {
    let cases = [
        "number",
        "Profit and loss",
        "other.tPerson",
        "list<Profit and loss>",
        "context<a b: in arrears, c: 金额（元）>",
        "function<a, b> -> range<date and time>",
    ];
    for text in cases {
        assert_eq!(parse_type(text).unwrap().to_string(), text);
    }
    for text in ["", "list<", "list<a> b", "context<a>", "function<a>"] {
        assert!(parse_type(text).is_err(), "{text}");
    }
}

#[test]
fn spans_are_where_things_stand() {
    let text = "  foo( 1 + 22 ) . bar ";
    let tree = parse_expression(text, &mut scope(&["foo"])).unwrap();
    assert_eq!((tree.span.start, tree.span.end), (2, 21));
    let crate::feel::ast::Kind::Path(call, _) = &tree.kind else {
        panic!("{tree}");
    };
    assert_eq!((call.span.start, call.span.end), (2, 15));
}
