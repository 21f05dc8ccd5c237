//! Values of persons: erased, carried away with their keys, put under a new master key.

use std::fs;
use std::path::{Path, PathBuf};

use youwei_ledger::{Keys, Ledger, MasterKey, PersonId, Personal, Place};

use crate::site::{INTERNATIONAL, Site, event, run, text};

/// Appends an entry with a person's name, sealed under a new master key; gives that key's
/// file and the person's pseudonym.
fn append_personal(site: &Site) -> (PathBuf, String) {
    let master = site.path("master.key");
    let key = MasterKey::create_file(&master).unwrap();
    let person = PersonId::random().unwrap();
    let value = Personal {
        pointer: "/name".into(),
        person,
        value: "章小满".into(),
    };
    let mut event = event(9);
    event.data = serde_json::json!({});
    let place = Place::File(site.path("data/ledger.sqlite3"));
    let ledger = Ledger::open(&place, Keys::new(site.signer()).with_master(key)).unwrap();
    ledger
        .append_sealed(vec![(event, vec![value])], &[])
        .unwrap();
    (master, person.to_string())
}

#[test]
fn a_person_is_erased_and_the_log_says_so_and_still_holds() {
    let site = Site::new(INTERNATIONAL, 1, 5);
    let (master, person) = append_personal(&site);
    let erase = |more: &[&str]| {
        site.run(&[&["erase", &person, "--actor", "王芳（督查室）"][..], more].concat())
    };
    erase(&[]).refused(1, "master key");
    let with = ["--master", text(&master)];
    site.run(&[
        "erase",
        "f47ac10b-58cc-7372-a567-0e02b2c3d479",
        "--actor",
        "x",
    ])
    .refused(2, "pseudonym");
    let opened = site.run(&["verify", with[0], with[1]]).well();
    let unopened = site.run(&["verify"]).well();
    assert!(unopened.contains("values were not opened"), "{unopened}");
    fs::copy(&master, site.path("data/master.key")).unwrap();
    // Where it lies in the data folder nobody has to name it, as the help says.
    assert_eq!(site.run(&["verify"]).well(), opened);
    fs::remove_file(site.path("data/master.key")).unwrap();
    let said = erase(&with).well();
    assert!(said.contains("entry 6"), "{said}");
    assert_eq!(
        erase(&with).well(),
        said,
        "again is answered with what is there"
    );
    let verified = site.run(&["verify", with[0], with[1]]).well();
    assert!(verified.contains("all 7 entries"), "{verified}");
    fs::copy(&master, site.path("data/master.key")).unwrap();
    assert_eq!(erase(&[]).well(), said);
    let raw = fs::read(site.path("data/ledger.sqlite3")).unwrap();
    assert!(!String::from_utf8_lossy(&raw).contains("章小满"));
}

#[test]
fn personal_values_come_back_with_their_keys_and_under_a_new_master_key() {
    let site = Site::new(INTERNATIONAL, 1, 5);
    let (master, _) = append_personal(&site);
    let (backup, people) = (site.path("a.youwei-backup"), site.path("a.youwei-people"));
    let arguments = ["backup", "-o", text(&backup), "--people", text(&people)];
    let said = site.run(&arguments).well();
    assert!(said.contains("1 sealed personal values"), "{said}");
    site.run(&arguments).refused(2, "exist");
    assert_eq!(
        fs::read_dir(site.folder.path()).unwrap().count(),
        4,
        "no draft stays"
    );

    let other = site.path("other");
    fs::create_dir(&other).unwrap();
    fs::copy(site.path("data/log.key"), other.join("log.key")).unwrap();
    let restore = |more: &[&str]| {
        run(&[
            &["restore", text(&backup), "--data", text(&other)][..],
            more,
        ]
        .concat())
    };
    restore(&["--people", text(&people)]).refused(2, "master key");
    let with = ["--people", text(&people), "--master", text(&master)];
    let restored = restore(&with).well();
    assert_eq!(restored.lines().last(), said.lines().last());
    let verify = |master: &Path| run(&["verify", "--data", text(&other), "--master", text(master)]);
    let verified = verify(&master).well();
    assert!(
        verified.contains("All 1 sealed personal values"),
        "{verified}"
    );

    // Another master key; the old one opens nothing any more.
    let new = site.path("new.key");
    let rewrap = [
        "rewrap",
        "--from",
        text(&master),
        "--to",
        text(&new),
        "--data",
        text(&other),
    ];
    let said = run(&rewrap).well();
    assert!(said.contains("the rows of 1 persons"), "{said}");
    run(&rewrap).well();
    verify(&master).refused(2, "another master key");
    verify(&new).well();
    // Without the keys the log comes back and says that the values did not.
    let third = site.path("third");
    fs::create_dir(&third).unwrap();
    fs::copy(site.path("data/log.key"), third.join("log.key")).unwrap();
    let said = run(&["restore", text(&backup), "--data", text(&third)]).well();
    assert!(said.contains("did not come back"), "{said}");
}
