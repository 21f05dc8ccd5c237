//! Expressions by chance, decided by both engines.
use std::collections::BTreeMap;
use decision_peers::{chance, expressions, shrink};

#[test]
fn expressions_have_the_same_value_in_both_engines() {
    std::panic::set_hook(Box::new(|_| {}));
    let (seed, many) = (chance::seed(1), chance::many(5000));
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut differ = 0;
    for at in 0..many {
        let tree = expressions::generate(seed.wrapping_mul(1_000_003).wrapping_add(at));
        if let Some(it) = shrink::difference(&tree) {
            differ += 1;
            let it = shrink::shrink(it);
            found.entry(it.tree.root.clone()).or_default().push(format!("{}\n      ours   {:?}\n      theirs {:?}", it.tree, it.ours, it.theirs));
        }
    }
    println!("{many} expressions, {differ} differ");
    for (root, list) in &found {
        println!("== {root}: {}", list.len());
        let mut list = list.clone();
        list.sort_by_key(|it| it.len());
        list.dedup();
        for it in list.iter().take(6) { println!("   {it}"); }
    }
}
