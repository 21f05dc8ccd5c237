//! What the checks found in a model.

use maud::{Markup, html};
use youwei_decision::diagnostic::{Diagnostic, Severity};

use super::text::anchor;
use crate::systems::counts;
use crate::words::Lang;

/// How the checks went, in a word with a sign.
pub(super) fn verdict<'a>(found: impl IntoIterator<Item = &'a Diagnostic>, lang: Lang) -> Markup {
    let (class, mark, said) = match counts(found) {
        (0, 0) => (
            "good",
            "✓",
            lang.pick("检查通过", "checks passed").to_owned(),
        ),
        (0, warnings) => (
            "warned",
            "△",
            lang.pick(
                format!("{warnings} 处提醒"),
                match warnings {
                    1 => "1 warning".to_owned(),
                    n => format!("{n} warnings"),
                },
            ),
        ),
        (errors, warnings) => (
            "bad",
            "✗",
            lang.pick(
                format!("{errors} 处错误，{warnings} 处提醒"),
                format!("{errors} errors, {warnings} warnings"),
            ),
        ),
    };
    html! { span class={ "verdict " (class) } { span aria-hidden="true" { (mark) } " " (said) } }
}

/// The findings, each with its place in the file.
pub(crate) fn list(found: &[Diagnostic], lang: Lang) -> Markup {
    html! {
        ul.findings {
            @for it in found {
                @let (class, word) = match it.severity {
                    Severity::Error => ("bad", lang.pick("错误", "Error")),
                    Severity::Warning => ("warned", lang.pick("提醒", "Warning")),
                    Severity::Note => ("noted", lang.pick("说明", "Note")),
                };
                li class=(class) {
                    b { (word) } " "
                    @if let (Some(id), Some(name)) = (&it.element, &it.element_name) { a href={ "#" (anchor(id)) } lang="zh-CN" { (name) } " " }
                    (lang.of(&it.message))
                    @for note in &it.notes { p.quiet { (lang.of(note)) } }
                    @if let Some(help) = &it.help { p.quiet { (lang.pick("可以这样改：", "Help: ")) (lang.of(help)) } }
                    @if it.place.line > 0 { small { (it.file) ":" (it.place) } }
                }
            }
        }
    }
}
