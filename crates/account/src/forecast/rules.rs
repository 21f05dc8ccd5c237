//! The numbers by which forecasts are made: dated, in `data/forecast.toml`.

use std::sync::LazyLock;

use youwei_base::{Day, Decimal};

use crate::bands::{Table, latest, read};
use crate::measure::Source;

const NAMES: [&str; 12] = [
    "months_least",
    "facts_least",
    "watched_least",
    "late_most",
    "known_least",
    "share_least",
    "years_most",
    "shape_facts_least",
    "range_width",
    "settled_after",
    "scored_ahead",
    "stopped_after",
];

static BUILT_IN: LazyLock<Table> = LazyLock::new(|| {
    let source = Source {
        text: include_str!("../../data/forecast.toml"),
        file: "forecast.toml",
    };
    // That the file reads is a test; without it nothing is forecast.
    read(source, &NAMES).unwrap_or_default()
});

/// The numbers in force on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastRules {
    /// Months of the year that must be over and known.
    pub months_least: i32,
    /// Facts of the year that there must be.
    pub facts_least: u64,
    /// Months of which must be known how their facts arrived.
    pub watched_least: i32,
    /// Months after which nothing arrives late.
    pub late_most: i32,
    /// The share of a month that must usually be known for it to be counted as over, 0 to 1.
    pub known_least: Decimal,
    /// The share of the year that must be gone by its usual course, 0 to 1.
    pub share_least: Decimal,
    /// Earlier years that lend their course.
    pub years_most: i16,
    /// Facts that they must have together.
    pub shape_facts_least: u64,
    /// Half the range, in standard deviations.
    pub range_width: Decimal,
    /// Months after its day from which on a figure is what came.
    pub settled_after: i32,
    /// Months ahead for which past forecasts are scored.
    pub scored_ahead: i32,
    /// Months in a row that brought nothing after which nothing is expected to come.
    pub stopped_after: usize,
}

impl ForecastRules {
    /// Those in force on a day; none while one of them is not set.
    #[must_use]
    pub fn on(day: Day) -> Option<ForecastRules> {
        let value = |name: &str| latest(&BUILT_IN, name, day);
        let whole = |name: &str| i32::try_from(value(name)?).ok();
        let facts = |name: &str| u64::try_from(value(name)?).ok();
        let share = |name: &str| value(name)?.checked_div(Decimal::ONE_HUNDRED);
        Some(ForecastRules {
            months_least: whole("months_least")?,
            facts_least: facts("facts_least")?,
            watched_least: whole("watched_least")?,
            late_most: whole("late_most")?.clamp(0, 60),
            known_least: share("known_least")?,
            share_least: share("share_least")?,
            years_most: i16::try_from(value("years_most")?).ok()?.clamp(0, 20),
            shape_facts_least: facts("shape_facts_least")?,
            range_width: value("range_width")?,
            settled_after: whole("settled_after")?,
            scored_ahead: whole("scored_ahead")?.clamp(1, 11),
            stopped_after: usize::try_from(whole("stopped_after")?).ok()?.max(1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_set_and_none_before_its_first_day() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let rules = ForecastRules::on(day("2026-06-30")).unwrap();
        assert_eq!((rules.months_least, rules.late_most), (3, 6));
        assert_eq!(rules.known_least.to_string(), "0.50");
        assert_eq!(ForecastRules::on(day("2019-12-31")), None);
    }
}
