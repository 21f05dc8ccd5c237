//! From lines to paragraphs: a first line is indented, a last line is short, a gap or a
//! change of size parts what is not one paragraph. A page break parts nothing.

use super::layout::{Line, is_wide};

/// A line starts a paragraph if it stands in by so many sizes; the custom is two.
const INDENT: f64 = 1.2;

/// A line that ends so many sizes before the margin is the last of its paragraph:
/// less is left over when a word or a mark would not fit.
const SHORT: f64 = 2.5;

/// Even without a full stop.
const VERY_SHORT: f64 = 6.0;

/// Lines that are so many times farther apart than usual are not one paragraph.
const WIDE_GAP: f64 = 1.3;

/// The widest distance, in sizes, that lines of one paragraph have; offices use below 2.
const PITCH_MAX: f64 = 2.5;

/// Sizes that differ by this part are different.
const OTHER_SIZE: f64 = 0.12;

/// With this part of lines indented, indents are how the document marks paragraphs.
const INDENTED_SHARE: f64 = 0.08;

/// The paragraphs of a document, from the lines of its pages.
pub(super) fn paragraphs(pages: Vec<Vec<Line>>) -> Vec<String> {
    let lines: Vec<Line> = pages.into_iter().flatten().collect();
    let measures = Measures::take(&lines);
    let mut out: Vec<String> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        match (before, out.last_mut()) {
            (Some(before), Some(paragraph)) if !measures.parts(before, line) => {
                join(paragraph, before.ends_with_space, &line.text);
            }
            _ => out.push(line.text.clone()),
        }
        before = Some(line);
    }
    out
}

/// What is usual in a document.
struct Measures {
    /// Left and right margin of even and odd pages, which a binding may shift.
    margins: [(f64, f64); 2],
    /// The distance of lines, in sizes.
    pitch: f64,
    /// Whether paragraphs begin with an indent.
    has_indents: bool,
}

impl Measures {
    fn take(lines: &[Line]) -> Self {
        let size = usual(lines.iter().flat_map(|it| {
            let chars = it.text.chars().count();
            std::iter::repeat_n(it.size, chars)
        }));
        let body: Vec<&Line> = lines
            .iter()
            .filter(|it| (it.size - size).abs() <= OTHER_SIZE * size)
            .collect();
        let all = margins(&body, size);
        let margins = [0, 1].map(|parity| {
            let own: Vec<&Line> = body
                .iter()
                .copied()
                .filter(|it| it.page % 2 == parity)
                .collect();
            // A handful of lines does not show where the margins are.
            if own.len() < 8 {
                all
            } else {
                margins(&own, size)
            }
        });
        let pitch = usual(
            body.windows(2)
                .filter(|it| it[0].page == it[1].page && it[0].v > it[1].v)
                .map(|it| (it[0].v - it[1].v) / size),
        )
        .min(PITCH_MAX);
        let indented = body
            .iter()
            .filter(|it| {
                let indent = (it.start - margins[it.page % 2].0) / size;
                (INDENT..4.0).contains(&indent)
            })
            .count();
        Self {
            margins,
            pitch,
            has_indents: indented as f64 >= INDENTED_SHARE * body.len() as f64,
        }
    }

    fn indent(&self, line: &Line) -> f64 {
        (line.start - self.margins[line.page % 2].0) / line.size
    }

    /// What is left free at the end of a line, in sizes.
    fn left_over(&self, line: &Line) -> f64 {
        (self.margins[line.page % 2].1 - line.end) / line.size
    }

    /// Whether a line begins a new paragraph after the one before it.
    fn parts(&self, before: &Line, line: &Line) -> bool {
        let larger = before.size.max(line.size);
        if (before.size - line.size).abs() > OTHER_SIZE * larger {
            return true;
        }
        if before.text.contains('\t') || line.text.contains('\t') {
            return true;
        }
        let gap = (before.v - line.v) / larger;
        if before.page == line.page && (gap < 0.0 || gap > self.pitch * WIDE_GAP) {
            return true;
        }
        // What cannot be divided moves to the next line whole.
        let is_full = self.left_over(before) < SHORT.max(first_piece(&line.text) + 1.0);
        if self.indent(line) >= INDENT {
            // Without indents, a block that stands in as a whole is a list or a quotation:
            // its lines are not each a paragraph.
            let same_indent = (self.indent(before) - self.indent(line)).abs() < 0.3;
            let runs_on = same_indent && is_full && !ends_sentence(&before.text);
            return self.has_indents || !runs_on;
        }
        if is_full {
            return false;
        }
        !self.has_indents || ends_sentence(&before.text) || self.left_over(before) > VERY_SHORT
    }
}

/// Left and right margin: the outermost places where several lines begin and end.
fn margins(lines: &[&Line], size: f64) -> (f64, f64) {
    let needed = (lines.len() / 20).max(2).min(lines.len());
    let outermost = |mut ends: Vec<f64>| {
        ends.sort_by(f64::total_cmp);
        let window = needed.max(1);
        ends.windows(window)
            .find(|it| it[window - 1] - it[0] <= 0.5 * size)
            .or(ends.windows(window).next())
            .map_or(0.0, |it| it[0])
    };
    let left = outermost(lines.iter().map(|it| it.start).collect());
    let right = -outermost(lines.iter().map(|it| -it.end).collect());
    (left, right)
}

/// The most frequent value, to a twentieth.
fn usual(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<i64> = values.map(|it| (it * 20.0).round() as i64).collect();
    values.sort_unstable();
    let longest = values
        .chunk_by(|one, other| one == other)
        .max_by_key(|it| it.len());
    longest.map_or(1.0, |it| it[0] as f64 / 20.0).max(0.05)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '’', '」', '）', ')', '》'])
        .ends_with(['。', '！', '？', '；', '：', '.', '!', '?', ';', ':', '…'])
}

/// How long, in sizes, the piece at the start of a line is that no line break may divide:
/// opening marks, a word of Latin letters or figures, closing marks.
fn first_piece(text: &str) -> f64 {
    const OPENING: &str = "“‘「『（《〈【";
    const CLOSING: &str = "”’」』）》〉】，。；：、！？";
    let mut chars = text.chars().peekable();
    let mut length = 0.0;
    while chars.next_if(|it| OPENING.contains(*it)).is_some() {
        length += 1.0;
    }
    while chars
        .next_if(|it| !is_wide(*it) && !it.is_whitespace())
        .is_some()
    {
        length += 0.55;
    }
    if length == 0.0 {
        chars.next();
        length += 1.0;
    }
    while chars.next_if(|it| CLOSING.contains(*it)).is_some() {
        length += 1.0;
    }
    length
}

/// Appends a line to its paragraph: Hanzi meet, words keep their distance, a word that
/// was divided is whole again.
fn join(paragraph: &mut String, has_space: bool, line: &str) {
    let (Some(left), Some(right)) = (paragraph.chars().next_back(), line.chars().next()) else {
        paragraph.push_str(line);
        return;
    };
    let is_word = |c: char| c.is_alphanumeric() && !is_wide(c);
    let is_divided = left == '-'
        && right.is_lowercase()
        && paragraph
            .chars()
            .rev()
            .nth(1)
            .is_some_and(char::is_lowercase);
    if is_divided {
        paragraph.pop();
    } else if is_wide(left) && is_wide(right) {
        // Nothing: a space shown at the end of a line is where the program broke it.
    } else if has_space || (is_word(left) && is_word(right)) {
        // Figures are divided where a line of Hanzi is full; words are not.
        let is_number = left.is_ascii_digit() && right.is_ascii_digit();
        if has_space || !is_number {
            paragraph.push(' ');
        }
    } else if !is_wide(left) && !is_wide(right) && ",;:!?".contains(left) {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_as_their_language_does() {
        let cases = [
            ("新增城镇", false, "就业", "新增城镇就业"),
            ("投资58", false, "1.8亿元", "投资581.8亿元"),
            ("安排341", true, "项", "安排341 项"),
            ("安排341", false, "项", "安排341项"),
            ("the new", false, "school", "the new school"),
            ("infor-", false, "mation", "information"),
            ("the school,", false, "built", "the school, built"),
            ("2025-", false, "2026", "2025-2026"),
        ];
        for (before, has_space, line, expected) in cases {
            let mut paragraph = before.to_owned();
            join(&mut paragraph, has_space, line);
            assert_eq!(paragraph, expected);
        }
    }
}
