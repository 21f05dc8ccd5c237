//! Which facts of a metric a measure takes: a FEEL expression over their labels, compiled
//! once.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use youwei_base::{AreaCode, Bilingual, Day};
use youwei_decision::diagnostic::Severity;
use youwei_decision::limits::Limits;
use youwei_decision::machine::Machine;
use youwei_decision::resolve::{Finding, NoTypes, Resolver};
use youwei_decision::tree::Expr;
use youwei_decision::types::Type;
use youwei_decision::value::json::from_json;
use youwei_decision::value::{Null, Value};

/// The words that are no labels, and their types.
const WORDS: [(&str, Type); 3] = [
    ("on", Type::Date),
    ("area", Type::String),
    ("key", Type::String),
];
/// The most labels that an expression may read.
const LABELS_MAX: usize = 32;
/// Steps and items that looking at one fact may cost.
const COST_MAX: u64 = 100_000;

/// The facts of a metric that pass a test.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    pub metric: Arc<str>,
    pub test: Option<Test>,
    /// Whether somebody asks for the last of them.
    pub last: bool,
}

/// A compiled expression.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    pub text: Arc<str>,
    expr: Arc<Expr>,
    slots: usize,
    /// The slots of the words and then of the labels.
    filled: Vec<usize>,
    pub labels: Vec<Arc<str>>,
    /// Whether facts of the same place and labels may fare differently.
    pub by_fact: bool,
}

/// What is wrong with a text: the bytes of it, the sentence, what to write.
pub(crate) type Wrong = (Range<usize>, Bilingual, Bilingual);

/// What a test looks at of a fact.
pub(crate) struct Looked<'f> {
    pub on: Day,
    pub key: &'f str,
    pub area: Option<AreaCode>,
    pub labels: &'f Map<String, Json>,
}

impl Test {
    /// Compiles a text. A name that is neither a word of [`WORDS`] nor of FEEL is a label.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn compile(text: &str) -> Result<Test, Vec<Wrong>> {
        let mut labels: Vec<Arc<str>> = Vec::new();
        loop {
            let mut resolver = Resolver::new(&NoTypes, Vec::new(), BTreeSet::new());
            let mut filled = Vec::new();
            for (name, of) in WORDS {
                filled.push(resolver.enter_slot(name.into(), of));
            }
            for label in &labels {
                filled.push(resolver.enter_slot(label.clone(), Type::Any));
            }
            let expr = resolver.text(text);
            let slots = resolver.slots();
            let findings = resolver.findings();
            let fresh = unknown(text, &findings, &labels);
            if !fresh.is_empty() && labels.len() + fresh.len() <= LABELS_MAX {
                labels.extend(fresh);
                continue;
            }
            let faults: Vec<Wrong> = findings.into_iter().filter_map(fault).collect();
            if !faults.is_empty() {
                return Err(faults);
            }
            if !expr.of.meets(&Type::Boolean) {
                return Err(vec![not_a_test(text)]);
            }
            let mut read = BTreeSet::new();
            expr.walk(&mut |part| {
                if let youwei_decision::tree::Kind::Slot(slot) = part.kind {
                    read.insert(slot);
                }
            });
            let by_fact = [0, 2].iter().any(|at| {
                let slot = filled.get(*at);
                slot.is_some_and(|slot| read.contains(slot))
            });
            return Ok(Test {
                text: text.into(),
                expr: Arc::new(expr),
                slots,
                filled,
                labels,
                by_fact,
            });
        }
    }

    /// Whether a fact passes. What cannot be worked out does not.
    pub fn passes(&self, fact: &Looked<'_>) -> bool {
        let limits = Limits {
            steps_max: COST_MAX,
            items_max: COST_MAX,
            ..Limits::default()
        };
        let null = || Value::Null(Null::WRITTEN);
        let fill = |slot: usize| {
            let at = self.filled.iter().position(|it| *it == slot);
            match at {
                Some(0) => Value::Date(fact.on.into()),
                Some(1) => fact
                    .area
                    .map_or_else(null, |area| Value::string(format!("{:06}", area.0))),
                Some(2) => Value::from(fact.key),
                Some(at) => {
                    let label = at
                        .checked_sub(WORDS.len())
                        .and_then(|at| self.labels.get(at));
                    let value = label.and_then(|label| fact.labels.get(&**label));
                    value
                        .and_then(|value| from_json(value, &Type::Any).ok())
                        .unwrap_or_else(null)
                }
                None => null(),
            }
        };
        let mut machine = Machine::new(None, &limits);
        machine
            .evaluate_filled(&self.expr, self.slots, &self.filled, fill)
            .is_true()
    }
}

/// The names that are not known yet and can be labels.
fn unknown(text: &str, findings: &[Finding], labels: &[Arc<str>]) -> Vec<Arc<str>> {
    let mut fresh: Vec<Arc<str>> = Vec::new();
    for finding in findings.iter().filter(|it| it.code == "unknown-name") {
        let (start, end) = (finding.span.start as usize, finding.span.end as usize);
        let name = text.get(start..end).unwrap_or("").trim();
        let called = text
            .get(end..)
            .is_some_and(|rest| rest.trim_start().starts_with('('));
        let known = labels.iter().chain(&fresh).any(|label| &**label == name);
        if !name.is_empty() && !called && !known {
            fresh.push(name.into());
        }
    }
    fresh
}

fn fault(finding: Finding) -> Option<Wrong> {
    let place = finding.span.start as usize..finding.span.end as usize;
    (finding.severity == Severity::Error).then_some((place, finding.message, finding.help))
}

fn not_a_test(text: &str) -> Wrong {
    let sentence = Bilingual::new(
        "where 的结果应为 true 或 false。",
        "where should be true or false.",
    );
    let help = Bilingual::new(
        "写成条件，如 level != \"county\"。",
        "write a condition such as level != \"county\".",
    );
    (0..text.len(), sentence, help)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn passes(text: &str, labels: Json) -> bool {
        let test = Test::compile(text).unwrap();
        test.passes(&Looked {
            on: "2026-03-31".parse().unwrap(),
            key: "2026-03",
            area: Some(AreaCode(990_101)),
            labels: labels.as_object().unwrap(),
        })
    }

    #[test]
    fn a_test_looks_at_labels_day_place_and_key() {
        for (text, labels, expected) in [
            ("level != \"county\"", json!({"level": "city"}), true),
            ("level != \"county\"", json!({"level": "county"}), false),
            ("level != \"county\"", json!({}), true),
            ("level = \"city\"", json!({}), false),
            (
                "kind = \"hazard\" and grade = \"major\"",
                json!({"kind": "hazard", "grade": "major"}),
                true,
            ),
            (
                "kind = \"hazard\" and grade = \"major\"",
                json!({"kind": "hazard"}),
                false,
            ),
            (
                "level in (\"city\", \"province\")",
                json!({"level": "province"}),
                true,
            ),
            ("area = \"990101\"", json!({}), true),
            ("on >= date(\"2026-04-01\")", json!({}), false),
            ("on < date(\"2026-04-01\")", json!({}), true),
            ("starts with(key, \"2026\")", json!({}), true),
            (
                "number(total, \",\", \".\") > 100",
                json!({"total": "250.5"}),
                true,
            ),
            (
                "number(total, \",\", \".\") > 100",
                json!({"total": "50"}),
                false,
            ),
            (
                "some one in kinds satisfies one = \"a\"",
                json!({"kinds": ["b", "a"]}),
                true,
            ),
        ] {
            assert_eq!(passes(text, labels.clone()), expected, "{text} {labels}");
        }
    }

    #[test]
    fn only_day_and_key_make_facts_of_the_same_labels_differ() {
        for (text, by_fact, labels) in [
            (
                "level = \"a\" and industry = \"b\"",
                false,
                vec!["level", "industry"],
            ),
            ("area = \"990101\"", false, vec![]),
            ("on > date(\"2026-01-01\")", true, vec![]),
            ("key = \"x\" or level = \"y\"", true, vec!["level"]),
        ] {
            let test = Test::compile(text).unwrap();
            let got: Vec<&str> = test.labels.iter().map(|it| &**it).collect();
            assert_eq!((test.by_fact, got), (by_fact, labels), "{text}");
        }
    }

    #[test]
    fn what_is_no_test_is_refused_with_its_place() {
        for (text, start) in [("level = ", 8), ("1 + 1", 0), ("cuont(level) > 1", 0)] {
            let faults = Test::compile(text).unwrap_err();
            assert_eq!(faults[0].0.start, start, "{text}: {faults:?}");
            assert!(!faults[0].1.zh.is_empty() && !faults[0].1.en.is_empty());
        }
    }
}
