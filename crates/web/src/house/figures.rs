//! What the examples of systems say of figures and lights, worked out by the account's own
//! measures from the facts that an example states.

use std::sync::Arc;

use youwei_account::{Because, Book, Measure, Measures, Supposed, supposed};
use youwei_base::{Bilingual, Day, Decimal};
use youwei_report::Op;
use youwei_system::cases::{Figures, Lit, Measured, Promised, Told};

use super::House;

impl Figures for House {
    fn measure(&self, measure: &str) -> Result<Measured, Bilingual> {
        let named = |it: &&Arc<Measure>| *it.id == *measure || it.name.zh == measure;
        let Some(found) = self.measures.iter().find(named) else {
            let known: Vec<&str> = self.measures.iter().map(|it| &*it.id).collect();
            return Err(Bilingual::new(
                format!("没有口径“{measure}”；有 {}。", known.join("、")),
                format!(
                    "There is no measure “{measure}”; there are {}.",
                    known.join(", ")
                ),
            ));
        };
        Ok(Measured {
            id: found.id.to_string(),
            metric: found.metric.to_string(),
            by: found.by.iter().map(|it| it.to_string()).collect(),
        })
    }

    fn figure(&self, measure: &str, on: Day, told: &[Told]) -> Option<Decimal> {
        book_of(Arc::clone(&self.measures), told)
            .figure(measure, on)?
            .value
    }

    fn parts(
        &self,
        measure: &str,
        label: &str,
        on: Day,
        told: &[Told],
    ) -> Vec<(String, Option<Decimal>)> {
        let parts = book_of(Arc::clone(&self.measures), told).parts(measure, label, on);
        parts
            .into_iter()
            .map(|it| (it.value, it.figure.value))
            .collect()
    }

    fn light(&self, of: &Promised, on: Day, told: &[Told]) -> Result<Lit, Bilingual> {
        let Some(measure) = self.measures.get(&of.measure) else {
            let id = &of.measure;
            return Err(Bilingual::new(
                format!("没有口径“{id}”。"),
                format!("There is no measure “{id}”."),
            ));
        };
        let measures = match of.by_calendar {
            true => Arc::new(self.measures.by_calendar(&measure.id)),
            false => Arc::clone(&self.measures),
        };
        let op = if of.at_most { Op::AtMost } else { Op::AtLeast };
        let target = of.target.as_ref();
        let target = target.map(|(value, unit)| (op, *value, unit.clone()));
        let of = Supposed {
            measure: Arc::clone(measure),
            target,
            due: of.due,
        };
        let standing = supposed(&book_of(measures, told), &of, on);
        let number = standing.numbers.first();
        if number.is_some_and(|it| it.because == Because::UnitsDiffer) {
            return Err(Bilingual::new(
                format!(
                    "口径“{}”的单位是“{}”，目标的单位不能换算；请照它写。",
                    measure.id, measure.unit
                ),
                format!(
                    "The unit of the measure “{}” is “{}”, and that of the target is another kind; write it so.",
                    measure.id, measure.unit
                ),
            ));
        }
        let done = number
            .zip(of.target.as_ref())
            .and_then(|(it, (_, value, _))| {
                let reached = it.figure.as_ref()?.value?;
                reached
                    .checked_mul(Decimal::ONE_HUNDRED)?
                    .checked_div(*value)
            });
        let pace = number.and_then(|it| it.pace);
        Ok(Lit {
            light: standing.light,
            done,
            pace: pace.and_then(|it| it.share.checked_mul(Decimal::ONE_HUNDRED)),
        })
    }
}

/// The facts of a case as a book.
fn book_of(measures: Arc<Measures>, told: &[Told]) -> Book {
    let mut book = Book::new(measures);
    for fact in told {
        let record = format!("{}/{}", fact.system, fact.record);
        book.state(fact.entry, &record, &fact.stated);
    }
    book
}
