//! Tables by chance, decided by both engines.
use decision_peers::chance::{self, Chance};
use decision_peers::tables;
use std::collections::BTreeMap;

#[test]
fn tables_answer_the_same_in_both_engines() {
    std::panic::set_hook(Box::new(|_| {}));
    let (seed, many) = (chance::seed(1), chance::many(300));
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut cases, mut differ) = (0, 0);
    for at in 0..many {
        let mut chance = Chance::new(seed.wrapping_mul(1_000_003).wrapping_add(at));
        let table = tables::generate(&mut chance);
        let some: Vec<_> = (0..8).map(|_| tables::case(&mut chance, &table)).collect();
        for (case, (ours, theirs)) in some.iter().zip(table.decide(&some)) {
            cases += 1;
            if !ours.agrees(&theirs) {
                differ += 1;
                if let Some(it) = tables::difference(&table, case) {
                    let it = tables::shrink(it);
                    let text = format!("{:?} {:?} {:?} {:?}\n   {:?}\n   {:?}\n   {:?}", it.table.inputs, it.table.outputs, it.table.rules, it.case, it.table.policy, it.ours, it.theirs);
                    found.entry(format!("{:?}", it.table.policy)).or_default().push(text);
                }
                break;
            }
        }
    }
    println!("{cases} cases, {differ} differ");
    for (root, list) in &found {
        println!("== {root}: {}", list.len());
        let mut list = list.clone();
        list.sort_by_key(|it| it.len());
        list.dedup();
        for it in list.iter().take(4) { println!("   {it}"); }
    }
}
