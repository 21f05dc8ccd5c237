//! The plan as a sheet that offices print, fill in and hand back.

use jiff::tz::{Offset, TimeZone};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use youwei_base::Light;

use super::column::Column;
use super::row::{PlanRow, Task, rows};
use super::xlsx_sheets::{UNITS_SHEET, help_sheet, units_sheet};
use super::{Made, NotMade, not_made, note, title};

/// The sheet's rows before the tasks: title, note, header.
const TITLE_ROW: u32 = 0;
const NOTE_ROW: u32 = 1;
const HEADER_ROW: u32 = 2;
const FIRST_ROW: u32 = 3;
/// A3; 8 in the list of paper sizes of ECMA-376.
const PAPER_A3: u8 = 8;
/// The most characters that a cell of the format holds.
const CELL_CHARS_MAX: usize = 32_767;

/// The name of the sheet that holds the plan.
pub(super) const PLAN_SHEET: &str = "分工方案";

/// The plan as an Excel workbook: the plan, how to fill it in, and (hidden) the
/// known units that the lead column offers.
///
/// # Errors
/// [`NotMade`] if the file cannot be put together.
pub fn xlsx(made: &Made) -> Result<Vec<u8>, NotMade> {
    workbook(made).map_err(not_made)
}

fn workbook(made: &Made) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new()
            .set_title(title(made.account))
            .set_creation_datetime(&made_at(made)?),
    );
    plan_sheet(book.add_worksheet().set_name(PLAN_SHEET)?, made)?;
    help_sheet(book.add_worksheet())?;
    if !made.units.is_empty() {
        units_sheet(book.add_worksheet(), made.units)?;
    }
    book.save_to_buffer()
}

fn made_at(made: &Made) -> Result<ExcelDateTime, XlsxError> {
    let at = made.at.to_zoned(TimeZone::fixed(Offset::UTC));
    let part = |number: i8| number.unsigned_abs();
    ExcelDateTime::from_ymd(at.year().unsigned_abs(), part(at.month()), part(at.day()))?.and_hms(
        u16::from(part(at.hour())),
        part(at.minute()),
        f64::from(part(at.second())),
    )
}

fn plan_sheet(sheet: &mut Worksheet, made: &Made) -> Result<(), XlsxError> {
    let rows = rows(made.account, made.book, made.today);
    let tasks = rows.iter().filter(|row| matches!(row, PlanRow::Task(_)));
    let note = note(made, tasks.count());
    let formats = Formats::new();
    let last_column = column_number(Column::ALL.len().saturating_sub(1));

    sheet.merge_range(
        TITLE_ROW,
        0,
        TITLE_ROW,
        last_column,
        &title(made.account),
        &formats.title,
    )?;
    sheet.set_row_height(TITLE_ROW, 34)?;
    sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, last_column, &note, &formats.note)?;
    sheet.set_row_height(NOTE_ROW, 20)?;
    sheet.set_row_height(HEADER_ROW, 32)?;
    for (index, column) in Column::ALL.into_iter().enumerate() {
        let at = column_number(index);
        sheet.write_string_with_format(HEADER_ROW, at, column.header(), &formats.header)?;
        sheet.set_column_width(at, column.width())?;
    }

    let mut at = FIRST_ROW;
    for row in &rows {
        match row {
            PlanRow::Section { level, title } => {
                let format = if *level <= 1 {
                    &formats.part
                } else {
                    &formats.section
                };
                sheet.merge_range(at, 0, at, last_column, title, format)?;
                sheet.set_row_height(at, if *level <= 1 { 26 } else { 22 })?;
            }
            PlanRow::Task(task) => task_row(sheet, at, task, &formats)?,
        }
        at += 1;
    }
    offer_choices(sheet, made, at.saturating_sub(1).max(FIRST_ROW))?;

    sheet.set_freeze_panes(FIRST_ROW, 0)?;
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    sheet.set_landscape();
    sheet.set_paper_size(PAPER_A3);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&C&\"宋体\"&10第 &P 页，共 &N 页");
    Ok(())
}

fn task_row(
    sheet: &mut Worksheet,
    at: u32,
    task: &Task,
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (index, column) in Column::ALL.into_iter().enumerate() {
        let cell = column_number(index);
        let format = formats.of(column, task.light);
        if column.before(task).next().is_some() {
            amended_cell(sheet, (at, cell), column, task, format)?;
            continue;
        }
        let day = match column {
            Column::Due => task.due,
            Column::ClaimedOn => task.claimed_on,
            _ => None,
        };
        match (column, day) {
            (Column::Number, _) => {
                let number = u32::try_from(task.number).unwrap_or(u32::MAX);
                sheet.write_number_with_format(at, cell, number, format)?;
            }
            (Column::Version, _) => {
                let version = u32::try_from(task.version).unwrap_or(u32::MAX);
                sheet.write_number_with_format(at, cell, version, format)?;
            }
            (_, Some(due)) => {
                let (month, day) = (due.month().unsigned_abs(), due.day().unsigned_abs());
                let date = ExcelDateTime::from_ymd(due.year().unsigned_abs(), month, day)?;
                sheet.write_datetime_with_format(at, cell, date, &formats.date)?;
            }
            _ => {
                // Always written as text, so no words become a formula.
                let text: String = column.text(task).chars().take(CELL_CHARS_MAX).collect();
                sheet.write_string_with_format(at, cell, text, format)?;
            }
        }
    }
    Ok(())
}

/// A cell with what holds now, and behind it what held before, struck through.
fn amended_cell(
    sheet: &mut Worksheet,
    (at, cell): (u32, u16),
    column: Column,
    task: &Task,
    format: &Format,
) -> Result<(), XlsxError> {
    let plain = Format::new().set_font_name("宋体").set_font_size(10);
    let struck = plain.clone().set_font_strikethrough();
    let now = column.now(task);
    let mut parts: Vec<(&Format, String)> = Vec::new();
    if !now.is_empty() {
        parts.push((&plain, now));
    }
    for it in column.before(task) {
        // The same words as the other forms have, so that the sheet's way back knows them.
        parts.push((&plain, "\n原 ".to_owned()));
        if !it.old.is_empty() {
            parts.push((&struck, it.old.clone()));
        }
        parts.push((&plain, it.behind()));
    }
    let parts: Vec<(&Format, &str)> = parts.iter().map(|(f, text)| (*f, &**text)).collect();
    sheet.write_rich_string_with_format(at, cell, &parts, format)?;
    Ok(())
}

/// Offers the known units and 是/否. Another unit is asked about, not refused:
/// the list cannot know every unit of a city.
fn offer_choices(sheet: &mut Worksheet, made: &Made, last: u32) -> Result<(), XlsxError> {
    let place = |wanted: Column| {
        let index = Column::ALL.iter().position(|column| *column == wanted);
        column_number(index.unwrap_or_default())
    };
    let public = place(Column::Public);
    let yes_or_no = DataValidation::new().allow_list_strings(&["是", "否"])?;
    sheet.add_data_validation(FIRST_ROW, public, last, public, &yes_or_no)?;
    if made.units.is_empty() {
        return Ok(());
    }
    let units = Formula::new(format!("={UNITS_SHEET}!$A$1:$A${}", made.units.len()));
    let lead = place(Column::Lead);
    let known = DataValidation::new()
        .allow_list_formula(units)
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("单位名录中没有这个单位")?
        .set_error_message("牵头单位只能填一个。确认名称无误可继续。")?;
    sheet.add_data_validation(FIRST_ROW, lead, last, lead, &known)?;
    Ok(())
}

fn column_number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

struct Formats {
    title: Format,
    note: Format,
    header: Format,
    part: Format,
    section: Format,
    left: Format,
    centre: Format,
    date: Format,
    small: Format,
    lights: [(Light, Format); 5],
}

impl Formats {
    fn new() -> Self {
        let bordered = || {
            Format::new()
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
        };
        let song = |size: u8| bordered().set_font_name("宋体").set_font_size(size);
        let hei = |size: u8| bordered().set_font_name("黑体").set_font_size(size);
        let centre = song(10).set_align(FormatAlign::Center);
        let lit = |light: Light| {
            let (paper, ink) = match light {
                Light::Blue => (0xDCE9F9, 0x0B3D91),
                Light::Green => (0xDFF2E1, 0x14532D),
                Light::Yellow => (0xFFF4CC, 0x6B4E00),
                Light::Red => (0xFBDCDC, 0x8B0000),
                Light::Grey => (0xEEEEEE, 0x444444),
            };
            let format = centre
                .clone()
                .set_background_color(Color::RGB(paper))
                .set_font_color(Color::RGB(ink));
            (light, format)
        };
        Self {
            title: Format::new()
                .set_font_name("黑体")
                .set_font_size(20)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            note: Format::new()
                .set_font_name("宋体")
                .set_font_size(10)
                .set_align(FormatAlign::Left)
                .set_align(FormatAlign::VerticalCenter),
            header: hei(11)
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0xE3E8EE)),
            part: hei(13)
                .set_align(FormatAlign::Left)
                .set_background_color(Color::RGB(0xDDE6F0)),
            section: hei(11)
                .set_align(FormatAlign::Left)
                .set_background_color(Color::RGB(0xF1F5F9)),
            left: song(10).set_align(FormatAlign::Left),
            date: centre.clone().set_num_format("yyyy\\-mm\\-dd"),
            small: song(6)
                .set_align(FormatAlign::Center)
                .set_font_color(Color::RGB(0x888888)),
            lights: Light::ALL.map(lit),
            centre,
        }
    }

    fn of(&self, column: Column, light: Light) -> &Format {
        match column {
            Column::Light => self
                .lights
                .iter()
                .find(|(one, _)| *one == light)
                .map_or(&self.centre, |(_, format)| format),
            Column::Id | Column::Version => &self.small,
            Column::Number
            | Column::Kind
            | Column::Leader
            | Column::Lead
            | Column::Public
            | Column::Claimed
            | Column::ClaimedOn
            | Column::Due => &self.centre,
            _ => &self.left,
        }
    }
}
