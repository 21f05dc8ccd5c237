//! Logs that are carried away and brought back.

use std::fs;

use crate::site::{INTERNATIONAL, ORIGINS, Site, run, text};

#[test]
fn a_backup_is_brought_back_with_its_files_and_goes_on() {
    for origin in ORIGINS {
        let site = Site::new(origin, 1, 300);
        let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        fs::create_dir(site.path("data/files")).unwrap();
        fs::write(site.path("data/files").join(hash), "").unwrap();
        let backup = site.path("城市.youwei-backup");
        let said = site.run(&["backup", "-o", text(&backup)]).well();
        assert!(said.contains("300 entries, 1 files"), "{said}");
        site.run(&["backup", "-o", text(&backup)])
            .refused(2, "exist");

        let other = site.path("other");
        let other = text(&other);
        let restore = || run(&["restore", text(&backup), "--data", other]);
        restore().refused(2, "log.key");
        fs::create_dir(other).unwrap();
        fs::copy(site.path("data/log.key"), site.path("other/log.key")).unwrap();
        let restored = restore().well();
        assert_eq!(restored.lines().last(), said.lines().last());
        assert!(site.path("other/files").join(hash).exists());
        assert_eq!(restore().well(), restored, "once more changes nothing");
        let checkpoint = run(&["checkpoint", "--data", other]).well();
        assert_eq!(checkpoint, site.run(&["checkpoint"]).well());
        run(&["verify", "--data", other, "--key", &site.key()]).well();
        let rebuilt = run(&["rebuild", "--data", other]).well();
        assert_eq!(rebuilt.lines().last(), said.lines().last());
    }
}

#[test]
fn a_backup_that_was_changed_or_is_of_another_log_is_not_brought_back() {
    let site = Site::new(INTERNATIONAL, 1, 300);
    let backup = site.path("a.youwei-backup");
    site.run(&["backup", "-o", text(&backup)]).well();
    let whole = fs::read(&backup).unwrap();
    let into = |other: &Site| run(&["restore", text(&backup), "--data", text(&other.path("new"))]);
    let other = Site::new(INTERNATIONAL, 1, 0);
    fs::create_dir(other.path("new")).unwrap();
    fs::copy(other.path("data/log.key"), other.path("new/log.key")).unwrap();

    fs::write(&backup, &whole[..whole.len() / 2]).unwrap();
    into(&other).refused(1, "cut off");
    let mut forged = whole.clone();
    let at = forged
        .windows(9)
        .position(|it| it == "督查室".as_bytes())
        .unwrap();
    forged[at..at + 9].copy_from_slice("检查室".as_bytes());
    fs::write(&backup, forged).unwrap();
    into(&other).refused(1, "do not give the root");
    fs::write(&backup, "工作报告").unwrap();
    into(&other).refused(2, "not a backup");
    assert!(!other.path("new/ledger.sqlite3").exists());

    fs::write(&backup, whole).unwrap();
    let others = Site::new(INTERNATIONAL, 1, 3);
    run(&[
        "restore",
        text(&backup),
        "--data",
        text(&others.path("data")),
    ])
    .refused(2, "not the beginning of this backup");
    let stranger = Site::new(INTERNATIONAL, 2, 0);
    fs::create_dir(stranger.path("new")).unwrap();
    fs::copy(stranger.path("data/log.key"), stranger.path("new/log.key")).unwrap();
    into(&stranger).refused(2, "key");
}
