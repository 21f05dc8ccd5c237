//! Small declared things for tests of forms.

use youwei_base::Bilingual;
use youwei_decision::span::Span;
use youwei_system::declaration::{Field, FieldType, Input};

/// A field called by its name in both languages.
pub(super) fn field(name: &str, of: FieldType) -> Field {
    Field {
        name: name.into(),
        label: Bilingual::new(name, name),
        help: Bilingual::new("", ""),
        of,
        required: false,
        public: true,
        personal: false,
        unique: false,
        unheld: false,
        computed: None,
        span: Span::default(),
    }
}

/// An input of its own.
pub(super) fn input(name: &str, of: FieldType) -> Input {
    Input {
        field: field(name, of),
        sets: None,
    }
}
