//! The records of one system, with what finds them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use youwei_base::Day;
use youwei_decision::value::Value;

use super::columns::{Column, Names, text};
use crate::declaration::{ActionAt, FieldAt, FieldType, MetricAt, Shared, System, Which};
use crate::document_number;
use crate::input::{key, keys};
use crate::record::Record;

/// Rows by what a value of theirs is.
pub(super) type RowsBy = HashMap<Arc<str>, BTreeSet<u32>>;

/// The records of one system, by row in the order in which they were opened.
#[derive(Debug, Clone)]
pub struct Book {
    pub(super) system: Arc<System>,
    pub(super) plan: Arc<Plan>,
    pub(super) rows: Vec<Record>,
    by_id: HashMap<Arc<str>, u32>,
    pub(super) names: Names,
    pub(super) columns: Vec<Column>,
    /// By row: the stage, or the number of stages where it is none of them.
    pub(super) stages: Vec<u16>,
    /// By row: the day on which the first of its open clocks runs out.
    pub(super) due: Vec<Option<Day>>,
    /// The day on which a sweep next has something to say, with the row.
    wake: BTreeSet<(Day, u32)>,
    woken: Vec<Option<Day>>,
    /// Of fields by which records are looked up: the rows by value.
    pub(super) links: BTreeMap<FieldAt, RowsBy>,
    /// Of lists by whose items records are looked up: the rows by what an item holds.
    shared: Vec<(Shared, RowsBy)>,
    /// Values that were ever given where they must be new, with the row.
    pub(super) taken: HashMap<Arc<str>, HashMap<Arc<str>, u32>>,
    /// The row that each photograph was handed in with first, by hash.
    pub(super) photographs: HashMap<Arc<str>, u32>,
    /// Rows with a sample that is still to be drawn.
    undrawn: BTreeSet<u32>,
    /// Rows that a check has found something odd in.
    flagged: BTreeSet<u32>,
    /// The highest number of each series of official numbers, by field and what stands
    /// before the number.
    series: HashMap<(FieldAt, Arc<str>), u32>,
    /// The highest serial number of each year.
    serials: BTreeMap<i16, u32>,
}

/// What folding looks up by name, made once.
#[derive(Debug)]
pub(super) struct Plan {
    pub fields: HashMap<Arc<str>, FieldAt>,
    pub stages: HashMap<Arc<str>, usize>,
    pub metrics: HashMap<Arc<str>, MetricAt>,
    /// Fields whose values must be new, by themselves or by an input that sets them.
    pub unique: Vec<FieldAt>,
    /// Inputs that set no field and must be unique, with their type.
    pub unique_inputs: BTreeMap<Arc<str>, FieldType>,
    /// Fields that hold photographs.
    pub photos: Vec<FieldAt>,
    /// Inputs that set no field and take photographs, unique or not, with their type.
    pub photo_inputs: BTreeMap<Arc<str>, FieldType>,
    /// Actions whose takers may not take some other one.
    pub noted: HashMap<Arc<str>, ActionAt>,
    /// The column of each field, if it has one.
    pub columns: Vec<Option<usize>>,
}

impl Book {
    pub(super) fn new(system: Arc<System>, asked_for: &BTreeSet<Arc<str>>) -> Book {
        let mut columns = Vec::new();
        let mut column_of = vec![None; system.fields.len()];
        let mut links = BTreeMap::new();
        for (at, field) in system.fields.iter().enumerate() {
            if Column::fits(&field.of) && !field.personal {
                if let Some(place) = column_of.get_mut(at) {
                    *place = Some(columns.len());
                }
                columns.push(Column {
                    field: at,
                    numbers: Vec::new(),
                });
            }
            if matches!(field.of, FieldType::Link(_) | FieldType::Commitment)
                || asked_for.contains(&field.name)
            {
                links.insert(at, HashMap::new());
            }
        }
        let mut shared: Vec<(Shared, _)> = Vec::new();
        for read in &system.reads {
            if let Which::Sharing(of) = &read.which
                && !shared.iter().any(|(it, _)| it == of)
            {
                shared.push((of.clone(), HashMap::new()));
            }
        }
        let inputs = system.actions.iter().flat_map(|it| &it.input);
        let photos = inputs.clone().filter(|it| it.sets.is_none());
        let photos = photos.filter(|it| it.field.of.is_photo() && !it.field.personal);
        let photo_inputs = photos.map(|it| (it.field.name.clone(), it.field.of.clone()));
        let inputs = inputs.filter(|it| it.field.unique && !it.field.personal);
        let set_by: BTreeSet<FieldAt> = inputs.clone().filter_map(|it| it.sets).collect();
        let inputs = inputs.filter(|it| it.sets.is_none());
        let fields = system.fields.iter().enumerate();
        let plan = Plan {
            fields: fields
                .clone()
                .map(|(at, it)| (it.name.clone(), at))
                .collect(),
            stages: {
                let stages = system.stages.iter().enumerate();
                stages.map(|(at, it)| (it.id.clone(), at)).collect()
            },
            metrics: {
                let metrics = system.metrics.iter().enumerate();
                metrics.map(|(at, it)| (it.id.clone(), at)).collect()
            },
            unique: fields
                .clone()
                .filter(|(at, it)| (it.unique || set_by.contains(at)) && !it.personal)
                .map(|(at, _)| at)
                .collect(),
            unique_inputs: inputs
                .map(|it| (it.field.name.clone(), it.field.of.clone()))
                .collect(),
            photos: fields
                .filter(|(_, it)| it.of.is_photo() && !it.personal)
                .map(|(at, _)| at)
                .collect(),
            photo_inputs: photo_inputs.collect(),
            noted: {
                let named = system.actions.iter().flat_map(|it| &it.not_by);
                let named = named.filter_map(|at| Some((system.actions.get(*at)?.id.clone(), *at)));
                named.collect()
            },
            columns: column_of,
        };
        Book {
            system,
            plan: Arc::new(plan),
            rows: Vec::new(),
            by_id: HashMap::new(),
            names: Names::default(),
            columns,
            stages: Vec::new(),
            due: Vec::new(),
            wake: BTreeSet::new(),
            woken: Vec::new(),
            links,
            shared,
            taken: HashMap::new(),
            photographs: HashMap::new(),
            undrawn: BTreeSet::new(),
            flagged: BTreeSet::new(),
            series: HashMap::new(),
            serials: BTreeMap::new(),
        }
    }

    /// The system whose records they are.
    #[must_use]
    pub fn system(&self) -> &Arc<System> {
        &self.system
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A record by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.rows.get(self.row(id)?)
    }

    /// All of them, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Record> + ExactSizeIterator {
        self.rows.iter()
    }

    /// The id of the next record that is opened in a year: `2026-00001`, counted on.
    #[must_use]
    pub fn next_id(&self, year: i16) -> String {
        let last = self.serials.get(&year).copied().unwrap_or(0);
        format!("{year:04}-{:05}", last.saturating_add(1))
    }

    /// The records that [`crate::sweep::sweep`] has something to say of on a day, the
    /// longest waiting first.
    pub fn awake(&self, on: Day) -> impl Iterator<Item = &Record> {
        let rows = self.wake.range(..=(on, u32::MAX));
        rows.filter_map(|(_, row)| self.rows.get(*row as usize))
    }

    /// The records with a sample that is still to be drawn, see [`crate::sample`].
    pub fn undrawn(&self) -> impl Iterator<Item = &Record> {
        let rows = self.undrawn.iter();
        rows.filter_map(|row| self.rows.get(*row as usize))
    }

    /// The records in which a check has found something odd, the oldest first.
    pub fn flagged(&self) -> impl Iterator<Item = &Record> {
        let rows = self.flagged.iter();
        rows.filter_map(|row| self.rows.get(*row as usize))
    }

    /// The last number that was given in a series of official numbers, such as that of
    /// `督办〔2026〕` in a field; 0 if none was.
    #[must_use]
    pub fn last_number(&self, field: FieldAt, series: &str) -> u32 {
        let last = self.series.get(&(field, Arc::from(series)));
        last.copied().unwrap_or(0)
    }

    /// How many records stand in each stage, by index of the stage.
    #[must_use]
    pub fn by_stage(&self) -> Vec<usize> {
        let mut counts = vec![0; self.system.stages.len()];
        for stage in &self.stages {
            if let Some(count) = counts.get_mut(usize::from(*stage)) {
                *count += 1;
            }
        }
        counts
    }

    /// The records whose field of this name holds this value.
    #[must_use]
    pub fn holding(&self, field: &str, value: &Value) -> Vec<&Record> {
        let (Some(at), Some(key)) = (self.plan.fields.get(field), key(value)) else {
            return Vec::new();
        };
        match self.links.get(at) {
            Some(rows) => {
                let rows = rows.get(&key).into_iter().flatten();
                rows.filter_map(|it| self.rows.get(*it as usize)).collect()
            }
            None => {
                let holds =
                    |it: &&Record| it.values.get(*at).and_then(self::key) == Some(key.clone());
                self.rows.iter().filter(holds).collect()
            }
        }
    }

    /// The records that have something of a list in theirs, with what, the oldest first. It
    /// costs what is in common, not what there is.
    #[must_use]
    pub fn sharing(&self, shared: &Shared, list: &Value) -> Vec<(&Record, Vec<Arc<str>>)> {
        let Some((_, index)) = self.shared.iter().find(|(it, _)| it == shared) else {
            return Vec::new();
        };
        let mut found: BTreeMap<u32, Vec<Arc<str>>> = BTreeMap::new();
        for key in shared.keys(list) {
            for row in index.get(&key).into_iter().flatten() {
                found.entry(*row).or_default().push(key.clone());
            }
        }
        let found = found.into_iter();
        found
            .filter_map(|(row, keys)| Some((self.rows.get(row as usize)?, keys)))
            .collect()
    }

    /// Keeps what finds a row by the items of a list up to date.
    pub(super) fn share(&mut self, row: usize, field: FieldAt, before: &Value, now: &Value) {
        let Ok(number) = u32::try_from(row) else {
            return;
        };
        for (shared, index) in self.shared.iter_mut().filter(|(it, _)| it.list == field) {
            let (old, new) = (shared.keys(before), shared.keys(now));
            for gone in old.difference(&new) {
                if let Some(rows) = index.get_mut(gone) {
                    rows.remove(&number);
                }
            }
            for come in new.difference(&old) {
                index.entry(come.clone()).or_default().insert(number);
            }
        }
    }

    /// The record that gave this value first, in a field or input that must be new.
    #[must_use]
    pub fn taken(&self, field: &str, value: &str) -> Option<&str> {
        let row = self.taken.get(field)?.get(value)?;
        self.rows.get(*row as usize).map(|it| &*it.id)
    }

    /// The record that a photograph of this hash was handed in with first.
    #[must_use]
    pub fn photograph(&self, hash: &str) -> Option<&str> {
        let row = self.photographs.get(hash)?;
        self.rows.get(*row as usize).map(|it| &*it.id)
    }

    pub(super) fn row(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).map(|it| *it as usize)
    }

    /// A new row for a record; none if there are too many.
    pub(super) fn open(&mut self, record: Record) -> Option<usize> {
        let row = u32::try_from(self.rows.len()).ok()?;
        if let Some((year, serial)) = record.id.split_once('-')
            && let (Ok(year), Ok(serial)) = (year.parse(), serial.parse::<u32>())
        {
            let last = self.serials.entry(year).or_default();
            *last = serial.max(*last);
        }
        self.by_id.insert(record.id.clone(), row);
        self.rows.push(record);
        for column in &mut self.columns {
            column.numbers.push(0);
        }
        self.stages.push(u16::MAX);
        self.due.push(None);
        self.woken.push(None);
        Some(row as usize)
    }

    /// Brings stage and clocks of a row up to date in what finds it.
    pub(super) fn settle(&mut self, row: usize) {
        let Some(record) = self.rows.get(row) else {
            return;
        };
        let stage = record.stage.and_then(|it| u16::try_from(it).ok());
        if let Some(place) = self.stages.get_mut(row) {
            *place = stage.unwrap_or(u16::MAX);
        }
        let open = record.clocks.iter();
        let open = open.filter(|it| it.is_open() && it.suspended.is_none());
        let due = open.clone().map(|it| it.due).min();
        let wake = open
            .filter(|it| it.ran_out.is_none())
            .filter_map(|it| {
                let reminds = it.remind.filter(|day| !it.reminded && *day <= it.due);
                reminds.or_else(|| it.due.tomorrow().ok())
            })
            .min();
        if let Some(place) = self.due.get_mut(row) {
            *place = due;
        }
        if let Ok(number) = u32::try_from(row) {
            match crate::sample::pending(record) {
                Some(_) => self.undrawn.insert(number),
                None => self.undrawn.remove(&number),
            };
            if !record.flags.is_empty() {
                self.flagged.insert(number);
            }
        }
        let (Some(place), Ok(number)) = (self.woken.get_mut(row), u32::try_from(row)) else {
            return;
        };
        if *place != wake {
            if let Some(before) = *place {
                self.wake.remove(&(before, number));
            }
            if let Some(day) = wake {
                self.wake.insert((day, number));
            }
            *place = wake;
        }
    }

    /// Puts a value into a field of a row, and keeps what finds it up to date.
    pub(super) fn put(&mut self, row: usize, field: FieldAt, value: Value) {
        let Some(place) = self
            .rows
            .get_mut(row)
            .and_then(|it| it.values.get_mut(field))
        else {
            return;
        };
        let mut value = value;
        let column = self.plan.columns.get(field).copied().flatten();
        if let Some(column) = column.and_then(|it| self.columns.get_mut(it)) {
            let number = match text(&value) {
                Some(text) => {
                    let (number, text) = self.names.number(text);
                    if let Value::String(shared) = &mut value {
                        *shared = text;
                    }
                    number
                }
                None => 0,
            };
            if let Some(place) = column.numbers.get_mut(row) {
                *place = number;
            }
        }
        let before = std::mem::replace(place, value);
        if self.shared.iter().any(|(it, _)| it.list == field) {
            let now = place.clone();
            self.share(row, field, &before, &now);
        }
        let Some(value) = self.rows.get(row).and_then(|it| it.values.get(field)) else {
            return;
        };
        if let Some(FieldType::DocumentNumber) = self.system.fields.get(field).map(|it| &it.of)
            && let Value::String(text) = value
            && let Some((series, given)) = document_number::parts(text)
        {
            let last = self.series.entry((field, series.into())).or_default();
            *last = given.max(*last);
        }
        let number = u32::try_from(row).unwrap_or(u32::MAX);
        if let Some(rows) = self.links.get_mut(&field) {
            let (old, new) = (key(&before), key(value));
            if old != new {
                if let Some(rows) = old.and_then(|it| rows.get_mut(&it)) {
                    rows.remove(&number);
                }
                if let Some(new) = new {
                    rows.entry(new).or_default().insert(number);
                }
            }
        }
        if self.plan.photos.contains(&field) {
            for key in keys(value) {
                self.photographs.entry(key).or_insert(number);
            }
        }
        if self.plan.unique.contains(&field)
            && let Some(name) = self.system.fields.get(field)
        {
            let taken = self.taken.entry(name.name.clone()).or_default();
            for key in keys(value) {
                taken.entry(key).or_insert(number);
            }
        }
    }
}
