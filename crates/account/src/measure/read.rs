//! Reading files of measures.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::de::DeTable;
use youwei_base::{Bilingual, Decimal};
use youwei_decision::diagnostic::{Diagnostic, sort};
use youwei_decision::document::{self, Document, Item};

use super::select::{Selection, Test};
use super::{Course, How, Measure, Measures, Per, Source};

const ENTRIES: [&str; 15] = [
    "name",
    "metric",
    "how",
    "where",
    "unit",
    "per",
    "words",
    "verbs",
    "pace",
    "of",
    "base",
    "benchmark",
    "zero",
    "source",
    "note",
];

/// The word for how, before what belongs to it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Count,
    Sum,
    Last,
    Growth,
    Share,
    Gap,
}

const WAYS: [(&str, Way); 6] = [
    ("count", Way::Count),
    ("sum", Way::Sum),
    ("last", Way::Last),
    ("growth", Way::Growth),
    ("share", Way::Share),
    ("gap", Way::Gap),
];

/// Facts of a metric that pass a test.
#[derive(Debug, Clone)]
struct Chosen {
    metric: Arc<str>,
    test: Option<Test>,
}

/// A measure as far as it is written: a city's file may write a part.
#[derive(Debug, Clone, Default)]
struct Written {
    file: usize,
    span: Range<usize>,
    name: Option<Bilingual>,
    metric: Option<Arc<str>>,
    way: Option<Way>,
    test: Option<Test>,
    unit: Option<Arc<str>>,
    per: Option<Per>,
    words: Option<Vec<Arc<str>>>,
    verbs: Option<Vec<Arc<str>>>,
    course: Option<Course>,
    of: Option<Chosen>,
    base: Option<Arc<str>>,
    benchmark: Option<Arc<str>>,
    zero: Option<bool>,
    source: Option<Arc<str>>,
    /// Whether something in it was wrong, and is said already.
    faulty: bool,
}

pub(super) fn read(
    systems: &[Source<'_>],
    city: Option<Source<'_>>,
) -> Result<Measures, Vec<Diagnostic>> {
    let mut documents: Vec<Document<'_>> = Vec::new();
    let mut all: BTreeMap<Arc<str>, Written> = BTreeMap::new();
    for (source, overlay) in systems
        .iter()
        .map(|it| (*it, false))
        .chain(city.map(|it| (it, true)))
    {
        let (mut document, table) = Document::read(source.text, source.file);
        for (id, span, item) in document::entries(&table) {
            let mut one = written(&mut document, source.text, id, span.clone(), item);
            one.file = documents.len();
            if overlay && one.source.is_none() && !one.faulty {
                missing(&mut document, span.clone(), "source");
            }
            match all.remove(id) {
                Some(known) if overlay => {
                    all.insert(id.into(), known.changed(one));
                }
                Some(known) => {
                    document.wrong(
                        "twice",
                        span,
                        Bilingual::new(
                            format!("口径“{id}”已经声明过。"),
                            format!("the measure “{id}” is declared already."),
                        ),
                        Bilingual::new("改用别的编号。", "give this one another id."),
                    );
                    all.insert(id.into(), known);
                }
                None => {
                    all.insert(id.into(), one);
                }
            }
        }
        documents.push(document);
    }
    let files: Vec<Arc<str>> = systems
        .iter()
        .chain(city.as_ref())
        .map(|it| it.file.into())
        .collect();
    let mut measures = Measures::default();
    for (id, one) in all {
        let Some(document) = documents.get_mut(one.file) else {
            continue;
        };
        let file = files.get(one.file).cloned().unwrap_or_default();
        if let Some(measure) = finished(document, &mut measures.selections, id.clone(), file, one) {
            measures.by_id.insert(id, Arc::new(measure));
        }
    }
    let mut faults: Vec<Diagnostic> = documents.into_iter().flat_map(|it| it.faults).collect();
    match faults.is_empty() {
        true => Ok(measures),
        false => {
            sort(&mut faults);
            Err(faults)
        }
    }
}

impl Written {
    /// This, with what a city writes of it.
    fn changed(self, city: Written) -> Written {
        Written {
            file: city.file,
            span: city.span,
            name: city.name.or(self.name),
            metric: city.metric.or(self.metric),
            way: city.way.or(self.way),
            test: city.test.or(self.test),
            unit: city.unit.or(self.unit),
            per: city.per.or(self.per),
            words: city.words.or(self.words),
            verbs: city.verbs.or(self.verbs),
            course: city.course.or(self.course),
            of: city.of.or(self.of),
            base: city.base.or(self.base),
            benchmark: city.benchmark.or(self.benchmark),
            zero: city.zero.or(self.zero),
            source: city.source.or(self.source),
            faulty: city.faulty || self.faulty,
        }
    }
}

/// Says that an entry is missing.
fn missing(document: &mut Document<'_>, span: Range<usize>, name: &str) {
    let _ = document.needed(&DeTable::new(), name, span);
}

fn written(
    document: &mut Document<'_>,
    text: &str,
    id: &str,
    span: Range<usize>,
    item: &Item<'_>,
) -> Written {
    let before = document.faults.len();
    let mut one = Written {
        span,
        ..Written::default()
    };
    if let Some(table) = document.table(item, id) {
        document.only(table, &ENTRIES);
        entries(document, text, table, &mut one);
    }
    one.faulty = document.faults.len() > before;
    one
}

fn entries(document: &mut Document<'_>, text: &str, table: &DeTable<'_>, one: &mut Written) {
    for (name, _, item) in document::entries(table) {
        match name {
            "name" => one.name = document.bilingual(item, name),
            "metric" => one.metric = document.text(item, name),
            "unit" => match item.get_ref().as_str() {
                Some(unit) => one.unit = Some(unit.trim().into()),
                None => one.unit = document.unfit(item, name, ("文字", "text")),
            },
            "base" => one.base = document.text(item, name),
            "benchmark" => one.benchmark = document.text(item, name),
            "source" => one.source = document.text(item, name),
            "where" => one.test = test(document, text, item),
            "of" => one.of = chosen(document, text, item),
            "words" => one.words = texts(document, item, name),
            "verbs" => one.verbs = texts(document, item, name),
            "how" => one.way = word(document, item, name, &WAYS),
            "per" => {
                let words = [("year", Per::Year), ("cumulative", Per::Cumulative)];
                one.per = word(document, item, name, &words);
            }
            "zero" => match item.get_ref().as_bool() {
                Some(zero) => one.zero = Some(zero),
                None => one.zero = document.unfit(item, name, ("true 或 false", "true or false")),
            },
            "pace" => one.course = course(document, item),
            _ => {}
        }
    }
}

fn word<T: Clone>(
    document: &mut Document<'_>,
    item: &Item<'_>,
    name: &str,
    words: &[(&str, T)],
) -> Option<T> {
    let written = item.get_ref().as_str();
    let found = words.iter().find(|(word, _)| written == Some(*word));
    if let Some((_, meant)) = found {
        return Some(meant.clone());
    }
    let all: Vec<String> = words
        .iter()
        .map(|(word, _)| format!("\"{word}\""))
        .collect();
    let said = (all.join("、"), all.join(", "));
    document.unfit(
        item,
        name,
        (
            &format!("其中之一：{}", said.0),
            &format!("one of {}", said.1),
        ),
    )
}

fn texts(document: &mut Document<'_>, item: &Item<'_>, name: &str) -> Option<Vec<Arc<str>>> {
    let items = document.list(item, name)?;
    items.iter().map(|it| document.text(it, name)).collect()
}

fn chosen(document: &mut Document<'_>, text: &str, item: &Item<'_>) -> Option<Chosen> {
    let table = document.table(item, "of")?;
    document.only(table, &["metric", "where"]);
    let metric = document.needed(table, "metric", item.span());
    let metric = metric.and_then(|it| document.text(it, "metric"))?;
    let test = match document::entry(table, "where") {
        Some(it) => Some(test(document, text, it)?),
        None => None,
    };
    Some(Chosen { metric, test })
}

fn test(document: &mut Document<'_>, text: &str, item: &Item<'_>) -> Option<Test> {
    let written = document.text(item, "where")?;
    let faults = match Test::compile(&written) {
        Ok(test) => return Some(test),
        Err(faults) => faults,
    };
    let whole = item.span();
    // The words at fault can be pointed at where the text stands as it is in the file.
    let start = whole.start + 1;
    let plain = text
        .get(start..)
        .is_some_and(|it| it.starts_with(&*written));
    for (place, sentence, help) in faults {
        let place = match plain {
            true => start + place.start..start + place.end,
            false => whole.clone(),
        };
        document.wrong("feel", place, sentence, help);
    }
    None
}

fn course(document: &mut Document<'_>, item: &Item<'_>) -> Option<Course> {
    if item.get_ref().as_str().is_some() {
        let words = [("calendar", Course::Calendar), ("due", Course::Due)];
        return word(document, item, "pace", &words);
    }
    let shares = item.get_ref().as_array().and_then(|items| {
        let read = items.iter().map(|it| {
            let number = document::number(it.get_ref())?;
            Decimal::try_from(number).ok()
        });
        let read: Option<Vec<Decimal>> = read.collect();
        <[Decimal; 4]>::try_from(read?).ok()
    });
    let in_order = |shares: &[Decimal; 4]| {
        let [first, .., last] = shares;
        shares.is_sorted() && *first >= Decimal::ZERO && *last <= Decimal::ONE_HUNDRED
    };
    match shares.filter(in_order) {
        Some(shares) => Some(Course::Quarters(shares)),
        None => document.unfit(
            item,
            "pace",
            (
                "\"calendar\"、\"due\" 或四个季度末的百分数，由小到大，如 [20, 55, 80, 100]",
                "\"calendar\", \"due\" or the per cent at the end of the four quarters, rising, such as [20, 55, 80, 100]",
            ),
        ),
    }
}

/// The measure, if all that it needs is there.
fn finished(
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
    let text = |test: Option<&Test>| test.map(|it| it.text.clone());
    let how = match way {
        Way::Count => How::Count,
        Way::Sum => How::Sum,
        Way::Last => How::Last,
        Way::Growth => How::Growth { base: one.base },
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
        source: one.source?,
        file,
        declared: Arc::default(),
        labels,
        own,
        against: held,
    };
    measure.declared = declared(&measure).into();
    Some(measure)
}

/// Says of entries that have no effect in this kind of measure that they have none.
fn idle(document: &mut Document<'_>, one: &Written) {
    for (name, there, way) in [
        ("of", one.of.is_some(), Way::Share),
        ("base", one.base.is_some(), Way::Growth),
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
        How::Growth { base: Some(base) } => add("base", base),
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
