//! How wide a text is, and where it is folded.

/// The height of a letter of a name, in pixels.
pub const NAME: i64 = 12;
/// The height of a letter of a clock or notice.
pub const SMALL: i64 = 10;

/// The width of a text in letters of this height: a Chinese character is as wide as high,
/// a Latin letter a little more than half of it.
pub fn width(text: &str, size: i64) -> i64 {
    text.chars().map(|c| advance(c, size)).sum()
}

fn advance(c: char, size: i64) -> i64 {
    match c {
        'm' | 'w' | 'M' | 'W' | '%' | '@' => size * 9 / 10,
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | '-' => size * 4 / 10,
        'A'..='Z' => size * 7 / 10,
        c if c.is_ascii() => size * 6 / 10,
        _ => size,
    }
}

/// The text on lines that are no wider than `most`: English breaks between words, Chinese
/// between characters, and no line begins with a closing mark. What one line cannot hold
/// in a piece is cut.
pub fn fold(text: &str, size: i64, most: i64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut long = 0;
    for piece in pieces(text) {
        let wide = width(&piece, size);
        if long > 0 && long + wide > most {
            lines.push(line.trim_end().to_owned());
            line.clear();
            long = 0;
        }
        for c in piece.chars() {
            if line.is_empty() && c == ' ' {
                continue;
            }
            let wide = advance(c, size);
            if long > 0 && long + wide > most && width(&piece, size) > most {
                lines.push(std::mem::take(&mut line));
                long = 0;
            }
            line.push(c);
            long += wide;
        }
    }
    if !line.trim_end().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// What stays together: a word with the space behind it, a character with the closing
/// marks behind it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        let c = if c.is_whitespace() || c.is_control() {
            ' '
        } else {
            c
        };
        let joins = matches!(c, '，' | '。' | '、' | '）' | '；' | '：' | '”' | '》');
        let word = c.is_ascii() && c != ' ';
        match pieces.last_mut() {
            Some(last) if joins || c == ' ' || (word && open) => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        open = word || (joins && open);
        if c == ' ' {
            open = false;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_folded_where_people_fold_them() {
        for (text, most, lines) in [
            ("认定开工", 72, vec!["认定开工"]),
            (
                "公示异议成立，退回整改",
                84,
                vec!["公示异议成立，", "退回整改"],
            ),
            ("要求补充证据材料", 72, vec!["要求补充证据", "材料"]),
            ("公示异议成立，退回", 72, vec!["公示异议成", "立，退回"]),
            ("Apply for the start", 80, vec!["Apply for the", "start"]),
            ("", 72, vec![]),
        ] {
            assert_eq!(fold(text, NAME, most), lines, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_it_may_be_and_nothing_is_lost(text in "\\PC{0,60}", most in 40_i64..120) {
            let lines = fold(&text, NAME, most);
            // A closing mark may hang over by itself.
            prop_assert!(lines.iter().all(|line| width(line, NAME) <= most), "{lines:?}");
            let kept = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(kept(&lines.concat()), kept(&text));
        }
    }
}
