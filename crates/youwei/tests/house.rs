//! The shape of the house is a test too: what a crate must not know stands nowhere
//! in its source, and each crate depends only on those below it.

#![allow(
    clippy::expect_used,
    reason = "a source that does not read fails the test"
)]

use std::fs;
use std::path::{Path, PathBuf};

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the workspace") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            out.push(path);
        }
    }
}

fn mentions(name: &str, words: &[&str]) -> Vec<String> {
    let mut files = Vec::new();
    rust_files(&crates().join(name).join("src"), &mut files);
    assert!(!files.is_empty(), "{name} has no source");
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for word in words.iter().filter(|word| code.contains(**word)) {
                found.push(format!("{}:{}: {word}", file.display(), number + 1));
            }
        }
    }
    found
}

#[test]
fn the_pure_crates_know_no_clock_no_disk_and_no_dice() {
    let words = [
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "std::fs",
        "std::net",
        "std::process",
        "now_v7",
        " rand::",
    ];
    for name in [
        "base", "report", "tlog", "decision", "account", "people", "system",
    ] {
        let found = mentions(name, &words);
        assert!(
            found.is_empty(),
            "take it as an argument:\n{}",
            found.join("\n")
        );
    }
}

#[test]
fn nothing_but_a_rehearsal_draws_from_a_seed() {
    for name in ["web", "ledger", "youwei"] {
        let found = mentions(name, &["seeded(", ".rehearsing("]);
        let allowed = |it: &String| {
            ["youwei/src/year/", "ledger/src/chance.rs"]
                .iter()
                .any(|path| it.contains(path))
        };
        let found: Vec<String> = found.into_iter().filter(|it| !allowed(it)).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
        // Nor does anything go past the log's own source.
        if name == "web" {
            let past = mentions(name, &["getrandom", "PersonId::random", "rand_chacha"]);
            assert!(past.is_empty(), "{}", past.join("\n"));
        }
    }
}

#[test]
fn only_web_and_the_program_know_http_and_only_the_ledger_knows_its_store() {
    for name in [
        "base", "report", "tlog", "decision", "account", "people", "system", "ledger",
    ] {
        let found = mentions(name, &["axum", "maud", "tokio"]);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
    for name in [
        "base", "report", "tlog", "decision", "account", "people", "system", "web", "youwei",
    ] {
        let found = mentions(name, &["rusqlite", "postgres::"]);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn whoever_checks_a_proof_needs_no_log_and_no_secret() {
    for file in ["check_proof.rs", "trusted.rs", "file.rs"] {
        let path = crates().join("youwei/src").join(file);
        let text = fs::read_to_string(path).expect("a source file");
        for word in ["youwei_ledger", "SignerKey", "keyfile", "Place"] {
            assert!(!text.contains(word), "{file} must not know {word}");
        }
    }
}

#[test]
fn arrows_point_down() {
    let below = [
        ("base", &[][..]),
        ("report", &["base"][..]),
        ("tlog", &["base"][..]),
        ("ledger", &["base", "tlog"][..]),
        ("decision", &["base"][..]),
        ("people", &["base"][..]),
        ("system", &["base", "decision"][..]),
        ("account", &["base", "report", "decision"][..]),
        (
            "web",
            &[
                "base", "report", "tlog", "ledger", "decision", "account", "people", "system",
            ][..],
        ),
    ];
    for (name, allowed) in below {
        let manifest =
            fs::read_to_string(crates().join(name).join("Cargo.toml")).expect("a manifest");
        let used = manifest
            .lines()
            .take_while(|line| !line.starts_with("[dev-dependencies]"))
            .filter_map(|line| line.strip_prefix("youwei-"))
            .filter_map(|line| line.split(['.', ' ', '=']).next());
        for other in used {
            assert!(allowed.contains(&other), "{name} must not know {other}");
        }
    }
}

#[test]
fn what_systems_say_of_themselves_is_true_in_any_city() {
    let systems = crates().join("../systems");
    for entry in fs::read_dir(systems).expect("the systems") {
        let folder = entry.expect("a system").path();
        let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        let declared = text("system.toml");
        let source = declared.lines().find(|it| it.starts_with("source"));
        let source = source.unwrap_or_default();
        assert!(!source.contains("报告（"), "{}: {source}", folder.display());
        // A number that one city's report promises is not promised by another's.
        for line in text("README.md").lines().filter(|it| it.contains("报告里")) {
            let said = line.split("报告里").nth(1).unwrap_or_default();
            let said = said.split('。').next().unwrap_or_default();
            let counts = said.chars().any(|c| c.is_ascii_digit());
            assert!(!counts, "{}: {line}", folder.display());
        }
    }
}
