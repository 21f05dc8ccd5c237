//! The numbers of signing in, dated and with their sources.

use std::sync::LazyLock;

use serde::Deserialize;
use youwei_base::{Bilingual, Day};

/// The numbers that hold on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The fewest characters of a password.
    pub length: u32,
    /// Of how many classes its characters are, at least; at most 4.
    pub classes: u32,
    /// After how many days it must be changed.
    pub age_days: u32,
    /// How many passwords of before may not be used again.
    pub history: u32,
    /// After how many wrong passwords in a row an account is locked.
    pub attempts: u32,
    /// For how many minutes.
    pub lock_minutes: u32,
    /// How many minutes a session may be left alone.
    pub idle_minutes: u32,
    /// How many minutes a session lasts at most.
    pub session_minutes: u32,
}

/// One number, from a day on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    from: toml::value::Datetime,
    /// The number.
    pub value: u32,
    /// What it counts.
    pub unit: String,
    /// Who laid it down; begins with `[default]` where only this program did.
    pub source: String,
}

/// All lines of all numbers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    #[serde(default)]
    length: Vec<Dated>,
    #[serde(default)]
    classes: Vec<Dated>,
    #[serde(default)]
    age_days: Vec<Dated>,
    #[serde(default)]
    history: Vec<Dated>,
    #[serde(default)]
    attempts: Vec<Dated>,
    #[serde(default)]
    lock_minutes: Vec<Dated>,
    #[serde(default)]
    idle_minutes: Vec<Dated>,
    #[serde(default)]
    session_minutes: Vec<Dated>,
}

static BUILT_IN: LazyLock<Table> = LazyLock::new(|| {
    // A test reads it; were it broken, the strict numbers below would hold.
    toml::from_str(include_str!("../data/rules.toml")).unwrap_or(Table {
        length: Vec::new(),
        classes: Vec::new(),
        age_days: Vec::new(),
        history: Vec::new(),
        attempts: Vec::new(),
        lock_minutes: Vec::new(),
        idle_minutes: Vec::new(),
        session_minutes: Vec::new(),
    })
});

/// What holds where no line does: nothing is ever without a limit.
const STRICT: Rules = Rules {
    length: 16,
    classes: 4,
    age_days: 30,
    history: 24,
    attempts: 3,
    lock_minutes: 60,
    idle_minutes: 10,
    session_minutes: 60,
};

impl Default for Table {
    /// The program's own.
    fn default() -> Table {
        BUILT_IN.clone()
    }
}

impl Dated {
    fn from(&self) -> Option<Day> {
        self.from.to_string().parse().ok()
    }
}

impl Table {
    /// The program's numbers with lines of a city's own, of the same shape; of two lines
    /// of one day the city's holds.
    ///
    /// # Errors
    /// The text is no such table, a line has no source or a number is out of its range.
    pub fn overlaid(&self, text: &str) -> Result<Table, Bilingual> {
        let city: Table = toml::from_str(text).map_err(|error| {
            Bilingual::new(
                format!("登录参数读不懂：{error}请按 from、value、unit、source 四项书写。"),
                format!("The numbers of signing in cannot be read: {error}Write from, value, unit and source of each."),
            )
        })?;
        for (name, lines) in city.lines() {
            for line in lines {
                let fits = line.value > 0 && line.value <= 100_000;
                let fits = fits && (name != "classes" || line.value <= 4);
                let fits = fits && (name != "length" || line.value <= 64);
                if !fits || line.source.trim().is_empty() || line.from().is_none() {
                    return Err(Bilingual::new(
                        format!(
                            "登录参数 {name} 的一行不能用：须有起始日期、来源和合理的数值；请改正。"
                        ),
                        format!(
                            "A line of {name} cannot be used: it needs a first day, a source and a sensible number; put it right."
                        ),
                    ));
                }
            }
        }
        let join = |ours: &[Dated], theirs: &[Dated]| [ours, theirs].concat();
        Ok(Table {
            length: join(&self.length, &city.length),
            classes: join(&self.classes, &city.classes),
            age_days: join(&self.age_days, &city.age_days),
            history: join(&self.history, &city.history),
            attempts: join(&self.attempts, &city.attempts),
            lock_minutes: join(&self.lock_minutes, &city.lock_minutes),
            idle_minutes: join(&self.idle_minutes, &city.idle_minutes),
            session_minutes: join(&self.session_minutes, &city.session_minutes),
        })
    }

    /// All numbers by name, with their lines.
    pub fn lines(&self) -> [(&'static str, &[Dated]); 8] {
        [
            ("length", &self.length),
            ("classes", &self.classes),
            ("age_days", &self.age_days),
            ("history", &self.history),
            ("attempts", &self.attempts),
            ("lock_minutes", &self.lock_minutes),
            ("idle_minutes", &self.idle_minutes),
            ("session_minutes", &self.session_minutes),
        ]
    }

    /// The numbers that hold on a day.
    pub fn on(&self, day: Day) -> Rules {
        let latest = |lines: &[Dated], or: u32| {
            lines
                .iter()
                .filter_map(|line| Some((line.from()?, line.value)))
                .filter(|(from, _)| *from <= day)
                // Of equals the last: a city's line stands behind the program's.
                .max_by_key(|(from, _)| *from)
                .map_or(or, |(_, value)| value)
        };
        Rules {
            length: latest(&self.length, STRICT.length),
            classes: latest(&self.classes, STRICT.classes),
            age_days: latest(&self.age_days, STRICT.age_days),
            history: latest(&self.history, STRICT.history),
            attempts: latest(&self.attempts, STRICT.attempts),
            lock_minutes: latest(&self.lock_minutes, STRICT.lock_minutes),
            idle_minutes: latest(&self.idle_minutes, STRICT.idle_minutes),
            session_minutes: latest(&self.session_minutes, STRICT.session_minutes),
        }
    }
}
