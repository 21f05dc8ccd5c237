//! Forecasts and contradictions on the pages.

use axum::http::StatusCode;
use youwei_account::{Claim, ClaimedAmount, Command};

use crate::town::{Fact, Town, append};

const MEASURES: &str = r#"
[investment]
name = { zh = "重点项目完成投资", en = "investment made" }
metric = "project.invested"
how = "sum"
unit = "元"
per = "year"
words = ["投资", "完成投资"]
verbs = ["完成"]
source = "按月报投资计"

[paid]
name = { zh = "支付的投资", en = "investment paid" }
metric = "project.paid"
how = "sum"
unit = "元"
per = "year"
source = "按支付凭证计"

[disagree.told-paid]
name = { zh = "月报的投资应与支付一致", en = "told and paid agree" }
left = "investment"
is = "equal"
right = "paid"
tolerance = 5
who = "water"
source = "测试"
"#;

/// Two projects a month in 2025 and until May 2026, each told on the 5th of the next month:
/// 60亿 a month, and 66亿 in the new year.
fn facts() -> Vec<(String, String, String, String)> {
    let mut facts = Vec::new();
    for month in 0..17 {
        let (year, at) = (2025 + month / 12, month % 12 + 1);
        let (next_year, next) = (2025 + (month + 1) / 12, (month + 1) % 12 + 1);
        let amount = if year == 2025 {
            "3000000000"
        } else {
            "3300000000"
        };
        for project in ["key-projects/2025-00001", "key-projects/2025-00002"] {
            facts.push((
                format!("{next_year}-{next:02}-05T10:00:00+08:00"),
                project.to_owned(),
                amount.to_owned(),
                format!("{year}-{at:02}-28"),
            ));
        }
    }
    facts
}

fn town() -> Town {
    let facts = facts();
    let mut before: Vec<(&str, Fact<'_>)> = facts
        .iter()
        .map(|(time, record, amount, on)| {
            let fact = (&**record, "project.invested", &**on, Some(&**amount), &**on);
            (&**time, fact)
        })
        .collect();
    let paid = Some("30000000000");
    let fact = (
        "key-projects/2025-00001",
        "project.paid",
        "",
        paid,
        "2026-05-31",
    );
    before.push(("2026-06-08T10:00:00+08:00", fact));
    Town::lived(MEASURES, &before, &[])
}

const BIND: [(&str, &str); 4] = [
    ("do", "bind"),
    ("seen", "1"),
    ("to", "0"),
    ("measure", "investment"),
];

#[tokio::test]
async fn a_bound_number_says_where_it_will_stand_and_past_forecasts_are_scored() {
    let town = town();
    let page = town.page("/forecasts").await;
    assert!(page.part("main").contains("现在没有够得上预测的指标"));
    town.change("/commitments/c2", &BIND).await;

    // 330亿 by May; in 2025 that was 5 of 12 months: 792亿.
    let page = town.page("/commitments/c2").await;
    let said = page.part("#n1 .outlook");
    assert!(said.contains("年底预计 792亿元"), "{said}");
    assert!(said.contains("照此可以达到"), "{said}");
    assert!(
        said.contains("还差 320亿元，从现在起每月要 52.9亿元"),
        "{said}"
    );
    assert!(
        said.contains("按 2025 年各月占全年的比重，到此应有全年的 41.7%"),
        "{said}"
    );
    let card = town.page("/").await.part("#k-c2 .outlook");
    assert!(card.contains("年底预计 792亿元"), "{card}");

    let page = town.page("/forecasts").await;
    let now = page.part(".of-forecasts");
    assert!(now.contains("330亿元"), "{now}");
    // Every forecast of 2025 was even, and every month came as it was.
    let scored = page.part(".of-scores");
    assert!(scored.contains("2025-06-30"), "{scored}");
    let first = page.part(".of-scores tbody tr:first-child");
    assert!(first.ends_with("是"), "{first}");
    assert!(!page.values("svg.past", "viewbox").is_empty() || page.words().contains("竖线是实际"));
    let english = town.page("/forecasts?lang=en").await.part("main");
    assert!(english.contains("Past forecasts"), "{english}");

    // A measure that is asked for of one record alone has no fan.
    let page = town.page("/measures/investment").await;
    assert!(!page.values("polygon.fan", "points").is_empty());
    assert!(page.part(".outlook").contains("年底预计 792亿元"));
    let one = "/measures/investment?record=key-projects%2F2025-00001";
    assert!(
        town.page(one)
            .await
            .values("polygon.fan", "points")
            .is_empty()
    );
}

#[tokio::test]
async fn two_sources_that_disagree_are_shown_with_who_must_explain_by_when() {
    let town = town();
    town.change("/commitments/c2", &BIND).await;
    let page = town.page("/contradictions").await;
    let late = page.part(".contradiction.late");
    // 330亿 told, 300亿 paid, since 8 June: five work days on is the 15th.
    assert!(late.contains("月报的投资应与支付一致"), "{late}");
    assert!(
        late.contains("330亿元") && late.contains("300亿元"),
        "{late}"
    );
    assert!(late.contains("市水利局"), "{late}");
    assert!(late.contains("限期 2026-06-15 已逾期 15 天"), "{late}");
    let list = town.get("/open/contradictions.json").await.json();
    let line = &list["rows"][0];
    for (name, value) in [
        ("about", "pair:told-paid"),
        ("kind", "pair"),
        ("left_measure", "investment"),
        ("right_measure", "paid"),
        ("since", "2026-06-08"),
        ("who", "water"),
        ("stands", "overdue"),
        ("due", "2026-06-15"),
    ] {
        assert_eq!(line[name], value, "{line}");
    }
    assert_eq!(line["left"].to_string(), "33000000000");

    // The unit explains; another may not, nor may anybody who is not on duty for it.
    let fields = [
        ("about", "pair:told-paid"),
        ("why", "两家的付款凭证还在路上"),
    ];
    let other = town.used_by("gao-ming");
    let refused = other.post("/contradictions", &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        other
            .page("/contradictions")
            .await
            .values(".contradiction form", "action")
            .is_empty()
    );
    let gone = town
        .post("/contradictions", &[("about", "pair:gone"), ("why", "x")])
        .await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unit = town.used_by("li-jing");
    let silent = unit
        .post(
            "/contradictions",
            &[("about", "pair:told-paid"), ("why", " ")],
        )
        .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    unit.change("/contradictions", &fields).await;
    let page = town.page("/contradictions").await;
    assert!(page.values(".contradiction.late", "id").is_empty());
    let said = page.part(".contradiction blockquote");
    assert!(
        said.contains("市水利局") && said.contains("两家的付款凭证还在路上"),
        "{said}"
    );

    let list = town.get("/open/contradictions.json").await.json();
    let line = &list["rows"][0];
    assert_eq!(
        (&line["stands"], &line["due"]),
        (&"explained".into(), &serde_json::Value::Null)
    );
    assert_eq!(line["why"], "两家的付款凭证还在路上");

    // A claim beyond the tolerance stands beside the figure; the light is what it was.
    let before = town.page("/").await.values("#c-c2", "class");
    let amount = ClaimedAmount {
        target: 0,
        value: Some(40_000_000_000_i64.into()),
    };
    let claim = Claim {
        amounts: vec![amount],
        ..Claim::default()
    };
    let why = String::new();
    append(
        town.folder.path(),
        &Command::Claim {
            id: "c2".into(),
            claim,
            why,
        },
    );
    let page = town.page("/contradictions").await;
    let claimed = page.part("#x-claim-c2-0");
    assert!(claimed.contains("单位自报 400亿元"), "{claimed}");
    assert!(claimed.contains("还没有牵头单位"), "{claimed}");
    assert_eq!(town.page("/").await.values("#c-c2", "class"), before);
}
