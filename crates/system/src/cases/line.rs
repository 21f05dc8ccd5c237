//! One line of a case: cutting it, with the place of every part.

use youwei_base::Day;
use youwei_decision::dmn::raw::Place;

use super::Word;

/// A line of the file.
#[derive(Debug, Clone, Copy)]
pub struct Line<'t> {
    /// Its number, from 1.
    pub number: u32,
    /// Its text.
    pub text: &'t str,
}

impl<'t> Line<'t> {
    /// The place of a part of it.
    pub fn place(&self, part: &str) -> Place {
        let before = part.as_ptr().addr().checked_sub(self.text.as_ptr().addr());
        let before = before
            .and_then(|bytes| self.text.get(..bytes))
            .unwrap_or("");
        let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        Place {
            line: self.number,
            column: count(before).saturating_add(1),
            length: count(part),
        }
    }

    /// A part of it as words, without blanks and quotation marks around.
    pub fn word(&self, part: &str) -> Word {
        let part = part.trim();
        let quoted = [("“", "”"), ("\"", "\""), ("「", "」")];
        let inner = quoted.iter().find_map(|(open, close)| {
            let inner = part.strip_prefix(open)?.strip_suffix(close)?;
            (!inner.contains(open) && !inner.contains(close)).then_some(inner)
        });
        let inner = inner.unwrap_or(part);
        Word {
            text: inner.to_owned(),
            place: self.place(inner),
        }
    }

    /// Whether it goes on with the step before.
    pub fn is_indented(&self) -> bool {
        self.text.starts_with([' ', '\t', '\u{3000}'])
    }

    /// Whether nothing stands on it but a remark.
    pub fn is_remark(&self) -> bool {
        let text = self.text.trim();
        text.is_empty() || text.starts_with('#') || text.starts_with("//")
    }

    /// The text without what stands in brackets at its end as a remark after two blanks.
    pub fn said(&self) -> &'t str {
        let text = self.text.trim();
        if text.ends_with('）')
            && let Some(at) = text.rfind('（')
            && let Some(before) = text.get(..at)
            && before.ends_with("  ")
        {
            return before.trim_end();
        }
        text
    }
}

/// Cuts at the first colon.
pub fn at_colon(text: &str) -> Option<(&str, &str)> {
    text.split_once(['：', ':'])
}

/// Cuts at the first sign of equality.
pub fn at_equal(text: &str) -> Option<(&str, &str)> {
    text.split_once(['=', '＝'])
}

/// Cuts off what follows the last arrow.
pub fn at_arrow(text: &str) -> (&str, Option<&str>) {
    for arrow in ["→", "->"] {
        if let Some((before, after)) = text.rsplit_once(arrow) {
            return (before.trim_end(), Some(after.trim()));
        }
    }
    (text, None)
}

/// Cuts off the first word.
pub fn first(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (word, rest.trim_start())
}

/// Cuts the part of a figure from its measure: 到位资金（招商方式：基金招商） is measure, label
/// and value. Brackets without a colon belong to a measure's name.
pub fn at_part(text: &str) -> (&str, Option<(&str, &str)>) {
    let text = text.trim();
    let cut = || {
        let inner = text.strip_suffix(['）', ')'])?;
        let at = inner.rfind(['（', '('])?;
        let (measure, rest) = inner.split_at_checked(at)?;
        let mut rest = rest.chars();
        rest.next()?;
        Some((measure.trim_end(), at_colon(rest.as_str())?))
    };
    cut().map_or((text, None), |(measure, part)| (measure, Some(part)))
}

/// The day that is written here, as 2026-03-02.
pub fn day(text: &str) -> Option<Day> {
    let written = text.len() == 10 && text.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    written.then(|| text.parse().ok()).flatten()
}

/// Cuts a list of `name = value`: a comma or semicolon ends a value only if another name
/// follows it, so that values may have commas in them.
pub fn pairs(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    let mut begins = 0;
    for (at, comma) in text.char_indices() {
        if !matches!(comma, '，' | '；' | ',' | ';') {
            continue;
        }
        let after = at + comma.len_utf8();
        let rest = text.get(after..).unwrap_or("");
        let next = rest.find(['，', '；', ',', ';']).unwrap_or(rest.len());
        let named = rest.get(..next).is_some_and(|it| it.contains(['=', '＝']));
        if named || rest.trim().is_empty() {
            parts.extend(text.get(begins..at));
            begins = after;
        }
    }
    parts.extend(text.get(begins..));
    parts.retain(|it| !it.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_may_have_commas_in_them() {
        for (text, parts) in [
            ("a = 1，b = 2", vec!["a = 1", "b = 2"]),
            (
                "a = 1，2；b=x, y, c = 3",
                vec!["a = 1，2", "b=x, y", " c = 3"],
            ),
            ("说明 = 用地，环评，", vec!["说明 = 用地，环评"]),
            ("", vec![]),
        ] {
            assert_eq!(pairs(text), parts);
        }
    }

    #[test]
    fn brackets_with_a_colon_name_a_part() {
        for (text, cut) in [
            ("money（方式：基金）", ("money", Some(("方式", "基金")))),
            (
                " money (channel: fund) ",
                ("money", Some(("channel", " fund"))),
            ),
            ("外资（招商项目）", ("外资（招商项目）", None)),
            (
                "外资（招商项目）（方式：基金）",
                ("外资（招商项目）", Some(("方式", "基金"))),
            ),
            ("money", ("money", None)),
            ("（：）", ("", Some(("", "")))),
            ("）", ("）", None)),
        ] {
            assert_eq!(at_part(text), cut);
        }
    }

    #[test]
    fn a_part_knows_its_place_in_characters() {
        let line = Line {
            number: 7,
            text: "  拒绝：“独立旁证”",
        };
        let (_, said) = at_colon(line.text).unwrap();
        let word = line.word(said);
        assert_eq!(word.text, "独立旁证");
        assert_eq!(
            (word.place.line, word.place.column, word.place.length),
            (7, 7, 4)
        );
    }

    #[test]
    fn a_remark_stands_in_brackets_after_two_blanks() {
        for (text, said) in [
            ("2026-03-02 查看 P1  （说明）", "2026-03-02 查看 P1"),
            ("事实：m = 1（2026-03-02）", "事实：m = 1（2026-03-02）"),
            ("→ 储备", "→ 储备"),
        ] {
            assert_eq!(Line { number: 1, text }.said(), said);
        }
    }
}
