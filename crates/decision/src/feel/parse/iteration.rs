//! What starts with a keyword: conditions, iterations, functions.

use super::cursor::{Parser, Part, Read};
use super::operand::item_of;
use super::slip;
use crate::feel::ast::{Binding, Kind, Over, Quantifier, TypeName};
use crate::types::{FunctionType, Type};

impl Parser<'_, '_> {
    /// `if a then b else c`
    pub fn conditional(&mut self) -> Read<Part> {
        let start = self.at;
        self.step("if".len())?;
        let condition = self.expression()?;
        if !self.eat_word("then")? {
            return Err(slip::without_then(self));
        }
        let yes = self.expression()?;
        if !self.eat_word("else")? {
            return Err(slip::without_else(self));
        }
        let no = self.expression()?;
        let height = condition.height.max(yes.height).max(no.height);
        // For the names after a dot, one branch that says something will do.
        let of = if matches!(yes.of, Type::Any | Type::Null) {
            no.of
        } else {
            yes.of
        };
        let (condition, yes) = (Box::new(condition.ast), Box::new(yes.ast));
        let kind = Kind::If(condition, yes, Box::new(no.ast));
        Ok(self.part(kind, start, height)?.typed(of))
    }

    /// `for x in a return b`
    pub fn iteration(&mut self) -> Read<Part> {
        let (start, outer) = (self.at, self.scope.depth());
        let (bindings, over) = self.bindings("return")?;
        self.scope.enter("partial".into(), Type::list(Type::Any));
        let body = self.expression()?;
        self.scope.leave(outer);
        let height = over.max(body.height);
        let kind = Kind::For(bindings, Box::new(body.ast));
        Ok(self.part(kind, start, height)?.typed(Type::list(body.of)))
    }

    /// `some x in a satisfies b`, `every x in a satisfies b`
    pub fn quantified(&mut self, which: Quantifier) -> Read<Part> {
        let (start, outer) = (self.at, self.scope.depth());
        let (bindings, over) = self.bindings("satisfies")?;
        let body = self.expression()?;
        self.scope.leave(outer);
        let height = over.max(body.height);
        let kind = Kind::Quantified(which, bindings, Box::new(body.ast));
        self.part(kind, start, height)
    }

    /// The keyword that is next, the variables up to `last`, all of which are in scope
    /// afterwards, and the height of the highest expression.
    fn bindings(&mut self, last: &str) -> Read<(Vec<Binding>, u32)> {
        let keyword = self.word();
        self.step(keyword.len())?;
        let mut bindings = Vec::new();
        let mut height = 0;
        loop {
            let name = self.variable(true)?;
            if !self.eat_word("in")? {
                return Err(slip::expected(self, "in", None));
            }
            let first = self.expression()?;
            height = height.max(first.height);
            let over = if self.at_range_sign() {
                self.step(2)?;
                let last = self.expression()?;
                height = height.max(last.height);
                self.scope.enter(name.clone(), Type::Any);
                Over::Count(first.ast, last.ast)
            } else {
                self.scope.enter(name.clone(), item_of(&first.of));
                Over::Items(first.ast)
            };
            bindings.push(Binding { name, over });
            if self.eat_word(last)? {
                return Ok((bindings, height));
            }
            if !self.eat(",")? {
                return Err(slip::bindings_without_end(self, keyword, last));
            }
        }
    }

    /// `function(a: number, b) body`
    pub fn function(&mut self) -> Read<Part> {
        let (start, outer) = (self.at, self.scope.depth());
        self.step("function".len())?;
        let open = self.at;
        if !self.eat("(")? {
            return Err(slip::expected(self, "(", None));
        }
        let mut parameters = Vec::new();
        let mut types = Vec::new();
        let mut more = self.byte() != b')';
        while more {
            let name = self.variable(false)?;
            let of = match self.eat(":")? {
                true => Some(self.type_name()?),
                false => None,
            };
            let known = of.as_ref().map_or(Type::Any, type_of);
            self.scope.enter(name.clone(), known.clone());
            types.push((name.clone(), known));
            parameters.push((name, of));
            more = self.eat(",")?;
        }
        self.close(open, ")")?;
        let external = self.word() == "external" && self.before_brace("external".len());
        if external {
            self.step("external".len())?;
        }
        let body = self.expression()?;
        self.scope.leave(outer);
        let height = body.height;
        let kind = Kind::Function(parameters, Box::new(body.ast), external);
        let of = FunctionType {
            parameters: types,
            result: if external { Type::Any } else { body.of },
        };
        Ok(self
            .part(kind, start, height)?
            .typed(Type::Function(of.into())))
    }

    /// Whether `{` follows the next so many bytes.
    fn before_brace(&self, len: usize) -> bool {
        let rest = self.rest().get(len..).unwrap_or_default();
        rest.trim_start().starts_with('{')
    }
}

/// What a type as written says without knowing the types of the model.
fn type_of(name: &TypeName) -> Type {
    match name {
        TypeName::Named(name) => Type::named(name).unwrap_or(Type::Any),
        TypeName::List(of) => Type::list(type_of(of)),
        TypeName::Range(of) => Type::range(type_of(of)),
        TypeName::Context(entries) => {
            Type::context(entries.iter().map(|(name, of)| (name.clone(), type_of(of))))
        }
        TypeName::Function(parameters, result) => {
            let unnamed = parameters.iter().map(|of| ("".into(), type_of(of)));
            let of = FunctionType {
                parameters: unnamed.collect(),
                result: type_of(result),
            };
            Type::Function(of.into())
        }
    }
}
