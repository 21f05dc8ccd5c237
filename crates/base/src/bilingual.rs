//! One sentence, said in Chinese and in English.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A sentence in both languages of the house, Chinese first.
///
/// Every refusal and every remark is one: what is wrong, then the next step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bilingual {
    /// The sentence in Chinese.
    pub zh: String,
    /// The same sentence in English.
    pub en: String,
}

impl Bilingual {
    /// Makes a sentence from its two wordings.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }
}

impl fmt::Display for Bilingual {
    /// Both wordings on one line, for a terminal.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} / {}", self.zh, self.en)
    }
}
