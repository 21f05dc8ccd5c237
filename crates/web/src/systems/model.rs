//! One model of a system, compiled once.

use std::sync::Arc;

use youwei_decision::diagnostic::{Diagnostic, sort};
use youwei_decision::dmn::raw::{Boxed, BoxedKind, Definitions};
use youwei_decision::model::Model;

/// A model.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The name of its file without `.dmn`.
    pub key: String,
    pub file: Arc<Definitions>,
    pub model: Model,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    pub tables: usize,
    pub rules: usize,
    /// The name of the decision that it is for: the one that rests on most and on which
    /// nothing rests.
    pub main: Option<String>,
}

impl Entry {
    /// Compiles a file with the others of its folder, which it may import.
    pub fn new(file: Arc<Definitions>, found: Vec<Diagnostic>, all: &[Arc<Definitions>]) -> Entry {
        let others = all.iter().filter(|it| it.file != file.file).cloned();
        let model = Model::new(std::iter::once(file.clone()).chain(others).collect());
        let mut diagnostics = found;
        let own = model.diagnostics.iter().filter(|it| it.file == file.file);
        diagnostics.extend(own.cloned());
        sort(&mut diagnostics);
        let (mut tables, mut rules) = (0, 0);
        let mut count = |it: &Boxed| {
            if let BoxedKind::Table(table) = &it.kind {
                tables += 1;
                rules += table.rules.len();
            }
        };
        let decided = file
            .decisions
            .iter()
            .filter_map(|it| it.expression.as_ref());
        decided.for_each(|it| walk(it, &mut count));
        let known = file
            .knowledge_models
            .iter()
            .filter_map(|it| it.logic.as_ref());
        known
            .filter_map(|it| it.body.as_deref())
            .for_each(|it| walk(it, &mut count));
        Entry {
            key: file
                .file
                .strip_suffix(".dmn")
                .unwrap_or(&file.file)
                .to_owned(),
            main: main(&model),
            file,
            model,
            diagnostics,
            tables,
            rules,
        }
    }

    /// The name of the model.
    pub fn title(&self) -> &str {
        match self.file.head.name.as_str() {
            "" => &self.key,
            name => name,
        }
    }
}

fn main(model: &Model) -> Option<String> {
    let nodes = model.nodes();
    let needed: Vec<usize> = nodes.iter().flat_map(|it| it.requires.clone()).collect();
    let answers = (0..nodes.len()).filter(|at| {
        let node = &nodes[*at];
        node.file == 0 && node.is_decision() && !needed.contains(at)
    });
    // Of those that rest on as much, the last written.
    let best = answers.max_by_key(|at| reach(model, *at))?;
    Some(nodes[best].name.to_string())
}

/// On how many inputs and decisions a decision rests.
fn reach(model: &Model, from: usize) -> usize {
    let mut seen = vec![false; model.nodes().len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        let Some(node) = model.nodes().get(at) else {
            continue;
        };
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(&node.requires);
        }
    }
    seen.into_iter().filter(|it| *it).count()
}

/// Shows an expression and all within it.
pub(crate) fn walk<'a>(it: &'a Boxed, see: &mut dyn FnMut(&'a Boxed)) {
    see(it);
    let parts: Vec<&'a Boxed> = match &it.kind {
        BoxedKind::Literal(_) | BoxedKind::Table(_) => Vec::new(),
        BoxedKind::Context(entries) => entries.iter().filter_map(|it| it.value.as_ref()).collect(),
        BoxedKind::List(items) => items.iter().collect(),
        BoxedKind::Relation(relation) => relation.rows.iter().flat_map(|it| &it.0).collect(),
        BoxedKind::Function(function) => function.body.as_deref().into_iter().collect(),
        BoxedKind::Invocation { function, bindings } => {
            let bound = bindings.iter().filter_map(|it| it.value.as_ref());
            function.as_deref().into_iter().chain(bound).collect()
        }
        BoxedKind::Conditional {
            condition,
            then,
            otherwise,
        } => [condition, then, otherwise]
            .into_iter()
            .filter_map(|it| it.as_deref())
            .collect(),
        BoxedKind::Filter { list, matches } => [list, matches]
            .into_iter()
            .filter_map(|it| it.as_deref())
            .collect(),
        BoxedKind::Iterator { over, body, .. } => [over, body]
            .into_iter()
            .filter_map(|it| it.as_deref())
            .collect(),
    };
    parts.into_iter().for_each(|it| walk(it, see));
}
