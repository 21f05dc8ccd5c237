//! The decision models as people read them: a small system of the test's own, and those
//! in the program.

use std::fs;

use axum::http::StatusCode;
use tempfile::TempDir;
use youwei_web::{Folder, Systems};

use crate::town::{Page, Town};

const MODEL: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="heating" name="取暖补贴" label="Heating allowance" namespace="urn:test:heating">
  <description>冬季取暖补贴发给谁。 Who gets the allowance.</description>
  <itemDefinition id="t1" name="户型"><typeRef>string</typeRef><allowedValues id="v1"><text>"独居","多人"</text></allowedValues></itemDefinition>
  <itemDefinition id="t0" name="岁数"><typeRef>number</typeRef><allowedValues id="v0"><text>&gt;= 0</text></allowedValues></itemDefinition>
  <itemDefinition id="t2" name="成员型">
    <itemComponent id="c1" name="年龄"><typeRef>number</typeRef></itemComponent>
    <itemComponent id="c2" name="在校"><typeRef>boolean</typeRef></itemComponent>
  </itemDefinition>
  <itemDefinition id="t3" name="成员清单" isCollection="true"><typeRef>成员型</typeRef></itemDefinition>
  <knowledgeSource id="law" name="取暖办法" locationURI="https://law.example/heating"><type>示例 &lt;b&gt;</type></knowledgeSource>
  <knowledgeSource id="bad" name="坏链接" locationURI="javascript:alert(1)"/>
  <inputData id="day" name="申请日期"><variable id="day_v" name="申请日期" typeRef="date"/></inputData>
  <inputData id="kind" name="类型" label="Kind"><description>住在一起的人。 Who lives together.</description><variable id="kind_v" name="类型" typeRef="户型"/></inputData>
  <inputData id="old" name="年龄"><variable id="old_v" name="年龄" typeRef="岁数"/></inputData>
  <inputData id="all" name="成员"><variable id="all_v" name="成员" typeRef="成员清单"/></inputData>
  <inputData id="rate" name="标准"><variable id="rate_v" name="标准" typeRef="number"/></inputData>
  <businessKnowledgeModel id="double" name="加倍">
    <variable id="double_v" name="加倍"/>
    <encapsulatedLogic id="double_l"><formalParameter id="double_p" name="数" typeRef="number"/><literalExpression id="double_e"><text>数 * 2</text></literalExpression></encapsulatedLogic>
  </businessKnowledgeModel>
  <decision id="class" name="档次" label="Class">
    <question>属于哪一档？ Which class?</question>
    <variable id="class_v" name="档次" typeRef="string"/>
    <informationRequirement id="r1"><requiredInput href="#kind"/></informationRequirement>
    <informationRequirement id="r2"><requiredInput href="#old"/></informationRequirement>
    <authorityRequirement id="r3"><requiredAuthority href="#law"/></authorityRequirement>
    <decisionTable id="class_table" hitPolicy="FIRST">
      <input id="i1" label="住法"><inputExpression id="x1" typeRef="户型"><text>类型</text></inputExpression></input>
      <input id="i2"><inputExpression id="x2" typeRef="number"><text>年龄</text></inputExpression></input>
      <output id="o1" typeRef="string"><outputValues id="ov"><text>"高","低"</text></outputValues></output>
      <annotation name="条款"/>
      <rule id="a"><inputEntry id="a1"><text>"独居"</text></inputEntry><inputEntry id="a2"><text>&gt;= 70</text></inputEntry><outputEntry id="a3"><text>"高"</text></outputEntry><annotationEntry><text>第二条&lt;script&gt;</text></annotationEntry></rule>
      <rule id="b"><inputEntry id="b1"><text>-</text></inputEntry><inputEntry id="b2"><text>-</text></inputEntry><outputEntry id="b3"><text>"低"</text></outputEntry><annotationEntry><text>第三条</text></annotationEntry></rule>
    </decisionTable>
  </decision>
  <decision id="sum" name="金额" label="Amount">
    <question>每月多少？ How much a month?</question>
    <variable id="sum_v" name="金额" typeRef="number"/>
    <informationRequirement id="r4"><requiredDecision href="#class"/></informationRequirement>
    <informationRequirement id="r5"><requiredInput href="#rate"/></informationRequirement>
    <informationRequirement id="r7"><requiredInput href="#all"/></informationRequirement>
    <knowledgeRequirement id="r6"><requiredKnowledge href="#double"/></knowledgeRequirement>
    <literalExpression id="sum_e"><text>(if 档次 = "高" then 加倍(标准) else 标准) * count(成员)</text></literalExpression>
  </decision>
</definitions>"##;

const PARAMETERS: &str = r#"
case_date = "申请日期"
["标准"]
label = { zh = "取暖标准", en = "Heating standard" }
unit = "元/月"
values = [
  { from = 2025-01-01, value = 80, source = "旧文件" },
  { from = 2026-01-01, value = "100.50", source = "新文件" },
]
"#;

const CASES: &str = r#"
[[case]]
name = { zh = "独居老人", en = "Living alone" }
model = "heating.dmn"
decision = "金额"
on = 2026-02-01
expected = 201
source = "示例"
[case.input]
"类型" = "独居"
"年龄" = 80
"成员" = [{ "年龄" = 80, "在校" = false }]
"#;

const README: &str = "# 取暖 · Heating\n\n**谁领取暖补贴。**\n\n## English\n\nWho gets it.\n";

/// A town that runs one small system of its own; its folder lives as long.
fn town() -> (Town, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let system = folder.path().join("heating");
    fs::create_dir(&system).unwrap();
    for (name, text) in [
        ("heating.dmn", MODEL),
        ("parameters.toml", PARAMETERS),
        ("cases.toml", CASES),
        ("README.md", README),
    ] {
        fs::write(system.join(name), text).unwrap();
    }
    let systems = Systems::of(&Folder::read_all(folder.path()).unwrap());
    (Town::with_systems(systems), folder)
}

const AT: &str = "/decisions/heating/heating";

async fn decided(town: &Town, query: &str) -> Page {
    town.page(&format!("{AT}?{query}")).await
}

#[tokio::test]
async fn the_list_says_what_each_model_decides() {
    let (town, _folder) = town();
    let page = town.page("/decisions").await;
    assert_eq!(page.part(".system > h2"), "取暖");
    assert_eq!(page.part(".system > .intro"), "谁领取暖补贴。");
    let model = page.part("a.model");
    assert!(
        model.starts_with(
            "取暖补贴 每月多少？ 冬季取暖补贴发给谁。 2 项决策 1 张表 2 条规则 1 个例子"
        ),
        "{model}"
    );
    assert_eq!(page.values("a.model", "href"), [AT]);
    assert_eq!(page.part("nav [aria-current]"), "决策规则");
    let page = town.page("/decisions?lang=en").await;
    assert!(
        page.part("a.model")
            .starts_with("Heating allowance 取暖补贴 How much a month?")
    );
    assert_eq!(page.part(".system > .intro"), "Who gets it.");
}

#[tokio::test]
async fn a_table_is_set_as_people_read_it() {
    let (town, _folder) = town();
    let page = town.page(AT).await;
    assert_eq!(page.part("h1"), "取暖补贴");
    assert_eq!(page.part("#e-class h3"), "档次");
    assert_eq!(page.part("#e-class .question"), "属于哪一档？");
    assert_eq!(
        page.part("#e-class tbody tr"),
        "规则 1 独居 ≥ 70 高 第二条<script>\n规则 2 – – 低 第三条"
    );
    assert_eq!(
        page.part("#e-class .policy"),
        "F 首条：从上到下，以第一条适用的规则为准。"
    );
    assert_eq!(page.part("#e-class .then .allowed"), "高 、 低");
    assert!(page.part("#e-sum .feel").contains("加倍 ( 标准 )"));
    let links = page.values("#e-sum .feel a", "href");
    assert!(links.contains(&"#e-double".to_owned()), "{links:?}");
    assert_eq!(page.part("#e-double .takes"), "已知： 数 number");
    assert!(page.part(".result").is_empty());
}

#[tokio::test]
async fn every_link_within_a_page_leads_somewhere() {
    let (town, _folder) = town();
    for address in [
        AT.to_owned(),
        format!("{AT}?case=1"),
        format!("{AT}?case=1&lang=en"),
    ] {
        let page = town.page(&address).await;
        let ids = page.values("[id]", "id");
        let mut sorted = ids.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), ids.len(), "an id stands twice");
        for link in page.values("main a", "href") {
            if let Some(anchor) = link.strip_prefix('#') {
                assert!(ids.iter().any(|id| id == anchor), "{address}: {link}");
            }
        }
    }
}

#[tokio::test]
async fn the_diagram_has_every_element_in_its_shape_and_links_to_it() {
    let (town, _folder) = town();
    let page = town.page(AT).await;
    let links = page.values(".drd a", "href");
    for id in [
        "class", "sum", "kind", "old", "all", "rate", "double", "law", "bad",
    ] {
        assert!(links.contains(&format!("#e-{id}")), "{id}: {links:?}");
    }
    assert_eq!(page.part(".drd .parameter .name"), "标准");
    assert_eq!(page.values(".drd .lines .calls", "class").len(), 1);
    assert_eq!(page.values(".drd .lines .rests", "class").len(), 1);
    assert_eq!(page.values(".drd .lines .needs", "class").len(), 6 - 1);
}

#[tokio::test]
async fn an_example_lights_its_rule_its_cells_and_its_parameter() {
    let (town, _folder) = town();
    let page = decided(&town, "case=1").await;
    assert_eq!(page.part(".result .said"), "201");
    assert_eq!(page.values("tr.fired", "id"), ["rule-class_table-1"]);
    assert_eq!(page.part("tr.fired .sign"), "✓ 成立\n✓ 成立");
    assert!(page.part("tr.fired .no").contains("适用"));
    assert_eq!(page.part("#e-class .is"), "本例： 独居\n本例： 80");
    assert_eq!(page.part("#e-class .came"), "本例： 规则 1 适用，得 高 。");
    assert_eq!(
        page.part(".because"),
        "由这些得出 档次 高 规则 1 第二条<script>\n用到的参数 标准 100.5 元/月 2026-01-01 起， 新文件"
    );
    assert!(page.part("#e-rate").contains("✓ 本例用此"));
    assert!(page.part(".drd .decision .worth").contains("201"));
    let steps = page.part(".steps-taken li");
    assert_eq!(steps, "档次 = 高 规则 1\n金额 = 201");
    let english = decided(&town, "case=1&lang=en").await;
    assert_eq!(english.part(".result h3"), "From these\nParameters used");
    assert_eq!(english.part(".expected"), "✓ As the example expects");
}

#[tokio::test]
async fn a_case_of_last_year_takes_the_value_of_then() {
    let (town, _folder) = town();
    let page = decided(
        &town,
        "decision=金额&i.申请日期=2025-06-01&i.类型=多人&i.年龄=30&i.成员.0.年龄=30",
    )
    .await;
    assert_eq!(page.part(".result .said"), "80");
    assert_eq!(page.values("tr.fired", "id"), ["rule-class_table-2"]);
    assert_eq!(page.values("tr.out", "id"), ["rule-class_table-1"]);
    assert!(page.part("#rule-class_table-1 .sign").contains("✗ 不成立"));
}

#[tokio::test]
async fn what_is_missing_is_named_where_it_matters() {
    let (town, _folder) = town();
    let page = decided(&town, "decision=档次&i.类型=独居").await;
    assert_eq!(page.part(".result .said"), "? 不能确定，因为缺 “年龄” 。");
    assert_eq!(page.values(".result .said a", "href"), ["#i.年龄"]);
    assert!(page.part("#rule-class_table-1 .sign").contains("? 说不准"));
    // A household of several is of the lower class at any age.
    let page = decided(&town, "decision=档次&i.类型=多人").await;
    assert_eq!(page.part(".result .said"), "低");
}

#[tokio::test]
async fn what_is_typed_wrong_is_said_beside_its_field_and_nothing_is_decided() {
    let (town, _folder) = town();
    let page = town
        .get(&format!(
            "{AT}?decision=金额&i.年龄=很大&i.申请日期=2026-02-30"
        ))
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.part(".refusal").contains("还没有计算"));
    assert!(page.part("small.wrong").contains("“很大”不是数"));
    assert_eq!(page.values("[name='i.年龄']", "value"), ["很大"]);
    let page = town.get(&format!("{AT}?decision=没有")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A value that the declared type does not allow is a reason, not a guess.
    let page = town
        .get(&format!("{AT}?decision=档次&i.类型=三人&i.年龄=30"))
        .await;
    assert!(page.part("small.wrong").contains("不在可选的几项之中"));
    let page = town
        .get(&format!("{AT}?decision=金额&i.年龄=-1&i.成员.0.年龄=1"))
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.part("small.wrong").contains("不允许取值")
            && page.part("small.wrong").contains("请写"),
        "{}",
        page.part(".refusal")
    );
    // So it is where the decision that is asked for does not look at the value.
    let page = town
        .get(&format!("{AT}?decision=档次&i.类型=多人&i.年龄=-1"))
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.part("small.wrong").contains("不允许取值 -1"));
}

#[tokio::test]
async fn a_typed_case_becomes_an_address_and_a_large_one_is_answered_at_once() {
    let (town, _folder) = town();
    let size = town.size().await;
    let fields = [
        ("decision", "档次"),
        ("i.类型", "独居"),
        ("i.年龄", " 80 "),
        ("i.申请日期", ""),
    ];
    let page = town.post(AT, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let address = page.header("location");
    assert!(
        !address.contains("%E7%94%B3"),
        "a blank field is left out: {address}"
    );
    let page = town.page(address.split('#').next().unwrap()).await;
    assert_eq!(page.part(".result .said"), "高");
    let long = "长".repeat(3000);
    let page = town
        .post(
            AT,
            &[
                ("decision", "档次"),
                ("i.类型", "多人"),
                ("i.年龄", "1"),
                ("i.x", &long),
            ],
        )
        .await;
    assert_eq!(
        (page.status, page.part(".result .said")),
        (StatusCode::OK, "低".to_owned())
    );
    // A list gets more rows without script, and nothing is decided for that.
    let page = town
        .post(
            AT,
            &[
                ("decision", "金额"),
                ("more", "i.成员"),
                ("i.成员.0.年龄", "7"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.values("[name='i.成员.6.年龄']", "name").len(), 1);
    assert!(page.part(".result").is_empty());
    assert_eq!(town.size().await, size, "nothing is stored");
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let (town, _folder) = town();
    let mut request = crate::town::form(AT, &[("decision", "档次")], None);
    request
        .headers_mut()
        .insert("origin", "https://evil.example".parse().unwrap());
    assert_eq!(town.ask(request).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_model_is_never_markup_and_its_links_lead_to_pages_only() {
    let (town, _folder) = town();
    for address in [
        AT.to_owned(),
        format!("{AT}?case=1"),
        format!("{AT}?decision=档次&i.类型=%3Cscript%3E&i.年龄=1"),
    ] {
        let text = town.get(&address).await.text();
        assert!(!text.contains("<script>"), "{address}");
        assert!(!text.contains("href=\"javascript"), "{address}");
        assert!(
            !text.contains("style=\""),
            "{address}: the policy forbids inline style"
        );
    }
    let page = town.page(AT).await;
    assert_eq!(
        page.values(".sources a[rel]", "href"),
        ["https://law.example/heating"]
    );
}

#[tokio::test]
async fn what_is_not_there_is_refused_with_a_next_step() {
    let (town, _folder) = town();
    for address in [
        "/decisions/none/heating",
        "/decisions/heating/none",
        "/decisions/heating/heating?case=9",
    ] {
        let page = town.get(address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        assert!(page.part(".refusal").contains("请"), "{address}");
    }
}

#[tokio::test]
async fn a_folder_with_a_broken_model_says_so_and_shows_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let system = folder.path().join("s");
    fs::create_dir(&system).unwrap();
    fs::write(system.join("heating.dmn"), MODEL).unwrap();
    fs::write(system.join("broken.dmn"), "<definitions").unwrap();
    fs::write(system.join("parameters.toml"), "case_date = 1").unwrap();
    let town = Town::with_systems(Systems::of(&Folder::read_all(folder.path()).unwrap()));
    let page = town.page("/decisions").await;
    assert_eq!(page.values("a.model", "href"), ["/decisions/s/heating"]);
    let findings = page.part(".findings");
    assert!(
        findings.contains("broken.dmn") && findings.contains("parameters.toml"),
        "{findings}"
    );
}

#[tokio::test]
async fn a_case_that_would_take_for_ever_is_stopped_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let system = folder.path().join("s");
    fs::create_dir(&system).unwrap();
    let endless = MODEL.replace(
        "count(成员)",
        "count(for a in 1..1000000, b in 1..1000000, c in 1..1000000 return a + b + c)",
    );
    fs::write(system.join("heating.dmn"), endless).unwrap();
    let town = Town::with_systems(Systems::of(&Folder::read_all(folder.path()).unwrap()));
    let began = std::time::Instant::now();
    let page = town
        .page("/decisions/s/heating?decision=金额&i.类型=多人&i.年龄=1&i.标准=1&i.成员=[]")
        .await;
    assert!(
        page.part(".result").contains("限度"),
        "{}",
        page.part(".result")
    );
    assert!(began.elapsed().as_secs() < 20);
}

#[tokio::test]
async fn the_systems_of_the_city_are_shown_whole_and_their_examples_come_out() {
    let town = Town::empty();
    let page = town.page("/decisions").await;
    let models = page.values("a.model", "href");
    assert_eq!(models.len(), 8, "{models:?}");
    let mut seen = 0;
    for model in models {
        let page = town.page(&model).await;
        let ids = page.values("[id]", "id");
        for link in page.values("main a", "href") {
            if let Some(anchor) = link.strip_prefix('#') {
                assert!(ids.iter().any(|id| id == anchor), "{model}: {link}");
            }
        }
        for example in page.values(".examples a", "href").iter().step_by(7) {
            let address = example.split('#').next().unwrap();
            let page = town.page(address).await;
            assert!(
                page.part(".expected").starts_with('✓'),
                "{address}: {}",
                page.part(".result")
            );
            assert!(!page.part(".drd .worth").is_empty(), "{address}");
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen}");
}
