//! The report as printed: its whole text, sentences, headings and margin notes,
//! put together again from the chunks in which the log holds them.

use serde::{Deserialize, Serialize};
use youwei_base::Bilingual;
use youwei_report::{Coverage, Heading, Label, NumberMention, Part, Remark};

use crate::Target;
use crate::commitment::Project;
use crate::event::{File, RemarkAt, TextRead};
use crate::span::CharText;
use crate::{Section, Span};

/// The report of an account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Its id, such as 2026-云泽市.
    pub id: String,
    /// The file it was last read from.
    pub file: File,
    /// How often its text was revised; 0 for the first.
    pub revision: u32,
    /// The title as printed.
    pub title: String,
    /// Whose report it is.
    pub place: String,
    /// The year whose tasks it sets.
    pub year: Option<i16>,
    /// Every sentence in reading order.
    pub sentences: Vec<Sentence>,
    /// The heading tree in reading order.
    pub headings: Vec<Heading>,
    /// The reader's margin notes.
    pub remarks: Vec<Remark>,
    /// Every number of the forward part.
    pub numbers: Vec<NumberMention>,
    /// Targets that stand in no commitment.
    pub loose_targets: Vec<Target>,
    /// Named works that stand in no commitment.
    pub loose_projects: Vec<Project>,
    pub(crate) text: CharText,
}

/// One sentence of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Where it is printed.
    pub span: Span,
    /// The part it stands in.
    pub part: Part,
    /// What it does.
    pub label: Label,
    /// Whether the reader found a commitment of the forward part in it.
    pub commitment: bool,
}

impl Report {
    /// The whole text; every [`Span`] counts its characters.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// How many characters the text has.
    pub fn len_chars(&self) -> usize {
        self.text.len()
    }

    /// The words of a stretch, as printed.
    pub fn slice(&self, span: Span) -> &str {
        self.text.slice(span)
    }

    /// The words of a stretch with the line breaks of the page taken out.
    pub fn words(&self, span: Span) -> String {
        joined(self.slice(span))
    }

    /// How many sentences bear which label.
    pub fn coverage(&self) -> Coverage {
        let count = |label| self.sentences.iter().filter(|s| s.label == label).count();
        Coverage {
            sentences: self.sentences.len(),
            commitment: count(Label::Commitment),
            state: count(Label::State),
            slogan: count(Label::Slogan),
        }
    }

    /// The path of headings over a place, outermost first, as indexes into
    /// [`Report::headings`].
    pub fn path_at(&self, place: usize) -> Vec<usize> {
        let mut path: Vec<usize> = Vec::new();
        for (index, heading) in self.headings.iter().enumerate() {
            if heading.start > place {
                break;
            }
            while path
                .last()
                .and_then(|&last| self.headings.get(last))
                .is_some_and(|last| last.level >= heading.level)
            {
                path.pop();
            }
            path.push(index);
        }
        path
    }

    /// One heading as a section.
    pub fn section(&self, index: usize) -> Option<Section> {
        let heading = self.headings.get(index)?;
        Some(Section {
            index,
            level: heading.level,
            title: format!("{}{}", heading.marker, heading.title),
        })
    }

    /// Takes the text and what was found in it out, before new text comes in.
    pub(crate) fn clear_text(&mut self) {
        self.text = CharText::default();
        self.sentences.clear();
        self.headings.clear();
        self.remarks.clear();
        self.numbers.clear();
        self.loose_targets.clear();
        self.loose_projects.clear();
    }

    /// Takes one chunk in.
    pub(crate) fn push_chunk(&mut self, chunk: TextRead) {
        self.text.push_str(&chunk.text);
        self.sentences
            .extend(chunk.sentences.into_iter().map(|at| Sentence {
                span: Span::new(at.start, at.end),
                part: at.part,
                label: at.label,
                commitment: at.commitment,
            }));
        self.headings.extend(chunk.headings);
        self.remarks
            .extend(chunk.remarks.into_iter().map(|at: RemarkAt| Remark {
                kind: at.kind,
                message: Bilingual::new(at.zh, at.en),
                start: at.start,
                end: at.end,
            }));
        for at in chunk.numbers {
            let span = Span::new(at.start, at.end);
            let sentence = self
                .sentence_at(at.start)
                .map_or_else(String::new, |s| joined(self.slice(s.span)));
            self.numbers.push(NumberMention {
                sentence,
                mention: joined(self.slice(span)),
                kind: at.kind,
                start: at.start,
                end: at.end,
            });
        }
        self.loose_targets.extend(chunk.targets);
        self.loose_projects.extend(chunk.projects);
    }

    /// The sentence that holds a place.
    pub fn sentence_at(&self, place: usize) -> Option<&Sentence> {
        let after = self
            .sentences
            .partition_point(|sentence| sentence.span.start <= place);
        self.sentences
            .get(after.checked_sub(1)?)
            .filter(|sentence| place < sentence.span.end)
    }

    /// The place of the sentence that a stretch begins in.
    pub(crate) fn sentence_index(&self, place: usize) -> Option<usize> {
        let after = self
            .sentences
            .partition_point(|sentence| sentence.span.start <= place);
        after.checked_sub(1)
    }
}

/// Words without the line breaks, tabs and full-width spaces of the page.
pub(crate) fn joined(printed: &str) -> String {
    printed
        .chars()
        .filter(|c| !matches!(c, '\n' | '\r' | '\t' | '\u{3000}' | '\u{a0}'))
        .collect()
}
