//! What a government site puts around its texts, and how it is recognised: by tag, by
//! the names that site builders give, by the words of a line.

use scraper::node::Element;

/// Elements that never hold text to read.
const NEVER: [&str; 24] = [
    "script", "style", "noscript", "template", "select", "button", "textarea", "input", "option",
    "iframe", "object", "embed", "svg", "math", "canvas", "audio", "video", "map", "head", "title",
    "noframes", "noembed", "datalist", "rt",
];

/// Elements that hold furniture by their meaning. Old frameworks wrap the whole page
/// in a `form`, so the weight of the content decides as well.
const BY_MEANING: [&str; 7] = ["nav", "header", "footer", "aside", "form", "menu", "dialog"];

/// Parts of class names and ids. A name is split at everything that is no letter, and
/// where lower case turns to upper case.
const NAMES: [&str; 58] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "crumbnav",
    "position",
    "location",
    "dqwz",
    "mianbaoxie",
    "weizhi",
    "header",
    "footer",
    "foot",
    "copyright",
    "banquan",
    "beian",
    "share",
    "sharebox",
    "bdsharebuttonbox",
    "bdshare",
    "jiathis",
    "fenxiang",
    "print",
    "dayin",
    "fontsize",
    "zihao",
    "ziti",
    "toolbar",
    "tools",
    "qrcode",
    "ewm",
    "erweima",
    "weixin",
    "wechat",
    "sidebar",
    "related",
    "xglj",
    "xgwz",
    "xgyd",
    "relnews",
    "prevnext",
    "pagenav",
    "pager",
    "pagination",
    "shangxia",
    "login",
    "search",
    "comment",
    "comments",
    "advert",
    "ad",
    "ads",
    "banner",
    "hidden",
];

const ROLES: [&str; 6] = [
    "navigation",
    "banner",
    "contentinfo",
    "complementary",
    "search",
    "menu",
];

/// A longer line is never furniture.
const LINE_CHARS_MAX: usize = 60;

/// How furniture lines begin. A site's words, not a report's.
const LINE_STARTS: [&str; 49] = [
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "相关链接",
    "相关阅读",
    "相关文章",
    "相关新闻",
    "相关附件",
    "相关解读",
    "相关报道",
    "相关文档",
    "附件下载",
    "当前位置",
    "您的位置",
    "您现在的位置",
    "您当前的位置",
    "所在位置",
    "发布时间：",
    "发布日期：",
    "发表时间：",
    "更新时间：",
    "时间：",
    "日期：",
    "来源：",
    "信息来源：",
    "文章来源：",
    "稿件来源：",
    "浏览次数",
    "阅读次数",
    "浏览量",
    "点击数",
    "访问量",
    "字体：",
    "字号：",
    "【字体",
    "【字号",
    "[字体",
    "[字号",
    "分享到",
    "分享：",
    "责任编辑：",
    "编辑：",
    "扫一扫",
    "用微信扫",
    "主办单位：",
    "承办单位：",
    "网站标识码",
    "技术支持：",
];

const LINE_WORDS: [&str; 8] = [
    "ICP备",
    "公网安备",
    "版权所有",
    "Copyright",
    "copyright",
    "打印本页",
    "关闭窗口",
    "在手机打开当前页",
];

const LINE_WHOLE: [&str; 31] = [
    "首页",
    "下载",
    "打印",
    "全屏",
    "关闭",
    "收藏",
    "分享",
    "返回顶部",
    "返回",
    "大",
    "中",
    "小",
    "加大",
    "还原",
    "减小",
    "大 中 小",
    "【大 中 小】",
    "[大 中 小]",
    "【打印】",
    "【关闭】",
    "[打印]",
    "[关闭]",
    "保护视力色",
    "我要纠错",
    "无障碍浏览",
    "】",
    "【",
    ">",
    "|",
    "×",
    "»",
];

/// Whether the text of an element is never shown or never read.
pub(super) fn is_never_text(element: &Element) -> bool {
    NEVER.contains(&element.name())
}

/// Whether an element says of itself that it is furniture.
pub(super) fn looks_like_furniture(element: &Element) -> bool {
    BY_MEANING.contains(&element.name())
        || is_hidden(element)
        || element
            .attr("role")
            .is_some_and(|it| ROLES.contains(&it.trim()))
        || [element.id(), element.attr("class")]
            .into_iter()
            .flatten()
            .any(|names| name_parts(names).any(|it| NAMES.contains(&it.as_str())))
}

fn is_hidden(element: &Element) -> bool {
    if element.attr("hidden").is_some() {
        return true;
    }
    let style: String = element
        .attr("style")
        .unwrap_or_default()
        .chars()
        .filter(|it| !it.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// `"artPrint box-nav2"` gives `art`, `print`, `box`, `nav`.
fn name_parts(names: &str) -> impl Iterator<Item = String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for c in names.chars() {
        if !c.is_ascii_alphabetic() || (was_lower && c.is_ascii_uppercase()) {
            parts.push(String::new());
        }
        was_lower = c.is_ascii_lowercase();
        if c.is_ascii_alphabetic()
            && let Some(last) = parts.last_mut()
        {
            last.push(c.to_ascii_lowercase());
        }
    }
    parts.into_iter().filter(|it| !it.is_empty())
}

/// Whether a class or id says that an element holds a title.
pub(super) fn names_a_title(element: &Element) -> bool {
    [element.id(), element.attr("class")]
        .into_iter()
        .flatten()
        .any(|names| {
            let names = names.to_ascii_lowercase();
            ["title", "biaoti", "headline"]
                .iter()
                .any(|it| names.contains(it))
        })
}

/// Whether a line is furniture by its words.
pub(super) fn is_furniture_line(line: &str) -> bool {
    let line = line.trim().replace(':', "：");
    let line = line.as_str();
    if line.chars().count() > LINE_CHARS_MAX || line.contains('。') {
        return false;
    }
    LINE_WHOLE.contains(&line)
        || LINE_STARTS.iter().any(|it| line.starts_with(it))
        || LINE_WORDS.iter().any(|it| line.contains(it))
        || is_clock_time(line)
}

/// When a page was published, to the minute. The date of a report has no clock time.
fn is_clock_time(line: &str) -> bool {
    line.contains(['：', '时'])
        && line.chars().filter(char::is_ascii_digit).count() >= 8
        && line
            .chars()
            .all(|it| it.is_ascii_digit() || " -/.：年月日时分秒".contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_where_a_reader_would() {
        let parts: Vec<String> = name_parts("artPrint box-nav2 XGLJ").collect();
        assert_eq!(parts, ["art", "print", "box", "nav", "xglj"]);
    }

    #[test]
    fn furniture_lines_are_told_from_sentences() {
        let furniture = [
            "上一篇：青溪市2025年政府工作报告",
            "发布时间：2026-02-03 来源：青溪市人民政府办公室",
            "大 中 小",
            "青ICP备00000000号",
            "【打印】",
            "来源:",
            "2026-02-03 09:02:33",
            "2026年02月10日 07时41分",
        ];
        let text = [
            "一、2025年工作回顾",
            "加快建设中小企业园",
            "扫一扫就能办，一次办成事项增加到60件。",
            "来源于一线的建议都有回音",
            "各位代表：",
            "（2026年1月26日）",
            "2026年1月26日",
        ];
        for line in furniture {
            assert!(is_furniture_line(line), "{line}");
        }
        for line in text {
            assert!(!is_furniture_line(line), "{line}");
        }
    }
}
