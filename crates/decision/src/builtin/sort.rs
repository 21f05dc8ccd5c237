//! `sort` (DMN 1.5, table 79).

use super::list_edit::{takes_two, undecided};
use super::tools::{same_list, too_much, unfit};
use super::{Builtin, Parameter, Signature, Takes};
use crate::machine::Machine;
use crate::value::Value;

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
    let sorted = merge_sort(items.to_vec(), |one, other| {
        match machine.call(precedes, &[one.clone(), other.clone()]) {
            Value::Boolean(it) => Ok(it),
            found => Err(undecided("sort", "precedes", found)),
        }
    });
    sorted.map_or_else(|failed| failed, Value::list)
}

/// Merges runs of growing length: stable, at most n log n questions, and whatever they are
/// answered, an end.
fn merge_sort<T: Clone, E>(
    items: Vec<T>,
    mut precedes: impl FnMut(&T, &T) -> Result<bool, E>,
) -> Result<Vec<T>, E> {
    let mut from = items;
    let mut length = 1;
    while length < from.len() {
        let mut to = Vec::with_capacity(from.len());
        for pair in from.chunks(length.saturating_mul(2)) {
            let (mut left, mut right) = pair.split_at_checked(length).unwrap_or((pair, &[]));
            while let ([one, left_rest @ ..], [other, right_rest @ ..]) = (left, right) {
                // Of equals, those of the left stay first.
                if precedes(other, one)? {
                    to.push(other.clone());
                    right = right_rest;
                } else {
                    to.push(one.clone());
                    left = left_rest;
                }
            }
            to.extend(left.iter().chain(right).cloned());
        }
        from = to;
        length = length.saturating_mul(2);
    }
    Ok(from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::merge_sort;

    proptest! {
        #[test]
        fn what_is_sorted_is_in_order_and_equals_keep_theirs(
            items in prop::collection::vec((0u8..5, any::<u8>()), 0..60),
        ) {
            let sorted = merge_sort(items.clone(), |one, other| Ok::<_, ()>(one.0 < other.0));
            let mut expected = items;
            expected.sort_by_key(|it| it.0);
            prop_assert_eq!(sorted, Ok(expected));
        }

        #[test]
        fn senseless_answers_lose_nothing(
            items in prop::collection::vec(any::<u8>(), 0..60),
            answers in prop::collection::vec(any::<bool>(), 1..9),
        ) {
            let mut answers = answers.into_iter().cycle();
            let sorted = merge_sort(items.clone(), |_, _| answers.next().ok_or(()));
            let mut sorted = sorted.unwrap();
            sorted.sort_unstable();
            let mut expected = items;
            expected.sort_unstable();
            prop_assert_eq!(sorted, expected);
        }
    }

    #[test]
    fn a_question_without_answer_ends_it() {
        assert_eq!(merge_sort(vec![2, 1], |_, _| Err("no")), Err("no"));
    }
}
