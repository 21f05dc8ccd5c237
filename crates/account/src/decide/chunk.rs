//! Cuts what the reader handed on into events that the log can hold.

use youwei_report::{Heading, Reading};

use super::draft::bytes;
use crate::Span;
use crate::Target;
use crate::commitment::{Due, Place, Project, Suggestion};
use crate::event::{
    EVENT_BYTES_MAX, Event, NumberAt, Read, ReadOn, RemarkAt, SentenceAt, TextRead,
};
use crate::printed::joined;
use crate::span::CharText;

/// What one chunk may hold, a little less than an event takes: the rest is for
/// the field names around it.
const CHUNK_BYTES_MAX: usize = EVENT_BYTES_MAX - 4 * 1024;
/// The longest stretch of text put into a chunk in one piece; 4 bytes a
/// character at most, 6 for an escaped one.
const PIECE_CHARS_MAX: usize = 4_000;
const _: () = assert!(PIECE_CHARS_MAX * 6 < CHUNK_BYTES_MAX);

/// Something that stands at a place of the text.
enum Item {
    Sentence(SentenceAt),
    Heading(Heading),
    Remark(RemarkAt),
    Number(NumberAt),
    Target(Target),
    Project(Project),
}

/// The whole text and all that stands in it, in chunks below the limit. A chunk
/// ends where a sentence ends, unless the sentence alone is too long.
pub(super) fn text_events(reading: &Reading, revision: u32) -> Vec<Event> {
    let text = CharText::new(&reading.text);
    let mut items = items(reading);
    items.sort_by_key(|(start, _)| *start);
    let mut items = items.into_iter().peekable();

    let mut chunks = Chunks::default();
    for piece in pieces(reading, text.len()) {
        let words = text.slice(piece);
        chunks.room(bytes(&words)).text.push_str(words);
        let last = piece.end == text.len();
        while let Some((_, item)) = items.next_if(|(start, _)| last || *start < piece.end) {
            let size = item_bytes(&item);
            put(chunks.room(size), item);
        }
    }
    let chunks = chunks.all();

    let of = chunks.len();
    let mut start = 0;
    chunks
        .into_iter()
        .enumerate()
        .map(|(index, mut chunk)| {
            chunk.revision = revision;
            chunk.part = index + 1;
            chunk.of = of;
            chunk.start = start;
            start += chunk.text.chars().count();
            Event::TextRead(chunk)
        })
        .collect()
}

/// Chunks in the making.
#[derive(Default)]
struct Chunks {
    full: Vec<TextRead>,
    open: TextRead,
    used: usize,
}

impl Chunks {
    /// The chunk that still has room for this many bytes.
    fn room(&mut self, size: usize) -> &mut TextRead {
        if self.used > 0 && self.used + size > CHUNK_BYTES_MAX {
            self.full.push(std::mem::take(&mut self.open));
            self.used = 0;
        }
        self.used += size;
        &mut self.open
    }

    fn all(mut self) -> Vec<TextRead> {
        self.full.push(self.open);
        self.full
    }
}

/// Stretches that make up the whole text: each sentence with what stands before
/// it since the last one.
fn pieces(reading: &Reading, len: usize) -> Vec<Span> {
    let mut ends: Vec<usize> = reading.sentences.iter().map(|s| s.end.min(len)).collect();
    ends.push(len);
    ends.sort_unstable();
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in ends {
        while start < end {
            let stop = end.min(start + PIECE_CHARS_MAX);
            pieces.push(Span::new(start, stop));
            start = stop;
        }
    }
    if pieces.is_empty() {
        pieces.push(Span::default());
    }
    pieces
}

fn items(reading: &Reading) -> Vec<(usize, Item)> {
    let mut items = Vec::new();
    for s in &reading.sentences {
        items.push((
            s.start,
            Item::Sentence(SentenceAt {
                start: s.start,
                end: s.end,
                part: s.part,
                label: s.label,
                commitment: s.commitment,
            }),
        ));
    }
    for heading in &reading.outline {
        items.push((heading.start, Item::Heading(heading.clone())));
    }
    for r in &reading.remarks {
        items.push((
            r.start,
            Item::Remark(RemarkAt {
                start: r.start,
                end: r.end,
                kind: r.kind.clone(),
                zh: r.message.zh.clone(),
                en: r.message.en.clone(),
            }),
        ));
    }
    for n in &reading.numbers {
        items.push((
            n.start,
            Item::Number(NumberAt {
                start: n.start,
                end: n.end,
                kind: n.kind,
            }),
        ));
    }
    let claimed = |pick: fn(&youwei_report::Commitment) -> &Vec<usize>, index: usize| {
        reading.commitments.iter().any(|c| pick(c).contains(&index))
    };
    for (index, t) in reading.targets.iter().enumerate() {
        if !claimed(|c| &c.targets, index) {
            items.push((t.start, Item::Target(target(t))));
        }
    }
    for (index, p) in reading.projects.iter().enumerate() {
        if !claimed(|c| &c.projects, index) {
            items.push((p.start, Item::Project(project(p))));
        }
    }
    items
}

fn item_bytes(item: &Item) -> usize {
    1 + match item {
        Item::Sentence(it) => bytes(it),
        Item::Heading(it) => bytes(it),
        Item::Remark(it) => bytes(it),
        Item::Number(it) => bytes(it),
        Item::Target(it) => bytes(it),
        Item::Project(it) => bytes(it),
    }
}

fn put(chunk: &mut TextRead, item: Item) {
    match item {
        Item::Sentence(it) => chunk.sentences.push(it),
        Item::Heading(it) => chunk.headings.push(it),
        Item::Remark(it) => chunk.remarks.push(it),
        Item::Number(it) => chunk.numbers.push(it),
        Item::Target(it) => chunk.targets.push(it),
        Item::Project(it) => chunk.projects.push(it),
    }
}

fn target(t: &youwei_report::Target) -> Target {
    Target {
        mention: t.mention.clone(),
        subject: t.subject.clone(),
        op: t.op,
        value: t.value,
        value2: t.value2,
        unit: t.unit.clone(),
        measure: t.measure,
        action: t.action.clone(),
        due: t.due.clone(),
        span: Span::new(t.start, t.end),
        bound: None,
        claimed: None,
        dropped: false,
    }
}

fn project(p: &youwei_report::Project) -> Project {
    Project {
        name: p.name.clone(),
        parts: p.parts.clone(),
        action: p.action.clone(),
        span: Span::new(p.start, p.end),
    }
}

/// What the reader took from one commitment, under the id it has here. Places
/// beyond the end of the text are pulled in, so that every page can cut it.
pub(super) fn read_of(reading: &Reading, index: usize, len: usize, id: &str) -> Option<Read> {
    let c = reading.commitments.get(index)?;
    let inside = |start: usize, end: usize| {
        let end = end.min(len);
        Span::new(start.min(end), end)
    };
    let span = inside(c.start, c.end);
    let sentence = reading
        .sentences
        .get(c.sentence)
        .map_or(span, |s| inside(s.start, s.end).hull(span));
    let mut targets: Vec<Target> = Vec::new();
    for t in c.targets.iter().filter_map(|&i| reading.targets.get(i)) {
        targets.push(target(t));
    }
    let mut projects: Vec<Project> = Vec::new();
    for p in c.projects.iter().filter_map(|&i| reading.projects.get(i)) {
        projects.push(project(p));
    }
    for place in targets
        .iter_mut()
        .map(|t| &mut t.span)
        .chain(projects.iter_mut().map(|p| &mut p.span))
    {
        *place = inside(place.start, place.end);
    }
    Some(Read {
        id: id.to_owned(),
        words_id: (c.id != id).then(|| c.id.clone()),
        span,
        sentence,
        text: Some(joined(&c.text)),
        action: c.action.clone(),
        due: c.due.as_ref().map(|due| Due {
            text: due.text.clone(),
            by: due.by,
        }),
        places: c
            .places
            .iter()
            .map(|place| Place {
                name: place.name.clone(),
                code: place.code,
            })
            .collect(),
        units: c
            .units
            .iter()
            .map(|unit| Suggestion {
                unit: unit.unit.clone(),
                why: unit.why.clone(),
            })
            .collect(),
        targets,
        projects,
        part_of: None,
    })
}

/// The event of a reading, and more of them where one cannot hold it all.
pub(super) fn read_events(mut read: Read, event: impl FnOnce(Read) -> Event) -> Vec<Event> {
    let mut more = Vec::new();
    if bytes(&read) > CHUNK_BYTES_MAX {
        // The text event holds the words already.
        read.text = None;
        let mut rest = ReadOn::default();
        let mut used = 0;
        let mut make_room = |rest: &mut ReadOn, size: usize| {
            if used > 0 && used + size > CHUNK_BYTES_MAX {
                more.push(Event::ReadOn(std::mem::take(rest)));
                used = 0;
            }
            used += size;
        };
        for target in std::mem::take(&mut read.targets) {
            make_room(&mut rest, bytes(&target) + 1);
            rest.targets.push(target);
        }
        for project in std::mem::take(&mut read.projects) {
            make_room(&mut rest, bytes(&project) + 1);
            rest.projects.push(project);
        }
        for place in std::mem::take(&mut read.places) {
            make_room(&mut rest, bytes(&place) + 1);
            rest.places.push(place);
        }
        more.push(Event::ReadOn(rest));
    }
    let mut events = vec![event(read)];
    events.append(&mut more);
    events
}
