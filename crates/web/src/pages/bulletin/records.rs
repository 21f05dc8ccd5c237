//! What a bulletin says of records: orders, applications to close and requests, each number
//! as the list of what it counts, so that the page behind a number and the number are one.

use std::sync::Arc;

use youwei_base::Day;
use youwei_decision::value::{Context, Value};
use youwei_system::declaration::System;
use youwei_system::record::Record;

use super::period::Period;
use crate::app::State;
use crate::burden::REQUESTS;
use crate::pages::burden::field;
use crate::pages::systems::value::plain;

/// The system of orders.
pub(super) const ORDERS: &str = "supervision";
/// The system of applications to close.
pub(super) const CLOSINGS: &str = "task-closing";

/// The clocks of an order within which the unit answers.
const ANSWERS: [&str; 5] = ["reminder", "order", "talk", "notice", "again"];

/// One thing that a number counts.
pub(super) struct Line<'a> {
    pub system: &'a Arc<System>,
    pub record: &'a Record,
    /// The number of the paper, where it has one of its own.
    pub number: Option<String>,
    /// The kind of the paper.
    pub kind: Option<String>,
    /// The day on which it happened.
    pub on: Option<Day>,
}

/// What happened to the records of one system in the period.
pub(super) struct Book<'a> {
    system: &'a Arc<System>,
    period: Period,
    /// How many entries the log had before it.
    size: u64,
    all: Vec<&'a Record>,
}

impl<'a> Book<'a> {
    fn of(id: &str, period: Period, now: &'a State, before: &State) -> Option<Book<'a>> {
        let book = now.running.records.book(id)?;
        Some(Book {
            system: book.system(),
            period,
            size: before.head.size,
            all: book.iter().collect(),
        })
    }

    fn line(&self, record: &'a Record, on: Option<Day>) -> Line<'a> {
        Line {
            system: self.system,
            record,
            number: None,
            kind: None,
            on,
        }
    }

    /// The entries of a list of the records, of days in the period.
    fn listed(&self, list: &'a str) -> impl Iterator<Item = (&'a Record, &'a Context, Day)> {
        let (system, period) = (self.system, self.period);
        let all = self.all.iter().copied();
        let all = all.flat_map(move |record| {
            let entries = items(system, record, list);
            entries.map(move |it| (record, it))
        });
        all.filter_map(move |(record, it)| {
            let day = it
                .get("on")
                .or_else(|| it.get("issued_on"))
                .and_then(day_of)?;
            period.has(day).then_some((record, it, day))
        })
    }

    /// Facts of a metric for days in the period.
    fn stated(&self, metric: &str) -> Vec<Line<'a>> {
        let facts = self.all.iter().flat_map(|record| {
            let facts = record.facts.iter().filter(|it| {
                let known = self.system.metrics.get(it.metric);
                known.is_some_and(|it| *it.id == *metric) && self.period.has(it.on)
            });
            facts.map(|it| self.line(record, Some(it.on)))
        });
        facts.collect()
    }
}

/// What was pressed for in the period.
pub(super) struct Orders<'a> {
    pub system: &'a Arc<System>,
    /// Each paper that was issued.
    pub issued: Vec<Line<'a>>,
    pub fed_back: Vec<Line<'a>>,
    pub returned: Vec<Line<'a>>,
    pub ran_out: Vec<Line<'a>>,
    pub concluded: Vec<Line<'a>>,
    /// Closed after a check of what was put right.
    pub verified: Vec<Line<'a>>,
    /// Still open at its end.
    pub open: Vec<Line<'a>>,
}

/// The orders of the period; none in a city that keeps none.
pub(super) fn orders<'a>(period: Period, now: &'a State, before: &State) -> Option<Orders<'a>> {
    let book = Book::of(ORDERS, period, now, before)?;
    let listed = |name: &'static str| {
        let all = book.listed(name);
        all.map(|(record, _, on)| book.line(record, Some(on)))
            .collect()
    };
    let issued = book.listed("orders").map(|(record, it, on)| Line {
        number: it.get("number").map(plain),
        kind: it.get("kind").map(plain),
        ..book.line(record, Some(on))
    });
    let ran_out = book.all.iter().flat_map(|record| {
        // That nobody asked for a review in time is no lateness of the unit.
        let answers = record.clocks.iter();
        let answers = answers.filter(|it| ANSWERS.contains(&&*it.clock));
        let days = answers.filter_map(|it| it.ran_out);
        let days = days.filter(|it| period.has(*it));
        days.map(|it| book.line(record, Some(it)))
    });
    let open = book.all.iter().filter(|record| {
        let stage = record.stage.and_then(|it| book.system.stages.get(it));
        stage.is_some_and(|it| !it.ends)
    });
    Some(Orders {
        system: book.system,
        issued: issued.collect(),
        fed_back: listed("feedbacks"),
        returned: listed("returns"),
        ran_out: ran_out.collect(),
        concluded: book.stated("supervision.concluded"),
        verified: book.stated("supervision.verified"),
        open: open.map(|it| book.line(it, None)).collect(),
    })
}

/// What was closed in the period.
#[derive(Default)]
pub(super) struct Closings<'a> {
    /// Each application, those made again among them.
    pub applied: Vec<Line<'a>>,
    pub chosen: Vec<Line<'a>>,
    pub spared: Vec<Line<'a>>,
    pub passed_on_site: Vec<Line<'a>>,
    pub failed_on_site: Vec<Line<'a>>,
    pub closed: Vec<Line<'a>>,
}

/// The closings of the period; empty in a city that keeps none.
pub(super) fn closings<'a>(period: Period, now: &'a State, before: &State) -> Closings<'a> {
    let Some(book) = Book::of(CLOSINGS, period, now, before) else {
        return Closings::default();
    };
    let mut closings = Closings {
        applied: book.stated("closing.applied"),
        closed: book.stated("closing.closed"),
        ..Closings::default()
    };
    for record in &book.all {
        let drawn = record.samples.iter().filter_map(|it| it.drawn.as_ref());
        // What was drawn in the period, whenever the record was opened.
        for drawn in drawn.filter(|it| it.entry >= book.size) {
            let day = now.days.day_of(drawn.entry);
            match drawn.chosen {
                true => closings.chosen.push(book.line(record, day)),
                false => closings.spared.push(book.line(record, day)),
            }
        }
    }
    for (record, check, on) in book.listed("checks") {
        let site = check.get("way").map(plain).as_deref() == Some("site");
        match (site, check.get("passed").map(Value::is_true)) {
            (true, Some(true)) => closings.passed_on_site.push(book.line(record, Some(on))),
            (true, Some(false)) => closings.failed_on_site.push(book.line(record, Some(on))),
            _ => {}
        }
    }
    closings
}

/// The requests of the period.
#[derive(Default)]
pub(super) struct Requests<'a> {
    pub asked: Vec<Line<'a>>,
    pub joined: Vec<Line<'a>>,
    pub refused: Vec<Line<'a>>,
}

/// The requests of the period; empty in a city that keeps none.
pub(super) fn requests<'a>(period: Period, now: &'a State, before: &State) -> Requests<'a> {
    let Some(book) = Book::of(REQUESTS, period, now, before) else {
        return Requests::default();
    };
    Requests {
        asked: book.stated("request.asked"),
        joined: book.stated("request.merged"),
        refused: book.stated("request.refused"),
    }
}

/// The items of a list of a record, each as text by name of the entry.
fn items<'a>(system: &System, record: &'a Record, name: &str) -> impl Iterator<Item = &'a Context> {
    let list = match field(system, record, name) {
        Some(Value::List(items)) => Some(items.iter()),
        _ => None,
    };
    list.into_iter().flatten().filter_map(|it| match it {
        Value::Context(entries) => Some(&**entries),
        _ => None,
    })
}

fn day_of(value: &Value) -> Option<Day> {
    match value {
        Value::Date(date) => Day::try_from(*date).ok(),
        _ => None,
    }
}
