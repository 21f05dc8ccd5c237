//! Dated parameters: numbers that change while the rules stay, each with its first day,
//! unit and source.
//!
//! ```toml
//! case_date = "办理日期"
//!
//! ["城市低保月标准"]
//! label = { zh = "城市最低生活保障标准", en = "Urban minimum living standard" }
//! unit = "元/人·月"
//! values = [
//!   { from = 2025-07-01, value = 900, source = "示例文件第一条" },
//!   { from = 2026-07-01, feel = "900 + 30", source = "示例文件第二条" },
//! ]
//! ```
//!
//! The value in force is the last one whose first day is not after the day of the case.
//! Before the first of them there is none, and what depends on it is unknown.

mod read;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use indexmap::IndexMap;
use youwei_base::Bilingual;

use crate::diagnostic::Diagnostic;
use crate::dmn::raw::Place;
use crate::model::Case;
use crate::temporal::Date;
use crate::value::{Missing, Name, Value};

pub(crate) use read::feel;

/// The parameters of some models.
#[derive(Debug, Clone)]
pub struct Parameters {
    case_date: Name,
    all: Vec<Parameter>,
}

/// A parameter with all its values.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name, which is that of the input whose value it is.
    pub name: Name,
    /// What it is called at length.
    pub label: Bilingual,
    /// The unit of its values; empty if they have none.
    pub unit: Arc<str>,
    /// Its values, by first day, the earliest first.
    pub values: Vec<Dated>,
    /// The file that declares it; of one that a city only gives other values, the system's.
    pub file: Arc<str>,
    /// Where in it.
    pub place: Place,
}

/// A value from a day on.
#[derive(Debug, Clone)]
pub struct Dated {
    /// The first day.
    pub from: Date,
    /// The value.
    pub value: Value,
    /// Where it is laid down.
    pub source: Arc<str>,
}

/// What a parameter is worth in a case.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// Its name.
    pub name: Name,
    /// What it is called at length.
    pub label: Bilingual,
    /// Its value.
    pub value: Value,
    /// The first day of that value.
    pub from: Date,
    /// The unit of the value; empty if it has none.
    pub unit: Arc<str>,
    /// Where the value is laid down.
    pub source: Arc<str>,
}

/// The parameters in force, by name. Many cases of one day share them.
pub type InForce = Arc<IndexMap<Name, Resolved>>;

impl Parameters {
    /// Reads a file of parameters; `file` is its name in what is said about it.
    ///
    /// # Errors
    /// Everything that is wrong with it: entries that are unknown, missing or of another
    /// kind, days out of order or twice, a value that is none.
    pub fn read(text: &str, file: &str) -> Result<Parameters, Vec<Diagnostic>> {
        read::read(text, file)
    }

    /// These with what a place lays down instead or besides: its value takes the place of
    /// one with the same first day, and the rest stays. A parameter that only the place
    /// has comes after the others.
    #[must_use]
    pub fn overlaid(mut self, by: Parameters) -> Parameters {
        for theirs in by.all {
            let Some(ours) = self.all.iter_mut().find(|it| it.name == theirs.name) else {
                self.all.push(theirs);
                continue;
            };
            for dated in theirs.values {
                let day = |it: &Dated| it.from.epoch_day();
                match ours.values.binary_search_by_key(&day(&dated), day) {
                    Ok(at) => ours.values[at] = dated,
                    Err(at) => ours.values.insert(at, dated),
                }
            }
        }
        self
    }

    /// The name of the input that says which day's parameters hold.
    #[must_use]
    pub fn case_date(&self) -> &Name {
        &self.case_date
    }

    /// All parameters, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Parameter] {
        &self.all
    }

    /// What is in force on a day; a parameter that has no value yet is left out.
    #[must_use]
    pub fn on(&self, day: Date) -> InForce {
        let resolved = self.all.iter().filter_map(|it| it.on(day));
        Arc::new(resolved.map(|it| (it.name.clone(), it)).collect())
    }
}

impl Parameter {
    /// The value on a day; none before the first.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Resolved> {
        let days = |it: &Dated| it.from.epoch_day() <= day.epoch_day();
        let at = self.values.partition_point(days).checked_sub(1)?;
        let dated = self.values.get(at)?;
        Some(Resolved {
            name: self.name.clone(),
            label: self.label.clone(),
            value: dated.value.clone(),
            from: dated.from,
            unit: self.unit.clone(),
            source: dated.source.clone(),
        })
    }
}

/// The parameters in force on the day asked for last: the cases of a file are often of one
/// day.
#[derive(Debug, Default)]
pub struct LastDay(Option<(Date, InForce)>);

impl LastDay {
    fn on(&mut self, parameters: &Parameters, day: Date) -> InForce {
        match &self.0 {
            Some((last, in_force)) if *last == day => in_force.clone(),
            _ => {
                let in_force = parameters.on(day);
                self.0 = Some((day, in_force.clone()));
                in_force
            }
        }
    }
}

impl Case {
    /// Takes the parameters of the day of the case. That day is `on`, or else what is
    /// given for [`Parameters::case_date`]; `on` is given for it too if nothing else is.
    /// Without a day every parameter is unknown for want of it.
    pub fn date(&mut self, parameters: &Parameters, on: Option<Date>) {
        self.date_among(parameters, on, &mut LastDay::default());
    }

    /// As [`Case::date`], for one case among many of the same parameters.
    pub fn date_among(&mut self, parameters: &Parameters, on: Option<Date>, last: &mut LastDay) {
        let name = &parameters.case_date;
        let day = on.or_else(|| match self.given.get(name) {
            Some(Value::Date(day)) => Some(*day),
            Some(Value::DateTime(moment)) => Some(moment.date()),
            _ => None,
        });
        let Some(day) = day else {
            for parameter in &parameters.all {
                let given = self.given.entry(parameter.name.clone());
                given.or_insert_with(|| Value::Unknown(Missing::one(name.clone())));
            }
            return;
        };
        let given = self.given.entry(name.clone());
        given.or_insert(Value::Date(day));
        self.parameters = last.on(parameters, day);
    }
}
