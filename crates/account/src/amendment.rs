//! Amendments 调整: what a confirmed commitment asked for before and asks for now, who
//! approved it by which document, and from which day it holds.
//!
//! **Invariant:** an amendment holds both the old and the new; nothing that was once
//! promised is lost by it, and [`Commitment::on`] gives what held on any day.

mod quarters;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use youwei_base::{Bilingual, Day, Decimal};
use youwei_report::{Measure as Quantity, Op};

pub(crate) use quarters::name as quarter_name;

use crate::commitment::{Commitment, Status};
use crate::event::Nodes;
use crate::target::{Bound, Target, amount};

/// What a number must be: how it compares, with which value, as what kind of quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aim {
    /// How a fact must compare.
    pub op: Op,
    /// The value in the target's base unit.
    #[serde(with = "rust_decimal::serde::str")]
    pub value: Decimal,
    /// The upper end of a range.
    #[serde(
        with = "rust_decimal::serde::str_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub value2: Option<Decimal>,
    /// What kind of quantity it is.
    pub quantity: Quantity,
}

/// What an amendment changes, the old beside the new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum Amended {
    /// What a number must be.
    Number {
        /// Index in [`Commitment::targets`].
        index: usize,
        /// Before.
        old: Aim,
        /// From its day on.
        new: Aim,
    },
    /// A number is no longer promised.
    Dropped {
        /// Index in [`Commitment::targets`].
        index: usize,
    },
    /// The day it is due.
    Due {
        /// Before; none if none was set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        old: Option<Day>,
        /// From its day on.
        new: Day,
    },
    /// What is to be reached by the ends of the quarters.
    Nodes {
        /// All four before.
        old: Box<Nodes>,
        /// All four from its day on.
        new: Box<Nodes>,
    },
    /// Which measure speaks for a number, or for the commitment's being done.
    Measured {
        /// Index of the number; none is the milestone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
        /// Before.
        old: Bound,
        /// From its day on; none takes the measure away.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new: Option<Bound>,
    },
    /// The commitment as a whole is no longer promised 取消.
    Cancelled,
}

/// A change of what was promised, after it was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Its number on this commitment, from 1.
    pub number: u32,
    /// The log entry that holds it.
    pub entry: u64,
    /// What changes.
    pub change: Amended,
    /// The first day on which the new holds.
    pub from: Day,
    /// Who approved it 批准人.
    pub approver: String,
    /// The number of the document that approves it 批准文号.
    pub document: String,
    /// The reason.
    pub why: String,
    /// The day in China on which it was written down.
    pub recorded: Day,
}

/// Which way an amendment turns a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// Less is promised.
    Lowered,
    /// It may come later.
    Postponed,
    /// A number or the whole is promised no more.
    Cancelled,
    /// It is measured otherwise.
    Remeasured,
    /// Its quarter nodes are others, so that sooner and later have no meaning.
    Repaced,
    /// It is compared otherwise, so that more and less have no meaning.
    Changed,
    /// More is promised.
    Raised,
    /// It must come sooner.
    Advanced,
}

impl Turn {
    /// All, the loudest first.
    pub const ALL: [Turn; 8] = [
        Turn::Lowered,
        Turn::Postponed,
        Turn::Cancelled,
        Turn::Remeasured,
        Turn::Repaced,
        Turn::Changed,
        Turn::Raised,
        Turn::Advanced,
    ];

    /// The word for it in addresses and exports.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Turn::Lowered => "lowered",
            Turn::Postponed => "postponed",
            Turn::Cancelled => "cancelled",
            Turn::Remeasured => "remeasured",
            Turn::Repaced => "repaced",
            Turn::Changed => "changed",
            Turn::Raised => "raised",
            Turn::Advanced => "advanced",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> Bilingual {
        match self {
            Turn::Lowered => Bilingual::new("调低", "lowered"),
            Turn::Postponed => Bilingual::new("推迟", "postponed"),
            Turn::Cancelled => Bilingual::new("取消", "cancelled"),
            Turn::Remeasured => Bilingual::new("改口径", "measured otherwise"),
            Turn::Repaced => Bilingual::new("改节点", "other quarter nodes"),
            Turn::Changed => Bilingual::new("改比法", "compared otherwise"),
            Turn::Raised => Bilingual::new("调高", "raised"),
            Turn::Advanced => Bilingual::new("提前", "brought forward"),
        }
    }

    /// Whether it makes the promise easier to keep: shown as loudly as a red light.
    #[must_use]
    pub fn eases(self) -> bool {
        matches!(self, Turn::Lowered | Turn::Postponed | Turn::Cancelled)
    }
}

impl Aim {
    /// What a target asks for.
    #[must_use]
    pub fn of(target: &Target) -> Aim {
        Aim {
            op: target.op,
            value: target.value,
            value2: target.value2,
            quantity: target.measure,
        }
    }

    /// As people read it, such as ≥150个.
    #[must_use]
    pub fn line(&self, unit: &str) -> String {
        amount(self.op, self.value, self.value2, unit)
    }

    fn put_on(self, target: &mut Target) {
        target.op = self.op;
        target.value = self.value;
        target.value2 = self.value2;
        target.measure = self.quantity;
    }

    /// Whether it is a limit from above; of ranks a smaller one is the better.
    pub(crate) fn is_limit(&self) -> bool {
        matches!(self.op, Op::AtMost | Op::Below) || self.quantity == Quantity::Rank
    }

    /// Which way another aim turns it.
    pub(crate) fn turn_to(&self, new: &Aim) -> Turn {
        if self.quantity != new.quantity || self.is_limit() != new.is_limit() {
            return Turn::Changed;
        }
        let (old_edge, new_edge) = match self.is_limit() {
            true => (
                new.value2.unwrap_or(new.value),
                self.value2.unwrap_or(self.value),
            ),
            false => (self.value, new.value),
        };
        let strict = |op: Op| match op {
            Op::Above | Op::Below => 2,
            Op::About => 0,
            Op::Equal | Op::AtLeast | Op::AtMost | Op::Range => 1,
        };
        let order = new_edge
            .cmp(&old_edge)
            .then(strict(new.op).cmp(&strict(self.op)));
        match order {
            std::cmp::Ordering::Less => Turn::Lowered,
            std::cmp::Ordering::Greater => Turn::Raised,
            std::cmp::Ordering::Equal => Turn::Changed,
        }
    }
}

impl Amendment {
    /// Which way it turns the promise.
    #[must_use]
    pub fn turn(&self) -> Turn {
        match &self.change {
            Amended::Number { old, new, .. } => old.turn_to(new),
            Amended::Due { old, new } => match old {
                Some(old) if new < old => Turn::Advanced,
                _ => Turn::Postponed,
            },
            Amended::Nodes { old, new } => quarters::turn(old, new),
            Amended::Measured { .. } => Turn::Remeasured,
            Amended::Dropped { .. } | Amended::Cancelled => Turn::Cancelled,
        }
    }

    /// The number that it is about, as an index in [`Commitment::targets`].
    #[must_use]
    pub fn of_number(&self) -> Option<usize> {
        match self.change {
            Amended::Number { index, .. } | Amended::Dropped { index } => Some(index),
            Amended::Measured { index, .. } => index,
            Amended::Due { .. } | Amended::Nodes { .. } | Amended::Cancelled => None,
        }
    }

    /// Whether it was made to hold from a day before it was written down.
    #[must_use]
    pub fn looks_back(&self) -> bool {
        self.from < self.recorded
    }

    /// What it is about, what held before and what holds now, in words. `of` is the
    /// commitment it belongs to.
    #[must_use]
    pub fn told(&self, of: &Commitment) -> Told {
        told(&self.change, of)
    }

    fn renumber(&mut self, now: usize) {
        match &mut self.change {
            Amended::Number { index, .. } | Amended::Dropped { index } => *index = now,
            Amended::Measured { index, .. } if index.is_some() => *index = Some(now),
            Amended::Measured { .. }
            | Amended::Due { .. }
            | Amended::Nodes { .. }
            | Amended::Cancelled => {}
        }
    }
}

/// An amendment in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is about, such as 新开工项目.
    pub what: Bilingual,
    /// What held before, to be struck through; empty if nothing did.
    pub old: Bilingual,
    /// What holds now; empty if nothing does.
    pub new: Bilingual,
}

pub(crate) fn told(change: &Amended, of: &Commitment) -> Told {
    let same = |text: String| Bilingual::new(text.clone(), text);
    let none = || Bilingual::new("", "");
    let target = |index: usize| of.targets.get(index);
    let subject = |index: usize| {
        let name = target(index).map_or("", |it| it.subject.as_str());
        match name.is_empty() {
            true => Bilingual::new(
                format!("指标{}", index + 1),
                format!("target {}", index + 1),
            ),
            false => same(name.to_owned()),
        }
    };
    let unit = |index: usize| target(index).map_or("", |it| it.unit.as_str());
    let measure = |bound: &Bound| match &bound.record {
        Some(record) => format!("{}（{record}）", bound.measure),
        None => bound.measure.clone(),
    };
    match change {
        Amended::Number { index, old, new } => Told {
            what: subject(*index),
            old: same(old.line(unit(*index))),
            new: same(new.line(unit(*index))),
        },
        Amended::Dropped { index } => Told {
            what: subject(*index),
            old: same(target(*index).map_or_else(String::new, |it| Aim::of(it).line(&it.unit))),
            new: Bilingual::new("不再要求", "no longer promised"),
        },
        Amended::Due { old, new } => Told {
            what: Bilingual::new("完成时限", "due day"),
            old: old.map_or_else(none, |it| same(it.to_string())),
            new: same(new.to_string()),
        },
        Amended::Nodes { old, new } => quarters::told(old, new),
        Amended::Measured { index, old, new } => Told {
            what: match index {
                Some(index) => {
                    let of = subject(*index);
                    Bilingual::new(format!("{}的口径", of.zh), format!("measure of {}", of.en))
                }
                None => Bilingual::new("办成与否的口径", "measure of its being done"),
            },
            old: same(measure(old)),
            new: new.as_ref().map_or_else(
                || Bilingual::new("不再对应口径", "no measure"),
                |it| same(measure(it)),
            ),
        },
        Amended::Cancelled => Told {
            what: Bilingual::new("整项承诺", "the whole commitment"),
            old: same(crate::history::quoted(&of.text)),
            new: Bilingual::new("不再作为承诺", "no longer promised"),
        },
    }
}

impl Commitment {
    /// The commitment as it was promised on a day: amendments that hold only from a later
    /// day are not in it.
    #[must_use]
    pub fn on(&self, day: Day) -> Cow<'_, Commitment> {
        if self.amendments.iter().all(|it| it.from <= day) {
            return Cow::Borrowed(self);
        }
        let mut then = self.clone();
        // The last first: each holds what was there before it.
        for it in self.amendments.iter().rev().filter(|it| it.from > day) {
            then.take_back(&it.change);
        }
        Cow::Owned(then)
    }

    /// What was amended of one of its numbers, oldest first.
    pub fn amendments_of(&self, number: usize) -> impl Iterator<Item = &Amendment> {
        let of = move |it: &&Amendment| it.of_number() == Some(number);
        self.amendments.iter().filter(of)
    }

    /// The days that it was once due on, before each was amended; oldest first.
    pub fn due_days_before(&self) -> impl Iterator<Item = (&Amendment, Day)> {
        self.amendments.iter().filter_map(|it| match it.change {
            Amended::Due { old: Some(old), .. } => Some((it, old)),
            _ => None,
        })
    }

    /// What one of its quarter nodes was before each amendment, oldest first; the quarter
    /// counted from 0.
    pub fn nodes_before(&self, quarter: usize) -> impl Iterator<Item = (&Amendment, &str)> {
        self.amendments.iter().filter_map(move |it| {
            let Amended::Nodes { old, new } = &it.change else {
                return None;
            };
            let mut changed = old.changed(new);
            let (_, old, _) = changed.find(|(at, ..)| *at == quarter)?;
            Some((it, old?.text.as_str()))
        })
    }

    pub(crate) fn amend(&mut self, amendment: Amendment) {
        match &amendment.change {
            Amended::Number { index, new, .. } => {
                if let Some(target) = self.targets.get_mut(*index) {
                    new.put_on(target);
                }
            }
            Amended::Dropped { index } => {
                if let Some(target) = self.targets.get_mut(*index) {
                    target.dropped = true;
                }
            }
            Amended::Due { new, .. } => self.scheduled = Some(*new),
            Amended::Nodes { new, .. } => self.nodes = Nodes::clone(new).into(),
            Amended::Measured { index, old, new } => self.measure_by(*index, old, new.as_ref()),
            Amended::Cancelled => self.status = Status::Rejected,
        }
        self.amendments.push(amendment);
    }

    fn take_back(&mut self, change: &Amended) {
        match change {
            Amended::Number { index, old, .. } => {
                if let Some(target) = self.targets.get_mut(*index) {
                    old.put_on(target);
                }
            }
            Amended::Dropped { index } => {
                if let Some(target) = self.targets.get_mut(*index) {
                    target.dropped = false;
                }
            }
            Amended::Due { old, .. } => self.scheduled = *old,
            Amended::Nodes { old, .. } => self.nodes = Nodes::clone(old).into(),
            Amended::Measured { index, old, new } => match (index, new) {
                (None, Some(new)) => self.measure_by(None, new, Some(old)),
                _ => self.measure_by(*index, old, Some(old)),
            },
            Amended::Cancelled => self.status = Status::Confirmed,
        }
    }

    fn measure_by(&mut self, index: Option<usize>, old: &Bound, new: Option<&Bound>) {
        match index {
            Some(index) => {
                if let Some(target) = self.targets.get_mut(index) {
                    target.bound = new.cloned();
                }
            }
            None => {
                let other = |known: &Bound| {
                    (&known.measure, &known.record) != (&old.measure, &old.record)
                        && new.is_none_or(|new| {
                            (&known.measure, &known.record) != (&new.measure, &new.record)
                        })
                };
                self.milestones.retain(other);
                self.milestones.extend(new.cloned());
            }
        }
    }
}

/// Amendments of one list of numbers as those of another in which some of the same
/// numbers, told by their place and subject, stand elsewhere; those of numbers that are
/// not in it are left out.
pub(crate) fn carried(from: &[Target], to: &[Target], amendments: &[Amendment]) -> Vec<Amendment> {
    let key = |target: &Target| (target.span, target.subject.clone());
    carried_by(from, to, amendments, |old, new| key(old) == key(new))
}

/// The same with another way to tell which number is which.
pub(crate) fn carried_by(
    from: &[Target],
    to: &[Target],
    amendments: &[Amendment],
    same: impl Fn(&Target, &Target) -> bool,
) -> Vec<Amendment> {
    let place = |index: usize| {
        let old = from.get(index)?;
        to.iter().position(|new| same(old, new))
    };
    let carried = amendments.iter().filter_map(|it| {
        let mut it = it.clone();
        if let Some(index) = it.of_number() {
            it.renumber(place(index)?);
        }
        Some(it)
    });
    carried.collect()
}

/// What the print said of a number before any amendment, for finding it again in other
/// words: its first old aim, or what it is now.
pub(crate) fn as_confirmed(of: &Commitment, index: usize) -> Option<Aim> {
    let target = of.targets.get(index)?;
    let first = of.amendments.iter().find_map(|it| match it.change {
        Amended::Number { index: at, old, .. } if at == index => Some(old),
        _ => None,
    });
    Some(first.unwrap_or_else(|| Aim::of(target)))
}
