//! Filled-in sheets come back.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::plan::{facts, made, worked_on};
use youwei_base::Bilingual;

use crate::plan::{Import, Outcome, import, xlsx};
use crate::town::{Town, day};
use crate::{Command, Edit, Status};

/// A sheet as people edit it: rows of texts; `@2026-06-30` is a date cell.
#[derive(Clone)]
struct Paper {
    rows: Vec<Vec<String>>,
    merges: Vec<(u32, u16, u32)>,
}

const HEADER: usize = 2;

/// When the sheets come back.
pub(super) fn now() -> jiff::Timestamp {
    crate::town::now()
}

impl Paper {
    fn of(town: &Town) -> Paper {
        use calamine::{Data, Reader, Xlsx};
        let bytes = xlsx(&made(town, &facts())).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("分工方案").unwrap();
        let cell = |data: &Data| match data {
            Data::DateTime(at) => {
                let (y, m, d, ..) = at.to_ymd_hms_milli();
                format!("@{y:04}-{m:02}-{d:02}")
            }
            other => other.to_string(),
        };
        Paper {
            rows: range
                .rows()
                .map(|row| row.iter().map(cell).collect())
                .collect(),
            merges: vec![],
        }
    }

    fn column(&self, header: &str) -> usize {
        self.rows[HEADER]
            .iter()
            .position(|cell| cell == header)
            .unwrap_or_else(|| panic!("no {header}"))
    }

    fn row(&self, words: &str) -> usize {
        let task = self.column("具体任务");
        self.rows
            .iter()
            .position(|row| row[task].starts_with(words))
            .unwrap()
    }

    fn set(mut self, words: &str, header: &str, value: &str) -> Paper {
        let (row, column) = (self.row(words), self.column(header));
        self.rows[row][column] = value.to_owned();
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for (first, column, last) in &self.merges {
            let text = &self.rows[*first as usize][usize::from(*column)];
            sheet
                .merge_range(*first, *column, *last, *column, text, &Format::new())
                .unwrap();
        }
        for (at, row) in (0_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                let merged = self
                    .merges
                    .iter()
                    .any(|(a, c, b)| c == &column && (*a..=*b).contains(&at));
                if merged || cell.is_empty() {
                    continue;
                }
                if let Some(on) = cell.strip_prefix('@') {
                    let on = day(on);
                    let on =
                        ExcelDateTime::from_ymd(on.year() as u16, on.month() as u8, on.day() as u8)
                            .unwrap();
                    sheet
                        .write_datetime_with_format(at, column, on, &date)
                        .unwrap();
                } else if let Ok(number) = cell.parse::<f64>() {
                    sheet.write_number(at, column, number).unwrap();
                } else {
                    sheet.write_string(at, column, cell).unwrap();
                }
            }
        }
        book.save_to_buffer().unwrap()
    }

    fn read(&self, town: &Town) -> Import {
        import(&self.bytes(), &town.account, now(), &|_| Ok(())).unwrap()
    }
}

fn outcomes(import: &Import) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for row in &import.rows {
        let word = match row.outcome {
            Outcome::Applied => "applied",
            Outcome::Unchanged => "unchanged",
            Outcome::NotUnderstood => "not understood",
            Outcome::Conflict => "conflict",
        };
        *counts.entry(word).or_default() += 1;
    }
    counts
}

fn apply(town: &mut Town, import: Import) -> usize {
    town.act(Command::Several(import.changes))
        .unwrap()
        .events
        .len()
}

#[test]
fn a_sheet_that_nobody_edited_changes_nothing() {
    let town = worked_on();
    let bytes = xlsx(&made(&town, &facts())).unwrap();
    for read in [
        import(&bytes, &town.account, now(), &|_| Ok(())).unwrap(),
        Paper::of(&town).read(&town),
    ] {
        assert_eq!(read.changes.len(), 0);
        assert_eq!(outcomes(&read), BTreeMap::from([("unchanged", 9)]));
    }
}

#[test]
fn an_owner_written_into_the_sheet_is_exactly_the_change() {
    let mut town = worked_on();
    let read = Paper::of(&town)
        .set("新建公办", "牵头单位", "市教育局")
        .read(&town);
    assert_eq!(
        outcomes(&read),
        BTreeMap::from([("applied", 1), ("unchanged", 8)])
    );
    let before = town.account.clone();
    assert_eq!(apply(&mut town, read), 1);
    for (old, new) in before.commitments().zip(town.account.commitments()) {
        if new.text.starts_with("新建公办") {
            assert_eq!(new.lead.as_deref(), Some("市教育局"));
            let why = town.account.history(&new.id).last().unwrap().why.clone();
            assert_eq!(why.as_deref(), Some("分工方案表格第 16 行"));
        } else {
            assert_eq!(old, new);
        }
    }
}

#[test]
fn all_that_a_unit_fills_in_comes_back() {
    let mut town = worked_on();
    let read = Paper::of(&town)
        .set("开行", "牵头单位", "市商务局")
        .set(
            "开行",
            "配合单位",
            "市交通运输局、市财政局; 海关／ 铁路公司",
        )
        .set("开行", "牵头市领导", "赵强")
        .set("开行", "完成时限", "11月底前")
        .set("开行", "一季度节点", "200")
        .set("开行", "二季度节点", "55%")
        .set("开行", "三季度节点", "800列")
        .set("开行", "四季度节点", "全部开行")
        .set("开行", "进展", "已开行210列")
        .set("开行", "存在问题", "无")
        .set("开行", "是否公开", "否")
        .set("完成投资", "完成时限", "@2026-12-20")
        .set("地区", "完成时限", "46357")
        .read(&town);
    assert_eq!(outcomes(&read)["applied"], 3, "{:#?}", read.rows);
    apply(&mut town, read);
    let it = town.get("开行");
    assert_eq!(it.lead.as_deref(), Some("市商务局"));
    assert_eq!(
        it.supporting,
        ["市交通运输局", "市财政局", "海关", "铁路公司"]
    );
    assert_eq!(
        (it.leader.as_deref(), it.due_day()),
        (Some("赵强"), Some(day("2026-11-30")))
    );
    let values: Vec<_> = it
        .nodes
        .iter()
        .map(|node| node.as_ref().unwrap().value)
        .collect();
    assert_eq!(
        values,
        [
            Some(200.into()),
            Some("605.275".parse().unwrap()),
            Some(800.into()),
            None
        ]
    );
    assert_eq!(
        (it.claim.progress.as_str(), it.claim.problems.as_str()),
        ("已开行210列", "无")
    );
    assert!(!it.public);
    assert_eq!(town.get("完成投资").due_day(), Some(day("2026-12-20")));
    assert_eq!(town.get("地区").due_day(), Some(day("2026-12-01")));
}

#[test]
fn columns_may_move_rows_may_come_and_go() {
    let mut town = worked_on();
    let mut paper = Paper::of(&town)
        .set("新建公办", "牵头单位", "市教育局")
        .set("新开工", "配合单位", "市财政局");
    paper.rows[HEADER] = paper.rows[HEADER]
        .iter()
        .map(|h| h.replace("配合单位", "责任单位（配合）"))
        .collect();
    for row in &mut paper.rows {
        row.reverse();
        row.insert(3, "备注".into());
    }
    let width = paper.rows[0].len();
    let blank = vec![String::new(); width];
    let header = paper.rows[HEADER].clone();
    paper.rows.insert(9, blank.clone());
    paper.rows.insert(12, header);
    paper.rows.insert(0, blank.clone());
    let mut remark = blank;
    remark[2] = "填表人：某某".into();
    paper.rows.push(remark);
    let gone = paper
        .rows
        .iter()
        .position(|row| row.iter().any(|cell| cell.starts_with("地区生产总值")))
        .unwrap();
    paper.rows.remove(gone);
    let read = paper.read(&town);
    assert_eq!(
        outcomes(&read),
        BTreeMap::from([("applied", 2), ("unchanged", 6)]),
        "{:#?}",
        read.rows
    );
    apply(&mut town, read);
    assert_eq!(town.get("新建公办").lead.as_deref(), Some("市教育局"));
    assert_eq!(town.get("新开工").supporting, ["市财政局"]);
}

#[test]
fn a_cell_merged_downwards_speaks_for_all_its_rows() {
    let mut town = worked_on();
    let mut paper = Paper::of(&town).set("推进", "牵头单位", "市商务局");
    let column = paper.column("牵头单位") as u16;
    let (first, last) = (paper.row("推进") as u32, paper.row("开行") as u32);
    paper.merges.push((first, column, last));
    let read = paper.read(&town);
    assert_eq!(outcomes(&read)["applied"], 2);
    apply(&mut town, read);
    for words in ["推进", "开行"] {
        assert_eq!(town.get(words).lead.as_deref(), Some("市商务局"));
    }
}

#[test]
fn what_was_not_understood_is_said_row_by_row() {
    let town = worked_on();
    for (words, header, value, outcome, part) in [
        (
            "新建公办",
            "牵头单位",
            "市教育局、市财政局",
            Outcome::NotUnderstood,
            "只能有一个",
        ),
        (
            "新建公办",
            "完成时限",
            "待定",
            Outcome::NotUnderstood,
            "看不懂",
        ),
        (
            "新建公办",
            "完成时限",
            "6月前",
            Outcome::NotUnderstood,
            "看不懂",
        ),
        (
            "新建公办",
            "完成时限",
            "@2025-06-30",
            Outcome::NotUnderstood,
            "早于",
        ),
        (
            "新开工",
            "配合单位",
            "市发展改革委",
            Outcome::NotUnderstood,
            "已是牵头单位",
        ),
        (
            "新建公办",
            "是否公开",
            "保密",
            Outcome::NotUnderstood,
            "“是”或“否”",
        ),
        ("新开工", "牵头单位", "", Outcome::Unchanged, "填“无”"),
        (
            "新开工",
            "状态灯",
            "绿",
            Outcome::NotUnderstood,
            "状态灯由事实算出",
        ),
        ("新开工", "状态灯", "绿·正常推进", Outcome::Unchanged, ""),
        (
            "新开工",
            "年度目标值",
            "新开工项目 ≥10个",
            Outcome::NotUnderstood,
            "在承诺页更正",
        ),
        (
            "新建公办",
            "编号",
            "c99",
            Outcome::NotUnderstood,
            "没有编号 c99",
        ),
        (
            "6月底前",
            "完成时限",
            "无",
            Outcome::NotUnderstood,
            "来自报告原文",
        ),
        ("新开工", "版本", "1", Outcome::Unchanged, "没有改动"),
        (
            "新建公办",
            "任务分类",
            "改革事项",
            Outcome::Unchanged,
            "没有改动",
        ),
    ] {
        let read = Paper::of(&town).set(words, header, value).read(&town);
        let row = read
            .rows
            .iter()
            .find(|row| row.outcome == outcome && row.why.zh.contains(part));
        assert!(row.is_some(), "{words} {header} {value}: {:#?}", read.rows);
        assert_eq!(read.changes.len(), 0, "{header} {value}");
    }
    let paper = Paper::of(&town)
        .set("新建公办", "牵头单位", "市教育局")
        .set("新建公办", "完成时限", "待定");
    let read = paper.read(&town);
    let row = read
        .rows
        .iter()
        .find(|row| row.outcome == Outcome::Applied)
        .unwrap();
    assert_eq!(row.row as usize, paper.row("新建公办") + 1);
    assert!(
        row.why
            .zh
            .starts_with("采用：领导和单位。完成时限“待定”看不懂"),
        "{}",
        row.why.zh
    );
}

#[test]
fn a_word_clears_what_a_blank_cell_keeps() {
    let mut town = worked_on();
    let paper = Paper::of(&town)
        .set("新开工", "牵头单位", "无")
        .set("新开工", "配合单位", "无")
        .set("新开工", "牵头市领导", "无")
        .set("新开工", "四季度节点", "无")
        .set("新开工", "完成时限", "无");
    let read = paper.read(&town);
    apply(&mut town, read);
    let it = town.get("新开工");
    assert_eq!(
        (&it.lead, it.supporting.len(), &it.leader),
        (&None, 0, &None)
    );
    assert_eq!((it.due_day(), it.nodes.iter().flatten().count()), (None, 3));
}

#[test]
fn a_row_older_than_the_account_is_a_conflict_and_not_taken() {
    let mut town = worked_on();
    let paper =
        Paper::of(&town)
            .set("新开工", "牵头单位", "市住建局")
            .set("开行", "牵头单位", "市商务局");
    town.assign("新开工", "市政府办公室", &[]);
    let read = paper.read(&town);
    assert_eq!(
        outcomes(&read),
        BTreeMap::from([("applied", 1), ("conflict", 1), ("unchanged", 7)])
    );
    let row = read
        .rows
        .iter()
        .find(|row| row.outcome == Outcome::Conflict)
        .unwrap();
    assert!(
        row.why
            .zh
            .contains("王敏于 2026-03-05 10:20 牵头单位：市发展改革委 → 市政府办公室"),
        "{}",
        row.why.zh
    );
    apply(&mut town, read);
    assert_eq!(town.get("新开工").lead.as_deref(), Some("市政府办公室"));
    assert_eq!(town.get("开行").lead.as_deref(), Some("市商务局"));
}

#[test]
fn rows_without_an_id_are_known_by_their_words_and_doubles_by_their_first() {
    let town = worked_on();
    let mut paper =
        Paper::of(&town)
            .set("新建公办", "编号", "")
            .set("新建公办", "牵头单位", "市教育局");
    let double = paper.rows[paper.row("开行")].clone();
    paper.rows.push(double);
    let mut unknown = vec![String::new(); paper.rows[0].len()];
    unknown[paper.column("具体任务")] = "表里多写的一项".into();
    paper.rows.push(unknown);
    let read = paper.read(&town);
    assert_eq!(
        outcomes(&read),
        BTreeMap::from([("applied", 1), ("not understood", 2), ("unchanged", 8)])
    );
}

#[test]
fn a_row_of_what_is_no_task_any_more_says_so() {
    let mut town = worked_on();
    let paper = Paper::of(&town).set("新建公办", "牵头单位", "市教育局");
    let id = town.id("新建公办");
    town.act(Command::Reject {
        ids: vec![id.as_str().into()],
        why: "重复".into(),
    })
    .unwrap();
    let read = paper.read(&town);
    let row = read
        .rows
        .iter()
        .find(|row| row.outcome == Outcome::NotUnderstood)
        .unwrap();
    assert!(row.why.zh.contains("不作为承诺"), "{}", row.why.zh);
    assert_eq!(
        town.account.commitment(&id).unwrap().status,
        Status::Rejected
    );
}

#[test]
fn bad_files_are_refused_with_a_sentence() {
    let town = worked_on();
    let good = Paper::of(&town).bytes();
    let mut other = Workbook::new();
    other.add_worksheet().write_string(0, 0, "别的表").unwrap();
    let mut zeros = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zeros
        .start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    for _ in 0..70 {
        zeros.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let zeros = zeros.finish().unwrap().into_inner();
    assert!(zeros.len() < 1024 * 1024);
    for (bytes, part) in [
        (b"".to_vec(), "不是可读的"),
        (b"PK\x03\x04 and so on".to_vec(), "不是可读的"),
        (good[..good.len() / 2].to_vec(), "不是可读的"),
        (vec![0; 9 * 1024 * 1024], "8 MiB"),
        (zeros, "解压后"),
        (other.save_to_buffer().unwrap(), "表头"),
    ] {
        let refusal = import(&bytes, &town.account, now(), &|_| Ok(())).unwrap_err();
        assert!(
            refusal.sentence.zh.contains(part) && refusal.sentence.zh.contains('请'),
            "{refusal}"
        );
    }
}

#[test]
fn a_cell_at_the_far_corner_costs_nothing() {
    let town = worked_on();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["编号", "牵头单位"].iter().enumerate() {
        sheet.write_string(0, column as u16, *header).unwrap();
    }
    sheet.write_string(1, 0, town.id("新建公办")).unwrap();
    sheet.write_string(1, 1, "市教育局").unwrap();
    sheet.write_string(1_048_575, 16_383, "远处").unwrap();
    let read = import(
        &book.save_to_buffer().unwrap(),
        &town.account,
        now(),
        &|_| Ok(()),
    )
    .unwrap();
    assert_eq!(outcomes(&read), BTreeMap::from([("applied", 1)]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_never_panics(at in prop::collection::vec((0..20_000_usize, any::<u8>()), 1..40)) {
        let town = Town::with_report();
        let mut bytes = xlsx(&made(&town, &Default::default())).unwrap();
        let len = bytes.len();
        for (place, byte) in at {
            bytes[place % len] = byte;
        }
        let _ = import(&bytes, &town.account, now(), &|_| Ok(()));
    }

    #[test]
    fn whatever_stands_in_the_cells_the_account_stays_sound(
        cells in prop::collection::vec((3..16_usize, 5..21_usize, "[市局财政无是否、，0-9年月底前日./@= -]{0,12}"), 0..30),
    ) {
        let mut town = worked_on();
        let mut paper = Paper::of(&town);
        for (row, column, text) in cells {
            let text = text.replace('@', "");
            if let Some(cell) = paper.rows.get_mut(row).and_then(|row| row.get_mut(column)) {
                *cell = text;
            }
        }
        if let Ok(read) = import(&paper.bytes(), &town.account, now(), &|_| Ok(())) {
            let again = read.clone();
            town.act(Command::Several(read.changes)).unwrap();
            for it in town.account.commitments() {
                prop_assert!(it.lead.as_ref().is_none_or(|lead| !it.supporting.contains(lead)));
                prop_assert!(it.due_day().is_none_or(|due| due.year() >= 2026));
            }
            prop_assert_eq!(again.rows.iter().filter(|row| row.outcome == Outcome::Applied).count() > 0, !again.changes.is_empty());
        }
    }
}

#[test]
fn an_edit_of_a_field_is_told_from_leaving_it() {
    assert_eq!(Edit::To(1).applied_to(&Some(2)), Some(1));
    assert_eq!(Edit::Keep.applied_to(&Some(2)), Some(2));
    assert_eq!(Edit::Clear.applied_to(&Some(2)), None);
}

#[test]
fn what_may_not_be_done_is_said_in_its_row_and_the_others_go_on() {
    let mut town = worked_on();
    let paper = Paper::of(&town)
        .set("新建公办", "牵头单位", "不存在局")
        .set("新建公办", "进展", "已开工")
        .set("推进", "牵头单位", "市商务局");
    let known = |command: &Command| match command {
        Command::Assign { lead, .. } if lead.as_deref() == Some("不存在局") => {
            Err(Bilingual::new("没有这个单位", "no such unit"))
        }
        _ => Ok(()),
    };
    let read = import(&paper.bytes(), &town.account, now(), &known).unwrap();
    assert_eq!(
        outcomes(&read),
        BTreeMap::from([("applied", 2), ("unchanged", 7)])
    );
    let said = |words: &str| {
        let id = Some(town.get(words).id.as_str());
        let row = read.rows.iter().find(|row| row.id.as_deref() == id);
        row.unwrap().why.zh.clone()
    };
    assert!(said("新建公办").contains("没有这个单位"));
    apply(&mut town, read);
    assert_eq!(town.get("新建公办").lead, None);
    assert_eq!(town.get("新建公办").claim.progress, "已开工");
    assert_eq!(town.get("推进").lead.as_deref(), Some("市商务局"));
}

#[test]
fn a_node_in_words_is_kept_and_said_to_tell_no_pace() {
    let town = worked_on();
    let paper = Paper::of(&town).set("开行", "一季度节点", "很多");
    let read = paper.read(&town);
    let id = Some(town.get("开行").id.as_str());
    let row = read.rows.iter().find(|row| row.id.as_deref() == id);
    let why = &row.unwrap().why.zh;
    assert!(why.contains("“很多”不是数，只作文字记下"), "{why}");
}

#[test]
fn what_a_unit_claims_comes_back_as_amounts_of_a_day() {
    let mut town = worked_on();
    let read = Paper::of(&town)
        .set("开行", "自报数", "210列")
        .set("开行", "自报截至", "@2026-01-31")
        .set("完成投资", "自报数", "330亿元")
        .read(&town);
    assert_eq!(outcomes(&read)["applied"], 2, "{:#?}", read.rows);
    apply(&mut town, read);
    let claimed = |town: &Town, words: &str| {
        let it = town.get(words);
        let last = it.claims_of(0).next().cloned();
        last.map(|it| (it.value.map(|value| value.to_string()), it.on))
    };
    let january = Some(day("2026-01-31"));
    assert_eq!(claimed(&town, "开行"), Some((Some("210".into()), january)));
    let investment = Some((Some("33000000000".into()), None));
    assert_eq!(claimed(&town, "完成投资"), investment);
    // The sheet shows what was claimed, and unchanged it claims nothing anew.
    let paper = Paper::of(&town);
    assert_eq!(paper.read(&town).changes.len(), 0);
    // The same amount of a later day is another claim; 无 takes it back.
    let later = paper
        .clone()
        .set("开行", "自报截至", "2月底")
        .set("完成投资", "自报数", "无");
    let read = later.read(&town);
    apply(&mut town, read);
    let february = Some(day("2026-02-28"));
    assert_eq!(claimed(&town, "开行"), Some((Some("210".into()), february)));
    assert_eq!(claimed(&town, "完成投资"), Some((None, None)));
    for (value, says) in [
        ("很多", "“很多”不是数"),
        ("55%", "“55%”不是数"),
        ("1；2", "有 2 个数，年度目标值有 1 个"),
    ] {
        let read = Paper::of(&town).set("开行", "自报数", value).read(&town);
        let id = Some(town.get("开行").id.as_str());
        let row = read
            .rows
            .iter()
            .find(|row| row.id.as_deref() == id)
            .unwrap();
        assert_eq!(row.outcome, Outcome::NotUnderstood, "{value}");
        assert!(row.why.zh.contains(says), "{}", row.why.zh);
    }
}
