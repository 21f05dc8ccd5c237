//! The project's own systems and cities are sound, alone and together.

use std::path::Path;

use youwei_system::city::City;
use youwei_system::read::{self, File, Reading, Source};

/// The texts of a folder and its folders, with their names in it.
fn texts(folder: &Path, under: &str, all: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            texts(&path, &format!("{under}{name}/"), all);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            all.push((format!("{under}{name}"), text));
        }
    }
    all.sort();
}

fn folder(name: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    texts(&root.join(name), "", &mut all);
    all
}

fn text<'t>(files: &'t [(String, String)], name: &str) -> Option<&'t str> {
    files.iter().find(|it| it.0 == name).map(|it| &*it.1)
}

/// Our systems with the parameters of a city.
fn systems(files: &[(String, String)], city: Option<&City>) -> Reading {
    let names = files.iter().map(|it| &*it.0);
    let names: Vec<&str> = names.filter(|it| it.ends_with("/system.toml")).collect();
    let parts: Vec<(&str, &str, String)> = names
        .into_iter()
        .map(|file| {
            let id = file.trim_end_matches("/system.toml");
            (id, file, format!("{id}/parameters.toml"))
        })
        .collect();
    let sources: Vec<Source<'_>> = parts
        .iter()
        .map(|(id, file, parameters)| Source {
            id,
            file,
            text: text(files, file).unwrap(),
            parameters: text(files, parameters).map(|text| File {
                name: parameters,
                text,
            }),
            overlay: city.and_then(|it| it.parameters.get(*id)).map(|it| File {
                name: &it.file,
                text: &it.text,
            }),
        })
        .collect();
    let models: Vec<(&str, File<'_>)> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".dmn"))
        .filter_map(|(name, text)| Some((name.split_once('/')?.0, File { name, text })))
        .collect();
    read::all_with_models(&sources, &models)
}

#[test]
fn our_systems_have_no_faults() {
    let files = folder("systems");
    let reading = systems(&files, None);
    let source = |file: &str| text(&files, file).unwrap_or("");
    let said = reading.diagnostics.iter();
    let said: String = said.map(|it| it.render(source(&it.file))).collect();
    assert_eq!(said, "");
    let ids: Vec<&str> = reading.systems.iter().map(|it| &*it.id).collect();
    for id in ["dynamic-lists", "key-projects"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
}

#[test]
fn our_cities_have_no_faults_and_can_run_our_systems() {
    let declared = folder("systems");
    for name in ["yunze", "shijiazhuang"] {
        let files = folder(&format!("cities/{name}"));
        let pairs: Vec<(&str, &str)> = files.iter().map(|it| (&*it.0, &*it.1)).collect();
        let (city, said) = City::read(&pairs);
        let said: String = said
            .iter()
            .map(|it| it.render(text(&files, &it.file).unwrap_or("")))
            .collect();
        assert_eq!(said, "", "{name}");
        let city = city.unwrap();
        let reading = systems(&declared, Some(&city));
        let said = city.check(&reading.systems, &[], |it| {
            text(&declared, &it.file).unwrap()
        });
        let said: String = reading
            .diagnostics
            .iter()
            .chain(&said)
            .map(|it| it.render(text(&declared, &it.file).unwrap_or("")))
            .collect();
        assert_eq!(said, "", "{name}");
    }
}
