//! A column as a finite row of atoms: what the rules cannot tell apart is one atom.

use super::cell::{Cell, Cut, Side, Span};
use super::runs::Runs;

/// What values of a column there are between two others.
pub trait Scale {
    /// The values.
    type Key: Ord + Clone;

    /// A value strictly between two, or beyond one (`None` is no end): the plainest one,
    /// since it is shown as an example. `None` if there is no value between them.
    fn between(&self, low: Option<&Self::Key>, high: Option<&Self::Key>) -> Option<Self::Key>;

    /// Whether this is a value of the column at all; a column of whole numbers has no 2.5,
    /// though a cell may say `< 2.5`.
    fn has(&self, key: &Self::Key) -> bool {
        let _ = key;
        true
    }

    /// How odd a value looks as an example; the least odd one is shown.
    fn oddness(&self, key: &Self::Key) -> u32 {
        let _ = key;
        0
    }
}

/// An example of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Witness<K> {
    /// This value.
    Value(K),
    /// No value.
    Null,
}

#[derive(Debug, Clone)]
struct Atom<K> {
    /// Its number among the pieces into which the keys cut everything: the piece `2i + 1`
    /// is the key `i`, the piece `2i` is what lies before it.
    piece: usize,
    example: K,
    oddness: u32,
    /// Whether the domain has nothing between this atom and the one before that is left out.
    joined: bool,
}

/// A column: its atoms, in order; null, if allowed, is the last one.
#[derive(Debug, Clone)]
pub struct Axis<K> {
    keys: Vec<K>,
    atoms: Vec<Atom<K>>,
    /// How many atoms there are before each piece.
    before: Vec<u32>,
    null: bool,
}

impl<K: Ord + Clone> Axis<K> {
    /// The atoms of a column whose values are `domain` and whose cells are these: the keys
    /// that occur, and what lies between them. For an enumeration or booleans the domain
    /// is `Cell::one_of` its members.
    #[must_use]
    pub fn new<'a>(
        scale: &impl Scale<Key = K>,
        domain: &'a Cell<K>,
        cells: impl IntoIterator<Item = &'a Cell<K>>,
    ) -> Axis<K>
    where
        K: 'a,
    {
        let mut keys: Vec<K> = domain.keys().cloned().collect();
        keys.extend(cells.into_iter().flat_map(Cell::keys).cloned());
        keys.sort_unstable();
        keys.dedup();
        let mut axis = Axis {
            keys,
            atoms: Vec::new(),
            before: Vec::new(),
            null: domain.holds_null(),
        };
        let pieces = 2 * axis.keys.len() + 1;
        let inside: Vec<_> = domain
            .spans()
            .iter()
            .filter_map(|span| axis.pieces(span))
            .collect();
        let mut joined = false;
        for piece in 0..pieces {
            axis.before.push(axis.atoms.len() as u32);
            let next = inside.partition_point(|(_, to)| *to <= piece);
            if inside.get(next).is_none_or(|(from, _)| *from > piece) {
                joined = false;
                continue;
            }
            if let Some(example) = axis.example(scale, piece) {
                let oddness = scale.oddness(&example);
                axis.atoms.push(Atom {
                    piece,
                    example,
                    oddness,
                    joined,
                });
                joined = true;
            }
        }
        axis.before.push(axis.atoms.len() as u32);
        axis
    }

    fn example(&self, scale: &impl Scale<Key = K>, piece: usize) -> Option<K> {
        let high = self.keys.get(piece / 2);
        if piece % 2 == 1 {
            return high.filter(|key| scale.has(key)).cloned();
        }
        let low = (piece / 2)
            .checked_sub(1)
            .and_then(|low| self.keys.get(low));
        scale.between(low, high)
    }

    /// The pieces `[from, to)` of a span, if its ends are keys of this axis.
    fn pieces(&self, (low, high): &Span<K>) -> Option<(usize, usize)> {
        let piece = |cut: &Cut<K>| match cut {
            Cut::Bottom => Some(0),
            Cut::Top => Some(2 * self.keys.len() + 1),
            Cut::At(key, side) => {
                let at = self.keys.binary_search(key).ok()?;
                Some(2 * at + 1 + usize::from(*side == Side::After))
            }
        };
        Some((piece(low)?, piece(high)?))
    }

    /// How many atoms there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.atoms.len() as u32 + u32::from(self.null)
    }

    /// The atoms of a cell; `None` if it has a key that this axis was not made with.
    #[must_use]
    pub fn runs(&self, cell: &Cell<K>) -> Option<Runs> {
        let mut runs = Vec::with_capacity(cell.spans().len() + 1);
        for span in cell.spans() {
            let (from, to) = self.pieces(span)?;
            runs.push((*self.before.get(from)?, *self.before.get(to)?));
        }
        if self.null && cell.holds_null() {
            let null = self.atoms.len() as u32;
            runs.push((null, null + 1));
        }
        Some(Runs::new(runs))
    }

    /// The atom of a value; `None` if it lies outside the domain.
    #[must_use]
    pub fn atom(&self, value: &Witness<K>) -> Option<u32> {
        let Witness::Value(key) = value else {
            return self.null.then_some(self.atoms.len() as u32);
        };
        let piece = match self.keys.binary_search(key) {
            Ok(at) => 2 * at + 1,
            Err(at) => 2 * at,
        };
        let at = self
            .atoms
            .binary_search_by_key(&piece, |atom| atom.piece)
            .ok()?;
        Some(at as u32)
    }

    /// An example out of these atoms: the least odd value, null only if there is no other.
    #[must_use]
    pub fn witness(&self, runs: &Runs) -> Option<Witness<K>> {
        let atoms = runs
            .atoms()
            .filter_map(|atom| self.atoms.get(atom as usize));
        match atoms.min_by_key(|atom| atom.oddness) {
            Some(atom) => Some(Witness::Value(atom.example.clone())),
            None => (self.null && !runs.is_empty()).then_some(Witness::Null),
        }
    }

    /// These atoms as a cell that a reader would write.
    #[must_use]
    pub fn cell(&self, runs: &Runs) -> Cell<K> {
        let mut cell = Cell::none();
        let null = self.atoms.len() as u32;
        for (from, to) in runs.as_slice() {
            let mut start = *from;
            for atom in *from..(*to).min(null) {
                let next = self.atoms.get(atom as usize + 1);
                if atom + 1 == (*to).min(null) || !next.is_some_and(|next| next.joined) {
                    cell = cell.or(&self.stretch(start, atom));
                    start = atom + 1;
                }
            }
        }
        cell.with_null(self.null && runs.contains(null))
    }

    /// From one atom to another, both included.
    fn stretch(&self, first: u32, last: u32) -> Cell<K> {
        let (first, last) = (
            self.atoms.get(first as usize),
            self.atoms.get(last as usize),
        );
        let (Some(first), Some(last)) = (first, last) else {
            return Cell::none();
        };
        Cell::span(
            self.cut_before(first.piece),
            self.cut_before(last.piece + 1),
        )
    }

    fn cut_before(&self, piece: usize) -> Cut<K> {
        let (key, side) = match piece.checked_sub(1) {
            None => return Cut::Bottom,
            Some(below) => (
                below / 2,
                if piece % 2 == 1 {
                    Side::Before
                } else {
                    Side::After
                },
            ),
        };
        match self.keys.get(key) {
            Some(key) => Cut::At(key.clone(), side),
            None => Cut::Top,
        }
    }

    /// Whether these are all atoms there are, so that nothing needs to be said of the column.
    #[must_use]
    pub fn is_all(&self, runs: &Runs) -> bool {
        runs.count() == self.count()
    }
}
