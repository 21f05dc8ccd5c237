//! The lights that changed over a year that was lived: told once each, in their order, the
//! same whenever they are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use roxmltree::{Document, Node};

use super::site::Server;

/// The day that is shown, and days whose windows of three months lie over each other.
const TODAY: &str = "2026-11-20";
const ASKED: [&str; 5] = [
    "2026-03-31",
    "2026-06-15",
    "2026-08-31",
    "2026-11-01",
    "2026-11-19",
];

/// What a feed says: the id of each entry, with all else that it says.
fn entries(feed: &str) -> Vec<(String, Vec<String>)> {
    let feed = Document::parse(feed).unwrap();
    let root = feed.root_element();
    assert_eq!(
        root.tag_name().namespace(),
        Some("http://www.w3.org/2005/Atom")
    );
    let of = |node: Node<'_, '_>, name: &str| {
        let found = node
            .children()
            .filter(|it| it.has_tag_name(name) || it.tag_name().name() == name);
        let found: Vec<String> = found
            .filter_map(|it| it.text().map(str::to_owned))
            .collect();
        assert_eq!(found.len(), 1, "{name}: RFC 4287 wants one");
        found.into_iter().next().unwrap()
    };
    for needed in ["id", "title", "updated"] {
        of(root, needed);
    }
    let all = root.children().filter(|it| it.tag_name().name() == "entry");
    all.map(|entry| {
        let links = entry.children().filter(|it| it.tag_name().name() == "link");
        let links = links.filter_map(|it| it.attribute("href").map(str::to_owned));
        let said = [
            of(entry, "updated"),
            of(entry, "title"),
            of(entry, "summary"),
        ];
        (of(entry, "id"), said.into_iter().chain(links).collect())
    })
    .collect()
}

/// Holds the lights of a year that was lived until the day before [`TODAY`] against the laws.
pub fn are_told_once_each_and_the_same_for_ever(data: &Path) {
    let server = Server::of(data, TODAY);
    // Two years' reports may hold the same sentence, and so the same id.
    let of = |line: &[String]| format!("{} {}", line[1], line[2]);
    let mut changes: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for day in ASKED {
        let lines = server.list(&format!("/open/lights.csv?on={day}"));
        let keys: BTreeSet<_> = lines.iter().map(|it| (of(it), &it[0])).collect();
        assert_eq!(keys.len(), lines.len(), "once a day of a commitment: {day}");
        assert!(lines.iter().all(|it| *it[0] <= *day && it[4] != it[5]));
        let feed = server.get(&format!("/lights.atom?on={day}"));
        let feed = entries(&feed);
        assert_eq!(feed.len(), lines.len().min(200), "{day}");
        let times: Vec<&String> = feed.iter().map(|(_, said)| &said[0]).collect();
        assert!(
            times.is_sorted_by(|a, b| a >= b),
            "the newest first: {times:?}"
        );
        for ((id, said), line) in feed.iter().zip(&lines) {
            assert!(said[2].starts_with(&line[0]), "{said:?} {line:?}");
            assert_eq!(said.len() == 5, !line[7].is_empty(), "{said:?} {line:?}");
            // Whenever it is asked for it says the same.
            let known = told.entry(id.clone()).or_insert_with(|| said.clone());
            assert_eq!(known, said);
        }
        for line in &lines {
            let key = (of(line), line[0].clone());
            let change = (line[4].clone(), line[5].clone());
            assert_eq!(
                *changes.entry(key).or_insert(change.clone()),
                change,
                "{line:?}"
            );
        }
    }
    assert!(told.len() >= 30, "{}", told.len());
    assert_eq!(told.len(), changes.len(), "an id each");
    // What a light became is what it is when it changes again, and what it is today.
    let today = server.list("/open/commitments.csv");
    let today: BTreeMap<String, &String> = today
        .iter()
        .map(|it| (format!("{} {}", it[0], it[1]), &it[9]))
        .collect();
    let mut stands: BTreeMap<&String, &String> = BTreeMap::new();
    for ((commitment, day), (then, now)) in &changes {
        if let Some(before) = stands.insert(commitment, now) {
            assert_eq!(before, then, "{commitment} on {day}");
        }
    }
    let fresh = server.list("/open/lights.csv");
    let fresh = fresh.iter().filter(|it| it[0] == TODAY);
    let fresh: BTreeMap<String, &String> = fresh.map(|it| (of(it), &it[4])).collect();
    for (commitment, stands) in stands {
        let ended = fresh.get(commitment).or_else(|| today.get(commitment));
        assert!(
            ended.is_none_or(|it| *it == stands),
            "{commitment}: {stands}"
        );
    }
}
