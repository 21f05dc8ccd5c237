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
        on: None,
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

#[tokio::test]
async fn a_claim_is_held_against_the_facts_of_the_day_that_it_speaks_of() {
    let town = town();
    town.change("/commitments/c2", &BIND).await;
    let assign = [
        ("do", "assign"),
        ("seen", "2"),
        ("lead", "市水利局"),
        ("why", ""),
    ];
    town.change("/commitments/c2", &assign).await;
    let unit = town.used_by("li-jing");
    let claim = |seen: &'static str, value: &'static str, on: &'static str| {
        [("do", "claim"), ("seen", seen), ("v0", value), ("on", on)]
    };
    // Nobody else claims for the unit, and nobody is offered the form.
    let other = town.used_by("gao-ming");
    let refused = other
        .post("/commitments/c2", &claim("3", "198亿", "2026-03-31"))
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let offered = |page: &crate::town::Page| page.part("#claim").contains("佐证");
    assert!(!offered(&other.page("/commitments/c2").await));
    assert!(offered(&unit.page("/commitments/c2").await));
    // What cannot be is refused, and what was typed is kept.
    for (value, on, said) in [
        ("许多", "2026-03-31", "不是数"),
        ("198亿元", "2026-07-01", "这一天还没有到"),
        ("198亿元", "三月底", "不是日期"),
    ] {
        let page = unit.post("/commitments/c2", &claim("3", value, on)).await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{value} {on}"
        );
        assert!(page.text().contains(said), "{said}: {}", page.text());
        assert!(
            page.values("#claim input[name=v0]", "value")
                .contains(&value.to_owned())
        );
    }

    // 66亿 a month: 198亿 of the first quarter, though 330亿 are there by now.
    unit.change("/commitments/c2", &claim("3", "198亿元", "2026-03-31"))
        .await;
    let said = town.page("/commitments/c2").await.part("#n1");
    assert!(said.contains("198亿元 截至 2026-03-31"), "{said}");
    assert!(said.contains("与当时的事实相符"), "{said}");
    let page = town.page("/contradictions").await;
    assert!(page.values("#x-claim-c2-0", "id").is_empty());
    // 330亿 of the first quarter is no claim of today.
    unit.change("/commitments/c2", &claim("4", "330亿", "2026-03-31"))
        .await;
    let page = town.page("/contradictions").await;
    let one = page.part("#x-claim-c2-0");
    assert!(one.contains("330亿元 截至 2026-03-31"), "{one}");
    assert!(one.contains("198亿元 截至 2026-03-31"), "{one}");
    assert!(
        one.contains("由 市水利局 说明") && one.contains("限 2026-07-07 前"),
        "{one}"
    );
    let to = page.values("#x-claim-c2-0 .two a", "href");
    assert!(to.iter().any(|it| it.contains("day=2026-03-31")), "{to:?}");
    let said = town.page("/commitments/c2").await.part("#n1");
    assert!(said.contains("比当时的事实多 132亿元"), "{said}");
    let card = town.page("/").await.part("#k-c2");
    assert!(
        card.contains("330亿元（截至 2026-03-31），比当时的事实多 132亿元"),
        "{card}"
    );
}

#[tokio::test]
async fn forecasts_are_open_data_as_the_page_shows_them() {
    let town = town();
    let none = town.get("/open/forecasts.csv").await.text();
    assert_eq!(none.lines().count(), 1, "{none}");
    town.change("/commitments/c2", &BIND).await;
    let now = town.get("/open/forecasts.json").await.json();
    let row = &now["rows"][0];
    assert_eq!(row["commitment"], "c2");
    assert_eq!(
        (&row["made"], &row["due"]),
        (&"2026-06-30".into(), &"2026-12-31".into())
    );
    for (column, value) in [
        ("reached", "33000000000"),
        ("point", "79200000000"),
        ("missing", "32000000000"),
    ] {
        assert_eq!(row[column].to_string(), value, "{column}: {row}");
    }
    assert_eq!(
        (&row["verdict"], &row["hidden"]),
        (&"likely".into(), &serde_json::Value::Null)
    );
    let csv = town.get("/open/forecasts.csv").await.text();
    assert_eq!(csv.lines().count(), 2, "{csv}");
    let past = town.get("/open/forecast-scores.json").await.json();
    let rows = past["rows"].as_array().unwrap();
    let shown = town
        .page("/forecasts")
        .await
        .values(".of-scores td.what a", "href");
    assert_eq!(rows.len(), shown.len(), "as many as on the page");
    for row in rows {
        assert_eq!(row["measure"], "investment");
        let inside =
            |it: &serde_json::Value| it.to_string().parse::<youwei_base::Decimal>().unwrap();
        let between = inside(&row["low"]) <= inside(&row["came"])
            && inside(&row["came"]) <= inside(&row["high"]);
        assert_eq!(row["inside"], between, "{row}");
    }
    for address in [
        "/open/forecasts/dictionary",
        "/open/forecasts.csv-metadata.json",
        "/open/forecast-scores.csv-metadata.json",
    ] {
        assert_eq!(town.get(address).await.status, StatusCode::OK, "{address}");
    }
    let catalogue = town.get("/open/catalog.jsonld").await.text();
    assert!(catalogue.contains("/open/forecast-scores.csv"));
}

const LAST: &str = "云泽市2025年政府工作报告\n各位代表：\n一、2024年工作回顾\n去年，全市经济平稳运行。\n二、2025年重点工作\n（一）扩大投资\n全年完成重点项目投资700亿元以上，开行中欧班列260列以上。\n";
const THIS: &str = "云泽市2026年政府工作报告\n各位代表：\n一、2025年工作回顾\n去年，完成重点项目投资750亿元，云泽国际陆港开行中欧班列168列。\n二、2026年重点工作\n（一）扩大投资\n开行中欧班列200列以上。\n";

#[tokio::test]
async fn what_the_review_says_was_done_stands_beside_the_promise_and_the_facts_of_its_year() {
    let folder = tempfile::tempdir().unwrap();
    for (time, record, amount, on) in &facts() {
        let fact = (&**record, "project.invested", &**on, Some(&**amount), &**on);
        crate::town::state_at(folder.path(), time.parse().unwrap(), &[fact]);
    }
    for (text, name) in [(LAST, "last.txt"), (THIS, "this.txt")] {
        crate::town::take_in(folder.path(), youwei_report::read_text(text), name);
    }
    let site = crate::town::measured_on(folder.path(), MEASURES, crate::town::noon);
    let town = Town {
        folder,
        site,
        cookie: String::new(),
    };
    let page = town.page("/reports/compare").await;
    let said = page.part(".of-review");
    // 60亿 in each month of 2025; the 330亿 of 2026 are not of that year.
    assert!(
        said.contains("750亿元") && said.contains("720亿元"),
        "{said}"
    );
    assert!(
        said.contains("多说 30亿元") && said.contains("没有人确认"),
        "{said}"
    );
    assert!(
        said.contains("24 条依据") || said.contains("依据"),
        "{said}"
    );
    let missed = page.part(".of-review tr.missed");
    assert!(
        missed.contains("168列") && missed.contains("没有达到"),
        "{missed}"
    );
    assert!(missed.contains("没有口径"), "{missed}");
    let to = page.values(".of-review td a", "href");
    assert!(to.iter().any(|it| it.contains("day=2025-12-31")), "{to:?}");
    let json = town.get("/api/compare").await.json();
    let numbers = json["review"]["numbers"].as_array().unwrap();
    let invested = numbers
        .iter()
        .find(|it| it["mention"] == "750亿元")
        .unwrap();
    assert_eq!(
        (&invested["counted"]["figure"], &invested["counted"]["more"]),
        (&"72000000000".into(), &"3000000000".into())
    );
    assert_eq!(
        (&invested["kept"], &invested["year"]),
        (&true.into(), &2025.into())
    );

    // On the page of the promise, a year on.
    let to = page.values(".of-review td a", "href");
    let promise = to
        .iter()
        .find(|it| it.starts_with("/commitments/"))
        .unwrap();
    let said = town.page(promise).await.part("#n1");
    assert!(said.contains("次年报告说 750亿元"), "{said}");
}
