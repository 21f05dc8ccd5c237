//! Decision tables by chance, as DMN, and what both engines make of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use dsntk_feel::FeelScope;
use dsntk_model_evaluator::ModelEvaluator;
use youwei_decision::dmn::read::read;
use youwei_decision::model::{Case, Model};

use crate::chance::Chance;
use crate::{Outcome, ours, theirs};

const NAMESPACE: &str = "https://example.org/tables";

/// A hit policy with its aggregation, as DMN writes them.
pub const POLICIES: [(&str, &str); 11] = [
    ("UNIQUE", ""),
    ("ANY", ""),
    ("PRIORITY", ""),
    ("FIRST", ""),
    ("RULE ORDER", ""),
    ("OUTPUT ORDER", ""),
    ("COLLECT", ""),
    ("COLLECT", "SUM"),
    ("COLLECT", "MIN"),
    ("COLLECT", "MAX"),
    ("COLLECT", "COUNT"),
];

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, which is an input's for a column that is looked at.
    pub name: &'static str,
    /// Its type, as DMN writes it.
    pub of: &'static str,
    /// The values it may have, or empty.
    pub values: &'static str,
    /// The value if no rule matches, or empty.
    pub default: &'static str,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// The hit policy and the aggregation.
    pub policy: (&'static str, &'static str),
    /// The columns looked at.
    pub inputs: Vec<Column>,
    /// The columns answered.
    pub outputs: Vec<Column>,
    /// The rules: their cells, then their answers.
    pub rules: Vec<(Vec<String>, Vec<String>)>,
}

const INPUTS: [(&str, &str); 5] = [
    ("年龄", "number"),
    ("户籍", "string"),
    ("低保", "boolean"),
    ("申请日", "date"),
    ("Monthly Income", "number"),
];
const STRINGS: [&str; 4] = ["\"本市\"", "\"外地\"", "\"a\"", "\"\""];
const DATES: [&str; 4] = [
    "@\"2024-02-29\"",
    "@\"2026-01-01\"",
    "date(\"2026-11-22\")",
    "date(2025, 6, 30)",
];
const TIERS: [&str; 4] = ["\"甲\"", "\"乙\"", "\"丙\"", "\"丁\""];

/// The table of a seed.
#[must_use]
pub fn generate(chance: &mut Chance) -> Table {
    let policy = chance.pick(&POLICIES);
    let inputs: Vec<Column> = (0..1 + chance.below(3))
        .map(|at| (at + chance.below(2) * 2) % INPUTS.len())
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .map(|at| Column {
            name: INPUTS[at].0,
            of: INPUTS[at].1,
            values: match (INPUTS[at].1, chance.percent(20)) {
                ("number", true) => "[0..1000]",
                ("string", true) => "\"本市\", \"外地\"",
                _ => "",
            },
            default: "",
        })
        .collect();
    let aggregates = !policy.1.is_empty();
    let several = !aggregates && chance.percent(40);
    let ranked = matches!(policy.0, "PRIORITY" | "OUTPUT ORDER");
    let defaulted = chance.percent(25) && !aggregates;
    let mut outputs = Vec::new();
    if !aggregates || chance.percent(20) {
        outputs.push(Column {
            name: "档次",
            of: "string",
            values: if ranked {
                "\"丙\", \"甲\", \"乙\""
            } else {
                ""
            },
            default: if defaulted { "\"丁\"" } else { "" },
        });
    }
    if outputs.is_empty() || several {
        outputs.push(Column {
            name: "金额",
            of: "number",
            values: if ranked { "300, 100, 200" } else { "" },
            default: if defaulted { "0" } else { "" },
        });
    }
    let rules = (0..1 + chance.below(6))
        .map(|_| {
            let cells = inputs
                .iter()
                .map(|column| cell(chance, column.of))
                .collect();
            let answers = outputs
                .iter()
                .map(|column| answer(chance, column.of))
                .collect();
            (cells, answers)
        })
        .collect();
    Table {
        policy,
        inputs,
        outputs,
        rules,
    }
}

fn literal(chance: &mut Chance, of: &str) -> String {
    match of {
        "number" => chance.between(-1, 12).to_string() + chance.pick(&["", "", "0", ".5"]),
        "string" => chance.pick(&STRINGS).to_owned(),
        "boolean" => chance.pick(&["true", "false"]).to_owned(),
        _ => chance.pick(&DATES).to_owned(),
    }
}

fn cell(chance: &mut Chance, of: &str) -> String {
    let mut one = || literal(chance, of);
    let (low, high) = (one(), one());
    let ordered = of == "number" || of == "date";
    match chance.below(20) {
        0..=3 => "-".to_owned(),
        4 | 5 => format!("{low}, {high}"),
        6 => format!("not({low})"),
        7 => format!("not({low}, {high})"),
        8..=11 if ordered => format!("{} {low}", chance.pick(&["<", "<=", ">", ">="])),
        12..=15 if ordered => {
            let (open, close) = chance.pick(&[("[", "]"), ("(", ")"), ("]", "["), ("[", ")")]);
            format!("{open}{low}..{high}{close}")
        }
        16 if of == "number" => format!("? * 2 > {low}"),
        _ => low,
    }
}

fn answer(chance: &mut Chance, of: &str) -> String {
    match of {
        "string" => chance.pick(&TIERS[..3]).to_owned(),
        _ => chance.pick(&["100", "200", "300"]).to_owned(),
    }
}

/// The inputs of a case, as expressions.
#[must_use]
pub fn case(chance: &mut Chance, table: &Table) -> Vec<String> {
    let values = table.inputs.iter().map(|column| match chance.percent(5) {
        true => "null".to_owned(),
        false => literal(chance, column.of),
    });
    values.collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

impl Table {
    /// The model of it.
    #[must_use]
    pub fn dmn(&self) -> String {
        let mut text = format!(
            "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" id=\"m\" \
             name=\"m\" namespace=\"{NAMESPACE}\">\n"
        );
        let mut line = |it: String| text.push_str(&(it + "\n"));
        for (at, column) in self.inputs.iter().enumerate() {
            let Column { name, of, .. } = column;
            line(format!(
                "<inputData id=\"i{at}\" name=\"{name}\"><variable name=\"{name}\" \
                 typeRef=\"{of}\"/></inputData>"
            ));
        }
        line("<decision id=\"d\" name=\"D\"><variable name=\"D\"/>".to_owned());
        for at in 0..self.inputs.len() {
            line(format!(
                "<informationRequirement id=\"r{at}\"><requiredInput href=\"#i{at}\"/>\
                 </informationRequirement>"
            ));
        }
        let aggregation = match self.policy.1 {
            "" => String::new(),
            it => format!(" aggregation=\"{it}\""),
        };
        line(format!(
            "<decisionTable id=\"t\" hitPolicy=\"{}\"{aggregation}>",
            self.policy.0
        ));
        let values = |tag: &str, text: &str| match text {
            "" => String::new(),
            _ => format!("<{tag}><text>{}</text></{tag}>", escaped(text)),
        };
        for (at, column) in self.inputs.iter().enumerate() {
            line(format!(
                "<input id=\"c{at}\"><inputExpression typeRef=\"{}\"><text>{}</text>\
                 </inputExpression>{}</input>",
                column.of,
                column.name,
                values("inputValues", column.values)
            ));
        }
        for (at, column) in self.outputs.iter().enumerate() {
            let name = match self.outputs.len() {
                1 => String::new(),
                _ => format!(" name=\"{}\"", column.name),
            };
            line(format!(
                "<output id=\"o{at}\"{name} typeRef=\"{}\">{}{}</output>",
                column.of,
                values("outputValues", column.values),
                values("defaultOutputEntry", column.default)
            ));
        }
        for (at, (cells, answers)) in self.rules.iter().enumerate() {
            let cells = cells.iter().enumerate().map(|(nth, it)| {
                format!(
                    "<inputEntry id=\"e{at}_{nth}\"><text>{}</text></inputEntry>",
                    escaped(it)
                )
            });
            let answers = answers.iter().enumerate().map(|(nth, it)| {
                format!(
                    "<outputEntry id=\"a{at}_{nth}\"><text>{}</text></outputEntry>",
                    escaped(it)
                )
            });
            let entries: String = cells.chain(answers).collect();
            line(format!("<rule id=\"u{at}\">{entries}</rule>"));
        }
        text + "</decisionTable></decision></definitions>"
    }

    /// Our model of it.
    ///
    /// # Errors
    /// It is not read.
    pub fn ours(&self) -> Result<Model, String> {
        match read(self.dmn().as_bytes(), "m.dmn") {
            Ok((definitions, _)) => Ok(Model::new(vec![Arc::new(definitions)])),
            Err(why) => Err(format!("{why:?}")),
        }
    }

    /// Their model of it.
    ///
    /// # Errors
    /// It is not read.
    pub fn theirs(&self) -> Result<Arc<ModelEvaluator>, String> {
        let work = || {
            let definitions = dsntk_model::parse(&self.dmn()).map_err(|it| it.to_string())?;
            ModelEvaluator::new(&[definitions]).map_err(|it| it.to_string())
        };
        catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("panic".to_owned()))
    }

    /// What both make of some cases.
    #[must_use]
    pub fn decide(&self, cases: &[Vec<String>]) -> Vec<(Outcome, Outcome)> {
        let (ours, theirs) = (self.ours(), self.theirs());
        let cases = cases.iter();
        cases
            .map(|case| {
                let given = || self.inputs.iter().map(|it| it.name).zip(case);
                (decide_ours(&ours, given()), decide_theirs(&theirs, given()))
            })
            .collect()
    }
}

fn decide_ours<'a>(
    model: &Result<Model, String>,
    given: impl Iterator<Item = (&'static str, &'a String)>,
) -> Outcome {
    let model = match model {
        Ok(model) => model,
        Err(why) => return Outcome::Unread(why.clone()),
    };
    let mut case = Case::default();
    for (name, text) in given {
        match ours::value(text) {
            Ok(value) => drop(case.given.insert(name.into(), value)),
            Err(why) => return Outcome::Unread(why),
        }
    }
    match model.node("D") {
        Some(decision) => Outcome::Value(ours::plain(&model.decide(decision, &case).value)),
        None => Outcome::Unread("no decision".to_owned()),
    }
}

fn decide_theirs<'a>(
    model: &Result<Arc<ModelEvaluator>, String>,
    given: impl Iterator<Item = (&'static str, &'a String)>,
) -> Outcome {
    let model = match model {
        Ok(model) => model,
        Err(why) => return Outcome::Unread(why.clone()),
    };
    let entries: Vec<String> = given
        .map(|(name, text)| format!("{name}: {text}"))
        .collect();
    let text = format!("{{{}}}", entries.join(", "));
    let work = || match dsntk_feel_evaluator::evaluate_context(&FeelScope::default(), &text) {
        Ok(case) => {
            let value = model.evaluate_invocable(NAMESPACE, "m", "D", &case);
            Outcome::Value(theirs::plain(&value))
        }
        Err(why) => Outcome::Unread(why.to_string()),
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Outcome::Panic)
}

/// A table and a case on which the engines differ.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The table.
    pub table: Table,
    /// The case.
    pub case: Vec<String>,
    /// What ours makes of it.
    pub ours: Outcome,
    /// What theirs makes of it.
    pub theirs: Outcome,
}

/// The difference on a case of a table, if there is one.
#[must_use]
pub fn difference(table: &Table, case: &[String]) -> Option<Difference> {
    let (ours, theirs) = table.decide(&[case.to_vec()]).pop()?;
    (!ours.agrees(&theirs)).then(|| Difference {
        table: table.clone(),
        case: case.to_vec(),
        ours,
        theirs,
    })
}

/// The same difference with as few rules and columns as possible.
#[must_use]
pub fn shrink(mut found: Difference) -> Difference {
    'again: loop {
        for (table, case) in smaller(&found.table, &found.case) {
            if let Some(it) = difference(&table, &case) {
                found = it;
                continue 'again;
            }
        }
        return found;
    }
}

fn smaller(table: &Table, case: &[String]) -> Vec<(Table, Vec<String>)> {
    let mut found = Vec::new();
    let mut keep = |change: &dyn Fn(&mut Table)| {
        let mut table = table.clone();
        change(&mut table);
        found.push((table, case.to_vec()));
    };
    for at in 0..table.rules.len() {
        if table.rules.len() > 1 {
            keep(&|it| drop(it.rules.remove(at)));
        }
    }
    for at in 0..table.outputs.len() {
        if table.outputs.len() > 1 {
            keep(&|it| {
                it.outputs.remove(at);
                it.rules.iter_mut().for_each(|rule| drop(rule.1.remove(at)));
            });
        }
        if !table.outputs[at].default.is_empty() {
            keep(&|it| it.outputs[at].default = "");
        }
        if !table.outputs[at].values.is_empty() {
            keep(&|it| it.outputs[at].values = "");
        }
    }
    for at in 0..table.inputs.len() {
        if !table.inputs[at].values.is_empty() {
            keep(&|it| it.inputs[at].values = "");
        }
        for rule in 0..table.rules.len() {
            if table.rules[rule].0[at] != "-" {
                keep(&|it| it.rules[rule].0[at] = "-".to_owned());
            }
        }
    }
    for at in 0..table.inputs.len() {
        if table.inputs.len() > 1 {
            let mut table = table.clone();
            let mut case = case.to_vec();
            table.inputs.remove(at);
            table
                .rules
                .iter_mut()
                .for_each(|rule| drop(rule.0.remove(at)));
            case.remove(at);
            found.push((table, case));
        }
    }
    found
}
