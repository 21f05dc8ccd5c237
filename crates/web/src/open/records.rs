//! The open lists of a declared system: its records, what they hold many of, their time
//! limits and their facts; all of it from the declaration, and only what is public.

use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_decision::value::Value;
use youwei_system::declaration::{Field, FieldAt, FieldType, System};
use youwei_system::record::Record;

use super::table::{Cell, Codes, Column, Kind, Rows, Table};
use crate::pages::systems::sight::Sight;
use crate::pages::systems::value::plain;

/// The open lists of a system; none if nothing of it is public.
pub(super) fn tables(system: &Arc<System>) -> Vec<Table> {
    if !Sight::Public.any(system) {
        return Vec::new();
    }
    let mut all = vec![records(system)];
    for (at, field) in Sight::Public.fields(system) {
        if let Some(inner) = inner(field) {
            all.push(items(system, at, field, inner));
        }
    }
    if !system.clocks.is_empty() {
        all.push(limits(system));
    }
    if !system.metrics.is_empty() {
        all.push(facts(system));
    }
    all
}

/// The fields of the items of a list, if it has such.
fn inner(field: &Field) -> Option<&[Field]> {
    match &field.of {
        FieldType::List(of) => match &**of {
            FieldType::Table(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

fn records(system: &Arc<System>) -> Table {
    let stages = system.stages.iter();
    let stages = stages.map(|it| (it.id.to_string(), it.name.clone()));
    let mut columns = vec![
        id(),
        Column::of_log(
            "stage",
            Kind::Text,
            ("阶段", "Stage"),
            ("", "Where the record stands."),
        )
        .coded(Codes::Of(stages.collect())),
        Column::of_log(
            "since",
            Kind::Day,
            ("到达阶段日期", "In the stage since"),
            ("", ""),
        )
        .required(),
        Column::of_log("opened", Kind::Day, ("入账日期", "Opened"), ("", "")).required(),
        Column::of_log(
            "touched",
            Kind::Moment,
            ("最近变动", "Last change"),
            ("", "The moment of the record's last event."),
        )
        .required(),
        Column::of_log(
            "entry",
            Kind::Whole,
            ("最近账本条目", "Last entry"),
            (
                "账本中最近一条的序号；/log/<序号>/proof 可取得证明",
                "The number of the record's last entry in the log; /log/<number>/proof proves it.",
            ),
        ),
    ];
    for (_, field) in Sight::Public.fields(system) {
        columns.extend(columns_of(field, field.required));
    }
    Table {
        id: system.id.to_string(),
        name: system.name.clone(),
        about: system.about.clone(),
        source: system.source.to_string(),
        keeper: Some(system.keeper.clone()),
        columns,
        key: vec!["id"],
        rows: Rows::Records(system.clone()),
    }
}

/// The column of a record's id, which other lists refer to.
fn id() -> Column {
    Column::of_log(
        "id",
        Kind::Text,
        ("编号", "No."),
        (
            "台账编号，终身不变",
            "The record's number, which never changes.",
        ),
    )
    .required()
}

/// A list that hangs on the records of a system.
fn below(system: &Arc<System>, part: &str, name: (String, String), about: (&str, &str)) -> Table {
    Table {
        id: format!("{}.{part}", system.id),
        name: Bilingual::new(name.0, name.1),
        about: Bilingual::new(about.0, about.1),
        source: system.source.to_string(),
        keeper: Some(system.keeper.clone()),
        columns: vec![id()],
        key: vec!["id"],
        rows: Rows::Records(system.clone()),
    }
}

fn items(system: &Arc<System>, at: FieldAt, field: &Field, inner: &[Field]) -> Table {
    let (system_name, label) = (&system.name, &field.label);
    let name = (
        format!("{}：{}", system_name.zh, label.zh),
        format!("{}: {}", system_name.en, label.en),
    );
    let about = (
        "每条台账的每一项占一行。",
        "One line for each item of each record.",
    );
    let mut table = below(system, &field.name, name, about);
    table.columns.push(
        Column::of_log(
            "row",
            Kind::Whole,
            ("序号", "Row"),
            (
                "在本条台账中的次序，从1起",
                "Its place on the record, from 1.",
            ),
        )
        .required(),
    );
    for field in inner.iter().filter(|it| !it.personal) {
        table.columns.extend(columns_of(field, false));
    }
    table.key.push("row");
    table.rows = Rows::Items(system.clone(), at);
    table
}

fn limits(system: &Arc<System>) -> Table {
    let name = (
        format!("{}：时限", system.name.zh),
        format!("{}: time limits", system.name.en),
    );
    let about = (
        "每条台账启动过的每一个时限占一行。",
        "One line for each clock that ever ran on a record.",
    );
    let mut table = below(system, "limits", name, about);
    let clocks = system.clocks.iter();
    let clocks = clocks.map(|it| (it.id.to_string(), it.name.clone()));
    let day = |name: &str, zh: &str, en: &str| Column::of_log(name, Kind::Day, (zh, en), ("", ""));
    table.columns.extend([
        Column::of_log("clock", Kind::Text, ("时限", "Clock"), ("", ""))
            .coded(Codes::Of(clocks.collect()))
            .required(),
        day("started", "启动日期", "Started").required(),
        day("due", "最后一天", "Last day in time").required(),
        day("suspended", "暂停自", "Stands still since"),
        Column::of_log("extended", Kind::YesNo, ("已延期", "Extended"), ("", "")).required(),
        day("ran_out", "超期记录于", "Found to have run out"),
        Column::of_log("escalated", Kind::Text, ("升级到", "Went up to"), ("", ""))
            .coded(Codes::In("units")),
        day("stopped", "办结日期", "Stopped"),
    ]);
    table.key.push("clock");
    table.rows = Rows::Limits(system.clone());
    table
}

fn facts(system: &Arc<System>) -> Table {
    let name = (
        format!("{}：事实", system.name.zh),
        format!("{}: facts", system.name.en),
    );
    let about = (
        "数和灯由这些事实算出；被更正或撤回的不在其中。",
        "Figures and lights are computed from these; what was corrected or taken back is not among them.",
    );
    let mut table = below(system, "facts", name, about);
    let metrics = system.metrics.iter().map(|it| {
        let name = Bilingual::new(
            format!("{}（{}）", it.name.zh, it.unit),
            format!("{} ({})", it.name.en, it.unit),
        );
        (it.id.to_string(), name)
    });
    table.columns.extend([
        Column::of_log("metric", Kind::Text, ("指标", "Metric"), ("", ""))
            .coded(Codes::Of(metrics.collect()))
            .required(),
        Column::of_log(
            "key",
            Kind::Text,
            ("分项", "Key"),
            (
                "同一指标有多个事实时区分它们，如月份",
                "Tells facts of one metric apart, such as a month.",
            ),
        ),
        Column::of_log(
            "value",
            Kind::Number,
            ("数值", "Value"),
            ("单位见指标", "In the unit of the metric."),
        )
        .required(),
        Column::of_log("on", Kind::Day, ("计入日期", "Counts for"), ("", "")).required(),
        Column::of_log(
            "entry",
            Kind::Whole,
            ("账本条目", "Entry"),
            ("", "The entry that states it."),
        )
        .required(),
    ]);
    table.key.extend(["metric", "key"]);
    table.rows = Rows::Facts(system.clone());
    table
}

/// The columns of a field: one, but for what has parts. A list of tables has a list of its
/// own instead.
fn columns_of(field: &Field, required: bool) -> Vec<Column> {
    let source = match &field.computed {
        Some(_) => Bilingual::new("自动计算", "computed"),
        None => Bilingual::new("承办单位填报", "entered by the unit that acts"),
    };
    let one = |name: String, part: (&str, &str), of: Kind, unit: &str, codes: Codes| Column {
        name,
        label: Bilingual::new(
            format!("{}{}", field.label.zh, part.0),
            format!("{}{}", field.label.en, part.1),
        ),
        help: field.help.clone(),
        of,
        unit: unit.to_owned(),
        codes,
        required: false,
        source: source.clone(),
    };
    let whole = |of: Kind, unit: &str, codes: Codes| {
        vec![Column {
            required,
            ..one(field.name.to_string(), ("", ""), of, unit, codes)
        }]
    };
    let part = |name: &str| format!("{}_{name}", field.name);
    match &field.of {
        FieldType::Text { .. } | FieldType::Enterprise | FieldType::ProjectCode => {
            whole(Kind::Text, "", Codes::None)
        }
        FieldType::Number { unit, .. } => whole(Kind::Number, unit, Codes::None),
        FieldType::Money => whole(Kind::Number, "元", Codes::None),
        FieldType::Date => whole(Kind::Day, "", Codes::None),
        FieldType::Month => whole(Kind::Month, "", Codes::None),
        FieldType::YesNo => whole(Kind::YesNo, "", Codes::None),
        FieldType::Choice(all) => {
            let all = all.iter().map(|it| (it.key.to_string(), it.name.clone()));
            whole(Kind::Text, "", Codes::Of(all.collect()))
        }
        FieldType::Area => whole(Kind::Text, "", Codes::In("areas")),
        FieldType::Unit => whole(Kind::Text, "", Codes::In("units")),
        FieldType::Geo => vec![
            one(
                part("lon"),
                ("：经度", ": longitude"),
                Kind::Number,
                "°",
                Codes::None,
            ),
            one(
                part("lat"),
                ("：纬度", ": latitude"),
                Kind::Number,
                "°",
                Codes::None,
            ),
        ],
        FieldType::File { .. } => vec![
            one(
                part("name"),
                ("：文件名", ": name"),
                Kind::Text,
                "",
                Codes::None,
            ),
            one(
                part("sha256"),
                ("：SHA-256", ": SHA-256"),
                Kind::Text,
                "",
                Codes::None,
            ),
        ],
        FieldType::List(of) if !matches!(&**of, FieldType::Table(_)) => {
            whole(Kind::Texts, "", Codes::None)
        }
        FieldType::List(_) | FieldType::Table(_) => Vec::new(),
        // A person's id and a citizen's number are nobody else's business, even where a
        // declaration forgot to say so.
        FieldType::Person | FieldType::Citizen => Vec::new(),
        _ => whole(Kind::Text, "", Codes::None),
    }
}

/// The values of a field, in the order of [`columns_of`].
fn cells_of(field: &Field, value: Option<&Value>, out: &mut Vec<Cell>) {
    let part = |name: &str| match value {
        Some(Value::Context(entries)) => entries.get(name).map(plain).unwrap_or_default(),
        _ => String::new(),
    };
    match &field.of {
        FieldType::Geo => {
            for name in ["lon", "lat"] {
                out.push(match part(name) {
                    digits if digits.is_empty() => Cell::None,
                    digits => Cell::Number(digits),
                });
            }
        }
        FieldType::File { .. } => {
            out.extend([Cell::text(part("name")), Cell::text(part("sha256"))])
        }
        FieldType::List(of) if !matches!(&**of, FieldType::Table(_)) => out.push(match value {
            Some(Value::List(items)) if !items.is_empty() => {
                Cell::Texts(items.iter().map(plain).collect())
            }
            _ => Cell::None,
        }),
        FieldType::List(_) | FieldType::Table(_) => {}
        FieldType::Person | FieldType::Citizen => {}
        _ => out.push(match value {
            Some(Value::Number(it)) => Cell::Number(it.to_string()),
            Some(Value::Boolean(it)) => Cell::YesNo(*it),
            Some(value) => Cell::text(plain(value)),
            None => Cell::None,
        }),
    }
}

/// The line of a record.
pub(super) fn record(system: &System, record: &Record, out: &mut Vec<Cell>) {
    let stage = record.stage.and_then(|at| system.stages.get(at));
    out.extend([
        Cell::text(&*record.id),
        Cell::maybe(stage.map(|it| &it.id)),
        Cell::text(record.since.to_string()),
        Cell::text(record.opened.to_string()),
        Cell::text(record.touched.to_string()),
        Cell::maybe_number(record.entries.last()),
    ]);
    for (at, field) in Sight::Public.fields(system) {
        cells_of(field, record.values.get(at), out);
    }
}

/// The lines of a list on a record.
pub(super) fn items_of(
    system: &System,
    at: FieldAt,
    record: &Record,
    line: &mut dyn FnMut(Vec<Cell>),
) {
    let fields = system.fields.get(at).and_then(inner).unwrap_or_default();
    let Some(Value::List(items)) = record.values.get(at) else {
        return;
    };
    for (row, item) in items.iter().enumerate() {
        let Value::Context(entries) = item else {
            continue;
        };
        let mut cells = vec![Cell::text(&*record.id), Cell::number(row + 1)];
        for field in fields.iter().filter(|it| !it.personal) {
            cells_of(field, entries.get(&field.name), &mut cells);
        }
        line(cells);
    }
}

/// The lines of a record's clocks.
pub(super) fn limits_of(record: &Record, line: &mut dyn FnMut(Vec<Cell>)) {
    for it in &record.clocks {
        line(vec![
            Cell::text(&*record.id),
            Cell::text(&*it.clock),
            Cell::text(it.started.to_string()),
            Cell::text(it.due.to_string()),
            Cell::maybe(it.suspended),
            Cell::YesNo(it.extended),
            Cell::maybe(it.ran_out),
            Cell::maybe(it.escalated.as_ref()),
            Cell::maybe(it.stopped),
        ]);
    }
}

/// The lines of a record's facts.
pub(super) fn facts_of(system: &System, record: &Record, line: &mut dyn FnMut(Vec<Cell>)) {
    for it in &record.facts {
        let Some(metric) = system.metrics.get(it.metric) else {
            continue;
        };
        line(vec![
            Cell::text(&*record.id),
            Cell::text(&*metric.id),
            Cell::text(&*it.key),
            Cell::number(it.value.normalize()),
            Cell::text(it.on.to_string()),
            Cell::number(it.entry),
        ]);
    }
}
