//! The cases of our own systems run in the invented city.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a file that is missing fails the test"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use youwei_base::{Bilingual, Day, Decimal};
use youwei_system::cases::{self, Figures, Outcome, Setting, Told};
use youwei_system::city::City;
use youwei_system::declaration::System;
use youwei_system::read::{self, File, Source};
use youwei_system::town::PlainTown;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The systems that have a declaration.
fn ids() -> Vec<String> {
    let folders = fs::read_dir(root().join("systems")).unwrap();
    let mut ids: Vec<String> = folders
        .map(|it| it.unwrap())
        .filter(|it| it.path().join("system.toml").is_file())
        .map(|it| it.file_name().into_string().unwrap())
        .collect();
    ids.sort();
    ids
}

fn systems() -> Vec<Arc<System>> {
    let read: Vec<_> = ids()
        .into_iter()
        .map(|id| {
            let declared = text(&format!("systems/{id}/system.toml"));
            let parameters = text(&format!("systems/{id}/parameters.toml"));
            (id, declared, parameters)
        })
        .collect();
    let sources: Vec<Source<'_>> = read
        .iter()
        .map(|(id, declared, parameters)| Source {
            id,
            file: "system.toml",
            text: declared,
            parameters: Some(File {
                name: "parameters.toml",
                text: parameters,
            }),
            overlay: None,
        })
        .collect();
    let reading = read::all(&sources);
    assert_eq!(reading.diagnostics, []);
    reading.systems.into_iter().map(Arc::new).collect()
}

fn city() -> City {
    let names = ["city.toml", "units.toml", "roles.toml", "users.toml"];
    let files: Vec<(&str, String)> = names
        .iter()
        .map(|it| (*it, text(&format!("cities/yunze/{it}"))))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    City::read(&files).0.unwrap()
}

/// Counts the facts that stand of the metric that a test names; the measures proper are
/// another crate's.
struct Standing;

impl Figures for Standing {
    fn figure(&self, measure: &str, on: Day, told: &[Told]) -> Result<Option<Decimal>, Bilingual> {
        let metric = match measure {
            "projects-started" => "project.started",
            "projects-finished" => "project.finished",
            "investment-made" => "project.invested",
            "open-hazards" => "trouble.open",
            _ => {
                return Err(Bilingual::new(
                    "没有这个口径。",
                    "there is no such measure.",
                ));
            }
        };
        let mut standing = std::collections::BTreeMap::new();
        for it in told
            .iter()
            .filter(|it| it.stated.metric == metric && it.stated.on <= on)
        {
            let key = (it.record.clone(), it.stated.key.clone());
            match it.stated.value {
                Some(value) => standing.insert(key, value),
                None => standing.remove(&key),
            };
        }
        Ok(Some(standing.values().sum()))
    }
}

fn run(home: &str, text: &str) -> Vec<Outcome> {
    let (systems, city) = (systems(), city());
    let town = PlainTown::of(&city).unwrap();
    let setting = Setting {
        systems: &systems,
        home,
        city: &city,
        town: &town,
        figures: Some(&Standing),
    };
    let reading = cases::read(text, "cases.md");
    let said: String = reading
        .diagnostics
        .iter()
        .map(|it| it.render(text))
        .collect();
    assert_eq!(said, "");
    reading
        .cases
        .iter()
        .map(|it| cases::run(setting, it))
        .collect()
}

#[test]
fn all_cases_of_our_systems_go_as_they_say() {
    let mut count = 0;
    for id in ids() {
        let path = format!("systems/{id}/cases.md");
        if !root().join(&path).is_file() {
            continue;
        }
        let text = text(&path);
        let outcomes = run(&id, &text);
        let said: String = outcomes
            .iter()
            .flat_map(|it| &it.faults)
            .map(|it| it.render(&text))
            .collect();
        assert!(said.is_empty(), "{path}\n{said}");
        count += outcomes.len();
    }
    assert!(count >= 5, "only {count} cases");
}
