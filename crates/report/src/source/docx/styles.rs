//! Paragraph styles: which of them are headings, lists or a table of contents.

use std::collections::HashMap;

use super::xml::{self, Event};

/// How many styles may be based on one another; more is a circle.
const BASED_ON_MAX: usize = 24;

/// The paragraph styles of a file, by their id.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// 0 to 8 for headings, 9 for body text.
    outline: Option<u8>,
    num_id: Option<u32>,
    ilvl: Option<usize>,
}

impl Styles {
    /// Reads the part `styles.xml`. What is damaged ends the list.
    pub(super) fn read(part: &str) -> Self {
        let mut styles = HashMap::new();
        let mut open: Option<(String, Style)> = None;
        let mut depth = 0_usize;
        let _ = xml::walk(part, |event| match event {
            Event::Open(it) => {
                depth += 1;
                if it.name == "style" {
                    open = it.attribute("styleId").map(|id| (id, Style::default()));
                }
                let Some((_, style)) = &mut open else { return };
                match it.name {
                    "name" => style.name = it.val().unwrap_or_default(),
                    "basedOn" => style.based_on = it.val(),
                    "outlineLvl" => style.outline = it.val().and_then(|it| it.parse().ok()),
                    "numId" => style.num_id = it.val().and_then(|it| it.parse().ok()),
                    "ilvl" => style.ilvl = it.val().and_then(|it| it.parse().ok()),
                    _ => {}
                }
            }
            Event::Close => {
                depth = depth.saturating_sub(1);
                if depth == 1
                    && let Some((id, style)) = open.take()
                {
                    styles.insert(id, style);
                }
            }
            Event::Text(_) => {}
        });
        Self(styles)
    }

    /// The style and those it is based on, nearest first.
    fn chain<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Style> {
        std::iter::successors(self.0.get(id), |it| self.0.get(it.based_on.as_ref()?))
            .take(BASED_ON_MAX)
    }

    /// The heading level of a style, 1 to 9.
    pub(super) fn heading_level(&self, id: &str) -> Option<u8> {
        for style in self.chain(id) {
            if let Some(outline) = style.outline {
                return level_of_outline(outline);
            }
            if let Some(level) = level_of_name(&style.name) {
                return Some(level);
            }
        }
        None
    }

    /// The list that a style puts its paragraphs into.
    pub(super) fn num_id(&self, id: &str) -> Option<u32> {
        self.chain(id).find_map(|it| it.num_id)
    }

    /// The level in that list, if the style says so.
    pub(super) fn ilvl(&self, id: &str) -> Option<usize> {
        self.chain(id).find_map(|it| it.ilvl)
    }

    /// Whether a style is an entry of the table of contents, which repeats the
    /// headings with page numbers.
    pub(super) fn is_contents_entry(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|it| {
            let name = it.name.to_lowercase();
            ["toc ", "目录 "].iter().any(|start| {
                name.strip_prefix(start)
                    .is_some_and(|rest| rest.trim().parse::<u8>().is_ok())
            })
        })
    }
}

/// Outline levels count from 0, and 9 is body text (ISO/IEC 29500-1, 17.3.1.20).
pub(super) fn level_of_outline(outline: u8) -> Option<u8> {
    (outline < 9).then_some(outline + 1)
}

/// `heading 1`, `标题 1`, `一级标题`: names of styles that some programs write without an
/// outline level.
fn level_of_name(name: &str) -> Option<u8> {
    let name = name.trim().to_lowercase();
    for start in ["heading", "标题"] {
        if let Some(rest) = name.strip_prefix(start)
            && let Ok(level @ 1..=9) = rest.trim().parse::<u8>()
        {
            return Some(level);
        }
    }
    let ordinal = name.strip_suffix("级标题")?;
    "一二三四五六"
        .chars()
        .position(|it| ordinal.ends_with(it))
        .and_then(|at| u8::try_from(at + 1).ok())
}
