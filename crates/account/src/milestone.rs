//! Whether a commitment is done: by the facts of the works it names, by its due day, or, of
//! what must be zero, at all times.

use youwei_base::{Day, Decimal, Light};

use crate::book::{Closed, Figure};
use crate::commitment::{Commitment, Status};
use crate::pace::{days_between, due_or_year_end, last_day, year_of};
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
    closed: Option<&Closed>,
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
            let until = today.min(last_day(due_year));
            let record = bound.record.as_deref();
            let late = zero.then(|| book.late(&bound.measure, record, until));
            let figure = match zero {
                true => figure(book, bound, until),
                false => finished_by(book, bound, from, today),
            };
            PartStands {
                bound: bound.clone(),
                measure,
                figure,
                late: late.flatten(),
            }
        })
        .collect();
    let (light, because) = judge(book, commitment, &parts, closed.is_some(), due, today);
    let done = match because {
        Because::Reached => parts
            .iter()
            .filter_map(|it| it.figure.as_ref()?.as_of)
            .max(),
        Because::Closed => closed.map(|it| it.on),
        _ => None,
    };
    let late = due.zip(done).map(|(due, done)| days_between(due, done));
    MilestoneStands {
        parts,
        due,
        light,
        because,
        late: late.filter(|days| *days > 0),
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
    closed: bool,
    due: Option<Day>,
    today: Day,
) -> (Light, Because) {
    let value = |part: &PartStands| part.figure.as_ref().and_then(|it| it.value);
    let (zero, works): (Vec<_>, Vec<_>) = parts
        .iter()
        .partition(|it| it.measure.as_ref().is_some_and(|it| it.zero));
    let mut open = zero
        .iter()
        .filter(|it| value(it).is_some_and(|it| it > Decimal::ZERO));
    // What was found is cleared within its limit; of a measure that knows none, at once.
    let late = |it: &&&PartStands| it.late.is_none_or(|late| late > Decimal::ZERO);
    if open.clone().any(|it| late(&it)) {
        return (Light::Red, Because::FarBehind);
    }
    if open.next().is_some() {
        return (Light::Yellow, Because::Behind);
    }
    if works.is_empty() && !zero.is_empty() {
        return match zero.iter().all(|it| value(it).is_some()) {
            true => (Light::Green, Because::Good),
            false => (Light::Grey, Because::NoFacts),
        };
    }
    // A record of the business itself goes before the closing.
    if works.is_empty() && closed {
        return (Light::Blue, Because::Closed);
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
