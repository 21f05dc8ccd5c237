//! Deciding side by side with other engines. See `README.md`.

mod agreement;
mod checks;
mod cpu;
#[cfg(feature = "dsntk")]
mod dsntk;
mod figures;
mod kit;
mod models;
mod ours;
mod peers;
mod rows;
mod tangles;
mod trees;

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::path::PathBuf;
use std::{env, fs};

use figures::Figures;
use youwei_decision::model::Case;

/// How often each answer came.
pub type Counts = BTreeMap<String, u64>;

const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("decision-bench FOLDER [SHARED]")?);
    let shared = arguments.next().map(PathBuf::from);
    fs::create_dir_all(&folder)?;
    let mut figures = Figures::default();
    six(&folder, &mut figures)?;
    larger(&mut figures);
    short(&mut figures);
    loading(&mut figures);
    checks::run(&mut figures)?;
    tangles::run(&mut figures)?;
    if let Some(shared) = shared {
        kit::run(&shared, &mut figures)?;
    }
    print!("{figures}");
    Ok(())
}

/// One case of the table of six rules, in every engine.
fn six(folder: &std::path::Path, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let table = models::six("UNIQUE");
    let persons = rows::persons(100_000);
    fs::write(folder.join("six.json"), table.jdm().to_string())?;
    fs::write(folder.join("rows.csv"), rows::persons_csv(&persons))?;
    let text = table.dmn("six");
    let group = "one case, 6 rules, 100,000 rows";

    let model = ours::load(&text);
    let decision = ours::decision(&model);
    let cases: Vec<Case> = persons.iter().map(|it| ours::person(&model, it)).collect();
    let nanos = cpu::per_item(ROUNDS, cases.len(), || {
        for case in &cases {
            black_box(model.decide(decision, case));
        }
    });
    figures.add(group, "youwei-decision", nanos);
    let nanos = cpu::per_item(ROUNDS, cases.len(), || {
        for person in &persons {
            black_box(model.decide(decision, &ours::person(&model, person)));
        }
    });
    figures.add(group, "youwei-decision, with making the case", nanos);
    let mut counts = Counts::new();
    for case in &cases {
        *counts
            .entry(ours::tier(&model.decide(decision, case).value))
            .or_default() += 1;
    }
    println!("Every engine answers: {counts:?}\n");

    #[cfg(feature = "dsntk")]
    {
        let model = dsntk::load(&text);
        let cases: Vec<_> = persons.iter().map(dsntk::person).collect();
        let nanos = cpu::per_item(3, cases.len(), || {
            for case in &cases {
                black_box(dsntk::decide(&model, case));
            }
        });
        figures.add(group, "dsntk 0.3.0", nanos);
        let nanos = cpu::per_item(3, cases.len(), || {
            for person in &persons {
                black_box(dsntk::decide(&model, &dsntk::person(person)));
            }
        });
        figures.add(group, "dsntk 0.3.0, with making the case", nanos);
        let mut theirs = Counts::new();
        for case in &cases {
            *theirs
                .entry(dsntk::tier(&dsntk::decide(&model, case)))
                .or_default() += 1;
        }
        peers::same(&counts, "dsntk", &theirs)?;
    }
    for (engine, nanos, theirs) in peers::run(folder)? {
        peers::same(&counts, &engine, &theirs)?;
        figures.add(group, &engine, nanos);
    }
    Ok(())
}

/// Larger tables without gaps, over numbers.
fn larger(figures: &mut Figures) {
    for (rules, columns) in [(100, 5), (1000, 6)] {
        let table = models::boxes("UNIQUE", rules, columns);
        let rows = rows::numbers(10_000, columns);
        let names: Vec<String> = table.inputs.iter().map(|it| it.0.clone()).collect();
        let text = table.dmn("six");
        let group = format!("one case, {rules} rules × {columns} columns");
        let model = ours::load(&text);
        let decision = ours::decision(&model);
        let cases: Vec<Case> = rows
            .iter()
            .map(|it| ours::numbers(&model, &names, it))
            .collect();
        let nanos = cpu::per_item(ROUNDS, cases.len(), || {
            for case in &cases {
                black_box(model.decide(decision, case));
            }
        });
        figures.add(&group, "youwei-decision", nanos);
        #[cfg(feature = "dsntk")]
        {
            let model = dsntk::load(&text);
            let some = &rows[..200];
            let cases: Vec<_> = some.iter().map(|it| dsntk::numbers(&names, it)).collect();
            let nanos = cpu::per_item(3, cases.len(), || {
                for case in &cases {
                    black_box(dsntk::decide(&model, case));
                }
            });
            figures.add(&group, "dsntk 0.3.0", nanos);
        }
    }
}

/// Whether a table is left as soon as its answer is certain.
fn short(figures: &mut Figures) {
    for policy in ["FIRST", "UNIQUE"] {
        let table = models::boxes(policy, 1000, 6);
        let names: Vec<String> = table.inputs.iter().map(|it| it.0.clone()).collect();
        let model = ours::load(&table.dmn("six"));
        let decision = ours::decision(&model);
        for (which, rule) in [("first rule", 0), ("last rule", 999)] {
            // The lower corner of the rule's box.
            let row: Vec<u64> = table.rules[rule]
                .0
                .iter()
                .map(|cell| cell.trim_start_matches('[').split("..").next())
                .map(|low| low.and_then(|it| it.parse().ok()).unwrap_or(0))
                .collect();
            let case = ours::numbers(&model, &names, &row);
            let answer = model.decide(decision, &case).value.to_string();
            assert_eq!(answer, rule.to_string(), "the {which} of {policy}");
            let nanos = cpu::per_item(ROUNDS, 2000, || {
                for _ in 0..2000 {
                    black_box(model.decide(decision, &case));
                }
            });
            figures.add(
                "where of 1,000 rules the hit is",
                &format!("{policy}, {which}"),
                nanos,
            );
        }
    }
}

/// Loading a thousand models of six rules, each with a text of its own.
fn loading(figures: &mut Figures) {
    let texts: Vec<String> = (0..1000)
        .map(|at| models::six("UNIQUE").dmn(&format!("six {at}")))
        .collect();
    let group = "loading a model of six rules";
    let nanos = cpu::per_item(3, texts.len(), || {
        for text in &texts {
            black_box(ours::load(text));
        }
    });
    figures.add(group, "youwei-decision", nanos);
    let large = models::boxes("UNIQUE", 1500, 15).dmn("large");
    let nanos = cpu::per_item(3, 1, || {
        black_box(ours::load(&large));
    });
    let group = "loading and checking 1,500 rules × 15 columns";
    figures.add(group, "youwei-decision", nanos);
    #[cfg(feature = "dsntk")]
    {
        let group = "loading a model of six rules";
        let nanos = cpu::per_item(3, texts.len(), || {
            for text in &texts {
                black_box(dsntk::load(text));
            }
        });
        figures.add(group, "dsntk 0.3.0", nanos);
    }
}
