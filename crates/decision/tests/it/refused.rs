//! Which given values a model refuses, and in what words.

use youwei_decision::limits::Limits;
use youwei_decision::model::{Case, Model};
use youwei_decision::value::{Missing, Value, Why};

use crate::models::{case, decide, decision, definitions, input, literal, model};

const TYPES: &str = r#"
    <itemDefinition name="户籍"><typeRef>string</typeRef><allowedValues><text>"本市",
        "外地"</text></allowedValues></itemDefinition>
    <itemDefinition name="岁"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>
    <itemDefinition name="人">
      <itemComponent name="户籍"><typeRef>户籍</typeRef></itemComponent>
      <itemComponent name="年龄"><typeRef>岁</typeRef></itemComponent></itemDefinition>
    <itemDefinition name="人们" isCollection="true"><typeRef>人</typeRef></itemDefinition>
    <itemDefinition name="两个" isCollection="true"><typeRef>岁</typeRef><typeConstraint><text>count(?) &lt;= 2</text></typeConstraint></itemDefinition>
    <itemDefinition name="成年人"><typeRef>人</typeRef><typeConstraint><text>?.年龄 &gt;= 18</text></typeConstraint></itemDefinition>
    <itemDefinition name="过去"><typeRef>date</typeRef><allowedValues><text>&lt;= today()</text></allowedValues></itemDefinition>"#;

fn typed() -> Model {
    let inputs = [
        ("户", "户籍"),
        ("家", "人们"),
        ("数", "两个"),
        ("主", "成年人"),
        ("日", "过去"),
        ("任意", ""),
    ];
    let inputs: String = inputs.iter().map(|(name, of)| input(name, of)).collect();
    // Whoever reads only the answer never sees that 户 was refused.
    let answer = decision("答", "", &["户"], &literal("if 户 = null then 1 else 1"));
    model(&[&definitions(&format!("{TYPES}{inputs}{answer}"))])
}

#[test]
fn a_value_that_its_type_does_not_allow_is_refused_with_the_values_that_are() {
    let model = typed();
    for (given, name, zh, en) in [
        (
            r#"{户: "本是"}"#,
            "户",
            "“户”不允许取值 本是；请写符合 \"本市\", \"外地\" 的值。",
            "本是 is not among the values allowed for “户”; give one that fits \"本市\", \"外地\".",
        ),
        (
            r#"{家: [{户籍: "本市", 年龄: 3}, {户籍: "本市", 年龄: 160}]}"#,
            "家",
            "“家[2].年龄”不允许取值 160；请写符合 [0..150] 的值。",
            "160 is not among the values allowed for “家[2].年龄”; give one that fits [0..150].",
        ),
        (
            "{数: [1, 151]}",
            "数",
            "“数[2]”不允许取值 151；请写符合 [0..150] 的值。",
            "151 is not among the values allowed for “数[2]”; give one that fits [0..150].",
        ),
        (
            "{数: [1, 2, 3]}",
            "数",
            "“数”不允许取值 [1, 2, 3]；请写符合 count(?) <= 2 的值。",
            "[1, 2, 3] is not among the values allowed for “数”; give one that fits count(?) <= 2.",
        ),
        (
            r#"{日: @"2999-01-01"}"#,
            "日",
            "“日”不允许取值 2999-01-01；请写符合 <= today() 的值。",
            "2999-01-01 is not among the values allowed for “日”; give one that fits <= today().",
        ),
        (
            "{户: 1}",
            "户",
            "“户”应为 string，实为数字。",
            "“户” should be string and is a number.",
        ),
    ] {
        let refused = model.refused(&case(given));
        assert_eq!(refused.len(), 1, "{given}: {refused:?}");
        let (of, why) = &refused[0];
        assert_eq!((&**of, &*why.zh, &*why.en), (name, zh, en), "{given}");
    }
}

#[test]
fn every_refused_value_is_said_and_a_refused_one_still_lets_a_table_answer() {
    let model = typed();
    let given = case(r#"{户: "本是", 数: [-1], 主: {户籍: "外地", 年龄: 17}}"#);
    let names: Vec<String> = model
        .refused(&given)
        .iter()
        .map(|(name, _)| name.to_string())
        .collect();
    assert_eq!(names, ["户", "数", "主"]);
    // Why it has to be asked first.
    assert_eq!(decide(&model, "答", &given).value.literal(), "1");
}

#[test]
fn what_is_allowed_null_or_without_a_type_is_not_refused() {
    let model = typed();
    for given in [
        "{}",
        r#"{户: "外地", 家: [], 数: [0, 150], 日: @"2020-01-01"}"#,
        "{户: null, 家: null}",
        r#"{家: {户籍: "本市", 年龄: 1}, 数: 7, 户: ["本市"]}"#,
        r#"{任意: "什么都行", 别处: 1}"#,
        r#"{主: {户籍: "外地", 年龄: 18}}"#,
    ] {
        let refused = model.refused(&case(given));
        assert!(refused.is_empty(), "{given}: {refused:?}");
    }
}

#[test]
fn a_part_that_was_not_given_is_not_refused_for_that() {
    let age = Value::Unknown(Missing::one("年龄".into()));
    let person = [("户籍".into(), Value::from("本市")), ("年龄".into(), age)];
    let person = Value::context(person.into_iter().collect());
    let given = Case {
        given: [("主".into(), person.clone())].into_iter().collect(),
        third_answer: true,
        ..Case::default()
    };
    let model = typed();
    assert!(model.refused(&given).is_empty());
    let xml = definitions(&format!(
        "{TYPES}{}{}",
        input("主", "成年人"),
        decision("答", "", &["主"], &literal("主.年龄 + 1"))
    ));
    let answer = decide(&self::model(&[&xml]), "答", &given).value;
    assert_eq!(
        answer.missing(),
        Some(Missing::one("年龄".into())),
        "{answer}"
    );
}

#[test]
fn a_value_that_costs_too_much_to_look_at_is_refused_for_that() {
    let mut given = case("{数: [1, 2]}");
    let many = vec![Value::from(true); 200_000];
    given.given.insert("数".into(), Value::list(many));
    given.limits = Limits {
        steps_max: 100,
        ..Limits::default()
    };
    let refused = typed().refused(&given);
    assert_eq!(refused[0].1, Why::Limit("steps").sentence());
}

#[test]
fn a_column_names_the_values_that_it_may_have() {
    let table = r#"<decisionTable><input><inputExpression typeRef="string"><text>户</text></inputExpression>
        <inputValues><text>"本市","外地"</text></inputValues></input><output typeRef="number"/>
        <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>"#;
    let xml = definitions(&format!(
        "{}{}",
        input("户", "string"),
        decision("答", "number", &["户"], table)
    ));
    let answer = decide(&model(&[&xml]), "答", &case(r#"{户: "国外"}"#)).value;
    let said = answer.reasons();
    assert!(
        said[0].zh.contains("请写符合 \"本市\",\"外地\" 的值"),
        "{said:?}"
    );
}

#[test]
fn a_long_list_of_allowed_values_is_cut_off_in_the_sentence() {
    let why = Why::NotAllowed {
        of: "码".into(),
        value: "一".repeat(1_000).into(),
        allowed: "\"二\", ".repeat(1_000).into(),
    };
    let said = why.sentence();
    assert!(
        said.zh.chars().count() < 700 && said.zh.contains('…'),
        "{said}"
    );
}
