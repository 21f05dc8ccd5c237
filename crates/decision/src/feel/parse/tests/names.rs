//! Names with spaces, signs and keywords in them.

use super::*;

#[test]
fn the_longest_name_in_scope_wins() {
    let names = [
        "a",
        "b",
        "a-b",
        "a+b",
        "a b",
        "Profit and loss",
        "in arrears",
        "x in arrears",
        "not eligible",
        "date of birth",
        "O'Neil’s rate",
        "50/50 rule",
        "rate (year)",
        "申请人",
        "申请人 收入",
        "利率",
        "金额（元）",
        "v1.2",
        "null value",
        "2024 sales",
        "it",
    ];
    let cases = [
        ("a-b", "<a-b>"),
        ("a - b", "(- <a> <b>)"),
        ("(a)-(b)", "(- <a> <b>)"),
        ("a+b*2", "(* <a+b> 2)"),
        ("a  \n b", "<a b>"),
        ("a bc", "the expression is complete here, but `bc` follows"),
        ("Profit  and\tloss + 1", "(+ <Profit and loss> 1)"),
        ("x in arrears", "<x in arrears>"),
        ("b in (in arrears)", "(in <b> <in arrears>)"),
        ("not eligible and a", "(and <not eligible> <a>)"),
        ("not(a)", "(call <not> <a>)"),
        ("date of birth", "<date of birth>"),
        ("date(a)", "(call <date> <a>)"),
        ("date and time(a)", "(call <date and time> <a>)"),
        ("date and a", "(and <date> <a>)"),
        ("O'Neil’s rate / 2", "(/ <O'Neil’s rate> 2)"),
        ("50/50 rule", "<50/50 rule>"),
        ("50/50", "(/ 50 50)"),
        ("rate (year)*2", "(* <rate (year)> 2)"),
        ("申请人+申请人 收入", "(+ <申请人> <申请人 收入>)"),
        ("金额（元）*利率", "(* <金额（元）> <利率>)"),
        ("v1.2 + 1", "(+ <v1.2> 1)"),
        ("v1.x", "(. <v1> <x>)"),
        ("null value", "<null value>"),
        ("null = null", "(= null null)"),
        ("2024 sales - 2024", "(- <2024 sales> 2024)"),
        ("item", "<item>"),
        (
            "string length(\"a\") + list replace(a, 1, 2)",
            "(+ (call <string length> \"a\") (call <list replace> <a> 1 2))",
        ),
        (
            "years and months duration(a, b)",
            "(call <years and months duration> <a> <b>)",
        ),
        ("unknown-b", "(- <unknown> <b>)"),
        ("𠮷野家 + 1", "(+ <𠮷野家> 1)"),
    ];
    for (text, expected) in cases {
        assert_eq!(shape(text, &names), expected, "{text}");
    }
}

#[test]
fn names_come_into_scope_where_they_are_declared() {
    let cases = [
        ("{a b: 1, c: a b + 1}.c", true),
        ("{a b: 1}.a b + 1", true),
        ("[{a b: 1, c: 2}][a b = 1].a b", true),
        ("[{a b: 1}][item.a b > 0]", true),
        ("{l: [{a-b: 1}], m: l[a-b = 1].a-b}", true),
        ("for x y in [1] return x y + 1", true),
        ("for x in [{a and b: 1}] return x.a and b", true),
        ("some x y in [1], z in x y satisfies x y > z", true),
        ("(function(a b: number) a b)(a b: 1)", true),
        ("(function(a) {b c: a})(1).b c", true),
        ("(if true then {b/c: 1} else null).b/c", true),
        ("a b", false),
        ("[1][a b]", false),
        ("{c: a b, a b: 1}", false),
        ("(for x y in [1] return 1) + x y", false),
    ];
    for (text, good) in cases {
        let mut scope = Scope::default();
        let tree = parse_expression(text, &mut scope);
        assert_eq!(tree.is_ok(), good, "{text}: {tree:?}");
        assert_eq!(scope.depth(), 0, "{text}");
    }
    let path = "{b/c: 1, b: 2}.b/c";
    assert_eq!(shape(path, &["c"]), "(. {b/c: 1, b: 2} <b/c>)");
    assert_eq!(shape("{b: 2}.b/c", &["c"]), "(/ (. {b: 2} <b>) <c>)");
}

#[test]
fn after_a_dot_types_then_members_then_words_decide() {
    let person = Type::context([
        ("in arrears".into(), Type::Boolean),
        ("a-b".into(), Type::Any),
    ]);
    let names = vec![
        ("p".into(), person.clone()),
        ("ps".into(), Type::list(person)),
        ("q".into(), Type::Any),
        ("b".into(), Type::Any),
    ];
    let members = ["Profit and loss", "x y", "x"].map(Name::from);
    let cases = [
        ("p.in arrears and b", "(and (. <p> <in arrears>) <b>)"),
        ("ps.a-b", "(. <ps> <a-b>)"),
        ("ps[in arrears]", "(filter <ps> <in arrears>)"),
        ("ps[1].a-b", "(. (filter <ps> 1) <a-b>)"),
        ("q.Profit and loss", "(. <q> <Profit and loss>)"),
        ("q.x y and b", "(and (. <q> <x y>) <b>)"),
        ("q.unknown words or b", "(or (. <q> <unknown words>) <b>)"),
        ("q.unknown-b", "(- (. <q> <unknown>) <b>)"),
        ("q.time offset", "(. <q> <time offset>)"),
        ("q . x . y", "(. (. <q> <x>) <y>)"),
    ];
    for (text, expected) in cases {
        let mut scope = Scope::new(names.clone(), members.clone().into());
        let tree = parse_expression(text, &mut scope).unwrap();
        assert_eq!(bracketed(&tree), expected, "{text}");
    }
}

#[test]
fn thousands_of_names_with_one_start_are_found() {
    let names: Vec<String> = (0..5_000).map(|it| format!("name {it}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut scope = scope(&names);
    for text in ["name 0", "name 7", "name 77", "name 4999", "name   499"] {
        let tree = parse_expression(text, &mut scope).unwrap();
        assert_eq!(tree.to_string(), *crate::feel::names::normal_name(text));
    }
    assert!(parse_expression("name 5000", &mut scope).is_err());
}
