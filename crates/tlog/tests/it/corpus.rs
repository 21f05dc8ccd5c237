//! The corpus: small files, good and hostile, one folder for each parser of outside
//! bytes. Names of files that must be accepted begin with `good-`, of all others with
//! `bad-`. What was once good must stay good.

use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs};

use youwei_tlog::{Note, OfflineProof, VerifierKey};

use crate::hostile::{PARSERS, Parser, survives};

pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

fn read() -> Vec<(Parser, File)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files = Vec::new();
    for entry in fs::read_dir(corpus).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap();
        let parser = PARSERS.iter().find(|(parser, _)| *parser == name);
        let parser = parser.unwrap_or_else(|| panic!("no parser is called {name}"));
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            files.push((
                *parser,
                File {
                    name: path.file_name().unwrap().to_str().unwrap().to_owned(),
                    bytes: fs::read(&path).unwrap(),
                },
            ));
        }
    }
    files
}

/// Every file with the parser that it is for.
pub fn files() -> &'static [(Parser, File)] {
    static FILES: LazyLock<Vec<(Parser, File)>> = LazyLock::new(read);
    &FILES
}

fn file(parser: &str, name: &str) -> &'static [u8] {
    let found = files()
        .iter()
        .find(|((folder, _), file)| *folder == parser && file.name == name);
    &found
        .unwrap_or_else(|| panic!("no {parser}/{name}"))
        .1
        .bytes
}

#[test]
fn every_parser_judges_its_files_as_their_names_say() {
    for parser in &PARSERS {
        let (mut good, mut bad) = (0, 0);
        for (folder, file) in files() {
            if folder.0 != parser.0 {
                continue;
            }
            let accepted = survives(parser, &file.bytes);
            let name = format!("{}/{}", parser.0, file.name);
            assert_eq!(accepted, file.name.starts_with("good-"), "{name}");
            assert!(accepted || file.name.starts_with("bad-"), "{name}");
            good += usize::from(accepted);
            bad += usize::from(!accepted);
        }
        assert!(good > 0 && bad > 0, "{} has files of both kinds", parser.0);
    }
}

#[test]
fn every_file_is_survived_by_every_parser() {
    for (_, file) in files() {
        for parser in &PARSERS {
            survives(parser, &file.bytes);
        }
    }
}

/// A proof that somebody took home years ago is still one.
#[test]
fn the_proofs_in_the_corpus_hold_under_the_keys_in_it() {
    for suite in ["international", "national"] {
        let key = file("key", &format!("good-{suite}-public"));
        let key: VerifierKey = std::str::from_utf8(key).unwrap().parse().unwrap();
        let keys = std::slice::from_ref(&key);
        let proof = file("offline_proof", &format!("good-{suite}"));
        let proof = OfflineProof::parse(proof).unwrap();
        let entry = proof.extra.clone().unwrap();
        assert_eq!(proof.check(keys, &entry).unwrap().origin, key.name());
        assert!(proof.check(keys, b"another entry").is_err());
        let note = Note::parse(file("note", &format!("good-{suite}"))).unwrap();
        assert_eq!(note.verified(keys), Ok(vec![&key]));
    }
}
