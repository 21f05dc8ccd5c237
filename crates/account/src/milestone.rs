//! Whether a commitment is done: by the facts of the works it names, by its due day, or, of
//! what must be zero, at all times.

use youwei_base::{Day, Decimal, Light};

use crate::book::Figure;
use crate::commitment::{Commitment, Status};
use crate::pace::{due_or_year_end, last_day, year_of};
use crate::standing::{Because, MilestoneStands, PartStands, figure};
use crate::stretch::is_stretch_day;
use crate::target::Bound;
use crate::{Account, Book};

/// How many years after its report a promise is looked for.
const YEARS_MAX: i16 = 50;

/// How the milestone of a commitment stands on a day.
pub(crate) fn milestone(
    account: &Account,
    book: &Book,
    commitment: &Commitment,
    today: Day,
) -> MilestoneStands {
    let due = commitment.due_day();
    let due_year = due_or_year_end(account, commitment, today).year();
    // A work may be finished before the year it is due in, or after.
    let from = year_of(account, today).min(due_year);
    let parts: Vec<PartStands> = commitment
        .milestones
        .iter()
        .map(|bound| {
            let measure = book.measures().get(&bound.measure).cloned();
            let zero = measure.as_ref().is_some_and(|it| it.zero);
            let figure = match zero {
                true => figure(book, bound, today.min(last_day(due_year))),
                false => finished_by(book, bound, from, today),
            };
            PartStands {
                bound: bound.clone(),
                measure,
                figure,
            }
        })
        .collect();
    let (light, because) = judge(book, commitment, &parts, due, today);
    MilestoneStands {
        parts,
        due,
        light,
        because,
    }
}

/// The figure of the first year in which there is one, from this year on.
fn finished_by(book: &Book, bound: &Bound, from: i16, today: Day) -> Option<Figure> {
    let years = from..=today.year().min(from.saturating_add(YEARS_MAX));
    let mut figures = years.map(|year| figure(book, bound, today.min(last_day(year))));
    figures.find_map(|it| it.filter(|it| it.value.is_some()))
}

fn judge(
    book: &Book,
    commitment: &Commitment,
    parts: &[PartStands],
    due: Option<Day>,
    today: Day,
) -> (Light, Because) {
    let value = |part: &PartStands| part.figure.as_ref().and_then(|it| it.value);
    let (zero, works): (Vec<_>, Vec<_>) = parts
        .iter()
        .partition(|it| it.measure.as_ref().is_some_and(|it| it.zero));
    if zero
        .iter()
        .any(|it| value(it).is_some_and(|it| it > Decimal::ZERO))
    {
        return (Light::Red, Because::FarBehind);
    }
    if works.is_empty() && !zero.is_empty() {
        return match zero.iter().all(|it| value(it).is_some()) {
            true => (Light::Green, Because::Good),
            false => (Light::Grey, Because::NoFacts),
        };
    }
    let done = |it: &&PartStands| value(it).is_some_and(|it| it > Decimal::ZERO);
    // A measure of one record speaks for one of the works that are named.
    let for_all = works.iter().any(|it| it.bound.record.is_none());
    let enough = for_all || works.len() >= commitment.projects.len();
    if !works.is_empty() && enough && works.iter().all(done) {
        return (Light::Blue, Because::Reached);
    }
    // An overdue milestone is red for want of a fact that it was done; but a day that only
    // the program read must not accuse anybody.
    match (
        due.is_some_and(|due| due < today),
        commitment.status == Status::Confirmed,
    ) {
        (true, true) if is_stretch_day(commitment) => (Light::Yellow, Because::Stretch),
        (true, true) => (Light::Red, Because::Overdue),
        (true, false) => (Light::Grey, Because::OverdueUnconfirmed),
        (false, _) if works.is_empty() => (Light::Grey, Because::Unbound),
        (false, _) if works.iter().any(|it| it.measure.is_none()) => {
            (Light::Grey, Because::MeasureGone)
        }
        (false, _) => {
            let lives = |it: &&PartStands| {
                let record = it.bound.record.as_deref();
                done(it) || record.is_some_and(|it| book.of_record(it).next().is_some())
            };
            match works.iter().any(lives) {
                true => (Light::Green, Because::NotDue),
                false => (Light::Grey, Because::NoFacts),
            }
        }
    }
}
