//! Which systems and which city a command is about.

use std::io::Write;
use std::path::{Path, PathBuf};

use youwei_base::Bilingual;
use youwei_decision::diagnostic::Diagnostic;
use youwei_web::{Folder, House, NoHouse};

use crate::failure::Failure;

/// Which systems, and which city runs them.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// A folder of systems instead of those in the program: one folder a system.
    #[arg(long, value_name = "DIR")]
    pub systems: Option<PathBuf>,
    /// The city that runs them: its folder, or the id of one in the program (yunze,
    /// shijiazhuang).
    #[arg(long, value_name = "DIR|ID", default_value = SAMPLE)]
    pub city: PathBuf,
}

impl Arguments {
    /// The folders of the systems.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn folders(&self) -> Result<Vec<Folder>, Failure> {
        match &self.systems {
            Some(path) => {
                Folder::read_all(path).map_err(|(at, it)| Failure::unreadable_file(&at, &it))
            }
            None => Ok(Folder::systems()),
        }
    }

    /// What the city runs.
    ///
    /// # Errors
    /// Everything that is wrong with it; it is printed first.
    pub fn open(&self) -> Result<House, Failure> {
        self.open_with(self.folders()?)
    }

    /// The same with these systems.
    ///
    /// # Errors
    /// As for [`Arguments::open`].
    pub fn open_with(&self, folders: Vec<Folder>) -> Result<House, Failure> {
        House::of(folders, &city(&self.city)?).map_err(|why| refused(&why))
    }
}

/// The city that is taken if none is named.
pub const SAMPLE: &str = "yunze";

/// The folder of a city, of the disk or of the program.
pub fn city(named: &Path) -> Result<Folder, Failure> {
    if named.is_dir() {
        return Folder::read(named).map_err(|(at, it)| Failure::unreadable_file(&at, &it));
    }
    House::city_named(&named.to_string_lossy()).map_err(|why| refused(&why))
}

pub fn refused(why: &NoHouse) -> Failure {
    let (said, files) = match why {
        NoHouse::Unknown(sentence) => return Failure::bad_input(sentence.clone()),
        NoHouse::Faults { said, files } => (said, files),
    };
    for found in said {
        let _ = writeln!(std::io::stderr(), "{}", rendered(found, files));
    }
    let count = said.len();
    Failure::bad_input(Bilingual::new(
        format!("声明里有 {count} 处问题，见上；请改正后再试。"),
        format!(
            "There are {count} faults in the declarations, see above; correct them and try again."
        ),
    ))
}

/// A diagnostic with the words at fault.
pub fn rendered(found: &Diagnostic, files: &[(String, String)]) -> String {
    let text = files.iter().find(|(name, _)| **name == *found.file);
    found.render(text.map_or("", |(_, text)| text))
}
