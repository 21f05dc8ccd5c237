//! The way of a report through the house: in, confirmed, assigned, out as a sheet, back
//! again, and the same after the ledger is opened anew.

use axum::http::StatusCode;

use crate::reading;
use crate::town::{Town, take_in};

#[tokio::test]
async fn a_plan_goes_out_and_comes_back_and_the_ledger_holds_it_all() {
    let town = Town::new();
    town.change(
        "/commitments",
        &[("do", "confirm"), ("picks", "c1:1,c2:1,c3:1")],
    )
    .await;
    town.change(
        "/commitments/c1",
        &[("do", "assign"), ("seen", "2"), ("lead", "市发展改革委")],
    )
    .await;
    assert!(
        town.page("/commitments")
            .await
            .part("#rows")
            .contains("市发展改革委")
    );

    let sheet = town.page("/export/plan.xlsx").await;
    assert!(
        sheet
            .header("content-disposition")
            .contains("filename*=UTF-8''2026")
    );
    let size = town.size().await;
    let page = town.upload("/import", "方案.xlsx", &sheet.bytes).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    assert!(
        page.part(".tally")
            .contains("0 将写入 0 有冲突 0 看不懂 6 无变化"),
        "{}",
        page.part(".tally")
    );
    assert!(page.words().contains("没有可写入的变化"));

    // The account moves on, and the old sheet is told so, row by row.
    town.change(
        "/commitments/c1",
        &[("do", "assign"), ("seen", "3"), ("lead", "市财政局")],
    )
    .await;
    let page = town.upload("/import", "方案.xlsx", &sheet.bytes).await;
    assert!(
        page.part(".tally").contains("1 有冲突"),
        "{}",
        page.part(".tally")
    );
    assert!(page.part("tr.conflict").contains("全年安排重点项目300项"));
    assert_eq!(town.size().await, size + 1);

    let before = town.get("/api/commitments").await.json();
    let summary = town.get("/api/summary").await.json();
    let town = town.reopened();
    assert_eq!(town.get("/api/commitments").await.json(), before);
    assert_eq!(town.get("/api/summary").await.json(), summary);
}

#[tokio::test]
async fn a_filled_in_sheet_is_previewed_and_then_applied_once() {
    let town = Town::new();
    let sheet = filled_in(&town.page("/export/plan.xlsx").await.bytes);
    let size = town.size().await;
    let page = town.upload("/import", "方案.xlsx", &sheet).await;
    assert!(page.part(".tally").contains("1 将写入"), "{}", page.words());
    assert!(
        page.part("tr.applied").contains("市教育局"),
        "{}",
        page.part("tr.applied")
    );
    assert_eq!(town.size().await, size);
    let file = page
        .values("form input[name=file][type=hidden]", "value")
        .pop()
        .unwrap();
    let to = town.change("/import/apply", &[("file", &file)]).await;
    assert_eq!(to, "/import?done=1");
    assert!(
        town.page(&to)
            .await
            .part(".done")
            .contains("已写入账本 1 条")
    );
    let json = town.get("/api/commitments/c2").await.json();
    assert_eq!(json["commitment"]["lead"], "市教育局");
    // The same again finds the account newer than the sheet.
    assert_eq!(
        town.change("/import/apply", &[("file", &file)]).await,
        "/import?done=0"
    );
    assert_eq!(town.size().await, size + 1);
}

/// The sheet as an office would send it back: the lead unit of c2 typed in.
fn filled_in(xlsx: &[u8]) -> Vec<u8> {
    use calamine::{Data, Reader, Xlsx};
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(xlsx)).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    let rows: Vec<Vec<String>> = range
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect();
    let head = rows
        .iter()
        .position(|row| row.iter().any(|cell| cell == "编号"))
        .unwrap();
    let column = |name: &str| {
        rows[head]
            .iter()
            .position(|cell| cell.contains(name))
            .unwrap()
    };
    let (id, lead) = (column("编号"), column("牵头单位"));
    let mut out = rust_xlsxwriter::Workbook::new();
    let sheet = out.add_worksheet();
    for (at, row) in rows.iter().enumerate() {
        for (cell, text) in row.iter().enumerate() {
            let ours = at > head && row[id] == "c2" && cell == lead;
            let text = if ours { "市教育局" } else { text };
            let (at, cell) = (u32::try_from(at).unwrap(), u16::try_from(cell).unwrap());
            sheet.write_string(at, cell, text).unwrap();
        }
    }
    out.save_to_buffer().unwrap()
}

#[tokio::test]
async fn every_form_of_the_plan_follows_the_filter() {
    let town = Town::new();
    let whole = town.page("/export/plan.json").await.text();
    for words in [
        "全年安排重点项目300项",
        "新增普惠托位2000个",
        "推进政务服务改革",
    ] {
        assert!(whole.contains(words), "{words}");
    }
    for format in ["json", "csv"] {
        let part = town
            .page(&format!("/export/plan.{format}?q=托位"))
            .await
            .text();
        assert!(part.contains("新增普惠托位2000个"), "{format}");
        assert!(
            !part.contains("安排重点项目300项，") && !part.contains("推进政务服务改革\""),
            "{part}"
        );
    }
    for format in ["xlsx", "docx"] {
        let part = town.page(&format!("/export/plan.{format}?q=托位")).await;
        assert!(part.bytes.starts_with(b"PK"), "{format}");
    }
}

#[tokio::test]
async fn sheets_that_are_none_are_refused_with_a_sentence() {
    let town = Town::new();
    for (name, bytes) in [
        ("a.xlsx", &b"not a sheet"[..]),
        ("a.xlsx", b"PK\x03\x04broken"),
    ] {
        let page = town.upload("/import", name, bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.part(".refusal").is_empty());
    }
    let page = town.upload("/import", "", b"").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.part(".refusal").contains("没有选择文件"));
    for file in ["../log.sqlite3", "", "zz"] {
        let page = town.post("/import/apply", &[("file", file)]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{file}");
        assert!(page.part(".refusal").contains("请重新上传"));
    }
}

#[tokio::test]
async fn a_report_file_is_read_shown_and_taken_in_once() {
    let town = Town::empty();
    let size = town.size().await;
    let page = town
        .upload("/reports/new", "报告.txt", reading::TEXT.as_bytes())
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    assert!(page.words().contains("这是一份新报告"), "{}", page.words());
    assert_eq!(town.size().await, size);
    let hidden = |name: &str| {
        page.values(&format!("form input[name={name}][type=hidden]"), "value")
            .pop()
            .unwrap()
    };
    let (file, name) = (hidden("file"), hidden("name"));
    assert_eq!(name, "报告.txt");
    town.change("/reports/new/apply", &[("file", &file), ("name", &name)])
        .await;
    let size = town.size().await;
    assert!(size > 1);
    assert!(
        town.page("/")
            .await
            .part("article")
            .contains("全年安排重点项目300项")
    );
    let page = town
        .upload("/reports/new", "报告.txt", reading::TEXT.as_bytes())
        .await;
    assert!(page.words().contains("已经收入"), "{}", page.words());
    town.change("/reports/new/apply", &[("file", &file), ("name", &name)])
        .await;
    assert_eq!(town.size().await, size);
    for (bytes, said) in [(&b""[..], "没有选择文件"), (b"\x89PNG\r\n\x1a\n0000", "")] {
        let page = town.upload("/reports/new", "a", bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.part(".refusal").contains(said));
    }
}

#[tokio::test]
async fn a_revised_text_keeps_owners_and_asks_for_a_new_confirmation() {
    let town = Town::new();
    town.change("/commitments", &[("do", "confirm"), ("picks", "c1:1,c2:1")])
        .await;
    town.change(
        "/commitments/c2",
        &[("do", "assign"), ("seen", "2"), ("lead", "市财政局")],
    )
    .await;
    let text = reading::TEXT.replace("推进政务服务改革。", "");
    take_in(town.folder.path(), reading::read(&text), "b.txt");
    let json = town.get("/api/commitments/c2").await.json();
    assert_eq!(json["commitment"]["status"], "confirmed");
    assert_eq!(json["commitment"]["lead"], "市财政局");
    let gone = town.page("/commitments/c6").await;
    assert!(gone.part(".note").contains("修订稿已无"));
    assert!(
        !town
            .page("/")
            .await
            .part("article")
            .contains("推进政务服务改革")
    );
}
