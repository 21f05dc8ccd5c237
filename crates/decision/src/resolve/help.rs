//! What to write instead of what was found wrong in an expression.

use youwei_base::Bilingual;

use crate::feel::ast::Operator;
use crate::resolve::Resolver;
use crate::types::Type;
use crate::value::{Name, kind_zh};

/// How many names are listed.
const LISTED_MAX: usize = 8;

/// What has parts that are no entries: days, times, durations and ranges.
const PROPERTIES: [&str; 19] = [
    "year",
    "month",
    "day",
    "weekday",
    "hour",
    "minute",
    "second",
    "time offset",
    "timezone",
    "days",
    "hours",
    "minutes",
    "seconds",
    "years",
    "months",
    "start",
    "end",
    "start included",
    "end included",
];

/// The first of these, for each language.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> Option<Bilingual> {
    let mut names = names;
    let first: Vec<&str> = names.by_ref().take(LISTED_MAX).collect();
    let (more_zh, more_en) = match names.next() {
        Some(_) => ("等", " and more"),
        None => ("", ""),
    };
    (!first.is_empty()).then(|| {
        Bilingual::new(
            format!("{}{more_zh}", first.join("、")),
            format!("{}{more_en}", first.join(", ")),
        )
    })
}

/// The name among these that was probably meant.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .filter(|it| !it.is_empty() && is_near(it, written))
        .min_by_key(|it| (distance(it, written), *it))
}

/// Asks whether this was meant.
pub(crate) fn meant(name: &str) -> Bilingual {
    Bilingual::new(
        format!("是不是“{name}”？"),
        format!("did you mean “{name}”?"),
    )
}

/// The types that may be named: the one that was probably meant, or else all.
pub(crate) fn type_names<'a>(
    declared: impl Iterator<Item = &'a str> + Clone,
    written: &str,
) -> Bilingual {
    let own = [
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    ];
    if let Some(near) = nearest(written, own.into_iter().chain(declared.clone())) {
        return meant(near);
    }
    let (zh, en) = match listed(declared) {
        Some(names) => (
            format!("，或模型声明的 {}", names.zh),
            format!(", or one that the model declares: {}", names.en),
        ),
        None => (
            "，或先在模型里声明它（itemDefinition）".to_owned(),
            ", or declare it in the model first (itemDefinition)".to_owned(),
        ),
    };
    let own = own.join(", ");
    Bilingual::new(
        format!("写 {own} 之一{zh}。"),
        format!("write one of {own}{en}."),
    )
}

impl Resolver<'_> {
    /// The name that was probably meant; else which there are and how to get another.
    pub(super) fn for_name(&self, written: &Name) -> Bilingual {
        let known = || {
            let names = self.locals.iter().map(|local| &*local.name);
            names.filter(|it| !it.is_empty() && *it != "?")
        };
        if let Some(near) = nearest(written, known()) {
            return meant(near);
        }
        match listed(known()) {
            Some(names) => Bilingual::new(
                format!(
                    "这里可用的名称有 {}；别的输入或决策，要先写上对它的需求（informationRequirement）。",
                    names.zh
                ),
                format!(
                    "the names here are {}; another input or decision has to be required first (informationRequirement).",
                    names.en
                ),
            ),
            None => Bilingual::new(
                "要用的输入或决策，先写上对它的需求（informationRequirement）。",
                "require the input or decision that is meant first (informationRequirement).",
            ),
        }
    }
}

/// What may be taken of a value of this type.
pub(super) fn for_member(of: &Type, written: &Name) -> Bilingual {
    let item = of.item();
    let names: Vec<&str> = match &item {
        Type::Context(entries) => entries.keys().map(|it| &**it).collect(),
        of => {
            let all = PROPERTIES.into_iter();
            all.filter(|it| of.member(it).is_some()).collect()
        }
    };
    if let Some(near) = nearest(written, names.iter().copied()) {
        return meant(near);
    }
    match listed(names.into_iter()) {
        Some(names) => Bilingual::new(
            format!("可取的有 {}。", names.zh),
            format!("there are {}.", names.en),
        ),
        None => Bilingual::new(
            format!("{}没有可取的项，删去“.{written}”。", kind_zh(item.kind())),
            format!("a {} has no parts; take “.{written}” away.", item.kind()),
        ),
    }
}

/// What an operator takes.
pub(super) fn for_operands(operator: Operator, left: &Type, right: &Type) -> Bilingual {
    match operator {
        Operator::Add if *left == Type::String || *right == Type::String => Bilingual::new(
            "连接文字时，先用 string() 把另一边变成文字。",
            "to join texts, make the other side one with string().",
        ),
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            in_order()
        }
        _ => Bilingual::new(
            "两边写数字，或日期、时刻与时长；必要时先用 number()、date()、duration() 转换。",
            "write numbers, or days, times and durations; where needed convert with number(), date() or duration() first.",
        ),
    }
}

/// What can be put in order.
pub(super) fn in_order() -> Bilingual {
    Bilingual::new(
        "写同一类、有大小先后的值：数字、文字、日期、时刻或时长；必要时先用 number()、date() 转换。",
        "write values of one kind that have an order: numbers, strings, days, times or durations; where needed convert with number() or date() first.",
    )
}

/// What a value of this type may be tested by.
pub(super) fn for_test(of: &Type) -> Bilingual {
    let example = match of.item() {
        Type::Number => "18, [18..60), >= 60",
        Type::String => "\"甲\", not(\"甲\")",
        Type::Boolean => "true, false",
        Type::Date => "< date(\"2026-07-01\")",
        Type::Time => "< time(\"08:30:00\")",
        Type::DateTime => "< date and time(\"2026-07-01T08:30:00\")",
        Type::DaysDuration => "<= duration(\"P30D\")",
        Type::MonthsDuration => "<= duration(\"P6M\")",
        _ => "-",
    };
    let kind = of.kind();
    Bilingual::new(
        format!("写检验{}的条件，如 {example}。", kind_zh(kind)),
        format!("write what a {kind} may be tested by, such as {example}."),
    )
}

/// How a function is called.
pub(super) fn for_call(called: &str, parameters: &[(Name, Type)]) -> Bilingual {
    let names: Vec<&str> = parameters.iter().map(|(name, _)| &**name).collect();
    // Not all function types name their parameters.
    let names: Vec<String> = match names.iter().all(|it| !it.is_empty()) {
        true => names.into_iter().map(str::to_owned).collect(),
        false => parameters.iter().map(|(_, of)| of.to_string()).collect(),
    };
    written(&format!("{called}({})", names.join(", ")))
}

/// It is written so.
pub(super) fn written(shape: &str) -> Bilingual {
    Bilingual::new(format!("写作 {shape}。"), format!("write {shape}."))
}

/// Whether one name may be a slip for the other.
fn is_near(one: &str, other: &str) -> bool {
    let long = one.chars().count().max(other.chars().count());
    one != "?" && distance(one, other) <= (long / 3).max(1) && long > 1
}

/// How many characters have to be changed, added, taken away or swapped with the next
/// one (optimal string alignment), for names.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(64).collect();
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last = None;
    for letter in one.chars().take(64) {
        let mut next = Vec::with_capacity(row.len());
        next.push(row[0] + 1);
        for (column, it) in other.iter().enumerate() {
            let change = row[column] + usize::from(*it != letter);
            let mut least = change.min(row[column + 1] + 1).min(next[column] + 1);
            if column > 0 && last == Some(*it) && other[column - 1] == letter {
                least = least.min(above[column - 1] + 1);
            }
            next.push(least);
        }
        above = std::mem::replace(&mut row, next);
        last = Some(letter);
    }
    row[other.len()]
}
