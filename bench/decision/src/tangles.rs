//! Tables without a plan, every cell by chance: nobody writes them, and the search for
//! their gaps has no end. They show that the effort bounds the time.

use std::error::Error;

use youwei_decision::check::{Effort, Grid, Runs};

use crate::checks::count;
use crate::cpu;
use crate::figures::Figures;
use crate::rows::Chance;

/// The atoms of each column.
const ATOMS: u32 = 1_000;

/// Rules, columns, and how many cells of a hundred do not accept everything.
const SIZES: [(usize, usize, u64); 3] = [(300, 10, 60), (1_500, 40, 30), (5_000, 15, 50)];

/// Asks each of them once. A `+` behind a number: there may be more.
pub fn run(figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    for (rules, columns, bounded) in SIZES {
        let group = format!("{rules} rules × {columns} columns by chance, {bounded} % bounded");
        let mut chance = Chance(7);
        let mut cell = || {
            let mut atom = || chance.below(ATOMS.into()) as u32;
            let (a, b) = (atom(), atom());
            match chance.below(100) < bounded {
                true if chance.below(4) == 0 => Runs::of([a, b]),
                true => Runs::new([(a.min(b), a.max(b) + 1)]),
                false => Runs::all(ATOMS),
            }
        };
        let table: Vec<Vec<Runs>> = (0..rules)
            .map(|_| (0..columns).map(|_| cell()).collect())
            .collect();
        let grid = Grid::new(&vec![ATOMS; columns], &table)?;
        let effort = Effort::default();
        let (nanos, overlaps) = cpu::time(|| grid.overlaps(effort));
        let (pairs, sets) = (count(&overlaps.pairs), count(&overlaps.sets));
        figures.add(&group, &format!("{pairs} pairs in {sets} sets"), nanos);
        let (nanos, gaps) = cpu::time(|| grid.gaps(effort));
        figures.add(&group, &format!("{} gaps", count(&gaps)), nanos);
        let order: Vec<u32> = (0..rules as u32).collect();
        let (nanos, masked) = cpu::time(|| grid.masked(&order, effort));
        figures.add(&group, &format!("{} masked", count(&masked)), nanos);
    }
    Ok(())
}
