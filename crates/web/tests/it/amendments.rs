//! Promises that were amended, and the site as it stood on a past day.

use axum::http::StatusCode;
use jiff::Timestamp;

use crate::town::Town;

fn september() -> Timestamp {
    "2026-09-10T09:00:00+08:00".parse().unwrap()
}

/// A town whose first commitment was confirmed on 30 June; it is 10 September.
async fn town() -> Town {
    let town = Town::new();
    town.change("/commitments/c1", &[("do", "confirm"), ("seen", "1")])
        .await;
    town.later(september)
}

const AMEND: [(&str, &str); 8] = [
    ("do", "amend"),
    ("seen", "2"),
    ("what", "number:0"),
    ("op", "="),
    ("value", "250"),
    ("from", "2026-09-01"),
    ("approver", "市政府常务会议"),
    ("document", "云政办〔2026〕31号"),
];

fn amend<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let left = AMEND
        .iter()
        .filter(|(name, _)| more.iter().all(|(new, _)| new != name));
    left.chain(more).copied().collect()
}

#[tokio::test]
async fn a_lowered_target_is_struck_through_wherever_it_stands() {
    let town = town().await;
    let why = amend(&[("why", "用地指标核减")]);
    assert_eq!(
        town.change("/commitments/c1", &why).await,
        "/commitments/c1"
    );

    let page = town.page("/commitments/c1").await;
    assert!(
        page.part("#n1 s.was").contains("300项"),
        "{}",
        page.part("#n1")
    );
    assert!(page.part("#n1 b").contains("250项"));
    let said = page.part(".amendment.eases");
    for words in [
        "调低",
        "300项",
        "250项",
        "2026-09-01",
        "市政府常务会议",
        "云政办〔2026〕31号",
        "用地指标核减",
        "追溯",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let report = town.page("/").await;
    assert!(report.part(".chip.eased s.was").contains("300项"));
    assert!(report.part("#k-c1 .targets s.was").contains("300项"));
    assert!(report.part(".counts .eases").contains("1 次调整"));

    let list = town.page("/amendments").await;
    assert!(list.part(".loud").contains("1 次调整使承诺变轻"));
    assert!(list.part("#lowered").contains("调低"));
    let json = town.get("/api/amendments").await.json();
    let one = &json["amendments"][0];
    assert_eq!(
        (&one["turn"], &one["eases"]),
        (&"lowered".into(), &true.into())
    );
    assert_eq!(
        (&one["old"], &one["new"]),
        (&"300项".into(), &"250项".into())
    );
    let csv = town.get("/export/plan.csv").await.text();
    assert!(csv.contains("原 300项"), "{csv}");
    let list = town.get("/open/amendments.csv").await.text();
    let lines: Vec<&str> = list.lines().collect();
    let [_, line] = lines[..] else {
        panic!("{list}");
    };
    let said = ",lowered,true,number,1,300项,250项,300,250,项,2026-09-01,2026-09-10,true,";
    assert!(line.contains(said), "{line}");
    let before = town.get("/open/amendments.csv?on=2026-09-09").await.text();
    assert_eq!(before.lines().count(), 1, "{before}");
}

#[tokio::test]
async fn what_is_missing_or_not_ones_duty_is_refused() {
    let town = town().await;
    for (more, words) in [
        (vec![("why", "")], "必须说明理由"),
        (vec![("why", "x"), ("approver", "")], "批准人和批准文号"),
        (
            vec![("why", "x"), ("approver", "王芳")],
            "登记人不能自己批准",
        ),
        (vec![("why", "x"), ("value", "")], "没有填新目标值"),
        (vec![("why", "x"), ("what", "")], "没有选择调整什么"),
    ] {
        let page = town.post("/commitments/c1", &amend(&more)).await;
        assert!(page.status.is_client_error());
        let said = page.part(".refusal p:first-child");
        assert!(said.contains(words), "{words}: {said}");
    }
    let quiet = [
        ("do", "correct"),
        ("seen", "2"),
        ("t0-value", "250"),
        ("why", "笔误"),
    ];
    let page = town.post("/commitments/c1", &quiet).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let said = page.part(".refusal p:first-child");
    assert!(
        said.contains("只能改回报告所印的数") && said.contains("调整"),
        "{said}"
    );
}

#[tokio::test]
async fn a_past_day_shows_what_was_known_and_changes_nothing() {
    let town = town().await;
    town.change("/commitments/c1", &amend(&[("why", "核减")]))
        .await;
    let past = "/?on=2026-06-30";
    let page = town.page(past).await;
    assert!(page.part(".past-day").contains("这是 2026年6月30日 的样子"));
    assert!(
        !page.text().contains("class=\"chip eased\""),
        "nobody knew of it"
    );
    assert_eq!(
        page.values(".months a[aria-current]", "href"),
        ["/?on=2026-06-30"]
    );
    assert_eq!(
        town.page("/")
            .await
            .values(".months a[aria-current]", "href"),
        ["/"]
    );

    // Every link of it keeps the day, whatever page it is.
    for address in [
        past,
        "/commitments?on=2026-06-30",
        "/commitments/c1?on=2026-06-30",
        "/systems?on=2026-06-30",
        "/overview?on=2026-06-30",
        "/measures?on=2026-06-30",
        "/work?on=2026-06-30",
        "/amendments?on=2026-06-30",
    ] {
        let page = town.page(address).await;
        assert!(page.part(".past-day").contains("回到今天"), "{address}");
        assert!(
            page.values("form[method=post]", "action").is_empty(),
            "{address}"
        );
        for link in page.values("a[href^='/']:not([data-today])", "href") {
            let present = ["/log", "/sign", "/me", "/people", "/assets", "/reports/new"];
            let kept = link.contains("on=2026-06-30")
                || link.contains("on=2026-0")
                || present.iter().any(|it| link.starts_with(it));
            assert!(kept, "{address}: {link}");
        }
    }
    let json = |page: crate::town::Page| page.json();
    let then = json(town.get("/api/commitments/c1?on=2026-06-30").await);
    assert_eq!(then["commitment"]["targets"][0]["value"], "300");
    let now = json(town.get("/api/commitments/c1").await);
    assert_eq!(now["commitment"]["targets"][0]["value"], "250");
    let systems = town.get("/api/systems?on=2026-06-30").await;
    assert_eq!(systems.status, StatusCode::OK);

    let size = town.size().await;
    let post = town
        .post(
            "/commitments/c1?on=2026-06-30",
            &[("do", "hide"), ("seen", "3"), ("why", "x")],
        )
        .await;
    assert_eq!(post.status, StatusCode::CONFLICT);
    assert!(post.words().contains("不能在那一天改动什么"));
    assert_eq!(town.size().await, size);
    for (day, words) in [
        ("2026-13-01", "不是日期"),
        ("2026-09-11", "还没有到"),
        ("x", "不是日期"),
    ] {
        let page = town.get(&format!("/?on={day}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains(words), "{day}");
        let json = town.get(&format!("/api/summary?on={day}")).await;
        assert!(json.header("content-type").contains("json"), "{day}");
    }
    let before = town.page("/?on=2026-01-01").await;
    assert!(before.words().contains("还没有收入报告"));
}

#[tokio::test]
async fn two_reports_of_one_place_are_put_beside_each_other() {
    let town = Town::new();
    let page = town.page("/reports/compare").await;
    assert!(page.words().contains("没有可比的"));
    let mut last = crate::reading::reading();
    last.year = Some(2025);
    crate::town::take_in(town.folder.path(), last, "b.txt");
    let page = town.page("/reports/compare").await;
    assert_eq!(page.values("tr.lowered", "class"), Vec::<String>::new());
    assert!(!page.values("tr.kept", "class").is_empty());
    let json = town.get("/api/compare").await.json();
    assert_eq!(json["counts"]["dropped"], 0);
    assert_eq!(json["counts"]["new"], 0);
}

#[tokio::test]
async fn a_declared_quarter_node_is_struck_through_once_amended() {
    let town = Town::new();
    let four = [("q1", "60"), ("q2", "150"), ("q3", "240"), ("q4", "300")];
    let plan = [&[("do", "schedule"), ("seen", "1")][..], &four].concat();
    town.change("/commitments/c1", &plan).await;
    town.change("/commitments/c1", &[("do", "confirm"), ("seen", "2")])
        .await;
    let town = town.later(september);
    // The plan's form shows them and cannot move them any more.
    let page = town.page("/commitments/c1").await;
    assert_eq!(
        page.values("#schedule [name=q3][readonly]", "value"),
        ["240"]
    );
    let other = [("do", "schedule"), ("seen", "3"), ("q3", "120")];
    let refused = town.post("/commitments/c1", &other).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("须走“调整”"));

    let nodes = [
        ("seen", "3"),
        ("what", "nodes"),
        ("q1", "60"),
        ("q2", "150"),
        ("q3", "200"),
        ("q4", "300"),
        ("why", "汛期停工"),
    ];
    town.change("/commitments/c1", &amend(&nodes)).await;
    let page = town.page("/commitments/c1").await;
    let said = page.part(".amendment.eases");
    for words in [
        "推迟",
        "季度节点",
        "三季度240",
        "三季度200",
        "市政府常务会议",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(page.text().contains("240</s> 200"), "{}", page.text());
    let past = town.page("/commitments/c1?on=2026-08-31").await;
    assert!(!past.text().contains("240</s>"));
    let report = town.page("/").await;
    assert!(report.text().contains("季度节点推迟"));
}
