//! Which measure could speak for a target: proposed from its unit, subject and verb. A
//! person decides; nothing is bound by itself.

use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_report::Measure as Quantity;

use super::unit::{fit, is_rate};
use super::{How, Measure, Measures};
use crate::commitment::Commitment;
use crate::filter::folded;
use crate::target::Target;

/// How many measures are proposed at most.
const PROPOSALS_MAX: usize = 5;
/// What is less likely is not proposed.
const CONFIDENCE_MIN: u8 = 40;

/// A measure that could speak for a target or milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The measure.
    pub measure: Arc<Measure>,
    /// How sure it is, in per cent.
    pub confidence: u8,
    /// What speaks for it.
    pub why: Bilingual,
}

/// What is to be bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindTo {
    /// A number, by its index in [`Commitment::targets`].
    Target(usize),
    /// That it is done at all.
    Milestone,
}

/// The measures that could speak for a number of a commitment, or for its being done, best
/// first; empty if none could, or there is no such number.
#[must_use]
pub fn propose(measures: &Measures, commitment: &Commitment, to: BindTo) -> Vec<Proposal> {
    let target = match to {
        BindTo::Target(index) => match commitment.targets.get(index) {
            Some(target) => Some(target),
            None => return Vec::new(),
        },
        BindTo::Milestone => None,
    };
    weighed(measures, target, &Words::of(commitment, target))
}

/// The same for a number that stands in no commitment, such as one in which a report looks
/// back; `text` is what stands around it.
pub(crate) fn propose_for(measures: &Measures, target: &Target, text: &str) -> Vec<Proposal> {
    let said = Words {
        subject: folded(&target.subject),
        verb: folded(&target.action),
        text: folded(text),
    };
    weighed(measures, Some(target), &said)
}

fn weighed(measures: &Measures, target: Option<&Target>, said: &Words) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = measures
        .iter()
        .filter_map(|measure| {
            let (confidence, why) = match target {
                Some(target) => weigh(measure, target, said)?,
                None => weigh_milestone(measure, said)?,
            };
            Some(Proposal {
                measure: measure.clone(),
                confidence,
                why,
            })
        })
        .filter(|it| it.confidence >= CONFIDENCE_MIN)
        .collect();
    found.sort_by(|one, other| {
        let order = other.confidence.cmp(&one.confidence);
        order.then_with(|| one.measure.id.cmp(&other.measure.id))
    });
    found.truncate(PROPOSALS_MAX);
    found
}

/// What the report says, folded in width and case.
struct Words {
    subject: String,
    verb: String,
    /// What stands around, when it names nothing itself.
    text: String,
}

impl Words {
    fn of(commitment: &Commitment, target: Option<&Target>) -> Words {
        let verb = match target {
            Some(target) if !target.action.is_empty() => target.action.clone(),
            Some(_) => commitment.action.clone(),
            None => {
                let works = commitment.projects.iter().map(|it| it.action.as_str());
                let verbs = works.chain([commitment.action.as_str()]);
                verbs
                    .filter(|it| !it.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n")
            }
        };
        Words {
            subject: folded(target.map_or("", |it| &it.subject)),
            verb: folded(&verb),
            text: folded(&commitment.text),
        }
    }
}

/// Points, and what they were given for.
#[derive(Default)]
struct Weight {
    points: u8,
    zh: Vec<String>,
    en: Vec<String>,
}

impl Weight {
    fn add(&mut self, points: u8, zh: String, en: String) {
        self.points += points;
        self.zh.push(zh);
        self.en.push(en);
    }

    fn say(self) -> (u8, Bilingual) {
        let why = Bilingual::new(
            format!("{}。", self.zh.join("；")),
            format!("{}.", self.en.join("; ")),
        );
        (self.points.min(100), why)
    }
}

/// Whether a figure made so can be what a target of this kind asks for.
fn goes_with(how: &How, unit: &str, quantity: Quantity) -> bool {
    match (quantity, how) {
        (Quantity::Growth, How::Growth { .. } | How::Gap { .. }) => true,
        (Quantity::Growth, How::Last) => is_rate(unit),
        (Quantity::Growth, _) => false,
        (Quantity::Share, How::Share { .. } | How::Last) => true,
        (Quantity::Share, _) => false,
        (Quantity::Rank, how) => matches!(how, How::Last),
        (Quantity::Level, how) => !matches!(how, How::Growth { .. } | How::Gap { .. }),
        (Quantity::Delta, How::Growth { .. }) => false,
        (Quantity::Delta, _) => true,
    }
}

fn weigh(measure: &Measure, target: &Target, said: &Words) -> Option<(u8, Bilingual)> {
    if !goes_with(&measure.how, &measure.unit, target.measure) {
        return None;
    }
    let unit = fit(&measure.unit, &target.unit)?;
    let mut weight = Weight::default();
    let (ours, theirs) = (&measure.unit, &target.unit);
    match unit.exact {
        true if **ours == **theirs => weight.add(
            25,
            format!("单位相同（{ours}）"),
            format!("the same unit ({ours})"),
        ),
        true => weight.add(
            25,
            format!("单位可换算（{ours}、{theirs}）"),
            format!("units that convert ({ours}, {theirs})"),
        ),
        false => weight.add(
            10,
            format!("单位都是计数（{ours}、{theirs}）"),
            format!("both units only count ({ours}, {theirs})"),
        ),
    }
    if matches!(target.measure, Quantity::Growth) && matches!(measure.how, How::Growth { .. }) {
        weight.add(10, "都是增速".to_owned(), "both are growth".to_owned());
    }
    let named = words(measure, said, &mut weight);
    let done = verbs(measure, said, &mut weight);
    // Unit and verb alone say nothing of what is counted, and a word nearby needs the verb.
    let speaks = match named {
        Named::Subject => true,
        Named::Nearby => done,
        Named::Not => false,
    };
    speaks.then(|| weight.say())
}

fn weigh_milestone(measure: &Measure, said: &Words) -> Option<(u8, Bilingual)> {
    let counts = matches!(measure.how, How::Count | How::Sum | How::Last);
    let mut weight = Weight::default();
    let done = counts && verbs(measure, said, &mut weight);
    let named = counts && words(measure, said, &mut weight) != Named::Not;
    if done {
        weight.add(
            20,
            "节点看有没有这样的事实".to_owned(),
            "a milestone asks whether there is such a fact".to_owned(),
        );
    }
    // A work that is named need not be called by the measure's general word.
    (done || (named && measure.zero)).then(|| weight.say())
}

/// Where a word of the measure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// In what is counted.
    Subject,
    /// In the words around.
    Nearby,
    /// Nowhere.
    Not,
}

/// Points for the measure's words; the longest one that is found counts.
fn words(measure: &Measure, said: &Words, weight: &mut Weight) -> Named {
    let longest = |within: &str| {
        let found = measure
            .words
            .iter()
            .filter(|it| within.contains(&folded(it)));
        found.max_by_key(|it| it.chars().count())
    };
    if let Some(word) = longest(&said.subject) {
        // How much of the subject it is.
        let (length, of) = (word.chars().count(), said.subject.chars().count().max(1));
        let more = u8::try_from(length * 15 / of).unwrap_or(15).min(15);
        weight.add(
            25 + more,
            format!("主体“{}”含“{word}”", said.subject),
            format!("the subject “{}” has “{word}”", said.subject),
        );
        return Named::Subject;
    }
    if let Some(word) = longest(&said.text) {
        weight.add(
            15,
            format!("同句有“{word}”"),
            format!("the words have “{word}”"),
        );
        return Named::Nearby;
    }
    Named::Not
}

/// Points for the measure's verbs.
fn verbs(measure: &Measure, said: &Words, weight: &mut Weight) -> bool {
    let mut sorted: Vec<&Arc<str>> = measure.verbs.iter().collect();
    sorted.sort_by_key(|it| std::cmp::Reverse(it.chars().count()));
    let is = |verb: &&&Arc<str>| said.verb.split('\n').any(|it| it == folded(verb));
    let within = |text: &str| sorted.iter().find(|it| text.contains(&folded(it)));
    let found = match (sorted.iter().find(is), within(&said.verb)) {
        (Some(verb), _) => Some((30, verb)),
        (None, Some(verb)) => Some((25, verb)),
        // 新开工项目: the verb is in the name of what is counted.
        (None, None) => within(&said.subject)
            .map(|verb| (25, verb))
            .or_else(|| within(&said.text).map(|verb| (20, verb))),
    };
    match found {
        Some((points, verb)) => {
            weight.add(
                points,
                format!("动词“{verb}”"),
                format!("the verb “{verb}”"),
            );
            true
        }
        None => false,
    }
}
