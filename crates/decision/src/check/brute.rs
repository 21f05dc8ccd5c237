//! Small tables against trying every row.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// A table of up to four columns with up to five atoms each.
#[derive(Debug, Clone)]
struct Table {
    atoms: Vec<u32>,
    rules: Vec<Vec<Runs>>,
    /// A number below three for each rule.
    marks: Vec<u32>,
}

impl Table {
    /// The table with bit masks, and with intervals.
    fn grids(&self) -> [Grid; 2] {
        [64, 0].map(|masks| Grid::with_masks(&self.atoms, &self.rules, masks).unwrap())
    }

    fn rows(&self) -> Vec<Vec<u32>> {
        let start = vec![Vec::new()];
        self.atoms.iter().fold(start, |rows, atoms| {
            let with = |row: &Vec<u32>, atom| row.iter().copied().chain([atom]).collect();
            rows.iter()
                .flat_map(|row| (0..*atoms).map(move |atom| with(row, atom)))
                .collect()
        })
    }

    fn holds(&self, rule: usize, row: &[u32]) -> bool {
        self.rules[rule]
            .iter()
            .zip(row)
            .all(|(cell, atom)| cell.contains(*atom))
    }

    fn rules_at(&self, row: &[u32]) -> Vec<usize> {
        (0..self.rules.len())
            .filter(|rule| self.holds(*rule, row))
            .collect()
    }
}

/// Cells that are mostly wide, so that rules meet.
fn cell(atoms: u32) -> impl Strategy<Value = Runs> {
    prop_oneof![
        3 => Just(Runs::all(atoms)),
        4 => (0..=atoms, 0..=atoms).prop_map(|(a, b)| Runs::new([(a.min(b), a.max(b))])),
        3 => vec(any::<bool>(), atoms as usize).prop_map(|bits| {
            Runs::of((0..).zip(bits).filter(|(_, bit)| *bit).map(|(atom, _)| atom))
        }),
    ]
}

fn table() -> impl Strategy<Value = Table> {
    vec(1..=5_u32, 1..=4).prop_flat_map(|atoms| {
        let rule: Vec<_> = atoms.iter().map(|atoms| cell(*atoms)).collect();
        (vec(rule, 0..9), vec(0..3_u32, 9)).prop_map(move |(rules, marks)| Table {
            atoms: atoms.clone(),
            rules,
            marks,
        })
    })
}

const EFFORT: Effort = Effort {
    steps: 10_000_000,
    shown: 10_000,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn rules_of_a_row_are_those_that_hold_it(table in table()) {
        for grid in table.grids() {
            for row in table.rows() {
                prop_assert_eq!(grid.rules_at(&row), table.rules_at(&row));
            }
            let never: BTreeSet<_> = grid.never().iter().map(|(rule, _)| *rule).collect();
            for (at, rule) in table.rules.iter().enumerate() {
                prop_assert_eq!(never.contains(&at), rule.iter().any(Runs::is_empty));
            }
        }
    }

    #[test]
    fn gaps_are_just_what_no_rule_holds(table in table()) {
        for grid in table.grids() {
            let gaps = grid.gaps(EFFORT);
            prop_assert!(gaps.complete);
            prop_assert_eq!(gaps.count, gaps.items.len() as u64);
            for row in table.rows() {
                let missing = table.rules_at(&row).is_empty();
                prop_assert_eq!(gaps.items.iter().any(|gap| gap.contains(&row)), missing);
            }
            let disjoint = grid.overlaps(EFFORT).pairs.count == 0;
            if disjoint {
                prop_assert_eq!(grid.fills_if_disjoint(), Some(gaps.count == 0));
            }
        }
    }

    #[test]
    fn overlaps_are_the_largest_sets_of_rules_with_a_row(table in table()) {
        let sets: BTreeSet<Vec<usize>> = table.rows().iter().map(|row| table.rules_at(row)).collect();
        let inside = |one: &Vec<usize>, other: &Vec<usize>| {
            one != other && one.iter().all(|rule| other.contains(rule))
        };
        let largest: Vec<_> = sets
            .iter()
            .filter(|set| set.len() > 1 && !sets.iter().any(|other| inside(set, other)))
            .cloned()
            .collect();
        for grid in table.grids() {
            let overlaps = grid.overlaps(EFFORT);
            prop_assert!(overlaps.sets.complete && overlaps.pairs.complete);
            let found: Vec<_> = overlaps.sets.items.iter().map(|it| it.rules.clone()).collect();
            prop_assert_eq!(&found, &largest);
            for overlap in &overlaps.sets.items {
                for row in table.rows() {
                    let all = overlap.rules.iter().all(|rule| table.holds(*rule, &row));
                    prop_assert_eq!(overlap.region.contains(&row), all);
                }
            }
            let together = |one, other| sets.iter().any(|set| set.contains(&one) && set.contains(&other));
            let rules = 0..table.rules.len();
            let pairs = rules.clone().flat_map(|one| rules.clone().map(move |other| (one, other)));
            let pairs: Vec<_> = pairs.filter(|(a, b)| a < b && together(*a, *b)).collect();
            prop_assert_eq!(&overlaps.pairs.items, &pairs);
            let conflicts = grid.conflicts(&table.marks, EFFORT);
            let conflicts: Vec<_> = conflicts.items.iter().map(|it| (it.rules[0], it.rules[1])).collect();
            let differ = pairs.into_iter().filter(|(a, b)| table.marks[*a] != table.marks[*b]);
            prop_assert_eq!(conflicts, differ.collect::<Vec<_>>());
        }
    }

    #[test]
    fn masked_rules_are_those_that_are_never_the_first(table in table()) {
        for grid in table.grids() {
            let masked = grid.masked(&table.marks, EFFORT);
            prop_assert!(masked.complete);
            for rule in 0..table.rules.len() {
                let rows: Vec<_> = table.rows().into_iter().filter(|row| table.holds(rule, row)).collect();
                let before = |other: &usize| table.marks[*other] < table.marks[rule];
                let taken = |row: &Vec<u32>| table.rules_at(row).iter().any(before);
                let expected = !rows.is_empty() && rows.iter().all(taken);
                let found = masked.items.iter().find(|it| it.rule == rule);
                prop_assert_eq!(found.is_some(), expected);
                let by = match found.map(|it| it.by.clone()) {
                    None => continue,
                    Some(By::Duplicate(by) | By::Wider(by)) => vec![by],
                    Some(By::Together(by)) => by,
                };
                prop_assert!(by.iter().all(before));
                let held = |row: &Vec<u32>, but| {
                    by.iter().any(|by| Some(by) != but && table.holds(*by, row))
                };
                prop_assert!(rows.iter().all(|row| held(row, None)));
                prop_assert!(by.iter().all(|by| !rows.iter().all(|row| held(row, Some(by)))));
            }
        }
    }

    #[test]
    fn differences_are_just_where_outcomes_differ(
        table in table(),
        cut in 0..9_usize,
        order in vec(0..3_u32, 9),
        otherwise in proptest::option::of(0..3_u32),
    ) {
        let cut = cut.min(table.rules.len());
        let side = |rules: std::ops::Range<usize>, otherwise| Side {
            outcomes: table.marks[rules.clone()].to_vec(),
            order: order[rules.clone()].to_vec(),
            rules,
            otherwise,
        };
        let (one, other) = (side(0..cut, otherwise), side(cut..table.rules.len(), None));
        let decide = |side: &Side, row: &[u32]| {
            let rules = table.rules_at(row).into_iter().filter(|rule| side.rules.contains(rule));
            let first = rules.min_by_key(|rule| (order[*rule], *rule));
            first.map_or(side.otherwise, |rule| Some(table.marks[rule]))
        };
        for grid in table.grids() {
            for which in [Where::BothDecide, Where::Everywhere] {
                let found = grid.differences(&one, &other, which, EFFORT);
                prop_assert!(found.complete);
                for row in table.rows() {
                    let (a, b) = (decide(&one, &row), decide(&other, &row));
                    let counts = which == Where::Everywhere || a.is_some() && b.is_some();
                    let at: Vec<_> = found.items.iter().filter(|it| it.region.contains(&row)).collect();
                    prop_assert_eq!(at.len(), usize::from(a != b && counts));
                    prop_assert!(at.iter().all(|it| (it.one, it.other) == (a, b)));
                }
            }
        }
    }

    #[test]
    fn with_little_effort_less_is_told_but_nothing_false(table in table(), steps in 0..600_u64) {
        let little = Effort { steps, ..EFFORT };
        for grid in table.grids() {
            let (gaps, all) = (grid.gaps(little), grid.gaps(EFFORT));
            for row in table.rows() {
                let told = gaps.items.iter().any(|gap| gap.contains(&row));
                prop_assert!(!told || table.rules_at(&row).is_empty());
                let missing = all.items.iter().any(|gap| gap.contains(&row));
                prop_assert!(told || !missing || !gaps.complete);
            }
            let (few, all) = (grid.overlaps(little), grid.overlaps(EFFORT));
            prop_assert!(few.sets.items.iter().all(|it| all.sets.items.contains(it)));
            prop_assert!(!few.sets.complete || few.sets == all.sets);
            prop_assert!(few.pairs.items.iter().all(|it| all.pairs.items.contains(it)));
            prop_assert!(!few.pairs.complete || few.pairs == all.pairs);
            let rules = |found: &Found<Masked>| -> BTreeSet<_> {
                found.items.iter().map(|it| it.rule).collect()
            };
            let (few, all) = (grid.masked(&table.marks, little), grid.masked(&table.marks, EFFORT));
            prop_assert!(rules(&few).is_subset(&rules(&all)));
            prop_assert!(!few.complete || few.count == all.count);
        }
    }

    #[test]
    fn rules_that_are_joined_decide_as_before(table in table()) {
        for grid in table.grids() {
            for pair in grid.joinable(&table.marks, 100) {
                let mut joined = table.clone();
                let (one, with) = (&table.rules[pair.rule], &table.rules[pair.with]);
                joined.rules[pair.rule][pair.column] = one[pair.column].or(&with[pair.column]);
                joined.rules[pair.with][pair.column] = Runs::none();
                for row in table.rows() {
                    let mark = |it: &Table| it.rules_at(&row).first().map(|rule| table.marks[*rule]);
                    prop_assert_eq!(mark(&table), mark(&joined));
                }
            }
        }
    }

    #[test]
    fn values_and_atoms_agree(
        cells in vec((-3..12_i64, -3..12_i64, any::<bool>(), any::<bool>(), any::<bool>()), 0..5),
        (low, high, null) in (0..5_i64, 5..10_i64, any::<bool>()),
    ) {
        let cells: Vec<Cell<i64>> = cells
            .into_iter()
            .map(|(a, b, with_a, with_b, not)| {
                let cell = Cell::between((a, with_a), (b, with_b));
                if not { cell.not() } else { cell }
            })
            .collect();
        let domain = Cell::between((low, true), (high, true)).with_null(null);
        let axis = Axis::new(&Whole, &domain, &cells);
        for cell in &cells {
            let runs = axis.runs(cell).unwrap();
            prop_assert_eq!(axis.witness(&runs).is_some(), !runs.is_empty());
            let shown = axis.cell(&runs);
            for value in low..=high {
                let atom = axis.atom(&Witness::Value(value)).unwrap();
                prop_assert_eq!(runs.contains(atom), cell.holds(&value));
                prop_assert_eq!(shown.holds(&value), cell.holds(&value));
            }
            prop_assert_eq!(shown.holds_null(), null && cell.holds_null());
            let empty = (low..=high).all(|value| !cell.holds(&value)) && !shown.holds_null();
            prop_assert_eq!(runs.is_empty(), empty);
        }
    }
}
