//! Totals of an account and of each of its sections.

use std::collections::BTreeMap;

use serde::Serialize;
use youwei_base::{Day, Light};

use crate::commitment::{Commitment, Status};
use crate::pace::year_gone;
use crate::standing::light;
use crate::{Account, Book, Section};

/// Counts over commitments that are neither rejected nor gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many.
    pub commitments: usize,
    /// Those with a lead unit.
    pub with_owner: usize,
    /// Those that a number could meet or miss.
    pub with_measure: usize,
    /// Those with a due day.
    pub with_due: usize,
    /// Those that a person has confirmed.
    pub confirmed: usize,
    /// How many bear each light, in the order of [`Light::ALL`]; all five are there.
    pub by_light: Vec<(Light, usize)>,
}

/// Totals of an account on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Over the whole report.
    pub all: Tally,
    /// What a person said is no commitment.
    pub rejected: usize,
    /// Days of the report's year gone, today with them, and days in it.
    pub year_gone: (i32, i32),
    /// One for each heading that has commitments under it, in reading order.
    pub sections: Vec<SectionSummary>,
}

/// Totals under one heading, those of its sub-headings with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionSummary {
    /// The heading.
    pub section: Section,
    /// What stands under it.
    pub tally: Tally,
}

impl Tally {
    /// How many bear a light.
    pub fn of(&self, light: Light) -> usize {
        self.by_light
            .iter()
            .find(|(one, _)| *one == light)
            .map_or(0, |(_, count)| *count)
    }

    fn empty() -> Tally {
        Tally {
            by_light: Light::ALL.iter().map(|&light| (light, 0)).collect(),
            ..Tally::default()
        }
    }

    fn add(&mut self, commitment: &Commitment, light: Light) {
        self.commitments += 1;
        self.with_owner += usize::from(commitment.lead.is_some());
        self.with_measure += usize::from(commitment.measurable());
        self.with_due += usize::from(commitment.due_day().is_some());
        self.confirmed += usize::from(commitment.status == Status::Confirmed);
        if let Some((_, count)) = self.by_light.iter_mut().find(|(one, _)| *one == light) {
            *count += 1;
        }
    }
}

/// Counts an account as it stands on a day.
pub fn summary(account: &Account, book: &Book, today: Day) -> Summary {
    let mut all = Tally::empty();
    let mut by_heading: BTreeMap<usize, Tally> = BTreeMap::new();
    for commitment in account.commitments().filter(|c| c.is_live()) {
        let light = light(account, book, commitment, today);
        all.add(commitment, light);
        for &heading in &commitment.section {
            by_heading
                .entry(heading)
                .or_insert_with(Tally::empty)
                .add(commitment, light);
        }
    }
    let report = account.report();
    let sections = by_heading
        .into_iter()
        .filter_map(|(heading, tally)| {
            Some(SectionSummary {
                section: report?.section(heading)?,
                tally,
            })
        })
        .collect();
    let year = report
        .and_then(|report| report.year)
        .unwrap_or_else(|| today.year());
    Summary {
        all,
        rejected: account
            .commitments()
            .filter(|c| c.status == Status::Rejected)
            .count(),
        year_gone: year_gone(year, today),
        sections,
    }
}
