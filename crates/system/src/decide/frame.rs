//! What the formulas of a decision see: the record's values as they become, the words,
//! other records, dated parameters, the inputs.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};
use youwei_base::Actor;
use youwei_decision::limits::Limits;
use youwei_decision::machine::Machine;
use youwei_decision::number::{Number, Rounding};
use youwei_decision::parameters::Resolved;
use youwei_decision::temporal::Date;
use youwei_decision::value::{Name, Null, Value, Why};

use crate::declaration::{Computed, FieldAt, FieldType, Read, SHARED, Shared, System, Which};
use crate::formula::{Formula, Held, Layout, Word};
use crate::input::{decimal, to_json};
use crate::record::Record;
use crate::wish::{Moment, World};

/// What one formula may cost; those of declarations are short.
const STEPS_MAX: u64 = 2_000_000;

/// What formulas see.
pub(super) struct Frame<'a> {
    pub system: &'a System,
    pub record: Option<&'a Record>,
    pub actor: &'a Actor,
    pub at: Moment,
    pub world: &'a dyn World,
    /// The fields, as far as they have become what they will be.
    pub values: Vec<Value>,
    /// The inputs of the action.
    pub inputs: Vec<Value>,
    layout: Layout,
    limits: Limits,
    reads: RefCell<Vec<Option<Value>>>,
    looked_at: RefCell<BTreeSet<usize>>,
}

impl<'a> Frame<'a> {
    pub fn new(
        system: &'a System,
        record: Option<&'a Record>,
        actor: &'a Actor,
        at: Moment,
        world: &'a dyn World,
    ) -> Frame<'a> {
        let nothing = Value::Null(Null::WRITTEN);
        let mut values = record.map(|it| it.values.clone()).unwrap_or_default();
        values.resize(system.fields.len(), nothing);
        Frame {
            system,
            record,
            actor,
            at,
            world,
            values,
            inputs: Vec::new(),
            layout: system.layout(),
            limits: Limits {
                steps_max: STEPS_MAX,
                items_max: STEPS_MAX,
                ..Limits::default()
            },
            reads: RefCell::new(vec![None; system.reads.len()]),
            looked_at: RefCell::default(),
        }
    }

    /// What a formula is worth now.
    pub fn eval(&self, formula: &Formula) -> Value {
        let mut machine = Machine::new(None, &self.limits);
        formula.evaluate(&mut machine, |slot| self.slot(slot))
    }

    /// Puts a value into a field; what reads depend on is looked up anew.
    pub fn put(&mut self, field: FieldAt, value: Value) {
        if let Some(place) = self.values.get_mut(field) {
            *place = value;
            self.reads.borrow_mut().fill(None);
        }
    }

    /// Works out the fields that are computed from others, each after those that it reads.
    pub fn compute(&mut self) {
        for at in &self.system.computed {
            let field = self.system.fields.get(*at);
            let Some((field, Computed::By(formula))) =
                field.and_then(|it| Some((it, it.computed.as_ref()?)))
            else {
                continue;
            };
            let value = fitted(self.eval(formula), &field.of);
            self.put(*at, value.unwrap_or(Value::Null(Null::WRITTEN)));
        }
    }

    fn slot(&self, slot: usize) -> Value {
        match self.layout.held(slot) {
            Held::Field(at) => self.field(at),
            Held::Word(word) => self.word(word),
            Held::Read(at) => self.read(at),
            Held::Parameter(at) => self.parameter(at),
            Held::Input(at) => {
                let input = self.inputs.get(at);
                input.cloned().unwrap_or(Value::Null(Null::WRITTEN))
            }
        }
    }

    /// A field; a list where nothing was added yet is an empty one.
    fn field(&self, at: FieldAt) -> Value {
        let value = self.values.get(at);
        let of = self.system.fields.get(at).map(|it| &it.of);
        match (value, of) {
            (Some(Value::Null(_)) | None, Some(FieldType::List(_))) => Value::list(Vec::new()),
            (Some(value), _) => value.clone(),
            (None, _) => Value::Null(Null::WRITTEN),
        }
    }

    fn word(&self, word: Word) -> Value {
        let day = |day: Option<youwei_base::Day>| {
            let day = day.unwrap_or(self.at.today);
            Value::Date(Date::from(day))
        };
        let text = |text: Option<&Arc<str>>| match text {
            Some(text) => Value::String(text.clone()),
            None => Value::Null(Null::WRITTEN),
        };
        match word {
            Word::Today => day(None),
            Word::Opened => day(self.record.map(|it| it.opened)),
            Word::Since => day(self.record.map(|it| it.since)),
            Word::Stage => {
                let stage = self.record.and_then(|it| it.stage);
                text(
                    stage
                        .and_then(|at| self.system.stages.get(at))
                        .map(|it| &it.id),
                )
            }
            Word::Id => text(self.record.map(|it| &it.id)),
            Word::Actor => {
                let entry = |name: &str, of: &Arc<str>| (name.into(), Value::String(of.clone()));
                let entries: IndexMap<Name, Value> = IndexMap::from([
                    entry("user", &self.actor.user),
                    entry("unit", &self.actor.unit),
                    entry("role", &self.actor.role),
                ]);
                Value::context(entries)
            }
        }
    }

    fn read(&self, at: usize) -> Value {
        if let Some(Some(value)) = self.reads.borrow().get(at) {
            return value.clone();
        }
        let value = match self.system.reads.get(at) {
            Some(read) => self.look_up(read),
            None => Value::Null(Null::WRITTEN),
        };
        if let Some(place) = self.reads.borrow_mut().get_mut(at) {
            *place = Some(value.clone());
        }
        value
    }

    fn look_up(&self, read: &Read) -> Value {
        let own = self.record.map(|it| &it.id);
        match &read.which {
            Which::LinkedFrom(field) => match self.values.get(*field) {
                Some(Value::String(id)) => match self.world.record(&read.system, id) {
                    Some((system, record)) => as_context(system, record, read),
                    None => Value::Null(Null::WRITTEN),
                },
                _ => Value::Null(Null::WRITTEN),
            },
            Which::LinkingBy(field) => {
                let Some(id) = own else {
                    return Value::list(Vec::new());
                };
                let id = Value::String(id.clone());
                let found = self.world.holding(&read.system, field, &id);
                let found = found.into_iter();
                Value::list(
                    found
                        .map(|(system, it)| as_context(system, it, read))
                        .collect(),
                )
            }
            Which::Sharing(shared) => self.sharing(shared, read),
            Which::Same(field) => {
                let name = self.system.fields.get(*field).map(|it| &it.name);
                let (Some(name), Some(value)) = (name, self.values.get(*field)) else {
                    return Value::list(Vec::new());
                };
                if value.is_null() {
                    return Value::list(Vec::new());
                }
                let found = self.world.holding(&self.system.id, name, value);
                let others = found.into_iter().filter(|(_, it)| Some(&it.id) != own);
                Value::list(
                    others
                        .map(|(system, it)| as_context(system, it, read))
                        .collect(),
                )
            }
        }
    }

    /// Records that have something in common with what our list holds now.
    fn sharing(&self, shared: &Shared, read: &Read) -> Value {
        let own = self.record.map(|it| &it.id);
        let Some(list) = self.values.get(shared.list) else {
            return Value::list(Vec::new());
        };
        let found = self.world.sharing(&self.system.id, shared, list);
        let others = found.into_iter().filter(|(_, it, _)| Some(&it.id) != own);
        let seen = others.map(|(system, it, keys)| {
            let mut entries = entries(system, it, read);
            let keys = keys.into_iter().map(Value::String).collect();
            entries.insert(SHARED.into(), Value::list(keys));
            Value::context(entries)
        });
        Value::list(seen.collect())
    }

    fn parameter(&self, at: usize) -> Value {
        self.looked_at.borrow_mut().insert(at);
        let parameter = self
            .system
            .parameters
            .as_ref()
            .and_then(|it| it.all().get(at));
        match parameter.map(|it| (it, it.on(Date::from(self.at.today)))) {
            Some((_, Some(Resolved { value, .. }))) => value,
            Some((parameter, None)) => Value::null(Why::Missing(parameter.name.clone())),
            None => Value::Null(Null::WRITTEN),
        }
    }

    /// The parameters that were looked at, with value, first day and source.
    pub fn parameters(&self) -> Map<String, Json> {
        let mut all = Map::new();
        let Some(parameters) = &self.system.parameters else {
            return all;
        };
        for at in self.looked_at.borrow().iter() {
            let dated = parameters.all().get(*at);
            let Some(it) = dated.and_then(|it| it.on(Date::from(self.at.today))) else {
                continue;
            };
            let said = serde_json::json!({
                "value": to_json(&it.value),
                "from": it.from.to_string(),
                "source": &*it.source,
            });
            all.insert(it.name.to_string(), said);
        }
        all
    }
}

/// A value that a formula gave for a field of this type, rounded to its decimals: half to
/// even (GB/T 8170), money half up. None if the value is of another type.
pub(super) fn fitted(value: Value, of: &FieldType) -> Option<Value> {
    let rounded = |number: Number, places: u32, rounding: Rounding| {
        let number = number.round(i32::try_from(places).ok()?, rounding)?;
        let value = Value::Number(number);
        decimal(&value).map(|_| value)
    };
    match (value, of) {
        // Why it is null is no part of a record.
        (Value::Null(_) | Value::Unknown(_), _) => Some(Value::Null(Null::WRITTEN)),
        (Value::Number(number), FieldType::Money) => rounded(number, 2, Rounding::HalfUp),
        (Value::Number(number), FieldType::Number { decimals, .. }) => {
            let places = decimals.unwrap_or(PLACES_MAX);
            rounded(number, places, Rounding::HalfEven)
        }
        (value @ Value::Date(_), FieldType::Date)
        | (value @ Value::Boolean(_), FieldType::YesNo)
        | (value @ Value::Context(_), FieldType::Geo | FieldType::File { .. }) => Some(value),
        (Value::String(text), FieldType::Choice(choices)) => {
            let known = choices.iter().any(|it| it.key == text);
            known.then_some(Value::String(text))
        }
        (
            value @ Value::String(_),
            FieldType::Text { .. }
            | FieldType::Month
            | FieldType::Area
            | FieldType::Unit
            | FieldType::Person
            | FieldType::Enterprise
            | FieldType::Citizen
            | FieldType::ProjectCode
            | FieldType::Container
            | FieldType::Link(_)
            | FieldType::Commitment
            | FieldType::DocumentNumber,
        ) => Some(value),
        (Value::List(items), FieldType::List(of)) => {
            let items = items.iter().map(|it| fitted(it.clone(), of));
            items.collect::<Option<_>>().map(Value::list)
        }
        (Value::Context(entries), FieldType::Table(fields)) => {
            let mut made: IndexMap<Name, Value> = IndexMap::with_capacity(fields.len());
            for field in fields {
                let entry = entries.get(&field.name).cloned();
                let entry = entry.unwrap_or(Value::Null(Null::WRITTEN));
                made.insert(field.name.clone(), fitted(entry, &field.of)?);
            }
            Some(Value::context(made))
        }
        _ => None,
    }
}

/// The most decimals of what is computed, where its field does not say.
pub(super) const PLACES_MAX: u32 = 10;

/// Another record as formulas see it: what was asked for of it, nothing personal.
fn as_context(system: &System, record: &Record, read: &Read) -> Value {
    Value::context(entries(system, record, read))
}

fn entries(system: &System, record: &Record, read: &Read) -> IndexMap<Name, Value> {
    let text = |text: &Arc<str>| Value::String(text.clone());
    let stage = record.stage.and_then(|at| system.stages.get(at));
    let mut entries: IndexMap<Name, Value> = IndexMap::with_capacity(read.fields.len() + 2);
    entries.insert("id".into(), text(&record.id));
    let stage = stage.map_or(Value::Null(Null::WRITTEN), |it| text(&it.id));
    entries.insert("stage".into(), stage);
    for name in &read.fields {
        let field = system.field(name);
        let open = field.filter(|at| system.fields.get(*at).is_some_and(|it| !it.personal));
        let value = open.and_then(|at| record.values.get(at)).cloned();
        if !entries.contains_key(name) {
            entries.insert(name.clone(), value.unwrap_or(Value::Null(Null::WRITTEN)));
        }
    }
    entries
}
