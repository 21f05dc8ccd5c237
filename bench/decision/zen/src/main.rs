//! zen-engine on one table: `zen-bench TABLE.json ROWS.csv`. Prints the nanoseconds of CPU
//! per row and how often each answer came, as one line of JSON.

use std::collections::BTreeMap;
use std::error::Error;
use std::{env, fs};

use rustix::time::{ClockId, clock_gettime};
use serde_json::{Map, Value, json};
use zen_engine::Decision;
use zen_engine::model::GraphContent;

fn cpu_nanos() -> i64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}

/// The rows as objects: the first line has the names, and what is a number is one.
fn rows(text: &str) -> Vec<Value> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    lines
        .map(|line| {
            let cells = line.split(',').map(|cell| match cell.parse::<i64>() {
                Ok(number) => json!(number),
                Err(_) => json!(cell),
            });
            let entries = names.iter().map(|name| (*name).to_owned()).zip(cells);
            Value::Object(entries.collect::<Map<_, _>>())
        })
        .collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, table, file] = arguments.as_slice() else {
        return Err("zen-bench TABLE.json ROWS.csv".into());
    };
    let content: GraphContent = serde_json::from_str(&fs::read_to_string(table)?)?;
    let mut decision = Decision::from(content);
    decision.compile();
    let rows = rows(&fs::read_to_string(file)?);
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut times = Vec::new();
    for round in 0..3 {
        let start = cpu_nanos();
        let mut tiers = Vec::with_capacity(rows.len());
        for row in &rows {
            let answer = runtime.block_on(decision.evaluate(row.clone().into()))?;
            tiers.push(answer.result.dot("Tier"));
        }
        times.push((cpu_nanos() - start) / rows.len() as i64);
        for tier in tiers.iter().filter(|_| round == 0) {
            let tier = match tier {
                Some(tier) => tier.as_str().unwrap_or("none").to_owned(),
                None => "none".to_owned(),
            };
            *counts.entry(tier).or_default() += 1;
        }
    }
    times.sort_unstable();
    println!(
        "{}",
        json!({ "engine": "zen-engine 2.1.6", "ns": times[1], "counts": counts })
    );
    Ok(())
}
