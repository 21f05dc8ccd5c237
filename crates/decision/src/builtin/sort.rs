//! `sort` (DMN 1.5, table 79).

use super::list_edit::{takes_two, undecided};
use super::tools::{same_list, too_much, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::machine::Machine;
use crate::value::{Function, Value};

pub(super) static FAMILY: &[Builtin] = &[Builtin {
    name: "sort",
    signatures: &[Signature::new(
        &[
            Parameter::needed("list", Takes::List),
            Parameter::needed("precedes", Takes::Function),
        ],
        same_list,
        sort,
    )],
}];

/// Merges runs of growing length: stable, never more than n log n questions, and whatever
/// the function answers, an end.
fn sort(machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    let [Value::List(items), Value::Function(precedes)] = arguments else {
        return unfit("sort");
    };
    if let Some(problem) = takes_two("sort", "precedes", precedes) {
        return problem;
    }
    if !machine.afford(items.len().saturating_mul(2)) {
        return too_much();
    }
    let mut from = items.to_vec();
    let mut length = 1;
    while length < from.len() {
        let mut to = Vec::with_capacity(from.len());
        for pair in from.chunks(length.saturating_mul(2)) {
            let (left, right) = pair.split_at_checked(length).unwrap_or((pair, &[]));
            if let Err(failed) = merge(machine, precedes, left, right, &mut to) {
                return failed;
            }
        }
        from = to;
        length = length.saturating_mul(2);
    }
    Value::list(from)
}

/// Merges two sorted runs; of equals, those of the left first.
fn merge(
    machine: &mut Machine<'_>,
    precedes: &Function,
    left: &[Value],
    right: &[Value],
    to: &mut Vec<Value>,
) -> Result<(), Value> {
    let (mut left, mut right) = (left, right);
    while let ([one, left_rest @ ..], [other, right_rest @ ..]) = (left, right) {
        match machine.call(precedes, &[other.clone(), one.clone()]) {
            Value::Boolean(true) => {
                to.push(other.clone());
                right = right_rest;
            }
            Value::Boolean(false) => {
                to.push(one.clone());
                left = left_rest;
            }
            found => return Err(undecided("sort", "precedes", found)),
        }
    }
    to.extend(left.iter().chain(right).cloned());
    Ok(())
}
