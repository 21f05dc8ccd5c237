//! What means harm, or is only careless: it ends soon, with a limit or a diagnostic, on a
//! thread with little stack.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use youwei_decision::limits::Limits;
use youwei_decision::types::Type;
use youwei_decision::value::Name;

use crate::feel::{reason, resolve};
use crate::models::{case, decide, decision, definitions, input, literal, model};

/// What a server would allow.
fn limits() -> Limits {
    Limits {
        steps_max: 300_000,
        items_max: 300_000,
        ..Limits::default()
    }
}

/// Runs on the stack that a thread has by default.
fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(2 << 20);
    thread.spawn(work).unwrap().join().unwrap()
}

/// Works an expression out on a small stack, soon: the reason of its null, or none.
fn soon(text: String) -> &'static str {
    let shown: String = text.chars().take(80).collect();
    let start = Instant::now();
    let why = on_a_small_stack(move || {
        let value = resolve("{}", &text).value(&limits());
        reason(&value)
    });
    let took = start.elapsed();
    // Without optimization, on a machine with other things to do.
    assert!(took < Duration::from_secs(8), "{shown}: {took:?}");
    why
}

/// `{x0: […], x1: [x0, x0], …, r: …}`: far more items than memory.
fn doubling(first: &str, step: &str, last: &str) -> String {
    let mut text = format!("{{x0: {first}");
    for at in 1..=40 {
        let _ = write!(
            text,
            ", x{at}: {}",
            step.replace('§', &format!("x{}", at - 1))
        );
    }
    let _ = write!(text, ", r: {}}}.r", last.replace('§', "x40"));
    text
}

#[test]
fn more_than_is_allowed_ends_at_a_limit() {
    let texts = [
        "for x in 1..10**12 return x",
        "count(for x in 1..10**12 return x)",
        "some x in 1..10**12 satisfies x < 0",
        "every x in 1..10**12 satisfies x > 0",
        "for x in -10**17..10**17 return 1",
        "for d in @\"-999999999-01-01\"..@\"999999999-12-31\" return d",
        "for a in 1..1000, b in 1..1000, c in 1..1000 return a",
        "for a in 1..100000 return partial",
        "for a in 1..100000 return append(partial, partial)",
        "for a in 1..100 return for b in 1..1000 return for c in 1..1000 return c",
        "{f: function(n) f(n), r: f(1)}.r",
        "for a in 1..100000 return string(partial)",
        "for a in 1..60 return if a = 1 then \"长长\" else partial[-1] + partial[-1]",
        "for a in 1..60 return if a = 1 then [1] else concatenate(partial[-1], partial[-1])",
        "for a in 1..60 return if a = 1 then \"aaaa\" else replace(partial[-1], \"a\", \"aaaa\")",
        "for a in 1..60 return if a = 1 then \"aaaa\" else string join([partial[-1], partial[-1]], partial[-1])",
    ];
    for text in texts {
        let why = soon(text.to_owned());
        assert!(matches!(why, "limit" | "name" | "item"), "{text}: {why}");
    }
}

#[test]
fn lists_that_share_their_parts_are_not_looked_through_for_ever() {
    let twice = |last: &str| doubling("[1]", "[§, §]", last);
    let lasts = [
        "count(flatten(§))",
        "string(§)",
        "§ = [x39, x39]",
        "§ = {a: §}",
        "list contains([[x39, x39]], §)",
        "count(distinct values([§, [x39, x39]]))",
        "index of([[x39, x39]], §)",
        "union([§], [[x39, x39]])",
        "§ instance of list<list<list<number>>>",
        "(function(l: list<list<list<list<Any>>>>) 1)(§)",
        "§ in [[x39, x39]]",
        "§ in ([x39, x39])",
        "is(§, [x39, x39])",
        "§.a",
        "every y in [§] satisfies y = [x39, x39]",
        "sum(§)",
        "max(§)",
        "all(§)",
        "string join(§)",
        "context merge(§)",
        "mode(§)",
        "sort([§, [x39, x39]], function(a, b) a = b)",
        "list replace([§], function(a, b) a = b, [x39, x39])",
        "reverse(§)",
    ];
    for last in lasts {
        soon(twice(last));
    }
    assert_eq!(soon(twice("string(§)")), "limit");
    assert_eq!(soon(twice("§ = [x39, x39]")), "limit");
    assert_eq!(soon(twice("count(flatten(§))")), "limit");
    soon(doubling("{a: 1}", "{a: §, b: §}", "§ = {a: x39, b: x39}"));
    soon(doubling("{a: 1}", "{a: §, b: §}", "string(§)"));
    soon(doubling("{a: 1}", "{a: §, b: §}", "[§, {a: x39, b: x38}]"));
    soon(doubling(
        "{a: 1}",
        "{a: §, b: §}",
        "if true then § else {a: x38, b: x39}",
    ));
    soon(doubling("{a: 1}", "{a: §, b: §}", "§ + 1"));
    soon(doubling(
        "{a: 1}",
        "{a: §, b: §}",
        "(function(n: number) n)(§)",
    ));
    soon(doubling("{a: 1}", "{a: §, b: §}", "get entries(§)"));
    soon(doubling(
        "{a: 1}",
        "{a: §, b: §}",
        "context merge([§, x39])",
    ));
    soon(doubling("{a: 1}", "{a: §, b: §}", "abs(§)"));
    soon(doubling("{a: 1}", "{a: §, b: §}", "{a: x39, b: x39} = §"));
    soon(doubling("function() 1", "function() §", "§()"));
    soon(doubling("function(a) a", "function(f: Any) [§, §]", "§(§)"));
}

#[test]
fn types_that_share_their_parts_are_joined_soon() {
    let shared = |depth| {
        (0..depth).fold(Type::Number, |of, _| {
            let entry = |name: &str| (Name::from(name), of.clone());
            Type::context([entry("a"), entry("b")])
        })
    };
    let (one, other) = (shared(40), shared(40));
    let start = Instant::now();
    let _ = (one.conforms_to(&other), one == other, one.join(&other));
    let _ = (
        one.join(&shared(39)),
        one.meets(&other),
        one.may_become(&other),
    );
    assert!(one == one.clone() && one.join(&one) == one);
    assert!(one.to_string().len() < 10_000);
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(shared(8), shared(8));
    assert_eq!(shared(8).join(&shared(8)), shared(8));
}

#[test]
fn deep_nesting_ends_without_the_stack() {
    let deep = [
        "(".repeat(100_000),
        "[".repeat(100_000),
        "-".repeat(100_000) + "1",
        "{a:".repeat(100_000),
        "not(".repeat(100_000),
        "if ".repeat(100_000),
        "function() ".repeat(100_000) + "1",
        "1 + ".repeat(100_000) + "1",
        "1".to_owned() + &"[1]".repeat(100_000),
        "a".to_owned() + &".a".repeat(100_000),
        "for x in ".repeat(50_000),
        "if true then ".repeat(5_000) + "1" + &" else 1".repeat(5_000),
        "(".repeat(150) + "1" + &")".repeat(150),
        "[".repeat(190) + &"]".repeat(190),
        "-".repeat(190) + "a",
        "1".to_owned() + &" + a".repeat(400),
        "1".to_owned() + &"[1]".repeat(190),
        "f".to_owned() + &"()".repeat(190),
        "function(a) ".repeat(180) + "a",
        "x instance of ".to_owned() + &"list<".repeat(10_000),
    ];
    for text in deep {
        soon(text);
    }
    soon("for i in 1..100000 return [partial[-1]]".to_owned());
    soon("for i in 1..100000 return {a: partial[-1]}".to_owned());
    soon("for i in 1..3000 return function() partial[-1]".to_owned());
    let mut chain = "{f0: function() 0".to_owned();
    for at in 1..3_000 {
        let _ = write!(chain, ", f{at}: function() f{}", at - 1);
    }
    soon(chain + "}");
}

#[test]
fn regular_expressions_end() {
    let long = "a".repeat(4_000);
    let texts = [
        format!("matches(\"{long}!\", \"(a+)+$\")"),
        format!("matches(\"{long}!\", \"(a|aa)+$\")"),
        format!("matches(\"{long}!\", \"(a*)*b\")"),
        format!("matches(\"{long}!\", \"(a+)+\\\\1b\")"),
        format!("replace(\"{long}!\", \"(a+)+\\\\1b\", \"x\")"),
        format!("replace(\"{long}\", \"a.*b|a\", \"x\")"),
        format!("split(\"{long}\", \"(a+)\\\\1b|a\")"),
        "matches(\"a\", \"(((((a{1000}){1000}){1000}){1000}){1000})\")".to_owned(),
        format!("matches(\"a\", \"{}\")", "(".repeat(10_000)),
        format!("matches(\"a\", \"{}\")", "[a-z-[".repeat(1_000)),
    ];
    for text in texts {
        soon(text);
    }
}

#[test]
fn numbers_and_times_at_their_ends_take_no_time() {
    let texts = [
        "2 ** 1e6000",
        "1.0000001 ** 999999999999",
        "0.5 ** 1e30",
        "exp(1e30)",
        "exp(-1e30)",
        "log(1e-6000)",
        "sqrt(9e6144)",
        "decimal(1/3, 6000)",
        "modulo(1e6000, 3)",
        "modulo(1e-6000, 1e6000)",
        "string(1e6000)",
        "string length(string(9e6144))",
        "1e6144 + 1e-6144",
        "floor(1e-6000)",
        "substring(\"abc\", 1e6000)",
        "substring(\"abc\", 1, 1e6000)",
        "[1][1e6000]",
        "@\"P999999999Y\" * 999999999999",
        "@\"2025-01-01\" + @\"P999999999Y\"",
        "@\"2025-01-01\" + @\"P999999999D\" * 1e20",
        "date(1e30, 1, 1)",
        "time(1e30, 0, 0)",
        "for x in 1e17..1e17+2 return x",
        "for x in 1e30..1e31 return x",
        "odd(1e6000)",
        "product(for x in 1..10000 return 1e100)",
    ];
    for text in texts {
        soon(text.to_owned());
    }
    let digits = "9".repeat(200_000);
    soon(format!("{digits} + 1"));
    soon(format!("0.{digits} * 3"));
    soon(format!("number(\"{digits}\", null, null)"));
    soon(format!("duration(\"P{digits}D\")"));
    soon(format!("date(\"{digits}-01-01\")"));
    soon(format!("1e{digits}"));
}

#[test]
fn a_stop_is_heeded_everywhere() {
    let list = "for i in 1..3000 return modulo(i * 7919, 3001)";
    let texts = [
        "for x in 1..10**12 return x".to_owned(),
        "some x in 1..10**12 satisfies x < 0".to_owned(),
        format!("sort({list}, function(a, b) count(for z in 1..100000 return z) > a - b)"),
        "(for y in 1..10**9 return 1)[item > 2]".to_owned(),
        format!("list replace({list}, function(a, b) count(for z in 1..100000 return z) > 0, 1)"),
        "for x in 1..10**9 return flatten([[[1]]])".to_owned(),
        "{l: for i in 1..100000 return i, r: for x in 1..10**9 return l = l}.r".to_owned(),
        "{l: for i in 1..100000 return {a: i}, r: for x in 1..10**9 return l.a}.r".to_owned(),
        "{l: for i in 1..100000 return i, r: for x in 1..10**9 return sum(l)}.r".to_owned(),
        "{l: for i in 1..100000 return i, r: for x in 1..10**9 return distinct values(l)}.r".to_owned(),
        "{l: string join(for i in 1..100000 return \"ab\"), r: for x in 1..10**9 return replace(l, \"a\", \"b\")}.r".to_owned(),
        "{l: string join(for i in 1..100000 return \"ab\"), r: for x in 1..10**9 return upper case(l)}.r".to_owned(),
    ];
    for text in texts {
        let stop = Arc::new(AtomicBool::new(false));
        let limits = Limits {
            steps_max: u64::MAX,
            items_max: u64::MAX,
            stop: Some(stop.clone()),
            ..Limits::default()
        };
        let shown = text.clone();
        let worker = thread::spawn(move || reason(&resolve("{}", &text).value(&limits)));
        thread::sleep(Duration::from_millis(150));
        stop.store(true, Ordering::Relaxed);
        let start = Instant::now();
        let why = worker.join().unwrap();
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "{shown}: {:?}",
            start.elapsed()
        );
        assert_eq!(why, "limit", "{shown}");
    }
}

#[test]
fn decisions_and_services_in_circles_are_said_and_end() {
    let circle = definitions(&format!(
        "{}{}{}",
        decision("甲", "", &["@d_乙"], &literal("乙 + 1")),
        decision("乙", "", &["@d_丙"], &literal("丙 + 1")),
        decision("丙", "", &["@d_甲"], &literal("甲 + 1")),
    ));
    let (errors, why) = on_a_small_stack(move || {
        let model = model(&[&circle]);
        let found = decide(&model, "甲", &case("{}")).value;
        (model.diagnostics.len(), reason(&found))
    });
    assert!(errors > 0);
    assert!(
        matches!(why, "limit" | "model" | "operands" | "written"),
        "{why}"
    );

    let function = |name: &str, body: &str, needs: &str| {
        format!(
            r##"<businessKnowledgeModel id="b_{name}" name="{name}"><variable name="{name}"/>
            <encapsulatedLogic><formalParameter name="n"/><literalExpression><text>{body}</text></literalExpression></encapsulatedLogic>
            <knowledgeRequirement><requiredKnowledge href="#b_{needs}"/></knowledgeRequirement>
            </businessKnowledgeModel>"##
        )
    };
    let mutual = definitions(&format!(
        "{}{}{}",
        function("奇", "if n = 0 then false else 偶(n - 1)", "偶"),
        function("偶", "if n = 0 then true else 奇(n - 1)", "奇"),
        decision("答", "", &["!b_偶"], &literal("[偶(10), 偶(1000000)]")),
    ));
    let found = on_a_small_stack(move || {
        decide(&model(&[&mutual]), "答", &case("{}"))
            .value
            .literal()
    });
    assert!(found == "null" || found == "[true, null]", "{found}");

    let double = definitions(&format!(
        "{}{}",
        function("翻", "翻(n - 1) + 翻(n - 1)", "翻"),
        decision("答", "", &["!b_翻"], &literal("翻(100)")),
    ));
    let start = Instant::now();
    let why = on_a_small_stack(move || {
        let mut case = case("{}");
        case.limits = limits();
        reason(&decide(&model(&[&double]), "答", &case).value)
    });
    assert_eq!(why, "limit");
    assert!(start.elapsed() < Duration::from_secs(5));

    let service = |name: &str, output: &str| {
        format!(
            r##"<decisionService id="s_{name}" name="{name}"><variable name="{name}"/>
            <outputDecision href="#{output}"/></decisionService>"##
        )
    };
    let services = definitions(&format!(
        "{}{}{}{}",
        decision("甲", "", &["!s_二"], &literal("二()")),
        decision("乙", "", &["!s_一"], &literal("一()")),
        service("一", "d_甲"),
        service("二", "d_乙"),
    ));
    on_a_small_stack(move || {
        let model = model(&[&services]);
        let found = decide(&model, "甲", &case("{}")).value;
        assert!(found.is_null(), "{}", found.literal());
        assert!(
            matches!(reason(&found), "limit" | "model" | "name"),
            "{}",
            reason(&found)
        );
    });
}

#[test]
fn types_in_circles_and_types_that_double_are_said_and_end() {
    let circle = definitions(&format!(
        r#"<itemDefinition id="t1" name="甲类"><itemComponent id="c1" name="下"><typeRef>乙类</typeRef></itemComponent></itemDefinition>
        <itemDefinition id="t2" name="乙类"><itemComponent id="c2" name="上"><typeRef>甲类</typeRef></itemComponent></itemDefinition>
        {}{}"#,
        input("入", "甲类"),
        decision("答", "", &["入"], &literal("入.下")),
    ));
    on_a_small_stack(move || {
        let model = model(&[&circle]);
        assert!(
            model
                .diagnostics
                .iter()
                .any(|it| it.code == "circular-type")
        );
        let _ = decide(&model, "答", &case("{入: {下: {上: null}}}"));
    });
    let mut items = r#"<itemDefinition id="t0" name="t0"><itemComponent id="c" name="a"><typeRef>number</typeRef></itemComponent></itemDefinition>"#.to_owned();
    for at in 1..=40 {
        let below = at - 1;
        let _ = write!(
            items,
            r#"<itemDefinition id="t{at}" name="t{at}"><itemComponent id="a{at}" name="a"><typeRef>t{below}</typeRef></itemComponent><itemComponent id="b{at}" name="b"><typeRef>t{below}</typeRef></itemComponent></itemDefinition>"#
        );
    }
    let double = definitions(&format!(
        "{items}{}{}{}",
        input("入", "t40"),
        input("另", "t39"),
        decision(
            "答",
            "t40",
            &["入", "另"],
            &literal("if true then 入 else {a: 另, b: 另}")
        ),
    ));
    let start = Instant::now();
    on_a_small_stack(move || {
        let model = model(&[&double]);
        let _ = decide(&model, "答", &case("{入: 1, 另: {a: 1}}"));
    });
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn long_chains_of_decisions_are_decided_or_end_at_the_limit() {
    let mut elements = decision("d0", "number", &[], &literal("1"));
    for at in 1..3_000 {
        let need = format!("@d_d{}", at - 1);
        elements += &decision(
            &format!("d{at}"),
            "number",
            &[&need],
            &literal(&format!("d{} + 1", at - 1)),
        );
    }
    let xml = definitions(&elements);
    let (short, long) = on_a_small_stack(move || {
        let model = model(&[&xml]);
        let short = decide(&model, "d100", &case("{}")).value;
        let long = decide(&model, "d2999", &case("{}")).value;
        (short.literal(), reason(&long))
    });
    assert_eq!(short, "101");
    assert_eq!(long, "limit");
}

#[test]
fn json_that_nests_deep_is_refused() {
    let deep = "[".repeat(400) + &"]".repeat(400);
    on_a_small_stack(move || {
        // serde_json itself refuses what nests deeper than 128.
        assert!(serde_json::from_str::<serde_json::Value>(&deep).is_err());
        let json = (0..600).fold(serde_json::Value::Null, |it, _| {
            serde_json::Value::Array(vec![it])
        });
        let read = youwei_decision::value::json::from_json(&json, &Type::Any);
        assert!(read.is_err());
    });
}
