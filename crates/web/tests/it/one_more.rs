//! One more system is one more folder, which the program has never seen: pages, forms, the
//! work list, JSON, the description of the interface, sheets and figures come from it alone.

use axum::http::StatusCode;
use serde_json::json;
use youwei_web::{Folder, House};

use crate::systems::{City, send};
use crate::town::form;

/// Benches in parks that somebody finds broken: told by anybody, mended by a unit.
const BENCHES: &str = r#"
id = "park-benches"
name = { zh = "公园座椅", en = "Park benches" }
record = { zh = "座椅", en = "bench" }
about = { zh = "坏了的座椅，谁来修，几时修好。", en = "Broken benches, who mends them, and when." }
source = "示例"
keeper = "urban-management"
title = "place"
owner = "unit"

[fields]
place = { type = "text", max = 40, required = true, public = true, label = { zh = "位置", en = "Where" } }
seats = { type = "number", min = 1, max = 9, decimals = 0, unit = "座", required = true, public = true, label = { zh = "座位", en = "Seats" } }
teller = { type = "text", max = 20, personal = true, label = { zh = "谁看到的", en = "Who saw it" } }
unit = { type = "unit", public = true, label = { zh = "维修单位", en = "Mended by" } }

[stages]
broken = { zh = "待修", en = "broken" }
mended = { zh = "已修", en = "mended", end = true }

[actions.see]
name = { zh = "报修", en = "Say it is broken" }
to = "broken"
by = ["public", "list-clerk"]
input = { place = {}, seats = {}, teller = {} }

[actions.mend]
name = { zh = "修好", en = "Mend" }
from = ["broken"]
to = "mended"
by = ["list-inspector"]
reach = "all"
input = { unit = { required = true } }
when = [{ is = "seats < 9", else = { zh = "九座的长椅修不了；请整张更换。", en = "A bench of nine cannot be mended; replace it." } }]
within = "mending"
facts = [{ metric = "bench.seats", value = "seats", by = ["unit"] }]

[clocks.mending]
name = { zh = "维修", en = "mending" }
starts = ["see"]
days = 7
count = "days"

[metrics]
"bench.seats" = { zh = "修好的座位", en = "seats mended", unit = "座" }
"#;

const MEASURES: &str = r#"
[seats-mended]
name = { zh = "修好的座位数", en = "seats mended" }
metric = "bench.seats"
how = "sum"
unit = "座"
per = "year"
words = ["座位"]
verbs = ["修好"]
source = "示例"
"#;

/// The city of the sample with all that it has, and one folder more.
fn city() -> City {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let mut folders = Folder::systems();
    folders.push(Folder {
        name: "park-benches".to_owned(),
        files: vec![
            file("system.toml", BENCHES),
            file("measures.toml", MEASURES),
        ],
    });
    let yunze = House::city_named("yunze").unwrap();
    City::running(House::of(folders, &yunze).unwrap())
}

const ADDRESS: &str = "/systems/park-benches/records/2026-00001";
const FIELDS: [(&str, &str); 4] = [
    ("do", "see"),
    ("f.place", "云泽湖南岸"),
    ("f.seats", "4"),
    ("f.teller", "路人甲"),
];

#[tokio::test]
async fn one_more_folder_is_one_more_system_on_every_page() {
    let city = city();
    let anybody = city.public();
    let systems = anybody.page("/systems").await;
    assert!(systems.words().contains("公园座椅"), "{}", systems.words());

    // Anybody opens a record; what is personal is not shown again.
    let list = anybody.page("/systems/park-benches").await;
    assert!(list.part(".openings").contains("报修"), "{}", list.words());
    let new = anybody.page("/systems/park-benches/new/see").await;
    let names = new.values(".fields [name]", "name");
    assert_eq!(names, ["f.place", "f.seats", "f.teller"]);
    let wrong = [("do", "see"), ("f.place", "湖边"), ("f.seats", "10")];
    let refused = anybody
        .ask(form("/systems/park-benches/new/see", &wrong, None))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.values(".field.is-wrong [name]", "name"),
        ["f.seats"]
    );
    let opened = anybody
        .ask(form("/systems/park-benches/new/see", &FIELDS, None))
        .await;
    assert_eq!(
        (opened.status, opened.header("location").as_str()),
        (StatusCode::SEE_OTHER, ADDRESS),
        "{}",
        opened.words()
    );
    let page = anybody.page(ADDRESS).await;
    assert!(page.part(".holds").contains("4座"), "{}", page.words());
    assert!(!page.words().contains("路人甲"));
    assert!(page.values("form.act", "action").is_empty());
    let log = anybody.page("/log").await.words();
    assert!(log.contains("公众") && !log.contains("路人甲"), "{log}");

    // It waits for the role that is declared, whose form takes it on, and no other's.
    let inspector = city.as_user("zhou-min");
    let work = inspector.page("/work").await;
    assert!(
        work.part("table.records").contains("云泽湖南岸"),
        "{}",
        work.words()
    );
    assert!(inspector.page(ADDRESS).await.words().contains("路人甲"));
    let mend = [
        ("do", "mend"),
        ("seen", "1"),
        ("f.unit", "urban-management"),
    ];
    for user in ["chen-xia", "wang-fang", "gao-ming", "song-ping"] {
        let town = city.as_user(user);
        assert!(
            !town
                .page(ADDRESS)
                .await
                .part("form.act button")
                .contains("修好"),
            "{user}"
        );
        let size = town.size().await;
        assert_eq!(
            town.post(ADDRESS, &mend).await.status,
            StatusCode::FORBIDDEN,
            "{user}"
        );
        assert_eq!(town.size().await, size, "{user}");
    }
    inspector.change(ADDRESS, &mend).await;
    let page = anybody.page(ADDRESS).await;
    assert_eq!(page.part(".stage-bar [aria-current]"), "已修");
    assert!(
        page.part(".stated").contains("修好的座位 4座"),
        "{}",
        page.part(".stated")
    );
    assert!(
        page.part(".clocks").contains("办结于"),
        "{}",
        page.part(".clocks")
    );
    let about = anybody.page("/systems/park-benches/about").await;
    assert!(about.words().contains("九座的长椅修不了"));
    assert_eq!(about.values("figure.cycle svg", "role"), ["img"]);
}

#[tokio::test]
async fn one_more_folder_is_one_more_system_for_programs_and_sheets() {
    let city = city();
    let document = city.public().get("/api/openapi.json").await.json();
    let post = |path: &str| document["paths"][path]["post"].clone();
    let see = post("/api/systems/park-benches/actions/see");
    let schema = &see["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(
        schema["properties"]["input"]["required"],
        json!(["place", "seats"])
    );
    assert!(
        post("/api/systems/park-benches/records/{record}/actions/mend").is_object(),
        "{document}"
    );

    let see = "/api/systems/park-benches/actions/see";
    let body = json!({ "input": { "place": "云泽湖南岸", "seats": "4", "teller": "路人甲" } });
    let opened = send(city.public(), see, &body, None).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.text());
    let body = json!({ "input": { "place": "长堤", "seats": "9" } });
    send(&city.as_user("chen-xia"), see, &body, None).await;

    let inspector = city.as_user("zhou-min");
    let mend = |record: &str| format!("/api/systems/park-benches/records/{record}/actions/mend");
    let body = json!({ "input": { "unit": "urban-management" } });
    let mended = send(&inspector, &mend("2026-00001"), &body, None).await;
    assert_eq!(mended.json()["stage"], "mended", "{}", mended.text());
    let refused = send(&inspector, &mend("2026-00002"), &body, None).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text().contains("九座的长椅修不了"),
        "{}",
        refused.text()
    );

    let list = city
        .public()
        .get("/api/systems/park-benches/records?stage=broken")
        .await;
    assert_eq!(list.json()["records"][0]["id"], "2026-00002");
    assert!(!list.text().contains("teller"));
    let csv = city
        .as_user("wang-fang")
        .page("/systems/park-benches/export/records.csv")
        .await
        .text();
    assert!(
        csv.contains("云泽湖南岸") && csv.contains("长堤") && !csv.contains("路人甲"),
        "{csv}"
    );
}
