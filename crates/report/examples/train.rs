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

#![allow(clippy::print_stdout, reason = "a script says what it found")]

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use youwei_report::background;
use youwei_report::model::{Model, SLOTS};
use youwei_report::training::{Candidate, Sentence, best_stretches, sentences};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One thing to judge and how it was labelled.
struct Row {
    report: usize,
    slots: Vec<u32>,
    yes: bool,
    /// What it says, to show a miss.
    words: String,
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let misses = args.iter().any(|arg| arg == "--misses");
    let write = args.iter().any(|arg| arg == "--write");
    let only: Option<&str> = args.iter().find_map(|arg| arg.strip_prefix("--only="));
    let paths: Vec<PathBuf> = args
        .iter()
        .filter(|arg| !arg.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    let [reports, golds @ ..] = paths.as_slice() else {
        return Err("say where the reports are, then where their labels are".into());
    };
    let labelled = labelled(golds)?;
    let names: Vec<String> = labelled.iter().map(|gold| name(gold)).collect();
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    if args.iter().any(|arg| arg == "--background") {
        let mut texts = Vec::new();
        for entry in fs::read_dir(reports)? {
            texts.push(fs::read_to_string(entry?.path())?);
        }
        fs::write(models.join("background.bin"), background::table(&texts))?;
        println!(
            "counted {} reports; build again before training",
            texts.len()
        );
        return Ok(());
    }
    let mut tagged: Vec<Tagged> = Vec::new();
    let mut tables: HashMap<&str, Vec<Row>> = HashMap::new();
    for (report, gold) in labelled.iter().enumerate() {
        let text = fs::read_to_string(reports.join(format!("{}.txt", names[report])))?;
        let read = sentences(text.trim_start_matches('\u{feff}'));
        tagged.extend(tagged_rows(report, &read, gold)?);
        tables
            .entry("label")
            .or_default()
            .extend(label_rows(report, &read, gold)?);
        tables
            .entry("target")
            .or_default()
            .extend(target_rows(report, &read, gold)?);
    }
    let mut kinds: Vec<&str> = tables.keys().copied().collect();
    kinds.sort_unstable();
    for kind in kinds {
        if only.is_some_and(|only| only != kind) {
            continue;
        }
        let rows = &tables[kind];
        println!(
            "{kind}: {} candidates, {} yes",
            rows.len(),
            rows.iter().filter(|row| row.yes).count()
        );
        let mut all = Count::default();
        let mut scored: Vec<(f32, bool)> = Vec::new();
        for (report, name) in names.iter().enumerate() {
            let train: Vec<&Row> = rows.iter().filter(|row| row.report != report).collect();
            let (bias, weights) = fit(&train, 20);
            let model = Model::from_bytes(&Model::pack(bias, &weights));
            let mut count = Count::default();
            for row in rows.iter().filter(|row| row.report == report) {
                let score = judge(&model, bias, &weights, row);
                if misses && row.yes != (score > cut_of(kind)) {
                    println!(
                        "    {} {score:+.1} {}",
                        if row.yes { "missed" } else { "extra " },
                        row.words
                    );
                }
                scored.push((score, row.yes));
                count.note(row.yes, score > cut_of(kind));
            }
            println!("  {name}\t{count}");
            all.add(&count);
        }
        println!("  unseen\t{all}");
        for cut in [-1.0_f32, -0.5, 0.3, 0.5, 0.8, 1.0, 1.5] {
            let mut count = Count::default();
            scored
                .iter()
                .for_each(|(score, yes)| count.note(*yes, *score > cut));
            println!("    cut {cut:+.1}\t{count}");
        }
        if write {
            let every: Vec<&Row> = rows.iter().collect();
            let (bias, weights) = fit(&every, 20);
            fs::write(
                models.join(format!("{kind}.bin")),
                Model::pack(bias - cut_of(kind), &weights),
            )?;
        }
    }
    if only.is_none_or(|only| only == "project") {
        projects(&names, &tagged, write, misses, &models)?;
    }
    Ok(())
}

/// A sentence with the works it names.
struct Tagged {
    report: usize,
    text: Vec<char>,
    stretches: Vec<((usize, usize), Vec<u32>)>,
    known: Vec<(usize, usize)>,
}

fn tagged_rows(report: usize, read: &[Sentence], gold: &Path) -> Outcome<Vec<Tagged>> {
    let mut names: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows_of(&gold.join("projects.jsonl"))? {
        names
            .entry(fold(field(&row, "sentence")))
            .or_default()
            .push(field(&row, "name").to_owned());
    }
    let mut out = Vec::new();
    for sentence in read {
        let text: Vec<char> = sentence.text.chars().collect();
        let mut known: Vec<(usize, usize)> = Vec::new();
        for name in names.get(&fold(&sentence.text)).into_iter().flatten() {
            let name: Vec<char> = name.chars().collect();
            let free = |from: usize| {
                known
                    .iter()
                    .all(|(a, b)| from + name.len() <= *a || *b <= from)
            };
            let at = (0..=text.len().saturating_sub(name.len()))
                .find(|at| text[*at..].starts_with(&name) && free(*at));
            if let Some(at) = at {
                known.push((at, at + name.len()));
            }
        }
        let stretches: Vec<_> = sentence
            .stretches
            .iter()
            .map(|(span, features)| (*span, features.slots().to_vec()))
            .collect();
        for span in &known {
            if !stretches.iter().any(|(other, _)| other == span) {
                println!(
                    "  no candidate for {} in {}",
                    text[span.0..span.1].iter().collect::<String>(),
                    text[span.0.saturating_sub(8)..(span.1 + 8).min(text.len())]
                        .iter()
                        .collect::<String>()
                );
            }
        }
        out.push(Tagged {
            report,
            text,
            stretches,
            known,
        });
    }
    Ok(out)
}

/// The averaged structured perceptron over whole sentences: what the reader would
/// choose is compared with what it should have chosen.
fn fit_sets(rows: &[&Tagged]) -> (f32, Vec<f32>) {
    const ROUNDS: usize = 8;
    const RATE: f32 = 0.05;
    // By how much what is right must win.
    const MARGIN: f32 = 1.0;
    let (mut bias, mut weights) = (0.0_f32, vec![0.0_f32; SLOTS]);
    let mut sum = weights.iter().map(|_| 0.0_f32).collect::<Vec<_>>();
    let mut bias_sum = 0.0;
    let mut step = 1.0_f32;
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..ROUNDS {
        shuffle(&mut order, &mut seed);
        for at in &order {
            let row = rows[*at];
            let weighed: Vec<((usize, usize), f32)> = row
                .stretches
                .iter()
                .map(|(span, slots)| {
                    let known = row.known.contains(span);
                    let own = bias
                        + slots
                            .iter()
                            .map(|slot| weights[*slot as usize])
                            .sum::<f32>();
                    (*span, if known { own - MARGIN } else { own + MARGIN })
                })
                .collect();
            let read = best_stretches(&row.text, &weighed);
            for (span, slots) in &row.stretches {
                let change = match (row.known.contains(span), read.contains(span)) {
                    (true, false) => RATE,
                    (false, true) => -RATE,
                    _ => continue,
                };
                for slot in slots {
                    weights[*slot as usize] += change;
                    sum[*slot as usize] += change * step;
                }
                bias += change;
                bias_sum += change * step;
            }
            step += 1.0;
        }
    }
    for (weight, sum) in weights.iter_mut().zip(&sum) {
        *weight -= sum / step;
    }
    (bias - bias_sum / step, weights)
}

fn shuffle(order: &mut [usize], seed: &mut u64) {
    for at in (1..order.len()).rev() {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (*seed >> 33) as usize % (at + 1));
    }
}

fn projects(
    names: &[String],
    tagged: &[Tagged],
    write: bool,
    misses: bool,
    models: &Path,
) -> Outcome<()> {
    println!(
        "project: {} sentences, {} stretches, {} names",
        tagged.len(),
        tagged.iter().map(|row| row.stretches.len()).sum::<usize>(),
        tagged.iter().map(|row| row.known.len()).sum::<usize>()
    );
    // The cut at which unseen reports are read best; the others show how flat it is.
    const CUT: f32 = -1.3;
    let cuts = [-0.5_f32, -1.0, CUT, -1.6];
    let mut all: Vec<Count> = cuts.iter().map(|_| Count::default()).collect();
    for (report, name) in names.iter().enumerate() {
        let (bias, weights) = fit_sets(
            &tagged
                .iter()
                .filter(|row| row.report != report)
                .collect::<Vec<_>>(),
        );
        for (cut, all) in cuts.iter().zip(&mut all) {
            let show = misses && *cut == CUT;
            let mut count = Count::default();
            for row in tagged.iter().filter(|row| row.report == report) {
                let weighed: Vec<((usize, usize), f32)> = row
                    .stretches
                    .iter()
                    .map(|(span, slots)| {
                        (
                            *span,
                            bias - cut
                                + slots
                                    .iter()
                                    .map(|slot| weights[*slot as usize])
                                    .sum::<f32>(),
                        )
                    })
                    .collect();
                let read = best_stretches(&row.text, &weighed);
                let says =
                    |span: &(usize, usize)| row.text[span.0..span.1].iter().collect::<String>();
                let mut used = vec![false; read.len()];
                for want in &row.known {
                    let found = read
                        .iter()
                        .enumerate()
                        .position(|(at, got)| !used[at] && overlap(&says(want), &says(got)) >= 0.8);
                    match found {
                        Some(at) => {
                            used[at] = true;
                            count.hit += 1;
                        }
                        None if show => println!(
                            "    missed {} | {}",
                            says(want),
                            row.text.iter().collect::<String>()
                        ),
                        None => {}
                    }
                }
                for (at, got) in read.iter().enumerate() {
                    if show && !used[at] {
                        println!(
                            "    extra  {} | {}",
                            says(got),
                            row.text.iter().collect::<String>()
                        );
                    }
                }
                count.read += read.len();
                count.gold += row.known.len();
            }
            if *cut == CUT {
                println!("  {name}\t{count}");
            }
            all.add(&count);
        }
    }
    for (cut, all) in cuts.iter().zip(&all) {
        println!("  unseen cut {cut:+.1}\t{all}");
    }
    if write {
        let (bias, weights) = fit_sets(&tagged.iter().collect::<Vec<_>>());
        fs::write(
            models.join("project.bin"),
            Model::pack(bias - CUT, &weights),
        )?;
    }
    Ok(())
}

fn overlap(a: &str, b: &str) -> f64 {
    let mut left: Vec<char> = fold(b).chars().collect();
    let size = fold(a).chars().count() + left.len();
    let same = fold(a)
        .chars()
        .filter(|ch| {
            left.iter()
                .position(|other| other == ch)
                .map(|at| left.swap_remove(at))
                .is_some()
        })
        .count();
    2.0 * same as f64 / size.max(1) as f64
}

/// The log-odds above which a model says yes: where unseen reports are read best.
fn cut_of(kind: &str) -> f32 {
    match kind {
        "label" => 0.4,
        _ => 0.3,
    }
}

fn judge(_model: &Model, bias: f32, weights: &[f32], row: &Row) -> f32 {
    bias + row
        .slots
        .iter()
        .map(|slot| weights[*slot as usize])
        .sum::<f32>()
}

fn labelled(golds: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut out = Vec::new();
    for gold in golds {
        for entry in fs::read_dir(gold)? {
            let path = entry?.path();
            if ["sentences.jsonl", "numbers.jsonl", "projects.jsonl"]
                .iter()
                .all(|file| path.join(file).exists())
            {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}

fn name(gold: &Path) -> String {
    gold.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn rows_of(path: &Path) -> Outcome<Vec<Value>> {
    Ok(fs::read_to_string(path)?
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?)
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
            Some(Row {
                report,
                slots: sentence.features.slots().to_vec(),
                yes,
                words: sentence.text.clone(),
            })
        })
        .collect())
}

fn target_rows(report: usize, read: &[Sentence], gold: &Path) -> Outcome<Vec<Row>> {
    let mut wanted: HashMap<(String, String), usize> = HashMap::new();
    for row in rows_of(&gold.join("numbers.jsonl"))? {
        if field(&row, "label") == "T" {
            *wanted
                .entry((fold(field(&row, "sentence")), fold(field(&row, "mention"))))
                .or_default() += 1;
        }
    }
    let mut out = Vec::new();
    for sentence in read {
        for Candidate {
            words, features, ..
        } in &sentence.numbers
        {
            let left = wanted.get_mut(&(fold(&sentence.text), fold(words)));
            let yes = left.is_some_and(|left| {
                if *left > 0 {
                    *left -= 1;
                    true
                } else {
                    false
                }
            });
            out.push(Row {
                report,
                slots: features.slots().to_vec(),
                yes,
                words: format!("{words} | {}", sentence.text),
            });
        }
    }
    for ((sentence, mention), left) in wanted {
        if left > 0 {
            println!(
                "  no candidate for {mention} in {}",
                sentence.chars().take(50).collect::<String>()
            );
        }
    }
    Ok(out)
}

/// Logistic regression by AdaGrad with weight decay; the same rows give the same
/// weights.
fn fit(rows: &[&Row], rounds: usize) -> (f32, Vec<f32>) {
    const RATE: f32 = 0.03;
    const DECAY: f32 = 2e-3;
    let mut weights = vec![0.0_f32; SLOTS];
    let mut sums = vec![1e-6_f32; SLOTS];
    let (mut bias, mut bias_sum) = (0.0_f32, 1e-6_f32);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..rounds {
        shuffle(&mut order, &mut seed);
        for at in &order {
            let row = rows[*at];
            let sum: f32 = bias
                + row
                    .slots
                    .iter()
                    .map(|slot| weights[*slot as usize])
                    .sum::<f32>();
            let miss = (if row.yes { 1.0 } else { 0.0 } - 1.0 / (1.0 + (-sum).exp()));
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
        let (p, r) = (
            self.hit as f64 / self.read.max(1) as f64,
            self.hit as f64 / self.gold.max(1) as f64,
        );
        write!(
            out,
            "P {p:.3} R {r:.3} F1 {:.3} ({} hit, {} read, {} gold)",
            2.0 * p * r / (p + r).max(1e-9),
            self.hit,
            self.read,
            self.gold
        )
    }
}
