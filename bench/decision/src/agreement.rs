//! Whether what the checks say of a table is so, row by row.

use youwei_decision::check::{Effort, Grid, Region, Runs};

use crate::rows::Chance;

/// So many rows are looked at in each of the two ways that do not start from an answer.
const ROWS: usize = 1_000;

/// A table over atoms.
pub struct Atoms {
    /// What answers.
    pub grid: Grid,
    /// How many atoms each column has.
    pub counts: Vec<u32>,
    /// The cells, rule by rule.
    pub rules: Vec<Vec<Runs>>,
}

impl Atoms {
    /// Fails unless everything was looked at, a row of every gap is in no rule and a row of
    /// every set in all of its rules; and, of rows by chance and of rows at the edges of
    /// rules, what no rule holds is in a gap and what several hold in a set of them.
    pub fn agrees(&self, chance: &mut Chance) -> Result<(), String> {
        let all = Effort {
            shown: usize::MAX,
            ..Effort::default()
        };
        let (overlaps, gaps) = (self.grid.overlaps(all), self.grid.gaps(all));
        if !(overlaps.pairs.complete && overlaps.sets.complete && gaps.complete) {
            return Err("not all was looked at".to_owned());
        }
        let (sets, gaps) = (overlaps.sets.items, gaps.items);
        for gap in &gaps {
            let row = within(gap, chance);
            if let Some(rule) = self.holding(&row).first() {
                return Err(format!("the gap at {row:?} is in rule {rule}"));
            }
        }
        for set in &sets {
            let row = within(&set.region, chance);
            let holding = self.holding(&row);
            if set.rules.iter().any(|rule| !holding.contains(rule)) {
                return Err(format!("{:?} do not all hold {row:?}", set.rules));
            }
        }
        for number in 0..2 * ROWS {
            let row = match number % 2 {
                0 => self.anywhere(chance),
                _ => self.beside_a_rule(chance),
            };
            let holding = self.holding(&row);
            let in_gap = gaps.iter().any(|gap| gap.contains(&row));
            let together = |rules: &[usize]| holding.iter().all(|rule| rules.contains(rule));
            let in_set = sets.iter().any(|set| together(&set.rules));
            if in_gap != holding.is_empty() || (holding.len() > 1 && !in_set) {
                return Err(format!("what is said of {row:?} is not so"));
            }
        }
        Ok(())
    }

    /// The rules that hold a row, looked up cell by cell.
    fn holding(&self, row: &[u32]) -> Vec<usize> {
        let holds = |rule: &Vec<Runs>| {
            let mut cells = rule.iter().zip(row);
            cells.all(|(runs, atom)| runs.contains(*atom))
        };
        let rules = self.rules.iter().enumerate();
        rules
            .filter(|(_, rule)| holds(rule))
            .map(|(at, _)| at)
            .collect()
    }

    fn anywhere(&self, chance: &mut Chance) -> Vec<u32> {
        let counts = self.counts.iter();
        counts
            .map(|count| chance.below(u64::from(*count)) as u32)
            .collect()
    }

    /// A row of a rule, moved in one column to just outside the rule's cell if there is an
    /// outside: where a narrowed rule leaves a gap and a widened one meets another.
    fn beside_a_rule(&self, chance: &mut Chance) -> Vec<u32> {
        let rule = &self.rules[chance.below(self.rules.len() as u64) as usize];
        let region = Region {
            columns: rule.clone(),
        };
        let mut row = within(&region, chance);
        let bounded: Vec<usize> = (0..rule.len())
            .filter(|at| rule[*at].count() < self.counts[*at])
            .collect();
        if !bounded.is_empty() {
            let column = bounded[chance.below(bounded.len() as u64) as usize];
            let outside: Vec<u32> = (0..self.counts[column])
                .filter(|atom| !rule[column].contains(*atom))
                .filter(|atom| {
                    rule[column].contains(atom + 1)
                        || (*atom > 0 && rule[column].contains(atom - 1))
                })
                .collect();
            row[column] = outside[chance.below(outside.len() as u64) as usize];
        }
        row
    }
}

/// A row of a region.
fn within(region: &Region, chance: &mut Chance) -> Vec<u32> {
    let columns = region.columns.iter();
    columns
        .map(|runs| {
            let nth = chance.below(u64::from(runs.count())) as usize;
            // No column of a region is empty.
            runs.atoms().nth(nth).unwrap_or(0)
        })
        .collect()
}
