//! The policies in `systems/`: their models, parameters and worked cases.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use youwei_decision::cases;
use youwei_decision::diagnostic::Severity;
use youwei_decision::dmn::raw::Definitions;
use youwei_decision::dmn::read::read;
use youwei_decision::model::Model;
use youwei_decision::parameters::Parameters;

fn folders() -> Vec<PathBuf> {
    let systems = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../systems");
    let entries = fs::read_dir(systems).unwrap();
    let folders: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("cases.toml").exists())
        .collect();
    assert!(folders.len() > 1);
    folders
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// The models of a folder, by the names of their files.
fn models(folder: &Path) -> BTreeMap<String, Model> {
    let mut files: BTreeMap<String, Arc<Definitions>> = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "dmn") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let (definitions, _) = read(&fs::read(&path).unwrap(), &name).unwrap();
            files.insert(name, Arc::new(definitions));
        }
    }
    let model = |name: &String| {
        let main = files[name].clone();
        let others = files.iter().filter(|(it, _)| *it != name);
        let others = others.map(|(_, it)| it.clone());
        Model::new([main].into_iter().chain(others).collect())
    };
    files
        .keys()
        .map(|name| (name.clone(), model(name)))
        .collect()
}

#[test]
fn every_worked_case_comes_out_as_its_source_says() {
    let mut failed = Vec::new();
    let mut passed = 0;
    for folder in folders() {
        let models = models(&folder);
        let parameters = folder.join("parameters.toml");
        let parameters = Parameters::read(&text(&parameters), "parameters.toml").unwrap();
        for case in cases::read(&text(&folder.join("cases.toml")), "cases.toml").unwrap() {
            match case.judge(&models[&*case.model], Some(&parameters)) {
                Ok(()) => passed += 1,
                Err(said) => failed.push(format!(
                    "{}:{} {}: {}",
                    folder.display(),
                    case.place,
                    case.name.zh,
                    said.zh
                )),
            }
        }
    }
    assert!(
        failed.is_empty(),
        "{passed} passed, {} failed\n{}",
        failed.len(),
        failed.join("\n")
    );
    assert!(passed >= 170, "{passed}");
}

#[test]
fn the_models_have_no_errors() {
    for folder in folders() {
        for (name, model) in models(&folder) {
            let errors = model.diagnostics.iter();
            let errors: Vec<String> = errors
                .filter(|it| it.severity == Severity::Error)
                .map(ToString::to_string)
                .collect();
            assert!(errors.is_empty(), "{name}\n{}", errors.join("\n"));
        }
    }
}
