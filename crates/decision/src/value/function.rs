//! Functions as values.

use std::sync::Arc;

use crate::builtin::Builtin;
use crate::types::FunctionType;
use crate::types::Type;
use crate::value::Value;

/// A function.
#[derive(Debug, Clone)]
pub enum Function {
    /// One of the language.
    Builtin(&'static Builtin),
    /// One that was written, in an expression or as a knowledge model.
    Closure(Closure),
}

/// A function that was written, with the values that it took along.
#[derive(Debug, Clone)]
pub struct Closure {
    /// Its type.
    pub of: Arc<FunctionType>,
    /// The values of the names around it.
    pub captured: Vec<Value>,
}

impl Function {
    /// Its type.
    #[must_use]
    pub fn of_type(&self) -> Type {
        match self {
            Function::Builtin(_) => Type::Any,
            Function::Closure(closure) => Type::Function(closure.of.clone()),
        }
    }
}
