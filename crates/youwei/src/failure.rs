//! What went wrong, said in both languages, and the code to leave with.

use std::path::Path;
use std::process::ExitCode;

use youwei_base::Bilingual;

/// A command that could not do its work.
#[derive(Debug)]
pub struct Failure {
    sentence: Bilingual,
    code: u8,
}

impl Failure {
    /// The input is at fault: exit code 2.
    pub fn bad_input(sentence: Bilingual) -> Self {
        Self { sentence, code: 2 }
    }

    /// The work failed on the way: exit code 1.
    pub fn broken(sentence: Bilingual) -> Self {
        Self { sentence, code: 1 }
    }

    /// A file that could not be opened or read.
    pub fn unreadable_file(path: &Path, error: &std::io::Error) -> Self {
        let path = path.display();
        Self::bad_input(Bilingual::new(
            format!("打不开文件 {path}（{error}）；请检查路径和权限后重试。"),
            format!(
                "Cannot open {path} ({error}); check the path and its permissions and try again."
            ),
        ))
    }

    /// What went wrong.
    pub fn sentence(&self) -> &Bilingual {
        &self.sentence
    }

    /// Writes the sentence to standard error and gives the exit code.
    pub fn report(&self) -> ExitCode {
        eprintln!("youwei: {}", self.sentence.zh);
        eprintln!("youwei: {}", self.sentence.en);
        ExitCode::from(self.code)
    }
}
