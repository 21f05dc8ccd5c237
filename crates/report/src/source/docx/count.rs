//! A number in one of the counting systems of ISO/IEC 29500-1, 17.18.59.

/// Writes a number. Systems that are not known, and numbers that a system cannot
/// write, become decimal digits, as Word does.
pub(super) fn write(system: &str, number: u32) -> String {
    let written = match system {
        "none" => Some(String::new()),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting" => hanzi(
            number,
            ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
            ['十', '百', '千'],
            true,
        ),
        "chineseLegalSimplified" => hanzi(
            number,
            ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
            ['拾', '佰', '仟'],
            false,
        ),
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => Some(
            digits(number)
                .map(|it| ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'][it])
                .collect(),
        ),
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸", number),
        "ideographZodiac" => nth("子丑寅卯辰巳午未申酉戌亥", number),
        "ideographEnclosedCircle" => run(number, &[('㊀', 10)]),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            run(number, &[('①', 20), ('㉑', 15), ('㊱', 15)])
        }
        "decimalEnclosedParen" => run(number, &[('⑴', 20)]),
        "decimalEnclosedFullstop" => run(number, &[('⒈', 20)]),
        "decimalFullWidth" | "decimalFullWidth2" => Some(
            digits(number)
                .filter_map(|it| char::from_u32('０' as u32 + it as u32))
                .collect(),
        ),
        "decimalZero" => Some(format!("{number:02}")),
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).map(|it| it.to_ascii_uppercase()),
        "lowerRoman" => roman(number).map(|it| it.to_ascii_lowercase()),
        "upperRoman" => roman(number),
        _ => None,
    };
    written.unwrap_or_else(|| number.to_string())
}

fn digits(number: u32) -> impl Iterator<Item = usize> {
    number
        .to_string()
        .into_bytes()
        .into_iter()
        .map(|it| usize::from(it - b'0'))
}

/// Positional Hanzi up to 9,999: 十二, 一百零三. A leading 一 before 十 is left out where
/// the system does so.
fn hanzi(number: u32, digit: [char; 10], unit: [char; 3], bare_ten: bool) -> Option<String> {
    if !(1..=9999).contains(&number) {
        return None;
    }
    let figures: Vec<usize> = digits(number).collect();
    let mut out = String::new();
    let mut skipped_zero = false;
    for (at, &figure) in figures.iter().enumerate() {
        let place = figures.len() - 1 - at;
        if figure == 0 {
            skipped_zero = true;
            continue;
        }
        if std::mem::take(&mut skipped_zero) {
            out.push(digit[0]);
        }
        if !(bare_ten && place == 1 && figure == 1 && figures.len() == 2) {
            out.push(digit[figure]);
        }
        if place > 0 {
            out.push(unit[place - 1]);
        }
    }
    Some(out)
}

fn nth(signs: &str, number: u32) -> Option<String> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    signs.chars().nth(at).map(String::from)
}

/// A sign out of runs of consecutive code points, each with its first sign and length.
fn run(number: u32, runs: &[(char, u32)]) -> Option<String> {
    let mut at = number.checked_sub(1)?;
    for &(first, count) in runs {
        if at < count {
            return char::from_u32(first as u32 + at).map(String::from);
        }
        at -= count;
    }
    None
}

/// a … z, aa, bb … (the letter is repeated). More than ten of a letter is no numbering.
fn letters(number: u32) -> Option<String> {
    let at = number.checked_sub(1)?;
    let times = usize::try_from(at / 26 + 1).ok().filter(|it| *it <= 10)?;
    let letter = char::from_u32('a' as u32 + at % 26)?;
    Some(letter.to_string().repeat(times))
}

fn roman(number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let cases = [
            ("decimal", 12, "12"),
            ("chineseCounting", 1, "一"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 11, "十一"),
            ("chineseCounting", 20, "二十"),
            ("chineseCountingThousand", 21, "二十一"),
            ("chineseCountingThousand", 100, "一百"),
            ("chineseCountingThousand", 103, "一百零三"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1003, "一千零三"),
            ("chineseCountingThousand", 10_000, "10000"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographDigital", 20, "二〇"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("decimalEnclosedCircle", 1, "①"),
            ("decimalEnclosedCircleChinese", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("decimalEnclosedCircle", 50, "㊿"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("decimalFullWidth", 10, "１０"),
            ("decimalZero", 7, "07"),
            ("lowerLetter", 27, "aa"),
            ("upperLetter", 3, "C"),
            ("lowerRoman", 14, "xiv"),
            ("upperRoman", 0, "0"),
            ("none", 5, ""),
            ("noSuchSystem", 5, "5"),
        ];
        for (system, number, expected) in cases {
            assert_eq!(write(system, number), expected, "{system} {number}");
        }
    }
}
