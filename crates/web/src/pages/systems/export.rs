//! `/systems/{system}/export/records.{csv,xlsx}`: what a filter lets through, as a sheet.

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};
use youwei_decision::value::Value;
use youwei_system::declaration::FieldType;
use youwei_system::record::Record;

use super::value::plain;
use super::{Here, filter};
use crate::ask::{Answer, Ask};
use crate::fault::Fault;

/// A sheet of the format has no more rows; a larger list is exported as CSV.
const SHEET_ROWS_MAX: usize = 100_000;

/// The most characters that a cell of the format holds.
const CELL_CHARS_MAX: usize = 32_000;

const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /systems/{system}/export/{file}`.
pub(crate) fn show(ask: &Ask) -> Answer {
    let state = ask.state();
    let here = Here::new(ask, &state)?;
    let (query, _) = filter::query(here.system, here.sight, &ask.query, ask.today());
    let found = here.listing.find(here.system, &query, 0, usize::MAX);
    let records: Vec<&Record> = found.page.iter().filter_map(|id| here.record(id)).collect();
    let format = ask.part("file").strip_prefix("records.").unwrap_or("");
    sheet(&here, &records, format, here.say.lang.of(&here.system.name))
}

/// Records as a file of this format.
pub(crate) fn sheet(here: &Here<'_>, records: &[&Record], format: &str, title: &str) -> Answer {
    let (kind, bytes) = match format {
        "csv" => (CSV, csv(here, records)?),
        "xlsx" if records.len() > SHEET_ROWS_MAX => return Err(too_many()),
        "xlsx" => (XLSX, xlsx(here, records).map_err(|_| Fault::internal())?),
        _ => return Err(Fault::no_page()),
    };
    let name = format!("{title}_{}.{format}", here.ask.today());
    Ok(download(kind, &name, bytes))
}

fn too_many() -> Fault {
    Fault::invalid(
        format!("超过 {SHEET_ROWS_MAX} 条，Excel 表放不下。请先筛选，或导出 CSV。"),
        format!(
            "More than {SHEET_ROWS_MAX} records do not fit into a sheet. Filter first, or export CSV."
        ),
    )
}

/// A file to be kept under a name.
pub(crate) fn download(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    // RFC 6266: the plain name for old programs, the encoded one for the rest.
    let encoded: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let encoded = encoded.replace('+', "%20");
    let format = name.rsplit('.').next().unwrap_or("");
    let disposition =
        format!("attachment; filename=\"records.{format}\"; filename*=UTF-8''{encoded}");
    let mut response = ([(CONTENT_TYPE, kind)], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// The labels of the columns.
fn heads(here: &Here<'_>) -> Vec<String> {
    let lang = here.say.lang;
    let own = [
        lang.pick("编号", "No."),
        lang.pick("阶段", "Stage"),
        lang.pick("入账日期", "Opened"),
        lang.pick("最近时限", "Next limit"),
    ];
    let own = own.into_iter().map(str::to_owned);
    let fields = here
        .sight
        .fields(here.system)
        .map(|(_, field)| match &field.of {
            FieldType::Money => lang.pick(
                format!("{}（元）", field.label.zh),
                format!("{} (yuan)", field.label.en),
            ),
            FieldType::Number { unit, .. } if !unit.is_empty() => lang.pick(
                format!("{}（{unit}）", field.label.zh),
                format!("{} ({unit})", field.label.en),
            ),
            _ => lang.of(&field.label).to_owned(),
        });
    own.chain(fields).collect()
}

/// The cells of a record: amounts as bare digits, so that they can be added up.
fn cells(here: &Here<'_>, record: &Record) -> Vec<String> {
    let stage = record.stage.and_then(|at| here.system.stages.get(at));
    let stage = stage.map_or_else(String::new, |it| here.say.lang.of(&it.name).to_owned());
    let due = record
        .clocks
        .iter()
        .filter(|it| it.stopped.is_none() && it.suspended.is_none());
    let due = due
        .map(|it| it.due)
        .min()
        .map(|it| it.to_string())
        .unwrap_or_default();
    let own = [record.id.to_string(), stage, record.opened.to_string(), due];
    let fields = here.sight.fields(here.system).map(|(at, field)| {
        match (record.values.get(at), &field.of) {
            (None, _) => String::new(),
            (Some(value @ Value::Number(_)), _) => plain(value),
            (Some(value), of) => here.say.text(of, value),
        }
    });
    own.into_iter().chain(fields).collect()
}

fn csv(here: &Here<'_>, records: &[&Record]) -> Result<Vec<u8>, Fault> {
    let failed = |_| Fault::internal();
    // With a byte order mark, so that Excel reads the characters right.
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(heads(here)).map_err(failed)?;
    for record in records {
        let cells = cells(here, record).into_iter().map(|it| guarded(&it));
        out.write_record(cells).map_err(failed)?;
    }
    out.into_inner().map_err(|_| Fault::internal())
}

/// A cell that no spreadsheet computes; numbers stay numbers.
fn guarded(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']);
    match formula && cell.parse::<youwei_base::Decimal>().is_err() {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

fn xlsx(here: &Here<'_>, records: &[&Record]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(here.say.lang.of(&here.system.name)))?;
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center);
    for (column, text) in (0_u16..).zip(heads(here)) {
        sheet.write_with_format(0, column, text, &head)?;
        sheet.set_column_width(column, 16)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    for (row, record) in (1_u32..).zip(records) {
        for (column, text) in (0_u16..).zip(cells(here, record)) {
            let text: String = text.chars().take(CELL_CHARS_MAX).collect();
            // As text, with all its digits: a number of this format is a double.
            sheet.write_string(row, column, text)?;
        }
    }
    book.save_to_buffer()
}

/// The format allows 31 characters and none of these.
pub(crate) fn sheet_name(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(|it| !"[]:*?/\\'".contains(*it))
        .take(31)
        .collect();
    if name.is_empty() {
        "records".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::{guarded, sheet_name};

    #[test]
    fn a_cell_is_no_formula_and_a_number_stays_one() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("-12.5", "-12.5"),
            ("+x", "'+x"),
            ("望澜桥", "望澜桥"),
        ] {
            assert_eq!(guarded(cell), expected);
        }
        assert_eq!(sheet_name("重点/项目?"), "重点项目");
        assert_eq!(sheet_name("///"), "records");
    }
}
