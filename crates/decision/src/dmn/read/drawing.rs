//! Notes, and where elements are drawn (DMN 1.5, clauses 6.3.5 and 13). What cannot be
//! read of a picture is passed over: no decision hangs on it.

use roxmltree::Node;

use super::part::Reader;
use crate::dmn::raw::{
    Association, Bounds, Drawing, Edge, Href, Point, Shape, Text, TextAnnotation,
};

impl<'a> Reader<'a> {
    /// A note.
    pub(super) fn annotation(&mut self, node: Node<'a, 'a>) -> TextAnnotation {
        TextAnnotation {
            id: self.id(node),
            text: self.words(node).trimmed(),
            origin: self.place(node),
        }
    }

    /// A line between a note and an element.
    pub(super) fn association(&mut self, node: Node<'a, 'a>) -> Option<Association> {
        let (mut source, mut target) = (None, None);
        for part in self.parts(node) {
            match part.tag_name().name() {
                "sourceRef" => source = self.href(part),
                "targetRef" => target = self.href(part),
                _ => self.unknown(part),
            }
        }
        Some(Association {
            id: self.id(node),
            source: source?,
            target: target?,
            origin: self.place(node),
        })
    }

    /// The picture.
    pub(super) fn drawing(&mut self, node: Node<'a, 'a>, drawing: &mut Drawing) {
        let diagrams = node
            .children()
            .filter(|it| it.tag_name().name() == "DMNDiagram");
        for (diagram, at) in diagrams.zip(0..) {
            for part in diagram.children() {
                match part.tag_name().name() {
                    "DMNShape" => drawing.shapes.extend(self.shape(part, at)),
                    "DMNEdge" => drawing.edges.extend(self.edge(part, at)),
                    _ => {}
                }
            }
        }
    }

    fn shape(&self, node: Node<'a, 'a>, diagram: u32) -> Option<Shape> {
        let bounds = node
            .children()
            .find(|it| it.tag_name().name() == "Bounds")?;
        Some(Shape {
            diagram,
            element: self.drawn(node)?,
            bounds: Bounds {
                x: number(bounds, "x")?,
                y: number(bounds, "y")?,
                width: number(bounds, "width")?,
                height: number(bounds, "height")?,
            },
            collapsed: self.says_yes(node, "isCollapsed"),
        })
    }

    fn edge(&self, node: Node<'a, 'a>, diagram: u32) -> Option<Edge> {
        let points = node
            .children()
            .filter(|it| it.tag_name().name() == "waypoint");
        let points = points.map(|point| {
            Some(Point {
                x: number(point, "x")?,
                y: number(point, "y")?,
            })
        });
        Some(Edge {
            diagram,
            element: self.drawn(node)?,
            points: points.collect::<Option<_>>()?,
        })
    }

    /// The element that a shape shows: an id, with the prefix of its namespace if that is
    /// another file's.
    fn drawn(&self, node: Node<'a, 'a>) -> Option<Href> {
        let written = self.attribute(node, "dmnElementRef").map(Text::trimmed)?;
        let (prefix, id) = written.split_once(':').unwrap_or(("", &written));
        let namespace = node.lookup_namespace_uri((!prefix.is_empty()).then_some(prefix));
        let foreign = !prefix.is_empty() && namespace != Some(&*self.namespace);
        (!id.is_empty()).then(|| Href {
            namespace: namespace.filter(|_| foreign).map(Into::into),
            id: id.into(),
            origin: written.whole(),
        })
    }
}

/// A number of a picture, finite.
fn number(node: Node<'_, '_>, name: &str) -> Option<f64> {
    let number: f64 = node.attribute(name)?.trim().parse().ok()?;
    number.is_finite().then_some(number)
}
