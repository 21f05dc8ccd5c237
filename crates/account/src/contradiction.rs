//! Contradictions 矛盾: two sources that disagree, who must explain it, and by when.
//!
//! A unit's claim against the figure; two measures that ought to agree; what a system
//! flagged as odd. They are found anew every time from what is known; an explanation is
//! kept beside them and changes nothing.
//!
//! Both are always of one day. A claim is held against the facts of its own day
//! ([`held_claim`]), whatever was done since. Two measures are held against one another on
//! the last day of which both have spoken: a source whose last fact is of a month's end tells
//! by months and has not spoken of the days after it, unless it has been silent for longer
//! than a month may take to be told; any other has spoken of today.
//!
//! The clock runs from the day on which the two came apart and have not met since, by what
//! was known on each day in between: claiming the same again does not set it back.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};
use youwei_base::{Bilingual, Day, Decimal, NotPublished, WorkCalendar};

use crate::bands::{Table, latest, read};
use crate::book::Flow;
use crate::claimed::{apart_since, held_claim};
use crate::commitment::Commitment;
use crate::measure::unit::fit;
use crate::measure::{Agree, How, Measure, Pair, Per, Source};
use crate::month::Month;
use crate::{Account, Book};

const NAMES: [&str; 3] = ["claim_tolerance", "explain_within", "told_within"];

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
    /// Within how many months after its end a month is told.
    pub told_within: i32,
}

impl ContradictionRules {
    /// Those in force on a day; none while one of them is not set.
    #[must_use]
    pub fn on(day: Day) -> Option<ContradictionRules> {
        Some(ContradictionRules {
            claim_tolerance: latest(&BUILT_IN, "claim_tolerance", day)?,
            explain_within: u32::try_from(latest(&BUILT_IN, "explain_within", day)?).ok()?,
            told_within: u8::try_from(latest(&BUILT_IN, "told_within", day)?)
                .ok()?
                .into(),
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
        /// The one record whose facts count; all if none.
        record: Option<String>,
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
    /// Of which day.
    pub on: Day,
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
            About::Claim {
                commitment, target, ..
            } => claim_key(commitment, *target),
            About::Pair(pair) => format!("pair:{}", pair.id),
            About::Flag {
                record,
                flag,
                entry,
            } => format!("flag:{record}:{flag}:{entry}"),
        }
    }
}

/// What a contradiction of a claim is called: [`About::key`].
pub(crate) fn claim_key(commitment: &str, target: usize) -> String {
    format!("claim:{commitment}:{target}")
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
    found.extend(pairs.filter_map(|it| pair(book, it, today, rules)));
    for one in &mut found {
        one.stands = settled(account, book, &one.about, one.since, today, calendar);
    }
    found
}

/// What was said last of a contradiction that is there since a day. What was said of it
/// before it came up again speaks of another time.
#[must_use]
pub fn explained<'a>(
    account: &'a Account,
    book: &Book,
    about: &About,
    since: Option<Day>,
) -> Option<&'a Explanation> {
    let all = account.explanations_of(&about.key()).iter();
    let of_now = |it: &&Explanation| {
        let said = book.day_of_entry(it.entry);
        said.zip(since).is_none_or(|(said, since)| said >= since)
    };
    all.rev().find(of_now)
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
    if let Some(said) = explained(account, book, about, since) {
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
    let apart = |one: Decimal, other: Decimal| apart(one, other, rules.claim_tolerance);
    let then = commitment.on(today);
    let one = |(at, target): (usize, &crate::Target)| {
        let held = held_claim(account, book, &then, at, today)?;
        // What the facts of its time allow that is nearest to it.
        let nearest = held.value.checked_sub(held.off)?;
        if target.dropped || !apart(held.value, nearest) {
            return None;
        }
        let bound = target.bound.as_ref()?;
        let measure = book.measures().get(&bound.measure)?;
        let side = |measure: Option<&Arc<Measure>>, value: Decimal| Side {
            measure: measure.cloned(),
            value,
            unit: target.unit.clone(),
            on: held.on,
        };
        Some(Contradiction {
            about: About::Claim {
                commitment: commitment.id.clone(),
                target: at,
                record: bound.record.clone(),
            },
            sides: Some([side(None, held.value), side(Some(measure), held.figure)]),
            who: match &commitment.lead {
                Some(lead) => Who::Named(lead.clone()),
                None => Who::Nobody,
            },
            since: apart_since(account, book, &then, at, today, apart),
            stands: Stands::Open,
        })
    };
    let targets = then.targets.iter().enumerate();
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

/// What was known at the end of a day of the figure of another one, of what adds up; none
/// where nothing was.
fn known_of(flow: &Flow, measure: &Measure, of: Day, day: Day) -> Option<Decimal> {
    let january = Month::january(of.year());
    let first = match measure.per {
        Per::Year => january,
        Per::Cumulative => flow.first_month().map_or(january, |it| it.min(january)),
    };
    let last = Month::of(of);
    let known = || flow.known(first, last, day, measure.how == How::Count);
    (flow.facts(first, last, day) > 0).then(known)
}

/// Whether a source whose last fact is of this day tells by months.
fn by_months(as_of: Option<Day>) -> bool {
    as_of.is_some_and(|day| day == day.last_of_month())
}

/// Up to which day a source has spoken.
fn spoken_until(as_of: Option<Day>, today: Day, rules: ContradictionRules) -> Day {
    // The last month of which it has been silent for too long.
    let told = Month::of(today).plus(-1 - rules.told_within);
    match as_of {
        Some(day) if by_months(as_of) => day.max(told.last_day()).min(today),
        _ => today,
    }
}

fn pair(
    book: &Book,
    pair: &Arc<Pair>,
    today: Day,
    rules: ContradictionRules,
) -> Option<Contradiction> {
    let measure = |id: &str| book.measures().get(id);
    let (left, right) = (measure(&pair.left)?, measure(&pair.right)?);
    let factor = fit(&left.unit, &right.unit)?.factor;
    let as_of = |it: &Measure| book.figure(&it.id, today).and_then(|it| it.as_of);
    let spoken = [as_of(left), as_of(right)];
    let each = spoken.map(|it| spoken_until(it, today, rules));
    let on = each.into_iter().fold(today, Day::min);
    let figure = |it: &Measure| book.figure(&it.id, on).and_then(|it| it.value);
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
    let mut days: Vec<Day> = flows.iter().flat_map(|it| it.news(begun, today)).collect();
    let month = Month::of(on);
    // From this day on whoever has not spoken of the month has been silent for too long.
    let silent = month.plus(1 + rules.told_within).first_day();
    days.extend(Some(silent).filter(|it| *it <= today));
    let [ours, theirs] = flows;
    let had_spoken = |flow: &Flow, as_of, day| {
        !by_months(as_of) || day >= silent || flow.facts(month, month, day) > 0
    };
    let since = since(days, |day| {
        let [left_as_of, right_as_of] = spoken;
        if !had_spoken(ours, left_as_of, day) || !had_spoken(theirs, right_as_of, day) {
            return false;
        }
        let known = known_of(ours, left, on, day).zip(known_of(theirs, right, on, day));
        known.is_some_and(|(one, other)| disagree(one, other))
    });
    let side = |measure: &Arc<Measure>, value: Decimal| Side {
        measure: Some(Arc::clone(measure)),
        value,
        unit: measure.unit.to_string(),
        on,
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
                "单位自报的数与当时的事实不一致。",
                "What the unit claims is not what the facts of that time come to.",
            ),
            About::Pair(pair) => pair.name.clone(),
            About::Flag { flag, .. } => Bilingual::new(flag.clone(), flag.clone()),
        }
    }
}
