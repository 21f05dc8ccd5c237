//! Lines become paragraphs: page furniture is set aside, and a paragraph that a
//! page break tore in two is put together again.

use crate::lexicon::lexicon;
use crate::marker::marker_at;
use crate::source::HeadingHint;
use crate::text::{Span, contains_any, ends_sentence, inked, starts_with_any};

/// A paragraph of the published text.
#[derive(Debug, Clone)]
pub(crate) struct Paragraph {
    /// Its stretch, without white space and Markdown marks at its ends.
    pub span: Span,
    /// The heading level that the file itself gives it.
    pub hint: Option<u8>,
    /// Where it stands.
    pub zone: Zone,
}

/// Whether a paragraph belongs to the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Title, date, name: what stands before the salutation or first heading.
    Front,
    /// The report itself.
    Body,
    /// Annexes and links after the closing call, and buttons anywhere.
    Furniture,
}

struct Line {
    span: Span,
    hint: Option<u8>,
    indented: bool,
}

/// Cuts `text` into paragraphs.
pub(crate) fn paragraphs(text: &str, hints: &[HeadingHint]) -> Vec<Paragraph> {
    let lines = lines(text, hints);
    let body_from = body_start(text, &lines);
    let mut out: Vec<Paragraph> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let zone = if is_furniture(line.span.of(text)) {
            Zone::Furniture
        } else if index < body_from {
            Zone::Front
        } else {
            Zone::Body
        };
        if let Some(last) = out.last_mut()
            && zone == Zone::Body
            && last.zone == Zone::Body
            && is_torn(text, last, line)
        {
            last.span.end = line.span.end;
            continue;
        }
        out.push(Paragraph {
            span: line.span,
            hint: line.hint,
            zone,
        });
    }
    set_annex_aside(text, &mut out);
    out
}

fn lines(text: &str, hints: &[HeadingHint]) -> Vec<Line> {
    let mut out = Vec::new();
    let mut start = 0;
    for raw in text.split('\n') {
        let whole = Span::new(start, start + raw.len());
        start += raw.len() + 1;
        let span = whole.trimmed(text);
        if span.is_empty() {
            continue;
        }
        let (span, mark) = without_markdown(text, span);
        if span.is_empty() {
            continue;
        }
        let hint = hints
            .iter()
            .find(|hint| whole.start <= hint.start && hint.start <= whole.end)
            .map(|hint| hint.level)
            .or(mark);
        let indented = raw.starts_with("\u{3000}\u{3000}") || raw.starts_with("    ");
        out.push(Line {
            span,
            hint,
            indented,
        });
    }
    out
}

/// Drops `##`, `>` and emphasis around a line, and tells the level of `#`.
fn without_markdown(text: &str, span: Span) -> (Span, Option<u8>) {
    let inner = span.of(text);
    let hashes = inner.bytes().take_while(|byte| *byte == b'#').count();
    let level = (1..=6)
        .contains(&hashes)
        .then(|| u8::try_from(hashes).unwrap_or(6));
    let head = if level.is_some() { hashes } else { 0 };
    let mut inside = Span::new(span.start + head, span.end).trimmed(text);
    if inside.of(text).starts_with("> ") {
        inside = Span::new(inside.start + 2, inside.end).trimmed(text);
    }
    let emphasised = inside.of(text);
    if emphasised.len() > 4
        && let Some(bare) = emphasised
            .strip_prefix("**")
            .and_then(|rest| rest.strip_suffix("**"))
        && !bare.contains("**")
    {
        inside = Span::new(inside.start + 2, inside.end - 2);
    }
    (inside, level)
}

/// Where the report proper begins: at the salutation, else at the first heading,
/// else at the first line that is long enough to be a paragraph.
fn body_start(text: &str, lines: &[Line]) -> usize {
    let words = &lexicon().outline;
    lines
        .iter()
        .position(|line| {
            let line = line.span.of(text);
            starts_with_any(line, &words.salutations)
                || marker_at(line).is_some_and(|found| found.level <= 2)
                || (inked(line) > 60 && !is_furniture(line))
                || (line.ends_with('。') && !contains_any(line, &words.lead_not_parts))
        })
        .unwrap_or(0)
}

fn is_furniture(line: &str) -> bool {
    let words = &lexicon().outline;
    words.noise_exact.iter().any(|noise| noise == line)
        || (inked(line) < 60 && starts_with_any(line, &words.noise_starts))
}

/// Whether `line` carries on the paragraph before it: that one stops in the
/// middle of a sentence and this one opens nothing new.
fn is_torn(text: &str, before: &Paragraph, line: &Line) -> bool {
    if before.hint.is_some() || line.hint.is_some() || line.indented {
        return false;
    }
    let head = before.span.of(text);
    let Some(last) = head.chars().next_back() else {
        return false;
    };
    if ends_sentence(last) || matches!(last, '：' | ':' | '；' | ';' | '…') {
        return false;
    }
    let stops_inside = head.contains(['，', ',', '。']) || inked(head) >= 30;
    let is_heading = marker_at(head).is_some() && !head.contains(['。', '；']);
    let next = line.span.of(text);
    stops_inside
        && !is_heading
        && marker_at(next).is_none()
        && !starts_with_any(next, &lexicon().outline.salutations)
}

/// After the closing call nothing but annexes and links follows.
fn set_annex_aside(text: &str, paragraphs: &mut [Paragraph]) {
    let words = &lexicon().outline;
    let closing = paragraphs.iter().rposition(|paragraph| {
        let inner = paragraph.span.of(text);
        paragraph.zone == Zone::Body && contains_any(inner, &words.closings)
    });
    let Some(closing) = closing else { return };
    let after = &mut paragraphs[closing + 1..];
    let opens_again = after
        .iter()
        .any(|p| marker_at(p.span.of(text)).is_some_and(|m| m.level == 1));
    let annexed = after
        .iter()
        .any(|p| starts_with_any(p.span.of(text), &words.annex_starts));
    if opens_again && !annexed {
        return;
    }
    let kept = after.iter().position(|p| {
        let words = p.span.of(text);
        inked(words) <= 40 && contains_any(words, &lexicon().outline.annex_kept)
    });
    let (aside, _) = after.split_at_mut(kept.unwrap_or(after.len()));
    for paragraph in aside {
        paragraph.zone = Zone::Furniture;
    }
}
