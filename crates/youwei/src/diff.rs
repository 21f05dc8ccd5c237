//! `youwei diff`: two years' reports beside each other: kept, raised, lowered, new, dropped.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use serde_json::json;
use youwei_account::{Beside, Comparison, Fate, Promised, YearOf, compare};
use youwei_report::Reading;

use crate::failure::Failure;
use crate::file;
use crate::read::read_file;

/// The arguments of `youwei diff`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Last year's report: .txt .md .html .docx .pdf.
    last: PathBuf,
    /// This year's report.
    this: PathBuf,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

/// Reads both and prints what became of last year's promises.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (last, this) = (read_file(&arguments.last)?, read_file(&arguments.this)?);
    let comparison = compare(&YearOf::of_reading(&last), &YearOf::of_reading(&this));
    let mut out = BufWriter::new(io::stdout().lock());
    let done = match arguments.json {
        true => write_json(&mut out, &last, &this, &comparison),
        false => write_table(&mut out, &last, &this, &comparison),
    };
    match done.and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(file::unwritten(&error)),
        Ok(()) => Ok(()),
    }
}

fn write_json(
    out: &mut impl Write,
    last: &Reading,
    this: &Reading,
    comparison: &Comparison,
) -> io::Result<()> {
    let head = |reading: &Reading| json!({ "title": reading.title, "place": reading.place, "year": reading.year });
    let counts: serde_json::Map<String, serde_json::Value> = Fate::ALL
        .into_iter()
        .map(|fate| (fate.key().to_owned(), json!(comparison.count(fate))))
        .collect();
    let all = json!({
        "last": head(last), "this": head(this), "counts": counts, "promises": comparison.beside,
    });
    serde_json::to_writer_pretty(&mut *out, &all).map_err(io::Error::other)?;
    writeln!(out)
}

fn write_table(
    out: &mut impl Write,
    last: &Reading,
    this: &Reading,
    comparison: &Comparison,
) -> io::Result<()> {
    let name = |reading: &Reading| {
        let year = reading
            .year
            .map_or_else(|| "年份不明".to_owned(), |it| it.to_string());
        format!("{} {year}", reading.place)
    };
    writeln!(out, "{} → {}", name(last), name(this))?;
    if last.place != this.place {
        writeln!(
            out,
            "注意：两份报告不是同一个地方的。Note: these are reports of two places."
        )?;
    }
    let counts: Vec<String> = Fate::ALL
        .into_iter()
        .map(|fate| {
            format!(
                "{} {} {}",
                fate.name().zh,
                fate.name().en,
                comparison.count(fate)
            )
        })
        .collect();
    writeln!(out, "{}", counts.join(" · "))?;
    for fate in Fate::ALL {
        if comparison.count(fate) == 0 {
            continue;
        }
        writeln!(out, "\n{} {}", fate.name().zh, fate.name().en)?;
        for it in comparison.of(fate) {
            write_one(out, it)?;
        }
    }
    Ok(())
}

fn write_one(out: &mut impl Write, it: &Beside) -> io::Result<()> {
    let line = |of: &Promised| match of.aim {
        Some(_) => format!("{}  “{}”", of.line(), of.words),
        None => format!("“{}”", of.words),
    };
    match (&it.last, &it.this) {
        (Some(last), Some(this)) => {
            writeln!(out, "  − {}", line(last))?;
            writeln!(
                out,
                "  + {}  [相似 alike {}%]",
                line(this),
                percent(it.permille)
            )
        }
        (Some(last), None) => {
            writeln!(out, "  − {}", line(last))?;
            match &it.told {
                Some((words, permille)) => writeln!(
                    out,
                    "      回顾中说到 told of in the review [{}%]：{words}",
                    percent(*permille)
                ),
                None => writeln!(
                    out,
                    "      回顾中也没有说到 not told of in the review either"
                ),
            }
        }
        (None, Some(this)) => writeln!(out, "  + {}", line(this)),
        (None, None) => Ok(()),
    }
}

/// Thousandths as a percentage, exactly.
fn percent(permille: u32) -> String {
    match (permille / 10, permille % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}
