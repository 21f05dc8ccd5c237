//! The ledger as strangers fetch it, and the pages that say how to check it.

use axum::body::Body;
use axum::http::header::HOST;
use axum::http::{Method, Request, StatusCode};
use serde_json::json;
use youwei_ledger::{Place, Reader};
use youwei_tlog::{
    Checkpoint, Hashes, Note, OfflineProof, Suite, TilePath, VerifierKey, WitnessKey, decode_bundle,
};

use crate::systems::{City, send};
use crate::town::{Page, Town};

const TEXT: &str = "text/plain; charset=utf-8";

/// The town's ledger, read beside the server.
fn reader(town: &Town) -> Reader {
    Reader::open(&Place::File(town.folder.path().join("log.sqlite3"))).unwrap()
}

/// What a program asks, with a tag it has from before.
async fn fetch(town: &Town, method: Method, address: &str, tag: Option<&str>) -> Page {
    let mut request = Request::builder()
        .method(method)
        .uri(address)
        .header(HOST, "127.0.0.1:8026");
    if let Some(tag) = tag {
        request = request.header("if-none-match", tag);
    }
    town.ask(request.body(Body::empty()).unwrap()).await
}

async fn fetched(town: &Town, address: &str) -> Page {
    let page = fetch(town, Method::GET, address, None).await;
    assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.text());
    page
}

async fn key(town: &Town) -> VerifierKey {
    fetched(town, "/log/key")
        .await
        .text()
        .trim()
        .parse()
        .unwrap()
}

async fn checkpoint(town: &Town) -> Checkpoint {
    let note = Note::parse(&fetched(town, "/log/checkpoint").await.bytes).unwrap();
    Checkpoint::trusted(&note, &[key(town).await]).unwrap()
}

/// A witness signs the present checkpoint.
async fn cosign(town: &Town) -> WitnessKey {
    let witness = WitnessKey::from_seed("witness.example/w1", &[9; 32]).unwrap();
    let mut note = Note::parse(&fetched(town, "/log/checkpoint").await.bytes).unwrap();
    note.signatures
        .push(witness.sign(&note.text, 1_800_000_000));
    let added = reader(town).cosign(&note, &[witness.verifier()]).unwrap();
    assert_eq!(added, 1);
    witness
}

#[tokio::test]
async fn whoever_has_the_tiles_has_the_whole_log_and_its_root() {
    let town = Town::new();
    let head = checkpoint(&town).await;
    assert_eq!(head.size, town.size().await);
    let bundle = fetched(&town, &format!("/log/tile/entries/000.p/{}", head.size)).await;
    let entries = decode_bundle(&bundle.bytes).unwrap();
    let hashes = fetched(&town, &format!("/log/tile/0/000.p/{}", head.size)).await;
    assert_eq!(hashes.bytes.len() as u64, 32 * head.size);
    let suite = Suite::International;
    for (index, entry) in entries.iter().enumerate() {
        assert_eq!(hashes.bytes[32 * index..][..32], suite.leaf_hash(entry));
        let raw = fetched(&town, &format!("/log/{index}.json")).await;
        assert_eq!(&raw.bytes, entry);
    }
    struct Tile(Vec<u8>);
    impl Hashes for Tile {
        type Error = youwei_tlog::ProofError;
        fn hashes(
            &self,
            level: u8,
            from: u64,
            count: usize,
        ) -> Result<Vec<youwei_tlog::Hash>, Self::Error> {
            assert_eq!(level, 0);
            let hashes = self.0.chunks(32).skip(from as usize).take(count);
            Ok(hashes.map(|hash| hash.try_into().unwrap()).collect())
        }
    }
    let root = youwei_tlog::root(suite, &Tile(hashes.bytes), head.size).unwrap();
    assert_eq!(root, head.root);
}

#[tokio::test]
async fn what_strangers_fetch_says_its_kind_and_how_long_it_holds() {
    let town = Town::new();
    cosign(&town).await;
    let tile = format!("/log/tile/0/000.p/{}", town.size().await);
    for (address, kind, kept) in [
        ("/log/checkpoint", TEXT, "public, max-age=5"),
        ("/log/cosigned", TEXT, "public, max-age=5"),
        ("/log/0/proof", TEXT, "public, max-age=5"),
        ("/log/key", TEXT, "public, max-age=3600"),
        (
            "/log/check.py",
            "text/x-python; charset=utf-8",
            "public, max-age=3600",
        ),
        (
            &tile,
            "application/octet-stream",
            "public, max-age=31536000, immutable",
        ),
        (
            "/log/tile/entries/000.p/1",
            "application/octet-stream",
            "public, max-age=31536000, immutable",
        ),
    ] {
        let page = fetched(&town, address).await;
        assert_eq!(page.header("content-type"), kind, "{address}");
        assert_eq!(page.header("cache-control"), kept, "{address}");
        assert_eq!(
            page.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
        // The head alone, with the length of what it leaves out.
        let head = fetch(&town, Method::HEAD, address, None).await;
        assert_eq!(
            (head.status, head.bytes.len()),
            (StatusCode::OK, 0),
            "{address}"
        );
        assert_eq!(head.header("content-length"), page.bytes.len().to_string());
        let tag = page.header("etag");
        assert_eq!(head.header("etag"), tag);
        // Nothing is sent twice.
        let again = fetch(&town, Method::GET, address, Some(&tag)).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address}");
        assert_eq!(
            (again.bytes.len(), again.header("etag")),
            (0, tag),
            "{address}"
        );
        assert_eq!(again.header("cache-control"), kept, "{address}");
        let other = fetch(&town, Method::GET, address, Some("\"0\"")).await;
        assert_eq!(other.bytes, page.bytes, "{address}");
    }
}

#[tokio::test]
async fn a_checkpoint_follows_the_log_and_a_tag_of_before_is_no_longer_good() {
    let town = Town::new();
    let before = fetched(&town, "/log/checkpoint").await;
    let old = checkpoint(&town).await;
    let fields = [("do", "confirm"), ("seen", "1")];
    town.change("/commitments/c1", &fields).await;
    let tag = before.header("etag");
    let now = fetch(&town, Method::GET, "/log/checkpoint", Some(&tag)).await;
    assert_eq!(now.status, StatusCode::OK);
    let new = checkpoint(&town).await;
    assert_eq!(new.size, old.size + 1);
    // Tiles of before are what they were.
    let tile: TilePath = format!("0/000.p/{}", old.size).parse().unwrap();
    fetched(&town, &format!("/log/tile/{tile}")).await;
}

#[tokio::test]
async fn a_proof_is_a_file_that_holds_without_the_log() {
    let town = Town::new();
    let key = key(&town).await;
    for index in 0..town.size().await {
        let page = fetched(&town, &format!("/log/{index}/proof")).await;
        let name = format!("attachment; filename=\"youwei-test-{index}.tlog-proof\"");
        assert_eq!(page.header("content-disposition"), name);
        let proof = OfflineProof::parse(&page.bytes).unwrap();
        let entry = fetched(&town, &format!("/log/{index}.json")).await.bytes;
        assert_eq!((proof.index, proof.extra.as_ref()), (index, Some(&entry)));
        proof.check(std::slice::from_ref(&key), &entry).unwrap();
        let changed = [entry.as_slice(), b" "].concat();
        proof
            .check(std::slice::from_ref(&key), &changed)
            .unwrap_err();
    }
}

#[tokio::test]
async fn what_is_not_there_is_refused_in_both_languages_and_not_kept() {
    let town = Town::new();
    let size = town.size().await;
    let missing = [
        "/log/cosigned".to_owned(),
        "/log/99999/proof".into(),
        format!("/log/{size}/proof"),
        "/log/x/proof".into(),
        "/log/-1/proof".into(),
        format!("/log/tile/0/000.p/{}", size + 1),
        "/log/tile/0/000".into(),
        "/log/tile/0/001".into(),
        "/log/tile/1/000.p/1".into(),
        "/log/tile/64/000".into(),
        "/log/tile/entries/001".into(),
        "/log/tile/entries/000.p/0".into(),
        "/log/tile/entries/000.p/256".into(),
        "/log/tile/entries/0".into(),
        "/log/tile/0/x000/000".into(),
        "/log/tile/..%2f..%2flog.sqlite3".into(),
        "/log/tile/%00".into(),
    ];
    for address in missing {
        let page = fetch(&town, Method::GET, &address, None).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        let text = page.text();
        let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert!(chinese && text.ends_with(".\n"), "{address}: {text}");
        assert_eq!(page.header("content-type"), TEXT, "{address}");
        assert_eq!(page.header("cache-control"), "no-store", "{address}");
    }
    for address in ["/log/checkpoint", "/log/tile/0/000", "/log/0/proof"] {
        let page = fetch(&town, Method::POST, address, None).await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{address}");
    }
}

#[tokio::test]
async fn an_empty_log_has_a_checkpoint_and_a_page() {
    let town = Town::bare();
    let head = checkpoint(&town).await;
    assert_eq!(
        (head.size, head.root),
        (0, Suite::International.empty_root())
    );
    let page = town.page("/log").await;
    assert!(page.part("pre.note").contains("youwei:test 0 "));
    assert_eq!(town.get("/log/0").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_has_the_commands_for_this_very_log() {
    let town = Town::new();
    let key = key(&town).await.to_string();
    for lang in ["zh", "en"] {
        let page = town.page(&format!("/log?lang={lang}")).await;
        let note = fetched(&town, "/log/checkpoint").await.text();
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(page.part("pre.note"), words(&note));
        let commands = page.part("pre.command");
        let expected = [
            format!("youwei check-proof *.tlog-proof --key {key}"),
            format!("python3 check_log.py --key {key} --proof *.tlog-proof"),
            format!("python3 check_log.py http://127.0.0.1:8026/log --key {key} --save today.txt"),
            format!("python3 check_log.py http://127.0.0.1:8026/log --key {key} --from today.txt"),
        ];
        assert_eq!(commands.lines().collect::<Vec<_>>(), expected);
        assert!(page.part("dl.state").contains("youwei:test"));
        assert!(page.part("dl.state").contains(&key));
    }
    // Whoever asks by another name gets commands for that name, and nothing that runs.
    let request = Request::get("/log")
        .header(HOST, "a.example';touch${IFS}x;'")
        .header("accept", "text/html");
    let page = town.ask(request.body(Body::empty()).unwrap()).await;
    let commands = page.part("pre.command");
    assert!(
        commands.contains(r"'http://a.example'\'';touch${IFS}x;'\''/log'"),
        "{commands}"
    );
}

#[tokio::test]
async fn the_script_is_the_one_of_the_repository() {
    let town = Town::new();
    let page = fetched(&town, "/log/check.py").await;
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/../../verify/check_log.py");
    assert_eq!(page.bytes, std::fs::read(kept).unwrap());
    assert!(page.header("content-disposition").contains("check_log.py"));
}

/// Whoever looks, every subject in the log that is a link has a page.
#[tokio::test]
async fn what_an_entry_is_about_is_one_click_away() {
    let city = City::new();
    let input = json!({ "input": {
        "name": "望澜大桥", "code": "2603-990101-04-01-000010", "level": "city",
        "unit": "housing-construction", "area": "990101", "total": "650000000" } });
    let propose = "/api/systems/key-projects/actions/propose";
    let opened = send(&city.as_user("li-jing"), propose, &input, None).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.text());
    let record = "/systems/key-projects/records/2026-00001";
    for town in [city.public(), &city.as_user("wang-fang"), &Town::new()] {
        let page = town.page("/log").await;
        let links = page.values("table.log tbody td:nth-child(5) a", "href");
        for link in &links {
            town.page(link).await;
        }
        assert!(page.part("thead").contains("关于"));
        let own = links.iter().filter(|it| *it == record).count();
        let commitments = links.iter().filter(|it| it.starts_with("/commitments/"));
        // The deed and the code that it takes; or a report with its commitments.
        assert!(own == 2 || commitments.count() > 1, "{links:?}");
        if own == 2 {
            assert!(
                page.words().contains("重点项目 · 申报入库"),
                "{}",
                page.words()
            );
            assert!(page.words().contains("占用不重复的值"));
            // She was signed in, and so is what her deed took with it.
            assert!(!page.words().contains("自填署名"), "{}", page.words());
            let entries = page.values("table.log tbody td:first-child a", "href");
            let taken = town.page(&entries[0]).await;
            assert_eq!(taken.values("dl.facts a", "href"), [record]);
        }
    }
}

#[tokio::test]
async fn an_entry_shows_its_path_to_the_root_and_who_signed() {
    let town = Town::new();
    let size = town.size().await;
    for index in [0, 1, size / 2, size - 1] {
        let page = town.page(&format!("/log/{index}")).await;
        let proof = fetched(&town, &format!("/log/{index}/proof")).await;
        let proof = OfflineProof::parse(&proof.bytes).unwrap();
        // A hollow circle for each hash of the proof, a full one for each node on the way.
        let beside = page.values("svg.path circle.beside", "cx").len();
        assert_eq!(beside, proof.hashes.len(), "entry {index}");
        let own = page.values("svg.path circle.own", "cx").len();
        assert_eq!(own, proof.hashes.len() + 1, "entry {index}");
        for hash in &proof.hashes {
            let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(page.part("ol.along").contains(&hex), "entry {index}");
            assert!(page.part("svg.path").contains(&hex[..6]), "entry {index}");
        }
        let root: String = checkpoint(&town)
            .await
            .root
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert!(page.part("ol.along li:last-child").contains(&root));
        let link = format!("/log/{index}/proof");
        assert_eq!(page.values("a.primary", "href"), [link]);
        assert_eq!(page.values("ul.signed li", "class").len(), 0);
        assert_eq!(page.part("ul.signed li"), "youwei:test 本账本");
    }
}

#[tokio::test]
async fn a_witness_is_named_on_the_page_and_in_the_proof() {
    let town = Town::new();
    let witness = cosign(&town).await.verifier();
    let page = fetched(&town, "/log/cosigned").await;
    let note = Note::parse(&page.bytes).unwrap();
    let keys = [key(&town).await, witness];
    assert_eq!(note.verified(&keys).unwrap().len(), 2);
    let page = town.page("/log/0").await;
    let signed = page.part("ul.signed li");
    assert!(signed.contains("witness.example/w1 见证人"), "{signed}");
    assert!(signed.contains("2027-01-15"), "{signed}");
    let page = town.page("/log").await;
    assert!(page.part(".addresses").contains("witness.example/w1"));
    assert!(
        page.values(".addresses a", "href")
            .contains(&"/log/cosigned".to_owned())
    );
    // A proof rests on what witnesses saw, and on the log alone for what came after.
    let fields = [("do", "confirm"), ("seen", "1")];
    town.change("/commitments/c1", &fields).await;
    for (index, signers) in [(0, 2), (town.size().await - 1, 1)] {
        let proof = fetched(&town, &format!("/log/{index}/proof")).await;
        let proof = OfflineProof::parse(&proof.bytes).unwrap();
        assert_eq!(proof.checkpoint.verified(&keys).unwrap().len(), signers);
        town.page(&format!("/log/{index}")).await;
    }
}

#[tokio::test]
async fn every_step_of_a_history_can_be_proved() {
    let town = Town::new();
    let fields = [("do", "confirm"), ("seen", "1")];
    town.change("/commitments/c1", &fields).await;
    let page = town.page("/commitments/c1").await;
    let proofs: Vec<String> = page
        .values(".history .entry a", "href")
        .into_iter()
        .filter(|link| link.ends_with("/proof"))
        .collect();
    assert_eq!(proofs.len(), page.values(".history time", "datetime").len());
    for link in proofs {
        let proof = OfflineProof::parse(&fetched(&town, &link).await.bytes).unwrap();
        let entry = String::from_utf8(proof.extra.unwrap()).unwrap();
        assert!(entry.contains("/c1\""), "{entry}");
    }
}
