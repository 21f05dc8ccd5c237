//! Trains the reader's small models on labelled reports and says how well they
//! judge reports they have not seen.
//!
//! ```text
//! cargo run --release -p youwei-report --example train -- REPORTS_DIR GOLD_DIR... [--write]
//! ```
//!
//! Every GOLD_DIR holds one folder a report in the format of the reader's labels.
//! Each report is judged once by a model trained on all the others. `--write`
//! then trains on all of them and writes `models/*.bin`.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use youwei_report::model::{Model, SLOTS};
use youwei_report::training::{Candidate, Sentence, sentences};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One thing to judge and how it was labelled.
struct Row {
    report: usize,
    slots: Vec<u32>,
    yes: bool,
    weight: f32,
    /// What it says, to show a miss.
    words: String,
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let misses = args.iter().any(|arg| arg == "--misses");
    let write = args.iter().any(|arg| arg == "--write");
    let only: Option<&str> = args.iter().find_map(|arg| arg.strip_prefix("--only="));
    let paths: Vec<PathBuf> = args.iter().filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    let [reports, golds @ ..] = paths.as_slice() else {
        return Err("say where the reports are, then where their labels are".into());
    };
    let labelled = labelled(golds)?;
    let names: Vec<String> = labelled.iter().map(|gold| name(gold)).collect();
    let mut tables: HashMap<&str, Vec<Row>> = HashMap::new();
    for (report, gold) in labelled.iter().enumerate() {
        let text = fs::read_to_string(reports.join(format!("{}.txt", names[report])))?;
        let read = sentences(text.trim_start_matches('\u{feff}'));
        tables.entry("label").or_default().extend(label_rows(report, &read, gold)?);
        tables.entry("target").or_default().extend(target_rows(report, &read, gold)?);
    }
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let mut kinds: Vec<&str> = tables.keys().copied().collect();
    kinds.sort_unstable();
    for kind in kinds {
        if only.is_some_and(|only| only != kind) { continue; }
        let rows = &tables[kind];
        println!("{kind}: {} candidates, {} yes", rows.len(), rows.iter().filter(|row| row.yes).count());
        let mut all = Count::default();
        let mut scored: Vec<(f32, bool)> = Vec::new();
        for (report, name) in names.iter().enumerate() {
            let train: Vec<&Row> = rows.iter().filter(|row| row.report != report).collect();
            let (bias, weights) = fit(&train);
            let model = Model::from_bytes(&Model::pack(bias, &weights));
            let mut count = Count::default();
            for row in rows.iter().filter(|row| row.report == report) {
                let score = judge(&model, bias, &weights, row);
                if misses && row.yes != (score > 0.0) {
                    println!("    {} {score:+.1} {}", if row.yes { "missed" } else { "extra " }, row.words);
                }
                scored.push((score, row.yes));
                count.note(row.yes, score > 0.0);
            }
            println!("  {name}\t{count}");
            all.add(&count);
        }
        println!("  unseen\t{all}");
        for cut in [-1.0_f32, -0.5, 0.3, 0.5, 0.8, 1.0, 1.5] {
            let mut count = Count::default();
            scored.iter().for_each(|(score, yes)| count.note(*yes, *score > cut));
            println!("    cut {cut:+.1}\t{count}");
        }
        if write {
            let every: Vec<&Row> = rows.iter().collect();
            let (bias, weights) = fit(&every);
            fs::write(models.join(format!("{kind}.bin")), Model::pack(bias, &weights))?;
        }
    }
    Ok(())
}

fn judge(_model: &Model, bias: f32, weights: &[f32], row: &Row) -> f32 {
    bias + row.slots.iter().map(|slot| weights[*slot as usize]).sum::<f32>()
}

fn labelled(golds: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut out = Vec::new();
    for gold in golds {
        for entry in fs::read_dir(gold)? {
            let path = entry?.path();
            if ["sentences.jsonl", "numbers.jsonl", "projects.jsonl"].iter().all(|file| path.join(file).exists()) {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}

fn name(gold: &Path) -> String {
    gold.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn rows_of(path: &Path) -> Outcome<Vec<Value>> {
    Ok(fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn fold(text: &str) -> String {
    text.chars().filter(|ch| !ch.is_whitespace()).collect()
}

fn field<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}

fn label_rows(report: usize, read: &[Sentence], gold: &Path) -> Outcome<Vec<Row>> {
    let mut commits: HashMap<String, bool> = HashMap::new();
    for row in rows_of(&gold.join("sentences.jsonl"))? {
        commits.insert(fold(field(&row, "text")), field(&row, "label") == "C");
    }
    Ok(read
        .iter()
        .filter(|sentence| !sentence.heading)
        .filter_map(|sentence| {
            let yes = *commits.get(&fold(&sentence.text))?;
            Some(Row { report, slots: sentence.features.clone().slots(), yes, weight: 1.0, words: sentence.text.clone() })
        })
        .collect())
}

fn target_rows(report: usize, read: &[Sentence], gold: &Path) -> Outcome<Vec<Row>> {
    let mut wanted: HashMap<(String, String), usize> = HashMap::new();
    for row in rows_of(&gold.join("numbers.jsonl"))? {
        if field(&row, "label") == "T" {
            *wanted.entry((fold(field(&row, "sentence")), fold(field(&row, "mention")))).or_default() += 1;
        }
    }
    let mut out = Vec::new();
    for sentence in read {
        for Candidate { words, features, .. } in &sentence.numbers {
            let left = wanted.get_mut(&(fold(&sentence.text), fold(words)));
            let yes = left.is_some_and(|left| if *left > 0 { *left -= 1; true } else { false });
            out.push(Row { report, slots: features.clone().slots(), yes, weight: 1.0, words: format!("{words} | {}", sentence.text) });
        }
    }
    for ((sentence, mention), left) in wanted {
        if left > 0 { println!("  no candidate for {mention} in {}", sentence.chars().take(50).collect::<String>()); }
    }
    Ok(out)
}

/// Logistic regression by AdaGrad with weight decay; the same rows give the same
/// weights.
fn fit(rows: &[&Row]) -> (f32, Vec<f32>) {
    let env = |k: &str, d: f32| std::env::var(k).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    #[allow(non_snake_case)] let (ROUNDS, RATE, DECAY) = (env("ROUNDS", 24.0) as u64, env("RATE", 0.12), env("DECAY", 2e-5));
    let mut weights = vec![0.0_f32; SLOTS];
    let mut sums = vec![1e-6_f32; SLOTS];
    let (mut bias, mut bias_sum) = (0.0_f32, 1e-6_f32);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (seed >> 33) as usize % (at + 1));
        }
        for at in &order {
            let row = rows[*at];
            let sum: f32 = bias + row.slots.iter().map(|slot| weights[*slot as usize]).sum::<f32>();
            let miss = (if row.yes { 1.0 } else { 0.0 } - 1.0 / (1.0 + (-sum).exp())) * row.weight;
            for slot in &row.slots {
                let slot = *slot as usize;
                let slope = miss - DECAY * weights[slot];
                sums[slot] += slope * slope;
                weights[slot] += RATE * slope / sums[slot].sqrt();
            }
            bias_sum += miss * miss;
            bias += RATE * miss / bias_sum.sqrt();
        }
    }
    (bias, weights)
}

#[derive(Default)]
struct Count {
    hit: usize,
    read: usize,
    gold: usize,
}

impl Count {
    fn note(&mut self, gold: bool, read: bool) {
        self.hit += usize::from(gold && read);
        self.read += usize::from(read);
        self.gold += usize::from(gold);
    }

    fn add(&mut self, other: &Count) {
        self.hit += other.hit;
        self.read += other.read;
        self.gold += other.gold;
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (p, r) = (self.hit as f64 / self.read.max(1) as f64, self.hit as f64 / self.gold.max(1) as f64);
        write!(out, "P {p:.3} R {r:.3} F1 {:.3} ({} hit, {} read, {} gold)", 2.0 * p * r / (p + r).max(1e-9), self.hit, self.read, self.gold)
    }
}
