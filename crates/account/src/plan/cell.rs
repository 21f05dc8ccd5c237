//! Reads a sheet cell by cell, within limits, whatever the file claims.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Dimensions, Reader, Xlsx};
use youwei_base::Day;

use crate::Refusal;

/// The largest file that is read. A plan of 400 rows has about 100 KiB.
const FILE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The most that its parts may unpack to: a zip of zeros shrinks a thousandfold.
const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The most parts of a file.
const PARTS_MAX: usize = 1_000;
/// The most sheets that are looked at.
const SHEETS_MAX: usize = 20;
/// The most cells of a sheet that hold something; 400 rows of a plan have 8,400.
const CELLS_MAX: usize = 100_000;
/// The most merged stretches of a sheet that are looked at.
const MERGED_MAX: usize = 1_000;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text, or a number as text.
    Text(String),
    /// A day.
    Day(Day),
    /// An error value such as #REF!.
    Wrong(String),
}

/// The cells of a sheet by row and column, both from 0.
pub type Grid = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// One sheet of a file.
pub struct Sheet {
    /// Its cells.
    pub cells: Grid,
    /// Stretches of one column that were merged.
    pub(super) merged_down: Vec<Dimensions>,
}

/// Reads the sheets of a workbook.
///
/// # Errors
/// A refusal if the file is too large, no workbook, or damaged.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    unpacks_within_limits(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = book.sheet_names().into_iter().take(SHEETS_MAX).collect();
    names
        .into_iter()
        .map(|name| sheet(&mut book, &name))
        .collect()
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Sheet, Refusal> {
    let mut cells = Grid::new();
    let mut count = 0;
    // Cell by cell: a table in one piece would be as large as its last cell's
    // address says, which costs its writer nothing.
    match book.worksheet_cells_reader(name) {
        Ok(mut reader) => {
            while let Some(cell) = reader.next_cell().map_err(damaged)? {
                let (row, column) = cell.get_position();
                let Some(value) = value(cell.get_value()) else {
                    continue;
                };
                count += 1;
                if count > CELLS_MAX {
                    return Err(too_large(
                        format!("{CELLS_MAX} 格"),
                        format!("{CELLS_MAX} cells"),
                    ));
                }
                cells.entry(row).or_default().insert(column, value);
            }
        }
        // A chart sheet has no cells.
        Err(_) => cells.clear(),
    }
    let merged_down = book
        .merge_cells_by_sheet_name(name)
        .unwrap_or_default()
        .into_iter()
        .filter(|area| area.start.1 == area.end.1 && area.start.0 < area.end.0)
        .take(MERGED_MAX)
        .collect();
    Ok(Sheet { cells, merged_down })
}

fn value(data: &DataRef) -> Option<Cell> {
    let text = match data {
        DataRef::Empty => return None,
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // Shortest digits that mean the same number, so 96.0 is 96.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "是".to_owned(),
        DataRef::Bool(false) => "否".to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            return Some(match civil(year, month, day) {
                Some(day) => Cell::Day(day),
                None => Cell::Wrong(moment.as_f64().to_string()),
            });
        }
        DataRef::DateTimeIso(text) => {
            let date: String = text.chars().take(10).collect();
            return Some(match date.parse() {
                Ok(day) => Cell::Day(day),
                Err(_) => Cell::Text(text.clone()),
            });
        }
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => return Some(Cell::Wrong(error.to_string())),
    };
    let text = text.replace("\r\n", "\n").trim().to_owned();
    (!text.is_empty()).then_some(Cell::Text(text))
}

fn civil(year: u16, month: u8, day: u8) -> Option<Day> {
    let year = i16::try_from(year).ok()?;
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day of a bare number in a day's column: Excel counts from 1899-12-30.
pub(super) fn day_of_serial(text: &str) -> Option<Day> {
    /// 1954-10-03 to 2119-01-20: outside it is some other number.
    const SERIALS: std::ops::Range<i64> = 20_000..80_000;
    let serial: i64 = text.parse().ok()?;
    if !SERIALS.contains(&serial) {
        return None;
    }
    let from = Day::new(1899, 12, 30).ok()?;
    from.checked_add(jiff::Span::new().try_days(serial).ok()?)
        .ok()
}

/// Unpacks every part into nothing first, since a file may lie about its sizes.
fn unpacks_within_limits(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > FILE_BYTES_MAX {
        let mib = FILE_BYTES_MAX / 1024 / 1024;
        return Err(too_large(format!("{mib} MiB"), format!("{mib} MiB")));
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > PARTS_MAX {
        return Err(too_large(
            format!("{PARTS_MAX} 个部件"),
            format!("{PARTS_MAX} parts"),
        ));
    }
    let mut left = UNPACKED_BYTES_MAX;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let read = read.map_err(damaged)?;
        let mib = UNPACKED_BYTES_MAX / 1024 / 1024;
        left = left
            .checked_sub(read)
            .ok_or_else(|| too_large(format!("解压后 {mib} MiB"), format!("{mib} MiB unpacked")))?;
    }
    Ok(())
}

fn too_large(zh: String, en: String) -> Refusal {
    Refusal::invalid(
        format!("表格过大，最多 {zh}。请只保留要导入的工作表后再上传。"),
        format!(
            "The workbook is too large; at most {en}. Keep the sheet that is to be read and hand it in again."
        ),
    )
}

fn damaged(_: impl std::fmt::Display) -> Refusal {
    Refusal::invalid(
        "这不是可读的 Excel 工作簿（.xlsx），或文件已损坏。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。",
        "This is not a readable Excel workbook (.xlsx), or it is damaged. Open it, save it as .xlsx and hand it in again.",
    )
}
