//! What each event does to the account. Whatever does not fit is passed over:
//! the log is right, and the fold must not fail on it.

use crate::Account;
use crate::amendment::{Aim, Amended, Amendment, as_confirmed, carried, carried_by};
use crate::command::TargetChange;
use crate::commitment::{Claim, ClaimSeen, Commitment, Dispute, Status, Wording};
use crate::contradiction::Explanation;
use crate::event::{Counts, DueIs, Event, File, Merged, Move, PartOf, Read, ReadOn};
use crate::kind;
use crate::target::{Bound, from_fields, with_fields};
use crate::{Span, Target};

impl Account {
    pub(super) fn apply(&mut self, id: Option<&str>, event: Event, entry: u64) {
        match (id, event) {
            (None, Event::Explained(it)) => {
                let of_it = self.explanations.entry(it.about.clone()).or_default();
                of_it.push(Explanation {
                    about: it.about,
                    entry,
                    unit: it.unit,
                    why: it.why,
                });
            }
            (None, event) => self.apply_to_report(event),
            (Some(id), Event::Read(read)) => self.read(id, *read),
            (Some(id), event) => {
                let Some(mut commitment) = self.commitments.remove(id) else {
                    return;
                };
                let before = commitment.span;
                self.apply_to(&mut commitment, event, entry);
                let moved = commitment.span != before;
                self.settle(&mut commitment);
                self.commitments.insert(id.to_owned(), commitment);
                if moved {
                    self.put_in_order();
                }
            }
        }
    }

    fn apply_to_report(&mut self, event: Event) {
        let Some(report) = &mut self.report else {
            return;
        };
        let mut head = |file: File, title, place, year, _: Counts| {
            report.file = file;
            report.title = title;
            report.place = place;
            report.year = year;
        };
        match event {
            Event::TakenIn(it) => head(it.file, it.title, it.place, it.year, it.counts),
            Event::Revised(it) => {
                head(it.file, it.title, it.place, it.year, it.counts);
                report.revision = it.revision;
            }
            Event::TextRead(chunk) => {
                if chunk.part == 1 {
                    report.clear_text();
                }
                report.push_chunk(chunk);
            }
            Event::Moved(moved) => {
                for step in moved.moves {
                    self.move_to(step);
                }
                self.put_in_order();
            }
            _ => {}
        }
    }

    /// What follows from words and place, after either changed.
    fn settle(&self, commitment: &mut Commitment) {
        let Some(report) = &self.report else { return };
        commitment.section = report.path_at(commitment.span.start);
        if !commitment.kind_by_hand {
            commitment.kind = kind::derive(commitment, &self.titles_of(&commitment.section));
        }
    }

    fn read(&mut self, id: &str, read: Read) {
        let mut commitment = match self.commitments.remove(id) {
            Some(mut old) => {
                // Back in the text: what people decided of it holds on.
                let status = if old.status == Status::Dropped && self.same_words(&old, &read) {
                    old.dropped_as.take().unwrap_or(Status::Read)
                } else {
                    Status::Read
                };
                self.reword(&mut old, read);
                old.status = status;
                old
            }
            None => self.first_read(id, read),
        };
        self.settle(&mut commitment);
        self.put(commitment);
    }

    fn same_words(&self, old: &Commitment, read: &Read) -> bool {
        old.text == self.words_of(read) && old.as_read.text == old.text
    }

    fn words_of(&self, read: &Read) -> String {
        match (&read.text, &self.report) {
            (Some(text), _) => text.clone(),
            (None, Some(report)) => report.words(read.span),
            (None, None) => String::new(),
        }
    }

    /// A commitment as it stands when nothing but this was read of it.
    pub(crate) fn first_read(&self, id: &str, read: Read) -> Commitment {
        let part_of = read.part_of.clone();
        let wording = self.wording(id, &read);
        let mut commitment = Commitment {
            id: id.to_owned(),
            version: 0,
            text: wording.text.clone(),
            span: wording.span,
            sentence: read.sentence,
            action: wording.action.clone(),
            due: wording.due.clone(),
            scheduled: None,
            nodes: [None, None, None, None],
            places: read.places,
            suggestions: read.units,
            lead: None,
            supporting: Vec::new(),
            leader: None,
            targets: read.targets.clone(),
            projects: wording.projects.clone(),
            status: Status::Read,
            kind: crate::Kind::Task,
            kind_by_hand: false,
            section: Vec::new(),
            public: true,
            claim: Claim::default(),
            claims: Vec::new(),
            milestones: Vec::new(),
            disputes: Vec::new(),
            held: false,
            amendments: Vec::new(),
            part_of: None,
            as_read: wording,
            dropped_as: None,
        };
        if let Some(parent) = part_of {
            if let Some(whole) = self.commitments.get(&parent.id) {
                commitment.amendments =
                    carried(&whole.targets, &commitment.targets, &whole.amendments);
                let paced = whole.targets.first().is_some_and(|first| {
                    let mut all = commitment.targets.iter();
                    all.any(|it| it.span == first.span)
                });
                if !paced {
                    commitment.amendments.retain(not_of_nodes);
                }
            }
            inherit(&mut commitment, parent);
        }
        commitment
    }

    fn wording(&self, id: &str, read: &Read) -> Wording {
        Wording {
            id: read.words_id.clone().unwrap_or_else(|| id.to_owned()),
            text: self.words_of(read),
            span: read.span,
            action: read.action.clone(),
            due: read.due.clone(),
            targets: read.targets.iter().map(unbound).collect(),
            projects: read.projects.clone(),
        }
    }

    /// Puts new words in the place of the old; owners, days and claims stay.
    fn reword(&self, commitment: &mut Commitment, read: Read) {
        let wording = self.wording(&commitment.id, &read);
        commitment.text = wording.text.clone();
        commitment.span = wording.span;
        commitment.sentence = read.sentence;
        commitment.action = wording.action.clone();
        commitment.due = wording.due.clone();
        let mut now = wording.targets.clone();
        let amendments = keep_amended(commitment, &mut now);
        let before = std::mem::replace(&mut commitment.targets, now);
        commitment.amendments = amendments;
        keep_bound(&before, &mut commitment.targets);
        commitment.projects = wording.projects.clone();
        commitment.places = read.places;
        commitment.suggestions = read.units;
        commitment.as_read = wording;
        commitment.dropped_as = None;
        commitment.status = Status::Read;
    }

    fn move_to(&mut self, step: Move) {
        let Some(mut commitment) = self.commitments.remove(&step.id) else {
            return;
        };
        let plain = commitment.span == commitment.as_read.span;
        let shift = |place: usize| (place + step.span.start).saturating_sub(commitment.span.start);
        let read = commitment.as_read.span;
        commitment.as_read.span = if plain {
            step.span
        } else {
            Span::new(shift(read.start), shift(read.end))
        };
        commitment.span = step.span;
        commitment.sentence = step.sentence;
        for (target, span) in commitment.targets.iter_mut().zip(step.targets) {
            target.span = span;
        }
        for (project, span) in commitment.projects.iter_mut().zip(step.projects) {
            project.span = span;
        }
        self.settle(&mut commitment);
        self.commitments.insert(step.id, commitment);
    }

    fn apply_to(&self, commitment: &mut Commitment, event: Event, entry: u64) {
        match event {
            Event::ReadOn(more) => read_on(commitment, more),
            Event::Reworded(new) => self.reword(commitment, new.read),
            Event::Dropped(_) => {
                let was = std::mem::replace(&mut commitment.status, Status::Dropped);
                commitment.dropped_as =
                    matches!(was, Status::Read | Status::Confirmed | Status::Rejected)
                        .then_some(was);
            }
            Event::Confirmed(_) => {
                commitment.status = Status::Confirmed;
                commitment.held = true;
            }
            Event::Rejected(_) => commitment.status = Status::Rejected,
            Event::Restored(_) => commitment.status = Status::Read,
            Event::Corrected(it) => {
                // Indexes count before the words change, so the numbers go first.
                correct_targets(commitment, it.targets);
                if let Some(words) = it.words {
                    commitment.text = words.text;
                    commitment.span = words.span;
                    commitment
                        .targets
                        .retain(|target| words.span.contains(target.span));
                    commitment
                        .projects
                        .retain(|project| words.span.contains(project.span));
                }
                if let Some(action) = it.action {
                    commitment.action = action;
                }
                match it.due {
                    Some(DueIs::To(due)) => commitment.due = Some(due),
                    Some(DueIs::None) => commitment.due = None,
                    None => {}
                }
                if let Some(kind) = it.kind {
                    commitment.kind = kind;
                    commitment.kind_by_hand = true;
                }
            }
            Event::Amended(it) => commitment.amend(Amendment {
                number: it.number,
                entry,
                change: it.change,
                from: it.from,
                approver: it.approver,
                document: it.document,
                why: it.why,
                recorded: it.recorded,
            }),
            Event::Split(split) => commitment.status = Status::Split { into: split.into },
            Event::Merged(merged) => self.merge(commitment, merged),
            Event::Absorbed(gone) => commitment.status = Status::Merged { into: gone.into },
            Event::Assigned(it) => {
                commitment.lead = it.lead;
                commitment.supporting = it.supporting;
                commitment.leader = it.leader;
            }
            Event::Scheduled(it) => {
                commitment.scheduled = it.due;
                commitment.nodes = it.nodes.into();
            }
            Event::Claimed(it) => {
                for amount in &it.claim.amounts {
                    if let Some(target) = commitment.targets.get_mut(amount.target) {
                        target.claimed = amount.value;
                    }
                    commitment.claims.push(ClaimSeen {
                        target: amount.target,
                        entry,
                        value: amount.value,
                        on: amount.on,
                    });
                }
                commitment.claim = Claim {
                    amounts: Vec::new(),
                    ..it.claim
                };
            }
            Event::Bound(it) => match it.target {
                Some(index) => {
                    if let Some(target) = commitment.targets.get_mut(index) {
                        target.bound = Some(it.bound);
                    }
                }
                None => {
                    let other = |known: &Bound| {
                        !same_part(known, &it.bound.measure, it.bound.record.as_deref())
                    };
                    commitment.milestones.retain(other);
                    commitment.milestones.push(it.bound);
                }
            },
            Event::Unbound(it) => match it.target {
                Some(index) => {
                    if let Some(target) = commitment.targets.get_mut(index) {
                        target.bound = None;
                    }
                }
                None => {
                    let other =
                        |known: &Bound| !same_part(known, &it.measure, it.record.as_deref());
                    commitment.milestones.retain(other);
                }
            },
            Event::Disputed(it) => commitment.disputes.push(Dispute {
                number: it.number,
                entry,
                unit: it.unit,
                why: it.why,
                answered: None,
            }),
            Event::Answered(it) => {
                let found = |known: &&mut Dispute| known.number == it.number;
                if let Some(dispute) = commitment.disputes.iter_mut().find(found) {
                    dispute.answered = Some((entry, it.why));
                }
            }
            Event::Published(_) => commitment.public = true,
            Event::Hidden(_) => commitment.public = false,
            Event::TakenIn(_)
            | Event::TextRead(_)
            | Event::Revised(_)
            | Event::Moved(_)
            | Event::Explained(_)
            | Event::Read(_) => {}
        }
    }

    fn merge(&self, commitment: &mut Commitment, merged: Merged) {
        let before = commitment.targets.clone();
        commitment.span = merged.span;
        commitment.sentence = merged.sentence;
        commitment.text = match (merged.text, &self.report) {
            (Some(text), _) => text,
            (None, Some(report)) => report.words(merged.span),
            (None, None) => String::new(),
        };
        for other in merged.from.iter().filter_map(|id| self.commitments.get(id)) {
            commitment.targets.extend(other.targets.iter().cloned());
            commitment.projects.extend(other.projects.iter().cloned());
            for place in &other.places {
                if !commitment.places.contains(place) {
                    commitment.places.push(place.clone());
                }
            }
            for unit in &other.suggestions {
                if !commitment.suggestions.iter().any(|s| s.unit == unit.unit) {
                    commitment.suggestions.push(unit.clone());
                }
            }
        }
        commitment.targets.sort_by_key(|target| target.span);
        commitment.projects.sort_by_key(|project| project.span);
        let now = &commitment.targets;
        let mut amendments = carried(&before, now, &commitment.amendments);
        for other in merged.from.iter().filter_map(|id| self.commitments.get(id)) {
            let of = carried(&other.targets, now, &other.amendments);
            amendments.extend(of.into_iter().filter(not_of_nodes));
            commitment.held |= other.held;
        }
        amendments.sort_by_key(|it| it.entry);
        commitment.amendments = amendments;
        commitment.status = Status::Read;
    }
}

/// Whether an amendment is of something else than quarter nodes, which stay with the
/// number that they speak for.
fn not_of_nodes(it: &Amendment) -> bool {
    !matches!(it.change, Amended::Nodes { .. })
}

/// Whether a milestone waits for this measure of this record.
fn same_part(known: &Bound, measure: &str, record: Option<&str>) -> bool {
    known.measure == measure && known.record.as_deref() == record
}

fn inherit(commitment: &mut Commitment, parent: PartOf) {
    commitment.held = parent.held;
    commitment.part_of = Some(parent.id);
    commitment.lead = parent.lead;
    commitment.supporting = parent.supporting;
    commitment.leader = parent.leader;
    commitment.scheduled = parent.scheduled;
    commitment.nodes = parent.nodes.into();
    commitment.public = !parent.hidden;
}

/// A number as the reader takes it, which knows nothing of measures.
fn unbound(target: &Target) -> Target {
    Target {
        bound: None,
        claimed: None,
        ..target.clone()
    }
}

/// In other words an amended number stays amended, as long as the words print the number
/// that was amended; answers the amendments that still speak of something.
fn keep_amended(before: &Commitment, now: &mut [Target]) -> Vec<Amendment> {
    let same = |old: &Target, new: &Target| {
        let index = before.targets.iter().position(|it| it == old);
        let printed = index.and_then(|index| as_confirmed(before, index));
        (&old.subject, &old.unit) == (&new.subject, &new.unit) && printed == Some(Aim::of(new))
    };
    let amendments = carried_by(&before.targets, now, &before.amendments, same);
    for target in now.iter_mut() {
        if let Some(old) = before.targets.iter().find(|old| same(old, target)) {
            (target.op, target.value, target.value2) = (old.op, old.value, old.value2);
            target.measure = old.measure;
            target.dropped = old.dropped;
        }
    }
    amendments
}

/// In other words the same number stays bound: what it counts, in which unit and how has
/// not changed. The commitment waits for confirmation anyway.
fn keep_bound(before: &[Target], now: &mut [Target]) {
    for target in now {
        let same = |old: &&Target| {
            (&old.subject, &old.unit, old.measure, old.op)
                == (&target.subject, &target.unit, target.measure, target.op)
        };
        if let Some(old) = before.iter().find(same) {
            target.bound.clone_from(&old.bound);
        }
    }
}

fn read_on(commitment: &mut Commitment, more: ReadOn) {
    commitment.targets.extend(more.targets.iter().cloned());
    commitment.as_read.targets.extend(more.targets);
    commitment.projects.extend(more.projects.iter().cloned());
    commitment.as_read.projects.extend(more.projects);
    commitment.places.extend(more.places);
}

fn correct_targets(commitment: &mut Commitment, changes: Vec<TargetChange>) {
    let mut present: Vec<Option<_>> = commitment.targets.drain(..).map(Some).collect();
    let mut added = Vec::new();
    for change in changes {
        match change {
            TargetChange::Set { index, fields } => {
                if let Some(Some(target)) = present.get_mut(index) {
                    *target = with_fields(target, &fields);
                }
            }
            TargetChange::Remove { index } => {
                if let Some(place) = present.get_mut(index) {
                    *place = None;
                }
            }
            TargetChange::Add { fields } => added.extend(from_fields(&fields)),
        }
    }
    commitment.targets = present.into_iter().flatten().chain(added).collect();
}
