//! A FEEL expression of a declaration, typed and resolved to places in a frame.
//!
//! All formulas of a system share the beginning of their frame: see [`Layout`]. The
//! inputs of an action follow in the formulas of that action.

use std::sync::Arc;

use youwei_decision::machine::Machine;
use youwei_decision::tree::{Expr, Kind};
use youwei_decision::value::Value;

/// A FEEL expression.
#[derive(Debug, Clone)]
pub struct Formula {
    /// As written.
    pub text: Arc<str>,
    /// Typed. Its frame begins with the values that it needs and nothing else, so that a
    /// long list of fields costs a short formula nothing.
    pub expr: Arc<Expr>,
    /// How many slots its frame has.
    pub slots: usize,
    /// The slots of the [`Layout`] that it reads, in order: the first is slot 0 of its
    /// frame, and so on.
    pub needs: Arc<[usize]>,
}

impl Formula {
    /// What it is worth; `fill` is asked for the values of the slots that it reads, and
    /// for no others. `machine` counts what it costs, see `Machine::spent`.
    #[must_use]
    pub fn evaluate(
        &self,
        machine: &mut Machine<'_>,
        mut fill: impl FnMut(usize) -> Value,
    ) -> Value {
        match (&self.expr.kind, self.expr.constant(), &*self.needs) {
            (_, Some(value), _) => value.clone(),
            (Kind::Slot(_), None, [slot]) => fill(*slot),
            _ => {
                let given = self.needs.iter().map(|slot| fill(*slot));
                machine.evaluate_given(&self.expr, self.slots, given)
            }
        }
    }

    /// The value, if it is known beforehand.
    #[must_use]
    pub fn constant(&self) -> Option<&Value> {
        self.expr.constant()
    }

    /// Whether it reads this slot.
    #[must_use]
    pub fn reads(&self, slot: usize) -> bool {
        self.needs.binary_search(&slot).is_ok()
    }
}

/// What every formula of a system may name, in the order of its slots: the fields, then
/// these words, then the reads, then the parameters, then the inputs of the action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Number of fields.
    pub fields: usize,
    /// Number of reads.
    pub reads: usize,
    /// Number of parameters.
    pub parameters: usize,
}

/// The words that mean the same in every formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// `today`: the day of acting.
    Today,
    /// `stage`: the id of the stage that the record stands in before the action.
    Stage,
    /// `opened`: the day on which the record was opened.
    Opened,
    /// `since`: the day on which it came to its stage.
    Since,
    /// `actor`: a context of `user`, `unit` and `role`.
    Actor,
    /// `id`: the record's id.
    Id,
}

impl Word {
    /// All of them, in the order of their slots.
    pub const ALL: [(Word, &'static str); 6] = [
        (Word::Today, "today"),
        (Word::Stage, "stage"),
        (Word::Opened, "opened"),
        (Word::Since, "since"),
        (Word::Actor, "actor"),
        (Word::Id, "id"),
    ];
}

impl Layout {
    /// The slot of a field.
    #[must_use]
    pub fn field(self, at: usize) -> usize {
        at
    }

    /// The slot of a word.
    #[must_use]
    pub fn word(self, word: Word) -> usize {
        self.fields + word as usize
    }

    /// The slot of a read.
    #[must_use]
    pub fn read(self, at: usize) -> usize {
        self.fields + Word::ALL.len() + at
    }

    /// The slot of a parameter, in the order of the file.
    #[must_use]
    pub fn parameter(self, at: usize) -> usize {
        self.read(self.reads) + at
    }

    /// What a slot holds that is filled from outside.
    #[must_use]
    pub fn held(self, slot: usize) -> Held {
        let after = |first: usize| slot.saturating_sub(first);
        if slot < self.fields {
            Held::Field(slot)
        } else if slot < self.read(0) {
            match Word::ALL.get(after(self.fields)) {
                Some((word, _)) => Held::Word(*word),
                None => Held::Word(Word::Id),
            }
        } else if slot < self.parameter(0) {
            Held::Read(after(self.read(0)))
        } else if slot < self.input(0) {
            Held::Parameter(after(self.parameter(0)))
        } else {
            Held::Input(after(self.input(0)))
        }
    }

    /// The slot of an input of the action.
    #[must_use]
    pub fn input(self, at: usize) -> usize {
        self.parameter(self.parameters) + at
    }
}

/// What a slot holds, by its index among its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// A field of the record.
    Field(usize),
    /// A word.
    Word(Word),
    /// A read.
    Read(usize),
    /// A dated parameter.
    Parameter(usize),
    /// An input of the action.
    Input(usize),
}
