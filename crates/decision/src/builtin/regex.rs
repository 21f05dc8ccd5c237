//! `matches`, `replace` and `split`: regular expressions of XPath.

mod blocks;
mod class;
mod translate;

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};

use fancy_regex::{Captures, Regex, RegexBuilder};

use super::tools::{list, refuse, too_much};
use crate::machine::Machine;
use crate::value::{Value, Why};
use translate::{Fault, Flags, translate};

/// Steps back that one search may take.
const BACKTRACKS_MAX: usize = 1_000_000;
/// Bytes of a compiled pattern.
const SIZE_MAX: usize = 2_000_000;
/// Searches within one text, for a pattern that cannot be searched in one pass.
const HARD_FINDS_MAX: usize = 10_000;
/// Compiled patterns kept, by each thread and by all together.
const KEPT: usize = 64;

/// A compiled pattern.
struct Pattern {
    regex: Regex,
    quoted: bool,
}

/// Why there is no answer.
enum Failure {
    Pattern(Fault),
    /// The engine does not take it, or takes too long.
    TooCostly,
}

impl From<fancy_regex::Error> for Failure {
    fn from(_: fancy_regex::Error) -> Failure {
        Failure::TooCostly
    }
}

type Kept = Vec<((Box<str>, Box<str>), Arc<Pattern>)>;

/// The patterns used last, the latest at the end. Compiling costs a thousand searches, so
/// threads share them; each keeps its own list, as asking the shared one is waiting.
static SHARED: Mutex<Kept> = Mutex::new(Vec::new());

thread_local! {
    static PATTERNS: RefCell<Kept> = const { RefCell::new(Vec::new()) };
}

/// The compiled pattern, kept from the last time or made anew.
fn pattern(text: &str, flags: &str) -> Result<Arc<Pattern>, Failure> {
    PATTERNS.with_borrow_mut(|kept| {
        if let Some(found) = find(kept, text, flags) {
            return Ok(found);
        }
        let shared = || SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let found = find(&mut shared(), text, flags);
        let made = match found {
            Some(found) => found,
            None => {
                let made = Arc::new(compile(text, flags)?);
                keep(&mut shared(), text, flags, &made);
                made
            }
        };
        keep(kept, text, flags, &made);
        Ok(made)
    })
}

fn find(kept: &mut Kept, text: &str, flags: &str) -> Option<Arc<Pattern>> {
    let is = |((pattern, of), _): &((Box<str>, Box<str>), _)| **pattern == *text && **of == *flags;
    let at = kept.iter().rposition(is)?;
    // The latest is moved to the end only when it is far from there.
    if at + KEPT / 4 < kept.len() {
        let entry = kept.remove(at);
        kept.push(entry);
        return kept.last().map(|(_, it)| it.clone());
    }
    kept.get(at).map(|(_, it)| it.clone())
}

fn keep(kept: &mut Kept, text: &str, flags: &str, made: &Arc<Pattern>) {
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push(((text.into(), flags.into()), made.clone()));
}

fn compile(text: &str, flags: &str) -> Result<Pattern, Failure> {
    let flags = Flags::read(flags).map_err(Failure::Pattern)?;
    let made = translate(text, flags).map_err(Failure::Pattern)?;
    let regex = RegexBuilder::new(&made)
        .backtrack_limit(BACKTRACKS_MAX)
        .delegate_size_limit(SIZE_MAX)
        .delegate_dfa_size_limit(SIZE_MAX)
        .build()?;
    Ok(Pattern {
        regex,
        quoted: flags.quoted,
    })
}

fn failed(function: &str, parameter: &str, failure: &Failure) -> Value {
    match failure {
        Failure::Pattern(Fault::Flag(flag)) => refuse(
            function,
            "flags",
            format!("里的“{flag}”不是标志；可用 s、m、i、x、q。"),
            format!("has “{flag}” in it, which is no flag; there are s, m, i, x and q."),
        ),
        Failure::Pattern(Fault::At(at)) => refuse(
            function,
            parameter,
            format!("不是 XPath 正则表达式：第 {} 个字符处读不下去。", at + 1),
            format!(
                "is not a regular expression of XPath: it cannot be read at character {}.",
                at + 1
            ),
        ),
        Failure::Pattern(Fault::TooLarge) => refuse(
            function,
            parameter,
            "太长，或嵌套太深，或次数太大；请写得简单些。",
            "is too long, nested too deep or has too large a count; make it simpler.",
        ),
        Failure::TooCostly => Value::null(Why::Limit("regular expression")),
    }
}

/// Whether the pattern is found in the text.
pub(super) fn matches(input: &str, text: &str, flags: &str) -> Value {
    let found = pattern(text, flags).and_then(|it| Ok(it.regex.is_match(input)?));
    found.map_or_else(
        |failure| failed("matches", "pattern", &failure),
        Value::Boolean,
    )
}

/// Null: the pattern takes no characters at all, so that there is no telling how often.
fn takes_nothing(function: &str, parameter: &str) -> Value {
    refuse(
        function,
        parameter,
        "能匹配空文字，不能用来替换或切分。",
        "matches the empty string and cannot be used to replace or split.",
    )
}

/// Goes through what the pattern finds, one after the other.
fn each(
    pattern: &Pattern,
    input: &str,
    mut each: impl FnMut(&Captures<'_, str>) -> bool,
) -> Result<bool, Failure> {
    // A pattern with groups that look back may take its limit anew at every find.
    for (count, found) in pattern.regex.captures_iter(input).enumerate() {
        if !each(&found?) {
            return Ok(false);
        }
        if count > HARD_FINDS_MAX && pattern.is_hard() {
            return Err(Failure::TooCostly);
        }
    }
    Ok(true)
}

/// What a find costs, for it may have looked to the end of the text; a pattern that cannot
/// be searched in one pass may have gone back and forth there.
fn find_weight(pattern: &Pattern, input: &str, from: usize) -> usize {
    let left = input.len().saturating_sub(from);
    match pattern.is_hard() {
        true => left.saturating_mul(left).min(BACKTRACKS_MAX),
        false => 128 + left / 128,
    }
}

impl Pattern {
    /// Whether it looks back at its groups, so that it cannot be searched in one pass.
    fn is_hard(&self) -> bool {
        self.regex.as_str().contains("(?(")
    }
}

/// The text with what the pattern finds replaced.
pub(super) fn replace(
    machine: &mut Machine<'_>,
    input: &str,
    text: &str,
    replacement: &str,
    flags: &str,
) -> Value {
    let result = || {
        let pattern = pattern(text, flags)?;
        if pattern.regex.is_match("")? {
            return Ok(takes_nothing("replace", "pattern"));
        }
        let groups = pattern.regex.captures_len().saturating_sub(1);
        let Some(parts) = parts(replacement, groups, pattern.quoted) else {
            return Ok(refuse(
                "replace",
                "replacement",
                "里的 $ 后应有组号；要写 $ 或 \\ 本身，请写 \\$ 或 \\\\。",
                "should have the number of a group behind $; write \\$ or \\\\ for the sign \
                 itself.",
            ));
        };
        let mut made = String::new();
        let mut from = 0;
        let done = each(&pattern, input, |found| {
            let Some(all) = found.get(0) else {
                return true;
            };
            let before = made.len();
            made.push_str(input.get(from..all.start()).unwrap_or(""));
            for part in &parts {
                match part {
                    Part::Text(text) => made.push_str(text),
                    Part::Group(group) => {
                        made.push_str(found.get(*group).map_or("", |it| it.as_str()));
                    }
                }
            }
            from = all.end();
            machine.work(find_weight(&pattern, input, from)) && machine.afford(made.len() - before)
        })?;
        if !done {
            return Ok(machine.exhausted());
        }
        let rest = input.get(from..).unwrap_or("");
        if !machine.afford(rest.len()) {
            return Ok(too_much());
        }
        made.push_str(rest);
        Ok(Value::string(made))
    };
    result_of("replace", "pattern", result)
}

fn result_of(
    function: &str,
    parameter: &str,
    result: impl FnOnce() -> Result<Value, Failure>,
) -> Value {
    result().unwrap_or_else(|failure| failed(function, parameter, &failure))
}

/// A part of what comes in the place of what was found.
enum Part {
    Text(String),
    Group(usize),
}

/// Reads `$1`, `\$` and `\\`. Of a number beyond the groups there are, as many digits
/// count as make one of a group; one that has none stands for nothing.
fn parts(text: &str, groups: usize, quoted: bool) -> Option<Vec<Part>> {
    if quoted {
        return Some(vec![Part::Text(text.to_owned())]);
    }
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next()? {
                c @ ('\\' | '$') => plain.push(c),
                _ => return None,
            },
            '$' => {
                let mut group = rest.next()?.to_digit(10)? as usize;
                while let Some(digit) = rest.peek().and_then(|c| c.to_digit(10)) {
                    let longer = group * 10 + digit as usize;
                    if longer > groups || group == 0 {
                        break;
                    }
                    group = longer;
                    rest.next();
                }
                parts.push(Part::Text(std::mem::take(&mut plain)));
                parts.push(Part::Group(group));
            }
            c => plain.push(c),
        }
    }
    parts.push(Part::Text(plain));
    Some(parts)
}

/// The parts of the text between what the pattern finds.
pub(super) fn split(machine: &mut Machine<'_>, input: &str, text: &str) -> Value {
    let result = || {
        let pattern = pattern(text, "")?;
        if pattern.regex.is_match("")? {
            return Ok(takes_nothing("split", "delimiter"));
        }
        let mut all = Vec::new();
        let mut from = 0;
        let done = each(&pattern, input, |found| {
            if let Some(found) = found.get(0) {
                all.push(Value::from(input.get(from..found.start()).unwrap_or("")));
                from = found.end();
            }
            machine.work(find_weight(&pattern, input, from))
        })?;
        if !done {
            return Ok(machine.exhausted());
        }
        all.push(Value::from(input.get(from..).unwrap_or("")));
        if !machine.afford(input.len()) {
            return Ok(too_much());
        }
        Ok(list(machine, all))
    };
    result_of("split", "delimiter", result)
}
