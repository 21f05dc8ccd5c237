//! `youwei init`: writes the folder of a city, to be made one's own.

use std::path::PathBuf;

use youwei_base::{Bilingual, WorkCalendar};
use youwei_web::{Folder, House, NoHouse};

use crate::failure::Failure;
use crate::file;

/// The arguments of `youwei init`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder to write; it must be empty or not there yet.
    folder: PathBuf,
    /// The city in the program to begin from.
    #[arg(long, value_name = "ID", default_value = "yunze")]
    from: String,
}

/// What stands on top of a copy.
const MEASURES: &str = "\
# 本市的口径：这里写的替换系统自带的同名口径，每项都要写明出处（source）。
# 例如：
#
# [projects-started]
# name   = { zh = \"新开工重点项目数\", en = \"key projects started\" }
# metric = \"project.started\"
# how    = \"count\"
# where  = \"level != \\\"county\\\"\"
# unit   = \"个\"
# per    = \"year\"
# words  = [\"重点项目\"]
# verbs  = [\"开工\"]
# pace   = [20, 55, 80, 100]
# source = \"某市重点项目管理办法第几条\"
";

/// What stands on top of the calendar.
const CALENDAR: &str = "\
# 本市的工作日历：国务院办公厅历年的放假调休通知，一年一张表。新一年的通知发布后，照样加一张表；
# 还没有加上的年份，按工作日计算的时限不会去猜。
#
";

/// Writes the folder.
///
/// # Errors
/// It holds something, there is no such city, or it cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let unreadable = |error| Failure::unreadable_file(folder, &error);
    if folder.exists()
        && std::fs::read_dir(folder)
            .map_err(unreadable)?
            .next()
            .is_some()
    {
        let shown = folder.display();
        return Err(Failure::bad_input(Bilingual::new(
            format!("{shown} 里已有东西，不会覆盖；请给一个空的或新的文件夹。"),
            format!(
                "{shown} holds something, which is not written over; name an empty or new folder."
            ),
        )));
    }
    let city = House::city_named(&arguments.from).map_err(|why| match why {
        NoHouse::Unknown(sentence) => Failure::bad_input(sentence),
        NoHouse::Faults { .. } => Failure::broken(Bilingual::new(
            "程序自带的城市有误；请报告这个问题。",
            "The city in the program has faults; please report this.",
        )),
    })?;
    let mut files: Vec<(String, String)> = Vec::new();
    for (name, bytes) in &city.files {
        files.push((name.clone(), String::from_utf8_lossy(bytes).into_owned()));
    }
    for system in Folder::systems() {
        // What the systems bring along is the city's to change.
        if system.text("system.toml").is_some()
            && let Some(text) = system.text("parameters.toml")
        {
            files.push((format!("parameters/{}.toml", system.name), text));
        }
    }
    if !files.iter().any(|(name, _)| name == "measures.toml") {
        files.push(("measures.toml".to_owned(), MEASURES.to_owned()));
    }
    if !files.iter().any(|(name, _)| name == "calendar.toml") {
        let text = format!("{CALENDAR}{}", WorkCalendar::official_text());
        files.push(("calendar.toml".to_owned(), text));
    }
    files.sort();
    files.dedup_by(|one, other| one.0 == other.0);
    for (name, text) in &files {
        let path = folder.join(name);
        file::make_folder(crate::model::folder(&path))?;
        file::write(&path, text)?;
    }
    let (count, shown) = (files.len(), folder.display());
    file::say(
        &format!(
            "写好了 {count} 个文件，在 {shown}。请改成本市的区划、单位、角色、日历、参数和口径，再用 youwei check --city {shown} 检查。"
        ),
        &format!(
            "Wrote {count} files to {shown}. Make places, units, roles, calendar, parameters and measures your own, then run youwei check --city {shown}."
        ),
    )
}
