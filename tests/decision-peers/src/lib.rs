//! The decision engine beside `dsntk`: the same expressions and the same tables, and the
//! same values, but for the differences that [`differences`] names and gives reasons for.

pub mod chance;
pub mod differences;
pub mod expressions;
mod functions;
pub mod ours;
pub mod shrink;
pub mod tables;
pub mod theirs;
pub mod tree;

/// What became of an expression: a value in one form for both engines, or that it was not
/// read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Its value: numbers without zeros at their end, entries of contexts by name, nulls
    /// without their reason.
    Value(String),
    /// It was not read: why.
    Unread(String),
    /// The engine stopped with a panic.
    Panic,
}

impl Outcome {
    /// Whether two engines agree; an expression that is not read has the value null.
    #[must_use]
    pub fn agrees(&self, other: &Outcome) -> bool {
        self.text() == other.text()
    }

    /// The value as it is compared.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Outcome::Value(text) => text,
            Outcome::Unread(_) => "unread",
            Outcome::Panic => "panic",
        }
    }
}

/// Keeps quiet about the other engine's panics, which are values here.
pub fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location();
            if !place.is_some_and(|it| it.file().contains("dsntk")) {
                loud(panic);
            }
        }));
    });
}
