//! Why a personal value cannot be sealed. Each reason is a clause that an error's
//! sentence is made with, as those of `Unfit` are. None repeats the value or says
//! whose it is.

use thiserror::Error;
use youwei_base::Bilingual;

use super::secret::CipherFault;
use crate::Unfit;

/// Why a personal value cannot be sealed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unsealable {
    /// Not a JSON pointer of RFC 6901.
    #[error("{pointer:?} is not a JSON pointer; write it like /applicant/name")]
    Pointer {
        /// The pointer as given.
        pointer: String,
    },
    /// Nothing in the data holds this place.
    #[error(
        "its data has no place {pointer:?}; give the object around it, or a null in the array there"
    )]
    NoPlace {
        /// The pointer.
        pointer: String,
    },
    /// Something stands at this place already.
    #[error("its data already has something at {pointer:?}; leave out what is to be sealed")]
    Occupied {
        /// The pointer.
        pointer: String,
    },
    /// Two values for one place.
    #[error("two values are to be sealed at {pointer:?}; give one")]
    Twice {
        /// The pointer.
        pointer: String,
    },
    /// The data holds an object that only sealing may make.
    #[error(
        "its data holds a sealed value at {pointer:?} that was not sealed for this event; give the value itself as personal, or name the earlier event"
    )]
    Copied {
        /// Where.
        pointer: String,
    },
    /// The pseudonym of a person stands in the entry.
    #[error(
        "it names the person of {pointer:?} by their pseudonym, which would tie it to them for ever; use another id"
    )]
    NamesPerson {
        /// A place of this person's values.
        pointer: String,
    },
    /// The value cannot be written as canonical JSON.
    #[error("the value for {pointer:?} cannot be sealed: {unfit}")]
    Value {
        /// The pointer.
        pointer: String,
        /// Why.
        unfit: Unfit,
    },
    /// More than [`crate::PERSONAL_BYTES_MAX`] together.
    #[error(
        "its personal values have {size} bytes together and may have {limit}; keep long ones as files and seal their hashes"
    )]
    TooLarge {
        /// The size of all its personal values, in bytes of canonical JSON.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The person was erased, and nothing can be sealed for them any more.
    #[error(
        "the person of {pointer:?} was erased from this log; if they are to be known again, give them a new pseudonym"
    )]
    Erased {
        /// The pointer.
        pointer: String,
    },
    /// The ledger was opened without the key that wraps the keys of persons.
    #[error(
        "it has personal values and the ledger was opened without a master key; name its file or set YOUWEI_MASTER_KEY"
    )]
    NoMasterKey,
    /// No randomness, or a fault of ours.
    #[error("it was not sealed: {0}")]
    Cipher(#[from] CipherFault),
}

impl Unsealable {
    /// The refusal, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            Unsealable::Pointer { pointer } => {
                format!("{pointer:?} 不是 JSON 指针;请写成 /applicant/name 这样")
            }
            Unsealable::NoPlace { pointer } => {
                format!("数据中没有 {pointer:?} 这个位置;请给出它外层的对象,数组中的位置请写 null")
            }
            Unsealable::Occupied { pointer } => {
                format!("数据的 {pointer:?} 处已有内容;请去掉要封存的部分")
            }
            Unsealable::Twice { pointer } => {
                format!("{pointer:?} 处有两个值要封存;请只给一个")
            }
            Unsealable::Copied { pointer } => format!(
                "数据的 {pointer:?} 处有一个并非为本事件封存的封存值;请把原值作为个人信息给出,或引用先前的事件"
            ),
            Unsealable::NamesPerson { pointer } => {
                format!("其中写有 {pointer:?} 所属个人的化名,会把二者永远联系起来;请改用别的编号")
            }
            Unsealable::Value { pointer, unfit } => {
                format!("{pointer:?} 的值无法封存:{}", unfit.sentence().zh)
            }
            Unsealable::TooLarge { size, limit } => format!(
                "个人信息合计 {size} 字节,最多 {limit} 字节;请把长的部分另存为文件,只封存其哈希"
            ),
            Unsealable::Erased { pointer } => {
                format!("{pointer:?} 所属的个人已从本账本删除;如需重新登记此人,请给出新的化名")
            }
            Unsealable::NoMasterKey => {
                "其中有个人信息,而打开账本时没有给主密钥;请指定主密钥文件或设置 YOUWEI_MASTER_KEY"
                    .to_owned()
            }
            Unsealable::Cipher(fault) => format!("未能封存:{}", fault.sentence().zh),
        };
        Bilingual::new(zh, self.to_string())
    }
}
