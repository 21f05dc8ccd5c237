//! A look at the tags of a file before it is parsed, so that a hostile one costs nothing:
//! no document type, no deep nesting, no heap of attributes. It need not understand XML;
//! where the two disagree, the parser refuses the file.

/// How deep elements may be nested.
pub(super) const DEPTH_MAX: usize = 200;
/// How many attributes one element may have; the parser compares each with each.
const ATTRIBUTES_MAX: usize = 128;
/// How many declarations of namespaces may be in force; the parser searches them for
/// every element.
const NAMESPACES_MAX: usize = 100;
/// How many a file may have; with each, the parser copies those in force.
const DECLARATIONS_MAX: usize = 100_000;

/// What a file has too much of, and at which byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// A document type.
    Doctype(usize),
    /// Elements within elements.
    Deep(usize),
    /// Attributes of one element, or declarations of namespaces.
    Attributes(usize),
}

/// Looks at the tags of a file.
pub(super) fn look(source: &str) -> Result<(), Refused> {
    let bytes = source.as_bytes();
    let (mut at, mut declarations) = (0, 0);
    // How many declarations are in force in each open element.
    let mut open = vec![0];
    while let Some(found) = find(source, at, "<") {
        let rest = bytes.get(found..).unwrap_or_default();
        at = if rest.starts_with(b"<!--") {
            after(source, found + 4, "-->")
        } else if rest.starts_with(b"<![CDATA[") {
            after(source, found + 9, "]]>")
        } else if rest.starts_with(b"<?") {
            after(source, found + 2, "?>")
        } else if rest.starts_with(b"<!DOCTYPE") {
            return Err(Refused::Doctype(found));
        } else if rest.starts_with(b"<!") {
            found + 2
        } else if rest.starts_with(b"</") {
            if open.len() > 1 {
                open.pop();
            }
            after(source, found + 2, ">")
        } else {
            let tag = Tag::at(bytes, found);
            declarations += tag.namespaces;
            let in_force = open.last().copied().unwrap_or_default() + tag.namespaces;
            if tag.attributes > ATTRIBUTES_MAX
                || in_force > NAMESPACES_MAX
                || declarations > DECLARATIONS_MAX
            {
                return Err(Refused::Attributes(found));
            }
            if !tag.empty {
                open.push(in_force);
                if open.len() > DEPTH_MAX + 1 {
                    return Err(Refused::Deep(found));
                }
            }
            tag.end
        };
    }
    Ok(())
}

struct Tag {
    attributes: usize,
    namespaces: usize,
    empty: bool,
    end: usize,
}

impl Tag {
    fn at(bytes: &[u8], start: usize) -> Tag {
        let mut tag = Tag {
            attributes: 0,
            namespaces: 0,
            empty: false,
            end: bytes.len(),
        };
        let mut quote = None;
        // Where the name of an attribute begins, once the name of the element is over.
        let mut name = None;
        let mut element = true;
        for (at, byte) in bytes.iter().enumerate().skip(start + 1) {
            match (quote, byte) {
                (Some(open), byte) if byte == open => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => {
                    tag.attributes += 1;
                    let name = name.take().and_then(|name| bytes.get(name..at));
                    let declares = name.is_some_and(|name: &[u8]| name.starts_with(b"xmlns"));
                    tag.namespaces += usize::from(declares);
                }
                (None, b' ' | b'\t' | b'\r' | b'\n') => element = false,
                (None, b'>') => {
                    tag.empty = bytes.get(at - 1) == Some(&b'/');
                    tag.end = at + 1;
                    break;
                }
                (None, _) if !element && name.is_none() => name = Some(at),
                (None, _) => {}
            }
        }
        tag
    }
}

fn find(source: &str, from: usize, what: &str) -> Option<usize> {
    Some(from + source.get(from..)?.find(what)?)
}

fn after(source: &str, from: usize, what: &str) -> usize {
    find(source, from, what).map_or(source.len(), |at| at + what.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_file_passes() {
        let text = "<?xml version='1.0'?><!-- <a> <b> --><a x='>' y=\"/>\"><b/><![CDATA[<c>]]></a>";
        assert_eq!(look(text), Ok(()));
        assert_eq!(look(&"<a><b/></a>".repeat(1_000)), Ok(()));
        assert_eq!(look("<a x='"), Ok(()));
        assert_eq!(look("<"), Ok(()));
    }

    #[test]
    fn a_hostile_file_is_refused() {
        assert_eq!(
            look("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
            Err(Refused::Doctype(0))
        );
        assert_eq!(
            look(&"<a>".repeat(100_000)),
            Err(Refused::Deep(DEPTH_MAX * 3))
        );
        let many: String = (0..1_000).map(|at| format!(" a{at}=''")).collect();
        assert_eq!(look(&format!("<a{many}/>")), Err(Refused::Attributes(0)));
        let nested: String = (0..NAMESPACES_MAX + 1)
            .map(|at| format!("<a xmlns:n{at} = 'u'>"))
            .collect();
        assert!(matches!(look(&nested), Err(Refused::Attributes(_))));
        assert_eq!(look(&"<a xmlns:n='u'/>".repeat(1_000)), Ok(()));
    }
}
