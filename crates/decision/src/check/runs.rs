//! Sets of atoms of one column, as runs.

/// A set of atoms, as the runs `[from, to)` of their numbers: sorted, not empty, and with
/// an atom left out between one and the next.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Runs(Vec<(u32, u32)>);

impl Runs {
    /// The set of these runs, in whatever order, overlapping or not.
    #[must_use]
    pub fn new(runs: impl IntoIterator<Item = (u32, u32)>) -> Runs {
        let mut given: Vec<_> = runs.into_iter().filter(|(from, to)| from < to).collect();
        given.sort_unstable();
        let mut runs: Vec<(u32, u32)> = Vec::with_capacity(given.len());
        for (from, to) in given {
            match runs.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => runs.push((from, to)),
            }
        }
        Runs(runs)
    }

    /// No atom.
    #[must_use]
    pub fn none() -> Runs {
        Runs(Vec::new())
    }

    /// All atoms below this number.
    #[must_use]
    pub fn all(atoms: u32) -> Runs {
        Runs::new([(0, atoms)])
    }

    /// The set of these atoms.
    #[must_use]
    pub fn of(atoms: impl IntoIterator<Item = u32>) -> Runs {
        Runs::new(atoms.into_iter().map(|atom| (atom, atom.saturating_add(1))))
    }

    /// The runs.
    #[must_use]
    pub fn as_slice(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// The atoms, in order.
    pub fn atoms(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().flat_map(|(from, to)| *from..*to)
    }

    /// How many atoms there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.iter().map(|(from, to)| to - from).sum()
    }

    /// Whether there is no atom.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this atom is one of them.
    #[must_use]
    pub fn contains(&self, atom: u32) -> bool {
        let next = self.0.partition_point(|(_, to)| *to <= atom);
        self.0.get(next).is_some_and(|(from, _)| *from <= atom)
    }

    /// The number after the last atom; 0 if there is none.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.0.last().map_or(0, |(_, to)| *to)
    }

    /// The atoms of both.
    #[must_use]
    pub fn and(&self, other: &Runs) -> Runs {
        Runs(intersection(&self.0, &other.0))
    }

    /// The atoms of either.
    #[must_use]
    pub fn or(&self, other: &Runs) -> Runs {
        Runs::new(self.0.iter().chain(&other.0).copied())
    }
}

/// The runs of what two lists of runs have in common.
pub(super) fn intersection(one: &[(u32, u32)], other: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut both = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        let (from, to) = (a.0.max(b.0), a.1.min(b.1));
        if from < to {
            both.push((from, to));
        }
        if a.1 <= b.1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    both
}

/// Whether two lists of runs have something in common.
pub(super) fn meet(one: &[(u32, u32)], other: &[(u32, u32)]) -> bool {
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        if a.0.max(b.0) < a.1.min(b.1) {
            return true;
        }
        if a.1 <= b.1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    false
}

/// Whether a list of runs holds everything that another holds.
pub(super) fn cover(whole: &[(u32, u32)], part: &[(u32, u32)]) -> bool {
    part.iter().all(|(from, to)| {
        let at = whole.partition_point(|(_, end)| end <= from);
        whole
            .get(at)
            .is_some_and(|run| run.0 <= *from && *to <= run.1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_sorted_and_joined() {
        let runs = Runs::new([(5, 7), (0, 2), (2, 3), (6, 9), (4, 4)]);
        assert_eq!(runs.as_slice(), [(0, 3), (5, 9)]);
        assert_eq!((runs.count(), runs.end()), (7, 9));
        assert!(runs.contains(5) && !runs.contains(4) && !runs.contains(9));
        assert_eq!(runs.and(&Runs::new([(2, 6)])).as_slice(), [(2, 3), (5, 6)]);
        assert_eq!(runs.or(&Runs::of([3, 4])).as_slice(), [(0, 9)]);
        assert!(cover(runs.as_slice(), &[(1, 2), (5, 9)]));
        assert!(!cover(runs.as_slice(), &[(2, 4)]));
        assert!(meet(runs.as_slice(), &[(3, 6)]) && !meet(runs.as_slice(), &[(3, 5)]));
    }
}
