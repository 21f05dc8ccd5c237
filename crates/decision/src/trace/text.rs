//! A derivation as a tree of lines, for people.

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
    out.push_str(&format!("{around}{first}{}\n", line(step)));
    let margin = format!("{around}{below}");
    let table = match &step.kind {
        StepKind::Table(table) => lines(table),
        _ => Vec::new(),
    };
    let bar = if step.parts.is_empty() {
        "   "
    } else {
        "│  "
    };
    for line in table {
        out.push_str(&format!("{margin}{bar}{line}\n"));
    }
    for (at, part) in step.parts.iter().enumerate() {
        match at + 1 == step.parts.len() {
            true => write(part, out, &margin, "└─ ", "   "),
            false => write(part, out, &margin, "├─ ", "│  "),
        }
    }
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
