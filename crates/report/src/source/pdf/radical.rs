//! Radicals as characters: some programs name the glyph of 一 as U+2F00 KANGXI RADICAL
//! ONE, because both characters share it, and a search for 一 then fails.

/// The characters of the Kangxi radicals U+2F00 to U+2FD5, in order, by their
/// compatibility decomposition in Unicode.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Radicals of the supplement U+2E80 to U+2EF3 that look exactly like a character of
/// their own (Unicode, EquivalentUnifiedIdeograph).
const SUPPLEMENT: [(char, char); 31] = [
    ('⺁', '厂'),
    ('⺎', '兀'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺫', '目'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻇', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻬', '齐'),
    ('⻰', '龙'),
];

/// The character that a radical stands for; any other character is itself.
pub(super) fn as_character(c: char) -> char {
    match c {
        '\u{2F00}'..='\u{2FD5}' => KANGXI.chars().nth(c as usize - 0x2F00).unwrap_or(c),
        '\u{2E80}'..='\u{2EF3}' => SUPPLEMENT.iter().find(|it| it.0 == c).map_or(c, |it| it.1),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_radical_becomes_the_character_it_looks_like() {
        assert_eq!(KANGXI.chars().count(), 214);
        for (radical, character) in [
            ('\u{2F00}', '一'),
            ('\u{2F64}', '用'),
            ('\u{2FD5}', '龠'),
            ('\u{2ED3}', '长'),
            ('青', '青'),
        ] {
            assert_eq!(as_character(radical), character);
        }
    }
}
