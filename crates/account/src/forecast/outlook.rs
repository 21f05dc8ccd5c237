//! Where a number of a commitment will stand when it is due, and what must happen.

use std::collections::BTreeMap;

use rust_decimal::RoundingStrategy;
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
    Outlooks::new(book, today).of(account, commitment, index)
}

/// What a forecast is asked for: measure, due day and quarter nodes.
type Asked = (String, Day, Option<[Decimal; 4]>);

/// Outlooks of many numbers, each forecast made once.
pub struct Outlooks<'b> {
    book: &'b Book,
    today: Day,
    made: BTreeMap<Asked, Result<Forecast, Hidden>>,
}

impl<'b> Outlooks<'b> {
    /// Those of a day.
    #[must_use]
    pub fn new(book: &'b Book, today: Day) -> Outlooks<'b> {
        Outlooks {
            book,
            today,
            made: BTreeMap::new(),
        }
    }

    /// That of one number.
    pub fn of(
        &mut self,
        account: &Account,
        commitment: &Commitment,
        index: usize,
    ) -> Option<Outlook> {
        of(self, account, commitment, index)
    }
}

fn of(
    all: &mut Outlooks<'_>,
    account: &Account,
    commitment: &Commitment,
    index: usize,
) -> Option<Outlook> {
    let (book, today) = (all.book, all.today);
    let target = commitment.targets.get(index)?;
    let bound = target.bound.as_ref()?;
    let measure = book.measures().get(&bound.measure)?;
    let unit = fit(&measure.unit, &target.unit)?;
    let due = due_or_year_end(account, commitment, today);
    let nodes = (index == 0)
        .then(|| own_nodes(&commitment.nodes, target))
        .flatten();
    let made = match &bound.record {
        Some(_) => Err(Hidden::OneRecord),
        None => {
            let asked = (bound.measure.clone(), due, nodes);
            let made = all.made.entry(asked);
            made.or_insert_with(|| forecast(book, measure, today, due, nodes.as_ref()))
                .clone()
        }
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
        a_month: a_month.map(|it| whole(it, forecast.count, at_most)),
        at_most,
    })
}

/// What is counted comes whole: more are needed rather than fewer, and of a limit fewer are
/// left. Of a few a tenth is said.
fn whole(a_month: Decimal, count: bool, at_most: bool) -> Decimal {
    let decimals = match (count, a_month >= Decimal::from(3)) {
        (false, _) => 4,
        (true, true) => 0,
        (true, false) => 1,
    };
    let how = match at_most {
        true => RoundingStrategy::ToZero,
        false => RoundingStrategy::AwayFromZero,
    };
    match count {
        true => a_month.round_dp_with_strategy(decimals, how).normalize(),
        false => a_month.round_dp(decimals).normalize(),
    }
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
