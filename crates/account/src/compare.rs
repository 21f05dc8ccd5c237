//! Two years' reports beside each other: what was kept, raised, lowered, is new, or is no
//! longer spoken of.
//!
//! What belongs together is found by likeness of words, and every pair says how alike the
//! two are. Numbers are held against each other only where they are of one kind: a growth
//! rate beside a growth rate, an amount beside an amount in a unit that can become the
//! other's.

use serde::Serialize;
use youwei_base::{Bilingual, Day, Decimal};
use youwei_report::{Measure as Quantity, Part, Reading};

use crate::amendment::{Aim, Turn};
use crate::decide::similar::Pairs;
use crate::measure::unit::fit;
use crate::{Account, Commitment, Span};

/// From how many thousandths two wordings are taken for the same promise.
const ALIKE_MIN: u32 = 520;
/// From how many two subjects are taken for the same thing.
const SUBJECT_MIN: u32 = 500;
/// How many of a promise's letter pairs a sentence of the review must have, to be shown as
/// what became of it.
const TOLD_MIN: u32 = 450;
/// From how many thousandths of the letter pairs of a promise another holds it, put otherwise.
const HELD_MIN: u32 = 750;
/// Fewer letter pairs than these say too little to be found again in longer words.
const HELD_PAIRS_MIN: u32 = 8;
/// What goes down, so that more of it is less of the other.
const FALLS: [&str; 6] = ["下降", "压减", "降低", "减少", "压缩", "下调"];
/// How long a promise's subject must be for a longer one that holds it to be taken for it.
const HELD_CHARS_MIN: usize = 4;
/// How much less alike two promises with different verbs are.
const OTHER_VERB: u32 = 260;

/// A promise of one year: a number of a commitment, or a commitment without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Promised {
    /// The commitment's id in its report.
    pub commitment: String,
    /// Index of the number in it; none for a commitment without numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
    /// Its words.
    pub words: String,
    /// The sentence that they stand in.
    #[serde(skip)]
    pub sentence: String,
    /// What is counted; empty without a number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The verb.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub action: String,
    /// What the number must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aim: Option<Aim>,
    /// The unit of the number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
}

/// A report as the comparison takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YearOf {
    /// What it promises, in its order.
    pub promised: Vec<Promised>,
    /// The sentences in which it looks back.
    pub review: Vec<String>,
}

/// What became of a promise from one year to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// Less is promised.
    Lowered,
    /// It has no successor.
    Dropped,
    /// It is put in a way that cannot be held against the old.
    Changed,
    /// More is promised.
    Raised,
    /// As much is promised.
    Kept,
    /// It has no predecessor.
    New,
}

/// A promise of last year and its successor, or one of them alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// What became of it.
    pub fate: Fate,
    /// Last year's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Promised>,
    /// This year's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub this: Option<Promised>,
    /// How alike the two are, in thousandths; 0 where one stands alone.
    pub permille: u32,
    /// Of one without a successor: the sentence of this year's review that speaks of it,
    /// and how many thousandths of its words are in it. Without one it was dropped in
    /// silence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<(String, u32)>,
}

/// All promises of two years, by what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Those of last year in its order under each fate, then this year's new ones.
    pub beside: Vec<Beside>,
}

impl Fate {
    /// All, the loudest first.
    pub const ALL: [Fate; 6] = [
        Fate::Lowered,
        Fate::Dropped,
        Fate::Changed,
        Fate::Raised,
        Fate::Kept,
        Fate::New,
    ];

    /// The word for it in addresses and exports.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Fate::Lowered => "lowered",
            Fate::Dropped => "dropped",
            Fate::Changed => "changed",
            Fate::Raised => "raised",
            Fate::Kept => "kept",
            Fate::New => "new",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> Bilingual {
        match self {
            Fate::Lowered => Bilingual::new("调低", "lowered"),
            Fate::Dropped => Bilingual::new("不再提", "dropped"),
            Fate::Changed => Bilingual::new("换了说法", "put otherwise"),
            Fate::Raised => Bilingual::new("提高", "raised"),
            Fate::Kept => Bilingual::new("保持", "kept"),
            Fate::New => Bilingual::new("新提", "new"),
        }
    }
}

impl Promised {
    /// The number as people read it, such as 公办幼儿园 ≥12所; empty without one.
    #[must_use]
    pub fn line(&self) -> String {
        let Some(aim) = &self.aim else {
            return String::new();
        };
        let amount = aim.line(&self.unit);
        // A growth of 5% that is a fall of 5% must not be read as its opposite.
        let fall = match self.aim.as_ref().map(|it| it.quantity) {
            Some(Quantity::Growth) => FALLS.iter().find(|it| self.words.contains(**it)),
            _ => None,
        };
        let fall = fall
            .filter(|it| !self.subject.contains(**it))
            .unwrap_or(&"");
        match (self.subject.is_empty(), fall.is_empty()) {
            (true, _) => format!("{fall}{amount}"),
            (false, true) => format!("{} {amount}", self.subject),
            (false, false) => format!("{} {fall} {amount}", self.subject),
        }
    }
}

impl YearOf {
    /// A report as the reader reads it.
    #[must_use]
    pub fn of_reading(reading: &Reading) -> YearOf {
        let mut promised = Vec::new();
        let sentence = |at: usize| {
            let sentence = reading.sentences.get(at);
            sentence.map_or_else(String::new, |it| crate::printed::joined(&it.text))
        };
        for it in &reading.commitments {
            let bare = Promised {
                commitment: it.id.clone(),
                number: None,
                words: crate::printed::joined(&it.text),
                sentence: sentence(it.sentence),
                subject: String::new(),
                action: it.action.clone(),
                aim: None,
                unit: String::new(),
            };
            let targets = it.targets.iter().filter_map(|at| reading.targets.get(*at));
            let numbers = targets.enumerate().map(|(index, target)| Promised {
                number: Some(index),
                subject: target.subject.clone(),
                action: target.action.clone(),
                aim: Some(Aim {
                    op: target.op,
                    value: target.value,
                    value2: target.value2,
                    quantity: target.measure,
                }),
                unit: target.unit.clone(),
                ..bare.clone()
            });
            let before = promised.len();
            promised.extend(numbers);
            if promised.len() == before {
                promised.push(bare);
            }
        }
        let review = reading
            .sentences
            .iter()
            .filter(|it| it.part == Part::Review);
        YearOf {
            promised,
            review: review.map(|it| crate::printed::joined(&it.text)).collect(),
        }
    }

    /// A report that was taken in, as it was confirmed: amendments are not in it.
    #[must_use]
    pub fn of_account(account: &Account) -> YearOf {
        let report = account.report();
        let sentence = |span: Span| {
            let report = report?;
            let all = report
                .sentences
                .partition_point(|it| it.span.start <= span.start);
            let last = report.sentences.get(all.checked_sub(1)?)?;
            (span.end <= last.span.end).then(|| report.words(last.span))
        };
        let live = account.commitments().filter(|it| it.is_live());
        let promised = live
            .flat_map(|it| {
                let sentence = sentence(it.span).unwrap_or_default();
                of_commitment(&it.on(Day::MIN), sentence)
            })
            .collect();
        let sentences = report.into_iter().flat_map(|report| {
            let review = report.sentences.iter().filter(|it| it.part == Part::Review);
            review.map(|it| report.words(it.span))
        });
        YearOf {
            promised,
            review: sentences.collect(),
        }
    }
}

fn of_commitment(it: &Commitment, sentence: String) -> Vec<Promised> {
    let bare = Promised {
        commitment: it.id.clone(),
        number: None,
        words: it.text.clone(),
        sentence,
        subject: String::new(),
        action: it.action.clone(),
        aim: None,
        unit: String::new(),
    };
    if it.targets.is_empty() {
        return vec![bare];
    }
    let numbers = it
        .targets
        .iter()
        .enumerate()
        .map(|(index, target)| Promised {
            number: Some(index),
            subject: target.subject.clone(),
            action: target.action.clone(),
            aim: Some(Aim::of(target)),
            unit: target.unit.clone(),
            ..bare.clone()
        });
    numbers.collect()
}

/// A promise with its words made ready to be held against others.
struct Ready<'a> {
    of: &'a Promised,
    subject: Pairs,
    words: Pairs,
}

impl<'a> Ready<'a> {
    fn of(of: &'a Promised) -> Ready<'a> {
        Ready {
            of,
            subject: Pairs::of(&of.subject),
            words: Pairs::of(&wordy(&of.words)),
        }
    }
}

/// Words without their numbers, which change from year to year.
fn wordy(words: &str) -> String {
    words
        .chars()
        .filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | '％' | '%' | '“' | '”' | '年'))
        .collect()
}

/// Holds last year's report against this year's.
#[must_use]
pub fn compare(last: &YearOf, this: &YearOf) -> Comparison {
    let old: Vec<Ready> = last.promised.iter().map(Ready::of).collect();
    let new: Vec<Ready> = this.promised.iter().map(Ready::of).collect();
    let mut to = paired(&old, &new);
    let mut taken = vec![false; new.len()];
    let take = |taken: &mut [bool], b: usize| {
        if let Some(place) = taken.get_mut(b) {
            *place = true;
        }
    };
    to.iter().flatten().for_each(|(b, _)| take(&mut taken, *b));
    // What is left of both years may still be the same, put otherwise.
    let mut otherwise = vec![false; old.len()];
    for (a, b, permille) in left_over(&old, &new, &to, &taken) {
        if let (Some(place), Some(changed)) = (to.get_mut(a), otherwise.get_mut(a)) {
            (*place, *changed) = (Some((b, permille)), true);
            take(&mut taken, b);
        }
    }
    let review: Vec<Pairs> = this.review.iter().map(|it| Pairs::of(&wordy(it))).collect();
    let mut beside: Vec<Beside> = Vec::new();
    for ((one, to), otherwise) in old.iter().zip(&to).zip(otherwise) {
        let found = to.and_then(|(b, permille)| Some((new.get(b)?, permille)));
        beside.push(match found {
            Some((other, permille)) => Beside {
                fate: match otherwise {
                    true => Fate::Changed,
                    false => fate(one.of, other.of),
                },
                last: Some(one.of.clone()),
                this: Some(other.of.clone()),
                permille,
                told: None,
            },
            None => Beside {
                fate: Fate::Dropped,
                last: Some(one.of.clone()),
                this: None,
                permille: 0,
                told: told(one, &this.review, &review),
            },
        });
    }
    let fresh = new.iter().zip(&taken).filter(|(_, taken)| !**taken);
    beside.extend(fresh.map(|(one, _)| Beside {
        fate: Fate::New,
        last: None,
        this: Some(one.of.clone()),
        permille: 0,
        told: None,
    }));
    // What the review does not even speak of goes first.
    beside.sort_by_key(|it| (it.fate, it.told.is_some()));
    Comparison { beside }
}

/// Which of the others each of the first is, and how alike the two are in thousandths: the
/// most alike first, none of them twice.
fn paired(old: &[Ready], new: &[Ready]) -> Vec<Option<(usize, u32)>> {
    paired_by(old, new, alike)
}

/// The same by another likeness.
fn paired_by(
    old: &[Ready],
    new: &[Ready],
    alike: impl Fn(&Ready, &Ready) -> Option<u32>,
) -> Vec<Option<(usize, u32)>> {
    let mut candidates = Vec::new();
    for (a, one) in old.iter().enumerate() {
        for (b, other) in new.iter().enumerate() {
            if let Some(permille) = alike(one, other) {
                candidates.push((std::cmp::Reverse(permille), a.abs_diff(b), a, b));
            }
        }
    }
    candidates.sort_unstable();
    let mut to: Vec<Option<(usize, u32)>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    for (std::cmp::Reverse(permille), _, a, b) in candidates {
        if let (Some(place @ None), Some(free @ false)) = (to.get_mut(a), taken.get_mut(b)) {
            (*place, *free) = (Some((b, permille)), true);
        }
    }
    to
}

/// Of what was not paired in either year, what is the same put otherwise: the indices in both
/// and how alike the two are.
fn left_over(
    old: &[Ready],
    new: &[Ready],
    to: &[Option<(usize, u32)>],
    taken: &[bool],
) -> Vec<(usize, usize, u32)> {
    let rest = |all: &[Ready], is_taken: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..all.len()).filter(|at| !is_taken(*at)).collect()
    };
    let lasts = rest(old, &|at| to.get(at).is_some_and(Option::is_some));
    let thises = rest(new, &|at| taken.get(at).is_some_and(|it| *it));
    fn ready<'a>(all: &[Ready<'a>], rest: &[usize]) -> Vec<Ready<'a>> {
        let some = rest.iter().filter_map(|at| all.get(*at));
        some.map(|it| Ready::of(it.of)).collect()
    }
    let pairs = paired_by(&ready(old, &lasts), &ready(new, &thises), put_otherwise);
    let pairs = lasts.iter().zip(pairs);
    let found = pairs.filter_map(|(a, pair)| {
        let (b, permille) = pair?;
        Some((*a, *thises.get(b)?, permille))
    });
    found.collect()
}

/// How alike two promises are, in thousandths; none if they are not one promise.
fn alike(one: &Ready, other: &Ready) -> Option<u32> {
    let (a, b) = (one.of, other.of);
    let words = one.words.permille(&other.words);
    let (Some(x), Some(y)) = (&a.aim, &b.aim) else {
        let both = a.aim.is_none() && b.aim.is_none();
        return Some(words).filter(|it| both && *it >= ALIKE_MIN);
    };
    let subject = match a.subject == b.subject {
        true if a.subject.is_empty() => words,
        true => 1000,
        false => one.subject.permille(&other.subject),
    };
    if subject < SUBJECT_MIN {
        return None;
    }
    let mut permille = (subject * 6 + words * 4) / 10;
    if !a.action.is_empty() && !b.action.is_empty() && a.action != b.action {
        permille = permille.saturating_sub(OTHER_VERB);
    }
    // Of another kind: only the very same subject in much the same words.
    if x.quantity != y.quantity || fit(&a.unit, &b.unit).is_none() {
        permille = permille.saturating_sub(OTHER_VERB);
    }
    Some(permille).filter(|it| *it >= ALIKE_MIN)
}

/// How alike two promises are that are the same put otherwise, in thousandths; none if they
/// are not: nearly all words of the one stand in the other, or the same number of the same
/// unit stands in a sentence that names what the other counts.
fn put_otherwise(one: &Ready, other: &Ready) -> Option<u32> {
    let (a, b) = (one.of, other.of);
    let same = match (&a.aim, &b.aim) {
        (None, None) => {
            let held = |one: &Pairs, other: &Pairs| {
                one.count() >= HELD_PAIRS_MIN && one.within(other) >= HELD_MIN
            };
            held(&one.words, &other.words) || held(&other.words, &one.words)
        }
        (Some(x), Some(y)) => {
            let named = |subject: &str, sentence: &str| {
                subject.chars().count() >= 3 && sentence.contains(subject)
            };
            let names = named(&a.subject, &b.sentence) || named(&b.subject, &a.sentence);
            a.unit == b.unit && x.value == y.value && x.quantity == y.quantity && names
        }
        _ => false,
    };
    same.then(|| one.words.permille(&other.words))
}

/// Which promise each number of a review tells of, and how alike the two are in thousandths.
/// Who did it may stand before what was done (云泽国际陆港开行中欧班列168列), so a subject
/// that holds all of the promise's is taken for it, if the numbers are of one kind.
pub(crate) fn told_of(said: &[Promised], promised: &[&Promised]) -> Vec<Option<(usize, u32)>> {
    let said: Vec<Ready> = said.iter().map(Ready::of).collect();
    let promised: Vec<Ready> = promised.iter().map(|it| Ready::of(it)).collect();
    paired_by(&said, &promised, |one, other| {
        alike(one, other).or_else(|| holds(one, other))
    })
}

fn holds(said: &Ready, promised: &Ready) -> Option<u32> {
    let (a, b) = (said.of, promised.of);
    let one_kind = a.aim.as_ref()?.quantity == b.aim.as_ref()?.quantity
        && fit(&a.unit, &b.unit).is_some_and(|it| it.exact);
    let whole = b.subject.chars().count() >= HELD_CHARS_MIN && a.subject.contains(&b.subject);
    let words = promised.words.within(&said.words);
    (one_kind && whole && words >= ALIKE_MIN).then_some(words.saturating_sub(OTHER_VERB / 2))
}

fn fate(last: &Promised, this: &Promised) -> Fate {
    let (Some(old), Some(new)) = (&last.aim, &this.aim) else {
        return Fate::Kept;
    };
    let Some(unit) = fit(&this.unit, &last.unit).filter(|_| old.quantity == new.quantity) else {
        return Fate::Changed;
    };
    let scaled = |value: Decimal| value.checked_mul(unit.factor).map(|it| it.normalize());
    let Some(value) = scaled(new.value) else {
        return Fate::Changed;
    };
    let new = Aim {
        value,
        value2: new.value2.and_then(scaled),
        ..*new
    };
    let old = Aim {
        value: old.value.normalize(),
        value2: old.value2.map(|it| it.normalize()),
        ..*old
    };
    match old.turn_to(&new) {
        Turn::Lowered => Fate::Lowered,
        Turn::Raised => Fate::Raised,
        // As much, in words that ask for as much.
        _ if (old.value, old.value2) == (new.value, new.value2)
            && old.is_limit() == new.is_limit() =>
        {
            Fate::Kept
        }
        _ => Fate::Changed,
    }
}

fn told(one: &Ready, sentences: &[String], review: &[Pairs]) -> Option<(String, u32)> {
    let found = review
        .iter()
        .zip(sentences)
        .map(|(it, words)| (one.words.within(it), words));
    let best = found.max_by_key(|(permille, _)| *permille)?;
    (best.0 >= TOLD_MIN).then(|| (best.1.clone(), best.0))
}

impl Comparison {
    /// How many have this fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.of(fate).count()
    }

    /// Those with this fate.
    pub fn of(&self, fate: Fate) -> impl Iterator<Item = &Beside> {
        self.beside.iter().filter(move |it| it.fate == fate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use youwei_report::read_text;

    const LAST: &str = "云泽市2025年政府工作报告\n各位代表：\n一、2024年工作回顾\n去年，全市经济平稳运行。\n二、2025年重点工作\n（一）扩大投资\n全年新建改建农村公路390公里，建成示范社区商业中心20个，完成投资600亿元以上。\n地区生产总值增长6%左右，城镇调查失业率控制在5.5%以内。\n新建公办幼儿园12所。\n改造背街小巷60条，添置路灯和座椅。\n";
    const THIS: &str = "云泽市2026年政府工作报告\n各位代表：\n一、2025年工作回顾\n去年，改造背街小巷61条，添置了路灯和座椅。\n二、2026年重点工作\n（一）扩大投资\n全年新建改建农村公路420公里，建成示范社区商业中心20个，完成投资550亿元以上。\n地区生产总值增长5.5%左右，城镇调查失业率控制在5.5%以内。\n开行中欧班列200列以上。\n";

    #[test]
    fn each_promise_of_last_year_is_found_again_or_said_to_be_dropped() {
        let years = [LAST, THIS].map(|text| YearOf::of_reading(&read_text(text)));
        let [last, this] = years;
        let comparison = compare(&last, &this);
        let told: Vec<(Fate, String)> = comparison
            .beside
            .iter()
            .map(|it| {
                let line = |of: &Option<Promised>| {
                    of.as_ref().map_or_else(|| "-".to_owned(), Promised::line)
                };
                (it.fate, format!("{} | {}", line(&it.last), line(&it.this)))
            })
            .collect();
        for (fate, one, other) in [
            (Fate::Raised, "390公里", "420公里"),
            (Fate::Kept, "20个", "20个"),
            (Fate::Lowered, "≥600亿元", "≥550亿元"),
            (Fate::Lowered, "约6%", "约5.5%"),
            (Fate::Kept, "≤5.5%", "≤5.5%"),
            (Fate::Dropped, "12所", "-"),
            (Fate::Dropped, "60条", "-"),
            (Fate::New, "-", "≥200列"),
        ] {
            let found = told.iter().any(|(is, line)| {
                let (a, b) = line.split_once(" | ").unwrap();
                *is == fate && a.ends_with(one) && b.ends_with(other)
            });
            assert!(found, "{fate:?} {one} {other}: {told:#?}");
        }
        let dropped: Vec<bool> = comparison
            .of(Fate::Dropped)
            .map(|it| it.told.is_some())
            .collect();
        // The schools are not spoken of at all, and go first; the alleys are.
        assert_eq!(dropped.first(), Some(&false));
        assert_eq!(dropped.iter().filter(|told| !**told).count(), 1);
        assert!(comparison.beside.iter().all(|it| it.permille <= 1000));
    }

    #[test]
    fn what_is_put_otherwise_is_not_called_dropped() {
        let [last, this] = [
            include_str!("../../../samples/云泽市2025年政府工作报告.txt"),
            include_str!("../../../samples/云泽市2026年政府工作报告.txt"),
        ]
        .map(|text| YearOf::of_reading(&read_text(text)));
        let comparison = compare(&last, &this);
        let words = |it: &Option<Promised>| it.as_ref().map_or("", |it| &it.words).to_owned();
        let of = |fate| -> Vec<(String, String)> {
            let all = comparison.of(fate);
            all.map(|it| (words(&it.last), words(&it.this))).collect()
        };
        let (changed, dropped) = (of(Fate::Changed), of(Fate::Dropped));
        for (one, other) in [
            ("今年的10件民生实事", "票决产生10件"),
            ("逐件明确责任单位", "逐件明确责任单位和完成时限"),
        ] {
            let mut all = changed.iter();
            let found = all.any(|(a, b)| a.contains(one) && b.contains(other));
            assert!(found, "{one}: {changed:#?}");
            assert!(!dropped.iter().any(|(a, _)| a.contains(one)), "{one}");
        }
        // The same number of another thing is another promise.
        assert!(dropped.iter().any(|(a, _)| a.contains("社区食堂60个")));
    }

    #[test]
    fn a_fall_is_not_read_as_a_rise() {
        let text = "云泽市2026年政府工作报告\n各位代表：\n一、2025年工作回顾\n去年，全市经济平稳运行。\n二、2026年重点工作\n（一）过紧日子\n市级部门一般性支出压减5%以上。\n生产安全事故起数和死亡人数均下降5%以上。\n固定资产投资增长5%以上。\n";
        let year = YearOf::of_reading(&read_text(text));
        let lines: Vec<String> = year.promised.iter().map(Promised::line).collect();
        for line in [
            "市级部门一般性支出 压减 ≥5%",
            "生产安全事故起数和死亡人数 下降 ≥5%",
            "固定资产投资 ≥5%",
        ] {
            assert!(lines.iter().any(|it| it == line), "{line}: {lines:?}");
        }
    }

    #[test]
    fn every_promise_stands_in_the_comparison_once() {
        for (one, other) in [(LAST, THIS), (THIS, LAST), (LAST, LAST), (LAST, "")] {
            let [last, this] = [one, other].map(|text| YearOf::of_reading(&read_text(text)));
            let comparison = compare(&last, &this);
            let lasts = comparison
                .beside
                .iter()
                .filter(|it| it.last.is_some())
                .count();
            let thises = comparison
                .beside
                .iter()
                .filter(|it| it.this.is_some())
                .count();
            assert_eq!((lasts, thises), (last.promised.len(), this.promised.len()));
            if one == other {
                assert_eq!(comparison.count(Fate::Kept), last.promised.len());
            }
        }
    }
}
