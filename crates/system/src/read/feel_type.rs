//! What a field is in formulas.

use youwei_decision::types::Type;

use crate::declaration::FieldType;

/// The type of a field's value in FEEL.
pub fn feel_type(of: &FieldType) -> Type {
    match of {
        FieldType::Number { .. } | FieldType::Money => Type::Number,
        FieldType::Date => Type::Date,
        FieldType::YesNo => Type::Boolean,
        FieldType::Text { .. }
        | FieldType::Month
        | FieldType::Choice(_)
        | FieldType::Area
        | FieldType::Unit
        | FieldType::Person
        | FieldType::Enterprise
        | FieldType::Citizen
        | FieldType::ProjectCode
        | FieldType::Container
        | FieldType::Link(_)
        | FieldType::Commitment
        | FieldType::DocumentNumber => Type::String,
        FieldType::Geo => geo(),
        FieldType::File { photo } => {
            let mut entries = vec![
                ("sha256".into(), Type::String),
                ("name".into(), Type::String),
            ];
            if *photo {
                entries.push(("taken".into(), Type::Date));
                entries.push(("at".into(), geo()));
            }
            Type::context(entries)
        }
        FieldType::List(of) => Type::list(feel_type(of)),
        of if is_unread(of) => Type::Any,
        FieldType::Table(fields) => {
            let fields = fields.iter();
            Type::context(fields.map(|it| (it.name.clone(), feel_type(&it.of))))
        }
    }
}

/// What stands for the type of a field that could not be read: so that nothing more is said
/// about the field. It never comes into a system that is given.
pub fn unread() -> FieldType {
    FieldType::Table(Vec::new())
}

/// Whether the type of a field could not be read.
pub fn is_unread(of: &FieldType) -> bool {
    matches!(of, FieldType::Table(fields) if fields.is_empty())
}

fn geo() -> Type {
    Type::context([("lon".into(), Type::Number), ("lat".into(), Type::Number)])
}

/// Whether what is of this type can be held by that field, as far as types say. An entry of
/// a table that need not be given may be left out.
pub fn fits(of: &Type, held: &FieldType) -> bool {
    match (of, held) {
        (Type::Any | Type::Null, _) => true,
        (_, held) if is_unread(held) => true,
        (Type::List(of), FieldType::List(held)) => fits(of, held),
        (Type::Context(entries), FieldType::Table(fields)) => {
            let known = |name: &str| fields.iter().find(|it| &*it.name == name);
            let fit = |(name, of): (&youwei_decision::value::Name, &Type)| {
                known(name).is_some_and(|it| fits(of, &it.of))
            };
            let given = |name: &str| entries.contains_key(name);
            let mut needed = fields.iter().filter(|it| it.required);
            entries.iter().all(fit) && needed.all(|it| given(&it.name))
        }
        (of, held) => of.conforms_to(&feel_type(held)),
    }
}
