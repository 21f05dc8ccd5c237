//! The plan as a document to be issued: a landscape table under the report's
//! headings, in the types that offices use (黑体 for titles, 仿宋 for the table).

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, PageMargin, PageNum, PageOrientationType, Paragraph,
    Run, RunFonts, Shading, Table, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::column::Column;
use super::row::{PlanRow, Task, rows};
use super::{Made, NotMade, not_made, note, title};

/// The columns of the document and their widths in twentieths of a point. The
/// sheet has the rest: a document is what is issued, not what is filled in.
const COLUMNS: [(Column, usize); 8] = [
    (Column::Number, 700),
    (Column::Task, 4_300),
    (Column::Kind, 1_200),
    (Column::Goal, 2_100),
    (Column::Leader, 1_100),
    (Column::Lead, 1_900),
    (Column::Supporting, 2_300),
    (Column::Due, 1_400),
];

/// A4 across, in twentieths of a point.
const PAGE: (u32, u32) = (16_838, 11_906);
/// About 2 cm.
const MARGIN: i32 = 1_134;
/// Sizes in half points: 二号 for the title, 小四 for headings, 五号 for the table.
const TITLE: usize = 44;
const HEADING: usize = 24;
const BODY: usize = 21;

const HEI: &str = "黑体";
const FANG: &str = "仿宋";

/// The plan as a Word document.
///
/// # Errors
/// [`NotMade`] if the file cannot be put together.
pub fn docx(made: &Made) -> Result<Vec<u8>, NotMade> {
    let rows = rows(made.account, made.book, made.today);
    let tasks = rows.iter().filter(|row| matches!(row, PlanRow::Task(_)));
    let note = note(made, tasks.count());
    let header = COLUMNS.map(|(column, width)| {
        cell(width, HEI, column.header(), AlignmentType::Center)
            .shading(Shading::new().fill("EDEDED"))
    });
    let mut table_rows = vec![TableRow::new(header.to_vec()).cant_split()];
    table_rows.extend(rows.iter().map(table_row));
    let table = Table::new(table_rows)
        .set_grid(COLUMNS.map(|(_, width)| width).to_vec())
        .width(COLUMNS.iter().map(|(_, width)| width).sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed);
    let made_at = made.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut parts = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(PageMargin {
            top: MARGIN,
            left: MARGIN,
            bottom: MARGIN,
            right: MARGIN,
            header: 700,
            footer: 700,
            gutter: 0,
        })
        .created_at(&made_at)
        .updated_at(&made_at)
        .default_fonts(fonts(FANG))
        .default_size(BODY)
        .footer(
            Footer::new().add_paragraph(
                Paragraph::new()
                    .align(AlignmentType::Center)
                    .add_page_num(PageNum::new()),
            ),
        )
        .add_paragraph(
            Paragraph::new()
                .align(AlignmentType::Center)
                .add_run(run(HEI, &title(made.account)).size(TITLE)),
        )
        .add_paragraph(
            Paragraph::new()
                .align(AlignmentType::Center)
                .add_run(run(FANG, &note).size(BODY)),
        )
        .add_table(table)
        .build();
    parts.document = with_repeated_header(&parts.document);
    let mut stored = Cursor::new(Vec::new());
    parts.pack(&mut stored).map_err(not_made)?;
    deflated(stored.into_inner()).map_err(not_made)
}

/// The same file packed: the writer stores its parts as they are, which makes a
/// plan of 300 rows a megabyte.
fn deflated(stored: Vec<u8>) -> zip::result::ZipResult<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(stored))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    // No moment of packing, so that the same plan makes the same file.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for index in 0..from.len() {
        let mut part = from.by_index(index)?;
        let name = part.name()?.into_owned();
        to.start_file(name, options)?;
        std::io::copy(&mut part, &mut to)?;
    }
    Ok(to.finish()?.into_inner())
}

fn table_row(row: &PlanRow) -> TableRow {
    match row {
        PlanRow::Section { level, title } => {
            let fill = if *level <= 1 { "DDE6F0" } else { "F1F5F9" };
            let heading = Paragraph::new()
                .keep_next(true)
                .add_run(run(HEI, title).size(HEADING));
            let cell = TableCell::new()
                .grid_span(COLUMNS.len())
                .width(COLUMNS.iter().map(|(_, width)| width).sum(), WidthType::Dxa)
                .vertical_align(VAlignType::Center)
                .shading(Shading::new().fill(fill))
                .add_paragraph(heading);
            TableRow::new(vec![cell]).cant_split()
        }
        PlanRow::Task(task) => {
            let cells = COLUMNS.map(|(column, width)| {
                let align = match column {
                    Column::Task | Column::Goal | Column::Supporting => AlignmentType::Left,
                    _ => AlignmentType::Center,
                };
                match column.before(task).next() {
                    None => cell(width, FANG, &column.now(task), align),
                    Some(_) => amended_cell(width, column, task, align),
                }
            });
            TableRow::new(cells.to_vec()).cant_split()
        }
    }
}

/// A cell with what holds now, and under it what held before, struck through.
fn amended_cell(width: usize, column: Column, task: &Task, align: AlignmentType) -> TableCell {
    let paragraph = || Paragraph::new().align(align);
    let now = run(FANG, &column.now(task)).size(BODY);
    let cell = TableCell::new()
        .width(width, WidthType::Dxa)
        .vertical_align(VAlignType::Center)
        .add_paragraph(paragraph().add_run(now));
    column.before(task).fold(cell, |cell, it| {
        let old = run(FANG, &it.old).size(BODY).strike();
        let behind = run(FANG, &it.behind()).size(BODY);
        cell.add_paragraph(paragraph().add_run(old).add_run(behind))
    })
}

fn cell(width: usize, font: &str, text: &str, align: AlignmentType) -> TableCell {
    TableCell::new()
        .width(width, WidthType::Dxa)
        .vertical_align(VAlignType::Center)
        .add_paragraph(
            Paragraph::new()
                .align(align)
                .add_run(run(font, text).size(BODY)),
        )
}

fn run(font: &str, text: &str) -> Run {
    let mut run = Run::new().fonts(fonts(font));
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    run
}

fn fonts(name: &str) -> RunFonts {
    RunFonts::new()
        .ascii("Times New Roman")
        .hi_ansi("Times New Roman")
        .east_asia(name)
}

/// Marks the first row as the table's header, which Word repeats on every page;
/// the writer has no word for it.
fn with_repeated_header(document: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(document) else {
        return document.to_vec();
    };
    text.replacen("<w:trPr>", "<w:trPr><w:tblHeader/>", 1)
        .into_bytes()
}
