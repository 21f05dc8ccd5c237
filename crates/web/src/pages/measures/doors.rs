//! Short addresses that lead to a figure's evidence.

use super::{Asked, address};
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;

/// `GET /measures/{measure}/latest`: the entry of the last fact behind the figure.
pub(crate) fn latest(ask: &Ask) -> Answer {
    let state = ask.state();
    let asked = Asked::of(ask, &state)?;
    let as_of = asked.figure(&state.book, asked.day).and_then(|it| it.as_of);
    let day = as_of.ok_or_else(no_fact)?;
    let asked = Asked { day, ..asked };
    let mut facts = asked.evidence(&state.book);
    let fact = facts.find(|it| it.value.is_some()).ok_or_else(no_fact)?;
    back_to(&ask.to(&format!("/log/{}", fact.entry)))
}

/// `GET /commitments/{id}/figures/{number}`: the facts behind one of its numbers, counted
/// from 1, or behind its being done.
pub(crate) fn of_number(ask: &Ask) -> Answer {
    let state = ask.state();
    let (account, _) = ask.account(&state)?;
    let id = ask.part("id");
    let commitment = account
        .commitment(id)
        .ok_or_else(|| Fault::no_commitment(id))?;
    let bound = match ask.part("number") {
        "done" => commitment.milestones.first(),
        number => {
            let at = number
                .parse::<usize>()
                .ok()
                .and_then(|it| it.checked_sub(1));
            let target = at.and_then(|at| commitment.targets.get(at));
            target.ok_or_else(Fault::no_page)?.bound.as_ref()
        }
    };
    match bound {
        Some(bound) => back_to(&ask.to(&address(&bound.measure, bound.record.as_deref(), None))),
        None => back_to(&ask.to(&format!("/commitments/{id}#figures"))),
    }
}

fn no_fact() -> Fault {
    Fault::not_found(
        "这个数还没有事实作依据，所以没有可以核对的账本条目。",
        "No fact stands behind this figure yet, so there is no entry of the ledger to check.",
    )
}
