//! A server that starts from a snapshot shows what one shows that folded everything.

use std::path::Path;

use youwei_account::{Accounts, Command, Edit, Pick};
use youwei_ledger::Snapshot;
use youwei_people::Users;

use crate::reading::IDS;
use crate::town::{Town, append, ledger, noon, open};

/// The shape of the snapshots, of accounts and users together.
const SHAPE: u32 = Accounts::SHAPE.wrapping_mul(31).wrapping_add(Users::SHAPE);

/// Enough changes for a snapshot to be due, each an entry, as another process makes them.
fn many_changes(folder: &Path) {
    let assign = |id: &str, round: usize| Command::Assign {
        ids: vec![Pick::from(id)],
        lead: Some(format!("第{round}局")),
        supporting: Vec::new(),
        leader: Edit::Keep,
        why: String::new(),
    };
    for tens in 0..20 {
        let rounds = (10 * tens)..(10 * tens + 10);
        let commands = rounds.flat_map(|round| IDS.map(|id| assign(id, round)));
        append(folder, &Command::Several(commands.collect()));
    }
}

/// What the pages say of everything.
async fn shown(site: axum::Router) -> Vec<String> {
    let town = Town {
        folder: tempfile::tempdir().unwrap(),
        site,
        cookie: String::new(),
    };
    let mut pages = Vec::new();
    for address in [
        "/",
        "/commitments",
        "/overview",
        "/api/report",
        "/api/commitments",
        "/api/summary",
    ] {
        pages.push(town.page(address).await.text());
    }
    for id in IDS {
        pages.push(town.page(&format!("/api/commitments/{id}")).await.text());
    }
    pages
}

fn kept(folder: &Path) -> Option<Snapshot> {
    ledger(folder).snapshot("accounts", SHAPE).unwrap()
}

fn keep(folder: &Path, shape: u32, snapshot: Snapshot) {
    ledger(folder)
        .keep_snapshot("accounts", shape, snapshot)
        .unwrap();
}

#[tokio::test]
async fn starting_from_a_snapshot_or_from_nothing_is_the_same() {
    let town = Town::new();
    let folder = town.folder.path().to_owned();
    assert_eq!(kept(&folder), None, "a short log has none");
    many_changes(&folder);
    let size = town.size().await;
    assert!(size > 1_000, "{size}");
    // The running server has folded all that came in, and kept it.
    let snapshot = kept(&folder).unwrap();
    assert_eq!(snapshot.size, size);
    let folded = shown(town.site.clone()).await;

    // One more change, which the snapshot lacks.
    append(
        &folder,
        &Command::Confirm {
            ids: vec![Pick::from("c1")],
        },
    );
    let then = shown(open(&folder, noon)).await;
    assert_ne!(then, folded);

    // The same without a snapshot: one of another program is passed over.
    keep(&folder, SHAPE ^ 1, snapshot.clone());
    assert_eq!(kept(&folder), None);
    assert_eq!(shown(open(&folder, noon)).await, then);
    // And that server has kept its own again.
    assert_eq!(kept(&folder).unwrap().size, size + 1);
}

#[tokio::test]
async fn a_snapshot_that_does_not_fit_is_passed_over() {
    let town = Town::new();
    let folder = town.folder.path().to_owned();
    let right = shown(town.site.clone()).await;
    let size = town.size().await;
    let empty = serde_json::to_vec(&Accounts::default()).unwrap();
    let root: String = ledger(&folder)
        .head()
        .unwrap()
        .root
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let of = |root: &str| {
        format!("{{\"root\":\"{root}\",\"accounts\":{{\"by_report\":{{}}}},\"users\":{{}}}}")
            .into_bytes()
    };
    for (what, size, bytes) in [
        ("no JSON", size, b"accounts".to_vec()),
        ("no root", size, empty),
        ("cut off", size, of(&root)[..40].to_vec()),
        ("of another history", size, of(&"0".repeat(64))),
        ("of another size", size - 1, of(&root)),
        ("ahead of the log", size + 1, of(&root)),
    ] {
        // The log's own key signs it, as a program with a fault would.
        keep(&folder, SHAPE, Snapshot { size, bytes });
        assert_eq!(shown(open(&folder, noon)).await, right, "{what}");
    }
    // What would have been shown, had one of them been believed.
    keep(
        &folder,
        SHAPE,
        Snapshot {
            size,
            bytes: of(&root),
        },
    );
    let believed = Town {
        folder: tempfile::tempdir().unwrap(),
        site: open(&folder, noon),
        cookie: String::new(),
    };
    assert!(believed.get("/").await.words().contains("还没有收入报告"));
}

#[tokio::test]
async fn a_forged_snapshot_is_passed_over() {
    let town = Town::new();
    let folder = town.folder.path().to_owned();
    many_changes(&folder);
    let right = shown(town.site.clone()).await;
    drop(town.site);
    // Somebody with the file and without the key changes what the snapshot says, in
    // words that stand in no entry.
    let file = folder.join("log.sqlite3");
    let mut bytes = std::fs::read(&file).unwrap();
    let word = b"\"version\":201,";
    let found: Vec<usize> = bytes
        .windows(word.len())
        .enumerate()
        .filter(|(_, it)| it == word)
        .map(|(at, _)| at)
        .collect();
    assert!(!found.is_empty(), "the snapshot lies in the file");
    for at in found {
        bytes[at + 10] = b'9';
    }
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(kept(&folder), None);
    assert_eq!(shown(open(&folder, noon)).await, right);
}
