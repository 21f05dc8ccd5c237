//! Forecasts 预测: where a figure will stand, within which range, and what must happen for
//! its target.
//!
//! Start at [`outlook`] for a number of a commitment and at [`forecast`] for a measure;
//! [`project`] is the reckoning itself. [`scores`] makes every forecast of past month ends
//! anew from what was known then and holds it against what came.
//!
//! **Invariant:** a forecast colours nothing. [`crate::light`] does not look at it.
//!
//! **Invariant:** nothing later than the day of asking is looked at: neither facts of later
//! days nor what came to be known later.
//!
//! Counts and sums are forecast. Shares, growth, gaps and last values never are: they would
//! be one guess divided by another, or the next reading of something that does not add up.
//! What must be zero, and what comes at once, never is either; nor is a stock, to which facts
//! add and from which they take away, or what has stopped growing.

mod delay;
mod outlook;
mod project;
mod root;
mod rules;
mod say;
mod score;
mod shape;
#[cfg(test)]
mod tests;

use youwei_base::{Day, Decimal};

pub use outlook::{Need, Outlook, Outlooks, Verdict, outlook};
pub use project::{Forecast, Question, project};
pub use rules::ForecastRules;
pub use score::{Score, Scores, scores};
pub use shape::Basis;

use crate::Book;
use crate::measure::{Course, How, Measure, Per};

/// Why no forecast is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hidden {
    /// The measure is of a kind that is never forecast.
    Kind,
    /// It must be zero.
    Zero,
    /// It comes at once.
    AtOnce,
    /// One record's facts alone are looked at.
    OneRecord,
    /// The due day is over.
    Over,
    /// The due day is in another year.
    OtherYear,
    /// Of some facts is not known when they came.
    Undated,
    /// Too few months are over and known.
    FewMonths {
        /// How many are.
        have: i32,
        /// How many it takes.
        need: i32,
    },
    /// There are too few facts.
    FewFacts {
        /// How many there are.
        have: u64,
        /// How many it takes.
        need: u64,
    },
    /// It is not known yet how late facts arrive.
    DelayUnknown {
        /// How many months were watched.
        have: i32,
        /// How many it takes.
        need: i32,
    },
    /// Too little of the year is gone by its usual course.
    Early,
    /// What adds up does not rise.
    NotRising,
    /// Facts add and take away: it is a stock, and not what a year brings.
    Stock,
    /// The last months brought nothing, or half of them did.
    Stopped,
    /// There is no figure, or a number is too large.
    Unfit,
    /// The numbers by which forecasts are made are not set for the day.
    NotSet,
}

/// The figure of a measure on a day to come of today's year. `nodes` are shares of the year
/// at the ends of its quarters that go before those that the measure declares.
///
/// # Errors
/// Why there is none.
pub fn forecast(
    book: &Book,
    measure: &Measure,
    today: Day,
    due: Day,
    nodes: Option<&[Decimal; 4]>,
) -> Result<Forecast, Hidden> {
    let figure = book.figure(&measure.id, today);
    let reached = figure.and_then(|it| it.value).unwrap_or_default();
    as_known(book, measure, reached, today, due, nodes)
}

/// The same with the figure of that day as it was known.
fn as_known(
    book: &Book,
    measure: &Measure,
    reached: Decimal,
    today: Day,
    due: Day,
    nodes: Option<&[Decimal; 4]>,
) -> Result<Forecast, Hidden> {
    if measure.zero {
        return Err(Hidden::Zero);
    }
    if measure.course == Course::Due {
        return Err(Hidden::AtOnce);
    }
    let rules = ForecastRules::on(today).ok_or(Hidden::NotSet)?;
    let flow = book.flow_of(measure).ok_or(Hidden::Kind)?;
    let declared = declared(measure);
    project(&Question {
        flow,
        count: measure.how == How::Count,
        cumulative: measure.per == Per::Cumulative,
        reached,
        today,
        due,
        nodes: nodes.or(declared.as_ref()),
        rules: &rules,
    })
}

/// The quarter nodes of a measure as shares.
fn declared(measure: &Measure) -> Option<[Decimal; 4]> {
    match &measure.course {
        Course::Quarters(shares) => Some(shares.map(|it| it / Decimal::ONE_HUNDRED)),
        Course::Calendar | Course::Due => None,
    }
}
