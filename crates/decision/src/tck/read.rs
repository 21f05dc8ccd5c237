//! Reading a test file.

use std::sync::Arc;

use roxmltree::{Document, Node};
use youwei_base::Bilingual;

use crate::number::Number;
use crate::tck::{Entries, Expected, TestCase, Tests};
use crate::temporal::{Date, DateTime, Duration, Temporal, Time};
use crate::value::{Null, Value};

const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Lists in components in lists deeper than this are refused.
const DEPTH_MAX: usize = 100;

/// Reads a test file.
///
/// # Errors
/// Says what is wrong with it, and where.
pub fn read(source: &str) -> Result<Tests, Bilingual> {
    let document = Document::parse(source).map_err(|error| {
        Bilingual::new(
            format!("测试文件不是合格的 XML：{error}。"),
            format!("the test file is not well-formed XML: {error}."),
        )
    })?;
    let root = document.root_element();
    if root.tag_name().name() != "testCases" {
        return Err(Bilingual::new(
            "不是测试文件：最外层应为 testCases。",
            "this is no test file: the outermost element should be testCases.",
        ));
    }
    let model = child(root, "modelName")
        .and_then(|it| it.text())
        .unwrap_or("")
        .trim()
        .to_owned();
    let mut cases = Vec::new();
    for case in children(root, "testCase") {
        cases.push(read_case(case)?);
    }
    Ok(Tests { model, cases })
}

fn read_case(case: Node<'_, '_>) -> Result<TestCase, Bilingual> {
    let mut given = Vec::new();
    for input in children(case, "inputNode") {
        let name = input.attribute("name").unwrap_or("");
        let namespace = input.attribute("namespace").map(Arc::from);
        given.push((namespace, name.into(), value(input, 0)?));
    }
    let mut results = Vec::new();
    for result in children(case, "resultNode") {
        let expected = child(result, "expected");
        results.push(Expected {
            name: result.attribute("name").unwrap_or("").into(),
            value: match expected {
                Some(expected) => value(expected, 0)?,
                None => Value::Null(Null::WRITTEN),
            },
            error: result.attribute("errorResult") == Some("true"),
        });
    }
    let invocable = match case.attribute("type") {
        None | Some("decision") => None,
        Some(_) => case.attribute("invocableName").map(Into::into),
    };
    Ok(TestCase {
        id: case.attribute("id").unwrap_or("").to_owned(),
        invocable,
        given,
        results,
    })
}

/// The value in a node, a component or an item.
fn value(node: Node<'_, '_>, depth: usize) -> Result<Value, Bilingual> {
    if depth > DEPTH_MAX {
        return Err(Bilingual::new(
            "测试文件的值嵌套太深。",
            "the values of the test file nest too deep.",
        ));
    }
    let nil = |it: Node<'_, '_>| it.attribute((SCHEMA_INSTANCE, "nil")) == Some("true");
    if nil(node) {
        return Ok(Value::Null(Null::WRITTEN));
    }
    if let Some(list) = child(node, "list") {
        if nil(list) {
            return Ok(Value::Null(Null::WRITTEN));
        }
        let items: Result<Vec<Value>, Bilingual> = children(list, "item")
            .map(|item| value(item, depth + 1))
            .collect();
        return Ok(Value::list(items?));
    }
    if let Some(simple) = child(node, "value") {
        return match nil(simple) {
            true => Ok(Value::Null(Null::WRITTEN)),
            false => simple_value(simple),
        };
    }
    let mut entries = Entries::new();
    for component in children(node, "component") {
        let name = component.attribute("name").unwrap_or("");
        entries.insert(name.into(), value(component, depth + 1)?);
    }
    match entries.is_empty() {
        true => Ok(Value::Null(Null::WRITTEN)),
        false => Ok(Value::context(entries)),
    }
}

fn simple_value(node: Node<'_, '_>) -> Result<Value, Bilingual> {
    let text: String = node
        .children()
        .filter_map(|it| it.text())
        .collect::<String>();
    let of = node.attribute((SCHEMA_INSTANCE, "type")).unwrap_or("");
    let of = of.rsplit(':').next().unwrap_or("");
    let trimmed = text.trim();
    let read = match of {
        "boolean" => match trimmed {
            "true" | "1" => Some(Value::Boolean(true)),
            "false" | "0" => Some(Value::Boolean(false)),
            _ => None,
        },
        "decimal" | "double" | "float" | "integer" | "int" | "long" => {
            trimmed.parse::<Number>().ok().map(Value::Number)
        }
        "date" => Date::parse(trimmed).ok().map(Value::Date),
        "time" => Time::parse(trimmed).ok().map(Value::Time),
        "dateTime" => DateTime::parse(trimmed)
            .ok()
            .map(|it| Value::DateTime(Arc::new(it))),
        "duration" | "dayTimeDuration" | "yearMonthDuration" => {
            Duration::parse(trimmed).ok().map(|it| match it {
                Duration::Days(it) => Value::from(Temporal::DaysDuration(it)),
                Duration::Months(it) => Value::from(Temporal::MonthsDuration(it)),
            })
        }
        _ => Some(Value::string(text.as_str())),
    };
    read.ok_or_else(|| {
        let line = node.document().text_pos_at(node.range().start).row;
        Bilingual::new(
            format!("测试文件第 {line} 行：“{trimmed}”不是 {of}。"),
            format!("line {line} of the test file: “{trimmed}” is no {of}."),
        )
    })
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|it| it.tag_name().name() == name)
}

fn children<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children()
        .filter(move |it| it.tag_name().name() == name)
}
