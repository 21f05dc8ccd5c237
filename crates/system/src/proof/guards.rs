//! No guard is always true or never true, no action is shut out by its guards.
//!
//! A formula is worked out with nothing known but what comes from a short list: yes and
//! no, choices, stages, and of numbers and days that are only compared the few that stand
//! for all (see [`bounds`]). If the answer is the same for every one of them, it is the same
//! for every record.

mod bounds;

use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_decision::limits::Limits;
use youwei_decision::machine::Machine;
use youwei_decision::span::Span;
use youwei_decision::value::{Missing, Null, Value};

use super::Proof;
use crate::declaration::{Action, Field, FieldType, System};
use crate::formula::{Formula, Held, Word};

/// So many combinations are tried.
const TRIED_MAX: usize = 4_096;

/// So many are with numbers and days among them.
const WITH_BOUNDS_MAX: usize = 256;

/// Says which conditions say nothing.
pub fn check(proof: &mut Proof<'_>) {
    let system = proof.system;
    for action in &system.actions {
        let mut shut = false;
        for guard in &action.when {
            match constant(system, Some(action), &guard.when) {
                None => {}
                Some(true) => {
                    let at = proof.formula(action.span, &guard.when);
                    always(proof, ("条件", "condition"), &action.name, at);
                }
                Some(false) => {
                    shut = true;
                    let at = proof.formula(action.span, &guard.when);
                    let message = Bilingual::new(
                        format!("这个条件永远不成立，动作“{}”总是被拒绝。", action.name.zh),
                        format!(
                            "this condition never holds; the action “{}” is always refused.",
                            action.id
                        ),
                    );
                    let help = Bilingual::new(
                        "核对比较的方向和取值。",
                        "check which way it compares, and with what.",
                    );
                    proof.wrong("guard-never", at, message, help);
                }
            }
        }
        if !shut && action.when.len() > 1 && contradict(system, action) {
            let message = Bilingual::new(
                format!("动作“{}”的几个条件互相矛盾，不能同时成立。", action.name.zh),
                format!(
                    "the conditions of the action “{}” contradict one another.",
                    action.id
                ),
            );
            let help = Bilingual::new(
                "核对每个条件的取值，改成可以同时成立的。",
                "check what each asks for, so that all can hold at once.",
            );
            proof.wrong("guards-contradict", action.span, message, help);
        }
    }
    for flag in &system.flags {
        let on = flag.on.first().and_then(|at| system.actions.get(*at));
        if let Some(answer) = constant(system, on, &flag.when) {
            let span = on.map_or_else(Span::default, |it| it.span);
            let message = match answer {
                true => Bilingual::new(
                    format!("异常“{}”每次都会标出，等于没有标。", flag.id),
                    format!(
                        "the oddity “{}” is noted every time, which says nothing.",
                        flag.id
                    ),
                ),
                false => Bilingual::new(
                    format!("异常“{}”永远不会标出。", flag.id),
                    format!("the oddity “{}” is never noted.", flag.id),
                ),
            };
            let help = Bilingual::new("核对它的 when。", "check its when.");
            proof.odd("flag-constant", span, message, help);
        }
    }
    for list in &system.lists {
        if constant(system, None, &list.when) == Some(false) {
            let message = Bilingual::new(
                format!("清单“{}”永远是空的。", list.name.zh),
                format!("the list “{}” is always empty.", list.id),
            );
            let help = Bilingual::new("核对它的 where。", "check its where.");
            proof.odd("list-empty", list.span, message, help);
        }
    }
}

fn always(proof: &mut Proof<'_>, kind: (&str, &str), of: &Bilingual, at: Span) {
    let message = Bilingual::new(
        format!("“{}”的这个{}永远成立，什么也不拦。", of.zh, kind.0),
        format!(
            "this {} of “{}” always holds and stops nothing.",
            kind.1, of.en
        ),
    );
    let help = Bilingual::new(
        "去掉它，或者改成真正要核对的事。",
        "leave it out, or have it say what is to be checked.",
    );
    proof.odd("guard-always", at, message, help);
}

/// Whether a formula is true for everything, or for nothing.
fn constant(system: &System, action: Option<&Action>, formula: &Formula) -> Option<bool> {
    let mut answers =
        combinations(system, action, &[formula])
            .into_iter()
            .map(|known| match worth(system, formula, &known) {
                Value::Unknown(_) => None,
                value => Some(value.is_true()),
            });
    let first = answers.next()??;
    answers.all(|it| it == Some(first)).then_some(first)
}

/// Whether for everything one guard or another fails.
fn contradict(system: &System, action: &Action) -> bool {
    let formulas: Vec<&Formula> = action.when.iter().map(|it| &it.when).collect();
    combinations(system, Some(action), &formulas)
        .iter()
        .all(|known| {
            formulas.iter().any(|it| {
                let value = worth(system, it, known);
                !value.is_true() && !matches!(value, Value::Unknown(_))
            })
        })
}

/// What is known of some slots.
type Known = Vec<(usize, Value)>;

fn worth(system: &System, formula: &Formula, known: &Known) -> Value {
    let limits = Limits::default();
    let layout = system.layout();
    formula.evaluate(&mut Machine::new(None, &limits), |slot| {
        let value = known.iter().find(|(it, _)| *it == slot);
        value.map_or_else(
            || Value::Unknown(Missing::one(named(system, layout.held(slot)))),
            |(_, value)| value.clone(),
        )
    })
}

fn named(system: &System, held: Held) -> Arc<str> {
    let field = match held {
        Held::Field(at) => system.fields.get(at),
        _ => None,
    };
    field.map_or_else(|| "?".into(), |it| it.name.clone())
}

/// Every combination of the slots of short lists that these formulas read; one with
/// nothing known if there are too many.
fn combinations(system: &System, action: Option<&Action>, formulas: &[&Formula]) -> Vec<Known> {
    let layout = system.layout();
    let mut slots: Vec<usize> = formulas
        .iter()
        .flat_map(|it| it.needs.iter().copied())
        .collect();
    slots.sort_unstable();
    slots.dedup();
    let mut all: Vec<Known> = vec![Vec::new()];
    let bounded = bounds::domains(formulas);
    for slot in slots.iter().copied().filter(|it| !bounded.contains_key(it)) {
        let domain = match layout.held(slot) {
            Held::Field(at) => system.fields.get(at).and_then(|it| domain(it, true)),
            Held::Input(at) => {
                let input = action.and_then(|it| it.input.get(at));
                input.and_then(|it| domain(&it.field, !it.field.required))
            }
            Held::Word(Word::Stage) => action.filter(|it| !it.from.is_empty()).map(|it| {
                let stages = it.from.iter().filter_map(|at| system.stages.get(*at));
                stages.map(|it| Value::String(it.id.clone())).collect()
            }),
            _ => None,
        };
        let Some(domain) = domain else { continue };
        if all.len() * domain.len() > TRIED_MAX {
            return vec![Vec::new()];
        }
        all = with_each(all, slot, &domain);
    }
    for (slot, mut domain) in bounded {
        let empty = match layout.held(slot) {
            Held::Field(_) | Held::Read(_) => true,
            Held::Input(at) => action
                .and_then(|it| it.input.get(at))
                .is_none_or(|it| !it.field.required),
            Held::Word(_) | Held::Parameter(_) => false,
        };
        if empty {
            domain.push(Value::Null(Null::WRITTEN));
        }
        // One that would be too many stays unknown.
        if all.len() * domain.len() <= WITH_BOUNDS_MAX {
            all = with_each(all, slot, &domain);
        }
    }
    all
}

/// Every combination with every value of one slot more.
fn with_each(all: Vec<Known>, slot: usize, domain: &[Value]) -> Vec<Known> {
    let each = |known: Known| {
        domain.iter().map(move |value| {
            let mut more = known.clone();
            more.push((slot, value.clone()));
            more
        })
    };
    all.into_iter().flat_map(each).collect()
}

/// The values of a field, if they are few.
fn domain(field: &Field, empty: bool) -> Option<Vec<Value>> {
    let mut values = match &field.of {
        FieldType::YesNo => vec![Value::Boolean(true), Value::Boolean(false)],
        FieldType::Choice(choices) => choices
            .iter()
            .map(|it| Value::String(it.key.clone()))
            .collect(),
        _ => return None,
    };
    if empty {
        values.push(Value::Null(Null::WRITTEN));
    }
    Some(values)
}

#[cfg(test)]
mod tests;
