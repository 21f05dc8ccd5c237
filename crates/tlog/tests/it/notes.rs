//! Whom a note convinces.

use youwei_tlog::{
    Checkpoint, KeyError, KeyKind, NOTE_BYTES_MAX, Note, NoteError, SIGNATURES_MAX, Signature,
    SignerKey, Suite, TrustError, VerifierKey, WitnessKey,
};

use crate::bytes::{from_hex, key_text};

const TEXT: &str = "yunze.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";

fn signer(name: &str, seed: u8) -> SignerKey {
    SignerKey::from_seed(name, &[seed; 32]).unwrap()
}

fn witness(seed: u8) -> WitnessKey {
    WitnessKey::from_seed("witness.example", &[seed; 32]).unwrap()
}

fn note(signatures: &[Signature]) -> Note {
    Note {
        text: TEXT.to_owned(),
        signatures: signatures.to_vec(),
    }
}

#[test]
fn only_signatures_of_given_keys_count() {
    let (log, other) = (
        signer("yunze.example/log", 1),
        signer("yunze.example/log", 2),
    );
    let seen = witness(3);
    let signed = note(&[
        other.sign(TEXT),
        log.sign(TEXT),
        seen.sign(TEXT, 1_800_000_000),
    ]);
    let keys = [seen.verifier(), log.verifier()];
    // In the order of the lines, whatever the order of the keys.
    assert_eq!(signed.verified(&keys), Ok(vec![&keys[1], &keys[0]]));
    assert_eq!(signed.verified(&keys[..1]), Ok(vec![&keys[0]]));
    assert_eq!(signed.verified(&[]), Err(NoteError::NoKnownKey));
    let stranger = [signer("yunze.example/log", 4).verifier()];
    assert_eq!(signed.verified(&stranger), Err(NoteError::NoKnownKey));
}

#[test]
fn a_false_signature_of_a_given_key_rejects_the_note() {
    let (log, other) = (signer("yunze.example/log", 1), signer("b.example", 2));
    let keys = [log.verifier(), other.verifier()];
    let mut forged = log.sign(TEXT);
    forged.bytes[0] ^= 1;
    let answer = note(&[other.sign(TEXT), forged.clone()])
        .verified(&keys)
        .map(|_| ());
    assert_eq!(
        answer,
        Err(NoteError::Forged("yunze.example/log".to_owned()))
    );
    // Also where a right one of the same key stands beside it.
    let answer = note(&[log.sign(TEXT), forged.clone()])
        .verified(&keys)
        .map(|_| ());
    assert_eq!(
        answer,
        Err(NoteError::Forged("yunze.example/log".to_owned()))
    );
    // For one who does not know the key it is a line like any other.
    assert!(
        note(&[other.sign(TEXT), forged])
            .verified(&keys[1..])
            .is_ok()
    );
}

#[test]
fn a_name_or_an_id_alone_makes_no_known_key() {
    let log = signer("yunze.example/log", 1);
    let keys = [log.verifier()];
    for spoil in [
        |line: &mut Signature| line.name = "yunze.example/logs".to_owned(),
        |line: &mut Signature| line.id[3] ^= 1,
    ] {
        let mut line = log.sign(TEXT);
        spoil(&mut line);
        assert_eq!(note(&[line]).verified(&keys), Err(NoteError::NoKnownKey));
    }
}

#[test]
fn a_key_that_signed_twice_is_named_once() {
    let (log, seen) = (signer("yunze.example/log", 1), witness(3));
    let lines = [
        log.sign(TEXT),
        log.sign(TEXT),
        seen.sign(TEXT, 1),
        seen.sign(TEXT, 2),
    ];
    let keys = [log.verifier(), seen.verifier()];
    assert_eq!(note(&lines).verified(&keys), Ok(vec![&keys[0], &keys[1]]));
}

#[test]
fn every_kind_of_key_signs_for_its_own_text_only() {
    for name in ["yunze.example/log", "yunze.example/sm2-sm3"] {
        let log = signer(name, 1);
        let key = log.verifier();
        assert!(key.verifies(TEXT, &log.sign(TEXT)));
        assert!(!key.verifies("another\n", &log.sign(TEXT)));
        assert_eq!(key.cosigned_at(&log.sign(TEXT)), None);
        assert_eq!(log.suite(), Suite::of_origin(name));
    }
    let (key, line) = (witness(3).verifier(), witness(3).sign(TEXT, 1_800_000_000));
    assert!(key.verifies(TEXT, &line));
    assert!(!key.verifies("another\n", &line));
    assert_eq!(key.cosigned_at(&line), Some(1_800_000_000));
    // The time is signed too.
    let mut later = line.clone();
    later.bytes[7] ^= 1;
    assert!(!key.verifies(TEXT, &later));
    // No time beyond 2^63 - 1.
    assert!(!key.verifies(TEXT, &witness(3).sign(TEXT, u64::MAX)));
    // The same secret as a log's key signs something else.
    let log = signer("witness.example", 3).verifier();
    assert!(!log.verifies(TEXT, &line));
    assert_ne!(log.id(), key.id());
    for bytes in [vec![], vec![0], vec![0; 64], vec![0; 72], vec![0xff; 64]] {
        let line = Signature {
            bytes,
            ..line.clone()
        };
        assert!(!key.verifies(TEXT, &line));
        assert!(!log.verifies(TEXT, &line));
        assert!(!signer("a/sm2-sm3", 1).verifier().verifies(TEXT, &line));
    }
}

#[test]
fn a_note_has_at_most_a_hundred_signatures_and_a_million_bytes() {
    let log = signer("yunze.example/log", 1);
    for (count, reads) in [(SIGNATURES_MAX, true), (SIGNATURES_MAX + 1, false)] {
        let text = note(&vec![log.sign(TEXT); count]).to_string();
        assert_eq!(Note::parse(text.as_bytes()).is_ok(), reads, "{count}");
    }
    let frame = note(&[log.sign("")]).to_string().len() - TEXT.len();
    for (length, answer) in [
        (NOTE_BYTES_MAX, Ok(())),
        (NOTE_BYTES_MAX + 1, Err(NoteError::TooLong)),
    ] {
        let text = "x".repeat(length - frame - 1) + "\n";
        let long = Note {
            text,
            signatures: vec![log.sign("")],
        }
        .to_string();
        assert_eq!(long.len(), length);
        assert_eq!(Note::parse(long.as_bytes()).map(|_| ()), answer);
    }
}

#[test]
fn a_checkpoint_is_trusted_only_in_its_own_logs_name() {
    let (log, other, seen) = (
        signer("yunze.example/log", 1),
        signer("linqu.example/log", 2),
        witness(3),
    );
    let keys = [log.verifier(), other.verifier(), seen.verifier()];
    let by_all = note(&[other.sign(TEXT), log.sign(TEXT), seen.sign(TEXT, 5)]);
    let checkpoint = Checkpoint::trusted(&by_all, &keys).unwrap();
    assert_eq!(
        (checkpoint.origin.as_str(), checkpoint.size),
        ("yunze.example/log", 0)
    );
    let not_the_log = Err(TrustError::NotTheLog("yunze.example/log".to_owned()));
    for lines in [vec![other.sign(TEXT)], vec![seen.sign(TEXT, 5)]] {
        assert_eq!(Checkpoint::trusted(&note(&lines), &keys), not_the_log);
    }
    // A witness key of the log's own name is no log key either.
    let same_name = WitnessKey::from_seed("yunze.example/log", &[1; 32]).unwrap();
    let lines = note(&[same_name.sign(TEXT, 5)]);
    assert_eq!(
        Checkpoint::trusted(&lines, &[same_name.verifier()]),
        not_the_log
    );
}

#[test]
fn the_suite_of_a_log_and_its_key_are_one() {
    // The same 32 bytes under both names, and the text of one key under the other name.
    let (ed25519, sm2) = (
        signer("yunze.example/log", 1),
        signer("yunze.example/sm2-sm3", 1),
    );
    assert_eq!(ed25519.verifier().kind(), KeyKind::Ed25519);
    assert_eq!(sm2.verifier().kind(), KeyKind::Sm2);
    assert!(ed25519.verifier().signs_log("yunze.example/log"));
    assert!(sm2.verifier().signs_log("yunze.example/sm2-sm3"));
    assert!(!sm2.verifier().signs_log("yunze.example/log"));
    for (key, name) in [
        (&ed25519, "yunze.example/sm2-sm3"),
        (&sm2, "yunze.example/log"),
    ] {
        let text = key.secret_text().replace(key.name(), name);
        let answer = text.parse::<SignerKey>().map(|_| ());
        assert_eq!(answer, Err(KeyError::Suite), "{name}");
    }
}

#[test]
fn secret_texts_are_read_back_and_do_not_show_in_debug() {
    for name in ["yunze.example/log", "yunze.example/sm2-sm3", "云泽市/账本"] {
        let key = signer(name, 9);
        let text = key.secret_text();
        let again: SignerKey = text.parse().unwrap();
        assert_eq!(*again.secret_text(), *text);
        assert_eq!(again.sign(TEXT), key.sign(TEXT));
        assert_eq!(text.parse::<WitnessKey>().map(|_| ()), Err(KeyError::Type));
        assert_eq!(
            format!("{key:?}"),
            format!("SignerKey {{ name: {name:?}, .. }}")
        );
        let public = key.verifier().to_string();
        assert_eq!(public.parse::<VerifierKey>(), Ok(key.verifier()));
        assert_eq!(
            public.parse::<SignerKey>().map(|_| ()),
            Err(KeyError::Format)
        );
        assert!(text.parse::<VerifierKey>().is_err());
    }
    let text = witness(9).secret_text();
    let again: WitnessKey = text.parse().unwrap();
    assert_eq!(*again.secret_text(), *text);
    assert_eq!(text.parse::<SignerKey>().map(|_| ()), Err(KeyError::Type));
    assert_eq!(
        format!("{again:?}"),
        "WitnessKey { name: \"witness.example\", .. }"
    );
}

#[test]
fn a_key_with_any_letter_changed_is_refused() {
    for text in [
        signer("yunze.example/log", 1).verifier().to_string(),
        signer("yunze.example/sm2-sm3", 1).verifier().to_string(),
        witness(1).verifier().to_string(),
    ] {
        for place in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[place] += 1;
            let changed = String::from_utf8(bytes).unwrap();
            assert!(changed.parse::<VerifierKey>().is_err(), "{changed}");
            assert!(text[..place].parse::<VerifierKey>().is_err());
            assert!(place == 0 || text[place..].parse::<VerifierKey>().is_err());
        }
    }
}

/// Names, seeds and points that give no key.
#[test]
fn what_is_no_key_is_refused() {
    for name in ["", "a b", "a+b", "a\nb"] {
        for suffix in ["", "/sm2-sm3"] {
            let name = format!("{name}{suffix}");
            if !name.starts_with('/') {
                let answer = SignerKey::from_seed(&name, &[1; 32]).map(|_| ());
                assert_eq!(answer, Err(KeyError::Name), "{name:?}");
            }
        }
    }
    // SM2 secrets go from 1 to n - 2 (GB/T 32918.2 § 6.1): 0, n - 1, n and 2^256 - 1 are none.
    let n_minus_1 = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122";
    let mut n = from_hex(n_minus_1);
    let n_minus_1: [u8; 32] = n.clone().try_into().unwrap();
    let mut n_minus_2 = n_minus_1;
    n_minus_2[31] -= 1;
    n[31] += 1;
    let n: [u8; 32] = n.try_into().unwrap();
    for seed in [[0; 32], n_minus_1, n, [0xff; 32]] {
        let answer = SignerKey::from_seed("a/sm2-sm3", &seed).map(|_| ());
        assert_eq!(answer, Err(KeyError::Seed));
        assert!(SignerKey::from_seed("a/log", &seed).is_ok());
    }
    let last = SignerKey::from_seed("a/sm2-sm3", &n_minus_2).unwrap();
    assert!(last.verifier().verifies(TEXT, &last.sign(TEXT)));
}

/// Texts whose parts and id are right, around bytes that are no public key.
#[test]
fn a_point_that_anyone_can_sign_for_or_that_is_written_otherwise_is_no_key() {
    let public = |suite, kind: &[u8], point: &str| {
        let typed = [kind, &from_hex(point)].concat();
        let text = key_text(suite, "yunze.example/log", &typed);
        text.parse::<VerifierKey>()
            .map(|key| key.to_string() == text)
    };
    // Ed25519: the neutral point and one of order 8, under which signatures need no secret;
    // then bytes that are no point, too few and too many.
    let good = "1a5cd907143c384c41e830c1bce12aa8817ec5649aaabf2c31388b35b2d744d6";
    for kind in [1, 4] {
        let ed25519 = |point: &str| public(Suite::International, &[kind], point);
        assert_eq!(ed25519(good), Ok(true));
        for point in [
            &format!("01{}", "00".repeat(31)),
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            &format!("02{}", "00".repeat(31)),
            &good[2..],
            &format!("{good}00"),
            "",
        ] {
            assert_eq!(ed25519(point), Err(KeyError::Public), "{point}");
        }
    }
    // SM2: the point of the standard, then compressed, hybrid, off the curve, cut.
    let x = "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020";
    let y = "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
    let sm2 = |point: &str| public(Suite::National, b"\xffSM2-with-SM3", point);
    assert_eq!(sm2(&format!("04{x}{y}")), Ok(true));
    for point in [
        format!("03{x}"),
        format!("07{x}{y}"),
        format!("04{x}{x}"),
        format!("04{x}"),
        format!("04{}", "00".repeat(64)),
        "00".to_owned(),
    ] {
        assert_eq!(sm2(&point), Err(KeyError::Public), "{point}");
    }
    let other = public(Suite::National, b"\xffSM2-with-SM4", &format!("04{x}{y}"));
    assert_eq!(other, Err(KeyError::Type));
}
