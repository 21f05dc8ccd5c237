//! What is given of a case, from a JSON object or from the cells of a table, read as the
//! inputs of the model are declared.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};
use youwei_base::Bilingual;

use crate::feel::names::normal_name;
use crate::model::Model;
use crate::types::Type;
use crate::value::json::from_json;
use crate::value::{Name, Value};

/// What is given, by name.
pub type Given = IndexMap<Name, Value>;

impl Model {
    /// What an object gives: an entry for each input. An entry that is null is not given.
    ///
    /// # Errors
    /// An entry that is no input or decision of the model, or not of its type.
    pub fn given(&self, row: &Map<String, Json>) -> Result<Given, Bilingual> {
        let mut given = Given::with_capacity(row.len());
        for (name, json) in row {
            let (name, of) = self.column(name)?;
            if !json.is_null() {
                let value = from_json(json, of).map_err(|fault| within(&name, &fault))?;
                given.insert(name, value);
            }
        }
        Ok(given)
    }

    /// The input, or the decision, that a column is about, and its type.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn column(&self, name: &str) -> Result<(Name, &Type), Bilingual> {
        let name = normal_name(name);
        let found = self.node(&name).and_then(|at| self.nodes().get(at));
        let Some(node) = found else {
            let inputs: Vec<&str> = self.inputs().map(|it| &**it).collect();
            return Err(Bilingual::new(
                format!(
                    "模型没有名为“{name}”的输入；输入有：{}。",
                    inputs.join("、")
                ),
                format!(
                    "the model has no input “{name}”; its inputs are: {}.",
                    inputs.join(", ")
                ),
            ));
        };
        Ok((name, &node.of))
    }
}

/// The value in a cell of a table. An empty cell gives nothing. Lists and objects are
/// written as JSON; a cell of a column without a type is a number, true or false if it
/// reads so, and else text.
///
/// # Errors
/// The cell is not of the type.
pub fn cell(text: &str, name: &Name, of: &Type) -> Result<Option<Value>, Bilingual> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    let json = match of {
        Type::Boolean => match trimmed {
            "true" | "TRUE" | "True" | "是" => Json::Bool(true),
            "false" | "FALSE" | "False" | "否" => Json::Bool(false),
            other => Json::from(other),
        },
        Type::String => Json::from(text),
        Type::Any => match trimmed.parse() {
            Ok(number) => return Ok(Some(Value::Number(number))),
            Err(_) => nested(trimmed).unwrap_or_else(|| Json::from(text)),
        },
        Type::List(_) | Type::Context(_) => nested(trimmed).unwrap_or_else(|| Json::from(trimmed)),
        _ => Json::from(trimmed),
    };
    let value = from_json(&json, of).map_err(|fault| within(name, &fault))?;
    Ok(Some(value))
}

/// What is written as JSON and is more than text.
fn nested(text: &str) -> Option<Json> {
    let begins = text.starts_with(['[', '{']) || matches!(text, "true" | "false");
    begins.then(|| serde_json::from_str(text).ok()).flatten()
}

fn within(name: &Name, fault: &Bilingual) -> Bilingual {
    Bilingual::new(
        format!("“{name}”：{}", fault.zh),
        format!("“{name}”: {}", fault.en),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_cell_is_read_as_its_column_is_declared() {
        let numbers = Type::List(Arc::new(Type::Number));
        let cases: [(&str, &Type, &str); 12] = [
            (" 12.50 ", &Type::Number, "12.5"),
            ("007", &Type::String, "\"007\""),
            (" a ", &Type::String, "\" a \""),
            ("是", &Type::Boolean, "true"),
            ("FALSE", &Type::Boolean, "false"),
            ("2026-05-20", &Type::Date, "@\"2026-05-20\""),
            ("P1M", &Type::MonthsDuration, "@\"P1M\""),
            ("[1, \"2.5\"]", &numbers, "[1, 2.5]"),
            ("3", &numbers, "[3]"),
            ("3", &Type::Any, "3"),
            ("true", &Type::Any, "true"),
            ("甲", &Type::Any, "\"甲\""),
        ];
        for (text, of, literal) in cases {
            let value = cell(text, &"甲".into(), of).unwrap().unwrap();
            assert_eq!(value.literal(), literal, "{text} as {of}");
        }
    }

    #[test]
    fn an_empty_cell_gives_nothing_and_a_wrong_one_says_which() {
        assert!(cell("  ", &"甲".into(), &Type::String).unwrap().is_none());
        let fault = cell("十", &"人数".into(), &Type::Number).unwrap_err();
        assert!(
            fault.zh.contains("人数") && fault.en.contains("人数"),
            "{fault}"
        );
    }
}
