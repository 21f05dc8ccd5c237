//! What is wrong with a mapping, and what to write instead.

use std::ops::Range;

use youwei_base::Bilingual;
use youwei_decision::document::Item;
use youwei_decision::resolve::nearest;

use super::super::standard::{Holds, Property};
use super::Reader;

impl Reader<'_, '_> {
    pub(super) fn not_held<T>(&mut self, item: &Item<'_>, property: &Property) -> Option<T> {
        let (zh, en) = match property.holds {
            Holds::Text => ("文字", "text"),
            Holds::Uri => ("网址，如 {page}", "an address such as {page}"),
            Holds::Moment => ("日期，如 {opened}", "a day such as {opened}"),
            Holds::Number => ("数或金额的 {字段}", "a {field} that is a number or money"),
            Holds::Whole => ("整数，如 {row}", "a whole number such as {row}"),
            Holds::YesNo => ("是否的 {字段}", "a {field} of yes-no"),
            Holds::Code(_) => (
                "代码，或 { code = \"{字段}\", as = { … } }",
                "a code, or { code = \"{field}\", as = { … } }",
            ),
            Holds::Of(_) => ("表 { … }", "a table { … }"),
        };
        self.document.unfit(item, property.name, (zh, en))
    }

    pub(super) fn no_code<T>(&mut self, word: &str, at: Range<usize>, known: &[&str]) -> Option<T> {
        let message = Bilingual::new(format!("没有“{word}”。"), format!("there is no “{word}”."));
        self.document
            .wrong("oc4ids-word", at, message, instead(word, known));
        None
    }

    pub(super) fn unknown_property(
        &mut self,
        name: &str,
        at: Range<usize>,
        definition: &str,
        known: &[Property],
    ) {
        let message = Bilingual::new(
            format!("OC4IDS 的 {definition} 没有“{name}”。"),
            format!("{definition} of OC4IDS has no “{name}”."),
        );
        let known: Vec<&str> = known.iter().map(|it| it.name).collect();
        self.document
            .wrong("oc4ids-property", at, message, instead(name, &known));
    }

    /// A property that the standard requires and nobody wrote.
    pub(super) fn required(&mut self, name: &str, at: Range<usize>) {
        let message = Bilingual::new(
            format!("OC4IDS 要求这里有“{name}”。"),
            format!("OC4IDS requires “{name}” here."),
        );
        let help = Bilingual::new(format!("补上 {name} = …。"), format!("add {name} = …."));
        self.document.wrong("oc4ids-required", at, message, help);
    }

    /// A field that not everybody may see.
    pub(super) fn not_public<T>(&mut self, name: &str, at: Range<usize>) -> Option<T> {
        let message = Bilingual::new(
            format!("字段“{name}”不公开，不能进入开放数据。"),
            format!("the field “{name}” is not public and cannot become open data."),
        );
        let help = Bilingual::new(
            "删去这一处，或在 system.toml 里把它公开。",
            "take it away, or make it public in system.toml.",
        );
        self.document.wrong("oc4ids-not-public", at, message, help);
        None
    }

    /// A part that a value does not have.
    pub(super) fn no_part<T>(&mut self, name: &str, part: &str, at: Range<usize>) -> Option<T> {
        let message = Bilingual::new(
            format!("“{name}”没有“{part}”这一部分。"),
            format!("“{name}” has no part “{part}”."),
        );
        let help = Bilingual::new(
            "单位、地区、选项有 name，月份和年度有 first、last，坐标有 lon、lat。",
            "units, places and choices have name; months and years first and last; points lon and lat.",
        );
        self.document.wrong("oc4ids-part", at, message, help);
        None
    }
}

/// What to write instead of a word that is not known.
fn instead(word: &str, known: &[&str]) -> Bilingual {
    match nearest(word, known.iter().copied()) {
        Some(near) => Bilingual::new(
            format!("是不是“{near}”？"),
            format!("did you mean “{near}”?"),
        ),
        None => Bilingual::new(
            format!("可写的是 {}。", known.join("、")),
            format!("what may be written is {}.", known.join(", ")),
        ),
    }
}
