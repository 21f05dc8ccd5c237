//! Nothing is silently null: a null says why.

use std::collections::BTreeSet;
use std::sync::Arc;

use youwei_base::Bilingual;

use crate::span::Span;
use crate::value::Name;

/// How many characters of a value, or of the values allowed, a sentence shows.
const SHOWN_MAX: usize = 300;

/// A null, with its reason unless it was written as `null`.
#[derive(Debug, Clone, Default)]
pub struct Null(Option<Arc<Reason>>);

/// Why a value is null, and where that came about.
#[derive(Debug, Clone)]
pub struct Reason {
    /// What happened.
    pub why: Why,
    /// The words at fault, in the text of the element's expression.
    pub span: Option<Span>,
    /// The words at fault, as they are written, if known.
    pub text: Option<Arc<str>>,
    /// The element of the model it stands in, if known.
    pub element: Option<Arc<str>>,
}

/// What makes a value null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Given as null.
    Given(Name),
    /// An input that was not given.
    Missing(Name),
    /// No such name is in scope.
    UnknownName(Name),
    /// The value has no entry or property of this name.
    NoMember {
        /// What was looked in.
        kind: &'static str,
        /// What was looked for.
        name: Name,
    },
    /// An operator does not take operands of these kinds.
    Operands {
        /// The operator as written.
        operator: &'static str,
        /// The kinds of the operands.
        kinds: Vec<&'static str>,
    },
    /// A function does not take this argument.
    Argument {
        /// The function.
        function: Name,
        /// The parameter.
        parameter: Name,
        /// What is wrong with it.
        problem: Bilingual,
    },
    /// A function is not called with these arguments.
    Call {
        /// The function.
        function: Name,
        /// What is wrong with the call.
        problem: Bilingual,
    },
    /// Division by zero.
    ZeroDivision,
    /// A result outside the numbers, days or times that there are.
    OutOfRange(&'static str),
    /// A list has no item at this position.
    NoItem(i64),
    /// A value does not conform to the type that was declared.
    Type {
        /// What the value belongs to.
        of: Name,
        /// The type declared.
        expected: Arc<str>,
        /// The kind found.
        found: &'static str,
    },
    /// A value is not among the values allowed.
    NotAllowed {
        /// What the value belongs to.
        of: Name,
        /// The value.
        value: Arc<str>,
        /// The values allowed, as unary tests.
        allowed: Arc<str>,
    },
    /// No rule of a table matches.
    NoRule(Name),
    /// Rules of a table match that may not match together.
    HitPolicy {
        /// The table.
        table: Name,
        /// The rules, from 1.
        rules: Vec<usize>,
    },
    /// A limit on size, depth or steps was reached.
    Limit(&'static str),
    /// The model is wrong here; the sentence of its diagnostic.
    Model(Bilingual),
}

/// The inputs that a value depends on and that were not given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub Arc<BTreeSet<Name>>);

impl Null {
    /// The null that is written `null`.
    pub const WRITTEN: Null = Null(None);

    /// A null for this reason.
    #[must_use]
    pub fn new(why: Why) -> Null {
        Null(Some(Arc::new(Reason {
            why,
            span: None,
            text: None,
            element: None,
        })))
    }

    /// The same null, arisen at these words, unless it has a place already.
    #[must_use]
    pub fn in_words(self, span: Span) -> Null {
        match self.0 {
            Some(reason) if reason.span.is_none() && reason.element.is_none() => {
                let mut reason = Arc::unwrap_or_clone(reason);
                reason.span = Some(span);
                Null(Some(Arc::new(reason)))
            }
            other => Null(other),
        }
    }

    /// The reason; none for a null that was written.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        self.0.as_deref()
    }

    /// The same null, arisen in this element with this text, unless it has a place.
    #[must_use]
    pub fn at(self, text: &str, element: &Arc<str>) -> Null {
        match self.0 {
            Some(reason) if reason.element.is_none() => {
                let mut reason = Arc::unwrap_or_clone(reason);
                let words = match reason.span {
                    Some(span) => text.get(span.start as usize..span.end as usize),
                    None => Some(text),
                };
                reason.text = words.filter(|it| !it.is_empty()).map(Arc::from);
                reason.element = Some(element.clone());
                Null(Some(Arc::new(reason)))
            }
            other => Null(other),
        }
    }
}

impl Missing {
    /// What depends on one input.
    #[must_use]
    pub fn one(name: Name) -> Missing {
        Missing(Arc::new(BTreeSet::from([name])))
    }

    /// What depends on these and those.
    #[must_use]
    pub fn and(&self, other: &Missing) -> Missing {
        if Arc::ptr_eq(&self.0, &other.0) {
            return self.clone();
        }
        Missing(Arc::new(self.0.union(&other.0).cloned().collect()))
    }
}

impl Why {
    /// The reason as a sentence.
    #[must_use]
    pub fn sentence(&self) -> Bilingual {
        match self {
            Why::Given(name) => say(
                format!("“{name}”给的就是空值（null）。"),
                format!("“{name}” was given as null."),
            ),
            Why::Missing(name) => say(
                format!("没有给出“{name}”。"),
                format!("“{name}” was not given."),
            ),
            Why::UnknownName(name) => say(
                format!("这里没有名为“{name}”的值。"),
                format!("nothing is called “{name}” here."),
            ),
            Why::NoMember { kind, name } => say(
                format!("{}没有“{name}”。", kind_zh(kind)),
                format!("a {kind} has no “{name}”."),
            ),
            Why::Operands { operator, kinds } => {
                let zh: Vec<_> = kinds.iter().map(|kind| kind_zh(kind)).collect();
                say(
                    format!("“{operator}”不能用于{}。", zh.join("和")),
                    format!("“{operator}” does not take {}.", kinds.join(" and ")),
                )
            }
            Why::Argument {
                function,
                parameter,
                problem,
            } => say(
                format!("函数 {function} 的参数“{parameter}”{}", problem.zh),
                format!("the argument “{parameter}” of {function} {}", problem.en),
            ),
            Why::Call { function, problem } => say(
                format!("函数 {function} {}", problem.zh),
                format!("{function} {}", problem.en),
            ),
            Why::ZeroDivision => say("除数是零。", "the divisor is zero."),
            Why::OutOfRange(what) => say(
                format!("结果超出{}的范围。", kind_zh(what)),
                format!("the result is outside what a {what} can be."),
            ),
            Why::NoItem(at) => say(
                format!("列表没有第 {at} 项。"),
                format!("the list has no item {at}."),
            ),
            Why::Type {
                of,
                expected,
                found,
            } => say(
                format!("“{of}”应为 {expected}，实为{}。", kind_zh(found)),
                format!("“{of}” should be {expected} and is a {found}."),
            ),
            Why::NotAllowed { of, value, allowed } => {
                let (value, allowed) = (shortened(value), shortened(allowed));
                say(
                    format!("“{of}”不允许取值 {value}；请写符合 {allowed} 的值。"),
                    format!(
                        "{value} is not among the values allowed for “{of}”; give one that fits {allowed}."
                    ),
                )
            }
            Why::NoRule(table) => say(
                format!("“{table}”没有一条规则适用。"),
                format!("no rule of “{table}” matches."),
            ),
            Why::HitPolicy { table, rules } => {
                let rules = rules
                    .iter()
                    .map(usize::to_string)
                    .collect::<Vec<_>>()
                    .join("、");
                say(
                    format!("“{table}”的规则 {rules} 不应同时适用。"),
                    format!("the rules {rules} of “{table}” must not match together."),
                )
            }
            Why::Limit(what) => say(
                format!("超出了计算限度（{what}）。"),
                format!("a limit was reached ({what})."),
            ),
            Why::Model(sentence) => sentence.clone(),
        }
    }
}

/// A text as it fits into a sentence: on one line, and cut off where it is very long.
fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn say(zh: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual::new(zh, en)
}

/// The Chinese word for a kind of value.
#[must_use]
pub fn kind_zh(kind: &str) -> &str {
    match kind {
        "null" => "空值",
        "unknown" => "未知",
        "boolean" => "是非值",
        "number" => "数字",
        "string" => "文字",
        "date" => "日期",
        "time" => "时刻",
        "date and time" => "日期时刻",
        "days and time duration" => "日时长",
        "years and months duration" => "年月时长",
        "list" => "列表",
        "context" => "上下文",
        "range" => "区间",
        "function" => "函数",
        other => other,
    }
}
