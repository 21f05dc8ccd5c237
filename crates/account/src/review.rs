//! What a report says was done last year: numbers of its review, each a claim of the
//! government about itself, beside what the year before's report promised and what the facts
//! of that year come to.
//!
//! The sentences are read anew whenever it is asked for; nothing of it is kept, and nobody
//! has confirmed it. A number is only taken for the same thing as a promise by likeness of
//! words, as [`compare`](crate::compare) does it, and the page says how alike the two are.
//!
//! Which measure speaks for a number: the one that a person bound to last year's promise of
//! it; else to this year's promise of the same; else one that the program proposes, and then
//! the page says that no person has confirmed it.

use std::sync::Arc;

use serde::Serialize;
use youwei_base::{Day, Decimal};
use youwei_report::{Op, Part, Told, told};

use crate::amendment::Aim;
use crate::compare::{Promised, YearOf, told_of};
use crate::measure::propose::propose_for;
use crate::measure::unit::{fit, is_rate};
use crate::pace::last_day;
use crate::target::{Bound, Target};
use crate::{Account, Book, Figure, Measure, Span};

/// From how many per cent a proposed measure is shown.
const CONFIDENCE_MIN: u8 = 70;
/// How many numbers are looked at; a report has a few hundred.
const NUMBERS_MAX: usize = 2_000;

/// A number of the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The number as a promise would be written: subject, verb, value, unit, its clause.
    pub said: Promised,
    /// The number with its unit, as printed.
    pub mention: String,
    /// The year that it is about.
    pub year: i16,
    /// Last year's promise of it, and how alike the two are in thousandths.
    pub promised: Option<(Promised, u32)>,
    /// Whether what is said to be reached is what was promised; none without a promise, or
    /// where the two are of other kinds.
    pub kept: Option<bool>,
    /// What counts it.
    pub counted: Option<Counted>,
}

/// What facts say of a number of the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The measure.
    pub measure: Arc<Measure>,
    /// The one record whose facts count; all if none.
    pub record: Option<String>,
    /// Who says that it speaks for the number.
    pub by: SpokenFor,
    /// The figure at the end of the year, in the unit of the number; none without facts of
    /// that year.
    pub figure: Option<Figure>,
    /// How much more the report says than the facts come to; below 0 if less.
    pub more: Option<Decimal>,
}

/// Who says that a measure speaks for a number of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpokenFor {
    /// A person bound it to last year's promise.
    LastYear,
    /// A person bound it to this year's promise of the same.
    ThisYear,
    /// The program proposes it, so many per cent sure.
    Proposed(u8),
}

/// The numbers of a report's review that last year's report promised or that a measure
/// speaks for, in the order of the text; and how many other amounts the review gives.
#[must_use]
pub fn review(last: Option<&Account>, this: &Account, book: &Book) -> (Vec<Reviewed>, usize) {
    let Some((report, year)) = this.report().and_then(|it| Some((it, it.year?))) else {
        return (Vec::new(), 0);
    };
    let sentences = report.sentences.iter().filter(|it| it.part == Part::Review);
    let numbers: Vec<Told> = sentences
        .flat_map(|it| told(&report.words(it.span)))
        .take(NUMBERS_MAX)
        .collect();
    let said: Vec<Promised> = numbers.iter().map(promised).collect();
    let old = last.map(YearOf::of_account).unwrap_or_default().promised;
    let new = YearOf::of_account(this).promised;
    let [from_old, from_new] = [&old, &new].map(|all| {
        let numbered: Vec<&Promised> = all.iter().filter(|it| it.aim.is_some()).collect();
        let found = told_of(&said, &numbered).into_iter();
        let found = found.map(|it| {
            let (at, permille) = it?;
            Some((*numbered.get(at)?, permille))
        });
        found.collect::<Vec<Option<(&Promised, u32)>>>()
    });
    let year = year.saturating_sub(1);
    let about = book.measures().light_rules(last_day(year)).about_band;
    let mut all = Vec::new();
    for (at, (number, said)) in numbers.iter().zip(&said).enumerate() {
        let promise = |of: &[Option<(&Promised, u32)>]| {
            let (it, permille) = of.get(at).copied().flatten()?;
            Some((it.clone(), permille))
        };
        let (before, now) = (promise(&from_old), promise(&from_new));
        let bound = |account: Option<&Account>, of: &Option<(Promised, u32)>| {
            let (it, _) = of.as_ref()?;
            let commitment = account?.commitment(&it.commitment)?;
            commitment.targets.get(it.number?)?.bound.clone()
        };
        let known = |bound: &Bound| book.measures().get(&bound.measure).cloned();
        let by_person = bound(last, &before)
            .map(|it| (it, SpokenFor::LastYear))
            .or_else(|| Some((bound(Some(this), &now)?, SpokenFor::ThisYear)));
        let measured = by_person
            .and_then(|(it, by)| Some((known(&it)?, it.record, by)))
            .or_else(|| {
                let best = propose_for(book.measures(), &target(number), &number.clause);
                let best = best.into_iter().next();
                let best = best.filter(|it| it.confidence >= CONFIDENCE_MIN)?;
                Some((best.measure, None, SpokenFor::Proposed(best.confidence)))
            });
        let counted = measured.and_then(|it| counted(book, number, it, last_day(year)));
        if before.is_none() && counted.is_none() {
            continue;
        }
        all.push(Reviewed {
            said: said.clone(),
            mention: number.mention.clone(),
            year,
            kept: before
                .as_ref()
                .and_then(|(promise, _)| kept(said, promise, about)),
            promised: before,
            counted,
        });
    }
    let others = numbers.len() - all.len();
    (all, others)
}

fn counted(
    book: &Book,
    number: &Told,
    (measure, record, by): (Arc<Measure>, Option<String>, SpokenFor),
    end: Day,
) -> Option<Counted> {
    let factor = fit(&measure.unit, &number.unit)?.factor;
    let bound = Bound {
        measure: measure.id.to_string(),
        record: record.clone(),
        declared: String::new(),
    };
    let figure = crate::standing::figure(book, &bound, end);
    // What went on for years and stood still in this one is not of this year.
    let of_year = figure.filter(|it| it.as_of.is_some_and(|day| day.year() == end.year()));
    let figure = of_year.and_then(|mut it| {
        it.value = Some(it.value?.checked_mul(factor)?.normalize());
        it.unit = number.unit.as_str().into();
        Some(it)
    });
    let value = figure.as_ref().and_then(|it| it.value);
    Some(Counted {
        more: value.and_then(|it| Some(number.value.checked_sub(it)?.normalize())),
        measure,
        record,
        by,
        figure,
    })
}

/// A number of the review as a promise would be written.
fn promised(it: &Told) -> Promised {
    Promised {
        commitment: String::new(),
        number: None,
        words: crate::printed::joined(&it.clause),
        sentence: String::new(),
        subject: it.subject.clone(),
        action: it.action.clone(),
        aim: Some(Aim {
            op: Op::Equal,
            value: it.value,
            value2: it.value2,
            quantity: it.measure,
        }),
        unit: it.unit.clone(),
    }
}

/// The same as a target, for which measures are proposed.
fn target(it: &Told) -> Target {
    Target {
        mention: it.mention.clone(),
        subject: it.subject.clone(),
        op: Op::Equal,
        value: it.value,
        value2: it.value2,
        unit: it.unit.clone(),
        measure: it.measure,
        action: it.action.clone(),
        due: String::new(),
        span: Span::default(),
        bound: None,
        claimed: None,
        dropped: false,
    }
}

/// Whether a number is what was promised, by the government's own numbers: about as much is
/// enough where about as much was promised.
fn kept(said: &Promised, promise: &Promised, about: Option<Decimal>) -> Option<bool> {
    let (aim, number) = (promise.aim.as_ref()?, said.aim.as_ref()?);
    if aim.quantity != number.quantity {
        return None;
    }
    let factor = fit(&said.unit, &promise.unit)?.factor;
    let value = number.value.checked_mul(factor)?;
    Some(match aim.op {
        Op::About if is_rate(&promise.unit) => value >= aim.value - about.unwrap_or_default(),
        Op::Equal | Op::AtLeast | Op::About | Op::Range => value >= aim.value,
        Op::Above => value > aim.value,
        Op::AtMost => value <= aim.value2.unwrap_or(aim.value),
        Op::Below => value < aim.value,
    })
}
