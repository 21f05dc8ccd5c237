//! Bulletins: each number is counted in its period, and leads to the list of what it counts.

use axum::http::StatusCode;
use jiff::Timestamp;
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::systems::{City, send};
use crate::town::{Page, Town, noon};

fn may() -> Timestamp {
    "2026-05-29T12:00:00+08:00".parse().unwrap()
}

async fn done(town: &Town, address: &str, input: Value) -> String {
    let answer = send(town, address, &json!({ "input": input }), None).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    let told: Value = serde_json::from_slice(&answer.bytes).unwrap();
    told["id"].as_str().unwrap_or_default().to_owned()
}

/// A reminder, and an application to close that is made in May and drawn in June.
async fn lived() -> City {
    let city = City::with_report(may);
    let supervisor = city.as_user("wang-fang");
    let remind = "/api/systems/supervision/actions/remind";
    let asked = json!({
        "matter": "望澜大桥", "from_where": "instruction", "unit": "education", "asked": "报进度" });
    done(&supervisor, remind, asked).await;
    let clerk = city.as_user("li-jing");
    let apply = "/systems/task-closing/new/apply";
    let report = city.report();
    let fields = [
        ("do", "apply"),
        ("f.commitment", &format!("{report}/c3")),
        ("f.unit", "housing-construction"),
        ("f.matter", "望澜大桥"),
        ("f.done_on", "2026-05-28"),
        ("f.result", "建成"),
        ("f.log", "1"),
    ];
    let page = upload(&clerk, apply, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.words());
    let address = page.header("location");
    let city = city.later(noon);
    let supervisor = city.as_user("wang-fang");
    let settle = address.replace("/systems/", "/api/systems/") + "/actions/settle";
    let drawn = json!({ "held_on": "2026-05-31", "issue": "26143", "digits": "40718" });
    done(&supervisor, &settle, drawn).await;
    city
}

/// A form with a document, as a browser sends it.
async fn upload(town: &Town, address: &str, fields: &[(&str, &str)]) -> Page {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!(
            "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--b\r\nContent-Disposition: form-data; name=\"f.paper\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n验收单\r\n--b--\r\n");
    town.send_parts(address, body).await
}

/// What stands in paragraphs and tables of a page outside of links.
fn unlinked(page: &Page) -> String {
    let document = Html::parse_document(&page.text());
    let parts = Selector::parse("article p, article td").unwrap();
    let mut words = String::new();
    for part in document.select(&parts) {
        for node in part.descendants() {
            let linked = |it: &str| it == "a";
            let mut above = node.ancestors().filter_map(|it| it.value().as_element());
            if let Some(text) = node
                .value()
                .as_text()
                .filter(|_| !above.any(|it| linked(it.name())))
            {
                words.push_str(text);
            }
        }
        words.push('\n');
    }
    words
}

#[tokio::test]
async fn every_number_of_a_bulletin_is_a_link_and_the_length_of_its_list() {
    let city = lived().await;
    let page = city.public().page("/bulletins/2026-05").await;
    let bare = unlinked(&page);
    let dates = ["2026年5月31日", "2026年5月"];
    let left = dates.iter().fold(bare, |text, it| text.replace(it, ""));
    assert!(!left.chars().any(|it| it.is_ascii_digit()), "{left}");
    let document = Html::parse_document(&page.text());
    let counts = Selector::parse("a.count").unwrap();
    let counts: Vec<(String, usize)> = document
        .select(&counts)
        .map(|it| {
            let number: String = it.text().collect();
            (
                it.value().attr("href").unwrap().to_owned(),
                number.parse().unwrap(),
            )
        })
        .collect();
    assert!(counts.len() > 15, "{counts:?}");
    assert!(counts.iter().any(|(_, count)| *count > 0), "{counts:?}");
    for (address, count) in counts {
        let list = city.public().page(&address).await;
        let lines = list.values("article li a", "href").len();
        assert_eq!(lines, count, "{address}: {}", list.words());
        for to in list.values("article a", "href") {
            city.public().page(&to).await;
        }
    }
    for none in ["2026-05/nothing", "2026-13/issued"] {
        let page = city.public().get(&format!("/bulletins/{none}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_is_drawn_counts_in_the_month_of_the_draw() {
    let city = lived().await;
    let length = async |address: &str| {
        let page = city.public().page(address).await;
        page.values("article li a", "href").len()
    };
    for (address, count) in [
        ("/bulletins/2026-05/applied", 1),
        ("/bulletins/2026-06/applied", 0),
        ("/bulletins/2026-05/issued", 1),
        ("/bulletins/2026-05/issued?kind=reminder", 1),
        ("/bulletins/2026-05/issued?kind=order", 0),
        ("/bulletins/2026-06/issued", 0),
        ("/bulletins/2026-05/open", 1),
    ] {
        assert_eq!(length(address).await, count, "{address}");
    }
    let drawn = async |period: &str| {
        length(&format!("/bulletins/{period}/chosen")).await
            + length(&format!("/bulletins/{period}/spared")).await
    };
    assert_eq!((drawn("2026-05").await, drawn("2026-06").await), (0, 1));
    assert_eq!(drawn("2026-Q2").await, 1);
}
