//! The key and the name that a log is made with.

use std::fs;
use std::path::Path;

use youwei_tlog::{SignerKey, VerifierKey};

use crate::server::Server;
use crate::site::{INTERNATIONAL, NATIONAL, run, text};

#[test]
fn a_key_is_made_with_the_log_said_to_be_kept_safe_and_never_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = text(&data);
    let server = Server::start(&["--data", data]);
    let key = run(&["key", "--data", data]).well();
    assert!(key.starts_with("youwei:local+"), "{key}");
    assert!(server.said.contains(key.trim()), "{}", server.said);
    assert!(
        server.said.contains("签名密钥") && server.said.contains("log.key"),
        "{}",
        server.said
    );
    assert_eq!(server.get("/log/key"), key);
    // While it serves, others read the log.
    let note = run(&["checkpoint", "--data", data]).well();
    assert_eq!(server.get("/log/checkpoint"), note);
    run(&["verify", "--data", data]).well();
    drop(server);
    let server = Server::start(&["--data", data]);
    assert!(
        !server.said.contains(key.trim()),
        "said once: {}",
        server.said
    );
    assert_eq!(server.get("/log/key"), key);
    drop(server);
    let file = folder.path().join("data/log.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    // The key is gone: nothing is made in its place.
    let kept = folder.path().join("kept.key");
    fs::rename(&file, &kept).unwrap();
    let said = run(&["serve", "--port", "0", "--data", data]);
    said.refused(2, "log.key");
    assert!(!file.exists());
    let server = Server::start(&["--data", data, "--key", text(&kept)]);
    assert_eq!(server.get("/log/key"), key);
    drop(server);
    // Another log's key does not do.
    let other = SignerKey::from_seed("youwei:local", &[3; 32]).unwrap();
    fs::write(&file, &**other.secret_text()).unwrap();
    run(&["serve", "--port", "0", "--data", data]).refused(2, "does not belong");
    fs::write(&file, "something else").unwrap();
    let said = run(&["serve", "--port", "0", "--data", data]);
    assert_ne!(said.code, 0);
    said.refused(said.code, "log.key");
}

#[test]
fn a_log_keeps_the_name_and_suite_it_was_made_with() {
    let folder = tempfile::tempdir().unwrap();
    let (data, database, key) = (
        folder.path().join("data"),
        folder.path().join("a.db"),
        folder.path().join("a.key"),
    );
    let (data, database, key) = (text(&data), text(&database), text(&key));
    let place = ["--data", data, "--database", database, "--key", key];
    let make = [&place[..], &["--origin", INTERNATIONAL, "--suite", "sm"]].concat();
    let server = Server::start(&make);
    let public: VerifierKey = server.get("/log/key").trim().parse().unwrap();
    assert_eq!(public.name(), NATIONAL);
    assert!(public.signs_log(NATIONAL));
    drop(server);
    assert!(Path::new(database).exists() && Path::new(key).exists());
    assert!(!folder.path().join("data/ledger.sqlite3").exists());
    assert!(!folder.path().join("data/log.key").exists());
    for again in [
        &[][..],
        &["--suite", "sm"],
        &["--origin", NATIONAL],
        &make[6..],
    ] {
        let server = Server::start(&[&place[..], again].concat());
        assert_eq!(
            server.get("/log/key").trim(),
            public.to_string(),
            "{again:?}"
        );
    }
    for wrong in [
        &["--suite", "international"][..],
        &["--origin", "youwei:other"],
        &["--origin", INTERNATIONAL],
    ] {
        let said = run(&[&["serve", "--port", "0"], &place[..], wrong].concat());
        said.refused(2, NATIONAL);
    }
    run(&[
        "verify",
        "--database",
        database,
        "--key",
        &public.to_string(),
    ])
    .well();
}

#[test]
fn a_name_that_no_log_can_have_is_refused_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for origin in ["no uri", "", "a+b:c"] {
        let said = run(&[
            "serve",
            "--port",
            "0",
            "--data",
            text(&data),
            "--origin",
            origin,
        ]);
        assert_ne!(said.code, 0);
        said.refused(said.code, "");
        assert!(!data.join("log.key").exists(), "{origin:?}");
        assert!(!data.join("ledger.sqlite3").exists(), "{origin:?}");
    }
}
