//! The open lists of words: units, places, and every list of codes that a column uses.

use youwei_base::Bilingual;

use super::table::{Cell, Codes, Column, Kind, Rows, Table};
use crate::systems::{Book, Names};

/// The lists.
pub(super) fn tables() -> Vec<Table> {
    let text = |name: &str, zh: &str, en: &str| {
        Column::of_log(name, Kind::Text, (zh, en), ("", "")).of_city()
    };
    let names = |id: &str, zh: &str, en: &str, about: (&str, &str), rows: Rows| Table {
        id: id.to_owned(),
        name: Bilingual::new(zh, en),
        about: Bilingual::new(about.0, about.1),
        source: "city.toml, units.toml".to_owned(),
        keeper: None,
        columns: vec![
            text("id", "编号", "Id").required(),
            text("name", "名称", "Name").required(),
            text("name_en", "英文名称", "English name"),
        ],
        key: vec!["id"],
        rows,
    };
    vec![
        names(
            "units",
            "单位",
            "Units",
            (
                "各列表里“单位”一列的代号是什么单位。",
                "Which unit an id in the other lists is.",
            ),
            Rows::Units,
        ),
        names(
            "areas",
            "地区",
            "Places",
            (
                "行政区划代码（GB/T 2260）和名称。",
                "Codes of places (GB/T 2260) with their names.",
            ),
            Rows::Areas,
        ),
        Table {
            id: "codes".to_owned(),
            name: Bilingual::new("代码表", "Code lists"),
            about: Bilingual::new(
                "各列表中每一个代码的中英文含义。",
                "What every code in the other lists means, in Chinese and English.",
            ),
            source: "system.toml".to_owned(),
            keeper: None,
            columns: vec![
                text("table", "列表", "List").required(),
                text("column", "列", "Column").required(),
                text("code", "代码", "Code").required(),
                text("name", "含义", "Meaning").required(),
                text("name_en", "英文含义", "Meaning in English").required(),
            ],
            key: vec!["table", "column", "code"],
            rows: Rows::Codes,
        },
    ]
}

impl Column {
    fn of_city(self) -> Column {
        Column {
            source: Bilingual::new("城市的声明", "the city's declaration"),
            ..self
        }
    }
}

/// The lines of units or places.
pub(super) fn names_of(names: &Names, rows: &Rows, line: &mut dyn FnMut(Vec<Cell>)) {
    let book: &Book = match rows {
        Rows::Units => &names.units,
        _ => &names.areas,
    };
    for it in book.all() {
        line(vec![
            Cell::text(&*it.id),
            Cell::text(&*it.name.zh),
            Cell::text(&*it.name.en),
        ]);
    }
}

/// The lines of all lists of codes of these tables.
pub(super) fn codes_of(tables: &[Table], line: &mut dyn FnMut(Vec<Cell>)) {
    for table in tables {
        for column in &table.columns {
            let Codes::Of(all) = &column.codes else {
                continue;
            };
            for (code, name) in all {
                line(vec![
                    Cell::text(&*table.id),
                    Cell::text(&*column.name),
                    Cell::text(&**code),
                    Cell::text(&*name.zh),
                    Cell::text(&*name.en),
                ]);
            }
        }
    }
}
