//! Expressions by chance, decided by both engines.

use std::collections::BTreeMap;

use decision_peers::differences::{self, EXPRESSIONS};
use decision_peers::{chance, expressions, ours, shrink, theirs};

#[test]
fn expressions_have_the_same_value_in_both_engines() {
    decision_peers::quiet();
    let (seed, many) = (chance::seed(1), chance::many(40_000));
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    let mut new: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for at in 0..many {
        let tree = expressions::generate(seed.wrapping_mul(1_000_003).wrapping_add(at));
        let Some(found) = shrink::difference(&tree) else {
            continue;
        };
        let found = shrink::shrink(found);
        match differences::known(&found) {
            Some(it) => *known.entry(it.name).or_default() += 1,
            None => {
                let (ours, theirs) = (&found.ours, &found.theirs);
                let text = format!("{}\n    ours   {ours:?}\n    theirs {theirs:?}", found.tree);
                new.entry(found.tree.root.clone()).or_default().push(text);
            }
        }
    }
    println!("{many} expressions from seed {seed}; known differences: {known:?}");
    let new: Vec<String> = new
        .into_iter()
        .map(|(root, mut found)| {
            found.sort_by_key(String::len);
            found.dedup();
            let first: Vec<&str> = found.iter().take(5).map(String::as_str).collect();
            format!("{} times at “{root}”:\n{}", found.len(), first.join("\n"))
        })
        .collect();
    assert!(
        new.is_empty(),
        "new differences (DIFFERENTIAL_SEED={seed}):\n{}",
        new.join("\n")
    );
}

#[test]
fn what_is_said_of_the_known_differences_is_true() {
    decision_peers::quiet();
    for known in EXPRESSIONS {
        let (text, our_value, their_value) = known.example;
        assert_eq!(
            ours::decide(text).text(),
            our_value,
            "{}: {text}",
            known.name
        );
        assert_eq!(
            theirs::decide(text).text(),
            their_value,
            "{}: {text}",
            known.name
        );
    }
}
