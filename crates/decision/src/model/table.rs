//! Decision tables to typed ones (DMN 1.5, clause 8).

use std::sync::Arc;

use indexmap::IndexMap;

use crate::check::{Cell, Key};
use crate::dmn::raw::{self, Literal, Text};
use crate::model::boxed::{Boxing, conform, site, typed};
use crate::shape::{Parts, Shape};
use crate::table::checks::{Faults, cell};
use crate::table::{Input, InputValues, Output, Rule, Table};
use crate::tree::{Expr, Kind, Test};
use crate::types::Type;
use crate::value::{Name, Value};

impl Boxing<'_, '_, '_, '_> {
    pub(super) fn table(&mut self, table: &raw::Table) -> Expr {
        let (inputs, domains): (Vec<Input>, Vec<_>) =
            table.inputs.iter().map(|it| self.input(it)).unzip();
        let shapes: Vec<Option<Arc<Shape>>> = table
            .outputs
            .iter()
            .map(|it| {
                let of = it.type_ref.as_ref()?;
                self.items.shape(self.file, of, self.report)
            })
            .collect();
        let mut rules = Vec::new();
        for (nth, rule) in table.rules.iter().enumerate() {
            if rule.inputs.len() != inputs.len() || rule.outputs.len() != table.outputs.len() {
                // The reader has said so.
                continue;
            }
            let id = match &rule.id {
                Some(id) => id.clone(),
                None => (nth + 1).to_string().into(),
            };
            let cells = rule
                .inputs
                .iter()
                .zip(&inputs)
                .map(|(entry, input)| self.cell(&entry.text, input.slot, &input.of))
                .collect();
            let mut answers = Vec::new();
            for (nth, entry) in rule.outputs.iter().enumerate() {
                let name = self.output_name(&table.outputs[nth]);
                let element = entry.id.clone().unwrap_or_else(|| id.clone());
                answers.push(self.answer(&entry.text, element, shapes[nth].as_ref(), &name));
            }
            rules.push(Rule {
                id,
                cells,
                answers,
                known: None,
            });
        }
        let one = table.outputs.len() == 1;
        let mut outputs = Vec::new();
        for (output, shape) in table.outputs.iter().zip(&shapes) {
            let column = outputs.len();
            let name = self.output_name(output);
            let default = output.default.as_ref().map(|it| {
                let Literal { text, id, .. } = it;
                let element = id.clone().unwrap_or_else(|| self.element.clone());
                self.answer(text, element, shape.as_ref(), &name)
            });
            let of = match shape {
                Some(shape) => shape.of.clone(),
                None => {
                    let answers = rules
                        .iter()
                        .map(|rule: &Rule| rule.answers[column].of.clone());
                    let answers = answers.chain(default.as_ref().map(|it| it.of.clone()));
                    let joined = answers.reduce(|one, other| one.join(&other));
                    joined.unwrap_or(Type::Null)
                }
            };
            outputs.push(Output {
                name: (!one).then(|| name.clone()),
                values: self.output_values(output.values.as_ref(), shape.as_deref(), &of),
                of,
                default,
            });
        }
        for rule in &mut rules {
            rule.known = together(&outputs, &rule.answers);
        }
        let outcomes = outcomes(table);
        let mut made = Table {
            name: self.name.clone(),
            element: self.element.clone(),
            hit: table.hit_policy,
            aggregation: table.aggregation,
            inputs,
            outputs,
            rules,
            faults: Faults::default(),
        };
        made.faults = made.faults(domains, &outcomes);
        self.say_faults(&made, table);
        let table = made;
        let of = table.result();
        typed(Kind::Table(Arc::new(table)), of)
    }

    fn output_name(&self, output: &raw::TableOutput) -> Name {
        match output.head.name.as_str() {
            "" => self.name.clone(),
            _ => output.head.name.shared().clone(),
        }
    }

    /// A column that is looked at, and the values that it may have.
    fn input(&mut self, input: &raw::TableInput) -> (Input, Option<Cell<Key>>) {
        let expression = &input.expression;
        let expr = self.text(&expression.text, expression.expression_language.as_ref());
        let shape = expression.type_ref.as_ref();
        let shape = shape.and_then(|of| self.items.shape(self.file, of, self.report));
        let name: Name = match &input.label {
            Some(label) => label.clone(),
            None => expression.text.shared().clone(),
        };
        let (expr, of) = match &shape {
            Some(shape) => {
                let plain = Arc::new(Shape::plain(shape.name.clone(), shape.of.clone()));
                let of = match expr.of {
                    Type::Any => shape.of.clone(),
                    ref known => known.clone(),
                };
                match expr.of.conforms_to(&shape.of) {
                    true => (expr, of),
                    false => (conform(expr, &plain, name.clone()), shape.of.clone()),
                }
            }
            None => {
                let of = expr.of.clone();
                (expr, of)
            }
        };
        let element = input.id.clone().unwrap_or_else(|| self.element.clone());
        let expr = match expr.kind {
            Kind::Node(_) | Kind::Slot(_) | Kind::Constant(_) => expr,
            _ => site(
                expr,
                name.clone(),
                element,
                expression.text.shared().clone(),
            ),
        };
        let slot = self.resolver.slot();
        let allowed = input
            .values
            .as_ref()
            .filter(|it| !it.as_str().trim().is_empty());
        let allowed = allowed.map(|text| InputValues {
            test: self.cell(text, slot, &of),
            text: text.shared().clone(),
        });
        let declared = shape.as_deref().and_then(domain);
        let written = allowed.as_ref().and_then(|it| cell(&it.test));
        let domain = match (written, declared) {
            (Some(one), Some(other)) => Some(one.and(&other)),
            (one, other) => one.or(other),
        };
        let input = Input {
            allowed,
            name,
            expr,
            slot,
            of,
        };
        (input, domain)
    }

    fn cell(&mut self, text: &Text, slot: usize, of: &Type) -> Test {
        if text.as_str().trim().is_empty() {
            return Test::Any;
        }
        let test = self.resolver.tests(text.as_str(), slot, of);
        let findings = self.resolver.findings();
        self.report.findings(findings, text);
        test
    }

    fn answer(
        &mut self,
        text: &Text,
        element: Arc<str>,
        shape: Option<&Arc<Shape>>,
        name: &Name,
    ) -> Expr {
        let around = std::mem::replace(&mut self.element, element.clone());
        let expr = self.text(text, None);
        let expr = match expr.kind {
            Kind::Constant(_) => expr,
            _ => site(expr, name.clone(), element, text.shared().clone()),
        };
        let expr = match shape {
            Some(shape) => {
                if !expr.of.may_become(&shape.of) {
                    let (declared, found) = (&shape.of, &expr.of);
                    self.report.error(
                        "declared-type",
                        text.whole(),
                        youwei_base::Bilingual::new(
                            format!("这一列声明为 {declared}，这里写的是 {found}。"),
                            format!("this column is declared {declared}; this is a {found}."),
                        ),
                        youwei_base::Bilingual::new(
                            format!(
                                "写一个 {declared}，或把这一列声明的类型（typeRef）改为 {found}。"
                            ),
                            format!(
                                "write a {declared}, or declare the column a {found} (typeRef)."
                            ),
                        ),
                    );
                }
                conform(expr, shape, name.clone())
            }
            None => expr,
        };
        self.element = around;
        expr
    }

    /// The values of an output in their order: written with the column, or else with its
    /// type.
    fn output_values(
        &mut self,
        written: Option<&Text>,
        shape: Option<&Shape>,
        of: &Type,
    ) -> Vec<Value> {
        let slot = self.resolver.slot();
        let written = written.filter(|it| !it.as_str().trim().is_empty());
        match (written, shape.and_then(|it| it.allowed.as_ref())) {
            (Some(text), _) => constants(&self.cell(text, slot, of)),
            (None, Some(allowed)) => constants(&allowed.test),
            (None, None) => Vec::new(),
        }
    }
}

/// The context that the answers of a rule make, if all of them are known beforehand, so
/// that it is not made anew for every case.
fn together(outputs: &[Output], answers: &[Expr]) -> Option<Value> {
    let mut entries = IndexMap::with_capacity(outputs.len());
    for (output, answer) in outputs.iter().zip(answers) {
        let value = answer.constant().filter(|it| !it.is_null())?;
        entries.insert(output.name.clone()?, value.clone());
    }
    Some(Value::context(entries))
}

/// The values that a list of tests names, in order.
fn constants(test: &Test) -> Vec<Value> {
    match test {
        Test::OneOf(values) => values.clone(),
        Test::Either(tests) => tests.iter().flat_map(constants).collect(),
        _ => Vec::new(),
    }
}

/// The values that a declared type allows, if that is known beforehand.
fn domain(shape: &Shape) -> Option<Cell<Key>> {
    let own = [&shape.allowed, &shape.whole];
    let own = own.into_iter().flatten().filter_map(|it| cell(&it.test));
    let base = match &shape.parts {
        Parts::Same(base) => domain(base),
        _ => None,
    };
    own.chain(base).reduce(|one, other| one.and(&other))
}

/// A number for each rule, the same for rules whose answers are written the same.
fn outcomes(table: &raw::Table) -> Vec<u32> {
    let mut known: Vec<Vec<&str>> = Vec::new();
    let rules = table.rules.iter().filter(|rule| {
        rule.inputs.len() == table.inputs.len() && rule.outputs.len() == table.outputs.len()
    });
    rules
        .map(|rule| {
            let answers: Vec<&str> = rule
                .outputs
                .iter()
                .map(|it| it.text.as_str().trim())
                .collect();
            let at = known.iter().position(|it| *it == answers);
            let at = at.unwrap_or_else(|| {
                known.push(answers);
                known.len() - 1
            });
            u32::try_from(at).unwrap_or(u32::MAX)
        })
        .collect()
}
