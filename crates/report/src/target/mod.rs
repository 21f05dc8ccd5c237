//! Numbers that promise something: which they are, of what, how much, by when.

mod classify;
mod measure;
mod phrase;
mod subject;

pub(crate) use classify::{Context, features, is_quantity, is_threshold, may_promise, promises};
pub(crate) use phrase::Phrase;
pub(crate) use subject::{first_verb, last_verb};

use crate::number::{Kind, Number, comparison};
use crate::reading::{Measure, Op};

/// A target before it is placed in the reading.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// Index of its number in the sentence.
    pub number: usize,
    pub subject: String,
    pub op: Op,
    pub measure: Measure,
    pub action: String,
    pub due: String,
}

/// Reads what the numbers marked in `promising` promise.
pub(crate) fn drafts(sentence: &str, numbers: &[Number], promising: &[bool]) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    for (index, number) in numbers.iter().enumerate() {
        if !promising[index] {
            continue;
        }
        let phrase = Phrase::around(sentence, numbers, promising, index);
        let (mut subject, mut action) = subject::of(&phrase, number, out.last());
        if action.is_empty()
            && phrase.coordinated
            && let Some(before) = out.last()
        {
            action = before.action.clone();
        }
        if subject.is_empty() {
            subject = phrase.fallback();
        }
        let op = op_of(&phrase, number);
        let measure = measure::of(&phrase, number, &subject, &action);
        out.push(Draft {
            number: index,
            subject,
            op,
            measure,
            action,
            due: crate::due::period_before(sentence, number.start),
        });
    }
    out
}

fn op_of(phrase: &Phrase, number: &Number) -> Op {
    if number.value2.is_some() {
        return Op::Range;
    }
    let ranked_first = phrase.mention.starts_with('前');
    if number.kind == Kind::Rank && ranked_first {
        return Op::AtMost;
    }
    let many = number.many && number.kind != Kind::Han;
    comparison(phrase.left, phrase.behind, many)
}
