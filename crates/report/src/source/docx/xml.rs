//! XML as a flat run of events with local names: the prefixes differ between programs,
//! the local names do not.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesStart;
use quick_xml::{Reader, XmlVersion};

/// Elements in elements. Real documents stay below a hundred; each one costs memory.
const DEPTH_MAX: usize = 10_000;

/// One event. An empty element gives an `Open` and a `Close`.
pub(super) enum Event<'a> {
    Open(Element<'a>),
    Close,
    Text(Cow<'a, str>),
}

/// An element that opens.
pub(super) struct Element<'a> {
    /// Its name without a prefix.
    pub(super) name: &'a str,
    start: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// The value of an attribute, by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|it| it.key.local_name().as_ref() == name)
            .and_then(|it| {
                let value = it.normalized_value(XmlVersion::Implicit1_0).ok()?;
                Some(value.into_owned())
            })
    }

    /// The attribute `val`, which holds the value of most properties.
    pub(super) fn val(&self) -> Option<String> {
        self.attribute("val")
    }

    /// The value of an on/off property (ISO/IEC 29500-1, 17.17.4): on unless it says no.
    pub(super) fn is_on(&self) -> bool {
        !self
            .val()
            .is_some_and(|it| matches!(it.as_str(), "0" | "false" | "off"))
    }
}

/// The XML is damaged.
#[derive(Debug)]
pub(super) struct Broken;

/// Calls `each` with every event. Entities of a DTD are not expanded.
pub(super) fn walk(xml: &str, mut each: impl FnMut(Event<'_>)) -> Result<(), Broken> {
    use quick_xml::events::Event as Raw;
    let mut reader = Reader::from_str(xml);
    reader.config_mut().allow_dangling_amp = true;
    let mut open = 0_usize;
    loop {
        match reader.read_event().map_err(|_| Broken)? {
            Raw::Start(start) => {
                open += 1;
                if open > DEPTH_MAX {
                    return Err(Broken);
                }
                let name = start.local_name();
                each(Event::Open(Element {
                    name: name.as_ref(),
                    start: &start,
                }));
            }
            Raw::Empty(start) => {
                let name = start.local_name();
                each(Event::Open(Element {
                    name: name.as_ref(),
                    start: &start,
                }));
                each(Event::Close);
            }
            Raw::End(_) => {
                open = open.saturating_sub(1);
                each(Event::Close);
            }
            Raw::Text(text) => each(Event::Text(text.xml10_content())),
            Raw::CData(text) => each(Event::Text(text.xml10_content())),
            Raw::GeneralRef(name) => {
                if let Ok(Some(c)) = name.resolve_char_ref() {
                    each(Event::Text(Cow::Owned(c.to_string())));
                } else if let Some(text) = resolve_predefined_entity(&name) {
                    each(Event::Text(Cow::Borrowed(text)));
                }
            }
            Raw::Eof if open > 0 => return Err(Broken),
            Raw::Eof => return Ok(()),
            Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_) => {}
        }
    }
}
