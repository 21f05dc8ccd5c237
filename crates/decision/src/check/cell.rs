//! What a cell of a table accepts, as a set of values.

/// A place between values: below all, just before one, just after one, above all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cut<K> {
    /// Below all values.
    Bottom,
    /// Next to a value.
    At(K, Side),
    /// Above all values.
    Top,
}

/// On which side of a value a cut lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The value is above the cut.
    Before,
    /// The value is below the cut.
    After,
}

/// The values between two cuts.
pub type Span<K> = (Cut<K>, Cut<K>);

/// A set of values of an ordered kind, with or without null.
///
/// ```
/// use youwei_decision::check::Cell;
/// let young = Cell::below(18).or(&Cell::null());
/// assert!(young.holds(&3) && !young.holds(&18) && young.holds_null());
/// assert!(young.not().holds(&18) && !young.not().holds_null());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cell<K> {
    /// Sorted, none empty, none touching the next.
    spans: Vec<Span<K>>,
    null: bool,
}

impl<K: Ord + Clone> Cell<K> {
    /// What lies between two cuts, without null.
    #[must_use]
    pub fn span(low: Cut<K>, high: Cut<K>) -> Cell<K> {
        let spans = if low < high {
            vec![(low, high)]
        } else {
            Vec::new()
        };
        Cell { spans, null: false }
    }

    /// Nothing at all.
    #[must_use]
    pub fn none() -> Cell<K> {
        Cell {
            spans: Vec::new(),
            null: false,
        }
    }

    /// Everything, null too: the cell `-`.
    #[must_use]
    pub fn any() -> Cell<K> {
        Cell {
            null: true,
            ..Cell::values()
        }
    }

    /// Every value, but not null.
    #[must_use]
    pub fn values() -> Cell<K> {
        Cell::span(Cut::Bottom, Cut::Top)
    }

    /// Null alone.
    #[must_use]
    pub fn null() -> Cell<K> {
        Cell {
            spans: Vec::new(),
            null: true,
        }
    }

    /// One value.
    #[must_use]
    pub fn is(key: K) -> Cell<K> {
        Cell::between((key.clone(), true), (key, true))
    }

    /// These values.
    #[must_use]
    pub fn one_of(keys: impl IntoIterator<Item = K>) -> Cell<K> {
        let point = |key: K| {
            (
                Cut::At(key.clone(), Side::Before),
                Cut::At(key, Side::After),
            )
        };
        Cell {
            spans: canonical(keys.into_iter().map(point).collect()),
            null: false,
        }
    }

    /// `< key`
    #[must_use]
    pub fn below(key: K) -> Cell<K> {
        Cell::span(Cut::Bottom, Cut::At(key, Side::Before))
    }

    /// `<= key`
    #[must_use]
    pub fn up_to(key: K) -> Cell<K> {
        Cell::span(Cut::Bottom, Cut::At(key, Side::After))
    }

    /// `> key`
    #[must_use]
    pub fn above(key: K) -> Cell<K> {
        Cell::span(Cut::At(key, Side::After), Cut::Top)
    }

    /// `>= key`
    #[must_use]
    pub fn from(key: K) -> Cell<K> {
        Cell::span(Cut::At(key, Side::Before), Cut::Top)
    }

    /// A range: each end with whether it belongs to the range.
    #[must_use]
    pub fn between((low, with_low): (K, bool), (high, with_high): (K, bool)) -> Cell<K> {
        let low = Cut::At(low, if with_low { Side::Before } else { Side::After });
        let high = Cut::At(high, if with_high { Side::After } else { Side::Before });
        Cell::span(low, high)
    }

    /// What either holds: `a, b`.
    #[must_use]
    pub fn or(&self, other: &Cell<K>) -> Cell<K> {
        let spans = self.spans.iter().chain(&other.spans).cloned().collect();
        Cell {
            spans: canonical(spans),
            null: self.null || other.null,
        }
    }

    /// What both hold.
    #[must_use]
    pub fn and(&self, other: &Cell<K>) -> Cell<K> {
        self.not().or(&other.not()).not()
    }

    /// Everything else; null, if this does not hold it.
    #[must_use]
    pub fn not(&self) -> Cell<K> {
        let mut rest = Vec::with_capacity(self.spans.len() + 1);
        let mut low = Cut::Bottom;
        for (from, to) in &self.spans {
            if low < *from {
                rest.push((low, from.clone()));
            }
            low = to.clone();
        }
        if low < Cut::Top {
            rest.push((low, Cut::Top));
        }
        Cell {
            spans: rest,
            null: !self.null,
        }
    }

    /// The same values, with null or without.
    #[must_use]
    pub fn with_null(self, null: bool) -> Cell<K> {
        Cell { null, ..self }
    }

    /// Whether a value belongs to it.
    #[must_use]
    pub fn holds(&self, key: &K) -> bool {
        let before = Cut::At(key.clone(), Side::Before);
        let next = self.spans.partition_point(|(_, high)| *high <= before);
        self.spans.get(next).is_some_and(|(low, _)| *low <= before)
    }

    /// Whether null belongs to it.
    #[must_use]
    pub fn holds_null(&self) -> bool {
        self.null
    }

    /// Whether nothing belongs to it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty() && !self.null
    }

    /// The values, as spans from low to high.
    #[must_use]
    pub fn spans(&self) -> &[Span<K>] {
        &self.spans
    }

    /// If it is all values but a few, those few, so that it can be shown as `not(…)`.
    #[must_use]
    pub fn exceptions(&self) -> Option<Vec<&K>> {
        let (first, last) = (self.spans.first()?, self.spans.last()?);
        if first.0 != Cut::Bottom || last.1 != Cut::Top {
            return None;
        }
        let holes = self.spans.iter().zip(self.spans.iter().skip(1));
        holes
            .map(|((_, high), (low, _))| match (high, low) {
                (Cut::At(one, _), Cut::At(other, _)) if one == other => Some(one),
                _ => None,
            })
            .collect()
    }

    /// The values next to which its cuts lie.
    pub(super) fn keys(&self) -> impl Iterator<Item = &K> {
        let cuts = self.spans.iter().flat_map(|(low, high)| [low, high]);
        cuts.filter_map(|cut| match cut {
            Cut::At(key, _) => Some(key),
            Cut::Bottom | Cut::Top => None,
        })
    }
}

/// Sorts spans and joins those that touch.
fn canonical<K: Ord>(mut given: Vec<Span<K>>) -> Vec<Span<K>> {
    given.sort_unstable();
    let mut spans: Vec<Span<K>> = Vec::with_capacity(given.len());
    for (low, high) in given {
        match spans.last_mut() {
            Some(last) if low <= last.1 => {
                if last.1 < high {
                    last.1 = high;
                }
            }
            _ => spans.push((low, high)),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_sets() {
        let inside = Cell::between((0, true), (10, false));
        let outside = inside.not();
        assert_eq!(
            outside,
            Cell::below(0).or(&Cell::from(10)).or(&Cell::null())
        );
        assert_eq!(outside.not(), inside);
        assert!(inside.and(&outside).is_empty());
        assert_eq!(inside.or(&outside), Cell::any());
        assert_eq!(Cell::between((0, true), (0, true)), Cell::is(0));
        assert!(Cell::between((0, true), (0, false)).is_empty());
        assert!(Cell::between((3, true), (1, true)).is_empty());
        assert_eq!(Cell::one_of([3, 1, 3]).spans().len(), 2);
        assert_eq!(Cell::up_to(4).or(&Cell::above(4)), Cell::values());
    }

    #[test]
    fn all_but_a_few_are_told_as_exceptions() {
        let others = Cell::one_of(["a", "b"]).not();
        assert_eq!(others.exceptions(), Some(vec![&"a", &"b"]));
        assert_eq!(Cell::<i32>::any().exceptions(), Some(vec![]));
        assert_eq!(Cell::below(3).or(&Cell::above(5)).exceptions(), None);
        assert_eq!(Cell::below(3).exceptions(), None);
    }
}
