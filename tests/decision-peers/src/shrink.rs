//! Making an expression on which the engines differ as small as it gets.

use youwei_decision::value::Value;

use crate::tree::Tree;
use crate::{Outcome, ours, theirs};

/// An expression on which the engines differ.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The expression.
    pub tree: Tree,
    /// What ours makes of it.
    pub ours: Outcome,
    /// What theirs makes of it.
    pub theirs: Outcome,
}

/// The difference on an expression, if there is one.
#[must_use]
pub fn difference(tree: &Tree) -> Option<Difference> {
    let text = tree.to_string();
    let (ours, theirs) = (ours::decide(&text), theirs::decide(&text));
    (!ours.agrees(&theirs)).then(|| Difference {
        tree: tree.clone(),
        ours,
        theirs,
    })
}

/// The same difference on as little as possible: a part of the expression, with its own
/// parts replaced by their values where the engines agree on them.
#[must_use]
pub fn shrink(mut found: Difference) -> Difference {
    while let Some(smaller) = candidates(&found.tree).iter().find_map(difference) {
        found = smaller;
    }
    found
}

fn candidates(tree: &Tree) -> Vec<Tree> {
    let mut found: Vec<Tree> = tree.within().filter(|it| it.closed()).cloned().collect();
    found.extend(unbound(tree));
    found.extend(valued(tree));
    found
}

/// The last expression within, its variable replaced by what it stands for.
fn unbound(tree: &Tree) -> Vec<Tree> {
    let (Some(name), Some(first)) = (tree.binds.first(), tree.within().next()) else {
        return Vec::new();
    };
    let (Some(last), true) = (tree.within().last(), first.closed()) else {
        return Vec::new();
    };
    let stands_for = match ours::value(&first.to_string()) {
        Ok(Value::List(items)) if tree.root != "{}." => items.to_vec(),
        Ok(_) if tree.root == "for .." => (-3..=13).map(|it| Value::Number(it.into())).collect(),
        Ok(value) => vec![value],
        Err(_) => Vec::new(),
    };
    let literals = stands_for.iter().map(|it| Tree::literal(it.literal()));
    literals
        .map(|it| last.put(name, &it))
        .filter(Tree::closed)
        .collect()
}

/// The expression with one expression anywhere within replaced by its value.
fn valued(tree: &Tree) -> Vec<Tree> {
    let mut found = Vec::new();
    for (nth, within) in tree.within().enumerate() {
        if !within.root.is_empty()
            && within.closed()
            && let Ok(value) = ours::value(&within.to_string())
        {
            let literal = Tree::literal(value.literal());
            // Only what both engines read the same is a value to go on with.
            if difference(&literal).is_none()
                && ours::decide(&literal.to_string()).agrees(&ours::decide(&within.to_string()))
            {
                found.push(tree.with(nth, literal));
            }
        }
        found.extend(valued(within).into_iter().map(|it| tree.with(nth, it)));
        // A part in the place of the whole.
        found.extend(
            within
                .within()
                .map(|it| tree.with(nth, it.clone()))
                .filter(Tree::closed),
        );
        found.extend(unbound(within).into_iter().map(|it| tree.with(nth, it)));
    }
    found
}
