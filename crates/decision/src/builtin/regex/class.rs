//! Sets of characters in a pattern: `[a-z-[aeiou]]`, `\d`, `\p{Lu}`.

use super::blocks::block;
use super::translate::{Fault, Reader};

/// The deepest class taken away from a class.
const DEPTH_MAX: usize = 20;

/// What an escape, or an item of a class, stands for.
pub(super) enum Item {
    /// A character.
    One(char),
    /// Characters, as they are written within a class of the engine.
    Many(String),
}

/// Writes a character so that it means itself, within a class and without.
pub(super) fn push(c: char, made: &mut String) {
    if c.is_ascii_alphanumeric() || !c.is_ascii() {
        made.push(c);
    } else {
        made.push_str(&format!("\\x{{{:X}}}", u32::from(c)));
    }
}

/// What follows `[`, up to its `]`.
pub(super) fn class(reader: &mut Reader<'_>, depth: usize) -> Result<String, Fault> {
    if depth > DEPTH_MAX {
        return Err(Fault::TooLarge);
    }
    let mut set = String::from(if reader.take('^') { "[^" } else { "[" });
    let mut some = false;
    loop {
        match reader.peek().ok_or(reader.fault())? {
            ']' if some => {
                reader.at += 1;
                set.push(']');
                return Ok(set);
            }
            '-' if some && reader.text.get(reader.at + 1) == Some(&'[') => {
                reader.at += 2;
                set.push(']');
                let less = class(reader, depth + 1)?;
                if !reader.take(']') {
                    return Err(reader.fault());
                }
                return Ok(format!("[{set}--{less}]"));
            }
            '-' => {
                // Itself where nothing could stand before or behind it.
                let next = reader.text.get(reader.at + 1);
                let last = next == Some(&']')
                    || next == Some(&'-') && reader.text.get(reader.at + 2) == Some(&'[');
                if some && !last {
                    return Err(reader.fault());
                }
                reader.at += 1;
                push('-', &mut set);
            }
            _ => item(reader, &mut set)?,
        }
        some = true;
    }
}

/// A character, a range of them, or a set.
fn item(reader: &mut Reader<'_>, set: &mut String) -> Result<(), Fault> {
    let first = match one(reader)? {
        Item::Many(many) => {
            set.push_str(&many);
            return Ok(());
        }
        Item::One(first) => first,
    };
    push(first, set);
    let next = reader.text.get(reader.at + 1);
    let range = reader.peek() == Some('-') && !matches!(next, None | Some('[' | ']'));
    // `a--[b]` is `a`, `-`, less `b`.
    let range = range && !(next == Some(&'-') && reader.text.get(reader.at + 2) == Some(&'['));
    if !range {
        return Ok(());
    }
    reader.at += 1;
    match one(reader)? {
        Item::One(last) if last >= first => {
            set.push('-');
            push(last, set);
            Ok(())
        }
        _ => Err(reader.fault()),
    }
}

fn one(reader: &mut Reader<'_>) -> Result<Item, Fault> {
    match reader.next().ok_or(reader.fault())? {
        '\\' => escape(reader),
        '[' | ']' => Err(reader.fault()),
        c => Ok(Item::One(c)),
    }
}

/// What follows a backslash.
pub(super) fn escape(reader: &mut Reader<'_>) -> Result<Item, Fault> {
    let c = reader.next().ok_or(reader.fault())?;
    let many = |set: &str| Ok(Item::Many(set.to_owned()));
    match c {
        'n' => Ok(Item::One('\n')),
        'r' => Ok(Item::One('\r')),
        't' => Ok(Item::One('\t')),
        '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '[' | ']' | '^'
        | '$' => Ok(Item::One(c)),
        's' => many(r" \t\n\r"),
        'S' => many(r"[^ \t\n\r]"),
        'd' => many(r"\p{Nd}"),
        'D' => many(r"\P{Nd}"),
        'w' => many(r"[^\p{P}\p{Z}\p{C}]"),
        'W' => many(r"\p{P}\p{Z}\p{C}"),
        'i' => many(NAME_START),
        'I' => Ok(Item::Many(format!("[^{NAME_START}]"))),
        'c' => Ok(Item::Many(format!("{NAME_START}{NAME_MORE}"))),
        'C' => Ok(Item::Many(format!("[^{NAME_START}{NAME_MORE}]"))),
        'p' => Ok(Item::Many(property(reader, false)?)),
        'P' => Ok(Item::Many(property(reader, true)?)),
        _ => {
            reader.at -= 1;
            Err(reader.fault())
        }
    }
}

/// `{Lu}` or `{IsBasicLatin}`.
fn property(reader: &mut Reader<'_>, not: bool) -> Result<String, Fault> {
    if !reader.take('{') {
        return Err(reader.fault());
    }
    let mut name = String::new();
    loop {
        match reader.next() {
            Some('}') => break,
            Some(c) if c.is_ascii_alphanumeric() || c == '-' => name.push(c),
            _ => return Err(reader.fault()),
        }
    }
    if let Some(name) = name.strip_prefix("Is") {
        let (first, last) = block(name).ok_or(reader.fault())?;
        let not = if not { "^" } else { "" };
        return Ok(format!("[{not}\\x{{{first:X}}}-\\x{{{last:X}}}]"));
    }
    if !CATEGORIES.contains(&name.as_str()) {
        return Err(reader.fault());
    }
    Ok(format!("\\{}{{{name}}}", if not { 'P' } else { 'p' }))
}

/// What names of XML begin with.
const NAME_START: &str = r"_:A-Za-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}";
/// What else is in names of XML.
const NAME_MORE: &str = r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}";

/// The categories of Unicode that have a name in XML Schema.
const CATEGORIES: [&str; 36] = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
    "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C",
    "Cc", "Cf", "Co", "Cn",
];
