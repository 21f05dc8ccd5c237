//! Files that are handed over on the command line, and what is printed.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use youwei_base::Bilingual;

use crate::failure::Failure;

/// The bytes of a file of at most so many; a longer one is refused without being read
/// to its end.
///
/// # Errors
/// It cannot be read, or is longer.
pub fn read(path: &Path, bytes_max: usize) -> Result<Vec<u8>, Failure> {
    let failed = |error: io::Error| Failure::unreadable_file(path, &error);
    let mut bytes = Vec::new();
    let limit = bytes_max as u64 + 1;
    let file = File::open(path).map_err(failed)?;
    file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() <= bytes_max {
        return Ok(bytes);
    }
    let path = path.display();
    Err(Failure::bad_input(Bilingual::new(
        format!("{path} 超过 {bytes_max} 字节，不会是所要的文件；请检查文件名。"),
        format!(
            "{path} has more than {bytes_max} bytes and cannot be the file that is wanted; check its name."
        ),
    )))
}

/// A sentence about a file, with its name before it.
pub fn about(path: &Path, sentence: &Bilingual) -> Bilingual {
    let path = path.display();
    Bilingual::new(
        format!("{path}：{}", sentence.zh),
        format!("{path}: {}", sentence.en),
    )
}

/// Prints to standard output. A closed pipe ends the work in peace.
///
/// # Errors
/// It cannot be written.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(unwritten(&error)),
        Ok(()) => Ok(()),
    }
}

/// Prints a sentence in both languages, Chinese first.
///
/// # Errors
/// As for [`print`].
pub fn say(zh: &str, en: &str) -> Result<(), Failure> {
    print(&format!("{zh}\n{en}\n"))
}

/// Writes a file, in place of one that is there.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| unwritable(path, &error))
}

/// Makes a folder with those above it, if it is not there.
///
/// # Errors
/// It cannot be made.
pub fn make_folder(path: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(path).map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    Failure::bad_input(Bilingual::new(
        format!("不能写入 {path}（{error}）；请换一个位置。"),
        format!("Cannot write {path} ({error}); choose another place."),
    ))
}

/// The result could not be printed.
pub fn unwritten(error: &io::Error) -> Failure {
    Failure::broken(Bilingual::new(
        format!("写不出结果（{error}）；请检查磁盘空间或输出位置。"),
        format!("Cannot write the result ({error}); check the disk or where the output goes."),
    ))
}

/// Text of strangers as a terminal may show it: what would move the cursor or change
/// colours is a question mark.
pub fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}
