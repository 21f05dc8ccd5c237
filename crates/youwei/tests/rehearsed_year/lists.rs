//! Open lists as of a past day, against the lists of a log that ends on that day.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::site::Server;

/// The addresses of all open lists, in both forms and in that of OC4IDS.
fn addresses(server: &Server) -> BTreeSet<String> {
    let page = server.get("/open");
    let links = page.split("href=\"").skip(1);
    let links = links.filter_map(|it| it.split(['"', '?']).next());
    let lists = links.filter(|it| it.starts_with("/open/"));
    let lists = lists.filter(|it| it.ends_with(".csv") || it.ends_with(".json"));
    lists.map(str::to_owned).collect()
}

/// Every list of a longer log as of a day is that of the log which ends on it.
pub fn stand_as_of_a_day(longer: (&Path, &str), ended: (&Path, &str)) {
    let (then, now) = (Server::of(ended.0, ended.1), Server::of(longer.0, longer.1));
    let all = addresses(&then);
    for known in [
        "commitments.csv",
        "targets.csv",
        "measures.json",
        "lights.csv",
        "key-projects.csv",
        "key-projects.facts.json",
        "key-projects.oc4ids.json",
        "amendments.csv",
    ] {
        assert!(all.contains(&format!("/open/{known}")), "{known}: {all:?}");
    }
    assert_eq!(all, addresses(&now));
    for address in &all {
        let past = now.get(&format!("{address}?on={}", ended.1));
        // The site stands elsewhere.
        let past = past.replace(&now.address, &then.address);
        assert!(past == then.get(address), "{address} on {}", ended.1);
    }
    say_what_pages_say(&now);
    let fresh = |list: &str| now.get(list) != now.get(&format!("{list}?on={}", ended.1));
    assert!(fresh("/open/commitments.csv") && fresh("/open/key-projects.csv"));
}

/// Lists of what has pages of its own have a line for each that is there.
fn say_what_pages_say(server: &Server) {
    let amendments = server.list("/open/amendments.csv");
    let told: Value = serde_json::from_str(&server.get("/api/amendments")).unwrap();
    assert!(!amendments.is_empty());
    assert_eq!(Some(amendments.len() as u64), told["count"].as_u64());
    let mut lines: Vec<[String; 5]> = amendments
        .iter()
        .map(|line| [1, 8, 9, 13, 18].map(|at| line[at].clone()))
        .collect();
    let told = told["amendments"].as_array().unwrap().iter();
    let mut told: Vec<[String; 5]> = told
        .map(|it| {
            ["commitment", "old", "new", "from", "why"].map(|of| it[of].as_str().unwrap().into())
        })
        .collect();
    lines.sort();
    told.sort();
    assert_eq!(lines, told);
    // What systems flagged is shown to those who signed in, and is in no list.
    // In Chinese, as the list is: pages in English name units in English.
    let page = server.get("/contradictions?lang=zh");
    let cards = page.matches("<section class=\"contradiction").count();
    let lines = server.list("/open/contradictions.csv");
    assert_eq!(lines.len(), cards);
    for line in lines {
        assert!(
            page.contains(&line[3]) && page.contains(&line[13]),
            "{line:?}"
        );
    }
}
