//! Large tables to be checked, made as Calvanese et al. made theirs (Semantics, analysis
//! and simplification of DMN decision tables, Information Systems 78, 2018): the leaves of
//! a decision tree, which neither overlap nor leave a gap, and then a cell of some rules
//! made wider, so that they overlap, and of others made narrower, so that rows are missing.
//! Their trees were learnt from loans, ours are cut by chance.

use crate::models::Table;
use crate::rows::Chance;

/// The numbers of a column are whole and below this.
const NUMBERS_END: u64 = 100_000;

/// So often another column is tried for a cell that can be made wider or narrower.
const TRIES: usize = 100;

/// What a cell accepts.
#[derive(Clone, PartialEq)]
pub enum Values {
    /// Numbers, from the first up to the second, which is not one of them.
    Numbers(u64, u64),
    /// Members of an enumeration.
    Members(Vec<u64>),
}

/// The rules of a tree, a cell for each column.
#[derive(Clone)]
pub struct Tree {
    /// What each column may hold at all.
    pub domains: Vec<Values>,
    /// The cells, rule by rule.
    pub rules: Vec<Vec<Values>>,
}

impl Tree {
    /// A tree of so many leaves. Every third column is an enumeration.
    pub fn new(chance: &mut Chance, rules: usize, columns: usize) -> Tree {
        let domain = |at: u64| match at % 3 {
            2 => Values::Members((0..3 + at % 8).collect()),
            _ => Values::Numbers(0, NUMBERS_END),
        };
        let domains: Vec<Values> = (0..columns as u64).map(domain).collect();
        let mut leaves = vec![domains.clone()];
        while leaves.len() < rules {
            let leaf = chance.below(leaves.len() as u64) as usize;
            let column = chance.below(columns as u64) as usize;
            if let Some((one, other)) = leaves[leaf][column].cut(chance) {
                let mut sibling = leaves[leaf].clone();
                leaves[leaf][column] = one;
                sibling[column] = other;
                leaves.push(sibling);
            }
        }
        let rules = leaves;
        Tree { domains, rules }
    }

    /// The same with a cell made wider in so many rules, and a cell made narrower in so many
    /// others.
    pub fn disturbed(&self, chance: &mut Chance, wider: usize, narrower: usize) -> Tree {
        let mut tree = self.clone();
        let mut order: Vec<usize> = (0..self.rules.len()).collect();
        for at in 0..wider + narrower {
            let other = at + chance.below((order.len() - at) as u64) as usize;
            order.swap(at, other);
            let rule = &mut tree.rules[order[at]];
            let changed = (0..TRIES).find_map(|_| {
                let column = chance.below(rule.len() as u64) as usize;
                let new = match at < wider {
                    true => rule[column].wider(&self.domains[column], chance),
                    false => rule[column].narrower(chance),
                };
                (new != rule[column]).then_some((column, new))
            });
            if let Some((column, new)) = changed {
                rule[column] = new;
            }
        }
        tree
    }

    /// As a table of a model, with the allowed values of every column.
    pub fn table(&self, policy: &'static str) -> Table {
        let columns = self.domains.iter().enumerate();
        let inputs = columns.map(|(at, domain)| {
            let of = match domain {
                Values::Numbers(..) => "number",
                Values::Members(_) => "string",
            };
            (format!("c{at}"), of)
        });
        let cells = |rule: &Vec<Values>| -> Vec<String> {
            let cells = rule.iter().zip(&self.domains);
            cells
                .map(|(cell, domain)| match cell == domain {
                    true => "-".to_owned(),
                    false => cell.text(),
                })
                .collect()
        };
        let rules = self.rules.iter().enumerate();
        Table {
            policy,
            inputs: inputs.collect(),
            allowed: self.domains.iter().map(Values::text).collect(),
            outputs: vec![("Rule", "number")],
            rules: rules
                .map(|(at, rule)| (cells(rule), vec![at.to_string()]))
                .collect(),
        }
    }
}

impl Values {
    /// In two parts, unless there is only one value.
    fn cut(&self, chance: &mut Chance) -> Option<(Values, Values)> {
        match self {
            Values::Numbers(from, to) if to - from > 1 => {
                let at = from + 1 + chance.below(to - from - 1);
                Some((Values::Numbers(*from, at), Values::Numbers(at, *to)))
            }
            Values::Members(members) if members.len() > 1 => {
                let mut others = members.clone();
                let one = others.remove(chance.below(members.len() as u64) as usize);
                Some((Values::Members(vec![one]), Values::Members(others)))
            }
            _ => None,
        }
    }

    /// The same with up to half as many numbers more at either end, or with a member more.
    fn wider(&self, domain: &Values, chance: &mut Chance) -> Values {
        match (self, domain) {
            (Values::Numbers(from, to), Values::Numbers(first, end)) => {
                let mut more = || 1 + chance.below((to - from) / 2 + 1);
                let (below, above) = (more(), more());
                let from = from.saturating_sub(below).max(*first);
                Values::Numbers(from, (to + above).min(*end))
            }
            (Values::Members(members), Values::Members(all)) => {
                let mut members = members.clone();
                let another = all[chance.below(all.len() as u64) as usize];
                if !members.contains(&another) {
                    members.push(another);
                }
                Values::Members(members)
            }
            _ => self.clone(),
        }
    }

    /// The same with up to half of the numbers fewer at either end, or with a member less.
    fn narrower(&self, chance: &mut Chance) -> Values {
        match self {
            Values::Numbers(from, to) => {
                // Less than half, so that something stays.
                let mut fewer = || chance.below((to - from).div_ceil(2));
                let (below, above) = (fewer(), fewer());
                Values::Numbers(from + below, to - above)
            }
            Values::Members(members) => {
                let mut members = members.clone();
                if members.len() > 1 {
                    members.remove(chance.below(members.len() as u64) as usize);
                }
                Values::Members(members)
            }
        }
    }

    /// As unary tests of FEEL.
    fn text(&self) -> String {
        match self {
            Values::Numbers(from, to) => format!("[{from}..{to})"),
            Values::Members(members) => {
                let texts: Vec<String> = members.iter().map(|it| format!("\"k{it}\"")).collect();
                texts.join(", ")
            }
        }
    }
}
