//! Names of several words: how they are written, and finding the longest that a text
//! starts with.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::LazyLock;

use super::chars::{is_name_part, is_space, is_wide_sign, space_len};
use crate::value::Name;

/// The names of the built-in functions (DMN 1.5, clause 10.3.4), older ones that models
/// still use among them.
const BUILTINS: &[&str] = &[
    "abs",
    "after",
    "all",
    "any",
    "append",
    "before",
    "ceiling",
    "coincides",
    "concatenate",
    "contains",
    "context",
    "context merge",
    "context put",
    "count",
    "date",
    "date and time",
    "day of week",
    "day of year",
    "decimal",
    "distinct values",
    "duration",
    "during",
    "ends with",
    "even",
    "exp",
    "finished by",
    "finishes",
    "flatten",
    "floor",
    "get entries",
    "get value",
    "includes",
    "index of",
    "insert before",
    "is",
    "last day of month",
    "list contains",
    "list replace",
    "log",
    "lower case",
    "matches",
    "max",
    "mean",
    "median",
    "meets",
    "met by",
    "min",
    "mode",
    "modulo",
    "month of year",
    "not",
    "now",
    "number",
    "odd",
    "overlaps",
    "overlaps after",
    "overlaps before",
    "product",
    "range",
    "remove",
    "replace",
    "reverse",
    "round down",
    "round half down",
    "round half up",
    "round up",
    "sort",
    "split",
    "sqrt",
    "started by",
    "starts",
    "starts with",
    "stddev",
    "string",
    "string join",
    "string length",
    "sublist",
    "substring",
    "substring after",
    "substring before",
    "sum",
    "time",
    "today",
    "union",
    "upper case",
    "week of year",
    "years and months duration",
];

/// Names that follow a dot after a date, a time, a duration or a range (clause 10.3.2.6)
/// and have more than one word.
const PROPERTIES: &[&str] = &["start included", "end included", "time offset"];

/// No built-in name is longer.
const BUILTIN_LEN_MAX: usize = 32;

/// A name as it is kept: words joined by single spaces, none at its ends.
#[must_use]
pub fn normal_name(text: &str) -> Name {
    let words: Vec<_> = text.split(is_space).filter(|it| !it.is_empty()).collect();
    words.join(" ").into()
}

/// Where in a text a name ends that the text starts with; any amount of white space
/// counts as a space of the name.
pub(super) fn name_len(text: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    let mut words = name.split(' ');
    let first = words.next()?;
    at += text.starts_with(first).then_some(first.len())?;
    for word in words {
        let rest = text.get(at..)?;
        let space = space_len(rest);
        let rest = rest.get(space..).filter(|_| space > 0)?;
        at += space + rest.starts_with(word).then_some(word.len())?;
    }
    // A name does not end within a word.
    let ends_in_word = name.chars().next_back().is_some_and(is_name_part);
    let next = text.get(at..)?.chars().next();
    let goes_on = next.is_some_and(|it| is_name_part(it) && !is_wide_sign(it));
    (at > 0 && !(ends_in_word && goes_on)).then_some(at)
}

/// The longest of some sorted names that a text starts with, and its length in the text.
/// `up_to` gives the greatest name that is less than a text (or, if told so, not greater),
/// with what it stands for; no name is longer than `len_max`.
///
/// Every name that the text starts with is also what the greatest name up to the text
/// starts with; so each step either finds the longest or shortens what is looked for,
/// and thousands of names cost no more than a few.
pub(super) fn longest<'n, T>(
    text: &str,
    len_max: usize,
    up_to: impl Fn(&str, bool) -> Option<(&'n Name, T)>,
) -> Option<(&'n Name, T, usize)> {
    let normal = normal_start(text, len_max);
    let (mut bound, mut included) = (&*normal, true);
    loop {
        let (name, with) = up_to(bound, included)?;
        if let Some(len) = name_len(text, name) {
            return Some((name, with, len));
        }
        let same = common_len(name, bound);
        included = same < name.len();
        bound = bound.get(..same).filter(|it| !it.is_empty())?;
    }
}

/// The first `len_max` bytes or a few more of a text, its white space made single spaces.
fn normal_start(text: &str, len_max: usize) -> Cow<'_, str> {
    let end = (len_max..text.len()).find(|&at| text.is_char_boundary(at));
    let start = text.get(..end.unwrap_or(text.len())).unwrap_or(text);
    let plain = |pair: &[u8]| pair != b"  " && pair.iter().all(|it| (b' '..0x80).contains(it));
    if start.as_bytes().windows(2).all(plain) {
        return Cow::Borrowed(start);
    }
    let mut normal = String::new();
    let mut rest = text;
    while normal.len() < len_max
        && let Some(next) = rest.chars().next()
    {
        let space = space_len(rest);
        normal.push(if space > 0 { ' ' } else { next });
        rest = rest.get(space.max(next.len_utf8())..).unwrap_or_default();
    }
    Cow::Owned(normal)
}

/// How many bytes two texts have in common at their starts, whole characters only.
fn common_len(one: &str, other: &str) -> usize {
    let mut both = one.char_indices().zip(other.chars());
    match both.find(|((_, one), other)| one != other) {
        Some(((at, _), _)) => at,
        None => one.len().min(other.len()),
    }
}

/// The longest of some sorted names that a text starts with, and its length in the text.
pub(super) fn longest_of<'n>(
    text: &str,
    len_max: usize,
    names: &'n BTreeSet<Name>,
) -> Option<(&'n Name, usize)> {
    let found = longest(text, len_max, |bound, included| {
        let name = names.range::<str, _>(below(bound, included)).next_back()?;
        Some((name, ()))
    });
    found.map(|(name, (), len)| (name, len))
}

/// All up to a text.
pub(super) fn below(text: &str, included: bool) -> (Bound<&str>, Bound<&str>) {
    let end = if included {
        Bound::Included(text)
    } else {
        Bound::Excluded(text)
    };
    (Bound::Unbounded, end)
}

static BUILTIN_SET: LazyLock<BTreeSet<Name>> = LazyLock::new(|| set_of(BUILTINS));
static PROPERTY_SET: LazyLock<BTreeSet<Name>> = LazyLock::new(|| set_of(PROPERTIES));

fn set_of(names: &[&str]) -> BTreeSet<Name> {
    names.iter().map(|it| Name::from(*it)).collect()
}

/// The built-in function whose name a text starts with.
pub(super) fn builtin(text: &str) -> Option<(&'static Name, usize)> {
    longest_of(text, BUILTIN_LEN_MAX, &BUILTIN_SET)
}

/// The property of several words that a text starts with.
pub(super) fn property(text: &str) -> Option<(&'static Name, usize)> {
    longest_of(text, BUILTIN_LEN_MAX, &PROPERTY_SET)
}

/// Whether a word cannot be a name by itself.
pub(super) fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "between"
            | "else"
            | "every"
            | "false"
            | "for"
            | "function"
            | "if"
            | "in"
            | "instance"
            | "null"
            | "or"
            | "return"
            | "satisfies"
            | "some"
            | "then"
            | "true"
    )
}
