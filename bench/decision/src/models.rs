//! The tables, as DMN and as zen-engine's JSON.

use std::collections::BinaryHeap;

use serde_json::{Value, json};

use crate::rows::Chance;

/// A table: its columns with their types, and rules of cells and answers.
pub struct Table {
    pub policy: &'static str,
    pub inputs: Vec<(String, &'static str)>,
    /// What each column may hold, as unary tests; nothing, where all of the type.
    pub allowed: Vec<String>,
    pub outputs: Vec<(&'static str, &'static str)>,
    pub rules: Vec<(Vec<String>, Vec<String>)>,
}

/// The six rules. About a third of the rows fall in none of them.
pub fn six(policy: &'static str) -> Table {
    let rules = [
        ["[60..100]", "< 5000", "-", "\"A\"", "500"],
        ["[18..60)", "< 7500", "\"unemployed\"", "\"B\"", "400"],
        ["[18..60)", "< 7000", "\"student\"", "\"C\"", "300"],
        ["[18..60)", "[2000..6600)", "\"employed\"", "\"D\"", "200"],
        ["< 18", "< 5400", "-", "\"E\"", "350"],
        [
            "[60..100]",
            ">= 5000",
            "\"retired\", \"student\", \"unemployed\"",
            "\"F\"",
            "250",
        ],
    ];
    let texts = |of: &[&str]| of.iter().map(|it| (*it).to_owned()).collect();
    Table {
        policy,
        inputs: [
            ("Age", "number"),
            ("Income", "number"),
            ("Status", "string"),
        ]
        .map(|(name, of)| (name.to_owned(), of))
        .into(),
        allowed: Vec::new(),
        outputs: vec![("Tier", "string"), ("Amount", "number")],
        rules: rules
            .iter()
            .map(|it| (texts(&it[..3]), texts(&it[3..])))
            .collect(),
    }
}

/// Rules over numbers below 1,000 that leave no gap and do not overlap: a box cut in two
/// again and again, the largest first.
pub fn boxes(policy: &'static str, rules: usize, columns: usize) -> Table {
    let mut chance = Chance(rules as u64);
    let whole = vec![(0, 1000); columns];
    let size = |sides: &[(u64, u64)]| -> u64 {
        let bits = sides.iter().map(|(low, high)| ((high - low) as f64).log2());
        (bits.sum::<f64>() * 1e6) as u64
    };
    let mut boxes = BinaryHeap::from([(size(&whole), whole)]);
    while boxes.len() < rules {
        let Some((_, mut one)) = boxes.pop() else {
            break;
        };
        let mut other = one.clone();
        let column = chance.below(columns as u64) as usize;
        let (low, high) = one[column];
        let cut = low + (high - low) / 2;
        if cut == low {
            boxes.push((0, one));
            continue;
        }
        one[column] = (low, cut);
        other[column] = (cut, high);
        boxes.push((size(&one), one));
        boxes.push((size(&other), other));
    }
    let mut boxes: Vec<_> = boxes.into_iter().map(|(_, sides)| sides).collect();
    boxes.sort();
    let cell = |(low, high): &(u64, u64)| match (low, high) {
        (0, 1000) => "-".to_owned(),
        _ => format!("[{low}..{high})"),
    };
    let numbered = boxes.iter().enumerate();
    Table {
        policy,
        inputs: (0..columns)
            .map(|at| (format!("c{at}"), "number"))
            .collect(),
        allowed: Vec::new(),
        outputs: vec![("Rule", "number")],
        rules: numbered
            .map(|(at, sides)| (sides.iter().map(cell).collect(), vec![at.to_string()]))
            .collect(),
    }
}

pub const NAMESPACE: &str = "https://example.org/bench";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

impl Table {
    /// As DMN, the decision being named `D`.
    pub fn dmn(&self, name: &str) -> String {
        let inputs = self.inputs.iter().enumerate();
        let data: String = inputs
            .clone()
            .map(|(at, (name, of))| {
                format!("<inputData id=\"i{at}\" name=\"{name}\"><variable name=\"{name}\" typeRef=\"{of}\"/></inputData>\n")
            })
            .collect();
        let needs: String = inputs
            .clone()
            .map(|(at, _)| {
                format!("<informationRequirement id=\"r{at}\"><requiredInput href=\"#i{at}\"/></informationRequirement>\n")
            })
            .collect();
        let columns: String = inputs
            .map(|(at, (name, of))| {
                let allowed = self.allowed.get(at).map_or_else(String::new, |it| {
                    format!("<inputValues><text>{}</text></inputValues>", escaped(it))
                });
                format!("<input id=\"c{at}\"><inputExpression typeRef=\"{of}\"><text>{name}</text></inputExpression>{allowed}</input>\n")
            })
            .collect();
        let outputs: String = self
            .outputs
            .iter()
            .enumerate()
            .map(|(at, (name, of))| {
                let name = match self.outputs.len() {
                    1 => String::new(),
                    _ => format!(" name=\"{name}\""),
                };
                format!("<output id=\"o{at}\"{name} typeRef=\"{of}\"/>\n")
            })
            .collect();
        let entry = |tag: &str, id: String, text: &String| {
            format!("<{tag} id=\"{id}\"><text>{}</text></{tag}>", escaped(text))
        };
        let rules: String = self
            .rules
            .iter()
            .enumerate()
            .map(|(at, (cells, answers))| {
                let cells = cells.iter().enumerate();
                let cells = cells.map(|(nth, it)| entry("inputEntry", format!("e{at}-{nth}"), it));
                let answers = answers.iter().enumerate();
                let answers =
                    answers.map(|(nth, it)| entry("outputEntry", format!("a{at}-{nth}"), it));
                let entries: String = cells.chain(answers).collect();
                format!("<rule id=\"u{at}\">{entries}</rule>\n")
            })
            .collect();
        format!(
            "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" id=\"m\" name=\"{name}\" namespace=\"{NAMESPACE}\">\n\
             {data}<decision id=\"d\" name=\"D\"><variable name=\"D\"/>\n{needs}\
             <decisionTable id=\"t\" hitPolicy=\"{}\">\n{columns}{outputs}{rules}\
             </decisionTable></decision></definitions>\n",
            self.policy
        )
    }

    /// As a JSON decision model.
    pub fn jdm(&self) -> Value {
        let id = |kind: &str, at: usize| format!("{kind}{at}");
        let inputs = self.inputs.iter().enumerate();
        let inputs: Vec<Value> = inputs
            .map(|(at, (name, _))| json!({"id": id("i", at), "name": name, "field": name}))
            .collect();
        let outputs = self.outputs.iter().enumerate();
        let outputs: Vec<Value> = outputs
            .map(|(at, (name, _))| json!({"id": id("o", at), "name": name, "field": name}))
            .collect();
        let rules: Vec<Value> = self
            .rules
            .iter()
            .enumerate()
            .map(|(nth, (cells, answers))| {
                let mut rule = json!({"_id": id("u", nth)});
                for (at, cell) in cells.iter().enumerate() {
                    let cell = if cell == "-" { "" } else { cell };
                    rule[id("i", at)] = json!(cell);
                }
                for (at, answer) in answers.iter().enumerate() {
                    rule[id("o", at)] = json!(answer);
                }
                rule
            })
            .collect();
        let edge = |from: &str, to: &str| json!({"id": format!("{from}-{to}"), "type": "edge", "sourceId": from, "targetId": to});
        json!({
            "nodes": [
                {"id": "in", "name": "in", "type": "inputNode"},
                {"id": "t", "name": "t", "type": "decisionTableNode", "content": {
                    "hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rules}},
                {"id": "out", "name": "out", "type": "outputNode"},
            ],
            "edges": [edge("in", "t"), edge("t", "out")],
        })
    }
}
