//! What a bulletin says, taken from the facts as they stood at the end of its period.

use std::collections::BTreeMap;

use youwei_account::{Account, Change, Commitment, standing};
use youwei_base::{Day, Light};

use super::period::Period;
use super::records::{Closings, Orders, Requests, closings, orders, requests};
use crate::app::{State, day_in_china};
use crate::pages::burden::Burden;

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
    /// Done in full, but after the due day: so many days after it.
    pub late: Vec<(&'a Commitment, i32)>,
    pub orders: Option<Orders<'a>>,
    pub closings: Closings<'a>,
    pub requests: Requests<'a>,
    pub burden: Burden,
}

/// The kind of an event that changes what was promised.
const AMENDED: &str = "commitment.amended";

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
        let mut late = Vec::new();
        let lights = lights_of(now, account, day, &mut late);
        let earlier = before.accounts.get(id);
        let then = period.before().last();
        let earlier = earlier.map(|it| -> BTreeMap<String, Light> {
            let all = lights_of(before, it, then, &mut Vec::new());
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
            late,
            orders: orders(period, now, before),
            closings: closings(period, now, before),
            requests: requests(period, now, before),
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

fn lights_of<'a>(
    state: &State,
    account: &'a Account,
    day: Day,
    late: &mut Vec<(&'a Commitment, i32)>,
) -> Vec<(&'a Commitment, Light)> {
    let live = account.commitments().filter(|it| it.is_live());
    let stands = live.map(|it| {
        let standing = standing(account, &state.book, it, day);
        late.extend(standing.late().map(|days| (it, days)));
        (it, standing.light)
    });
    stands.collect()
}

fn counted(lights: impl Iterator<Item = Light>) -> BTreeMap<Light, usize> {
    let mut counts = BTreeMap::new();
    for light in lights {
        *counts.entry(light).or_default() += 1;
    }
    counts
}
