//! A report in a city that has units and places of its own.

use axum::http::StatusCode;
use serde_json::Value;

use crate::reading::TEXT;
use crate::systems::City;
use crate::town::Town;

/// The small report with places of the city and of elsewhere in it.
fn text() -> String {
    TEXT.replace(
        "新增普惠托位2000个",
        "在东岭县和青禾新增普惠托位2000个，对接北京资源",
    )
}

/// The city with its report, as its supervisor uses it.
fn reported() -> (City, Town) {
    let city = City::new();
    city.app
        .take_in("a.txt", text().as_bytes(), None, "test")
        .unwrap();
    let town = city.as_user("wang-fang");
    (city, town)
}

/// The commitment whose words hold these.
async fn having(town: &Town, words: &str) -> Value {
    let all = town.get("/api/commitments").await.json();
    let all = all["commitments"].as_array().unwrap().clone();
    let found = all
        .into_iter()
        .find(|it| it["text"].as_str().unwrap().contains(words));
    found.unwrap()
}

/// A sheet of these rows.
fn sheet(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            sheet.write_string(at, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn of_which_year_a_report_is_nobody_guesses() {
    let city = City::new();
    let text = TEXT
        .replace("2026年1月14日", "")
        .replace("2026年", "今年")
        .replace("2025年", "去年");
    let take_in = |year| city.app.take_in("a.txt", text.as_bytes(), year, "test");
    let refused = take_in(None).unwrap_err();
    assert!(
        refused.zh.contains("没有写明是哪一年") && refused.zh.contains("--year"),
        "{refused}"
    );
    let town = city.as_user("wang-fang");
    let size = town.size().await;
    let page = town.upload("/reports/new", "a.txt", text.as_bytes()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.part(".refusal").contains("没有写明是哪一年"));
    assert_eq!(page.values("input[name=year]", "type"), ["text"]);
    assert_eq!(town.size().await, size);
    take_in(Some(2025)).unwrap();
    assert_eq!(town.get("/api/report").await.json()["year"], 2025);
    let due = having(&town, "望澜大桥").await["due"].clone();
    assert!(due.as_str().unwrap().starts_with("2025-"), "{due}");
}

#[tokio::test]
async fn places_are_those_of_the_city_and_others_elsewhere() {
    let (_city, town) = reported();
    let page = town.page("/commitments").await;
    let places = page.part("select[name=place]");
    for (place, there) in [
        ("东岭县", true),
        ("青禾县", true),
        ("北京市（外地）", true),
        ("青禾 ", false),
    ] {
        assert_eq!(places.contains(place), there, "{place}: {places}");
    }
    for (place, found) in [("990123", 1), ("990121", 1), ("110000", 1), ("990122", 0)] {
        let page = town.page(&format!("/commitments?place={place}")).await;
        assert_eq!(
            page.values("input[name=pick]", "value").len(),
            found,
            "{place}"
        );
    }
}

#[tokio::test]
async fn a_commitment_is_given_to_units_that_the_city_has() {
    let (_city, town) = reported();
    let it = having(&town, "托位").await;
    let id = it["id"].as_str().unwrap();
    let address = format!("/commitments/{id}");
    let assign = |lead: &'static str, supporting: &'static str| {
        [
            ("do", "assign"),
            ("seen", "1"),
            ("lead", lead),
            ("supporting", supporting),
        ]
    };
    for (lead, supporting, says) in [
        ("火星殖民局", "", "没有“火星殖民局”"),
        ("市教育局", "木星局", "没有“木星局”"),
        ("市教玉局", "", "是不是“市教育局”"),
    ] {
        let page = town.post(&address, &assign(lead, supporting)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{lead}");
        assert!(
            page.part(".refusal").contains(says),
            "{}",
            page.part(".refusal")
        );
    }
    let pick = format!("{id}:1");
    let all = [("do", "assign"), ("pick", &*pick), ("lead", "不存在局")];
    let page = town.post("/commitments", &all).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let header = row(["编号", "牵头单位", "状态灯", "年度目标值"]);
    let sheet = sheet(&[header, row([id, "不存在局", "绿", "托位 9个"])]);
    let page = town.upload("/import", "a.xlsx", &sheet).await;
    let said = page.part("tr.unclear");
    for says in [
        "没有“不存在局”",
        "状态灯由事实算出，不能填",
        "“年度目标值”不能在表里改",
    ] {
        assert!(said.contains(says), "{said}");
    }
    town.change(&address, &assign("市教育局", "云泽市财政局"))
        .await;
    assert_eq!(having(&town, "托位").await["lead"], "市教育局");
}

#[tokio::test]
async fn a_unit_reports_what_it_has_reached_on_the_page_and_in_the_sheet() {
    let (city, town) = reported();
    let it = having(&town, "650亿").await;
    let id = it["id"].as_str().unwrap();
    let number = it["targets"].as_array().unwrap().len() - 1;
    let (address, field) = (format!("/commitments/{id}"), format!("v{number}"));
    let lead = "市住房和城乡建设局";
    let assign = [("do", "assign"), ("seen", "1"), ("lead", lead)];
    town.change(&address, &assign).await;
    // 李静 works for the unit that leads; others are not offered the form.
    let clerk = city.as_user("li-jing");
    assert_ne!(clerk.page(&address).await.part("#claim"), "");
    assert_eq!(city.public().page(&address).await.part("#claim"), "");
    let claim = [
        ("do", "claim"),
        ("seen", "2"),
        (&*field, "330亿元"),
        ("on", "2026-05-31"),
        ("progress", "已完成过半"),
        ("evidence", "月报"),
        ("problems", "两个项目用地未批"),
        ("next", "六月报批"),
    ];
    clerk.change(&address, &claim).await;
    let page = clerk.page(&address).await;
    let said = page.part(&format!("#n{}", number + 1));
    assert!(said.contains("330亿元 截至 2026-05-31"), "{said}");
    for words in ["已完成过半", "月报", "两个项目用地未批", "六月报批"] {
        assert!(page.part(".side").contains(words), "{words}");
    }
    // Nothing filled in is nothing said.
    let again = [("do", "claim"), ("seen", "3"), ("on", "2026-06-15")];
    let page = clerk.post(&address, &again).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.part(".refusal").contains("没有改动任何一项"));

    // The same in a sheet, which its clerk may hand in; what is not the unit's is not taken.
    assert_eq!(
        clerk
            .page("/import")
            .await
            .values("input[name=file]", "type"),
        ["file"]
    );
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let header = row(["编号", "牵头单位", "自报数", "自报截至"]);
    let filled = format!("{}340亿", "；".repeat(number));
    let sheet = sheet(&[header, row([id, "市财政局", &filled, "2026-06-10"])]);
    let page = clerk.upload("/import", "a.xlsx", &sheet).await;
    let said = page.part("tr.applied");
    assert!(
        said.contains("330亿元（截至 2026-05-31） → 340亿元（截至 2026-06-10）"),
        "{said}"
    );
    assert!(said.contains("您现在的岗位只能查看"), "{said}");
    let file = page
        .values("form input[name=file][type=hidden]", "value")
        .pop()
        .unwrap();
    clerk.change("/import/apply", &[("file", &file)]).await;
    let now = having(&town, "650亿").await;
    assert_eq!(now["lead"], lead);
    assert_eq!(now["targets"][number]["claimed"], "34000000000");
}
