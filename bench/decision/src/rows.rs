//! The rows: the same for every engine, from one seed.

use std::fmt::Write as _;

/// Numbers by chance that can be repeated (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (it ^ (it >> 31)) % end
    }
}

/// What is known of a person.
pub struct Person {
    pub age: u64,
    pub income: u64,
    pub status: &'static str,
}

const STATUSES: [&str; 4] = ["employed", "unemployed", "student", "retired"];

/// So many persons.
pub fn persons(count: usize) -> Vec<Person> {
    let mut chance = Chance(2026);
    (0..count)
        .map(|_| Person {
            age: chance.below(100),
            income: chance.below(10_000),
            status: STATUSES[chance.below(4) as usize],
        })
        .collect()
}

/// Persons as the peers read them.
pub fn persons_csv(persons: &[Person]) -> String {
    let mut text = String::from("Age,Income,Status\n");
    for Person {
        age,
        income,
        status,
    } in persons
    {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{age},{income},{status}");
    }
    text
}

/// Rows of so many numbers below 1,000.
pub fn numbers(rows: usize, columns: usize) -> Vec<Vec<u64>> {
    let mut chance = Chance(15);
    (0..rows)
        .map(|_| (0..columns).map(|_| chance.below(1000)).collect())
        .collect()
}
