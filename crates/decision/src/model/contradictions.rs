//! Two decisions that answer the same question of the same inputs, and differ.
//!
//! They answer the same question if their tables have one output of the same name or the
//! same declared values, and look at the same expressions.

use std::collections::{BTreeSet, HashMap};

use crate::check::{Effort, Side, Where};
use crate::diagnostic::Diagnostic;
use crate::dmn::raw::{HitPolicy, Place};
use crate::model::Model;
use crate::model::rules::contradiction;
use crate::table::Table;
use crate::table::checks::Columns;
use crate::tree::{Kind, Test};
use crate::value::Name;

const EFFORT: Effort = Effort {
    steps: 20_000_000,
    shown: 5,
};

/// A table with the number of its node.
type Decided<'a> = (usize, &'a Table);

pub(super) fn find(model: &Model) -> Vec<Diagnostic> {
    let mut alike: HashMap<(BTreeSet<Name>, Vec<String>), Vec<Decided<'_>>> = HashMap::new();
    for (at, node) in model.nodes.iter().enumerate() {
        let Some(logic) = &node.logic else {
            continue;
        };
        if let Some(table) = table_of(&logic.body)
            && let Some(question) = question(table)
        {
            alike.entry(question).or_default().push((at, table));
        }
    }
    let mut said = Vec::new();
    for tables in alike.values() {
        for (nth, one) in tables.iter().enumerate() {
            for other in &tables[nth + 1..] {
                said.extend(differ(model, *one, *other));
            }
        }
    }
    said
}

/// The table that decides, if it is one.
fn table_of(expr: &crate::tree::Expr) -> Option<&Table> {
    match &expr.kind {
        Kind::Table(table) => Some(table),
        Kind::Site(_, inner) | Kind::Conform(inner, _, _) => table_of(inner),
        _ => None,
    }
}

/// What a table answers, and of what; none for one that answers with a list.
fn question(table: &Table) -> Option<(BTreeSet<Name>, Vec<String>)> {
    let [output] = table.outputs.as_slice() else {
        return None;
    };
    let once = matches!(
        table.hit,
        HitPolicy::Unique | HitPolicy::Any | HitPolicy::First
    );
    if !once || output.values.is_empty() || table.inputs.is_empty() {
        return None;
    }
    let looks: BTreeSet<Name> = table.inputs.iter().map(|it| it.name.clone()).collect();
    if looks.len() != table.inputs.len() {
        return None;
    }
    let answers = output.values.iter().map(|it| it.literal()).collect();
    Some((looks, answers))
}

fn differ(model: &Model, one: Decided<'_>, other: Decided<'_>) -> Vec<Diagnostic> {
    let (table, with) = (one.1, other.1);
    // The other table's columns in the order of the one's.
    let order: Option<Vec<usize>> = table
        .inputs
        .iter()
        .map(|input| with.inputs.iter().position(|it| it.name == input.name))
        .collect();
    let Some(order) = order else {
        return Vec::new();
    };
    let mut rules: Vec<Vec<&Test>> = table
        .rules
        .iter()
        .map(|rule| rule.cells.iter().collect())
        .collect();
    rules.extend(
        with.rules
            .iter()
            .map(|rule| order.iter().map(|at| &rule.cells[*at]).collect()),
    );
    let mut literals: Vec<String> = Vec::new();
    let mut outcomes = Vec::new();
    for rule in table.rules.iter().chain(&with.rules) {
        // An answer that has to be worked out cannot be compared beforehand.
        let Some(value) = rule.answers.first().and_then(|it| it.constant()) else {
            return Vec::new();
        };
        let literal = value.literal();
        let at = literals.iter().position(|it| *it == literal);
        let at = at.unwrap_or_else(|| {
            literals.push(literal);
            literals.len() - 1
        });
        outcomes.push(at as u32);
    }
    let inputs: Vec<_> = table
        .inputs
        .iter()
        .map(|input| (input.name.clone(), input.of.clone(), None))
        .collect();
    let columns = Columns::new(&inputs, &rules);
    let Some(grid) = columns.grid(false) else {
        return Vec::new();
    };
    let split = table.rules.len();
    let sides = (
        Side::new(0..split, outcomes[..split].to_vec()),
        Side::new(split..rules.len(), outcomes[split..].to_vec()),
    );
    let found = grid.differences(&sides.0, &sides.1, Where::BothDecide, EFFORT);
    let node = &model.nodes[one.0];
    let file = &model.files[node.file];
    let place = file
        .decisions
        .iter()
        .find(|it| it.head.id.as_ref() == Some(&node.element))
        .map_or_else(Place::default, |it| it.head.origin);
    let names = (&*node.name, &*model.nodes[other.0].name);
    let answer = |at: Option<u32>| {
        let literal = at.and_then(|at| literals.get(at as usize));
        literal.map_or("null", String::as_str)
    };
    found
        .items
        .iter()
        .map(|it| {
            let answers = (answer(it.one), answer(it.other));
            contradiction(&file.file, place, names, answers, &columns.rows(&it.region))
        })
        .collect()
}
