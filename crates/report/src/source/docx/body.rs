//! The main document part: paragraphs, runs, tables, text boxes, tracked changes.
//!
//! The part is walked without recursion, so no nesting is too deep.

use super::numbering::Numbering;
use super::styles::{Styles, level_of_outline};
use super::xml::{self, Element, Event};
use crate::source::Unreadable;
use crate::source::lines::Lines;

/// A cell of several paragraphs that is longer than this is layout, not data.
const CELL_CHARS_MAX: usize = 400;

/// Elements whose content is no text of the document: what a change deleted or moved
/// away, older properties, field codes, the second rendering of a drawing, the
/// pronunciation above a word.
const SKIPPED: [&str; 16] = [
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "delInstrText",
    "Fallback",
    "sectPr",
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "tblPrExChange",
    "trPrChange",
    "tcPrChange",
    "tblGridChange",
    "numberingChange",
    "rt",
];

/// The lines of a document.
pub(super) fn lines(
    part: &str,
    styles: &Styles,
    numbering: Numbering,
) -> Result<Lines, Unreadable> {
    let mut body = Body {
        styles,
        numbering,
        lines: Lines::default(),
        path: Vec::new(),
        skip_depth: 0,
        paragraphs: Vec::new(),
        hidden_runs: Vec::new(),
        places: Vec::new(),
        carried: String::new(),
    };
    xml::walk(part, |event| body.take(event)).map_err(|_| Unreadable::DocxBroken)?;
    let rest = std::mem::take(&mut body.carried);
    body.lines.push(&rest, None);
    Ok(body.lines)
}

struct Body<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    lines: Lines,
    /// Names of the open elements.
    path: Vec<String>,
    /// How deep the walk is inside a skipped element.
    skip_depth: usize,
    /// Open paragraphs: one, and more inside text boxes.
    paragraphs: Vec<Paragraph>,
    /// For each open run whether it is hidden.
    hidden_runs: Vec<bool>,
    /// Open rows, cells and text boxes.
    places: Vec<Place>,
    /// Text of a paragraph whose end was deleted: it runs on into the next one.
    carried: String,
}

/// A finished paragraph with its heading level.
type Line = (String, Option<u8>);

enum Place {
    Row {
        cells: Vec<Vec<Line>>,
        deleted: bool,
    },
    Cell(Vec<Line>),
    TextBox(Vec<Line>),
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    outline: Option<u8>,
    num_id: Option<u32>,
    ilvl: Option<usize>,
    end_deleted: bool,
    /// Lines of the text boxes anchored here; they follow the paragraph.
    boxes: Vec<Line>,
}

impl Body<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Open(_) if self.skip_depth > 0 => self.skip_depth += 1,
            Event::Close if self.skip_depth > 0 => self.skip_depth -= 1,
            Event::Text(_) if self.skip_depth > 0 => {}
            Event::Open(it) => {
                if self.marks_deletion(&it) || SKIPPED.contains(&it.name) {
                    self.skip_depth = 1;
                    return;
                }
                self.open(&it);
                self.path.push(it.name.to_owned());
            }
            Event::Close => {
                if let Some(name) = self.path.pop() {
                    self.close(&name);
                }
            }
            Event::Text(text) => {
                if self.path.last().is_some_and(|it| it == "t") {
                    self.say(&text);
                }
            }
        }
    }

    /// `w:del` among properties deletes what they belong to: the end of a paragraph, or
    /// a row.
    fn marks_deletion(&mut self, it: &Element<'_>) -> bool {
        if !matches!(it.name, "del" | "moveFrom") {
            return false;
        }
        if self.is_inside(&["pPr", "rPr"])
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.end_deleted = true;
        } else if self.is_inside(&["trPr"])
            && let Some(Place::Row { deleted, .. }) = self.places.last_mut()
        {
            *deleted = true;
        }
        true
    }

    /// Whether the innermost open elements are these, outermost first.
    fn is_inside(&self, names: &[&str]) -> bool {
        self.path.len() >= names.len()
            && self.path[self.path.len() - names.len()..]
                .iter()
                .zip(names)
                .all(|(one, other)| one == other)
    }

    fn open(&mut self, it: &Element<'_>) {
        match it.name {
            "p" => {
                let mut paragraph = Paragraph::default();
                std::mem::swap(&mut paragraph.text, &mut self.carried);
                self.paragraphs.push(paragraph);
            }
            "r" => self.hidden_runs.push(false),
            "vanish" if self.is_inside(&["r", "rPr"]) => {
                if let Some(hidden) = self.hidden_runs.last_mut() {
                    *hidden = it.is_on();
                }
            }
            "tab" if self.is_inside(&["r"]) => self.say("\t"),
            "ptab" => self.say("\t"),
            "cr" => self.say("\n"),
            "br" if !it
                .attribute("type")
                .is_some_and(|it| matches!(it.as_str(), "page" | "column")) =>
            {
                self.say("\n");
            }
            "noBreakHyphen" => self.say("-"),
            "tr" => self.places.push(Place::Row {
                cells: Vec::new(),
                deleted: false,
            }),
            "tc" => self.places.push(Place::Cell(Vec::new())),
            "txbxContent" => self.places.push(Place::TextBox(Vec::new())),
            _ => self.set_property(it),
        }
    }

    fn set_property(&mut self, it: &Element<'_>) {
        let is_own = self.is_inside(&["pPr"]);
        let is_list = self.is_inside(&["pPr", "numPr"]);
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match it.name {
            "pStyle" if is_own => paragraph.style = it.val(),
            "outlineLvl" if is_own => paragraph.outline = it.val().and_then(|it| it.parse().ok()),
            "numId" if is_list => paragraph.num_id = it.val().and_then(|it| it.parse().ok()),
            "ilvl" if is_list => paragraph.ilvl = it.val().and_then(|it| it.parse().ok()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "r" => {
                self.hidden_runs.pop();
            }
            "tc" => {
                if matches!(self.places.last(), Some(Place::Cell(_)))
                    && let Some(Place::Cell(lines)) = self.places.pop()
                    && let Some(Place::Row { cells, .. }) = self.places.last_mut()
                {
                    cells.push(lines);
                }
            }
            "tr" => {
                if matches!(self.places.last(), Some(Place::Row { .. }))
                    && let Some(Place::Row { cells, deleted }) = self.places.pop()
                    && !deleted
                {
                    for line in row_lines(cells) {
                        self.put(line);
                    }
                }
            }
            "txbxContent" => {
                if matches!(self.places.last(), Some(Place::TextBox(_)))
                    && let Some(Place::TextBox(lines)) = self.places.pop()
                {
                    match self.paragraphs.last_mut() {
                        Some(paragraph) => paragraph.boxes.extend(lines),
                        None => lines.into_iter().for_each(|it| self.put(it)),
                    }
                }
            }
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        if self.hidden_runs.last() == Some(&true) {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        if paragraph.end_deleted {
            self.carried = paragraph.text;
        } else {
            let style = paragraph.style.as_deref().unwrap_or_default();
            let label = self.label(&paragraph, style);
            let is_listed = self.styles.is_contents_entry(style);
            if !is_listed && !paragraph.text.trim().is_empty() {
                let level = match paragraph.outline {
                    Some(outline) => level_of_outline(outline),
                    None => self.styles.heading_level(style),
                };
                let text = label.unwrap_or_default() + &paragraph.text;
                self.put((text, level));
            }
        }
        for line in paragraph.boxes {
            self.put(line);
        }
    }

    /// The automatic number of a paragraph. List 0 takes a paragraph out of the list of
    /// its style (ISO/IEC 29500-1, 17.9.18).
    fn label(&mut self, paragraph: &Paragraph, style: &str) -> Option<String> {
        let list = paragraph.num_id.or_else(|| self.styles.num_id(style))?;
        if list == 0 {
            return None;
        }
        let level = paragraph
            .ilvl
            .or_else(|| self.numbering.level_of_style(list, style))
            .or_else(|| self.styles.ilvl(style))
            .unwrap_or(0);
        self.numbering.next_label(list, level)
    }

    /// Puts a line where the walk is: into the open cell or text box, or the document.
    fn put(&mut self, line: Line) {
        match self.places.last_mut() {
            Some(Place::Cell(lines) | Place::TextBox(lines)) => lines.push(line),
            // Between cells there is no place for text, and the format allows none.
            Some(Place::Row { .. }) | None => self.lines.push(&line.0, line.1),
        }
    }
}

/// The lines of a row: one for data, its cells separated by tabs; all paragraphs for
/// a row of one cell or one that is used for layout.
fn row_lines(cells: Vec<Vec<Line>>) -> Vec<Line> {
    let is_layout = |cell: &Vec<Line>| {
        cell.len() > 2 && cell.iter().map(|it| it.0.chars().count()).sum::<usize>() > CELL_CHARS_MAX
    };
    let filled = cells.iter().filter(|it| !it.is_empty()).count();
    if filled <= 1 || cells.iter().any(is_layout) {
        return cells.into_iter().flatten().collect();
    }
    let row: Vec<String> = cells
        .iter()
        .map(|cell| {
            let paragraphs: Vec<String> = cell
                .iter()
                .map(|it| it.0.trim().replace(['\n', '\t'], " "))
                .collect();
            paragraphs.join(" ")
        })
        .collect();
    vec![(row.join("\t"), None)]
}
