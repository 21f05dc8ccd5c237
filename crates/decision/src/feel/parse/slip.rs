//! What is said about a text that is not FEEL: what was found, what was expected, what
//! to write instead.

mod limit;
mod literal;

use youwei_base::Bilingual;

use super::SyntaxError;
use super::cursor::{Parser, span};
use crate::feel::ast::Span;
use crate::feel::chars::{is_wide_sign, narrow};
use crate::feel::names::is_keyword;

pub(super) use limit::{too_high, too_long, too_nested};
pub(super) use literal::{
    at_without_string, escape, number, unclosed_comment, unclosed_string, word_after_number,
};

type Slip = Box<SyntaxError>;

/// What is wrong, before it is said what to write instead.
struct Wrong {
    span: Span,
    message: Bilingual,
}

fn slip(span: Span, zh: impl Into<String>, en: impl Into<String>) -> Wrong {
    let message = Bilingual::new(zh, en);
    Wrong { span, message }
}

fn helped(wrong: Wrong, zh: impl Into<String>, en: impl Into<String>) -> Slip {
    let Wrong { span, message } = wrong;
    let help = Bilingual::new(zh, en);
    Box::new(SyntaxError {
        span,
        message,
        help,
    })
}

/// What stands next, in both languages, and where.
struct Found {
    zh: String,
    en: String,
    span: Span,
}

fn found(parser: &Parser<'_, '_>) -> Found {
    let word = parser.word();
    let next = parser.rest().chars().next();
    let text = match next {
        None => {
            return Found {
                zh: "文末".to_owned(),
                en: "the end of the text".to_owned(),
                span: parser.span_of(0),
            };
        }
        Some(sign) if word.is_empty() => sign.to_string(),
        Some(_) => word.chars().take(40).collect(),
    };
    Found {
        zh: format!("`{text}`"),
        en: format!("`{text}`"),
        span: parser.span_of(text.len()),
    }
}

/// The signs of other languages, and wide ones of Chinese keyboards.
fn foreign(parser: &Parser<'_, '_>) -> Option<Slip> {
    let rest = parser.rest();
    let write = |len: usize, zh: &str, en: &str| {
        let sign = rest.get(..len).unwrap_or_default();
        let wrong = slip(
            parser.span_of(len),
            format!("FEEL 没有 `{sign}` 这个符号"),
            format!("FEEL has no sign `{sign}`"),
        );
        Some(helped(wrong, zh, en))
    };
    let next = rest.chars().next()?;
    match next {
        _ if rest.starts_with("==") => write(2, "相等只写一个 `=`", "equality is one `=`"),
        _ if rest.starts_with("&&") => write(2, "“并且”写作 `and`", "write `and`"),
        _ if rest.starts_with("||") => write(2, "“或者”写作 `or`", "write `or`"),
        _ if rest.starts_with("<>") => write(2, "不相等写作 `!=`", "write `!=`"),
        '!' if !rest.starts_with("!=") => write(
            1,
            "“并非”写作 `not(…)`，不相等写作 `!=`",
            "write `not(…)`, or `!=` for what is not equal",
        ),
        '&' => write(
            1,
            "“并且”写作 `and`，连接文字写作 `+`",
            "write `and`, or `+` to join strings",
        ),
        '|' => write(1, "“或者”写作 `or`", "write `or`"),
        '^' => write(1, "乘方写作 `**`", "a power is written `**`"),
        '%' => write(
            1,
            "百分之五写作 `0.05`，余数写作 `modulo(a, b)`",
            "write `0.05` for five per cent, `modulo(a, b)` for a remainder",
        ),
        ';' => write(1, "各项之间用 `,`", "parts are separated by `,`"),
        '\'' | '`' => write(
            1,
            "文字写在双引号中：`\"…\"`",
            "strings stand in double quotes: `\"…\"`",
        ),
        _ if is_wide_sign(next) => {
            let sign = narrow(next)?;
            let wrong = slip(
                parser.span_of(next.len_utf8()),
                format!("`{next}` 是中文标点或非键盘符号，FEEL 的符号是半角的"),
                format!("`{next}` is not a sign of FEEL, whose signs are those of ASCII"),
            );
            Some(helped(
                wrong,
                format!("改写为 `{sign}`"),
                format!("write `{sign}`"),
            ))
        }
        _ => None,
    }
}

/// An operand was expected.
pub(super) fn operand(parser: &Parser<'_, '_>) -> Slip {
    if let Some(foreign) = foreign(parser) {
        return foreign;
    }
    let word = parser.word();
    if is_keyword(word) {
        return keyword_as_name(parser, word);
    }
    let found = found(parser);
    let wrong = slip(
        found.span,
        format!("这里应当是一个值或名称，却是{}", found.zh),
        format!("expected a value or a name, found {}", found.en),
    );
    helped(
        wrong,
        "在这里写一个值（如 `1`、`\"文字\"`）或名称；若多了符号，把它删去",
        "write a value (such as `1` or `\"text\"`) or a name here, or take the sign before it away",
    )
}

/// The text goes on after an expression.
pub(super) fn after_expression(parser: &Parser<'_, '_>) -> Slip {
    if let Some(foreign) = foreign(parser) {
        return foreign;
    }
    let found = found(parser);
    if matches!(parser.byte(), b')' | b']' | b'}') {
        let wrong = slip(
            found.span,
            format!("{}没有对应的左括号", found.zh),
            format!("{} closes nothing that is open", found.en),
        );
        return helped(
            wrong,
            "删去它，或补上左括号",
            "take it away, or add the bracket that opens it",
        );
    }
    let wrong = slip(
        found.span,
        format!("表达式到这里已经完整，后面却还有{}", found.zh),
        format!("the expression is complete here, but {} follows", found.en),
    );
    match parser.byte() {
        b',' => helped(
            wrong,
            "若是列表，写作 `[a, b]`",
            "write `[a, b]` if this is a list",
        ),
        b'"' | b'0'..=b'9' => helped(wrong, "其间是否缺少运算符？", "is an operator missing?"),
        _ if !parser.word().is_empty() && !is_keyword(parser.word()) => helped(
            wrong,
            "若是由几个词组成的名称，此处没有这样的名称；否则缺少运算符",
            "if this belongs to a name of several words, there is no such name here; else an operator is missing",
        ),
        _ => helped(
            wrong,
            "删去多出的部分，或在其间补上运算符",
            "take away what follows, or add the operator between",
        ),
    }
}

/// A sign or word was expected; `open` is where what it belongs to began.
pub(super) fn expected(parser: &Parser<'_, '_>, what: &str, open: Option<Span>) -> Slip {
    let (zh, en) = (
        format!("在这里写上 `{what}`"),
        format!("write `{what}` here"),
    );
    expected_as(parser, what, open, (&zh, &en))
}

/// The same, where more can be said of how it is written.
fn expected_as(
    parser: &Parser<'_, '_>,
    what: &str,
    open: Option<Span>,
    (zh, en): (&str, &str),
) -> Slip {
    if let Some(foreign) = foreign(parser) {
        return foreign;
    }
    let found = found(parser);
    let wrong = slip(
        open.unwrap_or(found.span),
        format!("这里应当是 `{what}`，却是{}", found.zh),
        format!("expected `{what}`, found {}", found.en),
    );
    helped(wrong, zh, en)
}

/// A bracket is not closed where it should be.
pub(super) fn unclosed(parser: &Parser<'_, '_>, open: usize, close: &str) -> Slip {
    if let Some(foreign) = foreign(parser) {
        return foreign;
    }
    let sign = parser.text.get(open..=open).unwrap_or_default();
    if parser.is_end() {
        let wrong = slip(
            span(open, open + 1),
            format!("这个 `{sign}` 没有对应的右括号"),
            format!("this `{sign}` is never closed"),
        );
        return helped(wrong, format!("补上 `{close}`"), format!("add `{close}`"));
    }
    let found = found(parser);
    let wrong = slip(
        found.span,
        format!("这里应当是 `,` 或 `{close}`，却是{}", found.zh),
        format!("expected `,` or `{close}`, found {}", found.en),
    );
    if parser.word().is_empty() || is_keyword(parser.word()) {
        return helped(
            wrong,
            format!("用 `,` 分开各项，或用 `{close}` 结束"),
            format!("separate the parts by `,`, or end with `{close}`"),
        );
    }
    helped(
        wrong,
        "若是由几个词组成的名称，此处没有这样的名称；否则缺少运算符",
        "if this belongs to a name of several words, there is no such name here; else an operator is missing",
    )
}

/// `(a, b)` where a value is expected.
pub(super) fn comma_in_parenthesis(parser: &Parser<'_, '_>) -> Slip {
    let wrong = slip(
        parser.span_of(1),
        "圆括号中只能有一个表达式",
        "a parenthesis holds one expression",
    );
    helped(wrong, "列表写作 `[a, b]`", "a list is written `[a, b]`")
}

/// A keyword stands where a name is declared or an operand expected.
pub(super) fn keyword_as_name(parser: &Parser<'_, '_>, word: &str) -> Slip {
    let wrong = slip(
        parser.span_of(word.len()),
        format!("这里应当是一个值或名称，`{word}` 却是关键字"),
        format!("expected a value or a name, but `{word}` is a keyword"),
    );
    helped(
        wrong,
        "关键字不能单独作名称；请改名，或补上它前面缺少的部分",
        "a keyword alone cannot be a name: rename it, or add what is missing before it",
    )
}

/// `if` without `then`.
pub(super) fn without_then(parser: &Parser<'_, '_>) -> Slip {
    expected_as(parser, "then", None, CONDITION)
}

/// `if … then …` without `else`.
pub(super) fn without_else(parser: &Parser<'_, '_>) -> Slip {
    expected_as(parser, "else", None, CONDITION)
}

const CONDITION: (&str, &str) = (
    "条件写作 `if 条件 then 甲 else 乙`，`else` 不能省略（可写 `else null`）",
    "write `if condition then a else b`; `else` may not be left out (`else null` will do)",
);

/// `between a` without `and`.
pub(super) fn between_without_and(parser: &Parser<'_, '_>) -> Slip {
    let help = ("写作 `x between 1 and 5`", "write `x between 1 and 5`");
    expected_as(parser, "and", None, help)
}

/// The variables of an iteration are followed by neither a comma nor its body.
pub(super) fn bindings_without_end(parser: &Parser<'_, '_>, keyword: &str, last: &str) -> Slip {
    let shape = format!("{keyword} x in list {last} …");
    let (zh, en) = (format!("写作 `{shape}`"), format!("write `{shape}`"));
    expected_as(parser, last, None, (&zh, &en))
}

/// A name is expected after a dot.
pub(super) fn member(parser: &Parser<'_, '_>) -> Slip {
    let help = (
        "写要取的项的名称，如 `申请人.年龄`",
        "write the name of the entry, such as `applicant.age`",
    );
    name_expected(parser, ("`.` 之后", "after `.`"), help)
}

/// A name is expected for a parameter or variable.
pub(super) fn variable(parser: &Parser<'_, '_>) -> Slip {
    let help = (
        "写一个名称，如 `function(x) x + 1`、`for x in 清单 return x`",
        "write a name, as in `function(x) x + 1` or `for x in list return x`",
    );
    name_expected(parser, ("这里", "here"), help)
}

fn name_expected(parser: &Parser<'_, '_>, at: (&str, &str), help: (&str, &str)) -> Slip {
    if let Some(foreign) = foreign(parser) {
        return foreign;
    }
    let found = found(parser);
    let wrong = slip(
        found.span,
        format!("{}应当是名称，却是{}", at.0, found.zh),
        format!("expected a name {}, found {}", at.1, found.en),
    );
    helped(wrong, help.0, help.1)
}

/// The name of an entry is expected.
pub(super) fn key(parser: &Parser<'_, '_>) -> Slip {
    let help = (
        "上下文写作 `{名称: 值, \"另一名称\": 值}`",
        "a context is written `{name: value, \"other name\": value}`",
    );
    name_expected(parser, ("这里", "here"), help)
}

/// An argument without name after one with a name.
pub(super) fn argument_without_name(parser: &Parser<'_, '_>) -> Slip {
    let found = found(parser);
    let wrong = slip(
        found.span,
        "前面的参数写了名称，这个参数却没有",
        "this argument has no name, but the one before it has",
    );
    helped(
        wrong,
        "要么都写名称，要么都不写：`f(a: 1, b: 2)` 或 `f(1, 2)`",
        "name all or none: `f(a: 1, b: 2)` or `f(1, 2)`",
    )
}

/// A type is expected.
pub(super) fn type_name(parser: &Parser<'_, '_>) -> Slip {
    let found = found(parser);
    let wrong = slip(
        found.span,
        format!("这里应当是类型，却是{}", found.zh),
        format!("expected a type, found {}", found.en),
    );
    helped(
        wrong,
        "例如 `number`、`list<string>`、`date and time`",
        "such as `number`, `list<string>`, `date and time`",
    )
}

/// The text goes on after a type.
pub(super) fn after_type(parser: &Parser<'_, '_>) -> Slip {
    let found = found(parser);
    let wrong = slip(
        found.span,
        format!("类型到这里已经完整，后面却还有{}", found.zh),
        format!("the type is complete here, but {} follows", found.en),
    );
    helped(wrong, "删去多出的部分", "take away what follows")
}
