//! The facts that an action states, and the totals that rest on them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::Map;
use youwei_base::{Day, Stated};
use youwei_decision::number::{Number, Rounding};
use youwei_decision::value::{Null, Value};

use super::frame::{Frame, PLACES_MAX};
use crate::authority::area_of;
use crate::declaration::{Action, Computed, FactRule, MetricAt};
use crate::input::{decimal, to_json};
use crate::wish::{Refusal, RefusalKind};

/// What the action states, each rule in its turn.
pub(super) fn stated(frame: &Frame<'_>, action: &Action) -> Result<Vec<Stated>, Refusal> {
    let mut facts = Vec::with_capacity(action.facts.len());
    for rule in &action.facts {
        if rule
            .when
            .as_ref()
            .is_some_and(|it| !frame.eval(it).is_true())
        {
            continue;
        }
        let key = match &rule.key {
            Some(formula) => Some(key(frame, rule, frame.eval(formula))?),
            None => None,
        };
        match &rule.value {
            Some(formula) => {
                let value = frame.eval(formula);
                let value = amount(&value).ok_or_else(|| unworkable(frame, rule, &value))?;
                let on = day(frame, rule)?;
                let key = key.unwrap_or_default();
                facts.push(one(frame, rule, key, Some(value), on));
            }
            None => facts.extend(retracted(frame, rule, key.as_deref())),
        }
    }
    Ok(facts)
}

/// What is taken back: of the record's facts of the metric those that stand, or the one of
/// this key. It counts for the day that it counted for.
fn retracted(frame: &Frame<'_>, rule: &FactRule, key: Option<&str>) -> Vec<Stated> {
    let standing = frame.record.map_or(&[][..], |it| &it.facts);
    let these = standing.iter().filter(|it| it.metric == rule.metric);
    let these = these.filter(|it| key.is_none_or(|key| *it.key == *key));
    these
        .map(|it| one(frame, rule, it.key.to_string(), None, it.on))
        .collect()
}

fn one(frame: &Frame<'_>, rule: &FactRule, key: String, value: Option<Decimal>, on: Day) -> Stated {
    let place = frame.system.place.and_then(|it| frame.values.get(it));
    let mut labels = Map::new();
    for at in &rule.by {
        let (Some(field), Some(value)) = (frame.system.fields.get(*at), frame.values.get(*at))
        else {
            continue;
        };
        if !field.personal && !value.is_null() {
            labels.insert(field.name.to_string(), to_json(value));
        }
    }
    let metric = frame.system.metrics.get(rule.metric);
    Stated {
        metric: metric.map(|it| it.id.to_string()).unwrap_or_default(),
        key,
        value,
        on,
        area: place.and_then(area_of),
        labels,
    }
}

/// An exact amount; what a division left without end is rounded, half to even.
fn amount(value: &Value) -> Option<Decimal> {
    let rounded = |number: Number| number.round(PLACES_MAX as i32, Rounding::HalfEven);
    match value {
        Value::Number(number) if number.decimal_places() > PLACES_MAX => {
            decimal(&Value::Number(rounded(*number)?))
        }
        value => decimal(value),
    }
}

fn key(frame: &Frame<'_>, rule: &FactRule, value: Value) -> Result<String, Refusal> {
    match value {
        Value::String(text) => Ok(text.to_string()),
        Value::Number(_) | Value::Date(_) => Ok(value.to_string()),
        other => Err(unworkable(frame, rule, &other)),
    }
}

fn day(frame: &Frame<'_>, rule: &FactRule) -> Result<Day, Refusal> {
    let Some(formula) = &rule.on else {
        return Ok(frame.at.today);
    };
    let value = frame.eval(formula);
    match &value {
        Value::Date(date) => Day::try_from(*date).map_err(|_| unworkable(frame, rule, &value)),
        other => Err(unworkable(frame, rule, other)),
    }
}

/// A fact that cannot be worked out is not left out in silence.
fn unworkable(frame: &Frame<'_>, rule: &FactRule, value: &Value) -> Refusal {
    let metric = frame.system.metrics.get(rule.metric);
    let (zh, en) = metric.map_or(("", ""), |it| (&*it.name.zh, &*it.name.en));
    let reasons = value.reasons();
    let why = |of: fn(&youwei_base::Bilingual) -> &str| match reasons.first() {
        Some(reason) => of(reason).to_owned(),
        None => value.to_string(),
    };
    Refusal::of(
        RefusalKind::Unknown,
        format!(
            "算不出事实“{zh}”（{}）；请补齐所需的输入，或请管理员检查本系统的声明。",
            why(|it| it.zh.as_str())
        ),
        format!(
            "the fact “{en}” cannot be worked out ({}); give all that it needs, or have the declaration checked.",
            why(|it| it.en.as_str())
        ),
    )
}

/// Brings the totals up to what stands with these facts; null where nothing stands.
pub(super) fn total(frame: &mut Frame<'_>, facts: &[Stated]) {
    let system = frame.system;
    for (at, field) in system.fields.iter().enumerate() {
        let Some(Computed::Total(metric)) = field.computed else {
            continue;
        };
        let sum = standing(frame, metric, facts);
        let value = match sum {
            Some(sum) => Value::Number(Number::from(sum)),
            None => Value::Null(Null::WRITTEN),
        };
        frame.put(at, value);
    }
}

fn standing(frame: &Frame<'_>, metric: MetricAt, facts: &[Stated]) -> Option<Decimal> {
    let id = &frame.system.metrics.get(metric)?.id;
    let before = frame.record.map_or(&[][..], |it| &it.facts);
    let before = before.iter().filter(|it| it.metric == metric);
    let mut by_key: BTreeMap<Arc<str>, Decimal> =
        before.map(|it| (it.key.clone(), it.value)).collect();
    for fact in facts.iter().filter(|it| *it.metric == **id) {
        match fact.value {
            Some(value) => by_key.insert(fact.key.as_str().into(), value),
            None => by_key.remove(fact.key.as_str()),
        };
    }
    let mut all = by_key.into_values();
    let first = all.next()?;
    // Amounts are bounded where they are taken in, so that this does not overflow.
    all.try_fold(first, Decimal::checked_add)
}
