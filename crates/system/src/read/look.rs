//! What a formula reads that it may not, compares in vain, or is worth and should not be.

use std::collections::BTreeMap;
use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_decision::diagnostic::Severity;
use youwei_decision::feel::ast::{Operator, Span};
use youwei_decision::resolve::Finding;
use youwei_decision::tree::{Expr, Kind, Over, Test};
use youwei_decision::types::Type;
use youwei_decision::value::{Function, Name, Value};

use super::compile::{Closed, Named, Names, Wanted};
use super::feel_type::{feel_type, fits};
use super::page::instead;
use crate::declaration::FieldType;

/// Everything that is wrong with a formula whose names are all known. Where it is `open`,
/// what is personal may not go into it.
pub fn found(
    names: &Names,
    text: &str,
    expr: &Expr,
    wanted: Wanted<'_>,
    open: bool,
) -> Vec<Finding> {
    let mut look = Look {
        names,
        text,
        open,
        items: BTreeMap::new(),
        said: Vec::new(),
    };
    expr.walk(&mut |it| look.at(it));
    let mismatch = mismatch(expr, wanted);
    look.said.extend(mismatch);
    look.said
}

struct Look<'a> {
    names: &'a Names,
    text: &'a str,
    open: bool,
    /// The slots of items that are looked at one by one: whose items they are.
    items: BTreeMap<usize, usize>,
    said: Vec<Finding>,
}

impl Look<'_> {
    fn at(&mut self, it: &Expr) {
        match &it.kind {
            Kind::Slot(slot) => {
                let Some(named) = self.names.all.get(*slot) else {
                    return;
                };
                match named.closed {
                    Some(why) => self.said.push(closed(named, why, it)),
                    None if named.personal && self.open => self.said.push(leak(named, it)),
                    None => {}
                }
            }
            Kind::Compare(Operator::Equal | Operator::NotEqual, one, other) => {
                self.compared(one, other);
                self.compared(other, one);
            }
            Kind::In { value, tests, .. } => self.tested(value, tests),
            Kind::CallNamed(function, given) => self.called(function, given, it),
            Kind::Filter(filter) => self.over(filter.slot, &filter.list),
            Kind::For { bindings, .. } | Kind::Quantified(_, bindings, _) => {
                for binding in bindings {
                    if let Over::Items(list) = &binding.over {
                        self.over(binding.slot, list);
                    }
                }
            }
            _ => {}
        }
    }

    /// A call of a decision has to name all that it rests on.
    fn called(&mut self, function: &Expr, given: &[(Name, Expr)], call: &Expr) {
        let Some(Value::Function(function)) = function.constant() else {
            return;
        };
        let Function::Decision(decision) = &**function else {
            return;
        };
        let missing = decision.of.parameters.iter().map(|it| &it.0);
        let missing = missing.filter(|name| !given.iter().any(|it| it.0 == **name));
        let missing: Vec<&str> = missing.map(|it| &**it).collect();
        if missing.is_empty() {
            return;
        }
        let name = function.name();
        let (zh, en) = (missing.join("、"), missing.join(", "));
        self.said.push(Finding {
            severity: Severity::Error,
            code: "arguments",
            span: call.span,
            message: Bilingual::new(
                format!("决策“{name}”还要用到 {zh}。"),
                format!("the decision “{name}” rests on {en} too."),
            ),
            help: Bilingual::new(
                "在括号里按名称补上，如 名称: 字段；确实没有的写 null。",
                "add them in the brackets by their names, such as name: field; write null for what there is not.",
            ),
        });
    }

    /// A slot takes the items of a list one by one.
    fn over(&mut self, slot: usize, list: &Expr) {
        if let Some(of) = self.source(list) {
            self.items.insert(slot, of);
        }
    }

    /// The name whose value, item or items an expression is.
    fn source(&self, expr: &Expr) -> Option<usize> {
        match &expr.kind {
            Kind::Slot(slot) if *slot < self.names.all.len() => Some(*slot),
            Kind::Slot(slot) => self.items.get(slot).copied(),
            Kind::Filter(filter) => self.source(&filter.list),
            _ => None,
        }
    }

    /// The words that an expression may be worth, if they are known.
    fn choices(&self, expr: &Expr) -> &[Arc<str>] {
        let (of, entry) = match &expr.kind {
            Kind::Member(of, entry) => (&**of, Some(entry)),
            _ => (expr, None),
        };
        let named = self.source(of).and_then(|slot| self.names.all.get(slot));
        match (named, entry) {
            (Some(named), Some(entry)) => named.entries.get(entry).map_or(&[], |it| it),
            (Some(named), None) => &named.choices,
            (None, _) => &[],
        }
    }

    /// A name that is one of several words, compared with a constant.
    fn compared(&mut self, name: &Expr, other: &Expr) {
        if let Some(value) = other.constant() {
            self.one_of(name, value, other.span);
        }
    }

    fn tested(&mut self, value: &Expr, test: &Test) {
        match test {
            Test::OneOf(values) => {
                for it in values {
                    self.one_of(value, it, value.span);
                }
            }
            Test::Matches(expr) => match (&expr.kind, expr.constant()) {
                (_, Some(Value::List(items))) => {
                    for it in items.iter() {
                        self.one_of(value, it, expr.span);
                    }
                }
                (Kind::List(parts), _) => {
                    parts.iter().for_each(|part| self.compared(value, part));
                }
                _ => self.compared(value, expr),
            },
            Test::Either(tests) => tests.iter().for_each(|it| self.tested(value, it)),
            Test::Not(test) => self.tested(value, test),
            _ => {}
        }
    }

    /// Says that a constant is none of the words that a name may be.
    fn one_of(&mut self, name: &Expr, value: &Value, at: Span) {
        let Value::String(text) = value else {
            return;
        };
        let choices = self.choices(name);
        if choices.is_empty() || choices.contains(text) {
            return;
        }
        let known: Vec<&str> = choices.iter().map(|it| &**it).collect();
        self.said.push(Finding {
            severity: Severity::Error,
            code: "unknown-choice",
            span: self.quoted(text).unwrap_or(at),
            message: Bilingual::new(
                format!("这里不会是“{text}”，这样比较总是不成立。"),
                format!("this is never “{text}”, so the comparison is idle."),
            ),
            help: instead(text, &known),
        });
    }

    /// Where a word stands in the formula, with its quotes.
    fn quoted(&self, word: &str) -> Option<Span> {
        let word = format!("\"{word}\"");
        let start = self.text.find(&word)?;
        Some(Span {
            start: u32::try_from(start).ok()?,
            end: u32::try_from(start + word.len()).ok()?,
        })
    }
}

fn leak(named: &Named, at: &Expr) -> Finding {
    let name = &named.name;
    Finding {
        severity: Severity::Error,
        code: "personal-leak",
        span: at.span,
        message: Bilingual::new(
            format!("这里会把个人信息“{name}”写到不封存的地方。"),
            format!("this would write the personal “{name}” where nothing is sealed."),
        ),
        help: Bilingual::new(
            "目标字段也写 personal = true，或不用这个输入；事实里不能有个人信息。",
            "make the field personal = true as well, or leave that input out; a fact has nothing personal in it.",
        ),
    }
}

fn closed(named: &Named, why: Closed, at: &Expr) -> Finding {
    let name = &named.name;
    let (code, message, help) = match why {
        Closed::Personal => (
            "personal-read",
            Bilingual::new(
                format!("“{name}”是个人信息，封存在日志之外，式子读不到。"),
                format!("“{name}” is about a person and sealed; a formula cannot read it."),
            ),
            Bilingual::new(
                "让动作把它作为输入收进来再判断，或改用不涉及个人的字段。",
                "take it in as an input of the action and decide on that, or use a field that is not personal.",
            ),
        ),
        Closed::Moving => (
            "computed-moves",
            Bilingual::new(
                format!("“{name}”不等事情发生就会变，计算字段却只在办理时才算。"),
                format!(
                    "“{name}” changes while nothing happens, and a computed field is worked out only when something does."
                ),
            ),
            Bilingual::new(
                "计算字段只读本条目的字段、opened、id 和参数；与今天有关的写进 when、flags 或时限。",
                "let a computed field read fields, opened, id and parameters; what depends on today belongs in when, flags or a clock.",
            ),
        ),
    };
    Finding {
        severity: Severity::Error,
        code,
        span: at.span,
        message,
        help,
    }
}

/// What is wrong with the type of a formula.
fn mismatch(expr: &Expr, wanted: Wanted<'_>) -> Option<Finding> {
    let of = &expr.of;
    if let (Wanted::Held(FieldType::Choice(choices)), Some(Value::String(text))) =
        (wanted, expr.constant())
        && !choices.iter().any(|it| it.key == *text)
    {
        let known: Vec<&str> = choices.iter().map(|it| &*it.key).collect();
        return Some(Finding {
            severity: Severity::Error,
            code: "unknown-choice",
            span: expr.span,
            message: Bilingual::new(
                format!("这个字段没有“{text}”这一项。"),
                format!("“{text}” is no choice of this field."),
            ),
            help: instead(text, &known),
        });
    }
    let (is, zh, en, help) = match wanted {
        Wanted::Truth => (
            matches!(of, Type::Boolean | Type::Any),
            "boolean（是非）".to_owned(),
            "boolean".to_owned(),
            (
                "写成能判断真假的式子，如 amount > 0。",
                "write what is true or false, such as amount > 0.",
            ),
        ),
        Wanted::Number => (
            matches!(of, Type::Number | Type::Any),
            "number（数）".to_owned(),
            "number".to_owned(),
            (
                "写成数，如 1 或 amount。",
                "write a number, such as 1 or amount.",
            ),
        ),
        Wanted::Day => (
            matches!(of, Type::Date | Type::Any | Type::Null),
            "date（日期）".to_owned(),
            "date".to_owned(),
            (
                "写成日期，如 today 或一个日期字段。",
                "write a day, such as today or a field that is a date.",
            ),
        ),
        Wanted::Text => (
            matches!(of, Type::String | Type::Any),
            "string（文字）".to_owned(),
            "string".to_owned(),
            (
                "写成文字，如 month；数可用 string(…) 转换。",
                "write text, such as month; string(…) turns a number into it.",
            ),
        ),
        Wanted::Held(held) => {
            let want = feel_type(held).to_string();
            (
                fits(of, held),
                want.clone(),
                want,
                (
                    "换成合这个字段类型的式子，或改字段的类型。",
                    "write what fits the type of the field, or change the type.",
                ),
            )
        }
    };
    (!is).then(|| Finding {
        severity: Severity::Error,
        code: "type",
        span: expr.span,
        message: Bilingual::new(
            format!("这个式子得到 {of}，这里要 {zh}。"),
            format!("this is worth {of}; {en} is wanted here."),
        ),
        help: Bilingual::new(help.0, help.1),
    })
}
