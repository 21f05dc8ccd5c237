//! The texts of our own systems and cities.

use std::fs;
use std::path::Path;

use youwei_system::city::City;
use youwei_system::declaration::System;
use youwei_system::read::{self, File, Source};

/// The systems that these tests are about.
pub const IDS: [&str; 2] = ["dynamic-lists", "key-projects"];

/// A file of the repository.
pub fn text(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).unwrap()
}

/// The declarations of [`IDS`].
pub fn declarations() -> [String; 2] {
    IDS.map(|id| text(&format!("systems/{id}/system.toml")))
}

/// Systems with these declarations, each with its own parameters. They must read well.
pub fn systems(texts: &[String; 2]) -> Vec<System> {
    let parameters = IDS.map(|id| text(&format!("systems/{id}/parameters.toml")));
    let sources: Vec<Source<'_>> = IDS
        .iter()
        .zip(texts)
        .zip(&parameters)
        .map(|((id, text), parameters)| Source {
            id,
            file: id,
            text,
            parameters: Some(File {
                name: "parameters.toml",
                text: parameters,
            }),
            overlay: None,
        })
        .collect();
    let reading = read::all(&sources);
    assert_eq!(reading.diagnostics, []);
    reading.systems
}

/// A city that ships.
pub fn city(id: &str) -> City {
    let names = ["city.toml", "units.toml", "roles.toml", "users.toml"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../cities")
        .join(id);
    let files: Vec<(&str, String)> = names
        .iter()
        .filter(|it| root.join(it).exists())
        .map(|it| (*it, text(&format!("cities/{id}/{it}"))))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    City::read(&files).0.unwrap()
}
