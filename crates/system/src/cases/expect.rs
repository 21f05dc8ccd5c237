//! What a step says that has to come of it, compared with what came.

pub(super) mod figure;
mod light;
mod time;

use youwei_base::{Bilingual, Decimal};
use youwei_decision::value::{Value, equal};

use super::run::{Came, Run, called, sentences};
use super::value::Words;
use super::{Expect, Expected, Step, Word};
use crate::declaration::{Field, FieldType, System};
use crate::input::{self, Among};
use crate::record::Record;

/// Compares, and notes what is otherwise.
pub fn check(run: &mut Run<'_>, step: &Step, at: Option<&Word>, came: &Came, expect: &Expect) {
    match &expect.what {
        Expected::Refused(words) => refused(run, came, words, expect),
        Expected::Stage(stage) => in_stage(run, at, came, stage),
        Expected::Holds(name, value) => holds(run, at, name, value),
        Expected::Fact { metric, value, on } => fact(run, came, metric, value.as_ref(), *on),
        Expected::Flags(flags) => flagged(run, came, flags, expect),
        Expected::Clock(name, is) => time::clock(run, at, name, *is),
        Expected::Notice(name, until) => time::notice(run, at, name, *until),
        Expected::RanOut(name, up) => time::ran_out(run, at, name, up.as_ref()),
        Expected::Reminded(name) => time::reminded(run, at, name),
        Expected::Figure {
            measure,
            part,
            value,
        } => figure::figure(run, step.day, measure, part.as_ref(), value),
        Expected::Light(wanted) => light::light(run, step.day, wanted),
    }
}

/// Notes what was expected and what was found.
fn otherwise(run: &mut Run<'_>, word: &Word, of: (&str, &str), expected: &str, found: &str) {
    let message = Bilingual::new(
        format!("{}应为“{expected}”，实为“{found}”。", of.0),
        format!("{} should be “{expected}”, and is “{found}”.", of.1),
    );
    run.fault("otherwise", word.place, message);
}

fn refused(run: &mut Run<'_>, came: &Came, words: &[Word], expect: &Expect) {
    let Came::Refused(refusal) = came else {
        let message = Bilingual::new(
            "应当拒绝，却准许了。",
            "this should be refused, and was accepted.",
        );
        return run.fault("accepted", expect.place, message);
    };
    let said = sentences(refusal);
    for word in words {
        if !said.zh.contains(&word.text) && !said.en.contains(&word.text) {
            let message = Bilingual::new(
                format!("拒绝的话里没有“{}”，而是：{}", word.text, said.zh),
                format!("the refusal does not say “{}” but: {}", word.text, said.en),
            );
            run.fault("otherwise", word.place, message);
        }
    }
}

fn stage_name(system: &System, record: &Record) -> String {
    let stage = record.stage.and_then(|at| system.stages.get(at));
    stage.map_or_else(|| "无".to_owned(), |it| it.name.zh.clone())
}

fn in_stage(run: &mut Run<'_>, at: Option<&Word>, came: &Came, word: &Word) {
    if matches!(came, Came::Refused(_)) {
        return;
    }
    let Some((system, record)) = at.and_then(|at| run.record(at)) else {
        return;
    };
    let found = stage_name(&system, record);
    let stage = record.stage;
    let mut stages = system.stages.iter();
    let named = stages
        .position(|it| *it.id == *word.text || it.name.zh == word.text || it.name.en == word.text);
    match named {
        None => {
            let known = system.stages.iter().map(|it| it.name.zh.as_str()).collect();
            run.unknown(("阶段", "stage"), word, known);
        }
        Some(_) if named == stage => {}
        Some(_) => otherwise(run, word, ("阶段", "the stage"), &word.text, &found),
    }
}

fn holds(run: &mut Run<'_>, at: Option<&Word>, name: &Word, expected: &Word) {
    let Some((system, record)) = at.and_then(|at| run.record(at)) else {
        return;
    };
    let found = system.fields.iter().position(|it| called(it, &name.text));
    let Some(field_at) = found else {
        let known = system
            .fields
            .iter()
            .map(|it| it.label.zh.as_str())
            .collect();
        return run.unknown(("字段", "field"), name, known);
    };
    let value = record.values.get(field_at).cloned();
    let sealed = record.sealed.iter().any(|(at, _)| *at == field_at);
    let Some((field, value)) = system.fields.get(field_at).zip(value) else {
        return;
    };
    let of = (field.label.zh.as_str(), field.label.en.as_str());
    if field.personal {
        let found = if sealed { "封存" } else { "空" };
        let fits = match expected.text.as_str() {
            "封存" | "sealed" => sealed,
            _ => !sealed && matches!(expected.text.as_str(), "空" | "无" | "null"),
        };
        if !fits {
            otherwise(run, expected, of, &expected.text, found);
        }
        return;
    }
    if let (FieldType::List(_), Some(count)) = (&field.of, expected.text.strip_suffix('项')) {
        let items = match &value {
            Value::List(items) => items.len(),
            _ => 0,
        };
        if count.trim().parse() != Ok(items) {
            otherwise(run, expected, of, &expected.text, &format!("{items}项"));
        }
        return;
    }
    let json = Words::of(run).json(&field.of, &expected.text);
    let among = Among {
        town: run.setting.town,
        world: &run.records,
    };
    let open = Field {
        required: false,
        ..field.clone()
    };
    match input::read(&json, &open, among) {
        Ok(wanted)
            if equal(&wanted, &value) == Some(true) || (wanted.is_null() && value.is_null()) => {}
        Ok(_) => {
            let found = shown(field, &value);
            otherwise(run, expected, of, &expected.text, &found);
        }
        Err(faults) => {
            for (_, said) in faults {
                run.fault("no-value", expected.place, said);
            }
        }
    }
}

/// A value as the case would write it.
fn shown(field: &Field, value: &Value) -> String {
    match (&field.of, value) {
        (_, Value::Null(_)) => "空".to_owned(),
        (FieldType::Choice(choices), Value::String(key)) => {
            let choice = choices.iter().find(|it| it.key == *key);
            choice.map_or_else(|| key.to_string(), |it| it.name.zh.clone())
        }
        (_, value) => value.to_string(),
    }
}

pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let text: String = text
        .chars()
        .filter(|it| !matches!(it, ',' | '，' | '%' | '％'))
        .collect();
    let (digits, times) = match (text.strip_suffix('万'), text.strip_suffix('亿')) {
        (Some(digits), _) => (digits, 10_000),
        (_, Some(digits)) => (digits, 100_000_000),
        _ => (text.as_str(), 1),
    };
    let number: Decimal = digits.trim().parse().ok()?;
    number.checked_mul(Decimal::from(times))
}

fn fact(
    run: &mut Run<'_>,
    came: &Came,
    metric: &Word,
    value: Option<&Word>,
    on: Option<youwei_base::Day>,
) {
    let Came::Happened(happened) = came else {
        return otherwise(run, metric, ("事实", "the fact"), &metric.text, "没有发生");
    };
    let systems = run.setting.systems.iter();
    let mut metrics = systems.flat_map(|it| &it.metrics);
    let id = metrics.find(|it| *it.id == *metric.text || it.name.zh == metric.text);
    let id = id.map(|it| it.id.to_string());
    let Some(id) = id else {
        let known = run.setting.systems.iter().flat_map(|it| &it.metrics);
        let known = known.map(|it| &*it.id).collect();
        return run.unknown(("指标", "metric"), metric, known);
    };
    let wanted = match value.map(|it| decimal(&it.text)) {
        Some(None) => {
            let word = value.unwrap_or(metric);
            return otherwise(run, word, ("事实的数", "the number"), "数字", &word.text);
        }
        Some(wanted) => wanted,
        None => None,
    };
    let stated: Vec<_> = happened.facts.iter().filter(|it| it.metric == id).collect();
    let fits = |it: &&&youwei_base::Stated| it.value == wanted && on.is_none_or(|on| it.on == on);
    if stated.iter().any(|it| fits(&it)) {
        return;
    }
    let found: Vec<String> = stated
        .iter()
        .map(|it| match it.value {
            Some(value) => format!("{}（{}）", value.normalize(), it.on),
            None => "撤回".to_owned(),
        })
        .collect();
    let found = if found.is_empty() {
        "没有陈述".to_owned()
    } else {
        found.join("、")
    };
    let expected = match (value, on) {
        (Some(value), Some(on)) => format!("{}（{on}）", value.text),
        (Some(value), None) => value.text.clone(),
        (None, _) => "撤回".to_owned(),
    };
    let of = (format!("事实 {id} "), format!("the fact {id}"));
    otherwise(run, metric, (&of.0, &of.1), &expected, &found);
}

fn flagged(run: &mut Run<'_>, came: &Came, flags: &[Word], expect: &Expect) {
    let mut found = match came {
        Came::Happened(happened) => happened.flags.clone(),
        _ => Vec::new(),
    };
    let mut wanted: Vec<String> = flags.iter().map(|it| it.text.clone()).collect();
    found.sort();
    wanted.sort();
    if found != wanted {
        let word = Word {
            text: String::new(),
            place: expect.place,
        };
        let none = |it: &[String]| {
            if it.is_empty() {
                "无".to_owned()
            } else {
                it.join("、")
            }
        };
        otherwise(
            run,
            &word,
            ("异常", "what is odd"),
            &none(&wanted),
            &none(&found),
        );
    }
}
