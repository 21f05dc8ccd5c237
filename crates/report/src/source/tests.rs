//! What holds for every format: bad files are refused with a sentence, and no bytes at
//! all make the reader panic.

use lopdf::{EncryptionState, EncryptionVersion, Permissions};
use proptest::prelude::*;

use super::fixture::docx::{document, docx, paragraph, zip};
use super::fixture::pdf::{Coding, bytes, office};
use super::{FILE_BYTES_MAX, Other, Unreadable, extract};

const UCS2: Coding = Coding::Utf16("UniGB-UCS2-H");
const PARAGRAPHS: [&str; 3] = [
    "一、2026年重点任务",
    "全年安排重点项目215项，完成投资320.5亿元以上，新增城镇就业1.2万人，改造老旧小区86个，建成社区食堂30个。",
    "让我们携手前行，把青溪建设得更加美好！",
];

fn whole_docx() -> Vec<u8> {
    let body: String = PARAGRAPHS.iter().map(|it| paragraph(it)).collect();
    docx(&body, "", "")
}

fn whole_pdf() -> Vec<u8> {
    bytes(office(UCS2, &PARAGRAPHS))
}

fn encrypted_pdf(user_password: &str) -> Vec<u8> {
    let mut pdf = office(UCS2, &PARAGRAPHS);
    let state = EncryptionState::try_from(EncryptionVersion::V2 {
        document: &pdf,
        owner_password: "owner",
        user_password,
        key_length: 128,
        permissions: Permissions::all(),
    })
    .expect("a key");
    pdf.encrypt(&state).expect("an encrypted file");
    bytes(pdf)
}

#[test]
fn the_same_report_reads_the_same_from_every_format() {
    let html: String = PARAGRAPHS.iter().map(|it| format!("<p>{it}</p>")).collect();
    let text = PARAGRAPHS.join("\n");
    for (name, file) in [
        ("text", text.clone().into_bytes()),
        ("text with crlf", text.replace('\n', "\r\n").into_bytes()),
        ("html", html.into_bytes()),
        ("docx", whole_docx()),
        ("pdf", whole_pdf()),
        ("pdf, encrypted for printing only", encrypted_pdf("")),
    ] {
        let source = extract(&file).map(|it| it.text);
        assert_eq!(source.as_deref(), Ok(text.as_str()), "{name}");
    }
}

#[test]
fn a_bad_file_is_refused_with_a_sentence() {
    let noise: Vec<u8> = (0_u32..9000)
        .map(|it| (it.wrapping_mul(2_654_435_761) >> 11) as u8)
        .collect();
    let whole = whole_docx();
    let bomb = zip(&[("word/document.xml", &vec![b' '; 80 << 20])]);
    assert!(bomb.len() < 1 << 20);
    let broken_xml = zip(&[("word/document.xml", b"<w:document><w:body><w:p>")]);
    let pdf = whole_pdf();
    let other = |it| Unreadable::Other(it);
    let cases: Vec<(&str, Vec<u8>, Unreadable)> = vec![
        ("nothing", vec![], Unreadable::Empty),
        ("spaces", b" \n\t \r\n ".to_vec(), Unreadable::Empty),
        ("wide spaces", "　\u{FEFF}　".into(), Unreadable::Empty),
        (
            "a page of nothing",
            b"<html><body><p></p></body></html>".to_vec(),
            Unreadable::Empty,
        ),
        (
            "a page of scripts",
            b"<html><script>alert('x')</script></html>".to_vec(),
            Unreadable::Empty,
        ),
        (
            "an empty document",
            docx("<w:p/>", "", ""),
            Unreadable::Empty,
        ),
        ("noise", noise, Unreadable::Binary),
        (
            "a picture",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            other(Other::Picture),
        ),
        (
            "a zip cut short",
            whole[..whole.len() / 2].to_vec(),
            Unreadable::DocxBroken,
        ),
        ("broken xml", broken_xml, Unreadable::DocxBroken),
        (
            "another zip",
            zip(&[("a.txt", b"a")]),
            Unreadable::DocxWithoutDocument,
        ),
        ("an empty zip", zip(&[]), Unreadable::DocxWithoutDocument),
        (
            "a workbook",
            zip(&[("xl/workbook.xml", b"<a/>")]),
            other(Other::Spreadsheet),
        ),
        (
            "slides",
            zip(&[("ppt/presentation.xml", b"<a/>")]),
            other(Other::Slides),
        ),
        ("ofd", zip(&[("OFD.xml", b"<a/>")]), other(Other::Ofd)),
        (
            "odt",
            zip(&[("content.xml", b"<a/>"), ("META-INF/manifest.xml", b"<a/>")]),
            other(Other::OpenDocument),
        ),
        ("a bomb", bomb, Unreadable::ZipBomb { limit: 64 << 20 }),
        (
            "a locked pdf",
            encrypted_pdf("secret"),
            Unreadable::PdfEncrypted,
        ),
        (
            "a pdf of one line",
            b"%PDF-1.7\n".to_vec(),
            Unreadable::PdfBroken,
        ),
        (
            "a pdf cut short",
            pdf[..pdf.len() / 2].to_vec(),
            Unreadable::PdfBroken,
        ),
        (
            "too large",
            vec![b'a'; FILE_BYTES_MAX + 1],
            Unreadable::TooLarge {
                bytes: FILE_BYTES_MAX + 1,
                limit: FILE_BYTES_MAX,
            },
        ),
    ];
    for (name, file, expected) in cases {
        let result = extract(&file);
        assert_eq!(result, Err(expected), "{name}");
        let sentence = result.expect_err("refused").sentence();
        assert!(
            sentence.zh.ends_with('。') && sentence.zh.contains('请'),
            "{sentence}"
        );
        assert!(sentence.en.ends_with('.'), "{sentence}");
    }
}

#[test]
fn a_pdf_that_lost_only_its_table_is_read_with_a_remark() {
    let pdf = whole_pdf();
    let at = pdf
        .windows(9)
        .rposition(|it| it == b"startxref")
        .expect("a table");
    let mut damaged = pdf[..at].to_vec();
    damaged.extend(b"startxref\n99999999\n%%EOF");
    let source = extract(&damaged).expect("what is left");
    assert_eq!(source.text, PARAGRAPHS.join("\n"));
    assert_eq!(source.remarks.len(), 1);
}

#[test]
fn deeply_nested_objects_do_not_end_the_program() {
    for unit in ["[", "<<", "<</A", "("] {
        let deep = format!(
            "%PDF-1.4\n1 0 obj\n{}\nendobj\ntrailer<</Root 1 0 R>>",
            unit.repeat(100_000)
        );
        assert!(extract(deep.as_bytes()).is_err());
    }
    let xml = document(&"<w:sdt>".repeat(100_000));
    assert_eq!(
        extract(&zip(&[("word/document.xml", xml.as_bytes())])),
        Err(Unreadable::DocxBroken)
    );
}

/// What a valid file may become on its way: bytes changed, taken out, cut off.
fn damaged(file: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let length = file.len();
    let change = (0..length, any::<u8>());
    (
        proptest::collection::vec(change, 0..24),
        0..length,
        0..64_usize,
    )
        .prop_map(move |(changes, cut, taken)| {
            let mut file = file.clone();
            for (at, byte) in changes {
                file[at] = byte;
            }
            match taken {
                0 => file.truncate(cut),
                1..32 => drop(file.drain(cut..(cut + taken).min(length))),
                _ => {}
            }
            file
        })
}

/// An answer is right if its hints point at line starts.
fn holds_together(file: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(source) = extract(file) {
        prop_assert!(!source.text.trim().is_empty());
        prop_assert!(!source.text.ends_with('\n'));
        for hint in source.headings {
            let before = source.text.as_bytes().get(hint.start.wrapping_sub(1));
            prop_assert!(hint.start == 0 || before == Some(&b'\n'));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_the_reader_panic(file in proptest::collection::vec(any::<u8>(), 0..2000)) {
        holds_together(&file)?;
    }

    #[test]
    fn no_bytes_behind_a_known_head_make_the_reader_panic(
        head in prop::sample::select(vec!["%PDF-1.5\n", "PK\u{3}\u{4}", "<html>", "{\\rtf", "<?xml "]),
        tail in proptest::collection::vec(any::<u8>(), 0..2000),
    ) {
        holds_together(&[head.as_bytes(), &tail].concat())?;
    }

    #[test]
    fn no_tags_make_the_reader_panic(
        tags in proptest::collection::vec(
            prop::sample::select(vec![
                "<p>", "</p>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<a href=x>", "</a>",
                "<h1>", "</h1>", "<svg>", "<template>", "<select>", "<div class=nav>", "</div>",
                "<pre>", "<script>", "</script>", "<br>", "甲，乙。", "\n", "&nbsp;", "<!--", "-->",
            ]),
            0..200,
        ),
    ) {
        holds_together(format!("<html>{}", tags.concat()).as_bytes())?;
    }

    #[test]
    fn no_damage_to_a_word_file_makes_the_reader_panic(file in damaged(whole_docx())) {
        holds_together(&file)?;
    }

    #[test]
    fn no_damage_to_the_xml_makes_the_reader_panic(
        xml in damaged(document(&PARAGRAPHS.map(paragraph).concat()).into_bytes()),
    ) {
        holds_together(&zip(&[("word/document.xml", &xml)]))?;
    }

    #[test]
    fn no_damage_to_a_pdf_makes_the_reader_panic(file in damaged(whole_pdf())) {
        holds_together(&file)?;
    }

    #[test]
    fn any_text_survives_every_encoding(text in "[一-龥。，、A-Za-z0-9%]{30,80}") {
        // Rows of rare Hanzi are no language and may be taken for another encoding, so
        // the text opens as reports do.
        let text = format!("政府工作报告：今年新增城镇就业，完成投资，改造小区，办好民生实事，建设美好家园。{}{text}",
            "坚持稳中求进工作总基调，完整准确全面贯彻新发展理念。".repeat(4));
        let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for file in [text.clone().into_bytes(), gb, utf16] {
            prop_assert_eq!(extract(&file).map(|it| it.text), Ok(text.clone()));
        }
    }
}
