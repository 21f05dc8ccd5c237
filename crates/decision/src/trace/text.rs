//! A derivation as a tree of lines, for people.

use std::collections::HashSet;

use crate::trace::{RuleTrace, Step, StepKind, TableTrace};
use crate::value::Value;

/// How many characters of a value are shown; the whole of it is in the JSON.
const SHOWN_MAX: usize = 160;

impl Step {
    /// The step with all its parts, a line each, those below further in.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        write(self, &mut out, "", "", "");
        out
    }
}

/// `first` stands before the line of the step, `below` before the lines under it.
fn write(step: &Step, out: &mut String, around: &str, first: &str, below: &str) {
    // An expression that is only a name says no more than what it names.
    if let (StepKind::Expression(written), [only]) = (&step.kind, step.parts.as_slice())
        && written.trim() == &*only.name
    {
        return write(only, out, around, first, below);
    }
    out.push_str(&format!("{around}{first}{}\n", line(step)));
    let margin = format!("{around}{below}");
    let table = match &step.kind {
        StepKind::Table(table) => lines(table),
        _ => Vec::new(),
    };
    let parts = once(&step.parts);
    let bar = if parts.is_empty() { "   " } else { "│  " };
    for line in table {
        out.push_str(&format!("{margin}{bar}{line}\n"));
    }
    for (at, part) in parts.iter().enumerate() {
        match at + 1 == parts.len() {
            true => write(part, out, &margin, "└─ ", "   "),
            false => write(part, out, &margin, "├─ ", "│  "),
        }
    }
}

/// The parts, without those that tell again what an earlier one told: an expression may
/// name the same input several times.
fn once(parts: &[Step]) -> Vec<&Step> {
    let mut seen = HashSet::new();
    let mut told = Vec::with_capacity(parts.len());
    for part in parts {
        let repeats = match part.kind {
            StepKind::Input | StepKind::Parameter { .. } | StepKind::Again => {
                !seen.insert((&part.name, &part.element))
            }
            _ => false,
        };
        if !repeats {
            told.push(part);
        }
    }
    told
}

fn line(step: &Step) -> String {
    let (name, value) = (&step.name, shown(&step.value));
    let why: String = step
        .value
        .reasons()
        .iter()
        .map(|it| format!("  [{} / {}]", it.zh, it.en))
        .collect();
    match &step.kind {
        StepKind::Input => format!("输入 input {name} = {value}{why}"),
        StepKind::Parameter { from, unit, source } => {
            let unit = if unit.is_empty() {
                String::new()
            } else {
                format!(" {unit}")
            };
            format!(
                "参数 parameter {name} = {value}{unit}{why}  （{from} 起 from {from}；{source}）"
            )
        }
        StepKind::Decision => format!("决策 decision {name} = {value}{why}"),
        StepKind::Again => format!("决策 decision {name} = {value}  （见前 as above）"),
        StepKind::Call(arguments) => {
            let given = arguments.iter();
            let given: Vec<String> = given
                .map(|(name, value)| format!("{name}: {}", shown(value)))
                .collect();
            format!("调用 call {name}({}) = {value}{why}", given.join(", "))
        }
        StepKind::Expression(written) => {
            format!(
                "{} = {value}{why}",
                cut(&written.split_whitespace().collect::<Vec<_>>().join(" "))
            )
        }
        StepKind::Table(_) => format!("决策表 table {name} = {value}{why}"),
    }
}

/// What was looked at, and what became of each rule.
fn lines(table: &TableTrace) -> Vec<String> {
    let inputs = table.inputs.iter();
    let inputs: Vec<String> = inputs
        .map(|(name, value)| format!("{name} = {}", shown(value)))
        .collect();
    let rules = table.rules.iter().enumerate();
    let rules = rules.map(|(at, rule)| rule_line(at, rule, table.fired.contains(&at)));
    [inputs.join("，")].into_iter().chain(rules).collect()
}

fn rule_line(at: usize, rule: &RuleTrace, fired: bool) -> String {
    let cells: String = rule
        .cells
        .iter()
        .map(|cell| match cell {
            Value::Boolean(true) => '✓',
            Value::Boolean(false) => '✗',
            _ => '?',
        })
        .collect();
    let number = at + 1;
    let sign = if fired { '▶' } else { ' ' };
    let answers: Vec<String> = rule.answers.iter().map(shown).collect();
    let answers = match answers.is_empty() {
        true => String::new(),
        false => format!(" → {}", answers.join(", ")),
    };
    format!("{sign} {number:>3} {cells}{answers}")
}

fn shown(value: &Value) -> String {
    cut(&value.literal())
}

fn cut(text: &str) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut shown: String = chars.by_ref().take(SHOWN_MAX).collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::temporal::Date;

    fn step(kind: StepKind, name: &str, value: Value, parts: Vec<Step>) -> Step {
        Step {
            kind,
            name: name.into(),
            element: name.into(),
            value,
            parts,
        }
    }

    #[test]
    fn a_tree_tells_each_thing_once() {
        let input = || step(StepKind::Input, "甲", Value::from(true), Vec::new());
        let parameter = StepKind::Parameter {
            from: Date::new(2026, 7, 1).unwrap(),
            unit: "元".into(),
            source: "第一条".into(),
        };
        let number = Value::Number("930".parse().unwrap());
        let table = TableTrace {
            inputs: vec![("甲".into(), Value::from(true))],
            rules: vec![RuleTrace {
                id: "r1".into(),
                cells: vec![Value::from(true), Value::from(false)],
                answers: Vec::new(),
            }],
            fired: Vec::new(),
        };
        let parts = vec![
            input(),
            step(
                StepKind::Expression("甲".into()),
                "",
                Value::from(true),
                vec![input()],
            ),
            input(),
            step(parameter, "标准", number, Vec::new()),
            step(StepKind::Table(table), "表", Value::from(false), Vec::new()),
        ];
        let whole = step(StepKind::Decision, "乙", Value::from(false), parts);
        assert_eq!(
            whole.to_text(),
            "决策 decision 乙 = false\n\
             ├─ 输入 input 甲 = true\n\
             ├─ 输入 input 甲 = true\n\
             ├─ 参数 parameter 标准 = 930 元  （2026-07-01 起 from 2026-07-01；第一条）\n\
             └─ 决策表 table 表 = false\n      \
             甲 = true\n          1 ✓✗\n"
        );
        let json: serde_json::Value = serde_json::from_str(&whole.to_json_text()).unwrap();
        assert_eq!(json["parts"][3]["source"], "第一条");
        assert_eq!(json["parts"][3]["value"], 930);
        assert_eq!(json["parts"][4]["rules"][0]["cells"][1], false);
        assert_eq!(json["parts"][1]["parts"][0]["kind"], "input");
    }
}
