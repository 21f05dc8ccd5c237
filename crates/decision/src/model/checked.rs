//! What is checked of a model's tables once it is compiled.

use crate::model::Model;
use crate::table::Table;

/// Whether no two rules can match together.
pub(super) fn disjoint(_table: &Table) -> bool {
    false
}

/// Checks all tables of a model.
pub(super) fn model(_model: &mut Model) {}
