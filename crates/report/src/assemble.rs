//! The way of a text: paragraphs, headings, sentences and parts (`body`), then
//! what each sentence says: numbers and targets, named works, its label, its
//! commitments; last the remarks.

use std::ops::Range;

use youwei_base::AreaCode;

use crate::body::{Body, Placed, lay_out};
use crate::commitment;
use crate::due;
use crate::front::{Front, front};
use crate::label::{commits, label};
use crate::number;
use crate::place;
use crate::project;
use crate::reading::*;
use crate::remark;
use crate::source::{self, HeadingHint, Unreadable};
use crate::target;
use crate::text::{CharIndex, Span};
use crate::unit;

/// Reads a report from the bytes of a file.
///
/// Text is always read; what the reader is unsure of stands in the remarks.
///
/// # Errors
///
/// [`Unreadable`] if the file holds no text: empty, binary, encrypted, scanned.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    read_of_year(bytes, None)
}

/// Reads a report of which somebody says that it is of a year, since reports as newspapers
/// print them may not. What is said goes before what the text says.
///
/// # Errors
///
/// As for [`read`].
pub fn read_of_year(bytes: &[u8], year: Option<i16>) -> Result<Reading, Unreadable> {
    let source = source::extract(bytes)?;
    let mut reading = assemble(source.text, &source.headings, year);
    let remarks = source.remarks.into_iter().map(|message| Remark {
        kind: "file".to_owned(),
        message,
        start: 0,
        end: 0,
    });
    reading.remarks.splice(0..0, remarks);
    Ok(reading)
}

/// Reads a report from text.
pub fn read_text(text: &str) -> Reading {
    assemble(text.to_owned(), &[], None)
}

fn assemble(text: String, hints: &[HeadingHint], year: Option<i16>) -> Reading {
    let body = lay_out(&text, hints);
    let mut front = front(&text, &body);
    front.year = year.or(front.year);
    let mut draft = Draft {
        index: CharIndex::new(&text),
        text: &text,
        home: front.home,
        reading: empty(&front),
    };
    draft.outline(&body);
    for placed in &body.sentences {
        draft.sentence(placed);
    }
    let mut reading = draft.reading;
    let remarks = remark::remarks(&text, &body, &reading, &CharIndex::new(&text));
    reading.remarks = remarks;
    reading.coverage = coverage(&reading.sentences);
    reading.text = text;
    reading
}

fn empty(front: &Front) -> Reading {
    Reading {
        title: front.title.clone(),
        place: front.place.clone(),
        year: front.year,
        outline: Vec::new(),
        sentences: Vec::new(),
        commitments: Vec::new(),
        targets: Vec::new(),
        numbers: Vec::new(),
        projects: Vec::new(),
        remarks: Vec::new(),
        coverage: Coverage::default(),
        text: String::new(),
    }
}

fn coverage(sentences: &[Sentence]) -> Coverage {
    let count = |label| sentences.iter().filter(|s| s.label == label).count();
    Coverage {
        sentences: sentences.len(),
        commitment: count(Label::Commitment),
        state: count(Label::State),
        slogan: count(Label::Slogan),
    }
}

/// A reading in the making.
struct Draft<'a> {
    text: &'a str,
    index: CharIndex,
    home: Option<AreaCode>,
    reading: Reading,
}

impl Draft<'_> {
    /// First and one past the last character of a stretch of bytes.
    fn chars(&self, from: usize, span: Span) -> Range<usize> {
        self.index.char_at(from + span.start)..self.index.char_at(from + span.end)
    }

    fn outline(&mut self, body: &Body) {
        for found in &body.headings {
            let title = self.chars(0, found.title);
            self.reading.outline.push(Heading {
                level: found.level,
                marker: found.marker.of(self.text).trim().to_owned(),
                title: found.title.of(self.text).to_owned(),
                part: body.parts[found.paragraph],
                start: title.start,
                end: title.end,
            });
        }
    }

    fn sentence(&mut self, placed: &Placed) {
        let words = placed.words.of(self.text);
        let (targets, projects) = if placed.part == Part::Forward {
            (self.targets(placed, words), self.projects(placed, words))
        } else {
            (0..0, 0..0)
        };
        let label = label(words, &placed.place(self.text, targets.len()));
        let place = self.chars(0, placed.words);
        self.reading.sentences.push(Sentence {
            text: words.to_owned(),
            part: placed.part,
            label,
            commitment: label == Label::Commitment,
            start: place.start,
            end: place.end,
        });
        if label == Label::Commitment {
            self.commitments(placed, words, targets, projects);
        }
    }

    /// Adds the numbers and targets of a sentence; answers with the targets.
    fn targets(&mut self, placed: &Placed, words: &str) -> Range<usize> {
        let from = self.reading.targets.len();
        let numbers = number::scan(words);
        let context = target::Context {
            heading: placed.heading,
            commits: if numbers.iter().any(target::may_promise) {
                commits(words, &placed.place(self.text, 0))
            } else {
                0.0
            },
        };
        let promising: Vec<bool> = (0..numbers.len())
            .map(|at| target::promises(words, &numbers, at, context))
            .collect();
        for draft in target::drafts(words, &numbers, &promising) {
            let number = &numbers[draft.number];
            let place = self.chars(placed.words.start, Span::new(number.start, number.end));
            self.reading.targets.push(Target {
                sentence: words.to_owned(),
                mention: words[number.start..number.end].to_owned(),
                subject: draft.subject,
                op: draft.op,
                value: number.value.normalize(),
                value2: number.value2.map(|value| value.normalize()),
                unit: number.unit.clone(),
                measure: draft.measure,
                action: draft.action,
                due: draft.due,
                start: place.start,
                end: place.end,
            });
        }
        for (number, promises) in numbers.iter().zip(&promising) {
            let place = self.chars(placed.words.start, Span::new(number.start, number.end));
            self.reading.numbers.push(NumberMention {
                sentence: words.to_owned(),
                mention: words[number.start..number.end].to_owned(),
                kind: if *promises {
                    NumberKind::Target
                } else {
                    NumberKind::Other
                },
                start: place.start,
                end: place.end,
            });
        }
        from..self.reading.targets.len()
    }

    /// Adds the named works of a sentence; answers with their places.
    fn projects(&mut self, placed: &Placed, words: &str) -> Range<usize> {
        let from = self.reading.projects.len();
        for draft in project::drafts(words) {
            let place = self.chars(placed.words.start, draft.name);
            self.reading.projects.push(Project {
                sentence: words.to_owned(),
                name: draft.name.of(words).to_owned(),
                parts: draft.parts,
                action: draft.action,
                start: place.start,
                end: place.end,
            });
        }
        from..self.reading.projects.len()
    }

    fn commitments(
        &mut self,
        placed: &Placed,
        words: &str,
        targets: Range<usize>,
        projects: Range<usize>,
    ) {
        let sentence = self.reading.sentences.len() - 1;
        let offset = self.reading.sentences[sentence].start;
        let inner = CharIndex::new(words);
        // Places of targets and works inside the sentence, in bytes.
        let bytes: Vec<usize> = words
            .char_indices()
            .map(|(at, _)| at)
            .chain([words.len()])
            .collect();
        let span = |start: usize, end: usize| Span::new(bytes[start - offset], bytes[end - offset]);
        let target_spans: Vec<Span> = self.reading.targets[targets.clone()]
            .iter()
            .map(|target| span(target.start, target.end))
            .collect();
        let project_spans: Vec<Span> = self.reading.projects[projects.clone()]
            .iter()
            .map(|project| span(project.start, project.end))
            .collect();
        let marked: Vec<Span> = target_spans.iter().chain(&project_spans).copied().collect();
        let headings = [
            placed.section.of(self.text),
            placed.subsection.of(self.text),
            placed.lead.of(self.text),
        ];
        for own in commitment::spans(words, &marked) {
            let text = own.of(words);
            let inside = |spans: &[Span], from: usize| -> Vec<usize> {
                (0..spans.len())
                    .filter(|at| own.holds(spans[*at]))
                    .map(|at| from + at)
                    .collect()
            };
            let targets = inside(&target_spans, targets.start);
            let action = targets
                .first()
                .map(|at| self.reading.targets[*at].action.clone())
                .filter(|action| !action.is_empty())
                .unwrap_or_else(|| target::first_verb(text));
            // What the targets count says whose they are, where the clause itself only
            // lists works (「…等48个项目竣工」).
            let subjects: Vec<&str> = targets
                .iter()
                .map(|at| self.reading.targets[*at].subject.as_str())
                .collect();
            let spoken = format!("{text} {}", subjects.join(" "));
            let place = &self.reading.place;
            let commitment = Commitment {
                id: self.id(text),
                sentence,
                text: text.to_owned(),
                action,
                due: due::of(words, own, self.reading.year),
                places: place::places(text, self.home),
                units: unit::suggestions(&spoken, words, &headings, place),
                targets,
                projects: inside(&project_spans, projects.start),
                start: offset + inner.char_at(own.start),
                end: offset + inner.char_at(own.end),
            };
            self.reading.commitments.push(commitment);
        }
    }

    /// An id made from the words alone: the same words keep it in a corrected
    /// text; words that stand twice are told apart by their order.
    fn id(&self, text: &str) -> String {
        let same = self
            .reading
            .commitments
            .iter()
            .filter(|other| other.text == text)
            .count();
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let inked = text.chars().filter(|ch| !ch.is_whitespace());
        for byte in inked.collect::<String>().bytes() {
            hash ^= u64::from(byte);
            hash = hash.wrapping_mul(0x0100_0000_01b3);
        }
        let short = (hash >> 32) ^ (hash & 0xffff_ffff);
        if same == 0 {
            format!("c{short:08x}")
        } else {
            format!("c{short:08x}-{}", same + 1)
        }
    }
}
