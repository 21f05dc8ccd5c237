//! What holds of every expression: it has a value or a reason, of the type that was
//! promised, the same each time, however it is printed.

use proptest::prelude::*;
use youwei_decision::builtin;
use youwei_decision::feel::parse_expression;
use youwei_decision::feel::scope::Scope;
use youwei_decision::limits::Limits;
use youwei_decision::trace::StepKind;
use youwei_decision::types::Type;
use youwei_decision::value::Value;

use crate::feel::{Typed, resolve};
use crate::models::{Table, case, decide, decision, definitions, input, model};
use crate::third_answer::rule;

/// What the expressions speak of: something of every kind.
const GIVEN: &str = r#"{数: 3.5, 文: "低保", 真: true, 日: @"2025-01-31", 刻: @"10:30:00+08:00",
    时: @"2025-01-31T10:30:00Z", 天: @"P3DT4H", 月: @"P14M", 空: null, 列: [3, 1, null, 2],
    人: [{名: "甲", 龄: 60}, {名: "乙", 龄: 35, 残: true}], 户: {主: {名: "甲", 龄: 60}, 人 口: 3},
    段: [1..10), 杂: [1, "一", [2], {龄: 3}], 倍: function(x: number) x * 2, 任: function(a, b) [a, b]}"#;

const LEAVES: &[&str] = &[
    "数",
    "文",
    "真",
    "日",
    "刻",
    "时",
    "天",
    "月",
    "空",
    "列",
    "人",
    "户",
    "段",
    "杂",
    "倍",
    "任",
    "0",
    "1",
    "-2",
    "2.5",
    "1e30",
    "\"\"",
    "\"一\"",
    "\"a b\"",
    "true",
    "false",
    "null",
    "[]",
    "{}",
    "@\"2024-02-29\"",
    "@\"PT1H\"",
    "@\"P1Y\"",
    "@\"08:00:00\"",
    "[1..3]",
    "(< 5)",
    "[\"a\"..\"c\"]",
    "function(x, y) x < y",
    "户.人 口",
    "人.龄",
    "人.残",
    "[@\"2025-01-01\"..@\"2025-12-31\"]",
    "function(项: number, y: Any) [项, y]",
    "sum",
    "没有",
];

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(LEAVES.to_vec()).prop_map(str::to_owned);
    let names: Vec<&str> = builtin::names().collect();
    leaf.prop_recursive(5, 40, 4, move |inner| {
        let two = (inner.clone(), inner.clone()).boxed();
        let three = (inner.clone(), inner.clone(), inner.clone()).boxed();
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or",
        ]);
        let of = prop::sample::select(vec![
            "number", "string", "list", "list<number>", "context", "context<龄: number>", "Any", "date",
            "range<number>", "function<number> -> number", "date and time", "list<context<名: string>>",
        ]);
        let member = prop::sample::select(vec!["龄", "名", "残", "year", "days", "start", "主", "seconds", "key"]);
        let arguments = prop::collection::vec(inner.clone(), 0..4);
        let builtins = prop::sample::select(names.clone());
        prop_oneof![
            3 => (two.clone(), operator).prop_map(|((a, b), sign)| format!("({a}) {sign} ({b})")),
            4 => (builtins, arguments.clone()).prop_map(|(name, with)| format!("{name}({})", with.join(", "))),
            1 => inner.clone().prop_map(|it| format!("-({it})")),
            2 => two.clone().prop_map(|(it, by)| format!("({it})[{by}]")),
            1 => inner.clone().prop_map(|it| format!("({it})[龄 > 40]")),
            1 => inner.clone().prop_map(|it| format!("({it})[item > 1]")),
            2 => (inner.clone(), member).prop_map(|(it, name)| format!("({it}).{name}")),
            1 => three.clone().prop_map(|(a, b, c)| format!("if {a} then {b} else {c}")),
            1 => three.clone().prop_map(|(a, b, c)| format!("({a}) between ({b}) and ({c})")),
            1 => two.clone().prop_map(|(a, b)| format!("({a}) in ({b})")),
            1 => three.clone().prop_map(|(a, b, c)| format!("({a}) in (< ({b}), ({c}))")),
            1 => two.clone().prop_map(|(a, b)| format!("for i in ({a}) return ({b})")),
            1 => inner.clone().prop_map(|a| format!("for i in 1..3 return [i, ({a}), count(partial)]")),
            1 => two.clone().prop_map(|(a, b)| format!("some i in ({a}) satisfies ({b})")),
            1 => two.clone().prop_map(|(a, b)| format!("every i in ({a}) satisfies i = ({b})")),
            1 => arguments.clone().prop_map(|items| format!("[{}]", items.join(", "))),
            1 => two.clone().prop_map(|(a, b)| format!("{{龄: {a}, k: [龄, {b}]}}")),
            1 => two.clone().prop_map(|(a, b)| format!("[({a})..({b})]")),
            1 => (inner.clone(), of.clone()).prop_map(|(a, of)| format!("({a}) instance of {of}")),
            1 => two.clone().prop_map(|(a, b)| format!("{{f: function(龄) ({a}), r: f({b})}}.r")),
            1 => (two.clone(), of).prop_map(|((a, b), of)| format!("{{f: function(x: {of}) [x, ({a})], r: f({b})}}.r")),
            1 => (inner.clone(), arguments).prop_map(|(f, with)| format!("({f})({})", with.join(", "))),
        ]
    })
}

fn limits() -> Limits {
    Limits {
        steps_max: 100_000,
        items_max: 100_000,
        ..Limits::default()
    }
}

/// Resolved twice, so that functions are the same value.
fn value(typed: &Typed) -> Value {
    typed.value(&limits())
}

/// Where a value lies that is not of the type that was promised.
fn broken(of: &Type, value: &Value) -> Option<String> {
    (!of.accepts(value)).then(|| format!("{} is no {of}", value.literal()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn types_promised_are_types_delivered(text in expression()) {
        let typed = resolve(GIVEN, &text);
        let found = value(&typed);
        prop_assert_eq!(broken(&typed.expr.of, &found), None, "{}", text);
    }

    #[test]
    fn a_value_is_the_same_each_time_and_however_it_is_printed(text in expression()) {
        let typed = resolve(GIVEN, &text);
        let once = value(&typed).literal();
        prop_assert_eq!(&value(&typed).literal(), &once, "{}", &text);
        let Value::Context(given) = crate::feel::evaluate("{}", GIVEN) else {
            return Err(TestCaseError::fail("the context is none"));
        };
        let names = given.iter().map(|(name, value)| (name.clone(), Type::of(value)));
        let mut scope = Scope::new(names.collect(), Default::default());
        if let Ok(tree) = parse_expression(&text, &mut scope) {
            let printed = tree.to_string();
            let again = value(&resolve(GIVEN, &printed)).literal();
            prop_assert_eq!(again, once, "{}\n{}", text, printed);
        }
    }

    #[test]
    fn what_is_null_says_why(text in expression()) {
        let typed = resolve(GIVEN, &text);
        if let Value::Null(null) = value(&typed)
            && let Some(reason) = null.reason()
        {
            let sentence = reason.why.sentence();
            prop_assert!(!sentence.zh.is_empty() && !sentence.en.is_empty(), "{}", text);
        }
    }

    #[test]
    fn any_words_are_worked_out_or_refused(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "数", "人", "户", "文", "in", "and", "(", ")", "[", "]", "{", "}", ":", ",", "..", ".", "-",
                "*", "if", "then", "else", "for", "return", "1", "\"一\"", "@\"P1D\"", "function(x)", "<",
                "instance of", "list", "some", "satisfies", "，", "?", "not", "count(", "龄", "i", "=", "null",
            ]),
            0..16,
        ),
    ) {
        let text = words.join(" ");
        let typed = resolve(GIVEN, &text);
        let found = value(&typed);
        prop_assert_eq!(broken(&typed.expr.of, &found), None, "{}", text);
    }

    #[test]
    fn any_tests_are_worked_out_or_refused(text in expression(), tested in expression(), sign in 0..4) {
        let text = match sign {
            0 => text,
            1 => format!("< {text}"),
            2 => format!("not({text})"),
            _ => format!("({text}), [1..{text}]"),
        };
        let found = crate::feel::test(GIVEN, &text, &tested);
        prop_assert!(matches!(found, Value::Boolean(_) | Value::Null(_)), "{} {} {}", text, tested, found.literal());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// The rules that a trace says fired have the answer in them.
    #[test]
    fn the_rules_that_fired_give_the_answer(
        hit in prop::sample::select(vec!["U", "F", "A", "P", "R", "O", "C"]),
        rules in prop::collection::vec(rule(), 1..6),
        row in (-1..5_i32, 0..3_usize, any::<bool>(), -1..5_i32),
    ) {
        let rules: Vec<Vec<&str>> = rules.iter().map(|it| it.iter().map(String::as_str).collect()).collect();
        let rules: Vec<&[&str]> = rules.iter().map(Vec::as_slice).collect();
        let values = if matches!(hit, "P" | "O") { "3, 2, 1" } else { "" };
        let table = Table {
            hit,
            inputs: &[("数", "number", ""), ("词", "string", ""), ("真", "boolean", ""), ("量", "number", "")],
            outputs: &[("", values, "")],
            rules: &rules,
        };
        let xml = definitions(&format!(
            "{}{}{}{}{}",
            input("数", "number"), input("词", "string"), input("真", "boolean"), input("量", "number"),
            decision("答", "", &["数", "词", "真", "量"], &table.xml()),
        ));
        let words = ["甲", "乙", "丁"];
        let given = format!("{{数: {}, 词: \"{}\", 真: {}, 量: {}}}", row.0, words[row.1], row.2, row.3);
        let model = model(&[&xml]);
        let mut case = case(&given);
        let plain = decide(&model, "答", &case).value;
        case.trace = true;
        let traced = decide(&model, "答", &case);
        prop_assert_eq!(traced.value.literal(), plain.literal());
        let mut tables = Vec::new();
        let mut open: Vec<_> = traced.steps.iter().collect();
        while let Some(step) = open.pop() {
            if let StepKind::Table(table) = &step.kind {
                tables.push(table);
            }
            open.extend(&step.parts);
        }
        prop_assert_eq!(tables.len(), 1);
        let table = tables[0];
        let answers: Vec<Value> = table.fired.iter().map(|at| table.rules[*at].answers[0].clone()).collect();
        for at in &table.fired {
            prop_assert!(table.rules[*at].cells.iter().all(Value::is_true));
        }
        let shown = format!("{hit} {given} {rules:?}");
        match (hit, answers.as_slice()) {
            (_, []) => prop_assert!(plain.is_null(), "{}", shown),
            ("R" | "O" | "C", all) => {
                prop_assert_eq!(Value::list(all.to_vec()).literal(), plain.literal(), "{}", shown);
            }
            ("U", [_, _, ..]) => prop_assert!(plain.is_null(), "{}", shown),
            ("A", [first, rest @ ..]) if rest.iter().any(|it| it.literal() != first.literal()) => {
                prop_assert!(plain.is_null(), "{}", shown);
            }
            (_, [first, ..]) => prop_assert_eq!(first.literal(), plain.literal(), "{}", shown),
        }
    }
}
