//! From the text of a formula to a [`Formula`]: names become slots, types are checked, and
//! what is wrong is said at its words in the file.

use std::collections::BTreeSet;
use std::sync::Arc;

use youwei_base::Bilingual;
use youwei_decision::diagnostic::Severity;
use youwei_decision::document::{self, Item};
use youwei_decision::feel::ast::Operator;
use youwei_decision::resolve::{Finding, NoTypes, Place, Resolver};
use youwei_decision::tree::{Expr, Kind, Test};
use youwei_decision::types::Type;
use youwei_decision::value::{Name, Value};

use super::feel_type::{feel_type, fits};
use super::page::{Page, bytes, instead};
use super::quoted::Quoted;
use crate::declaration::{Field, FieldType, Input};
use crate::formula::Formula;

/// A name that formulas may use.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name.
    pub name: Name,
    /// Its type.
    pub of: Type,
    /// What it may hold, if it is one of several words.
    pub choices: Vec<Arc<str>>,
    /// Why a formula may not read it, if it may not: it is known and cannot be used.
    pub closed: Option<Closed>,
}

/// Why a formula may not read a name that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It is about a person and sealed.
    Personal,
    /// It changes while nothing happens to the record, and a computed field would not.
    Moving,
}

/// The names that a formula may use: the slot of each is its index.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The names.
    pub all: Vec<Named>,
    /// The names of the entries of contexts.
    pub members: BTreeSet<Name>,
}

/// What a formula has to be worth.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// true or false.
    Truth,
    /// A number.
    Number,
    /// A day.
    Day,
    /// A string.
    Text,
    /// What this may hold.
    Held(&'a FieldType),
}

impl Names {
    /// A name more.
    pub fn push(&mut self, name: impl Into<Name>, of: Type) {
        self.enter(Named {
            name: name.into(),
            of,
            choices: Vec::new(),
            closed: None,
        });
    }

    /// A name more, and the entries of its type.
    pub fn enter(&mut self, named: Named) {
        entries_of(&named.of, &mut self.members);
        self.all.push(named);
    }

    /// The name of a field or an input. An input may be personal: the formula is worked
    /// out while it is at hand.
    pub fn field(&mut self, field: &Field, input: bool) {
        self.enter(Named {
            name: field.name.clone(),
            of: feel_type(&field.of),
            choices: match &field.of {
                FieldType::Choice(choices) => choices.iter().map(|it| it.key.clone()).collect(),
                _ => Vec::new(),
            },
            closed: (field.personal && !input).then_some(Closed::Personal),
        });
    }

    /// These and the inputs of an action, which hide fields of the same name.
    pub fn with(&self, inputs: &[Input]) -> Names {
        let mut names = self.clone();
        inputs.iter().for_each(|it| names.field(&it.field, true));
        names
    }

    /// Compiles what stands in an entry; none if it is wrong, which is said.
    pub fn compile(
        &self,
        page: &mut Page<'_>,
        item: &Item<'_>,
        entry: &str,
        wanted: Wanted<'_>,
    ) -> Option<Formula> {
        let value = item.get_ref();
        let (text, quoted) = match (value.as_str(), document::number(value)) {
            (Some(text), _) if !text.trim().is_empty() => {
                (text.to_owned(), Quoted::of(page.text(), item.span()))
            }
            (None, Some(number)) => (number.to_string(), Quoted::bare(item.span())),
            _ => {
                return page.document.unfit(
                    item,
                    entry,
                    ("FEEL 式子，写在引号里", "a FEEL expression in quotes"),
                );
            }
        };
        let (formula, findings) = self.resolve(&text);
        let mut sound = true;
        for finding in findings {
            sound &= finding.severity != Severity::Error;
            let at = quoted.place(bytes(finding.span));
            page.grave(
                finding.severity,
                finding.code,
                at,
                finding.message,
                finding.help,
            );
        }
        if !sound {
            return None;
        }
        let mut said = Vec::new();
        self.look(&formula.expr, &mut said);
        if let Some(finding) = mismatch(&formula.expr, wanted) {
            said.push(finding);
        }
        sound = said.is_empty();
        for finding in said {
            let at = quoted.place(bytes(finding.span));
            page.say(finding.code, at, finding.message, finding.help);
        }
        sound.then_some(formula)
    }

    /// Resolves a text; what is wrong with it has its place in the text.
    pub fn resolve(&self, text: &str) -> (Formula, Vec<Finding>) {
        let slots = self.all.iter().enumerate();
        let globals = slots.map(|(slot, it)| (it.name.clone(), it.of.clone(), Place::Slot(slot)));
        let mut resolver = Resolver::new(&NoTypes, globals.collect(), self.members.clone());
        for _ in &self.all {
            resolver.slot();
        }
        let expr = resolver.text(text);
        let slots = resolver.slots();
        let mut needs = BTreeSet::new();
        expr.walk(&mut |it| match it.kind {
            Kind::Slot(slot) if slot < self.all.len() => {
                needs.insert(slot);
            }
            _ => {}
        });
        let formula = Formula {
            text: text.into(),
            expr: Arc::new(expr),
            slots,
            needs: needs.into_iter().collect(),
        };
        (formula, resolver.findings())
    }

    /// Finds names that may not be read, and comparisons that never hold.
    fn look(&self, expr: &Expr, said: &mut Vec<Finding>) {
        expr.walk(&mut |it| match &it.kind {
            Kind::Slot(slot) => {
                let named = self.all.get(*slot);
                if let Some((named, why)) = named.and_then(|it| Some((it, it.closed?))) {
                    said.push(closed(named, why, it));
                }
            }
            Kind::Compare(Operator::Equal | Operator::NotEqual, one, other) => {
                self.one_of(one, other, said);
                self.one_of(other, one, said);
            }
            Kind::In { value, tests, .. } => self.tested(value, tests, said),
            _ => {}
        });
    }

    /// The words that an expression may be worth, if it is a name that has them.
    fn choices(&self, expr: &Expr) -> &[Arc<str>] {
        match expr.kind {
            Kind::Slot(slot) => self.all.get(slot).map_or(&[], |it| &it.choices),
            _ => &[],
        }
    }

    fn one_of(&self, name: &Expr, other: &Expr, said: &mut Vec<Finding>) {
        if let Some(value) = other.constant() {
            one_of(self.choices(name), value, other, said);
        }
    }

    fn tested(&self, value: &Expr, test: &Test, said: &mut Vec<Finding>) {
        match test {
            Test::OneOf(values) => {
                for it in values {
                    one_of(self.choices(value), it, value, said);
                }
            }
            Test::Matches(expr) => match (&expr.kind, expr.constant()) {
                (_, Some(Value::List(items))) => {
                    for it in items.iter() {
                        one_of(self.choices(value), it, expr, said);
                    }
                }
                (Kind::List(parts), _) => {
                    parts.iter().for_each(|part| self.one_of(value, part, said));
                }
                _ => self.one_of(value, expr, said),
            },
            Test::Either(tests) => tests.iter().for_each(|it| self.tested(value, it, said)),
            Test::Not(test) => self.tested(value, test, said),
            _ => {}
        }
    }
}

/// Says that a constant is none of these words.
fn one_of(choices: &[Arc<str>], value: &Value, at: &Expr, said: &mut Vec<Finding>) {
    let Value::String(text) = value else {
        return;
    };
    if choices.is_empty() || choices.contains(text) {
        return;
    }
    let known: Vec<&str> = choices.iter().map(|it| &**it).collect();
    said.push(Finding {
        severity: Severity::Error,
        code: "unknown-choice",
        span: at.span,
        message: Bilingual::new(
            format!("这里不会是“{text}”，这样比较总是不成立。"),
            format!("this is never “{text}”, so the comparison is idle."),
        ),
        help: instead(text, &known),
    });
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
    if let (Wanted::Held(FieldType::Choice(choices)), Some(value)) = (wanted, expr.constant()) {
        let keys: Vec<Arc<str>> = choices.iter().map(|it| it.key.clone()).collect();
        let mut said = Vec::new();
        one_of(&keys, value, expr, &mut said);
        if let Some(finding) = said.pop() {
            return Some(finding);
        }
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

/// The names of the entries of a type.
fn entries_of(of: &Type, names: &mut BTreeSet<Name>) {
    match of {
        Type::List(of) => entries_of(of, names),
        Type::Context(entries) => {
            for (name, of) in entries.iter() {
                names.insert(name.clone());
                entries_of(of, names);
            }
        }
        _ => {}
    }
}
