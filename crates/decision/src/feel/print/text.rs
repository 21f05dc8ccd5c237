//! Strings, the names of entries, and lists with commas.

use std::fmt::{self, Display, Formatter, Write};

use crate::feel::chars::{is_name_part, is_name_sign, is_name_start, is_wide_sign};
use crate::feel::names::normal_name;

/// Things with commas between them.
pub(super) struct Comma<'a, T>(pub &'a [T]);

impl<T: Display> Display for Comma<'_, T> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (place, it) in self.0.iter().enumerate() {
            if place > 0 {
                out.write_str(", ")?;
            }
            Display::fmt(it, out)?;
        }
        Ok(())
    }
}

/// A text in quotation marks, escaped.
pub(super) struct Quoted<'a>(pub &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_char('"')?;
        for it in self.0.chars() {
            match it {
                '"' => out.write_str("\\\"")?,
                '\\' => out.write_str("\\\\")?,
                '\n' => out.write_str("\\n")?,
                '\r' => out.write_str("\\r")?,
                '\t' => out.write_str("\\t")?,
                '\0'..=' ' | '\u{7F}'..='\u{9F}' if it != ' ' => {
                    write!(out, "\\u{:04X}", u32::from(it))?;
                }
                it => out.write_char(it)?,
            }
        }
        out.write_char('"')
    }
}

/// The name of an entry: as it is where the grammar allows, else as a string.
pub(super) struct Entry<'a>(pub &'a str);

impl Display for Entry<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let name = self.0;
        let plain = |it: char| (is_name_part(it) && !is_wide_sign(it)) || is_name_sign(it);
        let is_plain = name.starts_with(is_name_start)
            && name.chars().all(|it| it == ' ' || plain(it))
            && !["//", "/*"].iter().any(|comment| name.contains(comment))
            && *normal_name(name) == *name;
        if is_plain {
            out.write_str(name)
        } else {
            write!(out, "{}", Quoted(name))
        }
    }
}
