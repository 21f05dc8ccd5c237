//! What people do to commitments, and every way in which it is refused.

use axum::http::StatusCode;
use youwei_account::Command;

use crate::town::{Town, append, form, password};

/// The first words of a refusal, which a page shows.
fn refused(page: &crate::town::Page) -> String {
    page.part(".refusal p:first-child")
}

#[tokio::test]
async fn a_change_without_signing_in_asks_for_it_and_keeps_the_form() {
    let town = Town::new();
    let size = town.size().await;
    let fields = [
        ("do", "assign"),
        ("seen", "1"),
        ("lead", "市水利局"),
        ("why", "职责所在"),
    ];
    let page = town.ask(form("/commitments/c1", &fields, None)).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.part(".note").contains("要先登录"));
    assert!(
        page.part(".note")
            .contains("needs somebody who is signed in")
    );
    assert_eq!(
        page.values("form[method=post]", "action"),
        ["/commitments/c1"]
    );
    for (name, value) in fields {
        let kept = page.values(&format!("input[type=hidden][name={name}]"), "value");
        assert_eq!(kept, [value]);
    }
    assert_eq!(town.size().await, size);

    let password = password("wang-fang");
    let with = |password| [("sign-user", "wang-fang"), ("sign-password", password)];
    let wrong = [&fields[..], &with("wrong")].concat();
    let page = town.ask(form("/commitments/c1", &wrong, None)).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(refused(&page).contains("没有登录：账号或口令不对"));
    assert_eq!(page.values("#sign-user", "value"), ["wang-fang"]);
    assert!(
        !page.text().contains("value=\"wrong\""),
        "a password is not sent back"
    );
    assert_eq!(town.size().await, size);

    let whole = [&fields[..], &with(&password)].concat();
    let page = town.ask(form("/commitments/c1", &whole, None)).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert!(page.header("set-cookie").starts_with("youwei-session="));
    let page = town.page("/commitments/c1").await;
    let history = page.part(".history li:first-child");
    assert!(
        history.contains("王芳（督查室） 牵头单位：（无） → 市水利局 理由： 职责所在"),
        "{history}"
    );
}

#[tokio::test]
async fn signing_in_leads_back_to_where_one_was_and_nowhere_else() {
    let town = Town::new();
    let password = password("wang-fang");
    for (back, to) in [
        ("/commitments?q=a", "/commitments?q=a"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
    ] {
        let fields = [
            ("back", back),
            ("sign-user", "wang-fang"),
            ("sign-password", &password),
        ];
        assert_eq!(town.change("/sign", &fields).await, to);
    }
}

#[tokio::test]
async fn each_form_of_a_commitment_does_what_it_says() {
    let town = Town::new();
    let steps: [(&[(&str, &str)], &str); 9] = [
        (
            &[("do", "correct"), ("action", "布置"), ("why", "动词")],
            "动作：",
        ),
        (
            &[
                ("do", "assign"),
                ("lead", "市发展改革委"),
                ("supporting", "市财政局、市水利局"),
                ("leader", "周远"),
            ],
            "牵头单位：（无） → 市发展改革委；配合单位：（无） → 市财政局、市水利局；牵头市领导：（无） → 周远",
        ),
        (
            &[("do", "schedule"), ("due", "2026-11-30"), ("q2", "150项")],
            "完成时限：2026-12-31 → 2026-11-30；第二季度节点：（无） → 150项",
        ),
        (
            &[
                ("do", "correct"),
                ("text", "安排重点项目300项"),
                ("why", "去掉时间状语"),
            ],
            "原文：全年安排重点项目300项 → 安排重点项目300项",
        ),
        (
            &[("do", "correct"), ("kind", "works"), ("why", "是工程")],
            "任务分类：量化指标 → 重点工程",
        ),
        (
            &[("do", "correct"), ("t0-value", "310"), ("why", "人大修改")],
            "300项",
        ),
        (&[("do", "hide"), ("why", "尚未公布")], "不"),
        (&[("do", "publish")], "公开"),
        (&[("do", "reject"), ("why", "与第二项重复")], "不作为承诺"),
    ];
    for (index, (fields, said)) in steps.iter().enumerate() {
        let seen = (index + 1).to_string();
        let fields = [fields, &[("seen", seen.as_str())][..]].concat();
        assert_eq!(
            town.change("/commitments/c1", &fields).await,
            "/commitments/c1"
        );
        let page = town.page("/commitments/c1").await;
        let history = page.part(".history li:first-child");
        assert!(history.contains(said), "{fields:?}: {history}");
        assert!(history.contains("王芳（督查室）"), "{history}");
    }
    let page = town.page("/commitments/c1").await;
    assert_eq!(
        page.values(".left form input[name=do]", "value"),
        ["restore"]
    );
    town.change(
        "/commitments/c1",
        &[("do", "restore"), ("seen", "10"), ("why", "并不重复")],
    )
    .await;
    let json = town.get("/api/commitments/c1").await.json();
    assert_eq!(json["commitment"]["status"], "read");
    assert_eq!(json["commitment"]["lead"], "市发展改革委");
    assert_eq!(json["commitment"]["targets"][0]["value"], "310");
    assert_eq!(json["history"].as_array().unwrap().len(), 11);
}

#[tokio::test]
async fn a_suggested_unit_is_taken_with_one_click() {
    let town = Town::new();
    let page = town.page("/commitments/c1").await;
    assert_eq!(
        page.part(".suggestions"),
        "采用 市发展改革委 因为写到 “重点项目”"
    );
    let names = page.values(".suggestions input", "name");
    let values = page.values(".suggestions input", "value");
    let fields: Vec<(&str, &str)> = names
        .iter()
        .zip(&values)
        .map(|(n, v)| (&**n, &**v))
        .collect();
    town.change("/commitments/c1", &fields).await;
    assert_eq!(
        town.get("/api/commitments/c1").await.json()["commitment"]["lead"],
        "市发展改革委"
    );
}

#[tokio::test]
async fn a_sentence_is_cut_where_it_was_ticked_and_put_together_again() {
    let town = Town::new();
    let page = town.page("/commitments/c4").await;
    assert_eq!(page.values("input[name=cut]", "value"), ["12"]);
    town.change(
        "/commitments/c4",
        &[("do", "split"), ("seen", "1"), ("cut", "12")],
    )
    .await;
    let json = town.get("/api/commitments").await.json();
    let parts: Vec<(String, usize)> = json["commitments"]
        .as_array()
        .unwrap()
        .iter()
        .skip(3)
        .take(2)
        .map(|c| {
            (
                c["text"].as_str().unwrap().to_owned(),
                c["targets"].as_array().unwrap().len(),
            )
        })
        .collect();
    assert_eq!(
        parts,
        [
            ("新增普惠托位2000个".to_owned(), 1),
            ("改造老旧小区126个".to_owned(), 1)
        ]
    );
    let gone = town.page("/commitments/c4").await;
    assert!(gone.part(".note").starts_with("已拆分"));
    let ids: Vec<String> = json["commitments"].as_array().unwrap()[3..5]
        .iter()
        .map(|c| c["id"].as_str().unwrap().to_owned())
        .collect();
    let first = format!("/commitments/{}", ids[0]);
    let page = town.page(&first).await;
    let offered = page.values("input[name=with]", "value");
    let other = offered
        .iter()
        .find(|value| value.starts_with(&ids[1]))
        .unwrap();
    town.change(&first, &[("do", "merge"), ("seen", "1"), ("with", other)])
        .await;
    let json = town
        .get(&format!("/api/commitments/{}", ids[0]))
        .await
        .json();
    assert_eq!(
        json["commitment"]["text"],
        "新增普惠托位2000个，改造老旧小区126个"
    );
    assert_eq!(json["commitment"]["targets"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn every_refusal_says_what_is_wrong_and_keeps_what_was_typed() {
    let town = Town::new();
    let size = town.size().await;
    for (fields, status, said, kept) in [
        (
            vec![("do", "reject"), ("why", " ")],
            422,
            "必须说明理由",
            None,
        ),
        (
            vec![("do", "assign"), ("lead", "甲局、乙局")],
            422,
            "牵头单位只能有一个",
            Some(("#assign [name=lead]", "甲局、乙局")),
        ),
        (
            vec![
                ("do", "assign"),
                ("lead", "甲局"),
                ("supporting", "乙局，甲局"),
            ],
            422,
            "不能同时作配合单位",
            Some(("#assign [name=supporting]", "乙局，甲局")),
        ),
        (
            vec![("do", "schedule"), ("due", "2025-12-31")],
            422,
            "早于报告所定年度",
            Some(("#schedule [name=due]", "2025-12-31")),
        ),
        (
            vec![("do", "schedule"), ("due", "明天")],
            422,
            "不是日期",
            Some(("#schedule [name=due]", "明天")),
        ),
        (
            vec![
                ("do", "correct"),
                ("text", "全年安排重点项目300项"),
                ("why", "无"),
            ],
            422,
            "没有改动",
            None,
        ),
        (
            vec![("do", "correct"), ("text", "建设学校"), ("why", "错")],
            422,
            "不是所在句子",
            None,
        ),
        (
            vec![("do", "correct"), ("t0-value", "三百"), ("why", "错")],
            422,
            "不是数",
            Some(("#correct [name=t0-value]", "三百")),
        ),
        (
            vec![("do", "correct"), ("t0-value", "310")],
            422,
            "理由",
            Some(("#correct [name=t0-value]", "310")),
        ),
        (vec![("do", "split")], 422, "没有勾选断开的地方", None),
        (vec![("do", "merge")], 422, "没有勾选要合并的承诺", None),
        (
            vec![("do", "merge"), ("with", "c6:1")],
            409,
            "不能合并",
            None,
        ),
        (vec![("do", "dance")], 422, "没有选择要做什么", None),
        (
            vec![("do", "restore"), ("why", "想恢复")],
            409,
            "无须撤销",
            None,
        ),
    ] {
        let fields = [&fields[..], &[("seen", "1")]].concat();
        let page = town.post("/commitments/c1", &fields).await;
        let both = page.part(".refusal");
        assert_eq!(page.status.as_u16(), status, "{fields:?}: {both}");
        assert!(refused(&page).contains(said), "{fields:?}: {both}");
        assert!(both.chars().any(|c| c.is_ascii_alphabetic()), "{both}");
        if let Some((place, value)) = kept {
            assert_eq!(page.values(place, "value"), [value], "{fields:?}");
        }
    }
    let page = town.post("/commitments/c1", &[("do", "confirm")]).await;
    assert!(refused(&page).contains("版本号"));
    assert_eq!(town.size().await, size);
    assert_eq!(
        town.post("/commitments/none", &[("do", "confirm")])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_stale_form_is_told_who_was_faster() {
    let town = Town::new();
    town.change("/commitments/c1", &[("do", "confirm"), ("seen", "1")])
        .await;
    let late = [("do", "assign"), ("seen", "1"), ("lead", "市水利局")];
    let page = town.post("/commitments/c1", &late).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let said = refused(&page);
    assert!(
        said.contains("王芳（督查室）于 2026-06-30 12:00 修改了"),
        "{said}"
    );
    // What was typed is there, with the new version, so that it can be sent again knowingly.
    assert_eq!(page.values("#assign [name=lead]", "value"), ["市水利局"]);
    assert_eq!(page.values("#assign [name=seen]", "value"), ["2"]);
}

#[tokio::test]
async fn what_another_process_appends_is_seen_at_once() {
    let town = Town::new();
    assert!(town.page("/").await.part(".counts").contains("0 经人确认"));
    append(
        town.folder.path(),
        &Command::Confirm {
            ids: vec!["c2".into()],
        },
    );
    assert!(town.page("/").await.part(".counts").contains("1 经人确认"));
    let page = town
        .post(
            "/commitments/c2",
            &[("do", "reject"), ("seen", "1"), ("why", "误")],
        )
        .await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(refused(&page).contains("李雷（办公室）"));
}

#[tokio::test]
async fn several_rows_are_changed_at_once_or_not_at_all() {
    let town = Town::new();
    let page = town.page("/commitments").await;
    // Without script a whole section is one tick.
    let sections = page.values("input[data-rows=section]", "value");
    assert_eq!(sections, ["c1:1,c2:1,c3:1", "c4:1,c5:1,c6:1"]);
    let to = town
        .change(
            "/commitments?q=&sort=due",
            &[
                ("do", "assign"),
                ("picks", &sections[0]),
                ("pick", "c1:1"),
                ("lead", "市发展改革委"),
                ("supporting", "市财政局"),
            ],
        )
        .await;
    assert_eq!(to, "/commitments?sort=due");
    let owned = town.get("/api/commitments?unit=市财政局").await.json();
    assert_eq!(owned["count"], 3);

    // An empty field of supporting units leaves them.
    town.change(
        "/commitments",
        &[
            ("do", "assign"),
            ("pick", "c1:2"),
            ("pick", "c4:1"),
            ("lead", "市财政局"),
        ],
    )
    .await;
    let first = town.get("/api/commitments/c1").await.json();
    assert_eq!(
        first["commitment"]["supporting"].as_array().unwrap().len(),
        0
    );
    let second = town.get("/api/commitments/c2").await.json();
    assert_eq!(second["commitment"]["supporting"][0], "市财政局");

    town.change(
        "/commitments",
        &[
            ("do", "schedule"),
            ("pick", "c5:1"),
            ("pick", "c6:1"),
            ("due", "2026-09-30"),
        ],
    )
    .await;
    town.change(
        "/commitments",
        &[("do", "confirm"), ("picks", "c4:2,c5:2,c6:2")],
    )
    .await;
    assert_eq!(
        town.get("/api/summary").await.json()["summary"]["all"]["confirmed"],
        3
    );
    town.change(
        "/commitments",
        &[("do", "reject"), ("pick", "c3:2"), ("why", "过于笼统")],
    )
    .await;
    assert_eq!(
        town.get("/api/summary").await.json()["summary"]["rejected"],
        1
    );

    let size = town.size().await;
    for (fields, status, said) in [
        (vec![("do", "confirm")], 422, "没有选中任何承诺"),
        (
            vec![("do", "assign"), ("pick", "c1:3")],
            422,
            "没有填牵头单位",
        ),
        (vec![("do", "schedule"), ("pick", "c1:3")], 422, "不是日期"),
        (
            vec![("do", "reject"), ("pick", "c1:3")],
            422,
            "必须说明理由",
        ),
        (vec![("pick", "c1:3")], 422, "没有选择要做什么"),
        // The second of two is stale, so the first does not happen either.
        (
            vec![("do", "confirm"), ("pick", "c1:3"), ("pick", "c2:1")],
            409,
            "修改了",
        ),
    ] {
        let page = town.post("/commitments", &fields).await;
        assert_eq!(page.status.as_u16(), status, "{fields:?}");
        assert!(
            refused(&page).contains(said),
            "{fields:?}: {}",
            refused(&page)
        );
        if fields.contains(&("pick", "c1:3")) {
            assert_eq!(page.values("input[name=pick][checked]", "value")[0], "c1:3");
        }
    }
    assert_eq!(town.size().await, size);
}
