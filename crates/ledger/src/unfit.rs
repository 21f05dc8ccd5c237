//! Why an event cannot be an entry: what CloudEvents, canonical JSON and the log's own
//! limits forbid. Each reason is a clause that an error's sentence is made with.

use jiff::Timestamp;
use thiserror::Error;
use uuid::Uuid;
use youwei_base::Bilingual;

use crate::Form;

/// Why an event cannot be an entry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    /// Longer than [`crate::ENTRY_BYTES_MAX`].
    #[error(
        "it has {size} bytes and an entry may have {limit}; keep the long part as a file and put its hash into the event"
    )]
    TooLarge {
        /// Its size, in bytes of canonical JSON.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A number that canonical JSON would change.
    #[error("canonical JSON would change the number {number}; write it as text, in quotes")]
    Number {
        /// The number as given.
        number: String,
    },
    /// Nested deeper than [`crate::DATA_DEPTH_MAX`].
    #[error("its data is nested more than {limit} deep; make it flatter or split it")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A member name that serde_json keeps for itself and does not read as a name.
    #[error(
        "its data has a member named {name:?}, which a JSON reader keeps for itself; give it another name"
    )]
    ReservedName {
        /// The name as given.
        name: String,
    },
    /// An attribute that must say something is empty.
    #[error("its `{attribute}` is empty; fill it in")]
    EmptyAttribute {
        /// The CloudEvents name of the attribute.
        attribute: &'static str,
    },
    /// A control character or noncharacter in an attribute.
    #[error(
        "its `{attribute}` holds the character U+{:04X}, which CloudEvents forbids; remove it",
        u32::from(*.character)
    )]
    Character {
        /// The CloudEvents name of the attribute.
        attribute: &'static str,
        /// The first such character.
        character: char,
    },
    /// The origin of the log is not a URI of scheme and path.
    #[error(
        "the origin {origin:?} is not a plain URI; use a scheme and a path, such as youwei:yunze"
    )]
    Source {
        /// The origin as given.
        origin: String,
    },
    /// The id is not a UUID version 7.
    #[error("its id {id} is not a UUID version 7; make one for each event")]
    IdVersion {
        /// The id as given.
        id: Uuid,
    },
    /// The year does not fit RFC 3339.
    #[error("its time {time} lies before the year 0; correct the clock")]
    Year {
        /// The time as given.
        time: Timestamp,
    },
    /// The bytes are not such an event, or the value cannot be written as JSON.
    #[error("it is not an event in CloudEvents JSON ({reason}); correct what made it")]
    NotJson {
        /// What the JSON reader or writer said, for the log.
        reason: String,
    },
    /// Stored bytes are not in the one form that the log writes.
    #[error("{0}")]
    Form(#[from] Form),
}

impl Unfit {
    /// The refusal, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            Unfit::TooLarge { size, limit } => format!(
                "共 {size} 字节,一条最多 {limit} 字节;请把长的部分另存为文件,事件中只写其哈希"
            ),
            Unfit::Number { number } => {
                format!("数 {number} 写成规范 JSON 会走样;请加引号写成文本")
            }
            Unfit::TooDeep { limit } => format!("数据嵌套超过 {limit} 层;请减少层次或拆开"),
            Unfit::ReservedName { name } => {
                format!("数据中有名为 {name:?} 的成员,JSON 读取程序另有所用;请改名")
            }
            Unfit::EmptyAttribute { attribute } => format!("属性 {attribute} 为空;请填写"),
            Unfit::Character {
                attribute,
                character,
            } => format!(
                "属性 {attribute} 含有 CloudEvents 不允许的字符 U+{:04X};请删去",
                u32::from(*character)
            ),
            Unfit::Source { origin } => format!(
                "账本来源 {origin:?} 不是简单的 URI;请用“方案:路径”的写法,例如 youwei:yunze"
            ),
            Unfit::IdVersion { id } => {
                format!("编号 {id} 不是第 7 版 UUID;请为每个事件生成一个")
            }
            Unfit::Year { time } => format!("时间 {time} 早于公元 0 年;请校正时钟"),
            Unfit::NotJson { reason } => {
                format!("不是 CloudEvents JSON 格式的事件({reason});请更正其来源")
            }
            Unfit::Form(form) => form.zh(),
        };
        Bilingual::new(zh, self.to_string())
    }
}
