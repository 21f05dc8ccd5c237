//! Where a number of a commitment will stand when it is due, and what must happen.

use youwei_base::{Day, Decimal};
use youwei_report::Op;

use super::{Forecast, Hidden, forecast};
use crate::commitment::Commitment;
use crate::measure::unit::fit;
use crate::pace::{due_or_year_end, own_nodes};
use crate::{Account, Book, Target};

/// Days of a month on average.
const DAYS: i64 = 365;
const MONTHS: i64 = 12;

/// Where a number will stand when it is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// Index in [`Commitment::targets`].
    pub target: usize,
    /// The day it is due.
    pub due: Day,
    /// The forecast, in the unit of the target, or why there is none.
    pub forecast: Result<Forecast, Hidden>,
    /// What must happen; none where nothing is known or nothing is left to be done.
    pub need: Option<Need>,
    /// What the forecast says of the target.
    pub verdict: Option<Verdict>,
}

/// What must happen from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// How much is missing, or of a limit how much is left.
    pub amount: Decimal,
    /// The same a month; none where less than a month is left.
    pub a_month: Option<Decimal>,
    /// Whether it is a limit.
    pub at_most: bool,
}

/// What a forecast says of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The whole range keeps it.
    Likely,
    /// The range holds both.
    Open,
    /// The whole range misses it.
    Unlikely,
}

/// The outlook of a number; none if no measure speaks for it.
#[must_use]
pub fn outlook(
    account: &Account,
    book: &Book,
    commitment: &Commitment,
    index: usize,
    today: Day,
) -> Option<Outlook> {
    let target = commitment.targets.get(index)?;
    let bound = target.bound.as_ref()?;
    let measure = book.measures().get(&bound.measure)?;
    let unit = fit(&measure.unit, &target.unit)?;
    let due = due_or_year_end(account, commitment, today);
    let nodes = (index == 0)
        .then(|| own_nodes(commitment, target))
        .flatten();
    let made = match &bound.record {
        Some(_) => Err(Hidden::OneRecord),
        None => forecast(book, measure, today, due, nodes.as_ref()),
    };
    let forecast = made.and_then(|it| it.times(unit.factor).ok_or(Hidden::Unfit));
    Some(Outlook {
        target: index,
        due,
        need: forecast.as_ref().ok().and_then(|it| need(target, it)),
        verdict: forecast.as_ref().ok().map(|it| verdict(target, it)),
        forecast,
    })
}

impl Forecast {
    /// The same in another unit.
    fn times(self, factor: Decimal) -> Option<Forecast> {
        let times = |it: Decimal| it.checked_mul(factor).map(|it| it.normalize());
        Some(Forecast {
            reached: times(self.reached)?,
            late: times(self.late)?,
            point: times(self.point)?,
            low: times(self.low)?,
            high: times(self.high)?,
            a_month: times(self.a_month)?,
            ..self
        })
    }

    /// How many months are left, a month being a twelfth of 365 days.
    #[must_use]
    pub fn months_left(&self) -> Decimal {
        let days = self.made.until(self.due).map_or(0, |it| it.get_days());
        Decimal::from(i64::from(days) * MONTHS) / Decimal::from(DAYS)
    }
}

fn is_limit(target: &Target) -> bool {
    matches!(target.op, Op::AtMost | Op::Below)
}

fn need(target: &Target, forecast: &Forecast) -> Option<Need> {
    let at_most = is_limit(target);
    let goal = match at_most {
        true => target.value2.unwrap_or(target.value),
        false => target.value,
    };
    let amount = goal.checked_sub(forecast.reached)?;
    if amount <= Decimal::ZERO {
        return None;
    }
    let left = forecast.months_left();
    let a_month = (left >= Decimal::ONE)
        .then(|| amount.checked_div(left))
        .flatten();
    Some(Need {
        amount,
        a_month: a_month.map(|it| it.round_dp(4).normalize()),
        at_most,
    })
}

fn verdict(target: &Target, forecast: &Forecast) -> Verdict {
    let kept = |value: Decimal| match target.op {
        Op::Equal | Op::AtLeast | Op::About | Op::Range => value >= target.value,
        Op::Above => value > target.value,
        Op::AtMost => value <= target.value2.unwrap_or(target.value),
        Op::Below => value < target.value,
    };
    match (kept(forecast.low), kept(forecast.high)) {
        (true, true) => Verdict::Likely,
        (false, false) => Verdict::Unlikely,
        _ => Verdict::Open,
    }
}
