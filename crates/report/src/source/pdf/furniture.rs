//! Page numbers and running heads: lines at the edge of the page that are no text.

use std::collections::HashMap;

use super::layout::Line;

/// The part of a page's height, above and below, where furniture stands.
const EDGE: f64 = 0.15;

/// How many lines at each end of a page may be furniture.
const EDGE_LINES: usize = 3;

/// A longer line is no running head. Printed web pages carry their address.
const CHARS_MAX: usize = 160;

/// Takes the furniture out of the lines of all pages.
pub(super) fn without_furniture(pages: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for page in &pages {
        for line in edge_lines(page) {
            *seen.entry(key(line)).or_default() += 1;
        }
    }
    // Left and right pages may differ, and the first of a chapter may have none.
    let needed = match pages.len() {
        0 | 1 => usize::MAX,
        2 => 2,
        count => (count * 35).div_ceil(100).max(3),
    };
    pages
        .into_iter()
        .map(|page| {
            let furniture: Vec<bool> = {
                let mut marks = vec![false; page.len()];
                for at in edge_indices(&page) {
                    let line = &page[at];
                    marks[at] = is_page_number(&line.text)
                        || seen.get(&key(line)).is_some_and(|it| *it >= needed);
                }
                marks
            };
            page.into_iter()
                .zip(furniture)
                .filter(|(_, is_furniture)| !is_furniture)
                .map(|(line, _)| line)
                .collect()
        })
        .collect()
}

fn edge_indices(page: &[Line]) -> impl Iterator<Item = usize> {
    (0..page.len()).filter(|&at| {
        let line = &page[at];
        (at < EDGE_LINES || at + EDGE_LINES >= page.len())
            && !(EDGE..=1.0 - EDGE).contains(&line.height)
            && line.text.chars().count() <= CHARS_MAX
    })
}

fn edge_lines(page: &[Line]) -> impl Iterator<Item = &Line> {
    edge_indices(page).map(|at| &page[at])
}

/// Lines of the same text at the same height are the same furniture, whatever the
/// page number in them.
fn key(line: &Line) -> (String, i64) {
    let mut text = String::new();
    for c in line.text.chars().filter(|it| !it.is_whitespace()) {
        if !is_digit(c) {
            text.push(c);
        } else if !text.ends_with('#') {
            text.push('#');
        }
    }
    (text, (line.height * 100.0).round() as i64)
}

/// `3`, `— 3 —`, `第 3 页 共 20 页`, `3 / 20`, `Page 3 of 20`, `iv`.
fn is_page_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let lower = bare.to_lowercase().replace("page", "").replace("of", "/");
    let digits = lower.chars().filter(|it| is_digit(*it)).count();
    let groups = lower
        .split(|it| !is_digit(it))
        .filter(|it| !it.is_empty())
        .count();
    let is_decorated_number = (1..=8).contains(&digits)
        && (1..=2).contains(&groups)
        && lower
            .chars()
            .all(|it| is_digit(it) || "第页共/|｜,，、—–-−－―~～·•()（）[]［］﹣⸺".contains(it));
    let roman = lower.trim_matches(['-', '—', '–', '－', '·']);
    let is_roman =
        !roman.is_empty() && roman.len() <= 6 && roman.chars().all(|it| "ivx".contains(it));
    is_decorated_number || is_roman
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_text() {
        for text in [
            "3",
            "— 3 —",
            "- 12 -",
            "—３—",
            "第 3 页",
            "第3页 共20页",
            "3 / 20",
            "Page 3 of 20",
            "· 7 ·",
            "iv",
            "- 3 -",
        ] {
            assert!(is_page_number(text), "{text}");
        }
        for text in [
            "2026年",
            "一、",
            "12.5 13.6 14",
            "3项",
            "第三章",
            "mix",
            "5%",
            "",
        ] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
