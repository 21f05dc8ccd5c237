//! Running totals of the facts that a selection chooses: by year and day, so that a fact
//! moves them in a few steps and the total up to any day is a few steps away.

use std::collections::{BTreeMap, BTreeSet};

use youwei_base::{Day, Decimal};

/// Amounts are added up in units of 10⁻¹⁰, exactly: what has more decimals is rounded half
/// to even before, each fact by itself, so that adding and taking away undo each other.
const DECIMALS: u32 = 10;
const UNIT: i128 = 10_i128.pow(DECIMALS);
/// Amounts of so much and more are not added up; 4 × 10⁹ of those below still fit.
const AMOUNT_MAX: i128 = 10_i128.pow(18) * UNIT;

/// Days of a leap year.
const DAYS: usize = 366;

/// An amount as it is added up; none if it is too large for that.
pub(super) fn amount(value: Decimal) -> Option<i128> {
    let value = value.round_dp(DECIMALS);
    let power = 10_i128.checked_pow(DECIMALS.checked_sub(value.scale())?)?;
    let scaled = value.mantissa().checked_mul(power)?;
    (scaled.abs() < AMOUNT_MAX).then_some(scaled)
}

/// The number of an amount, without zeros at its end.
pub(super) fn decimal(amount: i128) -> Option<Decimal> {
    let (mut digits, mut scale) = (amount, DECIMALS);
    while scale > 0 && digits % 10 == 0 {
        digits /= 10;
        scale -= 1;
    }
    Decimal::try_from_i128_with_scale(digits, scale).ok()
}

/// What some facts come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Total {
    /// The sum of their amounts, in units of 10⁻¹⁰.
    pub amount: i128,
    /// How many stand.
    pub facts: u64,
    /// How many were corrected or taken back.
    pub corrected: u64,
    /// The day of the last that stands.
    pub last: Option<Day>,
    /// How many are too large to be added up.
    pub too_large: u64,
}

impl Total {
    /// The sum, if all could be added up.
    pub fn sum(&self) -> Option<Decimal> {
        match self.too_large {
            0 => decimal(self.amount),
            _ => None,
        }
    }

    fn join(&mut self, later: Total) {
        self.amount += later.amount;
        self.facts += later.facts;
        self.corrected += later.corrected;
        self.too_large += later.too_large;
        self.last = later.last.or(self.last);
    }
}

/// What one fact adds, or takes away again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub row: u32,
    pub entry: u64,
    pub on: Day,
    pub value: Option<Decimal>,
    pub corrected: bool,
}

/// The totals of one selection.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    years: BTreeMap<i16, Year>,
    /// Those that stand, by day and entry, where the last of them is asked for.
    last: Option<BTreeSet<(Day, u64, u32)>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Year {
    amounts: Vec<i128>,
    facts: Vec<i64>,
    corrected: Vec<i64>,
    too_large: Vec<i64>,
}

impl Year {
    fn empty() -> Year {
        Year {
            amounts: vec![0; DAYS],
            facts: vec![0; DAYS],
            corrected: vec![0; DAYS],
            too_large: vec![0; DAYS],
        }
    }

    fn up_to(&self, year: i16, days: usize) -> Total {
        let count = |tree: &[i64]| u64::try_from(prefix(tree, days)).unwrap_or(0);
        let facts = prefix(&self.facts, days);
        let last = (facts > 0).then(|| reaching(&self.facts, facts));
        Total {
            amount: prefix(&self.amounts, days),
            facts: count(&self.facts),
            corrected: count(&self.corrected),
            too_large: count(&self.too_large),
            last: last.and_then(|at| nth_day(year, at)),
        }
    }
}

fn nth_day(year: i16, at: usize) -> Option<Day> {
    let first = Day::new(year, 1, 1).ok()?;
    let days = jiff::Span::new().try_days(i64::try_from(at).ok()?).ok()?;
    first.checked_add(days).ok()
}

fn day_in_year(day: Day) -> usize {
    usize::try_from(day.day_of_year()).map_or(0, |day| day.saturating_sub(1))
}

/// Adds at a place of a tree of partial sums (Fenwick 1994).
fn add<T: Copy + std::ops::AddAssign>(tree: &mut [T], at: usize, what: T) {
    let mut at = at;
    while let Some(sum) = tree.get_mut(at) {
        *sum += what;
        at |= at + 1;
    }
}

/// The sum of the first `count` places.
fn prefix<T: Copy + Default + std::ops::AddAssign>(tree: &[T], count: usize) -> T {
    let mut sum = T::default();
    let mut count = count.min(tree.len());
    while let Some(part) = count.checked_sub(1).and_then(|at| tree.get(at)) {
        sum += *part;
        count &= count - 1;
    }
    sum
}

/// The first place up to and with which the sum is `wanted`; no place holds less than 0.
fn reaching(tree: &[i64], wanted: i64) -> usize {
    let (mut at, mut left) = (0, wanted);
    let mut step = tree.len().next_power_of_two();
    while step > 0 {
        if let Some(part) = (at + step).checked_sub(1).and_then(|it| tree.get(it))
            && *part < left
        {
            left -= *part;
            at += step;
        }
        step /= 2;
    }
    at
}

impl Tally {
    /// One that also knows the last fact.
    pub fn with_last() -> Tally {
        Tally {
            last: Some(BTreeSet::new()),
            ..Tally::default()
        }
    }

    /// Adds a fact.
    pub fn add(&mut self, piece: &Piece) {
        self.count(piece, 1);
        if let (Some(last), Some(_)) = (&mut self.last, piece.value) {
            last.insert((piece.on, piece.entry, piece.row));
        }
    }

    /// Takes a fact away that was added as it is.
    pub fn take(&mut self, piece: &Piece) {
        self.count(piece, -1);
        if let Some(last) = &mut self.last {
            last.remove(&(piece.on, piece.entry, piece.row));
        }
    }

    fn count(&mut self, piece: &Piece, sign: i64) {
        let year = self
            .years
            .entry(piece.on.year())
            .or_insert_with(Year::empty);
        let at = day_in_year(piece.on);
        if let Some(value) = piece.value {
            add(&mut year.facts, at, sign);
            match amount(value) {
                Some(amount) => add(&mut year.amounts, at, amount * i128::from(sign)),
                None => add(&mut year.too_large, at, sign),
            }
        }
        if piece.corrected {
            add(&mut year.corrected, at, sign);
        }
    }

    /// What the facts of a year come to, up to and with a day of it.
    pub fn of_year(&self, day: Day) -> Total {
        let year = day.year();
        let known = self.years.get(&year);
        known.map_or_else(Total::default, |it| it.up_to(year, day_in_year(day) + 1))
    }

    /// What all facts come to, up to and with a day.
    pub fn all(&self, day: Day) -> Total {
        let mut all = Total::default();
        for (year, it) in self.years.range(..day.year()) {
            all.join(it.up_to(*year, DAYS));
        }
        all.join(self.of_year(day));
        all
    }

    /// The row of the last fact up to and with a day.
    pub fn last(&self, day: Day) -> Option<u32> {
        let last = self.last.as_ref()?;
        let found = last.range(..=(day, u64::MAX, u32::MAX)).next_back()?;
        Some(found.2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_added_up_exactly_and_those_too_large_are_told_apart() {
        for (value, expected) in [
            ("1", Some("1")),
            ("-0.01", Some("-0.01")),
            (
                "999999999999999999.9999999999",
                Some("999999999999999999.9999999999"),
            ),
            ("1000000000000000000", None),
            ("0.00000000005", Some("0")),
            ("0.00000000015", Some("0.0000000002")),
            ("79228162514264337593543950335", None),
        ] {
            let back = amount(value.parse().unwrap()).and_then(decimal);
            assert_eq!(
                back.map(|it| it.to_string()).as_deref(),
                expected,
                "{value}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_tree_of_sums_says_what_adding_up_says(
            places in proptest::collection::vec(0..4_i64, 1..DAYS + 1),
            upto in 0..DAYS + 2,
        ) {
            let mut tree = vec![0; places.len()];
            for (at, it) in places.iter().enumerate() {
                add(&mut tree, at, *it);
            }
            let sum: i64 = places.iter().take(upto).sum();
            prop_assert_eq!(prefix(&tree, upto), sum);
            if sum > 0 {
                let found = reaching(&tree, sum);
                let first = (0..places.len())
                    .find(|at| places[..=*at].iter().sum::<i64>() >= sum);
                prop_assert_eq!(Some(found), first);
            }
        }
    }
}
