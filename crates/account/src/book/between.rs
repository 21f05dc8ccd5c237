//! What came to be known when of the facts that count for some days only, or that one
//! record states: added up when it is asked for, where [`Flow`](super::Flow) of a whole
//! measure knows months alone.

use youwei_base::Day;

use super::rows::Row;
use super::{Book, Flow};
use crate::measure::{How, Measure};

impl Book {
    /// The flow of the facts that a measure counts or adds up and that count for the days
    /// from one to another, both counted; of one record's alone if one is named. None of
    /// measures of other kinds. What was corrected goes on the day of the correction, also
    /// if it counts for another day since.
    pub(crate) fn flow_between(
        &self,
        measure: &Measure,
        record: Option<&str>,
        from: Day,
        to: Day,
    ) -> Option<Flow> {
        if !matches!(measure.how, How::Count | How::Sum) {
            return None;
        }
        let mut flow = Flow::default();
        match record {
            Some(record) => {
                for (at, row) in self.rows_of(record) {
                    if (from..=to).contains(&row.on) && self.is_in(row, measure.own) {
                        self.told_of(at, row, &mut flow);
                    }
                }
            }
            None => {
                let selection = self.measures.selections.get(measure.own)?;
                let metric = self.metrics.find(&selection.metric);
                let metric = metric.and_then(|it| self.of_metric.get(it as usize));
                let days = metric
                    .filter(|_| from <= to)
                    .map(|it| it.days.range(from..=to));
                for at in days.into_iter().flatten().flat_map(|(_, rows)| rows) {
                    if let Some(row) = self.rows.get(*at).filter(|it| self.is_in(it, measure.own)) {
                        self.told_of(*at, row, &mut flow);
                    }
                }
            }
        }
        Some(flow)
    }

    /// Whether something that an entry stated of a record still stands: false once all of it
    /// was corrected or taken back, none where the entry stated nothing of it.
    #[must_use]
    pub fn still_stands(&self, record: &str, entry: u64) -> Option<bool> {
        let stated = self.rows_of(record).filter(|(_, it)| it.entry() == entry);
        let mut stated = stated.filter(|(_, it)| it.value.is_some()).peekable();
        stated.peek()?;
        Some(stated.any(|(at, row)| self.stands(at, row)))
    }

    /// A row from the day on which it came, and until that on which another took its place.
    fn told_of(&self, at: u32, row: &Row, flow: &mut Flow) {
        flow.add(row.on, row.value, self.day_of_entry(row.entry()), 1);
        if self.stands(at, row) {
            return;
        }
        let record = self.records.get(row.record);
        let next = self.rows_of(record).find(|(_, it)| it.before == at);
        if let Some((_, next)) = next {
            flow.add(row.on, row.value, self.day_of_entry(next.entry()), -1);
        }
    }
}
