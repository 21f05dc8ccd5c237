//! What shows that bytes are not an entry of the log, and at which byte.

use thiserror::Error;
use youwei_base::Bilingual;

use crate::Unfit;

/// Where the bytes of an entry go wrong, and how.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("byte {at}, counted from 0: {what}")]
pub struct Flaw {
    /// How many bytes stand before the place. Of a value that breaks a rule as a whole
    /// it is the place where the value begins.
    pub at: usize,
    /// What is wrong there.
    pub what: Unfit,
}

impl Flaw {
    // Kept out of the way of the bytes that are accepted, which are nearly all.
    #[cold]
    pub(super) fn new(at: usize, what: impl Into<Unfit>) -> Box<Flaw> {
        let what = what.into();
        Box::new(Flaw { at, what })
    }

    /// What is wrong and where, as a clause, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = format!("第 {} 字节(从 0 数起):{}", self.at, self.what.sentence().zh);
        Bilingual::new(zh, self.to_string())
    }
}

/// A rule that the bytes of an entry break: of the canonical form (RFC 8785), or of
/// the one way in which the log writes an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Form {
    /// Not UTF-8.
    #[error("it is not UTF-8; write it in UTF-8")]
    Encoding,
    /// Only these bytes are possible.
    #[error("only `{0}` may stand here; write the event as the log writes it")]
    Literal(&'static str),
    /// A value ended, and its array or object does neither go on nor end.
    #[error("only a comma or `{0}` may stand here; write it as RFC 8785 says")]
    Separator(char),
    /// No JSON value begins.
    #[error("a JSON value must begin here; write it as RFC 8785 says")]
    Value,
    /// A control character that is not escaped.
    #[error("a control character is not escaped; write it as RFC 8785 says")]
    Control,
    /// Another escape than the one of a character that needs it.
    #[error("canonical JSON has no such escape; write the character as RFC 8785 says")]
    Escape,
    /// Another form than ECMAScript's, or a number that a double cannot keep.
    #[error(
        "canonical JSON writes this number otherwise or would change it; write it as RFC 8785 says or as text, in quotes"
    )]
    Number,
    /// A member name that does not come after the one before.
    #[error(
        "this member name stands twice or out of order; sort the names by UTF-16 units as RFC 8785 says"
    )]
    Order,
    /// Not 36 characters of a UUID in lower case.
    #[error("its id is not a UUID in lower case with hyphens; write it so")]
    Id,
    /// Not a moment in the one way in which the log writes it.
    #[error(
        "its time is not a moment in UTC with the shortest fraction, such as 2026-01-15T01:30:07.25Z; write it so"
    )]
    Time,
    /// More follows after the end of the event.
    #[error("the event has ended and more follows; remove it")]
    End,
}

impl Form {
    /// The clause in Chinese, with the next step.
    pub(crate) fn zh(self) -> String {
        let fixed = match self {
            Form::Literal(literal) => {
                return format!("此处只能是 {literal};请按账本写事件的方式书写");
            }
            Form::Separator(end) => {
                return format!("此处只能是逗号或 {end};请按 RFC 8785 书写");
            }
            Form::Encoding => "不是 UTF-8;请用 UTF-8 书写",
            Form::Value => "此处应为一个 JSON 值;请按 RFC 8785 书写",
            Form::Control => "控制字符没有转义;请按 RFC 8785 书写",
            Form::Escape => "规范 JSON 没有这种转义;请按 RFC 8785 书写该字符",
            Form::Number => "此数不是规范 JSON 的写法,或会走样;请按 RFC 8785 书写,或加引号写成文本",
            Form::Order => "成员名重复或次序不对;请按 RFC 8785 依 UTF-16 码元排序",
            Form::Id => "编号不是带连字符的小写 UUID;请照此书写",
            Form::Time => "时间不是 UTC 时刻的最短写法(例如 2026-01-15T01:30:07.25Z);请照此书写",
            Form::End => "事件已经结束,后面还有内容;请删去",
        };
        fixed.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flaw_says_where_what_and_the_next_step() {
        for form in [
            Form::Encoding,
            Form::Literal("{\"actor\":"),
            Form::Separator('}'),
            Form::Value,
            Form::Control,
            Form::Escape,
            Form::Number,
            Form::Order,
            Form::Id,
            Form::Time,
            Form::End,
        ] {
            let Bilingual { zh, en } = Flaw::new(57, form).sentence();
            assert!(en.starts_with("byte 57, counted from 0: "), "{en}");
            assert!(en.contains("; ") && en.is_ascii(), "{en}");
            assert!(zh.starts_with("第 57 字节(从 0 数起):"), "{zh}");
            assert!(zh.contains(";请"), "{zh}");
        }
    }
}
