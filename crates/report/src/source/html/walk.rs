//! From the tree of a page to its lines: blocks and breaks make lines, a row of a data
//! table is one line, inline tags join.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{Html, Node};

use super::furniture::{is_furniture_line, is_never_text, looks_like_furniture, names_a_title};
use super::weight::{Weight, Weights};
use crate::source::lines::Lines;

/// Elements that begin and end a line. Cells are blocks where a row is layout.
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
];

/// Blocks that may be dropped as a list of links. Headings are not among them: titles
/// are often links to themselves.
const LINK_BLOCKS: [&str; 12] = [
    "ul", "ol", "dl", "div", "table", "tr", "td", "p", "li", "section", "dd", "dt",
];

/// A row with a longer cell is layout, not data.
const CELL_CHARS_MAX: usize = 400;

/// How many nodes are looked at to tell a data row or a header with a title.
const PEEK_NODES_MAX: usize = 500;

/// A longer line is no title.
const TITLE_CHARS_MAX: usize = 80;

/// How many title lines are kept from outside the article.
const TITLES_MAX: usize = 3;

/// The lines of a page's main text.
pub(super) fn lines(page: &Html) -> Lines {
    let root = page.tree.root();
    let body = root
        .descendants()
        .find(|it| element(it).is_some_and(|it| it.name() == "body"))
        .unwrap_or(root);
    let weights = Weights::weigh(page);
    let path = weights.path_to_article(body);
    let mut writer = Writer {
        weights: &weights,
        total: weights.of(body.id()),
        lines: Lines::default(),
        line: String::new(),
        level: None,
        row: None,
    };
    let titles = titles_before(&path, &writer, &page_titles(root));
    for (title, level) in titles {
        writer.lines.push(&title, level);
    }
    if let Some(article) = path.last() {
        writer.write(*article);
    }
    writer.lines
}

struct Writer<'a> {
    weights: &'a Weights,
    /// What the whole body weighs.
    total: Weight,
    lines: Lines,
    /// The line being gathered, with the white space of the source.
    line: String,
    /// The level of the heading that the line opens.
    level: Option<u8>,
    /// The cells of the data row that is open, each as its paragraphs.
    row: Option<Vec<Vec<String>>>,
}

impl Writer<'_> {
    fn write(&mut self, article: NodeRef<'_, Node>) {
        let mut skipped: Option<NodeId> = None;
        for edge in article.traverse() {
            match edge {
                Edge::Open(node) if skipped.is_none() => match node.value() {
                    Node::Text(text) => self.text(node, text),
                    Node::Element(it) => {
                        if node.id() != article.id() && self.drops(node, it) {
                            skipped = Some(node.id());
                            self.end_block(it);
                        } else {
                            self.open(node, it);
                        }
                    }
                    _ => {}
                },
                Edge::Open(_) => {}
                Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
                Edge::Close(node) if skipped.is_none() => {
                    if let Node::Element(it) = node.value() {
                        self.close(it);
                    }
                }
                Edge::Close(_) => {}
            }
        }
        self.end_line();
    }

    fn text(&mut self, node: NodeRef<'_, Node>, text: &str) {
        let is_preformatted = node
            .parent()
            .is_some_and(|it| element(&it).is_some_and(|it| it.name() == "pre"));
        if !is_preformatted {
            self.line.push_str(text);
            return;
        }
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                self.end_line();
            }
            self.line.push_str(part);
        }
    }

    fn open(&mut self, node: NodeRef<'_, Node>, it: &Element) {
        self.end_block(it);
        match it.name() {
            "br" => self.end_line(),
            "tr" if self.row.is_none() && self.is_data_row(node) => self.row = Some(Vec::new()),
            "td" | "th" => {
                if let Some(cells) = &mut self.row {
                    cells.push(Vec::new());
                }
            }
            name => {
                if let Some(level) = heading_level(name) {
                    self.level = Some(level);
                }
            }
        }
    }

    fn close(&mut self, it: &Element) {
        self.end_block(it);
        if heading_level(it.name()).is_some() {
            self.level = None;
        }
        if it.name() == "tr"
            && let Some(cells) = self.row.take()
        {
            let row: Vec<String> = cells.iter().map(|cell| cell.join(" ")).collect();
            let row = row.join("\t");
            if !is_furniture_line(&row) {
                self.lines.push(&row, None);
            }
        }
    }

    fn end_block(&mut self, it: &Element) {
        if BLOCKS.contains(&it.name()) {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let line = collapse(&std::mem::take(&mut self.line));
        if line.is_empty() {
            return;
        }
        match &mut self.row {
            Some(cells) => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(line);
                }
            }
            None if is_furniture_line(&line) => {}
            None => self.lines.push(&line, self.level.take()),
        }
    }

    /// Whether an element is left out. What holds much of the page never is.
    fn drops(&self, node: NodeRef<'_, Node>, it: &Element) -> bool {
        if is_never_text(it) {
            return true;
        }
        let weight = self.weights.of(node.id());
        let is_heavy = (weight.marks > 0 && weight.marks * 5 >= self.total.marks)
            || weight.chars * 2 >= self.total.chars;
        if is_heavy {
            return false;
        }
        if it.name() == "header" && holds(node, &["h1", "h2"]) {
            return false;
        }
        looks_like_furniture(it) || (LINK_BLOCKS.contains(&it.name()) && weight.is_mostly_links())
    }

    /// Whether a row holds data: several cells, none of which is a page of its own.
    fn is_data_row(&self, row: NodeRef<'_, Node>) -> bool {
        let cells: Vec<_> = row
            .children()
            .filter(|it| element(it).is_some_and(|it| matches!(it.name(), "td" | "th")))
            .collect();
        cells.len() > 1
            && cells
                .iter()
                .all(|it| self.weights.of(it.id()).chars <= CELL_CHARS_MAX)
            && !holds(row, &["table", "h1", "h2", "h3"])
    }
}

/// Titles that stand before the article, outside of it: headings, and elements named
/// after a title, that the page's own title confirms. The last few only, since the
/// name of the site comes first.
fn titles_before(
    path: &[NodeRef<'_, Node>],
    writer: &Writer<'_>,
    page_titles: &str,
) -> Vec<(String, Option<u8>)> {
    let mut titles = Vec::new();
    for step in path.windows(2) {
        for before in step[0].children().take_while(|it| *it != step[1]) {
            let mut skipped: Option<NodeId> = None;
            for edge in before.traverse() {
                let node = match edge {
                    Edge::Open(node) => node,
                    Edge::Close(node) => {
                        if skipped == Some(node.id()) {
                            skipped = None;
                        }
                        continue;
                    }
                };
                let Some(it) = element(&node).filter(|_| skipped.is_none()) else {
                    continue;
                };
                let level = heading_level(it.name()).filter(|level| *level <= 2);
                if writer.drops(node, it) {
                    skipped = Some(node.id());
                } else if level.is_some() || names_a_title(it) {
                    let text = collapse(&text_of(node));
                    let bare = without_space(&text);
                    if bare.chars().count() <= TITLE_CHARS_MAX
                        && !bare.is_empty()
                        && (level == Some(1) || page_titles.contains(&bare))
                        && !is_furniture_line(&text)
                    {
                        skipped = Some(node.id());
                        titles.push((text, level));
                    }
                }
            }
        }
    }
    titles.split_off(titles.len().saturating_sub(TITLES_MAX))
}

/// What the page calls itself: its `title`, and the `ArticleTitle` that government
/// sites give in a `meta` tag. Without spaces.
fn page_titles(root: NodeRef<'_, Node>) -> String {
    let mut titles = String::new();
    for node in root.descendants() {
        match element(&node) {
            Some(it) if it.name() == "title" => {
                for child in node.children() {
                    if let Node::Text(text) = child.value() {
                        titles.push_str(text);
                    }
                }
                titles.push('\n');
            }
            Some(it)
                if it.name() == "meta"
                    && it
                        .attr("name")
                        .is_some_and(|it| it.eq_ignore_ascii_case("ArticleTitle")) =>
            {
                titles.push_str(it.attr("content").unwrap_or_default());
                titles.push('\n');
            }
            Some(it) if it.name() == "body" => break,
            _ => {}
        }
    }
    without_space(&titles)
}

fn element<'a>(node: &NodeRef<'a, Node>) -> Option<&'a Element> {
    match node.value() {
        Node::Element(it) => Some(it),
        _ => None,
    }
}

fn holds(node: NodeRef<'_, Node>, names: &[&str]) -> bool {
    node.descendants()
        .skip(1)
        .take(PEEK_NODES_MAX)
        .any(|it| element(&it).is_some_and(|it| names.contains(&it.name())))
}

fn text_of(node: NodeRef<'_, Node>) -> String {
    node.descendants()
        .take(PEEK_NODES_MAX)
        .filter_map(|it| it.value().as_text().map(|it| it.to_string()))
        .collect()
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

fn without_space(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}

/// White space as a browser shows it: a run is one space, and a line break of the
/// source between two wide characters is nothing (CSS Text 3, 4.1.3). Ideographic
/// spaces stay; they are how a paragraph is indented.
fn collapse(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let (mut has_space, mut has_break) = (false, false);
    for c in raw.chars() {
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}' | '\u{A0}') {
            has_space = true;
            has_break |= c == '\n' || c == '\r';
            continue;
        }
        if has_space
            && let Some(last) = out.chars().next_back()
            && !(has_break && is_wide(last) && is_wide(c))
        {
            out.push(' ');
        }
        (has_space, has_break) = (false, false);
        out.push(c);
    }
    out
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}' | '“' | '”' | '‘' | '’' | '—' | '…')
}
