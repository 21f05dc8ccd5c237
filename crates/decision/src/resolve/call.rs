//! Calls: which function, with which arguments.

use std::sync::Arc;

use youwei_base::Bilingual;

use crate::builtin::Builtin;
use crate::feel::ast::{Arguments, Ast, Kind as Written, Span};
use crate::resolve::{Resolver, help};
use crate::tree::{Expr, Kind};
use crate::types::{FunctionType, Type};
use crate::value::{Function, Name, Value, Why};

impl Resolver<'_> {
    pub(super) fn call(&mut self, tree: &Ast, function: &Ast, arguments: &Arguments) -> Expr {
        let called: Name = match &function.kind {
            Written::Name(name) => name.clone(),
            _ => "function".into(),
        };
        let function = self.expression(function);
        match arguments {
            Arguments::Positional(given) => {
                let given: Vec<Expr> = given.iter().map(|it| self.expression(it)).collect();
                self.call_typed(tree.span, called, function, given)
            }
            Arguments::Named(given) => {
                let mut named: Vec<(Name, Expr)> = Vec::new();
                for (name, value) in given {
                    let value = self.expression(value);
                    if named.iter().any(|(it, _)| it == name) {
                        let problem = Bilingual::new(
                            format!("的参数“{name}”给了两次。"),
                            format!("is given “{name}” twice."),
                        );
                        return self.error(
                            "arguments",
                            tree.span,
                            call_fault(&called, problem),
                            Bilingual::new(
                                format!("“{name}”只留一次。"),
                                format!("give “{name}” only once."),
                            ),
                        );
                    }
                    named.push((name.clone(), value));
                }
                self.call_named_typed(tree.span, called, function, named)
            }
        }
    }

    /// A call by position of a function that was resolved before.
    pub fn call_typed(
        &mut self,
        span: Span,
        called: Name,
        function: Expr,
        given: Vec<Expr>,
    ) -> Expr {
        if let Some(builtin) = as_builtin(&function) {
            let types: Vec<Type> = given.iter().map(|it| it.of.clone()).collect();
            let kind = Kind::CallBuiltin(builtin, given);
            return self.built_in(span, builtin, builtin.result(&types), kind);
        }
        let result = self.result(span, &called, &function, |resolver, of| {
            if of.parameters.len() != given.len() {
                return Err(count_problem(of, given.len()));
            }
            for ((name, takes), value) in of.parameters.iter().zip(&given) {
                resolver.argument(span, &called, name, takes, value);
            }
            Ok(())
        });
        match result {
            Ok(of) => Expr {
                kind: Kind::Call(Box::new(function), given),
                of,
                span,
            },
            Err(wrong) => wrong,
        }
    }

    /// A call by name of a function that was resolved before.
    pub fn call_named_typed(
        &mut self,
        span: Span,
        called: Name,
        function: Expr,
        given: Vec<(Name, Expr)>,
    ) -> Expr {
        if let Some(builtin) = as_builtin(&function) {
            let types: Vec<(Name, Type)> = given
                .iter()
                .map(|(name, it)| (name.clone(), it.of.clone()))
                .collect();
            let kind = Kind::CallBuiltinNamed(builtin, given);
            return self.built_in(span, builtin, builtin.result_named(&types), kind);
        }
        let result = self.result(span, &called, &function, |resolver, of| {
            let unknown = given
                .iter()
                .find(|(name, _)| !of.parameters.iter().any(|(takes, _)| takes == name));
            if let Some((name, _)) = unknown {
                return Err(Bilingual::new(
                    format!("没有名为“{name}”的参数。"),
                    format!("has no parameter “{name}”."),
                ));
            }
            for (name, takes) in &of.parameters {
                if let Some((_, value)) = given.iter().find(|(it, _)| it == name) {
                    resolver.argument(span, &called, name, takes, value);
                }
            }
            Ok(())
        });
        match result {
            Ok(of) => Expr {
                kind: Kind::CallNamed(Box::new(function), given),
                of,
                span,
            },
            Err(wrong) => wrong,
        }
    }

    /// The call of a built-in function, if it takes such arguments.
    fn built_in(
        &mut self,
        span: Span,
        builtin: &Builtin,
        result: Result<Type, Why>,
        kind: Kind,
    ) -> Expr {
        match result {
            Ok(of) => Expr { kind, of, span },
            Err(why) => {
                let help = help::written(&builtin.ways().join(" / "));
                self.error("arguments", span, why, help)
            }
        }
    }

    /// What a function that is not built in gives, if it is one and `fits` has nothing
    /// against its parameters.
    ///
    /// # Errors
    /// The null that stands for the call, which was said.
    fn result(
        &mut self,
        span: Span,
        called: &Name,
        function: &Expr,
        fits: impl FnOnce(&mut Self, &Arc<FunctionType>) -> Result<(), Bilingual>,
    ) -> Result<Type, Expr> {
        match &function.of {
            Type::Function(of) => match fits(self, of) {
                Ok(()) => Ok(of.result.clone()),
                Err(problem) => {
                    let help = help::for_call(called, &of.parameters);
                    Err(self.error("arguments", span, call_fault(called, problem), help))
                }
            },
            Type::Any => Ok(Type::Any),
            other => Err(self.not_a_function(span, called, other, function)),
        }
    }

    /// Says so if an argument can never be what the parameter takes.
    fn argument(&mut self, span: Span, called: &Name, name: &Name, takes: &Type, value: &Expr) {
        if value.of.may_become(takes) {
            return;
        }
        let why = Why::Argument {
            function: called.clone(),
            parameter: name.clone(),
            problem: Bilingual::new(
                format!("应为 {takes}，实为 {}。", value.of),
                format!("should be a {takes} and is a {}.", value.of),
            ),
        };
        let span = match value.span {
            own if own.end > own.start => own,
            _ => span,
        };
        let help = Bilingual::new(
            format!("给一个 {takes}，或改参数“{name}”声明的类型。"),
            format!("give a {takes}, or declare another type for “{name}”."),
        );
        self.warn("argument-type", span, why.sentence(), help);
    }

    fn not_a_function(&mut self, span: Span, called: &Name, of: &Type, function: &Expr) -> Expr {
        // The reason why the function itself is wrong says more.
        if let Kind::Wrong(null) = &function.kind {
            return Expr {
                kind: Kind::Wrong(null.clone()),
                of: function.of.clone(),
                span: function.span,
            };
        }
        let problem = Bilingual::new(
            format!("不是函数，而是 {of}。"),
            format!("is no function but a {of}."),
        );
        let help = Bilingual::new(
            "能调用的是内置函数，以及写上对它的需求（knowledgeRequirement）的知识模型或决策服务；取列表的一项写 [1]。",
            "what can be called are built-in functions, and knowledge models and services that are required (knowledgeRequirement); an item of a list is written [1].",
        );
        self.error("not-a-function", span, call_fault(called, problem), help)
    }

    /// The body of an external function: a context that says which one.
    pub(super) fn external(&mut self, body: &Ast) -> Expr {
        let body = self.expression(body);
        self.external_typed(body)
    }

    /// The same, from the context resolved.
    pub fn external_typed(&mut self, body: Expr) -> Expr {
        crate::external::body(self.parameters(), body)
    }

    /// The slots and types of the innermost function's parameters.
    fn parameters(&self) -> Vec<(Name, Type, usize)> {
        let first = self.frames.last().map_or(0, |frame| frame.first);
        self.locals[first..]
            .iter()
            .enumerate()
            .map(|(slot, local)| (local.name.clone(), local.of.clone(), slot))
            .collect()
    }
}

fn as_builtin(function: &Expr) -> Option<&'static Builtin> {
    match function.constant()? {
        Value::Function(it) => match &**it {
            Function::Builtin(builtin) => Some(builtin),
            _ => None,
        },
        _ => None,
    }
}

fn call_fault(function: &Name, problem: Bilingual) -> Why {
    Why::Call {
        function: function.clone(),
        problem,
    }
}

/// How many arguments there should be, and are.
pub(crate) fn count_problem(of: &Arc<FunctionType>, given: usize) -> Bilingual {
    let takes = of.parameters.len();
    let names: Vec<&str> = of.parameters.iter().map(|(name, _)| &**name).collect();
    let names = names.join("、");
    Bilingual::new(
        format!("要 {takes} 个参数（{names}），给了 {given} 个。"),
        format!("takes {takes} arguments ({names}) and is given {given}."),
    )
}
