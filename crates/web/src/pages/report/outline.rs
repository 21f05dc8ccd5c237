//! The outline: the report's headings with what stands under each, by light.

use maud::{Markup, html};
use youwei_account::{Summary, Tally};

use super::View;
use crate::marks::stack;
use crate::words as w;

/// Headings down to this level are listed; below are run-in leads, too many to list.
const LEVEL_MAX: u8 = 2;

pub(super) fn outline(view: &View, summary: &Summary) -> Markup {
    let lang = view.ask.lang;
    html! {
        nav.outline aria-label=(lang.say(w::OUTLINE)) {
            h2 { (lang.say(w::OUTLINE)) }
            ol lang="zh-CN" {
                @for (index, heading) in view.report.headings.iter().enumerate() {
                    @if heading.level <= LEVEL_MAX {
                        @let tally = tally_of(summary, index);
                        li class={ "l" (heading.level) } {
                            a href={ "#s" (index) } {
                                span.t { (heading.marker) (heading.title) }
                                @if let Some(tally) = tally {
                                    @if heading.level == LEVEL_MAX || !has_children(view, index) {
                                        span.n { (tally.commitments) }
                                        (stack(&tally.by_light, lang))
                                    }
                                }
                            }
                        }
                    }
                }
            }
            p.keys { (lang.pick("键盘：j／k 上一项、下一项，Enter 打开，/ 搜索，Esc 收起", "Keys: j/k next and previous, Enter opens, / searches, Esc closes")) }
        }
    }
}

fn tally_of(summary: &Summary, index: usize) -> Option<&Tally> {
    let found = summary.sections.iter().find(|s| s.section.index == index);
    found.map(|section| &section.tally)
}

/// Whether the next listed heading lies under this one; its bar would say the same twice.
fn has_children(view: &View, index: usize) -> bool {
    let headings = &view.report.headings;
    let level = headings.get(index).map_or(LEVEL_MAX, |h| h.level);
    headings
        .iter()
        .skip(index + 1)
        .find(|heading| heading.level <= LEVEL_MAX)
        .is_some_and(|heading| heading.level > level)
}
