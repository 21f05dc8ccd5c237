//! Running a decision table (DMN 1.5, clause 8.2.10, table 33).

mod missing;

use indexmap::IndexMap;

use crate::dmn::raw::{Aggregation, HitPolicy};
use crate::eval::{operator, same};
use crate::machine::Machine;
use crate::table::{Rule, Table};
use crate::trace::{RuleTrace, Step, StepKind, TableTrace};
use crate::value::{Value, Why, compare};

impl Machine<'_> {
    /// What a table answers.
    pub(super) fn table(&mut self, table: &Table) -> Value {
        let mut unknown = Vec::new();
        for (column, input) in table.inputs.iter().enumerate() {
            let value = self.eval(&input.expr);
            self.put(input.slot, value.clone());
            match &value {
                Value::Unknown(missing) => unknown.push((column, missing.clone())),
                Value::Null(_) => {}
                _ => {
                    if let Some(allowed) = &input.allowed
                        && !self.test(&value, &allowed.test).is_true()
                    {
                        return Value::null(Why::NotAllowed {
                            of: input.name.clone(),
                            value: value.to_string().into(),
                            allowed: allowed.text.clone(),
                        });
                    }
                }
            }
        }
        if unknown.is_empty() {
            return self.known(table);
        }
        let traced = self.trace.is_some().then(|| self.rules_traced(table));
        let answer = self.whatever_is_missing(table, &unknown);
        if let Some(rules) = traced {
            self.record(table, rules, Vec::new(), &answer);
        }
        answer
    }

    /// What a table answers, its inputs being in their slots.
    fn known(&mut self, table: &Table) -> Value {
        let (matched, rules) = match self.trace.is_some() {
            true => {
                let rules = self.rules_traced(table);
                let all = rules.iter().enumerate();
                let matched: Vec<usize> = all
                    .filter(|(_, rule)| rule.cells.iter().all(Value::is_true))
                    .map(|(at, _)| at)
                    .collect();
                match table.hit {
                    HitPolicy::First => (matched.into_iter().take(1).collect(), Some(rules)),
                    _ => (matched, Some(rules)),
                }
            }
            false => (self.matching(table), None),
        };
        let (answer, fired) = self.answer(table, matched);
        if let Some(rules) = rules {
            self.record(table, rules, fired, &answer);
        }
        answer
    }

    /// The rules that match; no more than the policy needs.
    fn matching(&mut self, table: &Table) -> Vec<usize> {
        let one = table.hit == HitPolicy::First
            || (table.faults.disjoint && matches!(table.hit, HitPolicy::Unique | HitPolicy::Any));
        let mut matched = Vec::new();
        for (at, rule) in table.rules.iter().enumerate() {
            if !self.step() {
                break;
            }
            if self.matches(table, rule) {
                matched.push(at);
                if one {
                    break;
                }
            }
        }
        matched
    }

    fn matches(&mut self, table: &Table, rule: &Rule) -> bool {
        for (input, cell) in table.inputs.iter().zip(&rule.cells) {
            if !self.cell_holds(input.slot, cell) {
                return false;
            }
        }
        true
    }

    #[inline]
    fn cell_holds(&mut self, slot: usize, cell: &crate::tree::Test) -> bool {
        if let Some(held) = crate::eval::test::at_once(self.slot(slot), cell) {
            return held;
        }
        let value = self.slot(slot).clone();
        self.test(&value, cell).is_true()
    }

    /// The answer of the rules that match, and which of them it is from.
    fn answer(&mut self, table: &Table, matched: Vec<usize>) -> (Value, Vec<usize>) {
        if matched.is_empty() {
            return (self.default(table), matched);
        }
        match table.hit {
            HitPolicy::Unique if matched.len() > 1 => (together(table, &matched), matched),
            HitPolicy::Unique | HitPolicy::First => {
                let answer = self.of_rule(table, matched[0]);
                (answer, vec![matched[0]])
            }
            HitPolicy::Any => {
                let answers: Vec<Value> =
                    matched.iter().map(|at| self.of_rule(table, *at)).collect();
                match answers.windows(2).all(|pair| same(&pair[0], &pair[1])) {
                    true => (
                        answers.into_iter().next().unwrap_or_else(|| no_rule(table)),
                        matched,
                    ),
                    false => (together(table, &matched), matched),
                }
            }
            HitPolicy::Priority => {
                let ranked = self.ranked(table, matched);
                match ranked.into_iter().next() {
                    Some((at, answer)) => (answer, vec![at]),
                    None => (no_rule(table), Vec::new()),
                }
            }
            HitPolicy::OutputOrder => {
                let (fired, answers) = self.ranked(table, matched).into_iter().unzip();
                (Value::list(answers), fired)
            }
            HitPolicy::RuleOrder => {
                let answers = matched.iter().map(|at| self.of_rule(table, *at)).collect();
                (answers, matched)
            }
            HitPolicy::Collect => {
                let answers: Vec<Value> =
                    matched.iter().map(|at| self.of_rule(table, *at)).collect();
                (self.aggregate(table, answers), matched)
            }
        }
    }

    fn of_rule(&mut self, table: &Table, at: usize) -> Value {
        let rule = &table.rules[at];
        if let Some(known) = &rule.known {
            return known.clone();
        }
        match (table.outputs.as_slice(), rule.answers.as_slice()) {
            ([_], [answer]) => self.eval(answer),
            (outputs, answers) => {
                let mut entries = IndexMap::with_capacity(outputs.len());
                for (output, answer) in outputs.iter().zip(answers) {
                    let name = output.name.clone().unwrap_or_else(|| "".into());
                    let value = self.eval(answer);
                    entries.insert(name, value);
                }
                Value::context(entries)
            }
        }
    }

    fn default(&mut self, table: &Table) -> Value {
        match table.outputs.as_slice() {
            [one] => match &one.default {
                Some(default) => self.eval(default),
                None => no_rule(table),
            },
            many if many.iter().any(|output| output.default.is_some()) => {
                let mut entries = IndexMap::new();
                for output in many {
                    let name = output.name.clone().unwrap_or_else(|| "".into());
                    let value = match &output.default {
                        Some(default) => self.eval(default),
                        None => no_rule(table),
                    };
                    entries.insert(name, value);
                }
                Value::context(entries)
            }
            _ => no_rule(table),
        }
    }

    /// Rules and answers by the order of the output values, the first column first.
    fn ranked(&mut self, table: &Table, matched: Vec<usize>) -> Vec<(usize, Value)> {
        let mut ranked: Vec<(Vec<usize>, usize, Value)> = Vec::new();
        for at in matched {
            let answer = self.of_rule(table, at);
            let rank = |values: &[Value], value: &Value| {
                let found = values.iter().position(|it| same(it, value));
                found.unwrap_or(values.len())
            };
            let ranks = table
                .outputs
                .iter()
                .map(|output| match (&answer, &output.name) {
                    (Value::Context(entries), Some(name)) if table.outputs.len() > 1 => entries
                        .get(name)
                        .map_or(output.values.len(), |it| rank(&output.values, it)),
                    (answer, _) => rank(&output.values, answer),
                })
                .collect();
            ranked.push((ranks, at, answer));
        }
        ranked.sort_by(|one, other| one.0.cmp(&other.0));
        ranked
            .into_iter()
            .map(|(_, at, answer)| (at, answer))
            .collect()
    }

    fn aggregate(&mut self, table: &Table, answers: Vec<Value>) -> Value {
        let Some(aggregation) = table.aggregation else {
            return Value::list(answers);
        };
        if aggregation == Aggregation::Count {
            return Value::Number(crate::number::Number::from(answers.len()));
        }
        // `+` also joins strings; a sum is of numbers or durations.
        let joined = answers.iter().find(|it| matches!(it, Value::String(_)));
        if let (Aggregation::Sum, Some(string)) = (aggregation, joined) {
            return operator::null_of("sum", string, string);
        }
        let mut answers = answers.into_iter();
        let Some(first) = answers.next() else {
            return no_rule(table);
        };
        answers.fold(first, |one, other| match aggregation {
            Aggregation::Sum => self.arithmetic(crate::feel::ast::Operator::Add, &one, &other),
            _ => extreme(aggregation, one, other),
        })
    }

    /// Every cell of every rule, and the answers of those that match.
    fn rules_traced(&mut self, table: &Table) -> Vec<RuleTrace> {
        let mut rules = Vec::with_capacity(table.rules.len());
        for rule in &table.rules {
            if !self.step() {
                break;
            }
            let mut cells = Vec::with_capacity(rule.cells.len());
            for (input, cell) in table.inputs.iter().zip(&rule.cells) {
                let value = self.slot(input.slot).clone();
                cells.push(self.test(&value, cell));
            }
            let matched = cells.iter().all(Value::is_true);
            // What the answers are worked out from belongs to the answer, not to the look.
            let trace = self.trace.take();
            let answers = match matched {
                true => rule
                    .answers
                    .iter()
                    .map(|answer| self.eval(answer))
                    .collect(),
                false => Vec::new(),
            };
            self.trace = trace;
            rules.push(RuleTrace {
                id: rule.id.clone(),
                cells,
                answers,
            });
        }
        rules
    }

    fn record(&mut self, table: &Table, rules: Vec<RuleTrace>, fired: Vec<usize>, answer: &Value) {
        let inputs = table
            .inputs
            .iter()
            .map(|input| (input.name.clone(), self.slot(input.slot).clone()))
            .collect();
        if let Some(trace) = &mut self.trace {
            trace.add(Step {
                kind: StepKind::Table(TableTrace {
                    inputs,
                    rules,
                    fired,
                }),
                name: table.name.clone(),
                element: table.element.clone(),
                value: answer.clone(),
                parts: Vec::new(),
            });
        }
    }
}

fn no_rule(table: &Table) -> Value {
    Value::null(Why::NoRule(table.name.clone()))
}

fn together(table: &Table, matched: &[usize]) -> Value {
    Value::null(Why::HitPolicy {
        table: table.name.clone(),
        rules: matched.iter().map(|at| at + 1).collect(),
    })
}

/// The smaller or the larger of two answers.
fn extreme(aggregation: Aggregation, one: Value, other: Value) -> Value {
    match compare(&one, &other) {
        Some(order) if order.is_le() == (aggregation == Aggregation::Min) => one,
        Some(_) => other,
        None => operator::unknown(&one, &other)
            .unwrap_or_else(|| operator::null_of("min, max", &one, &other)),
    }
}
