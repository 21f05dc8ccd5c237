//! Rows for which a table has no rule.

use super::boxes::{join, widen, within};
use super::grid::{Grid, Region};
use super::split::{Entry, Verdict, Work, divide};
use super::{Effort, Found};

/// A search that has found so many separate pieces of gaps stops: nobody reads them.
const PIECES_MAX: usize = 20_000;

impl Grid {
    /// The gaps: regions that no rule touches. Each is as large as it can be without
    /// touching a rule, so two of them may overlap; together they are all that is missing.
    /// The least bounded come first.
    #[must_use]
    pub fn gaps(&self, effort: Effort) -> Found<Region> {
        let mut work = Work(effort.steps);
        let Some(root) = self.everything() else {
            return Found {
                items: Vec::new(),
                count: 0,
                complete: true,
            };
        };
        let mut pieces = Vec::new();
        let mut whole = true;
        let complete = divide(
            self,
            root,
            self.live.iter().copied(),
            &mut work,
            &mut |region, rules| {
                if rules.is_empty() {
                    if pieces.len() == PIECES_MAX {
                        whole = false;
                        return Verdict::Quit;
                    }
                    pieces.push(((), region.to_vec()));
                }
                open_question(rules)
            },
        );
        let mut joined: Vec<Vec<u64>> = join(self, pieces, &mut work)
            .into_iter()
            .map(|(_, region)| region)
            .collect();
        let bounded = |region: &Vec<u64>| {
            let words = self.columns.iter().zip(region);
            words
                .filter(|(column, word)| column.whole != **word)
                .count()
        };
        joined.sort_by_cached_key(|region| (bounded(region), region.clone()));
        let (shown, count) = self.widest(joined, effort.shown, &mut work);
        let region = |words: &Vec<u64>| (bounded(words), self.region(words, &[]));
        let mut items: Vec<(usize, Region)> = shown.iter().map(region).collect();
        items.sort_unstable();
        let items = items.into_iter().map(|(_, region)| region).collect();
        Found {
            items,
            count,
            complete: complete && whole,
        }
    }

    /// The widest gaps around the first of these pieces, and how many there are with the
    /// pieces that lie in none of them.
    fn widest(&self, pieces: Vec<Vec<u64>>, most: usize, work: &mut Work) -> (Vec<Vec<u64>>, u64) {
        let mut shown: Vec<Vec<u64>> = Vec::new();
        let mut more = 0;
        for mut piece in pieces {
            work.spend(shown.len());
            if shown.iter().any(|gap| within(self, gap, &piece)) {
                continue;
            }
            if shown.len() == most {
                more += 1;
                continue;
            }
            if work.spend(self.live.len() * self.columns.len()) {
                widen(self, &mut piece);
            }
            shown.retain(|gap| !within(self, &piece, gap));
            shown.push(piece);
        }
        let count = shown.len() as u64 + more;
        (shown, count)
    }

    /// Whether rules of which no two overlap leave no gap, found by adding up their
    /// volumes, without a search. `None` if the volumes are too large to be added up.
    #[must_use]
    pub fn fills_if_disjoint(&self) -> Option<bool> {
        let volume = |words: &[u64]| {
            let mut words = self.columns.iter().zip(words);
            words.try_fold(1_u128, |volume, (column, word)| {
                volume.checked_mul(self.size(column.masks, *word).into())
            })
        };
        let all = volume(
            &self
                .everything()
                .unwrap_or_else(|| vec![0; self.columns.len()]),
        )?;
        let filled = self.live.iter().try_fold(0_u128, |sum, rule| {
            sum.checked_add(volume(self.words(*rule))?)
        })?;
        Some(filled == all)
    }
}

/// Whether it is still to be found out what these rules leave of the region they touch.
pub(super) fn open_question(rules: &[Entry]) -> Verdict {
    if rules.is_empty() || rules.iter().any(|rule| rule.partial == 0) {
        Verdict::Done
    } else {
        Verdict::Split
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Runs;

    fn grid(atoms: &[u32], rules: &[&[(u32, u32)]]) -> Grid {
        let rule = |cells: &&[(u32, u32)]| cells.iter().map(|run| Runs::new([*run])).collect();
        let rules: Vec<Vec<Runs>> = rules.iter().map(rule).collect();
        Grid::new(atoms, &rules).unwrap()
    }

    #[test]
    fn a_table_without_rules_is_one_gap() {
        let gaps = grid(&[3, 4], &[]).gaps(Effort::default());
        assert_eq!(
            gaps.items,
            [Region {
                columns: vec![Runs::all(3), Runs::all(4)]
            }]
        );
        assert!(gaps.complete);
    }

    #[test]
    fn gaps_are_told_in_the_widest_boxes() {
        // A cross is missing: two bars that meet.
        let corners: [&[(u32, u32)]; 4] = [
            &[(0, 1), (0, 1)],
            &[(0, 1), (2, 3)],
            &[(2, 3), (0, 1)],
            &[(2, 3), (2, 3)],
        ];
        let gaps = grid(&[3, 3], &corners).gaps(Effort::default());
        let bar = |x, y| Region {
            columns: vec![Runs::new([x]), Runs::new([y])],
        };
        let mut found = gaps.items;
        found.sort();
        assert_eq!(found, [bar((0, 3), (1, 2)), bar((1, 2), (0, 3))]);
    }

    #[test]
    fn volumes_prove_a_table_complete() {
        let halves = grid(&[4, 4], &[&[(0, 2), (0, 4)], &[(2, 4), (0, 4)]]);
        assert_eq!(halves.fills_if_disjoint(), Some(true));
        assert_eq!(halves.gaps(Effort::default()).count, 0);
        let less = grid(&[4, 4], &[&[(0, 2), (0, 4)], &[(2, 4), (0, 3)]]);
        assert_eq!(less.fills_if_disjoint(), Some(false));
        assert_eq!(less.gaps(Effort::default()).count, 1);
    }

    #[test]
    fn a_table_without_columns_has_one_row() {
        assert_eq!(grid(&[], &[]).gaps(Effort::default()).count, 1);
        assert_eq!(grid(&[], &[&[]]).gaps(Effort::default()).count, 0);
    }

    #[test]
    fn a_hostile_table_stops_and_says_so() {
        // x1 or x2, x3 or x4, …: every choice of one from each pair is a gap's edge.
        let mut rules = Vec::new();
        for pair in 0..20 {
            let mut rule = vec![Runs::all(3); 40];
            rule[2 * pair] = Runs::of([0, 2]);
            rule[2 * pair + 1] = Runs::of([1]);
            rules.push(rule);
        }
        let grid = Grid::new(&[3; 40], &rules).unwrap();
        let effort = Effort {
            steps: 200_000,
            shown: 5,
        };
        let gaps = grid.gaps(effort);
        assert!(!gaps.complete && gaps.items.len() <= 5);
        assert!(gaps.count >= gaps.items.len() as u64);
    }
}
