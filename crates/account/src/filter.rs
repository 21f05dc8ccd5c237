//! Which commitments a page shows.

use youwei_base::{AreaCode, Day, Light};

use crate::commitment::{Commitment, Kind, Place};
use crate::standing::light;
use crate::{Account, Book};

/// Conditions that all must hold; an empty filter lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Its light today.
    pub light: Option<Light>,
    /// A unit that leads or supports it.
    pub unit: Option<String>,
    /// A place it names.
    pub place: Option<PlaceWanted>,
    /// Its class.
    pub kind: Option<Kind>,
    /// The heading, at any level, that it stands under: an index into
    /// [`Report::headings`](crate::Report::headings).
    pub section: Option<usize>,
    /// The key of its status, such as `confirmed`.
    pub status: Option<String>,
    /// Whether it has a lead unit.
    pub has_owner: Option<bool>,
    /// Words, parted by white space, each of which must occur in its text,
    /// units, leader, places, works, targets or headings. Width and case do not
    /// matter.
    pub text: String,
}

/// A place that a commitment is to name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceWanted {
    /// Its code.
    pub code: Option<AreaCode>,
    /// Its name, as the reader has it.
    pub name: String,
    /// Words of the text that name it, where the reader may not know it.
    pub words: Vec<String>,
}

impl PlaceWanted {
    /// Whether these words, in which the reader found these places, name it.
    #[must_use]
    pub fn is_named_by(&self, text: &str, places: &[Place]) -> bool {
        let read = |it: &Place| it.name == self.name || Some(it.code) == self.code;
        places.iter().any(read) || self.words.iter().any(|it| text.contains(it))
    }
}

impl From<&str> for PlaceWanted {
    fn from(name: &str) -> PlaceWanted {
        PlaceWanted {
            name: name.to_owned(),
            ..PlaceWanted::default()
        }
    }
}

impl Filter {
    /// Whether a commitment passes.
    pub fn matches(
        &self,
        account: &Account,
        book: &Book,
        commitment: &Commitment,
        today: Day,
    ) -> bool {
        let units = || commitment.lead.iter().chain(&commitment.supporting);
        self.kind.is_none_or(|kind| commitment.kind == kind)
            && self
                .section
                .is_none_or(|section| commitment.section.contains(&section))
            && self
                .status
                .as_ref()
                .is_none_or(|status| commitment.status.key() == status)
            && self
                .has_owner
                .is_none_or(|has| commitment.lead.is_some() == has)
            && self
                .unit
                .as_ref()
                .is_none_or(|unit| units().any(|one| one == unit))
            && self
                .place
                .as_ref()
                .is_none_or(|it| it.is_named_by(&commitment.text, &commitment.places))
            && self.text_matches(account, commitment)
            && self
                .light
                .is_none_or(|wanted| light(account, book, commitment, today) == wanted)
    }

    fn text_matches(&self, account: &Account, commitment: &Commitment) -> bool {
        let folded = folded(&self.text);
        let mut terms = folded.split_whitespace().peekable();
        if terms.peek().is_none() {
            return true;
        }
        let mut words = vec![commitment.text.as_str(), commitment.id.as_str()];
        words.extend(commitment.lead.as_deref());
        words.extend(commitment.leader.as_deref());
        words.extend(commitment.supporting.iter().map(String::as_str));
        words.extend(commitment.places.iter().map(|place| place.name.as_str()));
        words.extend(commitment.projects.iter().map(|work| work.name.as_str()));
        words.extend(commitment.targets.iter().map(|t| t.subject.as_str()));
        words.extend(account.titles_of(&commitment.section));
        // Joined by a line break, which no term can hold, so that a term is
        // never found across two fields.
        let hay = self::folded(&words.join("\n"));
        terms.all(|term| hay.contains(term))
    }
}

/// Full-width letters, digits and marks made half-width, and all in lower case.
pub(crate) fn folded(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn width_and_case_do_not_matter() {
        assert_eq!(folded("５Ｇ　基站Ａ"), "5g 基站a");
        assert_eq!(folded("PM2.5"), folded("ｐｍ２．５"));
    }
}
