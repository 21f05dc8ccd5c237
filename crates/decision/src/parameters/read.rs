//! Reading a file of parameters.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};
use youwei_base::Bilingual;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{self, Document, Item};
use crate::feel::names::normal_name;
use crate::limits::Limits;
use crate::machine::Machine;
use crate::parameters::{Dated, Parameter, Parameters};
use crate::resolve::{NoTypes, Resolver};
use crate::value::Value;

const CASE_DATE: &str = "case_date";

/// Steps and items that a value written as FEEL may cost: it is written out, not
/// searched for.
const COST_MAX: u64 = 1_000_000;

pub(super) fn read(text: &str, file: &str) -> Result<Parameters, Vec<Diagnostic>> {
    let (mut document, table) = Document::read(text, file);
    if !document.faults.is_empty() {
        return Err(document.faults);
    }
    let case_date = document.needed(&table, CASE_DATE, 0..0);
    let case_date = case_date.and_then(|it| document.text(it, CASE_DATE));
    let mut all: Vec<Parameter> = Vec::new();
    for (name, span, item) in document::entries(&table) {
        if name == CASE_DATE {
            continue;
        }
        let Some(one) = parameter(&mut document, name, span.clone(), item) else {
            continue;
        };
        // TOML tells names apart that FEEL does not: by their spaces.
        if all.iter().any(|other| other.name == one.name) {
            document.wrong(
                "twice",
                span,
                Bilingual::new(
                    format!("“{name}”已经写过。"),
                    format!("“{name}” was written before."),
                ),
                Bilingual::new("把两处合并为一项。", "make the two one."),
            );
        }
        all.push(one);
    }
    document.done(Parameters {
        case_date: normal_name(&case_date.unwrap_or_default()),
        all,
    })
}

fn parameter(
    document: &mut Document<'_>,
    name: &str,
    span: Range<usize>,
    item: &Item<'_>,
) -> Option<Parameter> {
    let table = document.table(item, name)?;
    document.only(table, &["label", "unit", "values"]);
    let label = document.needed(table, "label", span.clone());
    let label = label.and_then(|it| document.bilingual(it, "label"));
    let unit = match document.needed(table, "unit", span.clone())?.get_ref() {
        DeValue::String(unit) => unit.trim().into(),
        _ => {
            let item = document::entry(table, "unit")?;
            return document.unfit(
                item,
                "unit",
                ("文字，没有单位写 \"\"", "text, \"\" for no unit"),
            );
        }
    };
    let place = document.place(span.clone());
    let values = document.needed(table, "values", span)?;
    let items = document.list(values, "values")?;
    if items.is_empty() {
        return document.unfit(values, "values", ("至少一个值", "one value or more"));
    }
    let mut dated: Vec<Dated> = Vec::with_capacity(items.len());
    for item in items {
        let Some(one) = value(document, item) else {
            continue;
        };
        if let Some(before) = dated.last()
            && before.from.epoch_day() >= one.from.epoch_day()
        {
            let (from, earlier) = (one.from, before.from);
            document.wrong(
                "day-order",
                item.span(),
                Bilingual::new(
                    format!("起始日 {from} 不在前一个起始日 {earlier} 之后。"),
                    format!("the first day {from} is not after {earlier} before it."),
                ),
                Bilingual::new(
                    "按日期从早到晚排列，一日一值。",
                    "put the days in order, the earliest first, one value a day.",
                ),
            );
        }
        dated.push(one);
    }
    Some(Parameter {
        name: normal_name(name),
        label: label?,
        unit,
        values: dated,
        file: document.file().clone(),
        place,
    })
}

fn value(document: &mut Document<'_>, item: &Item<'_>) -> Option<Dated> {
    let table = document.table(item, "values")?;
    document.only(table, &["from", "value", "feel", "source"]);
    let from = document.needed(table, "from", item.span());
    let from = from.and_then(|it| document.day(it, "from"));
    let source = document.needed(table, "source", item.span());
    let source = source.and_then(|it| document.text(it, "source"));
    let value = worth(document, table, item.span());
    Some(Dated {
        from: from?,
        value: value?,
        source: source?,
    })
}

/// The value itself: `value`, or `feel`, and not both.
fn worth(document: &mut Document<'_>, table: &DeTable<'_>, span: Range<usize>) -> Option<Value> {
    let (value, text) = (
        document::entry(table, "value"),
        document::entry(table, "feel"),
    );
    match (value, text) {
        (Some(item), None) => plain(document, item),
        (None, Some(item)) => {
            let text = document.text(item, "feel")?;
            let value = match feel(&text) {
                Ok(Value::Null(_)) => Err(Unfit {
                    message: Bilingual::new("值是 null。", "the value is null."),
                    help: Bilingual::new(
                        "没有值的日期不要写。",
                        "leave out the days without a value.",
                    ),
                }),
                value => value,
            };
            let said = value.map_err(|it| document.wrong("feel", item.span(), it.message, it.help));
            said.ok()
        }
        _ => {
            document.wrong(
                "one-value",
                span,
                Bilingual::new(
                    "value 和 feel 应当写且只写一个。",
                    "either value or feel has to be written, and not both.",
                ),
                Bilingual::new(
                    "数、日期和是非写作 value = …；文字和列表写作 feel = \"…\"。",
                    "write numbers, days, true and false as value = …; text and lists as feel = \"…\".",
                ),
            );
            None
        }
    }
}

fn plain(document: &mut Document<'_>, item: &Item<'_>) -> Option<Value> {
    if let Some(number) = document::number(item.get_ref()) {
        return Some(Value::Number(number));
    }
    match item.get_ref() {
        DeValue::Boolean(it) => Some(Value::Boolean(*it)),
        other => match document::day(other) {
            Some(day) => Some(Value::Date(day)),
            None => document.unfit(
                item,
                "value",
                (
                    "数、\"0.05\" 那样的十进制数、true、false 或日期；文字和列表请写成 feel",
                    "a number, a decimal such as \"0.05\", true, false or a day; write text and lists as feel",
                ),
            ),
        },
    }
}

/// Why a FEEL text is not a value, and what to write.
pub(crate) struct Unfit {
    pub(crate) message: Bilingual,
    pub(crate) help: Bilingual,
}

/// The value of a FEEL text that knows no names but the built-in ones.
///
/// # Errors
/// The text is wrong, or null and not written so.
pub(crate) fn feel(text: &str) -> Result<Value, Unfit> {
    let mut resolver = Resolver::new(&NoTypes, Vec::new(), BTreeSet::new());
    let expr = resolver.text(text);
    let slots = resolver.slots();
    let mut findings = resolver.findings().into_iter();
    if let Some(found) = findings.find(|it| it.severity == Severity::Error) {
        return Err(Unfit {
            message: found.message,
            help: found.help,
        });
    }
    let limits = Limits {
        steps_max: COST_MAX,
        items_max: COST_MAX,
        ..Limits::default()
    };
    let value = Machine::new(None, &limits).evaluate(&expr, slots);
    match &value {
        Value::Null(null) => match null.sentence() {
            None => Ok(value),
            Some(message) => Err(Unfit {
                message,
                help: Bilingual::new(
                    "写出值本身，如 [1, 2]、\"文字\"、date(\"2026-07-01\")。",
                    "write the value itself, such as [1, 2], \"text\" or date(\"2026-07-01\").",
                ),
            }),
        },
        _ => Ok(value),
    }
}
