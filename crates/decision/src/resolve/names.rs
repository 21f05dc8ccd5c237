//! Where names are found. An element of an imported model is named with the import's name,
//! a dot and its own: one name, which the scope-aware reader finds whole.

use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::feel::ast::Ast;
use crate::resolve::Resolver;
use crate::tree::{Expr, Kind};
use crate::types::Type;
use crate::value::{Name, Value, Why};

/// Where the value of a name is.
#[derive(Debug, Clone)]
pub enum Place {
    /// In a slot of the frame that the name belongs to.
    Slot(usize),
    /// An input or a decision.
    Node(usize),
    /// A knowledge model or a decision service.
    Knowledge(usize),
    /// Known beforehand.
    Constant(Value),
    /// An entry of the item in a slot, in a filter.
    Entry(usize),
    /// Perhaps an entry of the item in a slot, whose type is not known.
    Maybe(usize),
    /// Perhaps an entry of the item in a slot that its type does not name, where nothing
    /// else has the name.
    Perhaps(usize),
}

#[derive(Debug)]
pub(super) struct Local {
    pub(super) name: Name,
    pub(super) of: Type,
    pub(super) place: Place,
}

/// A function's frame while it is being resolved.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// Names before this one belong to frames around.
    pub(super) first: usize,
    pub(super) slots: usize,
    /// The names taken along: which, into which slot, and its value outside.
    pub(super) captured: Vec<(usize, usize, Expr)>,
}

impl Resolver<'_> {
    /// What a name means here.
    pub(super) fn name(&mut self, tree: &Ast, name: &Name) -> Expr {
        self.name_before(tree, name, self.locals.len())
    }

    /// What a name means among the first `end` names.
    fn name_before(&mut self, tree: &Ast, name: &Name, end: usize) -> Expr {
        let level = self.frames.len() - 1;
        let found = self.locals[..end]
            .iter()
            .rposition(|local| local.name == *name || matches!(local.place, Place::Maybe(_)));
        let Some(at) = found else {
            if let Some(builtin) = crate::builtin::find(name) {
                let function = crate::value::Function::Builtin(builtin);
                return Expr {
                    kind: Kind::Constant(Value::Function(Arc::new(function))),
                    of: Type::Any,
                    span: tree.span,
                };
            }
            return match self.perhaps(end) {
                Some(at) => self.unnamed_entry(tree, name, at, level),
                None => self.unknown_name(tree, name),
            };
        };
        let of = self.locals[at].of.clone();
        match self.locals[at].place.clone() {
            Place::Maybe(_) => {
                let kind = self.place(at, level);
                let outside = self.findings.len();
                let fallback = self.name_before(tree, name, at);
                // The item may have what is not known here.
                self.findings.truncate(outside);
                let Kind::Slot(slot) = kind else {
                    return fallback;
                };
                Expr {
                    kind: Kind::EntryOr(slot, name.clone(), Box::new(fallback)),
                    of: Type::Any,
                    span: tree.span,
                }
            }
            Place::Entry(_) => {
                let item = Expr {
                    kind: self.place(at, level),
                    of: Type::Any,
                    span: tree.span,
                };
                Expr {
                    kind: Kind::Member(Box::new(item), name.clone()),
                    of,
                    span: tree.span,
                }
            }
            _ => Expr {
                kind: self.place(at, level),
                of,
                span: tree.span,
            },
        }
    }

    /// The slot or the number of a name, taken along into the frame at `level`.
    fn place(&mut self, at: usize, level: usize) -> Kind {
        let direct = match &self.locals[at].place {
            Place::Slot(slot) | Place::Entry(slot) | Place::Maybe(slot) | Place::Perhaps(slot) => {
                Kind::Slot(*slot)
            }
            Place::Node(number) => Kind::Node(*number),
            Place::Knowledge(number) => return Kind::Knowledge(*number),
            Place::Constant(value) => return Kind::Constant(value.clone()),
        };
        if level == 0 || at >= self.frames[level].first {
            return direct;
        }
        let known = self.frames[level].captured.iter().find(|it| it.0 == at);
        if let Some((_, slot, _)) = known {
            return Kind::Slot(*slot);
        }
        let outer = Expr {
            kind: self.place(at, level - 1),
            of: self.locals[at].of.clone(),
            span: Default::default(),
        };
        let frame = &mut self.frames[level];
        let slot = frame.slots;
        frame.slots += 1;
        frame.captured.push((at, slot, outer));
        Kind::Slot(slot)
    }

    /// The innermost filter of contexts among the first `end` names.
    fn perhaps(&self, end: usize) -> Option<usize> {
        self.locals[..end]
            .iter()
            .rposition(|local| matches!(local.place, Place::Perhaps(_)))
    }

    /// An entry that only some items of a list have; where none of them may, that is worth
    /// a warning.
    fn unnamed_entry(&mut self, tree: &Ast, name: &Name, at: usize, level: usize) -> Expr {
        let nothing = self.unknown_name(tree, name);
        if let Some(finding) = self.findings.last_mut() {
            finding.severity = Severity::Warning;
        }
        let Kind::Slot(slot) = self.place(at, level) else {
            return nothing;
        };
        Expr {
            kind: Kind::EntryOr(slot, name.clone(), Box::new(nothing)),
            of: Type::Any,
            span: tree.span,
        }
    }

    fn unknown_name(&mut self, tree: &Ast, name: &Name) -> Expr {
        let help = self.for_name(name);
        self.error(
            "unknown-name",
            tree.span,
            Why::UnknownName(name.clone()),
            help,
        )
    }
}
