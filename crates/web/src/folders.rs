//! Folders of declarations: those in the program, or others read at start.
//!
//! A system is a folder, and so is a city; what a file of it means is said elsewhere.

use std::path::{Path, PathBuf};

/// A folder in the program: its name, and its files with their names.
type Embedded = (&'static str, &'static [(&'static str, &'static [u8])]);

include!(concat!(env!("OUT_DIR"), "/systems.rs"));
include!(concat!(env!("OUT_DIR"), "/cities.rs"));

/// No file of a folder is larger.
const FILE_BYTES_MAX: u64 = 32 << 20;

/// How deep folders are looked into.
const DEPTH_MAX: usize = 4;

/// A folder with its files.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Its name.
    pub name: String,
    /// Its files, each with its name in the folder, with `/`.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Folder {
    /// A folder of the disk, with what lies in its folders.
    ///
    /// # Errors
    /// The path and the reason, if it cannot be read.
    pub fn read(path: &Path) -> Result<Folder, (PathBuf, std::io::Error)> {
        let mut files = Vec::new();
        collect(path, "", DEPTH_MAX, &mut files)?;
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        Ok(Folder {
            name: name_of(&path),
            files,
        })
    }

    /// The folders in a folder of the disk.
    ///
    /// # Errors
    /// The path and the reason, if one cannot be read.
    pub fn read_all(path: &Path) -> Result<Vec<Folder>, (PathBuf, std::io::Error)> {
        let paths = listed(path)?;
        let folders = paths.iter().filter(|it| it.is_dir());
        folders.map(|it| Folder::read(it)).collect()
    }

    /// The systems in the program.
    #[must_use]
    pub fn systems() -> Vec<Folder> {
        SYSTEMS.iter().map(Folder::embedded).collect()
    }

    /// The cities in the program.
    #[must_use]
    pub fn cities() -> Vec<Folder> {
        CITIES.iter().map(Folder::embedded).collect()
    }

    fn embedded((name, files): &Embedded) -> Folder {
        let files = files.iter();
        Folder {
            name: (*name).to_owned(),
            files: files
                .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
                .collect(),
        }
    }

    /// The text of a file, if there is one; bytes that are no text are shown as such.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        let (_, bytes) = self.files.iter().find(|it| it.0 == name)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }
}

pub(crate) fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn collect(
    folder: &Path,
    before: &str,
    depth: usize,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), (PathBuf, std::io::Error)> {
    for path in listed(folder)? {
        let name = format!("{before}{}", name_of(&path));
        let failed = |error| (path.clone(), error);
        if path.is_dir() && depth > 0 {
            collect(&path, &format!("{name}/"), depth - 1, files)?;
        } else if matches!(extension(&name), "dmn" | "toml" | "md")
            && path.is_file()
            && path.metadata().map_err(failed)?.len() <= FILE_BYTES_MAX
        {
            files.push((name, std::fs::read(&path).map_err(failed)?));
        }
    }
    Ok(())
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, (PathBuf, std::io::Error)> {
    let failed = |error| (folder.to_owned(), error);
    let entries = std::fs::read_dir(folder).map_err(failed)?;
    let paths = entries.map(|entry| Ok(entry?.path()));
    let mut paths = paths.collect::<std::io::Result<Vec<_>>>().map_err(failed)?;
    paths.sort();
    Ok(paths)
}
