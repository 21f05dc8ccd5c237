//! What stands at a property: words with values between braces, codes that values become,
//! and whether something was met.

use toml::de::DeTable;
use youwei_base::Bilingual;
use youwei_decision::document::{Item, entries, entry};

use super::super::standard::{Holds, Property};
use super::super::{Part, Piece, Source};
use super::{Reader, Within};

impl Reader<'_, '_> {
    /// Words, or one value of the record.
    pub(super) fn words(
        &mut self,
        text: &str,
        item: &Item<'_>,
        property: &Property,
        within: &Within<'_>,
    ) -> Option<Part> {
        let pieces = self.pieces(text, item, within)?;
        if let [Piece::Of(source)] = &pieces[..] {
            if !self.gives(source, property.holds) {
                return self.not_held(item, property);
            }
            return Some(Part::Value(source.clone(), property.holds));
        }
        let plain = pieces.iter().all(|it| matches!(it, Piece::Words(_)));
        match property.holds {
            Holds::Text | Holds::Uri if !pieces.is_empty() => Some(Part::Words(pieces)),
            Holds::Code(words) if plain && words.contains(&text) => Some(Part::Words(pieces)),
            Holds::Code(words) => self.no_code(text, item.span(), words),
            _ => self.not_held(item, property),
        }
    }

    /// Text parted into words and what stands between braces.
    fn pieces(&mut self, text: &str, item: &Item<'_>, within: &Within<'_>) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                let message = Bilingual::new("花括号没有合上。", "a brace is not closed.");
                let help = Bilingual::new("写 {字段}。", "write {field}.");
                self.document
                    .wrong("oc4ids-brace", item.span(), message, help);
                return None;
            };
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            pieces.push(Piece::Of(self.source(name, item.span(), within)?));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Some(pieces)
    }

    /// One value of the record and nothing else.
    pub(super) fn single(
        &mut self,
        item: &Item<'_>,
        name: &str,
        within: &Within<'_>,
    ) -> Option<Source> {
        let text = item.get_ref().as_str().unwrap_or("");
        match &self.pieces(text, item, within)?[..] {
            [Piece::Of(source)] => Some(source.clone()),
            _ => self
                .document
                .unfit(item, name, ("一个 {字段}", "one {field}")),
        }
    }

    pub(super) fn code(
        &mut self,
        table: &DeTable<'_>,
        item: &Item<'_>,
        property: &Property,
        within: &Within<'_>,
    ) -> Option<Part> {
        self.document.only(table, &["code", "as"]);
        let of = self.document.needed(table, "code", item.span())?;
        let source = self.single(of, "code", within)?;
        let named = entry(table, "as")?;
        let named = self.document.table(named, "as")?;
        let known = self.words_of(&source);
        let mut words = Vec::new();
        for (from, span, to) in entries(named) {
            if let Some(known) = &known
                && !known.iter().any(|it| it == from)
            {
                let listed: Vec<&str> = known.iter().map(String::as_str).collect();
                self.no_code::<()>(from, span, &listed);
            }
            let Some(word) = self.document.text(to, from) else {
                continue;
            };
            match property.holds {
                Holds::Code(all) if !all.contains(&&*word) => {
                    self.no_code::<()>(&word, to.span(), all);
                }
                Holds::Code(_) | Holds::Text => words.push((from.to_owned(), word.to_string())),
                _ => return self.not_held(item, property),
            }
        }
        // A stage or choice that is left out would be a project without a status.
        let left: Vec<String> = known
            .unwrap_or_default()
            .into_iter()
            .filter(|it| !words.iter().any(|(from, _)| from == it))
            .collect();
        if !left.is_empty() {
            let message = Bilingual::new(
                format!("没有说 {} 对应什么代码。", left.join("、")),
                format!("it does not say which code {} becomes.", left.join(", ")),
            );
            let help = Bilingual::new("逐个补上。", "add them one by one.");
            self.document
                .wrong("oc4ids-code", item.span(), message, help);
        }
        Some(Part::Code(source, words))
    }

    pub(super) fn met(
        &mut self,
        table: &DeTable<'_>,
        item: &Item<'_>,
        property: &Property,
        within: &Within<'_>,
    ) -> Option<Part> {
        self.document.only(table, &["met", "due"]);
        if !matches!(property.holds, Holds::Code(words) if words.contains(&"notMet")) {
            return self.not_held(item, property);
        }
        let met = entry(table, "met").and_then(|it| self.single(it, "met", within))?;
        let due = entry(table, "due").and_then(|it| self.single(it, "due", within));
        for (source, name) in [(Some(&met), "met"), (due.as_ref(), "due")] {
            if source.is_some_and(|it| !self.gives(it, Holds::Moment)) {
                return self.document.unfit(item, name, ("日期", "a day"));
            }
        }
        Some(Part::Met { met, due })
    }
}
