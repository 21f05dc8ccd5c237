//! What an evaluation carries along: the model, the answers so far, the slots of its
//! frames, the clock it was given, its limits, its trace.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::limits::Limits;
use crate::model::Model;
use crate::parameters::InForce;
use crate::shape::{Shape, coerce};
use crate::temporal::DateTime;
use crate::trace::{StepKind, Trace};
use crate::tree::{Code, Expr, Test};
use crate::types::Type;
use crate::value::{Closure, Decision, Function, Name, Null, Value, Why};

/// One evaluation.
#[derive(Debug)]
pub struct Machine<'a> {
    pub(crate) model: Option<&'a Model>,
    /// The inputs, and the decisions made so far.
    pub(crate) nodes: Vec<Option<Value>>,
    /// What the inputs are worth that are not given and are dated parameters.
    pub(crate) parameters: Option<&'a InForce>,
    /// The inputs that were taken from the parameters.
    pub(crate) dated: Vec<usize>,
    pub(crate) stack: Vec<Value>,
    pub(crate) base: usize,
    pub(crate) trace: Option<Trace>,
    /// Whether an input that was not given makes unknown what depends on it.
    pub(crate) third_answer: bool,
    now: Option<&'a DateTime>,
    limits: &'a Limits,
    steps: u64,
    items: u64,
    calls: u32,
    levels: u32,
    spent: Option<&'static str>,
}

impl<'a> Machine<'a> {
    /// An evaluation within limits; `now` is what `now()` and `today()` say.
    #[must_use]
    pub fn new(now: Option<&'a DateTime>, limits: &'a Limits) -> Machine<'a> {
        Machine {
            model: None,
            nodes: Vec::new(),
            parameters: None,
            dated: Vec::new(),
            stack: Vec::new(),
            base: 0,
            trace: None,
            third_answer: false,
            now,
            limits,
            steps: 0,
            items: 0,
            calls: 0,
            levels: 0,
            spent: None,
        }
    }

    /// The moment of the evaluation, if one was given.
    #[must_use]
    pub fn now(&self) -> Option<&'a DateTime> {
        self.now
    }

    /// The limit that was reached, if one was: then no answer counts.
    #[must_use]
    pub fn spent(&self) -> Option<&'static str> {
        self.spent
    }

    /// Counts items of lists or bytes of strings that are about to be made; false if that
    /// is more than allowed, and then nothing may be made and the result is
    /// `Why::Limit`.
    #[must_use]
    pub fn afford(&mut self, items: usize) -> bool {
        self.items = self.items.saturating_add(items as u64);
        if self.items > self.limits.items_max {
            self.spent = Some("items");
        }
        self.spent.is_none()
    }

    /// Counts a step; false if no more may be made.
    #[inline]
    pub(crate) fn step(&mut self) -> bool {
        self.steps += 1;
        if self.steps & 1023 == 0 {
            self.look_at_limits();
        }
        self.spent.is_none()
    }

    /// Counts the values that a function is about to look at, sixteen as a step; false if
    /// no more may be made.
    #[inline]
    pub(crate) fn work(&mut self, values: usize) -> bool {
        if values >= 64 {
            self.steps = self.steps.saturating_add(values as u64 / 16);
            self.look_at_limits();
        }
        self.spent.is_none()
    }

    #[cold]
    fn look_at_limits(&mut self) {
        if self.steps > self.limits.steps_max {
            self.spent = Some("steps");
        }
        let stop = self.limits.stop.as_ref();
        if stop.is_some_and(|it| it.load(Ordering::Relaxed)) {
            self.spent = Some("time");
        }
    }

    /// The null of a limit that was reached.
    #[cold]
    pub(crate) fn exhausted(&self) -> Value {
        Value::null(Why::Limit(self.spent.unwrap_or("steps")))
    }

    /// Evaluates deep in, on a larger stack where this one is nearly used up.
    pub(crate) fn deeper(&mut self, work: impl FnOnce(&mut Self) -> Value) -> Value {
        self.levels += 1;
        let value = match self.levels % 8 {
            0 => stacker::maybe_grow(256 * 1024, 4 * 1024 * 1024, || work(self)),
            _ => work(self),
        };
        self.levels -= 1;
        value
    }

    /// Works in a frame of its own, of this many slots.
    pub(crate) fn framed<T>(&mut self, slots: usize, work: impl FnOnce(&mut Self) -> T) -> T {
        let (base, top) = (self.base, self.stack.len());
        self.base = top;
        self.stack.resize(top + slots, Value::Null(Null::WRITTEN));
        let done = work(self);
        self.stack.truncate(top);
        self.base = base;
        done
    }

    pub(crate) fn slot(&self, slot: usize) -> &Value {
        &self.stack[self.base + slot]
    }

    pub(crate) fn put(&mut self, slot: usize, value: Value) {
        let at = self.base + slot;
        self.stack[at] = value;
    }

    /// Takes the value out of a slot.
    pub(crate) fn take(&mut self, slot: usize) -> Value {
        let at = self.base + slot;
        std::mem::replace(&mut self.stack[at], Value::Null(Null::WRITTEN))
    }

    /// Evaluates an expression in a frame of its own.
    pub fn evaluate(&mut self, expr: &Expr, slots: usize) -> Value {
        let value = self.framed(slots, |machine| machine.eval(expr));
        match self.spent {
            Some(_) => self.exhausted(),
            None => value,
        }
    }

    /// As [`Machine::evaluate`]; before it the slots `filled` take the values that `fill`
    /// has for them.
    pub fn evaluate_filled(
        &mut self,
        expr: &Expr,
        slots: usize,
        filled: &[usize],
        mut fill: impl FnMut(usize) -> Value,
    ) -> Value {
        let value = self.framed(slots, |machine| {
            for slot in filled.iter().filter(|slot| **slot < slots) {
                machine.put(*slot, fill(*slot));
            }
            machine.eval(expr)
        });
        match self.spent {
            Some(_) => self.exhausted(),
            None => value,
        }
    }

    /// As [`Machine::evaluate`]; the first slots of the frame hold these values.
    pub fn evaluate_given(
        &mut self,
        expr: &Expr,
        slots: usize,
        given: impl Iterator<Item = Value>,
    ) -> Value {
        let (base, top) = (self.base, self.stack.len());
        self.base = top;
        self.stack.reserve(slots);
        self.stack.extend(given.take(slots));
        self.stack.resize(top + slots, Value::Null(Null::WRITTEN));
        let value = self.eval(expr);
        self.stack.truncate(top);
        self.base = base;
        match self.spent {
            Some(_) => self.exhausted(),
            None => value,
        }
    }

    /// Whether a value passes a test about slot 0 of a frame of its own, or would for all
    /// that is known: where a part of it was not given, that may be so.
    pub(crate) fn may_pass(&mut self, slots: usize, value: &Value, test: &Test) -> bool {
        self.framed(slots, |machine| {
            machine.put(0, value.clone());
            let passed = machine.test(value, test);
            passed.is_true() || matches!(passed, Value::Unknown(_))
        })
    }

    /// Calls a function with arguments by position.
    pub fn call(&mut self, function: &Function, arguments: &[Value]) -> Value {
        match function {
            Function::Builtin(builtin) => builtin.call(self, arguments),
            Function::Closure(closure) => self.call_closure(closure, arguments),
            Function::Service(service) => self.call_service(service, arguments),
            Function::Decision(decision) => self.call_decision(decision, arguments),
        }
    }

    /// Calls a function with arguments by name.
    pub fn call_named(&mut self, function: &Function, given: &[(Name, Value)]) -> Value {
        if let Function::Builtin(builtin) = function {
            return builtin.call_named(self, given);
        }
        let Some(of) = function.signature() else {
            return Value::Null(Null::WRITTEN);
        };
        let unknown = given
            .iter()
            .find(|(name, _)| !of.parameters.iter().any(|(takes, _)| takes == name));
        if let Some((name, _)) = unknown {
            return Value::null(Why::Call {
                function: function.name(),
                problem: youwei_base::Bilingual::new(
                    format!("没有名为“{name}”的参数。"),
                    format!("has no parameter “{name}”."),
                ),
            });
        }
        let arguments: Vec<Value> = of
            .parameters
            .iter()
            .map(|(name, _)| match given.iter().find(|(it, _)| it == name) {
                Some((_, value)) => value.clone(),
                None => Value::null(Why::Missing(name.clone())),
            })
            .collect();
        self.call(function, &arguments)
    }

    fn call_closure(&mut self, closure: &Closure, arguments: &[Value]) -> Value {
        let code: Arc<Code> = closure.code.clone();
        let takes = &code.of.parameters;
        if takes.len() != arguments.len() {
            return Value::null(Why::Call {
                function: code.name.clone(),
                problem: crate::resolve::count_problem(&code.of, arguments.len()),
            });
        }
        if !self.enter_call() {
            return self.exhausted();
        }
        let traced = code.element.as_ref().filter(|_| self.trace.is_some());
        if let Some(element) = traced {
            self.begin_call(&code.name, element, takes, arguments);
        }
        let value = self.framed(code.slots, |machine| {
            for (at, value) in arguments.iter().enumerate() {
                let (name, of) = &takes[at];
                let shape = code.parameters.get(at).and_then(Option::as_ref);
                match machine.argument(value, name, of, shape) {
                    fault @ Value::Null(_) if !value.is_null() => return fault,
                    value => machine.put(at, value),
                }
            }
            for (slot, value) in code.captured.iter().zip(&closure.captured) {
                machine.put(*slot, value.clone());
            }
            machine.deeper(|machine| machine.eval(&code.body))
        });
        self.calls -= 1;
        if traced.is_some() {
            self.end_step(&value);
        }
        value
    }

    /// A call begins, with these arguments.
    pub(crate) fn begin_call(
        &mut self,
        name: &Name,
        element: &Arc<str>,
        takes: &[(Name, Type)],
        arguments: &[Value],
    ) {
        if let Some(trace) = &mut self.trace {
            let given = takes.iter().zip(arguments);
            let given = given.map(|((name, _), value)| (name.clone(), value.clone()));
            trace.begin(StepKind::Call(given.collect()), name, element);
        }
    }

    /// The step that began last ends with this value.
    pub(crate) fn end_step(&mut self, value: &Value) {
        if let Some(trace) = &mut self.trace {
            trace.end(value);
        }
    }

    /// An argument as its parameter takes it; null, with the reason, if it does not.
    fn argument(
        &mut self,
        value: &Value,
        name: &Name,
        of: &Type,
        shape: Option<&Arc<Shape>>,
    ) -> Value {
        if *of != Type::Any && !self.work(value.weight()) {
            return self.exhausted();
        }
        match shape {
            Some(shape) => shape.conform(value.clone(), name, self),
            None => coerce(value, of).unwrap_or_else(|| {
                Value::null(Why::Type {
                    of: name.clone(),
                    expected: of.to_string().into(),
                    found: value.kind(),
                })
            }),
        }
    }

    /// Calls a decision of a model that is not this one: an evaluation of its own, whose
    /// cost counts here.
    fn call_decision(&mut self, decision: &Decision, arguments: &[Value]) -> Value {
        if decision.given.len() != arguments.len() {
            let name = Function::Decision(decision.clone()).name();
            let problem = crate::resolve::count_problem(&decision.of, arguments.len());
            return Value::null(Why::Call {
                function: name,
                problem,
            });
        }
        if !self.enter_call() {
            return self.exhausted();
        }
        let model: &Model = &decision.model;
        let mut machine = Machine::new(self.now, self.limits);
        machine.model = Some(model);
        machine.nodes = vec![None; model.nodes().len()];
        machine.third_answer = self.third_answer;
        (machine.steps, machine.items) = (self.steps, self.items);
        (machine.calls, machine.levels) = (self.calls, self.levels);
        for (at, value) in decision.given.iter().zip(arguments) {
            if let Some(node) = model.nodes().get(*at) {
                machine.give(*at, value.clone(), &node.name);
            }
        }
        let value = machine.node(decision.number);
        (self.steps, self.items) = (machine.steps, machine.items);
        self.spent = self.spent.or(machine.spent);
        self.leave_call();
        value
    }

    /// Counts a call within calls; false if there are too many.
    pub(crate) fn enter_call(&mut self) -> bool {
        if self.calls >= self.limits.depth_max {
            self.spent = Some("depth");
            return false;
        }
        self.calls += 1;
        true
    }

    pub(crate) fn leave_call(&mut self) {
        self.calls -= 1;
    }
}
