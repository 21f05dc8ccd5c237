//! The DMN TCK: every case of `tck/` of the shared folder, which is `$YOUWEI_SHARED` or
//! `../shared` beside the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use youwei_decision::dmn::read::read;
use youwei_decision::model::Model;
use youwei_decision::tck::{self, Outcome};
use youwei_decision::temporal::DateTime;

fn folders() -> Vec<PathBuf> {
    let shared = env::var_os("YOUWEI_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let mut folders = Vec::new();
    for level in ["compliance-level-2", "compliance-level-3"] {
        let Ok(entries) = fs::read_dir(shared.join("tck").join(level)) else {
            println!(
                "LEFT OUT: no {}/tck here; name the shared folder in YOUWEI_SHARED.",
                shared.display()
            );
            return Vec::new();
        };
        folders.extend(entries.map(|entry| entry.unwrap().path()));
    }
    folders.sort();
    folders
}

#[test]
fn every_case_of_the_kit_passes() {
    let now = DateTime::parse("2026-11-22T10:00:00+08:00").unwrap();
    let mut failed = Vec::new();
    let mut passed = 0;
    let only = env::var("TCK_ONLY").ok();
    for folder in folders() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let mut models = BTreeMap::new();
        let mut tests = Vec::new();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            if file.ends_with(".dmn") {
                let (definitions, _) = read(&fs::read(&path).unwrap(), &file).unwrap();
                models.insert(file, Arc::new(definitions));
            } else if file.ends_with(".xml") {
                tests.push((
                    file,
                    tck::read(&fs::read_to_string(&path).unwrap()).unwrap(),
                ));
            }
        }
        for (file, tests) in tests {
            let main = models[&tests.model].clone();
            let others = models.values().filter(|it| it.file != main.file).cloned();
            let model = Model::new([main.clone()].into_iter().chain(others).collect());
            for case in &tests.cases {
                match case.judge(&model, now) {
                    Outcome::Passed => passed += 1,
                    Outcome::Failed(why) => failed.push(format!("{file} {}: {why}", case.id)),
                }
            }
        }
    }
    println!("{passed} passed, {} failed", failed.len());
    assert!(
        failed.is_empty(),
        "{passed} passed, {} failed\n{}",
        failed.len(),
        failed.join("\n")
    );
}
