//! What a password must be, and passwords that the program makes.

use std::sync::LazyLock;

use youwei_base::Bilingual;

use crate::Rules;

/// The longest password, in bytes: more is no password but an attack on the machine.
const BYTES_MAX: usize = 256;

/// The shortest part of a user's id that a password may not contain.
const PART_CHARS_MIN: usize = 4;

static COMMON: LazyLock<Vec<&str>> = LazyLock::new(|| {
    include_str!("../data/common.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Judges a new password of a user; everything that is wrong with it, each with what to do.
///
/// # Errors
/// It is too short or too long, of too few classes of characters, has the user's id or
/// name in it, is mostly a common word, or counts up.
pub fn check(password: &str, id: &str, name: &str, rules: &Rules) -> Result<(), Vec<Bilingual>> {
    let mut wrong = Vec::new();
    let chars: Vec<char> = password.chars().collect();
    let mut says = |zh: String, en: String| wrong.push(Bilingual::new(zh, en));
    if chars.len() < rules.length as usize {
        let n = rules.length;
        says(
            format!("口令至少要有 {n} 个字符；请加长。"),
            format!("A password has at least {n} characters; make it longer."),
        );
    }
    if password.len() > BYTES_MAX {
        says(
            format!("口令最长 {BYTES_MAX} 字节；请缩短。"),
            format!("A password has at most {BYTES_MAX} bytes; make it shorter."),
        );
        return Err(wrong);
    }
    if classes(&chars) < rules.classes {
        let n = rules.classes;
        says(
            format!("口令要有小写字母、大写字母、数字、其他字符中的至少 {n} 类；请补上缺的。"),
            format!(
                "A password has characters of at least {n} of these classes: small letters, capital letters, digits, others; add what is missing."
            ),
        );
    }
    let lower = password.to_lowercase();
    let of_id = id.split(['.', '-']).chain([id]);
    let mut of_id = of_id.filter(|part| part.chars().count() >= PART_CHARS_MIN || *part == id);
    let has_name = name.chars().count() >= 2 && password.contains(name);
    if has_name || of_id.any(|part| !part.is_empty() && lower.contains(&part.to_lowercase())) {
        says(
            "口令里不能有自己的账号或姓名；请换一个。".to_owned(),
            "A password may not have the user's own id or name in it; choose another.".to_owned(),
        );
    }
    if is_common(&lower) || is_a_run(&chars) {
        says(
            "这个口令太常见或太有规律，容易被猜中；请换一个，例如几个不相干的词。".to_owned(),
            "This password is too common or too regular and soon guessed; choose another, such as some words that do not belong together.".to_owned(),
        );
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Of how many classes the characters are: small letters, capital letters, digits, others.
fn classes(chars: &[char]) -> u32 {
    let has = |class: fn(&char) -> bool| u32::from(chars.iter().any(class));
    has(char::is_ascii_lowercase)
        + has(char::is_ascii_uppercase)
        + has(char::is_ascii_digit)
        + has(|c| !c.is_ascii_alphanumeric())
}

/// Whether at least half of it is a common word, read with and without digits and signs
/// that stand for letters.
fn is_common(lower: &str) -> bool {
    let read: String = lower
        .chars()
        .map(|c| match c {
            '@' | '4' => 'a',
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '$' | '5' => 's',
            '7' => 't',
            other => other,
        })
        .collect();
    let half = lower.chars().count().div_ceil(2);
    COMMON
        .iter()
        .any(|word| word.len() >= half && (lower.contains(word) || read.contains(word)))
}

/// Whether more than half of it repeats a character or counts up or down.
fn is_a_run(chars: &[char]) -> bool {
    let step = |pair: &[char]| match pair {
        [one, next] => i64::from(u32::from(*next)) - i64::from(u32::from(*one)),
        _ => i64::MAX,
    };
    let steps: Vec<i64> = chars.windows(2).map(step).collect();
    let (mut longest, mut length, mut last) = (0usize, 0usize, None);
    for step in steps {
        length = match step {
            -1..=1 if last == Some(step) => length + 1,
            -1..=1 => 2,
            _ => 0,
        };
        last = Some(step);
        longest = longest.max(length);
    }
    longest * 2 > chars.len()
}

/// 64 characters that nobody takes for one another.
const LETTERS: &[u8; 64] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.+=%@#";

/// How many random bytes a made password takes.
const RANDOM_BYTES: usize = 16;

/// A password of 16 characters from random bytes, 96 bits of them counting. `None` if the
/// dice fell so that it breaks the rules; throw again.
pub fn generated(
    random: &[u8; RANDOM_BYTES],
    id: &str,
    name: &str,
    rules: &Rules,
) -> Option<String> {
    let letter = |byte: &u8| {
        let at = usize::from(byte & 63);
        LETTERS.get(at).copied().map_or('-', char::from)
    };
    let made: String = random.iter().map(letter).collect();
    // A rule of a city may ask for more than 16.
    let made = match (rules.length as usize).saturating_sub(RANDOM_BYTES) {
        0 => made,
        more => made.chars().cycle().take(RANDOM_BYTES + more).collect(),
    };
    check(&made, id, name, rules).is_ok().then_some(made)
}
