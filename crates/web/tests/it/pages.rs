//! Every page renders, in both languages, with and without a report.

use axum::http::StatusCode;

use crate::reading::IDS;
use crate::town::Town;

const PAGES: [&str; 12] = [
    "/",
    "/commitments",
    "/commitments/c1",
    "/commitments/c4",
    "/overview",
    "/import",
    "/reports/new",
    "/log",
    "/log/0",
    "/sign",
    "/?light=grey&q=项目",
    "/commitments?sort=due&dir=desc&owner=no",
];

#[tokio::test]
async fn every_page_is_a_whole_document_in_both_languages() {
    let town = Town::new();
    for address in PAGES {
        for (lang, tag) in [("zh", "zh-CN"), ("en", "en")] {
            let mark = if address.contains('?') { '&' } else { '?' };
            let page = town.page(&format!("{address}{mark}lang={lang}")).await;
            assert_eq!(page.values("html", "lang"), [tag], "{address}");
            assert_eq!(page.values("main", "id"), ["main"], "{address}");
            assert_eq!(page.values("a.skip", "href"), ["#main"], "{address}");
            assert!(!page.part("title").is_empty(), "{address}");
            assert!(page.text().ends_with("</html>"), "{address}");
            let kept = page.header("set-cookie");
            assert!(kept.starts_with(&format!("youwei-lang={lang}")), "{kept}");
        }
    }
}

#[tokio::test]
async fn no_page_needs_script_or_inline_style() {
    let town = Town::new();
    for address in PAGES {
        let page = town.page(address).await;
        for (selector, attribute) in [("script", "src"), ("link[rel=stylesheet]", "href")] {
            for source in page.values(selector, attribute) {
                assert!(source.starts_with("/assets/"), "{address}: {source}");
                assert_eq!(town.get(&source).await.status, StatusCode::OK, "{source}");
            }
        }
        assert_eq!(
            page.part("script").trim(),
            "",
            "{address}: a script in the page"
        );
        assert!(page.values("[style]", "style").is_empty(), "{address}");
        // A browser drops the second of two, and nothing else would show it.
        for tag in page
            .text()
            .split('<')
            .filter_map(|tag| tag.split('>').next())
        {
            assert!(tag.matches(" class=").count() <= 1, "{address}: {tag}");
            assert!(tag.matches(" id=").count() <= 1, "{address}: {tag}");
        }
        assert!(
            page.values("[onclick], [onchange], [onsubmit]", "class")
                .is_empty()
        );
        for target in page.values("form", "action") {
            assert!(target.starts_with('/'), "{address}: {target}");
        }
        // Whatever can be pressed is a link or stands in a form that can be sent.
        let outside = page.values("button:not([type=submit]):not(.sheet-bar)", "type");
        assert!(outside.is_empty(), "{address}: {outside:?}");
    }
}

#[tokio::test]
async fn every_link_of_every_page_opens() {
    let town = Town::new();
    let mut seen = std::collections::BTreeSet::new();
    for address in PAGES {
        for link in town.page(address).await.values("a", "href") {
            let plain = link.split('#').next().unwrap().to_owned();
            if !plain.is_empty() && seen.insert(plain.clone()) {
                let status = town.get(&plain).await.status;
                assert_eq!(status, StatusCode::OK, "{plain} on {address}");
            }
        }
    }
    assert!(seen.len() > 40, "{} links only", seen.len());
}

#[tokio::test]
async fn without_a_report_the_pages_say_what_to_do() {
    let town = Town::empty();
    let page = town.page("/").await;
    assert!(page.words().contains("还没有收入报告"));
    assert_eq!(page.values("main a", "href"), ["/reports/new"]);
    for address in [
        "/commitments",
        "/commitments/c1",
        "/overview",
        "/import",
        "/export/plan.xlsx",
        "/api/report",
        "/api/summary",
        "/?report=2020-nowhere",
    ] {
        let page = town.get(address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        assert!(page.words().contains("还没有收入这份报告"), "{address}");
        assert!(page.words().contains("has not been taken in"), "{address}");
    }
}

#[tokio::test]
async fn each_commitment_stands_once_in_the_text_and_opens() {
    let town = Town::new();
    let page = town.page("/").await;
    for id in IDS {
        let anchor = format!("article #c-{id}");
        assert_eq!(page.values(&anchor, "href"), [format!("/commitments/{id}")]);
        let opened = town.page(&format!("/commitments/{id}")).await;
        assert_eq!(opened.part("h1"), opened.part("mark"), "{id}");
        assert_eq!(page.part(&format!("#k-{id} h3")), opened.part("h1"), "{id}");
    }
}

#[tokio::test]
async fn the_whole_text_is_on_the_page() {
    let town = Town::new();
    let article = town.page("/").await.part("article");
    // Without the chips, which stand between the words.
    let letters = |text: &str| -> String { text.split_whitespace().collect() };
    let mut page = letters(&article);
    for chip in ["目标300项", "目标≥650亿元", "目标2000个", "目标126个"] {
        assert_eq!(page.matches(chip).count(), 1, "{chip}");
        page = page.replace(chip, "");
    }
    assert_eq!(page, letters(crate::reading::TEXT));
}

#[tokio::test]
async fn unknown_addresses_are_refused_with_a_next_step() {
    let town = Town::new();
    for address in [
        "/nothing",
        "/commitments/none",
        "/log/99999",
        "/log/x",
        "/export/plan.exe",
        "/api/commitments/none",
        "/assets/0/youwei.css",
    ] {
        let page = town.get(address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        assert!(!page.text().is_empty());
    }
    let page = town.get("/nothing").await;
    assert!(page.part(".refusal").contains("请从上方的导航进入"));
    assert!(page.part(".refusal").contains("Use the navigation above"));
}

#[tokio::test]
async fn a_filter_dims_the_rest_and_counts() {
    let town = Town::new();
    for (query, ids) in [
        ("q=重点项目 300", vec!["c1"]),
        ("q=托位 小区", vec!["c4"]),
        ("q=６５０", vec!["c2"]),
        ("place=东岭县", vec!["c1"]),
        ("kind=livelihood", vec!["c5", "c6"]),
        ("kind=works", vec!["c3"]),
        ("light=red", vec![]),
        ("status=confirmed", vec![]),
        ("section=5", vec!["c4", "c5", "c6"]),
        ("owner=yes", vec![]),
        ("light=purple", IDS.to_vec()),
    ] {
        let page = town.page(&format!("/?{}", query.replace(' ', "+"))).await;
        let on: Vec<String> = page.values("article a.c:not(.off)", "id");
        let filtered = ids.len() < IDS.len();
        assert_eq!(
            page.values("main.filtered", "id").len(),
            usize::from(filtered),
            "{query}"
        );
        let expected: Vec<String> = ids.iter().map(|id| format!("c-{id}")).collect();
        assert_eq!(on, expected, "{query}");
        let listed = town
            .page(&format!("/commitments?{}", query.replace(' ', "+")))
            .await;
        assert_eq!(
            listed.values("input[name=pick]", "value").len(),
            ids.len(),
            "{query}"
        );
        let json = town
            .get(&format!("/api/commitments?{}", query.replace(' ', "+")))
            .await;
        assert_eq!(json.json()["count"], ids.len(), "{query}");
    }
}

#[tokio::test]
async fn the_table_is_sorted_by_every_column() {
    let town = Town::new();
    let ids = async |query: &str| -> Vec<String> {
        let page = town.page(&format!("/commitments?{query}")).await;
        let picks = page.values("input[name=pick]", "value");
        picks
            .iter()
            .map(|p| p.split(':').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids("").await, IDS);
    assert_eq!(
        ids("sort=no&dir=desc").await,
        ["c6", "c5", "c4", "c3", "c2", "c1"]
    );
    // Whatever has no due day stands last both ways.
    assert_eq!(ids("sort=due").await, ["c3", "c1", "c2", "c4", "c5", "c6"]);
    assert_eq!(
        ids("sort=due&dir=desc").await,
        ["c1", "c3", "c2", "c4", "c5", "c6"]
    );
    for column in [
        "light",
        "what",
        "kind",
        "target",
        "lead",
        "supporting",
        "status",
    ] {
        let (up, down) = (
            ids(&format!("sort={column}")).await,
            ids(&format!("sort={column}&dir=desc")).await,
        );
        assert_eq!(up.len(), 6, "{column}");
        assert_eq!(down.len(), 6, "{column}");
    }
    assert_eq!(ids("sort=target").await[..3], ["c4", "c2", "c1"]);
}

#[tokio::test]
async fn the_api_says_what_the_pages_say() {
    let town = Town::new();
    let all = town.get("/api/commitments").await.json();
    let second = &all["commitments"][1];
    assert_eq!(second["text"], "完成投资650亿元以上");
    assert_eq!(second["targets"][0]["value"], "65000000000");
    assert_eq!(second["light"], "grey");
    assert_eq!(all["commitments"][0]["places"][0]["code"], 130_123);
    let one = town.get("/api/commitments/c2").await.json();
    assert_eq!(&one["commitment"], second);
    assert_eq!(one["history"].as_array().unwrap().len(), 1);
    let report = town.get("/api/report").await.json();
    assert_eq!(report["text"], crate::reading::TEXT);
    let totals = town.get("/api/summary").await.json();
    assert_eq!(totals["summary"]["all"]["commitments"], 6);
    assert_eq!(totals["summary"]["all"]["with_measure"], 3);
    assert_eq!(totals["ledger"]["size"], town.size().await);
}

#[tokio::test]
async fn an_entry_is_handed_out_as_the_bytes_that_were_hashed() {
    let town = Town::new();
    for index in 0..town.size().await {
        let raw = town.get(&format!("/log/{index}.json")).await;
        let hash = youwei_tlog::Suite::International.leaf_hash(&raw.bytes);
        let said: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(raw.header("youwei-entry-hash"), said, "entry {index}");
        let page = town.page(&format!("/log/{index}")).await;
        assert!(page.part("dl").contains(&said), "entry {index}");
    }
}

#[tokio::test]
async fn last_year_s_report_stays_open_beside_this_year_s() {
    let town = Town::new();
    let mut old = crate::reading::reading();
    old.year = Some(2025);
    crate::town::take_in(town.folder.path(), old, "old.txt");
    let page = town.page("/").await;
    assert!(page.part(".year").contains("2026年已过 49.6%"));
    let reports = town.page("/reports/new").await;
    let links = reports.values(".reports a", "href");
    assert_eq!(links.len(), 2);
    assert_eq!(links[0], "/");
    let old = town.page(&links[1]).await;
    assert!(
        old.part(".year").contains("2025年已过 100%"),
        "{}",
        old.part(".year")
    );
    // Links on the old report's pages stay with it, and changes go to it alone.
    let opened = old.values("#k-c1 .doors a", "href")[0].clone();
    assert!(
        opened.starts_with("/commitments/c1?report=2025-"),
        "{opened}"
    );
    let form = town.page(&opened).await.values(".decide form", "action")[0].clone();
    let to = town
        .change(&form, &[("do", "confirm"), ("seen", "1")])
        .await;
    assert_eq!(to, opened);
    assert!(
        town.page(&links[1])
            .await
            .part(".counts")
            .contains("1 经人确认")
    );
    assert!(town.page("/").await.part(".counts").contains("0 经人确认"));
}

#[tokio::test]
async fn a_report_named_at_the_start_is_taken_in_once() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = crate::town::ledger(folder.path());
    let settings = youwei_web::Settings {
        files: folder.path().join("files"),
        clock: std::sync::Arc::new(crate::town::noon),
        hosts: Vec::new(),
    };
    let app = youwei_web::App::open(ledger, settings).unwrap();
    let text = crate::reading::TEXT.as_bytes();
    let first = app.take_in("a.txt", text, None, "youwei serve").unwrap();
    assert!(first.events > 1 && first.commitments > 0, "{first:?}");
    let again = app.take_in("a.txt", text, None, "youwei serve").unwrap();
    assert_eq!((again.events, again.commitments), (0, first.commitments));
    let refused = app
        .take_in("a.png", b"\x89PNG\r\n\x1a\n0000", None, "youwei serve")
        .unwrap_err();
    assert!(!refused.zh.is_empty() && !refused.en.is_empty());
}
