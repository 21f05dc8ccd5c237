//! Why an answer is null or unknown, in sentences.

use youwei_base::Bilingual;

use crate::value::{Missing, Null, Reason, Value};

/// How many reasons are told of one answer; a long list may hold many nulls.
const REASONS_MAX: usize = 20;

impl Value {
    /// Why this value, or values inside it, are null or unknown: a sentence for each, those
    /// inside with the way to them. Nothing for what was written as null.
    #[must_use]
    pub fn reasons(&self) -> Vec<Bilingual> {
        let mut found = Vec::new();
        collect(self, &mut String::new(), &mut found);
        found
    }
}

/// Values nest no deeper than lists and contexts may.
fn collect(value: &Value, path: &mut String, found: &mut Vec<Bilingual>) {
    if found.len() >= REASONS_MAX {
        return;
    }
    let length = path.len();
    match value {
        Value::Null(null) => found.extend(null.sentence().map(|it| within(path, it))),
        Value::Unknown(missing) => found.push(within(path, missing.sentence())),
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                path.push_str(&format!("[{}]", at + 1));
                collect(item, path, found);
                path.truncate(length);
            }
        }
        Value::Context(entries) => {
            for (name, entry) in entries.iter() {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(name);
                collect(entry, path, found);
                path.truncate(length);
            }
        }
        _ => {}
    }
}

fn within(path: &str, sentence: Bilingual) -> Bilingual {
    match path {
        "" => sentence,
        path => Bilingual::new(
            format!("{path}：{}", sentence.zh),
            format!("{path}: {}", sentence.en),
        ),
    }
}

impl Missing {
    /// What is missing, as a sentence.
    #[must_use]
    pub fn sentence(&self) -> Bilingual {
        let names: Vec<&str> = self.0.iter().map(|name| &**name).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        Bilingual::new(
            format!("未知：缺少{}。", names.join("、")),
            format!("unknown, because {} {verb} missing.", names.join(", ")),
        )
    }
}

impl Null {
    /// Why, as a sentence, with the words at fault; none for a null that was written.
    #[must_use]
    pub fn sentence(&self) -> Option<Bilingual> {
        let Reason {
            why, text, element, ..
        } = self.reason()?;
        let said = why.sentence();
        let place = match (text, element) {
            (Some(text), Some(element)) => format!("{element}: {text}"),
            (None, Some(element)) => element.to_string(),
            _ => return Some(said),
        };
        let (zh, en) = (
            said.zh.trim_end_matches('。'),
            said.en.trim_end_matches('.'),
        );
        Some(Bilingual::new(
            format!("{zh}（{place}）。"),
            format!("{en} ({place})."),
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use indexmap::IndexMap;

    use super::*;
    use crate::value::Why;

    #[test]
    fn every_null_inside_says_where_it_is_and_why() {
        let element: Arc<str> = "d1".into();
        let null = Null::new(Why::ZeroDivision).at("1 / 0", &element);
        let missing = Missing::one("收入".into()).and(&Missing::one("人口".into()));
        let list = vec![Value::from(true), Value::Null(null)];
        let entries = IndexMap::from([
            ("比例".into(), Value::list(list)),
            ("金额".into(), Value::Unknown(missing)),
            ("备注".into(), Value::Null(Null::WRITTEN)),
        ]);
        let said = Value::context(entries).reasons();
        assert_eq!(
            said,
            [
                Bilingual::new(
                    "比例[2]：除数是零（d1: 1 / 0）。",
                    "比例[2]: the divisor is zero (d1: 1 / 0)."
                ),
                Bilingual::new(
                    "金额：未知：缺少人口、收入。",
                    "金额: unknown, because 人口, 收入 are missing."
                ),
            ]
        );
        assert!(Value::from(true).reasons().is_empty());
    }

    #[test]
    fn a_list_of_many_nulls_is_not_told_to_its_end() {
        let nulls = vec![Value::null(Why::ZeroDivision); 1_000];
        assert_eq!(Value::list(nulls).reasons().len(), REASONS_MAX);
    }
}
