//! Deciding a case.

use std::sync::Arc;

use indexmap::IndexMap;
use youwei_base::Bilingual;

use crate::limits::Limits;
use crate::machine::Machine;
use crate::model::{Model, Node, ServiceParts};
use crate::parameters::InForce;
use crate::temporal::DateTime;
use crate::trace::{Step, StepKind, Trace};
use crate::types::FunctionType;
use crate::value::{Decision, Function, Missing, Name, Null, Service, Value, Why};

/// A case to decide.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// What is given, by the names of the inputs; a decision that is given is not decided.
    pub given: IndexMap<Name, Value>,
    /// What is given besides, by the numbers of inputs and decisions.
    pub nodes: Vec<(usize, Value)>,
    /// What inputs are worth that are not given: the dated parameters in force.
    pub parameters: InForce,
    /// What `now()` and `today()` say.
    pub now: Option<DateTime>,
    /// How much it may cost.
    pub limits: Limits,
    /// Whether to keep the whole derivation.
    pub trace: bool,
    /// Whether an input that was not given makes unknown what really depends on it. The
    /// standard takes it for null.
    pub third_answer: bool,
}

/// What was decided.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The answer.
    pub value: Value,
    /// How it came about, if that was asked.
    pub steps: Vec<Step>,
}

impl Model {
    /// Decides one decision of a case.
    #[must_use]
    pub fn decide(&self, decision: usize, case: &Case) -> Answer {
        self.run(case, |machine| machine.node(decision))
    }

    /// Calls a knowledge model or a service with what is given, by name; what its
    /// parameters do not name is passed over.
    #[must_use]
    pub fn invoke(&self, knowledge: usize, case: &Case) -> Answer {
        self.run(case, |machine| {
            let Value::Function(function) = machine.knowledge(knowledge) else {
                return Value::Null(Null::WRITTEN);
            };
            let takes = function.signature().map(|of| &of.parameters);
            let given: Vec<(Name, Value)> = takes
                .into_iter()
                .flatten()
                .filter_map(|(name, _)| Some((name.clone(), case.given.get(name)?.clone())))
                .collect();
            machine.call_named(&function, &given)
        })
    }

    /// A decision as a function of the inputs that it rests on, for expressions that stand
    /// outside of the model; none if there is no such decision.
    #[must_use]
    pub fn function(self: &Arc<Model>, decision: usize) -> Option<Function> {
        let node = self.nodes.get(decision).filter(|it| it.is_decision())?;
        let given = self.inputs_of(decision);
        let parameters = given.iter().filter_map(|at| self.nodes.get(*at));
        let of = FunctionType {
            parameters: parameters
                .map(|it| (it.name.clone(), it.of.clone()))
                .collect(),
            result: node.of.clone(),
        };
        Some(Function::Decision(Decision {
            model: self.clone(),
            number: decision,
            given: given.into(),
            of: Arc::new(of),
        }))
    }

    /// What of a case its own types refuse: which given value, and why, with what is
    /// allowed. [`Model::decide`] takes such a value for null, and a table that does not
    /// look at it would answer all the same; whoever asks people for values asks this first.
    #[must_use]
    pub fn refused(&self, case: &Case) -> Vec<(Name, Bilingual)> {
        let mut machine = Machine::new(case.now.as_ref(), &case.limits);
        machine.model = Some(self);
        machine.third_answer = case.third_answer;
        let mut refused = Vec::new();
        for (name, value) in case.given.iter().filter(|(_, value)| !value.is_null()) {
            let node = self.node(name).and_then(|at| self.nodes.get(at));
            let Some(shape) = node.and_then(|it| it.shape.as_ref()) else {
                continue;
            };
            let value = shape.conform(value.clone(), name, &mut machine);
            if let Some(limit) = machine.spent() {
                refused.push((name.clone(), Why::Limit(limit).sentence()));
                break;
            }
            if let Value::Null(null) = &value
                && let Some(reason) = null.reason()
            {
                refused.push((name.clone(), reason.why.sentence()));
            }
        }
        refused
    }

    fn run(&self, case: &Case, work: impl FnOnce(&mut Machine<'_>) -> Value) -> Answer {
        let mut machine = Machine::new(case.now.as_ref(), &case.limits);
        machine.model = Some(self);
        machine.parameters = (!case.parameters.is_empty()).then_some(&case.parameters);
        machine.third_answer = case.third_answer;
        machine.trace = case.trace.then(Trace::default);
        machine.nodes = vec![None; self.nodes.len()];
        for (name, value) in &case.given {
            if let Some(at) = self.node(name) {
                machine.give(at, value.clone(), name);
            }
        }
        for (at, value) in &case.nodes {
            if let Some(node) = self.nodes.get(*at) {
                machine.give(*at, value.clone(), &node.name);
            }
        }
        let value = work(&mut machine);
        let value = match machine.spent() {
            Some(_) => machine.exhausted(),
            None => value,
        };
        let steps = machine.trace.take().map(Trace::steps).unwrap_or_default();
        Answer { value, steps }
    }
}

impl Machine<'_> {
    /// Puts a value in the place of an input or a decision.
    pub(crate) fn give(&mut self, at: usize, value: Value, name: &Name) {
        let Some(model) = self.model else {
            return;
        };
        let value = match &model.nodes[at].shape {
            Some(shape) => shape.conform(value, name, self),
            None => value,
        };
        self.nodes[at] = Some(value);
    }

    /// The value of an input or a decision, decided now if it was not yet.
    pub(crate) fn node(&mut self, number: usize) -> Value {
        let Some(model) = self.model else {
            return Value::Null(Null::WRITTEN);
        };
        let Some(node) = model.nodes.get(number) else {
            return Value::Null(Null::WRITTEN);
        };
        if let Some(Some(known)) = self.nodes.get(number) {
            let known = known.clone();
            if let Some(trace) = &mut self.trace {
                let kind = match node.is_decision() {
                    true => StepKind::Again,
                    false if self.dated.contains(&number) => dated(self.parameters, node),
                    false => StepKind::Input,
                };
                trace.begin(kind, &node.name, &node.element);
                trace.end(&known);
            }
            return known;
        }
        let Some(logic) = &node.logic else {
            let parameter = self.parameters.and_then(|it| it.get(&node.name));
            let value = match parameter {
                Some(parameter) => {
                    self.dated.push(number);
                    match &node.shape {
                        Some(shape) => shape.conform(parameter.value.clone(), &node.name, self),
                        None => parameter.value.clone(),
                    }
                }
                None if self.third_answer => Value::Unknown(Missing::one(node.name.clone())),
                None => Value::null(Why::Missing(node.name.clone())),
            };
            if let Some(trace) = &mut self.trace {
                let kind = dated(self.parameters, node);
                trace.begin(kind, &node.name, &node.element);
                trace.end(&value);
            }
            self.nodes[number] = Some(value.clone());
            return value;
        };
        if !self.enter_call() {
            return self.exhausted();
        }
        if let Some(trace) = &mut self.trace {
            trace.begin(StepKind::Decision, &node.name, &node.element);
        }
        let value = self.framed(logic.slots, |machine| {
            machine.deeper(|machine| machine.eval(&logic.body))
        });
        let value = match value {
            Value::Null(null) => Value::Null(null.at("", &node.element)),
            value => value,
        };
        self.leave_call();
        if let Some(trace) = &mut self.trace {
            trace.end(&value);
        }
        self.nodes[number] = Some(value.clone());
        value
    }

    /// A knowledge model or a service as a function.
    pub(crate) fn knowledge(&mut self, number: usize) -> Value {
        let known = self.model.and_then(|model| model.knowledge.get(number));
        known.map_or(Value::Null(Null::WRITTEN), |it| it.function.clone())
    }

    /// Calls a decision service: its decisions are made anew from what is given to it.
    pub(crate) fn call_service(&mut self, service: &Service, arguments: &[Value]) -> Value {
        let Some(model) = self.model else {
            return Value::Null(Null::WRITTEN);
        };
        let parts = model
            .knowledge
            .get(service.number)
            .and_then(|it| it.service.as_ref());
        let Some(parts) = parts else {
            return Value::Null(Null::WRITTEN);
        };
        if parts.given.len() != arguments.len() {
            return Value::null(Why::Call {
                function: service.name.clone(),
                problem: crate::resolve::count_problem(&service.of, arguments.len()),
            });
        }
        if !self.enter_call() {
            return self.exhausted();
        }
        let element = &model.knowledge[service.number].element;
        self.begin_call(&service.name, element, &service.of.parameters, arguments);
        let fresh = vec![None; model.nodes.len()];
        let around = std::mem::replace(&mut self.nodes, fresh);
        let dated = std::mem::take(&mut self.dated);
        let value = self.service_answer(model, parts, arguments);
        (self.nodes, self.dated) = (around, dated);
        self.leave_call();
        let value = match &parts.shape {
            Some(shape) => shape.conform(value, &service.name, self),
            None => value,
        };
        self.end_step(&value);
        value
    }

    fn service_answer(
        &mut self,
        model: &Model,
        parts: &ServiceParts,
        arguments: &[Value],
    ) -> Value {
        for (at, value) in parts.given.iter().zip(arguments) {
            self.give(*at, value.clone(), &model.nodes[*at].name);
            // An argument of another type makes the call null, not only itself.
            match self.nodes.get(*at) {
                Some(Some(fault @ Value::Null(_))) if !value.is_null() => return fault.clone(),
                _ => {}
            }
        }
        match parts.outputs.as_slice() {
            [one] => self.node(*one),
            many => {
                let mut entries = IndexMap::new();
                for at in many {
                    let value = self.node(*at);
                    entries.insert(model.nodes[*at].name.clone(), value);
                }
                Value::context(entries)
            }
        }
    }
}

/// What the step of an input is that was not given.
fn dated(parameters: Option<&InForce>, node: &Node) -> StepKind {
    match parameters.and_then(|it| it.get(&node.name)) {
        Some(parameter) => StepKind::Parameter {
            from: parameter.from,
            unit: parameter.unit.clone(),
            source: parameter.source.clone(),
        },
        None => StepKind::Input,
    }
}
