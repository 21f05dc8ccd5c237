//! The files of a folder as the texts that declarations, models and measures are read from.

use youwei_system::read::{File, Source};

use crate::folders::Folder;

/// The files of a declared system, as text.
pub(super) struct Texts<'f> {
    pub id: &'f str,
    /// `system.toml`, then `parameters.toml` if there is one: path and text.
    pub files: Vec<(String, String)>,
}

impl<'f> Texts<'f> {
    /// None for a folder that declares no system.
    pub fn of(folder: &'f Folder) -> Option<Texts<'f>> {
        let text = |name: &str| Some((path_of(folder, name), folder.text(name)?));
        let mut files = vec![text("system.toml")?];
        files.extend(text("parameters.toml"));
        Some(Texts {
            id: &folder.name,
            files,
        })
    }

    pub fn source(&self) -> Source<'_> {
        let file = |at: usize| {
            let (name, text) = self.files.get(at)?;
            Some(File { name, text })
        };
        let declared = file(0);
        Source {
            id: self.id,
            file: declared.map_or("", |it| it.name),
            text: declared.map_or("", |it| it.text),
            parameters: file(1),
            overlay: None,
        }
    }
}

/// The decision models of a declared system, which its formulas may call.
pub(super) fn models(folder: &Folder) -> Vec<(&str, String, String)> {
    let declared = folder.text("system.toml").is_some();
    let files = folder
        .files
        .iter()
        .filter(|(name, _)| declared && name.ends_with(".dmn"));
    let texts = files.map(|(name, bytes)| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        (folder.name.as_str(), path_of(folder, name), text)
    });
    texts.collect()
}

pub(super) fn path_of(folder: &Folder, name: &str) -> String {
    format!("{}/{name}", folder.name)
}

pub(super) fn texts(folder: &Folder) -> Vec<(String, String)> {
    let files = folder.files.iter();
    files
        .filter(|(name, _)| name.ends_with(".toml"))
        .map(|(name, bytes)| (name.clone(), String::from_utf8_lossy(bytes).into_owned()))
        .collect()
}

pub(super) fn borrowed(texts: &[(String, String)]) -> Vec<(&str, &str)> {
    let texts = texts.iter();
    texts
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}
