//! A city: its places, units, roles and what it lays down differently, from a folder of
//! texts.
//!
//! | file | what |
//! | --- | --- |
//! | `city.toml` | id, name, code, places |
//! | `units.toml` | units with what they answer to and what falls to them |
//! | `roles.toml` | roles with class and reach |
//! | `users.toml` | the users that a new city starts with; optional |
//! | `parameters/<system>.toml` | dated values of its own; optional |
//! | `measures.toml` | measures of its own; optional |
//! | `calendar.toml` | rest days of its own; optional |
//! | `lights.toml` | bands of lights of its own; optional, read with the measures |
//! | `sign-in.toml` | numbers of signing in of its own; optional, read by who signs people in |

mod check;
mod places;
mod units;
mod users;

use std::collections::BTreeMap;
use std::sync::Arc;

use youwei_base::{AreaCode, Bilingual, Role, Unit};
use youwei_decision::diagnostic::{self, Diagnostic, Severity};

use crate::read::page::{Page, instead, is_id};

/// A place of the city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its code of six digits.
    pub code: AreaCode,
    /// Its full name, such as 泽南区.
    pub name: Arc<str>,
    /// The place that it is part of.
    pub above: Option<AreaCode>,
}

/// A user that a new city starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The id to sign in with.
    pub id: Arc<str>,
    /// The person's name.
    pub name: Arc<str>,
    /// What the person is, in which unit: ids of unit and role.
    pub posts: Vec<Post>,
}

/// A role of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The unit's id.
    pub unit: Arc<str>,
    /// The role's id.
    pub role: Arc<str>,
}

/// A text of the folder that others read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The file's name in the folder, such as `parameters/key-projects.toml`.
    pub file: Arc<str>,
    /// The text.
    pub text: Arc<str>,
}

/// A city.
#[derive(Debug, Clone)]
pub struct City {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// Its code.
    pub area: AreaCode,
    /// The name under which its log is known, if it has one of its own.
    pub origin: Option<Arc<str>>,
    /// Where its places come from.
    pub source: Arc<str>,
    /// The licence that its open data is given under, by address; none if it set none.
    pub licence: Option<Arc<str>>,
    /// Its places, the province first.
    pub places: Vec<Place>,
    /// Its units.
    pub units: Vec<Unit>,
    /// Its roles.
    pub roles: Vec<Role>,
    /// The users that it starts with.
    pub users: Vec<User>,
    /// Its dated parameters, by system.
    pub parameters: BTreeMap<Arc<str>, Text>,
    /// Its measures.
    pub measures: Option<Text>,
    /// Its calendar.
    pub calendar: Option<Text>,
    units_by_id: BTreeMap<Arc<str>, usize>,
    roles_by_id: BTreeMap<Arc<str>, usize>,
    places_by_code: BTreeMap<AreaCode, usize>,
}

const FILES: [&str; 8] = [
    "city.toml",
    "units.toml",
    "roles.toml",
    "users.toml",
    "measures.toml",
    "calendar.toml",
    "lights.toml",
    "sign-in.toml",
];

impl City {
    /// Reads the files of a city's folder: pairs of a name in the folder, with `/`, and a
    /// text. What is no TOML file is not looked at. The city is given if there is no error
    /// in it.
    #[must_use]
    pub fn read(files: &[(&str, &str)]) -> (Option<City>, Vec<Diagnostic>) {
        let mut said = Vec::new();
        let mut city = City::empty();
        let mut others = Vec::new();
        for (file, text) in files {
            if !FILES.contains(file) {
                others.push((*file, *text));
            }
        }
        let text = |name: &str| files.iter().find(|(file, _)| *file == name);
        let mut read =
            |name: &str, needed: bool, work: &mut dyn FnMut(&mut Page<'_>, &Table<'_>)| {
                let Some((file, text)) = text(name) else {
                    if needed {
                        said.push(absent(name));
                    }
                    return;
                };
                let (mut page, table) = Page::read(text, file);
                if let Some(table) = &table {
                    work(&mut page, table);
                }
                said.append(&mut page.document.faults);
            };
        read("city.toml", true, &mut |page, table| {
            places::read(page, table, &mut city)
        });
        city.index();
        read("roles.toml", true, &mut |page, table| {
            units::roles(page, table, &mut city)
        });
        city.index();
        read("units.toml", true, &mut |page, table| {
            units::units(page, table, &mut city)
        });
        city.index();
        read("users.toml", false, &mut |page, table| {
            users::read(page, table, &mut city)
        });
        for (file, text) in others {
            city.overlay(file, text, &mut said);
        }
        let kept = |name: &str| {
            text(name).map(|(file, text)| Text {
                file: (*file).into(),
                text: (*text).into(),
            })
        };
        city.measures = kept("measures.toml");
        city.calendar = kept("calendar.toml");
        diagnostic::sort(&mut said);
        let sound = said.iter().all(|it| it.severity != Severity::Error);
        (sound.then_some(city), said)
    }

    fn empty() -> City {
        City {
            id: "".into(),
            name: Bilingual::new("", ""),
            area: AreaCode(0),
            origin: None,
            licence: None,
            source: "".into(),
            places: Vec::new(),
            units: Vec::new(),
            roles: Vec::new(),
            users: Vec::new(),
            parameters: BTreeMap::new(),
            measures: None,
            calendar: None,
            units_by_id: BTreeMap::new(),
            roles_by_id: BTreeMap::new(),
            places_by_code: BTreeMap::new(),
        }
    }

    fn index(&mut self) {
        let units = self.units.iter().enumerate();
        self.units_by_id = units.map(|(at, it)| (it.id.clone(), at)).collect();
        let roles = self.roles.iter().enumerate();
        self.roles_by_id = roles.map(|(at, it)| (it.id.clone(), at)).collect();
        let places = self.places.iter().enumerate();
        self.places_by_code = places.map(|(at, it)| (it.code, at)).collect();
    }

    /// A file that is not one of the known ones: parameters of a system, or a slip.
    fn overlay(&mut self, file: &str, text: &str, said: &mut Vec<Diagnostic>) {
        let Some(stem) = file.strip_suffix(".toml") else {
            return;
        };
        if let Some(system) = stem.strip_prefix("parameters/").filter(|it| is_id(it)) {
            let text = Text {
                file: file.into(),
                text: text.into(),
            };
            self.parameters.insert(system.into(), text);
            return;
        }
        let message = Bilingual::new(
            format!("城市的文件夹里不认得“{file}”。"),
            format!("“{file}” means nothing in the folder of a city."),
        );
        let mut known = FILES.to_vec();
        known.push("parameters/<system>.toml");
        let help = instead(file, &known);
        let place = youwei_decision::dmn::raw::Place::default();
        let fault = Diagnostic::new(
            Severity::Error,
            "unknown-file",
            &file.into(),
            place,
            message,
        );
        said.push(fault.help(help));
    }

    /// A unit by its id.
    #[must_use]
    pub fn unit(&self, id: &str) -> Option<&Unit> {
        self.units.get(*self.units_by_id.get(id)?)
    }

    /// A unit by one of the names that a report calls it by.
    #[must_use]
    pub fn unit_named(&self, name: &str) -> Option<&Unit> {
        let mut units = self.units.iter();
        units.find(|it| it.name.zh == name || it.also.iter().any(|also| **also == *name))
    }

    /// The unit that a unit answers to.
    #[must_use]
    pub fn above(&self, unit: &str) -> Option<&Unit> {
        self.unit(self.unit(unit)?.above.as_ref()?)
    }

    /// A role by its id.
    #[must_use]
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.get(*self.roles_by_id.get(id)?)
    }

    /// A place by its code.
    #[must_use]
    pub fn place(&self, code: AreaCode) -> Option<&Place> {
        self.places.get(*self.places_by_code.get(&code)?)
    }

    /// A place by its name, in full or as people say it (泽南 for 泽南区).
    #[must_use]
    pub fn place_named(&self, name: &str) -> Option<&Place> {
        let full = self.places.iter().find(|it| *it.name == *name);
        full.or_else(|| {
            let mut places = self.places.iter();
            places.find(|it| it.short_name() == name)
        })
    }

    /// Whether a place is another one or part of it.
    #[must_use]
    pub fn is_within(&self, code: AreaCode, of: AreaCode) -> bool {
        let mut at = Some(code);
        // A chain is no longer than there are places.
        for _ in 0..=self.places.len() {
            match at {
                Some(it) if it == of => return true,
                Some(it) => at = self.place(it).and_then(|it| it.above),
                None => return false,
            }
        }
        false
    }
}

impl Place {
    /// The name as people say it.
    #[must_use]
    pub fn short_name(&self) -> &str {
        let tails = ["自治县", "新区", "矿区", "省", "市", "县", "区"];
        for tail in tails {
            if let Some(head) = self.name.strip_suffix(tail)
                && head.chars().count() >= 2
            {
                return head;
            }
        }
        &self.name
    }
}

type Table<'t> = toml::de::DeTable<'t>;

/// Says that a file is not there.
fn absent(name: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("城市的文件夹里没有 {name}。"),
        format!("there is no {name} in the folder of the city."),
    );
    let help = Bilingual::new(
        "用 youwei init 写一个样板，再照着改。",
        "write a model with youwei init and change it.",
    );
    let place = youwei_decision::dmn::raw::Place::default();
    Diagnostic::new(
        Severity::Error,
        "missing-file",
        &name.into(),
        place,
        message,
    )
    .help(help)
}
