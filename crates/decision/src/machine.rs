//! What an evaluation carries along: the clock it was given, its limits, its trace.

use crate::limits::Limits;
use crate::temporal::DateTime;
use crate::value::{Function, Value};

/// One evaluation.
#[derive(Debug)]
pub struct Machine<'a> {
    now: Option<&'a DateTime>,
    limits: &'a Limits,
    steps: u64,
    items: u64,
    depth: u32,
}

impl<'a> Machine<'a> {
    /// An evaluation within limits; `now` is what `now()` and `today()` say.
    #[must_use]
    pub fn new(now: Option<&'a DateTime>, limits: &'a Limits) -> Machine<'a> {
        Machine {
            now,
            limits,
            steps: 0,
            items: 0,
            depth: 0,
        }
    }

    /// The moment of the evaluation, if one was given.
    #[must_use]
    pub fn now(&self) -> Option<&'a DateTime> {
        self.now
    }

    /// Counts items of lists or bytes of strings that are about to be made; false if that
    /// is more than allowed, and then nothing may be made and the result is
    /// `Why::Limit`.
    #[must_use]
    pub fn afford(&mut self, items: usize) -> bool {
        self.items = self.items.saturating_add(items as u64);
        self.items <= self.limits.items_max
    }

    /// Calls a function with arguments by position.
    pub fn call(&mut self, function: &Function, arguments: &[Value]) -> Value {
        let _ = (function, arguments, self.steps, self.depth);
        Value::null(crate::value::Why::Limit("not built yet"))
    }
}
