//! A city in which people act: wishes are decided, what happens is folded.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use youwei_base::{Actor, Day, PUBLIC};
use youwei_decision::value::Value;
use youwei_system::city::City;
use youwei_system::decide::decide;
use youwei_system::declaration::System;
use youwei_system::happened::Happened;
use youwei_system::read::{self, File, Source};
use youwei_system::record::Record;
use youwei_system::records::Records;
use youwei_system::sweep::sweep;
use youwei_system::town::PlainTown;
use youwei_system::wish::{Decision, Moment, Refusal, Wish};

/// Systems, a town and what has happened.
pub struct Play {
    pub town: PlainTown,
    pub records: Records,
    /// Every event so far, as the log has it.
    pub log: Vec<(String, String, Timestamp, Json)>,
}

/// Nine in the morning in China.
pub fn morning(day: &str) -> Moment {
    let now: Timestamp = format!("{day}T09:00:00+08:00").parse().unwrap();
    Moment {
        now,
        today: day.parse().unwrap(),
    }
}

/// `unit/role`, or `public`.
pub fn actor(town: &PlainTown, who: &str) -> Actor {
    let (unit, role) = who.split_once('/').unwrap_or(("", who));
    assert!(role == PUBLIC || town.roles.contains_key(role), "{who}");
    Actor {
        user: if role == PUBLIC { "" } else { who }.into(),
        name: "某人".into(),
        unit: unit.into(),
        role: role.into(),
        area: town.units.get(unit).map(|it| it.area),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The town of the sample.
pub fn yunze() -> PlainTown {
    let folder = root().join("cities/yunze");
    let files = ["city.toml", "units.toml", "roles.toml", "users.toml"];
    let texts = files.map(|it| fs::read_to_string(folder.join(it)).unwrap());
    let files: Vec<(&str, &str)> = files
        .into_iter()
        .zip(texts.iter().map(|it| &**it))
        .collect();
    let (city, said) = City::read(&files);
    PlainTown::of(&city.unwrap_or_else(|| panic!("{said:?}"))).unwrap()
}

/// All systems that the city runs.
pub fn systems() -> Vec<Arc<System>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("systems"))
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.join("system.toml").exists())
        .collect();
    folders.sort();
    let text = |folder: &Path, name: &str| fs::read_to_string(folder.join(name)).ok();
    let texts: Vec<_> = folders
        .iter()
        .map(|it| {
            let id = it.file_name().unwrap().to_str().unwrap().to_owned();
            (
                id,
                text(it, "system.toml").unwrap(),
                text(it, "parameters.toml"),
            )
        })
        .collect();
    let sources: Vec<Source<'_>> = texts
        .iter()
        .map(|(id, text, parameters)| Source {
            id,
            file: "system.toml",
            text,
            parameters: parameters.as_deref().map(|text| File {
                name: "parameters.toml",
                text,
            }),
            overlay: None,
        })
        .collect();
    let models: Vec<(String, String, String)> = folders.iter().flat_map(|it| models(it)).collect();
    let models: Vec<(&str, File<'_>)> = models
        .iter()
        .map(|(id, name, text)| (&**id, File { name, text }))
        .collect();
    compiled(&sources, &models)
}

/// The decision models in a system's folder: its id, their names and texts.
fn models(folder: &Path) -> Vec<(String, String, String)> {
    let id = folder.file_name().unwrap().to_string_lossy();
    let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let models = files.filter(|it| it.extension().is_some_and(|it| it == "dmn"));
    let name = |it: &Path| it.file_name().unwrap().to_string_lossy().into_owned();
    let mut all: Vec<_> = models
        .map(|it| (id.to_string(), name(&it), fs::read_to_string(&it).unwrap()))
        .collect();
    all.sort();
    all
}

/// One system made up for a test.
pub fn made_up(text: &str) -> Vec<Arc<System>> {
    compiled(
        &[Source {
            id: "things",
            file: "system.toml",
            text,
            parameters: None,
            overlay: None,
        }],
        &[],
    )
}

fn compiled(sources: &[Source<'_>], models: &[(&str, File<'_>)]) -> Vec<Arc<System>> {
    let read = read::all_with_models(sources, models);
    assert_eq!(read.systems.len(), sources.len(), "{:#?}", read.diagnostics);
    read.systems.into_iter().map(Arc::new).collect()
}

impl Play {
    pub fn new(systems: Vec<Arc<System>>) -> Play {
        Play {
            town: yunze(),
            records: Records::new(systems),
            log: Vec::new(),
        }
    }

    pub fn of_the_city() -> Play {
        Play::new(systems())
    }

    pub fn system(&self, id: &str) -> Arc<System> {
        self.records.book(id).unwrap().system().clone()
    }

    pub fn record(&self, path: &str) -> &Record {
        let (system, id) = path.split_once('/').unwrap();
        self.records.book(system).unwrap().get(id).unwrap()
    }

    /// The stage in which a record stands, by id.
    pub fn stage(&self, path: &str) -> String {
        let (system, _) = path.split_once('/').unwrap();
        let system = self.system(system);
        system.stages[self.record(path).stage.unwrap()]
            .id
            .to_string()
    }

    /// What a record holds in a field.
    pub fn value(&self, path: &str, field: &str) -> Value {
        let (system, _) = path.split_once('/').unwrap();
        let at = self.system(system).field(field).unwrap();
        self.record(path).values[at].clone()
    }

    /// What would happen. `to` is `system` or `system/record`.
    pub fn ask(
        &self,
        day: &str,
        who: &str,
        to: &str,
        action: &str,
        input: &Json,
    ) -> Result<Decision, Refusal> {
        let (system, id) = to
            .split_once('/')
            .map_or((to, None), |(it, id)| (it, Some(id)));
        let book = self.records.book(system).unwrap();
        let record = id.map(|it| book.get(it).unwrap());
        let wish = Wish {
            action: book.system().action(action).expect(action),
            input: input.as_object().unwrap().clone(),
            seen: record.map(|it| it.version),
        };
        let actor = actor(&self.town, who);
        let at = morning(day);
        decide(
            book.system(),
            record,
            &wish,
            &actor,
            &self.town,
            at,
            &self.records,
        )
    }

    /// Does it; gives `system/record`.
    pub fn act(
        &mut self,
        day: &str,
        who: &str,
        to: &str,
        action: &str,
        input: Json,
    ) -> Result<String, Refusal> {
        let decision = self.ask(day, who, to, action, &input)?;
        let at = morning(day);
        let subject = match to.contains('/') {
            true => to.to_owned(),
            false => {
                let book = self.records.book(to).unwrap();
                format!("{to}/{}", book.next_id(at.today.year()))
            }
        };
        let system = subject.split_once('/').unwrap().0.to_owned();
        let mut data = serde_json::to_value(&decision.happened).unwrap();
        for (place, _) in &decision.personal {
            let (member, name) = place[1..].split_once('/').unwrap();
            data[member][name] = json!({ "sealed": "0".repeat(64) });
        }
        self.fold(format!("{system}.{action}"), subject.clone(), at.now, data);
        Ok(subject)
    }

    /// Does it, or fails with the refusal.
    pub fn done(&mut self, day: &str, who: &str, to: &str, action: &str, input: Json) -> String {
        match self.act(day, who, to, action, input) {
            Ok(subject) => subject,
            Err(refusal) => panic!("{action} on {day}: {refusal}"),
        }
    }

    /// Why it is refused; fails if it is not.
    pub fn refused(&self, day: &str, who: &str, to: &str, action: &str, input: Json) -> Refusal {
        match self.ask(day, who, to, action, &input) {
            Ok(decision) => panic!("{action} on {day} is not refused: {decision:?}"),
            Err(refusal) => refusal,
        }
    }

    fn fold(&mut self, kind: String, subject: String, now: Timestamp, data: Json) {
        let back: Happened = serde_json::from_value(data.clone()).unwrap();
        assert_eq!(serde_json::to_value(&back).unwrap(), data, "reads back");
        let index = self.log.len() as u64;
        self.records.evolve(index, &kind, &subject, now, &data);
        self.log.push((kind, subject, now, data));
    }

    /// What the day brings, and that it brings it once.
    pub fn sweep(&mut self, day: &str) -> Vec<(String, Happened)> {
        let at = morning(day);
        let today: Day = at.today;
        let mut all = Vec::new();
        for book in self.records.books() {
            for record in book.awake(today) {
                let happened = sweep(book.system(), record, &self.town, at);
                let subject = format!("{}/{}", book.system().id, record.id);
                all.push((
                    subject,
                    happened.expect("what is awake has something to say"),
                ));
            }
        }
        for (subject, happened) in &all {
            let system = subject.split_once('/').unwrap().0;
            let data = serde_json::to_value(happened).unwrap();
            self.fold(format!("{system}.clock"), subject.clone(), at.now, data);
        }
        for book in self.records.books() {
            assert_eq!(book.awake(today).count(), 0, "a sweep says it once");
            for record in book.iter() {
                assert!(sweep(book.system(), record, &self.town, at).is_none());
            }
        }
        all
    }
}
