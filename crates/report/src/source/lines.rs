//! Lines gathered one after the other, some of them headings.

use super::{Format, HeadingHint, Source};
use crate::source::encoding::is_dropped;
use youwei_base::Bilingual;

/// The text of a document while it is gathered.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
    headings: Vec<HeadingHint>,
}

impl Lines {
    /// Adds a paragraph. Breaks inside it make lines of their own, of which only the
    /// first carries the heading level; lines without a visible character are left out.
    pub(super) fn push(&mut self, paragraph: &str, level: Option<u8>) {
        let mut level = level;
        for line in paragraph.split('\n') {
            if line.trim().is_empty() {
                continue;
            }
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            if let Some(level) = level.take() {
                self.headings.push(HeadingHint {
                    start: self.text.len(),
                    level,
                });
            }
            self.text
                .extend(line.trim_end().chars().filter(|&it| !is_dropped(it)));
        }
    }

    /// The document that the lines make.
    pub(super) fn into_source(self, format: Format, remarks: Vec<Bilingual>) -> Source {
        Source {
            text: self.text,
            format,
            headings: self.headings,
            remarks,
        }
    }
}
