//! The types that a model declares (DMN 1.5, clause 7.3.2).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use youwei_base::Bilingual;

use crate::diagnostic::Diagnostic;
use crate::dmn::raw::{Definitions, ItemDefinition, Text};
use crate::feel::ast::TypeName;
use crate::feel::parse::parse_type;
use crate::model::build::imports;
use crate::model::report::Reporter;
use crate::resolve::{Resolver, TypeNames, help};
use crate::shape::{Allowed, Parts, Shape};
use crate::types::{FunctionType, Type};
use crate::value::Name;

/// The declared types of all files.
pub(super) struct Items {
    /// By file, by name as that file writes it, imported ones with their prefix.
    of_file: Vec<HashMap<Name, Arc<Shape>>>,
    /// The names of all entries of context types.
    pub(super) members: BTreeSet<Name>,
}

/// The types that one file may name.
pub(super) struct TypesOf<'a> {
    items: &'a Items,
    file: usize,
}

impl TypeNames for TypesOf<'_> {
    fn find(&self, name: &str) -> Option<Type> {
        let declared = self.items.of_file[self.file].get(name);
        match declared {
            Some(shape) => Some(shape.of.clone()),
            None => Type::named(name),
        }
    }

    fn declared(&self) -> Vec<Name> {
        let mut names: Vec<Name> = self.items.of_file[self.file].keys().cloned().collect();
        names.sort_unstable();
        names
    }
}

impl Items {
    /// Reads the item definitions of all files.
    pub(super) fn read(files: &[Arc<Definitions>], diagnostics: &mut Vec<Diagnostic>) -> Items {
        let mut items = Items {
            of_file: vec![HashMap::new(); files.len()],
            members: BTreeSet::new(),
        };
        // A file's imports first, so that its types may build on theirs.
        let needs: Vec<Vec<usize>> = files
            .iter()
            .map(|file| imports(file, files).map(|(_, at)| at).collect())
            .collect();
        let (ordered, _) = super::order::order(&needs, |_| true);
        for at in ordered {
            for (prefix, from) in imports(&files[at], files) {
                if from == at {
                    continue;
                }
                let imported: Vec<_> = items.of_file[from]
                    .iter()
                    .map(|(name, shape)| (qualified(&prefix, name), shape.clone()))
                    .collect();
                items.of_file[at].extend(imported);
            }
            Reading {
                file: &files[at],
                number: at,
                items: &mut items,
                open: Vec::new(),
                report: Reporter::new(&files[at], diagnostics),
            }
            .all();
        }
        items
    }

    /// The types that a file may name.
    pub(super) fn of_file(&self, file: usize) -> TypesOf<'_> {
        TypesOf { items: self, file }
    }

    /// What a `typeRef` of a file means; none, said in a diagnostic, if nothing does.
    pub(super) fn shape(
        &self,
        file: usize,
        name: &Text,
        report: &mut Reporter<'_>,
    ) -> Option<Arc<Shape>> {
        let text = name.as_str().trim();
        // DMN 1.1 files prefix the language's own types.
        let text = text.strip_prefix("feel:").unwrap_or(text);
        if let Some(shape) = self.of_file[file].get(text) {
            return Some(shape.clone());
        }
        let known = Type::named(text).or_else(|| self.written(file, text));
        match known {
            Some(Type::Any) => None,
            Some(of) => Some(Arc::new(Shape::plain(text.into(), of))),
            None => {
                let declared = self.of_file(file).declared();
                report.error(
                    "unknown-type",
                    name.whole(),
                    Bilingual::new(
                        format!("没有名为“{text}”的类型。"),
                        format!("no type is called “{text}”."),
                    ),
                    help::type_names(declared.iter().map(|it| &**it), text),
                );
                None
            }
        }
    }

    /// `list<number>` and the like.
    fn written(&self, file: usize, text: &str) -> Option<Type> {
        let tree = parse_type(text).ok()?;
        match tree {
            TypeName::Named(_) => None,
            tree => {
                let types = self.of_file(file);
                Resolver::new(&types, Vec::new(), BTreeSet::new()).written_type(&tree)
            }
        }
    }
}

/// `prefix.name`, or the name alone where an import has no name.
pub(super) fn qualified(prefix: &str, name: &str) -> Name {
    match prefix {
        "" => name.into(),
        prefix => format!("{prefix}.{name}").into(),
    }
}

/// One file's types being read.
struct Reading<'a, 'b> {
    file: &'a Definitions,
    number: usize,
    items: &'a mut Items,
    /// The types around the one that is being read: one that is among them is circular.
    open: Vec<Name>,
    report: Reporter<'b>,
}

impl Reading<'_, '_> {
    fn all(&mut self) {
        let file = self.file;
        for item in &file.items {
            self.named(item);
        }
    }

    fn named(&mut self, item: &ItemDefinition) -> Option<Arc<Shape>> {
        let name = item.head.name.shared().clone();
        if let Some(known) = self.items.of_file[self.number].get(&name) {
            return Some(known.clone());
        }
        if self.open.contains(&name) {
            self.report.error(
                "circular-type",
                item.head.origin,
                Bilingual::new(
                    format!("类型“{name}”绕回到它自己。"),
                    format!("the type “{name}” comes back to itself."),
                ),
                Bilingual::new(
                    "把绕回的那个成员改为别的类型，或不写它的类型（任何值都可以）。",
                    "give the component that comes back another type, or none (then it takes any value).",
                ),
            );
            return None;
        }
        self.open.push(name.clone());
        let shape = Arc::new(self.shape(item));
        self.open.pop();
        self.items.of_file[self.number].insert(name, shape.clone());
        Some(shape)
    }

    /// What a name means, read now if it was not yet.
    fn reference(&mut self, name: &Text) -> Option<Arc<Shape>> {
        let text = name.as_str().trim();
        let file = self.file;
        let later = file
            .items
            .iter()
            .find(|item| item.head.name.as_str() == text);
        match later {
            Some(item) => self.named(item),
            None => self.items.shape(self.number, name, &mut self.report),
        }
    }

    fn shape(&mut self, item: &ItemDefinition) -> Shape {
        let name: Name = item.head.name.shared().clone();
        let (of, parts) = if let Some(function) = &item.function {
            let mut parameters = Vec::new();
            for parameter in &function.parameters {
                let of = parameter.type_ref.as_ref();
                let of = of.and_then(|name| self.reference(name));
                let of = of.map_or(Type::Any, |shape| shape.of.clone());
                parameters.push((parameter.head.name.shared().clone(), of));
            }
            let result = function
                .output
                .as_ref()
                .and_then(|name| self.reference(name));
            let of = Type::Function(Arc::new(FunctionType {
                parameters,
                result: result.map_or(Type::Any, |shape| shape.of.clone()),
            }));
            (of, Parts::None)
        } else if !item.components.is_empty() {
            let mut entries = Vec::new();
            for component in &item.components {
                let entry = component.head.name.shared().clone();
                self.items.members.insert(entry.clone());
                entries.push((entry, Arc::new(self.shape(component))));
            }
            let of = entries
                .iter()
                .map(|(name, shape)| (name.clone(), shape.of.clone()));
            (Type::context(of), Parts::Entries(entries))
        } else {
            let base = item.type_ref.as_ref().and_then(|name| self.reference(name));
            match base {
                None => (Type::Any, Parts::None),
                Some(base) => {
                    let of = base.of.clone();
                    // The base's own constraints hold too.
                    match constrained(&base) && !item.is_collection {
                        true => return self.narrowed(item, name, base),
                        false => match constrained(&base) {
                            true => (of, Parts::Items(base)),
                            false => (of, Parts::None),
                        },
                    }
                }
            }
        };
        let allowed = item.allowed_values.as_ref();
        let allowed = allowed.and_then(|text| self.allowed(text, &of));
        match item.is_collection {
            false => {
                let whole = item.type_constraint.as_ref();
                let whole = whole.and_then(|text| self.allowed(text, &of));
                Shape {
                    name,
                    of,
                    allowed,
                    whole,
                    parts,
                }
            }
            true => {
                let list = Type::list(of.clone());
                let whole = item.type_constraint.as_ref();
                let whole = whole.and_then(|text| self.allowed(text, &list));
                let parts = match parts {
                    Parts::None => Parts::None,
                    Parts::Items(of) => Parts::Items(of),
                    parts => Parts::Items(Arc::new(Shape {
                        name: name.clone(),
                        of,
                        allowed: None,
                        whole: None,
                        parts,
                    })),
                };
                Shape {
                    name,
                    of: list,
                    allowed,
                    whole,
                    parts,
                }
            }
        }
    }

    /// A type that narrows one that is constrained itself.
    fn narrowed(&mut self, item: &ItemDefinition, name: Name, base: Arc<Shape>) -> Shape {
        let of = base.of.clone();
        let allowed = item.allowed_values.as_ref();
        let allowed = allowed.and_then(|text| self.allowed(text, &of));
        let whole = item.type_constraint.as_ref();
        let whole = whole.and_then(|text| self.allowed(text, &of));
        Shape {
            name,
            of,
            allowed,
            whole,
            parts: Parts::Same(base),
        }
    }

    fn allowed(&mut self, text: &Text, of: &Type) -> Option<Allowed> {
        let types = self.items.of_file(self.number);
        let mut resolver = Resolver::new(&types, Vec::new(), BTreeSet::new());
        let slot = resolver.slot();
        let test = resolver.tests(text.as_str(), slot, of);
        let (findings, slots) = (resolver.findings(), resolver.slots());
        let broken = findings
            .iter()
            .any(|it| it.severity == crate::diagnostic::Severity::Error);
        self.report.findings(findings, text);
        (!broken).then(|| Allowed {
            test,
            slots,
            text: text.shared().clone(),
        })
    }
}

fn constrained(shape: &Shape) -> bool {
    shape.allowed.is_some() || shape.whole.is_some() || !matches!(shape.parts, Parts::None)
}
