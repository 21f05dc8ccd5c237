//! The sheets beside the plan: how to fill it in, and the known units.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

/// The hidden sheet of known units.
pub(super) const UNITS_SHEET: &str = "单位名录";

/// How to fill the plan in, one line a rule; the same rules that the way back
/// follows.
const RULES: [(&str, &str); 12] = [
    (
        "填写范围",
        "只填牵头市领导、牵头单位、配合单位、完成时限、四个季度节点、进展、佐证、存在问题、下步措施、是否公开。其余各栏由系统生成，改动不会采用。",
    ),
    (
        "牵头单位",
        "只填一个单位全称，可从下拉名录中选。牵头单位不能同时是配合单位。",
    ),
    ("配合单位", "可填多个，用顿号、逗号、分号、斜线或空格隔开。"),
    (
        "完成时限",
        "填日期（2026-06-30），或写“6月底”“6月30日前”“二季度末”“上半年”“年底”。不早于报告所定年度。",
    ),
    (
        "季度节点",
        "填到季度末应达到的数量（96个、55%、120亿元）或形象进度（主体封顶）。四个季度都填数量时，状态灯按节点计算，否则按序时进度计算。",
    ),
    (
        "进展等四栏",
        "是单位自报，显示在事实数据旁边，不代替事实数据，也不影响状态灯。",
    ),
    (
        "状态灯",
        "由业务系统的记录计算，不能填写：蓝为已完成，绿为达进度，黄为欠进度，红为严重滞后或逾期，灰为还没有事实依据。",
    ),
    ("是否公开", "填“是”或“否”。"),
    (
        "留空与清除",
        "留空表示保持原值。要清除牵头市领导、单位、时限或节点，请填“无”。",
    ),
    (
        "编号与版本",
        "请勿改动这两栏，系统靠它们认出每一项、判断表格是否过期。导出之后系统中又有改动的，以系统为准，并逐行列出冲突。",
    ),
    (
        "行与列",
        "可以移动列、插入空行、删去不涉及的行；列名请保留。",
    ),
    (
        "交回",
        "在系统中上传本表，系统逐行告知采用了什么、哪里没有看懂、为什么。",
    ),
];

pub(super) fn help_sheet(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?;
    let text = || {
        Format::new()
            .set_font_name("宋体")
            .set_font_size(11)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap()
    };
    let name = text().set_font_name("黑体");
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 100)?;
    let title = Format::new().set_font_name("黑体").set_font_size(16);
    sheet.write_string_with_format(0, 0, "填写说明", &title)?;
    for (row, (what, rule)) in (1_u32..).zip(RULES) {
        sheet.write_string_with_format(row, 0, what, &name)?;
        sheet.write_string_with_format(row, 1, rule, &text())?;
    }
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

pub(super) fn units_sheet(sheet: &mut Worksheet, units: &[&str]) -> Result<(), XlsxError> {
    sheet.set_name(UNITS_SHEET)?;
    for (row, unit) in (0_u32..).zip(units) {
        sheet.write_string(row, 0, *unit)?;
    }
    sheet.set_hidden(true);
    Ok(())
}
