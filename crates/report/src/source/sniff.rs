//! What kind of file the bytes are, told from the bytes alone: names and types that a
//! browser sends along are often wrong.

use super::{Other, Unreadable};

/// Which reader takes the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Pdf,
    Zip,
    /// Plain text or HTML, if it is text at all.
    Words,
    Refused(Unreadable),
}

/// ISO 32000-1, annex H: viewers accept a header anywhere in the first 1024 bytes.
const PDF_HEADER_WINDOW_BYTES: usize = 1024;

/// First bytes of a compound file (MS-CFB 2.2): .doc, .wps, and an encrypted .docx.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

const PICTURES: [&[u8]; 6] = [
    b"\x89PNG\r\n\x1a\n",
    b"\xFF\xD8\xFF",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
];

pub(super) fn kind(bytes: &[u8]) -> Kind {
    if bytes
        .iter()
        .all(|it| matches!(it, 0 | b' ' | b'\t' | b'\n' | b'\r'))
    {
        return Kind::Refused(Unreadable::Empty);
    }
    let head = &bytes[..bytes.len().min(PDF_HEADER_WINDOW_BYTES)];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if bytes.starts_with(COMPOUND) {
        return Kind::Refused(compound(bytes));
    }
    if contains(head, b"%PDF-") {
        return Kind::Pdf;
    }
    if bytes.starts_with(b"{\\rtf") {
        return Kind::Refused(Unreadable::Other(Other::Rtf));
    }
    if PICTURES.iter().any(|magic| bytes.starts_with(magic)) || is_webp(bytes) || is_bitmap(bytes) {
        return Kind::Refused(Unreadable::Other(Other::Picture));
    }
    let lower = head.to_ascii_lowercase();
    if contains(&lower, b"mime-version:") && contains(&lower, b"multipart/related") {
        return Kind::Refused(Unreadable::Other(Other::WebArchive));
    }
    Kind::Words
}

/// An encrypted .docx is a compound file with a stream `EncryptedPackage` (MS-OFFCRYPTO 1.3.2).
fn compound(bytes: &[u8]) -> Unreadable {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if contains(bytes, &name) {
        Unreadable::DocxEncrypted
    } else {
        Unreadable::Other(Other::LegacyDoc)
    }
}

fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// `BM` alone could open a text, so the four reserved bytes must be zero as well.
fn is_bitmap(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4])
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|it| it == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_kind() {
        let refused = |other| Kind::Refused(Unreadable::Other(other));
        let cases: Vec<(&[u8], Kind)> = vec![
            (b"", Kind::Refused(Unreadable::Empty)),
            (b" \n\0", Kind::Refused(Unreadable::Empty)),
            (b"%PDF-1.7\n", Kind::Pdf),
            (b"\xEF\xBB\xBF\n%PDF-1.4", Kind::Pdf),
            (b"PK\x03\x04...", Kind::Zip),
            (COMPOUND, refused(Other::LegacyDoc)),
            (b"{\\rtf1\\ansi", refused(Other::Rtf)),
            (b"\x89PNG\r\n\x1a\n\0\0", refused(Other::Picture)),
            (b"BMW is a make of car", Kind::Words),
            (b"BM\x36\0\x0C\0\0\0\0\0\x36\0", refused(Other::Picture)),
            (
                b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
                refused(Other::WebArchive),
            ),
            ("政府工作报告".as_bytes(), Kind::Words),
        ];
        for (bytes, expected) in cases {
            assert_eq!(kind(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn an_encrypted_word_file_is_told_from_an_old_one() {
        let mut bytes = COMPOUND.to_vec();
        bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(kind(&bytes), Kind::Refused(Unreadable::DocxEncrypted));
    }
}
