//! The text of an element or an attribute, with every character's place. The parser gives
//! the text only, so the few rules of XML for text are applied here again to the source.

use std::ops::Range;

use roxmltree::Node;

use super::lines::Lines;
use crate::dmn::raw::{Place, Segment, Text};

/// The text of an element, without that of its children.
pub(super) fn of_element(source: &str, lines: &Lines<'_>, node: Node<'_, '_>) -> Text {
    let content = content(source, node.range());
    let mut gather = Gather::new(source, lines, content.start);
    let mut at = content.start;
    for child in node.children().filter(Node::is_element) {
        let child = child.range();
        gather.content(at..child.start);
        at = child.end;
    }
    gather.content(at..content.end);
    gather.text(content.start)
}

/// The value of an attribute, given the whole of it with its name.
pub(super) fn of_attribute(source: &str, lines: &Lines<'_>, whole: Range<usize>) -> Text {
    let written = source.get(whole.clone()).unwrap_or_default();
    let open = written.find(['"', '\'']).unwrap_or_default() + 1;
    let start = whole.start + open;
    let end = whole.end.saturating_sub(1).max(start);
    let mut gather = Gather::new(source, lines, start);
    gather.value(start..end);
    gather.text(start)
}

/// The bytes of a start tag.
pub(super) fn start_tag(source: &str, element: Range<usize>) -> Range<usize> {
    let bytes = source.as_bytes().get(element.clone()).unwrap_or_default();
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return element.start..element.start + at + 1,
            (None, _) => {}
        }
    }
    element
}

/// The bytes between the tags of an element.
fn content(source: &str, element: Range<usize>) -> Range<usize> {
    let start = start_tag(source, element.clone()).end;
    let within = source.get(start..element.end).unwrap_or_default();
    start..start + within.rfind("</").unwrap_or_default()
}

/// A text in the making.
struct Gather<'a> {
    source: &'a str,
    lines: &'a Lines<'a>,
    text: String,
    breaks: Vec<Segment>,
    /// Where the next character would stand if it followed the last one.
    next: usize,
}

impl<'a> Gather<'a> {
    fn new(source: &'a str, lines: &'a Lines<'a>, start: usize) -> Gather<'a> {
        Gather {
            source,
            lines,
            text: String::new(),
            breaks: Vec::new(),
            next: start,
        }
    }

    /// The text, whose first character stands at `start` unless something came before.
    fn text(self, start: usize) -> Text {
        let (line, column) = self.lines.position(start);
        let place = Place {
            line,
            column,
            length: 0,
        };
        Text::new(self.text, place, self.breaks)
    }

    /// Takes characters over as they stand.
    fn push(&mut self, at: usize, characters: &str) {
        if characters.is_empty() {
            return;
        }
        self.mark(at);
        self.text.push_str(characters);
        self.next = at + characters.len();
    }

    /// Takes one character that is written otherwise, up to `end`.
    fn push_for(&mut self, at: usize, end: usize, character: char) {
        self.mark(at);
        self.text.push(character);
        // A reference has another length than its character, so what follows is apart.
        self.next = if end - at == character.len_utf8() && character != '\n' {
            end
        } else {
            usize::MAX
        };
    }

    fn mark(&mut self, at: usize) {
        if self.next != at {
            let (line, column) = self.lines.position(at);
            self.breaks.push(Segment {
                byte: u32::try_from(self.text.len()).unwrap_or(u32::MAX),
                line,
                column,
            });
        }
    }

    /// Takes the content of an element: text, references, CDATA; not comments.
    fn content(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = self.source.get(at..range.end).unwrap_or_default();
            let markup = rest.find('<').unwrap_or(rest.len());
            self.characters(at, rest.get(..markup).unwrap_or_default(), true, false);
            at += markup;
            let rest = rest.get(markup..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            if let Some(inner) = rest.strip_prefix("<![CDATA[") {
                let inner = inner.split("]]>").next().unwrap_or_default();
                self.characters(at + 9, inner, false, false);
                at += 9 + inner.len() + 3;
            } else {
                let end = if rest.starts_with("<!--") {
                    "-->"
                } else {
                    "?>"
                };
                at += rest.find(end).map_or(rest.len(), |found| found + end.len());
            }
        }
    }

    /// Takes the value of an attribute, in which every white space is a space.
    fn value(&mut self, range: Range<usize>) {
        let value = self.source.get(range.clone()).unwrap_or_default();
        self.characters(range.start, value, true, true);
    }

    /// Takes characters: references are resolved, ends of lines made one line feed.
    fn characters(&mut self, mut at: usize, mut rest: &str, references: bool, spaces: bool) {
        while !rest.is_empty() {
            let special = |char| {
                char == '\r'
                    || char == '\n'
                    || (references && char == '&')
                    || (spaces && char == '\t')
            };
            let plain = rest.find(special).unwrap_or(rest.len());
            self.push(at, rest.get(..plain).unwrap_or_default());
            at += plain;
            rest = rest.get(plain..).unwrap_or_default();
            let (length, character) = match rest.as_bytes() {
                [] => return,
                [b'\r', b'\n', ..] => (2, '\n'),
                [b'&', ..] => reference(rest),
                [b'\t', ..] => (1, ' '),
                _ => (1, '\n'),
            };
            let end_of_line = character == '\n' && !rest.starts_with('&');
            let character = if spaces && end_of_line {
                ' '
            } else {
                character
            };
            self.push_for(at, at + length, character);
            if end_of_line {
                self.next = usize::MAX;
            }
            at += length;
            rest = rest.get(length..).unwrap_or_default();
        }
    }
}

/// The character of the reference that a text begins with, and its length. The parser has
/// let no other pass.
fn reference(text: &str) -> (usize, char) {
    let Some((name, _)) = text.get(1..).and_then(|text| text.split_once(';')) else {
        return (1, '&');
    };
    let character = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(hex), _) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
            (None, Some(number)) => number.parse().ok().and_then(char::from_u32),
            (None, None) => None,
        },
    };
    character.map_or((1, '&'), |character| (name.len() + 2, character))
}
