//! Declarations that are wrong, each in its own way, and what is said about them.
//!
//! `broken/<what>.toml` is the declaration of the system `street-lamps`, and
//! `broken/<what>.txt` what a terminal shows. `YOUWEI_BLESS=1 cargo test` writes down what
//! is said now; read the difference before keeping it.

use std::path::{Path, PathBuf};

use youwei_decision::diagnostic::Severity;
use youwei_system::city::City;
use youwei_system::read;

use crate::ours;

fn declarations() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = files.map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "toml"));
    files.sort();
    files
}

fn city() -> City {
    let text = |name: &str| ours::text(&format!("cities/yunze/{name}"));
    let units = text("units.toml").replace("\"list-inspector\", ", "");
    let units = units.replace(", \"list-inspector\"", "");
    let (city, roles) = (text("city.toml"), text("roles.toml"));
    let files = [
        ("city.toml", &*city),
        ("roles.toml", &roles),
        ("units.toml", &units),
    ];
    City::read(&files).0.unwrap()
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_what_to_write() {
    let bless = std::env::var_os("YOUWEI_BLESS").is_some();
    let files = declarations();
    assert!(files.len() >= 50);
    let (city, mut differing) = (city(), Vec::new());
    for path in &files {
        let name = path.file_name().unwrap().to_string_lossy();
        let text = std::fs::read_to_string(path).unwrap();
        let reading = read::one("street-lamps", "system.toml", &text);
        let mut found = reading.diagnostics;
        let sound = found.iter().all(|it| it.severity != Severity::Error);
        assert_eq!(!reading.systems.is_empty(), sound, "{name}");
        found.extend(city.check(&reading.systems, &[], |_| &text));
        assert!(
            found.iter().any(|it| it.severity == Severity::Error),
            "{name}"
        );
        for it in &found {
            assert!(it.help.is_some() && it.place.line > 0, "{name}: {it}");
        }
        let said: Vec<String> = found.iter().map(|it| it.render(&text)).collect();
        let said = said.join("\n");
        let expected = path.with_extension("txt");
        if bless {
            std::fs::write(&expected, &said).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != said {
            differing.push(format!("== {name}\n{said}"));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
