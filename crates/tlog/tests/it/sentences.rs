//! A refusal is a sentence with a next step, in both languages.

use youwei_base::Bilingual;
use youwei_tlog::{
    BundleError, CheckpointError, KeyError, NoteError, OfflineProofError, ProofError,
    SignatureError, TilePathError, TrustError,
};

#[test]
fn every_error_says_what_is_wrong_and_then_what_to_do() {
    let origin = || "yunze.example/log".to_owned();
    let proof = [
        ProofError::NoSuchEntry { index: 5, size: 5 },
        ProofError::FromNothing,
        ProofError::Shrunk { old: 5, new: 4 },
        ProofError::Length,
        ProofError::Root,
        ProofError::OldRoot,
        ProofError::Missing {
            level: 1,
            from: 256,
            count: 3,
        },
    ];
    let key = [
        KeyError::Name,
        KeyError::Format,
        KeyError::Type,
        KeyError::Suite,
        KeyError::Id,
        KeyError::Public,
        KeyError::Seed,
    ];
    let note = [
        NoteError::TooLong,
        NoteError::TooManySignatures,
        NoteError::Letters,
        NoteError::Format,
        NoteError::Signature,
        NoteError::Forged(origin()),
        NoteError::NoKnownKey,
    ];
    let checkpoint = [
        CheckpointError::Lines,
        CheckpointError::Size,
        CheckpointError::Root,
    ];
    let trust = [
        TrustError::Note(NoteError::NoKnownKey),
        TrustError::Checkpoint(CheckpointError::Size),
        TrustError::NotTheLog(origin()),
    ];
    let bundle = [BundleError::Count, BundleError::Entry, BundleError::Cut];
    let offline = [
        OfflineProofError::TooLong,
        OfflineProofError::Letters,
        OfflineProofError::Header,
        OfflineProofError::Cut,
        OfflineProofError::Extra,
        OfflineProofError::Index,
        OfflineProofError::Hashes,
        OfflineProofError::Note(NoteError::Format),
        OfflineProofError::Trust(trust[2].clone()),
        OfflineProofError::Proof(ProofError::Root),
    ];
    let mut said: Vec<(String, Bilingual)> = vec![
        (SignatureError.to_string(), SignatureError.sentence()),
        (TilePathError.to_string(), TilePathError.sentence()),
    ];
    said.extend(proof.iter().map(|it| (it.to_string(), it.sentence())));
    said.extend(key.iter().map(|it| (it.to_string(), it.sentence())));
    said.extend(note.iter().map(|it| (it.to_string(), it.sentence())));
    said.extend(checkpoint.iter().map(|it| (it.to_string(), it.sentence())));
    said.extend(trust.iter().map(|it| (it.to_string(), it.sentence())));
    said.extend(bundle.iter().map(|it| (it.to_string(), it.sentence())));
    said.extend(offline.iter().map(|it| (it.to_string(), it.sentence())));
    for (display, Bilingual { zh, en }) in said {
        assert_eq!(display, en);
        assert!(en.ends_with('.') && zh.ends_with('。'), "{en} {zh}");
        // What is wrong, then the next step.
        assert!(
            en.contains(';') || en.contains("; ") || en.contains(": "),
            "{en}"
        );
        assert!(zh.contains(';') || zh.contains(';'), "{zh}");
        let chinese = zh.chars().filter(|letter| ('一'..='龥').contains(letter));
        assert!(chinese.count() >= 8, "{zh}");
    }
}
