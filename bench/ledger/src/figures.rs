//! Least, median and most of a few runs, and how they are written.

use std::fmt;

/// What several runs gave, in ascending order.
#[derive(Clone)]
pub struct Figures(Vec<f64>);

impl Figures {
    pub fn of(runs: impl IntoIterator<Item = f64>) -> Figures {
        let mut runs: Vec<f64> = runs.into_iter().collect();
        runs.sort_by(f64::total_cmp);
        assert!(!runs.is_empty(), "nothing was measured");
        Figures(runs)
    }

    pub fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        if self.0.len().is_multiple_of(2) {
            (self.0[middle - 1] + self.0[middle]) / 2.0
        } else {
            self.0[middle]
        }
    }

    pub fn most(&self) -> f64 {
        self.0[self.0.len() - 1]
    }
}

impl fmt::Display for Figures {
    /// `median (least – most)`, with as many decimals as asked for.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = out.precision().unwrap_or(0);
        let text = |value: f64| {
            let text = format!("{value:.places$}");
            grouped(&text)
        };
        let (least, most) = (self.0[0], self.most());
        write!(
            out,
            "{} ({} – {})",
            text(self.median()),
            text(least),
            text(most)
        )
    }
}

/// Thousands apart by commas.
pub fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// Whether a goal is met, in a word.
pub fn met(value: f64, goal: f64) -> &'static str {
    if value >= goal { "met" } else { "MISSED" }
}
