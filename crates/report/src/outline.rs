//! The heading tree: markers at the start of a paragraph, and run-in leads.

use std::collections::{HashMap, HashSet};

use crate::due::{plan_in, plan_opening};
use crate::layout::{Paragraph, Zone};
use crate::lexicon::lexicon;
use crate::marker::marker_at;
use crate::reading::Part;
use crate::sentence::{Cut, shelters};
use crate::text::{Span, contains_any, ends_clause, inked, starts_with_any};

/// Longest title, in characters: beyond it, a marked paragraph is an item of a
/// list and not a heading.
const TITLE_CHARS_MAX: usize = 60;
/// Longest run-in lead, in characters.
const LEAD_CHARS_MAX: usize = 26;

/// Longest opening sentence that counts as one of several parallel leads.
const PARALLEL_CHARS_MAX: usize = 42;

/// Longest of several parallel leads that look back over the years (五年来，我们…).
const YEARS_CHARS_MAX: usize = 90;

/// A heading as found in the text.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub level: u8,
    pub marker: Span,
    pub title: Span,
    /// The paragraph it opens.
    pub paragraph: usize,
}

/// Finds the headings among `paragraphs`, whose sentences are in `cuts`.
pub(crate) fn headings(text: &str, paragraphs: &[Paragraph], cuts: &[Vec<Cut>]) -> Vec<Found> {
    let parallels = parallel_openings(text, paragraphs, cuts);
    let mut out = Vec::new();
    let mut looks_back = false;
    for (index, (paragraph, cuts_here)) in paragraphs.iter().zip(cuts).enumerate() {
        if paragraph.zone != Zone::Body {
            continue;
        }
        let Some(first) = cuts_here.first() else {
            continue;
        };
        let opens_body = cuts_here.len() > 1 || stands_over_body(text, paragraphs, index);
        let found = marked(text, paragraph, first, cuts_here.len(), opens_body)
            .or_else(|| bare_line(text, paragraphs, index, cuts_here))
            .or_else(|| {
                opens_body
                    .then(|| run_in_lead(text, first, looks_back, &parallels))
                    .flatten()
            });
        let Some((level, marker, title)) = found else {
            continue;
        };
        if level == 1 {
            looks_back = title_part(title.of(text)) != Part::Forward;
        }
        out.push(Found {
            level,
            marker,
            title,
            paragraph: index,
        });
    }
    out
}

/// Whether the next paragraph carries on under this one: it is the report's own
/// and opens no heading by a marker.
fn stands_over_body(text: &str, paragraphs: &[Paragraph], index: usize) -> bool {
    paragraphs.get(index + 1).is_some_and(|next| {
        let words = next.span.of(text);
        next.zone == Zone::Body && marker_at(words).is_none() && inked(words) > LEAD_CHARS_MAX
    })
}

/// Two characters with which three paragraphs or more open, each with a short
/// sentence: 聚焦…, 突出…. Such sentences are leads although a comma parts them.
fn parallel_openings<'a>(
    text: &'a str,
    paragraphs: &[Paragraph],
    cuts: &[Vec<Cut>],
) -> HashSet<&'a str> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (paragraph, cuts) in paragraphs.iter().zip(cuts) {
        let Some(first) = cuts.first() else { continue };
        let words = first.words.of(text);
        let common = starts_with_any(words, &lexicon().outline.parallel_not);
        let over_years = starts_with_any(words, &lexicon().outline.lead_review_starts);
        let most = if over_years {
            YEARS_CHARS_MAX
        } else {
            PARALLEL_CHARS_MAX
        };
        if paragraph.zone == Zone::Body && inked(words) <= most && !common {
            *seen.entry(opening(words)).or_default() += 1;
        }
    }
    seen.retain(|_, count| *count >= 3);
    seen.into_keys().collect()
}

fn opening(words: &str) -> &str {
    words
        .char_indices()
        .nth(2)
        .map_or(words, |(end, _)| &words[..end])
}

type Shape = (u8, Span, Span);

/// A heading with a marker: alone on its line, or the first sentence of it.
fn marked(
    text: &str,
    paragraph: &Paragraph,
    first: &Cut,
    sentences: usize,
    stands_over_body: bool,
) -> Option<Shape> {
    let line = paragraph.span.of(text);
    let found = marker_at(line)?;
    let marker = Span::new(paragraph.span.start, paragraph.span.start + found.len);
    let title = Span::new(marker.end, first.words.end.max(marker.end)).trimmed(text);
    let words = title.of(text);
    let size = inked(words);
    if size == 0 || size > TITLE_CHARS_MAX {
        return None;
    }
    let opens_body = sentences > 1 || first.mark.is_none();
    let single = sentences == 1 && stands_over_body;
    let figures = words.chars().any(|ch| ch.is_ascii_digit());
    let is_heading = match found.level {
        1 => !words.contains('；') && (first.mark.is_none() || opens_body),
        2 => !words.contains('；') && (opens_body || single),
        // 一是 and —— open items of a list as often as they open a theme: a
        // theme is followed by its tasks and holds no figure of its own.
        _ => {
            let spoken = line.starts_with('—') || marker.of(text).ends_with(['是', '要']);
            let last_clause_marks = words.chars().filter(|ch| ends_clause(*ch)).count();
            opens_body
                && !figures
                && last_clause_marks <= 2
                && (!spoken || sentences > 1)
                && (spoken || size <= 40)
        }
    };
    is_heading.then_some((found.level, marker, title))
}

/// A short line of its own without marker or closing mark, over a paragraph.
/// One that names a part of the report (…工作回顾, …重点工作) is of level 1.
fn bare_line(text: &str, paragraphs: &[Paragraph], index: usize, cuts: &[Cut]) -> Option<Shape> {
    let paragraph = &paragraphs[index];
    let [only] = cuts else { return None };
    let words = only.words.of(text);
    let size = inked(words);
    let next = paragraphs.get(index + 1)?;
    let list = &lexicon().outline;
    if only.mark.is_some()
        || marker_at(words).is_some()
        || starts_with_any(words, &list.salutations)
        || starts_with_any(words, &list.annex_starts)
    {
        return None;
    }
    let names_part = contains_any(words, &list.part_titles);
    let hinted = paragraph.hint.is_some() && size <= TITLE_CHARS_MAX;
    let looks_like_title = (4..=LEAD_CHARS_MAX + 6).contains(&size)
        && !words.contains(['，', ',', '：', ':', '；', '、', '。'])
        && (names_part || inked(next.span.of(text)) > LEAD_CHARS_MAX);
    if !hinted && !looks_like_title {
        return None;
    }
    // 「主要目标」 over one paragraph is a lead; the title of a part says more.
    let level = if names_part && !hinted && size >= 6 {
        1
    } else {
        paragraph.hint.map_or(3, |hint| hint.min(3))
    };
    Some((
        level,
        Span::new(only.words.start, only.words.start),
        only.words,
    ))
}

/// The short sentence that opens a paragraph and names its theme.
fn run_in_lead(
    text: &str,
    first: &Cut,
    looks_back: bool,
    parallels: &HashSet<&str>,
) -> Option<Shape> {
    let words = first.words.of(text);
    let size = inked(words);
    let list = &lexicon().outline;
    if first.mark != Some('。') || size < 4 || marker_at(words).is_some() {
        return None;
    }
    let span_of_years = looks_back && starts_with_any(words, &list.lead_review_starts);
    let clauses = words.chars().filter(|ch| ends_clause(*ch)).count();
    let plain = !numbered(words)
        && !starts_with_any(words, &list.lead_not_starts)
        && !contains_any(words, &list.lead_not_parts);
    let parallel = parallels.contains(opening(words));
    let fits = if span_of_years {
        let told = words.starts_with('这') || parallel;
        let ours = words.contains("，我们") && size <= LEAD_CHARS_MAX;
        let most = if parallel {
            YEARS_CHARS_MAX
        } else {
            TITLE_CHARS_MAX
        };
        (told || ours) && size <= most && clauses <= 3 && !numbered(words)
    } else {
        plain
            && (size <= LEAD_CHARS_MAX && clauses == 0
                || parallel && size <= PARALLEL_CHARS_MAX && clauses <= 1)
    };
    fits.then_some((
        3,
        Span::new(first.words.start, first.words.start),
        first.words,
    ))
}

fn numbered(words: &str) -> bool {
    let quoted = shelters(words);
    words.char_indices().any(|(at, ch)| {
        ch.is_ascii_digit() && !quoted.iter().any(|(from, to)| *from < at && at < *to)
    })
}

/// The part that a level-1 title opens; [`Part::Other`] stands for a part that
/// looks back first and ahead later.
pub(crate) fn title_part(title: &str) -> Part {
    let words = &lexicon().outline;
    let back = contains_any(title, &words.review_titles);
    let ahead = contains_any(title, &words.forward_titles);
    match (back, ahead) {
        (true, true) => Part::Other,
        (true, false) => Part::Review,
        (false, _) => Part::Forward,
    }
}

/// The part of each paragraph.
pub(crate) fn parts(text: &str, paragraphs: &[Paragraph], headings: &[Found]) -> Vec<Part> {
    let words = &lexicon().outline;
    let heading_of = |index: usize| headings.iter().find(|found| found.paragraph == index);
    let has_sections = headings.iter().any(|found| found.level == 1);
    let mut part = if has_sections {
        before_first_section(text, paragraphs, headings)
    } else {
        Part::Forward
    };
    let openings = paragraphs.iter().filter(|p| p.zone == Zone::Body);
    let titles = headings.iter().filter(|found| found.level == 1);
    let latest_plan = openings
        .filter_map(|p| plan_opening(p.span.of(text)))
        .chain(titles.filter_map(|found| plan_in(found.title.of(text))))
        .max();
    let mut may_turn = false;
    let mut out = Vec::with_capacity(paragraphs.len());
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if paragraph.zone != Zone::Body {
            out.push(Part::Other);
            continue;
        }
        let opening = paragraph.span.of(text);
        let heading = heading_of(index);
        match heading {
            Some(found) if found.level == 1 => {
                let opened = title_part(found.title.of(text));
                may_turn = opened != Part::Review;
                part = if opened == Part::Review {
                    Part::Review
                } else {
                    Part::Forward
                };
                out.push(part);
                continue;
            }
            Some(found) if found.level == 2 => may_turn = false,
            _ => {}
        }
        if may_turn {
            if let Some(plan) = plan_opening(opening) {
                // The latest plan that is spoken of lies ahead, those before it behind.
                part = if Some(plan) >= latest_plan {
                    Part::Forward
                } else {
                    Part::Review
                };
            } else if starts_with_any(opening, &words.forward_openers) {
                part = Part::Forward;
            } else if starts_with_any(opening, &words.review_openers) {
                part = Part::Review;
            }
        }
        out.push(part);
    }
    out
}

/// What stands before the first 一、: greetings in a whole report; in a page that
/// begins in the middle of one, the end of the part before.
fn before_first_section(text: &str, paragraphs: &[Paragraph], headings: &[Found]) -> Part {
    let first = headings.iter().find(|found| found.level == 1);
    let Some(first) = first else {
        return Part::Forward;
    };
    let earlier_headings = headings.iter().any(|f| f.paragraph < first.paragraph);
    let long = paragraphs[..first.paragraph]
        .iter()
        .filter(|p| p.zone == Zone::Body && inked(p.span.of(text)) > 120)
        .count();
    if !earlier_headings && long < 3 {
        return Part::Other;
    }
    // The part that follows tasks is the government's own conduct; the part that
    // follows a review announces goals and tasks.
    let next = first.title.of(text);
    let announces = ["目标", "任务", "总体要求", "工作安排", "重点工作", "今年"];
    if announces.iter().any(|word| next.contains(word)) {
        Part::Review
    } else {
        Part::Forward
    }
}

#[cfg(test)]
mod tests {
    use crate::read_text;
    use crate::reading::Part;

    /// The part of the paragraphs under a heading that looks both ways.
    fn parts_of(before: &str, after: &str) -> Vec<Part> {
        let text = format!(
            "各位代表：\n一、上年工作回顾\n路修好了。\n二、“{before}”发展成就和“{after}”目标任务\n“{before}”时期，城乡都变了样。\n“{after}”时期，建成两座大桥。\n"
        );
        let reading = read_text(&text);
        reading
            .sentences
            .iter()
            .rev()
            .take(2)
            .rev()
            .map(|s| s.part)
            .collect()
    }

    #[test]
    fn the_later_five_year_plan_lies_ahead_whichever_it_is() {
        for (before, after) in [
            ("十三五", "十四五"),
            ("十四五", "十五五"),
            ("十五五", "十六五"),
        ] {
            assert_eq!(
                parts_of(before, after),
                [Part::Review, Part::Forward],
                "{after}"
            );
        }
    }
}
