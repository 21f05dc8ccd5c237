//! What operators stand between: names, values, brackets, and the paths, filters and
//! calls that follow them.

use std::sync::Arc;

use indexmap::IndexMap;

use super::cursor::{Frame, Parser, Part, Read, highest};
use super::slip;
use crate::feel::ast::{Arguments, Ast, Kind, Quantifier};
use crate::feel::names::is_keyword;
use crate::types::Type;
use crate::value::Name;

impl Parser<'_, '_> {
    /// A value, a name, something in brackets, or what starts with a keyword.
    pub fn primary(&mut self) -> Read<Part> {
        let start = self.at;
        match self.byte() {
            b'"' => self.string(),
            b'@' => self.at_literal(),
            b'(' => self.parenthesis(),
            b'[' => self.list_or_range(),
            b']' => self.open_range(),
            b'{' => self.context(),
            _ => {
                let known = self.known();
                let word = self.word();
                if let Some(known) = known
                    && (known.len > word.len() || !is_keyword(word) && !self.at_digits())
                {
                    self.step(known.len)?;
                    let name = self.part(Kind::Name(known.name), start, 0)?;
                    return Ok(name.typed(known.of));
                }
                if self.at_digits() {
                    return self.number();
                }
                self.keyword_or_name(word)
            }
        }
    }

    fn keyword_or_name(&mut self, word: &str) -> Read<Part> {
        let start = self.at;
        let literal = match word {
            "null" => Kind::Null,
            "true" => Kind::Boolean(true),
            "false" => Kind::Boolean(false),
            "if" => return self.conditional(),
            "for" => return self.iteration(),
            "some" => return self.quantified(Quantifier::Some),
            "every" => return self.quantified(Quantifier::Every),
            "function" => return self.function(),
            _ if self.at_unknown_name() => Kind::Name(word.into()),
            _ => return Err(slip::operand(self)),
        };
        self.step(word.len())?;
        self.part(literal, start, 0)
    }

    /// The paths, filters and calls that follow.
    pub fn selections(&mut self, mut left: Part) -> Read<Part> {
        loop {
            left = match self.byte() {
                b'.' if self.byte_after(1) != b'.' => self.path(left)?,
                b'[' if !self.closes_range() => self.filter(left)?,
                b'(' => self.call(left)?,
                _ => return Ok(left),
            }
        }
    }

    fn path(&mut self, left: Part) -> Read<Part> {
        let start = left.start();
        self.step(1)?;
        let entries = entries_of(&left.of);
        let (name, of, len) = self.member(entries.as_deref())?;
        self.step(len)?;
        let height = left.height;
        let path = self.part(Kind::Path(Box::new(left.ast), name), start, height)?;
        Ok(path.typed(of))
    }

    fn filter(&mut self, left: Part) -> Read<Part> {
        let (start, open, outer) = (left.start(), self.at, self.scope.depth());
        let in_range_end = std::mem::take(&mut self.in_range_end);
        self.step(1)?;
        self.scope.enter("item".into(), item_of(&left.of));
        let entries = entries_of(&left.of);
        let frames = self.frames.len();
        self.frames.extend(entries.map(|entries| Frame {
            entries,
            outer: self.scope.depth(),
        }));
        let by = self.expression()?;
        self.close(open, "]")?;
        self.frames.truncate(frames);
        self.scope.leave(outer);
        self.in_range_end = in_range_end;
        let height = left.height.max(by.height);
        let kind = Kind::Filter(Box::new(left.ast), Box::new(by.ast));
        Ok(self.part(kind, start, height)?.typed(left.of))
    }

    fn call(&mut self, left: Part) -> Read<Part> {
        let start = left.start();
        let in_range_end = std::mem::take(&mut self.in_range_end);
        let (arguments, height) = self.arguments()?;
        self.in_range_end = in_range_end;
        let height = height.max(left.height);
        let of = match &left.of {
            Type::Function(function) => function.result.clone(),
            _ => Type::Any,
        };
        let call = self.part(Kind::Call(Box::new(left.ast), arguments), start, height)?;
        Ok(call.typed(of))
    }

    fn arguments(&mut self) -> Read<(Arguments, u32)> {
        let open = self.at;
        self.step(1)?;
        if self.eat(")")? {
            return Ok((Arguments::Positional(Vec::new()), 0));
        }
        if let Some(first) = self.name_before_colon() {
            return self.named_arguments(open, first);
        }
        let parts = self.items()?;
        self.close(open, ")")?;
        let height = highest(&parts);
        Ok((Arguments::Positional(trees(parts)), height))
    }

    fn named_arguments(&mut self, open: usize, first: (Name, usize)) -> Read<(Arguments, u32)> {
        let mut named = Vec::new();
        let mut height = 0;
        let mut next = Some(first);
        loop {
            let Some((name, len)) = next else {
                return Err(slip::argument_without_name(self));
            };
            self.step(len)?;
            self.step(1)?;
            let argument = self.expression()?;
            height = height.max(argument.height);
            named.push((name, argument.ast));
            if !self.eat(",")? {
                self.close(open, ")")?;
                return Ok((Arguments::Named(named), height));
            }
            next = self.name_before_colon();
        }
    }

    /// Expressions with commas between them.
    pub fn items(&mut self) -> Read<Vec<Part>> {
        let mut parts = vec![self.expression()?];
        while self.eat(",")? {
            parts.push(self.expression()?);
        }
        Ok(parts)
    }
}

/// The trees of parts.
pub(super) fn trees(parts: Vec<Part>) -> Vec<Ast> {
    parts.into_iter().map(|it| it.ast).collect()
}

/// The entries that may follow a dot after this type, or be named in a filter of it.
fn entries_of(of: &Type) -> Option<Arc<IndexMap<Name, Type>>> {
    match of {
        Type::Context(entries) => Some(entries.clone()),
        Type::List(item) => entries_of(item),
        _ => None,
    }
}

/// The type of an item; what is not a list is a list of itself.
pub(super) fn item_of(of: &Type) -> Type {
    match of {
        Type::List(item) => Type::clone(item),
        _ => of.clone(),
    }
}
