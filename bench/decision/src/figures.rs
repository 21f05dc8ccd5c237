//! The figures and their ratios, as a table of Markdown.

use std::fmt;

/// What was measured, in groups that are compared within.
#[derive(Default)]
pub struct Figures {
    lines: Vec<(String, String, f64)>,
}

impl Figures {
    /// Adds nanoseconds; the first of a group is what the others are compared with.
    pub fn add(&mut self, group: &str, what: &str, nanos: f64) {
        eprintln!("{group}: {what}: {nanos:.0} ns");
        self.lines.push((group.to_owned(), what.to_owned(), nanos));
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "| what | engine | CPU | times ours |\n| --- | --- | ---: | ---: |"
        )?;
        for (group, what, nanos) in &self.lines {
            let first = self.lines.iter().find(|it| it.0 == *group);
            let ratio = nanos / first.map_or(*nanos, |it| it.2);
            writeln!(out, "| {group} | {what} | {} | {ratio:.2} |", Nanos(*nanos))?;
        }
        Ok(())
    }
}

struct Nanos(f64);

impl fmt::Display for Nanos {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            it if it < 10_000.0 => write!(out, "{it:.0} ns"),
            it if it < 1_000_000.0 => write!(out, "{:.1} µs", it / 1e3),
            it if it < 10_000_000.0 => write!(out, "{:.1} ms", it / 1e6),
            it => write!(out, "{:.0} ms", it / 1e6),
        }
    }
}
