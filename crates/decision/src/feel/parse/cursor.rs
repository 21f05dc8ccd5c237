//! Where the reader stands in the text, and steps over what every rule needs.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{HEIGHT_MAX, NESTING_MAX, SyntaxError, TEXT_MAX, slip};
use crate::feel::ast::{Ast, Kind, Span};
use crate::feel::chars::{space_len, word_len};
use crate::feel::scope::Scope;
use crate::types::Type;
use crate::value::Name;

/// Errors are rare and large, results are many.
pub(super) type Read<T> = Result<T, Box<SyntaxError>>;

/// A part that was read.
#[derive(Debug)]
pub(super) struct Part {
    pub ast: Ast,
    /// Its type as far as it matters for the names after a dot: `Any` if in doubt.
    pub of: Type,
    /// The levels of its tree.
    pub height: u32,
}

/// The entries of what is being filtered.
#[derive(Debug)]
pub(super) struct Frame {
    pub entries: Arc<IndexMap<Name, Type>>,
    /// How many names of the scope are further out.
    pub outer: usize,
}

/// The reader. Between two steps it stands at the start of a word or sign, or at the end.
#[derive(Debug)]
pub(super) struct Parser<'t, 's> {
    pub text: &'t str,
    pub at: usize,
    /// Where the last word or sign ended.
    pub ended: usize,
    pub scope: &'s mut Scope,
    pub frames: Vec<Frame>,
    pub nesting: u32,
    /// Whether this is the upper end of a range, where `[` closes the range.
    pub in_range_end: bool,
}

impl<'t, 's> Parser<'t, 's> {
    /// Stands at the first word or sign.
    pub fn start(text: &'t str, scope: &'s mut Scope) -> Read<Parser<'t, 's>> {
        let mut parser = Parser {
            text,
            at: 0,
            ended: 0,
            scope,
            frames: Vec::new(),
            nesting: 0,
            in_range_end: false,
        };
        if text.len() > TEXT_MAX {
            return Err(slip::too_long(text.len()));
        }
        parser.skip()?;
        Ok(parser)
    }

    /// What is left of the text.
    pub fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next byte; 0 at the end.
    pub fn byte(&self) -> u8 {
        self.byte_after(0)
    }

    /// The byte so many bytes on; 0 behind the end.
    pub fn byte_after(&self, count: usize) -> u8 {
        let byte = self.text.as_bytes().get(self.at + count);
        byte.copied().unwrap_or(0)
    }

    /// Whether all is read.
    pub fn is_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// The word that starts here; empty if none does.
    pub fn word(&self) -> &'t str {
        let rest = self.rest();
        rest.get(..word_len(rest)).unwrap_or_default()
    }

    /// Steps over so many bytes and what is between words.
    pub fn step(&mut self, len: usize) -> Read<()> {
        self.at += len;
        self.ended = self.at;
        self.skip()
    }

    /// Steps over a sign, if it is next.
    pub fn eat(&mut self, sign: &str) -> Read<bool> {
        let next = self.rest().starts_with(sign);
        if next {
            self.step(sign.len())?;
        }
        Ok(next)
    }

    /// Steps over a word, if it is next.
    pub fn eat_word(&mut self, word: &str) -> Read<bool> {
        let next = self.word() == word;
        if next {
            self.step(word.len())?;
        }
        Ok(next)
    }

    /// Steps over white space and comments.
    pub fn skip(&mut self) -> Read<()> {
        loop {
            self.at += space_len(self.rest());
            if self.byte() != b'/' {
                return Ok(());
            }
            let rest = self.rest();
            match self.byte_after(1) {
                b'/' => {
                    let end = rest.find(['\n', '\r', '\u{b}', '\u{c}']);
                    self.at += end.unwrap_or(rest.len());
                }
                b'*' => {
                    let inner = rest.get(2..).unwrap_or_default();
                    let Some(len) = inner.find("*/") else {
                        return Err(slip::unclosed_comment(self.span_of(2)));
                    };
                    self.at += len + 4;
                }
                _ => return Ok(()),
            }
        }
    }

    /// Nothing may follow.
    pub fn end(&self) -> Read<()> {
        if self.is_end() {
            return Ok(());
        }
        Err(slip::after_expression(self))
    }

    /// The next so many bytes.
    pub fn span_of(&self, len: usize) -> Span {
        span(self.at, self.at + len)
    }

    /// From a place up to the last word or sign read.
    pub fn span_from(&self, start: usize) -> Span {
        span(start, self.ended.max(start))
    }

    /// A part from a place up to the last word or sign read, over parts of this height.
    pub fn part(&self, kind: Kind, start: usize, height: u32) -> Read<Part> {
        let span = self.span_from(start);
        if height >= HEIGHT_MAX {
            return Err(slip::too_high(span));
        }
        Ok(Part {
            ast: Ast { kind, span },
            of: Type::Any,
            height: height + 1,
        })
    }

    /// Reads something one level further in.
    pub fn nest<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.nesting >= NESTING_MAX {
            return Err(slip::too_nested(self.span_of(1)));
        }
        self.nesting += 1;
        let outcome = read(self);
        self.nesting -= 1;
        outcome
    }
}

/// From byte to byte; texts are far shorter than `u32`.
pub(super) fn span(start: usize, end: usize) -> Span {
    let place = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    Span {
        start: place(start),
        end: place(end),
    }
}

impl Part {
    /// With this type.
    pub fn typed(mut self, of: Type) -> Part {
        self.of = of;
        self
    }

    /// Where it starts.
    pub fn start(&self) -> usize {
        self.ast.span.start as usize
    }
}

/// The height of the highest.
pub(super) fn highest<'p>(parts: impl IntoIterator<Item = &'p Part>) -> u32 {
    parts.into_iter().map(|it| it.height).max().unwrap_or(0)
}
