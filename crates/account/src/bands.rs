//! The numbers by which a light is computed: dated, with unit and source, in
//! `data/lights.toml`, and changed by the city's own file.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use youwei_base::{Day, Decimal};
use youwei_decision::diagnostic::Diagnostic;
use youwei_decision::document::{self, Document, Item};

use crate::measure::Source;

/// What may stand in the file, and what each is.
const NAMES: [&str; 4] = ["pace_band", "rate_band", "about_band", "stale_after"];

/// The numbers that hold on a day; none is set where the data has none, and what needs it
/// then stays grey or is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LightRules {
    /// How far below pace is still yellow, in percentage points of the target.
    pub pace_band: Option<Decimal>,
    /// How far below a growth rate or share is still yellow, in percentage points.
    pub rate_band: Option<Decimal>,
    /// How far below a rate of 左右 is still met, in percentage points.
    pub about_band: Option<Decimal>,
    /// After how many months without a new fact what has a pace is red.
    pub stale_after: Option<u16>,
}

/// All values by name and first day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bands {
    /// Those of a city; those of the program hold where it has none.
    city: Option<Arc<Table>>,
}

/// Values by name and first day.
pub(crate) type Table = BTreeMap<&'static str, BTreeMap<Day, Decimal>>;

static BUILT_IN: LazyLock<Table> = LazyLock::new(|| {
    let source = Source {
        text: include_str!("../data/lights.toml"),
        file: "lights.toml",
    };
    read(source, &NAMES).unwrap_or_default()
});

impl LightRules {
    /// The numbers of the program in force on a day; a city's are those of
    /// [`Measures::light_rules`](crate::Measures::light_rules).
    #[must_use]
    pub fn on(day: Day) -> LightRules {
        Bands::default().on(day)
    }
}

impl Bands {
    /// With a city's lines: each takes the place of the program's from its first day on.
    pub fn overlaid(&self, city: Source<'_>) -> Result<Bands, Vec<Diagnostic>> {
        Ok(Bands {
            city: Some(Arc::new(read(city, &NAMES)?)),
        })
    }

    /// The numbers in force on a day.
    pub fn on(&self, day: Day) -> LightRules {
        let value = |name: &str| {
            let city = self.city.as_ref().and_then(|it| latest(it, name, day));
            city.or_else(|| latest(&BUILT_IN, name, day))
        };
        LightRules {
            pace_band: value("pace_band"),
            rate_band: value("rate_band"),
            about_band: value("about_band"),
            stale_after: value("stale_after").and_then(|it| u16::try_from(it).ok()),
        }
    }
}

/// The value of a name that is in force on a day.
pub(crate) fn latest(table: &Table, name: &str, day: Day) -> Option<Decimal> {
    let values = table.get(name)?;
    values.range(..=day).next_back().map(|(_, value)| *value)
}

/// Reads a file of such values, which may have these names.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn read(source: Source<'_>, names: &[&'static str]) -> Result<Table, Vec<Diagnostic>> {
    let (mut document, table) = Document::read(source.text, source.file);
    document.only(&table, names);
    let mut read = Table::new();
    for (name, _, item) in document::entries(&table) {
        let Some(name) = names.iter().find(|it| **it == name) else {
            continue;
        };
        let lines = document.list(item, name).unwrap_or(&[]);
        for line in lines {
            if let Some((from, value)) = dated(&mut document, line) {
                read.entry(name).or_default().insert(from, value);
            }
        }
    }
    document.done(read)
}

fn dated(document: &mut Document<'_>, line: &Item<'_>) -> Option<(Day, Decimal)> {
    let table = document.table(line, "line")?;
    document.only(table, &["from", "value", "unit", "source"]);
    for name in ["unit", "source"] {
        let item = document.needed(table, name, line.span())?;
        document.text(item, name)?;
    }
    let from = document.needed(table, "from", line.span())?;
    let from = document.day(from, "from")?;
    let item = document.needed(table, "value", line.span())?;
    let number = document::number(item.get_ref()).and_then(|it| Decimal::try_from(it).ok());
    let Some(value) = number.filter(|it| !it.is_sign_negative()) else {
        return document.unfit(item, "value", ("不小于 0 的数", "a number, 0 or more"));
    };
    Some((Day::try_from(from).ok()?, value))
}
