//! `/systems/{system}/import/{action}`: many records opened from a sheet. What each row
//! would do is shown first; either all rows are taken or none is.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use maud::{Markup, html};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde_json::{Map, Value as Json};
use youwei_account::plan::{Cell, sheets};
use youwei_base::Bilingual;
use youwei_system::declaration::{Action, ActionAt, FieldType, Input};
use youwei_system::wish::Refusal;

use super::export::{download, sheet_name};
use super::given::typed;
use super::{Here, about, act};
use crate::app::ActFault;
use crate::ask::{Answer, Ask, back_to};
use crate::fault::Fault;
use crate::page::{Door, Sheet, refusal, show as frame};
use crate::systems::Names;
use crate::upload::{keep, kept};
use crate::words as w;

/// So many rows are taken at once: one commit has room for them and their values.
const ROWS_MAX: usize = 2_000;

/// So many faulty rows are shown.
const FAULTS_SHOWN: usize = 200;

/// What a sheet says.
struct Rows {
    /// The number of each row in the sheet and what it gives.
    rows: Vec<(usize, Map<String, Json>)>,
    /// Columns that mean nothing.
    unknown: Vec<String>,
    /// What inputs are called, by name.
    labels: BTreeMap<String, Bilingual>,
}

/// `GET /systems/{system}/import/{action}`; `?template` gives the sheet to be filled in.
pub(crate) fn show(ask: &Ask) -> Answer {
    if ask.query.given("template").is_some() {
        let state = ask.state();
        let here = Here::new(ask, &state)?;
        let (_, action) = here.asked_action()?;
        let bytes = template(&here, action).map_err(|_| Fault::internal())?;
        let name = format!(
            "{}_{}.xlsx",
            here.say.lang.of(&here.system.name),
            here.say.lang.of(&action.name)
        );
        return Ok(download(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            &name,
            bytes,
        ));
    }
    page(ask, None, &html! {})
}

/// `POST /systems/{system}/import/{action}`: a preview, or with the hash of a previewed
/// file its rows are taken.
pub(crate) fn act(ask: &Ask) -> Answer {
    let hash = ask.form.get("file");
    let bytes = match ask.files.first() {
        Some((_, _, bytes)) => bytes.clone(),
        None if !hash.is_empty() => kept(&ask.app.settings.files, hash)?,
        None => return page(ask, Some(&no_file()), &html! {}),
    };
    let (system, at, read) = act::with_system(ask, |system| {
        let (at, action) = act::named(system, ask.part("action"))?;
        Ok((system.id.clone(), at, rows(action, &bytes, ask.app.names())))
    })?;
    let read = match read {
        Ok(read) => read,
        Err(fault) => return page(ask, Some(&fault), &html! {}),
    };
    let inputs = read.rows.iter().map(|it| it.1.clone()).collect();
    let applies = ask.files.is_empty();
    match ask.app.open_all(&system, at, inputs, &ask.actor, applies) {
        Ok(_) if applies => {
            let count = read.rows.len();
            back_to(&format!("/systems/{system}?imported={count}"))
        }
        Ok(_) => {
            let hash = keep(&ask.app.settings.files, &bytes)?;
            page(ask, None, &previewed(ask, &read, &[], Some(&hash)))
        }
        Err(Unopened::Rows(faults)) => page(
            ask,
            Some(&not_yet(
                faults.iter().map(|it| it.0).collect::<BTreeSet<_>>().len(),
            )),
            &previewed(ask, &read, &faults, None),
        ),
        Err(Unopened::Other(ActFault::Fault(fault))) => Err(fault),
        Err(Unopened::Other(ActFault::Refused(refusal))) => {
            let (attempt, kind) =
                act::with_system(ask, |system| Ok(act::attempt(system, at, refusal)))?;
            let sentence = attempt.said.into_iter().next();
            let Bilingual { zh, en } = sentence.unwrap_or_else(|| Fault::internal().sentence);
            Err(Fault::new(act::status(kind), zh, en))
        }
    }
}

/// Why rows were not taken.
pub(crate) enum Unopened {
    /// What is wrong with which rows, counted from 0.
    Rows(Vec<(usize, Refusal)>),
    Other(ActFault),
}

fn no_file() -> Fault {
    Fault::invalid(
        "没有选择文件。请选择填好的 Excel 表（.xlsx）或 CSV 再上传。",
        "No file was chosen. Choose the filled-in Excel sheet (.xlsx) or CSV and upload it.",
    )
}

fn not_yet(rows: usize) -> Fault {
    Fault::invalid(
        format!("有 {rows} 行不能导入，什么也没有存入。请按下面的说明改好表格，再整份上传。"),
        format!(
            "{rows} rows cannot be taken and nothing was stored. Put the sheet right as said below, then upload the whole of it again."
        ),
    )
}

/// Inputs that one cell can hold.
fn columns(action: &Action) -> impl Iterator<Item = &Input> {
    action.input.iter().filter(|it| {
        !matches!(
            it.field.of,
            FieldType::List(_) | FieldType::Table(_) | FieldType::File { .. } | FieldType::Geo
        )
    })
}

/// Reads a sheet: its first row names the columns, by label or by name.
fn rows(action: &Action, bytes: &[u8], names: &Names) -> Result<Rows, Fault> {
    let cells = match bytes.starts_with(b"PK") {
        true => from_workbook(bytes)?,
        false => from_csv(bytes)?,
    };
    let mut lines = cells.into_iter();
    let head = lines.next().map(|it| it.1).unwrap_or_default();
    let mut unknown = Vec::new();
    let mut known: BTreeMap<usize, &Input> = BTreeMap::new();
    for (at, title) in head.iter().enumerate() {
        let title = title.trim().trim_end_matches('*').trim();
        let called = |it: &&Input| {
            title == it.field.label.zh || title == it.field.label.en || title == &*it.field.name
        };
        match columns(action).find(called) {
            Some(input) => drop(known.insert(at, input)),
            None if title.is_empty() => {}
            None => unknown.push(title.to_owned()),
        }
    }
    if known.is_empty() {
        return Err(Fault::invalid(
            "表格第一行没有认得的列名。请下载模板，把内容填在模板里。",
            "The first row has no column name that is known. Download the template and fill it in.",
        ));
    }
    let mut rows = Vec::new();
    for (number, cells) in lines {
        if cells.iter().all(|it| it.trim().is_empty()) {
            continue;
        }
        if rows.len() >= ROWS_MAX {
            return Err(Fault::invalid(
                format!("一次最多导入 {ROWS_MAX} 行，什么也没有存入。请分成几份。"),
                format!(
                    "At most {ROWS_MAX} rows are taken at once and nothing was stored. Split the sheet."
                ),
            ));
        }
        let given = known.iter().map(|(at, input)| {
            let text = cells.get(*at).map_or("", String::as_str);
            (
                input.field.name.to_string(),
                typed(&input.field.of, text, names),
            )
        });
        rows.push((number, given.filter(|(_, it)| !it.is_null()).collect()));
    }
    let labels = action.input.iter();
    let labels = labels.map(|it| (it.field.name.to_string(), it.field.label.clone()));
    Ok(Rows {
        rows,
        unknown,
        labels: labels.collect(),
    })
}

type Lines = Vec<(usize, Vec<String>)>;

fn from_workbook(bytes: &[u8]) -> Result<Lines, Fault> {
    let sheets = sheets(bytes)?;
    let Some(sheet) = sheets.into_iter().find(|it| !it.cells.is_empty()) else {
        return Ok(Vec::new());
    };
    let lines = sheet.cells.into_iter().map(|(row, cells)| {
        let last = cells.keys().next_back().copied().unwrap_or(0).min(200);
        let text = |at: u32| match cells.get(&at) {
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Day(day)) => day.to_string(),
            Some(Cell::Wrong(text)) => text.clone(),
            None => String::new(),
        };
        (row as usize + 1, (0..=last).map(text).collect())
    });
    Ok(lines.collect())
}

fn from_csv(bytes: &[u8]) -> Result<Lines, Fault> {
    let broken = || {
        Fault::invalid(
            "这不是可读的 CSV（须为 UTF-8），也不是 Excel 工作簿。请用 Excel 另存为 .xlsx 或“CSV UTF-8”后再上传。",
            "This is neither readable CSV in UTF-8 nor an Excel workbook. Save it as .xlsx or “CSV UTF-8” and upload it again.",
        )
    };
    let text = std::str::from_utf8(bytes).map_err(|_| broken())?;
    let text = text.trim_start_matches('\u{feff}');
    let mut lines: Lines = Vec::new();
    for (number, row) in (1..).zip(sheet_rows(text)) {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(row.as_bytes());
        let Some(record) = reader.records().next() else {
            continue;
        };
        let record = record.map_err(|_| broken())?;
        // A guard against formulas is no part of what was written.
        let cells = record.iter().map(|it| it.strip_prefix('\'').unwrap_or(it));
        lines.push((number, cells.map(str::to_owned).collect()));
        // One more than there may be, under the head.
        if lines.len() > ROWS_MAX + 1 {
            break;
        }
    }
    Ok(lines)
}

/// The rows of a CSV as a spreadsheet numbers them: empty ones count, and what stands in
/// quotes is one row however many lines it has.
fn sheet_rows(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (mut quoted, mut begins) = (false, true);
        let end = rest.char_indices().find(|(_, c)| {
            match c {
                // Two within quotes end them and begin them again.
                '"' if quoted || begins => quoted = !quoted,
                '\n' | '\r' if !quoted => return true,
                _ => {}
            }
            begins = *c == ',' || (*c == '"' && !quoted);
            false
        });
        let end = end.map_or(rest.len(), |it| it.0);
        let (row, after) = rest.split_at(end);
        rest = after
            .strip_prefix("\r\n")
            .or_else(|| after.strip_prefix(['\r', '\n']))
            .unwrap_or(after);
        Some(row)
    })
}

fn previewed(ask: &Ask, read: &Rows, faults: &[(usize, Refusal)], hash: Option<&str>) -> Markup {
    let lang = ask.lang;
    let number = |at: usize| read.rows.get(at).map_or(0, |it| it.0);
    let column = |name: &Option<String>| {
        let name = name.as_deref().unwrap_or("");
        read.labels
            .get(name)
            .map_or(name, |it| lang.of(it))
            .to_owned()
    };
    let faulty: BTreeSet<usize> = faults.iter().map(|it| it.0).collect();
    html! {
        h2.part { (lang.pick("预览", "Preview")) }
        ul.counts.tally {
            li { b { (read.rows.len()) } span { (lang.pick("行", "rows")) } }
            li { b { (read.rows.len().saturating_sub(faulty.len())) } span { (lang.pick("可以导入", "can be taken")) } }
            li { b { (faulty.len()) } span { (lang.pick("要改", "to be put right")) } }
        }
        @if !read.unknown.is_empty() { p.note { (lang.pick("不认得、没有读的列：", "Columns that are not known and were not read: ")) (read.unknown.join(lang.pick("、", ", "))) } }
        @if !faults.is_empty() {
            table.plain.import-faults {
                thead { tr { th scope="col" { (lang.say(w::ROW)) } th scope="col" { (lang.pick("哪一列", "Column")) } th scope="col" { (lang.pick("问题和改法", "What is wrong")) } } }
                tbody { @for (at, refusal) in faults.iter().take(FAULTS_SHOWN) { @for (name, sentence) in &refusal.said {
                    tr.bad { td { (number(*at)) } td { (column(name)) } td { (lang.of(sentence)) } }
                } } }
            }
            @if faults.len() > FAULTS_SHOWN { p.quiet { (lang.pick(format!("还有 {} 行。", faults.len() - FAULTS_SHOWN), format!("{} more rows.", faults.len() - FAULTS_SHOWN))) } }
        }
        @if let Some(hash) = hash {
            @if read.rows.is_empty() { p.note { (lang.pick("表里没有内容。", "The sheet has no rows.")) } }
            @else { form method="post" action=(ask.path) {
                input type="hidden" name="file" value=(hash);
                p { button.primary type="submit" { (lang.pick("全部导入", "Take them all in")) } }
            } }
        }
    }
}

fn page(ask: &Ask, fault: Option<&Fault>, found: &Markup) -> Answer {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let (at, action): (ActionAt, &Action) = here.asked_action()?;
    let lang = ask.lang;
    if !here.may_open(at) {
        return Err(Fault::new(
            StatusCode::FORBIDDEN,
            format!(
                "您现在的身份不能办理“{}”。请用有这项权限的账号登录。",
                action.name.zh
            ),
            format!(
                "You may not do “{}” as you are. Sign in as somebody who may.",
                action.name.en
            ),
        ));
    }
    let title = lang.pick(
        format!("批量导入：{}", action.name.zh),
        format!("Import: {}", action.name.en),
    );
    let address = format!("/systems/{}/import/{}", here.system.id, action.id);
    let body = html! {
        main #main.wide.systems {
            (here.way(&[(title.clone(), address.clone())]))
            h1 { (title) }
            @if let Some(fault) = fault { (refusal(ask, &fault.sentence)) }
            div.steps {
                section {
                    h2.part { "1 · " (lang.pick("下载模板", "The template")) }
                    p { (lang.pick("一行一条；带 * 的列必填。第二张表说明每一列怎么填。", "One row a record; columns with * are needed. The second sheet says what belongs where.")) }
                    p.next { a.button href=(format!("{address}?template=xlsx")) { (lang.pick("Excel 模板", "Excel template")) } }
                }
                section {
                    h2.part { "2 · " (lang.pick("上传预览", "Upload and look")) }
                    p { (lang.pick("逐行检查；有一行不行就一行也不存。", "Every row is checked; if one fails, none is stored.")) }
                    form method="post" action=(address) enctype="multipart/form-data" {
                        p.next { input type="file" name="sheet" accept=".xlsx,.csv" required aria-label=(lang.say(w::CHOOSE_FILE)); button type="submit" { (lang.say(w::PREVIEW)) } }
                    }
                }
            }
            (found)
        }
    };
    let sheet = Sheet {
        styles: &["systems.css"],
        status: fault.map_or(StatusCode::OK, |it| it.status),
        ..Sheet::new(title, Door::Systems, body)
    };
    Ok(frame(ask, &state, sheet))
}

/// The sheet to be filled in, and beside it how.
fn template(here: &Here<'_>, action: &Action) -> Result<Vec<u8>, XlsxError> {
    let lang = here.say.lang;
    let head = Format::new().set_bold();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(lang.of(&action.name)))?;
    let text = Format::new().set_num_format("@");
    for (column, input) in (0_u16..).zip(columns(action)) {
        let star = if input.field.required { " *" } else { "" };
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, 18)?;
        sheet.write_with_format(
            0,
            column,
            format!("{}{star}", lang.of(&input.field.label)),
            &head,
        )?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let help = book.add_worksheet();
    help.set_name(lang.pick("填表说明", "How to fill it in"))?;
    for (row, input) in (0_u32..).zip(columns(action)) {
        help.write_with_format(row, 0, lang.of(&input.field.label), &head)?;
        help.write_string(row, 1, about::kind(&input.field.of, lang))?;
        help.write_string(row, 2, lang.of(&input.field.help))?;
    }
    help.set_column_width(0, 24)?;
    help.set_column_width(1, 48)?;
    help.set_column_width(2, 60)?;
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{from_csv, sheet_rows};

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does() {
        for (text, numbers) in [
            ("名称\n桥\n", vec![1, 2]),
            ("名称\r\n桥\r\n", vec![1, 2]),
            ("名称\r桥", vec![1, 2]),
            ("名称\n\n桥", vec![1, 3]),
            ("名称\r\n\r\n桥\r\n路", vec![1, 3, 4]),
            ("名称,\"一\n二\"\n桥", vec![1, 2]),
            ("名称,\"一\"\"\n\"\n桥", vec![1, 2]),
            // A quote within a word is one.
            ("5\"管,1\n桥,2", vec![1, 2]),
            ("", vec![]),
        ] {
            let lines = from_csv(text.as_bytes()).unwrap();
            let found: Vec<usize> = lines.iter().map(|it| it.0).collect();
            assert_eq!(found, numbers, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_row_is_found_as_it_was_written(
            cells in proptest::collection::vec(proptest::collection::vec("[a\"\n\r, ]{0,6}", 2..4), 1..6)
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &cells {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(sheet_rows(&text).count(), cells.len(), "{:?}", text);
            let read: Vec<Vec<String>> = from_csv(text.as_bytes()).unwrap().into_iter().map(|it| it.1).collect();
            prop_assert_eq!(read, cells);
        }
    }
}
