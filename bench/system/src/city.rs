//! A large city: its log made by the rules of its systems, then served.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::{Duration, Instant};

use uuid::Uuid;
use youwei_base::{Actor, Day};
use youwei_ledger::{Expected, Keys, Ledger, NewEvent, Place};
use youwei_system::decide::decide;
use youwei_system::declaration::System;
use youwei_system::records::Records;
use youwei_system::town::PlainTown;
use youwei_system::wish::Wish;

use crate::project::{self, SYSTEM, Step};
use crate::served::MASTER;
use crate::{kit, promises};

/// How many events are appended at once.
const EVENTS: usize = 4_096;

/// What is appended at once, and what is expected of its streams.
type Batch = (Vec<NewEvent>, Vec<Expected>);

/// How large it is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub commitments: usize,
    pub records: usize,
    pub facts: usize,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Made {
    pub entries: u64,
    pub facts: usize,
    pub bound: usize,
    /// The months that a project was built.
    pub months: usize,
    pub time: Duration,
}

impl Size {
    /// The day on which everything begins, before the first project.
    pub fn begins(self, today: Day) -> Day {
        let months = self.months() as i64 + 4;
        today.saturating_sub(jiff::Span::new().months(months))
    }

    /// One of twenty projects is still being built.
    fn ends(number: usize) -> bool {
        !number.is_multiple_of(20)
    }

    /// The months of a project's life with which the facts are at least so many.
    fn months(self) -> usize {
        let fits = |months: &usize| {
            let ended = project::facts(*months, true) * (self.records - self.records.div_ceil(20));
            ended + project::facts(*months, false) * self.records.div_ceil(20) >= self.facts
        };
        (1..120).find(fits).unwrap_or(120)
    }
}

/// Fills the log of a server that has taken the report in.
pub fn make(data: &Path, size: Size, (first, today): (Day, Day)) -> Made {
    let key = std::fs::read_to_string(data.join("log.key")).expect("the log's key");
    let keys = Keys {
        signer: key.trim().parse().expect("a key"),
        master: Some(MASTER.parse().expect("a master key")),
    };
    let place = Place::File(data.join("ledger.sqlite3"));
    let ledger = Ledger::open(&place, keys).expect("the log");
    let begun = Instant::now();
    let bound = promises::bind(&ledger, kit::morning(first).now);
    let months = size.months();
    let mut facts = 0;
    // Whoever decides and whoever appends work side by side.
    let (sender, receiver) = sync_channel::<Batch>(4);
    std::thread::scope(|scope| {
        let facts = &mut facts;
        scope.spawn(move || {
            let mut writer = Writer::new(sender);
            *facts = writer.live(size.records, months, today);
            writer.send();
        });
        for (events, expected) in receiver {
            ledger.append(events, &expected).expect("appended");
        }
    });
    Made {
        entries: ledger.size().expect("a size"),
        facts,
        bound,
        months,
        time: begun.elapsed(),
    }
}

/// Decides what the projects do and hands the events on in batches.
struct Writer {
    systems: Vec<Arc<System>>,
    town: PlainTown,
    actors: BTreeMap<String, Actor>,
    serials: BTreeMap<i16, u32>,
    events: Vec<NewEvent>,
    expected: Vec<Expected>,
    /// The streams of which the batch says what it expects.
    known: HashSet<String>,
    sender: SyncSender<Batch>,
}

impl Writer {
    fn new(sender: SyncSender<Batch>) -> Writer {
        let city = kit::city();
        Writer {
            systems: kit::declared(),
            town: kit::town(&city),
            actors: kit::actors(&city),
            serials: BTreeMap::new(),
            events: Vec::with_capacity(EVENTS),
            expected: Vec::with_capacity(EVENTS),
            known: HashSet::new(),
            sender,
        }
    }

    /// Lives so many projects, day by day, as a log grows; how many facts they stated.
    fn live(&mut self, count: usize, months: usize, today: Day) -> usize {
        let mut records = Records::new(self.systems.iter().cloned());
        let mut projects: Vec<Project> = (0..count)
            .map(|number| Project {
                id: None,
                steps: project::life(number, months, Size::ends(number), today)
                    .into_iter()
                    .map(Packed::of)
                    .collect::<Vec<_>>()
                    .into_iter(),
            })
            .collect();
        let due = |(number, it): (usize, &Project)| Some(Reverse((it.next()?, number)));
        let mut days: BinaryHeap<_> = projects.iter().enumerate().filter_map(due).collect();
        let mut facts = 0;
        while let Some(Reverse((day, number))) = days.pop() {
            let project = &mut projects[number];
            let step = project.steps.next().expect("it was due").unpacked();
            let id = project
                .id
                .get_or_insert_with(|| next_id(&mut self.serials, day));
            facts += self.step(&mut records, id, step);
            days.extend(project.next().map(|day| Reverse((day, number))));
        }
        facts
    }

    fn step(&mut self, records: &mut Records, id: &str, step: Step) -> usize {
        let system = self
            .systems
            .iter()
            .find(|it| &*it.id == SYSTEM)
            .expect("it is declared");
        let action = kit::action(system, step.action);
        let wish = Wish {
            action,
            input: step.input,
            seen: None,
        };
        let record = records.book(SYSTEM).and_then(|it| it.get(id));
        let version = record.map_or(0, |it| it.version);
        let (actor, at) = (&self.actors[step.role], kit::morning(step.day));
        let decided = decide(system, record, &wish, actor, &self.town, at, records);
        let decided = decided.unwrap_or_else(|it| panic!("{}: {it:?}", step.action));
        let facts = decided.happened.facts.len();
        let data = serde_json::to_value(&decided.happened).expect("JSON");
        let (kind, subject) = (
            format!("{SYSTEM}.{}", step.action),
            format!("{SYSTEM}/{id}"),
        );
        records.evolve(0, &kind, &subject, at.now, &data);
        let signature = format!("{}（{}）", actor.name, self.town.units[&actor.unit].name.zh);
        let event = |kind, subject, data| NewEvent {
            id: Uuid::now_v7(),
            kind,
            subject,
            time: at.now,
            actor: signature.clone(),
            data,
        };
        let taken = decided.unique.into_iter().map(|(field, value)| {
            let stream = format!("unique/{SYSTEM}.{field}/{value}");
            event(
                "unique.taken".to_owned(),
                stream,
                serde_json::json!({ "record": subject }),
            )
        });
        let taken: Vec<NewEvent> = taken.collect();
        self.expect(subject.clone(), version);
        self.events.push(event(kind, subject, data));
        for event in taken {
            self.expect(event.subject.clone(), 0);
            self.events.push(event);
        }
        if self.events.len() >= EVENTS {
            self.send();
        }
        facts
    }

    /// A batch says once what it expects of a stream, before the first of its events.
    fn expect(&mut self, subject: String, version: u64) {
        if self.known.insert(subject.clone()) {
            self.expected.push(Expected { subject, version });
        }
    }

    fn send(&mut self) {
        self.known.clear();
        let events = std::mem::replace(&mut self.events, Vec::with_capacity(EVENTS));
        let expected = std::mem::replace(&mut self.expected, Vec::with_capacity(EVENTS));
        if !events.is_empty() {
            self.sender
                .send((events, expected))
                .expect("somebody appends");
        }
    }
}

/// A project, and what is still to be done to it.
struct Project {
    id: Option<String>,
    steps: std::vec::IntoIter<Packed>,
}

impl Project {
    /// The day of what is done next.
    fn next(&self) -> Option<Day> {
        self.steps.as_slice().first().map(|it| it.day)
    }
}

/// A step whose input is a text: all lives are held at once, and a text is the smallest.
struct Packed {
    day: Day,
    role: &'static str,
    action: &'static str,
    input: Box<str>,
}

impl Packed {
    fn of(step: Step) -> Packed {
        let input = serde_json::to_string(&step.input).expect("JSON");
        Packed {
            day: step.day,
            role: step.role,
            action: step.action,
            input: input.into(),
        }
    }

    fn unpacked(self) -> Step {
        Step {
            day: self.day,
            role: self.role,
            action: self.action,
            input: serde_json::from_str(&self.input).expect("JSON"),
        }
    }
}

/// The id of the next project of a year.
fn next_id(serials: &mut BTreeMap<i16, u32>, day: Day) -> String {
    let serial = serials.entry(day.year()).or_default();
    *serial += 1;
    format!("{:04}-{serial:05}", day.year())
}
