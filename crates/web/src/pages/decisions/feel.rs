//! FEEL texts as people read them: lightly coloured, and names that mean an element of
//! the model lead to it.

use maud::{Markup, html};

use crate::words::Lang;

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Number(&'a str),
    Word(&'a str),
    Name(&'a str),
    Call(&'a str),
    Link(&'a str, usize),
    Sign(&'a str),
    Space(&'a str),
    Comment(&'a str),
}

const WORDS: [&str; 19] = [
    "if",
    "then",
    "else",
    "for",
    "in",
    "return",
    "some",
    "every",
    "satisfies",
    "and",
    "or",
    "not",
    "between",
    "instance",
    "of",
    "function",
    "true",
    "false",
    "null",
];

/// The names that lead somewhere: each with its anchor.
pub(super) type Links = [(String, String)];

/// An expression, as it is written.
pub(super) fn expression(text: &str, links: &Links) -> Markup {
    let several = text.trim().contains('\n');
    html! { code.feel.block[several] { (marked(text.trim(), links, None)) } }
}

/// A cell of a table, said a little more plainly: texts without quotes, ≥ for >=, yes for
/// true. What it says stays word for word the same.
pub(super) fn cell(text: &str, links: &Links, lang: Lang) -> Markup {
    match text.trim() {
        "" | "-" => html! { span.any title=(lang.pick("任意", "anything")) { "–" } },
        text => html! { code.feel.cell { (marked(text, links, Some(lang))) } },
    }
}

fn marked(text: &str, links: &Links, plain: Option<Lang>) -> Markup {
    html! {
        @for piece in pieces(text, links) {
            @match piece {
                Piece::Text(it) => span.s { @if plain.is_some() { (it.trim_matches('"')) } @else { (it) } },
                Piece::Number(it) => span.n { (it) },
                Piece::Word(it) => span.k { (plain.and_then(|lang| word(it, lang)).unwrap_or(it)) },
                Piece::Call(it) => span.f { (it) },
                Piece::Link(it, at) => a href={ "#" (links.get(at).map_or("", |link| &link.1)) } { (it) },
                Piece::Sign(it) => span.o { @match (plain, it) { (Some(_), ">=") => "≥", (Some(_), "<=") => "≤", (Some(_), "!=") => "≠", (Some(_), ",") => "、", _ => (it) } },
                Piece::Comment(it) => span.c { (it) },
                Piece::Name(it) | Piece::Space(it) => (it),
            }
        }
    }
}

fn word(it: &str, lang: Lang) -> Option<&'static str> {
    Some(match it {
        "true" => lang.pick("是", "yes"),
        "false" => lang.pick("否", "no"),
        "null" => lang.pick("空", "null"),
        "not" => lang.pick("非", "not"),
        _ => return None,
    })
}

fn pieces<'a>(text: &'a str, links: &Links) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    // The longest name first, since one may begin with another.
    let mut known: Vec<usize> = (0..links.len())
        .filter(|at| !links[*at].0.is_empty())
        .collect();
    known.sort_by_key(|at| std::cmp::Reverse(links[*at].0.len()));
    while let Some(first) = rest.chars().next() {
        let (length, piece): (usize, fn(&'a str) -> Piece<'a>) = if first.is_whitespace() {
            (span(rest, char::is_whitespace), Piece::Space)
        } else if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), Piece::Comment)
        } else if rest.starts_with("/*") {
            (
                rest.find("*/").map_or(rest.len(), |at| at + 2),
                Piece::Comment,
            )
        } else if first == '"' {
            (quoted(rest), Piece::Text)
        } else if rest.starts_with("@\"") {
            (1 + quoted(&rest[1..]), Piece::Text)
        } else if first.is_ascii_digit() {
            // `1..3` is a range of two numbers.
            let digits = span(rest, |it| it.is_ascii_digit());
            let point = rest[digits..].strip_prefix('.');
            let more = point.map_or(0, |after| span(after, |it| it.is_ascii_digit()));
            (digits + if more > 0 { 1 + more } else { 0 }, Piece::Number)
        } else if of_name(first) {
            let begins = |at: &&usize| {
                rest.strip_prefix(links[**at].0.as_str())
                    .is_some_and(|after| !after.starts_with(of_name))
            };
            if let Some(at) = known.iter().find(begins) {
                let length = links[*at].0.len();
                pieces.push(Piece::Link(&rest[..length], *at));
                rest = &rest[length..];
                continue;
            }
            let length = span(rest, of_name);
            let name = &rest[..length];
            if WORDS.contains(&name) {
                (length, Piece::Word)
            } else if rest[length..].starts_with('(') {
                (length, Piece::Call)
            } else {
                (length, Piece::Name)
            }
        } else {
            let two = ["<=", ">=", "!=", "**", "..", "->"];
            let double = two.iter().any(|it| rest.starts_with(it));
            (if double { 2 } else { first.len_utf8() }, Piece::Sign)
        };
        let (this, after) = rest.split_at(length);
        pieces.push(piece(this));
        rest = after;
    }
    pieces
}

fn of_name(it: char) -> bool {
    it.is_alphanumeric() || it == '_' || it == '?'
}

fn span(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|it| !of(it)).unwrap_or(text.len())
}

/// The length of a text in quotes, to its end if it is not closed.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, it) in text.char_indices().skip(1) {
        match it {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return at + 1,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_a_text_is_shown_once() {
        for text in [
            "if 救助类别 = \"低保\" then 四舍五入到分(低保差额 * 2) else 0",
            "[1..3]",
            "\"open",
            "@\"2025-01-01\" // day",
            "/* open",
            "a.b[item > 1.50]",
            "\"a\\\"b\", -",
            "",
        ] {
            let joined: String = pieces(text, &[])
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(it) | Piece::Number(it) | Piece::Word(it) | Piece::Name(it) => it,
                    Piece::Call(it) | Piece::Link(it, _) | Piece::Sign(it) => it,
                    Piece::Space(it) | Piece::Comment(it) => it,
                })
                .collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn names_lead_to_their_elements_the_longest_first() {
        let links = [
            ("低保".to_owned(), "e-1".to_owned()),
            ("低保差额".to_owned(), "e-2".to_owned()),
        ];
        let found = pieces("低保差额 * 低保线", &links);
        assert_eq!(found[0], Piece::Link("低保差额", 1));
        assert_eq!(found[4], Piece::Name("低保线"));
    }

    #[test]
    fn a_cell_is_said_plainly() {
        let shown = |text| cell(text, &[], Lang::Zh).into_string();
        assert!(shown("-").contains('–'));
        assert!(shown("true").contains('是'));
        assert!(shown(">= 18").contains("≥"));
        assert!(shown("\"<b>\"").contains("&lt;b&gt;"));
        assert!(!shown("\"低保\"").contains("&quot;"));
    }
}
