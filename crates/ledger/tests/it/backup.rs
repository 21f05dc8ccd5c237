//! Backups: written while others write, proved before they are brought back.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::json;
use sha2::{Digest, Sha256};
use youwei_ledger::{
    BackupError, Contents, Keys, Ledger, LedgerError, MasterKey, PersonId, Personal, check_backup,
};
use youwei_tlog::{Note, WitnessKey};

use crate::tools::{ORIGIN, Site, dice, event, fill, fill_fast, proved, signer};

fn backup(ledger: &Ledger, site: &Site) -> (PathBuf, Contents) {
    let path = site.folder.path().join("a.youwei-backup");
    let files = site.folder.path().join("files");
    let out = File::create(&path).unwrap();
    let contents = ledger
        .backup(out, None, Some(&files), &mut |_, _| {})
        .unwrap();
    (path, contents)
}

fn restore(backup: &Path, site: &Site) -> Result<Contents, BackupError> {
    let signer = signer(ORIGIN);
    let files = site.folder.path().join("files");
    Ledger::restore(
        backup,
        None,
        &site.place(),
        Keys::new(signer),
        Some(&files),
        &mut |_, _| {},
    )
}

/// A log with everything that a backup holds.
fn full(site: &Site) -> Ledger {
    let ledger = site.open();
    fill_fast(&ledger, 0, 300);
    let witness = WitnessKey::from_seed("witness.example/a", &[1; 32]).unwrap();
    let mut note = Note::parse(ledger.checkpoint().unwrap().as_bytes()).unwrap();
    note.signatures
        .push(witness.sign(&note.text, 1_768_000_000));
    ledger.cosign(&note, &[witness.verifier()]).unwrap();
    fill_fast(&ledger, 300, 600);
    let files = site.folder.path().join("files");
    fs::create_dir(&files).unwrap();
    for text in ["报告", "附件"] {
        let hash = Sha256::digest(text);
        let name: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        fs::write(files.join(name), text).unwrap();
    }
    fs::write(files.join("notes.txt"), "not ours").unwrap();
    ledger
}

on_each_store! {
    fn what_is_brought_back_is_the_same_log(site) {
        let ledger = full(site);
        let (file, contents) = backup(&ledger, site);
        assert_eq!((contents.head.size, contents.cosigned, contents.files), (600, 1, 2));
        assert_eq!(contents.head, proved(&ledger));
        assert_eq!(check_backup(File::open(&file).unwrap(), &mut |_, _| {}), Ok(contents));

        let other = site.another();
        assert_eq!(restore(&file, &other), Ok(contents));
        let restored = other.open();
        assert_eq!(proved(&restored), contents.head);
        assert_eq!(restored.checkpoint().unwrap(), ledger.checkpoint().unwrap());
        assert_eq!(restored.cosigned().unwrap(), ledger.cosigned().unwrap());
        assert_eq!(restored.entries(0, 999).unwrap(), ledger.entries(0, 999).unwrap());
        let names = |site: &Site| fs::read_dir(site.folder.path().join("files")).unwrap().count();
        assert_eq!((names(site), names(&other)), (3, 2), "hashed files, and no other");
        // It goes on as the log it is; the same log gives the same archive.
        restored.append(vec![event(9_000, "s", json!(1))], &[]).unwrap();
        let (again, _) = backup(&ledger, site);
        assert_eq!(fs::read(&again).unwrap(), fs::read(&file).unwrap());
    }

    fn a_restore_that_was_cut_short_goes_on_and_a_log_of_others_stays(site) {
        let ledger = full(site);
        let (file, contents) = backup(&ledger, site);
        let begun = site.another();
        fill_fast(&begun.open(), 0, 300);
        assert_eq!(restore(&file, &begun), Ok(contents));
        assert_eq!(proved(&begun.open()), contents.head);

        let others = site.another();
        fill_fast(&others.open(), 1_000, 1_003);
        assert_eq!(restore(&file, &others), Err(BackupError::Taken));
        assert_eq!(proved(&others.open()).size, 3);
        // And one that has gone on since.
        begun.open().append(vec![event(9_000, "s", json!(1))], &[]).unwrap();
        assert_eq!(restore(&file, &begun), Err(BackupError::Taken));
    }

    fn a_backup_made_while_others_append_is_whole(site) {
        let ledger = site.open();
        fill(&ledger, 10);
        let size = thread::scope(|scope| {
            let writer = scope.spawn(|| (10..200).for_each(|number| {
                ledger.append(vec![event(number, "s", json!(number))], &[]).unwrap();
            }));
            let mut size = 0;
            while !writer.is_finished() {
                let mut archive = Vec::new();
                let made = ledger.backup(&mut archive, None, None, &mut |_, _| {}).unwrap();
                assert_eq!(check_backup(&archive[..], &mut |_, _| {}), Ok(made));
                assert!(made.head.size >= size);
                size = made.head.size;
            }
            size
        });
        assert!(size >= 10);
    }
}

#[test]
fn only_the_key_that_signed_a_backup_brings_it_back() {
    let site = Site::sqlite();
    let (file, _) = backup(&full(&site), &site);
    let other = Site::sqlite();
    let signer = youwei_tlog::SignerKey::from_seed(ORIGIN, &[9; 32]).unwrap();
    let restored = Ledger::restore(
        &file,
        None,
        &other.place(),
        Keys::new(signer),
        None,
        &mut |_, _| {},
    );
    let origin = ORIGIN.to_owned();
    assert_eq!(restored, Err(LedgerError::OtherKey { origin }.into()));
    assert!(!other.path().exists());
}

#[test]
fn a_backup_that_does_not_verify_is_refused_and_nothing_is_written() {
    let site = Site::sqlite();
    let (file, contents) = backup(&full(&site), &site);
    let archive = fs::read(&file).unwrap();
    let mut dice = dice();
    let mut refused = 0;
    for turn in 0..300 {
        let mut changed = archive.clone();
        match turn % 3 {
            0 => changed[dice.below(archive.len() as u64) as usize] ^= 1 << dice.below(8),
            1 => changed.truncate(dice.below(archive.len() as u64) as usize),
            // Two members of 512 bytes exchanged.
            _ => {
                let block = |dice: &mut crate::tools::Dice| {
                    512 * dice.below(archive.len() as u64 / 512) as usize
                };
                let (one, other) = (block(&mut dice), block(&mut dice));
                changed[one..one + 512].copy_from_slice(&archive[other..other + 512]);
            }
        }
        // Padding, owner and time of a tar member mean nothing to us.
        match check_backup(&changed[..], &mut |_, _| {}) {
            Ok(same) => assert_eq!(same, contents),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 200, "{refused} of 300");
    let mut forged = archive;
    let at = forged.windows(5).position(|it| it == b"58.18").unwrap();
    forged[at] = b'9';
    fs::write(&file, forged).unwrap();
    let other = Site::sqlite();
    assert_eq!(restore(&file, &other), Err(BackupError::Root));
    assert!(!other.path().exists());
}

#[test]
fn what_is_no_backup_is_said_to_be_none() {
    for bytes in [
        &b""[..],
        b"x",
        "工作报告".repeat(1000).as_bytes(),
        &[0; 4096],
    ] {
        let refused = check_backup(bytes, &mut |_, _| {}).unwrap_err();
        assert!(
            matches!(
                refused,
                BackupError::NotABackup | BackupError::Cut | BackupError::Part { .. }
            ),
            "{refused}"
        );
    }
}

#[test]
fn a_stranger_reads_the_bundles_with_any_tar() {
    let site = Site::sqlite();
    let ledger = full(&site);
    let (file, _) = backup(&ledger, &site);
    let mut archive = tar::Archive::new(File::open(file).unwrap());
    let mut names = Vec::new();
    for member in archive.entries().unwrap() {
        let mut member = member.unwrap();
        let name = member.path().unwrap().display().to_string();
        if name == "tile/entries/001" {
            let mut bundle = Vec::new();
            member.read_to_end(&mut bundle).unwrap();
            let served = ledger.tile(&"entries/001".parse().unwrap()).unwrap();
            assert_eq!(Some(bundle), served);
        }
        names.push(name);
    }
    assert_eq!(names[..2], ["youwei-backup", "checkpoint"]);
    assert_eq!(names.last().unwrap(), "end");
}

/// Small archives, good and hostile, which fuzzing starts from too.
fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/backup")
}

#[test]
fn the_files_of_the_corpus_are_judged_as_their_names_say() {
    let mut judged = 0;
    for file in fs::read_dir(corpus()).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        let read = check_backup(File::open(file.path()).unwrap(), &mut |_, _| {});
        assert_eq!(read.is_ok(), name.starts_with("good-"), "{name}: {read:?}");
        judged += 1;
    }
    assert!(judged >= 15, "{judged}");
}

/// An archive with two sealed values.
fn sealed_archive() -> Vec<u8> {
    let site = Site::sqlite();
    let keys = Keys::new(signer(ORIGIN)).with_master(MasterKey::random().unwrap());
    let ledger = Ledger::open(&site.place(), keys).unwrap();
    let person = PersonId::random().unwrap();
    let value = |pointer: &str| Personal {
        pointer: pointer.to_owned(),
        person,
        value: json!("章小满"),
    };
    let values = vec![value("/name"), value("/number")];
    ledger
        .append_sealed(vec![(event(0, "s", json!({})), values)], &[])
        .unwrap();
    fs::read(backup(&ledger, &site).0).unwrap()
}

#[test]
#[ignore = "run by hand when the form of a backup changes"]
fn make_the_corpus() {
    let site = Site::sqlite();
    let ledger = site.open();
    fill(&ledger, 3);
    let (file, _) = backup(&ledger, &site);
    let good = fs::read(file).unwrap();
    let sealed = sealed_archive();
    let changed = |archive: &[u8], from: &str, to: &str| {
        let mut changed = archive.to_vec();
        let at = archive
            .windows(from.len())
            .position(|it| it == from.as_bytes());
        let at = at.unwrap();
        changed[at..at + to.len()].copy_from_slice(to.as_bytes());
        changed
    };
    let with = |from, to| changed(&good, from, to);
    let sealed_with = |from, to| changed(&sealed, from, to);
    let block = |number: usize| &good[512 * number..512 * (number + 1)];
    for (name, bytes) in [
        ("good-three-entries", good.clone()),
        ("bad-empty", Vec::new()),
        ("bad-cut-in-an-entry", good[..512 * 5 + 100].to_vec()),
        ("bad-without-end", good[..512 * 4].to_vec()),
        ("bad-amount-changed", with("58.18", "98.18")),
        ("bad-entry-not-canonical", with("\"actor\"", "\"Actor\"")),
        ("bad-signature", with("— youwei:yunze ", "— youwei:Yunze ")),
        ("bad-member-name", with("checkpoint", "../../etc/x")),
        ("bad-first-member", [block(2), &good[512..]].concat()),
        ("bad-text", "工作报告".repeat(400).into_bytes()),
        ("good-two-sealed-values", sealed.clone()),
        (
            "bad-value-of-no-entry",
            sealed_with(
                "{\"entry\":0,\"pointer\":\"/number",
                "{\"entry\":7,\"pointer\":\"/number",
            ),
        ),
        (
            "bad-values-out-of-order",
            sealed_with("\"/name\",", "\"/zame\","),
        ),
        (
            "bad-value-not-digits",
            sealed_with("\"bytes\":\"01", "\"bytes\":\"0x"),
        ),
        (
            "bad-value-count",
            sealed_with("\nvalues 2\n", "\nvalues 1\n"),
        ),
        ("bad-values-number", sealed_with("values/0", "values/1")),
    ] {
        fs::write(corpus().join(name), bytes).unwrap();
    }
}
