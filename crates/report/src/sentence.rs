//! Paragraphs become sentences: every character that is not white space or a
//! closing mark stands in exactly one of them.

use crate::text::{Span, ends_sentence};

/// A sentence before it has a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Its words, without white space at the ends and without the closing mark.
    pub words: Span,
    /// The closing mark after it, or 0 where the paragraph just ends.
    pub mark: Option<char>,
}

/// Cuts a paragraph after 。！？!? outside quotes and brackets.
pub(crate) fn cut(text: &str, paragraph: Span) -> Vec<Cut> {
    let inner = paragraph.of(text);
    let shelters = shelters(inner);
    let mut out = Vec::new();
    let mut start = 0;
    let mut open = shelters.into_iter().peekable();
    let mut sheltered_until = 0;
    for (at, ch) in inner.char_indices() {
        while let Some(&(from, to)) = open.peek() {
            if from > at {
                break;
            }
            sheltered_until = sheltered_until.max(to);
            open.next();
        }
        if at < sheltered_until || !ends_sentence(ch) {
            continue;
        }
        let words = Span::new(paragraph.start + start, paragraph.start + at).trimmed(text);
        if words.is_empty() {
            // 「！！」: the second mark closes nothing of its own.
            start = at + ch.len_utf8();
            continue;
        }
        out.push(Cut {
            words,
            mark: Some(ch),
        });
        start = at + ch.len_utf8();
    }
    let words = Span::new(paragraph.start + start, paragraph.end).trimmed(text);
    if !words.is_empty() {
        out.push(Cut { words, mark: None });
    }
    out
}

/// The stretches between a quote or bracket and its partner. One that finds no
/// partner shelters nothing, so that a slip of the pen cannot swallow a paragraph.
pub(crate) fn shelters(text: &str) -> Vec<(usize, usize)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut out = Vec::new();
    let mut straight: Option<usize> = None;
    for (at, ch) in text.char_indices() {
        if let Some(close) = partner(ch) {
            open.push((close, at));
        } else if ch == '"' {
            match straight.take() {
                Some(from) => out.push((from, at)),
                None => straight = Some(at),
            }
        } else if let Some(place) = open.iter().rposition(|(close, _)| *close == ch) {
            out.push((open[place].1, at));
            open.truncate(place);
        }
    }
    out.sort_unstable();
    out
}

fn partner(open: char) -> Option<char> {
    Some(match open {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '（' => '）',
        '(' => ')',
        '【' => '】',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let got: Vec<&str> = cut(text, Span::new(0, text.len()))
            .iter()
            .map(|cut| cut.words.of(text))
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn marks_end_a_sentence_outside_quotes_and_brackets() {
        check("建学校。修路！好吗?好", &["建学校", "修路", "好吗", "好"]);
        check("他说“好。真好！”。走了。", &["他说“好。真好！”", "走了"]);
        check("甲（乙。丙）丁。", &["甲（乙。丙）丁"]);
        check("一；二；三。", &["一；二；三"]);
    }

    #[test]
    fn a_quote_without_partner_shelters_nothing() {
        check("他说“好。真好。走了。", &["他说“好", "真好", "走了"]);
        check("好）。走了。", &["好）", "走了"]);
    }

    #[test]
    fn doubled_marks_close_once() {
        check("好！！走了。", &["好", "走了"]);
    }
}
