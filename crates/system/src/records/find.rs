//! Lists: which records, in which order, a page at a time.

use std::cmp::Reverse;

use youwei_base::Day;

use super::book::Book;
use crate::declaration::{FieldAt, StageAt};
use crate::input::key;
use crate::record::Record;

/// Which records are asked for; what is empty asks nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// In one of these stages.
    pub stages: &'a [StageAt],
    /// Of each of these fields, one of these values, as text: a choice's key, a unit's id,
    /// a place's code, true or false.
    pub having: &'a [(FieldAt, &'a [&'a str])],
    /// With these words in the field that names a record, or in its id.
    pub words: &'a str,
    /// With a clock that runs out by this day.
    pub due_by: Option<Day>,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The one opened last first.
    #[default]
    Newest,
    /// The one opened first first.
    Oldest,
    /// The one that something happened to last first.
    Touched,
    /// The one whose clock runs out first first; those without a clock last.
    Due,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// How many there are on all pages.
    pub total: usize,
    /// Those of this page.
    pub records: Vec<&'a Record>,
}

impl Book {
    /// The records that pass a filter, after the first `skip`, `take` at most.
    #[must_use]
    pub fn find(&self, filter: &Filter<'_>, order: Order, skip: usize, take: usize) -> Found<'_> {
        let mut rows = self.passing(filter);
        let total = rows.len();
        let page = skip.saturating_add(take).min(total);
        match order {
            Order::Oldest => {}
            Order::Newest => rows.reverse(),
            Order::Touched => self.first(&mut rows, page, |row| {
                Reverse(self.rows.get(row).map(|it| it.entries.last().copied()))
            }),
            Order::Due => self.first(&mut rows, page, |row| {
                let due = self.due.get(row).copied().flatten();
                (due.is_none(), due, row)
            }),
        }
        let rows = rows.into_iter().skip(skip).take(take);
        Found {
            total,
            records: rows.filter_map(|row| self.rows.get(row as usize)).collect(),
        }
    }

    /// How many records pass a filter.
    #[must_use]
    pub fn count(&self, filter: &Filter<'_>) -> usize {
        self.passing(filter).len()
    }

    /// Sorts so that the first `page` rows are the right ones in the right order.
    fn first<K: Ord>(&self, rows: &mut [u32], page: usize, key: impl Fn(usize) -> K) {
        let key = |row: &u32| key(*row as usize);
        if let Some(last) = page.checked_sub(1).filter(|it| *it < rows.len()) {
            rows.select_nth_unstable_by_key(last, key);
            if let Some(these) = rows.get_mut(..page) {
                these.sort_unstable_by_key(key);
            }
        }
    }

    fn passing(&self, filter: &Filter<'_>) -> Vec<u32> {
        let mut rows: Vec<u32> = match filter.stages {
            [] => (0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX)).collect(),
            stages => {
                let in_one = |it: u16| stages.contains(&usize::from(it));
                let rows = (0u32..).zip(&self.stages);
                rows.filter(|(_, it)| in_one(**it))
                    .map(|(row, _)| row)
                    .collect()
            }
        };
        if let Some(by) = filter.due_by {
            let due = |row: u32| self.due.get(row as usize).copied().flatten();
            rows.retain(|row| due(*row).is_some_and(|it| it <= by));
        }
        for (field, values) in filter.having {
            self.having(&mut rows, *field, values);
        }
        let words = filter.words.trim().to_lowercase();
        if !words.is_empty() {
            rows.retain(|row| {
                let record = self.rows.get(*row as usize);
                record.is_some_and(|it| self.named(it, &words))
            });
        }
        rows
    }

    fn having(&self, rows: &mut Vec<u32>, field: FieldAt, values: &[&str]) {
        let column = self.plan.columns.get(field).copied().flatten();
        let column = column.and_then(|it| self.columns.get(it));
        if let Some(column) = column.filter(|it| it.field == field && self.names.complete()) {
            let known = values.iter().filter_map(|it| self.names.known(it));
            let known: Vec<u32> = known.collect();
            let numbers = &column.numbers;
            rows.retain(|row| {
                numbers
                    .get(*row as usize)
                    .is_some_and(|it| known.contains(it))
            });
            return;
        }
        rows.retain(|row| {
            let record = self.rows.get(*row as usize);
            let key = record.and_then(|it| it.values.get(field)).and_then(key);
            key.is_some_and(|key| values.contains(&&*key))
        });
    }

    fn named(&self, record: &Record, words: &str) -> bool {
        if record.id.contains(words) {
            return true;
        }
        let title = record.values.get(self.system.title).and_then(key);
        title.is_some_and(|it| it.to_lowercase().contains(words))
    }
}
