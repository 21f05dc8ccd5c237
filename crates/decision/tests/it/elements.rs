//! The elements of models: boxed expressions, knowledge, services, types, imports and the
//! editions of the standard (DMN 1.5, clauses 5 to 7 and 10.2).

use youwei_decision::diagnostic::Severity;
use youwei_decision::model::Model;
use youwei_decision::value::Value;

use crate::feel::{evaluate, reason, same};
use crate::models::{case, decide, decision, definitions, file, input, knowledge, literal, model};

fn check(model: &Model, name: &str, given: &str, expected: &str) {
    is(
        &decide(model, name, &case(given)).value,
        expected,
        &format!("{name} {given}"),
    );
}

/// Calls a knowledge model or a service.
fn call(model: &Model, name: &str, given: &str, expected: &str) {
    let at = model.knowledge(name).unwrap_or_else(|| panic!("no {name}"));
    is(
        &model.invoke(at, &case(given)).value,
        expected,
        &format!("{name}({given})"),
    );
}

fn is(found: &Value, expected: &str, what: &str) {
    let right = match expected.strip_prefix("null: ") {
        Some(why) => reason(found) == why,
        None if expected == "null" => found.is_null(),
        None => same(&evaluate("{}", expected), found),
    };
    assert!(
        right,
        "{what}: {} ({}), not {expected}",
        found.literal(),
        reason(found)
    );
}

/// One decision of one input, its logic as it is.
fn one(logic: &str) -> Model {
    let xml = definitions(&format!(
        "{}{}",
        input("数", "number"),
        decision("答", "", &["数"], logic)
    ));
    model(&[&xml])
}

fn entry(name: &str, logic: &str) -> String {
    match name {
        "" => format!("<contextEntry>{logic}</contextEntry>"),
        name => format!(r#"<contextEntry><variable name="{name}"/>{logic}</contextEntry>"#),
    }
}

#[test]
fn every_boxed_expression_has_its_value() {
    let lit = literal;
    let context = format!(
        "<context>{}{}{}</context>",
        entry("一", &lit("数 + 1")),
        entry("一 半", &lit("一 / 2")),
        entry("合", &format!("<list>{}{}</list>", lit("一"), lit("一 半")))
    );
    let result = format!(
        "<context>{}{}</context>",
        entry("一", &lit("数 + 1")),
        entry("", &lit("一 * 2"))
    );
    let relation = format!(
        r#"<relation><column name="名"/><column name="额" typeRef="number"/><row>{}{}</row><row>{}{}</row></relation>"#,
        lit("\"甲\""),
        lit("数"),
        lit("\"乙\""),
        lit("数 * 2")
    );
    let function = r#"<functionDefinition><formalParameter name="x" typeRef="number"/><literalExpression><text>x + 数</text></literalExpression></functionDefinition>"#;
    let called = format!(
        "<context>{}{}</context>",
        entry("加", function),
        entry(
            "",
            &format!(
                r#"<invocation>{}<binding><parameter name="x"/>{}</binding></invocation>"#,
                lit("加"),
                lit("10")
            )
        )
    );
    let conditional = format!(
        "<conditional><if>{}</if><then>{}</then><else>{}</else></conditional>",
        lit("数 > 2"),
        lit("\"多\""),
        lit("\"少\"")
    );
    let filter = format!(
        "<filter><in>{}</in><match>{}</match></filter>",
        lit("[1, 2, 3, 4]"),
        lit("item > 数")
    );
    let of_contexts = format!(
        "<filter><in>{}</in><match>{}</match></filter>",
        lit("[{龄: 1}, {龄: 5}]"),
        lit("龄 > 数")
    );
    let iterated = |kind: &str, end: &str, body: &str| {
        format!(
            r#"<{kind} iteratorVariable="i"><in>{}</in><{end}>{}</{end}></{kind}>"#,
            lit("[1, 2, 3]"),
            lit(body)
        )
    };
    for (logic, given, expected) in [
        (lit("数 * 2"), "{数: 3}", "6"),
        (lit(""), "{数: 3}", "null"),
        (context, "{数: 3}", "{一: 4, \"一 半\": 2, 合: [4, 2]}"),
        (result, "{数: 3}", "8"),
        (
            format!("<list>{}{}</list>", lit("数"), lit("\"二\"")),
            "{数: 3}",
            "[3, \"二\"]",
        ),
        ("<list/>".to_owned(), "{}", "[]"),
        (
            relation,
            "{数: 3}",
            "[{名: \"甲\", 额: 3}, {名: \"乙\", 额: 6}]",
        ),
        (called, "{数: 3}", "13"),
        (conditional.clone(), "{数: 3}", "\"多\""),
        (conditional.clone(), "{数: 2}", "\"少\""),
        (conditional, "{}", "\"少\""),
        (filter, "{数: 2}", "[3, 4]"),
        (of_contexts, "{数: 2}", "[{龄: 5}]"),
        (iterated("for", "return", "i * 数"), "{数: 2}", "[2, 4, 6]"),
        (
            iterated("for", "return", "count(partial)"),
            "{数: 2}",
            "[0, 1, 2]",
        ),
        (iterated("some", "satisfies", "i > 数"), "{数: 2}", "true"),
        (iterated("every", "satisfies", "i > 数"), "{数: 2}", "false"),
    ] {
        check(&one(&logic), "答", given, expected);
    }
}

#[test]
fn knowledge_is_called_by_place_by_name_and_by_itself() {
    let calls = [
        ("阶乘(5)", "120"),
        ("阶乘(n: 5)", "120"),
        ("阶乘(\"五\")", "null: type"),
        ("阶乘()", "null: call"),
        ("阶乘(m: 1)", "null: call"),
        ("阶乘([5])", "120"),
        ("人均 收入(1000, 4)", "250"),
        ("人均 收入(人口: 4, 总额: 1000)", "250"),
        ("人均 收入(1000, 0)", "null: division"),
        ("for n in 1..3 return 阶乘(n)", "[1, 2, 6]"),
        ("[1, 2, 3][阶乘(item) > 1]", "[2, 3]"),
        ("sort([3, 1], 先)", "[1, 3]"),
        ("阶乘 instance of function<number> -> Any", "true"),
        ("用(阶乘, 3)", "6"),
        ("用(function(x) x + 1, 3)", "4"),
    ];
    for (feel, expected) in calls {
        let xml = definitions(&format!(
            "{}{}{}{}{}",
            knowledge(
                "阶乘",
                &["b_阶乘"],
                &[("n", "number")],
                &literal("if n <= 1 then 1 else n * 阶乘(n - 1)")
            ),
            knowledge(
                "人均 收入",
                &[],
                &[("总额", "number"), ("人口", "number")],
                &literal("总额 / 人口")
            ),
            knowledge(
                "先",
                &[],
                &[("a", "number"), ("b", "number")],
                &literal("a < b")
            ),
            knowledge(
                "用",
                &[],
                &[("f", "Any"), ("x", "number")],
                &literal("f(x)")
            ),
            decision(
                "答",
                "",
                &["!b_阶乘", "!b_人均 收入", "!b_先", "!b_用"],
                &literal(feel)
            ),
        ));
        check(&model(&[&xml]), "答", "{}", expected);
    }
}

#[test]
fn services_encapsulate_their_decisions() {
    let href = |tag: &str, id: &str| format!(r##"<{tag} href="#{id}"/>"##);
    let service = |name: &str, of: &str, parts: &[(&str, &str)]| {
        let parts: String = parts.iter().map(|(tag, id)| href(tag, id)).collect();
        let of = if of.is_empty() {
            String::new()
        } else {
            format!(r#" typeRef="{of}""#)
        };
        format!(
            r#"<decisionService id="s_{name}" name="{name}"><variable name="{name}"{of}/>{parts}</decisionService>"#
        )
    };
    let xml = definitions(&format!(
        "{}{}{}{}{}{}{}{}{}{}",
        input("收入", "number"),
        input("人口", "number"),
        decision("人均", "number", &["收入", "人口"], &literal("收入 / 人口")),
        decision(
            "档次",
            "string",
            &["@d_人均"],
            &literal("if 人均 < 500 then \"全额\" else \"无\"")
        ),
        decision(
            "金额",
            "number",
            &["@d_人均"],
            &literal("if 人均 < 500 then 500 - 人均 else 0")
        ),
        service(
            "一答",
            "",
            &[
                ("outputDecision", "d_档次"),
                ("encapsulatedDecision", "d_人均"),
                ("inputData", "i_收入"),
                ("inputData", "i_人口")
            ]
        ),
        service(
            "二答",
            "",
            &[
                ("outputDecision", "d_档次"),
                ("outputDecision", "d_金额"),
                ("encapsulatedDecision", "d_人均"),
                ("inputData", "i_收入"),
                ("inputData", "i_人口")
            ]
        ),
        service(
            "给定",
            "",
            &[("outputDecision", "d_档次"), ("inputDecision", "d_人均")]
        ),
        decision("问一", "", &["!s_一答"], &literal("一答(1200, 3)")),
        decision(
            "问二",
            "",
            &["!s_二答", "!s_给定", "收入", "人口"],
            &literal("[二答(人口: 2, 收入: 1200).金额, 给定(人均: 100), 给定(\"坏\"), 给定(1, 2)]")
        ),
    ));
    let model = model(&[&xml]);
    call(&model, "一答", "{收入: 1200, 人口: 3}", "\"全额\"");
    call(&model, "一答", "{收入: 3000, 人口: 3}", "\"无\"");
    call(
        &model,
        "二答",
        "{收入: 1200, 人口: 3}",
        "{档次: \"全额\", 金额: 100}",
    );
    call(&model, "给定", "{人均: 600}", "\"无\"");
    check(&model, "问一", "{收入: 9, 人口: 1}", "\"全额\"");
    check(
        &model,
        "问二",
        "{收入: 9, 人口: 1}",
        "[0, \"全额\", null, null]",
    );
    // A decision that is given is not made.
    check(&model, "档次", "{收入: 9, 人口: 1, 人均: 900}", "\"无\"");
}

#[test]
fn declared_types_hold() {
    let items = r#"
        <itemDefinition name="户籍"><typeRef>string</typeRef><allowedValues><text>"本市", "外地"</text></allowedValues></itemDefinition>
        <itemDefinition name="正数"><typeRef>number</typeRef><allowedValues><text>&gt; 0</text></allowedValues></itemDefinition>
        <itemDefinition name="小正数"><typeRef>正数</typeRef><allowedValues><text>&lt; 10</text></allowedValues></itemDefinition>
        <itemDefinition name="正数们" isCollection="true"><typeRef>正数</typeRef></itemDefinition>
        <itemDefinition name="少数" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) &lt;= 2</text></typeConstraint></itemDefinition>
        <itemDefinition name="枚举们" isCollection="true"><typeRef>string</typeRef><allowedValues><text>"甲", "乙"</text></allowedValues></itemDefinition>
        <itemDefinition name="人"><itemComponent name="姓名"><typeRef>string</typeRef></itemComponent>
            <itemComponent name="户籍"><typeRef>户籍</typeRef></itemComponent>
            <itemComponent name="年龄"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemComponent></itemDefinition>
        <itemDefinition name="家庭"><itemComponent name="户主"><typeRef>人</typeRef></itemComponent>
            <itemComponent name="成员" isCollection="true"><typeRef>人</typeRef></itemComponent></itemDefinition>"#;
    for (of, given, expected) in [
        ("户籍", "\"本市\"", "\"本市\""),
        ("户籍", "\"外国\"", "null: not allowed"),
        ("户籍", "1", "null: type"),
        ("户籍", "null", "null"),
        ("正数", "1", "1"),
        ("正数", "-1", "null: not allowed"),
        ("正数", "[1]", "1"),
        ("小正数", "5", "5"),
        ("小正数", "-5", "null: not allowed"),
        ("小正数", "50", "null: not allowed"),
        ("正数们", "[1, 2]", "[1, 2]"),
        ("正数们", "[1, -2]", "null: not allowed"),
        ("正数们", "3", "[3]"),
        ("正数们", "[]", "[]"),
        ("少数", "[1, 2]", "[1, 2]"),
        ("少数", "[1, 2, 3]", "null: not allowed"),
        ("枚举们", "[\"甲\", \"甲\"]", "[\"甲\", \"甲\"]"),
        ("枚举们", "[\"甲\", \"丙\"]", "null: not allowed"),
        (
            "人",
            "{姓名: \"王\", 户籍: \"本市\", 年龄: 60}",
            "{姓名: \"王\", 户籍: \"本市\", 年龄: 60}",
        ),
        (
            "人",
            "{姓名: \"王\", 户籍: \"外国\", 年龄: 60}",
            "null: not allowed",
        ),
        (
            "人",
            "{姓名: \"王\", 户籍: \"本市\", 年龄: 160}",
            "null: not allowed",
        ),
        ("人", "{姓名: \"王\"}", "null: type"),
        (
            "人",
            "{姓名: \"王\", 户籍: \"本市\", 年龄: 60, 别: 1}.姓名",
            "null: type",
        ),
        (
            "家庭",
            "{户主: {姓名: \"王\", 户籍: \"本市\", 年龄: 60}, 成员: [{姓名: \"李\", 户籍: \"外国\", 年龄: 1}]}",
            "null: not allowed",
        ),
        (
            "家庭",
            "{户主: {姓名: \"王\", 户籍: \"本市\", 年龄: 60}, 成员: []}",
            "{户主: {姓名: \"王\", 户籍: \"本市\", 年龄: 60}, 成员: []}",
        ),
    ] {
        // As an input, and as what a decision is declared to be.
        let xml = definitions(&format!(
            "{items}{}{}{}",
            input("入", of),
            decision("答", "", &["入"], &literal("入")),
            decision("算", of, &[], &literal(given)),
        ));
        let model = model(&[&xml]);
        check(&model, "答", &format!("{{入: {given}}}"), expected);
        check(&model, "算", "{}", expected);
    }
}

#[test]
fn imported_elements_are_named_with_the_name_of_the_import() {
    let other = file(
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://yunze.example/乙",
        &format!(
            r#"<itemDefinition id="t" name="额 型"><typeRef>number</typeRef><allowedValues><text>&gt;= 0</text></allowedValues></itemDefinition>{}{}{}"#,
            input("收入", "额 型"),
            decision("倍数", "额 型", &["收入"], &literal("收入 * 2")),
            knowledge("翻 番", &[], &[("n", "额 型")], &literal("n * 2")),
        ),
    );
    let import = |name: &str| {
        format!(
            r#"<import name="{name}" namespace="https://yunze.example/乙" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>"#
        )
    };
    let needs = r##"<informationRequirement><requiredDecision href="https://yunze.example/乙#d_倍数"/></informationRequirement>
        <informationRequirement><requiredInput href="https://yunze.example/乙#i_收入"/></informationRequirement>
        <knowledgeRequirement><requiredKnowledge href="https://yunze.example/乙#b_翻 番"/></knowledgeRequirement>"##;
    for (name, prefix) in [("乙 方", "乙 方."), ("乙", "乙.")] {
        let main = definitions(&format!(
            r#"{}<decision id="d" name="答"><variable name="答" typeRef="{prefix}额 型"/>{needs}{}</decision>"#,
            import(name),
            literal(&format!("{prefix}倍数 + {prefix}收入 + {prefix}翻 番(1)")),
        ));
        let model = model(&[&main, &other]);
        let errors: Vec<_> = model
            .diagnostics
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        check(&model, "答", &format!("{{\"{prefix}收入\": 5}}"), "17");
        check(
            &model,
            "答",
            &format!("{{\"{prefix}收入\": -5}}"),
            "null: not allowed",
        );
    }
    // An import that is not there is said.
    let alone = definitions(&format!(
        "{}{}",
        import("乙"),
        decision("答", "", &[], &literal("1"))
    ));
    let model = model(&[&alone]);
    assert!(!model.diagnostics.is_empty());
    check(&model, "答", "{}", "1");
}

#[test]
fn every_edition_of_the_standard_is_read() {
    for version in [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "http://www.omg.org/spec/DMN/20180521/MODEL",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL",
    ] {
        let of = if version.contains("2015") {
            "feel:number"
        } else {
            "number"
        };
        let xml = file(
            version,
            "https://yunze.example/丙",
            &format!(
                "{}{}",
                input("数", of),
                decision("答", of, &["数"], &literal("数 + 1"))
            ),
        )
        .replace(
            "<definitions ",
            r#"<definitions xmlns:feel="http://www.omg.org/spec/FEEL/20140401" "#,
        );
        check(&model(&[&xml]), "答", "{数: 1}", "2");
    }
}
