//! Chance that can be repeated: the same seed, the same throws (SplitMix64).

/// A source of numbers.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// A source that begins here.
    #[must_use]
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        it ^ (it >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// A whole number from one to the other.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below((to - from + 1) as usize) as i64
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, of: usize) -> bool {
        self.below(100) < of
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// The seed that the environment names, or this one.
#[must_use]
pub fn seed(fallback: u64) -> u64 {
    let named = std::env::var("DIFFERENTIAL_SEED").ok();
    named.and_then(|it| it.parse().ok()).unwrap_or(fallback)
}

/// How many of them the environment asks for, or this many.
#[must_use]
pub fn many(fallback: u64) -> u64 {
    let named = std::env::var("DIFFERENTIAL_COUNT").ok();
    named.and_then(|it| it.parse().ok()).unwrap_or(fallback)
}
