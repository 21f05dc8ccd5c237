//! A unit's claim 自报 against the facts of the claim's own time.
//!
//! A claim is held against the facts that count up to **its own day**, never against
//! today's figure: what has been done since is no fault of an honest old claim, and covers
//! no false one.
//!
//! Of those facts **all that is known by now** counts, not only what the log held on that
//! day. Facts arrive late, the investment of a month on the 5th of the next, so a unit that
//! spoke in time would be wrong by the log and right in the world; and a start that is taken
//! back in autumn was none in spring, so the claim of spring that counted it was wrong. Who
//! must explain gets the time for it from the day on which the log came to say otherwise.
//!
//! Its own day is the one up to which the unit says it speaks. Where it does not say, it
//! may speak of any day from the end of the month before until the day of the claim (一季度
//! 开工26个, said in April). And what counts for the last day of a month stands for the
//! whole month, as monthly reports do, so a claim from within it may have some of it.

use std::borrow::Cow;

use youwei_base::{Day, Decimal};

use crate::book::Flow;
use crate::commitment::{ClaimSeen, Commitment};
use crate::contradiction::claim_key;
use crate::measure::unit::fit;
use crate::measure::{How, Measure, Per};
use crate::month::Month;
use crate::pace::{due_or_year_end, first_day, last_day, year_of};
use crate::standing::figure;
use crate::target::Bound;
use crate::{Account, Book, Side};

/// A claim and what the facts say of its own time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldClaim {
    /// What the unit claims, in the unit of the target.
    pub value: Decimal,
    /// Up to which day it speaks.
    pub on: Day,
    /// Whether the unit said so; else it is the day of the claim.
    pub said: bool,
    /// What the facts up to that day come to, in the unit of the target.
    pub figure: Decimal,
    /// How much more is claimed than the facts of that time allow; below 0 if less, 0 where
    /// they agree.
    pub off: Decimal,
}

/// The claim of a number of a commitment, held against the facts of its own time; none
/// where nothing is claimed, no measure speaks for the number, or no fact does.
#[must_use]
pub fn held_claim(
    account: &Account,
    book: &Book,
    commitment: &Commitment,
    number: usize,
    today: Day,
) -> Option<HeldClaim> {
    let last = commitment.claims_of(number).next()?;
    let value = last.value?;
    let against = Against::of(account, book, commitment, number, today)?;
    let (on, said) = against.day_of(last)?;
    let reach = against.reach(on, said)?;
    Some(HeldClaim {
        value,
        on,
        said,
        figure: reach.at,
        off: reach.off(value)?,
    })
}

/// Since when the claims of a number have been apart from the facts without a break, each
/// held against those of its own time as they were known on every day since; none where
/// that is not known.
///
/// What was explained was the claim that stood then: one that says something else afterwards
/// and is apart too is apart since it was made, and wants an explanation of its own.
pub(crate) fn apart_since(
    account: &Account,
    book: &Book,
    commitment: &Commitment,
    number: usize,
    today: Day,
    apart: impl Fn(Decimal, Decimal) -> bool,
) -> Option<Day> {
    let against = Against::of(account, book, commitment, number, today)?;
    let about = claim_key(&commitment.id, number);
    let explained = account.explanations_of(&about);
    let explained: Vec<u64> = explained.iter().map(|it| it.entry).collect();
    let (mut since, mut until) = (None, today);
    let mut later: Option<&ClaimSeen> = None;
    for claim in commitment.claims_of(number) {
        let made = book.day_of_entry(claim.entry)?;
        let anew = later.is_some_and(|later| {
            let other = (later.value, later.on) != (claim.value, claim.on);
            other
                && explained
                    .iter()
                    .any(|it| (claim.entry..later.entry).contains(it))
        });
        if anew {
            break;
        }
        later = Some(claim);
        // What was said anew on the same day takes its place.
        if made > until {
            continue;
        }
        let Some((value, (on, said))) = claim.value.zip(against.day_of(claim)) else {
            break;
        };
        let off = |reach: Reach| apart(value, reach.nearest(value));
        let (begun, whole) = match against.heard(on, said) {
            Some(heard) => {
                let mut begun = None;
                let days = heard.news(made, until);
                let mut whole = true;
                for day in days {
                    match heard.at(day, against.factor).is_some_and(&off) {
                        true => begun = begun.or(Some(day)),
                        false => (begun, whole) = (None, false),
                    }
                }
                (begun, whole)
            }
            // Of what does not add up only today's knowledge is at hand: not before the
            // last word of the facts.
            None => match against.reach(on, said).is_some_and(&off) {
                true => {
                    let heard = against.last_heard(on).unwrap_or(made);
                    (Some(made.max(heard.min(until))), heard <= made)
                }
                false => (None, false),
            },
        };
        let Some(begun) = begun else { break };
        since = Some(begun);
        let before = made.yesterday().ok().filter(|_| whole);
        let Some(before) = before else { break };
        until = before;
    }
    since
}

/// What claims of a number are held against.
struct Against<'a> {
    book: &'a Book,
    measure: &'a Measure,
    bound: &'a Bound,
    /// From the measure's unit to the target's.
    factor: Decimal,
    /// The days that the commitment is about, as far as they are over.
    first: Day,
    until: Day,
    today: Day,
}

/// What the facts of a claim's time come to.
#[derive(Debug, Clone, Copy)]
struct Reach {
    low: Decimal,
    high: Decimal,
    /// Up to the day itself.
    at: Decimal,
}

impl Reach {
    fn of(at: Decimal, others: [Option<Decimal>; 2]) -> Reach {
        let both = || others.into_iter().flatten();
        Reach {
            low: both().fold(at, Decimal::min),
            high: both().fold(at, Decimal::max),
            at,
        }
    }

    /// What of it is nearest to an amount.
    fn nearest(&self, value: Decimal) -> Decimal {
        value.max(self.low).min(self.high)
    }

    fn off(&self, value: Decimal) -> Option<Decimal> {
        Some(value.checked_sub(self.nearest(value))?.normalize())
    }

    fn times(self, factor: Decimal) -> Option<Reach> {
        let times = |it: Decimal| Some(it.checked_mul(factor)?.normalize());
        Some(Reach {
            low: times(self.low)?,
            high: times(self.high)?,
            at: times(self.at)?,
        })
    }
}

impl<'a> Against<'a> {
    fn of(
        account: &Account,
        book: &'a Book,
        commitment: &'a Commitment,
        number: usize,
        today: Day,
    ) -> Option<Against<'a>> {
        let target = commitment.targets.get(number)?;
        let bound = target.bound.as_ref()?;
        let measure = book.measures().get(&bound.measure)?;
        let due = due_or_year_end(account, commitment, today);
        Some(Against {
            book,
            measure,
            bound,
            factor: fit(&measure.unit, &target.unit)?.factor,
            first: match measure.per {
                Per::Year => first_day(year_of(account, today)),
                Per::Cumulative => Day::MIN,
            },
            until: today.min(last_day(due.year())),
            today,
        })
    }

    /// Up to which day a claim speaks, and whether the unit said so.
    fn day_of(&self, claim: &ClaimSeen) -> Option<(Day, bool)> {
        let day = claim.on.or_else(|| self.book.day_of_entry(claim.entry))?;
        let day = day.min(self.until);
        (day >= self.first).then_some((day, claim.on.is_some()))
    }

    fn adds_up(&self) -> bool {
        matches!(self.measure.how, How::Count | How::Sum)
    }

    /// The last day of the month before, of the period that is counted.
    fn month_before(&self, on: Day) -> Option<Day> {
        let before = Month::of(on).plus(-1).last_day();
        (self.measure.per == Per::Cumulative || before.year() == on.year()).then_some(before)
    }

    /// What the facts of a claim's time come to, by all that is known; none without facts.
    fn reach(&self, on: Day, said: bool) -> Option<Reach> {
        let of = |day: Day| figure(self.book, self.bound, day);
        let value = |day: Day| of(day).and_then(|it| it.value);
        let end = Some(on.last_of_month()).filter(|end| *end > on && *end <= self.until);
        let reach = if self.adds_up() {
            // Where nothing was told yet, nothing is not none.
            value(self.until)?;
            let sum = |day: Day| value(day).unwrap_or_default();
            let at = sum(on);
            let before = (!said).then(|| self.month_before(on).map_or(Decimal::ZERO, sum));
            let whole = end.and_then(|end| {
                let last = sum(end).checked_sub(sum(end.yesterday().ok()?))?;
                at.checked_add(last)
            });
            Reach::of(at, [before, whole])
        } else {
            let before = self.month_before(on).filter(|_| !said).and_then(value);
            let whole = end.filter(|end| of(*end).is_some_and(|it| it.as_of == Some(*end)));
            let whole = whole.and_then(value);
            let at = value(on).or(whole).or(before)?;
            Reach::of(at, [before, whole])
        };
        reach.times(self.factor)
    }

    /// The day on which the newest of the facts came that speak of a claim's time.
    fn last_heard(&self, on: Day) -> Option<Day> {
        let record = self.bound.record.as_deref();
        let end = on.last_of_month().min(self.until);
        let facts = [Side::Own, Side::Against].into_iter();
        let facts = facts.flat_map(|side| self.book.evidence(&self.measure.id, side, record, end));
        let last = facts.map(|it| it.entry).max()?;
        self.book.day_of_entry(last)
    }

    /// The same as it was known on past days; none of what does not add up.
    fn heard(&self, on: Day, said: bool) -> Option<Heard<'a>> {
        let (book, measure) = (self.book, self.measure);
        let record = self.bound.record.as_deref();
        let all = match record {
            None => Cow::Borrowed(book.flow_of(measure)?),
            Some(_) => Cow::Owned(book.flow_between(measure, record, Day::MIN, self.today)?),
        };
        let month = Month::of(on);
        let end = on.last_of_month();
        let own = book.flow_between(measure, record, month.first_day(), on)?;
        let whole = match end > on && end <= self.until {
            true => book.flow_between(measure, record, end, end)?,
            false => Flow::default(),
        };
        let january = Month::january(on.year());
        Some(Heard {
            first: match measure.per {
                Per::Year => january,
                Per::Cumulative => all.first_month().map_or(january, |it| it.min(january)),
            },
            month,
            last: Month::of(self.until),
            all,
            own,
            whole,
            said,
            count: measure.how == How::Count,
        })
    }
}

/// What was known when of a claim's time.
struct Heard<'b> {
    all: Cow<'b, Flow>,
    /// From the beginning of the claim's month to its day.
    own: Flow,
    /// Of the last day of that month, where that is later.
    whole: Flow,
    first: Month,
    month: Month,
    last: Month,
    said: bool,
    count: bool,
}

impl Heard<'_> {
    /// The day of the claim, and those until another on which more was known.
    fn news(&self, made: Day, until: Day) -> Vec<Day> {
        let mut days = vec![made];
        for flow in [&*self.all, &self.own, &self.whole] {
            days.extend(flow.news(made, until));
        }
        days.sort_unstable();
        days.dedup();
        days
    }

    fn at(&self, known: Day, factor: Decimal) -> Option<Reach> {
        if self.all.facts(self.first, self.last, known) == 0 {
            return None;
        }
        let of = |flow: &Flow| flow.known(self.month, self.month, known, self.count);
        let before = self.month.plus(-1);
        let before = self.all.known(self.first, before, known, self.count);
        let at = before.checked_add(of(&self.own))?;
        let whole = at.checked_add(of(&self.whole))?;
        let before = (!self.said).then_some(before);
        Reach::of(at, [before, Some(whole)]).times(factor)
    }
}
