//! Tables by chance, decided by both engines.

use std::collections::BTreeMap;

use decision_peers::chance::{self, Chance};
use decision_peers::differences::{self, TABLES};
use decision_peers::tables;

const CASES: usize = 8;

#[test]
fn tables_answer_the_same_in_both_engines() {
    decision_peers::quiet();
    let (seed, many) = (chance::seed(1), chance::many(3_000));
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    let mut policies: BTreeMap<_, u32> = BTreeMap::new();
    let mut new = Vec::new();
    for at in 0..many {
        let mut chance = Chance::new(seed.wrapping_mul(1_000_003).wrapping_add(at));
        let table = tables::generate(&mut chance);
        let cases: Vec<_> = (0..CASES)
            .map(|_| tables::case(&mut chance, &table))
            .collect();
        let answers = table.decide(&cases);
        let answered = answers
            .iter()
            .filter(|(ours, _)| ours.text() != "null")
            .count();
        *policies.entry(table.policy).or_default() += answered as u32;
        for (case, (ours, theirs)) in cases.iter().zip(answers) {
            if ours.agrees(&theirs) {
                continue;
            }
            let Some(found) = tables::difference(&table, case).map(tables::shrink) else {
                continue;
            };
            match differences::known_table(&found) {
                Some(it) => *known.entry(it.name).or_default() += 1,
                None => new.push(format!("{found:#?}")),
            }
        }
    }
    println!("{many} tables of {CASES} cases from seed {seed}; known differences: {known:?}");
    println!("cases with an answer: {policies:?}");
    // A comparison of nulls with nulls would say nothing.
    assert!(policies.len() == tables::POLICIES.len() && policies.values().all(|it| *it > 20));
    new.sort_by_key(String::len);
    let count = new.len();
    new.truncate(5);
    assert!(
        count == 0,
        "{count} new differences (DIFFERENTIAL_SEED={seed}):\n{}",
        new.join("\n")
    );
}

#[test]
fn what_is_said_of_the_known_differences_is_true() {
    for known in TABLES {
        let (table, case) = (known.example)();
        let answers = table.decide(&[vec![case.to_owned()]]);
        let [(ours, theirs)] = answers.as_slice() else {
            panic!("one case, one answer");
        };
        assert_eq!(ours.text(), known.answers.0, "{}", known.name);
        assert_eq!(theirs.text(), known.answers.1, "{}", known.name);
    }
}
