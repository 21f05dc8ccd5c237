//! A typed table as boxes: what the [geometry](crate::check) finds in it, said again in
//! values and cells.

use crate::check::{Axis, By, Cell, Effort, Found, Grid, Key, Kind, Overlap, Region, Runs};
use crate::check::{CutSide, Witness};
use crate::dmn::raw::HitPolicy;
use crate::table::Table;
use crate::tree::Test;
use crate::types::Type;
use crate::value::{Name, Null, Value};

/// How hard a table is looked at when a model is loaded: well under a second each, however
/// hostile it is.
const EFFORT: Effort = Effort {
    steps: 20_000_000,
    shown: 20,
};

/// What was found about a table.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// Whether no two rules can match together; then the first that matches is the only
    /// one.
    pub disjoint: bool,
    /// Rows that no rule matches.
    pub gaps: Listed<Rows>,
    /// Rules that match together, though the policy does not allow it (U), or with
    /// different answers (A).
    pub clashes: Listed<Clash>,
    /// Rules that those before them leave nothing to (F, P), and which those are.
    pub masked: Vec<(usize, Vec<usize>)>,
    /// Rules that match nothing, and the cell because of which.
    pub never: Vec<(usize, usize)>,
    /// Cells that were not looked into, because they are not known beforehand.
    pub opaque: usize,
    /// Whether all of the table was looked at.
    pub complete: bool,
}

/// The first of what was found, and how many there are.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    /// The first.
    pub items: Vec<T>,
    /// How many in all, as far as was looked.
    pub count: u64,
}

impl<T> Default for Listed<T> {
    fn default() -> Listed<T> {
        Listed {
            items: Vec::new(),
            count: 0,
        }
    }
}

/// Rows that have something in common.
#[derive(Debug, Clone)]
pub struct Rows {
    /// One of them, by column.
    pub example: Vec<(Name, Value)>,
    /// All of them, as cells, by column; columns where everything belongs are left out.
    pub cells: Vec<(Name, String)>,
}

/// Rules that match together.
#[derive(Debug, Clone)]
pub struct Clash {
    /// The rules, from 0.
    pub rules: Vec<usize>,
    /// The rows that all of them match.
    pub rows: Rows,
}

/// The columns of tables, translated.
pub(crate) struct Columns {
    axes: Vec<Axis<Key>>,
    names: Vec<Name>,
    /// The cells, rule by rule; none where they are not known beforehand.
    cells: Vec<Vec<Option<Cell<Key>>>>,
}

/// The set of values that a test passes, if that is known beforehand.
pub(crate) fn cell(test: &Test) -> Option<Cell<Key>> {
    Some(match test {
        Test::Any => Cell::any(),
        Test::OneOf(values) => {
            let keys: Option<Vec<Key>> = values.iter().map(Key::of).collect();
            Cell::one_of(keys?)
        }
        Test::Between(low, high) => {
            let key = |end: &Option<(Value, bool)>| match end {
                None => Some(None),
                Some((value, included)) => Key::of(value).map(|key| Some((key, *included))),
            };
            let above = match key(low)? {
                None => Cell::values(),
                Some((key, true)) => Cell::from(key),
                Some((key, false)) => Cell::above(key),
            };
            let below = match key(high)? {
                None => Cell::values(),
                Some((key, true)) => Cell::up_to(key),
                Some((key, false)) => Cell::below(key),
            };
            above.and(&below)
        }
        Test::Either(tests) => {
            let mut all = Cell::none();
            for test in tests {
                all = all.or(&cell(test)?);
            }
            all
        }
        Test::Not(test) => cell(test)?.not(),
        Test::Matches(expr) => match expr.constant()? {
            Value::Null(null) if null.reason().is_none() => Cell::null(),
            Value::List(items) => {
                let keys: Option<Vec<Key>> = items.iter().map(Key::of).collect();
                Cell::one_of(keys?)
            }
            _ => return None,
        },
        Test::Compare(..) | Test::Holds(_) => return None,
    })
}

/// The kinds of the values next to which the cuts of a cell lie.
fn kinds(cell: &Cell<Key>) -> impl Iterator<Item = Kind> + '_ {
    let cuts = cell.spans().iter().flat_map(|(low, high)| [low, high]);
    cuts.filter_map(|cut| match cut {
        crate::check::Cut::At(key, _) => Some(key.kind()),
        _ => None,
    })
}

/// The kind of a column, by its type or else by what stands in its cells; none if those
/// are of several kinds.
fn kind(of: &Type, cells: &[Option<Cell<Key>>], domain: &Cell<Key>) -> Option<Kind> {
    match of {
        Type::Boolean => return Some(Kind::Boolean),
        Type::Number => return Some(Kind::Number),
        Type::String => return Some(Kind::Text),
        Type::Date => return Some(Kind::Date),
        Type::DaysDuration => return Some(Kind::Days),
        Type::MonthsDuration => return Some(Kind::Months),
        _ => {}
    }
    let mut found = cells.iter().flatten().chain([domain]).flat_map(kinds);
    match found.next() {
        Some(first) => found.all(|it| it == first).then_some(first),
        None => Some(Kind::Text),
    }
}

impl Columns {
    /// The columns of these tables, which look at the same inputs: for each input its
    /// name, type and the values it may have; for each rule its cells.
    pub(crate) fn new(inputs: &[(Name, Type, Option<Cell<Key>>)], rules: &[Vec<&Test>]) -> Columns {
        let mut cells: Vec<Vec<Option<Cell<Key>>>> = rules
            .iter()
            .map(|rule| rule.iter().map(|test| cell(test)).collect())
            .collect();
        let (mut axes, mut names) = (Vec::new(), Vec::new());
        for (at, (name, of, domain)) in inputs.iter().enumerate() {
            let column: Vec<_> = cells.iter().map(|rule| rule[at].clone()).collect();
            let wide = domain.clone().unwrap_or_else(Cell::values);
            let kind = kind(of, &column, &wide);
            let Some(kind) = kind else {
                // Values of several kinds: nothing is said about this column's cells.
                for rule in &mut cells {
                    if rule[at] != Some(Cell::any()) {
                        rule[at] = None;
                    }
                }
                axes.push(Axis::new(&Kind::Boolean, &Kind::Boolean.values(), []));
                names.push(name.clone());
                continue;
            };
            // What is of another kind is equal to no value of the column.
            for rule in &mut cells {
                if let Some(cell) = &rule[at]
                    && kinds(cell).any(|it| it != kind)
                {
                    rule[at] = Some(Cell::none());
                }
            }
            let domain = domain.clone().filter(|it| kinds(it).all(|it| it == kind));
            let domain = domain.unwrap_or_else(|| kind.values());
            let column: Vec<_> = cells.iter().map(|rule| rule[at].clone()).collect();
            axes.push(Axis::new(&kind, &domain, column.iter().flatten()));
            names.push(name.clone());
        }
        Columns { axes, names, cells }
    }

    fn opaque(&self) -> usize {
        self.cells
            .iter()
            .flatten()
            .filter(|it| it.is_none())
            .count()
    }

    /// The grid in which cells that are not known take everything, or nothing.
    pub(crate) fn grid(&self, everything: bool) -> Option<Grid> {
        let atoms: Vec<u32> = self.axes.iter().map(Axis::count).collect();
        let mut rules = Vec::with_capacity(self.cells.len());
        for cells in &self.cells {
            let mut runs = Vec::with_capacity(cells.len());
            for (cell, axis) in cells.iter().zip(&self.axes) {
                runs.push(match (cell, everything) {
                    (Some(cell), _) => axis.runs(cell)?,
                    (None, true) => Runs::all(axis.count()),
                    (None, false) => Runs::none(),
                });
            }
            rules.push(runs);
        }
        Grid::new(&atoms, &rules).ok()
    }

    /// A region as an example and as cells.
    pub(crate) fn rows(&self, region: &Region) -> Rows {
        let (mut example, mut cells) = (Vec::new(), Vec::new());
        for ((axis, name), runs) in self.axes.iter().zip(&self.names).zip(&region.columns) {
            let value = match axis.witness(runs) {
                Some(Witness::Value(key)) => key.value(),
                Some(Witness::Null) | None => None,
            };
            let value = value.unwrap_or(Value::Null(Null::WRITTEN));
            example.push((name.clone(), value));
            if !axis.is_all(runs) {
                cells.push((name.clone(), text(&axis.cell(runs))));
            }
        }
        Rows { example, cells }
    }
}

impl Table {
    /// What is wrong with the rules: gaps, clashes, rules that are masked or never match.
    /// `domains` are the values that each input may have, as far as declared; `outcomes`
    /// has a number for each rule, the same for rules that answer the same.
    pub(crate) fn faults(&self, domains: Vec<Option<Cell<Key>>>, outcomes: &[u32]) -> Faults {
        let inputs: Vec<_> = self
            .inputs
            .iter()
            .zip(domains)
            .map(|(input, domain)| (input.name.clone(), input.of.clone(), domain))
            .collect();
        let rules: Vec<Vec<&Test>> = self
            .rules
            .iter()
            .map(|rule| rule.cells.iter().collect())
            .collect();
        let columns = Columns::new(&inputs, &rules);
        let (Some(wide), Some(narrow)) = (columns.grid(true), columns.grid(false)) else {
            return Faults::default();
        };
        let opaque = columns.opaque();
        let mut faults = Faults {
            opaque,
            complete: true,
            ..Faults::default()
        };
        let meets = wide.overlaps(EFFORT).pairs;
        faults.disjoint = meets.complete && meets.count == 0;
        let one_rule = matches!(self.hit, HitPolicy::Unique | HitPolicy::Any);
        let answers_once = one_rule || matches!(self.hit, HitPolicy::First | HitPolicy::Priority);
        let default = self.outputs.iter().any(|output| output.default.is_some());
        if answers_once && !default && !self.inputs.is_empty() {
            let gaps = wide.gaps(EFFORT);
            faults.complete &= gaps.complete;
            faults.gaps = listed(&gaps, |region| columns.rows(region));
        }
        let clash = |overlap: &Overlap| Clash {
            rules: overlap.rules.clone(),
            rows: columns.rows(&overlap.region),
        };
        match self.hit {
            HitPolicy::Unique if !faults.disjoint => {
                let overlaps = narrow.overlaps(EFFORT).sets;
                faults.complete &= overlaps.complete;
                faults.clashes = listed(&overlaps, clash);
            }
            HitPolicy::Any if !faults.disjoint => {
                let conflicts = narrow.conflicts(outcomes, EFFORT);
                faults.complete &= conflicts.complete;
                faults.clashes = listed(&conflicts, clash);
            }
            HitPolicy::First => {
                let order: Vec<u32> = (0..self.rules.len() as u32).collect();
                faults.mask(&narrow, &order);
            }
            HitPolicy::Priority => {
                if let Some(order) = self.priorities() {
                    faults.mask(&narrow, &order);
                }
            }
            _ => {}
        }
        if opaque == 0 {
            faults.never = narrow.never().to_vec();
        } else {
            faults.never = wide.never().to_vec();
        }
        faults
    }

    /// The places of the rules' answers in the order of the output values, if they are
    /// known beforehand.
    fn priorities(&self) -> Option<Vec<u32>> {
        let [output] = self.outputs.as_slice() else {
            return None;
        };
        self.rules
            .iter()
            .map(|rule| {
                let value = rule.answers.first()?.constant()?;
                let place = output
                    .values
                    .iter()
                    .position(|it| crate::eval::same(it, value))?;
                u32::try_from(place).ok()
            })
            .collect()
    }
}

impl Faults {
    fn mask(&mut self, grid: &Grid, order: &[u32]) {
        let masked = grid.masked(order, EFFORT);
        self.complete &= masked.complete;
        self.masked = masked
            .items
            .into_iter()
            .map(|it| {
                let by = match it.by {
                    By::Duplicate(rule) | By::Wider(rule) => vec![rule],
                    By::Together(rules) => rules,
                };
                (it.rule, by)
            })
            .collect();
    }
}

fn listed<T, U>(found: &Found<T>, each: impl Fn(&T) -> U) -> Listed<U> {
    Listed {
        items: found.items.iter().map(each).collect(),
        count: found.count,
    }
}

/// A set of values as a clerk would write the cell.
fn text(cell: &Cell<Key>) -> String {
    let literal = |key: &Key| key.value().map_or_else(String::new, |it| it.literal());
    if let Some(exceptions) = cell.exceptions().filter(|it| !it.is_empty()) {
        let keys: Vec<String> = exceptions.into_iter().map(literal).collect();
        return format!("not({})", keys.join(", "));
    }
    let mut parts: Vec<String> = cell
        .spans()
        .iter()
        .map(|span| {
            use crate::check::Cut::{At, Bottom, Top};
            match span {
                (At(low, CutSide::Before), At(high, CutSide::After)) if low == high => literal(low),
                (Bottom, Top) => "-".to_owned(),
                (Bottom, At(high, CutSide::Before)) => format!("< {}", literal(high)),
                (Bottom, At(high, CutSide::After)) => format!("<= {}", literal(high)),
                (At(low, CutSide::Before), Top) => format!(">= {}", literal(low)),
                (At(low, CutSide::After), Top) => format!("> {}", literal(low)),
                (At(low, one), At(high, other)) => format!(
                    "{}{}..{}{}",
                    if *one == CutSide::Before { "[" } else { "(" },
                    literal(low),
                    literal(high),
                    if *other == CutSide::After { "]" } else { ")" }
                ),
                _ => String::new(),
            }
        })
        .collect();
    if cell.holds_null() {
        parts.push("null".to_owned());
    }
    parts.join(", ")
}
