//! What the checks of large tables take: of their rules alone, and of a model from its file.

use std::error::Error;
use std::hint::black_box;

use youwei_decision::check::{Axis, Cell, Effort, Found, Grid, Listed, Runs, Side, Where, Whole};

use crate::agreement::Atoms;
use crate::figures::Figures;
use crate::rows::Chance;
use crate::trees::{Tree, Values};
use crate::{ROUNDS, cpu, ours};

const RULES: usize = 1_500;
const COLUMNS: [usize; 7] = [3, 5, 7, 9, 11, 13, 15];
const NOISE: [usize; 2] = [10, 15];

/// A question, and what is to be said of the answer.
type Ask<'a> = &'a dyn Fn(&Grid) -> String;

/// Times the checks of every size, and fails if they say what is not so.
pub fn run(figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    for noise in NOISE {
        for columns in COLUMNS {
            size(columns, noise, figures)?;
        }
    }
    Ok(())
}

/// As in the paper, overlaps are looked for in a table with cells made wider and gaps in one
/// with cells made narrower; then both in one table, in which half of the noise is of
/// either kind.
fn size(columns: usize, noise: usize, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let mut chance = Chance((columns * 100 + noise) as u64);
    let tree = Tree::new(&mut chance, RULES, columns);
    let changed = RULES * noise / 100;
    let wide = tree.disturbed(&mut chance, changed, 0);
    let narrow = tree.disturbed(&mut chance, 0, changed);
    let mixed = tree.disturbed(&mut chance, changed / 2, changed - changed / 2);
    let group = format!("checking 1,500 rules × {columns} columns, {noise} % noise");
    let in_group = |why: String| format!("{group}: {why}");

    let domains = cells(&tree.domains);
    let both = |grid: &Grid| format!("{}, {}", overlaps(grid), gaps(grid));
    let asked: [(&str, &Tree, Ask); 3] = [
        ("one table with both", &mixed, &both),
        ("wider rules", &wide, &overlaps),
        ("narrower rules", &narrow, &gaps),
    ];
    for (which, table, ask) in asked {
        let rules = rules(table);
        let ready = atoms(&domains, &rules)?;
        ready.agrees(&mut chance).map_err(in_group)?;
        let nanos = cpu::per_item(ROUNDS, 1, || {
            // The way from cells to atoms is part of a check. It was gone without an error
            // above.
            let _ = black_box(atoms(&domains, &rules).map(|it| ask(&it.grid)));
        });
        figures.add(&group, &format!("{which}: {}", ask(&ready.grid)), nanos);
    }

    let text = mixed.table("UNIQUE").dmn("large");
    said(&ours::load(&text).diagnostics).map_err(in_group)?;
    let nanos = cpu::per_item(ROUNDS, 1, || {
        black_box(ours::load(&text));
    });
    figures.add(&group, "the one table from its file, read and typed", nanos);
    if COLUMNS.last() == Some(&columns) {
        other_questions(&tree, &mixed, &group, figures)?;
    }
    Ok(())
}

/// What is asked of tables with other hit policies, and of two versions of a table.
fn other_questions(
    tree: &Tree,
    noisy: &Tree,
    group: &str,
    figures: &mut Figures,
) -> Result<(), Box<dyn Error>> {
    let domains = cells(&noisy.domains);
    let one = atoms(&domains, &rules(noisy))?.grid;
    let order: Vec<u32> = (0..RULES as u32).collect();
    let effort = Effort::default();
    let masked = one.masked(&order, effort);
    let nanos = cpu::per_item(ROUNDS, 1, || {
        black_box(one.masked(&order, effort));
    });
    let what = format!("masked under FIRST: {}", count(&masked));
    figures.add(group, &what, nanos);

    let both: Vec<_> = rules(tree).into_iter().chain(rules(noisy)).collect();
    let two = atoms(&domains, &both)?.grid;
    let outcomes: Vec<u32> = order.iter().map(|rule| rule % 7).collect();
    let old = Side::new(0..RULES, outcomes.clone());
    let new = Side::new(RULES..2 * RULES, outcomes);
    let ask = || two.differences(&old, &new, Where::Everywhere, effort);
    let differences = ask();
    let nanos = cpu::per_item(ROUNDS, 1, || {
        black_box(ask());
    });
    let what = format!("differences from the tree: {}", count(&differences));
    figures.add(group, &what, nanos);
    Ok(())
}

/// How many there are; with a plus if there may be more.
pub fn count<T>(found: &Found<T>) -> String {
    let more = if found.complete { "" } else { "+" };
    format!("{}{more}", found.count)
}

/// Fails unless the loaded model says that there are overlaps and gaps, and that it looked
/// everywhere.
fn said(diagnostics: &[youwei_decision::diagnostic::Diagnostic]) -> Result<(), String> {
    let has = |code| diagnostics.iter().any(|it| it.code == code);
    match has("rules-overlap") && has("rules-gap") && !has("not-all-checked") {
        true => Ok(()),
        false => Err(format!("the model says: {diagnostics:?}")),
    }
}

fn cells(values: &[Values]) -> Vec<Cell<i64>> {
    let cell = |values: &Values| match values {
        Values::Numbers(from, to) => Cell::between((*from as i64, true), (*to as i64, false)),
        Values::Members(members) => Cell::one_of(members.iter().map(|it| *it as i64)),
    };
    values.iter().map(cell).collect()
}

fn rules(tree: &Tree) -> Vec<Vec<Cell<i64>>> {
    tree.rules.iter().map(|rule| cells(rule)).collect()
}

/// The table as its checks take it.
fn atoms(domains: &[Cell<i64>], rules: &[Vec<Cell<i64>>]) -> Result<Atoms, Box<dyn Error>> {
    let columns = domains.iter().enumerate();
    let axes: Vec<Axis<i64>> = columns
        .map(|(at, domain)| {
            let cells = rules.iter().map(|rule| &rule[at]);
            // The domain of an enumeration names all of its values.
            match domain.spans().len() {
                1 => Axis::new(&Whole, domain, cells),
                _ => Axis::new(&Listed::default(), domain, cells),
            }
        })
        .collect();
    let runs = |rule: &Vec<Cell<i64>>| {
        let cells = axes.iter().zip(rule);
        cells.map(|(axis, cell)| axis.runs(cell)).collect()
    };
    let rules: Option<Vec<Vec<Runs>>> = rules.iter().map(runs).collect();
    let rules = rules.ok_or("a cell that its axis does not know")?;
    let counts: Vec<u32> = axes.iter().map(Axis::count).collect();
    Ok(Atoms {
        grid: Grid::new(&counts, &rules)?,
        counts,
        rules,
    })
}

fn overlaps(grid: &Grid) -> String {
    let found = grid.overlaps(Effort::default());
    let (pairs, sets) = (count(&found.pairs), count(&found.sets));
    format!("{pairs} pairs in {sets} sets")
}

fn gaps(grid: &Grid) -> String {
    format!("{} gaps", count(&grid.gaps(Effort::default())))
}
