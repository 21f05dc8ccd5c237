//! Public keys and checkpoints that were noted elsewhere, as they are handed over.

use std::path::Path;

use youwei_base::Bilingual;
use youwei_tlog::{KeyError, NOTE_BYTES_MAX, Note, VerifierKey};

use crate::failure::Failure;
use crate::file;

/// A file of keys is some lines.
const KEY_BYTES_MAX: usize = 65_536;

/// The public keys that are meant: a key itself, or a file with one on each line.
///
/// # Errors
/// It is neither, or it is a secret key.
pub fn keys(given: &[String]) -> Result<Vec<VerifierKey>, Failure> {
    let mut keys = Vec::new();
    for one in given {
        match parse(one) {
            Ok(key) => keys.push(key),
            Err(failure) => {
                let path = Path::new(one);
                if !path.is_file() {
                    return Err(Failure::bad_input(failure));
                }
                keys.extend(in_file(path)?);
            }
        }
    }
    Ok(keys)
}

fn in_file(path: &Path) -> Result<Vec<VerifierKey>, Failure> {
    let bytes = file::read(path, KEY_BYTES_MAX)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let keys = lines.map(parse).collect::<Result<Vec<_>, _>>();
    let wrong = |sentence: &Bilingual| Failure::bad_input(file::about(path, sentence));
    match keys {
        Ok(keys) if keys.is_empty() => Err(wrong(&KeyError::Format.sentence())),
        Ok(keys) => Ok(keys),
        Err(sentence) => Err(wrong(&sentence)),
    }
}

fn parse(text: &str) -> Result<VerifierKey, Bilingual> {
    if text.starts_with("PRIVATE+KEY+") {
        return Err(Bilingual::new(
            "这是签名密钥，只有账本自己可以用它；核对要用公钥，运行 youwei key 即可得到。",
            "This is the secret key, which only the ledger may use; checking takes the public one, which youwei key prints.",
        ));
    }
    text.parse().map_err(|error: KeyError| error.sentence())
}

/// A signed note in a file. Nothing of it is believed yet.
///
/// # Errors
/// It cannot be read, or is no note.
pub fn note(path: &Path) -> Result<Note, Failure> {
    let bytes = file::read(path, NOTE_BYTES_MAX)?;
    Note::parse(&bytes).map_err(|error| Failure::bad_input(file::about(path, &error.sentence())))
}
