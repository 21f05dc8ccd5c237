//! A measure made of what is written of it.

use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_decision::document::Document;

use super::read::{Chosen, WAYS, Way, Written, missing};
use super::select::{Selection, Test};
use super::{Course, How, Measure, Per};

/// The measure, if all that it needs is there.
pub(super) fn finished(
    document: &mut Document<'_>,
    selections: &mut Vec<Selection>,
    id: Arc<str>,
    file: Arc<str>,
    one: Written,
) -> Option<Measure> {
    let mut needs: Vec<&str> = Vec::new();
    for (name, there) in [
        ("name", one.name.is_some()),
        ("metric", one.metric.is_some()),
        ("how", one.way.is_some()),
        ("unit", one.unit.is_some()),
        ("per", one.per.is_some()),
        ("source", one.source.is_some()),
        ("of", one.of.is_some() || one.way != Some(Way::Share)),
        (
            "benchmark",
            one.benchmark.is_some() || one.way != Some(Way::Gap),
        ),
    ] {
        if !there {
            needs.push(name);
        }
    }
    if !one.faulty {
        needs
            .iter()
            .for_each(|name| missing(document, one.span.clone(), name));
        idle(document, &one);
    }
    let (metric, way) = (one.metric?, one.way?);
    let against = match way {
        Way::Share => one.of.clone(),
        Way::Growth => one.base.clone().map(|metric| Chosen {
            metric,
            test: one.test.clone(),
        }),
        Way::Gap => one
            .benchmark
            .clone()
            .map(|metric| Chosen { metric, test: None }),
        Way::Count | Way::Sum | Way::Last => None,
    };
    let last = matches!(way, Way::Last | Way::Gap);
    let own = select(selections, &metric, one.test.as_ref(), last);
    let held = against
        .as_ref()
        .map(|it| select(selections, &it.metric, it.test.as_ref(), last));
    let late = one.late.clone();
    let late = late.map(|metric| select(selections, &metric, one.test.as_ref(), false));
    let text = |test: Option<&Test>| test.map(|it| it.text.clone());
    let how = match way {
        Way::Count => How::Count,
        Way::Sum => How::Sum,
        Way::Last => How::Last,
        Way::Growth => How::Growth {
            base: one.base,
            since: one.since,
        },
        Way::Share => {
            let of = one.of?;
            How::Share {
                select: text(of.test.as_ref()),
                of: of.metric,
            }
        }
        Way::Gap => How::Gap {
            benchmark: one.benchmark?,
        },
    };
    let mut labels: Vec<Arc<str>> = Vec::new();
    labels.extend(one.test.iter().flat_map(|it| it.labels.iter().cloned()));
    let mut measure = Measure {
        id,
        name: one.name?,
        metric,
        how,
        select: text(one.test.as_ref()),
        unit: one.unit?,
        per: one.per?,
        words: one.words.unwrap_or_default(),
        verbs: one.verbs.unwrap_or_default(),
        course: one.course.unwrap_or(Course::Calendar),
        zero: one.zero.unwrap_or(false),
        closes: one.closes,
        by: one.by.unwrap_or_default(),
        source: one.source?,
        file,
        declared: Arc::default(),
        labels,
        own,
        against: held,
        late,
    };
    measure.declared = declared(&measure).into();
    Some(measure)
}

/// Says of entries that have no effect in this kind of measure that they have none.
fn idle(document: &mut Document<'_>, one: &Written) {
    if one.late.is_some() && one.zero != Some(true) {
        document.wrong(
            "idle-entry",
            one.span.clone(),
            Bilingual::new(
                "“late”只用于 zero = true：它数的是没有清零、又过了期限的。",
                "“late” belongs to zero = true only: it counts what is open past its limit.",
            ),
            Bilingual::new(
                "去掉 late，或写上 zero = true。",
                "take late out, or write zero = true.",
            ),
        );
    }
    for (name, there, way) in [
        ("of", one.of.is_some(), Way::Share),
        ("base", one.base.is_some(), Way::Growth),
        ("since", one.since.is_some(), Way::Growth),
        ("benchmark", one.benchmark.is_some(), Way::Gap),
    ] {
        if there && one.way.is_some_and(|it| it != way) {
            let word = WAYS
                .iter()
                .find(|(_, it)| *it == way)
                .map_or("", |(word, _)| word);
            document.wrong(
                "idle-entry",
                one.span.clone(),
                Bilingual::new(
                    format!("“{name}”只用于 how = \"{word}\"。"),
                    format!("“{name}” belongs to how = \"{word}\" only."),
                ),
                Bilingual::new(
                    format!("去掉 {name}，或改写 how = \"{word}\"。"),
                    format!("take {name} out, or write how = \"{word}\"."),
                ),
            );
        }
    }
}

/// The index of what is chosen, made if it is new.
fn select(
    selections: &mut Vec<Selection>,
    metric: &Arc<str>,
    test: Option<&Test>,
    last: bool,
) -> usize {
    let text = |test: Option<&Test>| test.map(|it| it.text.clone());
    let same = |it: &Selection| it.metric == *metric && text(it.test.as_ref()) == text(test);
    if let Some(at) = selections.iter().position(same) {
        if let Some(known) = selections.get_mut(at) {
            known.last |= last;
        }
        return at;
    }
    selections.push(Selection {
        metric: metric.clone(),
        test: test.cloned(),
        last,
    });
    selections.len() - 1
}

/// All that makes the figure of a measure, in a line.
fn declared(measure: &Measure) -> String {
    let mut line = format!("{} {}", measure.how.key(), measure.metric);
    let mut add = |word: &str, what: &str| {
        line.push(' ');
        line.push_str(word);
        line.push(' ');
        line.push_str(what);
    };
    if let Some(select) = &measure.select {
        add("where", select);
    }
    match &measure.how {
        How::Growth { base, since } => {
            if let Some(base) = base {
                add("base", base);
            }
            if let Some(since) = since {
                add("since", &since.to_string());
            }
        }
        How::Share { of, select } => {
            add("of", of);
            if let Some(select) = select {
                add("where", select);
            }
        }
        How::Gap { benchmark } => add("benchmark", benchmark),
        _ => {}
    }
    add(
        "per",
        match measure.per {
            Per::Year => "year",
            Per::Cumulative => "cumulative",
        },
    );
    add("in", &measure.unit);
    line
}
