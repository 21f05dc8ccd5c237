//! Generated expressions as trees, so that they can be made smaller.

use std::fmt;

/// A piece of an expression's text.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Text as it stands.
    Text(String),
    /// A name that must be in scope.
    Name(String),
    /// An expression within.
    Within(Tree),
}

/// An expression.
#[derive(Debug, Clone)]
pub struct Tree {
    /// What stands at its root: an operator, a keyword, the name of a function, or empty
    /// for a literal.
    pub root: String,
    /// Its text.
    pub pieces: Vec<Piece>,
    /// The names that it brings into scope within, but for the first expression.
    pub binds: Vec<String>,
}

impl Tree {
    /// A literal.
    #[must_use]
    pub fn literal(text: impl Into<String>) -> Tree {
        Tree {
            root: String::new(),
            pieces: vec![Piece::Text(text.into())],
            binds: Vec::new(),
        }
    }

    /// A name in scope.
    #[must_use]
    pub fn name(name: &str) -> Tree {
        Tree {
            root: String::new(),
            pieces: vec![Piece::Name(name.to_owned())],
            binds: Vec::new(),
        }
    }

    /// A text with `$` where the expressions within stand.
    #[must_use]
    pub fn of(root: &str, pattern: &str, within: Vec<Tree>) -> Tree {
        let mut pieces = Vec::new();
        let mut within = within.into_iter();
        for (at, text) in pattern.split('$').enumerate() {
            if at > 0 {
                pieces.extend(within.next().map(Piece::Within));
            }
            if !text.is_empty() {
                pieces.push(Piece::Text(text.to_owned()));
            }
        }
        Tree {
            root: root.to_owned(),
            pieces,
            binds: Vec::new(),
        }
    }

    /// With this name in scope within.
    #[must_use]
    pub fn binding(mut self, name: &str) -> Tree {
        self.binds.push(name.to_owned());
        self
    }

    /// The expressions within.
    pub fn within(&self) -> impl Iterator<Item = &Tree> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Within(tree) => Some(tree),
            _ => None,
        })
    }

    /// Whether it needs no names from outside.
    #[must_use]
    pub fn closed(&self) -> bool {
        self.needs_none(&mut Vec::new())
    }

    fn needs_none<'a>(&'a self, scope: &mut Vec<&'a str>) -> bool {
        let depth = scope.len();
        let closed = self.pieces.iter().all(|piece| match piece {
            Piece::Text(_) => true,
            Piece::Name(name) => scope.contains(&name.as_str()),
            Piece::Within(tree) => {
                let closed = tree.needs_none(scope);
                scope.extend(self.binds.iter().map(String::as_str));
                closed
            }
        });
        scope.truncate(depth);
        closed
    }

    /// How much there is of it.
    #[must_use]
    pub fn size(&self) -> usize {
        1 + self.within().map(Tree::size).sum::<usize>()
    }

    /// The same with a literal in the place of a name.
    #[must_use]
    pub fn put(&self, name: &str, literal: &Tree) -> Tree {
        let mut tree = self.clone();
        for piece in &mut tree.pieces {
            match piece {
                Piece::Text(_) => {}
                Piece::Name(it) if it == name => *piece = Piece::Within(literal.clone()),
                Piece::Name(_) => {}
                Piece::Within(within) => {
                    *within = within.put(name, literal);
                    if self.binds.iter().any(|it| it == name) {
                        break;
                    }
                }
            }
        }
        tree
    }

    /// The same with another expression in the place of the `nth` within.
    #[must_use]
    pub fn with(&self, nth: usize, other: Tree) -> Tree {
        let mut tree = self.clone();
        let places = tree.pieces.iter_mut();
        let mut places = places.filter(|piece| matches!(piece, Piece::Within(_)));
        if let Some(place) = places.nth(nth) {
            *place = Piece::Within(other);
        }
        tree
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) | Piece::Name(text) => out.write_str(text)?,
                Piece::Within(tree) => tree.fmt(out)?,
            }
        }
        Ok(())
    }
}
