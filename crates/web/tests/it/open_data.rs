//! Open data from outside: the lists whole and in pages, what is not in them, and the
//! feed of lights over some days. Programs that are not ours judge its forms
//! (scripts/open-data-test).

use axum::http::StatusCode;
use jiff::Timestamp;
use uuid::Uuid;
use youwei_ledger::NewEvent;

use crate::town::{Town, ledger, measured_on};

const MEASURES: &str = r#"
[investment]
name = { zh = "重点项目完成投资", en = "investment made" }
metric = "project.invested"
how = "sum"
unit = "元"
per = "year"
words = ["投资"]
verbs = ["完成"]
source = "按月报投资计"
"#;

/// Two days after the town's own.
fn later() -> Timestamp {
    "2026-07-02T12:00:00+08:00".parse().unwrap()
}

#[tokio::test]
async fn a_light_that_changed_is_told_with_the_entry_or_the_day_that_did_it() {
    let town = Town::measured(MEASURES, &[]);
    let bound = [
        ("do", "bind"),
        ("seen", "1"),
        ("to", "0"),
        ("measure", "investment"),
    ];
    town.change("/commitments/c2", &bound).await;
    let all = town.get("/api/commitments").await.json();
    let mut due = all["commitments"].as_array().unwrap().iter();
    let bridge = due.find(|it| it["due"] == "2026-06-30").unwrap();
    let id = bridge["id"].as_str().unwrap();
    let pick = format!("{id}:{}", bridge["version"]);
    town.change("/commitments", &[("do", "confirm"), ("pick", &pick)])
        .await;
    let none = town.get("/lights.atom").await.text();
    assert!(
        none.contains("<feed") && !none.contains("<entry>"),
        "{none}"
    );
    let fact = NewEvent {
        id: Uuid::now_v7(),
        kind: "key-projects.report-month".into(),
        subject: "key-projects/2026-00001".into(),
        time: "2026-07-02T09:00:00+08:00".parse().unwrap(),
        actor: "李静（市水利局）".into(),
        data: serde_json::json!({ "facts": [
            { "metric": "project.invested", "key": "2026-06", "value": "33000000000", "on": "2026-06-30", "labels": {} },
        ] }),
    };
    let entry = ledger(town.folder.path()).append(vec![fact], &[]).unwrap()[0];
    let site = measured_on(town.folder.path(), MEASURES, later);
    let town = Town { site, ..town };
    let feed = town.get("/lights.atom").await.text();
    assert_eq!(feed.matches("<entry>").count(), 2, "{feed}");
    // The bridge was not done by its day; nobody did anything.
    assert!(
        feed.contains("2026-07-01：无事实依据 → 严重滞后。没有新的事实，是日子到了。"),
        "{feed}"
    );
    assert!(feed.contains("2026-06-30T16:00:00Z"), "{feed}");
    // The investment was stated.
    assert!(feed.contains(&format!("/log/{entry}\"")), "{feed}");
    assert!(feed.contains("2026-07-02：无事实依据 → 达进度"), "{feed}");
    assert_eq!(
        feed,
        town.get("/lights.atom").await.text(),
        "ids and times stay"
    );
    // The report's first screen tells the same in short.
    let page = town.page("/").await;
    let turned = page.part(".turned");
    assert!(turned.starts_with("比上月底，灯变了 2"), "{turned}");
    assert!(turned.contains("无事实依据 → 严重滞后 7月1日"), "{turned}");
    assert!(turned.contains("无事实依据 → 达进度 7月2日"), "{turned}");
    assert!(page.part(".lights").contains("1 达进度 本月 +1"));
    assert!(page.part(".lights").contains("无事实依据 本月 −2"));
    let list = town.get("/open/lights.csv").await.text();
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 3, "{list}");
    assert!(
        lines[1].starts_with("2026-07-02,")
            && lines[1].ends_with(&format!(",grey,green,entry,{entry}")),
        "{list}"
    );
    assert!(lines[2].ends_with(",grey,red,day,"), "{list}");
}

#[tokio::test]
async fn what_is_hidden_or_unknown_is_not_given_and_pages_are_the_whole() {
    let town = Town::new();
    let whole = town.get("/open/commitments.json").await.json();
    let rows = whole["rows"].as_array().unwrap();
    assert!(rows.len() >= 4, "{whole}");
    let mut paged = Vec::new();
    let mut next = Some("/open/commitments.json?limit=3".to_owned());
    while let Some(address) = next {
        let page = town.get(&address).await;
        let json = page.json();
        paged.extend(json["rows"].as_array().unwrap().clone());
        let link = page.header("link");
        next = json["next"]
            .as_str()
            .map(|it| it.split_once("8026").unwrap().1.to_owned());
        assert_eq!(next.is_some(), link.contains("rel=\"next\""), "{link}");
    }
    assert_eq!(&paged, rows);
    let hidden = [("do", "hide"), ("seen", "1"), ("why", "涉密")];
    town.change("/commitments/c2", &hidden).await;
    // The plan's mark takes nothing away that the pages show.
    let marked = town.get("/open/commitments.json").await.json();
    let marked = marked["rows"].as_array().unwrap();
    assert_eq!(marked.len(), rows.len());
    let of = |id: &str| marked.iter().find(|it| it["id"] == id).unwrap();
    assert_eq!(
        (&of("c2")["public"], &of("c1")["public"]),
        (&false.into(), &true.into())
    );
    town.change("/commitments/c1", &[("do", "confirm"), ("seen", "1")])
        .await;
    let held = [("do", "hide"), ("seen", "2"), ("why", "试")];
    let refused = town.post("/commitments/c1", &held).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.part(".refusal").contains("不能改为不公开"));
    let page = town.page("/commitments/c1").await;
    assert!(!page.text().contains("value=\"hide\""));
    for (address, status) in [
        ("/open", StatusCode::OK),
        ("/open/commitments/dictionary", StatusCode::OK),
        ("/open/commitments.xlsx", StatusCode::NOT_FOUND),
        ("/open/nothing.csv", StatusCode::NOT_FOUND),
        ("/open/nothing/dictionary", StatusCode::NOT_FOUND),
        ("/open/units.csv?from=x", StatusCode::BAD_REQUEST),
        ("/open/key-projects.oc4ids.json", StatusCode::NOT_FOUND),
        ("/open/dynamic-lists.oc4ids.json", StatusCode::NOT_FOUND),
        ("/units/nobody/due.ics", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(town.get(address).await.status, status, "{address}");
    }
}

#[tokio::test]
async fn forms_of_the_account_are_shown_to_those_who_may_send_them() {
    let town = Town::new();
    let others = town.used_by("li-jing");
    let nobody = Town {
        cookie: String::new(),
        ..town.used_by("li-jing")
    };
    // The sheet is the clerks' too, who say in it how far they are; a report is not.
    for (address, clerks) in [("/reports/new", false), ("/import", true)] {
        assert!(
            town.page(address).await.text().contains("type=\"file\""),
            "{address}"
        );
        let page = others.page(address).await.text();
        assert_eq!(page.contains("type=\"file\""), clerks, "{address}");
        assert_eq!(page.contains("这里由督查员"), !clerks, "{address}");
        let page = nobody.page(address).await.text();
        assert!(
            !page.contains("type=\"file\"") && page.contains("/sign?back="),
            "{address}"
        );
    }
}
