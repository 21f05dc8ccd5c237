//! Names: known ones, ones being declared, and ones after a dot.

use indexmap::IndexMap;

use super::cursor::{Parser, Read};
use super::slip;
use crate::feel::chars::{is_name_part, is_name_sign, is_name_start, is_wide_sign, narrow};
use crate::feel::chars::{space_len, word_len};
use crate::feel::names::{builtin, is_keyword, name_len, normal_name, property};
use crate::types::Type;
use crate::value::Name;

/// A name in scope.
#[derive(Debug)]
pub(super) struct Known {
    pub name: Name,
    pub of: Type,
    /// Its length in the text.
    pub len: usize,
}

impl Parser<'_, '_> {
    /// The longest name in scope that the text goes on with, the innermost of equals.
    pub fn known(&self) -> Option<Known> {
        let rest = self.rest();
        let found = self.scope.longest(rest);
        let mut outer = found.as_ref().map_or(0, |it| it.place);
        let mut best = found.map(|it| Known {
            name: it.name.clone(),
            of: it.of.clone(),
            len: it.len,
        });
        for frame in &self.frames {
            for (name, of) in frame.entries.iter() {
                let Some(len) = name_len(rest, name) else {
                    continue;
                };
                let better = best
                    .as_ref()
                    .is_none_or(|best| len > best.len || len == best.len && frame.outer > outer);
                if better {
                    outer = frame.outer;
                    best = Some(Known {
                        name: name.clone(),
                        of: of.clone(),
                        len,
                    });
                }
            }
        }
        if let Some((name, len)) = builtin(rest)
            && best.as_ref().is_none_or(|best| len > best.len)
        {
            best = Some(Known {
                name: name.clone(),
                of: Type::Any,
                len,
            });
        }
        best
    }

    /// Whether a name can start here that is not known.
    pub fn at_unknown_name(&self) -> bool {
        let starts = self.rest().chars().next().is_some_and(is_name_start);
        let word = self.word();
        starts && !word.is_empty() && !is_keyword(word)
    }

    /// The name after a dot, its type and its length: the longest entry known; else the
    /// longest of all members of the model; else all the words that follow.
    pub fn member(&self, entries: Option<&IndexMap<Name, Type>>) -> Read<(Name, Type, usize)> {
        let rest = self.rest();
        let entries = entries.into_iter().flatten();
        let lens = entries.filter_map(|(name, of)| Some((name, of, name_len(rest, name)?)));
        if let Some((name, of, len)) = lens.max_by_key(|(_, _, len)| *len) {
            return Ok((name.clone(), of.clone(), len));
        }
        let known = [self.scope.longest_member(rest), property(rest)];
        if let Some((name, len)) = known.into_iter().flatten().max_by_key(|(_, len)| *len) {
            return Ok((name.clone(), Type::Any, len));
        }
        if !rest.chars().next().is_some_and(is_name_start) || self.word().is_empty() {
            return Err(slip::member(self));
        }
        let mut len = self.word().len();
        loop {
            let more = rest.get(len..).unwrap_or_default();
            let space = space_len(more);
            let more = more.get(space..).unwrap_or_default();
            let word = more.get(..word_len(more)).unwrap_or_default();
            if space == 0 || word.is_empty() || is_keyword(word) {
                let name = rest.get(..len).unwrap_or_default();
                return Ok((normal_name(name), Type::Any, len));
            }
            len += space + word.len();
        }
    }

    /// The name that is declared here, of any words and signs, and its length. A variable
    /// ends before `in`.
    pub fn declared_name(&self, variable: bool) -> Option<(Name, usize)> {
        let rest = self.rest();
        if !rest.chars().next().is_some_and(is_name_start) {
            return None;
        }
        let mut end = 0;
        let mut at = 0;
        loop {
            let more = rest.get(at..).unwrap_or_default();
            let space = space_len(more);
            at += space;
            let more = more.get(space..).unwrap_or_default();
            let Some(next) = more.chars().next() else {
                break;
            };
            if more.starts_with("//") || more.starts_with("/*") {
                break;
            }
            let mut len = word_len(more);
            if variable && end > 0 && space > 0 && more.get(..len) == Some("in") {
                break;
            }
            if len == 0 {
                // Brackets of any width may be in a declared name, other wide signs not.
                let wide = is_wide_sign(next) && is_name_part(next);
                let bracket = matches!(narrow(next), Some("(" | ")" | "[" | "]"));
                if !(is_name_sign(next) || wide && bracket) {
                    break;
                }
                len = next.len_utf8();
            }
            at += len;
            end = at;
        }
        let name = rest.get(..end).filter(|it| !it.is_empty())?;
        Some((normal_name(name), end))
    }

    /// The name of an argument, if a name and a colon follow.
    pub fn name_before_colon(&self) -> Option<(Name, usize)> {
        let (name, len) = self.declared_name(false)?;
        let rest = self.rest().get(len..)?;
        let rest = rest.get(space_len(rest)..)?;
        rest.starts_with(':').then_some((name, len))
    }

    /// The name of a parameter or variable, which must not be a keyword.
    pub fn variable(&mut self, ends_before_in: bool) -> Read<Name> {
        match self.declared_name(ends_before_in) {
            Some((name, _)) if is_keyword(&name) => Err(slip::keyword_as_name(self, &name)),
            Some((name, len)) => {
                self.step(len)?;
                Ok(name)
            }
            None => Err(slip::variable(self)),
        }
    }
}
