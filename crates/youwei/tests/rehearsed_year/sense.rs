//! Whether the year makes sense: works cost what was spent on them, clocks are heeded, and
//! what was flagged was settled.

use std::path::Path;

use serde_json::Value;

use super::site::Server;

/// A list's lines as what they say under these names.
fn named<const N: usize>(server: &Server, list: &str, names: [&str; N]) -> Vec<[String; N]> {
    let text = server.get(list);
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let head = lines.headers().unwrap().clone();
    let at = names.map(|name| head.iter().position(|it| it == name).unwrap());
    let lines = lines.records().map(|it| it.unwrap());
    lines.map(|line| at.map(|at| line[at].to_owned())).collect()
}

fn yuan(said: &str) -> i64 {
    said.parse().unwrap_or_default()
}

/// What is finished was paid for; the final cost is that of an account and of nothing else;
/// every work has a site and a builder.
fn works(server: &Server) {
    let names = [
        "stage", "total", "invested", "settled", "site_lon", "builder",
    ];
    let works = named(server, "/open/key-projects.csv", names);
    let finished = |it: &&[String; 6]| matches!(&*it[0], "finished" | "producing");
    assert!(works.iter().filter(finished).count() > 40);
    for work in works.iter().filter(finished) {
        let (total, invested) = (yuan(&work[1]), yuan(&work[2]));
        assert!((85..=105).contains(&(invested * 100 / total)), "{work:?}");
    }
    assert!(
        works
            .iter()
            .all(|it| !it[4].is_empty() && !it[5].is_empty())
    );
    let open: Value = serde_json::from_str(&server.get("/open/key-projects.oc4ids.json")).unwrap();
    let projects = open["projects"].as_array().unwrap();
    let finals = projects.iter();
    let finals = finals.filter_map(|it| it["completion"]["finalValue"]["amount"].as_i64());
    let mut finals: Vec<i64> = finals.collect();
    let settled = works.iter().filter(|it| !it[3].is_empty());
    let mut settled: Vec<i64> = settled.map(|it| yuan(&it[3])).collect();
    finals.sort_unstable();
    settled.sort_unstable();
    assert_eq!(finals, settled);
    assert!(projects.iter().all(|it| {
        let builder = |it: &Value| it["id"].as_str().unwrap().starts_with("CN-USCC-");
        it["locations"][0]["geometry"].is_object()
            && it["parties"].as_array().unwrap().iter().any(builder)
    }));
}

/// Few clocks run past their day, and every way of bringing investment is gone.
fn investments(server: &Server, today: &str) {
    let names = ["due", "stopped"];
    let limits = named(server, "/open/investment.limits.csv", names);
    let late = limits
        .iter()
        .filter(|it| it[1].is_empty() && !it[0].is_empty() && *it[0] < *today);
    let late = late.count();
    assert!((1..=15).contains(&late), "{late}");
    let all = named(
        server,
        "/open/investment.csv",
        ["channel", "investor_from", "stage"],
    );
    let there = |at: usize, what: &str| all.iter().any(|it| it[at] == what);
    for channel in [
        "fund",
        "chain",
        "scenario",
        "business",
        "commissioned",
        "capital-region",
    ] {
        assert!(there(0, channel), "{channel}");
    }
    for from in ["province", "beijing-tianjin", "domestic", "foreign"] {
        assert!(there(1, from), "{from}");
    }
    for stage in [
        "registered",
        "started",
        "producing",
        "fulfilled",
        "terminated",
    ] {
        assert!(there(2, stage), "{stage}");
    }
    let measures = named(server, "/open/measures.csv", ["id", "figure"]);
    for wanted in [
        "performing-so-far",
        "producing-so-far",
        "yield-kept",
        "foreign-money",
        "scenarios-applied",
        "recovery-share",
    ] {
        let found = measures.iter().find(|it| it[0] == wanted);
        assert!(
            found.is_some_and(|it| it[1].parse::<f64>().unwrap() > 0.0),
            "{wanted}"
        );
    }
}

/// While a train that was flagged was not looked into, its measure says so to everybody.
fn flagged(server: &Server) {
    let said = |day: &str| {
        let page = server.get(&format!("/measures/china-europe-trains?on={day}"));
        page.contains("from records that a check flagged")
    };
    assert!(said("2026-05-14"), "one of two trains of a day waits");
    assert!(!said("2026-11-20"), "all were settled");
}

/// A year that was lived until its end, as it stands in November.
pub fn is_in_the_year(data: &Path, today: &str) {
    let server = Server::of(data, today);
    works(&server);
    investments(&server, today);
    flagged(&server);
}
