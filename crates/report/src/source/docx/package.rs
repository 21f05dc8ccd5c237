//! The zip around a Word file: which of its parts are the document, its styles and its
//! numbering (ISO/IEC 29500-2, relationships).

use std::collections::HashMap;
use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use zip::ZipArchive;

use super::xml::{self, Event};
use crate::source::{Other, Unreadable};

/// The most bytes that all parts together may unpack to.
const UNPACKED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A Word file has some tens of parts, and one for each picture.
const ENTRIES_MAX: usize = 20_000;

/// The parts that are read, as characters. `styles` and `numbering` may be empty.
pub(super) struct Parts {
    pub(super) document: String,
    pub(super) styles: String,
    pub(super) numbering: String,
}

/// Opens the package and reads its parts.
pub(super) fn open(bytes: &[u8]) -> Result<Parts, Unreadable> {
    let mut package = Package::open(bytes)?;
    if let Some(other) = package.other_kind() {
        return Err(Unreadable::Other(other));
    }
    let main = package
        .related("", "officeDocument")?
        .filter(|it| package.index.contains_key(it))
        .unwrap_or_else(|| "word/document.xml".to_owned());
    if !package.index.contains_key(&main) {
        return Err(Unreadable::DocxWithoutDocument);
    }
    let document = package.text(&main)?;
    let mut beside = |kind: &str| -> Result<String, Unreadable> {
        let name = package
            .related(&main, kind)?
            .unwrap_or_else(|| format!("word/{kind}.xml"));
        // A file without styles or numbering is whole; a damaged one is still readable.
        match package.text(&name) {
            Err(bomb @ Unreadable::ZipBomb { .. }) => Err(bomb),
            other => Ok(other.unwrap_or_default()),
        }
    };
    Ok(Parts {
        styles: beside("styles")?,
        numbering: beside("numbering")?,
        document,
    })
}

struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Where each part is, by its name with `/` and without one in front.
    index: HashMap<String, usize>,
    /// How many bytes may still be unpacked.
    budget_bytes: usize,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::DocxBroken)?;
        if archive.len() > ENTRIES_MAX {
            return Err(Unreadable::DocxBroken);
        }
        let index = archive
            .file_names()
            .enumerate()
            // Some programs of Windows write the parts of a path with `\`.
            .filter_map(|(at, name)| Some((name.ok()?.replace('\\', "/"), at)))
            .map(|(name, at)| (name.trim_start_matches('/').to_owned(), at))
            .collect();
        Ok(Self {
            archive,
            index,
            budget_bytes: UNPACKED_BYTES_MAX,
        })
    }

    /// A zip that is a known other format.
    fn other_kind(&self) -> Option<Other> {
        let has = |name: &str| self.index.contains_key(name);
        if has("OFD.xml") {
            Some(Other::Ofd)
        } else if has("xl/workbook.xml") || has("xl/workbook.bin") {
            Some(Other::Spreadsheet)
        } else if has("ppt/presentation.xml") {
            Some(Other::Slides)
        } else if has("content.xml") && has("META-INF/manifest.xml") {
            Some(Other::OpenDocument)
        } else {
            None
        }
    }

    fn text(&mut self, name: &str) -> Result<String, Unreadable> {
        let at = *self.index.get(name).ok_or(Unreadable::DocxBroken)?;
        let part = self
            .archive
            .by_index(at)
            .map_err(|_| Unreadable::DocxBroken)?;
        let mut bytes = Vec::new();
        // The size in the zip's directory may lie, so the bytes that come are counted.
        let got = part
            .take(self.budget_bytes as u64 + 1)
            .read_to_end(&mut bytes);
        if bytes.len() > self.budget_bytes {
            return Err(Unreadable::ZipBomb {
                limit: UNPACKED_BYTES_MAX,
            });
        }
        got.map_err(|_| Unreadable::DocxBroken)?;
        self.budget_bytes -= bytes.len();
        Ok(decode(&bytes))
    }

    /// The part that `part` (the package itself if empty) names for a kind of
    /// relationship. Kinds are compared by their last word, which transitional and
    /// strict files share.
    fn related(&mut self, part: &str, kind: &str) -> Result<Option<String>, Unreadable> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let separator = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{separator}_rels/{file}.rels");
        let relations = match self.text(&name) {
            Ok(it) => it,
            Err(bomb @ Unreadable::ZipBomb { .. }) => return Err(bomb),
            Err(_) => return Ok(None),
        };
        let mut found = None;
        // A damaged list of relationships leaves the usual names.
        let _ = xml::walk(&relations, |event| {
            let Event::Open(it) = event else { return };
            let is_kind = it
                .attribute("Type")
                .is_some_and(|it| it.rsplit('/').next() == Some(kind));
            if it.name == "Relationship" && is_kind && found.is_none() {
                found = it.attribute("Target");
            }
        });
        Ok(found.map(|target| match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{folder}{separator}{target}"),
        }))
    }
}

/// XML of an Office file is UTF-8 or UTF-16 (ISO/IEC 29500-2, 9.1.3); the latter
/// without a mark shows by the NUL beside its first `<`.
fn decode(bytes: &[u8]) -> String {
    let encoding = match (Encoding::for_bom(bytes), bytes) {
        (Some((encoding, _)), _) => encoding,
        (None, [b'<', 0, ..]) => UTF_16LE,
        (None, [0, b'<', ..]) => UTF_16BE,
        (None, _) => UTF_8,
    };
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}
