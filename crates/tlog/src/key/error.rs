//! Why a text is not a key.

use thiserror::Error;
use youwei_base::Bilingual;

/// Why a text is not a key, or a seed gives none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The name is empty or has a space, a plus or a control character.
    #[error(
        "A key's name must not be empty and must have no spaces, plus signs or control characters; choose one like `city.example/log`."
    )]
    Name,
    /// The text has not the parts of a key.
    #[error(
        "This is not a key (`name+id+base64`, or `PRIVATE+KEY+name+id+base64`); copy the whole line again."
    )]
    Format,
    /// The type of the key is none of those known here, or not fit for this use.
    #[error(
        "Keys of this type cannot be used here; give an Ed25519, an SM2 or a cosignature key, each where it belongs."
    )]
    Type,
    /// The type of a log's key is not that of the suite which its name says.
    #[error(
        "A log whose name ends in `/sm2-sm3` signs with SM2 and any other with Ed25519; this key is of the other kind: make a new one, or correct the name."
    )]
    Suite,
    /// The id is not that of this name and key.
    #[error(
        "The key's id does not belong to its name and key, so a letter was changed; copy the whole line again."
    )]
    Id,
    /// The bytes are no public key of their type.
    #[error("The bytes in this text are no public key; copy the whole line again.")]
    Public,
    /// The bytes are no secret key of their type.
    #[error(
        "These 32 bytes are no secret key (for SM2 about one in four thousand million is not); draw 32 new random bytes."
    )]
    Seed,
}

impl KeyError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            KeyError::Name => {
                "密钥名称不能为空,也不能有空格、加号或控制字符;请取形如 `city.example/log` 的名称。"
            }
            KeyError::Format => {
                "这不是密钥(`名称+编号+base64`,或 `PRIVATE+KEY+名称+编号+base64`);请重新完整复制这一行。"
            }
            KeyError::Type => {
                "这种类型的密钥不能用在这里;请提供 Ed25519、SM2 或见证人联署密钥,各用其所。"
            }
            KeyError::Suite => {
                "名称以 `/sm2-sm3` 结尾的账本用SM2签名,其余用Ed25519,而这把密钥是另一种;请重新生成密钥,或改正名称。"
            }
            KeyError::Id => "密钥编号与名称、公钥不符,有字符被改动;请重新完整复制这一行。",
            KeyError::Public => "文本中的字节不是公钥;请重新完整复制这一行。",
            KeyError::Seed => {
                "这32个字节不能作私钥(SM2约四十亿分之一的情形);请重新取32个随机字节。"
            }
        };
        Bilingual::new(zh, self.to_string())
    }
}
