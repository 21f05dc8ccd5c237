//! Characters that a font names after a shape: a PDF may say U+2F00 KANGXI RADICAL ONE
//! where 一 is meant, because both share one glyph, and a search for 一 then fails.

/// The characters of the Kangxi radicals U+2F00 to U+2FD5, in order, by their
/// compatibility decomposition in Unicode, but for ⼾: fonts of the mainland share its
/// glyph with 户.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Signs and what they stand for, each sign first: radicals of the supplement that share
/// a glyph with a whole character, long dashes, ligatures, punctuation of vertical text.
const SIGNS: [&str; 82] = [
    "⺎兀",
    "⺒巳",
    "⺓幺",
    "⺟母",
    "⺠民",
    "⺫目",
    "⻁虎",
    "⻄西",
    "⻅见",
    "⻆角",
    "⻇角",
    "⻉贝",
    "⻋车",
    "⻑長",
    "⻓长",
    "⻔门",
    "⻗雨",
    "⻘青",
    "⻙韦",
    "⻚页",
    "⻛风",
    "⻜飞",
    "⻝食",
    "⻢马",
    "⻣骨",
    "⻤鬼",
    "⻥鱼",
    "⻦鸟",
    "⻧卤",
    "⻨麦",
    "⻩黄",
    "⻪黾",
    "⻬齐",
    "⻮齿",
    "⻰龙",
    "⻱龜",
    "⻳龟",
    "⸺——",
    "⸻———",
    "ﬀff",
    "ﬁfi",
    "ﬂfl",
    "ﬃffi",
    "ﬄffl",
    "ﬅst",
    "ﬆst",
    "︐，",
    "︑、",
    "︒。",
    "︓：",
    "︔；",
    "︕！",
    "︖？",
    "︗〖",
    "︘〗",
    "︙…",
    "︰：",
    "︱—",
    "︲–",
    "︳_",
    "︵（",
    "︶）",
    "︷｛",
    "︸｝",
    "︹〔",
    "︺〕",
    "︻【",
    "︼】",
    "︽《",
    "︾》",
    "︿〈",
    "﹀〉",
    "﹁「",
    "﹂」",
    "﹃『",
    "﹄』",
    "﹇［",
    "﹈］",
    "﹣-",
    "\u{A0} ",
    "\u{2002} ",
    "\u{2003}\u{3000}",
];

/// Writes text in the characters that a reader would type.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2F00}'..='\u{2FD5}' => {
                out.push(KANGXI.chars().nth(c as usize - 0x2F00).unwrap_or(c));
            }
            '\u{A0}'
            | '\u{2002}'..='\u{2003}'
            | '\u{2E3A}'..='\u{2EF3}'
            | '\u{FB00}'..='\u{FE6F}' => match SIGNS.iter().find_map(|it| it.strip_prefix(c)) {
                Some(meaning) => out.push_str(meaning),
                None => out.push(c),
            },
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_becomes_the_characters_it_stands_for() {
        assert_eq!(KANGXI.chars().count(), 214);
        for (shape, expected) in [
            ("\u{2F00}", "一"),
            ("\u{2F64}", "用"),
            ("\u{2FD5}", "龠"),
            ("\u{2F3E}", "户"),
            ("\u{2EE9}", "黄"),
            ("⸺今年", "——今年"),
            ("ﬁle", "file"),
            ("︵一︶", "（一）"),
            ("青溪市", "青溪市"),
        ] {
            assert_eq!(plain(shape), expected);
        }
    }
}
