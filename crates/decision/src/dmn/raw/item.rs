//! Types as a model declares them (DMN 1.5, clause 7.3.2).

use super::{Head, Text, Variable};

/// A type that a model declares, or a component of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDefinition {
    /// Its id and name.
    pub head: Head,
    /// The type that it is or is a list of; none if it has components or is a function.
    pub type_ref: Option<Text>,
    /// Unary tests that every value, or every item of a list, must pass.
    pub allowed_values: Option<Text>,
    /// Unary tests that the whole value, the list too, must pass (DMN 1.5).
    pub type_constraint: Option<Text>,
    /// Whether it is a list.
    pub is_collection: bool,
    /// The entries of a context.
    pub components: Vec<ItemDefinition>,
    /// The function that it is.
    pub function: Option<FunctionItem>,
}

/// The type of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionItem {
    /// The parameters, in order.
    pub parameters: Vec<Variable>,
    /// What it gives.
    pub output: Option<Text>,
}
