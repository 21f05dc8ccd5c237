//! Types as they are written (rule 52).

use super::cursor::{Parser, Read};
use super::slip;
use crate::feel::ast::TypeName;
use crate::feel::chars::{is_name_sign, is_name_start, space_len, word_len};
use crate::feel::names::{is_keyword, name_len, normal_name};
use crate::value::Name;

/// The built-in types of several words, one of which is a keyword.
const WITH_KEYWORDS: [&str; 3] = [
    "date and time",
    "days and time duration",
    "years and months duration",
];

impl Parser<'_, '_> {
    /// The type that is the whole text.
    pub fn whole_type(&mut self) -> Read<TypeName> {
        let of = self.type_in(true)?;
        if self.is_end() {
            return Ok(of);
        }
        Err(slip::after_type(self))
    }

    /// A type within an expression.
    pub fn type_name(&mut self) -> Read<TypeName> {
        self.type_in(false)
    }

    fn type_in(&mut self, whole: bool) -> Read<TypeName> {
        let word = self.word();
        let after = self.rest().get(word.len()..).unwrap_or_default();
        let generic = after.trim_start().starts_with('<');
        if !generic || !matches!(word, "list" | "range" | "context" | "function") {
            let len = if whole {
                self.whole_name_len()
            } else {
                self.type_name_len()
            };
            if len == 0 {
                return Err(slip::type_name(self));
            }
            let name = normal_name(self.rest().get(..len).unwrap_or_default());
            self.step(len)?;
            return Ok(TypeName::Named(name));
        }
        self.step(word.len())?;
        let open = self.at;
        self.step(1)?;
        self.nest(|parser| {
            let of = match word {
                "context" => TypeName::Context(parser.entry_types(whole)?),
                "function" => return parser.function_type(open, whole),
                "list" => TypeName::List(Box::new(parser.type_in(whole)?)),
                _ => TypeName::Range(Box::new(parser.type_in(whole)?)),
            };
            parser.close(open, ">")?;
            Ok(of)
        })
    }

    fn entry_types(&mut self, whole: bool) -> Read<Vec<(Name, TypeName)>> {
        let mut entries = Vec::new();
        let mut more = self.byte() != b'>';
        while more {
            let Some((name, len)) = self.declared_name(false) else {
                return Err(slip::key(self));
            };
            self.step(len)?;
            if !self.eat(":")? {
                return Err(slip::expected(self, ":", None));
            }
            entries.push((name, self.type_in(whole)?));
            more = self.eat(",")?;
        }
        Ok(entries)
    }

    fn function_type(&mut self, open: usize, whole: bool) -> Read<TypeName> {
        let mut parameters = Vec::new();
        let mut more = self.byte() != b'>';
        while more {
            parameters.push(self.type_in(whole)?);
            more = self.eat(",")?;
        }
        self.close(open, ">")?;
        if !self.eat("->")? {
            return Err(slip::expected(self, "->", None));
        }
        let result = self.type_in(whole)?;
        Ok(TypeName::Function(parameters, Box::new(result)))
    }

    /// The length of the name of a type within an expression: words up to a keyword, with
    /// signs only between characters; names of other models before a dot.
    fn type_name_len(&self) -> usize {
        let rest = self.rest();
        let mut len = 0;
        for name in WITH_KEYWORDS {
            len = len.max(name_len(rest, name).unwrap_or(0));
        }
        if len > 0 || !rest.chars().next().is_some_and(is_name_start) {
            return len;
        }
        loop {
            let more = rest.get(len..).unwrap_or_default();
            let space = space_len(more);
            let sign = more.chars().next().filter(|it| is_name_sign(*it));
            let skipped = sign.map_or(space, char::len_utf8);
            let more = more.get(skipped..).unwrap_or_default();
            let word = more.get(..word_len(more)).unwrap_or_default();
            let joined = len == 0 || skipped > 0;
            if word.is_empty() || !joined || is_keyword(word) {
                return len;
            }
            len += skipped + word.len();
        }
    }

    /// The length of the name of a type where nothing but the signs of types ends it.
    fn whole_name_len(&self) -> usize {
        let rest = self.rest();
        let end = if self.nesting == 0 {
            rest.len()
        } else {
            rest.find([',', '<', '>', ':']).unwrap_or(rest.len())
        };
        rest.get(..end).unwrap_or_default().trim_end().len()
    }
}
