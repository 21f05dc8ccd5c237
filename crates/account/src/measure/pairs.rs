//! Pairs of measures that ought to agree, or of which the one must not be above the other:
//!
//! ```toml
//! [disagree.finished-started]
//! name      = { zh = "竣工不应多于开工", en = "no more finished than started" }
//! left      = "projects-finished-ever"
//! is        = "at-most"          # or "equal"
//! right     = "projects-started-ever"
//! tolerance = 0                  # in per cent of the larger; of "at-most", of the right one
//! who       = "development-reform"   # who must explain; else the keeper of the system
//! source    = "…"
//! ```

use std::ops::Range;
use std::sync::Arc;

use youwei_base::{Bilingual, Decimal};
use youwei_decision::document::{self, Document, Item};

use super::read::word;
use super::unit::fit;
use super::{How, Measures};

/// The table of pairs in a file of measures, which no measure may be called.
pub(super) const TABLE: &str = "disagree";

const ENTRIES: [&str; 7] = ["name", "left", "is", "right", "tolerance", "who", "source"];

/// Two measures, and how they must stand to one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Its id.
    pub id: Arc<str>,
    /// What is asked of the two, in words.
    pub name: Bilingual,
    /// The id of the one measure.
    pub left: Arc<str>,
    /// How they must stand.
    pub is: Agree,
    /// The id of the other.
    pub right: Arc<str>,
    /// By how much they may differ, in per cent.
    pub tolerance: Decimal,
    /// The id of the unit that must explain; none for the keeper of the system.
    pub who: Option<Arc<str>>,
    /// What lays it down.
    pub source: Arc<str>,
    /// The file that declares it.
    pub file: Arc<str>,
}

/// How the left one must stand to the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Agree {
    /// The same.
    Equal,
    /// Not above it.
    AtMost,
}

/// A pair as it is written, with its place.
pub(super) struct Written {
    pub pair: Pair,
    pub document: usize,
    pub span: Range<usize>,
}

/// Reads a table of pairs.
pub(super) fn read(
    document: &mut Document<'_>,
    item: &Item<'_>,
    at: usize,
    file: &Arc<str>,
) -> Vec<Written> {
    let Some(table) = document.table(item, TABLE) else {
        return Vec::new();
    };
    let all = document::entries(table);
    let read = all.into_iter().filter_map(|(id, span, item)| {
        let pair = pair(document, id, item, file)?;
        Some(Written {
            pair,
            document: at,
            span,
        })
    });
    read.collect()
}

fn pair(document: &mut Document<'_>, id: &str, item: &Item<'_>, file: &Arc<str>) -> Option<Pair> {
    let table = document.table(item, id)?;
    document.only(table, &ENTRIES);
    let text = |document: &mut Document<'_>, name: &str| {
        let item = document.needed(table, name, item.span())?;
        document.text(item, name)
    };
    let name = document.needed(table, "name", item.span());
    let name = name.and_then(|it| document.bilingual(it, "name"));
    let (left, right) = (text(document, "left"), text(document, "right"));
    let source = text(document, "source");
    let is = document.needed(table, "is", item.span());
    let words = [("equal", Agree::Equal), ("at-most", Agree::AtMost)];
    let is = is.and_then(|it| word(document, it, "is", &words));
    let tolerance = match document::entry(table, "tolerance") {
        None => Some(Decimal::ZERO),
        Some(it) => {
            let number = document::number(it.get_ref()).and_then(|it| Decimal::try_from(it).ok());
            match number.filter(|it| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(it)) {
                Some(tolerance) => Some(tolerance),
                None => document.unfit(
                    it,
                    "tolerance",
                    (
                        "0 到 100 的百分数，如 5",
                        "per cent from 0 to 100, such as 5",
                    ),
                ),
            }
        }
    };
    let who = document::entry(table, "who").and_then(|it| document.text(it, "who"));
    Some(Pair {
        id: id.into(),
        name: name?,
        left: left?,
        is: is?,
        right: right?,
        tolerance: tolerance?,
        who,
        source: source?,
        file: Arc::clone(file),
    })
}

/// Says what is wrong with a pair once all measures are known.
pub(super) fn check(document: &mut Document<'_>, measures: &Measures, one: &Written) {
    let pair = &one.pair;
    let mut sides = Vec::new();
    for id in [&pair.left, &pair.right] {
        let Some(measure) = measures.get(id) else {
            document.wrong(
                "unknown-measure",
                one.span.clone(),
                Bilingual::new(
                    format!("没有口径“{id}”。"),
                    format!("there is no measure “{id}”."),
                ),
                Bilingual::new(
                    "改写已声明的口径编号。",
                    "write the id of a declared measure.",
                ),
            );
            return;
        };
        if !matches!(measure.how, How::Count | How::Sum) {
            document.wrong(
                "pair-of-totals",
                one.span.clone(),
                Bilingual::new(
                    format!("口径“{id}”不是计数或合计，不能这样比对。"),
                    format!("the measure “{id}” is neither a count nor a sum, so it cannot be held against another."),
                ),
                Bilingual::new("只比对 count 和 sum 的口径。", "pair measures of count and sum only."),
            );
            return;
        }
        sides.push(measure);
    }
    if let [left, right] = &sides[..]
        && (fit(&left.unit, &right.unit).is_none() || left.per != right.per)
    {
        document.wrong(
            "pair-unlike",
            one.span.clone(),
            Bilingual::new(
                "两个口径的单位或期间不同，比不了。",
                "the two measures differ in unit or period, so they cannot be held against one another.",
            ),
            Bilingual::new("换成单位和 per 相同的口径。", "pair measures of the same unit and per."),
        );
    }
}
