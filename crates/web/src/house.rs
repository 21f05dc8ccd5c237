//! What a city runs: its systems, its places, units and roles, all read from folders.
//!
//! Those of the repository are in the program (`systems/`, `cities/`); others are read
//! from folders at start.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use youwei_base::{Bilingual, WorkCalendar};
use youwei_decision::diagnostic::{Diagnostic, Severity};
use youwei_system::city::City;
use youwei_system::declaration;
use youwei_system::town::PlainTown;

use crate::systems::{self, Book, CITIES, Named, Names, Systems};

/// The city of the sample, which a server runs if it is told no other.
const SAMPLE_CITY: &str = "yunze";

/// The systems and the city that a server is started with.
#[derive(Debug)]
pub struct House {
    pub(crate) systems: Arc<Systems>,
    /// The city; none if its folder has errors.
    pub city: Option<Arc<City>>,
    /// What is wrong with the systems' folders and the city's, or odd.
    pub diagnostics: Vec<Diagnostic>,
    town: PlainTown,
    /// The names of units, places and roles.
    pub(crate) names: Arc<Names>,
}

impl House {
    /// The systems in the program, in the city of the sample; compiled when first asked
    /// for.
    #[must_use]
    pub fn built_in() -> Arc<House> {
        static BUILT: LazyLock<Arc<House>> = LazyLock::new(|| {
            let city = House::shipped(SAMPLE_CITY).unwrap_or_default();
            Arc::new(House::new(systems::built_in(), city))
        });
        BUILT.clone()
    }

    /// The ids of the cities in the program.
    pub fn cities() -> impl Iterator<Item = &'static str> {
        CITIES.iter().map(|(id, _)| *id)
    }

    /// The files of a city in the program, by their names in its folder.
    #[must_use]
    pub fn shipped(id: &str) -> Option<Vec<(String, Vec<u8>)>> {
        let (_, files) = CITIES.iter().find(|it| it.0 == id)?;
        let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()));
        Some(files.collect())
    }

    /// The systems and the city of these folders; none means those in the program. A city
    /// may be named by its id if it is in the program.
    ///
    /// # Errors
    /// A folder cannot be read. What is wrong in its files is in
    /// [`House::diagnostics`].
    pub fn read(systems: Option<&Path>, city: Option<&Path>) -> std::io::Result<House> {
        let systems = match systems {
            Some(folder) => systems::folders_of(folder)?,
            None => systems::built_in(),
        };
        let named = city.and_then(Path::to_str).and_then(House::shipped);
        let city = match (city, named) {
            (None, _) => House::shipped(SAMPLE_CITY).unwrap_or_default(),
            (Some(folder), _) if folder.is_dir() => systems::files_of(folder)?,
            (Some(_), Some(files)) => files,
            (Some(folder), None) => systems::files_of(folder)?,
        };
        Ok(House::new(systems, city))
    }

    /// From the files of systems' folders and of a city's.
    fn new(systems: Vec<systems::Folder>, city: Vec<(String, Vec<u8>)>) -> House {
        let texts: Vec<(String, String)> = city
            .into_iter()
            .map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()))
            .collect();
        // A city's own story is no part of what it lays down.
        let files: Vec<(&str, &str)> = texts
            .iter()
            .filter(|(name, _)| name.ends_with(".toml"))
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let (city, mut diagnostics) = City::read(&files);
        let systems = Systems::of(systems, city.as_ref());
        for system in &systems.all {
            diagnostics.extend(system.misdeclared.iter().cloned());
        }
        let city = city.map(Arc::new);
        let (town, fault) = town(city.as_deref());
        diagnostics.extend(fault);
        House {
            names: Arc::new(city.as_deref().map(names).unwrap_or_default()),
            systems: Arc::new(systems),
            town,
            city,
            diagnostics,
        }
    }

    /// These systems in the city of the sample.
    #[must_use]
    pub fn of(systems: Systems) -> House {
        let sample = House::built_in();
        House {
            systems: Arc::new(systems),
            city: sample.city.clone(),
            diagnostics: Vec::new(),
            town: sample.town.clone(),
            names: sample.names.clone(),
        }
    }

    /// The declared systems, in the order of their folders.
    #[must_use]
    pub fn declared(&self) -> Vec<Arc<declaration::System>> {
        self.systems.declared().cloned().collect()
    }

    /// The texts of the systems' `measures.toml`, by folder, and at the end the city's.
    #[must_use]
    pub fn measures(&self) -> Vec<(String, String)> {
        let own = self.systems.all.iter();
        let own = own.filter_map(|it| Some((format!("{}/measures.toml", it.key), it.measures.clone()?)));
        let city = self.city.iter().filter_map(|it| it.measures.as_ref());
        own.chain(city.map(|it| (it.file.to_string(), it.text.to_string()))).collect()
    }

    /// The text of a system's `cases.md`.
    #[must_use]
    pub fn cases(&self, system: &str) -> Option<&str> {
        self.systems.get(system)?.told.as_deref()
    }

    /// The units, roles, places and work days that decisions look up.
    #[must_use]
    pub fn town(&self) -> &PlainTown {
        &self.town
    }

    /// Whether anything is wrong that must be mended first.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.city.is_some() && self.diagnostics.iter().all(|it| it.severity != Severity::Error)
    }
}

/// The town of a city, and what is wrong with its calendar.
fn town(city: Option<&City>) -> (PlainTown, Option<Diagnostic>) {
    let plain = || PlainTown {
        units: Default::default(),
        roles: Default::default(),
        areas: Default::default(),
        users: Default::default(),
        calendar: WorkCalendar::official().clone(),
    };
    match city.map(PlainTown::of) {
        None => (plain(), None),
        Some(Ok(town)) => (town, None),
        Some(Err(sentence)) => (plain(), Some(unread(sentence))),
    }
}

fn unread(sentence: Bilingual) -> Diagnostic {
    let file = "calendar.toml".into();
    let place = youwei_decision::dmn::raw::Place::default();
    Diagnostic::new(Severity::Error, "calendar", &file, place, sentence)
}

fn names(city: &City) -> Names {
    let units = city.units.iter().map(|it| Named {
        id: it.id.clone(),
        name: it.name.clone(),
        also: it.also.clone(),
    });
    let places = city.places.iter().map(|it| Named {
        id: format!("{:06}", it.code.0).into(),
        name: Bilingual::new(&*it.name, &*it.name),
        also: vec![it.short_name().into()],
    });
    let roles = city.roles.iter().map(|it| Named {
        id: it.id.clone(),
        name: it.name.clone(),
        also: Vec::new(),
    });
    Names {
        units: Book::new(units.collect()),
        areas: Book::new(places.collect()),
        roles: Book::new(roles.collect()),
        people: Book::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::House;

    #[test]
    fn what_is_in_the_program_is_sound() {
        let house = House::built_in();
        assert!(house.is_sound(), "{:#?}", house.diagnostics);
        let ids: Vec<String> = house.declared().iter().map(|it| it.id.to_string()).collect();
        assert!(ids.contains(&"key-projects".to_owned()), "{ids:?}");
        assert_eq!(house.city.as_ref().map(|it| &*it.id), Some("yunze"));
        assert_eq!(house.names.areas.meant("泽南").map(|it| &**it), Some("990101"));
        for city in House::cities() {
            let read = House::read(None, Some(city.as_ref())).unwrap();
            assert!(read.is_sound(), "{city}: {:#?}", read.diagnostics);
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        assert!(House::read(Some("/nowhere/at/all".as_ref()), None).is_err());
        assert!(House::read(None, Some("/nowhere/at/all".as_ref())).is_err());
    }
}
