//! `youwei tck`: runs folders of cases of the DMN Technology Compatibility Kit and writes
//! the kit's own result files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Zoned;
use youwei_base::Bilingual;
use youwei_decision::dmn::raw::Definitions;
use youwei_decision::model::Model;
use youwei_decision::tck::{Outcome, Tests, read};
use youwei_decision::temporal::DateTime;

use crate::failure::Failure;
use crate::model::{self, Source};
use crate::{file, progress};

/// The name of the properties, beside the results.
const PROPERTIES: &str = "tck_results.properties";

/// The most bytes of a file of cases.
const CASES_BYTES_MAX: usize = 32 << 20;

/// How deep folders are looked into.
const DEPTH_MAX: usize = 16;

/// The arguments of `youwei tck`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder: one of cases, or any with such folders in it.
    folder: PathBuf,
    /// Where to write the results, in the kit's five columns; tck_results.properties is
    /// written beside it.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Who hands the results in.
    #[arg(long, default_value = "Youwei")]
    vendor: String,
    /// Where to find them.
    #[arg(long, value_name = "URL", default_value = "")]
    vendor_url: String,
    /// Where to find the program.
    #[arg(long, value_name = "URL", default_value = "")]
    product_url: String,
    /// A remark on the results.
    #[arg(long, default_value = "")]
    comment: String,
    /// Where it is told how to get these results.
    #[arg(long, value_name = "URL", default_value = "")]
    instructions_url: String,
}

/// What became of the cases of a folder.
struct Folder {
    name: String,
    results: Vec<Line>,
}

/// A line of the results.
struct Line {
    tests: String,
    case: String,
    /// What went wrong, if it did.
    fault: Option<String>,
}

/// Runs all cases, prints what passed and failed by folder and in all.
///
/// # Errors
/// A case failed, or the folder holds none.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let root = &arguments.folder;
    let mut paths = Vec::new();
    find(root, DEPTH_MAX, &mut paths).map_err(|it| Failure::unreadable_file(root, &it))?;
    if paths.is_empty() {
        let root = root.display();
        return Err(Failure::bad_input(Bilingual::new(
            format!(
                "{root} 里没有测试：没有哪个文件夹含有 .xml 测试文件；请给出 TCK 的 TestCases 文件夹。"
            ),
            format!(
                "{root} holds no tests: no folder has .xml files of cases; name the folder TestCases of the kit."
            ),
        )));
    }
    let now = Zoned::now();
    let moment = DateTime::parse(&now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()).ok();
    let total = paths.len() as u64;
    let folders = progress::watched(|tell| {
        let mut done = Vec::with_capacity(paths.len());
        for path in &paths {
            done.push(run_folder(root, path, moment));
            tell(done.len() as u64, total);
        }
        done
    });
    let (mut passed, mut failed) = (0, 0);
    let mut said = String::new();
    for folder in &folders {
        let faults = folder.results.iter().filter(|it| it.fault.is_some());
        let wrong = faults.clone().count();
        let right = folder.results.len() - wrong;
        said += &format!("{}  {right} / {}\n", folder.name, folder.results.len());
        for line in faults {
            let fault = line.fault.as_deref().unwrap_or_default();
            said += &format!(
                "    {} {}: {}\n",
                line.tests,
                line.case,
                file::shown(fault.as_bytes())
            );
        }
        (passed, failed) = (passed + right, failed + wrong);
    }
    file::print(&said)?;
    if let Some(path) = &arguments.csv {
        // A folder for results is made: whoever names one wants it there.
        file::make_folder(model::folder(path))?;
        file::write(path, &results(&folders)?)?;
        let beside = model::folder(path).join(PROPERTIES);
        let day = now.strftime("%Y-%m-%d").to_string();
        file::write(&beside, &properties(arguments, &day))?;
    }
    let count = folders.len();
    file::say(
        &format!("{count} 个文件夹：通过 {passed}，未通过 {failed}。"),
        &format!("{count} folders: {passed} passed, {failed} failed."),
    )?;
    match failed {
        0 => Ok(()),
        _ => Err(Failure::broken(Bilingual::new(
            format!("{failed} 个测试未通过，见上。"),
            format!("{failed} cases failed, see above."),
        ))),
    }
}

/// The folders that have files of cases, in order.
fn find(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut inner = Vec::new();
    let mut cases = false;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            inner.push(path);
        } else {
            cases |= is_cases(&path);
        }
    }
    if cases {
        found.push(folder.to_owned());
    }
    inner.sort();
    if depth > 0 {
        for folder in inner {
            find(&folder, depth - 1, found)?;
        }
    }
    Ok(())
}

fn is_cases(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "xml")
}

/// Runs the cases of one folder; what cannot be read is a case that failed.
fn run_folder(root: &Path, path: &Path, now: Option<DateTime>) -> Folder {
    let mut folder = Folder {
        name: name(root, path),
        results: Vec::new(),
    };
    let mut tests = Vec::new();
    let mut models = BTreeMap::new();
    let entries = std::fs::read_dir(path).map(|it| it.flatten().map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = entries.into_iter().flatten().collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if model::is_model(&path) {
            models.insert(name, source(&path));
        } else if is_cases(&path) {
            let stem = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            match cases(&path) {
                Ok(read) => tests.push((stem, read)),
                Err(fault) => folder.failed(&stem, "", fault),
            }
        }
    }
    for (stem, tests) in tests {
        let judge = compile(&models, &tests.model).and_then(|model| {
            let now = now.ok_or_else(|| "the clock gives no time".to_owned())?;
            Ok((model, now))
        });
        for case in &tests.cases {
            let outcome = match &judge {
                Ok((model, now)) => case.judge(model, *now),
                Err(fault) => Outcome::Failed(fault.clone()),
            };
            match outcome {
                Outcome::Failed(fault) => folder.failed(&stem, &case.id, fault),
                Outcome::Passed => folder.results.push(Line {
                    tests: stem.clone(),
                    case: case.id.clone(),
                    fault: None,
                }),
            }
        }
    }
    folder
}

impl Folder {
    fn failed(&mut self, tests: &str, case: &str, fault: String) {
        self.results.push(Line {
            tests: tests.to_owned(),
            case: case.to_owned(),
            fault: Some(fault),
        });
    }
}

/// The name of a folder as the kit has it: its level and its own name.
fn name(root: &Path, path: &Path) -> String {
    let whole = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let within = path.strip_prefix(root).unwrap_or(path);
    let names: Vec<String> = whole
        .join(within)
        .components()
        .map(|it| it.as_os_str().to_string_lossy().into_owned())
        .collect();
    let last = names.len().saturating_sub(2);
    names.get(last..).unwrap_or_default().join("/")
}

type Read = Result<Arc<Definitions>, String>;

fn source(path: &Path) -> Read {
    let source = Source::open(path).map_err(|it| it.sentence().en.clone())?;
    let first = source.faults.first().map(ToString::to_string);
    source
        .definitions
        .ok_or_else(|| first.unwrap_or_else(|| "no model".to_owned()))
}

fn cases(path: &Path) -> Result<Tests, String> {
    let bytes = file::read(path, CASES_BYTES_MAX).map_err(|it| it.sentence().en.clone())?;
    let text = String::from_utf8(bytes).map_err(|_| "the file is not UTF-8".to_owned())?;
    read(&text).map_err(|it| it.en)
}

/// The model that cases name, with the others of its folder; the only one if they name
/// none.
fn compile(models: &BTreeMap<String, Read>, name: &str) -> Result<Model, String> {
    let name = match (name, models.first_key_value()) {
        ("", Some((only, _))) if models.len() == 1 => only,
        (name, _) => name,
    };
    let main = models.get(name);
    let main = main
        .ok_or_else(|| format!("there is no model “{name}”"))?
        .clone()?;
    let others = models.iter().filter(|(it, _)| *it != name);
    let others = others.filter_map(|(_, it)| it.clone().ok());
    Ok(Model::new([main].into_iter().chain(others).collect()))
}

/// The results in the kit's five columns: folder, file, case, what became of it, why.
fn results(folders: &[Folder]) -> Result<String, Failure> {
    let mut out = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    for folder in folders {
        for line in &folder.results {
            let result = if line.fault.is_some() {
                "ERROR"
            } else {
                "SUCCESS"
            };
            let fault = line.fault.as_deref().unwrap_or_default();
            out.write_record([&folder.name, &line.tests, &line.case, result, fault])
                .map_err(|it| file::unwritten(&io::Error::other(it)))?;
        }
    }
    let bytes = out.into_inner().map_err(|it| file::unwritten(it.error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn properties(arguments: &Arguments, day: &str) -> String {
    let entries = [
        ("vendor.name", arguments.vendor.as_str()),
        ("vendor.url", &arguments.vendor_url),
        ("product.name", "Youwei"),
        ("product.url", &arguments.product_url),
        ("product.version", env!("CARGO_PKG_VERSION")),
        ("product.comment", &arguments.comment),
        ("last.update", day),
        ("instructions.url", &arguments.instructions_url),
    ];
    entries
        .iter()
        .map(|(name, value)| format!("{name}={}\n", escaped(value)))
        .collect()
}

/// A value of a Java properties file, which knows Latin letters only.
fn escaped(value: &str) -> String {
    let mut out = String::new();
    for (at, char) in value.chars().enumerate() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            ' ' if at == 0 => out.push_str("\\ "),
            ' '..='~' => out.push(char),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04X}"));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_written_in_latin_letters() {
        assert_eq!(escaped(" a=b\\"), "\\ a=b\\\\");
        assert_eq!(escaped("有为\n😀"), "\\u6709\\u4E3A\\n\\uD83D\\uDE00");
    }

    #[test]
    fn a_folder_is_named_by_its_level() {
        let root = Path::new("/kit");
        assert_eq!(name(root, &root.join("level-2/0001-a")), "level-2/0001-a");
        let one = Path::new("/kit/level-2/0001-a");
        assert_eq!(name(one, one), "level-2/0001-a");
    }
}
