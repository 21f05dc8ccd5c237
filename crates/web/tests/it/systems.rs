//! Declared systems from outside: pages, forms, JSON, as each of the city's people and as
//! anybody.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST};
use axum::http::{Request, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};
use youwei_people::{Cost, Newcomer, Offices, Post};
use youwei_web::{App, House, People, Settings, router};

use crate::town::{Page, Town, form, ledger, noon, password};

/// The city of the sample with its users, used by one of them.
pub struct City {
    folder: tempfile::TempDir,
    pub app: Arc<App>,
    town: Town,
}

impl City {
    pub fn new() -> City {
        City::running(House::built_in().unwrap())
    }

    /// With what is declared in other folders.
    pub fn running(house: House) -> City {
        City::at(tempfile::tempdir().unwrap(), noon, house)
    }

    /// With the small report taken in, on some day.
    pub fn with_report(clock: fn() -> Timestamp) -> City {
        let folder = tempfile::tempdir().unwrap();
        let reading = crate::reading::reading();
        crate::town::take_in_at(folder.path(), reading, "a.txt", clock());
        City::at(folder, clock, House::built_in().unwrap())
    }

    /// The id of the report.
    pub fn report(&self) -> String {
        youwei_account::report_id(&crate::reading::reading(), "a.txt")
    }

    fn at(folder: tempfile::TempDir, clock: fn() -> Timestamp, house: House) -> City {
        let settings = Settings {
            files: folder.path().join("files"),
            clock: Arc::new(clock),
            hosts: Vec::new(),
        };
        let city = &house.city;
        let offices = Offices::new(city.units.clone(), city.roles.clone());
        let people = People::of(offices).costing(Cost::LEAST);
        let users = city.users.clone();
        let ledger = ledger(folder.path());
        let app = App::open_in(ledger, settings, Arc::new(house)).unwrap();
        let app = app.with_people(people);
        let newcomer = |user: &youwei_system::city::User| Newcomer {
            id: user.id.clone(),
            name: user.name.clone(),
            posts: user
                .posts
                .iter()
                .map(|it| Post {
                    unit: it.unit.clone(),
                    role: it.role.clone(),
                })
                .collect(),
            verifier: app.verifier(&password(&user.id)).unwrap(),
            temporary: false,
        };
        if app.users().is_empty() && !users.is_empty() {
            let newcomers: Vec<Newcomer> = users.iter().map(newcomer).collect();
            app.found(&newcomers).unwrap();
        }
        let app = Arc::new(app);
        let town = Town {
            folder: tempfile::tempdir().unwrap(),
            site: router(app.clone()),
            cookie: String::new(),
        };
        City { folder, app, town }
    }

    /// The same city on another day.
    pub fn later(self, clock: fn() -> Timestamp) -> City {
        let City { folder, app, town } = self;
        drop((app, town));
        City::at(folder, clock, House::built_in().unwrap())
    }

    /// The city as somebody uses it.
    pub fn as_user(&self, user: &str) -> Town {
        Town {
            folder: tempfile::tempdir().unwrap(),
            site: self.town.site.clone(),
            cookie: self.app.cookie_for(user).unwrap(),
        }
    }

    /// Another server of the same city: a process of its own over the same log.
    pub fn beside(&self) -> City {
        let ground = House::built_in().unwrap();
        let settings = Settings {
            files: self.folder.path().join("files"),
            clock: Arc::new(noon),
            hosts: Vec::new(),
        };
        let offices = Offices::new(ground.city.units.clone(), ground.city.roles.clone());
        let app = App::open_in(ledger(self.folder.path()), settings, Arc::new(ground)).unwrap();
        let people = People::of(offices).costing(Cost::LEAST);
        let app = Arc::new(app.with_people(people));
        let town = Town {
            folder: tempfile::tempdir().unwrap(),
            site: router(app.clone()),
            cookie: String::new(),
        };
        let folder = tempfile::tempdir().unwrap();
        City { folder, app, town }
    }

    /// The city as anybody sees it.
    pub fn public(&self) -> &Town {
        &self.town
    }
}

/// A project with a code of its own.
fn project(serial: u32) -> Vec<(&'static str, String)> {
    let code = format!("2603-990101-04-01-{}", checked(serial));
    vec![
        ("do", "propose".into()),
        ("f.name", format!("望澜大桥{serial}")),
        ("f.code", code),
        ("f.level", "city".into()),
        ("f.unit", "housing-construction".into()),
        ("f.area", "泽南".into()),
        ("f.total", "6.5亿".into()),
        ("f.contact", "周老师 13800000000".into()),
    ]
}

/// A serial of five digits with the one that checks it: any of ten is right.
fn checked(serial: u32) -> String {
    format!("{serial:05}0")
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

async fn propose(town: &Town, serial: u32) -> String {
    let fields = project(serial);
    let address = town
        .change("/systems/key-projects/new/propose", &borrowed(&fields))
        .await;
    let id = address.rsplit('/').next().unwrap().to_owned();
    assert_eq!(address, format!("/systems/key-projects/records/{id}"));
    id
}

pub async fn send(town: &Town, address: &str, body: &Value, key: Option<&str>) -> Page {
    let mut request = Request::post(address)
        .header(HOST, "127.0.0.1:8026")
        .header(COOKIE, &town.cookie)
        .header(CONTENT_TYPE, "application/json");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    town.ask(request.body(Body::from(body.to_string())).unwrap())
        .await
}

#[tokio::test]
async fn with_a_password_that_another_knows_nothing_is_done_but_changing_it() {
    let city = City::new();
    let (system, security) = (city.as_user("he-yu"), city.as_user("xu-an"));
    let page = system
        .post("/people", &[("id", "ma-lin"), ("name", "马林")])
        .await;
    assert!(!page.part(".made").is_empty(), "{}", page.words());
    let grant = [
        ("do", "grant"),
        ("unit", "housing-construction"),
        ("role", "project-clerk"),
    ];
    security.change("/people/ma-lin", &grant).await;
    let new = city.as_user("ma-lin");
    let size = new.size().await;
    let fields = project(1);
    let address = "/systems/key-projects/new/propose";
    let page = new.post(address, &borrowed(&fields)).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.words());
    assert!(page.words().contains("请先换成只有自己知道的口令"));
    let input = json!({ "input": {
        "name": "望澜大桥", "code": "2603-990101-04-01-000010", "level": "city",
        "unit": "housing-construction", "area": "990101", "total": "650000000" } });
    let propose = "/api/systems/key-projects/actions/propose";
    let answer = send(&new, propose, &input, None).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text());
    assert!(answer.text().contains("请先换成只有自己知道的口令"));
    let import = "/systems/key-projects/import/propose";
    let answer = new
        .upload(import, "a.csv", "项目名称\n桥\n".as_bytes())
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.words());
    assert_eq!(new.size().await, size);
    let out = new.post("/sign/out", &[]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.words());
}

#[tokio::test]
async fn a_clerk_opens_a_record_and_an_inspector_admits_it() {
    let city = City::new();
    let clerk = city.as_user("li-jing");
    let list = clerk.page("/systems/key-projects").await;
    assert!(
        list.part(".openings").contains("申报入库"),
        "{}",
        list.words()
    );
    let id = propose(&clerk, 1).await;
    assert_eq!(id, "2026-00001");
    let page = clerk
        .page(&format!("/systems/key-projects/records/{id}"))
        .await;
    assert_eq!(page.part("h1"), "望澜大桥1");
    assert_eq!(page.part(".stage-bar [aria-current]"), "储备");
    assert!(
        page.part(".holds").contains("6.5亿元"),
        "{}",
        page.part(".holds")
    );
    assert!(
        page.part(".holds").contains("周老师"),
        "who acts on it sees what is personal"
    );
    assert!(
        page.part(".clocks").contains("入库审核"),
        "{}",
        page.part(".clocks")
    );
    assert!(
        page.part(".actions").contains("没有您能办理的事项"),
        "{}",
        page.part(".actions")
    );

    let inspector = city.as_user("zhao-qiang");
    let page = inspector
        .page(&format!("/systems/key-projects/records/{id}"))
        .await;
    assert!(
        page.part(".actions summary").contains("审核入库"),
        "{}",
        page.part(".actions")
    );
    assert!(!page.part(".actions summary").contains("月度报告"));
    let work = inspector.page("/work").await;
    assert!(
        work.part("table.records").contains("望澜大桥1"),
        "{}",
        work.words()
    );
    let fields = [("do", "admit"), ("seen", "1")];
    inspector
        .change(&format!("/systems/key-projects/records/{id}"), &fields)
        .await;
    let page = inspector
        .page(&format!("/systems/key-projects/records/{id}"))
        .await;
    assert_eq!(page.part(".stage-bar [aria-current]"), "前期");
    assert!(
        page.part(".stated").contains("项目入库"),
        "{}",
        page.part(".stated")
    );
    assert_eq!(page.part(".history li").lines().count(), 2);
    let stale = inspector
        .post(&format!("/systems/key-projects/records/{id}"), &fields)
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_public_sees_what_is_public_and_may_do_nothing() {
    let city = City::new();
    let clerk = city.as_user("li-jing");
    let id = propose(&clerk, 1).await;
    let page = city
        .public()
        .page(&format!("/systems/key-projects/records/{id}"))
        .await;
    let words = page.words();
    assert!(
        words.contains("望澜大桥1") && words.contains("6.5亿元"),
        "{words}"
    );
    assert!(
        !words.contains("周老师") && !words.contains("李静"),
        "{words}"
    );
    assert!(page.values("form.act", "action").is_empty());
    let list = city
        .public()
        .page("/systems/key-projects?f.level=city&q=望澜")
        .await;
    assert!(list.part("table.records").contains("望澜大桥1"));
    let json = city
        .public()
        .get(&format!("/api/systems/key-projects/records/{id}"))
        .await
        .json();
    assert_eq!(json["fields"]["name"], "望澜大桥1");
    assert_eq!(json["fields"]["total"], "650000000");
    assert!(json["fields"].get("contact").is_none() && json["fields"].get("report_due").is_none());
    assert_eq!(json["actions"], json!([]));
    let size = city.public().size().await;
    for (what, fields) in [
        ("admit", vec![("do", "admit")]),
        ("propose", borrowed(&project(2))),
    ] {
        let address = match what {
            "propose" => "/systems/key-projects/new/propose".to_owned(),
            _ => format!("/systems/key-projects/records/{id}"),
        };
        let page = city.public().ask(form(&address, &fields, None)).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{what}");
    }
    assert_eq!(city.public().size().await, size);
}

#[tokio::test]
async fn refused_input_comes_back_as_typed_with_a_sentence_at_each_field() {
    let city = City::new();
    let clerk = city.as_user("li-jing");
    let mut fields = project(1);
    fields.retain(|(name, _)| *name != "f.name");
    fields.push(("f.builder", "123".into()));
    fields.push(("f.plan_start", "2026-13-01".into()));
    let page = clerk
        .post("/systems/key-projects/new/propose", &borrowed(&fields))
        .await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        page.words()
    );
    let wrong = page.values(".field.is-wrong [name]", "name");
    assert_eq!(
        wrong,
        ["f.name", "f.builder", "f.plan_start"],
        "{}",
        page.part(".wrong")
    );
    assert_eq!(page.values("input[name='f.total']", "value"), ["6.5亿"]);
    assert_eq!(page.values("input[name='f.builder']", "value"), ["123"]);
    assert!(
        page.part(".refusal").contains("还有 3 项要改"),
        "{}",
        page.part(".refusal")
    );
    let page = clerk
        .post(
            "/systems/key-projects/new/propose",
            &[("do", "propose"), ("f.total", "1")],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        city.public().get("/api/systems").await.json()["systems"][1]["records"],
        0
    );
}

#[tokio::test]
async fn what_is_sent_twice_happens_once() {
    let city = City::new();
    let clerk = city.as_user("li-jing");
    let key = "01890000-0000-7000-8000-000000000001";
    let input = json!({ "input": {
        "name": "望澜大桥", "code": "2603-990101-04-01-000010", "level": "city", "unit": "housing-construction",
        "area": "990101", "total": "650000000" } });
    let address = "/api/systems/key-projects/actions/propose";
    let first = send(&clerk, address, &input, Some(key)).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    assert_eq!(
        first.header("location"),
        "/api/systems/key-projects/records/2026-00001"
    );
    let again = send(&clerk, address, &input, Some(key)).await;
    assert_eq!(again.json()["id"], first.json()["id"]);
    let list = clerk.get("/api/systems/key-projects/records").await.json();
    assert_eq!(list["total"], 1);
    // The code is taken: another record may not have it.
    // An empty key is none.
    let other = send(&clerk, address, &input, Some("")).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.text());
    assert_eq!(other.header("content-type"), "application/problem+json");
    assert_eq!(other.json()["said"][0]["name"], "code");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn sixty_four_open_at_once_and_each_has_a_number_of_its_own() {
    let city = City::new();
    let clerk = Arc::new(city.as_user("li-jing"));
    let all = (1..=64).map(|serial| {
        let clerk = clerk.clone();
        tokio::spawn(async move { propose(&clerk, serial).await })
    });
    let mut ids = Vec::new();
    for one in all.collect::<Vec<_>>() {
        ids.push(one.await.unwrap());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 64);
    let list = clerk
        .get("/api/systems/key-projects/records?page=2")
        .await
        .json();
    assert_eq!(
        (
            list["total"].as_u64(),
            list["records"].as_array().map(Vec::len)
        ),
        (Some(64), Some(14))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_servers_that_do_the_same_at_once_one_does_it_and_the_other_says_why_not() {
    let city = City::new();
    let beside = city.beside();
    let clerk = city.as_user("li-jing");
    let both = [city.as_user("zhao-qiang"), beside.as_user("zhao-qiang")].map(Arc::new);
    for serial in 1..=16 {
        let id = propose(&clerk, serial).await;
        let admitted = both.each_ref().map(|town| {
            let (town, id) = (Arc::clone(town), id.clone());
            tokio::spawn(async move {
                let address = format!("/api/systems/key-projects/records/{id}/actions/admit");
                send(&town, &address, &json!({ "input": {} }), None).await
            })
        });
        let mut found = Vec::new();
        for answer in admitted {
            let answer = answer.await.unwrap();
            match answer.status {
                StatusCode::OK => assert_eq!(answer.json()["version"], 2, "{}", answer.text()),
                _ => assert!(answer.json()["said"][0]["en"].is_string()),
            }
            found.push(answer.status.as_u16());
        }
        found.sort_unstable();
        assert_eq!(found, [200, 409], "{id}");
    }
}

#[tokio::test]
async fn a_clock_that_ran_out_goes_up_when_the_day_has_come() {
    let city = City::new();
    let id = propose(&city.as_user("li-jing"), 1).await;
    let city = city.later(|| "2026-08-03T08:00:00+08:00".parse().unwrap());
    let address = format!("/systems/key-projects/records/{id}");
    let page = city.as_user("zhao-qiang").page(&address).await;
    assert!(
        page.part(".clocks").contains("超期"),
        "{}",
        page.part(".clocks")
    );
    assert!(
        page.part(".history").contains("到期未办"),
        "{}",
        page.part(".history")
    );
    let size = city.public().size().await;
    city.public().page(&address).await;
    assert_eq!(city.public().size().await, size, "a day is swept once");
    let late = city.public().page("/systems/key-projects?due=late").await;
    assert!(late.part("table.records").contains("望澜大桥1"));
    let page = city.as_user("lin-yue").page("/work").await;
    assert!(page.words().contains("下级超期未办"), "{}", page.words());
}

#[tokio::test]
async fn what_means_nothing_is_answered_with_a_problem_in_both_languages() {
    let city = City::new();
    let clerk = city.as_user("li-jing");
    let words = |count| format!("/api/systems/key-projects/records?q={}", "a".repeat(count));
    assert_eq!(clerk.get(&words(200)).await.status, StatusCode::OK);
    let too_long = words(201);
    for (address, status) in [
        (too_long.as_str(), 400),
        ("/api/systems/key-projects/records?x=1", 400),
        ("/api/systems/key-projects/records?f.unit=null", 400),
        ("/api/systems/key-projects/records?stage=nowhere", 400),
        ("/api/systems/key-projects/records?page=0", 400),
        ("/api/systems/key-projects/records?page=1&page=2", 400),
        ("/api/systems/key-projects/records?f.contact=a", 400),
        ("/api/systems/key-projects/records/2026-99999", 404),
        ("/api/systems/nothing/records", 404),
        ("/api/systems?a=b", 400),
        ("/api/systems?on=2026-07-01", 422),
        ("/api/systems?on=2026-06-31", 422),
        ("/api/systems?on=", 422),
        ("/api/systems?on=2026-06-29&on=2026-06-28", 400),
        ("/api/openapi.json?on=2026-06-29", 400),
        (
            "/api/systems/key-projects/records/2026-99999?on=2026-06-29",
            404,
        ),
    ] {
        let page = clerk.get(address).await;
        assert_eq!(page.status.as_u16(), status, "{address}");
        assert_eq!(
            page.header("content-type"),
            "application/problem+json",
            "{address}"
        );
        let said = &page.json()["said"][0];
        assert!(
            said["zh"].as_str().is_some_and(|it| !it.is_empty()) && said["en"].is_string(),
            "{address}"
        );
    }
    for (body, status) in [
        (json!([]), 400),
        (json!({ "inputs": {} }), 400),
        (json!({ "input": 1 }), 400),
        (json!({ "input": {}, "seen": -1 }), 400),
        (json!({ "input": {} }), 422),
        (json!({ "input": { "nothing": 1 } }), 422),
    ] {
        let page = send(
            &clerk,
            "/api/systems/key-projects/actions/propose",
            &body,
            None,
        )
        .await;
        assert_eq!(page.status.as_u16(), status, "{body}");
    }
    let page = send(
        &clerk,
        "/api/systems/key-projects/actions/propose",
        &json!({}),
        Some("no-uuid"),
    )
    .await;
    assert_eq!(page.status.as_u16(), 400);
    let page = send(
        &clerk,
        "/api/systems/key-projects/actions/admit",
        &json!({}),
        None,
    )
    .await;
    assert_eq!(page.status.as_u16(), 404);
}

#[tokio::test]
async fn the_document_describes_every_action_and_parameter() {
    let city = City::new();
    let document = city.public().get("/api/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let post = &document["paths"]["/api/systems/key-projects/records/{record}/actions/report-month"]
        ["post"];
    let schema = &post["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(
        schema["properties"]["input"]["required"],
        json!(["month", "amount", "progress_now"])
    );
    let list = &document["paths"]["/api/systems/key-projects/records"]["get"]["parameters"];
    let names: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    assert_eq!(
        names,
        [
            "q",
            "stage",
            "due",
            "sort",
            "page",
            "on",
            "f.level",
            "f.industry",
            "f.unit",
            "f.area"
        ]
    );
}

#[tokio::test]
async fn the_api_answers_as_of_a_past_day_wherever_its_document_says_so() {
    let city = City::new();
    let clerk = city.as_user("li-jing");
    let record = propose(&clerk, 1).await;
    let document = city.public().get("/api/openapi.json").await.json();
    let mut asked = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let of = |method: &str| operations[method]["parameters"].as_array().cloned();
        let named = |method: &str| {
            let all = of(method).unwrap_or_default();
            all.iter().any(|it| it["name"] == "on")
        };
        assert!(!named("post"), "{path}: nothing is done on a past day");
        assert_eq!(
            named("get"),
            operations["get"].is_object() && path != "/api/openapi.json",
            "{path}"
        );
        if !named("get") || path.contains("{record}") {
            continue;
        }
        // The records came on the 30th of June, which is today.
        let yesterday = clerk.page(&format!("{path}?on=2026-06-29")).await.json();
        let today = clerk.page(&format!("{path}?on=2026-06-30")).await.json();
        assert_eq!(today, clerk.page(path).await.json(), "{path}");
        let records = |answer: &Value| match path.as_str() {
            "/api/systems" => {
                let all = answer["systems"].as_array().unwrap();
                let counts = all.iter().map(|it| it["records"].as_u64().unwrap());
                counts.sum()
            }
            _ => answer["total"].as_u64().unwrap(),
        };
        assert_eq!(records(&yesterday), 0, "{path}");
        asked += records(&today);
    }
    assert_eq!(asked, 2, "in the list of all systems, and in its own");
    let of = format!("/api/systems/key-projects/records/{record}");
    let city = city.later(|| "2026-08-03T08:00:00+08:00".parse().unwrap());
    let clerk = city.as_user("li-jing");
    let past = clerk.page(&format!("{of}?on=2026-06-30")).await.json();
    assert_eq!(
        (&past["version"], &past["actions"]),
        (&json!(1), &json!([]))
    );
    let present = clerk.page(&of).await.json();
    assert_ne!(present["clocks"], past["clocks"], "the clock ran out since");
    let propose = "/api/systems/key-projects/actions/propose?on=2026-06-29";
    let refused = send(&clerk, propose, &json!({ "input": {} }), None).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn what_is_filtered_is_exported() {
    let city = City::new();
    let clerk = city.as_user("li-jing");
    propose(&clerk, 1).await;
    propose(&clerk, 2).await;
    let csv = city
        .public()
        .page("/systems/key-projects/export/records.csv?q=望澜大桥2")
        .await
        .text();
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(
        csv.starts_with("\u{feff}编号,阶段")
            && csv.contains("650000000")
            && !csv.contains("联系人")
    );
    let xlsx = city
        .public()
        .page("/systems/key-projects/export/records.xlsx")
        .await;
    assert_eq!(&xlsx.bytes[..2], b"PK");
}

#[tokio::test]
async fn the_rules_are_told_in_words() {
    let city = City::new();
    let page = city.public().page("/systems/key-projects/about").await;
    let rule = page.part("#act-confirm-start");
    assert!(
        rule.contains("重点项目核查员") && rule.contains("独立旁证"),
        "{rule}"
    );
    assert!(
        page.part("#clock-start-check")
            .contains("10（入库、开工、竣工核查时限）个工作日"),
        "{}",
        page.part("#clock-start-check")
    );
    assert!(page.words().contains("国务院令第673号"));
    assert_eq!(
        page.part("figure.cycle svg title").lines().count().min(1),
        1
    );
    let systems = city.public().page("/systems").await;
    assert!(
        systems
            .part(".system-card .keeper")
            .contains("云泽市发展和改革委员会"),
        "{}",
        systems.words()
    );
}

#[tokio::test]
async fn a_sheet_is_taken_in_whole_or_not_at_all() {
    let city = City::new();
    let clerk = city.as_user("li-jing");
    let address = "/systems/key-projects/import/propose";
    assert_eq!(
        &clerk.page(&format!("{address}?template=xlsx")).await.bytes[..2],
        b"PK"
    );
    let head = "项目名称 *,项目代码 *,级别 *,责任单位 *,建设地点 *,总投资 *\n";
    let row = |name: &str, serial: u32, total: &str| {
        format!(
            "{name},2603-990101-04-01-{},市级,housing-construction,泽南区,{total}\n",
            checked(serial)
        )
    };
    let size = city.public().size().await;
    let bad = format!(
        "{head}{}{}{}",
        row("一桥", 1, "6.5亿"),
        row("二桥", 1, "1亿"),
        row("三桥", 3, "很多")
    );
    let page = clerk.upload(address, "a.csv", bad.as_bytes()).await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        page.words()
    );
    let rows = page.part(".import-faults");
    for said in ["2 项目代码", "3 项目代码", "4 总投资"] {
        assert!(rows.contains(said), "{said}: {rows}");
    }
    // The row of another unit is told among the others, as a spreadsheet numbers it.
    let others = format!(
        "{head}{}\n{}{}",
        row("一桥", 1, "6.5亿"),
        row("二桥", 2, "1亿").replace("housing-construction", "education"),
        row("三桥", 3, "很多")
    );
    let crlf = others.replace('\n', "\r\n");
    for sheet in [&others, &crlf] {
        let page = clerk.upload(address, "a.csv", sheet.as_bytes()).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let rows = page.part(".import-faults");
        assert!(
            rows.contains("4") && rows.contains("本单位") && rows.contains("5 总投资"),
            "{rows}"
        );
    }
    assert!(
        page.values("input[name=file][type=hidden]", "value")
            .is_empty()
    );
    assert_eq!(city.public().size().await, size);

    let good = format!("{head}{}{}", row("一桥", 1, "6.5亿"), row("二桥", 2, "1亿"));
    let page = clerk.upload(address, "a.csv", good.as_bytes()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    assert_eq!(city.public().size().await, size);
    let hash = page
        .values("input[name=file][type=hidden]", "value")
        .remove(0);
    let to = clerk.change(address, &[("file", &hash)]).await;
    assert_eq!(to, "/systems/key-projects?imported=2");
    let list = clerk
        .get("/api/systems/key-projects/records?q=桥")
        .await
        .json();
    assert_eq!(list["total"], 2);
    let again = clerk.post(address, &[("file", &hash)]).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the codes are taken now"
    );
    let page = city.public().get(address).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn people_meet_over_what_the_rule_lists() {
    let city = City::new();
    let clerk = city.as_user("li-jing");
    let mut late = project(1);
    late.push(("f.plan_start", "2026-03-01".into()));
    clerk
        .change("/systems/key-projects/new/propose", &borrowed(&late))
        .await;
    propose(&clerk, 2).await;
    let page = city
        .as_user("sun-wei")
        .page("/systems/key-projects/lists/dispatch")
        .await;
    assert!(
        page.part("table.records").contains("望澜大桥1"),
        "{}",
        page.words()
    );
    assert!(!page.part("table.records").contains("望澜大桥2"));
    let page = city
        .public()
        .get("/systems/key-projects/lists/dispatch")
        .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn anybody_may_do_what_is_for_everybody() {
    let city = City::new();
    let input = json!({ "input": { "area": "990101", "found_on": "2026-06-01", "kind": "other", "name": "井盖缺失", "words": "路口" } });
    let page = send(
        city.public(),
        "/api/systems/dynamic-lists/actions/tell",
        &input,
        None,
    )
    .await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.text());
    // JSON Schema takes 0.0 for a whole number.
    let body = "{\"input\": {}, \"seen\": 0.0}";
    let request = Request::post("/api/systems/key-projects/actions/propose")
        .header(HOST, "127.0.0.1:8026")
        .header(CONTENT_TYPE, "application/json");
    let page = city
        .public()
        .ask(request.body(Body::from(body)).unwrap())
        .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.text());
}
