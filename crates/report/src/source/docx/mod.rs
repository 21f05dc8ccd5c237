//! A Word file (Office Open XML, ISO/IEC 29500), as Word, WPS and LibreOffice write it:
//! its main document as a reader would see it printed, without headers and footnotes.
//!
//! Automatic numbers are part of what the reader sees, so they are written into the
//! text; what tracked changes deleted and what is hidden is not.

mod body;
mod count;
mod numbering;
mod package;
mod styles;
mod xml;

use super::guard::against_panic;
use super::{Format, Source, Unreadable};

/// Reads a zip file that should be a Word file.
pub(super) fn read(bytes: &[u8]) -> Result<Source, Unreadable> {
    let lines = against_panic(|| -> Result<_, Unreadable> {
        let parts = package::open(bytes)?;
        let styles = styles::Styles::read(&parts.styles);
        let numbering = numbering::Numbering::read(&parts.numbering, &styles);
        body::lines(&parts.document, &styles, numbering)
    })
    .unwrap_or(Err(Unreadable::DocxBroken))?;
    Ok(lines.into_source(Format::Docx, Vec::new()))
}

#[cfg(test)]
mod tests;
