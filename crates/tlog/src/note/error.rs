//! Why bytes are no note, or a note is not to be believed.

use thiserror::Error;
use youwei_base::Bilingual;

/// A line that is no signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("A signature line must read `— name base64`; copy the signed note again, whole.")]
pub struct SignatureError;

impl SignatureError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        Bilingual::new(
            "签名行应为 `— 名称 base64`;请重新完整复制这份签名文本。",
            self.to_string(),
        )
    }
}

/// Why bytes are no note, or a note is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoteError {
    /// More than the limit of bytes.
    #[error(
        "A signed note of more than 1,000,000 bytes is not read; check that this is a checkpoint and not another file."
    )]
    TooLong,
    /// More than the limit of signatures.
    #[error("A signed note with more than 100 signatures is not read; fetch it again.")]
    TooManySignatures,
    /// Not UTF-8, or with control characters.
    #[error(
        "A signed note is UTF-8 text without control characters (also without the carriage returns of Windows); fetch it again as it is."
    )]
    Letters,
    /// No text, empty line and signatures.
    #[error(
        "A signed note is a text, an empty line and signature lines, each ended by a newline; fetch it again, whole."
    )]
    Format,
    /// A line among the signatures is none.
    #[error("A signature line must read `— name base64`; copy the signed note again, whole.")]
    Signature,
    /// A signature in the name of a known key is not by it.
    #[error(
        "The signature in the name of {0} does not fit this text; trust nothing in it, keep it as evidence and fetch it again."
    )]
    Forged(String),
    /// No signature is by a known key.
    #[error(
        "None of the keys you trust has signed this text; check that you gave the right key, or trust nothing in it."
    )]
    NoKnownKey,
}

impl NoteError {
    /// What is wrong, with the next step.
    pub fn sentence(&self) -> Bilingual {
        let zh = match self {
            NoteError::TooLong => {
                "超过1,000,000字节的签名文本不予读取;请确认这是检查点而不是别的文件。".to_owned()
            }
            NoteError::TooManySignatures => {
                "超过100个签名的签名文本不予读取;请重新获取。".to_owned()
            }
            NoteError::Letters => {
                "签名文本应为UTF-8,且不含控制字符(也不含Windows的回车符);请原样重新获取。"
                    .to_owned()
            }
            NoteError::Format => {
                "签名文本应为正文、空行和若干签名行,每行以换行结束;请重新完整获取。".to_owned()
            }
            NoteError::Signature => return SignatureError.sentence(),
            NoteError::Forged(name) => {
                format!("以{name}名义的签名与正文不符;请勿相信其中内容,留作证据并重新获取。")
            }
            NoteError::NoKnownKey => {
                "没有一个签名出自您信任的密钥;请确认给出的密钥无误,否则请勿相信其中内容。"
                    .to_owned()
            }
        };
        Bilingual::new(zh, self.to_string())
    }
}

impl From<SignatureError> for NoteError {
    fn from(_: SignatureError) -> Self {
        NoteError::Signature
    }
}
