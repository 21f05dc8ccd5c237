//! A PDF with a text layer: its paragraphs, without page numbers and running heads.
//!
//! A PDF knows no paragraphs, lines or words, only glyphs and where they stand. The way
//! back: `pen` finds the glyphs, `font` their characters, `layout` lines, `furniture`
//! what is no text, `paragraph` what belongs together.
//!
//! Government PDFs often name a Chinese font without embedding it and without a map to
//! Unicode (`GBK-EUC-H`, `UniGB-UCS2-H`), which general extractors garble or refuse;
//! their codes are GBK or UTF-16 and are read as that.

mod cmap;
mod font;
mod furniture;
mod layout;
mod matrix;
mod paragraph;
mod pen;
mod plain;
mod simple;
mod token;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};
use youwei_base::Bilingual;

use self::layout::{Line, Sheet};
use self::pen::{Budget, Exhausted, Fonts};
use super::guard::against_panic;
use super::lines::Lines;
use super::{Format, Source, Unreadable};

/// The longest reports with all their annexes stay below 200 pages.
const PAGES_MAX: usize = 1000;

/// The most bytes that one stream, or the content of all pages, may unpack to.
const UNPACKED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What all pages together may show. A full page has some 1,500 glyphs.
const GLYPHS_MAX: usize = 2_000_000;

/// How many forms may be drawn.
const FORMS_MAX: usize = 20_000;

/// How far up the page tree an inherited value is looked for.
const TREE_DEPTH_MAX: usize = 64;

/// With fewer characters a page, and a picture on it, the text is a stamp on a scan.
const CHARS_A_PAGE_MIN: usize = 8;

/// Reads a PDF.
pub(super) fn read(bytes: &[u8]) -> Result<Source, Unreadable> {
    against_panic(|| read_unguarded(bytes)).unwrap_or(Err(Unreadable::PdfBroken))
}

fn read_unguarded(bytes: &[u8]) -> Result<Source, Unreadable> {
    let options = LoadOptions::with_max_decompressed_size(UNPACKED_BYTES_MAX);
    let document = match Document::load_mem_with_options(bytes, options) {
        Ok(it) => it,
        Err(lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword) => {
            return Err(Unreadable::PdfEncrypted);
        }
        Err(_) => return Err(Unreadable::PdfBroken),
    };
    // A file that opens without a password has been decrypted by now.
    if document.is_encrypted() {
        return Err(Unreadable::PdfEncrypted);
    }
    let pages: Vec<ObjectId> = document.page_iter().take(PAGES_MAX + 1).collect();
    if pages.is_empty() {
        return Err(Unreadable::PdfBroken);
    }
    let too_long = |_: Exhausted| Unreadable::PdfTooLong {
        pages: pages.len(),
        limit: PAGES_MAX,
    };
    if pages.len() > PAGES_MAX {
        return Err(too_long(Exhausted));
    }
    let shown = Shown::trace(&document, &pages).map_err(too_long)?;
    shown.refuse_pictures(pages.len())?;
    let mut remarks = shown.remarks();
    if document.xref_recovery.is_some() {
        remarks.push(Bilingual::new(
            "PDF 的目录已损坏，已按残存内容重建，请核对开头和结尾是否完整。",
            "The PDF's own table was damaged and rebuilt from what is left. Check that the beginning and the end are there.",
        ));
    }
    let mut lines = Lines::default();
    for paragraph in paragraph::paragraphs(furniture::without_furniture(shown.lines)) {
        lines.push(&paragraph, None);
    }
    Ok(lines.into_source(Format::Pdf, remarks))
}

/// What the pages show.
#[derive(Default)]
struct Shown {
    lines: Vec<Vec<Line>>,
    /// Visible characters.
    chars: usize,
    /// Glyphs whose character the font does not say.
    unknown: usize,
    /// Pages with a picture and next to no text, counted from 1.
    scans: Vec<usize>,
}

impl Shown {
    fn trace(document: &Document, pages: &[ObjectId]) -> Result<Self, Exhausted> {
        let mut shown = Self::default();
        let mut fonts = Fonts::default();
        let mut budget = Budget {
            content_bytes: UNPACKED_BYTES_MAX,
            glyphs: GLYPHS_MAX,
            forms: FORMS_MAX,
        };
        let nothing = Dictionary::new();
        for (at, &id) in pages.iter().enumerate() {
            let content = document
                .get_page_content_with_limit(id, budget.content_bytes)
                .map_err(|_| Exhausted)?;
            budget.content_bytes -= content.len().min(budget.content_bytes);
            let resources = inherited(document, id, b"Resources")
                .and_then(|it| it.as_dict().ok())
                .unwrap_or(&nothing);
            let page = pen::trace(document, &content, resources, &mut fonts, &mut budget)?;
            let unknown = page.glyphs.iter().filter(|it| it.text.is_none()).count();
            let lines = layout::lines(&page, at, sheet(document, id));
            let chars: usize = lines.iter().map(|it| it.text.chars().count()).sum();
            if page.images > 0 && chars < CHARS_A_PAGE_MIN {
                shown.scans.push(at + 1);
            }
            shown.chars += chars;
            shown.unknown += unknown;
            shown.lines.push(lines);
        }
        Ok(shown)
    }

    fn refuse_pictures(&self, pages: usize) -> Result<(), Unreadable> {
        if self.chars == 0 || (self.scans.len() * 10 >= pages * 9 && !self.scans.is_empty()) {
            return Err(if self.scans.is_empty() {
                Unreadable::Empty
            } else {
                Unreadable::PdfScanned { pages }
            });
        }
        // A few unknown glyphs are ornaments; a quarter of them is no text.
        if self.unknown * 4 >= self.chars {
            return Err(Unreadable::PdfWithoutCharacters);
        }
        Ok(())
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let mut remarks = Vec::new();
        if self.unknown > 0 {
            remarks.push(Bilingual::new(
                format!(
                    "PDF 中有 {} 个字形没有注明对应的文字，已用“\u{FFFD}”代替，请对照原文核对。",
                    self.unknown
                ),
                format!(
                    "{} glyph(s) of the PDF do not say which character they are; they read “\u{FFFD}” now. Check them against the original.",
                    self.unknown
                ),
            ));
        }
        if !self.scans.is_empty() {
            let pages: Vec<String> = self.scans.iter().map(usize::to_string).collect();
            let pages = pages.join(", ");
            remarks.push(Bilingual::new(
                format!("PDF 第 {pages} 页只有图片，没有文字层，未能读取。如有正文，请先做文字识别（OCR）。"),
                format!("Page(s) {pages} of the PDF are pictures without a text layer and were not read. If they hold text, run text recognition (OCR) first."),
            ));
        }
        remarks
    }
}

/// A value that a page has itself or from the tree above it (ISO 32000-1, 7.7.3.4).
fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut at = document.get_dictionary(page).ok()?;
    for _ in 0..TREE_DEPTH_MAX {
        if let Ok(value) = at.get_deref(key, document) {
            return Some(value);
        }
        at = at
            .get_deref(b"Parent", document)
            .and_then(Object::as_dict)
            .ok()?;
    }
    None
}

/// The part of a page that is seen.
fn sheet(document: &Document, page: ObjectId) -> Option<Sheet> {
    let corners = inherited(document, page, b"CropBox")
        .or_else(|| inherited(document, page, b"MediaBox"))?
        .as_array()
        .ok()?;
    let corners: Vec<f64> = corners
        .iter()
        .filter_map(|it| font::resolved(document, it).as_float().ok())
        .map(f64::from)
        .collect();
    let &[a, b, c, d] = corners.as_slice() else {
        return None;
    };
    let sheet = Sheet {
        low: (a.min(c), b.min(d)),
        high: (a.max(c), b.max(d)),
    };
    (sheet.high.0 > sheet.low.0 && sheet.high.1 > sheet.low.1).then_some(sheet)
}

#[cfg(test)]
mod tests;
