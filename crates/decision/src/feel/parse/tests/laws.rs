//! Reading what is printed gives the same tree.

use proptest::prelude::*;

use super::*;
use crate::feel::ast::{
    Arguments, Binding, Kind, Operator, Over, Quantifier, Span, TypeName, UnaryTests,
};
use crate::number::Number;

const NAMES: &[&str] = &[
    "a",
    "b",
    "rate (year)",
    "Profit and loss",
    "in arrears",
    "not eligible",
    "x-y",
    "p+q",
    "date of birth",
    "O'Neil’s",
    "申请人 收入",
    "金额（元）",
    "v1.2",
    "𠮷",
    "if needed",
    "string length",
];
const MEMBERS: &[&str] = &[
    "m",
    "m n",
    "k-l",
    "w and v",
    "start included",
    "收入 合计",
    "in time",
];
const VARIABLES: &[&str] = &["i", "i j", "k-k", "元素", "x and y"];
const KEYS: &[&str] = &["a", "foo bar", "g+h", "", "if", "!", "金额（元）", "\"\\\n"];
const TYPES: &[&str] = &[
    "number",
    "date and time",
    "tPerson",
    "other.t b",
    "list",
    "t-x",
];

fn of(kind: Kind) -> Ast {
    Ast {
        kind,
        span: Span::default(),
    }
}

fn name(among: &'static [&'static str]) -> impl Strategy<Value = Name> {
    prop::sample::select(among).prop_map(Name::from)
}

fn leaf() -> impl Strategy<Value = Ast> {
    prop_oneof![
        Just(Kind::Null),
        any::<bool>().prop_map(Kind::Boolean),
        (0u32..5_000, 0u32..4).prop_map(|(digits, places)| {
            let number: Number = format!("{digits}e-{places}").parse().unwrap();
            Kind::Number(number.to_string().parse().unwrap())
        }),
        "[a\"\\\\\n中🐎 \u{b}u0]{0,6}".prop_map(|it| Kind::String(it.into())),
        Just(Kind::At("P1D".into())),
        name(NAMES).prop_map(Kind::Name),
        name(NAMES).prop_map(Kind::Name),
    ]
    .prop_map(of)
}

fn type_name() -> impl Strategy<Value = TypeName> {
    let named = name(TYPES).prop_map(TypeName::Named);
    named.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|it| TypeName::List(Box::new(it))),
            inner.clone().prop_map(|it| TypeName::Range(Box::new(it))),
            prop::collection::vec((name(VARIABLES), inner.clone()), 0..3)
                .prop_map(TypeName::Context),
            (prop::collection::vec(inner.clone(), 0..3), inner)
                .prop_map(|(takes, gives)| TypeName::Function(takes, Box::new(gives))),
        ]
    })
}

fn operator() -> impl Strategy<Value = Operator> {
    use Operator::*;
    prop::sample::select(vec![
        Add,
        Subtract,
        Multiply,
        Divide,
        Power,
        Equal,
        NotEqual,
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
    ])
}

fn comparison() -> impl Strategy<Value = Operator> {
    operator().prop_filter("compares", |it| {
        !matches!(it.sign(), "+" | "-" | "*" | "/" | "**")
    })
}

fn tree() -> impl Strategy<Value = Ast> {
    leaf().prop_recursive(6, 40, 4, |inner| {
        let boxed = inner.clone().prop_map(Box::new).boxed();
        let two = (boxed.clone(), boxed.clone()).boxed();
        let items = prop::collection::vec(inner.clone(), 0..4).boxed();
        let some = prop::collection::vec(inner.clone(), 1..4).boxed();
        let over = prop_oneof![
            inner.clone().prop_map(Over::Items),
            (inner.clone(), inner.clone()).prop_map(|(from, to)| Over::Count(from, to)),
        ];
        let binding = (name(VARIABLES), over).prop_map(|(name, over)| Binding { name, over });
        let bindings = prop::collection::vec(binding, 1..3).boxed();
        let parameter = (name(VARIABLES), prop::option::of(type_name()));
        prop_oneof![
            (boxed.clone(), name(MEMBERS)).prop_map(|(it, name)| Kind::Path(it, name)),
            two.clone().prop_map(|(it, by)| Kind::Filter(it, by)),
            (boxed.clone(), items.clone())
                .prop_map(|(it, with)| Kind::Call(it, Arguments::Positional(with))),
            (
                boxed.clone(),
                prop::collection::vec((name(VARIABLES), inner.clone()), 1..3)
            )
                .prop_map(|(it, with)| Kind::Call(it, Arguments::Named(with))),
            boxed.clone().prop_map(Kind::Negate),
            (operator(), two.clone()).prop_map(|(sign, (a, b))| Kind::Binary(sign, a, b)),
            two.clone().prop_map(|(a, b)| Kind::And(a, b)),
            two.clone().prop_map(|(a, b)| Kind::Or(a, b)),
            (boxed.clone(), two.clone()).prop_map(|(it, (a, b))| Kind::Between(it, a, b)),
            (boxed.clone(), some).prop_map(|(it, tests)| Kind::In(it, tests)),
            (boxed.clone(), type_name()).prop_map(|(it, of)| Kind::InstanceOf(it, of)),
            (boxed.clone(), two.clone()).prop_map(|(it, (a, b))| Kind::If(it, a, b)),
            (bindings.clone(), boxed.clone()).prop_map(|(over, body)| Kind::For(over, body)),
            (any::<bool>(), bindings, boxed.clone()).prop_map(|(all, over, body)| {
                let which = if all {
                    Quantifier::Every
                } else {
                    Quantifier::Some
                };
                Kind::Quantified(which, over, body)
            }),
            items.prop_map(Kind::List),
            prop::collection::vec((name(KEYS), inner.clone()), 0..3).prop_map(Kind::Context),
            (two, any::<(bool, bool)>()).prop_map(|((start, end), (with_start, with_end))| {
                Kind::Range {
                    start: (start, with_start),
                    end: (end, with_end),
                }
            }),
            (comparison(), boxed.clone()).prop_map(|(sign, with)| Kind::Compare(sign, with)),
            (prop::collection::vec(parameter, 0..3), boxed)
                .prop_map(|(takes, body)| Kind::Function(takes, body, false)),
        ]
        .prop_map(of)
    })
}

fn awkward() -> Scope {
    let names = NAMES.iter().map(|it| (Name::from(*it), Type::Any));
    let members = MEMBERS.iter().map(|it| Name::from(*it));
    Scope::new(names.collect(), members.collect())
}

/// Trees without their spans, compared by their outlines.
fn outline(tree: &impl std::fmt::Debug) -> String {
    let text = format!("{tree:?}");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("span: Span {") {
        out.push_str(before);
        rest = after.split_once('}').unwrap().1;
    }
    out + rest
}

#[test]
fn an_end_of_a_half_range_after_in_keeps_its_parentheses() {
    let text = "a in ((< 5).start)";
    assert_eq!(read(text, &["a"]), text);
    let bare = "a in (< 5).start";
    assert_ne!(shape(bare, &["a"]), shape(text, &["a"]));
}

proptest! {
    #[test]
    fn an_expression_is_read_as_it_was_printed(tree in tree()) {
        let text = tree.to_string();
        let again = parse_expression(&text, &mut awkward());
        let again = again.map_err(|it| TestCaseError::fail(format!("{text}\n{it:?}")))?;
        prop_assert_eq!(outline(&again), outline(&tree), "{}", text);
        prop_assert_eq!(again.to_string(), text);
    }

    #[test]
    fn unary_tests_are_read_as_they_were_printed(
        tests in prop::collection::vec(tree(), 1..3),
        form in 0..3,
    ) {
        let tests = match form {
            0 => UnaryTests::Any,
            1 => UnaryTests::Not(tests),
            _ => UnaryTests::Tests(tests),
        };
        let text = tests.to_string();
        let again = parse_unary_tests(&text, &mut awkward());
        let again = again.map_err(|it| TestCaseError::fail(format!("{text}\n{it:?}")))?;
        prop_assert_eq!(outline(&again), outline(&tests), "{}", text);
    }

    #[test]
    fn a_type_is_read_as_it_was_printed(of in type_name()) {
        prop_assert_eq!(parse_type(&of.to_string()).unwrap(), of);
    }

    #[test]
    fn any_text_is_read_or_refused_and_the_scope_is_as_before(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "a", "b", "in arrears", "in", "and", "(", ")", "[", "]", "{", "}", ":", ",", "..",
                ".", "-", "*", "if", "then", "else", "for", "return", "1", "\"s\"", "@", "function",
                "<", "instance of", "list", "some", "satisfies", "，", "中", "?", "not", "//", "'",
            ]),
            0..30,
        ),
        glue in prop::sample::select(vec!["", " "]),
    ) {
        let text = words.join(glue);
        let mut scope = awkward();
        let depth = scope.depth();
        if let Ok(tree) = parse_expression(&text, &mut scope) {
            prop_assert!(tree.span.end as usize <= text.len());
        }
        let _ = parse_unary_tests(&text, &mut scope);
        let _ = parse_type(&text);
        prop_assert_eq!(scope.depth(), depth);
    }

    #[test]
    fn any_characters_are_read_or_refused(text in "\\PC{0,40}") {
        let _ = parse_expression(&text, &mut awkward());
        let _ = parse_unary_tests(&text, &mut awkward());
    }
}
