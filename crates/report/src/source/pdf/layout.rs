//! From glyphs to lines: which stand on one baseline, and where between them a space is.

use super::pen::{Glyph, Page};

/// A line of a page in its reading frame: `u` runs along the text, `v` grows upwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) page: usize,
    pub(super) text: String,
    /// Where the first and after the last visible glyph.
    pub(super) start: f64,
    pub(super) end: f64,
    /// The baseline.
    pub(super) v: f64,
    /// The font size of most of its glyphs.
    pub(super) size: f64,
    /// Where the baseline is between the bottom (0) and the top (1) of the page.
    pub(super) height: f64,
    /// Whether the string ends with a space that was shown.
    pub(super) ends_with_space: bool,
}

/// A glyph in the reading frame.
#[derive(Debug, Clone, Copy)]
struct Placed<'a> {
    text: Option<&'a str>,
    start: f64,
    end: f64,
    v: f64,
    size: f64,
}

/// The sheet that a page shows: its corners in user space.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    pub(super) low: (f64, f64),
    pub(super) high: (f64, f64),
}

/// Glyphs on one line may differ by so much of their size in height: enough for
/// raised figures, far less than the distance of lines.
const SAME_LINE: f64 = 0.4;

/// Two prints of a glyph this close, in sizes, are one glyph made bold or shaded.
const SAME_PLACE: f64 = 0.25;

/// How many glyphs in one place are compared; shading prints three or four.
const DOUBLES_MAX: usize = 16;

/// A narrow glyph is set off from a narrow one by a space of at least this many sizes.
const GAP_NARROW: f64 = 0.2;
/// Between Hanzi and figures programs insert a quarter on their own.
const GAP_MIXED: f64 = 0.6;
/// Between Hanzi, where justified lines spread.
const GAP_WIDE: f64 = 0.8;
/// What no justification makes is the next cell of a table.
const GAP_CELL: f64 = 2.5;

/// The lines of a page from top to bottom. Text in a minority direction follows the
/// rest; text that is not upright in any direction is a watermark and left out.
pub(super) fn lines(page: &Page, number: usize, sheet: Option<Sheet>) -> Vec<Line> {
    let mut by_quarter: [Vec<Placed<'_>>; 4] = Default::default();
    for glyph in &page.glyphs {
        if let Some(sheet) = sheet
            && !sheet.holds(glyph.start)
        {
            continue;
        }
        if let Some(quarter) = quarter(glyph) {
            by_quarter[quarter].push(placed(glyph, quarter));
        }
    }
    let mut quarters: Vec<usize> = (0..4).collect();
    quarters.sort_by_key(|it| std::cmp::Reverse(by_quarter[*it].len()));
    let mut out = Vec::new();
    for quarter in quarters {
        let glyphs = std::mem::take(&mut by_quarter[quarter]);
        let (low, high) = sheet.map_or_else(|| extent(&glyphs), |it| it.extent(quarter));
        for mut row in rows(glyphs) {
            row.sort_by(|one, other| one.start.total_cmp(&other.start));
            if let Some(mut line) = write(&row, number) {
                line.height = if high > low {
                    (line.v - low) / (high - low)
                } else {
                    0.5
                };
                out.push(line);
            }
        }
    }
    out
}

impl Sheet {
    /// Whether a point is on the sheet, give or take a little.
    fn holds(self, (x, y): (f64, f64)) -> bool {
        let (slack_x, slack_y) = (
            (self.high.0 - self.low.0) * 0.02,
            (self.high.1 - self.low.1) * 0.02,
        );
        (self.low.0 - slack_x..=self.high.0 + slack_x).contains(&x)
            && (self.low.1 - slack_y..=self.high.1 + slack_y).contains(&y)
    }

    /// Lowest and highest `v` in a reading frame.
    fn extent(self, quarter: usize) -> (f64, f64) {
        let one = turned(self.low, quarter).1;
        let other = turned(self.high, quarter).1;
        (one.min(other), one.max(other))
    }
}

/// In how many quarter turns to the left the text runs.
fn quarter(glyph: &Glyph) -> Option<usize> {
    let (x, y) = (glyph.end.0 - glyph.start.0, glyph.end.1 - glyph.start.1);
    if x == 0.0 && y == 0.0 {
        return Some(0);
    }
    let is_straight = x.abs().min(y.abs()) <= 0.1 * x.abs().max(y.abs());
    is_straight.then_some(if x.abs() > y.abs() {
        if x > 0.0 { 0 } else { 2 }
    } else if y > 0.0 {
        1
    } else {
        3
    })
}

/// A point in the frame in which text of a quarter runs to the right.
fn turned((x, y): (f64, f64), quarter: usize) -> (f64, f64) {
    match quarter {
        0 => (x, y),
        1 => (y, -x),
        2 => (-x, -y),
        _ => (-y, x),
    }
}

fn placed(glyph: &Glyph, quarter: usize) -> Placed<'_> {
    let (start, v) = turned(glyph.start, quarter);
    let (end, _) = turned(glyph.end, quarter);
    Placed {
        text: glyph.text.as_deref(),
        start,
        end,
        v,
        size: glyph.size.max(0.1),
    }
}

fn extent(glyphs: &[Placed<'_>]) -> (f64, f64) {
    glyphs.iter().fold((f64::MAX, f64::MIN), |(low, high), it| {
        (low.min(it.v), high.max(it.v))
    })
}

/// Groups glyphs by baseline, from top to bottom.
fn rows(mut glyphs: Vec<Placed<'_>>) -> Vec<Vec<Placed<'_>>> {
    glyphs.sort_by(|one, other| other.v.total_cmp(&one.v));
    let mut rows: Vec<Vec<Placed<'_>>> = Vec::new();
    // The baseline and size of the tallest glyph of the last row.
    let mut tallest = (0.0_f64, 0.0_f64);
    for glyph in glyphs {
        let joins = (tallest.0 - glyph.v).abs() <= SAME_LINE * tallest.1.max(glyph.size);
        match rows.last_mut() {
            Some(row) if joins => {
                if glyph.size > tallest.1 {
                    tallest = (glyph.v, glyph.size);
                }
                row.push(glyph);
            }
            _ => {
                tallest = (glyph.v, glyph.size);
                rows.push(vec![glyph]);
            }
        }
    }
    rows
}

/// Writes the glyphs of a row, sorted along it. `None` if nothing is visible.
fn write(row: &[Placed<'_>], page: usize) -> Option<Line> {
    let mut text = String::new();
    let mut last: Option<Placed<'_>> = None;
    let mut first_start = 0.0;
    // A space that was shown since the last visible glyph.
    let mut space: Option<char> = None;
    for (at, glyph) in row.iter().enumerate() {
        let shown = glyph.text.unwrap_or("\u{FFFD}");
        if shown.chars().all(char::is_whitespace) {
            let is_wide = shown.contains('\u{3000}');
            space = Some(if is_wide { '\u{3000}' } else { ' ' });
            continue;
        }
        let is_double = row[..at]
            .iter()
            .rev()
            .take(DOUBLES_MAX)
            .take_while(|it| glyph.start - it.start <= SAME_PLACE * glyph.size)
            .any(|it| it.text == glyph.text);
        if is_double {
            continue;
        }
        match (last, text.chars().next_back(), shown.chars().next()) {
            (Some(before), Some(left), Some(right)) => {
                let size = before.size.max(glyph.size);
                let gap = (glyph.start - before.end) / size;
                if let Some(gap) = gap_text(left, right, gap, space) {
                    text.push(gap);
                }
            }
            _ => first_start = glyph.start,
        }
        space = None;
        text.push_str(shown);
        last = Some(*glyph);
    }
    let last = last?;
    Some(Line {
        page,
        text,
        start: first_start,
        end: last.end,
        v: common(row, |it| it.v),
        size: common(row, |it| it.size),
        height: 0.5,
        ends_with_space: space.is_some(),
    })
}

/// What stands between two glyphs that are `gap` sizes apart.
fn gap_text(left: char, right: char, gap: f64, space: Option<char>) -> Option<char> {
    if gap >= GAP_CELL {
        return Some('\t');
    }
    let needed = match (is_wide(left), is_wide(right)) {
        (true, true) => GAP_WIDE,
        (false, false) => GAP_NARROW,
        _ => GAP_MIXED,
    };
    match space {
        // Between Hanzi some programs show spaces that take no room.
        Some(space) => (gap >= 0.15 || !(is_wide(left) && is_wide(right))).then_some(space),
        None => (gap >= needed).then_some(' '),
    }
}

/// Characters that are set on a full square.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}' | '“' | '”' | '‘' | '’' | '—' | '…'
        | '·' | '\u{2460}'..='\u{24FF}' | '\u{FFFD}')
}

/// The most frequent value, to a tenth.
fn common(row: &[Placed<'_>], of: impl Fn(&Placed<'_>) -> f64) -> f64 {
    let mut values: Vec<i64> = row
        .iter()
        .map(|it| (of(it) * 10.0).round() as i64)
        .collect();
    values.sort_unstable();
    let mut best = (0_usize, 0_i64);
    for run in values.chunk_by(|one, other| one == other) {
        if run.len() > best.0 {
            best = (run.len(), run[0]);
        }
    }
    best.1 as f64 / 10.0
}
