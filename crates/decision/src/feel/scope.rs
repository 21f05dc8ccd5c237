//! The names in force where an expression stands. FEEL names have spaces and signs in
//! them, so that a text can only be cut into names by whoever knows them.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{below, longest, longest_of};
use crate::types::Type;
use crate::value::Name;

/// The names in force, the innermost last.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    names: Vec<(Name, Type)>,
    /// Where in `names` each name is, the innermost last.
    places: BTreeMap<Name, Vec<usize>>,
    /// No name or member is longer.
    len_max: usize,
    /// Every name of an entry of a context type in the model: what may follow a dot where
    /// the type left of it is not known.
    members: BTreeSet<Name>,
}

impl Scope {
    /// A scope with these names. Names are in the form of [`super::names::normal_name`].
    #[must_use]
    pub fn new(names: Vec<(Name, Type)>, members: BTreeSet<Name>) -> Scope {
        let mut scope = Scope {
            len_max: members.iter().map(|it| it.len()).max().unwrap_or(0),
            members,
            ..Scope::default()
        };
        for (name, of) in names {
            scope.enter(name, of);
        }
        scope
    }

    /// How many names there are; to go back to with [`Scope::leave`].
    #[must_use]
    pub fn depth(&self) -> usize {
        self.names.len()
    }

    /// Brings a name into force.
    pub fn enter(&mut self, name: Name, of: Type) {
        self.len_max = self.len_max.max(name.len());
        match self.places.get_mut(&name) {
            Some(places) => places.push(self.names.len()),
            None => {
                self.places.insert(name.clone(), vec![self.names.len()]);
            }
        }
        self.names.push((name, of));
    }

    /// Takes the names back that came after `depth`.
    pub fn leave(&mut self, depth: usize) {
        for (name, _) in self.names.drain(depth.min(self.names.len())..).rev() {
            if let Some(places) = self.places.get_mut(&name) {
                places.pop();
                if places.is_empty() {
                    self.places.remove(&name);
                }
            }
        }
    }

    /// The type of a name, the innermost of that name; none if there is no such name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Type> {
        let place = *self.places.get(name)?.last()?;
        self.names.get(place).map(|(_, of)| of)
    }

    /// The names in force, the innermost first.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().rev().map(|(name, _)| name)
    }

    /// The names that may follow a dot where the type left of it is not known.
    #[must_use]
    pub fn members(&self) -> &BTreeSet<Name> {
        &self.members
    }

    /// The longest name in force that a text starts with, the innermost of equals.
    pub(super) fn longest(&self, text: &str) -> Option<Found<'_>> {
        let (_, places, len) = longest(text, self.len_max, |bound, included| {
            let mut up_to = self.places.range::<str, _>(below(bound, included));
            up_to.next_back()
        })?;
        let place = *places.last()?;
        let (name, of) = self.names.get(place)?;
        Some(Found {
            name,
            of,
            len,
            place,
        })
    }

    /// The longest member that a text starts with, and its length in the text.
    pub(super) fn longest_member(&self, text: &str) -> Option<(&Name, usize)> {
        longest_of(text, self.len_max, &self.members)
    }
}

/// A name in force that a text starts with.
pub(super) struct Found<'s> {
    /// The name.
    pub name: &'s Name,
    /// Its type.
    pub of: &'s Type,
    /// Its length in the text.
    pub len: usize,
    /// How many names are further out.
    pub place: usize,
}
