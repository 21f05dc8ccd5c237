//! Where a commitment may be cut: behind the marks that part its clauses.

use youwei_account::Span;

/// Marks behind which a cut may lie.
const MARKS: &str = "，；、。：,;:";

/// The clauses of a text, each with the mark behind it, as stretches of it.
pub(super) fn clauses(text: &str) -> Vec<Span> {
    let mut clauses = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for c in text.chars() {
        end += 1;
        if MARKS.contains(c) {
            clauses.push(Span::new(start, end));
            start = end;
        }
    }
    if start < end {
        clauses.push(Span::new(start, end));
    }
    clauses
}

/// The parts between cuts (places in the text), without the marks and white space
/// at their ends; a part of nothing else is left out.
pub(super) fn parts(text: &str, cuts: &[usize]) -> Vec<Span> {
    let chars: Vec<char> = text.chars().collect();
    let mut bounds: Vec<usize> = cuts
        .iter()
        .copied()
        .filter(|cut| *cut > 0 && *cut < chars.len())
        .chain([0, chars.len()])
        .collect();
    bounds.sort_unstable();
    bounds.dedup();
    let outside = |c: &char| MARKS.contains(*c) || c.is_whitespace();
    bounds
        .windows(2)
        .filter_map(|pair| {
            let [start, end] = *pair else { return None };
            let piece = chars.get(start..end)?;
            let lead = piece.iter().take_while(|c| outside(c)).count();
            let trail = piece.iter().rev().take_while(|c| outside(c)).count();
            (lead < piece.len()).then(|| Span::new(start + lead, end - trail))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, span: Span) -> String {
        text.chars().skip(span.start).take(span.len()).collect()
    }

    #[test]
    fn a_text_is_cut_where_its_clauses_end() {
        let text = "新建学校20所，改造医院3家；修路40公里";
        let clauses = clauses(text);
        let said: Vec<String> = clauses.iter().map(|span| words(text, *span)).collect();
        assert_eq!(said, ["新建学校20所，", "改造医院3家；", "修路40公里"]);
        let parts: Vec<String> = parts(text, &[clauses[0].end, clauses[1].end])
            .iter()
            .map(|span| words(text, *span))
            .collect();
        assert_eq!(parts, ["新建学校20所", "改造医院3家", "修路40公里"]);
    }

    #[test]
    fn cuts_outside_the_text_cut_nothing() {
        let text = "新建学校。";
        assert_eq!(parts(text, &[0, 5, 99]), [Span::new(0, 4)]);
        assert_eq!(parts("，。", &[1]), []);
        assert!(clauses("").is_empty());
    }
}
