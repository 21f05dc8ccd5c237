//! Operators and their order: `or`, `and`, comparisons, `+ -`, `* /`, `**`, sign,
//! `instance of`; equals from left to right.

use super::cursor::{Parser, Part, Read};
use super::slip;
use crate::feel::ast::{Ast, Kind, Operator};

/// How tightly operators bind.
pub(super) mod level {
    pub const OR: u8 = 1;
    pub const AND: u8 = 2;
    pub const COMPARISON: u8 = 3;
    pub const SUM: u8 = 4;
    pub const PRODUCT: u8 = 5;
    pub const POWER: u8 = 6;
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy)]
enum Infix {
    Or,
    And,
    Between,
    In,
    Sign(Operator),
}

impl Parser<'_, '_> {
    /// An expression, tests such as `< 5` among them.
    pub fn expression(&mut self) -> Read<Part> {
        self.nest(|parser| match parser.comparison_sign() {
            Some(_) => parser.compare(),
            None => {
                let left = parser.operand()?;
                parser.operators(left, level::OR)
            }
        })
    }

    /// A sum, product or less: what may stand beside a comparison.
    pub fn sum(&mut self) -> Read<Part> {
        let left = self.operand()?;
        self.operators(left, level::SUM)
    }

    /// What a comparison sign stands before: `< 5`.
    pub fn compare(&mut self) -> Read<Part> {
        let start = self.at;
        let Some((operator, len)) = self.comparison_sign() else {
            return Err(slip::operand(self));
        };
        self.step(len)?;
        let with = self.sum()?;
        let height = with.height;
        self.part(Kind::Compare(operator, Box::new(with.ast)), start, height)
    }

    /// The comparison sign that is next, and its length.
    pub fn comparison_sign(&self) -> Option<(Operator, usize)> {
        Some(match (self.byte(), self.byte_after(1)) {
            (b'=', b'=') | (b'<', b'>') => return None,
            (b'=', _) => (Operator::Equal, 1),
            (b'!', b'=') => (Operator::NotEqual, 2),
            (b'<', b'=') => (Operator::LessOrEqual, 2),
            (b'<', _) => (Operator::Less, 1),
            (b'>', b'=') => (Operator::GreaterOrEqual, 2),
            (b'>', _) => (Operator::Greater, 1),
            _ => return None,
        })
    }

    /// The operators of at least this level that follow an operand, and their operands.
    pub fn operators(&mut self, mut left: Part, least: u8) -> Read<Part> {
        while let Some((infix, binds, len)) = self.infix()
            && binds >= least
        {
            let start = left.start();
            self.step(len)?;
            if let Infix::In = infix {
                left = self.membership(left)?;
                continue;
            }
            let next = self.operand()?;
            let right = self.operators(next, binds + 1)?;
            let mut height = left.height.max(right.height);
            let (one, other) = (Box::new(left.ast), Box::new(right.ast));
            let kind = match infix {
                Infix::Or => Kind::Or(one, other),
                Infix::And => Kind::And(one, other),
                Infix::Sign(operator) => Kind::Binary(operator, one, other),
                Infix::Between | Infix::In => {
                    if !self.eat_word("and")? {
                        return Err(slip::between_without_and(self));
                    }
                    let upper = self.sum()?;
                    height = height.max(upper.height);
                    Kind::Between(one, other, Box::new(upper.ast))
                }
            };
            left = self.part(kind, start, height)?;
        }
        Ok(left)
    }

    /// The operator that is next, how tightly it binds and its length.
    fn infix(&self) -> Option<(Infix, u8, usize)> {
        let sign = |operator, binds, len| Some((Infix::Sign(operator), binds, len));
        match self.byte() {
            b'+' => sign(Operator::Add, level::SUM, 1),
            b'-' => sign(Operator::Subtract, level::SUM, 1),
            b'*' if self.byte_after(1) == b'*' => sign(Operator::Power, level::POWER, 2),
            b'*' => sign(Operator::Multiply, level::PRODUCT, 1),
            b'/' => sign(Operator::Divide, level::PRODUCT, 1),
            b'=' | b'!' | b'<' | b'>' => {
                let (operator, len) = self.comparison_sign()?;
                sign(operator, level::COMPARISON, len)
            }
            b'a' | b'b' | b'i' | b'o' => {
                let word = self.word();
                let (infix, binds) = match word {
                    "or" => (Infix::Or, level::OR),
                    "and" => (Infix::And, level::AND),
                    "between" => (Infix::Between, level::COMPARISON),
                    "in" => (Infix::In, level::COMPARISON),
                    _ => return None,
                };
                Some((infix, binds, word.len()))
            }
            _ => None,
        }
    }

    /// An operand with its sign and what is said after it.
    pub fn operand(&mut self) -> Read<Part> {
        let start = self.at;
        if self.byte() != b'-' {
            let first = self.primary()?;
            let whole = self.selections(first)?;
            return self.instance_of(whole);
        }
        self.step(1)?;
        // A number's sign belongs to the number: `-1 instance of number`.
        if self.at_digits() {
            let number = self.number()?;
            let height = number.height;
            let negative = self.part(negated(number.ast), start, height)?;
            let whole = self.selections(negative)?;
            return self.instance_of(whole);
        }
        let of = self.nest(Self::operand)?;
        let height = of.height;
        self.part(negated(of.ast), start, height)
    }

    /// `instance of T`, if that follows.
    pub fn instance_of(&mut self, left: Part) -> Read<Part> {
        if self.byte() != b'i' || self.word() != "instance" {
            return Ok(left);
        }
        let start = left.start();
        self.step("instance".len())?;
        if !self.eat_word("of")? {
            return Err(slip::expected(self, "of", None));
        }
        let of = self.type_name()?;
        let height = left.height;
        self.part(Kind::InstanceOf(Box::new(left.ast), of), start, height)
    }
}

fn negated(of: Ast) -> Kind {
    Kind::Negate(Box::new(of))
}
