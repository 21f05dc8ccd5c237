//! The names in force where an expression stands. FEEL names have spaces and signs in
//! them, so that a text can only be cut into names by whoever knows them.

use std::collections::BTreeSet;

use crate::types::Type;
use crate::value::Name;

/// The names in force, the innermost last.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    names: Vec<(Name, Type)>,
    /// Every name of an entry of a context type in the model: what may follow a dot where
    /// the type left of it is not known.
    members: BTreeSet<Name>,
}

impl Scope {
    /// A scope with these names.
    #[must_use]
    pub fn new(names: Vec<(Name, Type)>, members: BTreeSet<Name>) -> Scope {
        Scope { names, members }
    }

    /// How many names there are; to go back to with [`Scope::leave`].
    #[must_use]
    pub fn depth(&self) -> usize {
        self.names.len()
    }

    /// Brings a name into force.
    pub fn enter(&mut self, name: Name, of: Type) {
        self.names.push((name, of));
    }

    /// Takes the names back that came after `depth`.
    pub fn leave(&mut self, depth: usize) {
        self.names.truncate(depth);
    }

    /// The type of a name, the innermost of that name; none if there is no such name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Type> {
        let found = self.names.iter().rev().find(|(it, _)| &**it == name);
        found.map(|(_, of)| of)
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
}
