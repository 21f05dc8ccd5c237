//! Lists: filters, orders and pages agree with looking at every record.

use serde_json::json;
use youwei_base::Reach;
use youwei_decision::value::Value;
use youwei_system::authority::{allowed, works_on};
use youwei_system::records::{Filter, Order};
use youwei_system::wish::World;

use crate::play::{Play, actor, morning};

const CLERKS: [(&str, &str, &str); 3] = [
    ("housing-construction", "990101", "city"),
    ("urban-management", "990102", "city"),
    ("development-reform", "990102", "province"),
];

/// Thirty projects of three units, every other one admitted.
fn many() -> Play {
    let mut play = Play::of_the_city();
    for number in 0..30 {
        let (unit, area, level) = CLERKS[number % 3];
        let day = format!("2026-03-{:02}", 2 + number / 3);
        let input = json!({
            "name": format!("项目{number}"), "code": format!("2603-990102-04-01-1234{number:02}"),
            "level": level, "unit": unit, "area": area, "total": "1亿"
        });
        let it = play.done(
            &day,
            &format!("{unit}/project-clerk"),
            "key-projects",
            "propose",
            input,
        );
        if number % 2 == 0 {
            play.done(
                &day,
                "development-reform/project-inspector",
                &it,
                "admit",
                json!({}),
            );
        }
    }
    play
}

#[test]
fn filters_agree_with_looking_at_every_record() {
    let play = many();
    let book = play.records.book("key-projects").unwrap();
    let system = book.system();
    let at = |name: &str| system.field(name).unwrap();
    let (reserve, preliminary) = (
        system.stage("reserve").unwrap(),
        system.stage("preliminary").unwrap(),
    );
    let unit = [(
        at("unit"),
        &["urban-management", "housing-construction"][..],
    )];
    let place = [(at("area"), &["990102"][..]), (at("level"), &["city"][..])];
    let nothing = [(at("unit"), &["nobody"][..])];
    // A field without a column.
    let name = [(at("name"), &["项目7"][..])];
    let day = "2026-03-20".parse().unwrap();
    let cases: [(Filter<'_>, usize); 8] = [
        (Filter::default(), 30),
        (
            Filter {
                stages: &[reserve],
                ..Filter::default()
            },
            15,
        ),
        (
            Filter {
                stages: &[preliminary, reserve],
                having: &unit,
                ..Filter::default()
            },
            20,
        ),
        (
            Filter {
                having: &place,
                ..Filter::default()
            },
            10,
        ),
        (
            Filter {
                having: &nothing,
                ..Filter::default()
            },
            0,
        ),
        (
            Filter {
                having: &name,
                ..Filter::default()
            },
            1,
        ),
        (
            Filter {
                words: " 项目1",
                ..Filter::default()
            },
            11,
        ),
        (
            Filter {
                due_by: Some(day),
                ..Filter::default()
            },
            10,
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(book.count(&filter), expected, "{filter:?}");
        for order in [Order::Newest, Order::Oldest, Order::Touched, Order::Due] {
            let all = book.find(&filter, order, 0, 100);
            let mut paged = Vec::new();
            for page in 0..5 {
                let found = book.find(&filter, order, page * 7, 7);
                assert_eq!(found.total, expected);
                paged.extend(found.records.iter().map(|it| it.id.clone()));
            }
            let ids: Vec<_> = all.records.iter().map(|it| it.id.clone()).collect();
            assert_eq!(paged, ids, "{order:?} page by page");
        }
    }
    let counts = book.by_stage();
    assert_eq!((counts[reserve], counts[preliminary]), (15, 15));
}

#[test]
fn orders_are_what_they_say() {
    let mut play = many();
    let it = "key-projects/2026-00002".to_owned();
    play.done(
        "2026-03-20",
        "development-reform/project-inspector",
        &it,
        "admit",
        json!({}),
    );
    let book = play.records.book("key-projects").unwrap();
    let first = |order| {
        book.find(&Filter::default(), order, 0, 1).records[0]
            .id
            .to_string()
    };
    assert_eq!(first(Order::Newest), "2026-00030");
    assert_eq!(first(Order::Oldest), "2026-00001");
    assert_eq!(first(Order::Touched), "2026-00002");
    assert_eq!(
        first(Order::Due),
        "2026-00004",
        "the first that still waits for review"
    );
}

#[test]
fn links_and_unique_values_are_found() {
    let mut play = many();
    for day in ["2026-03-21", "2026-03-22"] {
        let trouble = json!({
            "kind": "project-problem", "name": "征迁", "area": "990101", "found_on": day,
            "project": "2026-00003", "unit": "housing-construction"
        });
        let who = "housing-construction/project-clerk";
        play.done(day, who, "dynamic-lists", "report", trouble);
    }
    let id = Value::from("2026-00003");
    let linked = play.records.holding("dynamic-lists", "project", &id);
    assert_eq!(linked.len(), 2);
    assert!(
        play.records
            .holding("dynamic-lists", "project", &Value::from("2026-00004"))
            .is_empty()
    );
    assert!(
        play.records
            .holding("dynamic-lists", "no-field", &id)
            .is_empty()
    );
    // Without an index too.
    assert_eq!(
        play.records
            .holding("key-projects", "name", &Value::from("项目7"))
            .len(),
        1
    );
    let code = "2603-990102-04-01-123407";
    assert_eq!(
        play.records.taken("key-projects", "code", code),
        Some("2026-00008")
    );
    assert_eq!(play.records.taken("key-projects", "name", "项目7"), None);
    assert!(play.records.record("nothing", "2026-00001").is_none());
}

#[test]
fn buttons_and_personal_values_are_for_those_who_work_on_it() {
    let play = many();
    let (at, system) = (morning("2026-03-20"), play.system("key-projects"));
    let record = play.record("key-projects/2026-00002");
    let names = |who: &str| {
        let who = actor(&play.town, who);
        let may = allowed(&system, Some(record), &who, &play.town, at);
        let ids: Vec<String> = may
            .iter()
            .map(|it| system.actions[*it].id.to_string())
            .collect();
        (ids, works_on(&system, record, &who, &play.town))
    };
    let inspector = names("development-reform/project-inspector");
    assert!(inspector.0.contains(&"admit".to_owned()) && inspector.1);
    assert_eq!(
        names("urban-management/project-clerk"),
        (vec![], true),
        "its own, and nothing to do now"
    );
    for who in [
        "housing-construction/project-clerk",
        "audit/auditor",
        "city-congress/deputy",
        "public",
    ] {
        assert_eq!(names(who), (vec![], false), "{who}");
    }
}

#[test]
fn who_may_open_records_of_all_units_sees_nothing_personal_of_others() {
    let play = many();
    let mut system = (*play.system("key-projects")).clone();
    let opening = system.action("propose").unwrap();
    let clerk = actor(&play.town, "housing-construction/project-clerk");
    let sees = |system: &youwei_system::declaration::System, id: &str| {
        let record = play.record(&format!("key-projects/{id}"));
        works_on(system, record, &clerk, &play.town)
    };
    // The first is the clerk's own, the second another unit's.
    let as_declared = (sees(&system, "2026-00001"), sees(&system, "2026-00002"));
    assert_eq!(as_declared, (true, false));
    system.actions[opening].reach = Some(Reach::All);
    let with_all = (sees(&system, "2026-00001"), sees(&system, "2026-00002"));
    assert_eq!(
        with_all,
        (true, false),
        "one may open it and not look into it"
    );
    // Where the action is done to records, its reach does say so.
    system.actions[opening].from = vec![0];
    assert!(sees(&system, "2026-00002"));
}
