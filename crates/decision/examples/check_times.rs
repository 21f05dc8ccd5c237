//! How long the checks of large tables take.
//!
//! The tables are made as Calvanese et al. did (Information Systems 78, 2018): a decision
//! tree is written as a table, which has no gap and no overlap; then some of its rules are
//! made narrower, wider, or moved. Everything found is compared with random rows.

use std::io::{self, Write};
use std::time::Instant;

use youwei_decision::check::{Axis, Cell, Effort, Grid, Listed, Region, Runs, Side, Where, Whole};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (it ^ (it >> 31)) % count.max(1)
    }
}

const NUMBERS: i64 = 100_000;

/// A cell of a number column, `[from, to)`, or of an enumeration, its members.
#[derive(Clone, PartialEq)]
enum Drawn {
    Number(i64, i64),
    Members(Vec<i64>),
}

/// Rules that are the leaves of a tree. Every third column is an enumeration.
fn tree(dice: &mut Dice, rules: usize, columns: usize) -> Vec<Vec<Drawn>> {
    let column = |at: usize| match at % 3 {
        2 => Drawn::Members((0..3 + at as i64 % 8).collect()),
        _ => Drawn::Number(0, NUMBERS),
    };
    let mut leaves: Vec<Vec<Drawn>> = vec![(0..columns).map(column).collect()];
    while leaves.len() < rules {
        let leaf = dice.below(leaves.len() as u64) as usize;
        let at = dice.below(columns as u64) as usize;
        let (low, high) = match leaves[leaf][at].clone() {
            Drawn::Number(from, to) if to - from > 1 => {
                let cut = from + 1 + dice.below((to - from - 1) as u64) as i64;
                (Drawn::Number(from, cut), Drawn::Number(cut, to))
            }
            Drawn::Members(mut members) if members.len() > 1 => {
                let one = members.remove(dice.below(members.len() as u64) as usize);
                (Drawn::Members(vec![one]), Drawn::Members(members))
            }
            _ => continue,
        };
        let mut other = leaves[leaf].clone();
        leaves[leaf][at] = low;
        other[at] = high;
        leaves.push(other);
    }
    leaves
}

/// Changes so many rules of a hundred in one column each.
fn disturb(dice: &mut Dice, rules: &mut [Vec<Drawn>], percent: u64) {
    let count = rules.len() as u64;
    for _ in 0..count * percent / 100 {
        let rule = dice.below(count) as usize;
        let column = dice.below(rules[rule].len() as u64) as usize;
        match &mut rules[rule][column] {
            Drawn::Number(from, to) => {
                let by = 1 + dice.below((*to - *from) as u64 / 2 + 1) as i64;
                match dice.below(3) {
                    0 => *from = (*from + by).min(*to - 1),
                    1 => (*from, *to) = ((*from - by).max(0), (*to + by).min(NUMBERS)),
                    _ => (*from, *to) = (*from + by, (*to + by).min(NUMBERS)),
                }
                *from = (*from).min(*to - 1);
            }
            Drawn::Members(members) => {
                let other = dice.below(3) as i64;
                if members.len() > 1 && dice.below(2) == 0 {
                    members.pop();
                } else if !members.contains(&other) {
                    members.push(other);
                }
            }
        }
    }
}

/// The table as cells.
fn cells(rules: &[Vec<Drawn>]) -> Vec<Vec<Cell<i64>>> {
    let cell = |drawn: &Drawn| match drawn {
        Drawn::Number(from, to) => Cell::between((*from, true), (*to, false)),
        Drawn::Members(members) => Cell::one_of(members.iter().copied()),
    };
    rules
        .iter()
        .map(|rule| rule.iter().map(cell).collect())
        .collect()
}

fn grid(table: &[Vec<Cell<i64>>]) -> Option<(Grid, Vec<u32>)> {
    let columns = table.first()?.len();
    let axes: Vec<Axis<i64>> = (0..columns)
        .map(|at| {
            let cells = table.iter().map(|rule| &rule[at]);
            if at % 3 == 2 {
                Axis::new(
                    &Listed::default(),
                    &Cell::one_of(0..3 + at as i64 % 8),
                    cells,
                )
            } else {
                let domain = Cell::between((0, true), (NUMBERS, false));
                Axis::new(&Whole, &domain, cells)
            }
        })
        .collect();
    let runs = |rule: &Vec<Cell<i64>>| -> Option<Vec<Runs>> {
        axes.iter()
            .zip(rule)
            .map(|(axis, cell)| axis.runs(cell))
            .collect()
    };
    let rules: Option<Vec<_>> = table.iter().map(runs).collect();
    let atoms: Vec<u32> = axes.iter().map(Axis::count).collect();
    Some((Grid::new(&atoms, &rules?).ok()?, atoms))
}

/// What was found, against rows by chance: whether it is right in all of them.
fn agrees(
    dice: &mut Dice,
    grid: &Grid,
    atoms: &[u32],
    gaps: &[Region],
    sets: &[Vec<usize>],
) -> bool {
    (0..2_000).all(|_| {
        let row: Vec<u32> = atoms
            .iter()
            .map(|most| dice.below(u64::from(*most)) as u32)
            .collect();
        let rules = grid.rules_at(&row);
        let told = gaps.iter().any(|gap| gap.contains(&row));
        let together = || {
            sets.iter()
                .any(|set| rules.iter().all(|rule| set.contains(rule)))
        };
        told == rules.is_empty() && (rules.len() < 2 || together())
    })
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "rules cols noise | read ms | overlaps ms  pairs  sets | gaps ms  gaps | masked ms  masked | differences ms  count | agrees"
    )?;
    for rules in [500, 1_000, 1_500, 5_000] {
        for columns in [3, 5, 7, 9, 11, 13, 15] {
            for noise in [0, 10, 15] {
                row(&mut out, rules, columns, noise)?;
            }
        }
    }
    writeln!(
        out,
        "tables by chance: rules, columns, cells of a hundred that are bounded"
    )?;
    for (rules, columns, bounded) in [
        (300, 10, 30),
        (1_500, 15, 20),
        (1_500, 40, 10),
        (5_000, 15, 50),
        (20_000, 6, 100),
    ] {
        hostile(&mut out, rules, columns, bounded)?;
    }
    Ok(())
}

/// A table without a plan, to see that the effort bounds the time.
fn hostile(out: &mut impl Write, rules: usize, columns: usize, bounded: u64) -> io::Result<()> {
    let mut dice = Dice(7);
    let mut cell = || {
        let (a, b) = (dice.below(1_000) as u32, dice.below(1_000) as u32);
        match dice.below(100) < bounded {
            true if dice.below(4) == 0 => Runs::of([a, b]),
            true => Runs::new([(a.min(b), a.max(b) + 1)]),
            false => Runs::all(1_000),
        }
    };
    let table: Vec<Vec<Runs>> = (0..rules)
        .map(|_| (0..columns).map(|_| cell()).collect())
        .collect();
    let Ok(it) = Grid::new(&vec![1_000; columns], &table) else {
        return writeln!(out, "{rules} {columns} is not a table");
    };
    let effort = Effort::default();
    let order: Vec<u32> = (0..rules as u32).collect();
    write!(out, "{rules} {columns} {bounded}%")?;
    let mut tell = |name, since: Instant, complete: bool, count: u64| {
        let ms = since.elapsed().as_millis();
        write!(
            out,
            " | {name} {ms} ms {count}{}",
            if complete { "" } else { "+" }
        )
    };
    let since = Instant::now();
    let overlaps = it.overlaps(effort);
    tell(
        "overlaps",
        since,
        overlaps.sets.complete,
        overlaps.sets.count,
    )?;
    let since = Instant::now();
    let gaps = it.gaps(effort);
    tell("gaps", since, gaps.complete, gaps.count)?;
    let since = Instant::now();
    let masked = it.masked(&order, effort);
    tell("masked", since, masked.complete, masked.count)?;
    let outcomes: Vec<u32> = (0..rules as u32).map(|rule| rule % 7).collect();
    let half = rules / 2;
    let (one, other) = outcomes.split_at(half);
    let (one, other) = (
        Side::new(0..half, one.to_vec()),
        Side::new(half..rules, other.to_vec()),
    );
    let since = Instant::now();
    let found = it.differences(&one, &other, Where::Everywhere, effort);
    tell("differences", since, found.complete, found.count)?;
    writeln!(out)?;
    out.flush()
}

fn row(out: &mut impl Write, rules: usize, columns: usize, noise: u64) -> io::Result<()> {
    let mut dice = Dice(rules as u64 * 31 + columns as u64);
    let tree = tree(&mut dice, rules, columns);
    let mut noisy = tree.clone();
    disturb(&mut dice, &mut noisy, noise);
    let table = cells(&noisy);

    let since = Instant::now();
    let Some((it, atoms)) = grid(&table) else {
        return writeln!(out, "{rules} {columns} is not a table");
    };
    let read = since.elapsed();
    let effort = Effort {
        shown: 100,
        ..Effort::default()
    };
    let since = Instant::now();
    let overlaps = it.overlaps(effort);
    let overlapping = since.elapsed();
    let since = Instant::now();
    let gaps = it.gaps(effort);
    let missing = since.elapsed();
    let since = Instant::now();
    let order: Vec<u32> = (0..rules as u32).collect();
    let masked = it.masked(&order, effort);
    let masking = since.elapsed();

    let outcomes: Vec<u32> = (0..rules as u32).map(|rule| rule % 7).collect();
    let both: Vec<_> = cells(&tree).into_iter().chain(table).collect();
    let Some((two, _)) = grid(&both) else {
        return writeln!(out, "{rules} {columns} are not two tables");
    };
    let (old, new) = (
        Side::new(0..rules, outcomes.clone()),
        Side::new(rules..2 * rules, outcomes),
    );
    let since = Instant::now();
    let differences = two.differences(&old, &new, Where::Everywhere, effort);
    let differing = since.elapsed();

    let all = Effort {
        shown: usize::MAX,
        ..Effort::default()
    };
    let sets: Vec<_> = it
        .overlaps(all)
        .sets
        .items
        .into_iter()
        .map(|it| it.rules)
        .collect();
    let agrees = agrees(&mut dice, &it, &atoms, &it.gaps(all).items, &sets);
    let ms = |it: std::time::Duration| it.as_secs_f32() * 1e3;
    let mark = |complete: bool| if complete { "" } else { "+" };
    writeln!(
        out,
        "{rules} {columns} {noise}% | {:.1} | {:.1} {}{} {}{} | {:.1} {}{} | {:.1} {}{} | {:.1} {}{} | {agrees}",
        ms(read),
        ms(overlapping),
        overlaps.pairs.count,
        mark(overlaps.pairs.complete),
        overlaps.sets.count,
        mark(overlaps.sets.complete),
        ms(missing),
        gaps.count,
        mark(gaps.complete),
        ms(masking),
        masked.count,
        mark(masked.complete),
        ms(differing),
        differences.count,
        mark(differences.complete),
    )?;
    out.flush()
}
