//! What lists and queues ask about the records of a system, in columns: which stand in
//! this stage, belong to this unit, have this word in them, run out first. A query looks
//! at a few bytes of each record and at no record itself.

mod texts;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use youwei_base::Day;
use youwei_decision::value::Value;
use youwei_system::declaration::{ClockAt, FieldAt, FieldType, StageAt, System};
use youwei_system::record::Record;

pub(crate) use texts::Texts;

/// The number of a record here, in the order of first sight.
pub(crate) type At = u32;

/// A stage that the declaration does not have any more.
const NO_STAGE: u16 = u16::MAX;
/// No value in a column.
const NONE: u32 = 0;

/// The records of a system, in columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listing {
    ids: Vec<Arc<str>>,
    at: HashMap<Arc<str>, At>,
    stages: Vec<u16>,
    columns: Vec<Column>,
    /// Searched by everybody, and by those who signed in.
    texts: [Texts; 2],
    /// For each clock, the records whose clock of this kind still waits, by its last day.
    waiting: Vec<BTreeSet<(Day, At)>>,
    /// By unit, the records that went up to it.
    escalated: HashMap<Arc<str>, BTreeSet<(Day, At)>>,
    /// Records with objections that nobody answered, by the day for the answer.
    objections: BTreeSet<(Day, At)>,
    /// What each record has put into the sets above.
    marks: Vec<Vec<Mark>>,
    /// The last entry about any of them, and its moment.
    last: Option<(u64, Timestamp)>,
}

/// The values of a field that can be one of several, each as a number.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub field: FieldAt,
    /// The values that were met; the first stands for none.
    keys: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
    of: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    Waits(ClockAt, Day),
    Escalated(Arc<str>, Day),
    Objection(Day),
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    pub stage: Option<StageAt>,
    /// Fields and the value that each must have.
    pub is: Vec<(FieldAt, String)>,
    /// Words that must all stand in it.
    pub words: String,
    /// Whether only what everybody may see is searched.
    pub public: bool,
    /// Whether a clock must run out by this day or have run out.
    pub due_by: Option<Day>,
    /// The clocks nearest their end first, instead of the newest records.
    pub by_due: bool,
}

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// How many in all.
    pub total: usize,
    /// How many in each stage, whatever stage was asked for.
    pub stages: Vec<usize>,
    /// Those of the page that was asked for.
    pub page: Vec<Arc<str>>,
}

impl Listing {
    /// Of a system without records.
    pub fn new(system: &System) -> Listing {
        let columns = system.fields.iter().enumerate();
        let columns = columns.filter(|(_, field)| !field.personal && is_column(&field.of));
        Listing {
            columns: columns.map(|(field, _)| Column::new(field)).collect(),
            waiting: vec![BTreeSet::new(); system.clocks.len()],
            ..Listing::default()
        }
    }

    /// How many records.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The id of a record.
    pub fn id(&self, at: At) -> Option<&Arc<str>> {
        self.ids.get(at as usize)
    }

    /// The column of a field.
    pub fn column(&self, field: FieldAt) -> Option<&Column> {
        self.columns.iter().find(|it| it.field == field)
    }

    /// Takes a record in as it is now.
    pub fn put(&mut self, system: &System, record: &Record) {
        let at = match self.at.get(&record.id) {
            Some(at) => *at,
            None => self.add(&record.id),
        };
        let place = at as usize;
        let stage = record.stage.and_then(|it| u16::try_from(it).ok());
        if let Some(slot) = self.stages.get_mut(place) {
            *slot = stage.unwrap_or(NO_STAGE);
        }
        for column in &mut self.columns {
            let value = record.values.get(column.field);
            column.set(place, value.and_then(key_of).as_deref());
        }
        for (texts, public) in self.texts.iter_mut().zip([true, false]) {
            texts.put(at, &text_of(system, record, public));
        }
        self.mark(at, marks_of(system, record));
        let last = record.entries.last().map(|it| (*it, record.touched));
        self.last = self.last.max(last);
    }

    /// The last entry about any of the records, and its moment.
    pub fn last(&self) -> Option<(u64, Timestamp)> {
        self.last
    }

    fn add(&mut self, id: &Arc<str>) -> At {
        let at = At::try_from(self.ids.len()).unwrap_or(At::MAX);
        self.ids.push(id.clone());
        self.at.insert(id.clone(), at);
        self.stages.push(NO_STAGE);
        self.columns.iter_mut().for_each(|it| it.of.push(NONE));
        self.marks.push(Vec::new());
        at
    }

    fn mark(&mut self, at: At, new: Vec<Mark>) {
        let Some(slot) = self.marks.get_mut(at as usize) else {
            return;
        };
        if *slot == new {
            return;
        }
        let old = std::mem::replace(slot, new.clone());
        for mark in old {
            if let Some(set) = self.set_of(&mark) {
                set.remove(&(mark.day(), at));
            }
        }
        for mark in new {
            if let Some(set) = self.set_of(&mark) {
                set.insert((mark.day(), at));
            }
        }
    }

    fn set_of(&mut self, mark: &Mark) -> Option<&mut BTreeSet<(Day, At)>> {
        match mark {
            Mark::Waits(clock, _) => self.waiting.get_mut(*clock),
            Mark::Escalated(unit, _) => Some(self.escalated.entry(unit.clone()).or_default()),
            Mark::Objection(_) => Some(&mut self.objections),
        }
    }

    /// The records whose clock of this kind waits, the first to run out first.
    pub fn waiting(&self, clock: ClockAt) -> impl Iterator<Item = (Day, At)> {
        self.waiting.get(clock).into_iter().flatten().copied()
    }

    /// The records that went up to a unit.
    pub fn escalated(&self, unit: &str) -> impl Iterator<Item = (Day, At)> {
        self.escalated.get(unit).into_iter().flatten().copied()
    }

    /// The records with an objection to be answered.
    pub fn objections(&self) -> impl Iterator<Item = (Day, At)> {
        self.objections.iter().copied()
    }

    /// How many records stand in each stage, of those that a filter lets through.
    pub fn count(&self, stages: usize, lets: impl Fn(At) -> bool) -> Vec<usize> {
        let mut counts = vec![0; stages];
        for (place, stage) in self.stages.iter().enumerate() {
            let at = At::try_from(place).unwrap_or(At::MAX);
            if let Some(count) = counts.get_mut(usize::from(*stage))
                && lets(at)
            {
                *count += 1;
            }
        }
        counts
    }

    /// Finds what is asked for: the records from number `from` on, at most `most`.
    pub fn find(&self, system: &System, query: &Query, from: usize, most: usize) -> Found {
        let mut found = Found {
            stages: vec![0; system.stages.len()],
            ..Found::default()
        };
        let Some(wanted) = self.wanted(query) else {
            return found;
        };
        let words = self.texts[usize::from(!query.public)].having(&query.words, self.ids.len());
        let due = self.due(query);
        let mut hits: Vec<At> = Vec::new();
        for place in (0..self.ids.len()).rev() {
            let lets = wanted.iter().all(|(of, key)| of.get(place) == Some(key))
                && words.as_ref().is_none_or(|it| it.get(place) == Some(&true))
                && due.as_ref().is_none_or(|it| it.get(place) == Some(&true));
            if !lets {
                continue;
            }
            let stage = self.stages.get(place).copied().unwrap_or(NO_STAGE);
            if let Some(count) = found.stages.get_mut(usize::from(stage)) {
                *count += 1;
            }
            if query.stage.is_none_or(|it| it == usize::from(stage)) {
                hits.push(At::try_from(place).unwrap_or(At::MAX));
            }
        }
        found.total = hits.len();
        if query.by_due {
            self.sort_by_due(&mut hits);
        }
        let page = hits.iter().skip(from).take(most);
        found.page = page.filter_map(|at| self.id(*at).cloned()).collect();
        found
    }

    /// The columns that are asked about with the number of the value; none if a value was
    /// never met.
    fn wanted(&self, query: &Query) -> Option<Vec<(&[u32], u32)>> {
        let one = |(field, value): &(FieldAt, String)| {
            let column = self.column(*field)?;
            Some((&column.of[..], *column.numbers.get(value.as_str())?))
        };
        query.is.iter().map(one).collect()
    }

    /// Which records have a clock that runs out by the day that is asked for.
    fn due(&self, query: &Query) -> Option<Vec<bool>> {
        let by = query.due_by?;
        let mut due = vec![false; self.ids.len()];
        for set in &self.waiting {
            for (_, at) in set.iter().take_while(|(day, _)| *day <= by) {
                if let Some(slot) = due.get_mut(*at as usize) {
                    *slot = true;
                }
            }
        }
        Some(due)
    }

    fn sort_by_due(&self, hits: &mut [At]) {
        let first = |at: &At| {
            let marks = self.marks.get(*at as usize).into_iter().flatten();
            let clocks = marks.filter(|it| matches!(it, Mark::Waits(..)));
            let days = clocks.map(Mark::day);
            days.min().unwrap_or(Day::MAX)
        };
        hits.sort_by_cached_key(|at| (first(at), std::cmp::Reverse(*at)));
    }
}

impl Mark {
    fn day(&self) -> Day {
        match self {
            Mark::Waits(_, day) | Mark::Escalated(_, day) | Mark::Objection(day) => *day,
        }
    }
}

impl Column {
    fn new(field: FieldAt) -> Column {
        Column {
            field,
            keys: vec!["".into()],
            numbers: HashMap::new(),
            of: Vec::new(),
        }
    }

    fn set(&mut self, place: usize, key: Option<&str>) {
        let number = match key {
            None | Some("") => NONE,
            Some(key) => match self.numbers.get(key) {
                Some(number) => *number,
                None => self.number(key),
            },
        };
        if let Some(slot) = self.of.get_mut(place) {
            *slot = number;
        }
    }

    fn number(&mut self, key: &str) -> u32 {
        let number = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        let key: Arc<str> = key.into();
        self.keys.push(key.clone());
        self.numbers.insert(key, number);
        number
    }

    /// The values that records were ever seen with.
    pub fn keys(&self) -> &[Arc<str>] {
        self.keys.get(1..).unwrap_or(&[])
    }

    /// For each value by its number whether it is let through, to be asked of a record
    /// with [`Column::lets`].
    pub fn letting(&self, lets: impl Fn(&str) -> bool) -> Vec<bool> {
        let keys = self.keys.iter();
        keys.map(|key| !key.is_empty() && lets(key)).collect()
    }

    /// Whether the value of a record is among those let through.
    pub fn lets(&self, letting: &[bool], at: At) -> bool {
        let number = self.of.get(at as usize).copied().unwrap_or(NONE);
        letting.get(number as usize).copied().unwrap_or(false)
    }
}

/// Whether a field is one of few values, so that one may filter by it.
pub(crate) fn is_column(of: &FieldType) -> bool {
    matches!(
        of,
        FieldType::Choice(_) | FieldType::Unit | FieldType::Area | FieldType::YesNo
    )
}

fn key_of(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::String(it) => Some(it.clone()),
        Value::Boolean(it) => Some(if *it { "true" } else { "false" }.into()),
        _ => None,
    }
}

/// What words are looked for in: the id, and the fields that are text or a code.
fn text_of(system: &System, record: &Record, public: bool) -> String {
    let mut text = record.id.to_string();
    for (field, value) in system.fields.iter().zip(&record.values) {
        let searched = matches!(
            field.of,
            FieldType::Text { .. }
                | FieldType::Enterprise
                | FieldType::ProjectCode
                | FieldType::Container
                | FieldType::Link(_)
                | FieldType::Commitment
                | FieldType::DocumentNumber
        );
        if let Value::String(it) = value
            && searched
            && !field.personal
            && (field.public || !public)
        {
            text.push('\n');
            text.push_str(it);
        }
    }
    text
}

fn marks_of(system: &System, record: &Record) -> Vec<Mark> {
    let mut marks = Vec::new();
    for state in &record.clocks {
        if state.stopped.is_some() || state.suspended.is_some() {
            continue;
        }
        let clock = system.clocks.iter().position(|it| it.id == state.clock);
        marks.extend(clock.map(|clock| Mark::Waits(clock, state.due)));
        if let Some(unit) = &state.escalated {
            marks.push(Mark::Escalated(unit.clone(), state.due));
        }
    }
    let objections = record.notices.iter().flat_map(|it| &it.objections);
    let open = objections.filter(|it| it.answered.is_none());
    marks.extend(open.map(|it| it.due).min().map(Mark::Objection));
    marks
}

#[cfg(test)]
mod tests;
