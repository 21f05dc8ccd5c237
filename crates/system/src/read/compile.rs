//! From the text of a formula to a [`Formula`]: names become slots, types are checked, and
//! what is wrong is said at its words in the file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use youwei_decision::diagnostic::Severity;
use youwei_decision::document::{self, Item};
use youwei_decision::resolve::{Finding, NoTypes, Place, Resolver};
use youwei_decision::tree::{Expr, Kind};
use youwei_decision::types::Type;
use youwei_decision::value::{Function, Name, Value};

use super::feel_type::feel_type;
use super::look;
use super::page::{Page, bytes, instead};
use super::quoted::Quoted;
use crate::declaration::{Field, FieldType, Input};
use crate::formula::Formula;

/// A name that formulas may use.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name.
    pub name: Name,
    /// Its type.
    pub of: Type,
    /// What it may hold, if it is one of several words.
    pub choices: Vec<Arc<str>>,
    /// The same of its entries, or of those of its items.
    pub entries: BTreeMap<Name, Vec<Arc<str>>>,
    /// Whether it is about a person.
    pub personal: bool,
    /// Why a formula may not read it, if it may not: it is known and cannot be used.
    pub closed: Option<Closed>,
}

/// Why a formula may not read a name that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It is about a person and sealed.
    Personal,
    /// It changes while nothing happens to the record, and a computed field would not.
    Moving,
}

/// The names that a formula may use: the slot of each is its index.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The names.
    pub all: Vec<Named>,
    /// The names of the entries of contexts.
    pub members: BTreeSet<Name>,
    /// The decisions that may be called.
    pub functions: Vec<Function>,
}

/// What a formula has to be worth.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// true or false.
    Truth,
    /// A number.
    Number,
    /// A day.
    Day,
    /// A string.
    Text,
    /// What this may hold.
    Held(&'a FieldType),
}

impl Names {
    /// A name more.
    pub fn push(&mut self, name: impl Into<Name>, of: Type) {
        self.enter(Named {
            name: name.into(),
            of,
            choices: Vec::new(),
            entries: BTreeMap::new(),
            personal: false,
            closed: None,
        });
    }

    /// A name more, and the entries of its type.
    pub fn enter(&mut self, named: Named) {
        entries_of(&named.of, &mut self.members);
        self.all.push(named);
    }

    /// The name of a field or an input. An input may be personal: the formula is worked
    /// out while it is at hand.
    pub fn field(&mut self, field: &Field, input: bool) {
        self.enter(Named {
            name: field.name.clone(),
            of: feel_type(&field.of),
            choices: choices(&field.of),
            entries: entries(&field.of),
            personal: field.personal,
            closed: (field.personal && !input).then_some(Closed::Personal),
        });
    }

    /// These and the inputs of an action, which hide fields of the same name.
    pub fn with(&self, inputs: &[Input]) -> Names {
        let mut names = self.clone();
        inputs.iter().for_each(|it| names.field(&it.field, true));
        names
    }

    /// Compiles what stands in an entry; none if it is wrong, which is said.
    pub fn compile(
        &self,
        page: &mut Page<'_>,
        item: &Item<'_>,
        entry: &str,
        wanted: Wanted<'_>,
    ) -> Option<Formula> {
        self.compiled(page, item, entry, wanted, false)
    }

    /// As [`Names::compile`], where what comes out is not sealed: it may not come from what
    /// is personal.
    pub fn compile_open(
        &self,
        page: &mut Page<'_>,
        item: &Item<'_>,
        entry: &str,
        wanted: Wanted<'_>,
    ) -> Option<Formula> {
        self.compiled(page, item, entry, wanted, true)
    }

    fn compiled(
        &self,
        page: &mut Page<'_>,
        item: &Item<'_>,
        entry: &str,
        wanted: Wanted<'_>,
        open: bool,
    ) -> Option<Formula> {
        let value = item.get_ref();
        let (text, quoted) = match (value.as_str(), document::number(value)) {
            (Some(text), _) if !text.trim().is_empty() => {
                (text.to_owned(), Quoted::of(page.text(), item.span()))
            }
            (None, Some(number)) => (number.to_string(), Quoted::bare(item.span())),
            _ => {
                return page.document.unfit(
                    item,
                    entry,
                    ("一个带引号的式子（FEEL）", "a FEEL expression in quotes"),
                );
            }
        };
        let resolved = self.resolve(&text);
        let mut sound = true;
        for finding in resolved.findings {
            sound &= finding.severity != Severity::Error;
            let at = quoted.place(bytes(finding.span));
            let help = match finding.code {
                "unknown-name" => {
                    let words = text.get(bytes(finding.span)).unwrap_or("");
                    let known = self.all.iter().filter(|it| it.closed.is_none());
                    instead(words, &known.map(|it| &*it.name).collect::<Vec<_>>())
                }
                _ => finding.help,
            };
            page.grave(finding.severity, finding.code, at, finding.message, help);
        }
        if !sound {
            return None;
        }
        let said = look::found(self, &text, &resolved.wide, wanted, open);
        sound = said.is_empty();
        for finding in said {
            let at = quoted.place(bytes(finding.span));
            page.say(finding.code, at, finding.message, finding.help);
        }
        sound.then_some(resolved.formula)
    }

    /// Resolves a text; what is wrong with it has its place in the text.
    pub fn resolve(&self, text: &str) -> Resolved {
        // First with a slot for every name, to see which it reads; then with slots for
        // these alone.
        let (wide, _, findings) = self.resolved(text, self.all.len(), |slot| slot);
        let mut needs = BTreeSet::new();
        wide.walk(&mut |it| match it.kind {
            Kind::Slot(slot) if slot < self.all.len() => {
                needs.insert(slot);
            }
            _ => {}
        });
        let needs: Arc<[usize]> = needs.into_iter().collect();
        let place = |slot: usize| needs.binary_search(&slot).unwrap_or(0);
        let (expr, slots, _) = self.resolved(text, needs.len(), place);
        let formula = Formula {
            text: text.into(),
            expr: Arc::new(expr),
            slots,
            needs,
        };
        Resolved {
            formula,
            wide,
            findings,
        }
    }

    fn resolved(
        &self,
        text: &str,
        slots: usize,
        place: impl Fn(usize) -> usize,
    ) -> (Expr, usize, Vec<Finding>) {
        let functions = self.functions.iter().map(|it| {
            let place = Place::Constant(Value::function(it.clone()));
            (it.name(), it.of_type(), place)
        });
        let names = self.all.iter().enumerate().map(|(slot, it)| {
            let place = Place::Slot(place(slot));
            (it.name.clone(), it.of.clone(), place)
        });
        let globals = functions.chain(names).collect();
        let mut resolver = Resolver::new(&NoTypes, globals, self.members.clone());
        for _ in 0..slots {
            resolver.slot();
        }
        let expr = resolver.text(text);
        (expr, resolver.slots(), resolver.findings())
    }
}

/// A text that was resolved.
pub struct Resolved {
    /// The formula.
    pub formula: Formula,
    /// Its expression with the slot of each name its index in [`Names::all`].
    pub wide: Expr,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// The words that a field may hold, if it is one of several.
pub fn choices(of: &FieldType) -> Vec<Arc<str>> {
    match of {
        FieldType::Choice(choices) => choices.iter().map(|it| it.key.clone()).collect(),
        _ => Vec::new(),
    }
}

/// The same of the fields of a table, or of a list of them.
fn entries(of: &FieldType) -> BTreeMap<Name, Vec<Arc<str>>> {
    match of {
        FieldType::List(of) => entries(of),
        FieldType::Table(fields) => {
            let fields = fields.iter().map(|it| (it.name.clone(), choices(&it.of)));
            fields.filter(|(_, choices)| !choices.is_empty()).collect()
        }
        _ => BTreeMap::new(),
    }
}

/// The names of the entries of a type.
pub fn entries_of(of: &Type, names: &mut BTreeSet<Name>) {
    match of {
        Type::List(of) => entries_of(of, names),
        Type::Context(entries) => {
            for (name, of) in entries.iter() {
                names.insert(name.clone());
                entries_of(of, names);
            }
        }
        _ => {}
    }
}
