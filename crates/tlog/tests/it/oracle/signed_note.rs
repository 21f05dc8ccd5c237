use proptest::prelude::*;
use signed_note::{StandardSigner, StandardVerifier, VerifierList};
use youwei_tlog::{Note, SignerKey, VerifierKey};

use crate::hostile::{self, Change};

fn key(seed: u8) -> SignerKey {
    SignerKey::from_seed("yunze.example/log", &[seed; 32]).unwrap()
}

/// Whether their library opens a note with our key.
fn they_open(note: &[u8], key: &VerifierKey) -> bool {
    let known = VerifierList::new(vec![Box::new(
        StandardVerifier::new(&key.to_string()).unwrap(),
    )]);
    signed_note::Note::from_bytes(note).is_ok_and(|note| note.verify(&known).is_ok())
}

fn we_open(note: &[u8], key: &VerifierKey) -> bool {
    Note::parse(note).is_ok_and(|note| note.verified(std::slice::from_ref(key)).is_ok())
}

proptest! {
    #[test]
    fn each_opens_what_the_other_signed(text in "[^\0-\u{1f}]{0,80}(\n[^\0-\u{1f}]{0,20}){0,5}", seed in any::<u8>()) {
        let (text, key) = (text + "\n", key(seed));
        let signatures = vec![key.sign(&text)];
        let ours = Note { text: text.clone(), signatures }.to_string();
        prop_assert!(they_open(ours.as_bytes(), &key.verifier()));
        prop_assert!(!they_open(ours.as_bytes(), &self::key(seed ^ 1).verifier()));

        let signer = StandardSigner::new(&key.secret_text()).unwrap();
        let mut theirs = signed_note::Note::new(text.as_bytes(), &[]).unwrap();
        theirs.add_sigs(&[&signer]).unwrap();
        // Ed25519 is deterministic: both write the same bytes.
        prop_assert_eq!(theirs.to_bytes(), ours.as_bytes());
        prop_assert!(we_open(ours.as_bytes(), &key.verifier()));
    }

    #[test]
    fn both_read_the_same_bytes_as_notes(changes in prop::collection::vec(any::<Change>(), 0..4)) {
        let key = key(1);
        let text = "yunze.example/log\n3\n\nmore\n";
        let signatures = vec![key.sign(text), self::key(2).sign(text)];
        let note = Note { text: text.to_owned(), signatures }.to_string();
        let bytes = hostile::changed(note.as_bytes(), &changes);
        let theirs = signed_note::Note::from_bytes(&bytes);
        prop_assert_eq!(Note::parse(&bytes).is_ok(), theirs.is_ok());
        prop_assert_eq!(we_open(&bytes, &key.verifier()), they_open(&bytes, &key.verifier()));
    }
}
