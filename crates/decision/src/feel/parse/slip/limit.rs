//! What is said about texts that are too much.

use super::super::{HEIGHT_MAX, NESTING_MAX, TEXT_MAX};
use super::{Slip, helped, slip};
use crate::feel::ast::Span;

/// Longer than `TEXT_MAX`.
pub(in super::super) fn too_long(len: usize) -> Slip {
    let wrong = slip(
        Span::default(),
        format!("表达式有 {len} 字节，最多 {TEXT_MAX} 字节"),
        format!("the expression has {len} bytes, {TEXT_MAX} is the most"),
    );
    helped(wrong, "拆分为几个决策", "split it into several decisions")
}

/// Deeper than `NESTING_MAX`.
pub(in super::super) fn too_nested(span: Span) -> Slip {
    let wrong = slip(
        span,
        format!("嵌套超过 {NESTING_MAX} 层"),
        format!("nested more than {NESTING_MAX} levels deep"),
    );
    helped(
        wrong,
        "拆分为几个表达式",
        "split it into several expressions",
    )
}

/// Higher than `HEIGHT_MAX`.
pub(in super::super) fn too_high(span: Span) -> Slip {
    let wrong = slip(
        span,
        format!("相连的运算超过 {HEIGHT_MAX} 个"),
        format!("more than {HEIGHT_MAX} operations in a chain"),
    );
    helped(
        wrong,
        "改用列表，例如 `sum([a, b, …])`、`x in (a, b, …)`",
        "use a list, such as `sum([a, b, …])` or `x in (a, b, …)`",
    )
}
