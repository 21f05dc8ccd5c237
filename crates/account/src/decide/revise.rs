//! A corrected text of the same report: which commitment is which.
//!
//! The reader's commitments of the new text are paired with the account's: the
//! same words first, then similar words at a near place. Words that people cut
//! themselves (parts, mergers, corrected words) are looked for in the new text
//! as they are; where they no longer stand there, the cut is undone and the
//! reader's words hold again. Owners, days and claims stay with their
//! commitment; a change of words asks for a new confirmation.

use std::collections::{BTreeMap, BTreeSet};

use youwei_report::Reading;

use super::chunk::{read_events, read_of, text_events};
use super::draft::{bytes, fits};
use super::pair::{Pair, pair_up};
use super::place::{NewText, moved};
use super::similar::as_decimal;
use super::take_in::{counts, fresh_id, propose_all};
use crate::commitment::Status;
use crate::event::{Because, EVENT_BYTES_MAX, Event, File, Move, Moved, Revised, Reworded};
use crate::printed::Report;
use crate::{Account, Decision, Refusal, Span, subject_of};

/// What the moves of one event may take.
const MOVES_BYTES_MAX: usize = EVENT_BYTES_MAX - 4 * 1024;

pub(super) fn revise(
    account: &Account,
    report: &Report,
    file: File,
    reading: &Reading,
) -> Result<Decision, Refusal> {
    let new_text = NewText::of(&reading.text);
    let pairs = pair_up(account, report, reading, new_text.text.len());
    let fates = fates(account, report, reading, &new_text, &pairs);
    let taken: BTreeSet<usize> = pairs.values().map(|pair| pair.new).collect();

    let mut log = Log {
        account,
        report: &report.id,
        events: Vec::new(),
        expected: account
            .all()
            .map(|it| subject_of(&report.id, Some(&it.id)))
            .chain([report.id.clone()])
            .map(|subject| {
                let version = account.version(&subject);
                (subject, version)
            })
            .collect(),
    };
    let mut tally = Tally::default();
    let mut moves = Vec::new();
    let mut later = Vec::new();
    for (id, fate) in fates {
        match fate {
            Fate::Stays(step) => {
                tally.kept += 1;
                moves.push(step);
            }
            Fate::Rests(step) => moves.push(step),
            Fate::Reworded(pair) => {
                tally.changed += 1;
                later.push((id, Later::Reworded(pair)));
            }
            Fate::Back(new) => {
                tally.added += 1;
                later.push((id, Later::Read(new)));
            }
            Fate::Goes => {
                tally.removed += 1;
                later.push((id, Later::Dropped));
            }
        }
    }
    if tally.kept + tally.changed == 0 && tally.removed > 0 {
        return Err(Refusal::conflict(
            "上传的文字与台账中的承诺没有一条相同或相近，不像是同一份报告的修订稿。请核对文件，或另开一本台账。",
            "Not one commitment of the account is in the text handed in, so it does not look like a revision of the same report. Check the file, or open another account.",
        ));
    }
    let mut known: BTreeSet<String> = account.all().map(|it| it.id.clone()).collect();
    for (index, commitment) in reading.commitments.iter().enumerate() {
        if taken.contains(&index) {
            continue;
        }
        tally.added += 1;
        let id = fresh_id(&commitment.id, |id| known.contains(id));
        known.insert(id.clone());
        log.expected.insert(subject_of(&report.id, Some(&id)), 0);
        later.push((id, Later::Read(index)));
    }

    let revision = report.revision + 1;
    log.of_report(Event::Revised(Revised {
        revision,
        file,
        title: reading.title.clone(),
        place: reading.place.clone(),
        year: reading.year,
        counts: counts(reading),
        kept: tally.kept,
        changed: tally.changed,
        added: tally.added,
        removed: tally.removed,
    }));
    for event in text_events(reading, revision) {
        log.of_report(event);
    }
    for event in move_events(moves) {
        log.of_report(event);
    }
    for (id, step) in later {
        log.of_commitment(&id, step, reading, new_text.text.len());
    }
    fits(&log.events)?;
    Ok(Decision {
        events: log.events,
        expected: log.expected.into_iter().collect(),
    })
}

#[derive(Default)]
struct Tally {
    kept: usize,
    changed: usize,
    added: usize,
    removed: usize,
}

/// What becomes of a commitment of the account.
enum Fate {
    Stays(Move),
    /// Its words went into others, which stay; only its place moves.
    Rests(Move),
    Reworded(Pair),
    /// It comes to life again with the reader's words.
    Back(usize),
    Goes,
}

/// An event of a commitment's stream, to be written after the new text.
enum Later {
    Reworded(Pair),
    Read(usize),
    Dropped,
}

struct Log<'a> {
    account: &'a Account,
    report: &'a str,
    events: Vec<crate::Proposed>,
    expected: BTreeMap<String, u64>,
}

impl Log<'_> {
    fn of_report(&mut self, event: Event) {
        self.events.push(event.propose(self.report));
    }

    fn of_commitment(&mut self, id: &str, step: Later, reading: &Reading, len: usize) {
        let subject = subject_of(self.report, Some(id));
        let old = self.account.commitment(id).map(|it| it.text.clone());
        let events = match step {
            Later::Dropped => vec![Event::Dropped(Because::default())],
            Later::Read(new) => match read_of(reading, new, len, id) {
                Some(read) => read_events(read, |read| Event::Read(Box::new(read))),
                None => Vec::new(),
            },
            Later::Reworded(pair) => match read_of(reading, pair.new, len, id) {
                Some(read) => read_events(read, |read| {
                    let mut old = old.unwrap_or_default();
                    if bytes(&old) + bytes(&read) > MOVES_BYTES_MAX {
                        old = crate::history::quoted(&old);
                    }
                    Event::Reworded(Box::new(Reworded {
                        similarity: as_decimal(pair.permille),
                        old,
                        read,
                    }))
                }),
                None => Vec::new(),
            },
        };
        propose_all(&mut self.events, &subject, events);
    }
}

fn move_events(moves: Vec<Move>) -> Vec<Event> {
    let mut events = Vec::new();
    let mut batch = Moved::default();
    let mut used = 0;
    for step in moves {
        let size = bytes(&step) + 1;
        if used > 0 && used + size > MOVES_BYTES_MAX {
            events.push(Event::Moved(std::mem::take(&mut batch)));
            used = 0;
        }
        used += size;
        batch.moves.push(step);
    }
    if !batch.moves.is_empty() {
        events.push(Event::Moved(batch));
    }
    events
}

fn fates(
    account: &Account,
    report: &Report,
    reading: &Reading,
    new_text: &NewText,
    pairs: &BTreeMap<String, Pair>,
) -> Vec<(String, Fate)> {
    let cuts = located_cuts(account, report, reading, new_text, pairs);
    let mut fates = Vec::new();
    for it in account.all() {
        let pair = pairs.get(&it.id).copied();
        let stays = |span, sentence| Fate::Stays(moved(report, it, &new_text.text, span, sentence));
        let fate = match &it.status {
            Status::Dropped => match pair {
                Some(pair) => Fate::Back(pair.new),
                None => continue,
            },
            Status::Split { .. } | Status::Merged { .. } => {
                let broken = cuts.broken.contains(&it.id);
                match pair {
                    Some(pair) if broken => Fate::Back(pair.new),
                    Some(pair) => {
                        let (span, sentence) = place_of(reading, pair.new, new_text.text.len());
                        Fate::Rests(moved(report, it, &new_text.text, span, sentence))
                    }
                    // What was cut from it, or took it in, speaks for it.
                    None if broken => Fate::Goes,
                    None => continue,
                }
            }
            Status::Read | Status::Confirmed | Status::Rejected => {
                match (cuts.places.get(&it.id), pair) {
                    (Some(Some((span, sentence))), _) => stays(*span, *sentence),
                    (Some(None), Some(pair)) => Fate::Reworded(pair),
                    (Some(None), None) => Fate::Goes,
                    (None, Some(pair)) if pair.permille == 1000 => {
                        let (span, sentence) = place_of(reading, pair.new, new_text.text.len());
                        stays(span, sentence)
                    }
                    (None, Some(pair)) => Fate::Reworded(pair),
                    (None, None) => Fate::Goes,
                }
            }
        };
        fates.push((it.id.clone(), fate));
    }
    fates
}

/// Words that people cut: where they stand now, and which cuts are undone.
struct Cuts {
    /// By id; none if the words are not in the new text.
    places: BTreeMap<String, Option<(Span, Span)>>,
    /// Commitments of a family in which some words were not found.
    broken: BTreeSet<String>,
}

fn located_cuts(
    account: &Account,
    report: &Report,
    reading: &Reading,
    new_text: &NewText,
    pairs: &BTreeMap<String, Pair>,
) -> Cuts {
    let families = families(account);
    let mut places: BTreeMap<String, Option<(Span, Span)>> = BTreeMap::new();
    for it in account.commitments() {
        let family = families.get(&it.id);
        let cut = it.part_of.is_some()
            || it.span != it.as_read.span
            || family.is_some_and(|family| family.len() > 1);
        if !cut {
            continue;
        }
        // Near where the reader's words now stand, if it found them again.
        let root = family
            .into_iter()
            .flatten()
            .find_map(|id| Some((account.commitment(id)?, pairs.get(id)?)));
        let near = match root {
            Some((root, pair)) => {
                let start = reading.commitments.get(pair.new).map_or(0, |c| c.start);
                (start + it.span.start).saturating_sub(root.as_read.span.start)
            }
            None => it.span.start * new_text.text.len() / report.len_chars().max(1),
        };
        let found = new_text.find(&it.text, near).map(|span| {
            let sentence = reading
                .sentences
                .iter()
                .filter(|s| Span::new(s.start, s.end).overlaps(span))
                .fold(span, |hull, s| hull.hull(Span::new(s.start, s.end)));
            (
                span,
                Span::new(sentence.start, sentence.end.min(new_text.text.len())),
            )
        });
        places.insert(it.id.clone(), found);
    }
    // One lost piece undoes the whole family, or words would count twice.
    let mut broken = BTreeSet::new();
    for (id, family) in &families {
        let lost = family
            .iter()
            .any(|member| places.get(member) == Some(&None));
        if lost {
            broken.insert(id.clone());
        }
    }
    for (id, place) in &mut places {
        if broken.contains(id) {
            *place = None;
        }
    }
    Cuts { places, broken }
}

/// For each commitment, all that share words with it by splits and mergers,
/// itself among them.
fn families(account: &Account) -> BTreeMap<String, BTreeSet<String>> {
    let mut of: BTreeMap<String, BTreeSet<String>> = account
        .all()
        .map(|it| (it.id.clone(), BTreeSet::from([it.id.clone()])))
        .collect();
    let links = account.all().flat_map(|it| {
        let into = match &it.status {
            Status::Merged { into } => vec![into.clone()],
            Status::Split { into } => into.clone(),
            _ => Vec::new(),
        };
        into.into_iter().map(move |other| (it.id.clone(), other))
    });
    for (one, other) in links.collect::<Vec<_>>() {
        let (Some(a), Some(b)) = (of.get(&one), of.get(&other)) else {
            continue;
        };
        let both: BTreeSet<String> = a.union(b).cloned().collect();
        for member in &both {
            of.insert(member.clone(), both.clone());
        }
    }
    of
}

fn place_of(reading: &Reading, index: usize, len: usize) -> (Span, Span) {
    read_of(reading, index, len, "").map_or((Span::default(), Span::default()), |read| {
        (read.span, read.sentence)
    })
}
