//! From a published file to its text: plain text, a saved web page, a Word file,
//! a PDF with a text layer.
//!
//! **Invariant:** no bytes make [`extract`] panic or run without end. What cannot be
//! read is an [`Unreadable`]; what was read with a doubt is a remark of the [`Source`].
//! Nothing in a file is executed, and no address in it is followed.
//! Start reading at [`extract`].

mod docx;
mod encoding;
#[cfg(test)]
mod fixture;
mod guard;
mod html;
mod lines;
mod pdf;
mod sniff;
mod unreadable;

pub use unreadable::{Other, Unreadable};

use sniff::Kind;
use youwei_base::Bilingual;

/// The largest file that is read at all. A report of 20,000 characters is below
/// 1 MiB in every format; what is larger holds scans or is not a report.
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A document as extracted: its text and what the file itself says about headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Plain paragraphs, one a line, separated by `'\n'`, without one at the end.
    /// A table row is one line, its cells separated by `'\t'`.
    pub text: String,
    /// What kind of file the text came from.
    pub format: Format,
    /// The lines that the file marks as headings, in text order.
    pub headings: Vec<HeadingHint>,
    /// What the reader of the file should know: bytes that had to be replaced, pages
    /// without text.
    pub remarks: Vec<Bilingual>,
}

/// A line that the file itself marks as a heading: a heading style or outline level
/// in Word, `h1` to `h6` in HTML. A Markdown `#` is left in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadingHint {
    /// Byte offset in [`Source::text`] of the first byte of the line.
    pub start: usize,
    /// 1 is the highest level; Word knows 1 to 9, HTML 1 to 6.
    pub level: u8,
}

/// The kind of file that a [`Source`] was extracted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, Markdown included.
    Text,
    /// A web page.
    Html,
    /// Office Open XML, as Word and WPS write it.
    Docx,
    /// A PDF with a text layer.
    Pdf,
}

/// Extracts the text of a published file.
///
/// The kind is told from the bytes, never from a file name.
///
/// # Errors
/// [`Unreadable`], with a sentence that says what is wrong and the next step.
pub fn extract(bytes: &[u8]) -> Result<Source, Unreadable> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Unreadable::TooLarge {
            bytes: bytes.len(),
            limit: FILE_BYTES_MAX,
        });
    }
    let source = match sniff::kind(bytes) {
        Kind::Pdf => pdf::read(bytes)?,
        Kind::Zip => docx::read(bytes)?,
        Kind::Refused(why) => return Err(why),
        Kind::Words => read_words(bytes)?,
    };
    if source.text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(source)
}

/// Plain text and HTML, which differ only after their bytes have become characters.
fn read_words(bytes: &[u8]) -> Result<Source, Unreadable> {
    let declared = html::declared_encoding(bytes);
    let decoded = encoding::decode(bytes, declared).ok_or(Unreadable::Binary)?;
    let remarks = decoded.remarks();
    if html::looks_like_html(&decoded.text) {
        return html::read(&decoded.text, remarks);
    }
    Ok(Source {
        text: encoding::clean(&decoded.text)
            .trim_end_matches('\n')
            .to_owned(),
        format: Format::Text,
        headings: Vec::new(),
        remarks,
    })
}

#[cfg(test)]
mod tests;
