//! `range("[1..5)")`: a range as it is written, both ends literals.

use std::sync::Arc;

use super::tools::refuse;
use crate::number::Number;
use crate::temporal::{Date, DateTime, Duration, Temporal, Time};
use crate::value::{Range, Value, compare};

/// The range that a text is, or null.
pub(super) fn read(text: &str) -> Value {
    let Some(range) = range(text) else {
        return refuse(
            "range",
            "from",
            "不是区间；区间写作 [1..5]、(1..5) 或 [@\"2026-01-01\"..@\"2026-12-31\"]，两端都要有值。",
            "is not a range; a range is written [1..5], (1..5) or \
             [@\"2026-01-01\"..@\"2026-12-31\"], with a literal at both ends.",
        );
    };
    match compare(&range.start, &range.end) {
        None => refuse(
            "range",
            "from",
            "的两端不是同一种可比较先后的值。",
            "has ends that are not values of one kind with an order.",
        ),
        Some(std::cmp::Ordering::Greater) => refuse(
            "range",
            "from",
            "的下端大于上端。",
            "has a lower end above its upper end.",
        ),
        Some(_) => Value::Range(Arc::new(range)),
    }
}

fn range(text: &str) -> Option<Range> {
    let mut reader = Reader { left: text.trim() };
    let start_included = match reader.next()? {
        '[' => true,
        '(' | ']' => false,
        _ => return None,
    };
    let start = reader.literal()?;
    reader.skip();
    reader.left = reader.left.strip_prefix("..")?;
    let end = reader.literal()?;
    reader.skip();
    let end_included = match reader.next()? {
        ']' => true,
        ')' | '[' => false,
        _ => return None,
    };
    reader.left.is_empty().then_some(Range {
        start,
        start_included,
        end,
        end_included,
    })
}

struct Reader<'a> {
    left: &'a str,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let mut rest = self.left.chars();
        let next = rest.next()?;
        self.left = rest.as_str();
        Some(next)
    }

    fn skip(&mut self) {
        self.left = self.left.trim_start();
    }

    fn take(&mut self, token: &str) -> bool {
        self.skip();
        match self.left.strip_prefix(token) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }

    /// A number, a string, `@"…"`, or one of the functions that make days, times and
    /// durations, of a string.
    fn literal(&mut self) -> Option<Value> {
        self.skip();
        if self.left.starts_with('"') {
            return Some(Value::string(self.string()?));
        }
        if self.take("@") {
            return Some(match Temporal::parse(&self.string()?).ok()? {
                Temporal::Date(it) => Value::Date(it),
                Temporal::Time(it) => Value::Time(it),
                Temporal::DateTime(it) => Value::DateTime(Arc::new(it)),
                Temporal::DaysDuration(it) => Value::DaysDuration(it),
                Temporal::MonthsDuration(it) => Value::MonthsDuration(it),
            });
        }
        type Make = fn(&str) -> Option<Value>;
        let calls: [(&str, Make); 4] = [
            ("date and time", |text| {
                let it = DateTime::parse(text).ok()?;
                Some(Value::DateTime(Arc::new(it)))
            }),
            ("date", |text| Date::parse(text).ok().map(Value::Date)),
            ("time", |text| Time::parse(text).ok().map(Value::Time)),
            ("duration", |text| {
                Some(match Duration::parse(text).ok()? {
                    Duration::Days(it) => Value::DaysDuration(it),
                    Duration::Months(it) => Value::MonthsDuration(it),
                })
            }),
        ];
        for (name, make) in calls {
            if self.take(name) {
                let text = self.take("(").then(|| self.string())??;
                return make(&text).filter(|_| self.take(")"));
            }
        }
        self.number()
    }

    /// Digits with a sign and a decimal point; the two points of the range end it.
    fn number(&mut self) -> Option<Value> {
        let negative = self.take("-");
        self.skip();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let whole = digits(self.left);
        let behind = self.left.get(whole..)?.strip_prefix('.');
        let behind = behind.map_or(0, digits);
        let size = whole + if behind > 0 { behind + 1 } else { 0 };
        let (text, left) = self.left.split_at_checked(size)?;
        let number: Number = text.parse().ok()?;
        self.left = left;
        Some(Value::Number(if negative { -number } else { number }))
    }

    /// A string in quotes, its escapes resolved.
    fn string(&mut self) -> Option<String> {
        self.skip();
        self.left = self.left.strip_prefix('"')?;
        let mut text = String::new();
        loop {
            match self.next()? {
                '"' => return Some(text),
                '\\' => match self.next()? {
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    c @ ('"' | '\'' | '\\') => text.push(c),
                    'u' => text.push(self.escaped(4)?),
                    'U' => text.push(self.escaped(6)?),
                    other => text.extend(['\\', other]),
                },
                c => text.push(c),
            }
        }
    }

    /// The character of so many hexadecimal digits; of a pair of surrogates, both.
    fn escaped(&mut self, digits: usize) -> Option<char> {
        let mut unit = || {
            let (hex, left) = self.left.split_at_checked(digits)?;
            self.left = left;
            u32::from_str_radix(hex, 16).ok()
        };
        let first = unit()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first);
        }
        self.left = self.left.strip_prefix("\\u")?;
        let (hex, left) = self.left.split_at_checked(4)?;
        self.left = left;
        let second = u32::from_str_radix(hex, 16).ok()?;
        let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
        char::decode_utf16(pair).next()?.ok()
    }
}
