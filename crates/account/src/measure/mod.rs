//! Measures 口径: how facts become a figure.
//!
//! A measure is declared in a system's `measures.toml` and may be changed by the city's
//! file, which names its source:
//!
//! ```toml
//! [projects-started]
//! name   = { zh = "新开工重点项目数", en = "key projects started" }
//! metric = "project.started"
//! how    = "count"                # count, sum, last, growth, share or gap
//! where  = "level != \"county\""   # FEEL over the fact's labels, and on, area, key
//! unit   = "个"                    # of the figure; for count, sum and last that of the facts
//! per    = "year"                 # or "cumulative"
//! words  = ["重点项目", "项目"]
//! verbs  = ["开工", "新开工"]
//! pace   = [20, 55, 80, 100]      # per cent by the end of each quarter; or "calendar", or
//!                                 # "due": not before the due day
//! by     = ["industry", "area"]   # the same figure by the values of a label, on its page
//! source = "…"
//! ```
//!
//! `share` divides the sum by that of `of = { metric = …, where = … }`; `growth` compares
//! with the same period of the year before, or with `base = "metric"`, whose facts say what
//! it is compared with in the same period, or says by how much it grew a year on average
//! `since = 2025`; `gap` is the last value less that of
//! `benchmark = "metric"`, in points. `zero = true` is an invariant: the figure must be 0;
//! with `late = "metric"`, whose facts count what is past its limit from the day after it
//! on, what is open within its limit is yellow and only the rest is red.
//! `closes = "label"` says that each fact is a checked closing (销号) of the commitment that
//! the label names.
//! `[disagree.<id>]` holds two measures against one another: see [`Pair`].

mod finish;
mod pairs;
pub(crate) mod propose;
mod read;
pub(crate) mod select;
pub(crate) mod unit;

use std::collections::BTreeMap;
use std::sync::Arc;

use youwei_base::{Bilingual, Day, Decimal};
use youwei_decision::diagnostic::Diagnostic;

use crate::bands::{Bands, LightRules};
use select::Selection;

pub use pairs::{Agree, Pair};

/// A file of measures.
#[derive(Debug, Clone, Copy)]
pub struct Source<'t> {
    /// Its text.
    pub text: &'t str,
    /// Its name, for what is said about it.
    pub file: &'t str,
}

/// All measures that a city runs, with the bands of its lights.
#[derive(Debug, Clone, Default)]
pub struct Measures {
    by_id: BTreeMap<Arc<str>, Arc<Measure>>,
    /// What the measures choose, each once; measures name them by index.
    pub(crate) selections: Vec<Selection>,
    pub(crate) bands: Bands,
    /// Measures that are held against one another.
    pairs: Vec<Arc<Pair>>,
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its id, such as `projects-started`; unique in the city.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// The metric whose facts it reads.
    pub metric: Arc<str>,
    /// How they become a figure.
    pub how: How,
    /// Which of them, in FEEL; all if none.
    pub select: Option<Arc<str>>,
    /// The unit of the figure.
    pub unit: Arc<str>,
    /// Over which time.
    pub per: Per,
    /// Words of a report that may mean it.
    pub words: Vec<Arc<str>>,
    /// Verbs of a report that may mean it.
    pub verbs: Vec<Arc<str>>,
    /// How it is meant to grow over the year.
    pub course: Course,
    /// Whether the figure must be 0 at all times.
    pub zero: bool,
    /// The label whose value is the commitment that a fact closes, the report and the
    /// commitment with a slash between.
    pub closes: Option<Arc<str>>,
    /// The labels that it is broken down by on its page, such as the month of a cohort;
    /// `area` is the place. They change nothing in the figure.
    pub by: Vec<Arc<str>>,
    /// What lays it down.
    pub source: Arc<str>,
    /// The file that declares it, or changed it last.
    pub file: Arc<str>,
    /// All that makes the figure, in a line: a binding keeps it, so that a measure that
    /// was changed later is seen.
    pub declared: Arc<str>,
    /// The labels that its `where` reads, for whoever checks that the metric has them.
    pub labels: Vec<Arc<str>>,
    /// Index in [`Measures::selections`].
    pub(crate) own: usize,
    /// The same of what it is held against: denominator, base or benchmark.
    pub(crate) against: Option<usize>,
    /// The same of what is open past its limit, of a measure that must be 0.
    pub(crate) late: Option<usize>,
}

/// How facts become a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// How many facts stand, whatever their value.
    Count,
    /// The sum of their values.
    Sum,
    /// The value of the last one by day.
    Last,
    /// By how many per cent the sum is more than that of the same period of the year
    /// before, or than the sum of a base.
    Growth {
        /// The metric of the base, whose facts bear the days of the period they are
        /// compared with.
        base: Option<Arc<str>>,
        /// The year from which on the mean growth a year is asked for (年均增速), in place
        /// of that against the year before.
        since: Option<i16>,
    },
    /// The sum divided by the sum of others; in per cent if that is the unit.
    Share {
        /// The metric of the others.
        of: Arc<str>,
        /// Which of them.
        select: Option<Arc<str>>,
    },
    /// The last value less the last value of a benchmark.
    Gap {
        /// The metric of the benchmark.
        benchmark: Arc<str>,
    },
}

/// Over which time a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// From 1 January of the day's year.
    Year,
    /// From the first fact.
    Cumulative,
}

/// How a measure is meant to grow over the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Course {
    /// With the days.
    Calendar,
    /// To these per cent by the end of each quarter, straight in between.
    Quarters([Decimal; 4]),
    /// At once, some day before it is due: nothing is expected earlier.
    Due,
}

impl Measures {
    /// Reads the systems' files, then the city's, whose entries take the place of those of
    /// the same measure and each of whose measures names its source.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn read(
        systems: &[Source<'_>],
        city: Option<Source<'_>>,
    ) -> Result<Measures, Vec<Diagnostic>> {
        read::read(systems, city)
    }

    /// The same with the bands of the city's `lights.toml` after those of the program.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn with_lights(mut self, city: Source<'_>) -> Result<Measures, Vec<Diagnostic>> {
        self.bands = self.bands.overlaid(city)?;
        Ok(self)
    }

    /// A measure by id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Measure>> {
        self.by_id.get(id)
    }

    /// Gives a measure another course.
    pub(crate) fn recourse(&mut self, id: &str, course: Course) {
        if let Some(measure) = self.by_id.get_mut(id) {
            Arc::make_mut(measure).course = course;
        }
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Measure>> {
        self.by_id.values()
    }

    /// The measure that counts the facts of a selection as closings of commitments, and the
    /// label that names the commitment.
    pub(crate) fn closing(&self, selection: usize) -> Option<(&Arc<Measure>, &str)> {
        let mut all = self.by_id.values();
        all.find_map(|it| {
            let label = it.closes.as_deref().filter(|_| it.own == selection)?;
            Some((it, label))
        })
    }

    /// The pairs of measures that ought to agree, in the order in which they are declared.
    pub fn pairs(&self) -> impl Iterator<Item = &Arc<Pair>> {
        self.pairs.iter()
    }

    /// The numbers of the lights in force on a day.
    #[must_use]
    pub fn light_rules(&self, day: Day) -> LightRules {
        self.bands.on(day)
    }

    /// What is read: each metric with the labels that are looked at, for whoever checks
    /// that its facts have them.
    pub fn reads(&self) -> impl Iterator<Item = (&str, &[Arc<str>])> {
        self.selections.iter().map(|it| {
            let labels = it.test.as_ref().map(|test| test.labels.as_slice());
            (&*it.metric, labels.unwrap_or_default())
        })
    }

    /// The metrics that measures read, each once, in order: for whoever checks that each
    /// metric has a measure and each measure a metric.
    #[must_use]
    pub fn metrics(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.selections.iter().map(|it| &*it.metric).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl How {
    /// The word in the file.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            How::Count => "count",
            How::Sum => "sum",
            How::Last => "last",
            How::Growth { .. } => "growth",
            How::Share { .. } => "share",
            How::Gap { .. } => "gap",
        }
    }
}
