//! Contradictions 矛盾: two sources that disagree, who must explain it, and by when.
//!
//! A unit's claim against the figure; two measures that ought to agree; what a system
//! flagged as odd. They are found anew every time from what is known; an explanation is
//! kept beside them and changes nothing.
//!
//! The clock runs from the day on which the two came apart and have not met since, by what
//! was known on each day in between: claiming the same again does not set it back.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};
use youwei_base::{Bilingual, Day, Decimal, NotPublished, WorkCalendar};

use crate::bands::{Table, latest, read};
use crate::book::Flow;
use crate::commitment::Commitment;
use crate::measure::unit::fit;
use crate::measure::{Agree, How, Measure, Pair, Per, Source};
use crate::month::Month;
use crate::standing::standing;
use crate::{Account, Book};

const NAMES: [&str; 2] = ["claim_tolerance", "explain_within"];

static BUILT_IN: LazyLock<Table> = LazyLock::new(|| {
    let source = Source {
        text: include_str!("../data/contradictions.toml"),
        file: "contradictions.toml",
    };
    // That the file reads is a test; without it nobody is asked to explain anything.
    read(source, &NAMES).unwrap_or_default()
});

/// The numbers in force on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContradictionRules {
    /// By how much a claim may differ from the figure, in per cent of the larger.
    pub claim_tolerance: Decimal,
    /// Within how many work days it is explained.
    pub explain_within: u32,
}

impl ContradictionRules {
    /// Those in force on a day; none while one of them is not set.
    #[must_use]
    pub fn on(day: Day) -> Option<ContradictionRules> {
        Some(ContradictionRules {
            claim_tolerance: latest(&BUILT_IN, "claim_tolerance", day)?,
            explain_within: u32::try_from(latest(&BUILT_IN, "explain_within", day)?).ok()?,
        })
    }
}

/// What a unit said of a contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// What it explains.
    pub about: String,
    /// Its entry in the log.
    pub entry: u64,
    /// The unit.
    pub unit: String,
    /// What it says.
    pub why: String,
}

/// Two sources that disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// What it is about.
    pub about: About,
    /// What is said on the one side, and on the other; of a flag, there are none.
    pub sides: Option<[Side; 2]>,
    /// Who must explain it.
    pub who: Who,
    /// The day on which they came apart; none if that is not known.
    pub since: Option<Day>,
    /// How it stands.
    pub stands: Stands,
}

/// What a contradiction is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A unit's claim and the figure of a number of a commitment.
    Claim {
        /// The commitment.
        commitment: String,
        /// Index of its number.
        target: usize,
    },
    /// Two measures.
    Pair(Arc<Pair>),
    /// Something that a system flagged.
    Flag {
        /// The record, such as `key-projects/2026-00017`.
        record: String,
        /// The flag.
        flag: String,
        /// The entry that raised it.
        entry: u64,
    },
}

/// One of two sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The measure it is of; none of a claim.
    pub measure: Option<Arc<Measure>>,
    /// What it says.
    pub value: Decimal,
    /// In which unit.
    pub unit: String,
}

/// Who must explain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// The unit of this name; the lead unit of a commitment.
    Named(String),
    /// The unit of this id.
    Unit(Arc<str>),
    /// The keeper of the system whose file declares it.
    KeeperOf(Arc<str>),
    /// Nobody leads it yet.
    Nobody,
}

/// How a contradiction stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    /// It waits to be explained by this day.
    Waiting(Day),
    /// It was to be explained by this day.
    Overdue(Day),
    /// It was explained.
    Explained(Explanation),
    /// By when cannot be told: the work days of a year are not published.
    NoCalendar(NotPublished),
    /// By when cannot be told: it is not known since when, or no limit is set.
    Open,
}

impl About {
    /// Its name in events and addresses.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            About::Claim { commitment, target } => format!("claim:{commitment}:{target}"),
            About::Pair(pair) => format!("pair:{}", pair.id),
            About::Flag {
                record,
                flag,
                entry,
            } => format!("flag:{record}:{flag}:{entry}"),
        }
    }
}

/// All that disagrees on a day: claims and figures, and measures that ought to agree.
#[must_use]
pub fn contradictions(
    account: &Account,
    book: &Book,
    today: Day,
    calendar: &WorkCalendar,
) -> Vec<Contradiction> {
    let Some(rules) = ContradictionRules::on(today) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for commitment in account.commitments().filter(|it| it.is_live()) {
        if commitment.targets.iter().any(|it| it.claimed.is_some()) {
            found.extend(claims(account, book, commitment, today, rules));
        }
    }
    let pairs = book.measures().pairs();
    found.extend(pairs.filter_map(|it| pair(book, it, today)));
    for one in &mut found {
        one.stands = settled(account, book, &one.about, one.since, today, calendar);
    }
    found
}

/// How a contradiction stands that is there since a day.
#[must_use]
pub fn settled(
    account: &Account,
    book: &Book,
    about: &About,
    since: Option<Day>,
    today: Day,
    calendar: &WorkCalendar,
) -> Stands {
    let key = about.key();
    // What was said of it before it came up again speaks of another time.
    let of_now = |it: &&Explanation| {
        let said = book.day_of_entry(it.entry);
        it.about == key && said.zip(since).is_none_or(|(said, since)| said >= since)
    };
    if let Some(said) = account.explanations().iter().rev().find(of_now) {
        return Stands::Explained(said.clone());
    }
    let Some((since, rules)) = since.zip(ContradictionRules::on(today)) else {
        return Stands::Open;
    };
    match calendar.after(since, rules.explain_within, true) {
        Ok(due) if due < today => Stands::Overdue(due),
        Ok(due) => Stands::Waiting(due),
        Err(unknown) => Stands::NoCalendar(unknown),
    }
}

/// Whether two amounts are further apart than so many per cent of the larger.
fn apart(one: Decimal, other: Decimal, per_cent: Decimal) -> bool {
    let larger = one.abs().max(other.abs());
    let may = larger
        .checked_mul(per_cent)
        .map(|it| it / Decimal::ONE_HUNDRED);
    let off = one.checked_sub(other).map(|it| it.abs());
    off.zip(may).is_none_or(|(off, may)| off > may)
}

fn claims(
    account: &Account,
    book: &Book,
    commitment: &Commitment,
    today: Day,
    rules: ContradictionRules,
) -> Vec<Contradiction> {
    let stands = standing(account, book, commitment, today);
    let one = |(at, target): (usize, &crate::Target)| {
        let number = stands.numbers.get(at)?;
        let (claimed, figure) = (target.claimed?, number.figure.as_ref()?);
        let (value, measure) = (figure.value?, number.measure.as_ref()?);
        let tolerance = rules.claim_tolerance;
        if !apart(claimed, value, tolerance) {
            return None;
        }
        let side = |measure: Option<&Arc<Measure>>, value: Decimal| Side {
            measure: measure.cloned(),
            value,
            unit: target.unit.clone(),
        };
        let factor = fit(&measure.unit, &target.unit)?.factor;
        let whole = number.bound.as_ref().is_some_and(|it| it.record.is_none());
        let known = |day: Day| match whole {
            true => known(book, measure, day)?.checked_mul(factor),
            // Of one record, or of what does not add up, today's is all that is known.
            false => Some(value),
        };
        let claims: Vec<(Day, Option<Decimal>)> = commitment
            .claims
            .iter()
            .filter(|it| it.target == at)
            .filter_map(|it| Some((book.day_of_entry(it.entry)?, it.value)))
            .collect();
        let claimed_on = |day: Day| {
            let before = claims.iter().rev().find(|(said, _)| *said <= day);
            before.and_then(|(_, value)| *value)
        };
        let mut days: Vec<Day> = claims.iter().map(|(day, _)| *day).collect();
        if let (true, Some(flow), Some(first)) = (whole, book.flow_of(measure), days.first()) {
            days.extend(flow.news(*first, today));
        }
        let since = since(days, |day| {
            let (said, is) = (claimed_on(day), known(day).unwrap_or(value));
            said.is_some_and(|said| apart(said, is, tolerance))
        });
        Some(Contradiction {
            about: About::Claim {
                commitment: commitment.id.clone(),
                target: at,
            },
            sides: Some([side(None, claimed), side(Some(measure), value)]),
            who: match &commitment.lead {
                Some(lead) => Who::Named(lead.clone()),
                None => Who::Nobody,
            },
            since,
            stands: Stands::Open,
        })
    };
    let targets = commitment.targets.iter().enumerate();
    targets.filter_map(one).collect()
}

/// The first day of those on which the two have been apart without a break until the last.
fn since(mut days: Vec<Day>, apart: impl Fn(Day) -> bool) -> Option<Day> {
    days.sort_unstable();
    days.dedup();
    let mut since = None;
    for day in days {
        since = match apart(day) {
            true => since.or(Some(day)),
            false => None,
        };
    }
    since
}

/// The figure of a day as it was known at its end, of what adds up.
fn known(book: &Book, measure: &Measure, day: Day) -> Option<Decimal> {
    let flow = book.flow_of(measure)?;
    Some(known_of(flow, measure, day))
}

fn known_of(flow: &Flow, measure: &Measure, day: Day) -> Decimal {
    let first = first_month(flow, measure, day);
    flow.known(first, Month::of(day), day, measure.how == How::Count)
}

fn first_month(flow: &Flow, measure: &Measure, day: Day) -> Month {
    let january = Month::january(day.year());
    match measure.per {
        Per::Year => january,
        Per::Cumulative => flow.first_month().map_or(january, |it| it.min(january)),
    }
}

fn pair(book: &Book, pair: &Arc<Pair>, today: Day) -> Option<Contradiction> {
    let measure = |id: &str| book.measures().get(id);
    let (left, right) = (measure(&pair.left)?, measure(&pair.right)?);
    let factor = fit(&left.unit, &right.unit)?.factor;
    let figure = |it: &Measure| book.figure(&it.id, today).and_then(|it| it.value);
    // Where one side has said nothing yet there is nothing to compare.
    let (one, other) = (figure(left)?, figure(right)?);
    let disagree = |one: Decimal, other: Decimal| {
        let Some(one) = one.checked_mul(factor) else {
            return true;
        };
        match pair.is {
            Agree::Equal => apart(one, other, pair.tolerance),
            Agree::AtMost => {
                one > other && {
                    let may = other.abs().checked_mul(pair.tolerance);
                    let may = may.map(|it| it / Decimal::ONE_HUNDRED);
                    let over = one.checked_sub(other);
                    over.zip(may).is_none_or(|(over, may)| over > may)
                }
            }
        }
    };
    if !disagree(one, other) {
        return None;
    }
    let (flows, begun) = (
        [book.flow_of(left)?, book.flow_of(right)?],
        match left.per {
            Per::Year => Month::january(today.year()).plus(-1).last_day(),
            Per::Cumulative => Day::MIN,
        },
    );
    let days = flows.iter().flat_map(|it| it.news(begun, today)).collect();
    let [ours, theirs] = flows;
    let since = since(days, |day| {
        let there = |flow: &Flow, measure: &Measure| {
            flow.facts(first_month(flow, measure, day), Month::of(day), day) > 0
        };
        there(ours, left)
            && there(theirs, right)
            && disagree(known_of(ours, left, day), known_of(theirs, right, day))
    });
    let side = |measure: &Arc<Measure>, value: Decimal| Side {
        measure: Some(Arc::clone(measure)),
        value,
        unit: measure.unit.to_string(),
    };
    Some(Contradiction {
        about: About::Pair(Arc::clone(pair)),
        sides: Some([side(left, one), side(right, other)]),
        who: match &pair.who {
            Some(unit) => Who::Unit(Arc::clone(unit)),
            None => Who::KeeperOf(Arc::clone(&pair.file)),
        },
        since,
        stands: Stands::Open,
    })
}

impl Contradiction {
    /// By how many days the explanation came too late; none if it came in time, or is not
    /// there.
    #[must_use]
    pub fn explained_late(&self, book: &Book, calendar: &WorkCalendar) -> Option<i32> {
        let Stands::Explained(said) = &self.stands else {
            return None;
        };
        let (since, said) = self.since.zip(book.day_of_entry(said.entry))?;
        let within = ContradictionRules::on(said)?.explain_within;
        let due = calendar.after(since, within, true).ok()?;
        let late = due.until(said).map_or(0, |span| span.get_days());
        Some(late).filter(|days| *days > 0)
    }

    /// What is wrong between the two, in a sentence.
    #[must_use]
    pub fn says(&self) -> Bilingual {
        match &self.about {
            About::Claim { .. } => Bilingual::new(
                "单位自报的数与事实算出的数不一致。",
                "What the unit claims is not what the facts come to.",
            ),
            About::Pair(pair) => pair.name.clone(),
            About::Flag { flag, .. } => Bilingual::new(flag.clone(), flag.clone()),
        }
    }
}
