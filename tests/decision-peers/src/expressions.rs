//! Expressions by chance: of a wanted kind, now and then of another, or null.

use crate::chance::Chance;
use crate::functions::FUNCTIONS;
use crate::tree::Tree;

/// What an expression is to be worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Of {
    Number,
    /// A small whole number: positions, scales, months.
    Small,
    Year,
    Boolean,
    String,
    Pattern,
    NumberText,
    DateText,
    DurationText,
    /// The key of an entry.
    Key,
    Date,
    Time,
    DateTime,
    Days,
    Months,
    Numbers,
    Strings,
    Booleans,
    Context,
    Range,
    Any,
}

use Of::*;

const PLAIN: [Of; 13] = [
    Number, Boolean, String, Date, Time, DateTime, Days, Months, Numbers, Strings, Booleans,
    Context, Range,
];
const STRINGS: [&str; 14] = [
    "",
    "a",
    "B",
    "abc",
    "foobar",
    "年龄",
    "低保家庭",
    "张三",
    "a,b,c",
    "é",
    "🏛",
    "1",
    "a b",
    "云泽市民政局",
];
const NAMES: [&str; 7] = ["x", "y", "甲", "乙", "年龄", "申请人", "line item"];
const KEYS: [&str; 4] = ["a", "收入", "户 主", "b"];
const NUMBERS: [&str; 22] = [
    "0",
    "1",
    "2",
    "3",
    "7",
    "10",
    "18",
    "60",
    "100",
    "-1",
    "-5",
    "0.5",
    "1.5",
    "2.5",
    "-2.5",
    "0.1",
    "1.10",
    "1200",
    "99999.99",
    "1234567890123456789",
    "0.000001",
    "33.333",
];
const DATES: [&str; 9] = [
    "2024-02-29",
    "2026-11-22",
    "1999-12-31",
    "2000-01-01",
    "2025-03-31",
    "1970-01-01",
    "2026-01-01",
    "1900-02-28",
    "2023-06-15",
];
const TIMES: [&str; 6] = [
    "00:00:00",
    "10:30:00",
    "23:59:59",
    "12:00:00Z",
    "08:15:00+08:00",
    "10:30:00.5",
];
const DATE_TIMES: [&str; 6] = [
    "2026-11-22T10:00:00",
    "2024-02-29T23:59:59",
    "1999-12-31T00:00:00Z",
    "2026-01-01T12:00:00+08:00",
    "2025-03-31T08:15:30",
    "2026-11-22T02:00:00Z",
];
const DAYS: [&str; 8] = [
    "P1D",
    "PT1H",
    "P2DT3H4M5S",
    "-P1D",
    "PT0S",
    "P30D",
    "PT36H",
    "PT0.5S",
];
const MONTHS: [&str; 6] = ["P1Y", "P1M", "P1Y6M", "-P3M", "P0M", "P18Y"];
const PATTERNS: [&str; 8] = ["a", "[a-c]", "b+", "^a", "r$", "市|家", ",", "(o)(b)"];

/// The expression of a seed.
#[must_use]
pub fn generate(seed: u64) -> Tree {
    let mut maker = Maker {
        chance: Chance::new(seed),
        scope: Vec::new(),
    };
    let of = maker.chance.pick(&PLAIN);
    let depth = 1 + maker.chance.below(4);
    maker.make(of, depth)
}

struct Maker {
    chance: Chance,
    scope: Vec<(&'static str, Of)>,
}

impl Maker {
    fn make(&mut self, of: Of, depth: usize) -> Tree {
        let of = match self.chance.below(100) {
            0 | 1 if of != Any => self.chance.pick(&PLAIN),
            2 => return Tree::literal("null"),
            _ if of == Any => self.chance.pick(&PLAIN),
            _ => of,
        };
        let named: Vec<&str> = self
            .scope
            .iter()
            .filter(|it| it.1 == of)
            .map(|it| it.0)
            .collect();
        // The last binding of a name is the one in force.
        let named: Vec<&str> = named
            .into_iter()
            .filter(|name| {
                self.scope
                    .iter()
                    .rev()
                    .find(|it| it.0 == *name)
                    .is_some_and(|it| it.1 == of)
            })
            .collect();
        if !named.is_empty() && self.chance.percent(50) {
            return Tree::name(self.chance.pick(&named));
        }
        if depth == 0 {
            return self.literal(of);
        }
        let depth = depth - 1;
        match self.chance.below(10) {
            0 => self.literal(of),
            1 => {
                let (test, then, other) = (
                    self.make(Boolean, depth),
                    self.make(of, depth),
                    self.make(of, depth),
                );
                Tree::of("if", "(if $ then $ else $)", vec![test, then, other])
            }
            2 => self.entry(of, depth),
            3..=5 => self.function(of, depth),
            _ => self.operator(of, depth),
        }
    }

    fn many(&mut self, of: Of, depth: usize) -> Tree {
        let count = self.chance.below(4);
        let items: Vec<Tree> = (0..count).map(|_| self.make(of, depth)).collect();
        let pattern = format!("[{}]", vec!["$"; count].join(", "));
        Tree::of(if count == 0 { "" } else { "[]" }, &pattern, items)
    }

    fn literal(&mut self, of: Of) -> Tree {
        let chance = &mut self.chance;
        let at = |text: &str| format!("@\"{text}\"");
        let quoted = |text: &str| format!("\"{text}\"");
        Tree::literal(match of {
            Number => chance.pick(&NUMBERS).to_owned(),
            Small => chance.between(-3, 13).to_string(),
            Year => chance.between(1890, 2110).to_string(),
            Boolean => chance.pick(&["true", "false"]).to_owned(),
            String => quoted(chance.pick(&STRINGS)),
            Pattern => quoted(chance.pick(&PATTERNS)),
            NumberText => quoted(chance.pick(&["1", "-1.5", "1e3", "abc", "", "0.10", "１"])),
            DateText => {
                let odd = [
                    "2023-02-29",
                    "2026-13-01",
                    "2026-1-1",
                    "",
                    "二〇二六年",
                    "-0001-01-01",
                ];
                match chance.percent(30) {
                    true => quoted(chance.pick(&odd)),
                    false => quoted(chance.pick(&DATES)),
                }
            }
            DurationText => match chance.below(5) {
                0 => quoted(chance.pick(&["P", "PT", "P1", "1D", "P1Y1D", "PT1M", "P1W"])),
                1 | 2 => quoted(chance.pick(&MONTHS)),
                _ => quoted(chance.pick(&DAYS)),
            },
            Key => quoted(chance.pick(&KEYS)),
            Date => at(chance.pick(&DATES)),
            Time => at(chance.pick(&TIMES)),
            DateTime => at(chance.pick(&DATE_TIMES)),
            Days => at(chance.pick(&DAYS)),
            Months => at(chance.pick(&MONTHS)),
            Numbers | Strings | Booleans => {
                let item = item_of(of);
                return self.many(item, 0);
            }
            Context => return self.context(0),
            Range => return self.range(0),
            Any => "null".to_owned(),
        })
    }

    fn context(&mut self, depth: usize) -> Tree {
        let (one, other) = (self.make(Number, depth), self.make(String, depth));
        match self.chance.below(3) {
            0 => Tree::literal("{}"),
            1 => Tree::of("{}", "{a: $}", vec![one]),
            _ => Tree::of("{}", "{收入: $, 户 主: $}", vec![one, other]),
        }
    }

    fn range(&mut self, depth: usize) -> Tree {
        let (low, high) = (self.make(Number, depth), self.make(Number, depth));
        let pattern = self
            .chance
            .pick(&["[$..$]", "($..$)", "[$..$)", "($..$]", "]$..$["]);
        Tree::of("..", pattern, vec![low, high])
    }

    /// An entry of a context that is written around, which brings its names into scope.
    fn entry(&mut self, of: Of, depth: usize) -> Tree {
        let name = self.chance.pick(&NAMES);
        let given = self.chance.pick(&PLAIN);
        let value = self.make(given, depth);
        self.scope.push((name, given));
        let result = self.make(of, depth);
        self.scope.pop();
        let result = Tree::of("result", "$", vec![result]);
        let mut tree = Tree::of(
            "{}.",
            &format!("{{{name}: $, 结果: $}}.结果"),
            vec![value, result],
        );
        tree.binds.push(name.to_owned());
        tree
    }

    fn function(&mut self, of: Of, depth: usize) -> Tree {
        let fit: Vec<_> = FUNCTIONS
            .iter()
            .filter(|it| it.2 == of || matches!((it.2, of), (Number, Small)) && it.0 == "count")
            .collect();
        if fit.is_empty() {
            return self.operator(of, depth);
        }
        let (name, takes, _) = self.chance.pick(&fit);
        let arguments: Vec<Tree> = takes.iter().map(|it| self.make(*it, depth)).collect();
        let pattern = format!("{name}({})", vec!["$"; arguments.len()].join(", "));
        Tree::of(name, &pattern, arguments)
    }

    fn two(&mut self, sign: &str, one: Of, other: Of, depth: usize) -> Tree {
        let within = vec![self.make(one, depth), self.make(other, depth)];
        Tree::of(sign, &format!("($ {sign} $)"), within)
    }

    fn operator(&mut self, of: Of, depth: usize) -> Tree {
        match of {
            Number => self.number(depth),
            Boolean => self.truth(depth),
            String => match self.chance.below(3) {
                0 => {
                    let list = self.make(Strings, depth);
                    let at = self.literal(Small);
                    Tree::of("[n]", "($)[$]", vec![list, at])
                }
                _ => self.two("+", String, String, depth),
            },
            Date => {
                let sign = self.chance.pick(&["+", "-"]);
                let by = self.chance.pick(&[Days, Months]);
                self.two(sign, Date, by, depth)
            }
            DateTime => {
                let sign = self.chance.pick(&["+", "-"]);
                let by = self.chance.pick(&[Days, Months]);
                self.two(sign, DateTime, by, depth)
            }
            Time => {
                let sign = self.chance.pick(&["+", "-"]);
                self.two(sign, Time, Days, depth)
            }
            Days => match self.chance.below(6) {
                0 => self.two("-", Date, Date, depth),
                1 => self.two("-", DateTime, DateTime, depth),
                2 => self.two("-", Time, Time, depth),
                3 => self.two("*", Days, Number, depth),
                4 => self.two("/", Days, Number, depth),
                _ => self.two("+", Days, Days, depth),
            },
            Months => match self.chance.below(3) {
                0 => self.two("*", Months, Small, depth),
                1 => self.two("-", Months, Months, depth),
                _ => self.two("+", Months, Months, depth),
            },
            Numbers | Strings | Booleans => self.list(of, depth),
            Context => self.context(depth),
            Range => self.range(depth),
            other => self.literal(other),
        }
    }

    fn number(&mut self, depth: usize) -> Tree {
        match self.chance.below(12) {
            0 => {
                let within = self.make(Number, depth);
                Tree::of("-", "(-$)", vec![within])
            }
            1 => self.two("**", Number, Small, depth.min(1)),
            2 => {
                let (list, at) = (self.make(Numbers, depth), self.literal(Small));
                Tree::of("[n]", "($)[$]", vec![list, at])
            }
            3 => {
                let of = self.chance.pick(&[Date, DateTime, Time, Days, Months]);
                let property = self.chance.pick(match of {
                    Date => &["year", "month", "day", "weekday"][..],
                    DateTime => &["year", "hour", "minute", "second"][..],
                    Time => &["hour", "minute", "second"][..],
                    Days => &["days", "hours", "minutes", "seconds"][..],
                    _ => &["years", "months"][..],
                });
                let within = self.make(of, depth);
                Tree::of(
                    &format!(".{property}"),
                    &format!("($).{property}"),
                    vec![within],
                )
            }
            4 => {
                let within = self.make(Context, depth);
                Tree::of(
                    ".",
                    &format!("($).{}", self.chance.pick(&["a", "收入"])),
                    vec![within],
                )
            }
            5 => self.two("/", Days, Days, depth),
            it => {
                let sign = ["+", "-", "*", "/", "+", "-"][it - 6];
                self.two(sign, Number, Number, depth)
            }
        }
    }

    fn truth(&mut self, depth: usize) -> Tree {
        match self.chance.below(9) {
            0 => self.two("and", Boolean, Boolean, depth),
            1 => self.two("or", Boolean, Boolean, depth),
            2 | 3 => {
                let of = self
                    .chance
                    .pick(&[Number, String, Date, Time, DateTime, Days, Months]);
                let sign = self.chance.pick(&["<", "<=", ">", ">=", "=", "!="]);
                self.two(sign, of, of, depth)
            }
            4 => {
                let of = self.chance.pick(&PLAIN);
                let sign = self.chance.pick(&["=", "!="]);
                self.two(sign, of, of, depth)
            }
            5 => {
                let of = self.chance.pick(&[Number, String, Date]);
                let within = (0..3).map(|_| self.make(of, depth)).collect();
                Tree::of("between", "($ between $ and $)", within)
            }
            6 => match self.chance.below(4) {
                0 => self.two("in", Number, Range, depth),
                1 => self.two("in", Number, Numbers, depth),
                2 => {
                    let within = (0..3).map(|_| self.make(Number, depth)).collect();
                    let pattern = self.chance.pick(&["($ in (< $, >= $))", "($ in ($, $))"]);
                    Tree::of("in", pattern, within)
                }
                _ => {
                    let within = vec![self.make(String, depth), self.make(String, depth)];
                    Tree::of("in", "($ in ($))", within)
                }
            },
            7 => {
                let name = self.chance.pick(&NAMES);
                let word = self.chance.pick(&["some", "every"]);
                let list = self.make(Numbers, depth);
                self.scope.push((name, Number));
                let test = self.make(Boolean, depth);
                self.scope.pop();
                let pattern = format!("({word} {name} in $ satisfies $)");
                Tree::of(word, &pattern, vec![list, test]).binding(name)
            }
            _ => {
                let within = self.make(Any, depth);
                let of = self.chance.pick(&[
                    "number",
                    "string",
                    "boolean",
                    "date",
                    "time",
                    "date and time",
                    "days and time duration",
                    "years and months duration",
                    "list<number>",
                    "context<a: number>",
                    "range<number>",
                    "Any",
                ]);
                Tree::of(
                    "instance of",
                    &format!("($ instance of {of})"),
                    vec![within],
                )
            }
        }
    }

    fn list(&mut self, of: Of, depth: usize) -> Tree {
        let item = item_of(of);
        match self.chance.below(6) {
            0 => {
                let name = self.chance.pick(&NAMES);
                let over = self.chance.pick(&[Numbers, Strings]);
                let list = self.make(over, depth);
                self.scope.push((name, item_of(over)));
                let body = self.make(item, depth);
                self.scope.pop();
                let pattern = format!("(for {name} in $ return $)");
                Tree::of("for", &pattern, vec![list, body]).binding(name)
            }
            1 => {
                let name = self.chance.pick(&NAMES);
                let (low, high) = (self.literal(Small), self.literal(Small));
                self.scope.push((name, Number));
                let body = self.make(item, depth);
                self.scope.pop();
                let pattern = format!("(for {name} in $..$ return $)");
                Tree::of("for ..", &pattern, vec![low, high, body]).binding(name)
            }
            2 | 3 if of != Booleans => {
                let list = self.make(of, depth);
                self.scope.push(("item", item));
                let sign = self.chance.pick(&["<", ">=", "=", "!="]);
                let test = match self.chance.percent(60) {
                    true => self.two(sign, item, item, depth),
                    false => self.make(Boolean, depth),
                };
                self.scope.pop();
                Tree::of("filter", "($)[$]", vec![list, test]).binding("item")
            }
            _ => self.many(item, depth),
        }
    }
}

fn item_of(of: Of) -> Of {
    match of {
        Numbers => Number,
        Strings => String,
        _ => Boolean,
    }
}
