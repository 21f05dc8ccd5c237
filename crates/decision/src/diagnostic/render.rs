//! A diagnostic for a terminal: the sentence, the line of the file, carets under the words
//! at fault, and what to write.

use super::{Diagnostic, Severity};

/// How many columns of a line are shown; some files have all their text in one.
const COLUMNS_MAX: usize = 120;
/// How many columns are shown before the words at fault in a line that is cut.
const BEFORE: usize = 40;

impl Diagnostic {
    /// The diagnostic with the words of the file, `source` being its
    /// [characters](crate::dmn::read::characters); in Chinese, then in English.
    #[must_use]
    pub fn render(&self, source: &str) -> String {
        let (zh, en) = match self.severity {
            Severity::Error => ("错误", "error"),
            Severity::Warning => ("警告", "warning"),
            Severity::Note => ("提示", "note"),
        };
        let code = self.code;
        let mut out = format!(
            "{zh}[{code}]：{}\n{en}[{code}]: {}\n",
            visible(&self.message.zh),
            visible(&self.message.en)
        );
        let number = self.place.line.to_string();
        let margin = " ".repeat(number.len());
        out += &format!("{margin}--> {}", visible(&self.file));
        if self.place.line > 0 {
            out += &format!(":{}", self.place);
        }
        if let Some(name) = &self.element_name {
            out += &format!(" “{}”", visible(name));
        }
        if let Some(id) = &self.element {
            out += &format!(" #{}", visible(id));
        }
        out.push('\n');
        let mut lines = source.split('\n');
        let at = usize::try_from(self.place.line).unwrap_or_default();
        if let Some(line) = at.checked_sub(1).and_then(|at| lines.nth(at)) {
            let (line, carets) = self.excerpt(line.trim_end_matches('\r'));
            out += &format!("{margin} |\n{number} | {line}\n{margin} | {carets}\n");
        }
        for note in &self.notes {
            let (zh, en) = (visible(&note.zh), visible(&note.en));
            out += &format!("{margin} = 提示：{zh}\n{margin} = note: {en}\n");
        }
        if let Some(help) = &self.help {
            let (zh, en) = (visible(&help.zh), visible(&help.en));
            out += &format!("{margin} = 写法：{zh}\n{margin} = help: {en}\n");
        }
        out
    }

    /// The line, cut to what fits, and the carets for the line below it.
    fn excerpt(&self, line: &str) -> (String, String) {
        let start = usize::try_from(self.place.column).unwrap_or(usize::MAX);
        let start = start.saturating_sub(1);
        let length = usize::try_from(self.place.length).unwrap_or(usize::MAX);
        let before: usize = line.chars().take(start).map(width).sum();
        let all: usize = line.chars().map(width).sum();
        // How many columns are left out on the left; none in a line that fits.
        let cut = if all > COLUMNS_MAX {
            before.saturating_sub(BEFORE)
        } else {
            0
        };
        let (mut shown, mut carets) = (String::new(), String::new());
        if cut > 0 {
            shown.push_str("... ");
            carets.push_str("    ");
        }
        let mut column = 0;
        for (at, char) in line.chars().enumerate() {
            let wide = width(char);
            if column >= cut && column + wide <= cut + COLUMNS_MAX {
                shown.push(plain(char));
                if at < start {
                    carets.push_str(&" ".repeat(wide));
                } else if at - start < length {
                    carets.push_str(&"^".repeat(wide));
                }
            }
            column += wide;
        }
        if column > cut + COLUMNS_MAX {
            shown.push_str(" ...");
        }
        // A point, which may be behind the last character.
        if !carets.ends_with('^') {
            carets.push('^');
        }
        (shown, carets)
    }
}

/// A text without characters that a terminal would obey.
fn visible(text: &str) -> String {
    text.chars().map(plain).collect()
}

/// A space for white space, and a sign for a character that a terminal would obey: from a
/// strange file it could rewrite the screen, or turn the direction of the text.
fn plain(char: char) -> char {
    match char {
        '\t' => ' ',
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        char if char.is_control() => '\u{FFFD}',
        char => char,
    }
}

/// How many columns of a terminal a character takes (Unicode, annex 11: wide and full
/// width take two).
fn width(char: char) -> usize {
    match u32::from(plain(char)) {
        0x0300..=0x036F | 0x200B..=0x200D | 0x20D0..=0x20FF | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0x4DBF
        | 0x4E00..=0xA4CF
        | 0xA960..=0xA97F
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF01..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F680..=0x1F6FF
        | 0x1F900..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use youwei_base::Bilingual;

    use super::*;
    use crate::dmn::raw::Place;

    fn at(line: u32, column: u32, length: u32) -> Diagnostic {
        let place = Place {
            line,
            column,
            length,
        };
        let message = Bilingual::new("没有“收人”。", "nothing is called “收人”.");
        let file: Arc<str> = "低保.dmn".into();
        Diagnostic::new(Severity::Error, "unknown-name", &file, place, message)
    }

    #[test]
    fn the_words_at_fault_are_marked_under_wide_characters() {
        let found = at(2, 5, 2)
            .of(Some(&"_d1".into()), Some(&"等级".into()))
            .note(Bilingual::new("另有“收入”。", "there is “收入”."))
            .help(Bilingual::new("写“收入”。", "write “收入”."));
        let text = "<text>\r\n 人均 收人 &lt; 500\r\n</text>";
        assert_eq!(
            found.render(text),
            "错误[unknown-name]：没有“收人”。\n\
             error[unknown-name]: nothing is called “收人”.\n \
             --> 低保.dmn:2:5 “等级” #_d1\n  |\n\
             2 |  人均 收人 &lt; 500\n  |       ^^^^\n  \
             = 提示：另有“收入”。\n  = note: there is “收入”.\n  \
             = 写法：写“收入”。\n  = help: write “收入”.\n"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_words() {
        let line = format!("{}坏{}", "x".repeat(5_000), "y".repeat(5_000));
        let shown = at(1, 5_001, 1).render(&line);
        assert!(shown.lines().all(|line| line.chars().count() < 140));
        let lines: Vec<_> = shown.lines().collect();
        assert_eq!(lines[4].find('坏'), lines[5].find('^'));
        assert!(lines[5].ends_with(" ^^"));
    }

    #[test]
    fn a_place_outside_the_text_is_no_harm() {
        for (line, column, length) in [(0, 0, 0), (9, 1, 1), (1, 99, 5), (1, 1, u32::MAX)] {
            let shown = at(line, column, length).render("abc");
            assert!(shown.starts_with("错误[unknown-name]"));
        }
        assert!(at(1, 4, 0).render("abc").ends_with("|    ^\n"));
    }

    #[test]
    fn a_file_cannot_write_to_the_terminal() {
        let shown = at(1, 1, 1).render("\u{1B}[2Ja\u{202E}b");
        assert!(!shown.contains(['\u{1B}', '\u{202E}']));
    }
}
