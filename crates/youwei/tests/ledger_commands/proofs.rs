//! Proofs of single entries, and the witnesses whose signatures they carry.

use std::fs;

use youwei_tlog::{Note, OfflineProof, WitnessKey};

use crate::site::{INTERNATIONAL, ORIGINS, Site, run, text};

#[test]
fn an_entry_is_proved_by_number_or_id_and_the_proof_holds_without_the_log() {
    for origin in ORIGINS {
        let site = Site::new(origin, 1, 300);
        let proof = site.path("7.tlog-proof");
        let said = site.run(&["prove", "7", "-o", text(&proof)]).well();
        assert!(said.contains("youwei check-proof"), "{said}");
        let bytes = fs::read(&proof).unwrap();
        assert_eq!(site.run(&["prove", "7"]).well().into_bytes(), bytes);
        let entry = OfflineProof::parse(&bytes).unwrap().extra.unwrap();
        let id: serde_json::Value = serde_json::from_slice(&entry).unwrap();
        let id = id["id"].as_str().unwrap().to_owned();
        assert_eq!(site.run(&["prove", &id]).well().into_bytes(), bytes);

        let key = site.keep("key", &format!("\n{}\n", site.key()));
        fs::remove_dir_all(site.path("data")).unwrap();
        for key in [site.key(), text(&key).to_owned()] {
            let said = run(&["check-proof", text(&proof), "--key", &key]).well();
            assert!(
                said.contains(&format!("entry 7 of the ledger {origin}, which had 300")),
                "{said}"
            );
            assert!(
                said.contains(&format!("Signed by the ledger {origin}")),
                "{said}"
            );
            assert_eq!(said.lines().last().unwrap().as_bytes(), entry);
        }
    }
}

#[test]
fn what_a_proof_does_not_prove_is_not_said_to_be_proved() {
    let site = Site::new(INTERNATIONAL, 1, 20);
    let other = Site::new(INTERNATIONAL, 2, 1);
    let text_of = site.run(&["prove", "7"]).well();
    let proof = site.keep("proof", &text_of);
    let key = site.key();
    let check = |more: &[&str]| run(&[&["check-proof"], more].concat());
    check(&[text(&proof), "--key", &other.key()]).refused(1, "Not proved.");
    let moved = site.keep("moved", &text_of.replace("index 7", "index 6"));
    check(&[text(&moved), "--key", &key]).refused(1, "Not proved.");
    let larger = site.keep("larger", &text_of.replacen("\n20\n", "\n21\n", 1));
    check(&[text(&larger), "--key", &key]).refused(1, "Not proved.");
    // Another entry than the one proved; its very bytes; and none at all.
    let entry = OfflineProof::parse(text_of.as_bytes())
        .unwrap()
        .extra
        .unwrap();
    let right = site.path("entry.json");
    fs::write(&right, &entry).unwrap();
    let wrong = site.keep("wrong.json", "{}");
    check(&[text(&proof), "--key", &key, "--entry", text(&wrong)]).refused(1, "Not proved.");
    let bare: Vec<&str> = text_of
        .lines()
        .filter(|line| !line.starts_with("extra "))
        .collect();
    let bare = site.keep("bare", &format!("{}\n", bare.join("\n")));
    check(&[text(&bare), "--key", &key]).refused(2, "--entry");
    check(&[text(&bare), "--key", &key, "--entry", text(&right)]).well();
    // What is no proof, no key, or the wrong kind of key.
    let torn = site.keep("torn", "c2sp.org/tlog-proof@v1\n");
    check(&[text(&torn), "--key", &key]).refused(2, "torn");
    check(&[text(&site.path("none")), "--key", &key]).refused(2, "none");
    check(&[text(&proof), "--key", text(&site.path("none"))]).refused(2, "not a key");
    let secret = site.path("data/log.key");
    check(&[text(&proof), "--key", text(&secret)]).refused(2, "youwei key");
    let said = check(&[text(&proof)]);
    assert_eq!(said.code, 2, "a key is needed: {said:?}");
}

#[test]
fn an_entry_that_is_not_there_cannot_be_proved() {
    let site = Site::new(INTERNATIONAL, 1, 3);
    let file = site.path("p");
    for entry in ["3", "99999999999", "0197f3a4-5b00-7c31-8d2e-3f4a5b6c7d8e"] {
        site.run(&["prove", entry, "-o", text(&file)])
            .refused(2, "has no entry");
    }
    for entry in ["x", "1.5", "18446744073709551616"] {
        site.run(&["prove", entry, "-o", text(&file)])
            .refused(2, "neither");
    }
    assert!(!file.exists());
    site.run(&["prove", "0", "-o", text(&site.path("no/such/folder"))])
        .refused(2, "Cannot write");
}

#[test]
fn a_witness_s_signature_is_kept_and_asked_for_by_its_key() {
    for origin in ORIGINS {
        let site = Site::new(origin, 1, 20);
        let witness = WitnessKey::from_seed("witness.example/w1", &[5; 32]).unwrap();
        let other = WitnessKey::from_seed("witness.example/w2", &[6; 32]).unwrap();
        let (key, other_key) = (witness.verifier().to_string(), other.verifier().to_string());
        let note = site.run(&["checkpoint"]).well();
        let signed = |note: &str, witness: &WitnessKey| {
            let mut note = Note::parse(note.as_bytes()).unwrap();
            note.signatures
                .push(witness.sign(&note.text, 1_800_000_000));
            note.to_string()
        };
        let bare = site.keep("bare", &note);
        site.run(&["cosign", text(&bare), "--witness", &key])
            .refused(2, "None of the named witnesses");
        let good = site.keep("good", &signed(&note, &witness));
        site.run(&["cosign", text(&good), "--witness", &other_key])
            .refused(2, "None of the named witnesses");
        let false_one =
            signed(&note, &witness).replace(&note, &note.replacen("\n20\n", "\n19\n", 1));
        let false_one = site.keep("false", &false_one);
        assert_eq!(
            site.run(&["cosign", text(&false_one), "--witness", &key])
                .code,
            1
        );
        let before = site.run(&["prove", "3"]).well();
        let before = site.keep("before", &before);
        let said = run(&[
            "check-proof",
            text(&before),
            "--key",
            &site.key(),
            "--key",
            &key,
        ]);
        said.refused(1, "no signature of witness.example/w1");

        let said = site.run(&["cosign", text(&good), "--witness", &key]).well();
        assert!(said.contains("Kept 1"), "{said}");
        let again = site.run(&["cosign", text(&good), "--witness", &key]).well();
        assert!(again.contains("nothing changed"), "{again}");
        let after = site.run(&["prove", "3"]).well();
        let after = site.keep("after", &after);
        let said = run(&[
            "check-proof",
            text(&after),
            "--key",
            &site.key(),
            "--key",
            &key,
        ])
        .well();
        assert!(
            said.contains("witness witness.example/w1 2027-01-15T08:00:00Z"),
            "{said}"
        );
        // A witness alone does not stand for the log.
        run(&["check-proof", text(&after), "--key", &key]).refused(1, "Not proved.");
        site.run(&["verify"]).well();
    }
}
