//! What a city runs: its folder, its declared systems and what lies beside them.

mod figures;
mod texts;

use std::collections::BTreeMap;
use std::sync::Arc;

use youwei_account::{How, Measure, Measures, Source as MeasuresText};
use youwei_base::Bilingual;
use youwei_decision::diagnostic::{Diagnostic, Severity};
use youwei_decision::dmn::raw::Place;
use youwei_people::Offices;
use youwei_system::cases::Setting;
use youwei_system::city::City;
use youwei_system::declaration::System;
use youwei_system::proof::{self, Measured};
use youwei_system::read::{self, File, Source};
use youwei_system::town::{Held, PlainTown};

use crate::folders::Folder;
use crate::open::oc4ids::{self, Mapping};
use crate::people::People;
use texts::{Texts, borrowed, models, path_of, texts};

/// The city that the program starts with.
const SAMPLE: &str = "yunze";

/// The file of measures, of a system and of a city.
const MEASURES: &str = "measures.toml";

/// The city's own numbers of signing in: sessions, lockout, passwords.
const SIGN_IN: &str = "sign-in.toml";

/// The file that says how a system's records become projects of OC4IDS.
const OC4IDS: &str = "oc4ids.toml";

/// Shorter labels, such as 名称, say too little to know what is asked for.
const LABEL_LEAST: usize = 4;

/// What a city runs.
#[derive(Debug)]
pub struct House {
    /// The city.
    pub city: City,
    /// What decisions look up of it.
    pub town: PlainTown,
    /// Its declared systems, by name of folder.
    pub systems: Vec<Arc<System>>,
    /// Its measures, with the bands of its lights.
    pub measures: Arc<Measures>,
    /// How records become projects of OC4IDS, by system.
    pub(crate) oc4ids: BTreeMap<String, Arc<Mapping>>,
    /// The rules of signing in, with the city's own numbers.
    pub sign_in: youwei_people::Table,
    /// The folders of all its systems.
    pub folders: Vec<Folder>,
    /// What is odd, and would not keep it from running.
    pub said: Vec<Diagnostic>,
}

/// Why a city does not run.
#[derive(Debug)]
pub enum NoHouse {
    /// Its declarations have faults.
    Faults {
        /// Everything that is wrong or odd.
        said: Vec<Diagnostic>,
        /// The folders, for the words at fault.
        files: Vec<(String, String)>,
    },
    /// There is no such city, or its calendar cannot be read.
    Unknown(Bilingual),
}

impl House {
    /// The systems in the program, run by the city of the sample.
    ///
    /// # Errors
    /// See [`House::of`]; there is a test that there is none.
    pub fn built_in() -> Result<House, NoHouse> {
        House::of(Folder::systems(), &House::city_named(SAMPLE)?)
    }

    /// A city in the program.
    ///
    /// # Errors
    /// There is none of this id.
    pub fn city_named(id: &str) -> Result<Folder, NoHouse> {
        let cities = Folder::cities();
        let known: Vec<String> = cities.iter().map(|it| it.name.clone()).collect();
        let city = cities.into_iter().find(|it| it.name == id);
        city.ok_or_else(|| {
            let known = known.join("、");
            NoHouse::Unknown(Bilingual::new(
                format!("程序里没有城市“{id}”；有 {known}。要用自己的城市，请给出它的文件夹（--city DIR）。"),
                format!("The program holds no city “{id}”; there are {known}. For one of your own, name its folder (--city DIR)."),
            ))
        })
    }

    /// What these folders declare: systems, and a city.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn of(folders: Vec<Folder>, city: &Folder) -> Result<House, NoHouse> {
        let texts = texts(city);
        let (read_city, mut said) = City::read(&borrowed(&texts));
        let overlay = |id: &str| {
            let name = format!("parameters/{id}.toml");
            texts.iter().find(|(file, _)| *file == name)
        };
        let declared: Vec<Texts> = folders.iter().filter_map(Texts::of).collect();
        let sources: Vec<Source<'_>> = declared
            .iter()
            .map(|it| Source {
                overlay: overlay(it.id).map(|(name, text)| File { name, text }),
                ..it.source()
            })
            .collect();
        let models: Vec<(&str, String, String)> = folders.iter().flat_map(models).collect();
        let models: Vec<(&str, File<'_>)> = models
            .iter()
            .map(|(id, name, text)| (*id, File { name, text }))
            .collect();
        let reading = read::all_with_models(&sources, &models);
        said.extend(reading.diagnostics);
        if let Some(city) = &read_city {
            said.extend(fits(city, &reading.systems, &folders, &declared));
        }
        let of_systems: Vec<(String, String)> = folders
            .iter()
            .filter_map(|it| Some((path_of(it, MEASURES), it.text(MEASURES)?)))
            .collect();
        let measures = measures(&of_systems, &texts, &mut said);
        let oc4ids_texts: Vec<(String, String)> = folders
            .iter()
            .filter_map(|it| Some((path_of(it, OC4IDS), it.text(OC4IDS)?)))
            .collect();
        let oc4ids = mappings(&oc4ids_texts, &reading.systems, &mut said);
        let wrong = said.iter().any(|it| it.severity == Severity::Error);
        let (false, Some(city), Some(measures)) = (wrong, read_city, measures) else {
            let mut files = texts.clone();
            files.extend(declared.into_iter().flat_map(|it| it.files));
            files.extend(of_systems);
            files.extend(oc4ids_texts);
            return Err(NoHouse::Faults { said, files });
        };
        let mut town = PlainTown::of(&city).map_err(NoHouse::Unknown)?;
        let own = texts.iter().find(|(file, _)| file == SIGN_IN);
        let sign_in = match own {
            Some((_, text)) => youwei_people::Table::default().overlaid(text),
            None => Ok(youwei_people::Table::default()),
        };
        let sign_in = sign_in.map_err(NoHouse::Unknown)?;
        town.held = held(&reading.systems, &measures);
        Ok(House {
            city,
            town,
            measures: Arc::new(measures),
            systems: reading.systems.into_iter().map(Arc::new).collect(),
            oc4ids,
            sign_in,
            folders,
            said,
        })
    }

    /// The city's units and roles, for whoever signs in.
    #[must_use]
    pub fn offices(&self) -> Offices {
        Offices::new(
            self.city.units.iter().cloned(),
            self.city.roles.iter().cloned(),
        )
    }

    /// Units, roles and rules of signing in, for a server.
    #[must_use]
    pub fn people(&self) -> People {
        People::of(self.offices()).with_rules(self.sign_in.clone())
    }

    /// Where the cases of a system run.
    #[must_use]
    pub fn setting<'a>(&'a self, home: &'a str) -> Setting<'a> {
        Setting {
            systems: &self.systems,
            home,
            city: &self.city,
            town: &self.town,
            figures: Some(self),
        }
    }

    /// What can be proved of the systems together, and is odd or wrong.
    #[must_use]
    pub fn proved(&self) -> Vec<Diagnostic> {
        let texts = self.texts("system.toml");
        let text = |system: &System| {
            let own = texts.iter().find(|(file, _)| **file == *system.file);
            own.map_or("", |(_, text)| text.as_str())
        };
        let systems: Vec<&System> = self.systems.iter().map(|it| &**it).collect();
        proof::check(&systems, Some(&self.city), &self.measured(), text)
    }

    /// What the measures read, each with where it is declared.
    fn measured(&self) -> Vec<Measured> {
        let texts = self.texts(MEASURES);
        let place = |measure: &Measure| {
            let text = texts.iter().find(|(file, _)| **file == *measure.file);
            let head = format!("[{}]", measure.id);
            let mut lines = text.map_or("", |(_, text)| text).lines();
            let line = lines.position(|line| line.trim_end() == head);
            Place {
                line: line.map_or(0, |at| at as u32 + 1),
                column: u32::from(line.is_some()),
                length: line.map_or(0, |_| head.chars().count() as u32),
            }
        };
        let own = self.measures.iter().map(|it| {
            let labels = it.labels.iter().chain(&it.by);
            (it, it.metric.clone(), parted(labels))
        });
        let held = self.measures.iter().flat_map(|it| {
            let against = match &it.how {
                How::Growth { base, .. } => base.clone(),
                How::Share { of, .. } => Some(of.clone()),
                How::Gap { benchmark } => Some(benchmark.clone()),
                How::Count | How::Sum | How::Last => None,
            };
            // A share is broken down on both sides.
            let by = matches!(it.how, How::Share { .. }).then(|| parted(it.by.iter()));
            against.map(|metric| (it, metric, by.unwrap_or_default()))
        });
        /// Without the place, which is no label.
        fn parted<'l>(labels: impl Iterator<Item = &'l Arc<str>>) -> Vec<Arc<str>> {
            labels.filter(|it| &***it != "area").cloned().collect()
        }
        own.chain(held)
            .map(|(measure, metric, labels)| Measured {
                measure: measure.id.clone(),
                metric,
                labels,
                file: measure.file.clone(),
                place: place(measure),
            })
            .collect()
    }

    /// The files that diagnostics are about: each with its name in what is said.
    #[must_use]
    pub fn sources(&self) -> Vec<(String, String)> {
        let names = [
            "system.toml",
            "parameters.toml",
            MEASURES,
            OC4IDS,
            "cases.md",
        ];
        let own = self.city.parameters.values();
        let own = own.map(|it| (it.file.to_string(), it.text.to_string()));
        names
            .iter()
            .flat_map(|it| self.texts(it))
            .chain(own)
            .collect()
    }

    /// A declared system.
    #[must_use]
    pub fn system(&self, id: &str) -> Option<&Arc<System>> {
        self.systems.iter().find(|it| &*it.id == id)
    }

    /// The folder of a system.
    #[must_use]
    pub fn folder(&self, id: &str) -> Option<&Folder> {
        self.folders.iter().find(|it| it.name == id)
    }

    /// The files of this name in the systems' folders, such as all `measures.toml`: each
    /// with its name in what is said about it.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<(String, String)> {
        let folders = self.folders.iter();
        let all = folders.filter_map(|it| Some((path_of(it, name), it.text(name)?)));
        all.collect()
    }
}

/// What systems and a city say of each other: units and roles that there are not. A city
/// may keep parameters of systems that do not run at the moment.
fn fits(
    city: &City,
    systems: &[System],
    folders: &[Folder],
    declared: &[Texts<'_>],
) -> Vec<Diagnostic> {
    let built_in = Folder::systems();
    let there = folders.iter().chain(&built_in);
    let there: Vec<&str> = there.map(|it| it.name.as_str()).collect();
    city.check(systems, &there, |system| {
        let own = declared.iter().find(|it| it.id == &*system.id);
        own.map_or("", |it| it.source().text)
    })
}

/// The measures of all systems and the city, if nothing is wrong with them.
fn measures(
    systems: &[(String, String)],
    city: &[(String, String)],
    said: &mut Vec<Diagnostic>,
) -> Option<Measures> {
    let text = |name: &str| city.iter().find(|(file, _)| file == name);
    let systems: Vec<MeasuresText<'_>> = systems
        .iter()
        .map(|(file, text)| MeasuresText { text, file })
        .collect();
    let own = text(MEASURES).map(|(file, text)| MeasuresText { text, file });
    let read = Measures::read(&systems, own);
    let read = match text("lights.toml") {
        Some((file, text)) => read.and_then(|it| it.with_lights(MeasuresText { text, file })),
        None => read,
    };
    read.map_err(|faults| said.extend(faults)).ok()
}

/// The mappings of these systems to OC4IDS; those of systems that were not read are not
/// looked at.
fn mappings(
    texts: &[(String, String)],
    systems: &[System],
    said: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Arc<Mapping>> {
    let mut all = BTreeMap::new();
    for (file, text) in texts {
        let id = file.split('/').next().unwrap_or("");
        let Some(system) = systems.iter().find(|it| &*it.id == id) else {
            continue;
        };
        match oc4ids::read(text, file, system) {
            Ok(mapping) => {
                all.insert(id.to_owned(), Arc::new(mapping));
            }
            Err(faults) => said.extend(faults),
        }
    }
    all
}

/// What nobody has to be asked for: every figure that a measure gives, and every field of
/// a record, under the words of both.
fn held(systems: &[System], measures: &Measures) -> Vec<Held> {
    let of_measures = measures.iter().map(|it| {
        let address = format!("/measures/{}", it.id);
        Held::under(&[&it.name.zh], it.name.clone(), &address)
    });
    let of_fields = systems.iter().flat_map(|system| {
        let fields = system.fields.iter();
        let fields = fields.filter(|it| !it.personal && it.label.zh.chars().count() >= LABEL_LEAST);
        fields.map(move |it| {
            let name = Bilingual::new(
                format!("{}·{}", system.name.zh, it.label.zh),
                format!("{}: {}", system.name.en, it.label.en),
            );
            let words = [system.record.zh.as_str(), it.label.zh.as_str()];
            Held::under(&words, name, &format!("/systems/{}", system.id))
        })
    });
    of_measures.chain(of_fields).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_city_in_the_program_runs_the_systems_in_it() {
        let cities = Folder::cities();
        assert!(cities.len() >= 2);
        for city in cities {
            let house = House::of(Folder::systems(), &city);
            let house = house.unwrap_or_else(|fault| panic!("{}: {fault:?}", city.name));
            assert!(house.said.is_empty(), "{:?}", house.said);
            let proved = house.proved();
            assert!(proved.is_empty(), "{}: {proved:#?}", city.name);
            for id in ["key-projects", "dynamic-lists"] {
                assert!(house.system(id).is_some(), "{id}");
            }
        }
    }

    #[test]
    fn every_example_of_a_system_goes_as_it_says() {
        let house = House::built_in().unwrap();
        let mut ran = 0;
        for (file, text) in house.texts("cases.md") {
            let home = file.split_once('/').unwrap().0;
            let reading = youwei_system::cases::read(&text, &file);
            assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
            for case in &reading.cases {
                let outcome = youwei_system::cases::run(house.setting(home), case);
                let said: Vec<String> = outcome.faults.iter().map(|it| it.render(&text)).collect();
                assert!(outcome.passed(), "{}", said.join("\n"));
                ran += 1;
            }
        }
        assert!(ran >= 7, "{ran}");
    }

    /// Every unit that the reader proposes for a report of a city is one of the city's.
    fn proposes_units_of(city: &str, text: &[u8]) {
        let folder = House::city_named(city).unwrap();
        let house = House::of(Folder::systems(), &folder).unwrap();
        let reading = youwei_report::read(text).unwrap();
        let units = reading.commitments.iter().flat_map(|it| &it.units);
        let mut seen = 0;
        for unit in units {
            assert!(
                house.city.unit_named(&unit.unit).is_some(),
                "{city}: {}",
                unit.unit
            );
            seen += 1;
        }
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn the_units_proposed_for_the_sample_are_units_of_its_city() {
        let sample = "../../samples/云泽市2026年政府工作报告.txt";
        proposes_units_of("yunze", &std::fs::read(sample).unwrap());
    }

    #[test]
    fn the_units_proposed_for_a_real_report_are_units_of_its_city() {
        let shared = std::env::var("YOUWEI_SHARED").unwrap_or_else(|_| "../../../shared".into());
        let path = std::path::Path::new(&shared).join("reports/石家庄市.txt");
        match std::fs::read(&path) {
            Ok(text) => proposes_units_of("shijiazhuang", &text),
            Err(_) => eprintln!(
                "没有 {}，未核对真实报告。 absent: not checked.",
                path.display()
            ),
        }
    }
}
