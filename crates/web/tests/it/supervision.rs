//! Orders with official numbers, applications that the log draws, from outside.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::systems::{City, send};
use crate::town::{Page, noon};

fn told(page: &Page) -> Value {
    serde_json::from_slice(&page.bytes).unwrap()
}

fn reminder(matter: &str) -> Value {
    json!({ "input": {
        "matter": matter, "from_where": "instruction", "unit": "education", "asked": "报进度",
    } })
}

#[tokio::test]
async fn numbers_given_at_once_have_neither_gap_nor_twin() {
    let city = City::new();
    let remind = "/api/systems/supervision/actions/remind";
    let all = (0..6).map(|at| {
        let supervisor = city.as_user("wang-fang");
        async move {
            let answer = send(&supervisor, remind, &reminder(&format!("事项{at}")), None).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", told(&answer));
            let record = told(&answer)["id"].as_str().unwrap().to_owned();
            let page = supervisor
                .page(&format!("/systems/supervision/records/{record}"))
                .await;
            page.part(".holds")
        }
    });
    let pages = futures(all).await;
    for number in 1..=6 {
        let word = format!("督提〔2026〕{number}号");
        let with = pages.iter().filter(|it| it.contains(&word)).count();
        assert_eq!(with, 1, "{word}");
    }
    let clerk = city.as_user("li-jing");
    let refused = send(&clerk, remind, &reminder("试试"), None).await;
    assert_eq!(
        refused.status,
        StatusCode::FORBIDDEN,
        "only the office supervises"
    );
}

/// Two servers over one log, twelve people at each, all after the next number of one series:
/// nobody is told to send it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_crowd_after_one_series_of_numbers_is_served() {
    let city = City::new();
    let other = city.beside();
    let remind = "/api/systems/supervision/actions/remind";
    let all = (0..24).map(|at| {
        let at_which = if at % 2 == 0 { &city } else { &other };
        let supervisor = at_which.as_user("wang-fang");
        async move {
            let answer = send(&supervisor, remind, &reminder(&format!("事项{at}")), None).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", told(&answer));
            told(&answer)["fields"]["number"]
                .as_str()
                .unwrap()
                .to_owned()
        }
    });
    let mut given = futures(all).await;
    let mut due: Vec<String> = (1..=24).map(|it| format!("督提〔2026〕{it}号")).collect();
    given.sort();
    due.sort();
    assert_eq!(given, due, "neither gap nor twin");
}

/// All of them at once.
async fn futures<F: Future<Output = String> + Send + 'static>(
    all: impl Iterator<Item = F>,
) -> Vec<String> {
    let all: Vec<_> = all.map(tokio::spawn).collect();
    let mut done = Vec::new();
    for one in all {
        done.push(one.await.unwrap());
    }
    done
}

#[tokio::test]
async fn the_public_pages_of_supervision_are_there_without_a_report() {
    let city = City::new();
    let page = city.public().page("/burden").await;
    assert!(page.part("h1").contains("基层负担"), "{}", page.words());
    let none = city.public().get("/bulletins/2026-06").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let bad = city.public().get("/bulletins/2026-Q7").await;
    assert_eq!(bad.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn forms_of_units_are_counted_and_counted_the_same_after_a_start() {
    let city = City::new();
    let clerk = city.as_user("li-jing");
    let input = json!({ "input": {
        "name": "望澜大桥", "code": "2603-990101-04-01-000010", "level": "city",
        "unit": "housing-construction", "area": "990101", "total": "650000000" } });
    let propose = "/api/systems/key-projects/actions/propose";
    let answer = send(&clerk, propose, &input, None).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let told = |page: &Page| page.part(".sums");
    let before = told(&city.public().page("/burden").await);
    assert!(before.contains("1 张本系统的表"), "{before}");
    let city = city.later(noon);
    let after = told(&city.public().page("/burden").await);
    assert_eq!(after, before);
}
