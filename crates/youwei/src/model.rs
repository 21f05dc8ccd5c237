//! Decision models in files: a model with what it imports and the parameters beside it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_decision::diagnostic::{Diagnostic, Severity};
use youwei_decision::dmn::raw::Definitions;
use youwei_decision::dmn::read::{BYTES_MAX, characters, read};
use youwei_decision::model::Model;
use youwei_decision::parameters::Parameters;

use crate::failure::Failure;
use crate::file;

/// The name of the file of parameters beside a model.
pub const PARAMETERS: &str = "parameters.toml";

/// The most bytes of a file of parameters or cases.
pub const TOML_BYTES_MAX: usize = 8 << 20;

/// A file that may be a model, read.
pub struct Source {
    /// Where it lies.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What stands in it, unless it is no model at all.
    pub definitions: Option<Arc<Definitions>>,
    /// What was wrong with it as a file.
    pub faults: Vec<Diagnostic>,
}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be opened, or is too large.
    pub fn open(path: &Path) -> Result<Source, Failure> {
        let bytes = file::read(path, BYTES_MAX)?;
        let (definitions, faults) = match read(&bytes, &path.display().to_string()) {
            Ok((definitions, faults)) => (Some(Arc::new(definitions)), faults),
            Err(faults) => (None, faults),
        };
        Ok(Source {
            path: path.to_owned(),
            bytes,
            definitions,
            faults,
        })
    }

    /// A diagnostic of this file with its words.
    pub fn render(&self, found: &Diagnostic) -> String {
        let file: Arc<str> = self.path.display().to_string().into();
        match characters(&self.bytes, &file) {
            Ok(text) => found.render(&text),
            Err(_) => found.render(""),
        }
    }
}

/// The `.dmn` files of a folder, in order.
///
/// # Errors
/// The folder cannot be read.
pub fn beside(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error: std::io::Error| Failure::unreadable_file(folder, &error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if is_model(&path) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether a file is a model by its name.
pub fn is_model(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|it| it.eq_ignore_ascii_case("dmn"))
}

/// The folder that a file lies in.
pub fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A model with those that it imports: those named, then those of its folder, by namespace.
///
/// # Errors
/// A file cannot be opened, or is no model; what is wrong with it is said on standard
/// error.
pub fn open(path: &Path, named: &[PathBuf]) -> Result<Model, Failure> {
    let main = definitions(&Source::open(path)?)?;
    let mut files = vec![main];
    for path in named {
        files.push(definitions(&Source::open(path)?)?);
    }
    if lacks(&files) {
        let known: BTreeSet<PathBuf> = [path.to_owned()]
            .iter()
            .chain(named)
            .filter_map(|it| it.canonicalize().ok())
            .collect();
        for path in beside(folder(path))? {
            // A neighbour that does not open is missed only if it is imported, and then
            // the model says so.
            if path.canonicalize().is_ok_and(|it| known.contains(&it)) {
                continue;
            }
            let neighbour = Source::open(&path).ok();
            files.extend(neighbour.and_then(|it| it.definitions));
        }
    }
    Ok(Model::new(files))
}

/// Whether some import is not among the files.
fn lacks(files: &[Arc<Definitions>]) -> bool {
    let mut imports = files.iter().flat_map(|file| &file.imports);
    imports.any(|import| {
        let wanted = import.namespace.as_str();
        !files.iter().any(|it| it.namespace.as_str() == wanted)
    })
}

fn definitions(source: &Source) -> Result<Arc<Definitions>, Failure> {
    source.definitions.clone().ok_or_else(|| {
        for found in &source.faults {
            eprint!("{}", source.render(found));
        }
        let path = source.path.display();
        Failure::bad_input(Bilingual::new(
            format!("{path} 不是可读的 DMN 模型，原因见上；请改正后重试。"),
            format!("{path} is no DMN model that can be read, for the reasons above; correct it and try again."),
        ))
    })
}

/// The parameters in a file, or else those beside the model, if there are any.
///
/// # Errors
/// The file cannot be read or is wrong; what is wrong is said on standard error.
pub fn parameters(named: Option<&Path>, model: &Path) -> Result<Option<Parameters>, Failure> {
    let default = folder(model).join(PARAMETERS);
    let path = match named {
        Some(path) => path,
        None if default.is_file() => &default,
        None => return Ok(None),
    };
    let text = text(path)?;
    let read = Parameters::read(&text, &path.display().to_string());
    read.map(Some).map_err(|faults| {
        for found in &faults {
            eprint!("{}", found.render(&text));
        }
        let path = path.display();
        Failure::bad_input(Bilingual::new(
            format!("参数文件 {path} 有错，见上；请改正后重试。"),
            format!("The parameters in {path} are wrong, see above; correct them and try again."),
        ))
    })
}

/// A text in UTF-8.
///
/// # Errors
/// The file cannot be read, or is not text.
pub fn text(path: &Path) -> Result<String, Failure> {
    let bytes = file::read(path, TOML_BYTES_MAX)?;
    String::from_utf8(bytes).map_err(|_| {
        Failure::bad_input(file::about(
            path,
            &Bilingual::new(
                "文件不是 UTF-8 文本；请另存为 UTF-8。",
                "the file is not text in UTF-8; save it as UTF-8.",
            ),
        ))
    })
}

/// How many of them are errors, and how many warnings.
pub fn counted<'a>(found: impl Iterator<Item = &'a Diagnostic>) -> (usize, usize) {
    found.fold((0, 0), |(errors, warnings), it| match it.severity {
        Severity::Error => (errors + 1, warnings),
        Severity::Warning => (errors, warnings + 1),
        Severity::Note => (errors, warnings),
    })
}
