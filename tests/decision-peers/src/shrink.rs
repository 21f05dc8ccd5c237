//! Making an expression on which the engines differ as small as it gets.

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
    loop {
        let smaller = parts(&found.tree).chain(valued(&found.tree));
        match smaller.into_iter().find_map(|tree| difference(&tree)) {
            Some(smaller) => found = smaller,
            None => return found,
        }
    }
}

fn parts(tree: &Tree) -> impl Iterator<Item = Tree> {
    tree.within().filter(|it| it.closed()).cloned()
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
        found.extend(within.within().map(|it| tree.with(nth, it.clone())).filter(Tree::closed));
    }
    found
}
