//! `youwei read`: prints what reports promise, as a table, JSON or CSV.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use youwei_base::Bilingual;
use youwei_report::{Label, Part, Reading};

use crate::failure::Failure;
use crate::file;

/// The arguments of `youwei read`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The reports: .txt .md .html .docx .pdf.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How to print: a table for people, JSON (one object a line, a file each), or
    /// CSV (one commitment a row).
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

/// Largest file that is read, in bytes: the reader refuses larger ones, so they are
/// not loaded to find that out.
const FILE_BYTES_MAX: u64 = youwei_report::source::FILE_BYTES_MAX as u64;

/// Reads every file and prints it. A file that does not read is reported and the
/// others are printed all the same; the command then fails.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut failed = false;
    if arguments.format == Format::Csv {
        written(write_csv_head(&mut out))?;
    }
    for path in &arguments.files {
        match read_file(path) {
            Ok(reading) => written(match arguments.format {
                Format::Table => write_table(&mut out, path, &reading),
                Format::Json => write_json(&mut out, &reading),
                Format::Csv => write_csv(&mut out, path, &reading),
            })?,
            Err(failure) if arguments.files.len() == 1 => return Err(failure),
            Err(failure) => {
                written(out.flush())?;
                failure.report();
                failed = true;
            }
        }
    }
    written(out.flush())?;
    if failed {
        return Err(Failure::bad_input(Bilingual::new(
            "有文件没有读出，原因见上；其余文件已照常输出。",
            "Some files were not read, for the reasons above; the others were printed.",
        )));
    }
    Ok(())
}

/// Reads one report from a file.
pub fn read_file(path: &Path) -> Result<Reading, Failure> {
    let bytes = bytes_of(path)?;
    youwei_report::read(&bytes).map_err(|unreadable| {
        let sentence = unreadable.sentence();
        let path = path.display();
        Failure::bad_input(Bilingual::new(
            format!("{path}：{}", sentence.zh),
            format!("{path}: {}", sentence.en),
        ))
    })
}

/// The bytes of a file, none of a file too large to be a report.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error: io::Error| Failure::unreadable_file(path, &error);
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > FILE_BYTES_MAX {
        let (size, limit) = (size >> 20, FILE_BYTES_MAX >> 20);
        let path = path.display();
        return Err(Failure::bad_input(Bilingual::new(
            format!(
                "{path} 有 {size} MB，超过 {limit} MB 的上限；请确认是报告的正文文件，而不是扫描件或压缩包。"
            ),
            format!(
                "{path} has {size} MB, more than the limit of {limit} MB; check that it is the report's text and no scan or archive."
            ),
        )));
    }
    std::fs::read(path).map_err(failed)
}

/// A closed pipe (`| head`) ends the work in peace; anything else is an error.
fn written(done: io::Result<()>) -> Result<(), Failure> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(file::unwritten(&error)),
        Ok(()) => Ok(()),
    }
}

fn write_json(out: &mut impl Write, reading: &Reading) -> io::Result<()> {
    serde_json::to_writer(&mut *out, reading).map_err(io::Error::other)?;
    writeln!(out)
}

fn write_table(out: &mut impl Write, path: &Path, reading: &Reading) -> io::Result<()> {
    let title = if reading.title.is_empty() {
        path.display().to_string()
    } else {
        reading.title.clone()
    };
    let year = reading
        .year
        .map_or_else(|| "年份不明".to_owned(), |year| year.to_string());
    writeln!(out, "{title}  {}  {year}", reading.place)?;
    let cover = reading.coverage;
    writeln!(
        out,
        "句 {} = 承诺 {} + 陈述 {} + 口号 {}；承诺事项 {}，量化目标 {}，具名项目 {}，提示 {}",
        cover.sentences,
        cover.commitment,
        cover.state,
        cover.slogan,
        reading.commitments.len(),
        reading.targets.len(),
        reading.projects.len(),
        reading.remarks.len()
    )?;
    let mut headings = reading
        .outline
        .iter()
        .filter(|heading| heading.part == Part::Forward)
        .peekable();
    for commitment in &reading.commitments {
        while let Some(heading) = headings.next_if(|heading| heading.start <= commitment.start) {
            let indent = usize::from(heading.level.saturating_sub(1));
            writeln!(out, "\n{:indent$}{}{}", "", heading.marker, heading.title)?;
        }
        writeln!(out, "  {}  {}", commitment.id, one_line(&commitment.text))?;
        for target in commitment
            .targets
            .iter()
            .filter_map(|at| reading.targets.get(*at))
        {
            let upper = target
                .value2
                .map_or_else(String::new, |value| format!("–{value}"));
            let line = format!(
                "      ◎ {} {} {}{upper} {}  {}",
                target.subject,
                target.op.sign(),
                target.value,
                target.unit,
                target.due
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        for project in commitment
            .projects
            .iter()
            .filter_map(|at| reading.projects.get(*at))
        {
            writeln!(out, "      ▣ {}  {}", project.name, project.action)?;
        }
        if let Some(due) = &commitment.due {
            let by = due.by.map_or_else(String::new, |day| day.to_string());
            writeln!(out, "      ⏱ {} {by}", due.text)?;
        }
        if let Some(unit) = commitment.units.first() {
            writeln!(out, "      ⌂ {}（{}）", unit.unit, unit.why)?;
        }
    }
    if !reading.remarks.is_empty() {
        writeln!(out, "\n提示 Remarks")?;
    }
    for remark in &reading.remarks {
        writeln!(
            out,
            "  [{}–{}] {}",
            remark.start, remark.end, remark.message.zh
        )?;
        writeln!(out, "          {}", remark.message.en)?;
    }
    writeln!(out)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const CSV_HEAD: [&str; 12] = [
    "file", "id", "section", "text", "action", "targets", "projects", "due", "by", "places",
    "units", "sentence",
];

fn write_csv_head(out: &mut impl Write) -> io::Result<()> {
    row(out, &CSV_HEAD.map(str::to_owned))
}

fn row(out: &mut impl Write, cells: &[String]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells).map_err(io::Error::other)?;
    writer.flush()
}

fn write_csv(out: &mut impl Write, path: &Path, reading: &Reading) -> io::Result<()> {
    for commitment in &reading.commitments {
        let section = reading
            .outline
            .iter()
            .rfind(|heading| heading.start <= commitment.start)
            .map_or(String::new(), |heading| heading.title.clone());
        let targets: Vec<String> = commitment
            .targets
            .iter()
            .filter_map(|at| reading.targets.get(*at))
            .map(|target| {
                format!(
                    "{} {} {}{}",
                    target.subject,
                    target.op.sign(),
                    target.value,
                    target.unit
                )
            })
            .collect();
        let projects: Vec<&str> = commitment
            .projects
            .iter()
            .filter_map(|at| reading.projects.get(*at))
            .map(|project| project.name.as_str())
            .collect();
        let (due, by) = commitment
            .due
            .as_ref()
            .map_or_else(Default::default, |due| {
                (
                    due.text.clone(),
                    due.by.map_or_else(String::new, |day| day.to_string()),
                )
            });
        let places: Vec<String> = commitment
            .places
            .iter()
            .map(|place| format!("{} {}", place.name, place.code.0))
            .collect();
        let units: Vec<&str> = commitment
            .units
            .iter()
            .map(|unit| unit.unit.as_str())
            .collect();
        let sentence = reading
            .sentences
            .get(commitment.sentence)
            .filter(|sentence| sentence.label == Label::Commitment)
            .map_or(String::new(), |sentence| one_line(&sentence.text));
        let cells = [
            path.display().to_string(),
            commitment.id.clone(),
            section,
            one_line(&commitment.text),
            commitment.action.clone(),
            targets.join("；"),
            projects.join("；"),
            due,
            by,
            places.join("；"),
            units.join("；"),
            sentence,
        ];
        row(out, &cells.map(guarded))?;
    }
    Ok(())
}

/// A cell that a spreadsheet would take for a formula is led by an apostrophe.
fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@']) {
        format!("'{cell}")
    } else {
        cell
    }
}
