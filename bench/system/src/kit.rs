//! What is run: the declared systems of the repository, the little one beside this crate,
//! and the invented city with its people.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::Offset;
use youwei_base::{Actor, Day};
use youwei_system::city::City;
use youwei_system::declaration::{ActionAt, System};
use youwei_system::read::{self, File, Source};
use youwei_system::town::PlainTown;
use youwei_system::wish::Moment;

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A text of the repository.
fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The declared systems of the repository, or the little one of this crate.
fn systems(folders: &[PathBuf]) -> Vec<Arc<System>> {
    struct Texts {
        id: String,
        declaration: String,
        parameters: Option<String>,
        models: Vec<String>,
    }
    let texts: Vec<Texts> = folders
        .iter()
        .map(|folder| Texts {
            id: folder
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
            declaration: text(&folder.join("system.toml")),
            parameters: std::fs::read_to_string(folder.join("parameters.toml")).ok(),
            models: models(folder),
        })
        .collect();
    let sources: Vec<Source<'_>> = texts
        .iter()
        .map(|it| Source {
            id: &it.id,
            file: "system.toml",
            text: &it.declaration,
            parameters: it.parameters.as_deref().map(|text| File {
                name: "parameters.toml",
                text,
            }),
            overlay: None,
        })
        .collect();
    let models: Vec<(&str, File<'_>)> = texts
        .iter()
        .flat_map(|it| {
            let name = "model.dmn";
            let files = it.models.iter().map(move |text| File { name, text });
            files.map(|file| (it.id.as_str(), file))
        })
        .collect();
    let read = read::all_with_models(&sources, &models);
    assert_eq!(read.systems.len(), sources.len(), "{:#?}", read.diagnostics);
    read.systems.into_iter().map(Arc::new).collect()
}

/// The decision models in a folder, which formulas of its system may call.
fn models(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).expect("a folder");
    let mut files: Vec<PathBuf> = files.map(|it| it.expect("a file").path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "dmn"));
    files.sort();
    files.iter().map(|it| text(it)).collect()
}

/// The systems of the repository that are declared.
pub fn declared() -> Vec<Arc<System>> {
    let folders = std::fs::read_dir(root().join("systems")).expect("systems/");
    let mut folders: Vec<PathBuf> = folders.map(|it| it.expect("a folder").path()).collect();
    folders.retain(|it| it.join("system.toml").exists());
    folders.sort();
    systems(&folders)
}

/// The little system that a workflow engine can run as well.
pub fn works() -> Arc<System> {
    let life = Path::new(env!("CARGO_MANIFEST_DIR")).join("life");
    let folder = tempfile::tempdir().expect("a folder");
    // A system's folder bears its id.
    let works = folder.path().join("works");
    std::fs::create_dir(&works).expect("a folder");
    std::fs::copy(life.join("system.toml"), works.join("system.toml")).expect("a copy");
    systems(&[works]).remove(0)
}

/// The invented city.
pub fn city() -> City {
    let folder = root().join("cities/yunze");
    let names = ["city.toml", "units.toml", "roles.toml", "users.toml"];
    let texts = names.map(|name| text(&folder.join(name)));
    let files: Vec<(&str, &str)> = names
        .into_iter()
        .zip(texts.iter().map(String::as_str))
        .collect();
    let (city, said) = City::read(&files);
    city.unwrap_or_else(|| panic!("{said:#?}"))
}

/// The city as decisions see it.
pub fn town(city: &City) -> PlainTown {
    PlainTown::of(city).unwrap_or_else(|said| panic!("{}", said.en))
}

/// The first user of the city with a role, by role.
pub fn actors(city: &City) -> BTreeMap<String, Actor> {
    let mut actors = BTreeMap::new();
    for user in &city.users {
        for post in &user.posts {
            let unit = city.units.iter().find(|it| it.id == post.unit);
            let actor = Actor {
                user: user.id.clone(),
                name: user.name.clone(),
                unit: post.unit.clone(),
                role: post.role.clone(),
                area: unit.map(|it| it.area),
            };
            actors.entry(post.role.to_string()).or_insert(actor);
        }
    }
    actors
}

/// The action of this id.
pub fn action(system: &System, id: &str) -> ActionAt {
    let found = system.actions.iter().position(|it| &*it.id == id);
    found.unwrap_or_else(|| panic!("{} has no {id}", system.id))
}

/// Ten in the morning of a day in China.
pub fn morning(today: Day) -> Moment {
    let now = Offset::constant(8).to_timestamp(today.at(10, 0, 0, 0));
    Moment {
        now: now.expect("a moment"),
        today,
    }
}
