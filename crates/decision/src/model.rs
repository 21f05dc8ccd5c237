//! A decision model, compiled: every decision, function and service typed, and what is
//! wrong with it.

mod boxed;
mod build;
mod compile;
mod contradictions;
mod items;
mod order;
mod report;
mod rules;
mod run;
mod table;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::Diagnostic;
use crate::dmn::raw::Definitions;
use crate::shape::Shape;
use crate::tree::Expr;
use crate::types::Type;
use crate::value::{Name, Value};

pub use run::{Answer, Case};

/// A model: one file and those that it imports.
#[derive(Debug)]
pub struct Model {
    /// The files as they were written, the one that was asked for first.
    pub files: Vec<Arc<Definitions>>,
    /// What is wrong with it, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The inputs and decisions of all files.
    pub(crate) nodes: Vec<Node>,
    /// The knowledge models and services of all files.
    pub(crate) knowledge: Vec<Knowledge>,
    /// The inputs and decisions by the name they have in the first file.
    pub(crate) named: IndexMap<Name, usize>,
    /// The knowledge models and services by the name they have in the first file.
    pub(crate) callable: IndexMap<Name, usize>,
}

/// An input or a decision.
#[derive(Debug)]
pub struct Node {
    /// Its name in its own file.
    pub name: Name,
    /// Its id, or its name if it has none.
    pub element: Arc<str>,
    /// Which file it stands in.
    pub file: usize,
    /// What its value has to be, if that is declared.
    pub shape: Option<Arc<Shape>>,
    /// The type of its value.
    pub of: Type,
    /// How it is decided; none for an input.
    pub(crate) logic: Option<Logic>,
    /// The inputs and decisions that it needs.
    pub requires: Vec<usize>,
}

/// The expression of a decision.
#[derive(Debug)]
pub(crate) struct Logic {
    pub(crate) body: Expr,
    pub(crate) slots: usize,
}

/// A knowledge model or a service.
#[derive(Debug)]
pub struct Knowledge {
    /// Its name in its own file.
    pub name: Name,
    /// Its id, or its name if it has none.
    pub element: Arc<str>,
    /// Which file it stands in.
    pub file: usize,
    /// The function.
    pub(crate) function: Value,
    /// What a service is made of.
    pub(crate) service: Option<ServiceParts>,
}

/// What a decision service is made of, by the numbers of its inputs and decisions.
#[derive(Debug)]
pub(crate) struct ServiceParts {
    /// What is given to it, in the order of its parameters.
    pub(crate) given: Vec<usize>,
    /// What it answers with.
    pub(crate) outputs: Vec<usize>,
    /// What its answer has to be, if that is declared.
    pub(crate) shape: Option<Arc<Shape>>,
}

impl Model {
    /// Compiles a model. The first file is the one asked for; those that it imports, by
    /// their namespaces, are looked for among the others. What is wrong is said in
    /// `diagnostics`; what is not wrong can be run all the same.
    #[must_use]
    pub fn new(files: Vec<Arc<Definitions>>) -> Model {
        build::build(files)
    }

    /// The first file, or none if there are none.
    #[must_use]
    pub fn main(&self) -> Option<&Definitions> {
        self.files.first().map(|it| &**it)
    }

    /// An input or a decision by its name, or else by its id.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<usize> {
        let by_id = || self.nodes.iter().position(|it| &*it.element == name);
        self.named.get(name).copied().or_else(by_id)
    }

    /// An input or a decision of the file with this namespace, by its name.
    #[must_use]
    pub fn node_in(&self, namespace: &str, name: &str) -> Option<usize> {
        self.nodes.iter().position(|node| {
            &*node.name == name && self.files[node.file].namespace.as_str() == namespace
        })
    }

    /// A knowledge model or a service by its name, or else by its id.
    #[must_use]
    pub fn knowledge(&self, name: &str) -> Option<usize> {
        let by_id = || self.knowledge.iter().position(|it| &*it.element == name);
        self.callable.get(name).copied().or_else(by_id)
    }

    /// All inputs and decisions.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The names of the decisions of the first file, in order.
    pub fn decisions(&self) -> impl Iterator<Item = &Name> {
        self.own(|node| node.is_decision())
    }

    /// The names of the inputs of the first file, in order.
    pub fn inputs(&self) -> impl Iterator<Item = &Name> {
        self.own(|node| !node.is_decision())
    }

    fn own(&self, which: impl Fn(&Node) -> bool) -> impl Iterator<Item = &Name> {
        self.nodes
            .iter()
            .filter(move |node| node.file == 0 && which(node))
            .map(|node| &node.name)
    }

    /// The inputs that a decision rests on, directly or through others.
    #[must_use]
    pub fn inputs_of(&self, decision: usize) -> Vec<usize> {
        let mut seen = vec![false; self.nodes.len()];
        let mut open = vec![decision];
        while let Some(at) = open.pop() {
            let Some(node) = self.nodes.get(at) else {
                continue;
            };
            if !std::mem::replace(&mut seen[at], true) {
                open.extend(&node.requires);
            }
        }
        let inputs = (0..seen.len()).filter(|at| seen[*at] && !self.nodes[*at].is_decision());
        inputs.collect()
    }
}

impl Node {
    /// Whether it is decided, not given.
    #[must_use]
    pub fn is_decision(&self) -> bool {
        self.logic.is_some()
    }
}
