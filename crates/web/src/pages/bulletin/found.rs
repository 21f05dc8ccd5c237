//! What a bulletin says, taken from the facts as they stood at the end of its period.

use std::collections::BTreeMap;
use std::sync::Arc;

use youwei_account::{Account, Change, Commitment, light};
use youwei_base::{Day, Light};
use youwei_decision::value::{Context, Value};
use youwei_system::declaration::System;
use youwei_system::record::Record;

use super::period::Period;
use crate::app::{State, day_in_china};
use crate::pages::burden::{Burden, field};
use crate::pages::systems::value::plain;

/// The system of orders.
pub(super) const ORDERS: &str = "supervision";
/// The system of applications to close.
pub(super) const CLOSINGS: &str = "task-closing";

/// The clocks of an order within which the unit answers.
const ANSWERS: [&str; 5] = ["reminder", "order", "talk", "notice", "again"];

/// All that a bulletin says.
pub(super) struct Found<'a> {
    /// The day that it is written as of.
    pub day: Day,
    pub account: &'a Account,
    /// Live commitments with their light, in the report's order.
    pub lights: Vec<(&'a Commitment, Light)>,
    /// How many of each light, and at the end of the period before, if there was a report.
    pub counts: BTreeMap<Light, usize>,
    pub before: Option<BTreeMap<Light, usize>>,
    /// By lead unit, those with most red first.
    pub units: Vec<(String, BTreeMap<Light, usize>)>,
    /// Whose light is another than at the end of the period before.
    pub changed: Vec<(&'a Commitment, Light, Light)>,
    /// Grey then and now.
    pub long_grey: Vec<&'a Commitment>,
    /// What was changed of what was promised, with the commitment.
    pub amended: Vec<(&'a Commitment, &'a Change)>,
    pub orders: Orders<'a>,
    pub closings: Closings<'a>,
    pub burden: Burden,
}

/// The kind of an event that changes what was promised.
const AMENDED: &str = "commitment.amended";

/// What was pressed for in the period.
#[derive(Default)]
pub(super) struct Orders<'a> {
    /// Number, kind and record of each paper that was issued.
    pub issued: Vec<(String, String, &'a Record)>,
    pub fed_back: Vec<&'a Record>,
    pub returned: Vec<&'a Record>,
    pub ran_out: Vec<&'a Record>,
    pub concluded: usize,
    /// Still open at its end.
    pub open: Vec<&'a Record>,
    pub system: Option<&'a Arc<System>>,
}

/// What was closed in the period.
#[derive(Default)]
pub(super) struct Closings<'a> {
    pub applied: Vec<&'a Record>,
    pub chosen: usize,
    pub spared: usize,
    pub passed_on_site: usize,
    pub failed_on_site: usize,
    pub closed: Vec<&'a Record>,
}

impl<'a> Found<'a> {
    /// What stood in `now` at the end of the period, and in `before` at the end of the one
    /// before. None if there was no such report yet.
    pub fn of(
        period: Period,
        day: Day,
        report: Option<&str>,
        now: &'a State,
        before: &State,
    ) -> Option<Found<'a>> {
        let account = now.account(report)?;
        let id = &account.report()?.id;
        let lights = lights_of(now, account, day);
        let earlier = before.accounts.get(id);
        let then = period.before().last();
        let earlier = earlier.map(|it| -> BTreeMap<String, Light> {
            let all = lights_of(before, it, then);
            all.into_iter()
                .map(|(it, light)| (it.id.clone(), light))
                .collect()
        });
        let was = |it: &Commitment| earlier.as_ref().and_then(|all| all.get(&it.id)).copied();
        let changed = lights.iter().filter_map(|(it, light)| {
            let was = was(it).filter(|was| was != light)?;
            Some((*it, was, *light))
        });
        let changed = changed.collect();
        let grey = lights
            .iter()
            .filter(|(it, light)| *light == Light::Grey && was(it) == Some(Light::Grey));
        let long_grey = grey.map(|(it, _)| *it).collect();
        let mut by_unit: BTreeMap<String, BTreeMap<Light, usize>> = BTreeMap::new();
        for (it, light) in &lights {
            let unit = it.lead.clone().unwrap_or_default();
            *by_unit.entry(unit).or_default().entry(*light).or_default() += 1;
        }
        let mut units: Vec<_> = by_unit.into_iter().collect();
        let of = |it: &BTreeMap<Light, usize>, light| it.get(&light).copied().unwrap_or(0);
        units.sort_by_key(|(_, it)| std::cmp::Reverse((of(it, Light::Red), of(it, Light::Yellow))));
        Some(Found {
            day,
            account,
            counts: counted(lights.iter().map(|it| it.1)),
            before: earlier.as_ref().map(|it| counted(it.values().copied())),
            units,
            changed,
            long_grey,
            amended: amended(period, account),
            orders: orders(period, now),
            closings: closings(period, now),
            burden: Burden::of(now, period.first(), day),
            lights,
        })
    }

    /// Those of a light.
    pub fn with(&self, light: Light) -> impl Iterator<Item = &'a Commitment> {
        let all = self.lights.iter().filter(move |it| it.1 == light);
        all.map(|it| it.0)
    }
}

fn amended(period: Period, account: &Account) -> Vec<(&Commitment, &Change)> {
    let all = account.commitments();
    all.flat_map(|it| {
        account
            .history(&it.id)
            .iter()
            .map(move |change| (it, change))
    })
    .filter(|(_, it)| it.kind == AMENDED && period.has(day_in_china(it.time)))
    .collect()
}

fn lights_of<'a>(state: &State, account: &'a Account, day: Day) -> Vec<(&'a Commitment, Light)> {
    let live = account.commitments().filter(|it| it.is_live());
    live.map(|it| (it, light(account, &state.book, it, day)))
        .collect()
}

fn counted(lights: impl Iterator<Item = Light>) -> BTreeMap<Light, usize> {
    let mut counts = BTreeMap::new();
    for light in lights {
        *counts.entry(light).or_default() += 1;
    }
    counts
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

fn day_of(value: Option<&Value>) -> Option<Day> {
    match value? {
        Value::Date(date) => Day::try_from(*date).ok(),
        _ => None,
    }
}

fn orders(period: Period, state: &State) -> Orders<'_> {
    let Some(book) = state.running.records.book(ORDERS) else {
        return Orders::default();
    };
    let system = book.system();
    let mut orders = Orders {
        system: Some(system),
        ..Orders::default()
    };
    let within = |value: Option<&Value>| day_of(value).is_some_and(|it| period.has(it));
    for record in book.iter() {
        for it in items(system, record, "orders").filter(|it| within(it.get("issued_on"))) {
            let text = |name: &str| it.get(name).map(plain).unwrap_or_default();
            orders.issued.push((text("number"), text("kind"), record));
        }
        let fed = items(system, record, "feedbacks").filter(|it| within(it.get("on")));
        orders.fed_back.extend(fed.map(|_| record));
        let back = items(system, record, "returns").filter(|it| within(it.get("on")));
        orders.returned.extend(back.map(|_| record));
        // That nobody asked for a review in time is no lateness of the unit.
        let answers = record.clocks.iter();
        let answers = answers.filter(|it| ANSWERS.contains(&&*it.clock));
        let ran_out = answers.filter_map(|it| it.ran_out);
        orders
            .ran_out
            .extend(ran_out.filter(|it| period.has(*it)).map(|_| record));
        let concluded = record.facts.iter().filter(|it| {
            let metric = system.metrics.get(it.metric);
            metric.is_some_and(|it| &*it.id == "supervision.concluded") && period.has(it.on)
        });
        orders.concluded += concluded.count();
        let stage = record.stage.and_then(|it| system.stages.get(it));
        if stage.is_some_and(|it| !it.ends) {
            orders.open.push(record);
        }
    }
    orders
}

fn closings(period: Period, state: &State) -> Closings<'_> {
    let Some(book) = state.running.records.book(CLOSINGS) else {
        return Closings::default();
    };
    let system = book.system();
    let mut closings = Closings::default();
    for record in book.iter() {
        if period.has(record.opened) {
            closings.applied.push(record);
            for drawn in record.samples.iter().filter_map(|it| it.drawn.as_ref()) {
                match drawn.chosen {
                    true => closings.chosen += 1,
                    false => closings.spared += 1,
                }
            }
        }
        for check in items(system, record, "checks") {
            let on = day_of(check.get("on")).is_some_and(|it| period.has(it));
            let site = check.get("way").map(plain).as_deref() == Some("site");
            match (on && site, check.get("passed").map(Value::is_true)) {
                (true, Some(true)) => closings.passed_on_site += 1,
                (true, Some(false)) => closings.failed_on_site += 1,
                _ => {}
            }
        }
        let closed = record.facts.iter().any(|it| {
            let metric = system.metrics.get(it.metric);
            metric.is_some_and(|it| &*it.id == "closing.closed") && period.has(it.on)
        });
        if closed {
            closings.closed.push(record);
        }
    }
    closings
}
