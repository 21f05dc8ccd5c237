//! Figures on the pages: what a number is bound to, what it has reached, and the facts
//! behind it.

use axum::http::StatusCode;

use crate::town::{Fact, Town, USERS, state};

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

[projects-listed]
name = { zh = "在库重点项目数", en = "projects listed" }
metric = "project.listed"
how = "count"
where = "level != \"county\""
unit = "个"
per = "cumulative"
words = ["重点项目"]
verbs = ["安排"]
source = "按入库计"

[finished]
name = { zh = "竣工项目数", en = "projects finished" }
metric = "project.finished"
how = "count"
unit = "个"
per = "year"
words = ["建成"]
verbs = ["建成", "投用", "开工"]
source = "按竣工验收计"
"#;

const ONE: &str = "key-projects/2026-00001";
const TWO: &str = "key-projects/2026-00002";

/// 330亿 by the end of May, of 650亿 for the year.
const FACTS: [Fact<'_>; 4] = [
    (
        ONE,
        "project.invested",
        "2026-03",
        Some("20000000000"),
        "2026-03-31",
    ),
    (
        TWO,
        "project.invested",
        "2026-05",
        Some("13000000000"),
        "2026-05-31",
    ),
    (ONE, "project.listed", "", Some("1"), "2026-01-05"),
    (TWO, "project.listed", "", Some("1"), "2026-01-06"),
];

fn town() -> Town {
    Town::measured(MEASURES, &FACTS)
}

const BIND: [(&str, &str); 4] = [
    ("do", "bind"),
    ("seen", "1"),
    ("to", "0"),
    ("measure", "investment"),
];

#[tokio::test]
async fn a_number_is_bound_by_a_person_and_its_light_follows_the_facts() {
    let town = town();
    let page = town.page("/commitments/c2").await;
    let proposed = page.part("#n1 .proposals");
    assert!(proposed.contains("重点项目完成投资"), "{proposed}");
    assert!(proposed.contains("单位相同（元）"), "{proposed}");
    assert_eq!(
        page.values("#n1 .proposals input[name=measure]", "value"),
        ["investment"]
    );
    assert_eq!(town.page("/").await.part("#c-c2 .chip"), "目标 ≥650亿元");

    town.change("/commitments/c2", &BIND).await;
    let page = town.page("/commitments/c2").await;
    let number = page.part("#n1 dl");
    assert_eq!(
        number,
        "今天 330亿元 到 2026-05-31 今天应有 322.3亿元（49.6%） 按序时 口径 重点项目完成投资 · 2 条依据"
    );
    assert!(
        page.values("#n1 dl a", "href")
            .contains(&"/measures/investment#facts".to_owned())
    );

    let report = town.page("/").await;
    assert_eq!(
        report.part("#c-c2 .chip"),
        "330亿/≥650亿元".replace('≥', "")
    );
    assert_eq!(report.values("#c-c2", "class"), ["c green with"]);
    assert!(report.part(".lights").contains("1 达进度"));
    let card = report.part("#k-c2");
    assert!(
        card.contains("到 2026-05-31 为 330亿元，比应到多 7.7亿元。"),
        "{card}"
    );
    assert!(card.contains("330亿元 今天应到 322.3亿元"), "{card}");
    assert!(card.contains("口径 重点项目完成投资"), "{card}");
    assert!(card.contains("2 条依据 查证"), "{card}");
    let overview = town
        .page("/overview")
        .await
        .part("figure[data-chart=kind] tbody");
    assert!(overview.contains("量化指标 0 1 0 0"), "{overview}");

    // A late correction moves the light at once, and both values stay to be seen.
    state(
        town.folder.path(),
        &[(
            TWO,
            "project.invested",
            "2026-05",
            Some("10000000000"),
            "2026-05-31",
        )],
    );
    let report = town.page("/").await;
    assert_eq!(report.values("#c-c2", "class"), ["c yellow with"]);
    assert!(report.part("#k-c2").contains("比应到少 22.3亿元"));
    let facts = town.page("/measures/investment").await;
    assert_eq!(facts.part(".figure-today b"), "300亿元");
    assert!(facts.part(".figure-today").contains("更正或撤回过 1 条"));
    assert_eq!(facts.part(".facts-of del"), "130亿元");
    assert_eq!(
        facts.part(".facts-of tbody tr:first-child .value b"),
        "100亿元"
    );

    let english = town.page("/?lang=en").await.part("#k-c2");
    assert!(
        english.contains(
            "30 billion yuan as of 2026-05-31, 2.23 billion yuan less than it should be."
        ),
        "{english}"
    );
    let chinese = town.page("/?lang=zh").await.part("#k-c2");
    assert!(
        chinese.contains("300亿元") && !chinese.contains("billion"),
        "{chinese}"
    );

    // Unbinding needs a reason and leaves the number grey.
    let fields = [
        ("do", "unbind"),
        ("seen", "2"),
        ("to", "0"),
        ("measure", "investment"),
    ];
    let page = town.post("/commitments/c2", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [&fields[..], &[("why", "口径不对")]].concat();
    town.change("/commitments/c2", &fields).await;
    assert_eq!(
        town.page("/").await.values("#c-c2", "class"),
        ["c grey with"]
    );
}

#[tokio::test]
async fn one_records_facts_speak_for_a_named_work() {
    let town = town();
    let page = town.page("/commitments/c3").await;
    assert!(page.part("#done").contains("未对应"));
    let fields = [
        ("do", "bind"),
        ("seen", "1"),
        ("to", "done"),
        ("measure", "finished"),
        ("record", ONE),
    ];
    town.change("/commitments/c3", &fields).await;
    let report = town.page("/").await;
    assert_eq!(report.values("#c-c3", "class"), ["c green"]);
    assert!(report.part("#k-c3").contains("正在办理，离时限还有 0 天。"));
    state(
        town.folder.path(),
        &[(ONE, "project.finished", "", Some("1"), "2026-06-29")],
    );
    let report = town.page("/").await;
    assert_eq!(report.values("#c-c3", "class"), ["c blue"]);
    let card = report.part("#k-c3");
    assert!(card.contains("已办成，事实在 2026-06-29。"), "{card}");
    let page = town.get("/commitments/c3/figures/done").await;
    let to = "/measures/finished?record=key-projects%2F2026-00001";
    assert_eq!(page.header("location"), to);
    let facts = town.page(to).await;
    assert_eq!(facts.part(".figure-today b"), "1个");
    assert_eq!(
        facts.values(".facts-of .record a", "href"),
        ["/systems/key-projects/records/2026-00001"]
    );
    let other = "/measures/finished?record=key-projects%2F2026-00002";
    assert_eq!(town.page(other).await.part(".figure-today"), "无事实");
}

#[tokio::test]
async fn those_who_may_not_bind_see_no_form_and_are_refused() {
    let town = town();
    for (user, _, _, role) in USERS {
        let town = town.used_by(user);
        let page = town.page("/commitments/c2").await;
        let may = role == "supervisor";
        assert_eq!(!page.values("#n1 form", "action").is_empty(), may, "{role}");
        assert!(page.part("#n1 .proposals li").contains("重点项目完成投资"));
        let list = town.page("/unbound").await;
        assert_eq!(
            !list.values("input[name=bind]", "value").is_empty(),
            may,
            "{role}"
        );
        if !may {
            let page = town.post("/commitments/c2", &BIND).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role}");
            let fields = [("bind", "c2:1|0|investment")];
            assert_eq!(
                town.post("/unbound", &fields).await.status,
                StatusCode::FORBIDDEN,
                "{role}"
            );
        }
    }
}

#[tokio::test]
async fn several_are_confirmed_at_once() {
    let town = town();
    let page = town.page("/unbound").await;
    let ticks = page.values("input[name=bind]", "value");
    assert!(
        ticks.contains(&"c1:1|0|projects-listed".to_owned()),
        "{ticks:?}"
    );
    assert!(ticks.contains(&"c2:1|0|investment".to_owned()), "{ticks:?}");
    assert!(page.part("tbody").contains("没有合适的"));
    let none = town.post("/unbound", &[("why", "")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let broken = town.post("/unbound", &[("bind", "c1:1|0|gone")]).await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("bind", "c1:1|0|projects-listed"),
        ("bind", "c2:1|0|investment"),
        ("why", "核对过"),
    ];
    town.change("/unbound", &fields).await;
    let page = town.page("/unbound").await;
    assert!(!page.part("tbody").contains("完成投资650亿元"));
    let measures = town.page("/measures").await;
    let rows = measures.part(".of-measures tbody tr");
    assert!(
        rows.contains("在库重点项目数 2个 欠进度") || rows.contains("在库重点项目数 2个 严重滞后"),
        "{rows}"
    );
    assert!(
        rows.contains("重点项目完成投资 330亿元 达进度 完成投资 ≥650亿元 2 按月报投资计"),
        "{rows}"
    );
    // The same page sent once more says who was faster.
    let again = town.post("/unbound", &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_unit_objects_to_the_light_of_what_it_leads() {
    let town = town();
    let lead = [("do", "assign"), ("seen", "1"), ("lead", "市水利局")];
    town.change("/commitments/c2", &lead).await;
    let clerk = town.used_by("li-jing");
    let other = clerk.page("/commitments/c1").await;
    assert_eq!(other.part("#disputes"), "", "it does not lead that one");
    let fields = [
        ("do", "dispute"),
        ("seen", "2"),
        ("why", "五月的投资少算了一笔"),
    ];
    clerk.change("/commitments/c2", &fields).await;
    let page = town.page("/commitments/c2").await;
    let said = page.part(".dispute");
    assert!(said.contains("市水利局 ： 五月的投资少算了一笔"), "{said}");
    assert!(
        town.page("/")
            .await
            .part("#k-c2")
            .contains("有异议，待答复： 市水利局")
    );
    let answer = [
        ("do", "answer"),
        ("seen", "3"),
        ("number", "1"),
        ("answer", "已补录"),
    ];
    assert_eq!(
        clerk.post("/commitments/c2", &answer).await.status,
        StatusCode::FORBIDDEN
    );
    town.change("/commitments/c2", &answer).await;
    let page = town.page("/commitments/c2").await;
    assert!(
        page.part(".dispute").contains("答复 ： 已补录"),
        "{}",
        page.part(".dispute")
    );
    // An answer does not take the objection away from beside the light.
    for (address, part) in [("/", "#k-c2"), ("/commitments", "#rows")] {
        let said = town.page(address).await.part(part);
        assert!(said.contains("有异议，已答复： 市水利局"), "{said}");
    }
    // The light is what it was.
    assert_eq!(page.values(".side .mark", "class"), ["mark grey"]);
}

#[tokio::test]
async fn a_measure_shows_its_rule_its_months_and_its_facts() {
    let town = town();
    town.change("/commitments/c2", &BIND).await;
    let page = town.page("/measures/investment").await;
    assert_eq!(page.part("h1"), "重点项目完成投资");
    assert!(page.part(".side").contains("把“完成投资”的事实的数加起来"));
    assert_eq!(
        page.part(".months tbody tr"),
        "2026-01 0元 无事实 0\n2026-02 0元 无事实 0\n2026-03 200亿元 200亿元 1\n\
         2026-04 0元 200亿元 1\n2026-05 130亿元 330亿元 2\n2026-06 0元 330亿元 2"
    );
    assert_eq!(page.values("svg.curve polyline", "points").len(), 1);
    assert_eq!(page.part("svg.curve .now"), "330亿元");
    let rows = page.part(".facts-of tbody tr");
    assert!(
        rows.starts_with("2026-05-31 130亿元 key-projects/2026-00002 2026-05 级别 市级"),
        "{rows}"
    );
    let entry = page.values(".facts-of .log a", "href");
    assert_eq!(town.get(&entry[0]).await.status, StatusCode::OK);
    assert_eq!(town.get(&entry[1]).await.status, StatusCode::OK);
    let latest = town.get("/measures/investment/latest").await;
    assert_eq!(latest.header("location"), entry[0]);
    // As of an earlier day.
    let page = town.page("/measures/investment?day=2026-04-30").await;
    assert_eq!(page.part(".figure-today b"), "200亿元");
    for (address, status) in [
        ("/measures/nothing", StatusCode::NOT_FOUND),
        (
            "/measures/investment?day=x",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("/measures/finished/latest", StatusCode::NOT_FOUND),
        ("/commitments/c2/figures/9", StatusCode::NOT_FOUND),
        ("/commitments/c2/figures/0", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(town.get(address).await.status, status, "{address}");
    }
    let english = town.page("/measures/investment?lang=en").await;
    assert!(english.part(".side").contains("add up the facts “"));
    let english = town.page("/measures?lang=en").await;
    assert!(
        english.part("thead").contains("Today"),
        "{}",
        english.part("thead")
    );
}

#[tokio::test]
async fn facts_are_taken_back_paged_and_handed_out_as_csv() {
    let days: Vec<(String, String)> = (0..120)
        .map(|at| {
            (
                format!("key-projects/2026-{at:05}"),
                format!("2026-{:02}-10", at % 6 + 1),
            )
        })
        .collect();
    let mut facts: Vec<Fact<'_>> = days
        .iter()
        .map(|(record, day)| {
            (
                record.as_str(),
                "project.listed",
                "",
                Some("1"),
                day.as_str(),
            )
        })
        .collect();
    facts.push((&days[0].0, "project.listed", "", None, "2026-06-20"));
    facts.push(("=cmd/1", "project.listed", "", Some("1"), "2026-01-01"));
    let town = Town::measured(MEASURES, &facts);
    let page = town.page("/measures/projects-listed").await;
    assert_eq!(page.part(".figure-today b"), "120个");
    assert_eq!(page.values(".facts-of tbody tr", "class").len(), 0);
    assert_eq!(page.part(".facts-of tbody tr").lines().count(), 50);
    let next = page.values("nav.pages a[rel=next]", "href");
    assert_eq!(next, ["/measures/projects-listed?from=50#facts"]);
    let last = town.page("/measures/projects-listed?from=100").await;
    assert_eq!(last.part(".facts-of tbody tr").lines().count(), 21);
    assert!(
        last.part(".facts-of .gone").contains("已撤回 1"),
        "{}",
        last.part(".facts-of .gone")
    );
    let csv = town.page("/measures/projects-listed/facts.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = csv.text();
    assert_eq!(text.lines().count(), 122);
    assert!(text.starts_with('\u{feff}'));
    assert!(text.contains("'=cmd/1,"), "{text}");
    assert!(text.contains("taken back"));
    assert!(text.contains("级别=市级"));
    // A public field's values are for everybody.
    let public = Town {
        cookie: String::new(),
        folder: tempfile::tempdir().unwrap(),
        site: town.site.clone(),
    };
    let csv = public
        .page("/measures/projects-listed/facts.csv")
        .await
        .text();
    assert!(csv.contains("级别=市级"));
}

#[tokio::test]
async fn a_figure_is_broken_down_by_label_and_each_row_leads_to_its_facts() {
    let by = "verbs = [\"安排\"]\nby = [\"level\", \"area\"]\n";
    let measures = MEASURES.replace("verbs = [\"安排\"]\n", by);
    let town = Town::measured(&measures, &FACTS);
    let page = town.page("/measures/projects-listed").await;
    assert_eq!(page.part("#by-level"), "按级别");
    assert_eq!(page.part("#by-level + .parts tbody"), "市级 2个 2");
    // These facts bear no place.
    assert_eq!(page.part("#by-area + .parts tbody"), "（未注明） 2个 2");
    let to = page.values(".parts tbody th a", "href");
    assert!(to[0].contains("by=level&is=city#facts"), "{to:?}");
    let city = town.page(to[0].trim_end_matches("#facts")).await;
    assert!(city.part(".as-of").contains("只看 级别：市级"));
    assert_eq!(city.part(".facts-of tbody tr").lines().count(), 2);
    assert_eq!(city.part(".figure-today b"), "2个");
    assert_eq!(city.part(".parts"), "", "a part is not broken down again");
    let csv = city.values("p.exports a", "href");
    let csv = csv.iter().find(|it| it.contains("facts.csv")).unwrap();
    assert_eq!(town.page(csv).await.text().lines().count(), 3);
    let none = town
        .page("/measures/projects-listed?by=level&is=county")
        .await;
    assert_eq!(none.part(".facts-of tbody tr"), "");
    let odd = town.get("/measures/projects-listed?by=contact&is=a").await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
}
