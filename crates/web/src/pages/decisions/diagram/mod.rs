//! The requirement diagram of a model (DMN 1.5, clause 6): what each decision needs,
//! drawn with a layout of our own, because files carry none, or one for wider walls.

mod draw;
mod layout;

use youwei_decision::dmn::raw::{Definitions, Requirement, RequirementKind};

use super::lit::Lit;
use crate::words::Lang;

pub(super) use draw::{picture, width};

/// What a node is, and so what shape it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Decision,
    Input,
    Parameter,
    Knowledge,
    Source,
}

/// A node to draw.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub sort: Sort,
    /// The name that is written in it.
    pub name: String,
    /// The anchor of its section.
    pub anchor: String,
    /// What it is worth in the case, in a few characters.
    pub worth: Option<String>,
    /// Whether that, or a part of it, cannot be said.
    pub open: bool,
    /// Whether there is a case and it plays no part in it.
    pub idle: bool,
}

/// A line: from what is needed to what needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub from: usize,
    pub to: usize,
    pub kind: RequirementKind,
}

/// What there is to draw.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph {
    pub nodes: Vec<Node>,
    pub lines: Vec<Line>,
}

/// Which nodes are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Decisions, what is asked of a case, and knowledge models.
    Core,
    /// Parameters and sources too.
    All,
}

impl Graph {
    /// The graph of a file. `dated` tells the inputs that are parameters.
    pub fn of(
        file: &Definitions,
        scope: Scope,
        dated: &dyn Fn(&str) -> bool,
        lit: Option<&Lit>,
        lang: Lang,
    ) -> Graph {
        let mut graph = Graph::default();
        let mut ids: Vec<String> = Vec::new();
        let all = scope == Scope::All;
        let mut add = |sort: Sort, head: &youwei_decision::dmn::raw::Head| {
            let id = super::text::id_of(head);
            let worth = lit.and_then(|lit| lit.brief(&id, lang));
            graph.nodes.push(Node {
                sort,
                name: super::text::short_name(head, lang),
                anchor: super::text::anchor(&id),
                idle: lit.is_some() && worth.is_none() && sort != Sort::Source,
                worth,
                open: lit.is_some_and(|lit| lit.is_open(&id)),
            });
            ids.push(id);
        };
        for it in &file.decisions {
            add(Sort::Decision, &it.head);
        }
        for it in &file.inputs {
            match dated(&it.head.name) {
                true if all => add(Sort::Parameter, &it.head),
                true => {}
                false => add(Sort::Input, &it.head),
            }
        }
        for it in &file.knowledge_models {
            add(Sort::Knowledge, &it.head);
        }
        if all {
            for it in &file.knowledge_sources {
                add(Sort::Source, &it.head);
            }
        }
        let place = |id: &str| ids.iter().position(|it| it == id);
        let mut lines = Vec::new();
        let mut join = |head: &youwei_decision::dmn::raw::Head, needs: &[Requirement]| {
            let Some(to) = place(&super::text::id_of(head)) else {
                return;
            };
            for need in needs.iter().filter(|need| need.href.namespace.is_none()) {
                if let Some(from) = place(&need.href.id)
                    && from != to
                {
                    let kind = need.kind;
                    lines.push(Line { from, to, kind });
                }
            }
        };
        file.decisions
            .iter()
            .for_each(|it| join(&it.head, &it.requirements));
        file.knowledge_models
            .iter()
            .for_each(|it| join(&it.head, &it.requirements));
        if all {
            file.knowledge_sources
                .iter()
                .for_each(|it| join(&it.head, &it.requirements));
        }
        graph.lines = lines;
        graph.wake();
        graph
    }

    /// What a node that plays a part calls plays one too, whether or not it shows a value.
    fn wake(&mut self) {
        for _ in 0..self.nodes.len() {
            let mut woken = false;
            for line in &self.lines {
                let calls = line.kind == RequirementKind::Knowledge;
                if calls && !self.nodes[line.to].idle && self.nodes[line.from].idle {
                    self.nodes[line.from].idle = false;
                    woken = true;
                }
            }
            if !woken {
                break;
            }
        }
    }
}
