//! Engines that run in processes of their own. Each prints a line of JSON for a table:
//! its name, the nanoseconds of CPU per row, how often each answer came.

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::Counts;

/// A peer's name, its nanoseconds per row, its answers.
type Peer = (String, f64, Counts);

/// Runs those that the environment names: `ZEN_BENCH` a program, `PEER_PYTHON` a Python
/// with the packages of `requirements.txt`.
pub fn run(folder: &Path) -> Result<Vec<Peer>, Box<dyn Error>> {
    let (table, rows) = (folder.join("six.json"), folder.join("rows.csv"));
    let mut found = Vec::new();
    match env::var_os("ZEN_BENCH") {
        Some(program) => found.push(ask(Command::new(program).arg(&table).arg(&rows))?),
        None => println!("LEFT OUT: zen-engine."),
    }
    match env::var_os("PEER_PYTHON") {
        Some(python) => {
            let here = Path::new(env!("CARGO_MANIFEST_DIR"));
            for script in ["peer_openfisca.py", "peer_spiff.py"] {
                let script = here.join(script);
                found.push(ask(Command::new(&python)
                    .arg(script)
                    .arg(&table)
                    .arg(&rows))?);
            }
        }
        None => println!("LEFT OUT: the engines of PyPI."),
    }
    Ok(found)
}

fn ask(command: &mut Command) -> Result<Peer, Box<dyn Error>> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let answer: Value = serde_json::from_slice(&output.stdout)?;
    let counts = answer["counts"].as_object().ok_or("no counts")?;
    Ok((
        answer["engine"].as_str().ok_or("no name")?.to_owned(),
        answer["ns"].as_f64().ok_or("no time")?,
        counts
            .iter()
            .map(|(name, count)| (name.clone(), count.as_u64().unwrap_or(0)))
            .collect(),
    ))
}

/// Fails unless two engines gave the same answers as often.
pub fn same(ours: &Counts, engine: &str, theirs: &Counts) -> Result<(), Box<dyn Error>> {
    match ours == theirs {
        true => Ok(()),
        false => Err(format!("{engine} answers otherwise: {theirs:?}, ours {ours:?}").into()),
    }
}
