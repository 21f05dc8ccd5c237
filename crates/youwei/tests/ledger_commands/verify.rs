//! A log as its own program sees it: its key, its head, what was changed in it.

use std::fs;

use youwei_ledger::Place;
use youwei_tlog::Note;

use crate::site::{INTERNATIONAL, ORIGINS, Site, run, text};

#[test]
fn the_key_and_the_checkpoint_are_printed_and_nothing_else() {
    for origin in ORIGINS {
        let site = Site::new(origin, 1, 5);
        assert_eq!(site.run(&["key"]).well(), format!("{}\n", site.key()));
        let note = site.run(&["checkpoint"]).well();
        let note = Note::parse(note.as_bytes()).unwrap();
        note.verified(std::slice::from_ref(&site.key)).unwrap();
        assert!(
            note.text.starts_with(&format!("{origin}\n5\n")),
            "{}",
            note.text
        );
    }
}

#[test]
fn a_log_that_holds_is_said_to_hold_and_its_head_comes_last() {
    for origin in ORIGINS {
        let site = Site::new(origin, 1, 300);
        let old = site.keep("old", &site.run(&["checkpoint"]).well());
        site.append(site.signer(), 300..310);
        let key = site.keep("key", &format!("{}\n", site.key()));
        let plain = site.run(&["verify"]).well();
        assert!(plain.contains("all 310 entries"), "{plain}");
        assert!(plain.contains("全部重新算过"), "{plain}");
        assert!(
            plain.contains("--key"),
            "it says whose key that was: {plain}"
        );
        let pinned = site
            .run(&["verify", "--key", &site.key(), "--from", text(&old)])
            .well();
        assert!(pinned.contains("first 300 entries"), "{pinned}");
        assert!(!pinned.contains("--key"), "{pinned}");
        assert_eq!(
            site.run(&["verify", "--key", text(&key), "--from", text(&old)])
                .well(),
            pinned
        );
        let place = Place::File(site.path("data/ledger.sqlite3"));
        let head = youwei_ledger::Reader::open(&place).unwrap().head().unwrap();
        for said in [plain, pinned] {
            assert_eq!(said.lines().last(), Some(head.to_string().as_str()));
        }
        let file = site.path("data/ledger.sqlite3");
        run(&["verify", "--database", text(&file)]).well();
    }
}

#[test]
fn a_changed_entry_is_found_and_said_to_be_where_it_is() {
    let site = Site::new(INTERNATIONAL, 1, 300);
    let file = site.path("data/ledger.sqlite3");
    let mut bytes = fs::read(&file).unwrap();
    let words = "第123件".as_bytes();
    let mut at = Vec::new();
    for (place, window) in bytes.windows(words.len()).enumerate() {
        if window == words {
            at.push(place);
        }
    }
    assert_eq!(at.len(), 1);
    bytes[at[0] + 3] = b'9';
    fs::write(&file, bytes).unwrap();
    let said = site.run(&["verify"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("entry 123"), "{}", said.out);
    assert!(said.out.contains("账本第 123 条"), "{}", said.out);
    said.refused(1, "not proved");
    let last = said.out.lines().last().unwrap();
    assert!(last.starts_with("300 ") && last.len() == 4 + 64, "{last}");
    // Nothing of it is proved to anybody.
    site.run(&["prove", "123"]).refused(1, "entry 123");
}

#[test]
fn a_key_or_a_checkpoint_of_elsewhere_that_differs_is_a_finding() {
    for origin in ORIGINS {
        let site = Site::new(origin, 1, 10);
        let other_key = Site::new(origin, 2, 3);
        let other_log = Site::new("youwei:elsewhere", 1, 3);
        // The same key has signed another history of the same length.
        let forked = Site::new(origin, 1, 10);
        // And a longer one: this one was set back.
        let longer = Site::new(origin, 1, 11);
        let note = |of: &Site, name| site.keep(name, &of.run(&["checkpoint"]).well());
        let others = note(&other_key, "others");
        let elsewhere = note(&other_log, "elsewhere");
        let fork = note(&forked, "fork");
        let ahead = note(&longer, "ahead");
        let torn = site.keep("torn", "no note\n");
        site.run(&["verify", "--key", &other_key.key()])
            .refused(1, "Do not trust");
        site.run(&["verify", "--key", "x+y"])
            .refused(2, "not a key");
        site.run(&["verify", "--key", text(&torn)])
            .refused(2, "not a key");
        site.run(&["verify", "--from", text(&others)])
            .refused(1, "others");
        site.run(&["verify", "--from", text(&elsewhere)])
            .refused(1, "elsewhere");
        site.run(&["verify", "--from", text(&torn)])
            .refused(2, "torn");
        site.run(&["verify", "--from", text(&site.path("none"))])
            .refused(2, "none");
        for (name, size) in [(fork, 10), (ahead, 11)] {
            let said = site.run(&["verify", "--from", text(&name)]);
            assert_eq!(said.code, 1, "{said:?}");
            assert!(
                said.out
                    .contains(&format!("the noted checkpoint of size {size}")),
                "{}",
                said.out
            );
        }
    }
}

#[test]
fn where_there_is_no_log_every_command_says_so_and_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let note = folder.path().join("note");
    let site = Site::new(INTERNATIONAL, 1, 1);
    fs::write(&note, site.run(&["checkpoint"]).well()).unwrap();
    let key = site.key();
    for command in [
        vec!["verify"],
        vec!["key"],
        vec!["checkpoint"],
        vec!["prove", "0"],
        vec!["cosign", text(&note), "--witness", &key],
    ] {
        let said = run(&[&command[..], &["--data", text(&data)]].concat());
        said.refused(2, "There is no ledger");
        assert!(!data.exists(), "{command:?}");
    }
    let other = folder.path().join("notes.txt");
    fs::write(
        &other,
        "not a database, and longer than a header of one would be",
    )
    .unwrap();
    run(&["verify", "--database", text(&other)]).refused(2, "not a ledger");
}
