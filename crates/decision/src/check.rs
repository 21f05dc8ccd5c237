//! Checks of decision tables: gaps, overlaps, masked rules, contradictions.
//!
//! A rule is a box in the space of the inputs: in each column a set of values. This module
//! is the geometry alone and knows no expressions. Three steps lead from a table to its
//! faults:
//!
//! 1. Each cell becomes a [`Cell`], the set of values that it accepts.
//! 2. Each column becomes an [`Axis`]: the values at which the cells change and the
//!    stretches between them, its *atoms*. A [`Scale`] says what lies between two values.
//! 3. The rules, as [`Runs`] of atoms, become a [`Grid`], which is asked for its faults. They
//!    come as [`Region`]s of atoms, which the axes turn into examples and cells again.
//!
//! ```
//! use youwei_decision::check::{Axis, Cell, Effort, Grid, Listed, Whole, Witness};
//!
//! // Age, whole numbers from 0 to 150, and residence.
//! let ages = [Cell::below(18), Cell::between((18, true), (60, false)), Cell::from(59)];
//! let places = [Cell::any(), Cell::is("town"), Cell::is("town").not()];
//! let domain = Cell::between((0, true), (150, true));
//! let age = Axis::new(&Whole, &domain, &ages);
//! let place = Axis::new(&Listed::default(), &Cell::one_of(["town", "village"]), &places);
//!
//! let rules: Vec<_> = (0..3)
//!     .filter_map(|rule| Some(vec![age.runs(&ages[rule])?, place.runs(&places[rule])?]))
//!     .collect();
//! let grid = Grid::new(&[age.count(), place.count()], &rules)?;
//!
//! let gaps = grid.gaps(Effort::default());
//! assert!(gaps.complete && gaps.count == 2);
//! let gap = &gaps.items[0];
//! assert_eq!(age.cell(&gap.columns[0]), Cell::between((18, true), (59, false)));
//! assert_eq!(age.witness(&gap.columns[0]), Some(Witness::Value(18)));
//! assert_eq!(place.cell(&gap.columns[1]), Cell::is("village"));
//!
//! // Rules 1 and 2 meet at no point: one is for towns, the other for villages.
//! assert_eq!(grid.overlaps(Effort::default()).pairs.count, 0);
//! # Ok::<(), youwei_decision::check::GridError>(())
//! ```
//!
//! What is asked for what:
//!
//! | policy | ask |
//! | --- | --- |
//! | all | [`Grid::never`], [`Grid::duplicates`] |
//! | U | [`Grid::overlaps`], [`Grid::gaps`] |
//! | A | [`Grid::conflicts`], [`Grid::gaps`] |
//! | F | [`Grid::masked`] with the order of the rules, [`Grid::gaps`] |
//! | P | [`Grid::masked`] with the places of their outputs in the list of output values |
//! | C, R, O | [`Grid::never`] only; [`Grid::gaps`] if the model promises an answer |
//! | two tables | [`Grid::differences`] of two [`Side`]s |
//!
//! For the values of FEEL take [`Key`] as the values and [`Kind`] as the scale.
//!
//! The null of an input is an atom like any other if the domain holds it. If it does not,
//! nothing is said about rows without a value.
//!
//! Gaps are found by splitting the space along the edges of rules until no rule touches a
//! part or one covers it. That is quick for tables as people write them, but the problem
//! is hard (its hostile instances take exponential time), so every question takes an
//! [`Effort`], and every answer says whether it is complete.

mod axis;
mod boxes;
#[cfg(test)]
mod brute;
mod cell;
mod classes;
mod differences;
mod gaps;
mod grid;
mod joinable;
mod key;
mod masked;
mod overlaps;
mod runs;
mod scale;
mod sets;
mod shape;
mod split;
mod word;

pub use axis::{Axis, Scale, Witness};
pub use cell::{Cell, Cut, Side as CutSide, Span};
pub use differences::{Difference, Side, Where};
pub use grid::{COLUMNS_MAX, Grid, GridError, Region};
pub use joinable::Joinable;
pub use key::{Key, Kind, Moment};
pub use masked::{By, Masked};
pub use overlaps::{Overlap, Overlaps};
pub use runs::Runs;
pub use scale::{Listed, Texts, Whole};

/// How hard to look for an answer, and how much of it to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Comparisons of a rule with a part of the space, about: a few nanoseconds each.
    pub steps: u64,
    /// Give at most so many items; the others are only counted.
    pub shown: usize,
}

impl Default for Effort {
    /// Under a second in all, and a hundred items.
    fn default() -> Effort {
        Effort {
            steps: 100_000_000,
            shown: 100,
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// The first of them.
    pub items: Vec<T>,
    /// How many there are in all; if the search is not complete, at least so many.
    pub count: u64,
    /// Whether everything was looked at. If not, there may be more, or even one where
    /// none was found.
    pub complete: bool,
}
