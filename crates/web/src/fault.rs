//! Why a request was not answered with what it asked for: a status and a sentence
//! with the next step.

use axum::http::StatusCode;
use youwei_account::{Refusal, RefusalKind};
use youwei_base::Bilingual;
use youwei_ledger::{AppendError, LedgerError};

/// A refusal on its way to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// 4xx for what the asker can put right, 5xx for what the server must.
    pub status: StatusCode,
    /// What is wrong, then the next step.
    pub sentence: Bilingual,
}

impl Fault {
    pub fn new(status: StatusCode, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            status,
            sentence: Bilingual::new(zh, en),
        }
    }

    pub fn invalid(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, zh, en)
    }

    pub fn not_found(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, zh, en)
    }

    pub fn forbidden(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, zh, en)
    }

    /// Nobody can sign in, because passwords cannot be kept.
    pub fn no_master() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "服务器启动时没有主密钥，口令无法封存和核对，谁也不能登录。请管理员用 `openssl rand -hex 32` 生成密钥文件（权限 600），启动时用 --master 指明；已有主密钥的须用原来那一把。",
            "The server was started without a master key: passwords can be neither sealed nor checked, and nobody can sign in. Have the administrator make a key file with `openssl rand -hex 32` (mode 600) and name it with --master; if there was one before, it must be that one.",
        )
    }

    /// Nobody can sign in, because there is nobody.
    pub fn no_users() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "还没有任何用户。请管理员在服务器上运行 `youwei user found` 设立首批三员，再由他们新增用户、授予岗位。",
            "There are no users yet. Have whoever runs the server make the first three administrators with `youwei user found`; they add users and grant posts.",
        )
    }

    pub fn no_page() -> Self {
        Self::not_found(
            "没有这一页。请从上方的导航进入，或搜索承诺中的词语。",
            "There is no such page. Use the navigation above, or search for words of a commitment.",
        )
    }

    pub fn no_commitment(id: &str) -> Self {
        Self::not_found(
            format!("没有编号为“{id}”的承诺。请在承诺台账中按词语查找。"),
            format!(
                "There is no commitment “{id}”. Look for its words in the list of commitments."
            ),
        )
    }

    pub fn no_report() -> Self {
        Self::not_found(
            "还没有收入这份报告。请先在“收入报告”页上传报告文件。",
            "This report has not been taken in. Upload its file on the page “Take in a report” first.",
        )
    }

    pub fn no_entry(asked: &str) -> Self {
        Self::not_found(
            format!("账本没有第 {asked} 条。请从账本页查看现有条目。"),
            format!("The ledger has no entry {asked}. Look at the ledger's page for those it has."),
        )
    }

    pub fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "账本正忙，这次修改没有存入。请稍等片刻再提交一次。",
            "The ledger is busy and this change was not stored. Wait a moment and send it again.",
        )
    }

    /// What happened is the server's fault, not the asker's.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "服务器出了错，这次请求没有完成，也没有存入任何内容。请重试；仍不行时请把页面地址告诉管理员。",
            "The server failed and nothing was stored. Try again; if it fails again, tell the administrator the address of this page.",
        )
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.kind {
            RefusalKind::NotFound => StatusCode::NOT_FOUND,
            RefusalKind::Stale | RefusalKind::Conflict => StatusCode::CONFLICT,
            RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self {
            status,
            sentence: refusal.sentence,
        }
    }
}

impl From<AppendError> for Fault {
    fn from(error: AppendError) -> Self {
        let status = match error {
            AppendError::Unfit { .. }
            | AppendError::Unsealable { .. }
            | AppendError::Reserved { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            AppendError::Stale { .. } | AppendError::IdTaken { .. } => StatusCode::CONFLICT,
            AppendError::KeyChanged
            | AppendError::Unwrapped(_)
            | AppendError::Storage(_)
            | AppendError::Broken(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self {
            status,
            sentence: error.sentence(),
        }
    }
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            sentence: error.sentence(),
        }
    }
}
