//! A month or a quarter that a bulletin is about.

use youwei_base::{Bilingual, Day};

/// A month, or a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    year: i16,
    /// Its first month.
    month: i8,
    /// How many months: 1 or 3.
    months: i8,
}

impl Period {
    /// Of an address: `2026-06` or `2026-Q2`.
    pub fn parse(text: &str) -> Option<Period> {
        let (year, part) = text.split_once('-')?;
        let digits = |it: &str, long: usize| {
            it.len() == long && it.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(year, 4) {
            return None;
        }
        let year = year.parse().ok().filter(|it| (2000..=2200).contains(it))?;
        let (month, months) = match part.strip_prefix('Q') {
            Some(quarter) if digits(quarter, 1) => {
                let quarter: i8 = quarter.parse().ok()?;
                (quarter.checked_mul(3)?.checked_sub(2)?, 3)
            }
            None if digits(part, 2) => (part.parse().ok()?, 1),
            _ => return None,
        };
        (1..=12).contains(&month).then_some(Period {
            year,
            month,
            months,
        })
    }

    /// The month of a day.
    pub fn month_of(day: Day) -> Period {
        Period {
            year: day.year(),
            month: day.month(),
            months: 1,
        }
    }

    /// The quarter of a day.
    pub fn quarter_of(day: Day) -> Period {
        Period {
            year: day.year(),
            month: (day.month() - 1) / 3 * 3 + 1,
            months: 3,
        }
    }

    /// Its first day.
    pub fn first(self) -> Day {
        // The year is between 2000 and 2200 and the month between 1 and 12.
        Day::new(self.year, self.month, 1).unwrap_or_default()
    }

    /// Its last day.
    pub fn last(self) -> Day {
        let month = self.month + self.months - 1;
        let first = Day::new(self.year, month, 1).unwrap_or_default();
        first.last_of_month()
    }

    /// The one before, as long.
    pub fn before(self) -> Period {
        let (year, month) = match self.month - self.months {
            month @ 1.. => (self.year, month),
            month => (self.year - 1, month + 12),
        };
        Period {
            year,
            month,
            ..self
        }
    }

    /// As it stands in addresses.
    pub fn key(self) -> String {
        match self.months {
            1 => format!("{}-{:02}", self.year, self.month),
            _ => format!("{}-Q{}", self.year, (self.month + 2) / 3),
        }
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self.months {
            1 => Bilingual::new(format!("{}年{}月", self.year, self.month), self.key()),
            _ => {
                let quarter = (self.month + 2) / 3;
                let zh = ["一", "二", "三", "四"];
                let at = usize::try_from(quarter - 1).unwrap_or(0);
                Bilingual::new(
                    format!("{}年第{}季度", self.year, zh.get(at).unwrap_or(&"")),
                    self.key(),
                )
            }
        }
    }

    /// Whether a day lies in it.
    pub fn has(self, day: Day) -> bool {
        self.first() <= day && day <= self.last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_months_and_quarters() {
        for (text, first, last, before, zh) in [
            (
                "2026-06",
                "2026-06-01",
                "2026-06-30",
                "2026-05",
                "2026年6月",
            ),
            (
                "2026-01",
                "2026-01-01",
                "2026-01-31",
                "2025-12",
                "2026年1月",
            ),
            (
                "2026-Q2",
                "2026-04-01",
                "2026-06-30",
                "2026-Q1",
                "2026年第二季度",
            ),
            (
                "2026-Q1",
                "2026-01-01",
                "2026-03-31",
                "2025-Q4",
                "2026年第一季度",
            ),
            (
                "2028-02",
                "2028-02-01",
                "2028-02-29",
                "2028-01",
                "2028年2月",
            ),
        ] {
            let period = Period::parse(text).unwrap();
            assert_eq!(period.key(), text);
            assert_eq!(period.first().to_string(), first);
            assert_eq!(period.last().to_string(), last);
            assert_eq!(period.before().key(), before);
            assert_eq!(period.name().zh, zh);
        }
        for text in [
            "2026", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-6", "x-06", "1999-01",
            "2026-Q", "-06", "2026-+6",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
        let day = "2026-11-05".parse().unwrap();
        assert_eq!(Period::month_of(day).key(), "2026-11");
        assert_eq!(Period::quarter_of(day).key(), "2026-Q4");
    }
}
