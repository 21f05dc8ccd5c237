//! Regular expressions of XPath (XQuery and XPath Functions and Operators 3.1, clause
//! 5.6.1, upon XML Schema part 2, appendix F) made into those of the engine. What XPath does
//! not have is refused, so that a pattern means the same wherever the model runs.

use super::class;

/// Why a pattern or its flags are not of XPath.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A flag other than s, m, i, x and q.
    Flag(char),
    /// A pattern that cannot be read from about this character on, counted from 0.
    At(usize),
    /// Too long, or with groups or classes too deep.
    TooLarge,
}

/// The flags of a pattern.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags {
    /// `s`: a dot is any character.
    pub dot_all: bool,
    /// `m`: lines begin and end within the text.
    pub lines: bool,
    /// `i`: capitals do not matter.
    pub fold: bool,
    /// `x`: spaces in the pattern do not count.
    pub spaced: bool,
    /// `q`: the pattern is the text that it is.
    pub quoted: bool,
}

/// The longest pattern, in characters.
const LENGTH_MAX: usize = 20_000;
/// The deepest group in a group.
const DEPTH_MAX: usize = 50;
/// The largest count of a quantifier.
const COUNT_MAX: u32 = 1_000;

impl Flags {
    pub(super) fn read(text: &str) -> Result<Flags, Fault> {
        let mut flags = Flags::default();
        for flag in text.chars() {
            match flag {
                's' => flags.dot_all = true,
                'm' => flags.lines = true,
                'i' => flags.fold = true,
                'x' => flags.spaced = true,
                'q' => flags.quoted = true,
                other => return Err(Fault::Flag(other)),
            }
        }
        Ok(flags)
    }
}

/// The pattern as the engine takes it.
pub(super) fn translate(pattern: &str, flags: Flags) -> Result<String, Fault> {
    if pattern.chars().nth(LENGTH_MAX).is_some() {
        return Err(Fault::TooLarge);
    }
    let mut made = String::from(if flags.fold { "(?i)" } else { "" });
    if flags.quoted {
        pattern.chars().for_each(|c| class::push(c, &mut made));
        return Ok(made);
    }
    let text: Vec<char> = if flags.spaced {
        without_spaces(pattern)
    } else {
        pattern.chars().collect()
    };
    let mut reader = Reader {
        text: &text,
        at: 0,
        flags,
        opened: 0,
        closed: Vec::new(),
        made,
    };
    reader.branches(0)?;
    if reader.at < text.len() {
        return Err(reader.fault());
    }
    Ok(reader.made)
}

/// Without white space, except in classes.
fn without_spaces(pattern: &str) -> Vec<char> {
    let mut depth = 0usize;
    let mut escaped = false;
    let mut kept = Vec::with_capacity(pattern.len());
    for c in pattern.chars() {
        let space = matches!(c, ' ' | '\t' | '\n' | '\r');
        if space && depth == 0 {
            continue;
        }
        match c {
            '[' if !escaped => depth += 1,
            ']' if !escaped => depth = depth.saturating_sub(1),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        kept.push(c);
    }
    kept
}

/// Reads a pattern and writes its translation.
pub(super) struct Reader<'a> {
    pub(super) text: &'a [char],
    pub(super) at: usize,
    flags: Flags,
    /// Groups begun.
    opened: usize,
    /// The numbers of groups ended: only those can be referred to.
    closed: Vec<usize>,
    pub(super) made: String,
}

impl Reader<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    pub(super) fn take(&mut self, wanted: char) -> bool {
        let taken = self.peek() == Some(wanted);
        self.at += usize::from(taken);
        taken
    }

    pub(super) fn fault(&self) -> Fault {
        Fault::At(self.at)
    }

    /// `a|b`, up to the end or the bracket that ends the group.
    fn branches(&mut self, depth: usize) -> Result<(), Fault> {
        if depth > DEPTH_MAX {
            return Err(Fault::TooLarge);
        }
        while let Some(c) = self.peek() {
            match c {
                ')' => break,
                '|' => {
                    self.at += 1;
                    self.made.push('|');
                }
                _ => {
                    let start = self.made.len();
                    self.atom(depth)?;
                    self.quantifier(start, matches!(c, '^' | '$'))?;
                }
            }
        }
        Ok(())
    }

    fn atom(&mut self, depth: usize) -> Result<(), Fault> {
        let c = self.next().ok_or(self.fault())?;
        match c {
            '(' => self.group(depth)?,
            '[' => {
                let made = class::class(self, 0)?;
                self.made.push_str(&made);
            }
            '.' if self.flags.dot_all => self.made.push_str("(?s:.)"),
            '.' => self.made.push_str(r"[^\n\r]"),
            '^' if self.flags.lines => self.made.push_str(r"(?:\A|(?<=\n)(?!\z))"),
            '^' => self.made.push_str(r"\A"),
            '$' if self.flags.lines => self.made.push_str(r"(?=\n|\z)"),
            '$' => self.made.push_str(r"\z"),
            '\\' => self.escape()?,
            '?' | '*' | '+' | '{' | '}' | ']' => {
                self.at -= 1;
                return Err(self.fault());
            }
            c => class::push(c, &mut self.made),
        }
        Ok(())
    }

    fn group(&mut self, depth: usize) -> Result<(), Fault> {
        let number = if self.take('?') {
            if !self.take(':') {
                return Err(self.fault());
            }
            self.made.push_str("(?:");
            None
        } else {
            self.opened += 1;
            self.made.push('(');
            Some(self.opened)
        };
        self.branches(depth + 1)?;
        if !self.take(')') {
            return Err(self.fault());
        }
        self.made.push(')');
        self.closed.extend(number);
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Fault> {
        if self.peek().is_some_and(|c| c.is_ascii_digit()) {
            return self.back_reference();
        }
        let made = class::escape(self)?;
        match made {
            class::Item::One(c) => class::push(c, &mut self.made),
            class::Item::Many(set) => {
                // Categories are what they are, whether or not capitals matter.
                let exact = self.flags.fold && set.contains("\\p");
                let (open, close) = if exact { ("(?-i:", ")") } else { ("", "") };
                self.made.push_str(open);
                self.made.push_str(&format!("[{set}]"));
                self.made.push_str(close);
            }
        }
        Ok(())
    }

    /// `\1`: what a group before it took; nothing, if that took no part. As many digits
    /// count as make the number of a group.
    fn back_reference(&mut self) -> Result<(), Fault> {
        let mut number = 0usize;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let longer = number * 10 + digit as usize;
            if number > 0 && longer > self.opened {
                break;
            }
            number = longer;
            self.at += 1;
        }
        if !self.closed.contains(&number) {
            return Err(self.fault());
        }
        self.made.push_str(&format!("(?({number})\\{number}|)"));
        Ok(())
    }

    /// `?`, `*`, `+`, `{2}`, `{2,}`, `{2,5}`, each perhaps with `?` for as few as will do.
    fn quantifier(&mut self, start: usize, anchor: bool) -> Result<(), Fault> {
        let made = match self.peek() {
            Some(c @ ('?' | '*' | '+')) => {
                self.at += 1;
                c.to_string()
            }
            Some('{') => {
                self.at += 1;
                self.counts()?
            }
            _ => return Ok(()),
        };
        let few = if self.take('?') { "?" } else { "" };
        if !anchor {
            // Wrapped, so that nothing written for the atom comes between.
            self.made.insert_str(start, "(?:");
            self.made.push(')');
            self.made.push_str(&made);
            self.made.push_str(few);
        } else if made.starts_with(['?', '*']) || made.starts_with("{0") {
            // A place that need not be is anywhere; one that must be is so once and for all.
            self.made.truncate(start);
        }
        match self.peek() {
            Some('?' | '*' | '+' | '{') => Err(self.fault()),
            _ => Ok(()),
        }
    }

    fn counts(&mut self) -> Result<String, Fault> {
        let least = self.count()?;
        if self.take('}') {
            return Ok(format!("{{{least}}}"));
        }
        if !self.take(',') {
            return Err(self.fault());
        }
        if self.take('}') {
            return Ok(format!("{{{least},}}"));
        }
        let most = self.count()?;
        if !self.take('}') || most < least {
            return Err(self.fault());
        }
        Ok(format!("{{{least},{most}}}"))
    }

    fn count(&mut self) -> Result<u32, Fault> {
        let mut count: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let longer = count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
            if longer > COUNT_MAX {
                return Err(Fault::TooLarge);
            }
            count = Some(longer);
            self.at += 1;
        }
        count.ok_or(self.fault())
    }
}
