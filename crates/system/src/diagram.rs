//! The life cycle of a system's records as a state diagram, in SVG.
//!
//! Stages stand below one another in their declared order, narrow enough for a telephone.
//! What leads to the next stage runs down between the two; what skips stages runs along
//! lanes on the right, what leads back along lanes on the left. Every label has a place of
//! its own beside its stage, so that none can lie on another.

mod draw;
mod fold;
mod graph;
mod plan;
mod sides;
#[cfg(test)]
mod tests;

use youwei_base::Bilingual;

use crate::declaration::System;

/// The diagram of a system, a whole `<svg>` element. `pick` chooses the language of its
/// words. Colours are those of the text around it; classes are `stage`, `end`, `move`,
/// `lapse`, `label`, `clock`, `notice`.
#[must_use]
pub fn svg(system: &System, pick: fn(&Bilingual) -> &str) -> String {
    let graph = graph::Graph::of(system, pick);
    draw::draw(&graph, &plan::plan(&graph))
}
