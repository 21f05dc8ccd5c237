//! Files that mean harm, and files that are broken.

use proptest::prelude::*;

use super::{model, read};
use crate::dmn::raw::Version;

/// The code of the one reason why a file is refused.
fn refused(text: &[u8]) -> &'static str {
    let found = read(text, "m.dmn").unwrap_err();
    assert_eq!(found.len(), 1);
    found[0].code
}

#[test]
fn hostile_files_are_refused() {
    let laughs = format!(
        "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>{}",
        model("<description>&b;</description>")
    );
    assert_eq!(refused(laughs.as_bytes()), "doctype");
    let deep = model(&"<decision>".repeat(1_000_000));
    assert_eq!(refused(deep.as_bytes()), "too-deep");
    let wide: String = (0..5_000).map(|at| format!(" a{at}='1'")).collect();
    assert_eq!(
        refused(model(&format!("<decision{wide}/>")).as_bytes()),
        "too-many-attributes"
    );
    assert_eq!(
        refused(&vec![b' '; super::super::BYTES_MAX + 1]),
        "too-large"
    );
    assert_eq!(refused(b""), "xml");
    assert_eq!(refused(b"<a"), "xml");
    assert_eq!(refused(b"<a>&unknown;</a>"), "xml");
    assert_eq!(refused(b"<a>\xFF</a>"), "encoding");
    assert_eq!(refused(b"<definitions/>"), "not-dmn");
    assert_eq!(refused(b"<definitions xmlns='urn:other'/>"), "not-dmn");
    let root = format!("<decision xmlns='{}'/>", Version::V1_3.namespace());
    assert_eq!(refused(root.as_bytes()), "not-dmn");
}

#[test]
fn too_many_nodes_are_refused() {
    let many = model(&"<a/>".repeat(super::super::NODES_MAX as usize));
    assert_eq!(refused(many.as_bytes()), "too-many-nodes");
}

#[test]
fn expressions_as_deep_as_allowed_are_read_on_a_small_stack() {
    let levels = 95;
    let deep = format!(
        "<decision name='d'>{}{}</decision>",
        "<conditional><if>".repeat(levels),
        "</if></conditional>".repeat(levels)
    );
    let text = model(&deep);
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    let found = thread.spawn(move || read(text.as_bytes(), "m").unwrap().1.len());
    // Each lacks its other branches, the innermost its condition too.
    assert_eq!(found.unwrap().join().unwrap(), 2 * levels + 1);
}

#[test]
fn diagnostics_have_an_end() {
    let (_, found) = read(model(&"<decision/>".repeat(2_000)).as_bytes(), "m").unwrap();
    assert!(found.len() < 600);
    assert_eq!(found.last().unwrap().code, "more");
}

const SAMPLE: &str = include_str!("sample.dmn");

#[test]
fn a_file_that_breaks_off_is_no_model() {
    for end in (0..SAMPLE.trim_end().len())
        .filter(|end| SAMPLE.is_char_boundary(*end))
        .step_by(7)
    {
        let found = read(&SAMPLE.as_bytes()[..end], "m").unwrap_err();
        assert_eq!(found[0].code, "xml");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_changed_file_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..5_u8, any::<u8>(), 0..40_usize), 1..6)
    ) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for (at, kind, byte, length) in changes {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => drop(bytes.drain(at..end)),
                2 => bytes.insert(at, byte),
                3 => {
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
                _ => bytes[at] = b"<>&\"'=/ -"[usize::from(byte) % 9],
            }
            if bytes.is_empty() {
                bytes.push(byte);
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for source in [&bytes[..], text.as_bytes()] {
            let found = match read(source, "m") {
                Ok((_, found)) | Err(found) => found,
            };
            for found in found {
                prop_assert!(!found.render(&text).is_empty());
            }
        }
    }
}
