//! The first lines of a system's README as its title and introduction.

use youwei_base::Bilingual;

/// Title and introduction: the heading (`# 中文 · English`), the first paragraph below it,
/// and the first paragraph below `## English`, or the one that begins with `In English: `.
pub(super) fn read(text: &str, key: &str) -> (Bilingual, Bilingual) {
    let heading = text.lines().find_map(|line| line.strip_prefix("# "));
    let title = match heading.map(|it| it.split_once(" · ").unwrap_or((it, it))) {
        Some((zh, en)) => Bilingual::new(plain(zh), plain(en)),
        None => Bilingual::new(key, key),
    };
    let zh = paragraph(text.lines());
    let english = text.lines().skip_while(|line| line.trim() != "## English");
    let in_english = text
        .lines()
        .find_map(|line| line.strip_prefix("In English: "));
    let en = match in_english {
        Some(line) => opening(&plain(line)),
        None => paragraph(english),
    };
    let en = if en.is_empty() { zh.clone() } else { en };
    (title, Bilingual::new(zh, en))
}

/// The first paragraph that is not a heading.
fn paragraph<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let lines = lines.skip_while(|line| line.is_empty() || line.starts_with('#'));
    let first: Vec<&str> = lines
        .take_while(|line| !line.is_empty() && !line.starts_with(['#', '|']))
        .collect();
    plain(&first.join(" "))
}

/// With a capital at its beginning.
fn opening(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// Without the signs of Markdown.
fn plain(text: &str) -> String {
    let bare = text.replace("**", "").replace('`', "");
    bare.replace("。 ", "。").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_first_lines_introduce_a_system() {
        let text = "# 救助 · Assistance\n\n**一户来申请。** 说明。\n\n| a |\n\n## English\n\nA household applies.\nWhy.\n\nMore.\n";
        let (title, intro) = read(text, "a");
        assert_eq!(
            (title.zh.as_str(), title.en.as_str()),
            ("救助", "Assistance")
        );
        assert_eq!(intro.zh, "一户来申请。说明。");
        assert_eq!(intro.en, "A household applies. Why.");
        let (_, intro) = read(
            "# 园区 · Parks\n\n说明。\n\nIn English: one record a **firm**.\n",
            "p",
        );
        assert_eq!(intro.zh, "说明。");
        assert_eq!(intro.en, "One record a firm.");
        let (title, intro) = read("", "tiers");
        assert_eq!((title.zh.as_str(), intro.zh.as_str()), ("tiers", ""));
    }
}
