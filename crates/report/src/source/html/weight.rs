//! What the elements of a page weigh, and which of them is the article.

use std::collections::HashMap;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};

use super::furniture::is_never_text;

/// What an element holds.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Weight {
    /// Visible characters.
    pub(super) chars: usize,
    /// Those of them inside links.
    pub(super) link_chars: usize,
    /// How many links.
    pub(super) links: usize,
    /// Sentence marks outside links.
    pub(super) marks: usize,
}

/// A longer link is a sentence that somebody made clickable, not furniture.
const LINK_CHARS_MAX: usize = 60;

/// With fewer marks a page is too short to tell its article by weight.
const MARKS_MIN: usize = 12;

/// The weight of every element of a page.
pub(super) struct Weights(HashMap<NodeId, Weight>);

impl Weights {
    pub(super) fn of(&self, id: NodeId) -> Weight {
        self.0.get(&id).copied().unwrap_or_default()
    }

    pub(super) fn weigh(page: &Html) -> Self {
        let mut weights = HashMap::new();
        let mut open: Vec<Weight> = vec![Weight::default()];
        let mut skipped: Option<NodeId> = None;
        for edge in page.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(element) => {
                        if skipped.is_none() && is_never_text(element) {
                            skipped = Some(node.id());
                        }
                        open.push(Weight::default());
                    }
                    Node::Text(text) if skipped.is_none() => {
                        if let Some(top) = open.last_mut() {
                            count(text, top);
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    let Node::Element(element) = node.value() else {
                        continue;
                    };
                    if skipped == Some(node.id()) {
                        skipped = None;
                    }
                    let mut weight = open.pop().unwrap_or_default();
                    let leads_away = element
                        .attr("href")
                        .is_some_and(|it| !it.trim_start().starts_with('#'));
                    if element.name() == "a" && leads_away && weight.chars <= LINK_CHARS_MAX {
                        weight.link_chars = weight.chars;
                        weight.links += 1;
                        weight.marks = 0;
                    }
                    if let Some(parent) = open.last_mut() {
                        parent.chars += weight.chars;
                        parent.link_chars += weight.link_chars;
                        parent.links += weight.links;
                        parent.marks += weight.marks;
                    }
                    weights.insert(node.id(), weight);
                }
            }
        }
        Self(weights)
    }

    /// From the body down to the smallest element that holds nearly all the marks: the
    /// path, the article last.
    pub(super) fn path_to_article<'a>(&self, body: NodeRef<'a, Node>) -> Vec<NodeRef<'a, Node>> {
        let total = self.of(body.id()).marks;
        let mut path = vec![body];
        if total < MARKS_MIN {
            return path;
        }
        let mut at = body;
        while let Some(child) = at
            .children()
            .find(|it| self.of(it.id()).marks * 100 >= total * 95)
        {
            // A row or cell must not be taken out of its table.
            if child
                .value()
                .as_element()
                .is_some_and(|it| it.name() == "p")
            {
                break;
            }
            path.push(child);
            at = child;
        }
        path
    }
}

impl Weight {
    /// Whether it is mostly links that lead away: a menu, a list of other pages.
    pub(super) fn is_mostly_links(&self) -> bool {
        let share = |percent: usize| self.link_chars * 100 >= self.chars * percent;
        self.links > 0
            && ((self.marks == 0 && share(60)) || share(85) || (self.links >= 4 && share(70)))
    }
}

fn count(text: &str, weight: &mut Weight) {
    for c in text.chars().filter(|it| !it.is_whitespace()) {
        weight.chars += 1;
        if matches!(c, '，' | '。' | '；' | '、' | ',' | '.' | ';') {
            weight.marks += 1;
        }
    }
}
