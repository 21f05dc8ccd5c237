//! A text laid out: its headings, and its sentences in their places.

use crate::label;
use crate::layout::{Paragraph, paragraphs};
use crate::outline::{Found, headings, parts};
use crate::reading::Part;
use crate::sentence::{Cut, cut};
use crate::source::HeadingHint;
use crate::text::Span;

/// A sentence with all that its place in the outline tells of it.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// Its words without closing mark.
    pub words: Span,
    /// The part it stands in.
    pub part: Part,
    /// Whether it is a heading or run-in lead.
    pub heading: bool,
    /// Its place in the paragraph and how many sentences that has.
    pub at: usize,
    pub of: usize,
    /// The level of the heading right before it, 0 for none.
    pub after_heading: u8,
    /// The titles of its sections of level 1, 2 and 3.
    pub section: Span,
    pub subsection: Span,
    pub lead: Span,
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

/// Lays a text out.
pub(crate) fn lay_out(text: &str, hints: &[HeadingHint]) -> Body {
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
    let (mut section, mut subsection) = (nowhere, nowhere);
    let (mut lead, mut before) = (nowhere, nowhere);
    let mut opened = headings.iter().peekable();
    for (index, cuts) in cuts.iter().enumerate() {
        let heading = opened.next_if(|found| found.paragraph == index);
        if let Some(found) = heading {
            match found.level {
                1 => (section, subsection, lead) = (found.title, nowhere, nowhere),
                2 => (subsection, lead) = (found.title, nowhere),
                _ => lead = found.title,
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
                at,
                of: cuts.len(),
                after_heading,
                section,
                subsection,
                lead,
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
