//! Every kind of expression but operators and calls.

use std::sync::Arc;

use youwei_base::Bilingual;

use crate::feel::ast::{self, Ast, Kind as Written, Span, TypeName};
use crate::resolve::names::Frame;
use crate::resolve::{Place, Resolver, help};
use crate::shape::Shape;
use crate::temporal;
use crate::tree::{Binding, Code, Expr, Filter, Kind, Over};
use crate::types::{FunctionType, Type};
use crate::value::{Name, Null, Value, Why};

impl Resolver<'_> {
    /// Resolves an expression, on a larger stack where this one is nearly used up: a tree
    /// may have hundreds of levels.
    pub fn expression(&mut self, tree: &Ast) -> Expr {
        stacker::maybe_grow(256 * 1024, 4 * 1024 * 1024, || self.resolved(tree))
    }

    fn resolved(&mut self, tree: &Ast) -> Expr {
        let (kind, of) = match &tree.kind {
            Written::Null => (Kind::Constant(Value::Null(Null::WRITTEN)), Type::Null),
            Written::Boolean(it) => (Kind::Constant(Value::Boolean(*it)), Type::Boolean),
            Written::Number(it) => (Kind::Constant(Value::Number(*it)), Type::Number),
            Written::String(it) => (Kind::Constant(Value::String(it.clone())), Type::String),
            Written::At(text) => return self.at_literal(tree, text),
            Written::Name(name) => return self.name(tree, name),
            Written::Path(from, name) => return self.path(tree, from, name),
            Written::Filter(list, test) => return self.filter(tree, list, test),
            Written::Call(function, arguments) => return self.call(tree, function, arguments),
            Written::Negate(operand) => return self.negate(tree, operand),
            Written::Binary(operator, left, right) => {
                return self.binary(tree, *operator, left, right);
            }
            Written::And(left, right) => {
                let (left, right) = self.booleans(left, right, "and");
                (Kind::And(Box::new(left), Box::new(right)), Type::Boolean)
            }
            Written::Or(left, right) => {
                let (left, right) = self.booleans(left, right, "or");
                (Kind::Or(Box::new(left), Box::new(right)), Type::Boolean)
            }
            Written::Between(value, low, high) => return self.between(tree, value, low, high),
            Written::In(value, tests) => {
                let value = self.expression(value);
                let (of, slot, depth) = (value.of.clone(), self.slot(), self.depth());
                let tests = self.either(tests, &of);
                self.leave(depth);
                let value = Box::new(value);
                (Kind::In { value, slot, tests }, Type::Boolean)
            }
            Written::InstanceOf(value, name) => {
                let value = Box::new(self.expression(value));
                match self.type_named(name) {
                    Some(of) => (Kind::InstanceOf(value, of), Type::Boolean),
                    None => {
                        return self.unknown_type(tree, name);
                    }
                }
            }
            Written::If(test, then, otherwise) => {
                let test = self.boolean(test, "if");
                let (then, otherwise) = (self.expression(then), self.expression(otherwise));
                let of = then.of.join(&otherwise.of);
                let parts = (Box::new(test), Box::new(then), Box::new(otherwise));
                (Kind::If(parts.0, parts.1, parts.2), of)
            }
            Written::For(bindings, body) => return self.iteration(tree, bindings, body),
            Written::Quantified(quantifier, bindings, test) => {
                let depth = self.depth();
                let bindings = self.bindings(bindings);
                let test = self.boolean(test, "satisfies");
                self.leave(depth);
                let kind = Kind::Quantified(*quantifier, bindings, Box::new(test));
                (kind, Type::Boolean)
            }
            Written::List(items) => {
                let items: Vec<Expr> = items.iter().map(|item| self.expression(item)).collect();
                let joined = items
                    .iter()
                    .map(|item| item.of.clone())
                    .reduce(|one, other| one.join(&other));
                (Kind::List(items), Type::list(joined.unwrap_or(Type::Null)))
            }
            Written::Context(entries) => return self.context(tree, entries),
            Written::Range { start, end } => return self.range(tree, start, end),
            Written::Compare(operator, operand) => {
                return self.unbounded_range(tree, *operator, operand);
            }
            Written::Function(parameters, body, external) => {
                return self.function(tree, parameters, body, *external);
            }
        };
        Expr {
            kind,
            of,
            span: tree.span,
        }
    }

    fn at_literal(&mut self, tree: &Ast, text: &Arc<str>) -> Expr {
        let value = match temporal::at_literal(text) {
            Some(value) => Value::from(value),
            None => {
                let why = Why::Call {
                    function: "@".into(),
                    problem: Bilingual::new(
                        format!("后面的“{text}”不是日期、时刻或时长。"),
                        format!("is followed by “{text}”, which is no date, time or duration."),
                    ),
                };
                let help = help::written(
                    "@\"2026-07-01\" / @\"08:30:00\" / @\"2026-07-01T08:30:00\" / @\"P6M\"",
                );
                return self.error("at-literal", tree.span, why, help);
            }
        };
        Expr {
            of: Type::of(&value),
            kind: Kind::Constant(value),
            span: tree.span,
        }
    }

    fn path(&mut self, tree: &Ast, from: &Ast, name: &Name) -> Expr {
        let from = self.expression(from);
        let of = match from.of.member(name) {
            Some(of) => of,
            None => {
                let why = Why::NoMember {
                    kind: from.of.kind(),
                    name: name.clone(),
                };
                let help = help::for_member(&from.of, name);
                // Kept, for a value may have more entries than its type promises.
                if !matches!(from.of.item(), Type::Context(_)) {
                    return self.error("no-member", tree.span, why, help);
                }
                self.warn("no-member", tree.span, why.sentence(), help);
                Type::Any
            }
        };
        Expr {
            kind: Kind::Member(Box::new(from), name.clone()),
            of,
            span: tree.span,
        }
    }

    fn filter(&mut self, tree: &Ast, list: &Ast, test: &Ast) -> Expr {
        let list = self.expression(list);
        self.filter_with(tree.span, list, |resolver| resolver.expression(test))
    }

    /// A filter of a list that was resolved before, whose test is resolved by `test`.
    pub fn filter_with(
        &mut self,
        span: Span,
        list: Expr,
        test: impl FnOnce(&mut Self) -> Expr,
    ) -> Expr {
        let item = list.of.item();
        let (depth, slot) = (self.depth(), self.slot());
        match &item {
            Type::Any => self.enter_maybe(slot),
            Type::Context(entries) => {
                // Some items may have entries that not all have.
                self.enter("".into(), Type::Any, Place::Perhaps(slot));
                for (name, of) in entries.iter() {
                    self.enter(name.clone(), of.clone(), Place::Entry(slot));
                }
            }
            _ => {}
        }
        // An entry called `item` of the items would win over the item itself.
        let taken = matches!(&item, Type::Context(entries) if entries.contains_key("item"));
        if !taken {
            self.enter("item".into(), item.clone(), Place::Slot(slot));
        }
        let test = test(self);
        self.leave(depth);
        let of = match test.of {
            Type::Number => item,
            Type::Boolean | Type::Null => Type::list(item),
            Type::Any => Type::Any,
            _ => {
                let why = Why::Operands {
                    operator: "[ ]",
                    kinds: vec![test.of.kind()],
                };
                let help = Bilingual::new(
                    "方括号里写条件（如 item > 0）或第几项（如 1）。",
                    "write a condition in the brackets (such as item > 0), or which item (such as 1).",
                );
                return self.error("filter-test", span, why, help);
            }
        };
        Expr {
            kind: Kind::Filter(Box::new(Filter { list, slot, test })),
            of,
            span,
        }
    }

    /// Names that are not known may be entries of the item in this slot.
    fn enter_maybe(&mut self, slot: usize) {
        // No name is spelt like this one; it is found by its place.
        self.enter("".into(), Type::Any, Place::Maybe(slot));
    }

    pub(super) fn bindings(&mut self, bindings: &[ast::Binding]) -> Vec<Binding> {
        let mut resolved = Vec::new();
        for binding in bindings {
            let (over, of) = match &binding.over {
                ast::Over::Items(list) => {
                    let list = self.expression(list);
                    let of = match &list.of {
                        Type::Range(of) => (**of).clone(),
                        other => other.item(),
                    };
                    (Over::Items(list), of)
                }
                ast::Over::Count(from, to) => {
                    let (from, to) = (self.expression(from), self.expression(to));
                    let of = from.of.join(&to.of);
                    (Over::Count(from, to), of)
                }
            };
            let slot = self.enter_slot(binding.name.clone(), of);
            resolved.push(Binding { slot, over });
        }
        resolved
    }

    fn iteration(&mut self, tree: &Ast, bindings: &[ast::Binding], body: &Ast) -> Expr {
        let depth = self.depth();
        let bindings = self.bindings(bindings);
        let slot = self.slot();
        self.enter("partial".into(), Type::list(Type::Any), Place::Slot(slot));
        let body = self.expression(body);
        self.leave(depth);
        let partial = body.reads(slot).then_some(slot);
        Expr {
            of: Type::list(body.of.clone()),
            kind: Kind::For {
                bindings,
                partial,
                body: Box::new(body),
            },
            span: tree.span,
        }
    }

    fn context(&mut self, tree: &Ast, entries: &[(Name, Ast)]) -> Expr {
        let depth = self.depth();
        let mut resolved: Vec<(Name, usize, Expr)> = Vec::new();
        for (name, value) in entries {
            if resolved.iter().any(|(it, _, _)| it == name) {
                let why = Why::Call {
                    function: "{ }".into(),
                    problem: Bilingual::new(
                        format!("有两个“{name}”。"),
                        format!("has “{name}” twice."),
                    ),
                };
                self.leave(depth);
                let help = Bilingual::new(
                    format!("给其中一个“{name}”另起名称。"),
                    format!("give one “{name}” another name."),
                );
                return self.error("duplicate-entry", value.span, why, help);
            }
            let value = self.expression(value);
            let slot = self.enter_slot(name.clone(), value.of.clone());
            resolved.push((name.clone(), slot, value));
        }
        self.leave(depth);
        let of = resolved
            .iter()
            .map(|(name, _, value)| (name.clone(), value.of.clone()));
        Expr {
            of: Type::context(of),
            kind: Kind::Context(resolved),
            span: tree.span,
        }
    }

    fn function(
        &mut self,
        tree: &Ast,
        parameters: &[(Name, Option<TypeName>)],
        body: &Ast,
        external: bool,
    ) -> Expr {
        let mut typed = Vec::new();
        for (name, of) in parameters {
            let of = match of {
                None => Type::Any,
                Some(name) => match self.type_named(name) {
                    Some(of) => of,
                    None => {
                        return self.unknown_type(tree, name);
                    }
                },
            };
            typed.push((name.clone(), of, None));
        }
        self.function_of(tree.span, typed, |resolver| match external {
            true => resolver.external(body),
            false => resolver.expression(body),
        })
    }

    /// A function with these parameters, whose body is resolved by `body`.
    pub fn function_of(
        &mut self,
        span: Span,
        parameters: Vec<(Name, Type, Option<Arc<Shape>>)>,
        body: impl FnOnce(&mut Self) -> Expr,
    ) -> Expr {
        let depth = self.depth();
        self.frames.push(Frame {
            first: depth,
            ..Frame::default()
        });
        let mut shapes = Vec::new();
        let mut typed = Vec::new();
        for (name, of, shape) in parameters {
            self.enter_slot(name.clone(), of.clone());
            typed.push((name, of));
            shapes.push(shape);
        }
        let body = body(self);
        self.leave(depth);
        let frame = self.frames.pop().unwrap_or_default();
        let of = Arc::new(FunctionType {
            parameters: typed,
            result: body.of.clone(),
        });
        let (captured, values) = frame
            .captured
            .into_iter()
            .map(|(_, slot, value)| (slot, value))
            .unzip();
        let code = Code {
            name: "function".into(),
            element: None,
            of: of.clone(),
            parameters: shapes,
            captured,
            slots: frame.slots,
            body,
        };
        Expr {
            kind: Kind::Function(Arc::new(code), values),
            of: Type::Function(of),
            span,
        }
    }

    fn unknown_type(&mut self, tree: &Ast, name: &TypeName) -> Expr {
        let name: Name = name.to_string().into();
        let declared = self.types.declared();
        let help = help::type_names(declared.iter().map(|it| &**it), &name);
        self.error("unknown-type", tree.span, Why::UnknownName(name), help)
    }

    /// The type that a name in an expression means.
    pub(super) fn type_named(&self, name: &TypeName) -> Option<Type> {
        Some(match name {
            TypeName::Named(name) => self.types.find(name)?,
            TypeName::List(of) => Type::list(self.type_named(of)?),
            TypeName::Range(of) => Type::range(self.type_named(of)?),
            TypeName::Context(entries) => {
                let mut typed = Vec::new();
                for (name, of) in entries {
                    typed.push((name.clone(), self.type_named(of)?));
                }
                Type::context(typed)
            }
            TypeName::Function(parameters, result) => {
                let mut typed = Vec::new();
                for of in parameters {
                    typed.push(("".into(), self.type_named(of)?));
                }
                Type::Function(Arc::new(FunctionType {
                    parameters: typed,
                    result: self.type_named(result)?,
                }))
            }
        })
    }
}
