//! Commands to be copied: what a page writes must mean the same in a shell.

/// A word as a POSIX shell takes it for one argument.
pub(crate) fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "+-./:=@_%,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_word_stays_one_word_and_runs_nothing() {
        for (text, expected) in [
            ("youwei:yunze+0a1b+AR/x=", "youwei:yunze+0a1b+AR/x="),
            ("", "''"),
            ("a b", "'a b'"),
            ("$(rm -r .)", "'$(rm -r .)'"),
            ("it's", r"'it'\''s'"),
            ("云泽", "'云泽'"),
        ] {
            assert_eq!(word(text), expected);
        }
    }
}
