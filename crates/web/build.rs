//! Embeds the browser libraries that `browser/vendor.list` names, the systems that a city
//! runs and the cities that come along (`systems/` and `cities/` of the repository).
//!
//! The libraries come from `npm ci --omit=dev` in `browser/`. Where that has not been run the
//! crate still builds, with one warning, and the pages fall back to their tables;
//! `REQUIRE_VENDOR=1` makes it an error, for the builds that are handed out.

// Printing is how a build script talks to cargo.
#![allow(clippy::print_stdout)]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), String> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?;
    let out = env::var("OUT_DIR").map_err(|e| e.to_string())?;
    let browser = Path::new(&root).join("browser");
    let modules = browser.join("node_modules");
    let list = browser.join("vendor.list");
    println!("cargo::rerun-if-changed={}", list.display());
    println!("cargo::rerun-if-env-changed=REQUIRE_VENDOR");
    // npm writes this file on every install, so that a later install is noticed.
    let lock = modules.join(".package-lock.json");
    println!("cargo::rerun-if-changed={}", lock.display());

    let mut code = String::from("pub static VENDOR: &[(&str, Option<&[u8]>)] = &[\n");
    let mut missing = Vec::new();
    let list = fs::read_to_string(&list).map_err(|e| format!("{}: {e}", list.display()))?;
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, path)) = line.split_once(' ') else {
            continue;
        };
        let file = modules.join(path);
        println!("cargo::rerun-if-changed={}", file.display());
        let found = if file.is_file() {
            format!("Some(include_bytes!({:?}))", file.display().to_string())
        } else {
            missing.push(name.to_owned());
            "None".to_owned()
        };
        writeln!(code, "    ({name:?}, {found}),").map_err(|e| e.to_string())?;
    }
    code.push_str("];\n");
    if !missing.is_empty() {
        let note = format!(
            "browser libraries are missing ({}); run `npm ci --omit=dev` in {}, or the pages show tables without charts",
            missing.join(", "),
            browser.display()
        );
        if env::var("REQUIRE_VENDOR").is_ok_and(|value| value == "1") {
            return Err(note);
        }
        println!("cargo::warning={note}");
    }
    let target = Path::new(&out).join("vendor.rs");
    fs::write(&target, code).map_err(|e| format!("{}: {e}", target.display()))?;
    let root = Path::new(&root);
    embed(&root.join("../../systems"), "SYSTEMS", Path::new(&out))?;
    embed(&root.join("../../cities"), "CITIES", Path::new(&out))
}

/// Writes the list of the folders in one, with their files: name and text.
fn embed(from: &Path, list: &str, out: &Path) -> Result<(), String> {
    println!("cargo::rerun-if-changed={}", from.display());
    let mut code = format!("static {list}: &[Embedded] = &[\n");
    for folder in sorted(from)? {
        if !folder.is_dir() {
            continue;
        }
        writeln!(code, "    ({:?}, &[", name_of(&folder)).map_err(|e| e.to_string())?;
        files(&folder, "", &mut code)?;
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
    let target = out.join(format!("{}.rs", list.to_lowercase()));
    fs::write(&target, code).map_err(|e| format!("{}: {e}", target.display()))
}

/// Writes the files of a folder and of those in it, each with its name from the first.
fn files(folder: &Path, before: &str, code: &mut String) -> Result<(), String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for file in sorted(folder)? {
        let name = format!("{before}{}", name_of(&file));
        if file.is_dir() {
            files(&file, &format!("{name}/"), code)?;
            continue;
        }
        let extension = file.extension().and_then(|it| it.to_str());
        if !matches!(extension, Some("dmn" | "toml" | "md")) {
            continue;
        }
        println!("cargo::rerun-if-changed={}", file.display());
        let path = fs::canonicalize(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let path = path.display().to_string();
        writeln!(code, "        ({name:?}, include_bytes!({path:?})),")
            .map_err(|e| e.to_string())?;
    }
    Ok(())
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// What lies in a folder, by name.
fn sorted(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|e| e.to_string())?.path());
    }
    paths.sort();
    Ok(paths)
}
