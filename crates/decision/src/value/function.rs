//! Functions as values.

use std::sync::Arc;

use crate::builtin::Builtin;
use crate::model::Model;
use crate::tree::Code;
use crate::types::{FunctionType, Type};
use crate::value::{Name, Value};

/// A function.
#[derive(Debug, Clone)]
pub enum Function {
    /// One of the language.
    Builtin(&'static Builtin),
    /// One that was written, in an expression or as a knowledge model.
    Closure(Closure),
    /// A decision service.
    Service(Service),
    /// A decision of a model, for expressions that stand outside of it.
    Decision(Decision),
}

/// A function that was written, with the values that it took along.
#[derive(Debug, Clone)]
pub struct Closure {
    /// Its body.
    pub code: Arc<Code>,
    /// The values of the names around it.
    pub captured: Vec<Value>,
}

/// A decision service as a function.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its name.
    pub name: Name,
    /// Its number in the model.
    pub number: usize,
    /// Its type.
    pub of: Arc<FunctionType>,
}

/// A decision as a function of the inputs that it rests on.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Its model.
    pub model: Arc<Model>,
    /// Its number in the model.
    pub number: usize,
    /// The inputs, in the order of the parameters.
    pub given: Arc<[usize]>,
    /// Its type.
    pub of: Arc<FunctionType>,
}

impl Function {
    /// Its type.
    #[must_use]
    pub fn of_type(&self) -> Type {
        match self.signature() {
            None => Type::Any,
            Some(of) => Type::Function(of.clone()),
        }
    }

    /// Its parameters and result; a built-in function has several ways to be called.
    #[must_use]
    pub fn signature(&self) -> Option<&Arc<FunctionType>> {
        match self {
            Function::Builtin(_) => None,
            Function::Closure(closure) => Some(&closure.code.of),
            Function::Service(service) => Some(&service.of),
            Function::Decision(decision) => Some(&decision.of),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> Name {
        match self {
            Function::Builtin(builtin) => builtin.name.into(),
            Function::Closure(closure) => closure.code.name.clone(),
            Function::Service(service) => service.name.clone(),
            Function::Decision(decision) => {
                let node = decision.model.nodes().get(decision.number);
                node.map_or_else(|| "".into(), |it| it.name.clone())
            }
        }
    }
}
