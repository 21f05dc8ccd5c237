//! `youwei rehearse`: runs the examples of systems (`cases.md`), day by day.

use youwei_base::Bilingual;
use youwei_decision::diagnostic::Diagnostic;
use youwei_system::cases;
use youwei_web::House;

use crate::failure::Failure;
use crate::{file, house, model, year};

/// The file of examples in a system's folder.
const CASES: &str = "cases.md";

/// The arguments of `youwei rehearse`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The systems whose examples are run; all if none is named.
    names: Vec<String>,
    /// Lives a year of the sample city instead, through its ordinary actions, into a new
    /// log; the same number gives the same log, byte for byte.
    #[arg(long, value_name = "SEED", conflicts_with = "names")]
    year: Option<u64>,
    /// The last day that is lived; the year's last if left out.
    #[arg(long, value_name = "DAY", requires = "year")]
    through: Option<youwei_base::Day>,
    /// Prints what came of the year as JSON.
    #[arg(long, requires = "year")]
    json: bool,
    #[command(flatten)]
    place: crate::place::Arguments,
    #[command(flatten)]
    house: house::Arguments,
}

/// How many examples ran, and how many went otherwise than they say.
#[derive(Debug, Default, Clone, Copy)]
struct Ran {
    /// Examples that ran.
    cases: usize,
    /// Those that went otherwise.
    failed: usize,
    /// Mistakes in the files themselves.
    mistakes: usize,
}

/// Runs the examples and prints how each went.
///
/// # Errors
/// One went otherwise than it says, or a file has a mistake.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let house = arguments.house.open()?;
    if let Some(seed) = arguments.year {
        let asked = year::Asked {
            seed,
            place: &arguments.place,
            through: arguments.through,
            json: arguments.json,
        };
        return year::run(&asked, house);
    }
    for name in &arguments.names {
        if house.system(name).is_none() {
            let known: Vec<&str> = house.systems.iter().map(|it| &*it.id).collect();
            return Err(Failure::bad_input(Bilingual::new(
                format!("没有系统“{name}”；有 {}。", known.join("、")),
                format!(
                    "There is no system “{name}”; there are {}.",
                    known.join(", ")
                ),
            )));
        }
    }
    let mut all = Ran::default();
    for system in &house.systems {
        let named =
            arguments.names.is_empty() || arguments.names.iter().any(|it| **it == *system.id);
        if named {
            let ran = aloud(&house, &system.id)?;
            all.cases += ran.cases;
            all.failed += ran.failed;
            all.mistakes += ran.mistakes;
        }
    }
    let Ran {
        cases,
        failed,
        mistakes,
    } = all;
    let passed = cases - failed;
    file::say(
        &format!("例子 {cases} 个：相符 {passed}，不符 {failed}；写法有误 {mistakes} 处。"),
        &format!(
            "{cases} examples: {passed} as they say, {failed} otherwise; {mistakes} mistakes in writing."
        ),
    )?;
    match failed + mistakes {
        0 => Ok(()),
        _ => Err(Failure::broken(Bilingual::new(
            "有例子与系统不符，见上；请改例子，或者改声明。",
            "Some examples and their system disagree, see above; correct the example, or the declaration.",
        ))),
    }
}

/// Runs the examples of a system and names each.
///
/// # Errors
/// The output cannot be written.
fn aloud(house: &House, id: &str) -> Result<Ran, Failure> {
    let mut ran = Ran::default();
    let Some((text, path)) = text(house, id) else {
        return Ok(ran);
    };
    let reading = cases::read(&text, &path);
    let files = [(path, text)];
    say_all(&reading.diagnostics, &files)?;
    (ran.mistakes, _) = model::counted(reading.diagnostics.iter());
    file::print(&format!("{id}\n"))?;
    for case in &reading.cases {
        let outcome = cases::run(house.setting(id), case);
        ran.cases += 1;
        ran.failed += usize::from(!outcome.passed());
        let sign = if outcome.passed() { "✓" } else { "✗" };
        let steps = outcome.steps;
        file::print(&format!("  {sign} {}（{steps}）\n", outcome.title))?;
        say_all(&outcome.faults, &files)?;
    }
    Ok(ran)
}

/// How many examples a system has, and everything that is wrong with them.
pub fn faults(house: &House, id: &str) -> (usize, Vec<Diagnostic>) {
    let Some((text, path)) = text(house, id) else {
        return (0, Vec::new());
    };
    let reading = cases::read(&text, &path);
    let ran = reading
        .cases
        .iter()
        .map(|it| cases::run(house.setting(id), it));
    let mut said = reading.diagnostics.clone();
    said.extend(ran.flat_map(|it| it.faults));
    (reading.cases.len(), said)
}

/// The examples of a system, and what they are called in what is said.
fn text(house: &House, id: &str) -> Option<(String, String)> {
    let text = house.folder(id)?.text(CASES)?;
    Some((text, format!("{id}/{CASES}")))
}

fn say_all(all: &[Diagnostic], files: &[(String, String)]) -> Result<(), Failure> {
    all.iter()
        .try_for_each(|it| file::print(&format!("{}\n", house::rendered(it, files))))
}
