//! What the seed decides in the story. Each thread of the story throws its own dice, so
//! that another thread's story does not change this one's.

use youwei_ledger::Chance;

/// Dice that fall the same way for the same thread and seed.
pub struct Dice(Chance);

impl Dice {
    /// Those of a thread of the story.
    pub fn of(thread: &str, seed: u64) -> Dice {
        Dice(Chance::seeded(&format!("youwei year: {thread}"), seed))
    }

    /// A number from 0 up to, not including, this one.
    pub fn below(&self, end: i64) -> i64 {
        let mut bytes = [0; 8];
        // A seed's bytes never fail.
        let _ = self.0.fill(&mut bytes);
        let drawn = u64::from_le_bytes(bytes) % u64::try_from(end.max(1)).unwrap_or(1);
        i64::try_from(drawn).unwrap_or_default()
    }

    /// A number of this range, both ends included.
    pub fn between(&self, from: i64, to: i64) -> i64 {
        from + self.below(to - from + 1)
    }

    /// Whether something happens that happens so often in a hundred.
    pub fn percent(&self, of_hundred: i64) -> bool {
        self.below(100) < of_hundred
    }

    /// One of these.
    pub fn pick<'a, T>(&self, of: &'a [T], or: &'a T) -> &'a T {
        let at = self.below(i64::try_from(of.len()).unwrap_or(1));
        usize::try_from(at)
            .ok()
            .and_then(|at| of.get(at))
            .unwrap_or(or)
    }
}
