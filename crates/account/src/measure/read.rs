//! Reading files of measures.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::de::DeTable;
use youwei_base::{Bilingual, Decimal};
use youwei_decision::diagnostic::{Diagnostic, sort};
use youwei_decision::document::{self, Document, Item};

use super::finish::finished;
use super::pairs;
use super::select::Test;
use super::{Course, Measures, Per, Source};

const ENTRIES: [&str; 18] = [
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
    "late",
    "closes",
    "source",
    "since",
    "by",
];

/// The word for how, before what belongs to it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Count,
    Sum,
    Last,
    Growth,
    Share,
    Gap,
}

pub(super) const WAYS: [(&str, Way); 6] = [
    ("count", Way::Count),
    ("sum", Way::Sum),
    ("last", Way::Last),
    ("growth", Way::Growth),
    ("share", Way::Share),
    ("gap", Way::Gap),
];

/// Facts of a metric that pass a test.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub metric: Arc<str>,
    pub test: Option<Test>,
}

/// A measure as far as it is written: a city's file may write a part.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    pub file: usize,
    pub span: Range<usize>,
    pub name: Option<Bilingual>,
    pub metric: Option<Arc<str>>,
    pub way: Option<Way>,
    pub test: Option<Test>,
    pub unit: Option<Arc<str>>,
    pub per: Option<Per>,
    pub words: Option<Vec<Arc<str>>>,
    pub verbs: Option<Vec<Arc<str>>>,
    pub course: Option<Course>,
    pub of: Option<Chosen>,
    pub base: Option<Arc<str>>,
    pub since: Option<i16>,
    pub benchmark: Option<Arc<str>>,
    pub zero: Option<bool>,
    pub late: Option<Arc<str>>,
    pub closes: Option<Arc<str>>,
    pub by: Option<Vec<Arc<str>>>,
    pub source: Option<Arc<str>>,
    /// Whether something in it was wrong, and is said already.
    pub faulty: bool,
}

pub(super) fn read(
    systems: &[Source<'_>],
    city: Option<Source<'_>>,
) -> Result<Measures, Vec<Diagnostic>> {
    let mut documents: Vec<Document<'_>> = Vec::new();
    let mut all: BTreeMap<Arc<str>, Written> = BTreeMap::new();
    let mut paired: Vec<pairs::Written> = Vec::new();
    for (source, overlay) in systems
        .iter()
        .map(|it| (*it, false))
        .chain(city.map(|it| (it, true)))
    {
        let (mut document, table) = Document::read(source.text, source.file);
        for (id, span, item) in document::entries(&table) {
            if id == pairs::TABLE {
                let file = source.file.into();
                paired.extend(pairs::read(&mut document, item, documents.len(), &file));
                continue;
            }
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
    for one in paired {
        if let Some(document) = documents.get_mut(one.document) {
            pairs::check(document, &measures, &one);
        }
        measures.pairs.push(Arc::new(one.pair));
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
            since: city.since.or(self.since),
            benchmark: city.benchmark.or(self.benchmark),
            zero: city.zero.or(self.zero),
            late: city.late.or(self.late),
            closes: city.closes.or(self.closes),
            by: city.by.or(self.by),
            source: city.source.or(self.source),
            faulty: city.faulty || self.faulty,
        }
    }
}

/// Says that an entry is missing.
pub(super) fn missing(document: &mut Document<'_>, span: Range<usize>, name: &str) {
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
            "late" => one.late = document.text(item, name),
            "closes" => one.closes = document.text(item, name),
            "since" => one.since = year(document, item),
            "source" => one.source = document.text(item, name),
            "where" => one.test = test(document, text, item),
            "of" => one.of = chosen(document, text, item),
            "words" => one.words = texts(document, item, name),
            "verbs" => one.verbs = texts(document, item, name),
            "by" => one.by = by(document, item),
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

fn year(document: &mut Document<'_>, item: &Item<'_>) -> Option<i16> {
    let number = document::number(item.get_ref()).and_then(|it| it.to_i128());
    let year = number.and_then(|it| i16::try_from(it).ok());
    match year.filter(|it| (1949..=2100).contains(it)) {
        Some(year) => Some(year),
        None => document.unfit(item, "since", ("年份，如 2025", "a year such as 2025")),
    }
}

pub(super) fn word<T: Clone>(
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

/// The labels that a figure is broken down by.
fn by(document: &mut Document<'_>, item: &Item<'_>) -> Option<Vec<Arc<str>>> {
    let labels = match item.get_ref().as_str() {
        Some(_) => vec![document.text(item, "by")?],
        None => texts(document, item, "by")?,
    };
    for (at, label) in labels.iter().enumerate() {
        let word = match &**label {
            "on" | "key" => Some((
                format!("“{label}”不是标签：每条事实各有各的，分不成组。"),
                format!("“{label}” is no label: every fact has its own, and none are together."),
            )),
            _ if labels.iter().take(at).any(|it| it == label) => Some((
                format!("按“{label}”分组写了两遍。"),
                format!("“{label}” is written twice."),
            )),
            _ => None,
        };
        if let Some((zh, en)) = word {
            document.wrong(
                "by",
                item.span(),
                Bilingual::new(zh, en),
                Bilingual::new(
                    "写事实 by 里的字段，或者 area（地区），各一次。",
                    "write fields that the facts name under by, or area, each once.",
                ),
            );
            return None;
        }
    }
    Some(labels)
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
