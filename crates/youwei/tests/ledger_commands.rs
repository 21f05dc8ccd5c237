//! The commands about the log, run as a person runs them: what they print, what they
//! leave behind, and the code they leave with.

#![allow(
    clippy::unwrap_used,
    reason = "the lint knows test functions but not what they share"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use jiff::Timestamp;
use tempfile::TempDir;
use uuid::Uuid;
use youwei_ledger::{Keys, Ledger, NewEvent, Place};
use youwei_tlog::{Note, OfflineProof, SignerKey, VerifierKey, WitnessKey};

const INTERNATIONAL: &str = "youwei:yunze";
const NATIONAL: &str = "youwei:yunze/sm2-sm3";
const ORIGINS: [&str; 2] = [INTERNATIONAL, NATIONAL];

/// A data folder with a log of some entries, and a folder for what is carried away.
struct Site {
    folder: TempDir,
    key: VerifierKey,
}

fn event(number: u64) -> NewEvent {
    NewEvent {
        id: Uuid::now_v7(),
        kind: "note.taken".into(),
        subject: format!("note/{}", number % 3),
        time: Timestamp::now(),
        actor: "王芳（督查室）".into(),
        data: serde_json::json!({ "text": format!("第{number}件") }),
    }
}

impl Site {
    fn new(origin: &str, seed: u8, entries: u64) -> Site {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        let signer = SignerKey::from_seed(origin, &[seed; 32]).unwrap();
        let secret = format!("{}\n", *signer.secret_text());
        fs::write(folder.path().join("data/log.key"), secret).unwrap();
        let site = Site {
            folder,
            key: signer.verifier(),
        };
        site.append(signer, 0..entries);
        site
    }

    fn signer(&self) -> SignerKey {
        let text = fs::read_to_string(self.path("data/log.key")).unwrap();
        text.trim().parse().unwrap()
    }

    fn append(&self, signer: SignerKey, numbers: std::ops::Range<u64>) {
        let place = Place::File(self.path("data/ledger.sqlite3"));
        let ledger = Ledger::open(&place, Keys::new(signer)).unwrap();
        let events: Vec<NewEvent> = numbers.map(event).collect();
        if !events.is_empty() {
            ledger.append(events, &[]).unwrap();
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file beside the data.
    fn keep(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// Runs the program over this log.
    fn run(&self, arguments: &[&str]) -> Said {
        let data = self.path("data");
        run(&[arguments, &["--data", data.to_str().unwrap()]].concat())
    }

    fn key(&self) -> String {
        self.key.to_string()
    }
}

/// What a run said.
#[derive(Debug)]
struct Said {
    code: i32,
    out: String,
    wrong: String,
}

fn run(arguments: &[&str]) -> Said {
    let done = Command::new(env!("CARGO_BIN_EXE_youwei"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Said {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        wrong: String::from_utf8(done.stderr).unwrap(),
    }
}

impl Said {
    /// It went well, and said nothing else.
    fn well(self) -> String {
        assert_eq!((self.code, self.wrong.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// It was refused with this code, in both languages, for this reason.
    fn refused(&self, code: i32, why: &str) {
        assert_eq!(self.code, code, "{self:?}");
        let lines: Vec<&str> = self.wrong.lines().collect();
        let [zh, en] = lines[..] else {
            panic!("not one sentence in two languages: {self:?}");
        };
        assert!(
            zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "{zh}"
        );
        assert!(en.contains(why), "{en:?} does not say {why:?}");
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

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

/// A server that is stopped when it goes out of sight.
struct Server {
    child: Child,
    address: String,
    said: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_youwei"))
            .args([&["serve", "--port", "0"], arguments].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = String::new();
        let address = loop {
            let line = lines.next().unwrap().unwrap();
            said.push_str(&line);
            said.push('\n');
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().unwrap().to_owned();
            }
        };
        Server {
            child,
            address,
            said,
        }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        body.to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

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

#[test]
fn a_person_is_erased_and_the_log_says_so_and_still_holds() {
    let site = Site::new(INTERNATIONAL, 1, 5);
    let master = site.path("master.key");
    let key = youwei_ledger::MasterKey::create_file(&master).unwrap();
    let person = youwei_ledger::PersonId::random().unwrap();
    let place = Place::File(site.path("data/ledger.sqlite3"));
    let keys = Keys::new(site.signer()).with_master(key);
    let value = youwei_ledger::Personal {
        pointer: "/name".into(),
        person,
        value: "章小满".into(),
    };
    let mut event = event(9);
    event.data = serde_json::json!({});
    let ledger = Ledger::open(&place, keys).unwrap();
    ledger
        .append_sealed(vec![(event, vec![value])], &[])
        .unwrap();
    drop(ledger);

    let person = person.to_string();
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
    site.run(&["verify", with[0], with[1]]).well();
    let said = erase(&with).well();
    assert!(said.contains("entry 6"), "{said}");
    assert_eq!(
        erase(&with).well(),
        said,
        "again is answered with what is there"
    );
    let verified = site.run(&["verify", with[0], with[1]]).well();
    assert!(verified.contains("all 7 entries"), "{verified}");
    let raw = fs::read(site.path("data/ledger.sqlite3")).unwrap();
    assert!(!String::from_utf8_lossy(&raw).contains("章小满"));
}

#[test]
fn personal_values_come_back_with_their_keys_and_under_a_new_master_key() {
    let site = Site::new(INTERNATIONAL, 1, 5);
    let master = site.path("master.key");
    let key = youwei_ledger::MasterKey::create_file(&master).unwrap();
    let place = Place::File(site.path("data/ledger.sqlite3"));
    let ledger = Ledger::open(&place, Keys::new(site.signer()).with_master(key)).unwrap();
    let value = youwei_ledger::Personal {
        pointer: "/name".into(),
        person: youwei_ledger::PersonId::random().unwrap(),
        value: "章小满".into(),
    };
    let mut event = event(9);
    event.data = serde_json::json!({});
    ledger
        .append_sealed(vec![(event, vec![value])], &[])
        .unwrap();
    drop(ledger);

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
