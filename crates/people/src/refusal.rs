//! Why something about a user cannot be.

use youwei_base::Bilingual;

/// Why it cannot be, with the next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What kind of refusal it is.
    pub kind: RefusalKind,
    /// What is wrong, then the next step.
    pub sentence: Bilingual,
}

/// What kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// Whoever asks may not.
    Forbidden,
    /// There is no such user, unit or role.
    NotFound,
    /// Not as things stand.
    Conflict,
    /// What was given is wrong.
    Invalid,
}

impl Refusal {
    pub(crate) fn new(kind: RefusalKind, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
        Refusal {
            kind,
            sentence: Bilingual::new(zh, en),
        }
    }

    pub(crate) fn forbidden(zh: impl Into<String>, en: impl Into<String>) -> Refusal {
        Refusal::new(RefusalKind::Forbidden, zh, en)
    }

    pub(crate) fn not_found(zh: impl Into<String>, en: impl Into<String>) -> Refusal {
        Refusal::new(RefusalKind::NotFound, zh, en)
    }

    pub(crate) fn conflict(zh: impl Into<String>, en: impl Into<String>) -> Refusal {
        Refusal::new(RefusalKind::Conflict, zh, en)
    }

    pub(crate) fn invalid(zh: impl Into<String>, en: impl Into<String>) -> Refusal {
        Refusal::new(RefusalKind::Invalid, zh, en)
    }
}
