//! What a model says about its picture (DMN 1.5, clauses 6.3.5 and 13). Nothing here
//! bears on a decision.

use std::sync::Arc;

use super::{Href, Place, Text};

/// The picture of a model.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawing {
    /// Notes.
    pub annotations: Vec<TextAnnotation>,
    /// Lines between notes and elements.
    pub associations: Vec<Association>,
    /// Where elements are drawn.
    pub shapes: Vec<Shape>,
    /// Where lines are drawn.
    pub edges: Vec<Edge>,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextAnnotation {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// What it says.
    pub text: Text,
    /// Where it stands in the file.
    pub origin: Place,
}

/// A line between a note and an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Association {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// One end.
    pub source: Href,
    /// The other end.
    pub target: Href,
    /// Where it stands in the file.
    pub origin: Place,
}

/// Where an element is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The diagram it belongs to, from 0.
    pub diagram: u32,
    /// The element.
    pub element: Href,
    /// Where.
    pub bounds: Bounds,
    /// Whether a service is drawn without its decisions.
    pub collapsed: bool,
}

/// Where a line is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The diagram it belongs to, from 0.
    pub diagram: u32,
    /// The requirement or association.
    pub element: Href,
    /// Its points, in order.
    pub points: Vec<Point>,
}

/// A rectangle, in pixels of the drawing; every number is finite.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "each is the number of its name")]
pub struct Bounds {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A point, in pixels of the drawing; both numbers are finite.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "each is the number of its name")]
pub struct Point {
    pub x: f64,
    pub y: f64,
}
