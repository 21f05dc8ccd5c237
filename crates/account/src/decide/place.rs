//! Where words of the account stand in a revised text.

use crate::Span;
use crate::commitment::Commitment;
use crate::event::Move;
use crate::printed::{Report, joined};
use crate::span::CharText;

/// How far, in hundredths of the text, words may have moved and still be taken
/// for the same place.
pub(super) const NEAR_PERCENT: usize = 20;

/// The new text, and the same without the line breaks of the page, with the
/// place of each of its characters.
pub(super) struct NewText {
    pub text: CharText,
    joined: String,
    places: Vec<usize>,
}

impl NewText {
    pub fn of(text: &str) -> Self {
        let mut joined_text = String::new();
        let mut places = Vec::new();
        for (place, c) in text.chars().enumerate() {
            let kept = joined(c.encode_utf8(&mut [0; 4]));
            if !kept.is_empty() {
                joined_text.push_str(&kept);
                places.push(place);
            }
        }
        Self {
            text: CharText::new(text),
            joined: joined_text,
            places,
        }
    }

    /// Where these words stand, nearest to a place; none if nowhere near.
    pub fn find(&self, words: &str, near: usize) -> Option<Span> {
        if words.is_empty() {
            return None;
        }
        let reach = self.text.len() * NEAR_PERCENT / 100;
        self.joined
            .match_indices(words)
            .filter_map(|(byte, _)| {
                let first = self.joined.get(..byte)?.chars().count();
                let last = first + words.chars().count() - 1;
                Some(Span::new(
                    *self.places.get(first)?,
                    self.places.get(last)? + 1,
                ))
            })
            .min_by_key(|span| span.start.abs_diff(near))
            .filter(|span| span.start.abs_diff(near) <= reach)
    }
}

/// The move of a commitment whose words stayed: what stands in them moves along.
pub(super) fn moved(
    report: &Report,
    it: &Commitment,
    text: &CharText,
    span: Span,
    sentence: Span,
) -> Move {
    let old: Vec<char> = report.slice(it.span).chars().collect();
    let new: Vec<char> = text.slice(span).chars().collect();
    let inside = |place: Span| carried(&old, it.span.start, place, &new, span.start);
    Move {
        id: it.id.clone(),
        span,
        sentence,
        targets: it
            .targets
            .iter()
            .map(|target| inside(target.span))
            .collect(),
        projects: it.projects.iter().map(|work| inside(work.span)).collect(),
    }
}

/// Carries a place over to the same words printed elsewhere, perhaps with other
/// line breaks.
fn carried(old: &[char], old_start: usize, place: Span, new: &[char], new_start: usize) -> Span {
    let is_word = |c: &char| !joined(c.encode_utf8(&mut [0; 4])).is_empty();
    let words_before = |end: usize| {
        let upto = end.saturating_sub(old_start).min(old.len());
        old.iter().take(upto).filter(|c| is_word(c)).count()
    };
    let place_of_word = |count: usize| {
        new.iter()
            .enumerate()
            .filter(|(_, c)| is_word(c))
            .nth(count)
            .map_or(new.len(), |(index, _)| index)
    };
    let (first, after) = (words_before(place.start), words_before(place.end));
    let start = place_of_word(first);
    let end = match after.checked_sub(1) {
        Some(last) if after > first => (place_of_word(last) + 1).min(new.len()),
        _ => start,
    };
    Span::new(new_start + start, new_start + end)
}
