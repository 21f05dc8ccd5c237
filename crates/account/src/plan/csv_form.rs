//! The plan as CSV, for programs and for spreadsheets that open it as text.

use super::column::Column;
use super::row::{PlanRow, rows};
use super::{Made, NotMade, not_made};

/// The plan as CSV in UTF-8 with a byte order mark, so that Excel reads the
/// characters right. One line a task, its headings in a column of their own. A
/// cell that a spreadsheet would take for a formula begins with an apostrophe.
///
/// # Errors
/// [`NotMade`] if the writer fails, which it does not on memory.
pub fn csv(made: &Made) -> Result<Vec<u8>, NotMade> {
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let headers = ["章节"].into_iter().chain(Column::ALL.map(Column::header));
    out.write_record(headers).map_err(not_made)?;
    let mut over: Vec<(u8, String)> = Vec::new();
    for row in rows(made.account, made.book, made.today) {
        match row {
            PlanRow::Section { level, title } => {
                over.retain(|(above, _)| *above < level);
                over.push((level, title));
            }
            PlanRow::Task(task) => {
                let titles: Vec<&str> = over.iter().map(|(_, title)| title.as_str()).collect();
                let cells = [titles.join(" / ")]
                    .into_iter()
                    .chain(Column::ALL.map(|column| column.text(&task)))
                    .map(|cell| guarded(&cell));
                out.write_record(cells).map_err(not_made)?;
            }
        }
    }
    out.into_inner().map_err(not_made)
}

/// A cell that no spreadsheet computes.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_cell_that_looks_like_a_formula_is_guarded() {
        for (cell, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1+1", "'＝1+1"),
            ("市教育局", "市教育局"),
            ("", ""),
            ("1-2", "1-2"),
        ] {
            assert_eq!(guarded(cell), expected);
        }
    }
}
