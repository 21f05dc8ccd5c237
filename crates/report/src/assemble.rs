//! The way of a text: paragraphs, headings, sentences, parts, labels, numbers,
//! projects, commitments, remarks.

use crate::layout::{Paragraph, Zone, paragraphs};
use crate::label;
use crate::number;
use crate::outline::{Found, headings, parts};
use crate::reading::*;
use crate::sentence::{Cut, cut};
use crate::source::{self, HeadingHint, Unreadable};
use crate::target;
use crate::text::{CharIndex, Span};

/// Reads a report from the bytes of a file.
///
/// Text is always read; what the reader is unsure of stands in the remarks.
///
/// # Errors
///
/// [`Unreadable`] if the file holds no text: empty, binary, encrypted, scanned.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let source = source::extract(bytes)?;
    Ok(assemble(source.text, &source.headings))
}

/// Reads a report from text.
pub fn read_text(text: &str) -> Reading {
    assemble(text.to_owned(), &[])
}

/// A sentence with all that its place in the outline tells of it.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// Its words without closing mark.
    pub words: Span,
    /// The part it stands in.
    pub part: Part,
    /// Whether it is a heading or run-in lead.
    pub heading: bool,
    /// Its paragraph.
    pub paragraph: usize,
    /// Its place in the paragraph and how many sentences that has.
    pub at: usize,
    pub of: usize,
    /// The level of the heading right before it, 0 for none.
    pub after_heading: u8,
    /// The titles of its sections of level 1 and 2.
    pub section: Span,
    pub subsection: Span,
    /// The sentence before it, and the one behind it in the same paragraph.
    pub before: Span,
    pub behind: Span,
    /// How many short sentences of one clause the paragraph has.
    pub shorts: usize,
    /// How far into the forward part it stands, in tenths.
    pub tenth: usize,
}

impl Placed {
    pub fn place<'a>(&self, text: &'a str, targets: usize) -> label::Place<'a> {
        label::Place {
            part: Some(self.part),
            heading: self.heading,
            at: self.at,
            of: self.of,
            after_heading: self.after_heading,
            section: self.section.of(text),
            subsection: self.subsection.of(text),
            before: self.before.of(text),
            behind: self.behind.of(text),
            shorts: self.shorts,
            targets,
            tenth: self.tenth,
        }
    }
}

/// A text laid out: its headings and its sentences in their places.
pub(crate) struct Body {
    pub paragraphs: Vec<Paragraph>,
    pub headings: Vec<Found>,
    pub parts: Vec<Part>,
    pub sentences: Vec<Placed>,
}

impl Body {
    pub fn forward(&self) -> impl Iterator<Item = &Placed> {
        self.sentences.iter().filter(|s| s.part == Part::Forward)
    }
}

pub(crate) fn outline_body(text: &str, hints: &[HeadingHint]) -> Body {
    let paragraphs = paragraphs(text, hints);
    let cuts: Vec<Vec<Cut>> = paragraphs.iter().map(|p| cut(text, p.span)).collect();
    let headings = headings(text, &paragraphs, &cuts);
    let parts = parts(text, &paragraphs, &headings);
    let sentences = placed(text, &cuts, &headings, &parts);
    Body {
        paragraphs,
        headings,
        parts,
        sentences,
    }
}

/// Every sentence with its place.
fn placed(text: &str, cuts: &[Vec<Cut>], headings: &[Found], parts: &[Part]) -> Vec<Placed> {
    let nowhere = Span::new(0, 0);
    let mut out: Vec<Placed> = Vec::new();
    let mut after_heading = 0;
    let (mut section, mut subsection, mut before) = (nowhere, nowhere, nowhere);
    let mut opened = headings.iter().peekable();
    for (index, cuts) in cuts.iter().enumerate() {
        let heading = opened.next_if(|found| found.paragraph == index);
        if let Some(found) = heading {
            if found.level == 1 {
                (section, subsection) = (found.title, nowhere);
            } else if found.level == 2 {
                subsection = found.title;
            }
        }
        let shorts = cuts
            .iter()
            .filter(|cut| label::is_short(cut.words.of(text)))
            .count();
        for (at, cut) in cuts.iter().enumerate() {
            let heading = heading.filter(|_| at == 0);
            out.push(Placed {
                words: cut.words,
                part: parts[index],
                heading: heading.is_some(),
                paragraph: index,
                at,
                of: cuts.len(),
                after_heading,
                section,
                subsection,
                before,
                behind: cuts.get(at + 1).map_or(nowhere, |next| next.words),
                shorts,
                tenth: 0,
            });
            after_heading = heading.map_or(0, |found| found.level);
            before = cut.words;
        }
    }
    let forward = out.iter().filter(|s| s.part == Part::Forward).count();
    let ahead = out.iter_mut().filter(|s| s.part == Part::Forward);
    for (at, sentence) in ahead.enumerate() {
        sentence.tenth = at * 10 / forward.max(1);
    }
    out
}

fn assemble(text: String, hints: &[HeadingHint]) -> Reading {
    let index = CharIndex::new(&text);
    let body = outline_body(&text, hints);
    let mut targets = Vec::new();
    let mut mentions = Vec::new();
    let sentences: Vec<Sentence> = body
        .sentences
        .iter()
        .map(|placed| {
            let mut promised = 0;
            if placed.part == Part::Forward {
                let words = placed.words.of(&text);
                let numbers = number::scan(words);
                let context = target::Context { heading: placed.heading };
                let promising: Vec<bool> = (0..numbers.len())
                    .map(|at| target::promises(words, &numbers, at, context))
                    .collect();
                promised = promising.iter().filter(|promises| **promises).count();
                for draft in target::drafts(words, &numbers, &promising) {
                    let number = &numbers[draft.number];
                    targets.push(Target {
                        sentence: words.to_owned(),
                        mention: words[number.start..number.end].to_owned(),
                        subject: draft.subject,
                        op: draft.op,
                        value: number.value.normalize(),
                        value2: number.value2.map(|v| v.normalize()),
                        unit: number.unit.clone(),
                        measure: draft.measure,
                        action: draft.action,
                        due: draft.due,
                        start: index.char_at(placed.words.start + number.start),
                        end: index.char_at(placed.words.start + number.end),
                    });
                }
                for (number, promising) in numbers.iter().zip(&promising) {
                    mentions.push(NumberMention {
                        sentence: words.to_owned(),
                        mention: words[number.start..number.end].to_owned(),
                        kind: if *promising { NumberKind::Target } else { NumberKind::Other },
                        start: index.char_at(placed.words.start + number.start),
                        end: index.char_at(placed.words.start + number.end),
                    });
                }
            }
            let words = placed.words.of(&text);
            let label = label::label(words, &placed.place(&text, promised));
            Sentence {
                text: words.to_owned(),
                part: placed.part,
                label,
                commitment: label == Label::Commitment,
                start: index.char_at(placed.words.start),
                end: index.char_at(placed.words.end),
            }
        })
        .collect();
    let outline = body.headings
        .iter()
        .map(|f| Heading {
            level: f.level,
            marker: f.marker.of(&text).trim().to_owned(),
            title: f.title.of(&text).to_owned(),
            part: body.parts[f.paragraph],
            start: index.char_at(f.title.start),
            end: index.char_at(f.title.end),
        })
        .collect();
    let _ = (Zone::Body, Span::new(0, 0), &body.paragraphs);
    Reading {
        title: String::new(), place: String::new(), year: None, outline, sentences,
        commitments: vec![], targets, numbers: mentions, projects: vec![], remarks: vec![],
        coverage: Coverage::default(), text,
    }
}
