//! The whole Technology Compatibility Kit, from its text to its verdict.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use youwei_decision::dmn::read::read;
use youwei_decision::model::Model;
use youwei_decision::tck::{self, Outcome};
use youwei_decision::temporal::DateTime;

use crate::cpu;
use crate::figures::Figures;

type Files = Vec<(String, Vec<u8>)>;

/// Reads, compiles and judges every case of every folder.
pub fn run(shared: &Path, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let mut folders: Vec<Files> = Vec::new();
    for level in ["compliance-level-2", "compliance-level-3"] {
        let Ok(entries) = fs::read_dir(shared.join("tck").join(level)) else {
            println!("LEFT OUT: no {}/tck here.", shared.display());
            return Ok(());
        };
        for folder in entries {
            let mut files = Files::new();
            for entry in fs::read_dir(folder?.path())? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                files.push((name, fs::read(entry.path())?));
            }
            folders.push(files);
        }
    }
    let mut times = Vec::new();
    let mut judged = (0, 0);
    for _ in 0..3 {
        let (nanos, counted) = cpu::time(|| judge(&folders));
        times.push(nanos);
        judged = counted?;
    }
    times.sort_by(f64::total_cmp);
    let (passed, failed) = judged;
    let what = format!(
        "{} folders: {passed} cases passed, {failed} failed",
        folders.len()
    );
    figures.add("the whole kit, from text to verdict", &what, times[1]);
    Ok(())
}

fn judge(folders: &[Files]) -> Result<(usize, usize), String> {
    let now = DateTime::parse("2026-11-22T10:00:00+08:00").map_err(|it| format!("{it:?}"))?;
    let (mut passed, mut failed) = (0, 0);
    for files in folders {
        let mut models = BTreeMap::new();
        for (name, bytes) in files.iter().filter(|it| it.0.ends_with(".dmn")) {
            let (definitions, _) = read(bytes, name).map_err(|it| format!("{it:?}"))?;
            models.insert(name.clone(), Arc::new(definitions));
        }
        for (_, bytes) in files.iter().filter(|it| it.0.ends_with(".xml")) {
            let text = String::from_utf8_lossy(bytes);
            let tests = tck::read(&text).map_err(|it| format!("{it:?}"))?;
            let main = models.get(&tests.model).ok_or("no model")?;
            let others = models.values().filter(|it| it.file != main.file);
            let model = Model::new([main].into_iter().chain(others).cloned().collect());
            for case in &tests.cases {
                match case.judge(&model, now) {
                    Outcome::Passed => passed += 1,
                    Outcome::Failed(_) => failed += 1,
                }
            }
        }
    }
    Ok((passed, failed))
}
