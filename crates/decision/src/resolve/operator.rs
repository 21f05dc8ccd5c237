//! Operators: what they take and what they give (DMN 1.5, tables 42 to 56).

use youwei_base::Bilingual;

use crate::feel::ast::{Ast, Operator};
use crate::resolve::{Resolver, help};
use crate::tree::{Expr, Kind};
use crate::types::Type;
use crate::value::{Value, Why};

impl Resolver<'_> {
    pub(super) fn binary(
        &mut self,
        tree: &Ast,
        operator: Operator,
        left: &Ast,
        right: &Ast,
    ) -> Expr {
        let (left, right) = (self.expression(left), self.expression(right));
        match operator {
            Operator::Equal | Operator::NotEqual => {
                if !left.of.meets(&right.of) && !is_null(&left.of) && !is_null(&right.of) {
                    let (one, other) = (left.of.to_string(), right.of.to_string());
                    self.warn(
                        "never-equal",
                        tree.span,
                        Bilingual::new(
                            format!("{one} 与 {other} 比较的结果总是空值。"),
                            format!("a {one} compared with a {other} is always null."),
                        ),
                        Bilingual::new(
                            "用同一类的值来比，必要时先用 number()、string()、date() 转换一边。",
                            "compare values of one kind; where needed convert one side with number(), string() or date() first.",
                        ),
                    );
                }
                compare(tree, operator, left, right)
            }
            Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => {
                if ordered(&left.of, &right.of) {
                    compare(tree, operator, left, right)
                } else {
                    self.mismatch(tree, operator, &left.of, &right.of)
                }
            }
            _ => match arithmetic(operator, &left.of, &right.of) {
                Some(of) => Expr {
                    kind: Kind::Arithmetic(operator, Box::new(left), Box::new(right)),
                    of,
                    span: tree.span,
                },
                None => self.mismatch(tree, operator, &left.of, &right.of),
            },
        }
    }

    fn mismatch(&mut self, tree: &Ast, operator: Operator, left: &Type, right: &Type) -> Expr {
        let why = Why::Operands {
            operator: operator.sign(),
            kinds: vec![left.kind(), right.kind()],
        };
        let help = help::for_operands(operator, left, right);
        self.error("operands", tree.span, why, help)
    }

    pub(super) fn negate(&mut self, tree: &Ast, operand: &Ast) -> Expr {
        let operand = self.expression(operand);
        // A literal with its sign is one constant.
        if let Some(Value::Number(number)) = operand.constant() {
            return Expr {
                kind: Kind::Constant(Value::Number(-*number)),
                of: Type::Number,
                span: tree.span,
            };
        }
        match &operand.of {
            Type::Any | Type::Null | Type::Number | Type::DaysDuration | Type::MonthsDuration => {
                Expr {
                    of: operand.of.clone(),
                    kind: Kind::Negate(Box::new(operand)),
                    span: tree.span,
                }
            }
            other => {
                let why = Why::Operands {
                    operator: "-",
                    kinds: vec![other.kind()],
                };
                let help = Bilingual::new(
                    "负号后面写数字或时长。",
                    "write a number or a duration after the sign.",
                );
                self.error("operands", tree.span, why, help)
            }
        }
    }

    pub(super) fn between(&mut self, tree: &Ast, value: &Ast, low: &Ast, high: &Ast) -> Expr {
        let value = self.expression(value);
        let (low, high) = (self.expression(low), self.expression(high));
        for end in [&low, &high] {
            if !ordered(&value.of, &end.of) {
                let why = Why::Operands {
                    operator: "between",
                    kinds: vec![value.of.kind(), end.of.kind()],
                };
                return self.error("operands", tree.span, why, help::in_order());
            }
        }
        Expr {
            kind: Kind::Between(Box::new(value), Box::new(low), Box::new(high)),
            of: Type::Boolean,
            span: tree.span,
        }
    }

    /// Both sides of `and` and `or`. What is not boolean counts as null there.
    pub(super) fn booleans(
        &mut self,
        left: &Ast,
        right: &Ast,
        operator: &'static str,
    ) -> (Expr, Expr) {
        (self.boolean(left, operator), self.boolean(right, operator))
    }

    /// An expression that should be true or false.
    pub(super) fn boolean(&mut self, tree: &Ast, operator: &'static str) -> Expr {
        let expr = self.expression(tree);
        if !expr.of.meets(&Type::Boolean) && !is_null(&expr.of) {
            let why = Why::Operands {
                operator,
                kinds: vec![expr.of.kind()],
            };
            let help = Bilingual::new(
                "写一个是非值：比较（如 x > 0）、true 或 false。",
                "write what is true or false: a comparison (such as x > 0), true or false.",
            );
            self.warn("not-boolean", tree.span, why.sentence(), help);
        }
        expr
    }

    pub(super) fn range(
        &mut self,
        tree: &Ast,
        start: &(Box<Ast>, bool),
        end: &(Box<Ast>, bool),
    ) -> Expr {
        let (low, high) = (self.expression(&start.0), self.expression(&end.0));
        if !ordered(&low.of, &high.of) {
            let why = Why::Operands {
                operator: "..",
                kinds: vec![low.of.kind(), high.of.kind()],
            };
            return self.error("operands", tree.span, why, help::in_order());
        }
        let of = match (&low.of, &high.of) {
            (Type::Null, other) | (other, Type::Null) => other.clone(),
            (one, other) => one.join(other),
        };
        Expr {
            kind: Kind::Range {
                start: (Some(Box::new(low)), start.1),
                end: (Some(Box::new(high)), end.1),
            },
            of: Type::range(of),
            span: tree.span,
        }
    }

    /// `(< 5)`: a range without bound on one side; `(= 5)` has both ends at 5.
    pub(super) fn unbounded_range(
        &mut self,
        tree: &Ast,
        operator: Operator,
        operand: &Ast,
    ) -> Expr {
        let end = self.expression(operand);
        let of = Type::range(end.of.clone());
        let none = || (None, false);
        let (start, end) = match operator {
            Operator::Less => (none(), (Some(Box::new(end)), false)),
            Operator::LessOrEqual => (none(), (Some(Box::new(end)), true)),
            Operator::Greater => ((Some(Box::new(end)), false), none()),
            Operator::GreaterOrEqual => ((Some(Box::new(end)), true), none()),
            Operator::Equal => {
                let same = Box::new(self.expression(operand));
                ((Some(Box::new(end)), true), (Some(same), true))
            }
            _ => {
                let why = Why::Operands {
                    operator: operator.sign(),
                    kinds: vec!["range"],
                };
                let help = help::written("(< 5) / (<= 5) / (> 5) / (>= 5) / (= 5)");
                return self.error("operands", tree.span, why, help);
            }
        };
        Expr {
            kind: Kind::Range { start, end },
            of,
            span: tree.span,
        }
    }
}

fn compare(tree: &Ast, operator: Operator, left: Expr, right: Expr) -> Expr {
    Expr {
        kind: Kind::Compare(operator, Box::new(left), Box::new(right)),
        of: Type::Boolean,
        span: tree.span,
    }
}

fn is_null(of: &Type) -> bool {
    *of == Type::Null
}

/// Whether values of these types may be put in order.
pub(super) fn ordered(one: &Type, other: &Type) -> bool {
    let has_order = |of: &Type| {
        !matches!(
            of,
            Type::Boolean | Type::List(_) | Type::Context(_) | Type::Function(_) | Type::Range(_)
        )
    };
    let days = |of: &Type| matches!(of, Type::Date | Type::DateTime);
    is_null(one)
        || is_null(other)
        || (has_order(one) && has_order(other) && one.meets(other))
        || (days(one) && days(other))
}

/// What an operator gives; none if it does not take these types.
fn arithmetic(operator: Operator, left: &Type, right: &Type) -> Option<Type> {
    use Type::{Any, Date, DateTime, DaysDuration, MonthsDuration, Null, Number, String, Time};
    let days = |of: &Type| matches!(of, Date | DateTime);
    let duration = |of: &Type| matches!(of, DaysDuration | MonthsDuration);
    Some(match (operator, left, right) {
        (_, Null, Null) => Null,
        (_, Any | Null, Any | Null) => Any,
        (_, Number, Number) => Number,
        (Operator::Power, Number, Any | Null) | (Operator::Power, Any | Null, Number) => Number,
        (Operator::Power, _, _) => return None,
        (Operator::Add, String, String | Any | Null) => String,
        (Operator::Add, Any | Null, String) => String,
        (_, String, _) | (_, _, String) => return None,
        (Operator::Add, left, right) => match (left, right) {
            (it, Any | Null) | (Any | Null, it) => match it {
                Number => Number,
                Time => Time,
                it if days(it) => it.clone(),
                it if duration(it) => Any,
                _ => return None,
            },
            (it, other) if duration(it) && it == other => it.clone(),
            (it, other) | (other, it) if days(it) && duration(other) => it.clone(),
            (Time, DaysDuration) | (DaysDuration, Time) => Time,
            _ => return None,
        },
        (Operator::Subtract, left, right) => match (left, right) {
            (Number, Any | Null) | (Any | Null, Number) => Number,
            (it, Any | Null) if days(it) || *it == Time || duration(it) => Any,
            (Any | Null, it) if days(it) || *it == Time => DaysDuration,
            (Any | Null, it) if duration(it) => Any,
            (it, other) if duration(it) && it == other => it.clone(),
            (it, other) if days(it) && days(other) => DaysDuration,
            (Time, Time) => DaysDuration,
            (it, other) if days(it) && duration(other) => it.clone(),
            (Time, DaysDuration) => Time,
            _ => return None,
        },
        (Operator::Multiply, left, right) => match (left, right) {
            (Number, Any | Null) | (Any | Null, Number) => Any,
            (it, Any | Null) | (Any | Null, it) if duration(it) => it.clone(),
            (it, Number) | (Number, it) if duration(it) => it.clone(),
            _ => return None,
        },
        (Operator::Divide, left, right) => match (left, right) {
            (Number, Any | Null) => Number,
            (Any | Null, Number) => Any,
            (it, Number) if duration(it) => it.clone(),
            (it, Any | Null) if duration(it) => Any,
            (Any | Null, it) if duration(it) => Number,
            (it, other) if duration(it) && it == other => Number,
            _ => return None,
        },
        _ => return None,
    })
}
