//! The plan in its forms.

use std::io::{Cursor, Read};

use youwei_base::Day;

use super::lights::{bind, book, state};
use crate::plan::{Made, PlanRow, csv, docx, json, rows, xlsx};
use crate::town::{Town, day, now};
use crate::{Book, Claim, Command, Edit, TargetChange, TargetFields};

pub const UNITS: [&str; 3] = ["市发展改革委", "市财政局", "市教育局"];

/// A town where some work has been done on the plan.
pub fn worked_on() -> Town {
    let mut town = Town::with_report();
    let id = town.id("新开工");
    let to = |text: &str| Edit::To(text.to_owned());
    let pick = || vec![id.as_str().into()];
    town.act(Command::Assign {
        ids: pick(),
        lead: Some("市发展改革委".into()),
        supporting: vec!["市财政局".into(), "市自然资源局".into()],
        leader: to("李明"),
        why: String::new(),
    })
    .unwrap();
    town.act(Command::Schedule {
        ids: pick(),
        due: Edit::To(day("2026-11-30")),
        nodes: [to("40个"), to("96个"), to("150个"), to("全部开工")],
        why: String::new(),
    })
    .unwrap();
    town.act(Command::Claim {
        id: id.as_str().into(),
        claim: Claim {
            progress: "=1+1，已开工30个".into(),
            ..Default::default()
        },
        why: String::new(),
    })
    .unwrap();
    town.act(Command::Confirm {
        ids: vec![town.id("6月底前").into()],
    })
    .unwrap();
    town.act(Command::Hide {
        ids: vec![town.id("改造").into()],
        why: "核对中".into(),
    })
    .unwrap();
    town.act(Command::Reject {
        ids: vec![town.id("严格").into()],
        why: "原则".into(),
    })
    .unwrap();
    let fields = TargetFields {
        value: Some("1100.50".parse().unwrap()),
        ..Default::default()
    };
    town.act(Command::Correct {
        id: town.id("开行").as_str().into(),
        correction: crate::Correction {
            targets: vec![TargetChange::Set { index: 0, fields }],
            ..Default::default()
        },
        why: "按会议".into(),
    })
    .unwrap();
    bind(&mut town, "开行", 0, "trains");
    town
}

pub fn facts() -> Book {
    let mut book = book();
    state(&mut book, "r/1", "trains", "2026-09-30", "700");
    book
}

pub const TODAY: &str = "2026-09-30";

pub fn made<'a>(town: &'a Town, book: &'a Book) -> Made<'a> {
    Made {
        account: &town.account,
        book,
        today: day(TODAY),
        at: now(),
        units: &UNITS,
    }
}

#[test]
fn the_rows_follow_the_report_under_its_headings() {
    let town = worked_on();
    let rows = rows(&town.account, &facts(), day(TODAY));
    let mut told = String::new();
    for row in &rows {
        told.push_str(&match row {
            PlanRow::Section { level, title } => {
                format!("{} {title}\n", "#".repeat(usize::from(*level)))
            }
            PlanRow::Task(task) => format!(
                "{}|{}|v{}|{}段|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}\n",
                task.number,
                task.id,
                task.version,
                task.paragraph,
                task.kind.key(),
                task.task,
                task.goals.join(";"),
                task.nodes.join("/"),
                task.leader,
                task.lead,
                task.supporting.join("、"),
                task.due.map_or(String::new(), |due| due.to_string()),
                task.light.key(),
                task.public,
            ),
        });
    }
    assert_eq!(told, include_str!("../../tests/plan_rows.txt"));
}

#[test]
fn the_sheet_opens_with_title_header_tasks_and_the_units_it_offers() {
    use calamine::{Data, Reader, Xlsx};
    let town = worked_on();
    let facts = facts();
    let bytes = xlsx(&made(&town, &facts)).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    assert_eq!(book.sheet_names(), ["分工方案", "填写说明", "单位名录"]);
    let plan = book.worksheet_range("分工方案").unwrap();
    let text = |row, column| plan.get_value((row, column)).unwrap().to_string();
    assert_eq!(text(0, 0), "2026年云泽市政府工作报告重点任务分工方案");
    assert_eq!(
        text(1, 0),
        "共 9 项。依据报告原稿分解；状态灯为 2026-09-30 按事实记录计算；2026-03-05 10:20 导出。"
    );
    assert_eq!(
        (text(2, 0), text(2, 3), text(2, 10)),
        ("序号".into(), "具体任务".into(), "牵头单位".into())
    );
    assert_eq!(text(3, 0), "二、2026年重点任务");
    assert_eq!(text(4, 0), "（一）扩大有效投资");
    assert_eq!(
        (text(6, 3), text(6, 10)),
        ("新开工184个".into(), "市发展改革委".into())
    );
    assert!(
        matches!(plan.get_value((6, 12)), Some(Data::DateTime(at)) if at.to_ymd_hms_milli().0 == 2026)
    );
    assert_eq!(text(6, 15), "=1+1，已开工30个", "words, not a formula");
    assert!(book.worksheet_formula("分工方案").unwrap().is_empty());
    let merged = book.merge_cells_by_sheet_name("分工方案").unwrap();
    assert_eq!(merged.len(), 2 + 4, "title, note, four headings");
    let units = book.worksheet_range("单位名录").unwrap();
    assert_eq!(units.height(), 3);
    assert_eq!(
        xlsx(&made(&town, &facts)).unwrap(),
        bytes,
        "the same account makes the same file"
    );

    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for piece in [
        "orientation=\"landscape\"",
        "paperSize=\"8\"",
        "fitToHeight=\"0\"",
        "ySplit=\"3\"",
        "<dataValidation type=\"list\" errorStyle=\"warning\"",
        "单位名录!$A$1:$A$3",
    ] {
        assert!(sheet.contains(piece), "{piece} is not in the sheet");
    }
    assert!(part(&bytes, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    assert!(part(&bytes, "xl/styles.xml").contains("宋体"));
}

fn part(zip: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn the_document_is_a_landscape_table_whose_header_repeats() {
    let town = worked_on();
    let facts = facts();
    let bytes = docx(&made(&town, &facts)).unwrap();
    let text = part(&bytes, "word/document.xml");
    for piece in [
        "2026年云泽市政府工作报告重点任务分工方案",
        "w:orient=\"landscape\"",
        "<w:trPr><w:tblHeader/>",
        "w:eastAsia=\"黑体\"",
        "（三）办好民生实事",
        "新开工项目 184个",
        "市财政局、市自然资源局",
    ] {
        assert!(text.contains(piece), "{piece} is not in the document");
    }
    assert_eq!(text.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(
        text.matches("<w:tr>").count() + text.matches("<w:tr ").count(),
        1 + 4 + 9
    );
    assert!(!text.contains("严格执行"), "what was rejected is no task");
    assert_eq!(
        docx(&made(&town, &facts)).unwrap(),
        bytes,
        "the same account makes the same file"
    );
}

#[test]
fn the_csv_file_has_a_mark_for_excel_and_no_formulas() {
    let town = worked_on();
    let facts = facts();
    let bytes = csv(&made(&town, &facts)).unwrap();
    assert!(bytes.starts_with(&[0xef, 0xbb, 0xbf]));
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    let headers = reader.headers().unwrap().clone();
    assert_eq!(headers.len(), 24);
    let lines: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), 9);
    assert_eq!(&lines[1][0], "二、2026年重点任务 / （一）扩大有效投资");
    let progress = headers.iter().position(|header| header == "进展").unwrap();
    assert_eq!(&lines[1][progress], "'=1+1，已开工30个");
}

#[test]
fn the_json_form_has_the_same_rows() {
    let town = worked_on();
    let facts = facts();
    let plan: serde_json::Value =
        serde_json::from_slice(&json(&made(&town, &facts)).unwrap()).unwrap();
    assert_eq!(plan["report"], "2026-云泽市");
    let rows = plan["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 13);
    assert_eq!(rows[0]["row"], "section");
    assert_eq!(rows[3]["lead"], "市发展改革委");
    assert_eq!(rows[3]["due"], "2026-11-30");
}

#[test]
fn an_account_without_a_report_has_an_empty_plan_in_every_form() {
    let town = Town::default();
    let facts = Book::default();
    let made = made(&town, &facts);
    assert_eq!(rows(&town.account, &facts, Day::MIN), []);
    assert!(!xlsx(&made).unwrap().is_empty());
    assert!(!docx(&made).unwrap().is_empty());
    assert_eq!(
        csv(&made).unwrap().iter().filter(|b| **b == b'\n').count(),
        1
    );
    assert!(!json(&made).unwrap().is_empty());
}

#[test]
fn characters_that_no_file_may_hold_are_left_out() {
    let mut town = Town::default();
    let text = "推广\u{1}电子\u{b}证照<&>\u{ffff}";
    town.take_in(&[crate::town::sentence(
        text,
        vec![crate::town::promise(text)],
    )])
    .unwrap();
    let facts = Book::default();
    let bytes = docx(&made(&town, &facts)).unwrap();
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("推广电子证照&lt;&amp;&gt;"), "{document}");
    assert!(!xlsx(&made(&town, &facts)).unwrap().is_empty());
}
