//! The inputs of a wish: what is declared is taken, all faults are said at once.

use serde_json::Value as Json;
use youwei_base::Bilingual;
use youwei_decision::value::{Null, Value};

use super::frame::Frame;
use crate::declaration::{Action, Input};
use crate::input::{self, Among, Fault};
use crate::town::Town;
use crate::wish::{Refusal, RefusalKind, Wish};

/// Reads the inputs into the frame and the fields that they set. True for each input that
/// was given, in the order of the action.
pub(super) fn take(
    frame: &mut Frame<'_>,
    action: &Action,
    wish: &Wish,
    town: &dyn Town,
) -> Result<Vec<bool>, Refusal> {
    let names = action.input.iter().map(|it| &*it.field.name);
    let mut faults: Vec<Fault> = input::undeclared(&wish.input, names, "");
    let among = Among {
        town,
        world: frame.world,
    };
    let mut given = Vec::with_capacity(action.input.len());
    for input in &action.input {
        let json = wish.input.get(&*input.field.name);
        let is_given = json.is_some_and(input::is_given);
        if input.field.required && !is_given {
            faults.push((input.field.name.to_string(), input::missing(&input.field)));
        }
        let value = match json.filter(|_| is_given) {
            Some(json) => input::read(json, &input.field, among).unwrap_or_else(|found| {
                faults.extend(found);
                Value::Null(Null::WRITTEN)
            }),
            None => Value::Null(Null::WRITTEN),
        };
        // Null says that there is nothing; a blank or an absent one says nothing.
        let emptied = json == Some(&Json::Null);
        let value = match input.sets {
            Some(field) if is_given || emptied => {
                frame.put(field, value.clone());
                value
            }
            Some(field) => frame.values.get(field).cloned().unwrap_or(value),
            None => value,
        };
        frame.inputs.push(value);
        given.push(is_given);
    }
    if !faults.is_empty() {
        return Err(refused(RefusalKind::Invalid, faults));
    }
    // Right in itself; only another record stands in its way.
    let taken = taken(frame, action, &given);
    match taken.is_empty() {
        true => Ok(given),
        false => Err(refused(RefusalKind::Conflict, taken)),
    }
}

fn refused(kind: RefusalKind, faults: Vec<Fault>) -> Refusal {
    let said = faults.into_iter();
    Refusal {
        kind,
        said: said.map(|(name, it)| (Some(name), it)).collect(),
    }
}

/// The unique values among the inputs that were given: of which input, and the text.
pub(super) fn unique<'a>(
    frame: &Frame<'_>,
    action: &'a Action,
    given: &[bool],
) -> Vec<(&'a Input, std::sync::Arc<str>)> {
    let inputs = action.input.iter().zip(&frame.inputs).zip(given);
    // A value about a person may not stand in the open, not even to be compared.
    inputs
        .filter(|((input, _), given)| **given && input.field.unique && !input.field.personal)
        .flat_map(|((input, value), _)| input::keys(value).into_iter().map(move |it| (input, it)))
        .collect()
}

/// A fault for each unique value that is taken: by another record, or, of what stays no
/// record's field, such as a photograph, by any.
fn taken(frame: &Frame<'_>, action: &Action, given: &[bool]) -> Vec<Fault> {
    let own = frame.record.map(|it| &*it.id);
    let all = unique(frame, action, given).into_iter();
    all.filter_map(|(input, key)| {
        let name = &input.field.name;
        if input.field.of.is_photo() {
            let (system, by) = frame.world.photograph(&key)?;
            let mine = input.sets.is_some() && *system.id == *frame.system.id && Some(by) == own;
            let name = Some(name.to_string());
            return (!mine).then(|| shown_before(name, &input.field.label, system, by));
        }
        let by = frame.world.taken(&frame.system.id, name, &key)?;
        let mine = input.sets.is_some() && Some(by) == own;
        let name = Some(name.to_string());
        (!mine).then(|| repeated(name, &input.field.label, by))
    })
    .flat_map(|it| it.said)
    .filter_map(|(name, sentence)| Some((name?, sentence)))
    .collect()
}

/// The photographs among the inputs that were given, unique or not: their hashes.
pub(super) fn photographs(
    frame: &Frame<'_>,
    action: &Action,
    given: &[bool],
) -> Vec<std::sync::Arc<str>> {
    let inputs = action.input.iter().zip(&frame.inputs).zip(given);
    inputs
        .filter(|((it, _), given)| **given && it.field.of.is_photo() && !it.field.personal)
        .flat_map(|((_, value), _)| input::keys(value))
        .collect()
}

/// The refusal of a photograph that was handed in somewhere before.
fn shown_before(
    input: Option<String>,
    label: &Bilingual,
    system: &crate::declaration::System,
    by: &str,
) -> Refusal {
    let sentence = Bilingual::new(
        format!(
            "“{}”不能重复：这张照片在“{}”{by} 已经用过，一张照片只能证明一件事；请换一张现场新拍的。",
            label.zh, system.name.zh
        ),
        format!(
            "“{}” must be new: {by} of {} has used this photograph, and one photograph proves one thing; give a new one.",
            label.en, system.name.en
        ),
    );
    Refusal {
        kind: RefusalKind::Conflict,
        said: vec![(input, sentence)],
    }
}

/// The refusal of a value that has to be new and is not.
pub(super) fn repeated(input: Option<String>, label: &Bilingual, by: &str) -> Refusal {
    let sentence = Bilingual::new(
        format!("“{}”不能重复，{by} 已经用过；请核对，或换一个。", label.zh),
        format!(
            "“{}” must be new, and {by} has used it; check it, or give another.",
            label.en
        ),
    );
    Refusal {
        kind: RefusalKind::Conflict,
        said: vec![(input, sentence)],
    }
}
