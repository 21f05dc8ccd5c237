//! Lights: what the figures of the bound measures say of a commitment on a day.
//!
//! A count or flow is held against its pace; a growth rate or share against a band; a
//! ceiling is kept or not; a milestone turns red when it is overdue and blue when the fact
//! that it waits for is there. What is bound to no measure, or has no facts, is grey; past
//! its due day it is red, if a person confirmed it.
//!
//! A checked closing (销号) that names the commitment is the fact that a milestone waits for
//! where nothing else is bound to it. It is no number: what is counted stays without a
//! figure, and says that it was closed.
//!
//! **Invariant:** a light is a function of figures and the day. No command and no event
//! carries one.

use std::sync::Arc;

use youwei_base::{Day, Decimal, Light};
use youwei_report::Op;

use crate::bands::LightRules;
use crate::book::{Closed, Figure};
use crate::claimed::{HeldClaim, held_claim};
use crate::commitment::Commitment;
use crate::late::{first, without_facts};
use crate::measure::unit::fit;
use crate::measure::{Measure, Per};
use crate::milestone::milestone;
use crate::pace::{
    Pace, Way, days_between, due_or_year_end, first_day, last_day, pace, way, year_of,
};
use crate::stretch::is_stretch;
use crate::target::{Bound, Target};
use crate::{Account, Book};

/// How a commitment stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its light: the worst of those below.
    pub light: Light,
    /// Each of its numbers, in their order.
    pub numbers: Vec<NumberStands>,
    /// Whether it is done, where it has no number or a milestone is bound.
    pub milestone: Option<MilestoneStands>,
    /// The checked closing that names it.
    pub closed: Option<Closed>,
}

/// How one number stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberStands {
    /// Index in [`Commitment::targets`].
    pub target: usize,
    /// What it is bound to.
    pub bound: Option<Bound>,
    /// The measure of that id, if there still is one.
    pub measure: Option<Arc<Measure>>,
    /// The figure, its value and unit those of the target.
    pub figure: Option<Figure>,
    /// What should have been reached.
    pub pace: Option<Pace>,
    /// What the unit says of itself.
    pub claimed: Option<Decimal>,
    /// The same beside the facts of its own time.
    pub held: Option<HeldClaim>,
    /// Its light.
    pub light: Light,
    /// Why it has that light.
    pub because: Because,
    /// How many days after its due day it was reached, if it was reached after it.
    pub late: Option<i32>,
}

/// Whether a commitment is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MilestoneStands {
    /// What it waits for.
    pub parts: Vec<PartStands>,
    /// The day it is due.
    pub due: Option<Day>,
    /// Its light.
    pub light: Light,
    /// Why it has that light.
    pub because: Because,
    /// How many days after its due day it was done, if it was done after it.
    pub late: Option<i32>,
}

/// One of the things that a milestone waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartStands {
    /// What it is bound to.
    pub bound: Bound,
    /// The measure of that id, if there still is one.
    pub measure: Option<Arc<Measure>>,
    /// The figure: above 0 once it is done; of a measure that must be 0, what is open.
    /// [`Book::clearing`] says how long clearing takes.
    pub figure: Option<Figure>,
    /// Of a measure that must be 0 and tells it: how much of that is past its limit.
    pub late: Option<Decimal>,
}

/// Why a light is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Because {
    /// No measure is bound.
    Unbound,
    /// An amendment says that it is promised no more.
    Dropped,
    /// The bound measure is no longer declared.
    MeasureGone,
    /// The measure's unit is not the target's.
    UnitsDiffer,
    /// No fact stands behind the figure.
    NoFacts,
    /// The numbers of the rule are not set for the day.
    NotSet,
    /// Reached in full, or done.
    Reached,
    /// Closed after a check, and nothing else is bound that would say whether it is done.
    Closed,
    /// Closed after a check, but no fact gives the number.
    ClosedWithoutFacts,
    /// At the pace, the rate or below the ceiling.
    Good,
    /// Within the band below that.
    Behind,
    /// Beyond the band, or above the ceiling.
    FarBehind,
    /// Not yet due.
    NotDue,
    /// Past the due day and not reached.
    Overdue,
    /// Past the due day, and nobody has confirmed the commitment yet.
    OverdueUnconfirmed,
    /// No new fact for too long.
    Stale,
    /// Short of a goal to strive for (力争), which is never red.
    Stretch,
}

/// The light of a commitment on a day. Facts of later days are not looked at.
#[must_use]
pub fn light(account: &Account, book: &Book, commitment: &Commitment, today: Day) -> Light {
    standing(account, book, commitment, today).light
}

/// How a commitment stands on a day, with the figures of its bound measures.
#[must_use]
pub fn standing(account: &Account, book: &Book, commitment: &Commitment, today: Day) -> Standing {
    // An amendment counts from its own day on.
    let then = commitment.on(today);
    let commitment = &*then;
    let report = account.report();
    let closed = report.and_then(|it| book.closed(&it.id, &commitment.id, today));
    let numbers: Vec<NumberStands> = commitment
        .targets
        .iter()
        .enumerate()
        .map(|(index, target)| {
            let mut stands = number(account, book, commitment, index, target, today);
            without_facts(&mut stands, commitment, target, closed.is_some(), today);
            stands
        })
        .collect();
    let milestone = (!commitment.measurable() || !commitment.milestones.is_empty())
        .then(|| milestone(account, book, commitment, closed.as_ref(), today));
    // The worst speaks for all; what has no facts keeps the others from being called on
    // pace, and what is under way from being called done.
    let rank = |light: &Light| match light {
        Light::Red => 4,
        Light::Yellow => 3,
        Light::Grey => 2,
        Light::Green => 1,
        Light::Blue => 0,
    };
    let promised = numbers.iter().filter(|it| it.because != Because::Dropped);
    let lights = promised.map(|it| it.light);
    let lights = lights.chain(milestone.iter().map(|it| it.light));
    Standing {
        light: lights.max_by_key(rank).unwrap_or(Light::Grey),
        numbers,
        milestone,
        closed,
    }
}

impl Standing {
    /// How many days after its due day it was done in full; none if it is not done in full,
    /// or was in time.
    #[must_use]
    pub fn late(&self) -> Option<i32> {
        let numbers = self.numbers.iter().map(|it| it.late);
        let all = numbers.chain(self.milestone.iter().map(|it| it.late));
        let done = self.light == Light::Blue;
        all.flatten().max().filter(|_| done)
    }
}

/// The figure of what something is bound to, up to the day or the end of the year that is
/// spoken of.
pub(crate) fn figure(book: &Book, bound: &Bound, day: Day) -> Option<Figure> {
    match &bound.record {
        Some(record) => book.figure_of_record(&bound.measure, record, day),
        None => book.figure(&bound.measure, day),
    }
}

fn number(
    account: &Account,
    book: &Book,
    commitment: &Commitment,
    index: usize,
    target: &Target,
    today: Day,
) -> NumberStands {
    let due = due_or_year_end(account, commitment, today);
    let mut stands = NumberStands {
        target: index,
        bound: target.bound.clone(),
        measure: None,
        figure: None,
        pace: pace(account, book, commitment, index, today),
        claimed: target.claimed,
        held: None,
        light: Light::Grey,
        because: Because::Unbound,
        late: None,
    };
    if target.dropped {
        stands.because = Because::Dropped;
        return stands;
    }
    let Some(bound) = &target.bound else {
        return stands;
    };
    let Some(measure) = book.measures().get(&bound.measure) else {
        stands.because = Because::MeasureGone;
        return stands;
    };
    stands.measure = Some(measure.clone());
    let Some(unit) = fit(&measure.unit, &target.unit) else {
        stands.because = Because::UnitsDiffer;
        return stands;
    };
    // Facts of a later year are not of this commitment.
    let until = today.min(last_day(due.year()));
    // Nor are those of the year before it.
    let early = measure.per == Per::Year && until < first_day(year_of(account, today));
    let figure = |until: Day| {
        let mut figure = figure(book, bound, until).filter(|_| !early)?;
        let value = figure.value.and_then(|it| it.checked_mul(unit.factor));
        figure.value = value.map(|it| it.normalize());
        figure.unit = target.unit.as_str().into();
        Some(figure)
    };
    let reached = |day: Day| figure(day).and_then(|it| it.value);
    let met_on = |day: Day| reached(day).is_some_and(|it| met(target, it));
    let figure = figure(until);
    stands.held = target
        .claimed
        .and_then(|_| held_claim(account, book, commitment, index, today));
    let rules = book.measures().light_rules(today);
    (stands.light, stands.because) = match &figure {
        Some(figure) => judge(target, measure, figure, stands.pace, due, today, rules),
        None => (Light::Grey, Because::NoFacts),
    };
    if stands.light == Light::Red && is_stretch(commitment, target) {
        (stands.light, stands.because) = (Light::Yellow, Because::Stretch);
    }
    let comes = matches!(way(target, Some(measure)), Way::Paced | Way::AtDue);
    if comes && stands.because == Because::Reached && due < until && !met_on(due) {
        stands.late = Some(days_between(due, first(due, until, met_on)));
    }
    stands.figure = figure;
    stands
}

/// Whether an amount is what was promised.
fn met(target: &Target, reached: Decimal) -> bool {
    match target.op {
        Op::Equal | Op::AtLeast | Op::About | Op::Range => reached >= target.value,
        Op::Above => reached > target.value,
        Op::AtMost => reached <= target.value2.unwrap_or(target.value),
        Op::Below => reached < target.value,
    }
}

/// The light of a number: figure, pace, day and rules, and nothing else.
pub(crate) fn judge(
    target: &Target,
    measure: &Measure,
    figure: &Figure,
    pace: Option<Pace>,
    due: Day,
    today: Day,
    rules: LightRules,
) -> (Light, Because) {
    let Some(reached) = figure.value else {
        return (Light::Grey, Because::NoFacts);
    };
    // What may still change is not called done before its time is over and told.
    let settled = due < today && figure.as_of.is_some_and(|day| day >= due);
    let good = match settled {
        true => (Light::Blue, Because::Reached),
        false => (Light::Green, Because::Good),
    };
    match way(target, Some(measure)) {
        Way::Ceiling => match target.op {
            Op::Below if reached < target.value => good,
            Op::Below => (Light::Red, Because::FarBehind),
            _ if reached <= target.value2.unwrap_or(target.value) => good,
            _ => (Light::Red, Because::FarBehind),
        },
        Way::Rate => {
            let Some(band) = rules.rate_band else {
                return (Light::Grey, Because::NotSet);
            };
            let short = match target.op {
                Op::AtMost | Op::Below => reached.checked_sub(target.value),
                _ => target.value.checked_sub(reached),
            };
            let about = match target.op {
                Op::About => rules.about_band.unwrap_or_default(),
                _ => Decimal::ZERO,
            };
            match short {
                _ if met(target, reached) => good,
                Some(short) if short <= about && target.op == Op::About => good,
                Some(short) if short <= band => (Light::Yellow, Because::Behind),
                _ => (Light::Red, Because::FarBehind),
            }
        }
        Way::AtDue | Way::Paced if met(target, reached) => (Light::Blue, Because::Reached),
        Way::AtDue | Way::Paced if due < today => (Light::Red, Because::Overdue),
        Way::AtDue => (Light::Green, Because::NotDue),
        Way::Paced if is_stale(figure.as_of, today, rules) => (Light::Red, Because::Stale),
        Way::Paced => {
            let share = reached.checked_div(target.value);
            let Some(((band, pace), share)) = rules.pace_band.zip(pace).zip(share) else {
                return (Light::Grey, Because::NotSet);
            };
            let ahead = (share - pace.share) * Decimal::ONE_HUNDRED;
            if ahead >= Decimal::ZERO {
                (Light::Green, Because::Good)
            } else if ahead >= -band {
                (Light::Yellow, Because::Behind)
            } else {
                (Light::Red, Because::FarBehind)
            }
        }
    }
}

/// Whether the last fact is older than a task may be left (僵尸任务).
fn is_stale(as_of: Option<Day>, today: Day, rules: LightRules) -> bool {
    let until = as_of.zip(rules.stale_after).and_then(|(day, months)| {
        let months = jiff::Span::new().try_months(i64::from(months)).ok()?;
        day.checked_add(months).ok()
    });
    until.is_some_and(|until| until < today)
}
