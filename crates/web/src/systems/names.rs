//! What the city calls its units, places, roles and users: ids to names and back.

use std::collections::HashMap;
use std::sync::Arc;

use youwei_base::Bilingual;

/// The names of a city.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub units: Book,
    pub areas: Book,
    pub roles: Book,
    pub people: Book,
}

/// Names of one kind, in their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    all: Vec<Named>,
    at: HashMap<Arc<str>, usize>,
}

/// A name, and what else people write for it.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub id: Arc<str>,
    pub name: Bilingual,
    pub also: Vec<Arc<str>>,
}

impl Book {
    pub fn new(all: Vec<Named>) -> Book {
        let at = all.iter().enumerate();
        let at = at.map(|(at, it)| (it.id.clone(), at)).collect();
        Book { all, at }
    }

    pub fn all(&self) -> &[Named] {
        &self.all
    }

    /// The name of this id.
    pub fn name(&self, id: &str) -> Option<&Bilingual> {
        self.all.get(*self.at.get(id)?).map(|it| &it.name)
    }

    /// The id that somebody means who typed this: an id, or a name of one alone.
    pub fn meant(&self, typed: &str) -> Option<&Arc<str>> {
        if let Some((id, _)) = self.at.get_key_value(typed) {
            return Some(id);
        }
        let called = |it: &&Named| {
            let names = [it.name.zh.as_str(), it.name.en.as_str()];
            names.contains(&typed) || it.also.iter().any(|also| &**also == typed)
        };
        let mut found = self.all.iter().filter(called);
        let first = found.next()?;
        found.next().is_none().then_some(&first.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_found_by_id_or_by_a_name_of_its_alone() {
        let named = |id: &str, zh: &str, also: &[&str]| Named {
            id: id.into(),
            name: Bilingual::new(zh, id),
            also: also.iter().map(|it| (*it).into()).collect(),
        };
        let book = Book::new(vec![
            named("dr", "市发展和改革委员会", &["市发展改革委", "发改"]),
            named("wr", "市水利局", &["发改"]),
        ]);
        for (typed, id) in [
            ("dr", Some("dr")),
            ("市发展改革委", Some("dr")),
            ("市水利局", Some("wr")),
            ("发改", None),
            ("教育局", None),
        ] {
            assert_eq!(book.meant(typed).map(|it| &**it), id, "{typed}");
        }
    }
}
