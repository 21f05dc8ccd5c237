//! Every model of the DMN TCK is read without an error. It lies in `tck/` of the shared
//! folder, which is `$YOUWEI_SHARED` or `../shared` beside the repository.

use std::path::{Path, PathBuf};
use std::{env, fs};

use youwei_decision::diagnostic::Severity;
use youwei_decision::dmn::read::read;

pub(crate) fn models() -> Vec<PathBuf> {
    let shared = env::var_os("YOUWEI_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let mut folders = vec![shared.join("tck")];
    if !folders[0].is_dir() {
        println!(
            "LEFT OUT: no {} here; name the shared folder in YOUWEI_SHARED.",
            folders[0].display()
        );
        return Vec::new();
    }
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "dmn") {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty());
    found
}

#[test]
fn every_model_of_the_tck_is_read() {
    for path in models() {
        let source = fs::read(&path).unwrap();
        let file = path.file_name().unwrap().to_string_lossy();
        let (model, found) = match read(&source, &file) {
            Ok(read) => read,
            Err(found) => panic!("{}", found[0].render(&String::from_utf8_lossy(&source))),
        };
        let text = String::from_utf8_lossy(&source);
        for found in found {
            assert!(found.severity != Severity::Error, "{}", found.render(&text));
            println!("{}", found.render(&text));
        }
        assert!(
            !model.decisions.is_empty() || !model.inputs.is_empty(),
            "{file}"
        );
    }
}
