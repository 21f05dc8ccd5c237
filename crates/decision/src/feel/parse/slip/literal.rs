//! What is said about numbers, strings and comments that are none.

use super::super::cursor::Parser;
use super::{Slip, helped, slip};
use crate::feel::ast::Span;

/// `/*` without `*/`.
pub(in super::super) fn unclosed_comment(span: Span) -> Slip {
    let wrong = slip(span, "这个注释没有结束", "this comment never ends");
    helped(wrong, "补上 `*/`", "add `*/`")
}

/// `"` without `"`.
pub(in super::super) fn unclosed_string(span: Span) -> Slip {
    let wrong = slip(span, "这个字符串没有结束", "this string never ends");
    helped(
        wrong,
        "补上半角的 `\"`；字符串中的双引号写作 `\\\"`",
        "add `\"`; a quotation mark within a string is written `\\\"`",
    )
}

/// An escape that stands for no character.
pub(in super::super) fn escape(span: Span) -> Slip {
    let wrong = slip(
        span,
        "这个转义不代表任何字符",
        "this escape stands for no character",
    );
    helped(
        wrong,
        "写四位十六进制 `\\u4E2D`、六位 `\\U01F40E`，或成对的 `\\uD83D\\uDC0E`",
        "write four digits `\\u4E2D`, six `\\U01F40E`, or a pair `\\uD83D\\uDC0E`",
    )
}

/// Digits that are no number of FEEL.
pub(in super::super) fn number(span: Span, text: &str) -> Slip {
    let text: String = text.chars().take(40).collect();
    let wrong = slip(
        span,
        format!("`{text}` 超出了数的范围"),
        format!("`{text}` is outside the range of numbers"),
    );
    helped(
        wrong,
        "数最多有 34 位有效数字，绝对值小于 10 的 6145 次方；请核对位数",
        "a number has at most 34 digits and is below ten to the 6145th; check its digits",
    )
}

/// `12abc`
pub(in super::super) fn word_after_number(parser: &Parser<'_, '_>, number: &str) -> Slip {
    let word: String = parser.word().chars().take(40).collect();
    let wrong = slip(
        parser.span_of(word.len()),
        format!("数 `{number}` 之后紧接着 `{word}`"),
        format!("`{word}` follows the number `{number}` directly"),
    );
    helped(
        wrong,
        "名称不以数字开头；数中不写单位和千位分隔",
        "names do not start with digits; numbers have neither units nor separators",
    )
}

/// `@` without string.
pub(in super::super) fn at_without_string(parser: &Parser<'_, '_>) -> Slip {
    let wrong = slip(
        parser.span_of(1),
        "`@` 之后应当是双引号中的日期、时间或时长",
        "`@` is followed by a date, time or duration in double quotes",
    );
    helped(wrong, "例如 `@\"2025-01-01\"`", "such as `@\"2025-01-01\"`")
}
