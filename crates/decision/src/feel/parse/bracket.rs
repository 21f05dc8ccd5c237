//! What stands in brackets: a parenthesis, a list, a range, a context.

use indexmap::IndexMap;

use super::cursor::{Parser, Part, Read, highest, span};
use super::operand::trees;
use super::slip;
use crate::feel::ast::Kind;
use crate::feel::names::is_keyword;
use crate::types::Type;
use crate::value::Name;

impl Parser<'_, '_> {
    /// `(a)`, or a range that starts with `(`.
    pub fn parenthesis(&mut self) -> Read<Part> {
        let open = self.at;
        let outer = std::mem::take(&mut self.in_range_end);
        self.step(1)?;
        let mut inner = self.expression()?;
        self.in_range_end = outer;
        if self.at_range_sign() {
            return self.range_from(open, inner, false);
        }
        if self.byte() == b',' {
            return Err(slip::comma_in_parenthesis(self));
        }
        self.close(open, ")")?;
        inner.ast.span = self.span_from(open);
        Ok(inner)
    }

    /// `[a, b]`, or a range that starts with `[`.
    pub fn list_or_range(&mut self) -> Read<Part> {
        let open = self.at;
        let outer = std::mem::take(&mut self.in_range_end);
        self.step(1)?;
        if self.byte() == b']' && !self.opens_range() {
            self.step(1)?;
            self.in_range_end = outer;
            let empty = self.part(Kind::List(Vec::new()), open, 0)?;
            return Ok(empty.typed(Type::list(Type::Any)));
        }
        let first = self.expression()?;
        if self.at_range_sign() {
            self.in_range_end = outer;
            return self.range_from(open, first, true);
        }
        let mut parts = vec![first];
        if self.eat(",")? {
            parts.extend(self.items()?);
        }
        self.in_range_end = outer;
        self.close(open, "]")?;
        let height = highest(&parts);
        // For the names after a dot the first item will do.
        let of = Type::list(parts.first().map_or(Type::Any, |it| it.of.clone()));
        Ok(self.part(Kind::List(trees(parts)), open, height)?.typed(of))
    }

    /// A range that starts with `]`.
    pub fn open_range(&mut self) -> Read<Part> {
        let open = self.at;
        let outer = std::mem::take(&mut self.in_range_end);
        self.step(1)?;
        let first = self.expression()?;
        self.in_range_end = outer;
        if !self.at_range_sign() {
            return Err(slip::expected(self, "..", Some(span(open, open + 1))));
        }
        self.range_from(open, first, false)
    }

    /// The rest of a range, from `..` on.
    pub fn range_from(&mut self, open: usize, first: Part, included: bool) -> Read<Part> {
        self.step(2)?;
        let outer = std::mem::replace(&mut self.in_range_end, true);
        let last = self.sum()?;
        self.in_range_end = outer;
        let end_included = match self.byte() {
            b']' => true,
            b')' | b'[' => false,
            _ => return Err(slip::unclosed(self, open, "]")),
        };
        self.step(1)?;
        let height = first.height.max(last.height);
        let kind = Kind::Range {
            start: (Box::new(first.ast), included),
            end: (Box::new(last.ast), end_included),
        };
        self.part(kind, open, height)
    }

    /// Whether `]` is the start of a range within a list, not the end of the list:
    /// `[]1..2]]`.
    fn opens_range(&self) -> bool {
        let after = self.rest().get(1..).unwrap_or_default();
        // `[](a)` is a call, however little sense it makes.
        starts_operand(after) && !after.trim_start().starts_with('(')
    }

    /// Whether `[` is the end of a range, not the start of a filter: `]1..2[`.
    pub fn closes_range(&self) -> bool {
        let after = self.rest().get(1..).unwrap_or_default();
        self.in_range_end && !starts_operand(after) && !after.trim_start().starts_with('-')
    }

    /// `{a: 1, "b": 2}`; entries are in scope of those after them.
    pub fn context(&mut self) -> Read<Part> {
        let (open, outer) = (self.at, self.scope.depth());
        let in_range_end = std::mem::take(&mut self.in_range_end);
        self.step(1)?;
        let mut entries: Vec<(Name, _)> = Vec::new();
        let mut types = IndexMap::new();
        let mut height = 0;
        if self.byte() != b'}' {
            loop {
                let name = self.key()?;
                if !self.eat(":")? {
                    return Err(slip::expected(self, ":", None));
                }
                let value = self.expression()?;
                height = height.max(value.height);
                self.scope.enter(name.clone(), value.of.clone());
                types.insert(name.clone(), value.of);
                entries.push((name, value.ast));
                if !self.eat(",")? {
                    break;
                }
            }
        }
        self.scope.leave(outer);
        self.in_range_end = in_range_end;
        self.close(open, "}")?;
        let context = self.part(Kind::Context(entries), open, height)?;
        Ok(context.typed(Type::Context(types.into())))
    }

    /// The name of an entry: a name of any words and signs, or a string.
    fn key(&mut self) -> Read<Name> {
        if self.byte() == b'"' {
            let (text, len) = self.string_text(0)?;
            self.step(len)?;
            return Ok(text);
        }
        let Some((name, len)) = self.declared_name(false) else {
            return Err(slip::key(self));
        };
        self.step(len)?;
        Ok(name)
    }
}

/// Whether a text starts with what only an operand starts with.
fn starts_operand(text: &str) -> bool {
    use crate::feel::chars::{is_name_start, space_len, word_len};
    let text = text.get(space_len(text)..).unwrap_or_default();
    match text.chars().next() {
        Some('"' | '@' | '(' | '{' | '0'..='9') => true,
        Some('.') => text.as_bytes().get(1).is_some_and(u8::is_ascii_digit),
        Some(it) if is_name_start(it) => {
            let word = text.get(..word_len(text)).unwrap_or_default();
            matches!(
                word,
                "null" | "true" | "false" | "if" | "for" | "some" | "every" | "function"
            ) || !is_keyword(word)
        }
        _ => false,
    }
}
