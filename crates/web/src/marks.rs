//! The small marks: each light has a shape of its own, so that it reads without colour.

use maud::{Markup, PreEscaped, html};
use youwei_base::Light;

use crate::words::Lang;

/// The shapes, once a page; [`mark`] refers to them.
pub(crate) fn shapes() -> Markup {
    PreEscaped(
        concat!(
            r#"<svg class="shapes" width="0" height="0" aria-hidden="true"><defs>"#,
            r#"<symbol id="m-blue" viewBox="0 0 12 12"><path d="M6 0a6 6 0 1 0 0 12A6 6 0 0 0 6 0ZM5 8.9 2.2 6.1l1.1-1.1L5 6.7l3.7-3.7 1.1 1.1Z"/></symbol>"#,
            r#"<symbol id="m-green" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5.5"/></symbol>"#,
            r#"<symbol id="m-yellow" viewBox="0 0 12 12"><path d="M6 .6 12 11.4H0Z"/></symbol>"#,
            r#"<symbol id="m-red" viewBox="0 0 12 12"><path d="m6 0 6 6-6 6-6-6Z"/></symbol>"#,
            r#"<symbol id="m-grey" viewBox="0 0 12 12"><circle class="ring" cx="6" cy="6" r="4.9"/></symbol>"#,
            r#"</defs></svg>"#
        )
        .to_owned(),
    )
}

/// The mark of a light beside words that name it.
pub(crate) fn mark(light: Light) -> Markup {
    let key = light.key();
    html! { svg class={ "mark " (key) } aria-hidden="true" { use href={ "#m-" (key) } {} } }
}

/// The mark of a light that stands alone.
pub(crate) fn mark_alone(light: Light, lang: Lang) -> Markup {
    let key = light.key();
    let name = lang.own(light.name());
    html! {
        svg class={ "mark " (key) } role="img" aria-label=(name) {
            title { (name) }
            use href={ "#m-" (key) } {}
        }
    }
}

/// Counts by light as one thin stacked bar. Widths are attributes, because the page
/// allows no inline style.
pub(crate) fn stack(counts: &[(Light, usize)], lang: Lang) -> Markup {
    let counts = || counts.iter().filter(|(_, count)| *count > 0);
    let all: usize = counts().map(|(_, count)| count).sum();
    let said: Vec<String> = counts()
        .map(|(light, count)| format!("{} {count}", lang.own(light.name())))
        .collect();
    // Where each begins and how wide it is, in thousandths; `all` is not 0 where any is.
    let bars = counts().scan(0, |before, (light, count)| {
        let (from, to) = (*before * 1000 / all, (*before + count) * 1000 / all);
        *before += count;
        Some((light.key(), from, to - from))
    });
    html! {
        @if all > 0 {
            svg.stack viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label=(said.join(lang.pick("，", ", "))) {
                @for (key, from, width) in bars { rect class=(key) x=(from) y="0" width=(width) height="10" {} }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_filled_by_its_parts() {
        let counts = [(Light::Blue, 1), (Light::Red, 0), (Light::Grey, 2)];
        let drawn = stack(&counts, Lang::Zh).into_string();
        assert!(
            drawn.contains(r#"aria-label="已完成 1，无事实依据 2""#),
            "{drawn}"
        );
        assert!(
            drawn.contains(r#"class="blue" x="0" y="0" width="333""#),
            "{drawn}"
        );
        assert!(
            drawn.contains(r#"class="grey" x="333" y="0" width="667""#),
            "{drawn}"
        );
        assert!(!drawn.contains("red"), "{drawn}");
        assert_eq!(stack(&[], Lang::Zh).into_string(), "");
    }
}
