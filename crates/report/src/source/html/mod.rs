//! A saved web page: its main text without the furniture of the site.
//!
//! Government sites differ in everything but this: the report is where the sentences
//! are. So the page is weighed by its sentence marks (，。；), the smallest element that
//! holds nearly all of them is the article, and what is dropped inside it must look
//! like furniture *and* hold few marks. When unsure, a line is kept.
//!
//! Nothing is executed: scripts, styles and templates are skipped as text, and no
//! address is followed.

mod furniture;
mod tree;
mod walk;
mod weight;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use youwei_base::Bilingual;

use super::guard::against_panic;
use super::{Format, Source, Unreadable};

/// The largest page that is parsed. The longest reports are below 1 MiB with all
/// their markup; what is larger carries pictures inside it.
pub(super) const HTML_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Where a page names its encoding: HTML asks for the first 1024 bytes, old sites put
/// scripts before it.
const DECLARATION_WINDOW_BYTES: usize = 4096;

/// Reads a decoded page. `remarks` are those that decoding made.
pub(super) fn read(page: &str, remarks: Vec<Bilingual>) -> Result<Source, Unreadable> {
    if page.len() > HTML_BYTES_MAX {
        return Err(Unreadable::TooLarge {
            bytes: page.len(),
            limit: HTML_BYTES_MAX,
        });
    }
    let lines = against_panic(|| walk::lines(&tree::parse(page))).ok_or(Unreadable::HtmlBroken)?;
    Ok(lines.into_source(Format::Html, remarks))
}

/// Whether a decoded text is a web page or a piece of one.
pub(super) fn looks_like_html(text: &str) -> bool {
    let start: String = text.chars().take(8192).collect();
    let start = start.to_ascii_lowercase();
    let opens_with_tag = start.trim_start().starts_with('<') && start.contains("</");
    opens_with_tag
        || ["<!doctype html", "<html", "<body"]
            .iter()
            .any(|tag| start.contains(tag))
}

/// The encoding that a page names in a `meta` tag or an XML declaration.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARATION_WINDOW_BYTES)].to_ascii_lowercase();
    let after = |wanted: &[u8]| {
        head.windows(wanted.len())
            .position(|it| it == wanted)
            .map(|at| &head[at + wanted.len()..])
    };
    after(b"<meta").or_else(|| after(b"<?xml"))?;
    let rest = after(b"charset=").or_else(|| after(b"encoding="))?;
    let label: Vec<u8> = rest
        .iter()
        .copied()
        .skip_while(|it| matches!(it, b'"' | b'\'' | b' '))
        .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b':'))
        .collect();
    let named = Encoding::for_label(&label)?;
    // The tag itself was readable as ASCII, so UTF-16 cannot be true (HTML, 13.2.3.2).
    Some(if named == UTF_16LE || named == UTF_16BE {
        UTF_8
    } else {
        named
    })
}

#[cfg(test)]
mod tests;
