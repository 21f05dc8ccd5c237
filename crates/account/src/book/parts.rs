//! A figure broken down by a label: by the month of signing, by channel, by place.
//!
//! Each part is a figure of its own, made as the whole is, of the facts with one value of
//! the label. A share's denominator is parted too, so that what happens to one cohort
//! moves no other.

use std::collections::BTreeMap;

use serde_json::Value;
use youwei_base::{Day, Decimal};

use super::figure::added;
use super::rows::Row;
use super::{Book, FactSeen, Figure};
use crate::measure::{How, Measure, Per};

/// The word for the place of a fact, which is no label.
const AREA: &str = "area";

/// The figure of the facts with one value of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The value, as text; empty of the facts that do not have the label.
    pub value: String,
    /// Their figure.
    pub figure: Figure,
    /// Of a share: the sum that counts, and the sum it is held against.
    pub of: Option<(Decimal, Decimal)>,
}

/// The facts of a part: those that count and those they are held against.
#[derive(Default)]
struct Sides<'b> {
    own: Vec<&'b Row>,
    against: Vec<&'b Row>,
}

impl Book {
    /// The figures of a measure on a day by the values of a label (`area` is the place), in
    /// the order of the values; empty if there is no such measure. It looks at every fact
    /// of the measure, so it is for the page of one and not for a list of them.
    #[must_use]
    pub fn parts(&self, measure: &str, label: &str, day: Day) -> Vec<Part> {
        let Some(measure) = self.measures.get(measure) else {
            return Vec::new();
        };
        let mut sides: BTreeMap<String, Sides<'_>> = BTreeMap::new();
        for (value, row) in self.labelled(measure, measure.own, label, day) {
            sides.entry(value).or_default().own.push(row);
        }
        if let Some(against) = measure.against {
            for (value, row) in self.labelled(measure, against, label, day) {
                sides.entry(value).or_default().against.push(row);
            }
        }
        let parts = sides.into_iter().map(|(value, sides)| {
            let figure = self.made_of(measure, &sides, day);
            let sum = |rows: &[&'_ Row]| added(rows.iter().copied(), measure.per, day).sum();
            let of = match measure.how {
                How::Share { .. } => sum(&sides.own).zip(sum(&sides.against)),
                _ => None,
            };
            Part { value, figure, of }
        });
        // What is held against nothing and counts nothing says nothing.
        parts
            .filter(|it| it.figure.facts > 0 || it.figure.value.is_some())
            .collect()
    }

    /// The figure of the facts with one value of a label, as [`Book::parts`] has it; none if
    /// there is no such measure.
    #[must_use]
    pub fn part(&self, measure: &str, label: &str, value: &str, day: Day) -> Option<Figure> {
        let measure = self.measures.get(measure)?;
        let of = |selection| {
            let rows = self.labelled(measure, selection, label, day);
            rows.filter(|(found, _)| found == value)
                .map(|(_, row)| row)
                .collect()
        };
        let sides = Sides {
            own: of(measure.own),
            against: measure.against.map_or_else(Vec::new, of),
        };
        Some(self.made_of(measure, &sides, day))
    }

    fn made_of(&self, measure: &Measure, sides: &Sides<'_>, day: Day) -> Figure {
        let of = |selection: usize| match selection == measure.own {
            true => &sides.own,
            false => &sides.against,
        };
        let total = |selection, day| added(of(selection).iter().copied(), measure.per, day);
        let last = |selection, day| {
            let rows = of(selection).iter().filter(|it| it.on <= day);
            let rows = rows.filter_map(|it| Some((it.on, it.entry(), it.value?)));
            rows.max_by_key(|(on, entry, _)| (*on, *entry))
                .map(|(on, _, value)| (on, value))
        };
        self.made(measure, day, |day| total(measure.own, day), total, last)
    }

    /// The rows of a selection that stand, up to and with a day, each with the value of a
    /// label.
    fn labelled<'b>(
        &'b self,
        measure: &Measure,
        selection: usize,
        label: &'b str,
        day: Day,
    ) -> impl Iterator<Item = (String, &'b Row)> + use<'b> {
        // A growth looks at years before.
        let from = match (measure.per, &measure.how) {
            (_, How::Growth { .. }) | (Per::Cumulative, _) => Day::MIN,
            (Per::Year, _) => Day::new(day.year(), 1, 1).unwrap_or(Day::MIN),
        };
        let metric = self.measures.selections.get(selection);
        let metric = metric.and_then(|it| self.metrics.find(&it.metric));
        let metric = metric.and_then(|it| self.of_metric.get(it as usize));
        let days = metric.map(|it| it.days.range(from.min(day)..=day));
        let rows = days.into_iter().flatten().flat_map(|(_, rows)| rows);
        rows.filter_map(move |at| {
            let row = self.rows.get(*at)?;
            let wanted = self.is_in(row, selection) && self.stands(*at, row);
            let fact = wanted.then(|| self.seen(*at, row)).flatten()?;
            Some((fact.value_of(label), row))
        })
    }
}

impl FactSeen<'_> {
    /// The value of a label as text, of `area` the code of the place; empty without it.
    #[must_use]
    pub fn value_of(&self, label: &str) -> String {
        match (label, self.labels.get(label)) {
            (AREA, None) => self
                .area
                .map_or_else(String::new, |it| format!("{:06}", it.0)),
            (_, None | Some(Value::Null)) => String::new(),
            (_, Some(Value::String(text))) => text.clone(),
            (_, Some(other)) => other.to_string(),
        }
    }
}
