//! Statements about things, written as JSON-LD and as Turtle.

use std::fmt::Write;

use serde_json::{Map, Value, json};
use youwei_base::Bilingual;

/// The short names of vocabularies.
const PREFIXES: [(&str, &str); 8] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// What is said of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// Another thing, by its address.
    Of(String),
    /// A text, in a language or in none.
    Text(String, Option<&'static str>),
    /// A value of a type, such as `xsd:dateTime`.
    Typed(String, &'static str),
}

/// A thing and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub id: String,
    /// Its class, such as `dcat:Dataset`.
    pub class: &'static str,
    pub said: Vec<(&'static str, Term)>,
}

impl Node {
    pub fn new(id: impl Into<String>, class: &'static str) -> Node {
        Node {
            id: id.into(),
            class,
            said: Vec::new(),
        }
    }

    /// A text in both languages.
    pub fn both(mut self, name: &'static str, said: &Bilingual) -> Node {
        self.said
            .push((name, Term::Text(said.zh.clone(), Some("zh"))));
        self.said
            .push((name, Term::Text(said.en.clone(), Some("en"))));
        self
    }

    pub fn of(mut self, name: &'static str, id: impl Into<String>) -> Node {
        self.said.push((name, Term::Of(id.into())));
        self
    }

    pub fn maybe_of(self, name: &'static str, id: Option<&str>) -> Node {
        match id {
            Some(id) => self.of(name, id),
            None => self,
        }
    }

    pub fn text(mut self, name: &'static str, text: impl Into<String>) -> Node {
        self.said.push((name, Term::Text(text.into(), None)));
        self
    }

    pub fn time(mut self, name: &'static str, time: Option<jiff::Timestamp>) -> Node {
        if let Some(time) = time {
            self.said
                .push((name, Term::Typed(time.to_string(), "xsd:dateTime")));
        }
        self
    }
}

/// The statements as JSON-LD.
pub(super) fn json_ld(nodes: &[Node]) -> Value {
    let context: Map<String, Value> = PREFIXES
        .iter()
        .map(|(short, long)| ((*short).to_owned(), json!(long)))
        .collect();
    let graph = nodes.iter().map(|node| {
        let mut members = Map::new();
        members.insert("@id".to_owned(), json!(node.id));
        members.insert("@type".to_owned(), json!(node.class));
        for (name, term) in &node.said {
            let value = match term {
                Term::Of(id) => json!({ "@id": id }),
                Term::Text(text, None) => json!({ "@value": text }),
                Term::Text(text, Some(lang)) => json!({ "@value": text, "@language": lang }),
                Term::Typed(text, of) => json!({ "@value": text, "@type": of }),
            };
            let all = members.entry(*name).or_insert_with(|| json!([]));
            if let Some(all) = all.as_array_mut() {
                all.push(value);
            }
        }
        Value::Object(members)
    });
    let graph: Vec<Value> = graph.collect();
    json!({ "@context": context, "@graph": graph })
}

/// The statements as Turtle.
pub(super) fn turtle(nodes: &[Node]) -> String {
    let mut out = String::new();
    for (short, long) in PREFIXES {
        let _ = writeln!(out, "@prefix {short}: <{long}> .");
    }
    for node in nodes {
        let _ = write!(out, "\n{} a {}", iri(&node.id), node.class);
        for (name, term) in &node.said {
            let term = match term {
                Term::Of(id) => iri(id),
                Term::Text(text, None) => quoted(text),
                Term::Text(text, Some(lang)) => format!("{}@{lang}", quoted(text)),
                Term::Typed(text, of) => format!("{}^^{of}", quoted(text)),
            };
            let _ = write!(out, " ;\n  {name} {term}");
        }
        out.push_str(" .\n");
    }
    out
}

/// An address between angle brackets; what may not stand there is encoded.
fn iri(id: &str) -> String {
    let mut out = String::from("<");
    for c in id.chars() {
        match c {
            '\u{0}'..='\u{20}' | '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('>');
    out
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turtle_keeps_what_would_end_a_text_or_an_address() {
        let node = Node::new("http://a/ b>", "dcat:Dataset").text("dct:title", "a\"b\\\n");
        let text = turtle(&[node]);
        assert!(
            text.contains("<http://a/%20b%3E> a dcat:Dataset ;\n  dct:title \"a\\\"b\\\\\\n\" ."),
            "{text}"
        );
    }

    #[test]
    fn json_ld_keeps_all_that_is_said_under_one_name() {
        let node = Node::new("a", "dcat:Dataset").both("dct:title", &Bilingual::new("甲", "A"));
        let json = json_ld(&[node]);
        let titles = &json["@graph"][0]["dct:title"];
        assert_eq!(titles[0], json!({ "@value": "甲", "@language": "zh" }));
        assert_eq!(titles[1]["@value"], "A");
    }
}
