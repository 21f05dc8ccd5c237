//! Works out a number that stands for all that decides how events are folded: the
//! sources and data of this crate and of the crates below it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is looked at, from this crate's folder.
const FOLDERS: [&str; 4] = ["src", "data", "../base/src", "../report/src"];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        println!("cargo:rerun-if-changed={folder}");
        collect(Path::new(folder), &mut files)?;
    }
    files.sort();
    // FNV-1a (Fowler, Noll, Vo), 32 bits.
    let mut shape: u32 = 0x811c_9dc5;
    for file in files {
        for byte in fs::read(file)? {
            shape = (shape ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    println!("cargo:rustc-env=YOUWEI_ACCOUNT_SHAPE={shape}");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
