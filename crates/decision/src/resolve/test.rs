//! Unary tests: the cells of tables, the right side of `in`, allowed values.

use youwei_base::Bilingual;

use crate::feel::ast::{Ast, Kind as Written, Operator};
use crate::resolve::operator::ordered;
use crate::resolve::{Resolver, help};
use crate::tree::{Expr, Kind, Test};
use crate::types::Type;
use crate::value::{Value, kind_zh};

impl Resolver<'_> {
    /// Passed by what passes one of these; `of` is the type of what is tested.
    pub(super) fn either(&mut self, tests: &[Ast], of: &Type) -> Test {
        let mut values = Vec::new();
        let mut others = Vec::new();
        for test in tests {
            match self.test(test, of) {
                Test::OneOf(more) => values.extend(more),
                other => others.push(other),
            }
        }
        if !values.is_empty() {
            others.insert(0, Test::OneOf(values));
        }
        match others.len() {
            1 => others.swap_remove(0),
            _ => Test::Either(others),
        }
    }

    fn test(&mut self, tree: &Ast, of: &Type) -> Test {
        match &tree.kind {
            Written::Compare(operator, operand) => {
                let operand = self.expression(operand);
                self.fits(tree, of, &operand.of, *operator);
                compare(*operator, operand)
            }
            _ => {
                let question = asks(tree);
                let expr = self.expression(tree);
                if question {
                    return Test::Holds(Box::new(expr));
                }
                self.possible(tree, of, &expr.of);
                self.matches(expr)
            }
        }
    }

    fn matches(&mut self, expr: Expr) -> Test {
        if let Kind::Range { start, end } = &expr.kind {
            let known = |end: &(Option<Box<Expr>>, bool)| match &end.0 {
                None => Some(None),
                Some(it) => match it.constant()? {
                    Value::Null(_) => None,
                    value => Some(Some((value.clone(), end.1))),
                },
            };
            if let (Some(start), Some(end)) = (known(start), known(end)) {
                return Test::Between(start, end);
            }
        }
        match expr.constant() {
            Some(value) if is_plain(value) => Test::OneOf(vec![value.clone()]),
            _ => Test::Matches(Box::new(expr)),
        }
    }

    /// Says so if a test can never be passed by a value of type `of`.
    fn possible(&mut self, tree: &Ast, of: &Type, test: &Type) {
        let days = |it: &Type| matches!(it, Type::Date | Type::DateTime);
        let one = |of: &Type, test: &Type| of.meets(test) || (days(of) && days(test));
        let null = |it: &Type| *it == Type::Null;
        let fits = null(of)
            || null(test)
            || one(of, test)
            || match test {
                Type::List(item) => null(item) || one(of, item) || matches!(**item, Type::Range(_)),
                Type::Range(item) => one(&of.item(), item),
                _ => false,
            };
        if !fits {
            self.impossible(tree, of, test);
        }
    }

    fn fits(&mut self, tree: &Ast, of: &Type, test: &Type, operator: Operator) {
        let equality = matches!(operator, Operator::Equal | Operator::NotEqual);
        if !(ordered(of, test) || equality && of.meets(test)) {
            self.impossible(tree, of, test);
        }
    }

    fn impossible(&mut self, tree: &Ast, of: &Type, test: &Type) {
        let message = Bilingual::new(
            format!(
                "被检验的是{}，这里写的是{}，永远不会适用。",
                kind_zh(of.kind()),
                kind_zh(test.kind())
            ),
            format!(
                "a {} is tested by a {}: it never matches.",
                of.kind(),
                test.kind()
            ),
        );
        self.warn("impossible-test", tree.span, message, help::for_test(of));
    }
}

/// A comparison with a value; known beforehand if the value is.
fn compare(operator: Operator, operand: Expr) -> Test {
    let Some(value) = operand.constant().filter(|value| is_plain(value)) else {
        return Test::Compare(operator, Box::new(operand));
    };
    let value = value.clone();
    match operator {
        Operator::Equal => Test::OneOf(vec![value]),
        Operator::Less => Test::Between(None, Some((value, false))),
        Operator::LessOrEqual => Test::Between(None, Some((value, true))),
        Operator::Greater => Test::Between(Some((value, false)), None),
        Operator::GreaterOrEqual => Test::Between(Some((value, true)), None),
        _ => Test::Compare(operator, Box::new(operand)),
    }
}

/// Whether a constant is compared by value alone.
fn is_plain(value: &Value) -> bool {
    !matches!(
        value,
        Value::Null(_) | Value::List(_) | Value::Context(_) | Value::Range(_) | Value::Function(_)
    )
}

/// Whether an expression speaks of the value that is tested.
fn asks(tree: &Ast) -> bool {
    let mut found = false;
    tree.walk(&mut |it| found |= matches!(&it.kind, Written::Name(name) if &**name == "?"));
    found
}
