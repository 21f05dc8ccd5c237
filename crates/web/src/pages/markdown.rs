//! The Markdown that a system's folder is written in, as a page: headings, paragraphs,
//! lists, tables, fenced blocks, **bold** and `code`. Anything else stays as written, and
//! nothing in it is HTML.

use maud::{Markup, html};

/// The text as a page, its first heading left out: the page has a title of its own.
pub(crate) fn page(text: &str) -> Markup {
    let mut lines = text.lines().peekable();
    let mut blocks: Vec<Markup> = Vec::new();
    let mut titled = false;
    while let Some(line) = lines.next() {
        let bare = line.trim();
        if bare.is_empty() {
            continue;
        }
        if let Some(kind) = bare.strip_prefix("```") {
            let mut block = Vec::new();
            for line in lines.by_ref() {
                if line.trim() == "```" {
                    break;
                }
                block.push(line);
            }
            blocks.push(html! { pre class=(format!("block {}", word(kind))) { code { (block.join("\n")) } } });
            continue;
        }
        if let Some((level, title)) = heading(bare) {
            if level == 1 && !titled {
                titled = true;
                continue;
            }
            blocks.push(match level {
                1 | 2 => html! { h2.part { (spans(title)) } },
                3 => html! { h3 { (spans(title)) } },
                _ => html! { h4 { (spans(title)) } },
            });
            continue;
        }
        let kind = kind_of(bare);
        let mut block = vec![bare];
        while let Some(next) = lines.peek().map(|it| it.trim()) {
            // What follows a line of a list is of it, until something else begins.
            let goes_on = kind_of(next) == kind || (kind.is_list() && kind_of(next) == Kind::Text);
            if next.is_empty() || heading(next).is_some() || next.starts_with("```") || !goes_on {
                break;
            }
            block.push(next);
            lines.next();
        }
        blocks.push(match kind {
            Kind::Bullets => {
                html! { ul.bullets { @for item in items(&block) { li { (spans(&item)) } } } }
            }
            Kind::Numbers => {
                html! { ol.numbers { @for item in items(&block) { li { (spans(&item)) } } } }
            }
            Kind::Table => table(&block),
            Kind::Text => html! { p { (spans(&block.join("\n"))) } },
        });
    }
    html! { @for block in blocks { (block) } }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bullets,
    Numbers,
    Table,
    Text,
}

impl Kind {
    fn is_list(self) -> bool {
        matches!(self, Kind::Bullets | Kind::Numbers)
    }
}

fn kind_of(line: &str) -> Kind {
    if line.starts_with("- ") || line.starts_with("* ") {
        Kind::Bullets
    } else if number(line).is_some() {
        Kind::Numbers
    } else if line.starts_with('|') {
        Kind::Table
    } else {
        Kind::Text
    }
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    let title = title.strip_prefix(' ')?;
    (1..=6).contains(&level).then_some((level, title.trim()))
}

/// What stands after `1. `.
fn number(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|it: char| it.is_ascii_digit());
    let rest = rest.strip_prefix(". ")?;
    line.starts_with(|it: char| it.is_ascii_digit())
        .then_some(rest)
}

fn items(block: &[&str]) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in block {
        let begins = line
            .strip_prefix("- ")
            .or_else(|| line.strip_prefix("* "))
            .or_else(|| number(line));
        match (begins, items.last_mut()) {
            (Some(text), _) => items.push(text.to_owned()),
            (None, Some(last)) => {
                last.push('\n');
                last.push_str(line);
            }
            (None, None) => items.push((*line).to_owned()),
        }
    }
    items
}

fn table(block: &[&str]) -> Markup {
    let cells = |line: &str| -> Vec<String> {
        let line = line.trim().trim_start_matches('|').trim_end_matches('|');
        line.split('|').map(|it| it.trim().to_owned()).collect()
    };
    let is_rule = |line: &&&str| line.contains("---") && line.chars().all(|it| "|-: ".contains(it));
    let head = block
        .first()
        .filter(|_| block.get(1).is_some_and(|it| is_rule(&it)));
    let rows = block
        .iter()
        .filter(|it| !is_rule(it))
        .skip(usize::from(head.is_some()));
    html! {
        div.scroll { table.plain {
            @if let Some(head) = head { thead { tr { @for cell in cells(head) { th scope="col" { (spans(&cell)) } } } } }
            tbody { @for row in rows { tr { @for cell in cells(row) { td { (spans(&cell)) } } } } }
        } }
    }
}

/// Words with **bold** and `code`.
fn spans(text: &str) -> Markup {
    let mut pieces: Vec<Markup> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let next = ["**", "`"]
            .into_iter()
            .filter_map(|mark| Some((rest.find(mark)?, mark)))
            .min();
        let closed = next.and_then(|(at, mark)| {
            let (before, after) = rest.split_at_checked(at)?;
            let (inner, after) = after.strip_prefix(mark)?.split_once(mark)?;
            (!inner.is_empty()).then_some((before, inner, after, mark))
        });
        let Some((before, inner, after, mark)) = closed else {
            pieces.push(html! { (rest) });
            break;
        };
        pieces.push(html! { (before) });
        pieces.push(match mark {
            "`" => html! { code { (inner) } },
            _ => html! { b { (inner) } },
        });
        rest = after;
    }
    html! { @for piece in pieces { (piece) } }
}

/// The letters of a word, for a class.
fn word(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn a_readme_is_a_page_and_never_markup_of_its_own() {
        for (text, html) in [
            ("# 重点项目\n\n一段。", "<p>一段。</p>"),
            (
                "## 依据\n\n- 甲\n  续\n- **乙**",
                "<h2 class=\"part\">依据</h2><ul class=\"bullets\"><li>甲\n续</li><li><b>乙</b></li></ul>",
            ),
            (
                "1. 一\n2. 二",
                "<ol class=\"numbers\"><li>一</li><li>二</li></ol>",
            ),
            (
                "| a | b |\n| --- | --- |\n| 1 | `x` |",
                "<div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead><tbody><tr><td>1</td><td><code>x</code></td></tr></tbody></table></div>",
            ),
            (
                "```case\na < b\n```\n完",
                "<pre class=\"block case\"><code>a &lt; b</code></pre><p>完</p>",
            ),
            (
                "<script>alert(1)</script>",
                "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
            ),
            ("一 ** 二 ` 三", "<p>一 ** 二 ` 三</p>"),
            (
                "```\n没有结尾",
                "<pre class=\"block \"><code>没有结尾</code></pre>",
            ),
        ] {
            assert_eq!(page(text).into_string(), html, "{text}");
        }
    }
}
