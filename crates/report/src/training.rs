//! What the training script needs: the same candidates and features that the
//! reader itself uses, so that a model never learns from anything else.

use crate::body::lay_out;
use crate::label;
use crate::model::Features;
use crate::number;
use crate::project;
use crate::target;

/// A candidate with its features, as the models see it.
pub struct Candidate {
    /// The words it stands in or consists of.
    pub words: String,
    /// Value and unit, for numbers.
    pub value: Option<(youwei_base::Decimal, String)>,
    /// What it is like.
    pub features: Features,
}

/// A sentence of the forward part with its candidates.
pub struct Sentence {
    /// Its text without the closing mark.
    pub text: String,
    /// Its numbers that could be targets.
    pub numbers: Vec<Candidate>,
    /// What it is like itself.
    pub features: Features,
    /// Its stretches that could name a work: first and one past the last
    /// character, and what they are like.
    pub stretches: Vec<((usize, usize), Features)>,
    /// Whether it is a heading or lead, which never commits.
    pub heading: bool,
}

/// Every sentence of the forward part.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let body = lay_out(text, &[]);
    body.forward()
        .map(|place| {
            let words = place.words.of(text);
            let numbers = number::scan(words);
            let context = target::Context {
                heading: place.heading,
                commits: label::commits(words, &place.place(text, 0)),
            };
            let promised = (0..numbers.len())
                .filter(|at| target::promises(words, &numbers, *at, context))
                .count();
            Sentence {
                features: label::features(words, &place.place(text, promised)),
                stretches: stretches(words),
                heading: place.heading,
                text: words.to_owned(),
                numbers: (0..numbers.len())
                    .filter(|index| target::may_promise(&numbers[*index]))
                    .map(|index| Candidate {
                        words: words[numbers[index].start..numbers[index].end].to_owned(),
                        value: Some((numbers[index].value, numbers[index].unit.clone())),
                        features: target::features(words, &numbers, index, context),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn stretches(sentence: &str) -> Vec<((usize, usize), Features)> {
    let words = project::Words::of(sentence);
    project::candidates(&words)
        .into_iter()
        .map(|stretch| {
            let mut features = Features::default();
            project::note(&mut features, &words, stretch, 1);
            ((stretch.from, stretch.to), features)
        })
        .collect()
}

/// The best set of weighed stretches, as the reader would choose it.
pub fn best_stretches(chars: &[char], weighed: &[((usize, usize), f32)]) -> Vec<(usize, usize)> {
    let weighed: Vec<(project::Stretch, f32)> = weighed
        .iter()
        .map(|((from, to), weight)| {
            (
                project::Stretch {
                    from: *from,
                    to: *to,
                },
                *weight,
            )
        })
        .collect();
    project::best_set(chars, &weighed)
        .into_iter()
        .map(|stretch| (stretch.from, stretch.to))
        .collect()
}
