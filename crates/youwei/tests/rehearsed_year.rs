//! `youwei rehearse --year`: the same seed is the same log, on both stores; every deceit of
//! the year is noticed; and nothing else than a rehearsal is shown on another day.

#![allow(
    clippy::unwrap_used,
    reason = "the lint knows test functions but not what they share"
)]

mod common;
#[path = "rehearsed_year/lights.rs"]
mod lights;
#[path = "rehearsed_year/lists.rs"]
mod lists;
#[path = "rehearsed_year/sense.rs"]
mod sense;
#[path = "../../ledger/tests/it/server.rs"]
mod server;
#[path = "rehearsed_year/site.rs"]
mod site;

use std::fs;
use std::path::Path;

use common::{Said, program, said};
use serde_json::Value;

fn run(arguments: &[&str]) -> Said {
    said(&mut program(arguments), "")
}

/// A year up to a day, in this folder, as what came of it.
fn lived(folder: &Path, seed: &str, through: &str, more: &[&str]) -> Value {
    let data = folder.to_str().unwrap();
    let asked = ["rehearse", "--year", seed, "--through", through, "--json"];
    let asked = [&asked[..], &["--data", data], more].concat();
    serde_json::from_str(&run(&asked).well()).unwrap()
}

/// A short piece of the year, for programs that are built to be debugged.
const SHORT: &str = "2026-01-23";

#[test]
fn the_same_seed_is_the_same_log_to_the_last_byte_and_another_is_another() {
    let folder = tempfile::tempdir().unwrap();
    let [one, same, other] = ["one", "same", "other"].map(|name| folder.path().join(name));
    let first = lived(&one, "7", SHORT, &[]);
    let second = lived(&same, "7", SHORT, &[]);
    let third = lived(&other, "8", SHORT, &[]);
    assert!(first["entries"].as_u64().unwrap() > 1_000, "{first}");
    assert_eq!(first["root"], second["root"]);
    assert_ne!(first["root"], third["root"]);
    for name in ["ledger.sqlite3", "log.key", "master.key", "passwords.txt"] {
        let read = |folder: &Path| fs::read(folder.join(name)).unwrap();
        assert!(read(&one) == read(&same), "{name} differs");
        assert!(read(&one) != read(&other), "{name} is another's too");
    }
    let files = |folder: &Path| {
        let names = fs::read_dir(folder.join("files")).unwrap();
        let mut names: Vec<_> = names.map(|it| it.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(files(&one), files(&same));
    let data = one.to_str().unwrap();
    let master = one.join("master.key");
    let master = master.to_str().unwrap();
    let verified = run(&["verify", "--data", data, "--master", master]).well();
    assert!(
        verified.contains(first["root"].as_str().unwrap()),
        "{verified}"
    );
    // What is lived is not lived again into the same log.
    let again = run(&["rehearse", "--year", "7", "--data", data]);
    again.refused(2, "already");
}

#[test]
fn both_stores_hold_the_same_entries() {
    let Some(server) = server::shared() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let [file, base] = ["file", "base"].map(|name| folder.path().join(name));
    let url = server.database();
    let here = lived(&file, "7", SHORT, &[]);
    let there = lived(&base, "7", SHORT, &["--database", &url]);
    for same in [
        "root", "entries", "facts", "records", "done", "refused", "lights",
    ] {
        assert_eq!(here[same], there[same], "{same}");
    }
}

#[test]
fn every_deceit_of_the_year_is_noticed_and_the_lights_have_five_colours() {
    let folder = tempfile::tempdir().unwrap();
    let year = lived(folder.path(), "2026", "2026-12-31", &[]);
    let frauds = year["frauds"].as_array().unwrap();
    assert!(frauds.len() >= 12, "{frauds:?}");
    for fraud in frauds {
        assert!(fraud["caught"].is_object(), "{fraud}");
    }
    // What is found by a flag stands in an entry.
    let entry = |fraud: &&Value| fraud["caught"]["entry"].is_u64();
    assert!(frauds.iter().filter(entry).count() >= 6, "{frauds:?}");
    assert_eq!(year["otherwise_count"], 0, "{}", year["otherwise"]);
    // What would begin a clock that runs into the next year waits for its work days.
    assert!(year["unpublished"].as_u64() > Some(0));
    assert!(year["signed_in"].as_u64() > Some(1_000));
    for light in ["blue", "green", "yellow", "red", "grey"] {
        assert!(
            year["lights"][light].as_u64() > Some(0),
            "{}",
            year["lights"]
        );
    }
    assert!(year["refused"].as_object().unwrap().len() >= 5);
    sense::is_in_the_year(folder.path(), "2026-11-20");
    lights::are_told_once_each_and_the_same_for_ever(folder.path());
    let spring = folder.path().join("spring");
    lived(&spring, "2026", "2026-02-20", &[]);
    let (whole, ended) = ((folder.path(), "2026-11-20"), (&*spring, "2026-02-20"));
    lists::stand_as_of_a_day(whole, ended);
}

#[test]
fn only_a_rehearsal_is_shown_on_another_day() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let asked = [
        "serve",
        "--data",
        data,
        "--port",
        "0",
        "--today",
        "2026-11-20",
    ];
    run(&asked).refused(2, "no rehearsal");
}
