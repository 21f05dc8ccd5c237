//! Unary tests: the entries of decision tables, and what stands after `in`.

use super::cursor::{Parser, Part, Read, highest};
use super::expression::level;
use super::slip;
use crate::feel::ast::{Ast, Kind, UnaryTests};
use crate::types::Type;

impl Parser<'_, '_> {
    /// All the tests of an input entry.
    pub fn unary_tests(&mut self) -> Read<UnaryTests> {
        if self.rest().trim_end() == "-" {
            return Ok(UnaryTests::Any);
        }
        if self.scope.get("?").is_none() {
            self.scope.enter("?".into(), Type::Any);
        }
        if let Some(tests) = self.negated_tests()? {
            return Ok(UnaryTests::Not(tests));
        }
        let (tests, _) = self.tests()?;
        self.end()?;
        Ok(UnaryTests::Tests(tests))
    }

    /// `not(…)`, if it is the whole text; `not(a) and b` is an expression.
    fn negated_tests(&mut self) -> Read<Option<Vec<Ast>>> {
        let longer = self.known().is_some_and(|it| it.len > "not".len());
        if self.word() != "not" || longer {
            return Ok(None);
        }
        let (at, ended) = (self.at, self.ended);
        self.step("not".len())?;
        let open = self.at;
        if self.eat("(")? {
            let (tests, _) = self.tests()?;
            self.close(open, ")")?;
            if self.is_end() {
                return Ok(Some(tests));
            }
        }
        (self.at, self.ended) = (at, ended);
        Ok(None)
    }

    /// Tests with commas between them, and the height of the highest.
    fn tests(&mut self) -> Read<(Vec<Ast>, u32)> {
        let mut tests = Vec::new();
        let mut height = 0;
        loop {
            let test = self.expression()?;
            height = height.max(test.height);
            tests.push(test.ast);
            if !self.eat(",")? {
                return Ok((tests, height));
            }
        }
    }

    /// What stands after `in`.
    pub fn membership(&mut self, left: Part) -> Read<Part> {
        let start = left.start();
        let (tests, height) = self.membership_tests()?;
        let height = height.max(left.height);
        self.part(Kind::In(Box::new(left.ast), tests), start, height)
    }

    fn membership_tests(&mut self) -> Read<(Vec<Ast>, u32)> {
        if self.comparison_sign().is_some() {
            return single(self.compare()?);
        }
        if self.byte() != b'(' {
            return single(self.sum()?);
        }
        // `(` opens a range, a list of tests, or an operand of a sum.
        let open = self.at;
        self.step(1)?;
        let outer = std::mem::take(&mut self.in_range_end);
        let first = self.expression()?;
        self.in_range_end = outer;
        if self.at_range_sign() {
            let range = self.range_from(open, first, false)?;
            return self.rest_of_sum(range);
        }
        if self.byte() == b')' {
            self.step(1)?;
            let goes_on = match self.byte() {
                b'.' => !self.at_range_sign(),
                b'[' => !self.in_range_end,
                it => matches!(it, b'(' | b'+' | b'-' | b'*' | b'/'),
            };
            if goes_on && !matches!(first.ast.kind, Kind::Compare(..)) {
                return self.rest_of_sum(first);
            }
            return single(first);
        }
        let mut height = highest([&first]);
        let mut tests = vec![first.ast];
        if self.eat(",")? {
            let outer = std::mem::take(&mut self.in_range_end);
            let (more, of_more) = self.tests()?;
            self.in_range_end = outer;
            height = height.max(of_more);
            tests.extend(more);
        }
        self.close(open, ")")?;
        Ok((tests, height))
    }

    /// The first operand is read; the rest of it and of the sum.
    fn rest_of_sum(&mut self, first: Part) -> Read<(Vec<Ast>, u32)> {
        let whole = self.selections(first)?;
        let whole = self.instance_of(whole)?;
        single(self.operators(whole, level::SUM)?)
    }

    /// Whether `..` is next.
    pub fn at_range_sign(&self) -> bool {
        self.rest().starts_with("..")
    }

    /// What opened at a place must close here.
    pub fn close(&mut self, open: usize, sign: &str) -> Read<()> {
        if self.eat(sign)? {
            return Ok(());
        }
        Err(slip::unclosed(self, open, sign))
    }
}

fn single(test: Part) -> Read<(Vec<Ast>, u32)> {
    Ok((vec![test.ast], test.height))
}
