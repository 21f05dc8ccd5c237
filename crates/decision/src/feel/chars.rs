//! The kinds of characters (DMN 1.5, clause 10.3.1.2, rules 28 to 30 and 61 to 63).

/// White space, line ends among it.
pub(super) fn is_space(it: char) -> bool {
    matches!(it,
        '\t'..='\r' | ' ' | '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{180E}'
        | '\u{2000}'..='\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}'
        | '\u{3000}' | '\u{FEFF}')
}

/// What a name may start with.
pub(super) fn is_name_start(it: char) -> bool {
    match it {
        'a'..='z' | 'A'..='Z' | '_' | '?' => true,
        '\0'..='\u{7F}' => false,
        _ => {
            matches!(it,
                '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
                | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
                | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
                | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
                | '\u{10000}'..='\u{EFFFF}')
                && !is_space(it)
        }
    }
}

/// What a word of a name may consist of.
pub(super) fn is_name_part(it: char) -> bool {
    is_name_start(it)
        || matches!(it,
            '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// The signs that may stand in a name, between or after its words.
pub(super) fn is_name_sign(it: char) -> bool {
    matches!(it, '.' | '/' | '-' | '\u{2019}' | '\'' | '+' | '*')
}

/// The sign of FEEL that a wide sign of a Chinese keyboard was probably meant to be. The
/// grammar counts most of these among the characters of names; a name that is known may
/// have them, but a name that is not known ends before them.
pub(super) fn narrow(it: char) -> Option<&'static str> {
    Some(match it {
        '（' => "(",
        '）' => ")",
        '，' | '、' => ",",
        '：' => ":",
        '“' | '”' | '「' | '」' | '＂' => "\"",
        '‘' | '’' | '＇' => "\"",
        '＜' | '〈' => "<",
        '＞' | '〉' => ">",
        '＝' => "=",
        '＋' => "+",
        '－' | '−' | '–' | '—' => "-",
        '＊' | '×' | '·' => "*",
        '／' | '÷' => "/",
        '［' | '【' | '〔' => "[",
        '］' | '】' | '〕' => "]",
        '｛' => "{",
        '｝' => "}",
        '≤' | '≦' => "<=",
        '≥' | '≧' => ">=",
        '≠' => "!=",
        '．' | '。' => ".",
        '？' => "?",
        '＠' => "@",
        _ => return None,
    })
}

/// Whether a word of a name that is not known ends before this.
pub(super) fn is_wide_sign(it: char) -> bool {
    !it.is_ascii() && it != '·' && narrow(it).is_some()
}

/// How many bytes of white space a text starts with.
pub(super) fn space_len(text: &str) -> usize {
    let mut at = 0;
    for byte in text.bytes() {
        match byte {
            b' ' | b'\t'..=b'\r' => at += 1,
            0x80.. => {
                let more = text.get(at..).unwrap_or_default();
                return at + (more.len() - more.trim_start_matches(is_space).len());
            }
            _ => break,
        }
    }
    at
}

/// How many bytes the word has that a text starts with: characters of names up to a
/// space, a sign or a wide sign.
pub(super) fn word_len(text: &str) -> usize {
    let mut at = 0;
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'?' => at += 1,
            0x80.. => {
                let more = text.get(at..).unwrap_or_default();
                let rest = more.trim_start_matches(|it| is_name_part(it) && !is_wide_sign(it));
                return at + (more.len() - rest.len());
            }
            _ => break,
        }
    }
    at
}
