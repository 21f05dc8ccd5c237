//! One step of a life cycle in memory: ours, SpiffWorkflow, bpmn-engine.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use youwei_base::{Actor, Day, Told};
use youwei_system::decide::decide;
use youwei_system::declaration::{ActionAt, System};
use youwei_system::records::{PASSED_OVER, Records};
use youwei_system::town::PlainTown;
use youwei_system::wish::{Moment, Wish};

use crate::figures::{Figures, grouped, met};
use crate::{cpu, kit};

/// How many lives ours leads in a round, and the peers, whose steps take longer. Ours
/// forgets as many together, as the peers forget each once it is over.
const LIVES: usize = 20_000;
const PEER_LIVES: usize = 200;

/// The day on which everything happens.
const TODAY: Day = jiff::civil::date(2026, 6, 30);

/// What somebody asks for: the action's id and what is given.
type Try = (&'static str, Map<String, Value>);

/// What the lives came to, which has to be the same in every engine.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    steps: u64,
    ended: u64,
    started: i64,
    invested: i64,
}

/// Nanoseconds of CPU of a step over whole lives, and of confirming alone.
struct Times {
    step: f64,
    confirm: f64,
}

/// Runs all engines turn by turn and prints the table.
pub fn compare(folder: &Path, rounds: usize) {
    let ours = Ours::new();
    let lives: Vec<Vec<Try>> = (0..LIVES).map(life).collect();
    let tries = folder.join("tries.json");
    let asked = json!({"today": TODAY.to_string(), "lives": &lives[..PEER_LIVES]});
    std::fs::write(&tries, asked.to_string()).expect("a file");
    let expected = ours.counts(&lives[..PEER_LIVES]);
    println!("### One step of a life cycle, in memory\n");
    println!("Every engine: {expected:?}\n");

    let mut mine: Vec<Times> = Vec::new();
    let mut theirs: Vec<(String, Vec<Times>)> = Vec::new();
    for _ in 0..rounds {
        mine.push(ours.times(&lives));
        for (at, command) in peers().into_iter().enumerate() {
            let (name, times, counts) = ask(command, &tries);
            assert_eq!(counts, expected, "{name} came to something else");
            match theirs.get_mut(at) {
                Some((_, all)) => all.push(times),
                None => theirs.push((name, vec![times])),
            }
        }
        eprint!(".");
    }
    eprintln!();
    println!(
        "{rounds} rounds, turn by turn; CPU time, median (least – most). Ours {} lives a round, the others {}. A ratio is taken within each round.\n",
        grouped(&LIVES.to_string()),
        grouped(&PEER_LIVES.to_string()),
    );
    println!("| what | engine | µs | times ours |\n| --- | --- | ---: | ---: |");
    let kinds: [(&str, fn(&Times) -> f64); 2] = [
        ("a step, over whole lives", |it| it.step),
        ("confirming: guard, evidence, clock, fact", |it| it.confirm),
    ];
    let mut least = f64::INFINITY;
    for (what, of) in kinds {
        let micros = |times: &[Times]| Figures::of(times.iter().map(|it| of(it) / 1000.0));
        println!("| {what} | youwei | {:.2} | 1 |", micros(&mine));
        for (name, times) in &theirs {
            let ratios = mine.iter().zip(times).map(|(mine, it)| of(it) / of(mine));
            let ratios = Figures::of(ratios);
            least = least.min(ratios.median());
            println!("| | {name} | {:.0} | {ratios:.0} |", micros(times));
        }
    }
    if least.is_finite() {
        println!("\nGoal: at least 100 times each: {}.\n", met(least, 100.0));
    }
}

/// The lives that are led: most to the end, one of sixteen refused at each of three steps.
fn life(number: usize) -> Vec<Try> {
    let refused = number % 16;
    let total = if refused == 1 { 4_000_000 } else { 6_000_000 } + number;
    let level = if number % 2 == 0 { "city" } else { "county" };
    let enter = json!({
        "name": format!("泽南产业园标准厂房{number}号"), "unit": "housing-construction",
        "area": "990101", "level": level, "total": total,
    });
    let payment = if refused == 3 {
        Value::Null
    } else {
        json!(format!("凭证{number}"))
    };
    let confirm = json!({
        "started_on": "2026-03-10", "permit": format!("建施{number}"), "order": null,
        "payment": payment, "meter": null,
    });
    let finished = if refused == 5 {
        "2026-01-10"
    } else {
        "2026-05-20"
    };
    let all = [
        ("enter", enter),
        ("apply", json!({"started_on": "2026-03-10"})),
        ("confirm", confirm),
        ("finish", json!({"finished_on": finished})),
    ];
    let steps = match refused {
        1 => 1,
        3 => 3,
        _ => 4,
    };
    let given = |value| match value {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    all.into_iter()
        .take(steps)
        .map(|(id, value)| (id, given(value)))
        .collect()
}

/// Our engine with the little system.
struct Ours {
    system: Arc<System>,
    town: PlainTown,
    clerk: Actor,
    inspector: Actor,
    at: Moment,
}

impl Ours {
    fn new() -> Ours {
        let city = kit::city();
        let actors = kit::actors(&city);
        Ours {
            system: kit::works(),
            town: kit::town(&city),
            clerk: actors["project-clerk"].clone(),
            inspector: actors["project-inspector"].clone(),
            at: kit::morning(TODAY),
        }
    }

    fn records(&self) -> Records {
        Records::new([self.system.clone()])
    }

    /// Decides and, if it is accepted, folds what happened in, as the text of an entry holds
    /// it; that text, if it did.
    fn step(
        &self,
        records: &mut Records,
        index: u64,
        subject: &str,
        asked: &Asked,
    ) -> Option<String> {
        let id = subject.rsplit('/').next().expect("an id");
        let record = records.book("works").and_then(|it| it.get(id));
        let actor = match asked.by_clerk {
            true => &self.clerk,
            false => &self.inspector,
        };
        let (system, town) = (&self.system, &self.town);
        let decided = decide(system, record, &asked.wish, actor, town, self.at, records).ok()?;
        let data = serde_json::to_string(&decided.happened).expect("JSON");
        let told = Told::of_object(&data, &PASSED_OVER).expect("an object");
        records.evolve_told(index, asked.kind, subject, self.at.now, &told);
        Some(data)
    }

    fn asked(&self, lives: &[Vec<Try>]) -> Vec<Vec<Asked>> {
        let one = |(id, input): &Try| Asked {
            wish: Wish {
                action: kit::action(&self.system, id) as ActionAt,
                input: input.clone(),
                seen: None,
            },
            kind: match *id {
                "enter" => "works.enter",
                "apply" => "works.apply",
                "confirm" => "works.confirm",
                _ => "works.finish",
            },
            by_clerk: matches!(*id, "enter" | "apply"),
        };
        lives
            .iter()
            .map(|life| life.iter().map(one).collect())
            .collect()
    }

    fn counts(&self, lives: &[Vec<Try>]) -> Counts {
        let (mut counts, mut records) = (Counts::default(), self.records());
        for (number, life) in self.asked(lives).iter().enumerate() {
            let subject = subject(number);
            for asked in life {
                counts.steps += 1;
                let happened = self.step(&mut records, counts.steps, &subject, asked);
                let happened: Option<Value> =
                    happened.map(|it| serde_json::from_str(&it).expect("JSON"));
                let facts = happened.as_ref().and_then(|it| it["facts"].as_array());
                for fact in facts.into_iter().flatten() {
                    let value = fact["value"].as_str().and_then(|it| it.parse::<i64>().ok());
                    let value = value.expect("a whole number");
                    match fact["metric"].as_str() {
                        Some("work.started") => counts.started += value,
                        _ => counts.invested += value,
                    }
                }
                counts.ended += u64::from(happened.is_some() && asked.kind == "works.finish");
            }
        }
        counts
    }

    fn times(&self, lives: &[Vec<Try>]) -> Times {
        let asked = self.asked(lives);
        let subjects: Vec<String> = (0..lives.len()).map(subject).collect();
        let steps: usize = lives.iter().map(Vec::len).sum();
        let portions = || asked.chunks(PEER_LIVES).zip(subjects.chunks(PEER_LIVES));
        let mut index = 0;
        let (whole, ()) = cpu::time(|| {
            for (lives, subjects) in portions() {
                let mut records = self.records();
                for (life, subject) in lives.iter().zip(subjects) {
                    for one in life {
                        std::hint::black_box(self.step(&mut records, index, subject, one));
                        index += 1;
                    }
                }
            }
        });
        let (mut confirming, mut confirmed) = (0.0, 0);
        for (lives, subjects) in portions() {
            let mut records = self.records();
            let full = || lives.iter().zip(subjects).filter(|it| it.0.len() == 4);
            for (life, subject) in full() {
                for one in &life[..2] {
                    self.step(&mut records, 0, subject, one).expect("accepted");
                }
            }
            let (took, done) = cpu::time(|| {
                let done = full().map(|it| self.step(&mut records, 0, it.1, &it.0[2]));
                done.filter(|it| std::hint::black_box(it).is_some()).count()
            });
            assert_eq!(done, full().count(), "a confirmation was refused");
            confirming += took;
            confirmed += done;
        }
        Times {
            step: whole / steps as f64,
            confirm: confirming / confirmed as f64,
        }
    }
}

fn subject(number: usize) -> String {
    format!("works/2026-{:05}", number + 1)
}

/// What somebody asks ours for.
struct Asked {
    wish: Wish,
    kind: &'static str,
    by_clerk: bool,
}

/// The engines that the environment names, each with the model.
fn peers() -> Vec<Command> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sides = [
        ("PEER_PYTHON", "peer_spiff.py"),
        ("PEER_NODE", "peer_bpmn_engine.mjs"),
    ];
    let mut found = Vec::new();
    for (variable, script) in sides {
        let Some(program) = std::env::var_os(variable).map(PathBuf::from) else {
            println!("LEFT OUT: {script}, as {variable} is not set.");
            continue;
        };
        let mut command = Command::new(program);
        command
            .arg(here.join(script))
            .arg(here.join("life/life.bpmn"));
        found.push(command);
    }
    found
}

fn ask(mut command: Command, tries: &Path) -> (String, Times, Counts) {
    let output = command.arg(tries).output().expect("the peer runs");
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{failed}");
    let said: Value = serde_json::from_slice(&output.stdout).expect("a line of JSON");
    let count = |name: &str| said["counts"][name].as_i64().expect("a count");
    let time = |name: &str| said[name].as_f64().expect("a time");
    let counts = Counts {
        steps: count("steps") as u64,
        ended: count("ended") as u64,
        started: count("started"),
        invested: count("invested"),
    };
    let times = Times {
        step: time("step"),
        confirm: time("confirm"),
    };
    (
        said["engine"].as_str().expect("a name").to_owned(),
        times,
        counts,
    )
}
