//! Bytes from outside: whatever they are, no parser panics, and what one accepts it
//! writes again exactly as it was.

use proptest::prelude::*;
use youwei_tlog::{
    Checkpoint, Note, OfflineProof, SignerKey, TilePath, VerifierKey, WitnessKey, decode_bundle,
    encode_bundle,
};

use crate::corpus;

/// A parser of outside bytes: its name, and what it writes of what it accepted.
pub type Parser = (&'static str, fn(&[u8]) -> Option<Vec<u8>>);

/// Every parser of outside bytes; each has a folder in the corpus and a fuzz target.
pub const PARSERS: [Parser; 6] = [
    ("note", |bytes| {
        Some(Note::parse(bytes).ok()?.to_string().into_bytes())
    }),
    ("checkpoint", |bytes| written::<Checkpoint>(bytes)),
    ("key", |bytes| {
        let text = std::str::from_utf8(bytes).ok()?;
        let signer = text.parse::<SignerKey>().map(|key| key.secret_text());
        let witness = text.parse::<WitnessKey>().map(|key| key.secret_text());
        let secret = signer.or(witness).map(|text| text.as_bytes().to_vec());
        written::<VerifierKey>(bytes).or(secret.ok())
    }),
    ("tile_path", |bytes| written::<TilePath>(bytes)),
    ("bundle", |bytes| {
        encode_bundle(&decode_bundle(bytes).ok()?).ok()
    }),
    ("offline_proof", |bytes| {
        Some(OfflineProof::parse(bytes).ok()?.to_string().into_bytes())
    }),
];

fn written<T: std::str::FromStr + ToString>(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let read: T = text.parse().ok()?;
    Some(read.to_string().into_bytes())
}

/// One change to bytes: what, where, and two numbers more.
pub type Change = (u8, u32, u8, u8);

/// Letters that mean something in one of the formats.
const LETTERS: &[u8] = "\n\r\0 +-/=.,px0123456789AZaz—".as_bytes();

/// The bytes after some changes, each at a place within them.
pub fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for &(what, at, byte, length) in changes {
        let at = at as usize % (bytes.len() + 1);
        let end = (at + 1 + usize::from(length) % 40).min(bytes.len());
        let letter = LETTERS[usize::from(byte) % LETTERS.len()];
        match what % 8 {
            0 if at < bytes.len() => bytes[at] ^= 1 << (byte % 8),
            1 if at < bytes.len() => bytes[at] = letter,
            2 => bytes.insert(at, byte),
            3 => bytes.insert(at, letter),
            4 => drop(bytes.drain(at..end)),
            5 => {
                let copied = bytes[at..end].to_vec();
                bytes.splice(at..at, copied);
            }
            6 => bytes.truncate(at),
            7 => bytes.extend_from_within(at..end),
            _ => {}
        }
    }
    bytes
}

/// Runs one parser; what it accepts must come out again.
pub fn survives(parser: &Parser, bytes: &[u8]) -> bool {
    let (name, parse) = parser;
    let answer = parse(bytes);
    if let Some(again) = &answer {
        assert_eq!(again, bytes, "{name} wrote something else than it read");
    }
    answer.is_some()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for parser in &PARSERS {
            survives(parser, &bytes);
        }
    }

    #[test]
    fn letters_of_the_formats_in_any_order_are_survived(places in prop::collection::vec(0..LETTERS.len(), 0..60)) {
        let bytes: Vec<u8> = places.into_iter().map(|place| LETTERS[place]).collect();
        for parser in &PARSERS {
            survives(parser, &bytes);
        }
    }

    #[test]
    fn good_files_with_changes_are_survived(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(any::<Change>(), 1..5),
    ) {
        let files = corpus::files();
        let (parser, file) = &files[which.index(files.len())];
        survives(parser, &changed(&file.bytes, &changes));
    }
}
