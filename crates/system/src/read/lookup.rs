//! What a declaration may refer to, by name; what is not there is said.

use std::sync::Arc;

use toml::de::DeTable;

use super::outline::Outline;
use super::page::{Bytes, Page, Word};
use crate::declaration::System;

/// All systems that are read together.
#[derive(Clone, Copy)]
pub struct Around<'s> {
    /// Their ids.
    pub ids: &'s [&'s str],
    /// What they have, of those that could be read at all.
    pub outlines: &'s [Option<Outline<'s, 's>>],
}

impl Around<'_> {
    /// A system by id; says so if there is none. None too if it is there and cannot be read.
    pub fn system(&self, page: &mut Page<'_>, id: &str, at: Bytes) -> Option<&System> {
        if !self.ids.contains(&id) {
            let known = self.ids.iter().copied();
            page.unknown("unknown-system", ("系统", "system"), id, at, known);
            return None;
        }
        let mut systems = self.outlines.iter().flatten().map(|it| &it.system);
        systems.find(|it| &*it.id == id)
    }
}

/// Ids of a kind of thing, in order.
#[derive(Debug, Clone)]
pub struct Ids {
    /// What they are called.
    pub kind: Word,
    /// The code of the fault if one is not known.
    pub code: &'static str,
    /// The ids.
    pub all: Vec<Arc<str>>,
}

impl Ids {
    /// The index of an id; says so if there is none.
    pub fn at(&self, page: &mut Page<'_>, id: &str, at: Bytes) -> Option<usize> {
        let found = self.all.iter().position(|it| &**it == id);
        if found.is_none() {
            let known = self.all.iter().map(|it| &**it);
            page.unknown(self.code, self.kind, id, at, known);
        }
        found
    }

    /// The indexes of the ids in a list.
    pub fn list(&self, page: &mut Page<'_>, table: &DeTable<'_>, name: &str) -> Vec<usize> {
        let texts = page.texts(table, name);
        let found = texts
            .into_iter()
            .filter_map(|(id, at)| self.at(page, &id, at));
        found.collect()
    }

    /// The index of the id in an entry, if it is written.
    pub fn maybe(&self, page: &mut Page<'_>, table: &DeTable<'_>, name: &str) -> Option<usize> {
        let (id, at) = page.maybe_text(table, name)?;
        self.at(page, &id, at)
    }
}
