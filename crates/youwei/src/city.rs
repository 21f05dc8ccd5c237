//! Reads the folder of a city.

use std::path::{Path, PathBuf};

use youwei_base::Bilingual;
use youwei_decision::diagnostic::Severity;
use youwei_people::Offices;
use youwei_system::city::City;

use crate::failure::Failure;
use crate::file;

/// The largest file of a city, in bytes.
const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Reads a city; what is wrong in its files is said on standard error.
///
/// # Errors
/// A file cannot be read, or something in them is wrong.
pub fn read(folder: &Path) -> Result<City, Failure> {
    let mut files = Vec::new();
    for (name, path) in texts(folder)? {
        let bytes = file::read(&path, FILE_BYTES_MAX)?;
        files.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    let given: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let (city, said) = City::read(&given);
    for found in said.iter().filter(|it| it.severity == Severity::Error) {
        let text = files.iter().find(|(name, _)| **name == *found.file);
        eprintln!("{}", found.render(text.map_or("", |(_, text)| text)));
    }
    city.ok_or_else(|| {
        let folder = folder.display();
        Failure::bad_input(Bilingual::new(
            format!("城市文件夹 {folder} 里有错；请按上面所说改正。"),
            format!(
                "Something is wrong in the city's folder {folder}; put it right as said above."
            ),
        ))
    })
}

/// The units and roles of a city.
pub fn offices(city: &City) -> Offices {
    Offices::new(city.units.iter().cloned(), city.roles.iter().cloned())
}

/// The TOML files of a city, each by its name in the folder.
fn texts(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut found = Vec::new();
    for (prefix, folder) in [
        ("", folder.to_owned()),
        ("parameters/", folder.join("parameters")),
    ] {
        if !prefix.is_empty() && !folder.is_dir() {
            continue;
        }
        let failed = |error: std::io::Error| Failure::unreadable_file(&folder, &error);
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            if let Some(name) = name.filter(|name| name.ends_with(".toml"))
                && path.is_file()
            {
                found.push((format!("{prefix}{name}"), path));
            }
        }
    }
    found.sort();
    Ok(found)
}
